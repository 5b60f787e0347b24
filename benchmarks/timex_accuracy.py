"""Measures the time expressions against a set of French expressions with their values.

Each case is right in its start, or in its whole interval, when one of the expressions found that overlap it has
the expected value or one of the accepted others. Prints one line a class; `--errors` adds the cases that fail,
`--dateparser` the figures of `dateparser.parse` on the bare expressions, from the same run.

    python benchmarks/timex_accuracy.py [FILE] [--errors] [--dateparser]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.timex import find

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "dates_dev.jsonl"
Ends = tuple[str | None, str | None]
"""First day, and the day after the last one."""


def found_ends(case: dict[str, Any]) -> list[Ends]:
    start = case["text"].find(case["expression"])
    end = start + len(case["expression"])
    ends: list[Ends] = []
    for timex in find(case["text"], dt.date.fromisoformat(case["ref_date"])):
        if timex.start < end and start < timex.end:
            after = timex.last + dt.timedelta(days=1) if timex.last and timex.last < dt.date.max else None
            ends.append((timex.first.isoformat() if timex.first else None, after.isoformat() if after else None))
    return ends


def dateparser_ends(case: dict[str, Any]) -> list[Ends]:
    import dateparser  # noqa: PLC0415  only where its figures are asked for

    reference = dt.datetime.fromisoformat(case["ref_date"])
    settings = {
        "RELATIVE_BASE": reference,
        "PREFER_DATES_FROM": "past",
        "DATE_ORDER": "DMY",
        "PREFER_DAY_OF_MONTH": "first",
    }
    parsed = dateparser.parse(case["expression"], languages=["fr"], settings=settings)
    if parsed is None:
        return []
    return [(parsed.date().isoformat(), (parsed.date() + dt.timedelta(days=1)).isoformat())]


def score(
    cases: list[dict[str, Any]], ends_of: Any
) -> tuple[Counter[str], Counter[str], list[tuple[dict[str, Any], list[Ends]]]]:
    starts, intervals, errors = Counter[str](), Counter[str](), []
    for case in cases:
        accepted = [(case["expected_start"], case["expected_end"]), *map(tuple, case["alt"])]
        found = ends_of(case)
        right_start = any(ends[0] in {one[0] for one in accepted} for ends in found)
        right = any(ends in accepted for ends in found)
        starts[case["cls"]] += right_start
        intervals[case["cls"]] += right
        if not right:
            errors.append((case, found))
    return starts, intervals, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--dateparser", action="store_true")
    options = parser.parse_args()
    if not options.file.exists():
        print(f"skipped: {options.file} is absent; give the file as the first argument")
        return
    cases = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    totals = Counter(case["cls"] for case in cases)
    began = time.perf_counter()
    starts, intervals, errors = score(cases, found_ends)
    took = time.perf_counter() - began
    systems = {"ours": (starts, intervals)}
    if options.dateparser:
        systems["dateparser"] = score(cases, dateparser_ends)[:2]
    print(f"{'class':20}{'n':>5}" + "".join(f"{name + ' start':>18}{'interval':>10}" for name in systems))
    for cls, n in [*totals.most_common(), ("all", len(cases))]:
        line = f"{cls:20}{n:>5}"
        for first, second in systems.values():
            a, b = (first.total(), second.total()) if cls == "all" else (first[cls], second[cls])
            line += f"{a / n:>18.1%}{b / n:>10.1%}"
        print(line)
    print(f"{len(cases)} cases in {took:.2f} s")
    if options.errors:
        for case, found in errors:
            print(f"{case['cls']}: {case['text']!r} [{case['expression']}] {case['ref_date']}")
            print(f"    expected {case['expected_start']}..{case['expected_end']} or {case['alt'][:4]}, found {found}")


if __name__ == "__main__":
    main()
