"""Broken-down counts add up to the scores, and their intervals are those of a bootstrap over articles."""

from __future__ import annotations

import numpy as np
import pytest
from made_gold import articles, event

from pipeline.bootstrap import intervals
from pipeline.breakdown import F1_FIELDS, RATIO_FIELDS, Breakdown, break_down
from pipeline.evaluate import render_intervals
from pipeline.scoring import F1, score

GOLD = articles(
    [event("threat", "IRN"), event("visit", "FRA", "planned")],
    [],
    [event("aid", "UKR", date=["2022-03-01", "2022-03-01"])],
    [event("threat", "CUB")],
)
SYSTEM = articles(
    [event("threat", "IRN", "planned"), event("visit", "FRA", "planned")],
    [event("aid", "IRN")],
    [event("aid", "POL", date=["2022-03-01", "2022-03-01"])],
)


def test_totals_are_the_scores() -> None:
    totals, scores = break_down(GOLD, SYSTEM).totals(), score(GOLD, SYSTEM)
    for name in F1_FIELDS:
        assert totals["score", name] == getattr(scores, name)
    for name in RATIO_FIELDS:
        ratio = getattr(scores, name)
        assert totals["accuracy", name] == F1(ratio.hits, ratio.total, ratio.total)
    by_type = {name: figure for (group, name), figure in totals.items() if group == "type"}
    assert by_type == {name: part.event for name, part in scores.by_type.items()}


def test_slices_by_status_role_and_kind() -> None:
    totals = break_down(GOLD, SYSTEM, {"d0": "web", "d1": "web", "d2": "brief"}).totals()
    assert totals["status", "planned"] == F1(1, 2, 1)
    assert totals["status", "occurred"] == F1(1, 2, 3), "a matched pair of another status is no hit"
    assert totals["role", "source"] == F1(3, 4, 4)
    assert totals["role", "target"] == F1(2, 4, 4)
    assert totals["article kind", "web"] == F1(2, 3, 2)
    assert totals["article kind", "brief"] == F1(1, 1, 1)


def test_figures_come_in_the_order_of_the_codebook() -> None:
    keys = break_down(GOLD, SYSTEM).keys
    assert [name for group, name in keys if group == "type"] == ["visit", "aid", "threat"]
    assert [group for group, _ in keys] == sorted(
        (group for group, _ in keys), key=["score", "accuracy", "type", "status", "role"].index
    )


def one_figure(*rows: tuple[int, int, int]) -> Breakdown:
    return Breakdown((("score", "event"),), np.array(rows, dtype=np.int64).reshape(len(rows), 1, 3))


def test_alike_articles_have_no_uncertainty() -> None:
    precision, recall, f1 = intervals(one_figure(*[(2, 4, 2)] * 9))["score", "event"]
    assert (precision, recall) == ((0.5, 0.5), (1.0, 1.0))
    assert f1 == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_intervals_are_those_of_the_binomial() -> None:
    # One event an article: a draw of articles is a draw of events, of which 80 of 100 are right.
    breakdown = one_figure(*[(1, 1, 1)] * 80, *[(0, 1, 1)] * 20)
    ends = intervals(breakdown)["score", "event"][0]
    assert ends == (pytest.approx(0.80 - 1.96 * 0.04, abs=0.015), pytest.approx(0.80 + 1.96 * 0.04, abs=0.015))
    assert intervals(breakdown) == intervals(breakdown), "the seed is fixed"
    other = intervals(one_figure(*[(0, 1, 1)] * 20, *[(1, 1, 1)] * 80), seed=1)["score", "event"][0]
    assert other == (pytest.approx(ends[0], abs=0.02), pytest.approx(ends[1], abs=0.02))


def test_rare_figures_and_single_articles_have_no_interval() -> None:
    assert intervals(one_figure((1, 1, 1), *[(0, 0, 0)] * 9))["score", "event"] == (None, None, None)
    assert intervals(one_figure((1, 2, 2)))["score", "event"] == (None, None, None)


def test_intervals_are_printed_behind_their_figures() -> None:
    lines = render_intervals(break_down(GOLD, SYSTEM)).splitlines()
    assert lines[0].startswith("95 % intervals")
    row = next(line for line in lines if line.startswith("score: event "))
    assert row.split()[2] == "75.0"
    assert row.count("[") == 3
    assert next(line for line in lines if line.startswith("accuracy: null articles")).endswith("0.0 [–]")
