"""Says at which gathering an event happens, and on whose word the text tells it."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Span, Token

from pipeline import cues
from pipeline.components.mentions import Mention
from pipeline.lexicon import read_tsv, split_cell
from pipeline.names import fold
from pipeline.ontology import SPEECH_ACT_TYPES

OCCASION_REACH = 6
"""Words before the name of a gathering among which *en marge de*, *lors de*, *devant*… are looked for."""

NAME_PARTS = frozenset({"flat:name", "flat:foreign", "appos", "nmod"})
"""Relations by which a name hangs on the noun that carries its office (*le porte-parole taliban X*)."""

MAX_STEPS = 3
"""Steps up from a name to the subject, or to the noun behind *selon*, that it belongs to."""

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})

CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
"""Relations of what is said to its verb of saying; where it is said (*lors d'une visite*) hangs on it by others."""

ANNOUNCED = "obj"
"""Relation of a noun for what is announced, by the one who does it or by another."""


@cache
def gatherings() -> dict[str, str]:
    """Return the name of each gathering by its forms."""
    rows = read_tsv("gatherings.tsv", ("name", "forms"))
    return {form: row["name"] for row in rows for form in split_cell(row["forms"])}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(gatherings(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")


def venue(span: Span) -> str | None:
    """Return the gathering that the sentence names as the occasion of a trigger, None if there is none.

    A gathering is an occasion behind *lors de*, *en marge de*, *devant*… or a bare *à*; where the trigger is its own
    name (*le sommet du G20 s'ouvre*) it is the event itself.

    Parameters
    ----------
    span : spacy.tokens.Span
        A trigger.
    """
    doc, sent = span.doc, span.sent
    text = fold(sent.text.lower().replace("’", "'"))
    if len(text) == len(sent.text):
        for match in _pattern().finditer(text):
            named = doc.char_span(
                sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
            )
            if named is not None and not (named.start < span.end and span.start < named.end) and _is_occasion(named):
                return gatherings()[match[0]]
    return None


def spread_venues(triggers: list[Span]) -> None:
    """Give a speech act without a venue that of another act of the same source, as a speech has many sentences."""
    venues: dict[str, str] = {}
    for span in triggers:
        if span._.event["venue"]:
            for code in _sources(span):
                venues.setdefault(code, span._.event["venue"])
    for span in triggers:
        event = span._.event
        if span.label_ in SPEECH_ACT_TYPES and not event["venue"] and not event["is_background"]:
            found = [venues[code] for code in _sources(span) if code in venues]
            span._.event = {**event, "venue": found[0] if found else None}


def _sources(span: Span) -> list[str]:
    return [p["code"] for p in span._.event["participants"] if p["role"] != "target" and p["code"]]


def _is_occasion(named: Span) -> bool:
    before = named.doc[max(named.sent.start, named.start - OCCASION_REACH) : named.start]
    words = [cues.normal(token.text) for token in before if cues.normal(token.text) not in cues.group("definite")]
    return bool(words) and (words[-1] in cues.group("at") or not cues.group("occasion_mark").isdisjoint(words))


def reporter(span: Span, here: list[Mention], speech: bool) -> dict[str, str | None] | None:
    """Return the actor on whose word the sentence tells an event (*selon le Kremlin*, *a affirmé Damas*).

    Parameters
    ----------
    span : spacy.tokens.Span
        A trigger.
    here : list of Mention
        The entities of its sentence.
    speech : bool
        Whether the event is a speech act: its own verb then says who speaks, and only *selon* names a reporter.
    """
    for mention in here:
        if mention.codes and (_is_source_of_word(span.doc, mention) or _says(span, mention, speech)):
            return {"name": mention.actors[0][1], "code": mention.codes[0]}
    return None


def _is_source_of_word(doc: Doc, mention: Mention) -> bool:
    """Tell whether *selon* stands before a mention, or before what it belongs to (*selon un communiqué du Kremlin*)."""
    i = mention.start - 1
    while i >= 0 and cues.normal(doc[i].text) in cues.group("definite"):
        i -= 1
    words = [cues.normal(token.text) for token in doc[max(0, i - 1) : i + 1]]
    if any(" ".join(words[k:]) in cues.group("report_preposition") for k in range(len(words))):
        return True
    head = _carrier(doc[mention.start : mention.end].root)
    marks = {cues.normal(child.text) for child in head.children if child.dep_ in ("case", "mark")}
    return head.i < mention.start and not marks.isdisjoint(cues.group("report_preposition"))


def _carrier(token: Token) -> Token:
    """Return the noun on which a name hangs, the name itself where it stands alone."""
    for _ in range(MAX_STEPS):
        if token.dep_ not in NAME_PARTS:
            break
        token = token.head
    return token


def _says(span: Span, mention: Mention, speech: bool) -> bool:
    """Tell whether a mention is the subject of a verb of saying whose content is the trigger."""
    doc, anchor = span.doc, span.doc[span._.event["anchor"]]
    subject = _carrier(doc[mention.start : mention.end].root)
    verb = subject.head
    if speech or subject.dep_ not in SUBJECTS or verb.i == anchor.i:
        return False
    if verb.lemma_.lower() not in cues.group("report_verb"):
        return False
    link = _link(verb, anchor)
    if link == ANNOUNCED:
        # Who announces what he does himself is no witness of it.
        return not {p["code"] for p in span._.event["participants"]} & set(mention.codes)
    if link is not None:
        return link in CONTENT
    # *…, a indiqué le Kremlin*: what stands before an inverted verb of saying is its content.
    return subject.i > verb.i > anchor.i or (anchor.is_ancestor(verb) and verb.dep_ == "parataxis")


def _link(verb: Token, anchor: Token) -> str | None:
    """Return the relation by which the phrase of a trigger hangs on a verb above it, None if the verb is not above."""
    while anchor.head.i != anchor.i:
        if anchor.head.i == verb.i:
            return anchor.dep_
        anchor = anchor.head
    return None
