"""JSON: one object a line (`.jsonl`, `.ndjson`), or a list of objects (`.json`), read piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.corpus.decode import CHUNK_BYTES, MAX_BYTES, chunks, lines, not_utf8
from pipeline.corpus.draft import Draft, Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.corpus.fields import draft_of

_BLANK = re.compile(r"[\s\ufeff]*")
_DECODER = json.JSONDecoder()


def read_lines(handle: BinaryIO, _stem: str) -> Drafts:
    """Read one object a line; a broken line is a fault, and the next one is read."""
    for line in lines(handle):
        position = f"line {line.number}"
        if line.too_long:
            yield Fault("too_long", f"the line is longer than {MAX_BYTES:,} bytes", position)
        elif line.bad_byte is not None:
            yield not_utf8(line.bad_byte, position=position)
        elif line.text.strip():
            try:
                value = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                yield Fault("broken_json", _explain(error), position)
            else:
                yield _draft_or_fault(value, position)


def read_document(handle: BinaryIO, _stem: str) -> Drafts:
    """Read a list of objects, one object, or objects one after the other, without holding all of them."""
    for number, value in enumerate(_elements(_Window(chunks(handle))), start=1):
        position = f"item {number}"
        if isinstance(value, Fault):
            yield Fault(value.reason, value.found, position)
        else:
            yield _draft_or_fault(value, position)


def _draft_or_fault(value: object, position: str) -> Draft | Fault:
    if not isinstance(value, dict):
        return Fault("not_an_object", f"found a {type(value).__name__}", position)
    try:
        return draft_of(value, position)
    except CorpusError as error:
        return error.fault


def _explain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    # Python refuses to convert integers of more than some thousand digits.
    return "objects nested too deeply" if isinstance(error, RecursionError) else "a number has too many digits"


class _Window:
    """The part of a file between what is read and what is not yet needed."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.text = ""
        self.at = 0

    def grow(self) -> bool:
        """Read on, at least as much again as is held, so that a long object is not parsed too often."""
        held = self.text[self.at :]
        parts = [held]
        wanted = max(len(held), CHUNK_BYTES)
        while wanted > 0 and (piece := next(self._pieces, None)) is not None:
            parts.append(piece)
            wanted -= len(piece)
        self.text, self.at = "".join(parts), 0
        return len(parts) > 1

    def peek(self) -> str:
        """Return the next character that is not blank, or ``""`` at the end."""
        while True:
            match = _BLANK.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.grow():
                return ""

    def value(self) -> object:
        """Return the next value; a `Fault` where there is none."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                if len(self.text) - self.at > MAX_BYTES:
                    return Fault("too_long", f"no end of the object within {MAX_BYTES:,} characters")
                if not self.grow():
                    return Fault("broken_json", _explain(error))
            else:
                # A number at the very end may go on in the next piece.
                if end == len(self.text) and not isinstance(value, dict | list | str) and self.grow():
                    continue
                self.at = end
                return value


def _elements(window: _Window) -> Iterator[object]:
    in_list = window.peek() == "["
    if in_list:
        window.at += 1
    if in_list and window.peek() == "]":
        return
    while mark := window.peek():
        value = window.value()
        yield value
        if isinstance(value, Fault):
            return
        if not in_list:
            continue
        mark = window.peek()
        if mark == "]":
            return
        if mark != ",":
            yield Fault("broken_json", f"expected a comma or the end of the list, found {mark or 'the end'!r}")
            return
        window.at += 1
    if in_list:
        yield Fault("broken_json", "the list is not closed")
