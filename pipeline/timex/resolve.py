"""Finds the time expressions of a text and gives each its value: the public face of the package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.records import Interval
from pipeline.timex import units
from pipeline.timex.composites import Bound
from pipeline.timex.detect import Piece, read, runs
from pipeline.timex.nodes import Context, Mention, Node, Resolved
from pipeline.timex.rules import load_rules

GUARD_REACH = 60
"""Code points before and after an expression that its guards may look at."""

FAR_DAY = 200
FAR_SPAN = 300
FEW_DAYS = 7
"""Days beyond which a date without its year is not meant, whatever the tense of the verb: its other reading is.
A single day and a range of a few days are told apart from months and their parts."""

Direction = Callable[[int, int], str | None]
"""Given the offsets of an expression, ``past``, ``future``, ``nearest``, or None for the default of the expression."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression and its value.

    Attributes
    ----------
    start, end : int
        Code points of the text, half-open.
    text : str
        The expression.
    timex_type : str
        One of `records.TIMEX_TYPES`.
    first, last : datetime.date or None
        First and last day, both inclusive; one of them alone where the other side is open, none where the
        expression has no value or it cannot be known.
    granularity : str or None
        One of `records.GRANULARITIES`.
    anchor : str
        What the value leans on: ``publication``, ``mention`` (an earlier expression) or ``none``.
    past, future : Interval or None
        Both readings of an expression that could lie on either side of the publication.
    bound : str or None
        ``since``, ``until``, ``before``, ``after``, ``onward``, ``by`` or ``from``.
    rule_id : str
        The rule that read it.
    """

    start: int
    end: int
    text: str
    timex_type: str
    first: dt.date | None
    last: dt.date | None
    granularity: str | None
    anchor: str
    past: Interval | None
    future: Interval | None
    bound: str | None
    rule_id: str

    @property
    def value(self) -> Interval | None:
        """First and last day, or None where one of them is not known."""
        return (self.first, self.last) if self.first and self.last else None


class _Mentions:
    """The newest dated expression of each granularity."""

    def __init__(self) -> None:
        self.newest: dict[str, Mention] = {}

    def add(self, resolved: Resolved) -> None:
        if resolved.interval:
            self.newest.pop(resolved.granularity, None)
            self.newest[resolved.granularity] = Mention(resolved.interval, resolved.granularity)

    def all(self) -> tuple[Mention, ...]:
        return tuple(self.newest.values())


def _is_blocked(text: str, start: int, end: int, piece: Piece) -> bool:
    rule = piece.rule
    if rule.not_before and rule.not_before.search(text[max(0, start - GUARD_REACH) : start]):
        return True
    if rule.not_after and rule.not_after.match(text, end):
        return True
    return rule.not_text is not None and rule.not_text.fullmatch(text, start, end) is not None


def _is_name(text: str, start: int, end: int, tokens: tuple[str, ...]) -> bool:
    stops = load_rules().stops
    patterns = {pattern for token in tokens for pattern in stops.get(token, ())}
    low = max(0, start - GUARD_REACH)
    return any(
        stop.start() + low < end and start < stop.end() + low
        for pattern in patterns
        for stop in pattern.finditer(text[low : end + GUARD_REACH])
    )


def _pieces(text: str) -> Iterator[tuple[int, int, Piece]]:
    """Yield what the runs say, without what the words around them forbid; a shorter reading may take its place."""
    for run in runs(text):
        banned: frozenset[tuple[int, str]] = frozenset()
        while True:
            placed = [
                (run.offsets[piece.start][0], run.offsets[piece.end - 1][1], piece)
                for piece in read(run.tokens, banned)
            ]
            blocked = {
                (piece.start, piece.rule.rule_id)
                for start, end, piece in placed
                if _is_blocked(text, start, end, piece)
            }
            if not blocked:
                break
            banned |= blocked
        for start, end, piece in placed:
            if not _is_name(text, start, end, run.tokens[piece.start : piece.end]):
                yield start, end, piece


def _both_sides(node: Node, context: Context) -> tuple[Interval | None, Interval | None]:
    if context.reference is None:
        return None, None
    past = node.resolve(context.at(context.reference, "past"))
    future = node.resolve(context.at(context.reference, "future"))
    if past == future:
        return None, None
    return past.interval if past else None, future.interval if future else None


def _settle(context: Context, past: Interval, future: Interval) -> Context:
    """Return the context in the direction that the distances allow.

    What the verb says gives way where the reading is too far away, and where it would move a weekday from the day
    of publication to a week later: a dispatch that says so on a Tuesday means that Tuesday.
    """
    reference = context.reference
    if reference is None:
        return context
    far = FAR_DAY if (past[1] - past[0]).days < FEW_DAYS else FAR_SPAN
    if context.direction == "future":
        is_today = past == (reference, reference)
        return context.at(reference, "past") if is_today or (future[0] - reference).days > far else context
    # Without a verb, a weekday six days back is not meant either: it is that of tomorrow.
    is_weekday = future[0] - past[0] == units.DAY * 7
    is_tomorrow = is_weekday and context.direction is None and future[0] - reference == units.DAY
    if is_tomorrow or (context.direction in (None, "past") and (reference - past[1]).days > far):
        return context.at(reference, "future")
    return context


def find(text: str, reference: dt.date | None, direction: Direction | None = None) -> list[Timex]:
    """Find the time expressions of a text and resolve them.

    Parameters
    ----------
    text : str
        Plain text, an article as a rule: expressions such as *la veille* lean on earlier ones.
    reference : datetime.date or None
        The day of publication. Without it, what is relative to it has no value.
    direction : callable, optional
        Says of an expression whether it lies in the past or the future. Without it, or where it gives None, bare
        weekdays and dates without a year are in the past.

    Returns
    -------
    list of Timex
        In text order, without overlap.

    Examples
    --------
    >>> import datetime as dt
    >>> [found] = find("Ils se sont vus mardi.", dt.date(2017, 5, 3))
    >>> found.text, found.value
    ('mardi', (datetime.date(2017, 5, 2), datetime.date(2017, 5, 2)))
    """
    mentions, result = _Mentions(), list[Timex]()
    for start, end, piece in _pieces(text):
        context = Context(reference, direction(start, end) if direction else None, mentions.all())
        unknown = any(pattern.match(text, end) for pattern in piece.unknown_after)
        past, future = (None, None) if unknown else _both_sides(piece.node, context)
        if direction and past and future:
            context = _settle(context, past, future)
        resolved = None if unknown else piece.node.resolve(context)
        told = piece.node.point(context) if isinstance(piece.node, Bound) and not unknown else resolved
        if told:
            mentions.add(told)
        result.append(
            Timex(
                start=start,
                end=end,
                text=text[start:end],
                timex_type=piece.timex_type,
                first=resolved.first if resolved else None,
                last=resolved.last if resolved else None,
                granularity=resolved.granularity if resolved else None,
                anchor=resolved.anchor if resolved else "none",
                past=past,
                future=future,
                bound=piece.node.kind if isinstance(piece.node, Bound) else None,
                rule_id=piece.rule.rule_id,
            )
        )
    return result
