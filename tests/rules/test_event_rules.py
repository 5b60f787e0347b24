"""Every example and counter-example of every event rule is one test."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest
from spacy.language import Language

from pipeline import nlp as language
from pipeline import rules
from pipeline.extraction import extract
from pipeline.records import Article, Extraction

pytestmark = pytest.mark.model

PUBLISHED = dt.date(2018, 5, 3)
"""Examples are read as of this day."""

EXAMPLES = [(rule, example) for rule in rules.load() for example in rule.examples]
COUNTER_EXAMPLES = [(rule, text) for rule in rules.load() for text in rule.counter_examples]


@cache
def _pipeline() -> Language:
    """Return the pipeline without the filter, which judges by the article and has nothing to judge by here."""
    nlp = language.build()
    if "depeche_plausibility" in nlp.pipe_names:
        nlp.remove_pipe("depeche_plausibility")
    return nlp


@cache
def _results() -> dict[str, Extraction]:
    texts = dict.fromkeys([*(example.text for _, example in EXAMPLES), *(text for _, text in COUNTER_EXAMPLES)])
    articles = (Article(text, "", text, PUBLISHED, "metadata", "rule") for text in texts)
    return {extraction.article.text: extraction for extraction in extract(articles, _pipeline())}


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
    assert len(found) == 1, f"no {rule.event_type} at the marked trigger, but {[e.event_type for e in events]}"
    event, mention = found[0]
    assert mention.rule_id == rule.rule_id
    assert {(p.role, p.actor_code) for p in event.participants} == example.participants
    assert event.status == example.status


@pytest.mark.parametrize(
    ("rule", "text"),
    COUNTER_EXAMPLES,
    ids=[f"{rule.rule_id}-{rule.counter_examples.index(text)}" for rule, text in COUNTER_EXAMPLES],
)
def test_counter_example(rule: rules.Rule, text: str) -> None:
    fired = [mention.rule_id for event in _results()[text].events for mention in event.mentions]
    assert rule.rule_id not in fired
