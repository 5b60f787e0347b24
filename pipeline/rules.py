"""Loads and checks the rules of event types: one TOML file per type below `lexicons/rules`.

A rule names the words that evoke an event (trigger) and the frame that says which of the words around
them fill which role. Nothing of this is code: see `CONTRIBUTING.md` for the format. A rule that is
malformed, unexampled or a twin of another one is an error that names file and rule id.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import ontology
from pipeline.cues import normal
from pipeline.lexicon import LEXICON_DIR, LexiconError
from pipeline.records import ROLES, STATUSES

RULE_DIR = LEXICON_DIR / "rules"
FRAME_FILE = "frames.toml"
POS = ("VERB", "NOUN")
REFLEXIVE = "se"
"""Word that opens the trigger of a pronominal verb (*se rencontrer*)."""

LEADER = "@leader"
"""Word of a `context` that any person who stands for an actor fulfils."""

REPORTING = "@reporting"
"""Word of a `forbid` that a verb fulfils which only says whose words are given (*« … », a soutenu Paris*)."""

RULE_KEYS = {
    "id", "trigger", "pos", "frame", "context", "forbid", "follow", "status", "cameo", "joins", "yields",
    "examples", "counter_examples", "source",
}  # fmt: skip
TEXT_KEYS = {"id", "pos", "frame", "status", "cameo", "joins", "source"}
LIST_KEYS = {"trigger", "context", "forbid", "follow", "examples", "counter_examples"}
FILE_KEYS = {"type", "rule"}
FRAME_KEYS = {"doc", "source", "target", "participant", "fallback", "mutual"}
SLOTS = {"subject", "object", "dative", "adjective", "possessive", "where"}
PREPOSITION = "prep:"
FALLBACKS = ("around", "before", "all", "none")
EXAMPLE_STATUS = re.compile(r"\s*=>\s*(\w+)\s*$")
BOTH = "both"
"""Role in an example of one who is both source and target of a mutual act."""

MARKUP = re.compile(r"\[([^\]]+)\]|\{([^|}]+)\|(\w+):(\w+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """Which grammatical slots fill which role, in order of preference.

    A slot is ``subject``, ``object``, ``dative``, ``adjective``, ``possessive``, ``where`` or ``prep:WORD``. `fallback`
    says what happens where the parse gives nothing: ``around`` takes the nearest actor before the trigger as source and
    after it as target, ``before`` the source alone, ``all`` the nearest actors until there are two.
    In a `mutual` frame of a directed type each participant is both source and target (codebook, section 6).
    """

    name: str
    slots: dict[str, tuple[str, ...]]
    fallback: str
    mutual: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its marked trigger and participants, without the markup."""

    text: str
    trigger: tuple[int, int]
    participants: frozenset[tuple[str, str]]
    status: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say that an event of a type happens.

    `joins` names the type that the words tell where the article has an event of that type with the same sides (*leur
    conversation*, after a phone call). A rule that `yields` says how far another event is and is none itself where
    its words govern another trigger (*ont convenu d'une rencontre*).
    """

    rule_id: str
    event_type: str
    triggers: tuple[tuple[str, ...], ...]
    pos: str
    frame: Frame
    context: frozenset[str]
    forbid: frozenset[str]
    follow: frozenset[str]
    status: str | None
    cameo: str | None
    joins: str | None
    yields: bool
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]


Entry = tuple[tuple[str, ...], Rule]
"""One trigger and its rule."""


def specificity(entry: Entry) -> tuple[int, int, str]:
    """Return the key that sorts triggers: longer ones first, then those whose rule asks for more, then by id."""
    trigger, rule = entry
    return -len(trigger), -(bool(rule.context) + bool(rule.follow)), rule.rule_id


def parse_example(markup: str, where: str) -> Example:
    """Read one example with inline markup.

    Parameters
    ----------
    markup : str
        ``{Paris|source:FRA} [accuse] {Moscou|target:RUS}.``, with ``=> planned`` behind it where the status
        is not ``occurred``.
    where : str
        File and rule id, for the error.

    Raises
    ------
    LexiconError
        If there is not exactly one marked trigger, or a role or status is unknown.
    """
    status = "occurred"
    if found := EXAMPLE_STATUS.search(markup):
        status, markup = found[1], markup[: found.start()]
    if status not in STATUSES:
        raise LexiconError(f"{where}: unknown status {status!r}")
    text, last = "", 0
    triggers: list[tuple[int, int]] = []
    participants: set[tuple[str, str]] = set()
    for match in MARKUP.finditer(markup):
        text += markup[last : match.start()]
        last = match.end()
        if match[1]:
            triggers.append((len(text), len(text) + len(match[1])))
            text += match[1]
            continue
        if match[3] not in (*ROLES, BOTH):
            raise LexiconError(f"{where}: unknown role {match[3]!r}")
        participants.update((role, match[4]) for role in (("source", "target") if match[3] == BOTH else (match[3],)))
        text += match[2]
    if len(triggers) != 1:
        raise LexiconError(f"{where}: an example marks exactly one [trigger]: {markup}")
    return Example(text + markup[last:], triggers[0], frozenset(participants), status)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def _slots(names: Any, frame: str) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise LexiconError(f"{FRAME_FILE}: frame {frame} names its slots in a list, not {names!r}")
    for name in names:
        if name not in SLOTS and not (name.startswith(PREPOSITION) and name.removeprefix(PREPOSITION)):
            raise LexiconError(f"{FRAME_FILE}: frame {frame} has unknown slot {name!r}")
    return tuple(names)


@cache
def frames() -> dict[str, Frame]:
    """Load the frames that rules share.

    Raises
    ------
    LexiconError
        If a frame has an unknown key, role or fallback.
    """
    raw = _read_toml(RULE_DIR / FRAME_FILE)
    loaded = {}
    for name, table in raw.items():
        if not isinstance(table, dict):
            raise LexiconError(f"{FRAME_FILE}: {name} is {table!r}; a frame opens with [{name}]")
        if unknown := set(table) - FRAME_KEYS:
            raise LexiconError(f"{FRAME_FILE}: frame {name} has unknown keys {sorted(unknown)}")
        fallback = table.get("fallback", "none")
        if fallback not in FALLBACKS:
            raise LexiconError(f"{FRAME_FILE}: frame {name} has unknown fallback {fallback!r}")
        slots = {role: _slots(table[role], name) for role in ROLES if role in table}
        mutual = bool(table.get("mutual", False))
        if mutual and set(slots) != {"participant"}:
            raise LexiconError(f"{FRAME_FILE}: frame {name} is mutual and so has participants alone")
        loaded[name] = Frame(name, slots, fallback, mutual)
    return loaded


def _check_rule(raw: dict[str, Any], event_type: str, where: str) -> None:
    _check_keys(raw, where)
    rule_id, status = raw["id"], raw.get("status")
    if not rule_id.startswith(f"{event_type}."):
        raise LexiconError(f"{where}: an id opens with its type, {event_type}.")
    if raw["pos"] not in POS:
        raise LexiconError(f"{where}: pos is one of {POS}, not {raw['pos']!r}")
    if raw["frame"] not in frames():
        raise LexiconError(f"{where}: frame {raw['frame']!r} is not in {FRAME_FILE}")
    if status is not None and status not in STATUSES:
        raise LexiconError(f"{where}: unknown status {status!r}")
    if raw.get("joins") is not None and raw["joins"] not in ontology.EVENT_TYPES:
        raise LexiconError(f"{where}: joins the unknown type {raw['joins']!r}")
    if raw.get("cameo") is not None and raw["cameo"] not in ontology.CAMEO_CODES:
        raise LexiconError(f"{where}: CAMEO code {raw['cameo']!r} is not in cameo.tsv")
    frame = frames()[raw["frame"]]
    symmetric = ontology.is_symmetric(event_type)
    if symmetric != ("participant" in frame.slots and not frame.mutual):
        raise LexiconError(f"{where}: frame {raw['frame']} does not fit a type that is symmetric={symmetric}")


def _check_keys(raw: dict[str, Any], where: str) -> None:
    if unknown := set(raw) - RULE_KEYS:
        raise LexiconError(f"{where} has unknown keys {sorted(unknown)}")
    for key in ("id", "trigger", "pos", "frame", "examples", "counter_examples", "source"):
        if not raw.get(key):
            raise LexiconError(f"{where} has no {key}")
    for key in sorted(TEXT_KEYS & set(raw)):
        if not isinstance(raw[key], str):
            raise LexiconError(f"{where}: {key} is a text, not {raw[key]!r}")
    for key in sorted(LIST_KEYS & set(raw)):
        if not isinstance(raw[key], list) or not all(isinstance(word, str) and word.strip() for word in raw[key]):
            raise LexiconError(f"{where}: {key} is a list of words, not {raw[key]!r}")
    if REFLEXIVE in raw["trigger"]:
        raise LexiconError(f"{where}: trigger {REFLEXIVE!r} has no verb")
    for key in ("context", "forbid", "follow"):
        if phrases := [word for word in raw.get(key, ()) if " " in word]:
            raise LexiconError(f"{where}: {key} is matched word by word, so {phrases} can never match")


def _rule(raw: dict[str, Any], event_type: str, file: str) -> Rule:
    rule_id = raw.get("id", "?")
    where = f"{file}: rule {rule_id}"
    _check_rule(raw, event_type, where)
    return Rule(
        rule_id=rule_id,
        event_type=event_type,
        triggers=tuple(tuple(normal(trigger).split()) for trigger in raw["trigger"]),
        pos=raw["pos"],
        frame=frames()[raw["frame"]],
        context=frozenset(normal(word) for word in raw.get("context", ())),
        forbid=frozenset(normal(word) for word in raw.get("forbid", ())),
        follow=frozenset(normal(word) for word in raw.get("follow", ())),
        status=raw.get("status"),
        cameo=raw.get("cameo"),
        joins=raw.get("joins"),
        yields=bool(raw.get("yields", False)),
        examples=tuple(parse_example(text, where) for text in raw["examples"]),
        counter_examples=tuple(raw["counter_examples"]),
    )


@cache
def load() -> tuple[Rule, ...]:
    """Load all rules of all types.

    Returns
    -------
    tuple of Rule
        In order of type file and of appearance.

    Raises
    ------
    LexiconError
        If a file or a rule is malformed or an id is used twice; names file and rule.
    """
    loaded: dict[str, Rule] = {}
    for path in sorted(RULE_DIR.glob("*.toml")):
        if path.name == FRAME_FILE:
            continue
        raw = _read_toml(path)
        if unknown := set(raw) - FILE_KEYS:
            raise LexiconError(f"{path.name}: unknown keys {sorted(unknown)}; a rule opens with [[rule]]")
        event_type = raw.get("type")
        if event_type not in ontology.EVENT_TYPES or event_type != path.stem:
            raise LexiconError(f"{path.name}: type {event_type!r} is unknown or not the file's name")
        tables = raw.get("rule", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise LexiconError(f"{path.name}: rule is no list of tables; a rule opens with [[rule]]")
        for table in tables:
            rule = _rule(table, event_type, path.name)
            if rule.rule_id in loaded:
                raise LexiconError(f"{path.name}: rule {rule.rule_id} is defined twice")
            loaded[rule.rule_id] = rule
    return tuple(loaded.values())


def by_id() -> dict[str, Rule]:
    """Return all rules by their id."""
    return {rule.rule_id: rule for rule in load()}


def by_anchor() -> dict[str, list[Entry]]:
    """Return the triggers by their first word (the verb itself for pronominal ones), most specific first."""
    index: dict[str, list[Entry]] = defaultdict(list)
    for rule in load():
        for trigger in rule.triggers:
            anchor = trigger[1] if trigger[0] == REFLEXIVE else trigger[0]
            index[anchor].append((trigger, rule))
    for entries in index.values():
        entries.sort(key=specificity)
    return dict(index)


def _twins() -> Iterator[str]:
    seen: dict[tuple[object, ...], str] = {}
    for rule in load():
        for trigger in rule.triggers:
            key = (trigger, rule.pos, rule.context, rule.follow, rule.forbid)
            if key in seen:
                yield f"{rule.rule_id}: trigger {' '.join(trigger)!r} ({rule.pos}) is also that of {seen[key]}"
            seen.setdefault(key, rule.rule_id)


def lint() -> list[str]:
    """Return what is wrong with the rules, one sentence a finding; empty where all is well."""
    try:
        load()
    except LexiconError as error:
        return [str(error)]
    return list(_twins())


def statistics() -> dict[str, int]:
    """Return the number of rules per event type."""
    counts: dict[str, int] = defaultdict(int)
    for rule in load():
        counts[rule.event_type] += 1
    return dict(counts)
