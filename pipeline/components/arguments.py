"""Fills the roles of each trigger: by its frame where the parse is good, by nearness where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline import cues, knowledge, ontology, rules
from pipeline.components import mentions as store
from pipeline.components.completion import ArticleActors
from pipeline.components.mentions import PRIVATE_SUFFIXES, Mention, base_code
from pipeline.components.syntax import Slots, has_morph, preposition_before, slots_of
from pipeline.components.targets import Answers, ArticleTargets, Opening
from pipeline.components.triggers import TRIGGERS
from pipeline.rules import Rule

NEAR = 18
"""Words within which the fallback looks for an actor; beyond, half of what it took was wrong."""

MAX_LINK = 4
"""Words between two members of one list (*, ainsi que de la*)."""

VENUE_REACH = 6
"""Words before the name of a gathering among which *en marge de* stands."""

MAX_DEPTH = 2
"""Steps down from the head of a phrase to the actor inside it (*les responsables de l'armée russe*)."""

AGENTS = frozenset({"nsubj", "nsubj:pass", "obl:agent"})
BY_PLACE, WHERE = "place", "where"
BY_LIST = "list"
BY_FRAME, BY_NEARNESS, BY_NEARNESS_AGAINST_PARSE = "frame", "nearness", "nearness_against_parse"
"""How a role was filled; the last where the parse has somebody else in the slot who is no known actor."""

DIRECT = frozenset({BY_FRAME, BY_LIST, BY_PLACE})
"""Ways of filling a role that the grammar of the sentence warrants."""


@dataclass(frozen=True, slots=True)
class Filler:
    """One mention that fills a role."""

    role: str
    mention: Mention
    how: str
    slot: str = ""


class ArgumentFinder:
    """Adds ``participants`` to each trigger; drops those that no international actor takes part in."""

    def __init__(self) -> None:
        self.rules = rules.by_id()

    def __call__(self, doc: Doc) -> Doc:
        """Fill the roles of all triggers of one document."""
        kept = []
        for span, participants, answers in self.read(doc):
            best = answers.best() if answers is not None else None
            chosen = [] if best is None else _participants(doc, [Filler("target", best.mention, best.how)])
            # A list of its own: what was read decides about later triggers.
            sides = [*participants, *chosen]
            if is_event(span.label_, sides):
                span._.event = {**span._.event, "participants": sides}
                kept.append(span)
        doc.spans[TRIGGERS] = kept
        return doc

    def read(self, doc: Doc) -> Iterator[tuple[Span, list[dict[str, Any]], Answers | None]]:
        """Yield each trigger with the sides that its sentence and the like of it give.

        Yields
        ------
        tuple
            Trigger, participants, and the answers to at whom it aims where it has a source and no target, else None.
        """
        found = store.read(doc, store.ENTITIES)
        entities = [m for m in found if m.actors]
        adjectives = store.read(doc, store.ADJECTIVES)
        at: dict[int, Mention] = {}
        for mention in (*map(_country, found), *adjectives, *entities):
            at.update(dict.fromkeys(range(mention.start, mention.end), mention))
        places = [m for m in found if m.locative and m.country]
        filled: list[tuple[Span, list[dict[str, Any]]]] = []
        for span in doc.spans[TRIGGERS]:
            sent = span.sent
            near = [m for m in entities if sent.start <= m.start < sent.end and not is_venue(doc, m)]
            where = [m for m in places if sent.start <= m.start < sent.end]
            fillers = self._fill(doc, span, self.rules[span.id_], near, at)
            filled.append((span, _participants(doc, fillers + self._where(span, where, fillers))))
        article = ArticleActors(entities, [(span.label_, participants) for span, participants in filled])
        targets = ArticleTargets(doc, filled)
        for span, sides in filled:
            participants = article.complete(span.label_, sides)
            if {p["role"] for p in participants} != {"source"} or not any(p["code"] for p in participants):
                yield span, participants, None
                continue
            here = {m.start: m for i in range(span.sent.start, span.sent.end) if (m := at.get(i)) and m.codes}
            free = [m for m in here.values() if not (m.start <= span.start < m.end or is_venue(doc, m))]
            yield span, participants, targets.answers(Opening(span, self.rules[span.id_], participants, free))

    def _fill(self, doc: Doc, span: Span, rule: Rule, near: list[Mention], at: dict[int, Mention]) -> list[Filler]:
        anchor = doc[span._.event["anchor"]]
        slots = slots_of([anchor, *span[1:]], rule.pos)
        fillers: list[Filler] = []
        inward = False
        for role, names in rule.frame.slots.items():
            for name in names:
                for mention in self._mentions(slots, name, at, anchor, span):
                    if not _clashes(mention, fillers):
                        fillers.append(Filler(role, mention, BY_FRAME, name))
                    elif role == "target" and name in ("object", "dative") and _is_source(mention, fillers):
                        inward = True
                if _is_enough(role, name, fillers):
                    break
        fillers += _listed(doc, near, fillers)
        if inward and not any(filler.role == "target" for filler in fillers):
            # Its object belongs to the actor itself (*Paris a rappelé à l'ordre les ministres français*): home affairs.
            return []
        closed = {slot for slot in ("subject", "object") if slots.get(slot)} if rule.pos == "VERB" else set()
        fillers += self._fallback(span, rule, near, fillers, closed)
        return _reciprocal(fillers) if rule.frame.mutual else fillers

    def _mentions(self, slots: Slots, name: str, at: dict[int, Mention], anchor: Token, span: Span) -> list[Mention]:
        found = []
        for token in slots.get(name, ()):
            possessive, depth = name == "possessive", 0 if name == "adjective" else MAX_DEPTH
            mention = _before(at, token.i, span.sent.start) if possessive else _inside(token, at, depth)
            if mention is None or mention.start <= anchor.i < mention.end or is_venue(anchor.doc, mention):
                continue
            if name == "adjective" and token.i < anchor.i and token.dep_ != "amod":
                continue
            found.append(mention)
        return found

    def _where(self, span: Span, places: list[Mention], fillers: list[Filler]) -> list[Filler]:
        """Fill a role by the state where it happens, if the frame says so (*détenu en Turquie*: by Turkey)."""
        roles = {filler.role for filler in fillers}
        for role, slots in self.rules[span.id_].frame.slots.items():
            if role in roles or WHERE not in slots or not places:
                continue
            place = min(places, key=lambda m: _distance(span, m))
            country = place.country
            if country is None or any(country in f.mention.codes for f in fillers):
                continue
            return [Filler(role, _as_country(place), BY_PLACE, WHERE)]
        return []

    @staticmethod
    def _fallback(span: Span, rule: Rule, near: list[Mention], fillers: list[Filler], closed: set[str]) -> list[Filler]:
        kind = rule.frame.fallback
        if kind == "none":
            return []
        free = [
            m for m in near
            if not m.locative
            and preposition_before(span.doc, m.start) not in cues.group("about_preposition")
            and not any(m is f.mention or m.codes == f.mention.codes for f in fillers)
        ]  # fmt: skip
        before = [m for m in free if m.end <= span.start and span.start - m.end <= NEAR]
        after = [m for m in free if m.start > span.start and m.start - span.end <= NEAR]
        extra: list[Filler] = []
        if kind == "all":
            codes = {code for f in fillers for code in f.mention.codes}
            for mention in sorted((*before, *after), key=lambda m: _distance(span, m)):
                if len(codes) >= 2:
                    break
                extra.append(Filler("participant", mention, BY_NEARNESS))
                codes.update(mention.codes)
            return extra
        roles = {f.role for f in fillers}
        if "source" not in roles and before:
            how = BY_NEARNESS_AGAINST_PARSE if "subject" in closed else BY_NEARNESS
            bare = [m for m in before if not preposition_before(span.doc, m.start)]
            extra.append(Filler("source", (bare or before)[-1], how))
        elif "source" not in roles and has_morph(span.doc[span.start], "VerbForm", "Part"):
            # *Arrivé à Londres, le négociateur…*: a participle before its clause takes the subject of that clause.
            subjects = [m for m in after if span.doc[m.start : m.end].root.dep_ == "nsubj"]
            extra += [Filler("source", mention, BY_NEARNESS) for mention in subjects[:1]]
        after = [m for m in after if not _is_agent_elsewhere(span.doc, m, span.doc[span.start])]
        if rule.pos == "NOUN" and not after:
            # *La Grèce prépare la visite du ministre turc*: what precedes a noun may be its target too.
            after = [m for m in reversed(before) if not any(m is f.mention for f in extra)]
        sources = {base_code(code) for f in (*fillers, *extra) if f.role == "source" for code in f.mention.codes}
        after = [m for m in after if not sources & {base_code(code) for code in m.codes}]
        if kind == "around" and "target" not in roles and after:
            how = BY_NEARNESS_AGAINST_PARSE if "object" in closed else BY_NEARNESS
            extra.append(Filler("target", after[0], how))
        return extra


def _country(mention: Mention) -> Mention:
    """Return a place as its country, which acts or suffers for it (*l'annexion de la Crimée*)."""
    if mention.country is None or mention.kind == "city" or (mention.actors and not mention.locative):
        return mention
    return _as_country(mention)


def _as_country(place: Mention) -> Mention:
    code = place.country or ""
    name = knowledge.load().actor_name(code)
    return replace(place, actors=((code, name, code),), name=name)


def is_venue(doc: Doc, mention: Mention) -> bool:
    """Tell whether a body is named as the occasion only (*en marge du G20*)."""
    if mention.kind != "organisation":
        return False
    before = doc[max(0, mention.start - VENUE_REACH) : mention.start]
    return any(cues.normal(token.text) in cues.group("venue_mark") for token in before)


def _distance(span: Span, mention: Mention) -> int:
    return min(abs(span.start - mention.end), abs(mention.start - span.end))


def _is_enough(role: str, slot: str, fillers: list[Filler]) -> bool:
    """Tell whether a role needs no further slot: a directed one when filled, a mutual one when *entre* names two."""
    if role != "participant":
        return any(filler.role == role for filler in fillers)
    named = {code for filler in fillers for code in filler.mention.codes if filler.slot == slot}
    return slot.removeprefix("prep:") in cues.group("between") and len(named) >= 2


def _is_agent_elsewhere(doc: Doc, mention: Mention, anchor: Token) -> bool:
    """Tell whether a mention acts in a clause that the trigger does not govern (*…, a annoncé Mike Pompeo*)."""
    root = doc[mention.start : mention.end].root
    return root.dep_ in AGENTS and root.head.i != anchor.i and not anchor.is_ancestor(root)


def _reciprocal(fillers: list[Filler]) -> list[Filler]:
    """Make each participant both source and target, if there are two of them; a single one is left as source."""
    codes = {code for filler in fillers for code in filler.mention.codes}
    roles = ("source", "target") if len(codes) >= 2 else ("source",)
    return [replace(filler, role=role) for role in roles for filler in fillers]


def _listed(doc: Doc, near: list[Mention], fillers: list[Filler]) -> list[Filler]:
    """Add what stands in one list with a filler (*Berlin, Paris et Londres*): the parse often loses the middle."""
    extra: list[Filler] = []
    for group in _lists(doc, near):
        for filler in fillers:
            if not any(filler.mention is member for member in group):
                continue
            for member in group:
                if not _clashes(member, [*fillers, *extra]):
                    extra.append(Filler(filler.role, member, BY_LIST, filler.slot))
    return extra


def _lists(doc: Doc, near: list[Mention]) -> list[list[Mention]]:
    """Return the runs of mentions that only commas and small words part, if a conjunction is among these."""
    runs: list[list[Mention]] = []
    run: list[Mention] = near[:1]
    conjoined = False
    for left, right in pairwise(near):
        between = [cues.normal(token.text) for token in doc[left.end : right.start]]
        linked = 0 < len(between) <= MAX_LINK and all(word in cues.group("list_link") for word in between)
        joins = any(word in cues.group("and") for word in between)
        if linked and left.locative == right.locative and (joins or "," in between):
            run.append(right)
            conjoined = conjoined or joins
            continue
        if conjoined:
            runs.append(run)
        run, conjoined = [right], False
    if conjoined:
        runs.append(run)
    return runs


def _is_source(mention: Mention, fillers: list[Filler]) -> bool:
    """Tell whether an actor, or the state that a private person belongs to, is the source already."""
    bases = {base_code(code) for code in mention.codes}
    return any(bases & {base_code(code) for code in f.mention.codes} for f in fillers if f.role == "source")


def _clashes(mention: Mention, fillers: list[Filler]) -> bool:
    """Tell whether the mention already has a role, or its actor already the other one."""
    return any(mention is f.mention or (mention.codes and mention.codes == f.mention.codes) for f in fillers)


def _before(at: dict[int, Mention], i: int, start: int) -> Mention | None:
    """Return the mention that a possessive most likely stands for: the nearest one before it."""
    for j in range(i - 1, start - 1, -1):
        mention = at.get(j)
        if mention is not None and mention.actors and not mention.locative:
            return mention
    return None


def _inside(token: Token, at: dict[int, Mention], depth: int) -> Mention | None:
    """Return the actor of a phrase: at its head, else in its adjectives and *de*-phrases."""
    mention = at.get(token.i)
    if mention is not None and mention.actors:
        return mention
    if depth == 0:
        return None
    for child in token.children:
        if child.dep_ in ("amod", "nmod", "appos", "flat:name", "obl:arg", "dep"):
            found = _inside(child, at, depth - 1)
            if found is not None:
                return found
    return None


def _participants(doc: Doc, fillers: list[Filler]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str | None]] = set()
    for filler in fillers:
        mention = filler.mention
        text = doc[mention.start : mention.end]
        is_here = mention.end > mention.start
        for actor_id, name, code in mention.actors:
            key = (filler.role, code or actor_id)
            if key in seen:
                continue
            seen.add(key)
            rows.append(
                {
                    "role": filler.role, "actor_id": actor_id, "name": name, "code": code, "how": filler.how,
                    "slot": filler.slot, "kind": mention.kind, "resolved": mention.how,
                    "start_char": text.start_char if is_here else None,
                    "end_char": text.end_char if is_here else None,
                }
            )  # fmt: skip
    return rows


def is_event(event_type: str, participants: list[dict[str, Any]]) -> bool:
    """Tell whether these participants make an event: two international actors, or one that may act alone."""
    codes = {base_code(p["code"]) for p in participants if p["code"]}
    if len(codes) >= 2:
        return True
    sources = {p["code"] for p in participants if p["code"] and p["role"] != "target"}
    acting = any(not code.endswith(PRIVATE_SUFFIXES) for code in sources)
    return event_type in ontology.UNILATERAL_TYPES and acting


@Language.factory("depeche_arguments")
def create_arguments(nlp: Language, name: str) -> ArgumentFinder:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that fills the roles of triggers."""
    return ArgumentFinder()
