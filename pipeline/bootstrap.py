"""Bootstrap intervals of scores: how far a score would move had other articles been drawn.

Articles are the unit that is resampled, since the events of one article stand and fall together (percentile method;
Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13). The draws come from a fixed seed: the same
counts give the same intervals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.breakdown import Breakdown, Key

N_RESAMPLES = 2000
"""Draws; with more, ends of intervals move by less than their last printed digit."""

SEED = 20170503
LEVEL = 0.95

Ends = tuple[float, float]
Intervals = tuple[Ends | None, Ends | None, Ends | None]
"""Of precision, recall and F1; None where too few draws have the figure."""

_MIN_SHARE = 0.9
"""Share of the draws that must have a figure: types that stand in one or two articles are missing from many."""


def intervals(breakdown: Breakdown, n_resamples: int = N_RESAMPLES, seed: int = SEED) -> dict[Key, Intervals]:
    """Return the 95 % interval of precision, recall and F1 of every figure.

    Parameters
    ----------
    breakdown : Breakdown
        Counts by article.
    n_resamples : int
        How many times as many articles as there are, are drawn with replacement.
    seed : int
        Start of the pseudo-random numbers.

    Returns
    -------
    dict
        Of a share all three are the same. Without at least two articles there are no intervals.
    """
    n_articles, n_figures, _ = breakdown.counts.shape
    if n_articles < 2:
        return dict.fromkeys(breakdown.keys, (None, None, None))
    generator = np.random.Generator(np.random.PCG64(seed))
    draws = generator.multinomial(n_articles, np.full(n_articles, 1 / n_articles), size=n_resamples)
    sums = (draws @ breakdown.counts.reshape(n_articles, -1)).reshape(n_resamples, n_figures, 3)
    hits, n_system, n_gold = np.moveaxis(sums, 2, 0)
    measures = [_share(hits, n_system), _share(hits, n_gold), _share(2 * hits, n_system + n_gold)]
    return {key: _all_ends(measures, column) for column, key in enumerate(breakdown.keys)}


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.full(part.shape, np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def _all_ends(measures: list[NDArray[np.float64]], column: int) -> Intervals:
    precision, recall, f1 = (_ends(measure[:, column]) for measure in measures)
    return precision, recall, f1


def _ends(values: NDArray[np.float64]) -> Ends | None:
    known = values[~np.isnan(values)]
    if len(known) < _MIN_SHARE * len(values):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
