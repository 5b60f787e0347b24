"""Writes the evaluation of a run as one HTML file: scores with intervals, confusions, costliest errors, changes.

The file needs nothing beside it, and the same input gives the same bytes. What it looks like is in
`templates/evaluation.html.j2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.bootstrap import N_RESAMPLES, Ends, intervals
from pipeline.breakdown import GROUPS, break_down
from pipeline.error_classes import NO_TYPE, ErrorCase, confusion, error_classes
from pipeline.evaluate import describe
from pipeline.gold_sentences import marked_sentences, sentence, trigger_span
from pipeline.ontology import EVENT_TYPES
from pipeline.run_diff import KINDS, compare
from pipeline.scoring import Alignment, align_all, coded_pairs, same_date

if TYPE_CHECKING:
    from pipeline.gold import GoldArticle, GoldEvent
    from pipeline.gold_run import ArticleText

N_CLASSES = 10
N_CASES = 8
"""Errors shown of each class; the first in the order of the articles."""

GOLD, SYSTEM = "gold", "system"
_TEMPLATE = "evaluation.html.j2"
_BOTH = "both"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in percent with its interval, as text; both empty where there is none."""

    value: str
    ends: str
    percent: float


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of a table: its name, precision, recall and F1, and its counts."""

    name: str
    cells: tuple[Cell, ...]
    counts: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an event as shown, and whether the other side has the same (`same`, `differs`, `alone`)."""

    field: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One error as shown: its sentences in pieces, and the facts of both sides."""

    doc_id: str
    sentences: list[list[tuple[str, str]]]
    gold: tuple[Fact, ...]
    system: tuple[Fact, ...]


def write(
    path: Path,
    gold: Sequence[GoldArticle],
    system: Sequence[GoldArticle],
    articles: Mapping[str, ArticleText],
    against: Sequence[GoldArticle] | None = None,
) -> None:
    """Write the report.

    Parameters
    ----------
    path : Path
        File to write.
    gold, system : sequence of dict
        Articles in the gold format.
    articles : mapping of str to ArticleText
        Texts and kinds of the articles; those that it lacks are shown without sentences.
    against : sequence of dict, optional
        An older run, for what was gained and lost since.
    """
    environment = Environment(
        loader=PackageLoader("pipeline"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(_TEMPLATE).render(view(gold, system, articles, against))
    path.write_text(text, encoding="utf-8", newline="\n")


def view(
    gold: Sequence[GoldArticle],
    system: Sequence[GoldArticle],
    articles: Mapping[str, ArticleText],
    against: Sequence[GoldArticle] | None = None,
) -> dict[str, object]:
    """Return what the template shows; see `write`."""
    texts = {doc_id: article.text for doc_id, article in articles.items()}
    alignments = align_all(gold, system)
    classes = error_classes(alignments)
    shown = [(one, [_case_view(case, texts) for case in one.cases[:N_CASES]]) for one in classes[:N_CLASSES]]
    return {
        "n_articles": len(gold),
        "n_gold": sum(len(article["events"]) for article in gold),
        "n_system": sum(len(a.pairs) + len(a.spurious) for a in alignments),
        "n_resamples": N_RESAMPLES,
        "tables": _tables(gold, system, {doc_id: article.kind for doc_id, article in articles.items()}),
        "confusion": _confusion_rows(alignments),
        "classes": shown,
        "total_cost": sum(one.cost for one in classes),
        "changes": _change_groups(gold, system, against, texts) if against is not None else None,
    }


def _tables(
    gold: Sequence[GoldArticle], system: Sequence[GoldArticle], kinds: Mapping[str, str]
) -> list[tuple[str, list[Row]]]:
    breakdown = break_down(gold, system, kinds)
    ends = intervals(breakdown)
    rows: dict[str, list[Row]] = {group: [] for group in GROUPS}
    for (group, name), figure in breakdown.totals().items():
        values = (figure.precision, figure.recall, figure.value)
        cells = tuple(_cell(value, pair) for value, pair in zip(values, ends[group, name], strict=True))
        is_share = group == "accuracy"
        counts = (
            f"{figure.hits} / {figure.n_gold}" if is_share else f"{figure.hits} / {figure.n_system} / {figure.n_gold}"
        )
        rows[group].append(Row(name.replace("_", " "), cells[-1:] if is_share else cells, counts))
    return [(group, members) for group, members in rows.items() if members]


def _cell(value: float | None, ends: Ends | None) -> Cell:
    if value is None:
        return Cell("–", "", 0)
    return Cell(f"{100 * value:.1f}", f"{100 * ends[0]:.1f}–{100 * ends[1]:.1f}" if ends else "", round(100 * value, 1))


def _confusion_rows(alignments: Sequence[Alignment]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return for each gold type what the system made of it, the most frequent first."""
    counts = confusion(alignments)
    rows = []
    for name in (*EVENT_TYPES, NO_TYPE):
        cells = [(other, counts[name, other]) for other in (*EVENT_TYPES, NO_TYPE) if counts[name, other]]
        if cells:
            rows.append((name, sorted(cells, key=lambda cell: -cell[1])))
    return rows


def _case_view(case: ErrorCase, texts: Mapping[str, str]) -> CaseView:
    text = texts.get(case.doc_id, "")
    spans = {
        side: trigger_span(event, text) if event and text else None
        for side, event in ((GOLD, case.gold), (SYSTEM, case.system))
    }
    pieces = [
        [(words, _BOTH if " " in names else names) for words, names in one] for one in marked_sentences(text, spans)
    ]
    return CaseView(case.doc_id, pieces, tuple(_facts(case.gold, case.system)), tuple(_facts(case.system, case.gold)))


def _facts(event: GoldEvent | None, other: GoldEvent | None) -> Iterator[Fact]:
    """Yield the fields of an event that the strict score looks at, compared with those of the other side."""
    if event is None:
        return

    def state(same: bool) -> str:
        return "alone" if other is None else "same" if same else "differs"

    for field in ("type", "status"):
        yield Fact(field, event[field], state(other is not None and event[field] == other[field]))
    theirs = coded_pairs(other) if other is not None else frozenset()
    for side in event["participants"]:
        shared = side["code"] is None or (side["role"], side["code"]) in theirs
        yield Fact(side["role"], f"{side['name']} ({side['code'] or 'no code'})", state(shared))
    date = " – ".join(dict.fromkeys(event["date"])) if event["date"] else "no date"
    yield Fact("date", date, state(other is not None and same_date(event, other)))
    yield Fact("triggers", " | ".join(event["triggers"]), "same")


def _change_groups(
    gold: Sequence[GoldArticle],
    system: Sequence[GoldArticle],
    against: Sequence[GoldArticle],
    texts: Mapping[str, str],
) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what changed between two runs over the articles of the gold, and whether gold has the event."""
    wanted = {article["doc_id"] for article in gold}
    older, newer = ([a for a in run if a["doc_id"] in wanted] for run in (against, system))
    right = {
        id(pair.system): True
        for run in (older, newer)
        for alignment in align_all(gold, run)
        for pair in alignment.pairs
    }
    groups: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
    for change in compare(older, newer).changes:
        groups[change.kind].append({
            "doc_id": change.doc_id,
            "event": describe(change.event),
            "now": change.now,
            "verdict": "in gold" if id(change.event) in right else "not in gold",
            "sentence": sentence(change.event, texts.get(change.doc_id)) or "",
        })  # fmt: skip
    return list(groups.items())
