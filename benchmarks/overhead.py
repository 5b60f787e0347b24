"""Measures what extraction costs over the bare language model.

Both run in one process over the same articles, batch by batch, first one and then the other, so that whatever else
the machine does weighs on both. A round is all batches; who goes first changes from round to round. The figures are
the medians over rounds of the time of `pipeline.extract`, from texts to events, over that of `nlp.pipe` of the model as
it is loaded: once by the clock on the wall, once in processor time, which leaves out what other programs take. A last
pass takes the articles through each component by itself and gives its share of the processor time.

    python benchmarks/overhead.py ARTICLES [--articles 300] [--rounds 3] [--batch 50] [--model NAME] [--most RATIO]

ARTICLES is anything that `depeche extract` reads. Exit codes: 0 measured, or nothing to measure; 1 above `--most`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language

from pipeline import nlp as language
from pipeline.corpus import read_corpus
from pipeline.extraction import BATCH_SIZE, docs, extract, from_doc
from pipeline.records import Article

Seconds = NDArray[np.float64]
"""On the wall, and of the processor."""


def read(path: Path, number: int) -> list[Article]:
    return list(islice((piece for piece in read_corpus(path) if isinstance(piece, Article)), number))


def clocks() -> Seconds:
    return np.array([time.perf_counter(), time.process_time()])


def seconds_of(work: Iterable[object]) -> Seconds:
    """Return how long it takes to go through some lazy work."""
    start = clocks()
    for _ in work:
        pass
    return clocks() - start


def one_round(
    bare: Language, full: Language, batches: Sequence[Sequence[Article]], bare_first: bool
) -> tuple[Seconds, Seconds]:
    """Return the time of the bare model and that of extraction over all batches."""
    totals = [np.zeros(2), np.zeros(2)]
    for batch in batches:
        sides = [
            (0, bare.pipe((article.text for article in batch), batch_size=BATCH_SIZE)),
            (1, extract(batch, full)),
        ]
        for side, work in sides if bare_first else reversed(sides):
            totals[side] += seconds_of(work)
    return totals[0], totals[1]


def component_seconds(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    """Return the processor time of each component by itself, and of making events of what they found."""
    with nlp.select_pipes(enable=[]):
        start = time.process_time()
        found = [doc for doc, _ in docs(articles, nlp)]
        seconds = {"tokenizer": time.process_time() - start}
    for name, component in nlp.pipeline:
        start = time.process_time()
        if hasattr(component, "pipe"):
            found = list(component.pipe(found, batch_size=BATCH_SIZE))
        else:
            found = [component(doc) for doc in found]
        seconds[name] = time.process_time() - start
    start = time.process_time()
    for doc, article in zip(found, articles, strict=True):
        from_doc(doc, article)
    return seconds | {"events": time.process_time() - start}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the time of extraction over that of the bare model.")
    parser.add_argument("path", type=Path, metavar="ARTICLES", help="file or folder of articles")
    parser.add_argument("--articles", type=int, default=300, help="how many, from the start (default 300)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the median counts (default 3)")
    parser.add_argument("--batch", type=int, default=50, help="articles between two changes of sides (default 50)")
    parser.add_argument("--model", help="spaCy model; without it, the best installed one")
    parser.add_argument("--most", type=float, help="fail where the ratio in processor time is above this")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if not options.path.exists():
        print(f"skipped: {options.path} is not there; name a file or folder of articles")
        return 0
    articles = read(options.path, options.articles)
    name = language.choose_model(options.model)
    bare, full = spacy.load(name), language.build(name)
    batches = [articles[start : start + options.batch] for start in range(0, len(articles), options.batch)]
    one_round(bare, full, batches[:1], bare_first=True)  # what is loaded lazily is loaded now
    print(f"{len(articles)} articles of {options.path.name}, {language.model_label(full)}, {options.rounds} rounds")
    ratios = []
    for number in range(options.rounds):
        bare_time, full_time = one_round(bare, full, batches, bare_first=number % 2 == 0)
        ratios.append(full_time / bare_time)
        rates = f"bare {len(articles) / bare_time[0]:.1f}, extraction {len(articles) / full_time[0]:.1f} articles/s"
        print(f"  round {number + 1}: {rates}, ratio {ratios[-1][0]:.3f}, processor {ratios[-1][1]:.3f}", flush=True)
    wall, processor = np.median(ratios, axis=0)
    print(f"median ratio: {wall:.3f}, in processor time {processor:.3f}\n")
    seconds = component_seconds(full, articles)
    for component, share in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {component:<22} {share:7.2f} s  {share / sum(seconds.values()):6.1%}")
    return int(options.most is not None and processor > options.most)


if __name__ == "__main__":
    sys.exit(main())
