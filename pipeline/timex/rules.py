"""Loads the time rules and words below `lexicons/time`, and checks them: an error names the file and the rule."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.lexicon import LEXICON_DIR, LexiconError, read_tsv, split_cell
from pipeline.records import TIMEX_TYPES, Interval
from pipeline.timex.arguments import Value
from pipeline.timex.builders import BUILDERS
from pipeline.timex.grammar import FIGURES, Compiled, PatternError, Slot, canonical, compile_pattern, normal

TIME_DIR = LEXICON_DIR / "time"
WORDS = "time/words.tsv"
SETTINGS = "settings.toml"
STOPS = "stops.toml"
STAGES = 4
RULE_KEYS = {
    "id", "pattern", "build", "stage", "type", "args", "skip", "not_before", "not_after", "not_text", "unknown_after",
    "examples", "counter_examples",
}  # fmt: skip
EXAMPLE = re.compile(r"(?P<text>.+?)\s+@(?P<ref>\S+)\s+=>\s+(?P<value>\S+)(?:\s+\|\s+(?P<future>\S+))?\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """A text with one bracketed expression, its reference date and its value.

    Attributes
    ----------
    value, future : (date or None, date or None) or None
        Inclusive ends (None: open); None for no value at all. Where `future` is given, the expression is
        ambiguous and `value` is its past reading.
    """

    text: str
    start: int
    end: int
    reference: dt.date | None
    value: tuple[dt.date | None, dt.date | None] | None
    future: Interval | None
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a time, and what builds its meaning.

    Attributes
    ----------
    stage : int
        Rules of a later stage see what earlier ones read as one token, `{node}`.
    skip : int
        Leading tokens that are matched but are no part of the expression.
    not_before, not_after, not_text : re.Pattern or None
        What must not stand before, after or in the expression; case counts.
    unknown_after : re.Pattern or None
        What follows where the value cannot be known (*la veille de* and an event).
    """

    rule_id: str
    stage: int
    compiled: Compiled
    build: str
    args: dict[str, Value]
    timex_type: str
    skip: int
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_text: re.Pattern[str] | None
    unknown_after: re.Pattern[str] | None
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule and word of the lexicon.

    Attributes
    ----------
    known : frozenset of str
        Every token that may be part of an expression.
    core : frozenset of str
        Those without which there is none; tokens in figures count if they match `core_figures`.
    firsts, lasts : frozenset of str
        Tokens with which an expression can open and close.
    capitals : dict of str to str
        Capital words that are printed without their accent, and the token that they stand for.
    stops : dict of str to tuple of re.Pattern
        By a word of the expression: names that contain it, which no expression may overlap.
    stop_examples : tuple of (str, str)
        Id and text, in which there is no expression.
    """

    rules: tuple[Rule, ...]
    slots: dict[str, Slot]
    known: frozenset[str]
    core: frozenset[str]
    firsts: frozenset[str]
    lasts: frozenset[str]
    core_figures: re.Pattern[str]
    abbreviations: frozenset[str]
    capitals: dict[str, str]
    time_slots: frozenset[str]
    stops: dict[str, tuple[re.Pattern[str], ...]]
    stop_examples: tuple[tuple[str, str], ...]


def parse_ends(value: str) -> tuple[dt.date | None, dt.date | None] | None:
    """Read ``2017-05-02``, ``2017-05-01..2017-05-07``, ``2017-05-01..`` (open) or ``null``.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if value == "null":
        return None
    first, dots, last = value.partition("..")
    start = dt.date.fromisoformat(first) if first else None
    if not dots:
        return start, start
    return start, dt.date.fromisoformat(last) if last else None


def parse_example(source: str, where: str) -> Example:
    """Read an example such as ``Ils se sont vus [mardi]. @2017-05-03 => 2017-05-02 | 2017-05-09``.

    Raises
    ------
    LexiconError
        If it does not have this form.
    """
    match = EXAMPLE.fullmatch(source)
    marked = re.fullmatch(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)", match["text"]) if match else None
    if match is None or marked is None:
        raise LexiconError(f"{where}: example {source!r} is not of the form '… [expression] … @DAY => VALUE'")
    try:
        reference = None if match["ref"] == "none" else dt.date.fromisoformat(match["ref"])
        value = parse_ends(match["value"])
        future = parse_ends(match["future"]) if match["future"] else None
    except ValueError as error:
        raise LexiconError(f"{where}: example {source!r}: {error}") from error
    closed = (future[0], future[1]) if future and future[0] and future[1] else None
    start = len(marked[1])
    return Example("".join(marked.groups()), start, start + len(marked[2]), reference, value, closed, source)


def _read_words() -> dict[str, Slot]:
    words: dict[str, dict[str, str]] = {}
    for row in read_tsv(WORDS, ("category", "forms", "value")):
        category = words.setdefault(row["category"], {})
        for form in split_cell(row["forms"]):
            if form != normal(form):
                raise LexiconError(f"{WORDS}:{row['_line']}: {form!r} must be in lower case, with plain signs")
            if category.setdefault(canonical(form), row["value"]) != row["value"]:
                raise LexiconError(f"{WORDS}:{row['_line']}: {form!r} has two values in {row['category']}")
    return {name: Slot(words=forms) for name, forms in words.items()}


def _read_slots(settings: dict[str, Any]) -> dict[str, Slot]:
    slots = _read_words() | {"node": Slot(is_node=True)}
    for name, spec in settings["slots"].items():
        words: dict[str, str] = {}
        for category in spec.get("words", []):
            if category not in slots:
                raise LexiconError(f"{SETTINGS}: slot {name}: no word of category {category!r}")
            words |= slots[category].words
        if "most" in spec:
            words = {form: value for form, value in words.items() if int(value) <= spec["most"]}
        slots[name] = Slot(words=words, figures=spec.get("figures"))
    return slots


def _guard(record: dict[str, Any], key: str, macros: dict[str, str], where: str) -> re.Pattern[str] | None:
    if key not in record:
        return None
    source = record[key]
    for name, macro in macros.items():
        source = source.replace(f"<{name}>", macro)
    end = {"not_before": rf"(?:{source})\s*$", "not_text": f"(?:{source})"}.get(key, rf"\s*(?:{source})")
    try:
        return re.compile(end)
    except re.error as error:
        raise LexiconError(f"{where}: {key}: {error}") from error


def _read_rule(record: dict[str, Any], file: str, slots: dict[str, Slot], settings: dict[str, Any]) -> Rule:
    where = f"time/{file}: rule {record.get('id', '(without id)')}"
    if unknown := set(record) - RULE_KEYS:
        raise LexiconError(f"{where}: unknown keys {sorted(unknown)}")
    for key in ("id", "pattern", "build", "examples", "counter_examples"):
        if not record.get(key):
            raise LexiconError(f"{where}: {key} is missing or empty")
    if record["build"] not in BUILDERS:
        raise LexiconError(f"{where}: no builder {record['build']!r}; there are {sorted(BUILDERS)}")
    if record.get("type", "DATE") not in TIMEX_TYPES or not 1 <= record.get("stage", 1) <= STAGES:
        raise LexiconError(f"{where}: type must be one of {TIMEX_TYPES} and stage 1 to {STAGES}")
    try:
        compiled = compile_pattern(record["pattern"], slots, settings["macros"])
    except PatternError as error:
        raise LexiconError(f"{where}: {error}") from error
    guards = {
        key: _guard(record, key, settings["guards"], where)
        for key in ("not_before", "not_after", "not_text", "unknown_after")
    }
    return Rule(
        rule_id=record["id"],
        stage=record.get("stage", 1),
        compiled=compiled,
        build=record["build"],
        args=record.get("args", {}),
        timex_type=record.get("type", "DATE"),
        skip=record.get("skip", 0),
        examples=tuple(parse_example(example, where) for example in record["examples"]),
        counter_examples=tuple(record["counter_examples"]),
        **guards,
    )


def _known_tokens(rules: tuple[Rule, ...], slots: dict[str, Slot]) -> frozenset[str]:
    known: set[str] = set()
    for rule in rules:
        known |= rule.compiled.literals
        for category in rule.compiled.slots.values():
            for form in slots[category].words:
                known.update(form.split())
    return frozenset(token for token in known if token[0] not in FIGURES)


def _core_tokens(slots: dict[str, Slot], spec: dict[str, Any]) -> frozenset[str]:
    forms = [form.removesuffix(" . ").split() for category in spec["words"] for form in slots[category].words]
    core = ({form[0] for form in forms if len(form) == 1} - set(spec["not"])) | set(spec["also"])
    if unreachable := [" ".join(form) for form in forms if core.isdisjoint(form) and form[0] not in spec["not"]]:
        raise LexiconError(f"time/{SETTINGS}: core: add a word of each to `also`: {unreachable}")
    return frozenset(core)


def _read_stops(records: list[dict[str, Any]], slots: dict[str, Slot]) -> dict[str, tuple[re.Pattern[str], ...]]:
    stops: dict[str, tuple[re.Pattern[str], ...]] = {}
    for record in records:
        where = f"time/{STOPS}: stop {record.get('id', '(without id)')}"
        if set(record) != {"id", "words", "pattern", "examples"} or not record["examples"]:
            raise LexiconError(f"{where}: id, words, pattern and examples are needed, and nothing else")
        try:
            pattern = re.compile(record["pattern"])
        except re.error as error:
            raise LexiconError(f"{where}: {error}") from error
        words: set[str] = set()
        for word in record["words"]:
            category = word.strip("{}")
            if word.startswith("{") and category not in slots:
                raise LexiconError(f"{where}: no word of category {category!r}")
            forms = list(slots[category].words) if word.startswith("{") else [word]
            words |= {token for form in forms for token in form.split()}
        for token in words:
            stops[token] = (*stops.get(token, ()), pattern)
    return stops


@cache
def load_rules() -> RuleSet:
    """Read and check every rule.

    Returns
    -------
    RuleSet
        Rules in the order of their files and places, which settles ties.

    Raises
    ------
    LexiconError
        If a file, a rule, an example or a word list is malformed, or two rules share an id.
    """
    settings = tomllib.loads((TIME_DIR / SETTINGS).read_text(encoding="utf-8"))
    slots = _read_slots(settings)
    stops = tomllib.loads((TIME_DIR / STOPS).read_text(encoding="utf-8"))["stop"]
    rules: list[Rule] = []
    for path in sorted(TIME_DIR.glob("*.toml")):
        if path.name in (SETTINGS, STOPS):
            continue
        records = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
        rules += [_read_rule(record, path.name, slots, settings) for record in records]
    ids = [rule.rule_id for rule in rules]
    if twins := {rule_id for rule_id in ids if ids.count(rule_id) > 1}:
        raise LexiconError(f"time: rule ids used twice: {sorted(twins)}")
    dotted = {form for slot in slots.values() for form in slot.words if form.endswith(" . ")}
    return RuleSet(
        rules=tuple(rules),
        slots=slots,
        known=_known_tokens(tuple(rules), slots) - {"."},
        core=_core_tokens(slots, settings["core"]),
        firsts=frozenset[str]().union(*(rule.compiled.firsts for rule in rules)),
        lasts=frozenset[str]().union(*(rule.compiled.lasts for rule in rules)),
        core_figures=re.compile(settings["core"]["figures"]),
        abbreviations=frozenset(form.split()[0] for form in dotted),
        capitals=settings["capitals"],
        time_slots=frozenset(settings["time_slots"]),
        stops=_read_stops(stops, slots),
        stop_examples=tuple((stop["id"], example) for stop in stops for example in stop["examples"]),
    )
