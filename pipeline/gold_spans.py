"""Gold as annotation tools see it: events whose words are marked in the text, and a note for what no word stands for.

Gold in the codebook's format and these records turn into each other without loss, so that the formats of annotation
tools (`pipeline.gold_brat`, `pipeline.gold_label_studio`) need to know nothing of gold. What the marks and the status
say is read back from them, so that it can be edited in the tool; all else stands in the note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.gold import ARTICLE_KEYS, EVENT_KEYS, MENTION_KEYS, OPTIONAL_KEYS, GoldArticle, GoldError, GoldEvent

Offsets = tuple[int, int]

_MARKED = ("type", "status", "background", "triggers", "mentions")
"""Keys of an event that marks say, not the note."""

_DEFAULTS: dict[str, Any] = {
    "participants": [],
    "date": None,
    "place": None,
    "venue": None,
    "topics": [],
    "about": [],
    "reported_by": None,
}
"""What an event is that an annotator marked and wrote no note for."""


@dataclass(frozen=True, slots=True)
class Argument:
    """Words that stand for a participant: where they are, its role and its code."""

    start: int
    end: int
    role: str
    code: str | None


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """One trigger in the text with what its sentence says of the event."""

    trigger: Offsets
    arguments: tuple[Argument, ...] = ()
    date: Offsets | None = None


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event, its mentions in their order, and a note: the fields of gold that are not marked."""

    event_type: str
    status: str
    background: bool
    mentions: tuple[MarkedMention, ...]
    note: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """One article with its text and its events."""

    doc_id: str
    published_at: str | None
    text: str
    events: tuple[MarkedEvent, ...]


def gold_lines(articles: Iterable[GoldArticle]) -> Iterator[str]:
    """Yield gold as it is written: one line an article, keys in the order of the codebook, nothing escaped."""
    for article in articles:
        events = [_ordered(event) for event in article["events"]]
        yield json.dumps({key: article[key] for key in ARTICLE_KEYS} | {"events": events}, ensure_ascii=False)


def _ordered(event: GoldEvent) -> GoldEvent:
    ordered = {key: event[key] for key in (*EVENT_KEYS, *OPTIONAL_KEYS) if key in event}
    if event.get("mentions"):
        ordered["mentions"] = [{key: mention[key] for key in MENTION_KEYS} for mention in event["mentions"]]
    return ordered


def mark(article: GoldArticle, text: str) -> MarkedArticle:
    """Find the words of gold in the text of its article.

    Parameters
    ----------
    article : dict
        One article of well-formed gold.
    text : str
        Its text.

    Returns
    -------
    MarkedArticle
        Mentions where gold locates them, else the triggers where they are found, in their order. An event with no
        words in the text hangs on the first word of the article, and its note says so.

    Raises
    ------
    pipeline.gold.GoldError
        If an article with events has no word to mark, or gold points behind the end of the text.
    """
    events = tuple(_mark_event(event, text, article["doc_id"]) for event in article["events"])
    return MarkedArticle(article["doc_id"], article["published_at"], text, events)


def _mark_event(event: GoldEvent, text: str, doc_id: str) -> MarkedEvent:
    note = {key: value for key, value in event.items() if key not in _MARKED}
    if event.get("mentions"):
        mentions = [_marked_mention(mention) for mention in event["mentions"]]
    else:
        mentions = [MarkedMention(span) for span in _locate(event["triggers"], text)]
        note["mentions"] = event.get("mentions")
    if not mentions:
        word = re.search(r"\S+", text)
        if word is None:
            raise GoldError(f"article {doc_id} has events, but no word in its text")
        mentions = [MarkedMention(word.span())]
    ends = [span[1] for span in spans_of(mentions)]
    if max(ends) > len(text):
        raise GoldError(f"article {doc_id}: gold marks up to {max(ends)}, its text ends at {len(text)}")
    if [text[slice(*mention.trigger)] for mention in mentions] != event["triggers"]:
        note["triggers"] = event["triggers"]
    return MarkedEvent(event["type"], event["status"], event["background"], tuple(mentions), note)


def spans_of(mentions: Iterable[MarkedMention]) -> Iterator[Offsets]:
    """Yield all that mentions mark."""
    for mention in mentions:
        yield mention.trigger
        yield from ((argument.start, argument.end) for argument in mention.arguments)
        if mention.date is not None:
            yield mention.date


def _marked_mention(mention: dict[str, Any]) -> MarkedMention:
    start, end = mention["trigger"]
    date = mention["date"]
    arguments = tuple(Argument(*entry) for entry in mention["participants"])
    return MarkedMention((start, end), arguments, (date[0], date[1]) if date else None)


def _locate(triggers: Sequence[str], text: str) -> Iterator[Offsets]:
    """Yield where triggers stand: each behind the one before it if it can be, as gold has them in text order."""
    last = 0
    for trigger in triggers:
        start = text.find(trigger, last)
        if start < 0:
            start = text.find(trigger)
        if start >= 0 and trigger:
            yield start, start + len(trigger)
            last = start + len(trigger)


def unmark(article: MarkedArticle) -> GoldArticle:
    """Return the gold of a marked article: the inverse of `mark`, and what an annotator has changed since.

    A participant that is marked but not in the note joins the participants under the words that it is marked by.
    """
    events = [_unmark_event(event, article.text) for event in article.events]
    return {"doc_id": article.doc_id, "published_at": article.published_at, "events": events}


def _unmark_event(event: MarkedEvent, text: str) -> GoldEvent:
    fields = _DEFAULTS | event.note
    participants = list(fields["participants"])
    for mention in event.mentions:
        for argument in mention.arguments:
            if all((argument.role, argument.code) != (p.get("role"), p.get("code")) for p in participants):
                name = text[argument.start : argument.end]
                participants.append({"role": argument.role, "code": argument.code, "name": name, "text": name})
    fields |= {
        "type": event.event_type,
        "status": event.status,
        "background": event.background,
        "participants": participants,
        "triggers": event.note.get("triggers", [text[slice(*mention.trigger)] for mention in event.mentions]),
        "mentions": event.note.get("mentions", [_gold_mention(mention) for mention in event.mentions]),
    }
    if fields["mentions"] is None:
        del fields["mentions"]
    return {key: fields[key] for key in (*EVENT_KEYS, *OPTIONAL_KEYS) if key in fields}


def _gold_mention(mention: MarkedMention) -> dict[str, Any]:
    return {
        "trigger": list(mention.trigger),
        "participants": [[a.start, a.end, a.role, a.code] for a in mention.arguments],
        "date": list(mention.date) if mention.date else None,
    }
