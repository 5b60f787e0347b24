"""Reads the clause that a word stands in: its verb, the tense of that verb and how the clause hangs on the others."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.components.syntax import has_morph

MAX_CLIMB = 12
"""Steps towards the root that are worth following; a longer way is a parse gone wrong."""

VERBAL = frozenset({"VERB", "AUX"})
CLAUSES = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "ROOT"})
TENSES = ("Imp", "Past", "Fut", "Pres")


def verb_of(token: Token) -> Token | None:
    """Return the verb that governs a word, the word itself where it is one; None where there is none above it."""
    for _ in range(MAX_CLIMB):
        if token.pos_ in VERBAL:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def tense_of(token: Token) -> str:
    """Return the tense of a word's clause, in the terms of the morphology.

    Parameters
    ----------
    token : spacy.tokens.Token
        A word of a parsed document.

    Returns
    -------
    str
        ``Pres``, ``Imp``, ``Past`` or ``Fut``, ``Cnd`` for a conditional, ``Inf`` or ``Part`` for what is not finite,
        each behind ``perfect-`` where it is the tense of the auxiliary (*avait dénoncé*: ``perfect-Imp``); ``none``
        without a verb.
    """
    verb = verb_of(token)
    if verb is None:
        return "none"
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux:tense", "aux:pass", "cop")]
    perfect = any(child.dep_ == "aux:tense" for child in auxiliaries)
    finite = next((t for t in (*auxiliaries, verb) if has_morph(t, "VerbForm", "Fin")), None)
    prefix = "perfect-" if perfect else ""
    if finite is None:
        return prefix + ("Inf" if any(has_morph(t, "VerbForm", "Inf") for t in (*auxiliaries, verb)) else "Part")
    if has_morph(finite, "Mood", "Cnd"):
        return prefix + "Cnd"
    return prefix + next((tense for tense in TENSES if has_morph(finite, "Tense", tense)), "none")


def clause_of(token: Token) -> str:
    """Return the relation by which the clause of a word hangs on the sentence (``acl:relcl``, ``advcl``, ``ROOT``…)."""
    verb = verb_of(token)
    if verb is None:
        return "none"
    return verb.dep_ if verb.dep_ in CLAUSES else "other"


def relation(left: Token, right: Token) -> str:
    """Return how the clause of one word stands to that of another.

    Returns
    -------
    str
        ``same``, ``above`` where the left one governs the right one, ``below`` the other way round, or ``apart``.
    """
    first, second = verb_of(left), verb_of(right)
    if first is None or second is None:
        return "none"
    if first.i == second.i:
        return "same"
    if first.is_ancestor(second):
        return "above"
    return "below" if second.is_ancestor(first) else "apart"
