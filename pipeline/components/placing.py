"""Chooses the place at which an event happens among the places that its sentence names."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from pipeline import knowledge
from pipeline.components.mentions import Mention, base_code
from pipeline.weights import bucket, probability

THRESHOLD = 0.25
"""Least probability of a place that is taken; below it two of three were what the event is about."""

PLACE_KINDS = frozenset({"state", "capital", "place", "city", "residence"})
MAX_PLACES = 6
"""Places of one sentence that are weighed; what lists more is no scene."""


def candidates(span: Span, here: list[Mention]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """Yield the places of a trigger's sentence and the countries of its participants, each with what is observed of it.

    Parameters
    ----------
    span : spacy.tokens.Span
        A trigger whose participants are filled.
    here : list of Mention
        The entities of its sentence.
    """
    yield from _named(span, here)
    named = sum(m.locative for m in here if m.kind in PLACE_KINDS)
    for participant in span._.event["participants"]:
        state = knowledge.load().states.get(base_code(participant["code"] or ""))
        if state is None or any(m.locative and m.country == state.code for m in here):
            continue
        role, private = participant["role"], participant["code"] != state.code
        place = Mention(
            span.start, span.end, "LOC", "state", (), state.name, state.code, state.latitude, state.longitude
        )
        yield (
            place,
            (
                "implied",
                f"implied&role={role}",
                f"implied&role={role}&type={span.label_}",
                f"implied&named={min(named, 2)}",
                f"implied&private={private}&role={role}",
                f"implied&status={span._.event['status']}",
            ),
        )


def _named(span: Span, here: list[Mention]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    places = [m for m in here if m.country and m.kind in PLACE_KINDS]
    codes = {p["code"] for p in span._.event["participants"]}
    roles = {p["code"]: p["role"] for p in span._.event["participants"]}
    for place in places[:MAX_PLACES]:
        distance = min(abs(place.start - span.end), abs(span.start - place.end))
        side = "after" if place.start >= span.end else "before"
        closer = sum(
            other.locative and min(abs(other.start - span.end), abs(span.start - other.end)) < distance
            for other in places
            if other is not place
        )
        yield (
            place,
            (
                f"locative={place.locative}",
                f"locative={place.locative}&kind={place.kind}",
                f"locative={place.locative}&type={span.label_}",
                f"{side}&distance={bucket(distance, (1, 3, 6, 12, 20))}",
                f"closer={min(closer, 2)}&locative={place.locative}",
                f"kind={place.kind}&type={span.label_}",
                f"participant={roles.get(place.country, 'none')}&locative={place.locative}",
                f"taken={place.country in codes}&kind={place.kind}",
                f"role={roles.get(place.country, 'none')}&type={span.label_}",
                f"places={min(len(places), 4)}",
            ),
        )


def choose(span: Span, here: list[Mention]) -> Mention | None:
    """Return the place at which the event of a trigger most likely happens, None where none is likely enough."""
    judged = [(probability(features, "place"), -place.start, place) for place, features in candidates(span, here)]
    best = max(judged, key=lambda j: j[:2], default=None)
    return best[2] if best is not None and best[0] >= THRESHOLD else None
