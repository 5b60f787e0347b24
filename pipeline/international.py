"""Tells by the words of an article alone whether it can be about what states do to and with each other.

Most articles of a newspaper name other states once or never. An article in which too few words stand for an actor from
abroad has no events, whatever its sentences say: that costs none of the events of the 298 articles read by hand. Of the
rest a learned model says by all words how likely there is any event: a trial abroad, a storm, a film festival name
foreign states too. Five in six articles of a newspaper are done with before the language model is asked for anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from pipeline import knowledge, names
from pipeline.components.mentions import base_code
from pipeline.names import KEPT_TEXTS, Name, fold
from pipeline.roles import demonym
from pipeline.weights import bucket, probability

HOME = "FRA"
"""State of the press that is read."""

MIN_FOREIGN = 5
"""Words for actors from abroad from which on an article can hold an event; of the 298 articles read by hand, with 1,299
events, it costs none and does away with 28 of the 92 that have none; 6 would cost seven events in four articles."""

MIN_CHARS = 600
"""Length from which on a text is an article; a shorter one (a flash, a sentence) is judged by the rules alone."""

BAR = 0.15
"""Least probability of an event from which on an article is read; `models/weights.md` says what it costs and saves."""

KEPT_WORDS = 1 << 16
_WORD = re.compile(r"[^\W\d_]{3,}(?:[-‐‑][^\W\d_]+)*")


def code_of(name: Name, published: dt.date | None) -> str | None:
    """Return the international actor that a name of the lexicons stands for, on a day, or None."""
    person = knowledge.load().persons[name.person_id] if name.person_id else None
    code = person.code_on(published) if person else name.code or name.country
    return base_code(code) if code else None


def codes(text: str, published: dt.date | None) -> Iterator[str]:
    """Yield the code of each word or name of a text that stands for an international actor by itself."""
    for hit in names.find(text):
        if code := code_of(hit.candidates[0], published):
            yield code
    yield from chain.from_iterable(map(_codes_of_word, _WORD.findall(text)))


@lru_cache(maxsize=KEPT_WORDS)
def _codes_of_word(word: str) -> tuple[str, ...]:
    entry = demonym(fold(word.lower()))
    return entry.codes if entry else ()


def may_tell_events(text: str, published: dt.date | None) -> bool:
    """Tell whether the words of an article leave it possible that it tells an event.

    Parameters
    ----------
    text : str
        The clean body of an article.
    published : datetime.date or None
        Its day of publication, on which persons hold their offices.

    Examples
    --------
    >>> may_tell_events("Le maire de Lyon a inauguré la nouvelle ligne de tramway. " * 20, None)
    False
    """
    if len(text) < MIN_CHARS:
        return True
    seen = features(text, published)
    return seen is not None and probability(seen, "article") >= BAR


@lru_cache(maxsize=KEPT_TEXTS)
def features(text: str, published: dt.date | None) -> tuple[str, ...] | None:
    """Return what is observed of an article, None where it names too few actors from abroad to be one of this kind."""
    counts = Counter(codes(text, published))
    home, total = counts[HOME], counts.total()
    foreign = total - home
    if foreign < MIN_FOREIGN:
        return None
    # In order, as the last digits of a sum depend on it and the order of a set on the run.
    words = sorted({word.lower() for word in _WORD.findall(text)})
    return (
        f"foreign={bucket(foreign, (8, 12, 18, 27, 40))}",
        f"home={bucket(home, (1, 3, 6, 10))}",
        f"codes={bucket(len(counts), (2, 3, 4, 6, 9))}",
        f"top_share={bucket(max(counts.values()) / total, (0.35, 0.5, 0.65, 0.8, 0.95))}",
        *(f"word={word}" for word in words),
    )
