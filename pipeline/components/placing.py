"""Chooses the place at which an event happens among the places that its sentence names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span

from pipeline import knowledge
from pipeline.components import mentions as store
from pipeline.components.mentions import Mention, base_code
from pipeline.components.sentences import sentence_numbers
from pipeline.components.syntax import preposition_before
from pipeline.weights import bucket, probability

THRESHOLD = 0.22
"""Least probability of a place that is taken; below it two of three were wrong."""

LEAD_SENTENCES = 3
"""Sentences at the top of an article, title included."""

WIDE = frozenset({"state"})
"""Kinds of places that hold others."""

PLACE_KINDS = frozenset({"state", "capital", "place", "city", "residence"})
MAX_PLACES = 6
"""Places of one sentence that are weighed; what lists more is no scene."""


@dataclass(frozen=True)
class ArticlePlaces:
    """The places at which something is said to happen in one article, sentence by sentence."""

    entities: tuple[Mention, ...]
    sentence_of: list[int]

    @classmethod
    def of(cls, doc: Doc) -> ArticlePlaces:
        """Read a document whose entities are resolved."""
        return cls(tuple(store.read(doc, store.ENTITIES)), sentence_numbers(doc))

    @cached_property
    def scenes(self) -> list[Mention]:
        """Mentions of places under a preposition of place (*à Genève*), in text order."""
        return [m for m in self.entities if m.locative and m.country and m.name and m.kind in PLACE_KINDS]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each place is a scene."""
        return Counter(m.name for m in self.scenes if m.name)

    def candidates(self, span: Span) -> Iterator[tuple[Mention, tuple[str, ...]]]:
        """Yield the places at which a trigger's event may happen, each with what is observed of it.

        They are the places of its sentence, the countries of its participants, and scenes of other sentences: the
        nearest one before, the article's first and its most frequent one.

        Parameters
        ----------
        span : spacy.tokens.Span
            A trigger whose participants are filled.
        """
        sent = span.sent
        here = [m for m in self.entities if sent.start <= m.start < sent.end and m.country and m.kind in PLACE_KINDS]
        yield from _named(span, here[:MAX_PLACES])
        yield from _implied(span, here)
        yield from self._elsewhere(span, here)

    def choose(self, span: Span) -> tuple[Mention, float] | None:
        """Return where the event of a trigger most likely happens and how likely, None where no place is enough so."""
        judged = [(probability(features, "place"), -place.start, place) for place, features in self.candidates(span)]
        best = max(judged, key=lambda j: j[:2], default=None)
        return (best[2], best[0]) if best is not None and best[0] >= THRESHOLD else None

    def _elsewhere(self, span: Span, here: list[Mention]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
        named = {m.name for m in here}
        others = [m for m in self.scenes if m.name not in named]
        before = [m for m in others if m.start < span.start]
        found = {m.name: m for m in (before[-1:] + others[:1])}
        if others:
            often = max(others, key=lambda m: self.counts[m.name or ""])
            found.setdefault(often.name, often)
        number = self.sentence_of[span.start]
        roles = _roles(span)
        local = sum(m.locative for m in here)
        for place in found.values():
            nearest = min(abs(number - self.sentence_of[m.start]) for m in others if m.name == place.name)
            apart = bucket(nearest, (1, 2, 4, 8))
            often_ = bucket(self.counts[place.name or ""], (1, 2, 3, 5))
            role = roles.get(place.country, "none")
            yield (
                place,
                (
                    "elsewhere",
                    f"elsewhere&type={span.label_}",
                    f"elsewhere&apart={apart}&here={min(local, 2)}",
                    f"elsewhere&apart={apart}&kind={place.kind}",
                    f"elsewhere&often={often_}&kind={place.kind}",
                    f"elsewhere&role={role}",
                    f"elsewhere&role={role}&type={span.label_}",
                    f"elsewhere&top={self.sentence_of[place.start] < LEAD_SENTENCES}&at={bucket(number, (1, 3, 6))}",
                    f"elsewhere&status={span._.event['status']}",
                ),
            )


def _roles(span: Span) -> dict[str | None, str]:
    return {base_code(p["code"]): p["role"] for p in span._.event["participants"] if p["code"]}


def _implied(span: Span, here: list[Mention]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    named = sum(m.locative for m in here)
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


def _named(span: Span, places: list[Mention]) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    roles = _roles(span)
    doc = span.doc
    for place in places:
        distance = min(abs(place.start - span.end), abs(span.start - place.end))
        side = "after" if place.start >= span.end else "before"
        closer = sum(
            other.locative and min(abs(other.start - span.end), abs(span.start - other.end)) < distance
            for other in places
            if other is not place
        )
        case = preposition_before(doc, place.start)
        within = any(m is not place and m.country == place.country and m.kind not in WIDE for m in places)
        head = doc[place.start : place.end].root
        above = "anchor" if head.head.i == span._.event["anchor"] else head.head.pos_
        wide = place.kind in WIDE
        role = roles.get(place.country, "none")
        yield (
            place,
            (
                f"locative={place.locative}",
                f"locative={place.locative}&kind={place.kind}",
                f"locative={place.locative}&type={span.label_}",
                f"{side}&distance={bucket(distance, (1, 3, 6, 12, 20))}",
                f"closer={min(closer, 2)}&locative={place.locative}",
                f"kind={place.kind}&type={span.label_}",
                f"participant={role}&locative={place.locative}",
                f"taken={place.country in roles}&kind={place.kind}",
                f"role={role}&type={span.label_}",
                f"places={min(len(places), 4)}",
                f"case={case}&wide={wide}",
                f"case={case}&above={above}",
                f"within={within}&wide={wide}",
                f"above={above}&locative={place.locative}",
                f"status={span._.event['status']}&locative={place.locative}",
            ),
        )
