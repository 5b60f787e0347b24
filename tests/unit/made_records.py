"""Records made by hand for tests of what comes after extraction: one phone call and one accusation in one article."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.records import (
    Article,
    Entity,
    Event,
    EventMention,
    Extraction,
    Participant,
    Place,
    Reject,
    TimeExpression,
    stable_id,
)

TITLE = "Paris et Ankara se parlent"
BODY = "Les deux présidents se sont parlé lundi. Paris accuse Ankara. Ils se sont appelés depuis Nice."
DAY = dt.date(2020, 6, 15)


def article(doc_id: str = "a-1", **changes: object) -> Article:
    """Return an article; `changes` are fields of `Article`."""
    made = Article(
        doc_id=doc_id,
        title=TITLE,
        text=f"{TITLE}\n\n{BODY}",
        published_date=dt.date(2020, 6, 16),
        published_date_origin="metadata",
        source_path="made.jsonl",
        source="Gazette",
    )
    return replace(made, **changes)


def mention(of: Article, event_type: str, trigger: str, rule_id: str) -> EventMention:
    """Return a mention whose trigger is the first occurrence of these words."""
    start = of.text.index(trigger)
    return EventMention(
        rule_id=rule_id,
        event_type=event_type,
        status="occurred",
        trigger_text=trigger,
        start_char=start,
        end_char=start + len(trigger),
        sentence_start=0,
        sentence_end=len(of.text),
        sentence_text=of.text,
        participants=(),
        date=None,
        date_granularity=None,
        date_text=None,
        place=None,
        venue=None,
        topics=(),
        about_codes=(),
        reporter_name=None,
        reporter_code=None,
        is_background=False,
        confidence=0.9,
    )


def phone_call(of: Article) -> Event:
    """Return an event with two mentions, a date, a place and a topic."""
    return Event(
        event_id=stable_id("evt", of.doc_id, "phone_call"),
        doc_id=of.doc_id,
        event_type="phone_call",
        status="occurred",
        is_background=False,
        participants=(
            Participant("participant", "q-fra", "Emmanuel Macron", "FRA", "Les deux présidents", 28, 47),
            Participant("participant", "q-tur", "Recep Tayyip Erdogan", "TUR"),
        ),
        date=(DAY, DAY),
        date_granularity="day",
        date_text="lundi",
        place=Place("Nice", "FRA", 43.7, 7.27),
        venue=None,
        topics=("conflict", "military"),
        about_codes=("LBY",),
        reporter_name="Élysée",
        reporter_code="FRA",
        cameo_code="041",
        plover_type="CONSULT",
        plover_mode="phone",
        goldstein=1.0,
        quad_class=1,
        confidence=0.9,
        sentence="Les deux présidents se sont parlé lundi.",
        mentions=(
            mention(of, "phone_call", "appelés", "phone_call.appeler"),
            mention(of, "phone_call", "parlé", "phone_call.parler"),
        ),
    )


def accusation(of: Article) -> Event:
    """Return an event with a source and a target and nothing that may be left out."""
    return Event(
        event_id=stable_id("evt", of.doc_id, "accusation"),
        doc_id=of.doc_id,
        event_type="accusation",
        status="occurred",
        is_background=False,
        participants=(
            Participant("source", None, "France", "FRA"),
            Participant("target", None, "Turquie", "TUR"),
            Participant("target", None, "communauté internationale", None),
        ),
        date=None,
        date_granularity=None,
        date_text=None,
        place=None,
        venue=None,
        topics=(),
        about_codes=(),
        reporter_name=None,
        reporter_code=None,
        cameo_code="112",
        plover_type="ACCUSE",
        plover_mode=None,
        goldstein=-2.0,
        quad_class=3,
        confidence=0.5,
        sentence="Paris accuse Ankara.",
        mentions=(mention(of, "accusation", "accuse", "accusation.accuser"),),
    )


def extraction(of: Article | None = None) -> Extraction:
    """Return all that the article gives."""
    of = of or article()
    start = of.text.index("Ankara")
    day = of.text.index("lundi")
    return Extraction(
        article=of,
        n_sentences=4,
        entities=(Entity(start, start + 6, "Ankara", "LOC", "TUR", "Turquie", "TUR", "TUR", 39.9, 32.9),),
        time_expressions=(TimeExpression(day, day + 5, "lundi", "DATE", DAY, DAY, "day"),),
        events=(phone_call(of), accusation(of)),
    )


REJECT = Reject("broken.jsonl", "line 3", "extraction_failed", "ValueError: made for a test")
