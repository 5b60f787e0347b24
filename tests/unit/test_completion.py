"""The missing side of an event, completed from the article."""

from __future__ import annotations

from typing import Any

import pytest

from docs import make_doc, mention, side
from pipeline.components.completion import FROM_ARTICLE, FROM_MENTION, ArticleActors

S, T, P = "source", "target", "participant"
Sides = list[dict[str, Any]]

# id: (type, its sides, other mentions of the article, sides added as (role, code, how))
CASES = {
    "target of the same act": (
        "detention", [side(S, "TUR")], [("detention", [side(S, "TUR"), side(T, "USA_CIV")])],
        [(T, "USA_CIV", FROM_MENTION)],
    ),
    "source from another type of the same matter": (
        "release", [side(T, "USA_CIV")], [("detention", [side(S, "TUR"), side(T, "USA_CIV")])],
        [(S, "TUR", FROM_MENTION)],
    ),
    "another matter says nothing": (
        "release", [side(T, "USA_CIV")], [("accusation", [side(S, "TUR"), side(T, "USA_CIV")])], [],
    ),
    "another target says nothing": (
        "release", [side(T, "USA_CIV")], [("detention", [side(S, "TUR"), side(T, "DEU_CIV")])], [],
    ),
    "partner of a meeting": (
        "meeting", [side(P, "FRA")], [("phone_call", [side(P, "FRA"), side(P, "RUS")])], [(P, "RUS", FROM_MENTION)],
    ),
    "a complete event stays": (
        "meeting", [side(P, "FRA"), side(P, "RUS")], [("meeting", [side(P, "FRA"), side(P, "DEU")])], [],
    ),
    "a unilateral act needs no target": (
        "sanctions", [side(S, "USA")], [("sanctions", [side(S, "USA"), side(T, "RUS")])], [],
    ),
    "a unilateral act needs a source": (
        "sanctions", [side(T, "RUS")], [("sanctions", [side(S, "USA"), side(T, "RUS")])], [(S, "USA", FROM_MENTION)],
    ),
    "its own state is no other side": (
        "detention", [side(T, "TUR_CIV")], [("detention", [side(S, "TUR"), side(T, "TUR_CIV")])], [],
    ),
    "both sides of talks": (
        "negotiation", [], [("agreement", [side(P, "FRA"), side(P, "RUS"), side(P, None)])],
        [(P, "FRA", FROM_MENTION), (P, "RUS", FROM_MENTION)],
    ),
    "talks of others": ("negotiation", [], [("visit", [side(S, "FRA"), side(T, "RUS")])], []),
    "an act has no sides to start from": (
        "accusation", [], [("accusation", [side(S, "FRA"), side(T, "RUS")])], [],
    ),
    "aid goes to those whom another mention names": (
        "aid", [side(S, "FRA")], [("aid", [side(S, "FRA"), side(T, "LBN")])], [(T, "LBN", FROM_MENTION)],
    ),
    "a side that is named without a code is not replaced": (
        "detention", [side(T, "USA_CIV"), side(S, None)], [("detention", [side(S, "TUR"), side(T, "USA_CIV")])], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("event_type", "sides", "others", "added"), CASES.values(), ids=CASES.keys())
def test_completion_from_other_mentions(
    event_type: str, sides: Sides, others: list[tuple[str, Sides]], added: list[tuple[str, str, str]]
) -> None:
    found = ArticleActors([], [(event_type, sides), *others]).complete(event_type, sides)
    assert found[: len(sides)] == sides
    assert [(p["role"], p["code"], p["how"]) for p in found[len(sides) :]] == added


DOC = make_doc(
    "Paris/PROPN Moscou/PROPN/conj/Paris Rome/PROPN/conj/Paris Russie/PROPN/conj/Paris Otan/PROPN/conj/Paris "
    "Hamas/PROPN/conj/Paris Berlin/PROPN/conj/Paris"
)
PARIS, MOSCOW, ROME, RUSSIA = (
    mention(DOC, words, code)
    for words, code in [("Paris", "FRA"), ("Moscou", "RUS"), ("Rome", "ITA"), ("Russie", "RUS")]
)
NATO = mention(DOC, "Otan", "NATO", "organisation")
HAMAS = mention(DOC, "Hamas", "HAMAS", "group")
IN_BERLIN = mention(DOC, "Berlin", "DEU", locative=True)

MAIN = {
    "the most frequent other actor": ([PARIS, ROME, MOSCOW, RUSSIA], "RUS"),
    "itself is no other actor": ([PARIS], None),
    "an organisation is no main actor": ([NATO, PARIS], None),
    "a movement is": ([PARIS, HAMAS], "HAMAS"),
    "a place is not": ([PARIS, IN_BERLIN], None),
}


@pytest.mark.parametrize(("entities", "expected"), MAIN.values(), ids=MAIN.keys())
def test_completion_by_the_main_actor(entities: list, expected: str | None) -> None:
    sides = [side(P, "FRA")]
    found = ArticleActors(entities, [("meeting", sides)]).complete("meeting", sides)
    assert [(p["code"], p["how"]) for p in found[1:]] == ([(expected, FROM_ARTICLE)] if expected else [])


ZOE = [mention(DOC, words, actors=(("zoe-omega", "Zoé Omega", "ITA"),), kind="person") for words in ("Rome", "Russie")]
HOUSE = mention(DOC, "Moscou", actors=(("res-0", "Quirinal", "ITA"),), kind="residence")

NAMED = {
    "by a person": ([PARIS, *ZOE], "Zoé Omega"),
    "by the person as often": ([PARIS, ROME, ZOE[1]], "Zoé Omega"),
    "by its own name": ([PARIS, ROME, HOUSE, ZOE[1]], "Italie"),
}


@pytest.mark.parametrize(("entities", "expected"), NAMED.values(), ids=NAMED.keys())
def test_the_main_actor_is_named_as_the_article_names_it(entities: list, expected: str) -> None:
    sides = [side(P, "FRA")]
    [_, added] = ArticleActors(entities, [("meeting", sides)]).complete("meeting", sides)
    assert added["name"] == expected


def test_a_private_person_of_the_main_actor_is_not_its_leader() -> None:
    sides = [side(S, "FRA")]
    [_, added] = ArticleActors([PARIS, *ZOE], [("detention", sides)]).complete("detention", sides)
    assert (added["code"], added["name"]) == ("ITA_CIV", "Italie")


def test_a_side_taken_over_points_to_where_it_was_named() -> None:
    theirs = [side(S, "TUR", start_char=10, end_char=16), side(T, "USA_CIV")]
    sides = [side(T, "USA_CIV")]
    [_, added] = ArticleActors([], [("detention", theirs)]).complete("release", sides)
    assert (added["start_char"], added["end_char"], added["slot"]) == (10, 16, "")
    assert theirs[0]["how"] == "frame"
