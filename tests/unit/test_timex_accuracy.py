"""Floors for the time expressions on the set of other libraries' cases, where it is at hand."""

from __future__ import annotations

import json
import runpy
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
