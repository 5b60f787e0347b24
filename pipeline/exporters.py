"""Writes the tables of a run in other formats: gold, CSV, nested JSON lines, CAMEO event data.

Every format comes from the Parquet tables alone, in the order of the articles and of the events in them, so that the
same tables always give the same text. Gold is the codebook's format: any run can be scored by anyone.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.records import ROLES
from pipeline.tables import read_arrow

FORMATS = ("gold", "csv", "jsonl", "cameo")
LIST_SEPARATOR = ";"
NO_ACTOR = "---"
"""Stands for an actor without a code, as in other event data."""

CAMEO_COLUMNS = ("date", "source", "target", "cameo_code", "goldstein", "quad_class", "event_id", "doc_id")

_CSV_BEFORE = ("event_id", "doc_id", "published_date", "event_type", "status", "is_background")
_CSV_SIDES = tuple(f"{role}_{part}" for role in ROLES for part in ("names", "codes"))
_CSV_AFTER = (
    "event_date_start",
    "event_date_end",
    "event_date_granularity",
    "event_date_text",
    "place_name",
    "place_country_code",
    "place_latitude",
    "place_longitude",
    "venue",
    "topics",
    "about_codes",
    "reporter_name",
    "reporter_code",
    "cameo_code",
    "plover_type",
    "plover_mode",
    "goldstein",
    "quad_class",
    "n_mentions",
    "confidence",
    "rule_ids",
    "triggers",
    "sentence",
    "article_title",
    "article_source",
    "article_url",
)
CSV_COLUMNS = (*_CSV_BEFORE, *_CSV_SIDES, *_CSV_AFTER)

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventRows:
    """One event with the rows that belong to it: participants by role and rank, mentions in text order."""

    event: _Row
    participants: tuple[_Row, ...]
    mentions: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """One article with its events, in the order of their first triggers."""

    article: _Row
    events: tuple[EventRows, ...]


def export(folder: str | Path, form: str) -> Iterator[str]:
    """Write out the tables of a folder.

    Parameters
    ----------
    folder : str or Path
        Folder that `depeche extract` wrote.
    form : str
        One of `FORMATS`: ``gold``, one line an article, those without events too; ``csv``, one row an event;
        ``jsonl``, one event a line with its article, participants and mentions; ``cameo``, one tab-separated row
        for each source and target.

    Yields
    ------
    str
        Lines without their ends; a quoted CSV cell may hold line breaks.

    Raises
    ------
    pipeline.tables.TablesError
        If the tables are not there.
    KeyError
        If the format is unknown.
    """
    return _WRITERS[form](read_articles(folder))


def gold_articles(folder: str | Path) -> list[dict[str, Any]]:
    """Return the articles of a folder of tables in the gold format, as `pipeline.evaluate` takes them."""
    return [_gold(rows) for rows in read_articles(folder)]


def read_articles(folder: str | Path) -> Iterator[ArticleRows]:
    """Return the articles of a folder of tables, each with what was found in it.

    The tables are read at once, so that a missing one is told before the first line is written.
    """
    articles = read_arrow(folder, "articles").drop_columns(["text"])
    participants = _grouped(folder, "participants", "event_id")
    mentions = _grouped(folder, "event_mentions", "event_id")
    events: dict[str, list[EventRows]] = defaultdict(list)
    for doc_id, rows in _grouped(folder, "events", "doc_id").items():
        events[doc_id] = [_event_rows(row, participants, mentions) for row in rows]
        events[doc_id].sort(key=_text_order)
    return (
        ArticleRows(article, tuple(events.get(article["doc_id"], ())))
        for batch in articles.to_batches()
        for article in batch.to_pylist()
    )


def _grouped(folder: str | Path, table: str, key: str) -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in read_arrow(folder, table).to_pylist():
        groups[row[key]].append(row)
    return groups


def _event_rows(
    event: _Row, participants: Mapping[str, Sequence[_Row]], mentions: Mapping[str, Sequence[_Row]]
) -> EventRows:
    sides = sorted(participants.get(event["event_id"], ()), key=lambda r: (ROLES.index(r["role"]), r["position"]))
    triggers = sorted(mentions.get(event["event_id"], ()), key=lambda r: (r["start_char"], r["end_char"]))
    return EventRows(event, tuple(sides), tuple(triggers))


def _text_order(rows: EventRows) -> tuple[int, str, str]:
    first = min((mention["start_char"] for mention in rows.mentions), default=0)
    return first, rows.event["event_type"], rows.event["event_id"]


# -- gold ------------------------------------------------------------------------------------------------------------


def _gold(rows: ArticleRows) -> dict[str, Any]:
    return {
        "doc_id": rows.article["doc_id"],
        "published_at": _iso(rows.article["published_date"]),
        "events": [_gold_event(event) for event in rows.events],
    }


def _gold_event(rows: EventRows) -> dict[str, Any]:
    event = rows.event
    start, end = event["event_date_start"], event["event_date_end"]
    place, reporter = event["place_name"], event["reporter_name"]
    return {
        "type": event["event_type"],
        "status": event["status"],
        "background": event["is_background"],
        "participants": [_gold_participant(row) for row in rows.participants],
        "date": None if start is None else [_iso(start), _iso(end)],
        "place": None if place is None else {"name": place, "country": event["place_country_code"]},
        "venue": event["venue"],
        "topics": event["topics"],
        "about": event["about_codes"],
        "reported_by": None if reporter is None else {"code": event["reporter_code"], "name": reporter},
        "triggers": [mention["trigger_text"] for mention in rows.mentions],
    }


def _gold_participant(row: _Row) -> dict[str, str | None]:
    participant = {"role": row["role"], "code": row["actor_code"], "name": row["actor_name"]}
    return participant | ({"text": row["mention_text"]} if row["mention_text"] else {})


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _gold_lines(articles: Iterator[ArticleRows]) -> Iterator[str]:
    for rows in articles:
        yield json.dumps(_gold(rows), ensure_ascii=False)


# -- nested JSON -----------------------------------------------------------------------------------------------------


def _jsonl_lines(articles: Iterator[ArticleRows]) -> Iterator[str]:
    for rows in articles:
        article = {name: rows.article[name] for name in ("title", "source", "url", "published_date")}
        for event in rows.events:
            record = {
                **event.event,
                "article": article,
                "participants": [_without(row, "event_id", "doc_id") for row in event.participants],
                "mentions": [_without(row, "event_id", "doc_id") for row in event.mentions],
            }
            yield json.dumps(record, ensure_ascii=False, default=dt.date.isoformat)


def _without(row: _Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


# -- CSV -------------------------------------------------------------------------------------------------------------


def _csv_lines(articles: Iterator[ArticleRows]) -> Iterator[str]:
    yield _csv_line(CSV_COLUMNS)
    for rows in articles:
        for event in rows.events:
            cells = {
                **event.event,
                "published_date": rows.article["published_date"],
                **_sides(event.participants),
                "topics": LIST_SEPARATOR.join(event.event["topics"]),
                "about_codes": LIST_SEPARATOR.join(event.event["about_codes"]),
                "rule_ids": LIST_SEPARATOR.join(mention["rule_id"] for mention in event.mentions),
                "triggers": LIST_SEPARATOR.join(mention["trigger_text"] for mention in event.mentions),
                **{f"article_{name}": rows.article[name] for name in ("title", "source", "url")},
            }
            yield _csv_line([cells[name] for name in CSV_COLUMNS])


def _sides(participants: Sequence[_Row]) -> dict[str, str]:
    """Names and codes by role, in the same order; an actor without a code leaves an empty place among the codes."""
    cells: dict[str, str] = {}
    for role in ROLES:
        side = [row for row in participants if row["role"] == role]
        cells[f"{role}_names"] = LIST_SEPARATOR.join(row["actor_name"] for row in side)
        cells[f"{role}_codes"] = LIST_SEPARATOR.join(row["actor_code"] or "" for row in side)
    return cells


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


# -- CAMEO -----------------------------------------------------------------------------------------------------------


def _cameo_lines(articles: Iterator[ArticleRows]) -> Iterator[str]:
    yield "\t".join(CAMEO_COLUMNS)
    for rows in articles:
        published = rows.article["published_date"]
        for event in rows.events:
            fields = event.event
            # The code of what has not happened is that of saying so, which is done on the day of publication.
            day = fields["event_date_start"] if fields["status"] == "occurred" else None
            tail = (fields["cameo_code"], fields["goldstein"], fields["quad_class"], fields["event_id"])
            for source, target in _dyads(event.participants):
                cells = (_iso(day or published) or "", source, target, *tail, fields["doc_id"])
                yield "\t".join(str(cell) for cell in cells)


def _dyads(participants: Sequence[_Row]) -> list[tuple[str, str]]:
    """Pair each source with each other target; of equal sides, each with each other, both ways."""
    sides = {role: _codes(participants, role) for role in ROLES}
    equals = sides["participant"]
    pairs = [(a, b) for a, b in product(equals, equals) if a != b]
    if len(equals) == 1:
        pairs.append((equals[0], NO_ACTOR))
    if sides["source"] or sides["target"]:
        directed = list(product(sides["source"] or [NO_ACTOR], sides["target"] or [NO_ACTOR]))
        # Who acts together with others on each other does not act on itself.
        pairs.extend([(a, b) for a, b in directed if a != b] or directed)
    return pairs


def _codes(participants: Sequence[_Row], role: str) -> list[str]:
    codes = (row["actor_code"] or NO_ACTOR for row in participants if row["role"] == role)
    return list(dict.fromkeys(codes))


_WRITERS = {"gold": _gold_lines, "csv": _csv_lines, "jsonl": _jsonl_lines, "cameo": _cameo_lines}
