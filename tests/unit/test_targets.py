"""At whom an act aims whose sentence does not say: candidates, what is observed of them, and the choice."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.tokens import Doc, Span

from docs import ACT, make_doc, make_frame, make_rule, mention, put_entities, put_trigger, put_weights, side
from pipeline import rules
from pipeline.components.arguments import ArgumentFinder
from pipeline.components.mentions import Mention
from pipeline.components.targets import IN_ARTICLE, IN_SENTENCE, Answers, ArticleTargets, Candidate, Opening
from pipeline.components.triggers import TRIGGERS

PARIS = "Paris/PROPN/nsubj/dénonce dénonce/VERB///dénoncer/pres"
ACCUSE = make_rule("accusation.x", "dénonce", frame=make_frame(source="subject"))
NOBODY = {"none": 9.0}


def article() -> tuple[Doc, Span, list[Mention]]:
    """Return an article in which Paris denounces an offensive in Syria, behind talk of Ankara."""
    doc = make_doc(
        "Ankara/PROPN/nsubj/répond répond/VERB///répondre/pres",
        f"{PARIS} offensive/NOUN/obj/dénonce en/ADP/case/Syrie Syrie/PROPN/nmod/offensive",
    )
    found = [mention(doc, "Ankara", "TUR"), mention(doc, "Paris", "FRA"), mention(doc, "Syrie", "SYR", locative=True)]
    put_entities(doc, *found)
    return doc, put_trigger(doc, "dénonce", "accusation.x"), found


def ask(doc: Doc, span: Span, here: list[Mention], *others: tuple[str, list[dict[str, Any]]]) -> dict[str, Candidate]:
    """Return the candidates by code; each of `others` is the type and the sides of another trigger."""
    paris = side("source", "FRA", start_char=span.start_char - len("Paris "))
    filled = [(span, [paris])]
    for event_type, sides in others:
        filled.append((Span(doc, 1, 2, label=event_type), sides))
    answers = ArticleTargets(doc, filled).answers(Opening(span, ACCUSE, [paris], here))
    return {candidate.code: candidate for candidate in answers.candidates}


def test_candidates_stand_in_the_sentence_or_are_main_actors_of_the_article() -> None:
    doc, span, (_, paris, syria) = article()
    found = ask(doc, span, [paris, syria])
    assert list(found) == ["SYR", "TUR"]
    assert doc[found["SYR"].mention.start].text == "Syrie"
    assert found["TUR"].mention.end == 0
    assert "here=True&locative=True" in found["SYR"].features
    assert {"before=True", "title=True", "rank=0", "here=False&kind=state"} <= set(found["TUR"].features)


def test_who_acts_is_no_candidate_nor_are_its_people() -> None:
    doc, span, found = article()
    people = mention(doc, "offensive", "FRA_CIV", "role")
    assert "FRA_CIV" not in ask(doc, span, [*found, people])


# id: (type and sides of another trigger, what is observed of Turkey)
TOLD = {
    "in the same act": (
        ("accusation", [side("source", "FRA"), side("target", "TUR")]),
        {"same=1", "target=1", "like=1"},
    ),
    "in another act": (("threat", [side("source", "FRA"), side("target", "TUR")]), {"other=1", "target=1", "like=0"}),
    "by somebody else": (("accusation", [side("source", "DEU"), side("target", "TUR")]), {"same=0", "like=1"}),
    "as a partner": (("meeting", [side("participant", "FRA"), side("participant", "TUR")]), {"other=1", "target=0"}),
    "not at all": (("threat", [side("source", "DEU"), side("target", "POL")]), {"other=0", "target=0", "like=0"}),
}


@pytest.mark.parametrize(("other", "expected"), TOLD.values(), ids=TOLD.keys())
def test_other_acts_of_the_article_bear_on_a_candidate(
    other: tuple[str, list[dict[str, Any]]], expected: set[str]
) -> None:
    doc, span, (_, paris, syria) = article()
    assert expected <= set(ask(doc, span, [paris, syria], other)["TUR"].features)


def test_whom_one_holds_may_be_a_private_person_of_a_main_state() -> None:
    doc = make_doc("Paris/PROPN/nsubj/détient détient/VERB///détenir/pres", "Ankara/PROPN/nsubj/répond répond/VERB")
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Ankara", "TUR"))
    span = put_trigger(doc, "détient", "detention.x")
    paris = side("source", "FRA", start_char=0)
    rule = make_rule("detention.x", "détient", frame=ACT)
    answers = ArticleTargets(doc, [(span, [paris])]).answers(Opening(span, rule, [paris], []))
    assert [candidate.code for candidate in answers.candidates] == ["TUR", "TUR_CIV"]


CHOICES = {
    "the likelier one": ({"good": 3.0}, "RUS"),
    "nobody, where that is likelier": ({"none": 3.0, "good": 1.0}, None),
    "nobody, where none stands out": ({}, None),
}


@pytest.mark.parametrize(("table", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_the_choice_follows_the_weights(
    table: dict[str, float], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_weights(monkeypatch, target=table)
    absent = Mention(0, 0, "", "state")
    answers = Answers(("none",), (Candidate("IRN", absent, ("bad",)), Candidate("RUS", absent, ("good",))))
    best = answers.best()
    assert (best.code if best else None) == expected


def test_no_candidates_no_target() -> None:
    assert Answers(("none",), ()).best() is None


# id: (weights of the choice, participants as code, how, whether the sentence names them)
FILLED = {
    "one of the sentence": ({"here=True&kind=state": 9.0}, [("FRA", "frame", True), ("SYR", IN_SENTENCE, True)]),
    "one of the article": ({"here=False&kind=state": 9.0}, [("FRA", "frame", True), ("TUR", IN_ARTICLE, False)]),
    "nobody": (NOBODY, [("FRA", "frame", True)]),
}


@pytest.mark.parametrize(("table", "expected"), FILLED.values(), ids=FILLED.keys())
def test_an_act_without_a_target_takes_the_one_that_is_chosen(
    table: dict[str, float], expected: list[tuple[str, str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_weights(monkeypatch, target=table)
    monkeypatch.setattr(rules, "load", lambda: (ACCUSE,))
    doc, _, _ = article()
    ArgumentFinder()(doc)
    (kept,) = doc.spans[TRIGGERS]
    found = kept._.event["participants"]
    assert [(p["code"], p["how"], p["start_char"] is not None) for p in found] == expected


def test_a_target_that_the_sentence_gives_is_not_chosen_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, target={"here=False&kind=state": 9.0})
    rule = make_rule("accusation.x", "dénonce", frame=make_frame(source="subject", target="object"))
    monkeypatch.setattr(rules, "load", lambda: (rule,))
    doc = make_doc(f"{PARIS} Moscou/PROPN/obj/dénonce", "Ankara/PROPN/nsubj/répond répond/VERB")
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Moscou", "RUS"), mention(doc, "Ankara", "TUR"))
    put_trigger(doc, "dénonce", "accusation.x")
    ArgumentFinder()(doc)
    assert [p["code"] for p in doc.spans[TRIGGERS][0]._.event["participants"]] == ["FRA", "RUS"]
