"""Measures how fast time expressions are found: megabytes of UTF-8 a second on one core, the best of several rounds.

What has been read of a text is remembered, as the news repeats itself; each round begins without any memory.

    python benchmarks/timex_speed.py [FILE_OR_FOLDER] [--articles N] [--rounds N]
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path

from pipeline.corpus import read_corpus
from pipeline.records import Article
from pipeline.timex import find
from pipeline.timex.detect import read

MIX = Path(__file__).resolve().parents[2] / "shared" / "data" / "newsroom_mix.jsonl.gz"
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "raw"


def measure(articles: list[Article], rounds: int) -> float:
    """Return the megabytes a second of the fastest round."""
    size = sum(len(article.text.encode()) for article in articles)
    find(articles[0].text, articles[0].published_date)  # reads the lexicons
    best = float("inf")
    for _ in range(rounds):
        read.cache_clear()
        start = time.process_time()
        for article in articles:
            find(article.text, article.published_date)
        best = min(best, time.process_time() - start)
    return size / 1e6 / best


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, default=MIX if MIX.exists() else SAMPLES)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    articles = list(islice((a for a in read_corpus(options.path) if isinstance(a, Article)), options.articles))
    if not articles:
        raise SystemExit(f"{options.path} holds no article that can be read; give another file or folder")
    print(f"{len(articles)} articles of {options.path.name}: {measure(articles, options.rounds):.2f} MB/s")


if __name__ == "__main__":
    main()
