"""Scores a run against gold and prints it: the figures, what was missed or made up, what a change gained or lost.

The counting itself is in `pipeline.scoring`, the reading of gold files in `pipeline.gold`; their public names
are here too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.bootstrap import N_RESAMPLES, Ends
from pipeline.bootstrap import intervals as bootstrap
from pipeline.breakdown import Breakdown
from pipeline.gold import GoldArticle, GoldError, GoldEvent, load_gold
from pipeline.scoring import (
    F1,
    Alignment,
    Pair,
    Ratio,
    Scores,
    align_all,
    coded_pairs,
    is_strict_match,
    same_date,
    score,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["F1", "GoldError", "Ratio", "Scores", "load_gold", "render", "run", "score"]

_F1_ROWS = (("event", "event"), ("participant", "participant"), ("strict", "strict"))
_RATIO_ROWS = (
    ("status", "status"),
    ("date", "date"),
    ("place", "place"),
    ("name", "name"),
    ("null articles", "null_articles"),
)
_EXTRA_F1_ROWS = (("topics", "topic"), ("about", "about"))
_EXTRA_RATIO_ROWS = (
    ("background", "background"),
    ("place country", "place_country"),
    ("venue", "venue"),
    ("reported by", "reporter"),
)
_NONE = "–"


def run(
    gold: Sequence[GoldArticle],
    system: Sequence[GoldArticle],
    by_type: bool = False,
    errors: bool = False,
    against: Sequence[GoldArticle] | None = None,
) -> str:
    """Score a run and report on it in plain text.

    Parameters
    ----------
    gold, system : sequence of dict
        Articles in the gold format, as `load_gold` reads them. Articles that gold does not have are left out.
    by_type : bool
        Add a line for every event type.
    errors : bool
        List the missed and spurious events of every article, and the fields in which matched ones differ.
    against : sequence of dict, optional
        An older run over the same articles; adds its scores and lists, event by event, what was gained and lost.

    Returns
    -------
    str
        The report, without a line break at its end. The same input gives the same text.
    """
    scores = score(gold, system)
    sections = [render(scores, by_type)]
    if against is not None:
        sections.append(_render_changes(gold, system, against))
    if errors:
        sections.append("\n".join(_error_lines(align_all(gold, system))) or "No errors.")
    return "\n\n".join(sections)


def render(scores: Scores, by_type: bool = False) -> str:
    """Return the figures as a table, each with the counts it comes from.

    Parameters
    ----------
    scores : Scores
        What `score` gave.
    by_type : bool
        Add a line for every event type.

    Returns
    -------
    str
        Lines of plain text.
    """
    head = f"{scores.n_articles} articles, {scores.event.n_gold} gold events, {scores.event.n_system} system events"
    if scores.n_missing_articles:
        head += f"; {scores.n_missing_articles} articles are not in the system's output, their events count as missed"
    lines = [head, "", f"{'score':<14} {'P':>6} {'R':>6} {'F1':>6}   counts (right / system / gold)"]
    lines += (_f1_line(label, getattr(scores, field)) for label, field in _F1_ROWS)
    lines += ["", f"{'accuracy':<14} {'share':>6}   counts (right / all)"]
    lines += (_ratio_line(label, getattr(scores, field)) for label, field in _RATIO_ROWS)
    lines += ["", "informative, over matched pairs"]
    lines += (_f1_line(label, getattr(scores, field)) for label, field in _EXTRA_F1_ROWS)
    lines += (_ratio_line(label, getattr(scores, field)) for label, field in _EXTRA_RATIO_ROWS)
    if by_type:
        lines += ["", *_type_lines(scores)]
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return f"{_NONE:>6}" if value is None else f"{100 * value:6.1f}"


def _f1_line(label: str, figure: F1) -> str:
    shares = " ".join(_percent(value) for value in (figure.precision, figure.recall, figure.value))
    return f"{label:<14} {shares}   {figure.hits} / {figure.n_system} / {figure.n_gold}"


def _ratio_line(label: str, figure: Ratio) -> str:
    return f"{label:<14} {_percent(figure.value)}   {figure.hits} / {figure.total}"


def _type_lines(scores: Scores) -> Iterator[str]:
    yield (
        f"{'type':<20} {'event P':>7} {'R':>6} {'F1':>6} {'part.F1':>7} {'strict':>6} {'status':>6} {'date':>6}"
        "   events (right / system / gold)"
    )
    for name, part in scores.by_type.items():
        event = part.event
        shares = [event.precision, event.recall, event.value, part.participant.value, part.strict.value]
        figures = [_percent(value) for value in (*shares, part.status.value, part.date.value)]
        figures[0], figures[3] = figures[0].rjust(7), figures[3].rjust(7)
        yield f"{name:<20} {' '.join(figures)}   {event.hits} / {event.n_system} / {event.n_gold}"


def render_intervals(breakdown: Breakdown) -> str:
    """Return every figure with its 95 % interval, as plain text.

    Parameters
    ----------
    breakdown : Breakdown
        From `pipeline.breakdown.break_down`.
    """
    return "\n".join(_interval_lines(breakdown))


def _interval_lines(breakdown: Breakdown) -> Iterator[str]:
    yield f"95 % intervals, by {N_RESAMPLES} draws of articles"
    yield f"{'':<32} {'P':>6} {'':<15} {'R':>6} {'':<15} {'F1':>6}"
    ends = bootstrap(breakdown)
    for key, figure in breakdown.totals().items():
        values = (figure.precision, figure.recall, figure.value)
        cells = [f"{_percent(value)} {_range(pair):<15}" for value, pair in zip(values, ends[key], strict=True)]
        label = f"{key[0]}: {key[1].replace('_', ' ') if key[0] == 'accuracy' else key[1]}"
        yield f"{label:<32} {' '.join(cells[-1:] if key[0] == 'accuracy' else cells)}".rstrip()


def _range(ends: Ends | None) -> str:
    return f"[{_NONE}]" if ends is None else f"[{100 * ends[0]:.1f}, {100 * ends[1]:.1f}]"


def describe(event: GoldEvent) -> str:
    """Return one line that says what an event is: type, status, coded participants, date, trigger words."""
    sides = [f"{p['role'][0]}:{p['code'] or '?'}={p['name']}" for p in event["participants"]]
    date = "/".join(dict.fromkeys(event["date"])) if event["date"] else "no date"
    triggers = " | ".join(event["triggers"])
    return f"{event['type']} {event['status']} ({', '.join(sides)}) {date} [{triggers}]"


def _error_lines(alignments: Iterable[Alignment]) -> Iterator[str]:
    for alignment in alignments:
        lines = [f"  missed    {describe(event)}" for event in alignment.missed]
        lines += (f"  spurious  {describe(event)}" for event in alignment.spurious)
        for pair in alignment.pairs:
            if found := "; ".join(differences(pair)):
                lines.append(f"  differs   {describe(pair.gold)}: {found}")
        if lines:
            yield alignment.doc_id
            yield from lines


def differences(pair: Pair) -> Iterator[str]:
    """Yield the fields of a matched pair that keep it from the strict score, in words."""
    gold, system = pair.gold, pair.system
    if gold["status"] != system["status"]:
        yield f"status is {system['status']}"
    lacking, extra = (sorted(coded_pairs(a) - coded_pairs(b)) for a, b in ((gold, system), (system, gold)))
    yield from (f"lacks {role} {code}" for role, code in lacking)
    yield from (f"adds {role} {code}" for role, code in extra)
    if not same_date(gold, system):
        yield f"date is {'/'.join(dict.fromkeys(system['date'])) if system['date'] else 'absent'}"


def _render_changes(gold: Sequence[GoldArticle], system: Sequence[GoldArticle], against: Sequence[GoldArticle]) -> str:
    new, old = score(gold, system), score(gold, against)
    lines = [f"{'change':<14} {'before':>6} {'now':>6} {'points':>7}"]
    for label, field in (*_F1_ROWS, *_RATIO_ROWS):
        before, now = getattr(old, field).value, getattr(new, field).value
        points = _NONE if before is None or now is None else f"{100 * (now - before):+.1f}"
        lines.append(f"{label:<14} {_percent(before)} {_percent(now)} {points:>7}")
    gains: list[str] = []
    losses: list[str] = []
    for now_, before_ in zip(align_all(gold, system), align_all(gold, against), strict=True):
        found, lost = _only_in_one(_matched(now_), _matched(before_))
        perfected, spoilt = _only_in_one(_perfect(now_), _perfect(before_))
        invented, dropped = _only_in_one(now_.spurious, before_.spurious)
        gains += (f"  {now_.doc_id}: found {event}" for event in found)
        gains += (f"  {now_.doc_id}: now wholly right {event}" for event in perfected if event not in found)
        gains += (f"  {now_.doc_id}: no longer made up {event}" for event in dropped)
        losses += (f"  {now_.doc_id}: lost {event}" for event in lost)
        losses += (f"  {now_.doc_id}: no longer wholly right {event}" for event in spoilt if event not in lost)
        losses += (f"  {now_.doc_id}: newly made up {event}" for event in invented)
    lines += ["", f"{len(gains)} gains", *gains, "", f"{len(losses)} losses", *losses]
    return "\n".join(lines)


def _matched(alignment: Alignment) -> list[GoldEvent]:
    return [pair.gold for pair in alignment.pairs]


def _perfect(alignment: Alignment) -> list[GoldEvent]:
    return [pair.gold for pair in alignment.pairs if is_strict_match(pair.gold, pair.system)]


def _only_in_one(first: Iterable[GoldEvent], second: Iterable[GoldEvent]) -> tuple[list[str], list[str]]:
    """Return the descriptions that only the first, and only the second holds, repetitions counted."""
    left, right = (Counter(describe(event) for event in events) for events in (first, second))
    return list((left - right).elements()), list((right - left).elements())
