"""Which time expression dates an event, with weights made for the purpose."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from spacy.tokens import Doc

from docs import make_doc, put_timex, put_trigger, put_weights
from pipeline.components.dating import NEWS_DAYS, NEWS_SENTENCES, ArticleDates, value_of
from pipeline.components.triggers import TRIGGERS

PUBLISHED = dt.date(2018, 5, 3)
PAST, FUTURE = ["2018-05-01", "2018-05-01"], ["2018-05-08", "2018-05-08"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def timex(
    start: str, end: str | None, past: list[str] | None = None, future: list[str] | None = None
) -> dict[str, Any]:
    return {"value_start": start, "value_end": end, "past": past, "future": future}


# Expression, status, day of publication and the value that comes out.
VALUES = {
    "past of what occurred": (timex(*PAST, PAST, FUTURE), "occurred", PUBLISHED, PAST),
    "what is planned is still to come": (timex(*PAST, PAST, FUTURE), "planned", PUBLISHED, FUTURE),
    "a planned day that is to come already": (timex(*FUTURE, PAST, FUTURE), "planned", PUBLISHED, FUTURE),
    "a planned event on a day that knows no other": (timex(*PAST), "planned", PUBLISHED, PAST),
    "hypothetical": (timex(*PAST, PAST, FUTURE), "hypothetical", PUBLISHED, FUTURE),
    "publication unknown": (timex(*PAST, PAST, FUTURE), "planned", None, PAST),
    "planned for the day itself": (
        timex("2018-05-03", "2018-05-03", PAST, FUTURE), "planned", PUBLISHED, ["2018-05-03", "2018-05-03"],
    ),
    "open end": (timex("2018-05-01", None), "occurred", PUBLISHED, ["2018-05-01", "2018-05-01"]),
    "span": (timex("2018-05-01", "2018-05-31"), "occurred", PUBLISHED, ["2018-05-01", "2018-05-31"]),
}  # fmt: skip


@pytest.mark.parametrize(("values", "status", "published", "expected"), VALUES.values(), ids=VALUES.keys())
def test_value_in_the_direction_of_the_status(
    values: dict[str, Any], status: str, published: dt.date | None, expected: list[str]
) -> None:
    assert value_of(values, status, published) == tuple(day(text) for text in expected)


SENTENCE = "Paris/PROPN/nsubj/accusé a/AUX/aux:tense/accusé accusé/VERB Rome/PROPN/obj/accusé {}/NOUN/obl:mod/accusé"


def made(*days: str, ahead: int = 0) -> Doc:
    """Return one sentence for each weekday, the last one with a trigger, behind some sentences without."""
    doc = make_doc(*["Rome/PROPN"] * ahead, *(SENTENCE.format(name) for name in days))
    put_trigger(doc, "accusé", "accusation.x", status="occurred")
    return doc


def dates(doc: Doc, published: dt.date | None = PUBLISHED) -> ArticleDates:
    return ArticleDates.of(doc, published, list(doc.spans[TRIGGERS]))


# id: (value of the expression, granularity, sentences before it, whether it is the news day)
NEWS = {
    "yesterday": ("2018-05-02", "day", 0, True),
    "the day itself": ("2018-05-03", "day", 0, True),
    "just recent enough": (str(PUBLISHED - dt.timedelta(NEWS_DAYS)), "day", 0, True),
    "too old": (str(PUBLISHED - dt.timedelta(NEWS_DAYS + 1)), "day", 0, False),
    "to come": ("2018-05-04", "day", 0, False),
    "a week": ("2018-05-02", "week", 0, False),
    "just near enough to the top": ("2018-05-02", "day", NEWS_SENTENCES - 1, True),
    "too far down": ("2018-05-02", "day", NEWS_SENTENCES, False),
}


@pytest.mark.parametrize(("value", "granularity", "ahead", "expected"), NEWS.values(), ids=NEWS.keys())
def test_the_day_of_the_news(value: str, granularity: str, ahead: int, expected: bool) -> None:
    doc = made("mercredi", ahead=ahead)
    put_timex(doc, "mercredi", value, granularity=granularity)
    assert (dates(doc).news_day is not None) is expected


def test_no_day_of_the_news_without_publication_date() -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", "2018-05-02")
    assert dates(doc, None).news_day is None


LABELS = {"DATE": True, "TIME": True, "DURATION": True, "SET": False}


@pytest.mark.parametrize(("label", "expected"), LABELS.items(), ids=LABELS.keys())
def test_what_kind_of_expression_may_date(label: str, expected: bool) -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", "2018-05-02", label=label)
    assert (len(list(dates(doc).candidates(doc.spans[TRIGGERS][0]))) == 1) is expected


def test_an_expression_without_value_dates_nothing() -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", None)
    assert list(dates(doc).candidates(doc.spans[TRIGGERS][0])) == []


def test_no_time_expression_gives_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = made("mercredi")
    put_weights(monkeypatch, date={"bias": 5.0})
    assert dates(doc).choose(doc.spans[TRIGGERS][0]) is None


CHOICES = {
    "the likelier one": ({"direct=True": 3.0}, "mercredi"),
    "the other way round": ({"direct=True": -3.0, "bias": 2.0}, "lundi"),
    "the first one where both are as likely": ({"bias": 2.0}, "lundi"),
    "none that is likely enough": ({"bias": -3.0}, None),
}


@pytest.mark.parametrize(("table", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_the_choice_follows_the_weights(
    table: dict[str, float], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = make_doc(
        "réunion/NOUN/obl/accuse de/ADP/case/lundi lundi/NOUN/nmod/réunion Paris/PROPN/nsubj/accuse accuse/VERB "
        "Rome/PROPN/obj/accuse mercredi/NOUN/obl:mod/accuse"
    )
    put_trigger(doc, "accuse", "accusation.x", status="occurred")
    put_timex(doc, "lundi", "2018-04-02")
    put_timex(doc, "mercredi", "2018-04-04")
    put_weights(monkeypatch, date=table)
    chosen = dates(doc).choose(doc.spans[TRIGGERS][0])
    assert (chosen.timex.text if chosen else None) == expected


def test_the_day_of_the_news_dates_what_has_no_date_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Rome/PROPN mercredi/NOUN", "Paris/PROPN/nsubj/accuse accuse/VERB")
    put_trigger(doc, "accuse", "accusation.x", status="occurred")
    put_timex(doc, "mercredi", "2018-05-02")
    put_weights(monkeypatch, date={"news_day": 3.0})
    chosen = dates(doc).choose(doc.spans[TRIGGERS][0])
    assert chosen is not None
    assert (chosen.value, chosen.granularity) == ((day("2018-05-02"), day("2018-05-02")), "day")


def test_another_day_of_another_sentence_dates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Rome/PROPN mercredi/NOUN", "Paris/PROPN/nsubj/accuse accuse/VERB")
    put_trigger(doc, "accuse", "accusation.x", status="occurred")
    put_timex(doc, "mercredi", "2017-05-02")
    put_weights(monkeypatch, date={"bias": 5.0})
    assert dates(doc).choose(doc.spans[TRIGGERS][0]) is None


def test_each_candidate_is_described_once_in_the_same_words() -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", "2018-05-02")
    [first], [second] = (list(dates(doc).candidates(doc.spans[TRIGGERS][0])) for _ in range(2))
    assert first.features == second.features
    assert len(set(first.features)) == len(first.features)
