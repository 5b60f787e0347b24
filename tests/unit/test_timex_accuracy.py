"""Floors for the time expressions on the set of other libraries' cases, where it is at hand."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "timex_accuracy.py"
START_FLOOR = 0.94
INTERVAL_FLOOR = 0.92


def test_accuracy_does_not_fall() -> None:
    benchmark = runpy.run_path(str(BENCHMARK))
    path = benchmark["DEFAULT"]
    if not path.exists():
        pytest.skip(f"{path.name} is absent")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    starts, intervals, _ = benchmark["score"](cases, benchmark["found_ends"])
    assert starts.total() / len(cases) >= START_FLOOR
    assert intervals.total() / len(cases) >= INTERVAL_FLOOR


def test_the_table_stands_between_its_marks() -> None:
    benchmark = runpy.run_path(str(BENCHMARK))
    right, wrong = Counter({"range": 1, "ago": 2}), Counter({"range": 1})
    shares = benchmark["table"](Counter({"ago": 2, "range": 2}), {"one": (right, wrong)})
    assert shares.splitlines()[0] == "| class | cases | one, start | one, interval |"
    assert shares.splitlines()[2:] == [
        "| ago | 2 | 100.0 | 0.0 |",
        "| range | 2 | 50.0 | 50.0 |",
        "| all | 4 | 75.0 | 25.0 |",
    ]
    page = benchmark["PAGE"].read_text(encoding="utf-8")
    once = benchmark["written"](page, benchmark["MARKS"], shares)
    assert shares in once
    assert benchmark["written"](once, benchmark["MARKS"], shares) == once


def test_a_page_without_marks_is_left_alone() -> None:
    benchmark = runpy.run_path(str(BENCHMARK))
    with pytest.raises(SystemExit, match="lacks the marks"):
        benchmark["written"]("# Benchmarks", benchmark["MARKS"], "| class |")
