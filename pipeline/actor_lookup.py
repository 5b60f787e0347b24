"""Answers who a name or a role phrase stands for on a day, from the lexicons alone and without a language model.

What it cannot read is left to the pipeline, which sees the sentence around a phrase: `depeche explain`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import cues, gazetteer, knowledge, names
from pipeline.knowledge import Person, Term
from pipeline.names import Name, fold
from pipeline.roles import RoleNoun, demonym, role_nouns, words_of


class UnknownActorError(LookupError):
    """The lexicons do not know whom the words stand for; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One actor that words may stand for.

    `code` is null for what is no actor (a place, a person out of the lexicons' offices). `terms` are the offices of
    a person on the day asked for, or all that the lexicons know where no day is given.
    """

    name: str
    kind: str
    code: str | None
    terms: tuple[Term, ...] = ()


def look_up(words: str, day: dt.date | None = None) -> list[Answer]:
    """Return whom words stand for.

    Parameters
    ----------
    words : str
        A name (*Poutine*, *Ankara*, *l'Otan*) or a role phrase (*le président américain*, *chef de la diplomatie
        turque*), with or without article.
    day : datetime.date, optional
        Day that the words are spoken on; without it every holder of an office is given, the first one first.

    Returns
    -------
    list of Answer
        At least one, in the order of the lexicons.

    Raises
    ------
    UnknownActorError
        If no lexicon knows the words, or nobody who held the office on the day.

    Examples
    --------
    >>> [answer.name for answer in look_up("le président américain", dt.date(2015, 6, 1))]
    ['Barack Obama']
    """
    bare = _without_article(" ".join(words.split()).replace("’", "'"))
    if not bare:
        raise UnknownActorError("no name or role phrase to look up")
    found = list(_by_name(bare, day)) or _by_role(bare, day)
    if found:
        return found
    raise UnknownActorError(f"{words!r} is no name and no role phrase that the lexicons know")


def _without_article(words: str) -> str:
    lowered = cues.normal(words)
    for article in cues.group("definite"):
        start = article if article.endswith("'") else f"{article} "
        if lowered.startswith(start):
            return words[len(start) :]
    return words


def _by_name(words: str, day: dt.date | None) -> Iterator[Answer]:
    hit = next((hit for hit in _hits(words) if (hit.start, hit.end) == (0, len(words))), None)
    if hit is not None:
        for name in hit.candidates:
            yield _of_name(name, day)
    elif words[:1].isupper() and (city := gazetteer.lookup_city(words)):
        yield Answer(f"{city.name} ({knowledge.load().actor_name(city.country)})", "city", None)


def _hits(words: str) -> tuple[names.NameHit, ...]:
    """Return the names in words; a name that opens a sentence may be typed without its capital (*kremlin*)."""
    return names.find(words) or names.find(words[:1].upper() + words[1:])


def _of_name(name: Name, day: dt.date | None) -> Answer:
    known = knowledge.load()
    if name.person_id:
        person = known.persons[name.person_id]
        return Answer(person.name, "person", person.code_on(day), _terms(person, day))
    if name.kind == "capital":
        state = known.actor_name(name.code or "")
        return Answer(f"{name.name} ({state})", "capital", name.code if name.is_metonym else None)
    return Answer(name.name, name.kind, name.code)


def _terms(person: Person, day: dt.date | None) -> tuple[Term, ...]:
    return tuple(term for term in person.terms if day is None or term.covers(day))


def _by_role(words: str, day: dt.date | None) -> list[Answer]:
    folded = words_of(words)
    for noun in role_nouns().get(folded[0], ()):
        if folded[: len(noun.words)] != noun.words:
            continue
        rest = _owner_words(words, len(noun.words))
        longer, rest = _with_remit(noun, rest)
        if codes := _owners(rest):
            return [answer for code in codes for answer in _of_role(longer, code, day, words)]
    return []


def _owner_words(words: str, n_skipped: int) -> list[str]:
    """Return what stands behind a role noun, split as `words_of` does but with its capitals."""
    return words.replace("'", "' ").split()[n_skipped:]


def _with_remit(noun: RoleNoun, rest: list[str]) -> tuple[RoleNoun, list[str]]:
    """Return the longer role noun whose remit stands behind its demonym (*ministre turc de la Défense*)."""
    behind = words_of(" ".join(rest[1:]))
    for longer in role_nouns()[noun.words[0]]:
        remit = longer.words[len(noun.words) :]
        if remit and longer.words[: len(noun.words)] == noun.words and behind == remit:
            return longer, rest[:1]
    return noun, rest


def _owners(rest: list[str]) -> tuple[str, ...]:
    """Return the actors that own a role: those of a demonym, or of the name behind *de*."""
    if len(rest) == 1 and (adjective := demonym(fold(rest[0].lower()))):
        return adjective.codes
    if len(rest) < 2 or cues.normal(rest[0]) not in cues.group("of"):
        return ()
    owner = _without_article(" ".join(rest[1:]).replace("' ", "'"))
    for hit in names.find(owner):
        if (hit.start, hit.end) == (0, len(owner)):
            return tuple(name.code for name in hit.candidates[:1] if name.code)
    return ()


def _of_role(noun: RoleNoun, code: str, day: dt.date | None, words: str) -> Iterator[Answer]:
    known = knowledge.load()
    if noun.kind != "official" or noun.number == "p" or not noun.offices:
        coded = code + noun.suffix if code in known.states else code
        yield Answer(known.actor_name(code), noun.kind, coded)
        return
    held = [(office, known.terms_by_office[office, code]) for office in noun.offices if _is_held(office, code)]
    if day is None:
        for _, terms in held[:1]:
            for term in terms:
                yield Answer(known.persons[term.person_id].name, "person", code, (term,))
        return
    for _, terms in held:
        if current := [term for term in terms if term.covers(day)]:
            yield Answer(known.persons[current[0].person_id].name, "person", code, (current[0],))
            return
    offices = ", ".join(office for office, _ in held) or "none"
    raise UnknownActorError(f"{words!r} is {code}, but the lexicons know no holder on {day} (offices known: {offices})")


def _is_held(office: str, code: str) -> bool:
    return (office, code) in knowledge.load().terms_by_office


def describe(answer: Answer) -> str:
    """Return one line that says who it is, with what code, in which office and from when to when.

    Examples
    --------
    >>> describe(Answer("OTAN", "organisation", "NATO"))
    'OTAN · NATO · organisation'
    """
    terms = "; ".join(f"{term.office} of {term.code}, {_span(term)}" for term in answer.terms)
    return " · ".join(part for part in (answer.name, answer.code or "no actor code", answer.kind, terms) if part)


def _span(term: Term) -> str:
    return f"{term.start} to {term.end}" if term.end else f"since {term.start}"
