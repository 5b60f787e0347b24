"""Where an event happens, with weights made for the purpose."""

from __future__ import annotations

from typing import Any

import pytest

from docs import make_doc, mention, put_trigger, put_weights, side
from pipeline.components.mentions import Mention
from pipeline.components.placing import MAX_PLACES, candidates, choose

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


def named(here: list[Mention], **event: Any) -> list[str | None]:
    return [place.name for place, features in candidates(trigger(**event), here) if "implied" not in features]


def implied(here: list[Mention], **event: Any) -> list[str | None]:
    return [place.name for place, features in candidates(trigger(**event), here) if "implied" in features]


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
    found = {place.name: features for place, features in candidates(trigger(), [MOSCOW, HAMBURG, GERMANY])}
    assert "closer=0&locative=True" in found["Hambourg"]
    assert "closer=1&locative=True" in found["Allemagne"]
    assert "closer=0&locative=False" in found["Moscou"]


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
    chosen = choose(trigger(), [PARIS, MOSCOW, HAMBURG, GERMANY])
    assert (chosen.name if chosen else None) == expected


def test_a_sentence_without_places_and_states_has_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, place={"bias": 5.0})
    assert choose(trigger(participants=[side("source", "NATO")]), []) is None


def test_the_learned_weights_prefer_where_it_happens_to_who_is_there() -> None:
    chosen = choose(trigger(), [PARIS, MOSCOW, HAMBURG])
    assert chosen is not None
    assert (chosen.name, chosen.country) == ("Hambourg", "DEU")
