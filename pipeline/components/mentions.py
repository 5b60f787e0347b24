"""The working form of an actor mention while the components build it, and its plain form on the Doc."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from pipeline.components import extensions  # noqa: F401  registers the attributes that are set below
from pipeline.names import Name

ENTITIES = "entities"
ADJECTIVES = "adjectives"
PRIVATE_SUFFIXES = ("_CIV", "_BUS")


def base_code(code: str) -> str:
    """Return the international actor behind a code: private persons and firms count with their state."""
    for suffix in PRIVATE_SUFFIXES:
        if code.endswith(suffix):
            return code.removesuffix(suffix)
    return code


@dataclass(slots=True)
class Mention:
    """One mention of actors or of a place; `actors` holds (id, name, code) of each one it stands for.

    `how` says in one word how it was resolved (`name`, `office`, `article`, `apposition`, `pronoun`, …), for
    `depeche explain`. `head` is the token that carries the mention's syntactic relation.
    """

    start: int
    end: int
    label: str
    kind: str
    actors: tuple[tuple[str, str, str | None], ...] = ()
    name: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    number: str = "s"
    gender: str = ""
    offices: tuple[str, ...] = ()
    how: str = "name"
    locative: bool = False
    candidates: tuple[Name, ...] = field(default=(), repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the actors that it stands for, without those that have none."""
        return tuple(code for _, _, code in self.actors if code)

    def plain(self) -> dict[str, Any]:
        """Return the mention as plain values, so that a Doc that carries it can be serialised."""
        return {
            "label": self.label,
            "kind": self.kind,
            "actors": [list(actor) for actor in self.actors],
            "name": self.name,
            "country": self.country,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "number": self.number,
            "gender": self.gender,
            "offices": list(self.offices),
            "how": self.how,
            "locative": self.locative,
        }


def from_plain(span: Span) -> Mention:
    """Return the mention that a span carries in ``span._.entity``."""
    values = dict(span._.entity)
    values["actors"] = tuple((actor[0], actor[1], actor[2]) for actor in values["actors"])
    values["offices"] = tuple(values["offices"])
    return Mention(span.start, span.end, **values)


def store(doc: Doc, key: str, mentions: list[Mention]) -> None:
    """Write mentions to ``doc.spans[key]`` in text order, each with its plain values."""
    spans = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        span = Span(doc, mention.start, mention.end, label=mention.label)
        span._.entity = mention.plain()
        spans.append(span)
    doc.spans[key] = SpanGroup(doc, name=key, spans=spans)


def read(doc: Doc, key: str) -> list[Mention]:
    """Return the mentions stored under a key; none where the component has not run."""
    if key not in doc.spans:
        return []
    return [from_plain(span) for span in doc.spans[key]]
