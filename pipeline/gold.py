"""Reads files in the codebook's gold format, one JSON object per article and line, and checks them strictly.

A gold file with a misspelt type is an event that nothing can match, so everything that the codebook does
not know is an error, with the file, the line and the event.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.ontology import EVENT_TYPES, TOPICS, is_symmetric
from pipeline.records import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GoldArticle = dict[str, Any]
"""One line of a gold file: `doc_id`, `published_at`, `events`."""

GoldEvent = dict[str, Any]
"""One element of `events`, with the keys of `EVENT_KEYS`."""

ARTICLE_KEYS = ("doc_id", "published_at", "events")
EVENT_KEYS = (
    "type",
    "status",
    "background",
    "participants",
    "date",
    "place",
    "venue",
    "topics",
    "about",
    "reported_by",
    "triggers",
)
GOLD_PATTERN = "*.jsonl"
"""The files of a folder that are read as gold."""

_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_MAX_PROBLEMS = 20


class GoldError(ValueError):
    """A gold file says something that the codebook does not know; the message names file, line and event."""


def load_gold(path: Path) -> list[GoldArticle]:
    """Read one gold file, or all gold files of a folder.

    Parameters
    ----------
    path : Path
        A `.jsonl` file, or a folder whose `.jsonl` files are read in the order of their names.

    Returns
    -------
    list of dict
        The articles, in the order of files and lines.

    Raises
    ------
    GoldError
        If the path holds no gold, a file is not UTF-8, a line is no JSON object, a key is missing or unknown, a type,
        status, role, topic, code or date is none of the codebook's, or an article appears twice.
    """
    files = sorted(path.glob(GOLD_PATTERN)) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise GoldError(f"{path}: no gold file here; give a .jsonl file, or a folder of them")
    articles: list[GoldArticle] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for file in files:
        # JSON strings may hold line separators that are none of a file.
        for number, line in enumerate(_read(file).split("\n"), start=1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            article, found = _parse_line(line)
            problems += (f"{where}: {problem}" for problem in found)
            if article is None:
                continue
            doc_id = str(article.get("doc_id"))
            if doc_id in seen:
                problems.append(f"{where}: article {doc_id} stands at {seen[doc_id]} already")
            seen[doc_id] = where
            articles.append(article)
    if problems:
        more = [f"… and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
        raise GoldError("\n".join(problems[:_MAX_PROBLEMS] + more))
    return articles


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{file}: not UTF-8 at byte {error.start}; give a .jsonl file, or a folder of them") from error


def _parse_line(line: str) -> tuple[GoldArticle | None, list[str]]:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, [f"no JSON that can be read ({error})"]
    if not isinstance(article, dict):
        return None, ["expected one JSON object per line"]
    return article, list(article_problems(article))


def article_problems(article: GoldArticle) -> Iterator[str]:
    """Yield what is wrong with one article, in words; nothing where it follows the codebook.

    Parameters
    ----------
    article : dict
        One line of a gold file.

    Yields
    ------
    str
        One problem, naming the event by its number from 1.
    """
    yield from _key_problems(article, ARTICLE_KEYS)
    if not isinstance(article.get("doc_id"), str) or not article["doc_id"]:
        yield f"doc_id is {article.get('doc_id')!r}, expected a string"
    published = article.get("published_at")
    if published is not None and not _is_day(published):
        yield f"published_at is {published!r}, expected YYYY-MM-DD or null"
    events = article.get("events")
    if not isinstance(events, list):
        yield "events is no list"
        return
    for number, event in enumerate(events, start=1):
        if not isinstance(event, dict):
            yield f"event {number}: expected an object"
            continue
        yield from (f"event {number}: {problem}" for problem in _event_problems(event))


def _event_problems(event: GoldEvent) -> Iterator[str]:
    yield from _key_problems(event, EVENT_KEYS)
    event_type, status = event.get("type"), event.get("status")
    if event_type not in EVENT_TYPES:
        yield f"unknown type {event_type!r}"
    if status not in STATUSES:
        yield f"unknown status {status!r}; known: {', '.join(STATUSES)}"
    if not isinstance(event.get("background"), bool):
        yield f"background is {event.get('background')!r}, expected true or false"
    yield from _date_problems(event.get("date"))
    yield from _participant_problems(event)
    yield from (f"unknown topic {topic!r}" for topic in _strings(event.get("topics")) if topic not in TOPICS)
    yield from (f"about: {code!r} is no code" for code in _strings(event.get("about")) if not _CODE.fullmatch(code))
    for key in ("topics", "about", "triggers"):
        value = event.get(key)
        if not isinstance(value, list) or len(_strings(value)) != len(value):
            yield f"{key} is {value!r}, expected a list of strings"
    place, reporter, venue = event.get("place"), event.get("reported_by"), event.get("venue")
    if place is not None:
        yield from _named_problems("place", place, "country", _COUNTRY)
    if reporter is not None:
        yield from _named_problems("reported_by", reporter, "code", _CODE)
    if venue is not None and not isinstance(venue, str):
        yield f"venue is {venue!r}, expected a string or null"


def _participant_problems(event: GoldEvent) -> Iterator[str]:
    participants = event.get("participants")
    if not isinstance(participants, list) or not participants:
        yield "participants is no list, or empty"
        return
    if event.get("type") not in EVENT_TYPES:
        return
    roles = ("participant",) if is_symmetric(event["type"]) else ("source", "target")
    for participant in participants:
        yield from _named_problems("participant", participant, "code", _CODE, others=("role", "text"))
        role = participant.get("role") if isinstance(participant, dict) else None
        if role not in roles:
            yield f"role {role!r} does not go with {event['type']}; it takes {' and '.join(roles)}"


def _named_problems(
    label: str, value: object, code_key: str, pattern: re.Pattern[str], others: Iterable[str] = ()
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{label} is {value!r}, expected an object"
        return
    unknown = sorted(set(value) - {"name", code_key, *others})
    if unknown:
        yield f"{label}: unknown keys {unknown}"
    if not isinstance(value.get("name"), str) or not value["name"]:
        yield f"{label}: name is {value.get('name')!r}, expected a string"
    code = value.get(code_key)
    if code is not None and not (isinstance(code, str) and pattern.fullmatch(code)):
        yield f"{label}: {code_key} {code!r} is no code"


def _date_problems(date: object) -> Iterator[str]:
    if date is None:
        return
    if not isinstance(date, list) or len(date) != 2 or not all(_is_day(day) for day in date):
        yield f"date is {date!r}, expected [start, end] as YYYY-MM-DD, or null"
    elif date[0] > date[1]:
        yield f"date {date} ends before it starts"


def _key_problems(value: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    missing = [key for key in keys if key not in value]
    unknown = sorted(set(value) - set(keys))
    if missing:
        yield f"missing keys {missing}"
    if unknown:
        yield f"unknown keys {unknown}"


def _is_day(value: object) -> bool:
    # fromisoformat alone would also accept 20170503 and week dates.
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
