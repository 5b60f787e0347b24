"""Compares two runs over the same articles: events gained, lost and changed. No gold is needed.

Events are paired as for scoring, so that an event counts as kept if type and at least one participant agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate import describe, differences
from pipeline.gold import GoldArticle, GoldEvent
from pipeline.gold_sentences import sentence
from pipeline.scoring import align_all

KINDS = ("gained", "lost", "changed")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two runs: an event of the newer one, of the older one, or of both (`now` says what)."""

    doc_id: str
    kind: str
    event: GoldEvent
    now: str = ""


@dataclass(frozen=True, slots=True)
class RunDiff:
    """All differences, in the order of the articles, and how many events stayed as they were."""

    changes: tuple[Change, ...]
    n_articles: int
    n_same: int


def compare(before: Sequence[GoldArticle], after: Sequence[GoldArticle]) -> RunDiff:
    """Return what changed from one run to another.

    Parameters
    ----------
    before, after : sequence of dict
        Articles in the gold format. One that only one run has lost, or gained, all its events.

    Returns
    -------
    RunDiff
        The same input gives the same differences.
    """
    known = {article["doc_id"] for article in before}
    new = [{"doc_id": a["doc_id"], "published_at": a["published_at"], "events": []} for a in after]
    articles = [*before, *(article for article in new if article["doc_id"] not in known)]
    changes: list[Change] = []
    n_same = 0
    for alignment in align_all(articles, after):
        for pair in alignment.pairs:
            now = "; ".join(differences(pair))
            n_same += not now
            if now:
                changes.append(Change(alignment.doc_id, "changed", pair.gold, now))
        changes += (Change(alignment.doc_id, "lost", event) for event in alignment.missed)
        changes += (Change(alignment.doc_id, "gained", event) for event in alignment.spurious)
    return RunDiff(tuple(changes), len(articles), n_same)


def render(diff: RunDiff, texts: Mapping[str, str]) -> str:
    """Return the differences as plain text, each with its sentence where the text of the article is known."""
    counts = {kind: sum(1 for change in diff.changes if change.kind == kind) for kind in KINDS}
    figures = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    lines = [f"{diff.n_articles} articles: {figures}, {diff.n_same} as before"]
    for kind in KINDS:
        if counts[kind]:
            lines += ["", kind]
        for change in diff.changes:
            if change.kind == kind:
                lines += _lines(change, texts)
    return "\n".join(lines)


def _lines(change: Change, texts: Mapping[str, str]) -> Iterator[str]:
    yield f"  {change.doc_id}: {describe(change.event)}{': ' if change.now else ''}{change.now}"
    if told := sentence(change.event, texts.get(change.doc_id)):
        yield f"      {told}"
