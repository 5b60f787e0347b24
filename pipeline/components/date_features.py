"""What is observed of a trigger and of each answer to when it happens: the features of the model ``date``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.components import clauses, tenses
from pipeline.components.syntax import case_of
from pipeline.ontology import SPEECH_ACT_TYPES
from pipeline.weights import bucket

SENTENCES = (1, 2, 3, 5, 8, 12)
DISTANCES = (2, 4, 7, 12, 20)
OPENING = 3
"""Words at the beginning of a sentence where an expression dates what the whole sentence tells."""

TIES = ("direct", "same", "above", "below", "apart", "none")
"""How an expression may hang on a trigger of its sentence, the closest first."""

LONG_AGO = (2, 10, 60, 400)
"""Days since an event, as steps of what is news and what is recalled."""


@dataclass(frozen=True, slots=True)
class View:
    """A trigger as the question sees it when it happens."""

    span: Span
    anchor: Token
    status: str
    tense: str
    is_definite: bool
    here: tuple[Span, ...]
    """The time expressions of its sentence."""

    rivals: tuple[Span, ...]
    """The other triggers of its sentence."""

    best: str
    """How that expression hangs on it which does so most closely; ``empty`` where there is none."""

    context: tuple[str, ...]
    """What is observed of the trigger by itself."""

    @classmethod
    def of(cls, span: Span, number: int, here: Sequence[Span], rivals: Sequence[Span]) -> View:
        """Look at a trigger in the sentence of that number (from 0)."""
        event = span._.event
        anchor = span.doc[event["anchor"]]
        tense = tenses.tense_of(anchor)
        definite = any(c.dep_ == "det" and "Def" in c.morph.get("Definite", []) for c in anchor.children)
        best = min((tie(anchor, timex) for timex in here), key=TIES.index, default="empty")
        context = _context(span, anchor, number, tense, definite)
        return cls(span, anchor, event["status"], tense, definite, tuple(here), tuple(rivals), best, context)


def _context(span: Span, anchor: Token, number: int, tense: str, definite: bool) -> tuple[str, ...]:
    speech, status = span.label_ in SPEECH_ACT_TYPES, span._.event["status"]
    place, clause = bucket(number, SENTENCES), tenses.clause_of(anchor)
    adverbs = {child.lemma_.lower() for child in anchor.children if child.dep_ == "advmod"}
    return (
        f"type={span.label_}",
        f"status={status}",
        f"speech={speech}&status={status}",
        f"tense={tense}",
        f"tense={tense}&pos={anchor.pos_}&speech={speech}",
        f"clause={clause}",
        f"clause={clause}&tense={tense}",
        f"quoted={clauses.is_quoted(anchor.doc, anchor.i)}&speech={speech}",
        f"sentence={place}",
        f"sentence={place}&speech={speech}",
        f"pos={anchor.pos_}",
        f"noun={anchor.pos_ == 'NOUN'}&definite={definite}",
        *(f"adverb={adverb}" for adverb in sorted(adverbs)),
    )


def tie(anchor: Token, timex: Span) -> str:
    """Return how an expression hangs on a trigger: ``direct`` where it stands below it, else as their clauses do."""
    root = timex.root
    if root.head.i == anchor.i or anchor.is_ancestor(root):
        return "direct"
    return tenses.relation(root, anchor)


def untold(view: View, has_news_day: bool) -> tuple[str, ...]:
    """Return what speaks for and against the answer that the text does not say."""
    return (
        "none",
        f"none&here={min(len(view.here), 3)}",
        f"none&best={view.best}",
        f"none&news={has_news_day}",
        *(f"none&{feature}" for feature in view.context),
    )


def when(view: View, days: tuple[dt.date, dt.date], published: dt.date | None) -> tuple[str, ...]:
    """Return where a value lies, seen from the day of publication, beside what the trigger lets expect."""
    if published is None:
        return ()
    start, end = days
    if start > published:
        side = "ahead"
    elif end >= published:
        side = "today" if start == end else "around"
    else:
        side = f"past{bucket((published - end).days, LONG_AGO)}"
    return (
        f"when={side}",
        f"when={side}&status={view.status}",
        f"when={side}&tense={view.tense}",
        f"when={side}&type={view.span.label_}",
    )


def news_day(view: View, apart: int, sisters: int) -> tuple[str, ...]:
    """Return what is observed of the day of the article's news.

    Parameters
    ----------
    view : View
        The trigger.
    apart : int
        Sentences from that of the day to that of the trigger.
    sisters : int
        Mentions of the same event in the sentence of that day.
    """
    return (
        "news",
        f"news&sisters={min(sisters, 2)}",
        f"news&sisters={min(sisters, 2)}&apart={bucket(apart, (0, 1))}",
        f"news&best={view.best}",
        f"news&apart={bucket(apart, (0, 1, 2, 4, 8))}",
        *(f"news&{feature}" for feature in view.context),
    )


def same_sentence(view: View, timex: Span, is_news_day: bool) -> tuple[str, ...]:
    """Return what is observed of an expression in the trigger's sentence."""
    doc, anchor, root = view.span.doc, view.anchor, timex.root
    values = timex._.timex
    tied, relation, granularity = tie(anchor, timex), tenses.relation(root, anchor), values["granularity"]
    side = "before" if timex.start < anchor.i else "after"
    first = timex.start - root.sent.start <= OPENING
    return (
        "here",
        f"tie={tied}&held={_is_held(view, root)}",
        f"tie={tied}&alone={len(view.here) == 1}",
        f"tie={tied}&closest={tied == view.best}",
        f"tie={tied}&rivals={min(len(view.rivals), 2)}",
        f"tie={tied}&first={first}",
        f"relation={relation}&pos={anchor.pos_}",
        f"relation={relation}&tense={tenses.tense_of(root)}",
        f"relation={relation}&status={view.status}&granularity={granularity == 'day'}",
        *_positions(view, timex, side, first),
        f"granularity={granularity}",
        f"granularity={granularity}&type={view.span.label_}",
        f"status={view.status}&granularity={granularity}",
        f"case={case_of(root)}",
        f"rule={values['rule_id']}",
        f"punctuation={min(3, sum(t.text in ',;:' for t in _gap(doc, anchor, timex)))}&{side}",
        f"timex={timex.label_}",
        f"anchor_kind={values['anchor']}",
        f"bound={values['bound']}&status={view.status}",
        f"is_news_day={is_news_day}",
        f"is_news_day={is_news_day}&relation={relation}",
        f"same_quote={clauses.is_quoted(anchor.doc, anchor.i) == clauses.is_quoted(root.doc, root.i)}",
    )


def _positions(view: View, timex: Span, side: str, first: bool) -> tuple[str, ...]:
    """Return how far an expression stands from the trigger, and what stands between or nearer."""
    anchor = view.anchor
    distance = abs(timex.start - anchor.i)
    low, high = min(timex.start, anchor.i), max(timex.start, anchor.i)
    step = bucket(distance, DISTANCES)
    nearer = sum(abs(timex.start - t._.event["anchor"]) < distance for t in view.rivals)
    closer = sum(abs(t.start - anchor.i) < distance for t in view.here if t is not timex)
    return (
        f"{side}&distance={step}",
        f"first={first}&distance={step}",
        f"nearer={min(2, nearer)}",
        f"between={min(2, sum(low < t.start < high for t in view.rivals))}",
        f"closer={min(2, closer)}",
        f"closer={min(2, closer)}&side={side}",
    )


def _gap(doc: Doc, anchor: Token, timex: Span) -> Span:
    return doc[min(timex.end, anchor.i) : max(timex.start, anchor.i)]


def _is_held(view: View, root: Token) -> bool:
    """Tell whether an expression stands below another trigger of the sentence and not below this one."""
    anchors = (view.span.doc[t._.event["anchor"]] for t in view.rivals)
    return not view.anchor.is_ancestor(root) and any(other.is_ancestor(root) for other in anchors)


def other_sentence(view: View, timex: Span, apart: int, sisters: Sequence[Span]) -> tuple[str, ...]:
    """Return what is observed of an expression in another sentence, alone or beside other mentions of the event."""
    values = timex._.timex
    kind, granularity = "sister" if sisters else "near", values["granularity"]
    found = (
        "away",
        kind,
        f"{kind}&apart={bucket(apart, (-2, -1, 1, 2, 3, 6))}",
        f"{kind}&granularity={granularity}",
        f"{kind}&best={view.best}",
        f"{kind}&type={view.span.label_}",
        f"{kind}&tense={view.tense}",
        f"{kind}&status={view.status}&granularity={granularity}",
        f"{kind}&noun={view.anchor.pos_ == 'NOUN'}&definite={view.is_definite}",
        f"{kind}&anchor_kind={values['anchor']}",
    )
    return found + _beside(view, timex, sisters) if sisters else found


def _beside(view: View, timex: Span, sisters: Sequence[Span]) -> tuple[str, ...]:
    """Return how an expression stands to the nearest other mention of the event in its sentence."""
    sister = min(sisters, key=lambda s: abs(s._.event["anchor"] - timex.start))
    other = view.span.doc[sister._.event["anchor"]]
    relation = tenses.relation(timex.root, other)
    return (
        f"sister&relation={relation}",
        f"sister&same_word={other.lemma_ == view.anchor.lemma_}",
        f"sister&same_rule={sister.id_ == view.span.id_}&relation={relation}",
        f"sister&status={sister._.event['status'] == view.status}",
        f"sister&distance={bucket(abs(other.i - timex.start), DISTANCES)}",
    )
