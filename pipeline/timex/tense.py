"""Tells from the parse of a sentence whether an expression lies in the past or the future.

The verb that governs the expression decides: its tense, its auxiliaries, and the verb above it where it is an
infinitive (*va recevoir*, *ont convenu de se rencontrer*).
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span, Token

from pipeline.lexicon import read_tsv, split_cell

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
MAX_CLIMB = 12
"""Steps towards the root that are worth following; a longer way is a parse gone wrong."""


@cache
def verbs(kind: str) -> frozenset[str]:
    """Return the lemmas of one kind of the lexicon `time/verbs.tsv`."""
    rows = read_tsv("time/verbs.tsv", ("kind", "lemmas"))
    return frozenset(lemma for row in rows if row["kind"] == kind for lemma in split_cell(row["lemmas"]))


def _has(token: Token, feature: str, value: str) -> bool:
    return value in token.morph.get(feature, [])


def _is_conditional(token: Token) -> bool:
    """Return whether the form is a conditional; the model takes many regular ones (*rendrait*) for imperfects."""
    if _has(token, "Mood", "Cnd"):
        return True
    stems = {token.lemma_, token.lemma_.removesuffix("e")}
    return token.lower_ in {stem + ending for stem in stems for ending in verbs("conditional")}


def _group(verb: Token) -> list[Token]:
    """Return the verb with its auxiliaries and copulas."""
    return [verb, *(child for child in verb.children if child.dep_.startswith(("aux", "cop")))]


def _of_group(verb: Token) -> str | None:
    """Return what the forms of the verb and its auxiliaries say by themselves."""
    group = _group(verb)
    finite = [token for token in group if _has(token, "VerbForm", "Fin")]
    if any(_has(token, "Tense", "Fut") for token in finite):
        return "future"
    compound = len(group) > 1 and _has(verb, "VerbForm", "Part")
    perfect = any(child.dep_ == "aux:tense" for child in verb.children)
    if any(_is_conditional(token) for token in finite):
        return "past" if perfect else "future"
    if any(_has(token, "Tense", "Past") or _has(token, "Tense", "Imp") for token in finite):
        return "past"
    if verb.lemma_ in verbs("ahead") and (finite or _has(verb, "VerbForm", "Part")):
        return "past" if perfect else "future"
    if compound or (_has(verb, "VerbForm", "Part") and _has(verb, "Tense", "Past")):
        return "past"
    return "nearest" if finite else None


def _is_infinitive(verb: Token) -> bool:
    """Return whether a verb is an infinitive, that of a passive included (*doit être levé*)."""
    passive = any(child.dep_ == "aux:pass" and _has(child, "VerbForm", "Inf") for child in verb.children)
    return passive or _has(verb, "VerbForm", "Inf")


def _has_case(phrase: Token, kind: str) -> bool:
    """Return whether a preposition of one kind of the lexicon governs a phrase."""
    return any(child.dep_ == "case" and child.lower_ in verbs(kind) for child in phrase.children)


def _of_infinitive(verb: Token) -> str | None:
    """Return what the verb that governs an infinitive says of it."""
    if any(child.dep_ == "aux:tense" for child in verb.children):
        return "past"  # après avoir rencontré
    above = verb.head
    if above is verb or above.pos_ not in VERBAL:
        return None
    if above.lemma_ in verbs("arranging"):
        return "future"
    if above.lemma_ in verbs("ahead"):
        has_happened = any(child.dep_ == "aux:tense" for child in above.children)  # a dû reporter
        return "past" if has_happened else "future"
    if above.lemma_ in verbs("going"):
        return "past" if _has(above, "Tense", "Imp") else "future"
    return None


def _was_due(verb: Token) -> bool:
    """Return whether it was to happen (*devait se rendre*, *était attendu*), which may have been or may still come."""
    head = verb.head if _is_infinitive(verb) else verb
    due = head.lemma_ in verbs("due") or (head.lemma_ in verbs("ahead") and _has(head, "VerbForm", "Part"))
    perfect = any(child.dep_ == "aux:tense" for child in head.children)
    return due and not perfect and any(_has(token, "Tense", "Imp") for token in _group(head))


def _of_verb(verb: Token) -> str | None:
    """Return what a verb, finite or not, says of what hangs on it."""
    if _was_due(verb):
        return "nearest"
    return _of_infinitive(verb) if _is_infinitive(verb) else _of_group(verb)


def _of_phrase(noun: Token) -> str | None:
    """Return what the preposition of a noun says of its date (*depuis son élection*, *avant le vote*)."""
    if _has_case(noun, "elapsed"):
        return "past"
    return "future" if noun.lemma_ in verbs("scheduled") and _has_case(noun, "preceding") else None


def _arranges(verb: Token, phrase: Token) -> bool:
    """Return whether a verb arranges what hangs on it; a phrase before it only says where or how it does so."""
    if verb.lemma_ not in verbs("arranging") or _has(verb, "VerbForm", "Inf"):
        return False
    return phrase.i > verb.i or not phrase.dep_.startswith("obl")


def _of_noun(noun: Token, verb: Token, side: str) -> str | None:
    """Return what the side of a verb says of a noun in its clause with a date of its own.

    The present says nothing of it (*le malaise de jeudi inquiète*). A vote or a summit has its day long before it
    comes, so that the nearest one is meant, unless the verb tells how it ended.
    """
    if side == "past" and noun.lemma_ in verbs("scheduled") and verb.lemma_ not in verbs("ending"):
        return "nearest"
    return None if side == "nearest" else side


def direction(span: Span) -> str | None:
    """Return the side of the publication on which an expression lies.

    Parameters
    ----------
    span : spacy.tokens.Span
        The expression, in a parsed document.

    Returns
    -------
    str or None
        ``past`` or ``future``; ``nearest`` where the governing verb is in the present; None where no verb governs
        the expression, or the document has no parse.
    """
    if not span.doc.has_annotation("DEP"):
        return None
    token, below, noun = span.root, span.root, None
    if _has_case(token, "toward"):
        return "future"
    for _ in range(MAX_CLIMB):
        outside = not span.start <= token.i < span.end
        if outside and token.pos_ in VERBAL:
            if noun and _arranges(token, below):
                return "future"
            side = _of_verb(token)
            if side is not None:
                return _of_noun(noun, token, side) if noun else side
        elif outside and token.pos_ in NOMINAL:
            if (side := _of_phrase(token)) is not None:
                return side
            noun = noun or token
        if token.head is token:
            break
        token, below = token.head, token
    return None
