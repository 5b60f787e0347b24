"""Has the model read sentences one by one, and only those that can matter.

A sentence is read by itself, as a document of its own, so that what the model says of it depends on nothing around it:
neither on the rest of the article nor on which other sentences are read. Sentences go through the model in batches of
similar length, those of many articles together, which alone makes it twice as fast.

What the later components see of an article is the same whether the other sentences are read or not: they are left
without any word of the model until actors, places and dates are found. Where all were read (`CHECK`), the rest is added
then, so that a trigger in a sentence which the gate had passed over would come to light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components import extensions  # noqa: F401  registers the attributes that are set below
from pipeline.components.sentences import STARTS, WITHIN, boundaries

RELEVANT, CHECK, ALL = "relevant", "check", "all"
"""What is read: the sentences that can matter; all, the rest kept back till the triggers are looked for; all."""

UNREAD = "unread"
"""Relation of the words of a sentence that the model has not read; without any, spaCy would take it for none."""

ATTRIBUTES = (POS, TAG, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE)
HEAD_COLUMN, DEP_COLUMN, IOB_COLUMN = (ATTRIBUTES.index(name) for name in (HEAD, DEP, ENT_IOB))
OUTSIDE = 2
"""Value of ``ENT_IOB`` of a word that is in no name."""

BATCH_WORDS = 4_000
"""Words that go through the model at once; more gain no speed and cost memory."""

REST = "depeche_rest"
"""Key of ``doc.user_data`` under which what is kept back waits."""

Values = NDArray[np.uint64]
Step = Callable[..., Any]
Sentence = tuple[int, int]
"""First word and the one behind the last."""


class SentenceReader:
    """Component that stands for those of the model.

    `nlp.build` gives it the model's components in `steps`, what finds the sentences that matter in `choose`, and in
    `scope` how much is read. It notes in ``doc._.relevant`` which sentences matter.
    """

    def __init__(self) -> None:
        self.steps: list[Any] = []
        self.choose: Callable[[Doc], list[Sentence]] = boundaries
        self.scope = RELEVANT

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe(iter([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Read documents, the sentences of `batch_size` of them together."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            chosen = [self.relevant(doc) for doc in batch]
            if self.scope == ALL:
                chosen = [boundaries(doc) for doc in batch]
            read = self._read(batch, chosen)
            rest: list[dict[Sentence, Values]] = [{} for _ in batch]
            if self.scope == CHECK:
                others = [sorted(set(boundaries(doc)) - set(some)) for doc, some in zip(batch, chosen, strict=True)]
                rest = self._read(batch, others)
            for doc, found, kept_back in zip(batch, read, rest, strict=True):
                if kept_back:
                    doc.user_data[REST] = kept_back
                yield annotate(doc, found)

    def relevant(self, doc: Doc) -> list[Sentence]:
        """Return the sentences of a document that matter, as they are or will be noted on it."""
        if doc._.relevant is None:
            doc._.relevant = [list(sentence) for sentence in self.choose(doc)]
        return [(start, end) for start, end in doc._.relevant]

    def _read(self, docs: Sequence[Doc], chosen: Sequence[Sequence[Sentence]]) -> list[dict[Sentence, Values]]:
        """Return what the model says of some sentences of each document."""
        found: list[dict[Sentence, Values]] = [{} for _ in docs]
        places = [(rank, sentence) for rank, some in enumerate(chosen) for sentence in some]
        places.sort(key=lambda place: place[1][1] - place[1][0])
        for batch in _batches(places):
            read = [sentence_doc(docs[rank][start:end]) for rank, (start, end) in batch]
            for step in self.steps:
                read = list(step.pipe(read, batch_size=len(read)))
            for (rank, sentence), doc in zip(batch, read, strict=True):
                found[rank][sentence] = values_of(doc)
        return found


def _batches(places: Iterable[tuple[int, Sentence]]) -> Iterator[list[tuple[int, Sentence]]]:
    batch: list[tuple[int, Sentence]] = []
    words = 0
    for rank, (start, end) in places:
        if batch and words + end - start > BATCH_WORDS:
            yield batch
            batch, words = [], 0
        batch.append((rank, (start, end)))
        words += end - start
    if batch:
        yield batch


def sentence_doc(sent: Span) -> Doc:
    """Return a sentence as a document of its own that nothing may split."""
    words, spaces = [token.text for token in sent], [bool(token.whitespace_) for token in sent]
    doc = Doc(sent.vocab, words=words, spaces=spaces)
    starts = np.full((len(words), 1), WITHIN, dtype=np.uint64)
    starts[0] = STARTS
    marked: Doc = doc.from_array([SENT_START], cast("Any", starts))
    return marked


def values_of(doc: Doc) -> Values:
    """Return what the model says of the words of one sentence; should it have several roots, they join the first."""
    values: Values = doc.to_array(list(ATTRIBUTES)).astype(np.uint64)
    heads = values[:, HEAD_COLUMN].astype(np.int64)
    (roots,) = np.nonzero(heads == 0)
    heads[roots] = roots[0] - roots
    values[:, HEAD_COLUMN] = heads.astype(np.uint64)
    return values


def annotate(doc: Doc, found: dict[Sentence, Values]) -> Doc:
    """Write what the model says of some sentences on their document; the others hang, unread, on their first word."""
    values = np.zeros((len(doc), len(ATTRIBUTES)), dtype=np.uint64)
    values[:, IOB_COLUMN] = OUTSIDE
    values[:, DEP_COLUMN] = doc.vocab.strings.add(UNREAD)
    for start, end in boundaries(doc):
        read = found.get((start, end))
        if read is None:
            values[start:end, HEAD_COLUMN] = (-np.arange(end - start, dtype=np.int64)).astype(np.uint64)
        else:
            values[start:end] = read
    annotated: Doc = doc.from_array(list(ATTRIBUTES), cast("Any", values))
    return annotated


@Language.component("depeche_rest")
def add_rest(doc: Doc) -> Doc:
    """Add what the model says of the sentences that were read and kept back."""
    rest = doc.user_data.pop(REST, None)
    if not rest:
        return doc
    values = doc.to_array(list(ATTRIBUTES)).astype(np.uint64)
    read = {(start, end): values[start:end] for start, end in boundaries(doc)}
    return annotate(doc, read | rest)


@Language.factory("depeche_reader")
def create_reader(nlp: Language, name: str) -> SentenceReader:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that has sentences read; `pipeline.nlp.build` gives it the model."""
    return SentenceReader()
