"""Sentence boundaries that the layout implies: headings stay apart, and no clause is split at a comma or a quote."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from spacy.attrs import ORTH, SENT_START, SPACY
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.types import Ints2d

TERMINATORS = frozenset({".", "!", "?", "…", "...", "!!", "?!", ";"})
"""Signs behind which a sentence may end; the parser decides whether it does."""

CLOSERS = frozenset({"»", "”", ")", "]"})
"""Signs that may stand between the end of a sentence and the next one."""

QUOTES = frozenset({'"', "'", "’"})
"""Signs that close what stands before them without a space, and open what follows otherwise."""

NEVER_FIRST = frozenset({",", ";", ":", ".", ")", "»", "…", "?", "!"})
"""Signs that no sentence starts with."""

STARTS, OPEN, WITHIN = 1, 0, 2**64 - 1
"""Values of ``SENT_START``: one starts here, the parser decides, none does (-1, unsigned as spaCy wants it)."""


class Kind(NamedTuple):
    """What a word form means for where sentences start."""

    is_break: bool
    terminates: bool
    closes: bool
    quotes: bool
    never_first: bool


class ParagraphMarker:
    """Starts a sentence after every line break and forbids most other starts; the parser keeps to it.

    Left alone, the parser splits clauses in two where a headline or a quotation confuses it.
    """

    def __init__(self, strings: StringStore) -> None:
        self.strings = strings
        self.kind_of = lru_cache(maxsize=None)(self._kind)

    def _kind(self, orth: int) -> Kind:
        text = self.strings[orth]
        return Kind(
            is_break="\n" in text and text.isspace(),
            terminates=text in TERMINATORS,
            closes=text in CLOSERS or text.isspace(),
            quotes=text in QUOTES,
            never_first=text in NEVER_FIRST,
        )

    def __call__(self, doc: Doc) -> Doc:
        """Mark one document that is tokenised and not parsed yet."""
        starts = np.full(len(doc), WITHIN, dtype=np.uint64)
        after_break, ended, spaced = True, False, True
        for i, (orth, spacy) in enumerate(doc.to_array([ORTH, SPACY]).tolist()):
            kind = self.kind_of(orth)
            closes = kind.closes or (kind.quotes and not spaced)
            if after_break:
                starts[i] = STARTS
            elif ended and not kind.never_first and not (kind.quotes and not spaced):
                starts[i] = OPEN
            after_break = kind.is_break
            ended = not kind.is_break and (kind.terminates or (ended and closes))
            spaced = bool(spacy)
        marked: Doc = doc.from_array([SENT_START], cast("Ints2d", starts.reshape(-1, 1)))
        return marked


@Language.factory("depeche_sentences")
def create_sentences(nlp: Language, name: str) -> ParagraphMarker:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that marks where sentences start and where they cannot."""
    return ParagraphMarker(nlp.vocab.strings)
