"""Turns what extraction found into the gold format, so that any run can be scored by anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.gold import GoldArticle, GoldEvent
    from pipeline.records import Event, Extraction, Participant


def to_gold(extraction: Extraction) -> GoldArticle:
    """Return the gold line of one article, with an empty list where it has no events.

    Parameters
    ----------
    extraction : Extraction
        All that one article gave.

    Returns
    -------
    dict
        `doc_id`, `published_at` and `events` as the codebook defines them, events in the order of their first
        triggers, triggers in text order; ready for `json.dumps`, and free of problems for
        `pipeline.gold.article_problems`.
    """
    published = extraction.article.published_date
    events = sorted(extraction.events, key=_position)
    return {
        "doc_id": extraction.article.doc_id,
        "published_at": published.isoformat() if published else None,
        "events": [_event(event) for event in events],
    }


def _position(event: Event) -> tuple[int, str, str]:
    return min(mention.start_char for mention in event.mentions), event.event_type, event.event_id


def _event(event: Event) -> GoldEvent:
    mentions = sorted(event.mentions, key=lambda mention: (mention.start_char, mention.end_char))
    place, reporter = event.place, event.reporter_name
    return {
        "type": event.event_type,
        "status": event.status,
        "background": event.is_background,
        "participants": [_participant(participant) for participant in event.participants],
        "date": [day.isoformat() for day in event.date] if event.date else None,
        "place": {"name": place.name, "country": place.country_code} if place else None,
        "venue": event.venue,
        "topics": list(event.topics),
        "about": list(event.about_codes),
        "reported_by": {"code": event.reporter_code, "name": reporter} if reporter else None,
        "triggers": [mention.trigger_text for mention in mentions],
    }


def _participant(participant: Participant) -> dict[str, str | None]:
    fields: dict[str, str | None] = {
        "role": participant.role,
        "code": participant.actor_code,
        "name": participant.actor_name,
    }
    if participant.mention_text:
        fields["text"] = participant.mention_text
    return fields
