"""Finds the sentence that tells an event in the gold format, for reports that show errors and changes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.gold import GoldEvent

_BOUNDARY = re.compile(r"(?<=[.!?…])[\"»\s]+(?=\S)|\n+")
"""Between two sentences, as a reader sees them: good enough to show, no part of any score."""


def trigger_span(event: GoldEvent, text: str) -> tuple[int, int] | None:
    """Return where the first trigger of an event stands, None where the text does not have its words."""
    if event.get("mentions"):
        start, end = event["mentions"][0]["trigger"]
        return start, end
    for trigger in event["triggers"]:
        start = text.find(trigger)
        if trigger and start >= 0:
            return start, start + len(trigger)
    return None


def sentence_span(text: str, offset: int) -> tuple[int, int]:
    """Return the start and end of the sentence around an offset."""
    start, end = 0, len(text)
    for boundary in _BOUNDARY.finditer(text):
        if boundary.end() <= offset:
            start = boundary.end()
        elif boundary.start() > offset:
            end = boundary.start()
            break
    return start, end


def marked_sentences(text: str, spans: Mapping[str, tuple[int, int] | None]) -> list[list[tuple[str, str]]]:
    """Return the sentences in which spans stand, cut where one begins or ends.

    Parameters
    ----------
    text : str
        Text of the article.
    spans : mapping of str to (int, int) or None
        Spans by a name each.

    Returns
    -------
    list of list of (str, str)
        For each sentence, in text order, its pieces: the words, and the names of the spans that cover them.
    """
    places = {name: span for name, span in spans.items() if span is not None}
    sentences = sorted({sentence_span(text, start) for start, _ in places.values()})
    marked = []
    for start, end in sentences:
        cuts = {start, end, *(cut for span in places.values() for cut in span if start < cut < end)}
        pieces = []
        for first, last in pairwise(sorted(cuts)):
            names = " ".join(name for name, (a, b) in places.items() if a <= first and last <= b)
            pieces.append((text[first:last], names))
        marked.append(pieces)
    return marked


def sentence(event: GoldEvent, text: str | None) -> str | None:
    """Return the sentence of the first trigger of an event, None where it cannot be found."""
    span = trigger_span(event, text) if text else None
    if text is None or span is None:
        return None
    start, end = sentence_span(text, span[0])
    return " ".join(text[start:end].split())
