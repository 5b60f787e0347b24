"""Tells, without the model, which sentences of an article can tell an event.

The lemmatiser of the model looks words up in tables: which lemmas a form can have does not depend on the sentence, and
a form that gives a rule's word under no part of speech can never be its trigger. A sentence can tell an event where the
words of some trigger, of its context and of what must follow it are all possible, whatever the tagger will say, and
where the article names as many international actors as an event of that type needs. That is a superset of what the
rules find: the gate costs no event, and `depeche extract --no-gate`, which gives the same tables, is the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from spacy.attrs import ORTH
from spacy.lookups import Lookups
from spacy.strings import StringStore
from spacy.tokens import Doc

from pipeline import cues, gazetteer, knowledge, names, ontology, rules
from pipeline.components.extensions import published_date, text_of
from pipeline.components.lemmas import mended
from pipeline.components.mentions import base_code
from pipeline.components.sentences import boundaries
from pipeline.components.triggers import POS_OF
from pipeline.components.words import folded, texts
from pipeline.international import may_tell_events
from pipeline.lemma_sources import RULE, LemmaSources
from pipeline.roles import demonym, role_nouns
from pipeline.rules import LEADER, REFLEXIVE, Entry

TAGS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "NOUN", "PRON", "PROPN", "PUNCT", "SCONJ", "VERB", "SPACE")
"""Parts of speech that the lemmatiser tells apart; it looks up a word of any other one as it does a proper noun."""

Sentence = tuple[int, int]

TABLE_MODES = frozenset({"rule", "lookup", "pos_lookup"})
"""Modes of the lemmatiser that look at the form and its part of speech alone."""

ENOUGH = 2
"""International actors that an event of any type has; one that an actor may do alone needs but one."""

OPPOSITION = "opposition"
"""Kind of role noun that makes two actors of one state (*rebelles syriens*)."""

ANCHOR_TAGS = tuple(tag for tag in TAGS if any(tag in tags for tags in POS_OF.values()))
"""Those of the word that opens a trigger."""

MAX_CITY_WORDS = 6
"""Words among which the name of a town is looked for."""

MAX_FORMS = 200_000
"""Forms remembered before the memory starts anew, so that it does not grow with the corpus."""


class TableLemmatizer(Protocol):
    """What is asked of the lemmatiser of a model."""

    mode: str
    lookups: Lookups
    cache: MutableMapping[Any, Any]

    def lemmatize(self, token: Any) -> list[str]:
        """Return the lemmas of a form, the best first."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a word form can be: the triggers that it can open, a reflexive pronoun, a word for whom it looks back to."""

    entries: tuple[Entry, ...]
    reflexive: bool
    looks_back: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """What the lemmatiser asks of a token."""

    orth: int
    pos: int
    text: str
    pos_: str


class Gate:
    """Finds the sentences of a document that can tell an event.

    Parameters
    ----------
    lemmatizer : TableLemmatizer or None
        That of the model. Where it has none, or one that looks at the sentence, every sentence can tell an event.
    strings : spacy.strings.StringStore
        That of the model's vocabulary.
    """

    def __init__(self, lemmatizer: TableLemmatizer | None, strings: StringStore) -> None:
        self._strings = strings
        self._tags = {tag: strings.add(tag) for tag in TAGS}
        self._lemmatizer = lemmatizer if lemmatizer is not None and lemmatizer.mode in TABLE_MODES else None
        if self._lemmatizer is not None:
            _quicken(self._lemmatizer)
        self._index = rules.by_anchor()
        self._wanted = frozenset(_words_of_rules())
        self._sources: LemmaSources | None = None
        if self._lemmatizer is not None and self._lemmatizer.mode == RULE:
            self._sources = LemmaSources(self._lemmatizer.lookups, self._wanted.union(_unmended(self._wanted)))
        self._reflexive = cues.group("reflexive")
        self._backward = cues.group("subject_pronoun") | cues.group("possessive")
        self._known = knowledge.load()
        self._opposed = {word for word, nouns in role_nouns().items() if any(n.kind == OPPOSITION for n in nouns)}
        self._forms: dict[int, Form] = {}
        self._words: dict[int, frozenset[str]] = {}

    def sentences(self, doc: Doc) -> list[Sentence]:
        """Return the sentences that must be read to find the events of a document: none where it can hold none.

        Parameters
        ----------
        doc : spacy.tokens.Doc
            Tokenised, with its sentences marked.

        Returns
        -------
        list of tuple of int
            First word and the one behind the last of those that can tell an event, and of those before one that may
            look back, in text order.
        """
        if not may_tell_events(text_of(doc), published_date(doc)):
            return []
        sents = boundaries(doc)
        if self._lemmatizer is None:
            return sents
        read: set[int] = set()
        types: set[str] = set()
        orths = [int(orth) for orth in doc.to_array(ORTH).reshape(-1).tolist()]
        every = [self._forms.get(orth) or self._form(orth) for orth in orths]
        for number, (start, end) in enumerate(sents):
            forms = every[start:end]
            if told := self._types(forms, orths[start:end]):
                types |= told
                read.add(number)
                if number and any(form.looks_back for form in forms):
                    read.add(number - 1)
        chosen = [sents[number] for number in sorted(read)]
        needed = 1 if types & ontology.UNILATERAL_TYPES else ENOUGH
        return chosen if chosen and self._has_actors(doc, chosen, needed) else []

    def _form(self, orth: int) -> Form:
        """Work out what a form can be, and remember it."""
        if len(self._forms) >= MAX_FORMS and self._lemmatizer is not None:
            self._forms.clear()
            self._words.clear()
            self._lemmatizer.cache.clear()
        text = self._strings[orth]
        normal = cues.normal(text)
        entries: tuple[Entry, ...] = ()
        if self._sources is None or normal in self._wanted or self._sources.may_lead_to_one(text):
            entries = tuple(self._entries(orth, text, normal))
        else:
            self._words[orth] = frozenset()
        backward = normal.lstrip("-").removeprefix("t-") in self._backward
        form = self._forms[orth] = Form(entries, normal in self._reflexive, backward)
        return form

    def _entries(self, orth: int, text: str, normal: str) -> Iterator[Entry]:
        """Yield the triggers that a form can open."""
        lemmas = {tag: self._lemma(orth, text, tag) for tag in ANCHOR_TAGS}
        for word in sorted({normal, *lemmas.values()} & self._index.keys()):
            for trigger, rule in self._index[word]:
                if word == normal or word in {lemmas[tag] for tag in POS_OF[rule.pos]}:
                    yield trigger, rule

    def _words_of(self, orth: int) -> frozenset[str]:
        """Return the words of rules that a form can stand for; worked out for sentences that have an anchor only."""
        words = self._words.get(orth)
        if words is None:
            text = self._strings[orth]
            can_be = {cues.normal(text), *(self._lemma(orth, text, tag) for tag in TAGS)}
            words = self._words[orth] = self._wanted & can_be
        return words

    def _types(self, forms: Sequence[Form], orths: Sequence[int]) -> frozenset[str]:
        """Return the event types of the rules whose words a sentence of these forms may hold."""
        entries = [entry for form in forms for entry in form.entries]
        if not entries:
            return frozenset()
        words = frozenset().union(*map(self._words_of, orths))
        reflexive = any(form.reflexive for form in forms)
        return frozenset(rule.event_type for trigger, rule in entries if _fits(trigger, rule, words, reflexive))

    def _lemma(self, orth: int, text: str, tag: str) -> str:
        if self._lemmatizer is None:
            return text.lower()
        lemma = self._lemmatizer.lemmatize(_Word(orth, self._tags[tag], text, tag))[0]
        return (mended(text, lemma) if tag == "VERB" else lemma).lower()

    def _has_actors(self, doc: Doc, sents: Iterable[Sentence], needed: int) -> bool:
        """Tell whether the words of a document can stand for as many international actors."""
        codes: set[str] = set()
        for found in self._actors(doc, sents):
            codes.add(found)
            if len(codes) >= needed:
                return True
        return False

    def _actors(self, doc: Doc, sents: Iterable[Sentence]) -> Iterator[str]:
        published = published_date(doc)
        for hit in names.find(text_of(doc)):
            for name in hit.candidates:
                person = self._known.persons[name.person_id] if name.person_id else None
                found = (person.code_on(published) if person else name.code, name.country)
                yield from (base_code(code) for code in found if code)
        words = folded(doc)
        for word in words:
            if entry := demonym(word):
                yield from entry.codes
        if any(word in self._opposed for word in words):
            yield OPPOSITION
        yield from _city_countries(doc, sents)


def _fits(trigger: tuple[str, ...], rule: rules.Rule, words: frozenset[str], reflexive: bool) -> bool:
    if trigger[0] == REFLEXIVE:
        if not reflexive:
            return False
        trigger = trigger[1:]
    if any(word not in words for word in trigger[1:]):
        return False
    if rule.context and LEADER not in rule.context and not rule.context & words:
        return False
    return not rule.follow or bool(rule.follow & words)


def _words_of_rules() -> Iterator[str]:
    for rule in rules.load():
        for trigger in rule.triggers:
            yield from trigger
        yield from rule.context
        yield from rule.follow


def _unmended(words: Iterable[str]) -> Iterator[str]:
    """Yield the forms from which `mended` would make one of some words."""
    (mark,) = cues.group("infinitive_mark")
    yield from (word.removesuffix(mark) for word in words if word.endswith(mark))


def _city_countries(doc: Doc, sents: Iterable[Sentence]) -> Iterator[str]:
    """Yield the countries of what may be a town: the NER may take any words between two capitals for one."""
    for first, behind in sents:
        capitals = [i for i, word in enumerate(texts(doc)[first:behind], start=first) if word[:1].isupper()]
        for rank, start in enumerate(capitals):
            for last in capitals[rank : rank + MAX_CITY_WORDS]:
                if last - start < MAX_CITY_WORDS and (city := gazetteer.lookup_city(doc[start : last + 1].text)):
                    yield city.country


def _quicken(lemmatizer: TableLemmatizer) -> None:
    """Make sets of the lists in which the lemmatiser looks for a form: a new one then costs a thousandth."""
    if lemmatizer.lookups.has_table("lemma_index"):
        table = lemmatizer.lookups.get_table("lemma_index")
        for key, words in list(table.items()):
            table[key] = frozenset(words)
