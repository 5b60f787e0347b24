"""Tells by the lexicons alone whether an article is about more than its own country.

Most articles of a newspaper name other states once or never. An article in which too few words stand for an actor from
abroad has no events, whatever its sentences say: that costs none of the events of the 298 articles read by hand, and
three quarters of a newspaper are done with before the language model is asked for anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from pipeline import knowledge, names
from pipeline.components.mentions import base_code
from pipeline.names import KEPT_TEXTS, Name, fold
from pipeline.roles import demonym

HOME = "FRA"
"""State of the press that is read."""

MIN_FOREIGN = 5
"""Words for actors from abroad from which on an article can hold an event; of the 298 articles read by hand, with 1,299
events, it costs none and does away with 28 of the 92 that have none; 6 would cost seven events in four articles."""

MIN_CHARS = 600
"""Length from which on a text is an article; a shorter one (a flash, a sentence) is judged by the rules alone."""

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


@lru_cache(maxsize=KEPT_TEXTS)
def is_international(text: str, published: dt.date | None) -> bool:
    """Tell whether an article names actors from abroad often enough to hold an event.

    Parameters
    ----------
    text : str
        The clean body of an article.
    published : datetime.date or None
        Its day of publication, on which persons hold their offices.

    Examples
    --------
    >>> is_international("Le maire de Lyon a inauguré la nouvelle ligne de tramway. " * 20, None)
    False
    """
    if len(text) < MIN_CHARS:
        return True
    foreign = 0
    for code in codes(text, published):
        foreign += code != HOME
        if foreign >= MIN_FOREIGN:
            return True
    return False
