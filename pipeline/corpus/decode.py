"""Bytes to text: a byte-order mark is obeyed, all else must be strict UTF-8.

Nothing is guessed. A guessed encoding turns names into other names without anybody noticing, while a
rejected file is one command away from being right.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.corpus.faults import CorpusError, Fault

MAX_BYTES = 20_000_000
"""Longest file of one article, or longest line of many. A page of news with all its scripts is below 3 MB."""

CHUNK_BYTES = 1 << 16
ESCAPED_BYTE = "surrogateescape"

# UTF-32 first: its little-endian mark opens with that of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, without its end; `bad_byte` is the offset in the file of the first byte not in UTF-8."""

    number: int
    text: str
    bad_byte: int | None = None
    too_long: bool = False


def bom_encoding(head: bytes) -> str | None:
    """Return the encoding that the byte-order mark in `head` declares, or None."""
    return next((encoding for bom, encoding in BOMS if head.startswith(bom)), None)


def not_utf8(offset: int, value: int | None = None, position: str = "") -> Fault:
    """Return the fault for a byte that is not in the declared encoding.

    Parameters
    ----------
    offset : int
        Where the byte stands in the file, uncompressed.
    value : int, optional
        The byte.
    position : str, optional
        Where to point instead of the byte, for files of many articles.
    """
    what = "a byte" if value is None else f"byte 0x{value:02x}"
    return Fault("not_utf8", f"{what} at offset {offset} is not UTF-8", position or f"byte {offset}")


def read_all(handle: BinaryIO) -> bytes:
    """Return the bytes of a file that is one article.

    Raises
    ------
    CorpusError
        `too_long` where it is longer than `MAX_BYTES`.
    """
    data = handle.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CorpusError(Fault("too_long", f"the file is longer than {MAX_BYTES:,} bytes"))
    return data


def decode(data: bytes) -> str:
    """Return the text of `data`, by its byte-order mark or as UTF-8.

    Raises
    ------
    CorpusError
        `not_utf8`, at the first wrong byte.
    """
    try:
        return data.decode(bom_encoding(data) or "utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(not_utf8(error.start, data[error.start])) from error


def lines(handle: BinaryIO) -> Iterator[Line]:
    """Yield the lines of a file one by one, from 1.

    A line with a byte that is not UTF-8 is marked, and the lines after it are still read. A line longer
    than `MAX_BYTES` is marked and left empty.

    Raises
    ------
    CorpusError
        `not_utf8` where a file with a UTF-16 or UTF-32 mark is broken: its lines cannot be told apart any more.
    """
    encoding = bom_encoding(handle.read(4))
    handle.seek(0)
    if encoding in ("utf-16", "utf-32"):
        yield from _wide_lines(handle)
        return
    offset, number = 0, 0
    while raw := handle.readline(MAX_BYTES + 1):
        number += 1
        size = len(raw)
        if size > MAX_BYTES and not raw.endswith(b"\n"):
            while (rest := handle.readline(CHUNK_BYTES)) and not rest.endswith(b"\n"):
                size += len(rest)
            offset += size + len(rest)
            yield Line(number, "", too_long=True)
            continue
        if number == 1 and encoding:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            yield Line(number, raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            bad = offset + (size - len(raw)) + error.start
            yield Line(number, raw.decode("utf-8", ESCAPED_BYTE), bad_byte=bad)
        offset += size


def _wide_lines(handle: BinaryIO) -> Iterator[Line]:
    pending, number = "", 0
    for chunk in chunks(handle):
        *whole, pending = (pending + chunk).split("\n")
        for text in whole:
            number += 1
            yield Line(number, text + "\n")
    if pending:
        yield Line(number + 1, pending)


def chunks(handle: BinaryIO) -> Iterator[str]:
    """Yield the text of a file piece by piece.

    Raises
    ------
    CorpusError
        `not_utf8`, at the first wrong byte.
    """
    head = handle.read(CHUNK_BYTES)
    decoder = codecs.getincrementaldecoder(bom_encoding(head) or "utf-8")()
    fed = 0
    while True:
        fed += len(head)
        try:
            text = decoder.decode(head, final=not head)
        except UnicodeDecodeError as error:
            # The decoder's buffer opens with bytes left over from the piece before.
            raise CorpusError(not_utf8(fed - len(error.object) + error.start, error.object[error.start])) from error
        if text:
            yield text
        if not head:
            return
        head = handle.read(CHUNK_BYTES)
