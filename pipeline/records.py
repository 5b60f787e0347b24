"""The records that pass between the stages of the pipeline.

Every stage takes one kind of record and gives the next: an `Article` comes out of `pipeline.corpus`,
`EventMention`s out of the spaCy components, `Event`s out of `pipeline.documents`, rows out of
`pipeline.tables`. All of them are frozen: a stage never edits what an earlier one produced.
Offsets count code points of `Article.text` and are half-open, as in spaCy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property

ORIGINS = ("metadata", "markup", "filename", "text", "none")
"""Where a publication date was read, from the most to the least explicit."""

STATUSES = ("occurred", "planned", "hypothetical", "negated")
ROLES = ("source", "target", "participant")
ENTITY_LABELS = ("PER", "ORG", "LOC", "ROLE", "PRON")
TIMEX_TYPES = ("DATE", "DURATION", "SET", "TIME")
GRANULARITIES = ("day", "week", "month", "quarter", "season", "year", "decade", "century", "span")
"""Precision of a date, finest first; `span` is an interval that no calendar unit names."""

Interval = tuple[dt.date, dt.date]
"""First and last day, both inclusive."""


def stable_id(prefix: str, *parts: object) -> str:
    """Return an id that depends on what it identifies and on nothing else.

    Parameters
    ----------
    prefix : str
        Kind of thing, put before the hash (`evt`, `men`, `doc`).
    *parts : object
        What identifies it; compared by their `str`.

    Returns
    -------
    str
        ``prefix-`` and 16 hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode())
    return f"{prefix}-{digest.hexdigest()[:16]}"


@dataclass(frozen=True)
class Article:
    """One article, cleaned: the input of the language pipeline.

    `text` opens with the title as a paragraph of its own where there is one, so that every offset of
    every table, the title's included, points into this one string. Paragraphs stand apart by blank lines.
    """

    doc_id: str
    title: str
    text: str
    published_date: dt.date | None
    published_date_origin: str
    source_path: str
    source: str | None = None
    url: str | None = None
    language: str = "fr"
    section: str | None = None

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of all that extraction depends on, in hexadecimal."""
        parts = (self.doc_id, str(self.published_date), self.title, self.text)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reject:
    """One piece of input that could not become an article.

    `reason` is one of `pipeline.corpus.REASONS`; `detail` says where in the file and what to do about it.
    """

    source_path: str
    position: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of an actor or a place, with what it was resolved to."""

    start_char: int
    end_char: int
    text: str
    label: str
    entity_id: str | None
    entity_name: str | None
    actor_code: str | None
    country_code: str | None
    latitude: float | None = None
    longitude: float | None = None
    resolution: str = ""
    """How it was resolved (`name`, `article`, `pair`, `pronoun`, …); for `depeche explain`, in no table."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and its value; both ends are inclusive days, null where it cannot be anchored."""

    start_char: int
    end_char: int
    text: str
    timex_type: str
    value_start: dt.date | None
    value_end: dt.date | None
    granularity: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in an event, and the words that stand for them (null where they are implied)."""

    role: str
    actor_id: str | None
    actor_name: str
    actor_code: str | None
    mention_text: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    is_direct: bool = True
    """Whether the grammar of its sentence gives the role, not nearness or the rest of the article."""

    resolution: str = ""
    """How the role was filled and the actor resolved (`frame, pronoun`); for `depeche explain`, in no table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happens."""

    name: str
    country_code: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One trigger in one sentence, with all that its sentence says of the event."""

    rule_id: str
    event_type: str
    status: str
    trigger_text: str
    start_char: int
    end_char: int
    sentence_start: int
    sentence_end: int
    sentence_text: str
    participants: tuple[Participant, ...]
    date: Interval | None
    date_granularity: str | None
    date_text: str | None
    place: Place | None
    venue: str | None
    topics: tuple[str, ...]
    about_codes: tuple[str, ...]
    reporter_name: str | None
    reporter_code: str | None
    is_background: bool
    confidence: float
    place_probability: float = 0.0
    """How likely the place is, so that the mentions of one event can be weighed against each other."""


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world happening of one article, told by one or more mentions."""

    event_id: str
    doc_id: str
    event_type: str
    status: str
    is_background: bool
    participants: tuple[Participant, ...]
    date: Interval | None
    date_granularity: str | None
    date_text: str | None
    place: Place | None
    venue: str | None
    topics: tuple[str, ...]
    about_codes: tuple[str, ...]
    reporter_name: str | None
    reporter_code: str | None
    cameo_code: str
    plover_type: str
    plover_mode: str | None
    goldstein: float
    quad_class: int
    confidence: float
    sentence: str
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article gave: one row of `articles`, and its rows in the other tables."""

    article: Article
    n_sentences: int | None
    entities: tuple[Entity, ...]
    time_expressions: tuple[TimeExpression, ...]
    events: tuple[Event, ...]
