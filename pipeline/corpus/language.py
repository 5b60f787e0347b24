"""Tells French from the languages that stand beside it in a corpus, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain, repeat

from pipeline.lexicon import LexiconError, read_tsv, split_cell

LEXICON = "language_words.tsv"
FRENCH = "fr"
UNKNOWN = "unknown"

SAMPLE_CHARS = 1000
"""Characters looked at, at either end: an article may open or close with a text that it translates."""

MIN_WORDS = 8
"""Words below which nothing is said: a headline of names has no language."""

MIN_LEAD = 2
"""Words by which another language must lead; a French sentence with an English title in it has one more at times."""

MIN_SHARE = 0.12
"""Least share of common French words; 7,369 French articles have 0.28 or more."""

MIN_WORDS_UNKNOWN = 25
"""Words from which a text without common words is of an unknown language, and no longer a list of names."""

_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


@cache
def languages_of() -> Mapping[str, tuple[str, ...]]:
    """Return, for each common word, the languages that it is common in.

    Raises
    ------
    LexiconError
        If French is missing or a language stands twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for row in read_tsv(LEXICON, ("language", "words")):
        language = row["language"]
        if language in seen:
            raise LexiconError(f"{LEXICON}:{row['_line']}: {language!r} stands twice")
        seen.add(language)
        for word in set(split_cell(row["words"])):
            found[word] = (*found.get(word, ()), language)
    if FRENCH not in seen:
        raise LexiconError(f"{LEXICON}: no words for {FRENCH!r}")
    return found


def other_language(text: str) -> str | None:
    """Return the language of a text that is not French, ``"unknown"`` if it is none of those known.

    Returns
    -------
    str or None
        None for French and for texts too short to tell.

    Examples
    --------
    >>> other_language("The two leaders are to meet at the summit in Geneva next week.")
    'en'
    """
    sample = text if len(text) <= 2 * SAMPLE_CHARS else f"{text[:SAMPLE_CHARS]} {text[-SAMPLE_CHARS:]}"
    sample = sample.casefold()
    words = _WORD.findall(sample)
    # Scripts without spaces have few "words", so this comes before they are counted; where few characters are foreign
    # to Western Europe, no more letters are.
    foreign, letters = len(sample) - len(sample.encode("latin-1", "ignore")), sum(map(len, words))
    if 2 * foreign > letters and 2 * len(_NOT_LATIN.findall(sample)) > letters:
        return UNKNOWN
    if len(words) < MIN_WORDS:
        return None
    languages = languages_of()
    hits = Counter(chain.from_iterable(map(languages.get, words, repeat(()))))
    best = max(hits, key=lambda language: (hits[language], language), default=FRENCH)
    if hits[best] >= hits[FRENCH] + MIN_LEAD:
        return best
    if len(words) >= MIN_WORDS_UNKNOWN and hits[FRENCH] < MIN_SHARE * len(words):
        return UNKNOWN
    return None
