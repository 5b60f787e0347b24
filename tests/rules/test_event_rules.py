"""Every example and counter-example of every event rule is one test."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import cues, documents, rules
from pipeline import nlp as language
from pipeline.components.reading import ALL, RELEVANT
from pipeline.components.triggers import TRIGGERS, TriggerFinder
from pipeline.extraction import docs, from_doc
from pipeline.records import Article, Extraction

pytestmark = pytest.mark.model

PUBLISHED = dt.date(2018, 5, 3)
"""Examples are read as of this day."""

EXAMPLES = [(rule, example) for rule in rules.load() for example in rule.examples]
COUNTER_EXAMPLES = [(rule, text) for rule in rules.load() for text in rule.counter_examples]


@cache
def _pipeline(scope: str) -> Language:
    """Return the pipeline without the filter, which judges by the article and has nothing to judge by here."""
    nlp = language.build(scope=scope)
    if "depeche_plausibility" in nlp.pipe_names:
        nlp.remove_pipe("depeche_plausibility")
    return nlp


def _docs(texts: Iterable[str], scope: str) -> Iterator[tuple[Doc, Article]]:
    articles = (Article(text, "", text, PUBLISHED, "metadata", "rule") for text in dict.fromkeys(texts))
    return docs(articles, _pipeline(scope))


@cache
def _results() -> dict[str, Extraction]:
    texts = [*(example.text for _, example in EXAMPLES), *(text for _, text in COUNTER_EXAMPLES)]
    return {article.text: from_doc(doc, article) for doc, article in _docs(texts, RELEVANT)}


@cache
def _wholly_read() -> dict[str, Doc]:
    """Return the counter-examples as the model reads them, also those that the gate would pass over."""
    return {article.text: doc for doc, article in _docs((text for _, text in COUNTER_EXAMPLES), ALL)}


def _fires_bare(rule: rules.Rule, text: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tell whether a rule without its conditions would fire, or at least meets its words in another guise."""
    none: frozenset[str] = frozenset()
    bare = dataclasses.replace(rule, context=none, follow=none, forbid=none)
    monkeypatch.setattr(rules, "load", lambda: (bare,))
    doc = _wholly_read()[text].copy()
    TriggerFinder()(doc)
    if doc.spans[TRIGGERS]:
        return True
    anchors = {trigger[trigger[0] == rules.REFLEXIVE] for trigger in rule.triggers}
    return any(not anchors.isdisjoint((token.lemma_.lower(), cues.normal(token.text))) for token in doc)


def _n_events(rule: rules.Rule, example: rules.Example) -> int:
    """Return how many events one trigger tells: one, but for a tour of several hosts and for mutual accusations."""
    sources, targets = ({code for role, code in example.participants if role == side} for side in ("source", "target"))
    if rule.event_type in documents.ONE_GOAL:
        return max(len(targets), 1)
    return 2 if rule.event_type in documents.EACH_ITS_OWN and sources == targets else 1


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.rule_id}-{rule.examples.index(e)}" for rule, e in EXAMPLES]
)
def test_example(rule: rules.Rule, example: rules.Example) -> None:
    events = [event for event in _results()[example.text].events if event.event_type == rule.event_type]
    start, end = example.trigger
    found = [
        (event, mention)
        for event in events
        for mention in event.mentions
        if mention.start_char < end and start < mention.end_char
    ]
    wanted = _n_events(rule, example)
    assert len(found) == wanted, f"not {wanted} {rule.event_type} at the marked trigger, but {len(found)} of {events}"
    assert {mention.rule_id for _, mention in found} == {rule.rule_id}
    assert {(p.role, p.actor_code) for event, _ in found for p in event.participants} == example.participants
    assert {event.status for event, _ in found} == {example.status}


@pytest.mark.parametrize(
    ("rule", "text"),
    COUNTER_EXAMPLES,
    ids=[f"{rule.rule_id}-{rule.counter_examples.index(text)}" for rule, text in COUNTER_EXAMPLES],
)
def test_counter_example(rule: rules.Rule, text: str) -> None:
    fired = [mention.rule_id for event in _results()[text].events for mention in event.mentions]
    assert rule.rule_id not in fired


@pytest.mark.parametrize(
    ("rule", "text"),
    COUNTER_EXAMPLES,
    ids=[f"{rule.rule_id}-{rule.counter_examples.index(text)}" for rule, text in COUNTER_EXAMPLES],
)
def test_counter_example_has_to_do_with_its_rule(rule: rules.Rule, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _fires_bare(rule, text, monkeypatch)


def test_every_rule_has_two_examples() -> None:
    assert [rule.rule_id for rule in rules.load() if len(rule.examples) < 2] == []
