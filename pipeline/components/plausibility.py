"""Judges each mention by how the text tells it, and keeps those that are more likely events than not.

The rules find what looks like an event; a logistic model over plain observations (how the roles were found, how many
international actors the article has, where the sentence stands…) says how likely such a mention is one by the codebook.
`pipeline.confidence` makes the `confidence` of the tables from it; see `pipeline.weights` for the model itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components import mentions as store
from pipeline.components.arguments import is_event
from pipeline.components.completion import FROM_ARTICLE, FROM_MENTION
from pipeline.components.extensions import published_date, text_of
from pipeline.components.mentions import PRIVATE_SUFFIXES, Mention, base_code
from pipeline.components.sentences import boundaries
from pipeline.components.topics import topics_between
from pipeline.components.triggers import TRIGGERS
from pipeline.international import may_tell_events
from pipeline.weights import bucket, probability

MIN_SENTENCES = 6
"""Sentences below which a text is no article: the rules alone decide, as the model has learned from whole articles."""

COMPLETED = (FROM_MENTION, FROM_ARTICLE)

FAR = 1_000
"""Distance in characters that stands for a participant whom the sentence does not name."""

THRESHOLD = 0.45
"""Least probability of a mention that is kept; calibrated on the training articles for the best F1."""

ARTICLE_THRESHOLD = 0.7
"""Least probability of an article's best mention; below it nothing is kept: home news come as whole articles."""

PARTICIPANT_THRESHOLD = 0.3
"""Least probability of a participant that is kept, calibrated likewise for participant F1."""


@dataclass(frozen=True)
class ArticleView:
    """What the whole article says of its actors: the ground on which a single mention is judged."""

    codes: Counter[str]
    sentence_numbers: dict[int, int]
    sentence_codes: dict[int, frozenset[str]]
    topics: frozenset[str]
    n_triggers: int
    n_bilateral: int

    @classmethod
    def of(cls, doc: Doc) -> ArticleView:
        """Read the actors of a document whose entities are resolved."""
        codes: Counter[str] = Counter()
        per_sentence: dict[int, set[str]] = {}
        sentences = boundaries(doc)
        numbers = {start: number for number, (start, _) in enumerate(sentences)}
        starts = [start for start, end in sentences for _ in range(start, end)]
        found: list[Mention] = [*store.read(doc, store.ENTITIES), *store.read(doc, store.ADJECTIVES)]
        for mention in found:
            for code in mention.codes or ([mention.country] if mention.country else []):
                base = base_code(code)
                per_sentence.setdefault(starts[mention.start], set()).add(base)
                if not mention.locative:
                    codes[base] += 1
        sides = [
            {base_code(p["code"]) for p in trigger._.event["participants"] if p["code"] and p["how"] not in COMPLETED}
            for trigger in doc.spans[TRIGGERS]
        ]
        return cls(
            codes,
            numbers,
            {start: frozenset(found) for start, found in per_sentence.items()},
            frozenset(topics_between(doc._.topics, 0, len(text_of(doc)))),
            len(sides),
            sum(len(side) >= 2 for side in sides),
        )


def mention_features(span: Span, view: ArticleView) -> list[str]:
    """Return what is observed of one trigger, as names of binary features."""
    event: dict[str, Any] = span._.event
    participants = event["participants"]
    event_type = span.label_
    coded = [p for p in participants if p["code"]]
    bases = {base_code(p["code"]) for p in coded}
    total = sum(view.codes.values()) or 1
    top = [code for code, _ in view.codes.most_common(2)]
    anchor = span.doc[event["anchor"]]
    sent = span.sent
    number = view.sentence_numbers[sent.start]
    size = f"n{min(len(bases), 3)}"
    features = [
        f"type={event_type}",
        f"rule={event['rule_id']}",
        f"type={event_type}&{size}",
        size,
        f"status={event['status']}",
        f"type={event_type}&status={event['status']}",
        f"pos={anchor.pos_}",
        f"position={bucket(number, (1, 3, 6, 12))}",
        f"sentence_codes={min(len(view.sentence_codes.get(sent.start, ())), 4)}",
        f"article_codes={bucket(len(view.codes), (2, 3, 4, 6, 9))}",
        f"top_share={bucket(view.codes[top[0]] / total if top else 1, (0.35, 0.5, 0.65, 0.8, 0.95))}",
        f"mentions={bucket(total, (4, 8, 16, 32))}",
        f"bilateral={bucket(view.n_bilateral, (1, 2, 3, 5, 9))}",
        f"bilateral={view.n_bilateral > 0}&article_codes={bucket(len(view.codes), (2, 3, 4, 6))}",
        f"bilateral_share={bucket(view.n_bilateral / view.n_triggers, (0.01, 0.3, 0.5, 0.7, 0.9))}",
        f"bilateral_share={bucket(view.n_bilateral / view.n_triggers, (0.01, 0.3, 0.5, 0.7, 0.9))}&{size}",
        f"top_share={bucket(view.codes[top[0]] / total if top else 1, (0.35, 0.5, 0.65, 0.8, 0.95))}&{size}",
        f"length={bucket(len(sent), (12, 25, 45))}",
        f"verb_form={'|'.join(anchor.morph.get('VerbForm', []))}&{'|'.join(anchor.morph.get('Tense', []))}",
        f"dep={anchor.dep_}",
        *(f"article_topic={topic}" for topic in sorted(view.topics)),
        *(f"topic={topic}" for topic in event["topics"]),
        *(f"{p['role']}:{p['how']}" for p in participants),
        *(f"{p['role']}:kind={p['kind']}" for p in participants),
        *(f"{p['role']}:resolved={p['resolved']}" for p in participants),
    ]
    for role in ("source", "target"):
        sides = [p for p in participants if p["role"] == role]
        state = "none" if not sides else "coded" if any(p["code"] for p in sides) else "unknown"
        features += [f"{role}={state}", f"type={event_type}&{role}={state}"]
    if bases and bases <= set(top[:1]):
        features.append("only_the_main_actor")
    if any(p["code"].endswith(PRIVATE_SUFFIXES) and p["role"] == "source" for p in coded):
        features.append("private_source")
    if len(bases) == 1 and any(p["role"] == "target" for p in coded) and any(p["role"] == "source" for p in coded):
        features.append("domestic")
    return list(dict.fromkeys(features))


def participant_features(span: Span, participant: dict[str, Any], view: ArticleView) -> list[str]:
    """Return what is observed of one participant of one trigger, as names of binary features."""
    doc, event = span.doc, span._.event
    role, event_type = participant["role"], span.label_
    start, end = participant["start_char"], participant["end_char"]
    before = start is not None and start < span.start_char
    gap = FAR if start is None else span.start_char - end if before else start - span.end_char
    same_role = [p for p in event["participants"] if p["role"] == role]
    suffix = "_" in (participant["code"] or "")
    rank = [code for code, _ in view.codes.most_common(3)]
    base = base_code(participant["code"] or "")
    features = [
        f"role={role}",
        f"type={event_type}&role={role}",
        f"rule={event['rule_id']}&role={role}",
        f"role={role}&how={participant['how']}",
        f"role={role}&how={participant['how']}&before={before}",
        f"how={participant['how']}&gap={bucket(gap, (8, 25, 60, 120))}",
        f"role={role}&kind={participant['kind']}",
        f"role={role}&resolved={participant['resolved']}",
        f"kind={participant['kind']}&resolved={participant['resolved']}",
        f"companions={min(len(same_role), 4)}",
        f"private={suffix}&role={role}",
        f"rank={rank.index(base) if base in rank else 3}",
        f"first={same_role[0] is participant}&role={role}",
        f"slot={participant['slot']}&role={role}",
        f"pos={doc[event['anchor']].pos_}&slot={participant['slot']}&role={role}",
        f"rule={event['rule_id']}&slot={participant['slot']}&role={role}",
    ]
    return list(dict.fromkeys(features))


class Plausibility:
    """Adds ``confidence`` to each trigger; drops the triggers and participants that are more likely wrong."""

    def __call__(self, doc: Doc) -> Doc:
        """Judge all triggers of one document."""
        if not may_tell_events(text_of(doc), published_date(doc)):
            doc.spans[TRIGGERS] = []
            return doc
        view = ArticleView.of(doc)
        doc.spans[TRIGGERS] = list(self._kept(doc, view))
        return doc

    @staticmethod
    def _kept(doc: Doc, view: ArticleView) -> Iterator[Span]:
        judged = [(span, probability(mention_features(span, view), "mention")) for span in doc.spans[TRIGGERS]]
        if len(view.sentence_numbers) < MIN_SENTENCES:
            for span, confidence in judged:
                span._.event = {**span._.event, "confidence": confidence}
                yield span
            return
        if max((confidence for _, confidence in judged), default=0.0) < ARTICLE_THRESHOLD:
            return
        for span, confidence in judged:
            if confidence < THRESHOLD:
                continue
            participants = [
                p
                for p in span._.event["participants"]
                if probability(participant_features(span, p, view), "participant") >= PARTICIPANT_THRESHOLD
            ]
            if is_event(span.label_, participants):
                span._.event = {**span._.event, "participants": participants, "confidence": confidence}
                yield span


@Language.factory("depeche_plausibility")
def create_plausibility(nlp: Language, name: str) -> Plausibility:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that judges mentions."""
    return Plausibility()
