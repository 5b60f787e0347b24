"""Tells of a word form, without lemmatising it, whether its lemma may be one of some words.

To lemmatise a form under every part of speech costs many times what it costs to look whether the tables of the
lemmatiser lead from it to one of the words at all; of the forms of a newspaper, one in six leads to a word of a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.lookups import Lookups

RULE = "rule"
"""Mode of the lemmatiser whose tables are known here."""


class LemmaSources:
    """The tables of a lemmatiser, read for some words only.

    Parameters
    ----------
    lookups : spacy.lookups.Lookups
        Tables of a lemmatiser in the mode `RULE`: exceptions and endings by part of speech, and a list of forms.
    words : iterable of str
        Lemmas in lower case.
    """

    def __init__(self, lookups: Lookups, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_ending = self._words.union(_by_endings(_table(lookups, "lemma_rules"), self._words))
        self._exceptions = tuple(_table(lookups, "lemma_exc").values())
        self._listed = _table(lookups, "lemma_lookup")

    def may_lead_to_one(self, form: str) -> bool:
        """Tell whether a form can have one of the words as its lemma, under whatever part of speech."""
        lower = form.lower()
        return (
            lower in self._by_ending
            or any(self._has_one(table.get(lower)) for table in self._exceptions)
            or self._has_one(self._listed.get(lower))
            or self._has_one(self._listed.get(form))
        )

    def _has_one(self, lemmas: str | Iterable[str] | None) -> bool:
        if lemmas is None:
            return False
        some = (lemmas,) if isinstance(lemmas, str) else lemmas
        return not self._words.isdisjoint(map(str.lower, some))


def _table(lookups: Lookups, name: str) -> Mapping[Any, Any]:
    return lookups.get_table(name) if lookups.has_table(name) else {}


def _by_endings(rules: Mapping[Any, Iterable[tuple[str, str]]], words: Iterable[str]) -> Iterator[str]:
    """Yield the forms that an exchange of endings makes one of the words."""
    for old, new in {(old, new) for some in rules.values() for old, new in some}:
        for word in words:
            if word.endswith(new):
                yield word[: len(word) - len(new)] + old
