"""Takes boilerplate out of an article, and reads the date where only the text gives it.

A sentence of the article is never worth a label: what may be either stays. Lines longer than `MAX_LINE`
are looked at only for a dateline at their start and a credit at their end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.corpus.boilerplate import Boilerplate, fold_label, load
from pipeline.corpus.dates import parse_published

MAX_LINE = 200
"""Characters of a line that may be boilerplate; the longest seen is a video caption of 176."""

MAX_HEADLINE = 160
"""Characters of a linked headline under a label."""

HEAD_CHARS = 80
"""A paragraph this long opens the article: no section labels or bylines below it."""

TAIL_LINES = 4
"""Lines at the foot among which credits and bylines stand."""

_SENTENCE_INSIDE = re.compile(r"[.!?…]\s+[A-ZÀ-Ý«\"]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Paragraphs of the article, and the publication date that a removed line gave."""

    paragraphs: tuple[str, ...]
    date: dt.date | None


@dataclass(slots=True)
class _Pass:
    """One walk over the lines of one article."""

    lines: Sequence[str]
    kept: list[str] = field(default_factory=list)
    date: dt.date | None = None
    in_text: bool = False

    def note_date(self, match: re.Match[str]) -> None:
        written = match.groupdict().get("date")
        if written and self.date is None:
            try:
                self.date = parse_published(written)
            except ValueError:
                # 31 février: the line is boilerplate all the same, and gives no date.
                self.date = None

    def keep(self, line: str) -> None:
        self.kept.append(line)
        self.in_text = self.in_text or len(line) >= HEAD_CHARS


def clean(lines: Sequence[str]) -> Cleaned:
    """Drop labels, linked headlines, credits, bylines and datelines.

    Parameters
    ----------
    lines : sequence of str
        Paragraphs of a repaired body, without the title.

    Returns
    -------
    Cleaned
        What is left, in order.

    Examples
    --------
    >>> clean(["Lire aussi", "Un autre titre", "Les ministres ont signé."]).paragraphs
    ('Les ministres ont signé.',)
    """
    lexicon = load()
    state = _Pass(lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        if len(line) <= MAX_LINE:
            taken = _labelled(lexicon, state, at) or _patterned(lexicon, state, at)
            if taken:
                at += taken
                continue
        state.keep(_without_prefix(lexicon, state, line))
        at += 1
    if state.kept:
        state.kept[-1] = _without_suffix(lexicon, state.kept[-1])
    return Cleaned(tuple(line for line in state.kept if line), state.date)


def _labelled(lexicon: Boilerplate, state: _Pass, at: int) -> int:
    """Return how many lines the label at `at` takes with itself, 0 if there is none."""
    line = state.lines[at]
    kind = lexicon.labels.get(fold_label(line))
    if kind is None:
        match = lexicon.announced.match(line.lstrip("►▶>→•*·–—- ").replace("’", "'"))
        return 1 if match and _is_headline(match["headline"]) else 0
    if kind == "section":
        return 0 if state.in_text else 1
    if kind == "label":
        return 1
    following = at + 1
    while following < len(state.lines) and _is_linked(lexicon, state.lines[following]):
        following += 1
    # A list of links runs to the foot; above it only the first line is surely a link, the next may be a heading.
    if kind == "announce_list" and following == len(state.lines):
        return following - at
    return min(following - at, 2)


def _is_linked(lexicon: Boilerplate, line: str) -> bool:
    return _is_headline(line) and fold_label(line) not in lexicon.labels


def _is_headline(line: str) -> bool:
    return len(line) <= MAX_HEADLINE and not line.endswith(".") and not _SENTENCE_INSIDE.search(line)


def _patterned(lexicon: Boilerplate, state: _Pass, at: int) -> int:
    line = state.lines[at]
    near_foot = at >= len(state.lines) - TAIL_LINES
    kinds = ["line"]
    if near_foot or not state.in_text:
        kinds.append("byline")
    if near_foot and state.in_text:
        kinds.append("signoff")
    for kind in kinds:
        for pattern in lexicon.patterns[kind]:
            if match := pattern.fullmatch(line):
                state.note_date(match)
                return 1
    return 0


def _without_prefix(lexicon: Boilerplate, state: _Pass, line: str) -> str:
    if state.in_text:
        return line
    for pattern in lexicon.patterns["prefix"]:
        if match := pattern.match(line):
            state.note_date(match)
            return line[match.end() :]
    return line


def _without_suffix(lexicon: Boilerplate, line: str) -> str:
    for pattern in lexicon.patterns["suffix"]:
        match = re.search(rf"(?:{pattern.pattern})\.?$", line)
        if match:
            return line[: match.start()]
    return line
