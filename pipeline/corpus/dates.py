"""Publication dates, as authors, columns and file names write them.

Only whole absolute dates are read. A date that leaves its year or its day to the reader would have to be
completed from the clock of the machine, and the same corpus would change its meaning overnight.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years believed; placeholders such as 0001-01-01 and 9999-12-31 lie outside."""

_TIME = r"(?:[T ,à-]{1,4}\d{1,2}\s?[:hH]?\s?\d{0,2}.{0,25})?"
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})(?P<sep>[-/.]?)(?P<m>\d{{2}})(?P=sep)(?P<d>\d{{2}}){_TIME}")
_DAY_FIRST = re.compile(rf"(?P<d>\d{{1,2}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}){_TIME}")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}.*")
_WORD = re.compile(r"[^\W\d_]{3}")
_WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_IN_NAME = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<sep>[-_.]?)(?P<m>\d{2})(?P=sep)(?P<d>\d{2})(?!\d)")


def parse_published(value: object) -> dt.date:
    """Return the day that a publication date names.

    Of a date with a time and a zone, the day as written is taken: the paper's own calendar.

    Parameters
    ----------
    value : object
        A string (ISO, `02/05/2017` with the day first, `mardi 2 mai 2017 à 18h30`, or the form of e-mail and
        RSS), a date or a datetime.

    Raises
    ------
    ValueError
        If it names no day, an impossible one, or one outside `FIRST_YEAR` to `LAST_YEAR`.

    Examples
    --------
    >>> parse_published("2017-05-03T00:30:00+02:00")
    datetime.date(2017, 5, 3)
    """
    if isinstance(value, dt.datetime):
        return _believed(value.date())
    if isinstance(value, dt.date):
        return _believed(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no date")  # noqa: TRY004  the value is at fault, not the caller
    return _believed(_parse_text(" ".join(value.split())))


def _believed(date: dt.date) -> dt.date:
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(f"the year {date.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return date


@lru_cache(maxsize=4096)
def _parse_text(text: str) -> dt.date:
    match = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if match:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    if _MAIL.fullmatch(text) and (parts := email.utils.parsedate_tz(text)):
        return dt.date(*parts[:3])
    # dateparser would read numbers in any order that fits, and complete a short year from a century of its choice.
    if not (_WORD.search(text) and _WHOLE_YEAR.search(text)):
        raise ValueError(f"{text!r} is no date with day, month and year")
    return _parse_words(text)


def _parse_words(text: str) -> dt.date:
    # Half a second to import, and most corpora write ISO dates.
    import dateparser  # noqa: PLC0415

    found = dateparser.parse(
        text,
        languages=["fr"],
        settings={
            "PARSERS": ["absolute-time"],
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": "DMY",
            # Never reached by a whole date; pinned so that no setting can reach the clock.
            "RELATIVE_BASE": dt.datetime(2000, 1, 1),
        },
    )
    if not isinstance(found, dt.datetime):
        raise ValueError(f"{text!r} is no date with day, month and year")  # noqa: TRY004
    return found.date()


def date_in_name(stem: str) -> dt.date | None:
    """Return the first possible date in a file name, written `2017-05-03`, `2017_05_03` or `20170503`.

    Examples
    --------
    >>> date_in_name("afp_2017-05-03_geneve")
    datetime.date(2017, 5, 3)
    """
    for match in _IN_NAME.finditer(stem):
        try:
            return _believed(dt.date(int(match["y"]), int(match["m"]), int(match["d"])))
        except ValueError:
            # A number that only looks like a date, 20178899: a name is free to hold those.
            continue
    return None
