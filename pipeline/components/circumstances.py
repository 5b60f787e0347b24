"""Adds to each trigger when, where and at which gathering it happens, and on whose word it is told."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import knowledge
from pipeline.components import attribution
from pipeline.components import mentions as store
from pipeline.components.background import is_background
from pipeline.components.dating import ArticleDates, Candidate
from pipeline.components.extensions import published_date
from pipeline.components.mentions import Mention
from pipeline.components.placing import ArticlePlaces
from pipeline.components.triggers import TRIGGERS
from pipeline.ontology import SPEECH_ACT_TYPES


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
            event["venue"] = attribution.venue(span)
            event["about"] = _about(here, event, self.known)
            event["reporter"] = attribution.reporter(span, here, span.label_ in SPEECH_ACT_TYPES)
            span._.event = event
            span._.event = {**event, "is_background": is_background(span, published)}
        attribution.spread_venues(triggers)
        return doc


def _date(chosen: Candidate | None) -> dict[str, Any]:
    if chosen is None:
        return {"date": None, "granularity": None, "date_text": None}
    start, end = chosen.value
    return {
        "date": [start.isoformat(), end.isoformat()],
        "granularity": chosen.granularity,
        "date_text": chosen.timex.text,
    }


def _place(chosen: tuple[Mention, float] | None) -> dict[str, Any] | None:
    if chosen is None:
        return None
    place, probability = chosen
    return {
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "probability": probability,
    }


def _about(here: list[Mention], event: dict[str, Any], known: knowledge.Knowledge) -> list[str]:
    """Return the states that the sentence names and that neither take part nor are where it happens."""
    taken = {p["code"] for p in event["participants"]}
    if event["place"] is not None:
        taken.add(event["place"]["country"])
    codes = [m.country or (m.codes[0] if m.codes else None) for m in here if m.kind in ("state", "place")]
    return sorted({code for code in codes if code in known.states and code not in taken})


@Language.factory("depeche_circumstances")
def create_circumstances(nlp: Language, name: str) -> Circumstances:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that completes events with when, where and about what."""
    return Circumstances()
