"""Mutation check of the rules: takes one away, or one condition of one, and asks whether any rule test notices.

    python tools/mutate_rules.py [--sample N] [--only rules|conditions] [--most SHARE]

Each event rule and each time rule is disabled in turn and the tests of `tests/rules` that it could touch are run, in
this process: the sentences are parsed once, and only what follows the rules is done anew. A rule whose loss no test
notices is printed; more than `--most` of them (0.05) fail. Rules whose sentences give the same events without them,
by way of other rules, are printed too: they are noticed by their id alone. Then each `context`, `follow`, `forbid`,
`status` and `yields` of the event rules is taken away in the same manner, under the same limit. `--only` does one of
the two. `--sample` takes that many mutants of each, by the hash of their names. Exit codes: 0 all well, 1 too many
survive.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from spacy.tokens import Doc

import pipeline.timex.detect
import pipeline.timex.resolve
import pipeline.timex.tense
from pipeline import cues, extraction, rules
from pipeline.components.reading import ALL
from pipeline.components.triggers import TRIGGERS, TriggerFinder
from pipeline.records import Article, Extraction
from pipeline.timex.rules import load_rules

RULE_TESTS = Path(__file__).parents[1] / "tests" / "rules"
FIRST_MUTATED = "depeche_triggers"
CONDITIONS: Mapping[str, object] = {
    "context": frozenset(), "follow": frozenset(), "forbid": frozenset(), "status": None, "yields": False,
}  # fmt: skip
"""Fields of an event rule that restrict or decide something, and their values where they do nothing."""

KINDS = ("rules", "conditions")
"""What is taken away: whole rules, or one condition of a rule."""

Test = Callable[[], None]


@dataclass(frozen=True)
class Mutant:
    """A rule set with one thing taken away: its name, and what runs the tests under it."""

    name: str
    judge: Callable[[], Verdict]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: whether a test failed, and whether all events stayed as they were but for rule ids."""

    noticed: bool
    same_outcome: bool


def load_tests(name: str) -> ModuleType:
    """Load a module of rule tests as pytest would."""
    spec = importlib.util.spec_from_file_location(name, RULE_TESTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(RULE_TESTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fails(test: Test) -> bool:
    """Tell whether a test fails."""
    try:
        test()
    except AssertionError:
        return True
    return False


class EventMutants:
    """Mutants of the event rules, over the sentences of their tests, parsed once."""

    def __init__(self) -> None:
        self.suite = load_tests("test_event_rules")
        self.nlp = self.suite._pipeline(ALL)
        at = self.nlp.pipe_names.index(FIRST_MUTATED)
        self.later = [self.nlp.get_pipe(name) for name in self.nlp.pipe_names[at + 1 :]]
        with self.nlp.select_pipes(disable=self.nlp.pipe_names[at:]):
            self.docs = {article.text: (doc, article) for doc, article in extraction.docs(self._articles(), self.nlp)}
        self.saved = {text: doc.to_bytes() for text, (doc, _) in self.docs.items()}
        finder = TriggerFinder()
        self.fired = {text: self._fire(text, finder) for text in self.docs}
        # Looking for triggers also mends the lemmas that rules name.
        self.words = {
            text: {word for token in doc for word in (token.lemma_.lower(), cues.normal(token.text))}
            for text, (doc, _) in self.docs.items()
        }
        self.base = {text: self._finish(text, finder) for text in self.docs}
        self.tests = self._tests()

    def _articles(self) -> Iterator[Article]:
        texts = [example.text for _, example in self.suite.EXAMPLES] + [text for _, text in self.suite.COUNTER_EXAMPLES]
        for text in dict.fromkeys(texts):
            yield Article(text, "", text, self.suite.PUBLISHED, "metadata", "rule")

    def _tests(self) -> dict[str, list[Test]]:
        """Return the tests by the sentence that they read."""
        tests: dict[str, list[Test]] = {}
        for rule, example in self.suite.EXAMPLES:
            tests.setdefault(example.text, []).append(partial(self.suite.test_example, rule, example))
        for rule, text in self.suite.COUNTER_EXAMPLES:
            tests.setdefault(text, []).append(partial(self.suite.test_counter_example, rule, text))
        return tests

    def _fire(self, text: str, finder: TriggerFinder) -> list[tuple[int, int, str]]:
        doc, _ = self.docs[text]
        return [(span.start, span.end, span.id_) for span in finder(doc).spans[TRIGGERS]]

    def _finish(self, text: str, finder: TriggerFinder) -> Extraction:
        _, article = self.docs[text]
        doc = finder(Doc(self.nlp.vocab).from_bytes(self.saved[text]))
        doc._.published_date = article.published_date.isoformat() if article.published_date else None
        for component in self.later:
            doc = component(doc)
        return extraction.from_doc(doc, article)

    def _has(self, text: str, rule: rules.Rule) -> bool:
        return any(rule_id == rule.rule_id for _, _, rule_id in self.fired[text])

    def rules(self) -> Iterator[Mutant]:
        """Yield a mutant for each rule, without it."""
        for rule in rules.load():
            kept = tuple(other for other in rules.load() if other is not rule)
            yield Mutant(rule.rule_id, partial(self.judge, rule, kept))

    def conditions(self) -> Iterator[Mutant]:
        """Yield a mutant for each condition of each rule, without it."""
        for rule in rules.load():
            for field, nothing in CONDITIONS.items():
                if getattr(rule, field) != nothing:
                    bare = replace(rule, **{field: nothing})
                    changed = tuple(bare if other is rule else other for other in rules.load())
                    yield Mutant(f"{rule.rule_id}: {field}", partial(self.judge, rule, changed))

    def judge(self, rule: rules.Rule, mutated: tuple[rules.Rule, ...]) -> Verdict:
        """Run the tests of all sentences in which the mutated rules fire otherwise."""
        anchors = {trigger[trigger[0] == rules.REFLEXIVE] for trigger in rule.triggers}
        with patch.object(rules, "load", lambda: mutated):
            finder, by_id = TriggerFinder(), rules.by_id()
        touched = [text for text, words in self.words.items() if words & anchors]
        # A rule may fire as before and mean something else.
        reached = {t for t in touched if self._fire(t, finder) != self.fired[t] or self._has(t, rule)}
        with ExitStack() as patches:
            for component in self.later:
                if hasattr(component, "rules"):
                    patches.enter_context(patch.object(component, "rules", by_id))
            changed = {text: self._finish(text, finder) for text in touched if text in reached}
        same = all(_outcome(found) == _outcome(self.base[text]) for text, found in changed.items())
        with patch.object(self.suite, "_results", lambda: self.base | changed):
            noticed = any(fails(test) for text in changed for test in self.tests[text])
        return Verdict(noticed, same)


def _outcome(found: Extraction) -> set[Any]:
    return {
        (event.event_type, event.status, frozenset((p.role, p.actor_code) for p in event.participants))
        for event in found.events
    }


class TimeMutants:
    """Mutants of the time rules."""

    MODULES = (pipeline.timex.detect, pipeline.timex.resolve, pipeline.timex.tense)

    def __init__(self) -> None:
        self.suite = load_tests("test_time_rules")
        examples = [param.values for param in self.suite.EXAMPLES]
        counters = [param.values for param in self.suite.COUNTERS]
        tests = self.suite.test_example_gives_its_value, self.suite.test_counter_example_is_not_read_by_its_rule
        self.tests: list[tuple[str, Test]] = [
            (values[0], partial(test, *values))
            for test, cases in zip(tests, (examples, counters), strict=True)
            for values in cases
        ]
        self.values = {example.text: example.reference for _, example in examples}

    def rules(self) -> Iterator[Mutant]:
        """Yield a mutant for each rule, without it."""
        for rule in load_rules().rules:
            yield Mutant(f"time {rule.rule_id}", partial(self.judge, rule.rule_id))

    def judge(self, rule_id: str) -> Verdict:
        """Run the tests of the rule first, then those of all others."""
        examples = [param.values for param in self.suite.EXAMPLES]
        own = [example.text for rule, example in examples if rule == rule_id]
        before = [self._read(text) for text in own]
        with self._without(rule_id):
            same = [self._read(text) for text in own] == before
            ordered = sorted(self.tests, key=lambda item: item[0] != rule_id)
            noticed = any(fails(test) for _, test in ordered)
        return Verdict(noticed, same)

    def _read(self, text: str) -> list[Any]:
        return [(hit.start, hit.end, hit.first, hit.last) for hit in self.suite.find(text, self.values[text])]

    @contextmanager
    def _without(self, rule_id: str) -> Iterator[None]:
        everything = load_rules()
        mutated = replace(everything, rules=tuple(rule for rule in everything.rules if rule.rule_id != rule_id))
        self._forget()
        try:
            with ExitStack() as patches:
                for module in self.MODULES:
                    if hasattr(module, "load_rules"):
                        patches.enter_context(patch.object(module, "load_rules", lambda: mutated))
                yield
        finally:
            self._forget()

    def _forget(self) -> None:
        """Empty what the modules remember of the rules."""
        for module in self.MODULES:
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value is not load_rules:
                    value.cache_clear()


def sampled(mutants: Sequence[Mutant], number: int | None) -> list[Mutant]:
    """Return the first mutants by the hash of their names; all of them without a number."""
    if number is None:
        return list(mutants)
    return sorted(mutants, key=lambda mutant: hashlib.sha256(mutant.name.encode()).digest())[:number]


def survivors(mutants: Sequence[Mutant]) -> tuple[list[str], list[str]]:
    """Return the names of the mutants that no test notices, and of those noticed by the rule's id alone."""
    verdicts = [(mutant.name, mutant.judge()) for mutant in mutants]
    unnoticed = [name for name, verdict in verdicts if not verdict.noticed]
    return unnoticed, [name for name, verdict in verdicts if verdict.noticed and verdict.same_outcome]


def report(kind: str, mutants: Sequence[Mutant], sample: int | None, most: float) -> bool:
    """Print which mutants of one kind survive; tell whether they are few enough."""
    chosen = sampled(mutants, sample)
    unnoticed, covered = survivors(chosen)
    for name in unnoticed:
        print(f"  no test notices: {name}")
    if kind == "rules":
        for name in covered:
            print(f"  other rules give the same: {name}")
    share = len(unnoticed) / len(chosen) if chosen else 0
    counts = f"{len(chosen)} of {len(mutants)} mutants, {len(unnoticed)} survive"
    print(f"{kind}: {counts} ({share:.1%}, at most {most:.0%})")
    return share <= most


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check; see the module's docstring."""
    parser = argparse.ArgumentParser(
        description="Disable rules and their conditions one by one; list what no test notices."
    )
    parser.add_argument(
        "--sample", type=int, metavar="N", help="so many mutants of each kind, chosen by hash; else all"
    )
    parser.add_argument("--only", choices=KINDS, help="take away rules alone, or conditions of event rules alone")
    parser.add_argument("--most", type=float, default=0.05, metavar="SHARE", help="share that may survive (0.05)")
    options = parser.parse_args(arguments)
    events = EventMutants()
    fine = True
    for kind in KINDS if options.only is None else (options.only,):
        mutants = [*events.rules(), *TimeMutants().rules()] if kind == "rules" else list(events.conditions())
        fine &= report(kind, mutants, options.sample, options.most)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
