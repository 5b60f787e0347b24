"""Completes from the article what a sentence leaves out: the other side of an event that has only one.

*Elle a été libérée lundi* names who was freed; who held her stands elsewhere in the article. The missing side is
taken from another mention of the same matter, else it is the article's main other actor. How a side was found is
kept, so that the plausibility of the mention can depend on it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipeline import knowledge, ontology
from pipeline.components.mentions import Mention, base_code

Participants = list[dict[str, Any]]
Actor = tuple[str, str, str | None]

HOUSE = "res-"
"""What the id of a seat of power opens with."""

FROM_MENTION, FROM_ARTICLE = "other_mention", "main_actor"
"""How a side was completed: from another mention of the matter, or by the article's main other actor."""

SAME_MATTER = (
    frozenset({"detention", "release", "expulsion"}),
    frozenset({"phone_call", "meeting", "visit"}),
    frozenset({"negotiation", "agreement", "treaty_signing", "ceasefire"}),
    frozenset({"sanctions", "sanctions_relief"}),
)
"""Types whose mentions in one article mostly have the same sides."""


TARGET_EXPECTED = frozenset({"aid", "release"})
"""Types that stand with their source alone where the article names no target, but are completed where it does."""

NOT_GUESSED = frozenset({"visit", "armed_attack"})
"""Types whose other side is never the article's main actor: a journey without a place is at home, and a blow is laid at
nobody's door by guess."""

MIN_SHARE = 0.09
"""Share of the article's mentions from which an actor is a main one; rarer ones were a side in 2 cases of 21."""

HELD = frozenset({"detention", "release", "expulsion"})
"""Types whose unnamed target is mostly a private person of the main other state, not the state itself."""

PRIVATE = "_CIV"


def is_same_matter(left: str, right: str) -> bool:
    """Tell whether mentions of two types in one article mostly have the same sides."""
    return left == right or any(left in group and right in group for group in SAME_MATTER)


def _codes(participants: Participants, role: str | None = None) -> frozenset[str]:
    return frozenset(p["code"] for p in participants if p["code"] and role in (None, p["role"]))


def _bases(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(base_code(code) for code in codes)


def _is_body(actor: Actor) -> bool:
    """Tell whether an actor bears the name of the state itself or of a house that stands for it, not of a person."""
    return actor[0] == actor[2] or actor[0].startswith(HOUSE)


def name_of(code: str, names: Counter[Actor]) -> tuple[str, str]:
    """Return id and name of an actor as an article mostly names it: by a person, or by a name of its own.

    Parameters
    ----------
    code : str
        Its code.
    names : Counter
        How often the article names each (id, name, code).
    """
    people = {actor: n for actor, n in names.items() if actor[2] == code and not _is_body(actor)}
    bodies = sum(n for actor, n in names.items() if actor[2] == code and _is_body(actor))
    person = max(people, key=people.__getitem__, default=None)
    if person is None or people[person] < bodies:
        return code, knowledge.load().actor_name(base_code(code))
    return person[0], person[1]


class ArticleActors:
    """The sides of one article's events, as far as its sentences give them."""

    def __init__(self, entities: list[Mention], filled: list[tuple[str, Participants]]) -> None:
        self.filled = filled
        here = [mention for mention in entities if not mention.locative]
        self.counts: Counter[str] = Counter(base_code(code) for mention in here for code in mention.codes)
        self.names: Counter[Actor] = Counter(actor for mention in here for actor in mention.actors)

    def complete(self, event_type: str, participants: Participants) -> Participants:
        """Return the participants of a mention with its missing side filled, or as they are.

        Parameters
        ----------
        event_type : str
            One of `pipeline.ontology.EVENT_TYPES`.
        participants : list of dict
            As `ArgumentFinder` makes them. Where none has a code, only what sides do together is completed, from
            another mention of the matter.
        """
        codes = _codes(participants)
        if len(_bases(codes)) >= 2:
            return participants
        if not codes:
            return self._all_sides(event_type) if ontology.is_symmetric(event_type) else participants
        if ontology.is_symmetric(event_type):
            return participants + self._side(event_type, "participant", "participant", codes)
        for role, other in (("source", "target"), ("target", "source")):
            if _codes(participants, other) and not any(p["role"] == role for p in participants):
                if role == "target" and event_type in ontology.UNILATERAL_TYPES - TARGET_EXPECTED:
                    continue
                return participants + self._side(event_type, role, other, codes)
        return participants

    def _all_sides(self, event_type: str) -> Participants:
        """Return the sides of another mention of the matter that has two (*les discussions reprendront lundi*)."""
        for their_type, theirs in self.filled:
            if is_same_matter(event_type, their_type) and len(_bases(_codes(theirs))) >= 2:
                return [{**p, "role": "participant", "how": FROM_MENTION, "slot": ""} for p in theirs if p["code"]]
        return []

    def _side(self, event_type: str, role: str, other: str, known: frozenset[str]) -> Participants:
        for their_type, theirs in self.filled:
            if not is_same_matter(event_type, their_type) or not _codes(theirs, other) & known:
                continue
            added = [p for p in theirs if p["role"] == role and p["code"] and base_code(p["code"]) not in _bases(known)]
            if added:
                return [{**p, "how": FROM_MENTION, "slot": ""} for p in added]
        if event_type in NOT_GUESSED:
            return []
        states = knowledge.load()
        for base, count in self.counts.most_common():
            if count < MIN_SHARE * self.counts.total():
                break
            if base not in _bases(known) and (base in states.states or base in states.groups):
                private = role == "target" and event_type in HELD and base in states.states
                code = base + PRIVATE if private else base
                actor_id, name = (code, states.actor_name(base)) if private else name_of(base, self.names)
                return [
                    {
                        "role": role, "actor_id": actor_id, "name": name, "code": code, "how": FROM_ARTICLE, "slot": "",
                        "kind": "state", "resolved": FROM_ARTICLE, "start_char": None, "end_char": None,
                    }
                ]  # fmt: skip
        return []
