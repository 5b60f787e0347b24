"""Remembers what the model makes of each word by itself, before it looks at its neighbours.

The first layers of `tok2vec` see the form of a word and whether a space follows: two fifths of all its work, done anew
for each *le* of a corpus. What was computed once is looked up. Each row of a product of matrices is computed from its
own row alone: a word has the same numbers to the bit, beside whatever words it was computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH, SPACY
from spacy.tokens import Doc
from thinc.api import Model

OF_THE_WORD = frozenset({"IS_SPACE", "LOWER", "NORM", "ORTH", "PREFIX", "SHAPE", "SPACY", "SUFFIX"})
"""Attributes that a form has wherever it stands, and whether a space follows it."""

MAX_WORDS = 50_000
"""Words remembered before the memory starts anew; 20 MB."""

Rows = NDArray[np.float32]


class Memory:
    """Rows of numbers by word.

    Parameters
    ----------
    embed : thinc.api.Model
        Gives a row for each word of a document.
    """

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._embed = embed
        self._place: dict[int, int] = {}
        self._rows: Rows = np.zeros((0, 0), dtype=np.float32)

    def rows(self, docs: Sequence[Doc]) -> list[Rows]:
        """Return the rows of the words of each document."""
        found = [doc.to_array([ORTH, SPACY]).reshape(-1, 2) for doc in docs]
        words = np.concatenate(found).astype(np.uint64)
        keys = (words[:, 0] ^ (words[:, 1] << np.uint64(63))).tolist()
        if len(self._place) > MAX_WORDS:
            self._place.clear()
        new = {key: at for at, key in enumerate(keys) if key not in self._place}
        if new:
            self._learn(docs[0], words, new)
        rows = self._rows[[self._place[key] for key in keys]]
        return list(np.split(rows, np.cumsum([len(some) for some in found])[:-1]))

    def _learn(self, doc: Doc, words: NDArray[np.uint64], new: dict[int, int]) -> None:
        """Compute the rows of words that were not met before, as a document of nothing else."""
        strings = doc.vocab.strings
        forms = [strings[int(words[at, 0])] for at in new.values()]
        made = Doc(doc.vocab, words=forms, spaces=[bool(words[at, 1]) for at in new.values()])
        (rows,) = self._embed.predict([made])
        first = len(self._place)
        if first + len(rows) > len(self._rows):
            grown = np.zeros((2 * (first + len(rows)), rows.shape[1]), dtype=np.float32)
            grown[:first] = self._rows[:first] if first else 0
            self._rows = grown
        self._rows[first : first + len(rows)] = rows
        self._place.update(zip(new, range(first, first + len(rows)), strict=True))


def remember_words(model: Model[Any, Any]) -> None:
    """Put a memory before the first layers of a model, wherever these look at single words.

    Parameters
    ----------
    model : thinc.api.Model
        Of a component of spaCy; used for reading only from then on, not for training.
    """
    for node in list(model.walk()):
        if node.has_ref("embed") and _sees_words_alone(embed := node.get_ref("embed")):
            layer: Model[Any, Any] = Model("remembered_words", _forward, attrs={"memory": Memory(embed)})
            node.layers[node.layers.index(embed)] = layer
            node.set_ref("embed", layer)


def _sees_words_alone(embed: Model[Any, Any]) -> bool:
    extractors = [node for node in embed.walk() if node.name == "extract_features"]
    return bool(extractors) and all(set(node.attrs["columns"]) <= OF_THE_WORD for node in extractors)


def _forward(
    model: Model[Any, Any],
    docs: Sequence[Doc],
    is_train: bool,  # noqa: ARG001  the signature is thinc's
) -> tuple[list[Rows], Callable[[Any], Any]]:
    def no_training(_gradient: Any) -> Any:
        raise NotImplementedError("a model that remembers words cannot be trained")

    return model.attrs["memory"].rows(docs), no_training
