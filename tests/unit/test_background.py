"""What is observed of an event to tell whether an article recalls it."""

from __future__ import annotations

import datetime as dt

import pytest
from spacy.tokens import Span

from docs import make_doc, put_trigger
from pipeline.components.background import features

PUBLISHED = dt.date(2018, 5, 3)
PAST = "avait/AUX/aux:tense/accusé/avoir/imp accusé/VERB////part"


def trigger(
    last: str | None, before: int = 0, verb: str = PAST, words: str = "accusé", type_: str = "accusation"
) -> Span:
    doc = make_doc(*["Rome/PROPN"] * before, f"Paris/PROPN/nsubj/{words} {verb} Moscou/PROPN/obj/{words}")
    date = [last, last] if last else None
    return put_trigger(doc, words, f"{type_}.x", status="occurred", date=date, granularity="day" if last else None)


# id: (last day, age in the steps of AGES)
AGES = {
    "long to come": ("2018-07-01", "age=0"),
    "to come": ("2018-05-04", "age=1"),
    "the day itself": ("2018-05-03", "age=2"),
    "the day before": ("2018-05-02", "age=3"),
    "the week before": ("2018-04-26", "age=5"),
    "a year ago": ("2017-05-02", "age=10"),
    "not said": (None, "age=unknown"),
}


@pytest.mark.parametrize(("last", "expected"), AGES.values(), ids=AGES.keys())
def test_age(last: str | None, expected: str) -> None:
    found = features(trigger(last), PUBLISHED)
    assert [f for f in found if f.startswith("age=") and "&" not in f] == [expected]


def test_without_a_publication_date_the_age_is_unknown() -> None:
    assert "age=unknown" in features(trigger("2018-05-03"), None)


def test_tense_and_clause() -> None:
    assert {"tense=perfect-Imp", "clause=ROOT"} <= set(features(trigger(None), PUBLISHED))
    assert "tense=Pres" in features(trigger(None, verb="accuse/VERB////pres", words="accuse"), PUBLISHED)


@pytest.mark.parametrize(("before", "expected"), [(0, 0), (1, 1), (2, 2), (5, 3), (20, 5)])
def test_how_far_down_the_article_it_stands(before: int, expected: int) -> None:
    assert f"sentence={expected}" in features(trigger(None, before), PUBLISHED)


def test_an_earlier_mention_of_its_type() -> None:
    doc = make_doc(
        "Paris/PROPN/nsubj/accuse accuse/VERB////pres", "Paris/PROPN/nsubj/dénonce dénonce/VERB////pres",
        "Paris/PROPN/nsubj/dénonce dénonce/VERB////pres",
    )  # fmt: skip
    at = {"status": "occurred", "date": None, "granularity": None}
    first = put_trigger(doc, "accuse", "accusation.x", **at)
    second = put_trigger(doc, "dénonce", "accusation.y", **at)
    assert not [f for f in features(first, PUBLISHED) if f.startswith("earlier")]
    assert "earlier=other" in features(second, PUBLISHED)
    other = put_trigger(doc, "dénonce", "threat.y", **at)
    assert not [f for f in features(other, PUBLISHED) if f.startswith("earlier")]
