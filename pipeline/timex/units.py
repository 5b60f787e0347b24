"""Arithmetic of the calendar: units of time as intervals of days, with nothing of language in it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

from pipeline.records import GRANULARITIES, Interval

DAY = dt.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "semester": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
HOURS_IN = {"hour": 1, "minute": 0, "second": 0}
NAMED_GRANULARITY = {"weekend": "span", "semester": "span", "fortnight": "span"} | dict.fromkeys(HOURS_IN, "day")

SEASONS = {
    "spring": ((3, 21), (6, 20)),
    "summer": ((6, 21), (9, 21)),
    "autumn": ((9, 22), (12, 20)),
    "winter": ((12, 21), (3, 20)),
}
"""First and last day (month, day) of the astronomical seasons, to within the day by which the years differ."""


def granularity_of(unit: str) -> str:
    """Return the granularity (see `records.GRANULARITIES`) of an interval of one unit."""
    return NAMED_GRANULARITY.get(unit, unit)


def rank(granularity: str) -> int:
    """Return the place of a granularity in the order from the finest to the coarsest."""
    return GRANULARITIES.index(granularity)


def safe_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day."""
    if not (dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= month <= 12):
        return None
    return dt.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def add_days(day: dt.date, count: int) -> dt.date | None:
    """Return the day so many days later, or None outside the years 1 to 9999."""
    ordinal = day.toordinal() + count
    return dt.date.fromordinal(ordinal) if 1 <= ordinal <= dt.date.max.toordinal() else None


def add_months(day: dt.date, count: int) -> dt.date | None:
    """Return the same day so many months later, the last of the month where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_units(day: dt.date, unit: str, count: int) -> dt.date | None:
    """Return the day so many units later; hours count as whole days only, minutes not at all."""
    if unit in MONTHS_IN:
        return add_months(day, count * MONTHS_IN[unit])
    if unit in HOURS_IN:
        hours = abs(count) * HOURS_IN[unit]
        return add_days(day, hours // 24 * (1 if count >= 0 else -1))
    return add_days(day, count * DAYS_IN[unit])


def month(year: int, number: int) -> Interval | None:
    """Return a month."""
    first = safe_date(year, number, 1)
    return (first, first.replace(day=calendar.monthrange(year, number)[1])) if first else None


def months(year: int, number: int, count: int) -> Interval | None:
    """Return the interval of `count` whole months from the given one on."""
    first = safe_date(year, number, 1)
    after = add_months(first, count) if first else None
    if first is None:
        return None
    return (first, after - DAY) if after else (first, dt.date.max)


def year_span(year: int, count: int = 1) -> Interval | None:
    """Return so many whole years."""
    return months(year, 1, 12 * count)


def season(year: int, name: str) -> Interval | None:
    """Return the season that begins in the year."""
    (month_1, day_1), (month_2, day_2) = SEASONS[name]
    first = safe_date(year, month_1, day_1)
    last = safe_date(year + (month_2 < month_1), month_2, day_2)
    return (first, last) if first and last else None


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    century, golden = year // 100, year % 19
    shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact = shift - (shift // 28) * (1 - (29 // (shift + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    distance = epact - weekday
    number = 3 + (distance + 40) // 44
    return dt.date(year, number, distance + 28 - 31 * (number // 4))


def unit_of(day: dt.date, unit: str) -> Interval | None:
    """Return the calendar unit that contains the day (weeks begin on Monday; a week-end is that of its week)."""
    if unit in MONTHS_IN:
        if unit in ("decade", "century"):
            size = 10 if unit == "decade" else 100
            return year_span(max(day.year // size * size, dt.MINYEAR), size)
        size = MONTHS_IN[unit]
        return months(day.year, (day.month - 1) // size * size + 1, size)
    if unit in ("week", "weekend", "fortnight"):
        monday = add_days(day, -day.weekday())
        first = add_days(monday, 5) if monday and unit == "weekend" else monday
        last = add_days(monday, 13 if unit == "fortnight" else 6) if monday else None
        return (first, last) if first and last else None
    return day, day


def iso_week(year: int, number: int) -> Interval | None:
    """Return the week of that number (ISO 8601), or None where the year has no such week."""
    if not 1 <= number <= 53:
        return None
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
    except ValueError:  # a year of 52 weeks, or outside the calendar
        return None
    last = add_days(monday, 6)
    return (monday, last) if last else None


def choose(
    candidate: Callable[[int], Interval | None], around: int, reference: dt.date, which: str, reach: int = 1
) -> Interval | None:
    """Pick one of the occurrences of something that comes back.

    Parameters
    ----------
    candidate : callable
        Gives the occurrence of a cycle (a year, a month counted from year 0), or None where it has none.
    around : int
        The cycle of the reference date.
    reference : datetime.date
        What is past and future is measured from it.
    which : str
        ``past`` (the latest that has begun), ``future`` (the earliest that has not ended), ``last`` and ``next``
        (the same without what contains the reference date), ``nearest``.
    reach : int
        How many cycles before and after to look at.

    Returns
    -------
    Interval or None
        None if no cycle within reach has a fitting occurrence.
    """
    found = [span for cycle in range(around - reach, around + reach + 1) if (span := candidate(cycle))]
    if which in ("past", "last"):
        fits = [span for span in found if (span[0] <= reference if which == "past" else span[1] < reference)]
        return max(fits, default=None)
    if which in ("future", "next"):
        fits = [span for span in found if (span[1] >= reference if which == "future" else span[0] > reference)]
        return min(fits, default=None)
    return min(found, key=lambda span: (distance(span, reference), span), default=None)


def distance(span: Interval, day: dt.date) -> int:
    """Return how many days lie between the interval and the day, 0 if it contains it."""
    return max((span[0] - day).days, (day - span[1]).days, 0)


def part_of(span: Interval, granularity: str, part: str) -> Interval | None:
    """Return the beginning, middle or end of an interval.

    Parameters
    ----------
    span : Interval
        The whole.
    granularity : str
        Of the whole: months are cut at the 10th and 20th, years into their first quarter, June and July, and last
        quarter, weeks into Monday–Tuesday, Wednesday–Thursday and Thursday–Sunday, the rest into thirds.
    part : str
        ``start``, ``mid``, ``end``, ``first_half`` or ``second_half``.
    """
    first, last = span
    length = (last - first).days + 1
    cuts = PARTS.get(granularity, {}).get(part)
    if granularity == "year" and cuts:
        return months(first.year, cuts[0], cuts[1] - cuts[0] + 1)
    if cuts:
        return first + DAY * (cuts[0] - 1), min(first + DAY * (cuts[1] - 1), last)
    lower, upper = SHARES[part]
    return first + DAY * int(length * lower), first + DAY * max(int(length * upper) - 1, int(length * lower))


PARTS: dict[str, dict[str, tuple[int, int]]] = {
    "month": {"start": (1, 10), "mid": (11, 20), "end": (21, 31), "first_half": (1, 15), "second_half": (16, 31)},
    "year": {"start": (1, 3), "mid": (6, 7), "end": (10, 12), "first_half": (1, 6), "second_half": (7, 12)},
    "week": {"start": (1, 2), "mid": (3, 4), "end": (4, 7)},
}
"""Days of a month or week, months of a year, both inclusive."""

SHARES = {
    "start": (0, 1 / 3),
    "mid": (1 / 3, 2 / 3),
    "end": (2 / 3, 1),
    "first_half": (0, 1 / 2),
    "second_half": (1 / 2, 1),
}
"""What else is cut, as shares of its length."""
