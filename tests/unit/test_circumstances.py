"""What is added to an event: venue, what it is about, who says so, whether it is recalled."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.tokens import Doc

from docs import make_doc, mention, put_entities, put_timex, put_trigger, put_weights, side
from pipeline.components.circumstances import Circumstances
from pipeline.components.mentions import Mention
from pipeline.components.triggers import TRIGGERS

PAIR = [side("participant", "FRA"), side("participant", "RUS")]


def complete(doc: Doc, trigger: str, *found: Mention, **event: Any) -> dict[str, Any]:
    put_entities(doc, *found)
    put_trigger(doc, trigger, "meeting.x", **{"status": "occurred", "participants": PAIR} | event)
    Circumstances()(doc)
    completed: dict[str, Any] = doc.spans[TRIGGERS][0]._.event
    return completed


MEETING = "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre {}"


def test_bare_sentence_leaves_all_open(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, place={"bias": -5.0})
    event = complete(make_doc(MEETING.format("")), "rencontre")
    empty = {
        "date": None, "granularity": None, "date_text": None, "place": None, "venue": None, "about": [],
        "reporter": None, "is_background": False,
    }  # fmt: skip
    assert {key: event[key] for key in empty} == empty
    assert event["participants"] == PAIR


def test_venue() -> None:
    doc = make_doc(MEETING.format("en/ADP marge/NOUN du/ADP G20/PROPN"))
    assert complete(doc, "rencontre", mention(doc, "G20", "G20", "organisation"))["venue"] == "G20"


def test_an_organisation_that_takes_part_is_no_venue() -> None:
    doc = make_doc(MEETING.format("avec/ADP Otan/PROPN"))
    assert complete(doc, "rencontre", mention(doc, "Otan", "NATO", "organisation"))["venue"] is None


def test_about_what_is_no_participant() -> None:
    doc = make_doc(MEETING.format("sur/ADP la/DET Syrie/PROPN et/CCONJ la/DET Libye/PROPN"), "Mali/PROPN")
    found = [
        mention(doc, "Syrie", "SYR"), mention(doc, "Libye", "LBY"), mention(doc, "Moscou", "RUS"),
        mention(doc, "Mali", "MLI"),
    ]  # fmt: skip
    assert complete(doc, "rencontre", *found)["about"] == ["LBY", "SYR"]


def test_a_region_counts_with_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, place={"bias": -5.0})
    doc = make_doc(MEETING.format("sur/ADP la/DET Crimée/PROPN"))
    assert complete(doc, "rencontre", mention(doc, "Crimée", None, "place", country="UKR"))["about"] == ["UKR"]


def test_where_it_happens_is_not_what_it_is_about() -> None:
    doc = make_doc(MEETING.format("en/ADP/case/Suisse Suisse/PROPN/obl:mod/rencontre"))
    assert complete(doc, "rencontre", mention(doc, "Suisse", "CHE", locative=True))["about"] == []


REPORTERS = {
    "according to": ("selon/ADP le/DET Kremlin/PROPN", "RUS"),
    "without article": ("selon/ADP Kremlin/PROPN", "RUS"),
    "capital letter": ("Selon/ADP le/DET Kremlin/PROPN", "RUS"),
    "another preposition": ("avec/ADP le/DET Kremlin/PROPN", None),
}


@pytest.mark.parametrize(("phrase", "expected"), REPORTERS.values(), ids=REPORTERS.keys())
def test_reporter(phrase: str, expected: str | None) -> None:
    doc = make_doc(MEETING.format(phrase))
    reporter = complete(doc, "rencontre", mention(doc, "Kremlin", "RUS", "residence"))["reporter"]
    assert reporter == (expected and {"name": f"nom de {expected}", "code": expected})


def test_reporter_after_a_preposition_of_two_words() -> None:
    doc = make_doc(MEETING.format("d'/ADP après/ADP le/DET Kremlin/PROPN"))
    reporter = complete(doc, "rencontre", mention(doc, "Kremlin", "RUS", "residence"))["reporter"]
    assert reporter == {"name": "nom de RUS", "code": "RUS"}


def test_date_and_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, date={"bias": 3.0})
    doc = make_doc(MEETING.format("en/ADP avril/NOUN"))
    put_timex(doc, "en avril", "2018-04-01", "2018-04-30", granularity="month")
    event = complete(doc, "rencontre")
    assert (event["date"], event["granularity"], event["date_text"]) == (
        ["2018-04-01", "2018-04-30"], "month", "en avril",
    )  # fmt: skip


def test_place_as_plain_values(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, place={"bias": -3.0, "locative=True": 6.0})
    doc = make_doc(MEETING.format("à/ADP Hambourg/PROPN"))
    city = mention(doc, "Hambourg", None, "city", country="DEU", locative=True, latitude=53.5, longitude=10.0)
    assert complete(doc, "rencontre", city)["place"] == {
        "name": "Hambourg", "country": "DEU", "latitude": 53.5, "longitude": 10.0,
        "probability": pytest.approx(0.953, abs=1e-3),
    }  # fmt: skip


def test_what_is_recalled_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, background={"bias": -3.0, "age=unknown": 6.0})
    assert complete(make_doc(MEETING.format("")), "rencontre")["is_background"] is True
    put_weights(monkeypatch, background={"bias": -3.0})
    assert complete(make_doc(MEETING.format("")), "rencontre")["is_background"] is False


def test_triggers_of_one_document_are_completed_apart() -> None:
    doc = make_doc(
        MEETING.format("sur/ADP la/DET Syrie/PROPN"), "Rome/PROPN/nsubj/salue salue/VERB Berlin/PROPN/obj/salue"
    )
    put_trigger(doc, "salue", "support_statement.x", status="occurred", participants=[])
    complete(doc, "rencontre", mention(doc, "Syrie", "SYR"), mention(doc, "Rome", "ITA"))
    assert {s.text: s._.event["about"] for s in doc.spans[TRIGGERS]} == {"salue": ["ITA"], "rencontre": ["SYR"]}
