"""Every column of every table, once: its type, whether it may be empty, its vocabulary, what it means.

The writer (`pipeline.tables`) enforces what stands here and the Parquet files carry it: the description of a
column is in its field metadata, the provenance of a table in its schema metadata.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from pipeline.corpus import REASONS
from pipeline.ontology import EVENT_TYPES, PLOVER_TYPES, TOPICS
from pipeline.records import ENTITY_LABELS, GRANULARITIES, ORIGINS, ROLES, STATUSES, TIMEX_TYPES

SCHEMA_VERSION: Final = "2"
"""Raised when a column is renamed, removed or changes its meaning; a new column does not raise it."""

EXTRACTION_FAILED: Final = "extraction_failed"
"""Reason of a reject that `pipeline.run` adds to those of the readers: the article was read, the pipeline raised."""

REJECT_REASONS: Final = (*(reason for reason in REASONS if reason != EXTRACTION_FAILED), EXTRACTION_FAILED)
"""Closed list of what column `reason` of `rejects` may hold."""

_ENUM = pa.dictionary(pa.int8(), pa.string())
_STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `values` closes its vocabulary (of the elements, for a list); `bounds` are inclusive.
    """

    name: str
    type: pa.DataType
    description: str
    nullable: bool = True
    values: tuple[str | int, ...] | None = None
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its columns in order, the key that is unique in it, and the order of its rows.

    Rows stand in the order of `order`, which names columns of the table: the document first where there is one,
    so that what one article gave lies together, then what makes the row unique.
    """

    name: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, each field with its description, without the provenance of a run."""
        return pa.schema(
            [
                pa.field(c.name, c.type, nullable=c.nullable, metadata={"description": c.description})
                for c in self.columns
            ]
        )


def _text(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, pa.string(), description, nullable=not required)


def _enum(name: str, values: tuple[str, ...], description: str, *, required: bool = False) -> Column:
    return Column(name, _ENUM, description, nullable=not required, values=values)


def _date(name: str, description: str) -> Column:
    return Column(name, pa.date32(), description)


def _count(name: str, description: str, *, required: bool = True) -> Column:
    return Column(name, pa.int32(), description, nullable=not required, bounds=(0, 2**31 - 1))


def _offset(name: str, description: str, *, required: bool = True) -> Column:
    return Column(name, pa.int32(), description, nullable=not required, bounds=(0, 2**31 - 1))


def _latitude(name: str, of: str) -> Column:
    return Column(name, pa.float64(), f"Latitude of {of} in degrees north (WGS 84).", bounds=(-90.0, 90.0))


def _longitude(name: str, of: str) -> Column:
    return Column(name, pa.float64(), f"Longitude of {of} in degrees east (WGS 84).", bounds=(-180.0, 180.0))


_DOC_ID = _text("doc_id", "Article; the key of table articles.", required=True)
_EVENT_ID = _text("event_id", "Event; the key of table events.", required=True)
_EVENT_TYPE = _enum("event_type", EVENT_TYPES, "Type of the event, after the codebook.", required=True)

_ARTICLES = TableSpec(
    "articles",
    key=("doc_id",),
    order=("doc_id",),
    columns=(
        _text(
            "doc_id",
            "Identifier of the article: its own, else the name of its file, else a hash of its content.",
            required=True,
        ),
        _text("title", "Title; empty where the input has none.", required=True),
        _text("text", "Clean body, opened by the title; every offset of every table counts in it.", required=True),
        _text("source", "Who published the article, as the input names it."),
        _text("url", "Address of the article, as the input gives it."),
        _date("published_date", "Day of publication, to which relative dates are anchored; null if unknown."),
        _enum("published_date_origin", ORIGINS, "Where the day of publication was read.", required=True),
        _text("language", "Language of the text, ISO 639-1.", required=True),
        _text("section", "Section of the newspaper, as the input names it."),
        _count("n_chars", "Length of text in code points."),
        _count(
            "n_sentences",
            "Sentences found in text; null where it was clear without them that it tells no event.",
            required=False,
        ),
        _count("n_events", "Events found in the article: its rows in table events."),
        _text("content_hash", "SHA-256 of all that extraction depends on, hexadecimal.", required=True),
        _text("source_path", "File the article came from, relative to the input folder.", required=True),
    ),
)

_EVENTS = TableSpec(
    "events",
    key=("event_id",),
    order=("doc_id", "event_id"),
    columns=(
        _text("event_id", "Identifier of the event: a hash of article, type and first trigger.", required=True),
        _DOC_ID,
        _EVENT_TYPE,
        _enum("status", STATUSES, "Most advanced stage that the article tells of the event.", required=True),
        Column("is_background", pa.bool_(), "Recalled by the article, not part of its own news.", nullable=False),
        _date("event_date_start", "First day of the event, inclusive; null where the text does not say."),
        _date("event_date_end", "Last day of the event, inclusive; null where the text does not say."),
        _enum("event_date_granularity", GRANULARITIES, "Precision of the date."),
        _text("event_date_text", "Words of the text that give the date."),
        _text("place_name", "Place where the event happens."),
        _text("place_country_code", "Country of the place, ISO 3166-1 alpha-3."),
        _latitude("place_latitude", "the place"),
        _longitude("place_longitude", "the place"),
        _text("venue", "Gathering at which, or in the margin of which, the event happens."),
        Column("topics", _STRINGS, "What the event is about, after the codebook.", nullable=False, values=TOPICS),
        Column("about_codes", _STRINGS, "Countries it is about that take no part in it.", nullable=False),
        _text("reporter_name", "Actor on whose word the article tells the event; not the press."),
        _text("reporter_code", "Actor code of the reporter."),
        _text(
            "cameo_code", "CAMEO 1.1b3 code, derived from type and status; text, for its leading zero.", required=True
        ),
        _enum("plover_type", PLOVER_TYPES, "PLOVER event type, derived from type and status.", required=True),
        _text("plover_mode", "PLOVER mode, where the type has modes."),
        Column("goldstein", pa.float64(), "Goldstein value of the CAMEO code.", nullable=False, bounds=(-10.0, 10.0)),
        Column(
            "quad_class",
            pa.int8(),
            "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
            nullable=False,
            values=(1, 2, 3, 4),
        ),
        _count("n_mentions", "Mentions of the event in the article: its rows in table event_mentions."),
        Column(
            "confidence",
            pa.float64(),
            "Probability that the record is right, learned (see the limits).",
            nullable=False,
            bounds=(0.0, 1.0),
        ),
        _text("sentence", "Sentence of the first mention that tells the event.", required=True),
    ),
)

_PARTICIPANTS = TableSpec(
    "participants",
    key=("event_id", "role", "position"),
    order=("doc_id", "event_id", "role", "position"),
    columns=(
        _EVENT_ID,
        _enum("role", ROLES, "source acts, target is acted on, participant is one of equal sides.", required=True),
        _count("position", "Rank among the participants of the same event and role, from 0."),
        _DOC_ID,
        _text("actor_id", "Identifier of the actor in the lexicons; null where it is in none."),
        _text("actor_name", "Canonical name of the actor.", required=True),
        _text("actor_code", "Code of the international actor it stands for; null where none fits."),
        _text("mention_text", "Words that stand for the actor; null where it is implied."),
        _offset("start_char", "Where these words start in articles.text.", required=False),
        _offset("end_char", "Where these words end in articles.text, exclusive.", required=False),
    ),
)

_EVENT_MENTIONS = TableSpec(
    "event_mentions",
    key=("mention_id",),
    order=("doc_id", "start_char", "end_char", "mention_id"),
    columns=(
        _text("mention_id", "Identifier of the mention: a hash of event, rule and trigger.", required=True),
        _EVENT_ID,
        _DOC_ID,
        _text("rule_id", "Rule that found the mention.", required=True),
        _EVENT_TYPE,
        _enum("status", STATUSES, "Stage of the event in this sentence.", required=True),
        _text("trigger_text", "Words that evoke the event.", required=True),
        _offset("start_char", "Where the trigger starts in articles.text."),
        _offset("end_char", "Where the trigger ends in articles.text, exclusive."),
        _text("sentence_text", "Sentence of the trigger.", required=True),
        _offset("sentence_start", "Where the sentence starts in articles.text."),
        _offset("sentence_end", "Where the sentence ends in articles.text, exclusive."),
    ),
)

_ENTITIES = TableSpec(
    "entities",
    key=("doc_id", "start_char", "end_char"),
    order=("doc_id", "start_char", "end_char"),
    columns=(
        _DOC_ID,
        _offset("start_char", "Where the mention starts in articles.text."),
        _offset("end_char", "Where the mention ends in articles.text, exclusive."),
        _text("text", "Words of the mention.", required=True),
        _enum("label", ENTITY_LABELS, "Person, organisation, place, function or pronoun.", required=True),
        _text("entity_id", "Identifier in the lexicons of what the mention stands for; null if unresolved."),
        _text("entity_name", "Canonical name of what the mention stands for; null if unresolved."),
        _text("actor_code", "Code of the international actor it stands for; null if none."),
        _text("country_code", "Country it belongs to, ISO 3166-1 alpha-3."),
        _latitude("latitude", "a place"),
        _longitude("longitude", "a place"),
    ),
)

_TIME_EXPRESSIONS = TableSpec(
    "time_expressions",
    key=("doc_id", "start_char"),
    order=("doc_id", "start_char"),
    columns=(
        _DOC_ID,
        _offset("start_char", "Where the expression starts in articles.text."),
        _offset("end_char", "Where the expression ends in articles.text, exclusive."),
        _text("text", "Words of the expression.", required=True),
        _enum("timex_type", TIMEX_TYPES, "Kind of expression, after TimeML TIMEX3.", required=True),
        _date("value_start", "First day it stands for, inclusive; null where it cannot be anchored."),
        _date("value_end", "Last day it stands for, inclusive; null where it cannot be anchored."),
        _enum("granularity", GRANULARITIES, "Precision of the value."),
    ),
)

_REJECTS = TableSpec(
    "rejects",
    key=("source_path", "position"),
    order=("source_path", "position"),
    columns=(
        _text("source_path", "File that was read, relative to the input folder.", required=True),
        _text("position", "Line, row, byte or article in the file; empty for the whole file.", required=True),
        _enum("reason", REJECT_REASONS, "Why it could not be used.", required=True),
        _text("detail", "What was found and what to do about it.", required=True),
    ),
)

TABLES: Final[dict[str, TableSpec]] = {
    spec.name: spec
    for spec in (_ARTICLES, _EVENTS, _PARTICIPANTS, _EVENT_MENTIONS, _ENTITIES, _TIME_EXPRESSIONS, _REJECTS)
}
"""The specification of each table, by name."""

SCHEMAS: Final[dict[str, pa.Schema]] = {name: spec.schema for name, spec in TABLES.items()}
"""The Arrow schema of each table, by name.

Examples
--------
>>> SCHEMAS["events"].field("goldstein").metadata[b"description"].decode()
'Goldstein value of the CAMEO code.'
"""
