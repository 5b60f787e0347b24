"""Where an event happens, with weights made for the purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docs import make_doc, mention, put_entities, put_trigger, put_weights, side
from pipeline.components.mentions import Mention
from pipeline.components.placing import MAX_PLACES, ArticlePlaces

DOC = make_doc(
    "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre à/ADP/case/Hambourg "
    "Hambourg/PROPN/obl:mod/rencontre en/ADP/case/Allemagne Allemagne/PROPN/nmod/Hambourg avec/ADP/case/Otan "
    "Otan/PROPN/obl/rencontre"
)
PARIS, MOSCOW = mention(DOC, "Paris", "FRA", "capital"), mention(DOC, "Moscou", "RUS", "capital")
HAMBURG = mention(DOC, "Hambourg", None, "city", country="DEU", locative=True)
GERMANY = mention(DOC, "Allemagne", "DEU", locative=True)
NATO = mention(DOC, "Otan", "NATO", "organisation", country="BEL")
EVENT: dict[str, Any] = {
    "status": "occurred", "participants": [side("participant", "FRA"), side("participant", "RUS")],
}  # fmt: skip


def trigger(**event: Any) -> Any:
    doc = DOC.copy()
    return put_trigger(doc, "rencontre", "meeting.x", **EVENT | event)


def places(span: Any, here: list[Mention]) -> ArticlePlaces:
    return ArticlePlaces.of(put_entities(span.doc, *here))


def found(kind: str, here: list[Mention], **event: Any) -> list[str | None]:
    span = trigger(**event)
    kinds = {"implied", "elsewhere"}
    return [
        place.name for place, features in places(span, here).candidates(span)
        if (kind in features if kind in kinds else not kinds & set(features))
    ]  # fmt: skip


def named(here: list[Mention], **event: Any) -> list[str | None]:
    return found("named", here, **event)


def implied(here: list[Mention], **event: Any) -> list[str | None]:
    return found("implied", here, **event)


def test_places_named_in_the_sentence() -> None:
    assert named([PARIS, HAMBURG, GERMANY, NATO]) == ["Paris", "Hambourg", "Allemagne"]


def test_no_more_places_than_can_be_weighed() -> None:
    assert len(named([PARIS] * (MAX_PLACES + 2))) == MAX_PLACES


def test_the_countries_of_the_participants_are_implied() -> None:
    assert implied([]) == ["France", "Russie"]


def test_citizens_imply_their_country() -> None:
    assert implied([], participants=[side("target", "TUR_CIV")]) == ["Turquie"]


def test_a_body_implies_no_country() -> None:
    assert implied([], participants=[side("source", "NATO"), side("target", None)]) == []


def test_a_country_that_is_named_as_the_place_is_not_implied() -> None:
    assert implied([HAMBURG], participants=[side("source", "DEU"), side("target", "FRA")]) == ["France"]


def test_a_place_knows_of_a_nearer_one() -> None:
    span = trigger()
    features = {place.name: f for place, f in places(span, [MOSCOW, HAMBURG, GERMANY]).candidates(span)}
    assert "closer=0&locative=True" in features["Hambourg"]
    assert "closer=1&locative=True" in features["Allemagne"]
    assert "closer=0&locative=False" in features["Moscou"]


def test_a_place_knows_its_preposition_and_what_lies_in_it() -> None:
    span = trigger()
    features = {place.name: f for place, f in places(span, [HAMBURG, GERMANY]).candidates(span)}
    assert {"case=à&wide=False", "within=False&wide=False"} <= set(features["Hambourg"])
    assert {"case=en&wide=True", "within=True&wide=True"} <= set(features["Allemagne"])


ELSEWHERE = make_doc(
    "sommet/NOUN à/ADP/case/Genève Genève/PROPN/nmod/sommet",
    "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre",
    "visite/NOUN à/ADP/case/Rome Rome/PROPN/nmod/visite puis/ADV à/ADP/case/Oslo Oslo/PROPN/conj/Rome",
    "visite/NOUN à/ADP/case/Oslo Oslo/PROPN/nmod/visite",
)
SCENES = [
    mention(ELSEWHERE, "Genève", None, "city", country="CHE", locative=True),
    mention(ELSEWHERE, "Rome", None, "capital", country="ITA", locative=True),
    *(
        replace(mention(ELSEWHERE, "Oslo", None, "capital", country="NOR", locative=True), start=i, end=i + 1)
        for i in (token.i for token in ELSEWHERE if token.text == "Oslo")
    ),
]


def test_scenes_of_other_sentences_are_weighed() -> None:
    doc = ELSEWHERE.copy()
    span = put_trigger(doc, "rencontre", "meeting.x", **EVENT)
    features = {p.name: f for p, f in ArticlePlaces.of(put_entities(doc, *SCENES)).candidates(span) if "elsewhere" in f}
    # The nearest before, which is the first one too, and the most frequent one; Rome is neither.
    assert list(features) == ["Genève", "Oslo"]
    assert "elsewhere&apart=1&here=0" in features["Genève"]
    assert "elsewhere&often=2&kind=capital" in features["Oslo"]


def test_a_place_that_is_only_an_actor_is_no_scene() -> None:
    doc = ELSEWHERE.copy()
    span = put_trigger(doc, "rencontre", "meeting.x", **EVENT | {"participants": []})
    actor = mention(ELSEWHERE, "Rome", "ITA", "capital", country="ITA")
    assert list(ArticlePlaces.of(put_entities(doc, actor)).candidates(span)) == []


# id: (weights, name of the place)
CHOICES = {
    "under a preposition of place": ({"bias": -3.0, "locative=True&kind=city": 6.0}, "Hambourg"),
    "the first one where all are as likely": ({"bias": -3.0, "locative=True": 6.0}, "Hambourg"),
    "a participant's country": ({"bias": -3.0, "implied": 6.0}, "France"),
    "none that is likely enough": ({"bias": -3.0}, None),
}


@pytest.mark.parametrize(("table", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_the_choice_follows_the_weights(
    table: dict[str, float], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_weights(monkeypatch, place=table)
    span = trigger()
    chosen = places(span, [PARIS, MOSCOW, HAMBURG, GERMANY]).choose(span)
    assert (chosen[0].name if chosen else None) == expected


def test_a_sentence_without_places_and_states_has_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, place={"bias": 5.0})
    span = trigger(participants=[side("source", "NATO")])
    assert places(span, []).choose(span) is None


def test_the_learned_weights_prefer_where_it_happens_to_who_is_there() -> None:
    span = trigger()
    chosen = places(span, [PARIS, MOSCOW, HAMBURG]).choose(span)
    assert chosen is not None
    assert (chosen[0].name, chosen[0].country) == ("Hambourg", "DEU")
