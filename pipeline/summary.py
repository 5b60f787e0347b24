"""The last words of a run: how many articles, which events, what was rejected and why, where it all is."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.run import RunSummary


def summary(done: RunSummary) -> RenderableType:
    """Return what a run did, ready for a rich console.

    Parameters
    ----------
    done : RunSummary
        What `pipeline.run.run` returned.

    Returns
    -------
    rich renderable
        A table of event types, one of rejects where there are any, and three lines.
    """
    parts: list[RenderableType] = []
    if done.events_by_type:
        parts.append(_counts("event type", "events", done.events_by_type))
    if done.rejects_by_reason:
        parts.append(_counts("rejected because", "pieces of input", done.rejects_by_reason))
    new = done.n_articles - done.n_reused
    parts += [
        Text(f"{done.n_articles} articles ({new} processed now, {done.n_reused} known), {done.n_events} events"),
        Text(f"model   {done.model}"),
        Text(f"tables  {done.out_path}"),
    ]
    return Group(*parts)


def _counts(label: str, unit: str, counts: Mapping[str, int]) -> Table:
    table = Table(label)
    table.add_column(unit, justify="right")
    for name, number in counts.items():
        table.add_row(name, str(number))
    if len(counts) > 1:
        table.add_section()
        table.add_row("all", str(sum(counts.values())), style="bold")
    return table
