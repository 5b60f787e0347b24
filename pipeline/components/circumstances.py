"""Adds to each trigger when, where and at which gathering it happens, and on whose word it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline import cues, knowledge
from pipeline.components import mentions as store
from pipeline.components.arguments import is_venue
from pipeline.components.dating import ArticleDates, Candidate
from pipeline.components.extensions import published_date
from pipeline.components.mentions import Mention
from pipeline.components.placing import ArticlePlaces
from pipeline.components.triggers import TRIGGERS
from pipeline.ontology import SPEECH_ACT_TYPES

BACKGROUND_DAYS = 10
"""An event that ended more days before publication than this is recalled, not news."""


class Circumstances:
    """Adds date, place, venue, about, reporter and background to each trigger."""

    def __init__(self) -> None:
        self.known = knowledge.load()

    def __call__(self, doc: Doc) -> Doc:
        """Complete all triggers of one document."""
        published = published_date(doc)
        entities = store.read(doc, store.ENTITIES)
        triggers = list(doc.spans[TRIGGERS])
        dates = ArticleDates.of(doc, published, triggers)
        places = ArticlePlaces.of(doc)
        for span in triggers:
            sent = span.sent
            here = [m for m in entities if sent.start <= m.start < sent.end]
            event = dict(span._.event)
            event.update(_date(dates.answers(span).best()))
            event["place"] = _place(places.choose(span))
            event["venue"] = _venue(doc, here)
            event["about"] = _about(here, event, self.known)
            event["reporter"] = _reporter(doc, here, doc[event["anchor"]], span.label_ in SPEECH_ACT_TYPES)
            event["is_background"] = _is_background(event["date"], published)
            span._.event = event
        return doc


def _venue(doc: Doc, here: list[Mention]) -> str | None:
    """Return the gathering that the sentence names as the occasion (*en marge du G20*)."""
    return next((mention.name for mention in here if is_venue(doc, mention)), None)


def _date(chosen: Candidate | None) -> dict[str, Any]:
    if chosen is None:
        return {"date": None, "granularity": None, "date_text": None}
    start, end = chosen.value
    return {
        "date": [start.isoformat(), end.isoformat()],
        "granularity": chosen.granularity,
        "date_text": chosen.timex.text,
    }


def _place(chosen: Mention | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    return {
        "name": chosen.name,
        "country": chosen.country,
        "latitude": chosen.latitude,
        "longitude": chosen.longitude,
    }


def _about(here: list[Mention], event: dict[str, Any], known: knowledge.Knowledge) -> list[str]:
    """Return the states that the sentence names and that neither take part nor are where it happens."""
    taken = {p["code"] for p in event["participants"]}
    if event["place"] is not None:
        taken.add(event["place"]["country"])
    codes = [m.country or (m.codes[0] if m.codes else None) for m in here if m.kind in ("state", "place")]
    return sorted({code for code in codes if code in known.states and code not in taken})


def _reporter(doc: Doc, here: list[Mention], anchor: Token, speech: bool) -> dict[str, str | None] | None:
    """Return the actor on whose word the sentence tells it (*selon le Kremlin*, *a affirmé Damas*)."""
    for mention in here:
        if not mention.codes or not (_is_source_of_word(doc, mention) or _says(doc, mention, anchor, speech)):
            continue
        return {"name": mention.actors[0][1], "code": mention.codes[0]}
    return None


def _is_source_of_word(doc: Doc, mention: Mention) -> bool:
    i = mention.start - 1
    while i >= 0 and cues.normal(doc[i].text) in cues.group("definite"):
        i -= 1
    words = [cues.normal(token.text) for token in doc[max(0, i - 1) : i + 1]]
    return any(" ".join(words[k:]) in cues.group("report_preposition") for k in range(len(words)))


def _says(doc: Doc, mention: Mention, anchor: Token, speech: bool) -> bool:
    """Tell whether a mention is the subject of a verb of saying whose clause holds the trigger."""
    root = doc[mention.start : mention.end].root
    verb = root.head
    if speech or root.dep_ != "nsubj" or verb.i == anchor.i or verb.lemma_.lower() not in cues.group("report_verb"):
        return False
    return verb.is_ancestor(anchor) or anchor.is_ancestor(verb)


def _is_background(date: list[str] | None, published: dt.date | None) -> bool:
    if date is None or published is None:
        return False
    return (published - dt.date.fromisoformat(date[1])).days > BACKGROUND_DAYS


@Language.factory("depeche_circumstances")
def create_circumstances(nlp: Language, name: str) -> Circumstances:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that completes events with when, where and about what."""
    return Circumstances()
