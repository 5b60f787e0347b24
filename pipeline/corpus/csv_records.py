"""Tables of text: `.csv` and `.tsv`, with comma, semicolon or tab between the cells."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from pipeline.corpus.decode import MAX_BYTES, Line, lines, not_utf8
from pipeline.corpus.draft import Draft, Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.corpus.fields import draft_of, require_text

DELIMITERS = (",", ";", "\t")


def read(handle: BinaryIO, _stem: str) -> Drafts:
    """Read one article a row, under a header; row 1 is the first below it."""
    # The module's own limit of 131,072 characters is below what an article may have.
    csv.field_size_limit(MAX_BYTES)
    source = lines(handle)
    first = next(source, None)
    if first is None:
        yield Fault("empty", "the file has no header")
        return
    if first.bad_byte is not None:
        yield not_utf8(first.bad_byte, position="line 1")
        return
    marked: deque[Line] = deque()
    feed = chain([first.text], _texts(source, marked))
    rows = csv.reader(feed, delimiter=sniff_delimiter(first.text), strict=True)
    header = next(rows, [])
    require_text(header)
    number = 0
    while True:
        number += 1
        position = f"row {number}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            marked.clear()
            yield Fault("broken_row", f"{error}, before line {rows.line_num + 1}", position)
            continue
        if marked:
            yield _line_fault(marked[0], position)
            marked.clear()
        elif cells:
            yield _draft_or_fault(header, cells, position)
        else:
            number -= 1


def sniff_delimiter(header: str) -> str:
    """Return the delimiter that stands most often in the header, outside quotes; the comma where none does."""
    outside = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _texts(source: Iterator[Line], marked: deque[Line]) -> Iterator[str]:
    """Feed the csv module, and set aside the lines that make their row a fault."""
    for line in source:
        if line.bad_byte is not None or line.too_long:
            marked.append(line)
        yield line.text


def _line_fault(line: Line, position: str) -> Fault:
    if line.bad_byte is not None:
        return not_utf8(line.bad_byte, position=position)
    return Fault("too_long", f"line {line.number} is longer than {MAX_BYTES:,} bytes", position)


def _draft_or_fault(header: list[str], cells: list[str], position: str) -> Draft | Fault:
    if len(cells) != len(header):
        return Fault("broken_row", f"{len(cells)} cells under a header of {len(header)}", position)
    try:
        return draft_of(dict(zip(header, cells, strict=True)), position)
    except CorpusError as error:
        return error.fault
