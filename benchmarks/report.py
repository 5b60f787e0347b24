"""Measures speed, memory and growth; writes them into benchmarks/README.md with their plot.

    python -m benchmarks.report [--articles 3000] [--largest 100000] [--jobs 2] [--check]

With `--check` the exit code is 1 where a figure misses its target.
"""

from __future__ import annotations

import argparse
import math
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import scale, speed
from benchmarks.corpora import articles, sets
from benchmarks.scale import Run
from benchmarks.timex_accuracy import PAGE, written
from pipeline import nlp as language

HERE = Path(__file__).parent
MARKS = ("<!-- speed:begin (written by make bench) -->", "<!-- speed:end -->")
PLOT = "scale.svg"
AT_LEAST = {"newsroom mix": 8.0, "world news": 2.0, "sample corpus": 1.5}
"""Times the articles a second of the bare model."""

SPEED_UP, MEMORY, EXPONENT, NEXT = 1.8, 1.2, 1.05, 0.05
"""Of two processes over one; of memory and time with the corpus; of the next run over the first."""

COMPARED = 20_000
"""Articles of the runs with one process and with two: enough for the start of the processes to weigh little."""

Check = tuple[str, str, str, bool]
"""What, measured, wanted, whether it is met."""


def speeds(number: int) -> tuple[list[str], list[Check]]:
    """Measure articles per second on every set that is there."""
    lines, checks = [], []
    for name, path in sets().items():
        found = speed.measure(list(articles(path, number)))
        wanted = AT_LEAST[name]
        checks.append((f"{name}: bare model ÷ depeche", f"{found.ratio:.1f}×", f"≥ {wanted}×", found.ratio >= wanted))
        lines += [
            f"#### {name}", "",
            f"{found.articles} articles, of which {found.kept} can tell an event: bare model {1 / found.bare:.1f} "
            f"articles/s, depeche {1 / found.depeche:.1f} articles/s of processor time.", "",
            "| part | ms per article | share |", "| --- | ---: | ---: |",
            *(f"| {part} | {seconds * 1e3:.2f} | {seconds / sum(found.parts.values()):.0%} |"
              for part, seconds in found.parts.items() if seconds * 1e3 >= 0.01), "",
        ]  # fmt: skip
    return lines, checks


def sizes(largest: int) -> list[int]:
    """Return corpus sizes from a thousand to the largest, evenly spaced on a logarithmic scale."""
    steps = max(1, round(2 * math.log10(largest / 1_000)))
    return [round(1_000 * (largest / 1_000) ** (step / steps)) for step in range(steps + 1)]


def exponent(runs: list[Run]) -> float:
    """Return how time grows with the corpus between the two largest runs: 1 is linearly."""
    one, other = runs[-2:]
    return math.log(other.seconds / one.seconds) / math.log(other.articles / one.articles)


def scaling(largest: int, jobs: int) -> tuple[list[str], list[Check], list[Run]]:
    """Measure whole runs."""
    path = next(iter(sets().values()))
    one, two = (scale.growth(path, [COMPARED], number)[0] for number in (1, 2))
    runs = scale.growth(path, sizes(largest), jobs)
    first, following = scale.next_run(path, 10_000, 100)
    gain, memory = one.seconds / two.seconds, runs[-1].megabytes / runs[0].megabytes
    share, power = following.seconds / first.seconds, exponent(runs)
    checks = [
        (f"two processes over one, {COMPARED:,} articles", f"{gain:.2f}×", f"≥ {SPEED_UP}×", gain >= SPEED_UP),
        (f"memory at {largest:,} over 1,000 articles", f"{memory:.2f}×", f"≤ {MEMORY}×", memory <= MEMORY),
        ("exponent of time", f"{power:.2f}", f"≤ {EXPONENT}", power <= EXPONENT),
        ("next run, 100 of 10,000 new, over the first", f"{share:.1%}", f"≤ {NEXT:.0%}", share <= NEXT),
    ]
    lines = [
        "| articles | processes | seconds | articles/s | largest process |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {r.articles:,} | {r.jobs} | {r.seconds:.1f} | {r.articles / r.seconds:.0f} | {r.megabytes:.0f} MB |"
        for r in (one, two, *runs)
    ]
    return lines, checks, runs


def draw(runs: list[Run]) -> None:
    """Plot time and memory over the size of the corpus."""
    import matplotlib as mpl  # noqa: PLC0415  only where there is something to draw

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "depeche"
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
    numbers = [run.articles for run in runs]
    left.loglog(numbers, [run.seconds for run in runs], marker="o")
    left.set(xlabel="articles", ylabel="seconds", title="time")
    right.semilogx(numbers, [run.megabytes for run in runs], marker="o")
    right.set(xlabel="articles", ylabel="MB of the largest process", title="memory")
    right.set_ylim(bottom=0)
    figure.savefig(HERE / PLOT, metadata={"Date": None})


def page(checks: list[Check], parts: list[str], runs: list[str], start: dict[str, float], jobs: int) -> Iterator[str]:
    """Yield the lines of the part of benchmarks/README.md that is measured here."""
    yield "Articles per second are those of one machine with two cores,"
    yield f"{platform.machine()}, Python {platform.python_version()} and {language.installed_label()}; ratios hold"
    yield "better elsewhere, since both sides are measured in one process, in turn, on the same articles."
    yield ""
    yield "| what | measured | wanted | |"
    yield "| --- | ---: | ---: | --- |"
    yield from (
        f"| {what} | {found} | {wanted} | {'met' if met else 'missed'} |" for what, found, wanted, met in checks
    )
    yield from ("", "### Where the time goes", "", *parts, "### Whole runs", "")
    yield f"From files to tables, start-up included, over the first set above, repeated; growth with {jobs} processes."
    yield from ("", *runs, "", f"![Time and memory over the size of the corpus]({PLOT})", "", "### Start-up", "")
    yield from ("| until | seconds |", "| --- | ---: |", *(f"| {name} | {took:.2f} |" for name, took in start.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure speed, memory and growth; write benchmarks/README.md.")
    parser.add_argument("--articles", type=int, default=3_000, help="for the ratios to the bare model")
    parser.add_argument("--largest", type=int, default=100_000, help="largest corpus")
    parser.add_argument("--jobs", type=int, default=2, help="processes for the large corpora")
    parser.add_argument("--check", action="store_true", help="fail where a figure misses its target")
    options = parser.parse_args()
    parts, ratios = speeds(options.articles)
    table, checks, runs = scaling(options.largest, options.jobs)
    draw(runs)
    checks = ratios + checks
    text = "\n".join(page(checks, parts, table, scale.start_up(), options.jobs))
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), MARKS, text), encoding="utf-8")
    for what, found, wanted, met in checks:
        print(f"{'met   ' if met else 'MISSED'} {what}: {found} ({wanted})")
    return int(options.check and not all(met for *_, met in checks))


if __name__ == "__main__":
    sys.exit(main())
