"""Finds and resolves pairs and larger sets: *les deux présidents*, *les trois pays*."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc

from pipeline import cues, knowledge
from pipeline.components.mentions import Mention
from pipeline.components.words import normals

Actor = tuple[str, str, str | None]
NOUN_REACH = 2
"""Words behind the number among which its noun stands (*les deux grands pays*)."""


def find_sets(doc: Doc, found: list[Mention]) -> list[tuple[Mention, int]]:
    """Return the sets of a document, each with its size; a bare role inside one is taken out of `found`."""
    sets = []
    normal = normals(doc)
    counts = {**dict.fromkeys(cues.group("two"), 2), **dict.fromkeys(cues.group("three"), 3)}
    for i in range(1, len(doc) - 1):
        size = counts.get(normal[i])
        if size is None or normal[i - 1] not in cues.group("definite"):
            continue
        nouns = range(i + 1, min(i + 1 + NOUN_REACH, len(doc)))
        end = next((j for j in nouns if normal[j] in cues.group("pair_noun")), None)
        if end is None:
            continue
        inside = [m for m in found if m.start >= i and m.start <= end]
        if any(m.actors for m in inside):
            continue
        for mention in inside:
            found.remove(mention)
        offices = tuple(dict.fromkeys(office for mention in inside for office in mention.offices))
        how = "person" if normal[end] in cues.group("person_noun") else "actor"
        sets.append((Mention(i - 1, end + 1, "ROLE", "pair", number="p", how=how, offices=offices), size))
    return sets


def resolve_set(mention: Mention, size: int, done: list[Mention], sentence_start: int) -> None:
    """Give a set the actors that its sentence names if it names as many, else those named most often before it."""
    here = [earlier for earlier in done if earlier.start >= sentence_start]
    chosen = _candidates(mention, here)
    if len(chosen) != size:
        chosen = _candidates(mention, done)
    mention.offices = ()
    mention.how = "pair"
    if len(chosen) >= size:
        mention.actors = tuple(chosen[:size])
        mention.name = mention.actors[0][1]


def _candidates(mention: Mention, done: list[Mention]) -> list[Actor]:
    """Return the actors that a set may hold, one a code, the likeliest first."""
    known = knowledge.load()
    persons = mention.how == "person"
    counts: Counter[Actor] = Counter()
    last: dict[Actor, int] = {}
    holders: set[Actor] = set()
    for rank, earlier in enumerate(done):
        if earlier.kind == "pronoun" or earlier.locative:
            continue
        if persons and earlier.label != "PER" and earlier.kind != "role":
            continue
        for actor_id, name, code in earlier.actors:
            if code and (persons or code in known.states or code in known.groups):
                actor: Actor = (actor_id, name, code) if persons else (code, known.actor_name(code), code)
                counts[actor] += 1
                last[actor] = rank
                if set(earlier.offices) & set(mention.offices):
                    holders.add(actor)
    chosen: dict[str | None, Actor] = {}
    # *les deux Premiers ministres* are those who hold that office, whoever else the article names.
    for actor in sorted(counts, key=lambda a: (a not in holders, -counts[a], -last[a])):
        chosen.setdefault(actor[2], actor)
    return list(chosen.values())
