"""What a time expression means before it is known when it was written: the nodes of its meaning.

A node is built once from the words and resolved against a `Context` as often as needed. An expression that
could lie before or after the publication (a bare weekday, a date without its year) takes the side that
`Context.direction` names, and a side of its own where that is None.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pipeline.records import Interval
from pipeline.timex import units

WHICH = {-1: "last", 0: "nearest", 1: "next"}
WEEKDAY_REACH = 8
"""Years or months searched on each side for one in which a day falls on the weekday that is named."""


class Mention(NamedTuple):
    """A dated expression earlier in the text, on which a later one may lean."""

    interval: Interval
    granularity: str


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against.

    Attributes
    ----------
    reference : datetime.date or None
        The day of publication.
    direction : str or None
        ``past`` or ``future``, where the words around the expression say so, ``nearest`` where they leave it open.
    mentions : tuple of Mention
        The latest mention of each granularity, newest last.
    """

    reference: dt.date | None
    direction: str | None = None
    mentions: tuple[Mention, ...] = ()

    def at(self, reference: dt.date, direction: str | None) -> Context:
        """Return the context as seen from another day."""
        return dataclasses.replace(self, reference=reference, direction=direction)

    def mention(self, unit: str) -> Mention | None:
        """Return the newest mention that is at least as precise as the unit."""
        limit = units.rank(units.granularity_of(unit))
        return next((m for m in reversed(self.mentions) if units.rank(m.granularity) <= limit), None)


class Resolved(NamedTuple):
    """Value of a node: inclusive days (None: open on that side), granularity, and what it leans on."""

    first: dt.date | None
    last: dt.date | None
    granularity: str
    anchor: str

    @property
    def interval(self) -> Interval | None:
        """Both ends, or None where one is open."""
        return (self.first, self.last) if self.first and self.last else None


class Node(Protocol):
    """The meaning of an expression."""

    def resolve(self, context: Context) -> Resolved | None:
        """Return the value, or None where the context does not give it."""


def _closed(interval: Interval | None, granularity: str, anchor: str) -> Resolved | None:
    return Resolved(*interval, granularity, anchor) if interval else None


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that is the same whenever it was written: a century, a date known by its name."""

    first: dt.date
    last: dt.date
    granularity: str

    def resolve(self, context: Context) -> Resolved | None:  # noqa: ARG002
        """Return the interval."""
        return Resolved(self.first, self.last, self.granularity, "none")


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression without a value: a duration, a habit, a time of the clock, a day that nothing gives."""

    def resolve(self, context: Context) -> Resolved | None:  # noqa: ARG002
        """Return None."""
        return None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date by its parts, some of which may be missing: a day, a month, a year.

    `which` is -1 (*dernier*), 0 (*ce*), 1 (*prochain*) or None.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    which: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the day, month or year; the nearest that fits where its year is missing."""
        granularity = "day" if self.day else "month" if self.month else "year"
        if self.year is not None:
            return _closed(self._span(self.year, self.month), granularity, "none")
        if context.reference is None:
            return None
        if self.weekday is not None and (named := self._on_weekday(context.reference)):
            return Resolved(*named, granularity, "publication")
        which = WHICH[self.which] if self.which is not None else context.direction or "past"
        return _closed(self._pick(context.reference, which, reach=1), granularity, "publication")

    def _pick(self, reference: dt.date, which: str, reach: int, weekday: int | None = None) -> Interval | None:
        def candidate(cycle: int) -> Interval | None:
            year, month = (cycle, self.month) if self.month else (cycle // 12, cycle % 12 + 1)
            span = self._span(year, month)
            return span if span and weekday in (None, span[0].weekday()) else None

        around = reference.year if self.month else reference.year * 12 + reference.month - 1
        picked = units.choose(candidate, around, reference, which, reach)
        if picked is None and reach < WEEKDAY_REACH:  # 29 February, the 31st
            return units.choose(candidate, around, reference, which, WEEKDAY_REACH)
        return picked

    def _on_weekday(self, reference: dt.date) -> Interval | None:
        return self._pick(reference, "nearest", 1, self.weekday) or self._pick(
            reference, "nearest", WEEKDAY_REACH, self.weekday
        )

    def _span(self, year: int, month: int | None) -> Interval | None:
        if month is None:
            return units.year_span(year)
        if self.day is None:
            return units.month(year, month)
        day = units.safe_date(year, month, self.day)
        return (day, day) if day else None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (Monday is 0), and how many weeks to add to the coming one (*mardi en huit*: 1)."""

    weekday: int
    which: int | None = None
    weeks: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the day; the reference day itself counts as past, not as future."""
        if context.reference is None:
            return None
        back = (context.reference.weekday() - self.weekday) % 7
        if self.weeks is not None:
            day = units.add_days(context.reference, -back % 7 + 7 * self.weeks)
        elif self.which in (-1, 1):
            day = units.add_days(context.reference, 7 - back if self.which == 1 else -back or -7)
        elif context.direction == "nearest" or (context.direction is None and self.which == 0):
            day = units.add_days(context.reference, 7 - back if back > 3 else -back)
        elif context.direction == "future":
            day = units.add_days(context.reference, 7 - back if back or self.which != 0 else 0)
        else:
            day = units.add_days(context.reference, -back)
        return _closed((day, day) if day else None, "day", "publication")


@dataclass(frozen=True, slots=True)
class Shift:
    """A calendar unit so many units from the one that holds the publication (or an earlier mention, or `base`)."""

    unit: str
    count: int
    leans: bool = False
    base: Node | None = None
    keeps_month: bool = False
    """Whether years counted from a month of the text give the same month (*en mai 2019… un an plus tôt*)."""

    def resolve(self, context: Context) -> Resolved | None:
        """Return the unit; counted from a single day of the text, days stay days (*deux ans après le 3 mai*)."""
        start, anchor, granularity = context.reference, "publication", units.granularity_of(self.unit)
        unit = self.unit
        if self.base is not None:
            base = self.base.resolve(context)
            if base is None or base.interval is None:
                return None
            start, anchor = base.interval[0 if self.count < 0 else 1], base.anchor
            if base.granularity == "day":
                day = units.add_units(start, self.unit, self.count)
                return _closed((day, day) if day else None, "day", anchor)
        elif self.leans and (mention := context.mention(self.unit)):
            start, anchor = mention.interval[0 if self.count < 0 else 1], "mention"
            if self.keeps_month and self.unit == "year" and mention.granularity == "month":
                unit = granularity = "month"
        if start is None:
            return None
        day = units.add_units(start, self.unit, self.count)
        span = units.unit_of(day, unit) if day else None
        if self._is_untold(anchor, context.direction):
            return None
        return _closed(span, granularity, anchor)

    def _is_untold(self, anchor: str, direction: str | None) -> bool:
        """Return whether it comes after something past whose day the text does not tell (*trois jours plus tard*)."""
        later = self.leans and (self.count > 1 or (self.count == 1 and self.unit == "day"))
        return later and anchor == "publication" and direction == "past"


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units up to the publication, or from it on (*les trois derniers mois*)."""

    unit: str
    count: int

    def resolve(self, context: Context) -> Resolved | None:
        """Return the interval, the day of publication included."""
        if context.reference is None or (other := units.add_units(context.reference, self.unit, self.count)) is None:
            return None
        first, last = sorted((context.reference, other))
        return Resolved(first, last, "span", "publication")


@dataclass(frozen=True, slots=True)
class Season:
    """A season, by the year in which it begins or by its place."""

    season: str
    year: int | None = None
    which: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the season; without a year the one under way, else the nearest on the side that is named."""
        if self.year is not None:
            return _closed(units.season(self.year, self.season), "season", "none")
        if context.reference is None:
            return None
        default = "nearest" if self.which == 0 else "past"
        which = context.direction or default if self.which in (None, 0) else WHICH[self.which]
        span = units.choose(
            lambda year: units.season(year, self.season), context.reference.year, context.reference, which
        )
        return _closed(span, "season", "publication")


@dataclass(frozen=True, slots=True)
class Weekend:
    """A Saturday and Sunday by their place."""

    which: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the two days; without a word for its place, the one under way or to come unless told otherwise."""
        if context.reference is None:
            return None
        which = WHICH[self.which] if self.which in (-1, 1) else context.direction or "future"

        def candidate(shift: int) -> Interval | None:
            day = units.add_days(context.reference, 7 * shift) if context.reference else None
            return units.unit_of(day, "weekend") if day else None

        return _closed(units.choose(candidate, 0, context.reference, which), "span", "publication")


@dataclass(frozen=True, slots=True)
class Feast:
    """A day that returns each year: on a date, or so many days from Easter."""

    month: int | None
    day: int
    year: int | None = None
    which: int | None = None
    shift: int = 0

    def resolve(self, context: Context) -> Resolved | None:
        """Return the day."""
        if self.year is not None:
            return _closed(self._in(self.year), "day", "none")
        if context.reference is None:
            return None
        default = "nearest" if self.which == 0 else context.direction or "past"
        which = WHICH[self.which] if self.which in (-1, 1) else default
        return _closed(units.choose(self._in, context.reference.year, context.reference, which), "day", "publication")

    def _in(self, year: int) -> Interval | None:
        if not dt.MINYEAR < year < dt.MAXYEAR:
            return None
        easter = units.easter(year)
        start = units.safe_date(year, self.month, self.day) if self.month else units.add_days(easter, self.day)
        day = units.add_days(start, self.shift) if start else None
        return (day, day) if day else None
