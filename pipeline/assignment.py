"""The assignment problem: which row goes with which column, so that the total is the largest.

The Hungarian method with potentials, in O(rows² · columns) steps and exact integers.
Reference: Kuhn, *The Hungarian method for the assignment problem* (1955); shortest augmenting paths after
Jonker and Volgenant (1987).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def best_assignment(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Pair rows with columns one to one so that the sum of weights is the largest.

    Parameters
    ----------
    weights : sequence of sequence of int
        One row of weights of equal length each; may be empty.

    Returns
    -------
    list of (int, int)
        Row and column of every pair, by row; min(rows, columns) pairs. The same input always gives the same
        pairing, whatever other pairings reach the same sum.

    Examples
    --------
    >>> best_assignment([[3, 2], [3, 0]])
    [(0, 1), (1, 0)]
    """
    n_rows = len(weights)
    n_columns = len(weights[0]) if n_rows else 0
    if n_rows > n_columns:
        flipped = [[weights[i][j] for i in range(n_rows)] for j in range(n_columns)]
        return sorted((row, column) for column, row in best_assignment(flipped))
    # Column 0 is a virtual one where every search starts; real rows and columns count from 1.
    row_of = [0] * (n_columns + 1)
    row_potential, column_potential = [0] * (n_rows + 1), [0] * (n_columns + 1)
    for row in range(1, n_rows + 1):
        row_of[0] = row
        _augment(weights, row_of, row_potential, column_potential)
    return sorted((row_of[column] - 1, column - 1) for column in range(1, n_columns + 1) if row_of[column])


def _augment(
    weights: Sequence[Sequence[int]], row_of: list[int], row_potential: list[int], column_potential: list[int]
) -> None:
    """Bring the row that waits in column 0 into the assignment along the cheapest alternating path."""
    n_columns = len(row_of) - 1
    slack: list[int | None] = [None] * (n_columns + 1)
    previous = [0] * (n_columns + 1)
    used = [False] * (n_columns + 1)
    current = 0
    while row_of[current]:
        used[current] = True
        row = row_of[current]
        best, delta = 0, None
        for column in range(1, n_columns + 1):
            if used[column]:
                continue
            cost = -weights[row - 1][column - 1] - row_potential[row] - column_potential[column]
            known = slack[column]
            if known is None or cost < known:
                slack[column], previous[column], known = cost, current, cost
            if delta is None or known < delta:
                best, delta = column, known
        step = delta or 0
        for column in range(n_columns + 1):
            remaining = slack[column]
            if used[column]:
                row_potential[row_of[column]] += step
                column_potential[column] -= step
            elif remaining is not None:
                slack[column] = remaining - step
        current = best
    while current:
        row_of[current] = row_of[previous[current]]
        current = previous[current]
