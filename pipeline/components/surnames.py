"""Gives a surname alone what the article says of the full name, wherever it says it."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline import cues
from pipeline.components.mentions import Mention, base_code
from pipeline.components.words import folded
from pipeline.names import fold

GUESSED = frozenset({"ner", "honorific"})
"""How the persons were found whom no lexicon has and no role introduces."""

NAME_TAGS = frozenset({"PROPN", "NOUN", "X"})
MIN_SURNAME = 3
"""Shortest surname that is looked for where the model has seen no person; shorter ones are particles too often."""


def complete_surnames(doc: Doc, found: list[Mention]) -> list[Mention]:
    """Link the surnames among the mentions to the persons of the article; return those that the model has missed."""
    introduced = _introduced(doc, found)
    for mention in found:
        if mention.kind != "person" or mention.how not in GUESSED:
            continue
        source = introduced.get(fold(doc[mention.end - 1].lower_))
        if source is not None and source is not mention and _may_be(doc, mention, source.actors[0][1]):
            _copy(source, mention)
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    extra = []
    for i, word in enumerate(folded(doc)):
        source = introduced.get(word)
        if source is None or not source.codes or i in taken:
            continue
        if len(doc[i]) >= MIN_SURNAME and _stands_alone(doc, i):
            mention = Mention(i, i + 1, "PER", "person")
            _copy(source, mention)
            extra.append(mention)
    return extra


def _introduced(doc: Doc, found: list[Mention]) -> dict[str, Mention]:
    """Return the persons of the article by their surname, the one with an actor and the longest name first."""
    introduced: dict[str, Mention] = {}
    for mention in found:
        if mention.kind != "person" or not mention.actors:
            continue
        _, name, code = mention.actors[0]
        if code is None and len(name.split()) < 2:
            continue
        keys = {fold(doc[mention.end - 1].lower_)}
        if code and base_code(code).lower() in cues.group("family_name_first"):
            keys.add(fold(name.split()[0].lower()))
        for key in keys:
            known = introduced.get(key)
            if known is None or _rank(mention) > _rank(known):
                introduced[key] = mention
    return introduced


def _rank(mention: Mention) -> tuple[bool, int]:
    return bool(mention.codes), len(mention.actors[0][1])


def _copy(source: Mention, mention: Mention) -> None:
    mention.actors = source.actors[:1]
    mention.name = source.actors[0][1]
    mention.offices = source.offices
    mention.gender = mention.gender or source.gender
    mention.how = "article"


def _may_be(doc: Doc, mention: Mention, name: str) -> bool:
    """Tell whether a full name may be that of a known person: not if the given names differ (*Michelle Obama*)."""
    first = fold(doc[mention.start].lower_)
    return mention.end - mention.start == 1 or first == fold(name.split(maxsplit=1)[0].lower())


def _stands_alone(doc: Doc, i: int) -> bool:
    """Tell whether a capitalised word is no part of a longer name."""
    if not doc[i].text[:1].isupper() or doc[i].pos_ not in NAME_TAGS:
        return False
    before = doc[i - 1] if i else None
    after = doc[i + 1] if i + 1 < len(doc) else None
    joined = before is not None and before.text[:1].isupper() and not before.is_sent_start and before.pos_ == "PROPN"
    return not joined and not (after is not None and after.text[:1].isupper() and after.pos_ == "PROPN")
