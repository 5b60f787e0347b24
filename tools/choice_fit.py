"""Fits the model of a choice: several answers to one question, of which some are right.

The weights maximise the probability that the right answers have together, less an L2 penalty. With more than one right
answer that is no convex problem; the shares of the right ones are held fixed for each of Newton's steps, as EM does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers: features and whether it is right, at least one of them being so."""

    doc_id: str
    answers: tuple[tuple[Sequence[str], bool], ...]


def fit(questions: Sequence[Question], penalty: float, min_count: int, steps: int = 15) -> dict[str, float]:
    """Return the weight of each feature that stands in at least `min_count` answers."""
    answers = [answer for question in questions for answer in question.answers]
    counts = Counter(feature for features, _ in answers for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= min_count)
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(answers), len(names)))
    for row, (features, _) in enumerate(answers):
        x[row, [index[f] for f in features if f in index]] = 1.0
    right = np.array([is_right for _, is_right in answers], dtype=float)
    starts = np.cumsum([0, *(len(question.answers) for question in questions)])[:-1]
    w = newton(x, right, starts, penalty, steps)
    return {name: float(w[i]) for name, i in index.items()}


def newton(x: Floats, right: Floats, starts: NDArray[np.int64], penalty: float, steps: int) -> Floats:
    """Return the weights after Newton's steps, which end where they become small."""
    w = np.zeros(x.shape[1])
    sizes = np.diff([*starts, len(x)])

    def by_group(values: Floats) -> Floats:
        return np.repeat(np.add.reduceat(values, starts), sizes)

    for _ in range(steps):
        scores = x @ w
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        power = np.exp(scores)
        p = power / by_group(power)
        wanted = p * right / by_group(p * right)
        gradient = x.T @ (wanted - p) - penalty * w
        mean = np.add.reduceat(x * p[:, None], starts)
        hessian = (x.T * p) @ x - mean.T @ mean + penalty * np.eye(x.shape[1])
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < 1e-4:
            break
    return w


def is_right(question: Question, scores: Sequence[float], doubt: float) -> bool:
    """Tell whether the answer that is taken is right; the first one stands for none and needs `1 / doubt` the odds."""
    shifted = [scores[0] + math.log(doubt), *scores[1:]]
    best = max(range(len(shifted)), key=lambda i: shifted[i])
    return question.answers[best][1]
