"""The coder to compare with codes what its rule says, in the gold format."""

from __future__ import annotations

import datetime as dt
import runpy
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.gold import article_problems
from pipeline.ontology import EVENT_TYPES
from pipeline.records import Article

BASELINE = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "baseline_coder.py"))


def coded(*sentences: list[tuple[str, str]]) -> list[dict[str, Any]]:
    pairs = [pair for sentence in sentences for pair in sentence]
    starts = [i == 0 for sentence in sentences for i in range(len(sentence))]
    doc = Doc(
        spacy.blank("fr").vocab, [word for word, _ in pairs], lemmas=[lemma for _, lemma in pairs], sent_starts=starts
    )
    article = Article("d", "", doc.text, dt.date(2020, 1, 1), "metadata", "x")
    (found,) = BASELINE["code"]([(doc, article)])
    assert list(article_problems(found)) == []
    return list(found["events"])


def plain(text: str, **lemmas: str) -> list[tuple[str, str]]:
    return [(word, lemmas.get(word, word)) for word in text.split()]


def sides(event: dict[str, Any]) -> list[tuple[str, str]]:
    return [(participant["role"], participant["code"]) for participant in event["participants"]]


def test_who_stands_before_the_trigger_acts() -> None:
    (event,) = coded(plain("Paris accuse Moscou de trahison", accuse="accuser"))
    assert (event["type"], event["status"], event["triggers"]) == ("accusation", "occurred", ["accuse"])
    assert sides(event) == [("source", "FRA"), ("target", "RUS")]


def test_sides_of_a_symmetric_type_are_participants() -> None:
    (event,) = coded(plain("La rencontre entre la France et la Russie"))
    assert sides(event) == [("participant", "FRA"), ("participant", "RUS")]


@pytest.mark.parametrize("text", ["Paris accuse Paris", "Paris accuse la mairie", "Paris parle avec Moscou", ""])
def test_without_two_countries_and_a_trigger_there_is_no_event(text: str) -> None:
    assert coded(plain(text, accuse="accuser")) == []


def test_two_mentions_of_one_event_are_one() -> None:
    (event,) = coded(*[plain("Paris accuse Moscou", accuse="accuser")] * 2)
    assert event["triggers"] == ["accuse", "accuse"]


def test_every_type_has_its_words() -> None:
    words = [(row["lemma"], row["type"]) for row in BASELINE["rows"](BASELINE["WORDS"])]
    assert {event_type for _, event_type in words} == set(EVENT_TYPES)
    assert len({lemma for lemma, _ in words}) == len(words)
