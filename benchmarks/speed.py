"""Articles per second of extraction, as a ratio to the bare language model, and where the time goes.

Both run in one process over the same articles, batch by batch, first one and then the other, so that whatever else the
machine does weighs on both. The ratio is that of processor time, which leaves out what other programs take.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import spacy

from pipeline import extraction
from pipeline import nlp as language
from pipeline.components.reading import SentenceReader
from pipeline.records import Article

BATCH = extraction.BATCH_SIZE


@dataclass(frozen=True)
class Speed:
    """What was measured on one set: seconds of the processor for each article."""

    articles: int
    bare: float
    depeche: float
    kept: int
    parts: dict[str, float]

    @property
    def ratio(self) -> float:
        """How many times as many articles a second as the bare model."""
        return self.bare / self.depeche


def seconds_of(work: Iterable[object]) -> float:
    start = time.process_time()
    for _ in work:
        pass
    return time.process_time() - start


def measure(articles: list[Article], model: str | None = None) -> Speed:
    """Run both over the articles, in turn."""
    name = language.choose_model(model)
    bare, full = spacy.load(name), language.build(name)
    warm = articles[:20]
    seconds_of(bare.pipe(article.text for article in warm))
    seconds_of(extraction.extract(warm, full, False))
    times: Counter[str] = Counter()
    kept = 0
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        times["bare"] += seconds_of(bare.pipe(article.text for article in batch))
        before = time.process_time()
        kept += sum(bool(found.n_sentences) for found in extraction.extract(batch, full, False))
        times["depeche"] += time.process_time() - before
    number = len(articles)
    return Speed(number, times["bare"] / number, times["depeche"] / number, kept, profile(articles[:1_000], name))


def profile(articles: list[Article], model: str) -> dict[str, float]:
    """Return the processor time of each part, in seconds for each article, the slowest first."""
    nlp = language.build(model)
    times: Counter[str] = Counter()

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            result = function(*args, **kwargs)
            times[name] += time.process_time() - start
            return result

        return run

    for place, (name, component) in enumerate(nlp._components):
        if isinstance(component, SentenceReader):
            component.steps = [_Timed(step, type(step).__name__, timed) for step in component.steps]
            component.choose = timed("gate: sentences", component.choose)
        else:
            nlp._components[place] = (name, timed(name, component))
    times["all"] = seconds_of(extraction.extract(articles, nlp, False))
    total = times.pop("all")
    times["the rest"] = total - sum(times.values())
    return {name: seconds / len(articles) for name, seconds in times.most_common()}


class _Timed:
    """A component of the model whose time is taken."""

    def __init__(self, step: Any, name: str, timed: Callable[..., Any]) -> None:
        self.pipe = timed(f"model: {name}", lambda docs, batch_size: list(step.pipe(docs, batch_size=batch_size)))
