"""The first article: a phone call, a meeting to come and an agreement, each told several times and written once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline import nlp as language
from pipeline.corpus import read_corpus
from pipeline.extraction import extract
from pipeline.records import Article, Event, Extraction

pytestmark = pytest.mark.model

PATH = Path(__file__).parents[2].parent / "shared" / "data" / "lci_2017-05-03.txt"
SIDES = {("participant", "USA", "Donald Trump"), ("participant", "RUS", "Vladimir Poutine")}


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    if not PATH.exists():
        pytest.skip(f"the article is not part of the repository: no {PATH.name} beside it")
    (article,) = read_corpus(PATH)
    assert isinstance(article, Article)
    (found,) = extract([article], language.build())
    return found


def of_type(extraction: Extraction, event_type: str) -> list[Event]:
    return [event for event in extraction.events if event.event_type == event_type]


def sides(event: Event) -> set[tuple[str, str | None, str]]:
    return {(p.role, p.actor_code, p.actor_name) for p in event.participants}


def test_one_phone_call(extraction: Extraction) -> None:
    (call,) = of_type(extraction, "phone_call")
    assert call.status == "occurred"
    assert sides(call) == SIDES
    assert call.date == (dt.date(2017, 5, 2), dt.date(2017, 5, 2))
    assert len(call.mentions) >= 3


def test_one_planned_meeting(extraction: Extraction) -> None:
    (meeting,) = of_type(extraction, "meeting")
    assert meeting.status == "planned"
    assert sides(meeting) == SIDES
    assert meeting.date == (dt.date(2017, 7, 1), dt.date(2017, 7, 10))
    assert meeting.place is not None
    assert (meeting.place.name, meeting.place.country_code) == ("Hambourg", "DEU")
    assert meeting.venue == "G20"
    assert len(meeting.mentions) >= 3


def test_one_agreement_on_terrorism(extraction: Extraction) -> None:
    (agreement,) = of_type(extraction, "agreement")
    assert sides(agreement) == SIDES
    assert "terrorism" in agreement.topics


@pytest.mark.parametrize("label", ["Toute L'info sur", "Voir aussi", "En vidéo", "Lire aussi", "Sur le même sujet"])
def test_no_boilerplate(extraction: Extraction, label: str) -> None:
    assert label not in extraction.article.text
    assert "coup de semonce" not in extraction.article.text
