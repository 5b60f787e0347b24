"""Measures the time expressions against a set of French expressions with their values.

Each case is right in its start, or in its whole interval, when one of the expressions found that overlap it has
the expected value or one of the accepted others. Prints a table with one line a class, beside the figures of
`dateparser.parse` on the bare expressions from the same run; `--errors` adds the cases that fail, `--write` puts the
table into `benchmarks/README.md`.

    python benchmarks/timex_accuracy.py [FILE] [--errors] [--write]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import dateparser

from pipeline.timex import find

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "dates_dev.jsonl"
PAGE = Path(__file__).resolve().parent / "README.md"
MARKS = ("<!-- timex:begin (written by timex_accuracy.py --write) -->", "<!-- timex:end -->")
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


def table(totals: Counter[str], systems: dict[str, tuple[Counter[str], Counter[str]]]) -> str:
    """Return the shares of each class as a table in Markdown."""
    head = ["class", "cases", *(f"{name}, {part}" for name in systems for part in ("start", "interval"))]
    lines = [head, ["---"] * len(head)]
    for cls, n in [*totals.most_common(), ("all", totals.total())]:
        counts = [part.total() if cls == "all" else part[cls] for both in systems.values() for part in both]
        lines.append([cls, str(n), *(f"{100 * count / n:.1f}" for count in counts)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(page: str, marks: tuple[str, str], content: str) -> str:
    """Return the page with new content between two marks."""
    before, begin, rest = page.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not end:
        raise SystemExit(f"{PAGE} lacks the marks {marks[0]} and {marks[1]}; put them where the content belongs")
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not options.file.exists():
        print(f"skipped: {options.file} is absent; give the file as the first argument")
        return
    cases = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    starts, intervals, errors = score(cases, found_ends)
    systems = {"depeche": (starts, intervals), "dateparser": score(cases, dateparser_ends)[:2]}
    shares = table(Counter(case["cls"] for case in cases), systems)
    print(shares)
    if options.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), MARKS, shares), encoding="utf-8")
    if options.errors:
        for case, found in errors:
            print(f"{case['cls']}: {case['text']!r} [{case['expression']}] {case['ref_date']}")
            print(f"    expected {case['expected_start']}..{case['expected_end']} or {case['alt'][:4]}, found {found}")


if __name__ == "__main__":
    main()
