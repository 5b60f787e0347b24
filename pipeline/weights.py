"""The logistic models of the project: weights by feature, as data, and the probability that they give.

Eight judgements are learned and not written by hand: whether an article can tell an event, at whom an act aims whose
sentence does not say, whether a mention is an event, whether a participant belongs to it, which time expression dates
it, which place it happens at, whether it is recalled, and how far the merged event can be trusted. Six are logistic
regressions over binary features with readable names; the target and the date are choices among answers that are
described in the same way. `tools/train_weights.py` learns them; `models/weights.md` says from what and with which
quality.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from pipeline.lexicon import LexiconError, read_tsv

FILE = "weights.tsv"
MODELS = ("article", "target", "mention", "participant", "date", "place", "background", "event")


@cache
def tables() -> dict[str, dict[str, float]]:
    """Return the weights of each model by feature.

    Raises
    ------
    LexiconError
        If a row names no known model or its weight is no number; names the line.
    """
    loaded: dict[str, dict[str, float]] = {model: {} for model in MODELS}
    for row in read_tsv(FILE, ("model", "feature", "weight")):
        try:
            loaded[row["model"]][row["feature"]] = float(row["weight"])
        except (KeyError, ValueError) as error:
            raise LexiconError(f"{FILE}:{row['_line']}: unknown model, or a weight that is no number") from error
    return loaded


@contextmanager
def replaced(other: Mapping[str, dict[str, float]]) -> Iterator[None]:
    """Judge by other weights for a while: by those of a fold of articles, when models are learned behind models."""
    stock = tables()
    before = dict(stock)
    stock.update(other)
    try:
        yield
    finally:
        stock.update(before)


def probability(features: Iterable[str], model: str) -> float:
    """Return the probability that a model gives to what is observed; unknown features weigh nothing."""
    table = tables()[model]
    score = table.get("bias", 0.0) + sum(table.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + math.exp(-score))


def shares(answers: Sequence[Iterable[str]], model: str) -> list[float]:
    """Return the probability of each of the answers to one question, of which one is right; they add up to 1.

    Parameters
    ----------
    answers : sequence of iterable of str
        What is observed of each answer; unknown features weigh nothing.
    model : str
        One of `MODELS`.
    """
    table = tables()[model]
    scores = [sum(table.get(feature, 0.0) for feature in features) for features in answers]
    highest = max(scores, default=0.0)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def bucket(value: float, edges: tuple[float, ...]) -> int:
    """Return how many of the ascending edges a value reaches: a number made into a feature."""
    return sum(value >= edge for edge in edges)
