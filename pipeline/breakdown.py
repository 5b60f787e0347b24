"""Counts of every score for every article, so that scores can be broken down and their uncertainty estimated.

The figures over all articles are those of `pipeline.scoring`. Beside them stand the events by type, by status, by the
kind of their article, and the participants by role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.gold import GoldArticle, GoldEvent
from pipeline.ontology import EVENT_TYPES
from pipeline.records import ROLES, STATUSES
from pipeline.scoring import F1, Alignment, Ratio, align_all, coded_pairs, score

Key = tuple[str, str]
"""Group and name of a figure (`type`, `meeting`)."""

Counts = tuple[int, int, int]
"""What is right, what the system gave, what gold has; of a share, what is right and twice the number of all."""

F1_FIELDS = ("event", "participant", "strict")
RATIO_FIELDS = ("status", "date", "place", "name", "null_articles")
GROUPS = ("score", "accuracy", "type", "status", "role", "article kind")
"""Groups of figures; those of `status` are events whose status is right too."""


_ORDER: Mapping[str, tuple[str, ...]] = {
    "score": F1_FIELDS,
    "accuracy": RATIO_FIELDS,
    "type": tuple(EVENT_TYPES),
    "status": STATUSES,
    "role": ROLES,
}


@dataclass(frozen=True)
class Breakdown:
    """The names of the figures, and their counts by article, figure and side (`Counts`)."""

    keys: tuple[Key, ...]
    counts: NDArray[np.int64]

    def totals(self) -> dict[Key, F1]:
        """Return each figure over all articles."""
        return {key: F1(*map(int, row)) for key, row in zip(self.keys, self.counts.sum(axis=0), strict=True)}


def break_down(
    gold: Sequence[GoldArticle], system: Sequence[GoldArticle], kinds: Mapping[str, str] | None = None
) -> Breakdown:
    """Count every figure in every article of the gold.

    Parameters
    ----------
    gold, system : sequence of dict
        Articles in the gold format.
    kinds : mapping of str to str, optional
        Kind of each article, by id.

    Returns
    -------
    Breakdown
        Figures in the order of `GROUPS`, and of the codebook within them.
    """
    found = {article["doc_id"]: article for article in system}
    rows: list[dict[Key, Counts]] = []
    for article, alignment in zip(gold, align_all(gold, system), strict=True):
        doc_id = article["doc_id"]
        row = dict(_scores([article], [found[doc_id]] if doc_id in found else []))
        for key, added in _slices(alignment):
            row[key] = _plus(row.get(key, (0, 0, 0)), added)
        if kinds and doc_id in kinds:
            row["article kind", kinds[doc_id]] = row["score", "event"]
        rows.append(row)
    keys = tuple(sorted({key for row in rows for key in row}, key=_rank))
    counts = np.array([[row.get(key, (0, 0, 0)) for key in keys] for row in rows], dtype=np.int64)
    return Breakdown(keys, counts.reshape(len(rows), len(keys), 3))


def _plus(first: Counts, second: Counts) -> Counts:
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def _rank(key: Key) -> tuple[int, int, str]:
    group, name = key
    known = _ORDER.get(group, ())
    return GROUPS.index(group), known.index(name) if name in known else len(known), name


def _scores(gold: Sequence[GoldArticle], system: Sequence[GoldArticle]) -> Iterator[tuple[Key, Counts]]:
    scores = score(gold, system)
    for name in F1_FIELDS:
        figure: F1 = getattr(scores, name)
        yield ("score", name), (figure.hits, figure.n_system, figure.n_gold)
    for name in RATIO_FIELDS:
        ratio: Ratio = getattr(scores, name)
        yield ("accuracy", name), (ratio.hits, ratio.total, ratio.total)
    for name, part in scores.by_type.items():
        yield ("type", name), (part.event.hits, part.event.n_system, part.event.n_gold)


def _slices(alignment: Alignment) -> Iterator[tuple[Key, Counts]]:
    for pair in alignment.pairs:
        agree = int(pair.gold["status"] == pair.system["status"])
        yield ("status", pair.gold["status"]), (agree, 0, 1)
        yield ("status", pair.system["status"]), (0, 1, 0)
        yield from _roles(pair.gold, pair.system)
    for event in alignment.missed:
        yield ("status", event["status"]), (0, 0, 1)
        yield from _roles(event, None)
    for event in alignment.spurious:
        yield ("status", event["status"]), (0, 1, 0)
        yield from _roles(None, event)


def _roles(gold: GoldEvent | None, system: GoldEvent | None) -> Iterator[tuple[Key, Counts]]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    right, given = (coded_pairs(event) if event else frozenset() for event in (gold, system))
    for side, pairs in enumerate((right & given, given, right)):
        for role, _ in pairs:
            counts[role][side] += 1
    for role, (hits, n_system, n_gold) in counts.items():
        yield ("role", role), (hits, n_system, n_gold)
