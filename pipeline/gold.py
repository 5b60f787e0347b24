"""Reads files in the codebook's gold format, one JSON object per article and line, and checks them strictly.

A gold file with a misspelt type is an event that nothing can match, so everything that the codebook does
not know is an error, with the file, the line, the event and the field.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from pipeline.ontology import EVENT_TYPES, TOPICS, is_symmetric
from pipeline.records import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

GoldArticle = dict[str, Any]
"""One line of a gold file: `doc_id`, `published_at`, `events`."""

GoldEvent = dict[str, Any]
"""One element of `events`, with the keys of `EVENT_KEYS` and, where its words are located, those of `OPTIONAL_KEYS`."""

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
OPTIONAL_KEYS = ("mentions",)
MENTION_KEYS = ("trigger", "participants", "date")
"""Of one element of `mentions`: `[start, end]` of the trigger, `[start, end, role, code]` of each participant that the
sentence names, `[start, end]` of the words of the date or null. Offsets count code points of the article's text."""

GOLD_PATTERN = "*.jsonl"
"""The files of a folder that are read as gold."""

_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_MAX_PROBLEMS = 20


class GoldError(ValueError):
    """A gold file says something that the codebook does not know; the message names file, line, event and field."""


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
    articles, problems = read_gold(path)
    if problems:
        more = [f"… and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
        raise GoldError("\n".join(problems[:_MAX_PROBLEMS] + more))
    return [article for _, article in articles]


def read_gold(path: Path) -> tuple[list[tuple[str, GoldArticle]], list[str]]:
    """Read gold and collect what is wrong with it instead of stopping there.

    Parameters
    ----------
    path : Path
        As for `load_gold`.

    Returns
    -------
    tuple of list and list
        The articles, each behind the place that it stands at (``file:line``), and all problems with their places.

    Raises
    ------
    GoldError
        If there is nothing that could be checked: no file, or none in UTF-8.
    """
    files = sorted(path.glob(GOLD_PATTERN)) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise GoldError(f"{path}: no gold file here; give a .jsonl file, or a folder of them")
    articles: list[tuple[str, GoldArticle]] = []
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
                problems.append(f"{where}: doc_id: article {doc_id} stands at {seen[doc_id]} already")
            seen[doc_id] = where
            articles.append((where, article))
    return articles, problems


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
    if "events" not in article:
        return None, ["no article in the gold format: it has no events; `depeche export --format gold` writes a run so"]
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
        One problem, naming the event by its number from 1, and the field.
    """
    yield from _key_problems(article, ARTICLE_KEYS)
    if not isinstance(article.get("doc_id"), str) or not article["doc_id"]:
        yield f"doc_id: {article.get('doc_id')!r}, expected a string"
    published = article.get("published_at")
    if published is not None and not _is_day(published):
        yield f"published_at: {published!r}, expected YYYY-MM-DD or null"
    events = article.get("events")
    if not isinstance(events, list):
        yield "events: no list"
        return
    for number, event in enumerate(events, start=1):
        if not isinstance(event, dict):
            yield f"event {number}: expected an object"
            continue
        yield from (f"event {number}: {problem}" for problem in _event_problems(event))


def _event_problems(event: GoldEvent) -> Iterator[str]:
    yield from _key_problems(event, EVENT_KEYS, OPTIONAL_KEYS)
    event_type, status = event.get("type"), event.get("status")
    if event_type not in EVENT_TYPES:
        yield f"type: unknown type {event_type!r}"
    if status not in STATUSES:
        yield f"status: unknown status {status!r}; known: {', '.join(STATUSES)}"
    if not isinstance(event.get("background"), bool):
        yield f"background: {event.get('background')!r}, expected true or false"
    yield from _date_problems(event.get("date"))
    yield from _participant_problems(event)
    yield from (f"topics: unknown topic {topic!r}" for topic in _strings(event.get("topics")) if topic not in TOPICS)
    yield from (f"about: {code!r} is no code" for code in _strings(event.get("about")) if not _CODE.fullmatch(code))
    for key in ("topics", "about", "triggers"):
        value = event.get(key)
        if not isinstance(value, list) or len(_strings(value)) != len(value):
            yield f"{key}: {value!r}, expected a list of strings"
    place, reporter, venue = event.get("place"), event.get("reported_by"), event.get("venue")
    if place is not None:
        yield from _named_problems("place", place, "country", _COUNTRY)
    if reporter is not None:
        yield from _named_problems("reported_by", reporter, "code", _CODE)
    if venue is not None and not isinstance(venue, str):
        yield f"venue: {venue!r}, expected a string or null"
    if "mentions" in event:
        yield from _mentions_problems(event)


def roles_of(event_type: str) -> tuple[str, ...]:
    """Return the roles that the participants of a type can have."""
    return ("participant",) if is_symmetric(event_type) else ("source", "target")


def _participant_problems(event: GoldEvent) -> Iterator[str]:
    participants = event.get("participants")
    if not isinstance(participants, list) or not participants:
        yield "participants: no list, or empty"
        return
    for number, participant in enumerate(participants, start=1):
        label = f"participants[{number}]"
        yield from _named_problems(label, participant, "code", _CODE, others=("role", "text"))
        role = participant.get("role") if isinstance(participant, dict) else None
        yield from _role_problems(label, role, event)


def _role_problems(label: str, role: object, event: GoldEvent) -> Iterator[str]:
    if event.get("type") in EVENT_TYPES and role not in roles_of(event["type"]):
        roles = " and ".join(roles_of(event["type"]))
        yield f"{label}.role: role {role!r} does not go with {event['type']}; it takes {roles}"


def _mentions_problems(event: GoldEvent) -> Iterator[str]:
    mentions, triggers = event["mentions"], event.get("triggers")
    if not isinstance(mentions, list):
        yield f"mentions: {mentions!r}, expected a list"
        return
    if isinstance(triggers, list) and len(mentions) != len(triggers):
        yield f"mentions: {len(mentions)} of them, but {len(triggers)} triggers"
    participants = event.get("participants")
    # A list, since what stands here may be nothing that a set could hold.
    sides = [
        (participant.get("role"), participant.get("code"))
        for participant in (participants if isinstance(participants, list) else ())
        if isinstance(participant, dict)
    ]
    for number, mention in enumerate(mentions, start=1):
        label = f"mentions[{number}]"
        if not isinstance(mention, dict):
            yield f"{label}: {mention!r}, expected an object"
            continue
        yield from (f"{label}: {problem}" for problem in _key_problems(mention, MENTION_KEYS))
        if not _is_span(mention.get("trigger")):
            yield f"{label}.trigger: {mention.get('trigger')!r}, expected [start, end]"
        if mention.get("date") is not None and not _is_span(mention["date"]):
            yield f"{label}.date: {mention['date']!r}, expected [start, end] or null"
        if not isinstance(mention.get("participants"), list):
            yield f"{label}.participants: {mention.get('participants')!r}, expected a list"
            continue
        for rank, entry in enumerate(mention["participants"], start=1):
            yield from _located_problems(f"{label}.participants[{rank}]", entry, event, sides)


def _located_problems(
    label: str, entry: object, event: GoldEvent, sides: Sequence[tuple[object, object]]
) -> Iterator[str]:
    if not isinstance(entry, list) or len(entry) != 4 or not _is_span(entry[:2]):
        yield f"{label}: {entry!r}, expected [start, end, role, code]"
        return
    role, code = entry[2:]
    yield from _role_problems(label, role, event)
    if not isinstance(code, str | None):
        yield f"{label}: code {code!r}, expected a code or null"
    elif (role, code) not in sides:
        yield f"{label}: {role} {code} is no participant of the event"


def _is_span(value: object) -> bool:
    # A truth value is an int to Python.
    if not isinstance(value, list) or len(value) != 2 or any(type(offset) is not int for offset in value):
        return False
    start, end = value
    return bool(0 <= start < end)


def _named_problems(
    label: str, value: object, code_key: str, pattern: re.Pattern[str], others: Iterable[str] = ()
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{label}: {value!r}, expected an object"
        return
    unknown = sorted(set(value) - {"name", code_key, *others})
    if unknown:
        yield f"{label}: unknown keys {unknown}"
    if not isinstance(value.get("name"), str) or not value["name"]:
        yield f"{label}.name: {value.get('name')!r}, expected a string"
    if not isinstance(value.get("text", ""), str):
        yield f"{label}.text: {value['text']!r}, expected a string"
    code = value.get(code_key)
    if code is not None and not (isinstance(code, str) and pattern.fullmatch(code)):
        yield f"{label}.{code_key}: {code!r} is no code"


def _date_problems(date: object) -> Iterator[str]:
    if date is None:
        return
    if not isinstance(date, list) or len(date) != 2 or not all(_is_day(day) for day in date):
        yield f"date: {date!r}, expected [start, end] as YYYY-MM-DD, or null"
    elif date[0] > date[1]:
        yield f"date: {date} ends before it starts"


def _key_problems(value: dict[str, Any], keys: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[str]:
    missing = [key for key in keys if key not in value]
    unknown = sorted(set(value) - {*keys, *optional})
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
