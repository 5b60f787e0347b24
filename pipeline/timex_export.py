"""Reads texts with their days from JSON Lines and writes the time expressions of each, in a form that anyone can score.

An input line is ``{"id", "text", "ref_date"}``, an output line ``{"id", "hits"}``, where each hit is ``[start_char,
end_char, start_date, end_date_exclusive]``: half-open, like the offsets. A date is null where it is open or cannot be
known.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.timex import NAME, SPANS, plain
from pipeline.errors import RunError
from pipeline.nlp import COMPONENTS
from pipeline.timex import find
from pipeline.timex.units import add_days

KEYS = ("id", "text", "ref_date")
BATCH = 256
"""Lines that are parsed together."""

Hit = tuple[int, int, str | None, str | None]
"""First and last offset and day of an expression, half-open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input.

    Attributes
    ----------
    line_id : str or int
        As given.
    text : str
        Plain text.
    reference : datetime.date or None
        What relative expressions are counted from; without it they have no value.
    """

    line_id: str | int
    text: str
    reference: dt.date | None


def read(path: Path, longest: int) -> list[Line]:
    """Read and check every line.

    Parameters
    ----------
    path : pathlib.Path
        JSON Lines with the keys of `KEYS`; others are passed over, as are empty lines.
    longest : int
        Characters that a text may have (`Language.max_length`).

    Raises
    ------
    RunError
        If a line cannot be used; names file and line, and says what to write.
    OSError
        If the file cannot be read.
    """
    rows = enumerate(path.read_bytes().split(b"\n"), start=1)
    return [_line(row, f"{path}:{number}", longest) for number, row in rows if row.strip()]


def _line(row: bytes, where: str, longest: int) -> Line:
    try:
        record = json.loads(row)
    except ValueError as error:
        raise RunError(f"{where}: no JSON in UTF-8 ({error}); write one object a line") from error
    if not isinstance(record, dict):
        raise RunError(f"{where}: no JSON object; write {{{', '.join(KEYS)}}}")
    if missing := [key for key in KEYS if key not in record]:
        raise RunError(f"{where}: {' and '.join(missing)} missing; an unknown ref_date is null")
    line_id, text, day = (record[key] for key in KEYS)
    if not isinstance(line_id, (str, int)) or isinstance(line_id, bool):
        raise RunError(f"{where}: id must be a text or a whole number, not {line_id!r}")
    if not isinstance(text, str) or not _is_unicode(text) or len(text) > longest:
        raise RunError(f"{where}: text must be Unicode text of at most {longest} characters")
    try:
        reference = None if day is None else dt.date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise RunError(f"{where}: ref_date must be a day as YYYY-MM-DD, or null, not {day!r}") from error
    return Line(line_id, text, reference)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def ends(first: dt.date | None, last: dt.date | None, bound: str | None) -> tuple[str | None, str | None]:
    """Return the first day of a value and the day after its last one, as ISO days.

    Parameters
    ----------
    first, last : datetime.date or None
        First and last day (inclusive) of a `Timex`.
    bound : str or None
        Of the same: what lasts since a day may go on after the publication, so that its end is open.

    Examples
    --------
    >>> import datetime as dt
    >>> ends(dt.date(2017, 5, 2), dt.date(2017, 5, 2), None)
    ('2017-05-02', '2017-05-03')
    """
    after = add_days(last, 1) if last and bound != "since" else None
    return first.isoformat() if first else None, after.isoformat() if after else None


def _hit(value: Mapping[str, Any]) -> Hit:
    first, last = (dt.date.fromisoformat(day) if (day := value[key]) else None for key in ("value_start", "value_end"))
    return value["start_char"], value["end_char"], *ends(first, last, value["bound"])


def hits(lines: Sequence[Line], nlp: Language) -> Iterator[list[Hit]]:
    """Find the time expressions of each line.

    Parameters
    ----------
    lines : sequence of Line
        What `read` gives.
    nlp : spacy.language.Language
        What `pipeline.nlp.build` gives. Only texts with an expression that can lie on either side of the reference
        date are parsed, since the tense of the verb then decides.

    Yields
    ------
    list of Hit
        For each line, in text order.
    """
    unused = [name for name in COMPONENTS if name != NAME and name in nlp.pipe_names]
    rest = iter(lines)
    with nlp.select_pipes(disable=unused):
        while batch := list(islice(rest, BATCH)):
            found = [find(line.text, line.reference) for line in batch]
            unsure = [at for at, timexes in enumerate(found) if any(timex.past or timex.future for timex in timexes)]
            values = [[plain(timex) for timex in timexes] for timexes in found]
            for at, doc in zip(unsure, nlp.pipe(_doc(batch[at], nlp) for at in unsure), strict=True):
                values[at] = [span._.timex for span in doc.spans[SPANS]]
            yield from ([_hit(value) for value in line] for line in values)


def _doc(line: Line, nlp: Language) -> Doc:
    doc = nlp.make_doc(line.text)
    doc._.published_date = line.reference.isoformat() if line.reference else None
    return doc


def export(lines: Sequence[Line], nlp: Language) -> Iterator[str]:
    """Yield the output as text, one JSON object for each line, in their order; parameters as in `hits`."""
    for line, found in zip(lines, hits(lines, nlp), strict=True):
        yield json.dumps({"id": line.line_id, "hits": found}, ensure_ascii=False)
