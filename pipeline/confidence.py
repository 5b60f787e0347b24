"""Says how far an event can be trusted: the share of events told like it that were right in articles not learned from.

The filter judges mentions. An event is right where its happening, told once or several times, is one of the article's
events by the codebook and no double of another, so its confidence is judged anew, from its mentions together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.records import EventMention
from pipeline.weights import bucket, probability

LOGITS = (0.5, 1.0, 1.4, 1.8, 2.2, 2.6)
"""Steps of what the filter says of the likeliest mention, on the scale on which its evidence adds up."""

LEAD = 600
"""Characters at the top of an article, title included."""

CERTAIN = 0.999
"""Most that a mention counts for, so that its evidence is finite."""


def of_event(mentions: Sequence[EventMention]) -> float:
    """Return the probability that an event is right.

    Parameters
    ----------
    mentions : sequence of EventMention
        The mentions of one event, at least one.
    """
    return probability(features(mentions), "event")


def features(mentions: Sequence[EventMention]) -> tuple[str, ...]:
    """Return what is observed of an event, as names of binary features."""
    best = min(max(mention.confidence for mention in mentions), CERTAIN)
    first = mentions[0]
    level = bucket(math.log(best / (1 - best)), LOGITS)
    told = min(len(mentions), 4)
    where = "title" if first.sentence_start == 0 else "lead" if first.start_char < LEAD else "body"
    codes = {p.actor_code for mention in mentions for p in mention.participants if p.actor_code}
    direct = all(p.is_direct for p in first.participants)
    return (
        f"level={level}",
        f"level={level}&told={told}",
        f"told={told}",
        f"where={where}",
        f"where={where}&told={told}",
        f"type={first.event_type}",
        f"status={first.status}",
        f"sides={min(len(codes), 4)}",
        f"direct={direct}",
        f"background={first.is_background}",
    )
