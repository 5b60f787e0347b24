"""Lines of texts in, lines of time expressions out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pipeline.errors import RunError
from pipeline.timex_export import Line, ends, read

D = dt.date
LONGEST = 100
GOOD = {"id": "a", "text": "Il part mardi.", "ref_date": "2017-05-03"}


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes)


def test_lines_are_read_in_order_and_what_is_more_is_passed_over(tmp_path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f"\ufeff{line(expected='x')}\r\n\n{line(id=7, ref_date=None, text='')}\n", encoding="utf-8")
    assert read(path, LONGEST) == [Line("a", "Il part mardi.", D(2017, 5, 3)), Line(7, "", None)]


def test_the_last_line_needs_no_end_and_an_empty_file_is_no_lines(tmp_path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(line(), encoding="utf-8")
    assert len(read(path, LONGEST)) == 1
    path.write_text("", encoding="utf-8")
    assert read(path, LONGEST) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (b"{no json", "no JSON in UTF-8"),
        (b'{"id": "\xe9"}', "no JSON in UTF-8"),
        (b"[1]", "no JSON object; write {id, text, ref_date}"),
        (b'{"id": "a"}', "text and ref_date missing"),
        (line(id=None).encode(), "id must be a text or a whole number, not None"),
        (line(id=True).encode(), "id must be a text or a whole number, not True"),
        (line(text=3).encode(), "text must be Unicode text of at most 100 characters"),
        (line(text="x" * 101).encode(), "text must be Unicode text of at most 100 characters"),
        (line(text="\ud800").encode(), "text must be Unicode text"),
        (line(ref_date="hier").encode(), "ref_date must be a day as YYYY-MM-DD, or null, not 'hier'"),
        (line(ref_date=2017).encode(), "ref_date must be a day as YYYY-MM-DD, or null, not 2017"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path, bad: bytes, words: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(line().encode() + b"\n" + bad + b"\n")
    with pytest.raises(RunError) as caught:
        read(path, LONGEST)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("first", "last", "bound", "expected"),
    [
        (D(2017, 5, 2), D(2017, 5, 2), None, ("2017-05-02", "2017-05-03")),
        (D(2017, 12, 1), D(2017, 12, 31), None, ("2017-12-01", "2018-01-01")),
        (D(2017, 5, 1), D(2017, 5, 3), "since", ("2017-05-01", None)),
        (None, D(2017, 5, 3), "until", (None, "2017-05-04")),
        (None, None, None, (None, None)),
        (D(9999, 12, 31), D.max, None, ("9999-12-31", None)),
    ],
)
def test_ends_are_half_open(first, last, bound, expected) -> None:
    assert ends(first, last, bound) == expected
