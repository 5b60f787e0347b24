"""Hand-made Docs: parsed sentences in a notation of one word each, so that no test here needs a model.

A word is ``text/POS/dep/head/lemma/morph``; what stands last may be left out. The head is named by its text
(the nearest such word of the sentence, another than the word itself); the first content word without one is the
root, and other words without one hang on it. The lemma is the lowercase text where none is given, the morphology
one of `MORPHS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline import weights
from pipeline.components import mentions as store  # also registers the attributes that are set below
from pipeline.components.dating import TIMEX
from pipeline.components.mentions import Mention
from pipeline.components.triggers import TRIGGERS
from pipeline.rules import Frame, Rule

NLP = spacy.blank("fr")
PUBLISHED = "2018-05-03"

MORPHS = {
    "": "",
    "pres": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "imp": "Mood=Ind|Tense=Imp|VerbForm=Fin",
    "fut": "Mood=Ind|Tense=Fut|VerbForm=Fin",
    "cnd": "Mood=Cnd|VerbForm=Fin",
    "inf": "VerbForm=Inf",
    "part": "Tense=Past|VerbForm=Part",
    "ger": "Tense=Pres|VerbForm=Part",
    "fem": "Gender=Fem",
}

LABELS = {
    "person": "PER",
    "role": "ROLE",
    "demonym": "ROLE",
    "pronoun": "PRON",
    "pair": "ROLE",
    "organisation": "ORG",
    "group": "ORG",
    "residence": "ORG",
}

NO_SPACE_BEFORE = frozenset(",.)")
NO_SPACE_AFTER = ("'", "’", "(", "\n")
PARTS = 6
CONTENT = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ", "PRON"})


def make_doc(*sentences: str, published: str | None = PUBLISHED, ents: Iterable[str] = ()) -> Doc:
    """Return a parsed Doc; each of `ents` is ``words|LABEL``, marked wherever the words stand, the longest first."""
    words: list[str] = []
    columns: dict[str, list[Any]] = {"pos": [], "deps": [], "heads": [], "lemmas": [], "morphs": []}
    for sentence in sentences:
        rows = [(row.split("/") + [""] * PARTS)[:PARTS] for row in sentence.split()]
        texts = [row[0] for row in rows]
        root = next(i for i, row in enumerate(rows) if not row[3] and row[1] in CONTENT)
        offset = len(words)
        for i, (text, pos, dep, head, lemma, morph) in enumerate(rows):
            words.append(text)
            columns["pos"].append(pos)
            columns["deps"].append("ROOT" if i == root else dep or "dep")
            columns["heads"].append(offset + (_nearest(texts, head, i) if head else root))
            columns["lemmas"].append(lemma or text.lower())
            columns["morphs"].append(MORPHS[morph])
    spaces = [
        not word.endswith(NO_SPACE_AFTER) and not (i + 1 < len(words) and words[i + 1] in NO_SPACE_BEFORE)
        for i, word in enumerate(words)
    ]
    doc = Doc(NLP.vocab, words=words, spaces=spaces, **columns)
    doc.ents = filter_spans(found for ent in ents for found in _spans(doc, *ent.split("|")))
    doc._.published_date = published
    doc._.topics = []
    return doc


def _nearest(texts: list[str], head: str, i: int) -> int:
    places = [j for j, text in enumerate(texts) if text == head and j != i]
    if not places:
        raise ValueError(f"{texts[i]} hangs on {head}, which is not in: {' '.join(texts)}")
    return min(places, key=lambda j: abs(j - i))


def _spans(doc: Doc, words: str, label: str) -> list[Span]:
    size = len(words.split())
    texts = [token.text for token in doc]
    return [Span(doc, i, i + size, label=label) for i in range(len(doc)) if texts[i : i + size] == words.split()]


def span(doc: Doc, words: str) -> Span:
    """Return the first span of these words, which are written as the Doc writes them."""
    start = doc.text.index(words)
    found = doc.char_span(start, start + len(words))
    if found is None:
        raise ValueError(f"{words!r} are no whole tokens of: {doc.text}")
    return found


def token(doc: Doc, word: str) -> Token:
    """Return the first token with this text."""
    return next(t for t in doc if t.text == word)


def mention(doc: Doc, words: str, code: str | None = None, kind: str = "state", **changes: Any) -> Mention:
    """Return a mention of the first occurrence of these words; `code` may be several with ``+`` between them."""
    found = span(doc, words)
    codes = code.split("+") if code else []
    values: dict[str, Any] = {
        "label": LABELS.get(kind, "LOC"),
        "kind": kind,
        "actors": tuple((one, f"nom de {one}", one) for one in codes),
        "name": words,
        "country": code if kind in ("state", "capital") else None,
    }
    return Mention(found.start, found.end, **values | changes)


def put_entities(doc: Doc, *found: Mention, key: str = store.ENTITIES) -> Doc:
    """Write mentions on a Doc as the actor components do, and the lists that they leave empty."""
    store.store(doc, key, list(found))
    for other in (store.ENTITIES, store.ADJECTIVES):
        if other not in doc.spans:
            store.store(doc, other, [])
    return doc


def read_mentions(doc: Doc, key: str = store.ENTITIES) -> dict[str, Mention]:
    """Return the mentions of a Doc by their words; where words recur, the last one."""
    return {doc[m.start : m.end].text: m for m in store.read(doc, key)}


def make_frame(fallback: str = "none", mutual: bool = False, **slots: str) -> Frame:
    """Return a frame; each role has its slots as one string with commas between them."""
    return Frame("made", {role: tuple(names.split(",")) for role, names in slots.items()}, fallback, mutual)


ACT = make_frame(source="subject", target="object,dative")
MEET = make_frame(participant="subject,object,prep:avec,prep:entre")


def make_rule(rule_id: str, *triggers: str, pos: str = "VERB", frame: Frame | None = None, **changes: Any) -> Rule:
    """Return a rule; its type stands before the dot of its id."""
    values: dict[str, Any] = {
        "rule_id": rule_id,
        "event_type": rule_id.partition(".")[0],
        "triggers": tuple(tuple(trigger.split()) for trigger in triggers),
        "pos": pos,
        "frame": frame or ACT,
        "context": frozenset(),
        "forbid": frozenset(),
        "follow": frozenset(),
        "status": None,
        "cameo": None,
        "joins": None,
        "yields": False,
        "examples": (),
        "counter_examples": (),
    }
    return Rule(**values | changes)


def put_trigger(doc: Doc, words: str, rule_id: str, **event: Any) -> Span:
    """Add a trigger to a Doc as the trigger component does, with further values of its event."""
    found = span(doc, words)
    trigger = Span(doc, found.start, found.end, label=rule_id.partition(".")[0], span_id=rule_id)
    trigger._.event = {"rule_id": rule_id, "anchor": found.start, "confidence": 1.0} | event
    doc.spans[TRIGGERS] = [*doc.spans.get(TRIGGERS, ()), trigger]
    return trigger


def side(role: str, code: str | None, **changes: Any) -> dict[str, Any]:
    """Return one participant as the argument component writes it, not named in the sentence unless told."""
    values: dict[str, Any] = {
        "role": role, "actor_id": code, "name": f"nom de {code}", "code": code, "how": "frame", "slot": "subject",
        "kind": "state", "resolved": "name", "start_char": None, "end_char": None,
    }  # fmt: skip
    return values | changes


def put_timex(doc: Doc, words: str, start: str | None, end: str | None = None, **changes: Any) -> Span:
    """Add a time expression to a Doc as the timex component does; `label` and the values of `plain` may be changed."""
    found = span(doc, words)
    timex = Span(doc, found.start, found.end, label=changes.pop("label", "DATE"))
    timex._.timex = {
        "value_start": start, "value_end": end or start, "granularity": "day", "anchor": "publication", "past": None,
        "future": None, "bound": None, "rule_id": "made", "start_char": timex.start_char, "end_char": timex.end_char,
    } | changes  # fmt: skip
    doc.spans[TIMEX] = [*doc.spans.get(TIMEX, ()), timex]
    return timex


def put_weights(monkeypatch: pytest.MonkeyPatch, **models: dict[str, float]) -> None:
    """Replace the learned weights; a model without weights judges everything as even."""
    tables = {model: models.get(model, {}) for model in weights.MODELS}
    monkeypatch.setattr(weights, "tables", lambda: tables)
