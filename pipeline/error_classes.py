"""Sorts what keeps a run from the strict score into classes, and says what each of them costs.

The strict score counts a miss for every gold event that is not wholly right, and a false alarm for every system event.
A missed event costs one, a made-up one one, a pair that differs two, shared equally among the fields that differ. The
costs of all classes together are the misses and false alarms of the strict score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.assignment import best_assignment
from pipeline.gold import GoldEvent
from pipeline.scoring import Alignment, Pair, coded_pairs, fold, is_strict_match, same_date

NO_TYPE = "–"
"""Stands for a type where the other side has no event."""

_MIN_SHARED = 2
"""Codes that two events of different types must share, if not a trigger, to be taken for one that was mistyped."""


@dataclass(frozen=True, slots=True)
class ErrorCase:
    """One error: its class, its cost, and the events of both sides where there are any."""

    label: str
    cost: float
    doc_id: str
    gold: GoldEvent | None
    system: GoldEvent | None


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """Errors of one class, in the order of the articles."""

    label: str
    cost: float
    cases: tuple[ErrorCase, ...]


def error_classes(alignments: Iterable[Alignment]) -> list[ErrorClass]:
    """Return all classes of errors, the costliest first."""
    cases: defaultdict[str, list[ErrorCase]] = defaultdict(list)
    for alignment in alignments:
        for case in error_cases(alignment):
            cases[case.label].append(case)
    classes = [ErrorClass(label, sum(c.cost for c in members), tuple(members)) for label, members in cases.items()]
    return sorted(classes, key=lambda one: (-round(one.cost, 9), one.label))


def error_cases(alignment: Alignment) -> Iterator[ErrorCase]:
    """Yield the errors of one article."""
    confused = mistyped(alignment)
    for i, event in enumerate(alignment.missed):
        if i in confused:
            other = alignment.spurious[confused[i]]
            same = event["type"] == other["type"]
            label = f"all participants wrong: {event['type']}" if same else f"type: {event['type']} → {other['type']}"
            yield ErrorCase(label, 2, alignment.doc_id, event, other)
        else:
            yield ErrorCase(f"missed: {event['type']}", 1, alignment.doc_id, event, None)
    for j, event in enumerate(alignment.spurious):
        if j not in confused.values():
            yield ErrorCase(f"made up: {event['type']}", 1, alignment.doc_id, None, event)
    for pair in alignment.pairs:
        if not is_strict_match(pair.gold, pair.system):
            labels = list(_differing(pair))
            for label in labels:
                yield ErrorCase(label, 2 / len(labels), alignment.doc_id, pair.gold, pair.system)


def mistyped(alignment: Alignment) -> dict[int, int]:
    """Pair missed with made-up events that tell the same under another type or with other participants.

    Returns
    -------
    dict of int to int
        Positions in `missed` and `spurious`.
    """
    weights = [[_likeness(event, other) for other in alignment.spurious] for event in alignment.missed]
    return {i: j for i, j in best_assignment(weights) if weights[i][j] > 0}


def _likeness(gold: GoldEvent, system: GoldEvent) -> int:
    words = {fold(trigger) for trigger in gold["triggers"]} & {fold(trigger) for trigger in system["triggers"]}
    codes = _codes(gold) & _codes(system)
    if not words and (len(codes) < _MIN_SHARED or gold["type"] == system["type"]):
        return 0
    return 100 * bool(words) + 2 * len(codes) + int(gold["status"] == system["status"])


def _codes(event: GoldEvent) -> set[str]:
    return {code for _, code in coded_pairs(event)}


def _differing(pair: Pair) -> Iterator[str]:
    gold, system = pair.gold, pair.system
    if gold["status"] != system["status"]:
        yield f"status: {gold['status']} → {system['status']}"
    if not same_date(gold, system):
        kind = "absent" if system["date"] is None else "made up" if gold["date"] is None else "another"
        yield f"date: {kind}"
    lacking, extra = coded_pairs(gold) - coded_pairs(system), coded_pairs(system) - coded_pairs(gold)
    swapped = {code for _, code in lacking} & {code for _, code in extra}
    if swapped:
        yield "participant: other role"
    for label, pairs in (("lacking", lacking), ("too many", extra)):
        for role in sorted({role for role, code in pairs if code not in swapped}):
            yield f"participant: {role} {label}"


def confusion(alignments: Sequence[Alignment]) -> Counter[tuple[str, str]]:
    """Count pairs of gold type and system type; `NO_TYPE` where one side has no such event."""
    counts: Counter[tuple[str, str]] = Counter()
    for alignment in alignments:
        confused = mistyped(alignment)
        counts.update((pair.gold["type"], pair.system["type"]) for pair in alignment.pairs)
        for i, event in enumerate(alignment.missed):
            other = alignment.spurious[confused[i]]["type"] if i in confused else NO_TYPE
            counts[event["type"], other] += 1
        taken = set(confused.values())
        counts.update((NO_TYPE, event["type"]) for j, event in enumerate(alignment.spurious) if j not in taken)
    return counts
