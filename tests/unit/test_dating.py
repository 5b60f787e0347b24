"""Which time expression dates an event, with weights made for the purpose."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from spacy.tokens import Doc

from docs import make_doc, put_timex, put_trigger, put_weights, side
from pipeline.components.dating import (
    DOUBT,
    NEAR_SENTENCES,
    NEWS_DAYS,
    NEWS_SENTENCES,
    ArticleDates,
    Candidate,
    value_of,
)
from pipeline.components.triggers import TRIGGERS

PUBLISHED = dt.date(2018, 5, 3)
PAST, FUTURE = ["2018-05-01", "2018-05-01"], ["2018-05-08", "2018-05-08"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def timex(
    start: str,
    end: str | None,
    past: list[str] | None = None,
    future: list[str] | None = None,
    granularity: str = "day",
) -> dict[str, Any]:
    return {"value_start": start, "value_end": end, "past": past, "future": future, "granularity": granularity}


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
    "the week so far": (
        timex("2018-04-30", "2018-05-06", granularity="week"), "occurred", PUBLISHED, ["2018-04-30", "2018-05-03"],
    ),
    "the whole week of what is planned": (
        timex("2018-04-30", "2018-05-06", granularity="week"), "planned", PUBLISHED, ["2018-04-30", "2018-05-06"],
    ),
    "a week that is over": (
        timex("2018-04-23", "2018-04-29", granularity="week"), "occurred", PUBLISHED, ["2018-04-23", "2018-04-29"],
    ),
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
    put_trigger(doc, "accusé", "accusation.x", status="occurred", participants=[])
    return doc


def dates(doc: Doc, published: dt.date | None = PUBLISHED) -> ArticleDates:
    return ArticleDates.of(doc, published, list(doc.spans[TRIGGERS]))


def candidates(doc: Doc) -> tuple[Candidate, ...]:
    """Return the candidates of the first trigger."""
    return dates(doc).answers(doc.spans[TRIGGERS][0]).candidates


def best(doc: Doc) -> Candidate | None:
    """Return what dates the first trigger."""
    return dates(doc).answers(doc.spans[TRIGGERS][0]).best()


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
    assert (len(candidates(doc)) == 1) is expected


def test_an_expression_without_value_dates_nothing() -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", None)
    assert candidates(doc) == ()


def test_no_time_expression_gives_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = made("mercredi")
    put_weights(monkeypatch, date={"none": -5.0})
    assert best(doc) is None


# id: (weights, what is chosen); the first expression opens the sentence, the second one ends it.
CHOICES = {
    "the likelier one": ({"tie=direct&first=False": 3.0}, "mercredi"),
    "the other way round": ({"tie=direct&first=True": 3.0}, "lundi"),
    "the first one where both are as likely": ({"here": 2.0}, "lundi"),
    "none that is likely enough": ({"none": 3.0}, None),
}


@pytest.mark.parametrize(("table", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_the_choice_follows_the_weights(
    table: dict[str, float], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = make_doc(
        "réunion/NOUN/obl/accuse de/ADP/case/lundi lundi/NOUN/nmod/réunion Paris/PROPN/nsubj/accuse accuse/VERB "
        "Rome/PROPN/obj/accuse mercredi/NOUN/obl:mod/accuse"
    )
    put_trigger(doc, "accuse", "accusation.x", status="occurred", participants=[])
    put_timex(doc, "lundi", "2018-04-02")
    put_timex(doc, "mercredi", "2018-04-04")
    put_weights(monkeypatch, date=table)
    chosen = best(doc)
    assert (chosen.timex.text if chosen else None) == expected


DOUBTS = {"just likely enough": (0.01, True), "just not": (-0.01, False)}


@pytest.mark.parametrize(("margin", "dated"), DOUBTS.values(), ids=DOUBTS.keys())
def test_a_value_needs_its_share_of_the_doubt(margin: float, dated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", "2018-05-02")
    put_weights(monkeypatch, date={"here": math.log(DOUBT) + margin})
    assert (best(doc) is not None) is dated


def test_expressions_of_one_value_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = made("lundi", "mardi", "mercredi")
    put_timex(doc, "lundi", "2018-04-02")
    put_timex(doc, "mardi", "2018-04-02")
    put_timex(doc, "mercredi", "2018-04-04")
    put_weights(monkeypatch, date={"here": 0.5, "near": 0.0})
    chosen = best(doc)
    assert chosen is not None
    assert chosen.value == (day("2018-04-02"), day("2018-04-02"))


def test_the_day_of_the_news_dates_what_has_no_date_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Rome/PROPN mercredi/NOUN", "Paris/PROPN/nsubj/accuse accuse/VERB")
    put_trigger(doc, "accuse", "accusation.x", status="occurred", participants=[])
    put_timex(doc, "mercredi", "2018-05-02")
    put_weights(monkeypatch, date={"news": 3.0})
    chosen = best(doc)
    assert chosen is not None
    assert (chosen.value, chosen.granularity) == ((day("2018-05-02"), day("2018-05-02")), "day")


# id: (sentences between the expression and the trigger, a mention of the same event beside it, weighed)
ELSEWHERE = {
    "close by": (NEAR_SENTENCES - 1, False, True),
    "too far": (NEAR_SENTENCES, False, False),
    "far, beside the same event": (NEAR_SENTENCES, True, True),
}


@pytest.mark.parametrize(("between", "beside", "weighed"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_which_expressions_of_other_sentences_are_weighed(between: int, beside: bool, weighed: bool) -> None:
    doc = make_doc(
        SENTENCE.format("juin"), *["Rome/PROPN"] * between, "Paris/PROPN/nsubj/accuse accuse/VERB Rome/PROPN/obj/accuse"
    )
    sides = [side("source", "FRA"), side("target", "ITA")]
    put_trigger(doc, "accuse", "accusation.x", status="occurred", participants=sides)
    if beside:
        put_trigger(doc, "accusé", "accusation.x", status="occurred", participants=sides)
    put_timex(doc, "juin", "2017-06-01", "2017-06-30", granularity="month")
    assert bool(candidates(doc)) is weighed
    assert all(("sister" in c.features) is beside for c in candidates(doc))


def test_each_candidate_is_described_once_in_the_same_words() -> None:
    doc = made("mercredi")
    put_timex(doc, "mercredi", "2018-05-02")
    [first], [second] = candidates(doc), candidates(doc)
    assert first.features == second.features
    assert len(set(first.features)) == len(first.features)


# id: (first day, last day, status, may it be)
POSSIBLE = {
    "happened the day before": ("2018-05-02", "2018-05-02", "occurred", True),
    "under way": ("2018-05-02", "2018-05-20", "occurred", True),
    "happened tomorrow": ("2018-05-04", "2018-05-04", "occurred", False),
    "planned for tomorrow": ("2018-05-04", "2018-05-04", "planned", True),
    "planned for today": ("2018-05-03", "2018-05-03", "planned", True),
    "planned for yesterday": ("2018-05-02", "2018-05-02", "planned", False),
    "wished for long ago": ("2001-05-02", "2001-05-02", "hypothetical", True),
    "not to take place": ("2018-05-04", "2018-05-04", "negated", True),
}


@pytest.mark.parametrize(("first", "last", "status", "expected"), POSSIBLE.values(), ids=POSSIBLE.keys())
def test_a_date_does_not_contradict_the_status(first: str, last: str, status: str, expected: bool) -> None:
    doc = make_doc("Paris/PROPN/nsubj/accuse accuse/VERB Moscou/PROPN/obj/accuse hier/ADV")
    span = put_trigger(doc, "accuse", "accusation.x", status=status, participants=[])
    put_timex(doc, "hier", first, last)
    answers = ArticleDates.of(doc, dt.date(2018, 5, 3), [span]).answers(span)
    assert bool(answers.candidates) is expected
    assert ArticleDates.of(doc, None, [span]).answers(span).candidates
