"""The words of a document in the forms in which lexicons hold them, each worked out once.

A token of spaCy is an object that is made anew whenever it is asked for. What looks at every word of an article looks
at these lists, and asks for the tokens of those few words alone that it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from spacy.tokens import Doc

from pipeline import cues
from pipeline.names import fold

TEXTS, NORMAL, FOLDED = "depeche_words", "depeche_normal_words", "depeche_folded_words"
"""Keys of ``doc.user_data`` under which the lists are kept."""

KEPT_FORMS = 1 << 16

_normal = lru_cache(maxsize=KEPT_FORMS)(cues.normal)


@lru_cache(maxsize=KEPT_FORMS)
def _folded(text: str) -> str:
    return fold(text.lower())


def _kept(doc: Doc, key: str, make: Callable[[], Iterator[str]]) -> list[str]:
    words: list[str] | None = doc.user_data.get(key)
    if words is None:
        words = doc.user_data[key] = list(make())
    return words


def texts(doc: Doc) -> list[str]:
    """Return the words as they are written."""
    return _kept(doc, TEXTS, lambda: (token.text for token in doc))


def normals(doc: Doc) -> list[str]:
    """Return the words as `pipeline.cues.normal` gives them."""
    return _kept(doc, NORMAL, lambda: map(_normal, texts(doc)))


def folded(doc: Doc) -> list[str]:
    """Return the words in lower case and without accents, as `pipeline.names.fold` gives them."""
    return _kept(doc, FOLDED, lambda: map(_folded, texts(doc)))
