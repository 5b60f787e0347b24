"""Chooses at whom an act aims where its sentence leaves that open (*Paris a dénoncé une décision « regrettable »*).

Candidates are the actors that stand in the sentence without a role, and those that the article names most. Beside them
stands the answer that the act aims at nobody. Each is described by readable features, and one learned model weighs
them against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spacy.tokens import Doc, Span, Token

from pipeline import knowledge
from pipeline.components import clauses, tenses
from pipeline.components import mentions as store
from pipeline.components.completion import HELD, PRIVATE, Actor, is_same_matter, name_of
from pipeline.components.mentions import PRIVATE_SUFFIXES, Mention, base_code
from pipeline.components.sentences import sentence_numbers
from pipeline.components.syntax import preposition_before
from pipeline.rules import Rule
from pipeline.weights import bucket, shares

Participants = list[dict[str, Any]]

BAR = 0.4
"""Least probability of a target that is taken."""

MAIN = 6
"""Actors of the article, the most frequent ones, that are candidates without standing in the sentence."""

IN_SENTENCE, IN_ARTICLE = "target_in_sentence", "target_in_article"
"""How a target was found: chosen among the actors of the sentence, or among those of the rest of the article."""

DISTANCES = (2, 4, 8, 14, 20)
SHARES = (0.03, 0.06, 0.1, 0.2, 0.3, 0.5)
SENTENCES = (1, 3, 6, 12)
KINDS = ("same", "matter", "other", "target", "like")
"""How another trigger bears on a candidate: it sets it against the same source in an act of the same type, of the same
matter, of another; as its target; or it is the target of the same act by anybody."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor at whom the act may aim; its mention is empty where the sentence does not name it."""

    code: str
    mention: Mention
    features: tuple[str, ...]

    @property
    def how(self) -> str:
        """Where it was found: `IN_SENTENCE` or `IN_ARTICLE`."""
        return IN_SENTENCE if self.mention.end else IN_ARTICLE


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers to at whom an act aims; `nobody` describes the one that it aims at none."""

    nobody: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    def best(self) -> Candidate | None:
        """Return the likeliest candidate, None where it is not likely enough."""
        _, *judged = shares([self.nobody, *(c.features for c in self.candidates)], "target")
        best = max(zip(judged, self.candidates, strict=True), key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] >= BAR else None


@dataclass(frozen=True, slots=True)
class Opening:
    """A trigger whose source is known and whose target is not, with the actors of its sentence."""

    span: Span
    rule: Rule
    participants: Participants
    here: Sequence[Mention]

    @property
    def anchor(self) -> Token:
        """Word of the trigger that carries its relations."""
        anchor: Token = self.span.doc[self.span._.event["anchor"]]
        return anchor

    @property
    def sources(self) -> frozenset[str]:
        """Codes of those who act."""
        return frozenset(p["code"] for p in self.participants if p["code"])


class ArticleTargets:
    """The actors of one article and who stands against whom in it, as far as its sentences say."""

    def __init__(self, doc: Doc, filled: Sequence[tuple[Span, Participants]]) -> None:
        self.entities = [m for m in store.read(doc, store.ENTITIES) if m.actors and not m.locative]
        self.filled = filled
        self.number_of = sentence_numbers(doc)
        self.codes: Counter[str] = Counter(code for mention in self.entities for code in mention.codes)
        self.bases: Counter[str] = Counter()
        for code, count in self.codes.items():
            self.bases[base_code(code)] += count
        self.total = self.bases.total() or 1

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Rank of each actor by how often the article names it."""
        return {base: rank for rank, (base, _) in enumerate(self.bases.most_common())}

    @cached_property
    def names(self) -> Counter[Actor]:
        """How often the article names each actor in which way."""
        return Counter(actor for mention in self.entities for actor in mention.actors)

    @cached_property
    def sentences(self) -> dict[str, set[int]]:
        """Numbers of the sentences that name each code."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for mention in self.entities:
            for code in mention.codes:
                found[code].add(self.number_of[mention.start])
        return found

    def answers(self, opening: Opening) -> Answers:
        """Return the answers to at whom the act of a trigger aims."""
        own = {base_code(code) for code in opening.sources}
        taken = {p["start_char"] for p in opening.participants}
        doc = opening.span.doc
        observed: defaultdict[str, set[str]] = defaultdict(set)
        mention_of: dict[str, Mention] = {}
        for mention in opening.here:
            if doc[mention.start].idx in taken:
                continue
            seen = _in_sentence(opening, mention)
            for code in mention.codes:
                if base_code(code) in own:
                    continue
                observed[code].update(seen)
                nearest = mention_of.get(code)
                if nearest is None or _distance(opening.span, mention) < _distance(opening.span, nearest):
                    mention_of[code] = mention
        for code in self._elsewhere(opening):
            if base_code(code) not in own:
                observed.setdefault(code, set())
        told, n_here = self._told(opening), min(len(mention_of), 3)
        first = next((base for base in self.ranks if base not in own), None)
        found = []
        for code in sorted(observed):
            seen = [*sorted(observed[code]), *self._in_article(opening, code, told, first)]
            features = _features(opening, code, seen, code in mention_of, n_here)
            found.append(Candidate(code, mention_of.get(code) or self._absent(code), features))
        return Answers(self._nobody(opening, n_here, len(found), first), tuple(found))

    def _absent(self, code: str) -> Mention:
        """Return an actor that the sentence does not name, under the name that the article mostly gives it."""
        actor_id, name = name_of(code, self.names)
        return Mention(0, 0, "", _kind(code), ((actor_id, name, code),), name, how=IN_ARTICLE)

    def _elsewhere(self, opening: Opening) -> list[str]:
        codes = [code for code in self.codes if self.ranks[base_code(code)] < MAIN]
        if opening.span.label_ in HELD:
            states = knowledge.load().states
            codes += [base + PRIVATE for base in list(self.ranks)[:3] if base in states]
        return codes

    def _told(self, opening: Opening) -> Counter[tuple[str, str]]:
        """Count by code and kind how the other triggers of the article bear on each actor."""
        told: Counter[tuple[str, str]] = Counter()
        event_type, sources = opening.span.label_, opening.sources
        for span, participants in self.filled:
            if span is opening.span:
                continue
            codes = {p["code"] for p in participants if p["code"]}
            same = span.label_ == event_type
            kind = "same" if same else "matter" if is_same_matter(event_type, span.label_) else "other"
            for p in participants:
                if not p["code"]:
                    continue
                if sources & (codes - {p["code"]}):
                    told[p["code"], kind] += 1
                    told[p["code"], "target"] += p["role"] == "target"
                told[p["code"], "like"] += same and p["role"] == "target"
        return told

    def _in_article(self, opening: Opening, code: str, told: Counter[tuple[str, str]], first: str | None) -> list[str]:
        base, number = base_code(code), self.number_of[opening.span.start]
        where = self.sentences.get(code, set())
        seen = [
            f"rank={min(self.ranks.get(base, 9), 4)}",
            f"share={bucket(self.bases[base] / self.total, SHARES)}",
            f"main={base == first}",
            f"before={number - 1 in where}",
            f"title={0 in where}",
        ]
        return seen + [f"{kind}={min(told[code, kind], 3)}" for kind in KINDS]

    def _nobody(self, opening: Opening, n_here: int, n_found: int, first: str | None) -> tuple[str, ...]:
        span, anchor = opening.span, opening.anchor
        top = bucket(self.bases[first] / self.total, (0.1, 0.2, 0.3, 0.5)) if first is not None else "none"
        found = (
            f"type={span.label_}",
            f"rule={opening.rule.rule_id}",
            f"fallback={opening.rule.frame.fallback}",
            f"pos={anchor.pos_}",
            f"here={n_here}",
            f"found={min(n_found, 4)}",
            f"sources={min(len(opening.sources), 2)}",
            f"tense={tenses.tense_of(anchor)}",
            f"quoted={clauses.is_quoted(span.doc, anchor.i)}",
            f"dep={anchor.dep_}",
            f"object={any(child.dep_ == 'obj' for child in anchor.children)}&pos={anchor.pos_}",
            f"sentence={bucket(self.number_of[span.start], SENTENCES)}",
            f"top={top}",
        )
        return ("none", *(f"none&{feature}" for feature in found))


def _distance(span: Span, mention: Mention) -> int:
    return min(abs(span.start - mention.end), abs(mention.start - span.end))


def _kind(code: str) -> str:
    if code.endswith(PRIVATE_SUFFIXES):
        return "private"
    if "_" in code:
        return "party"
    return "state" if code in knowledge.load().states else "body"


def _tie(anchor: Token, root: Token) -> str:
    if root.head.i == anchor.i:
        return "child"
    return "under" if anchor.is_ancestor(root) else tenses.relation(root, anchor)


def _in_sentence(opening: Opening, mention: Mention) -> list[str]:
    """Return what is observed of an actor in the trigger's sentence."""
    span, anchor, event_type = opening.span, opening.anchor, opening.span.label_
    doc = span.doc
    root = doc[mention.start : mention.end].root
    side = "after" if mention.start >= span.end else "before"
    tie, case = _tie(anchor, root), preposition_before(doc, mention.start)
    distance = _distance(span, mention)
    closer = sum(
        other is not mention and (other.start >= span.end) == (side == "after") and _distance(span, other) < distance
        for other in opening.here
    )
    return [
        f"{side}&distance={bucket(distance, DISTANCES)}",
        f"{side}&closer={min(closer, 2)}",
        f"{side}&closer={min(closer, 2)}&fallback={opening.rule.frame.fallback}",
        f"{side}&type={event_type}",
        f"{side}&pos={anchor.pos_}",
        f"{side}&case={case}",
        f"tie={tie}",
        f"tie={tie}&{side}",
        f"tie={tie}&type={event_type}",
        f"tie={tie}&pos={anchor.pos_}",
        f"locative={mention.locative}",
        f"locative={mention.locative}&type={event_type}",
        f"dep={root.dep_}&{side}",
        f"adjective={root.pos_ == 'ADJ'}&{side}",
        f"resolved={mention.how}&{side}",
        f"quoted={clauses.is_quoted(doc, root.i)}&{clauses.is_quoted(doc, anchor.i)}",
    ]


def _features(opening: Opening, code: str, seen: list[str], here: bool, n_here: int) -> tuple[str, ...]:
    """Return the features of one candidate: what was observed of it, also by whether its sentence names it."""
    kind, event_type = _kind(code), opening.span.label_
    own = [
        f"kind={kind}",
        f"kind={kind}&type={event_type}",
        f"n_here={n_here}",
        f"type={event_type}",
        f"sources={min(len(opening.sources), 2)}",
        f"pos={opening.anchor.pos_}",
    ]
    return (*(f"here={here}&{feature}" for feature in (*own, *seen)), *seen)
