"""Finds the words that evoke an event, by the rules of `lexicons/rules`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.attrs import POS
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from pipeline import cues, ontology, rules
from pipeline.components import extensions  # noqa: F401  registers the attributes that are set below
from pipeline.components import mentions as store
from pipeline.components.dating import TIMEX
from pipeline.components.lemmas import lemmas_of, mend
from pipeline.components.mentions import Mention
from pipeline.components.sentences import boundaries
from pipeline.components.syntax import case_of, has_morph
from pipeline.components.words import normals
from pipeline.rules import LEADER, REFLEXIVE, REPORTING, Entry, Rule

TRIGGERS = "triggers"
MAX_GAP = 3
"""Words that may stand between two words of one trigger (*mis clairement en garde*)."""

REACH = 6
"""Words on either side within which `follow` and `forbid` are looked for."""

REFLEXIVE_REACH = 4
"""Words before a verb among which its reflexive pronoun stands."""

POS_OF = {"VERB": frozenset({"VERB", "AUX", "ADJ"}), "NOUN": frozenset({"NOUN", "PROPN"})}
"""Tags under which the tagger files the words of a rule; participles come out as adjectives."""

KEPT_WORDS = 1 << 16

COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl:arg", "nmod", "acl", "advcl", "iobj", "conj", "advmod"})
"""Relations by which a word belongs to the content of the word above it."""


UNREAL = frozenset({"request", "threat", "rejection"})
"""Speech acts whose content is not real, whatever form it has."""

PROMISING = frozenset({"agreement"})
"""Types that, like speech acts, absorb what is still to be done (*sont convenus de coopérer*)."""

BESIDE = frozenset({"conj", "advcl"})
"""Relations of what stands beside a verb and not under it."""

SAYING = frozenset({"AUX", "ADV", "PRON"})
"""Tags of what may stand between a quotation and the verb that closes it (*« … », a-t-il toutefois soutenu*)."""

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
ATTACHED = frozenset({"conj", "acl", "acl:relcl", "advcl", "amod"})
"""Relations of a verb behind a comma that goes on with its sentence (*X a parlé, puis soutenu Y*)."""

CLOSING = frozenset({'"', "»", "”"})
"""Marks that close a quotation."""

FIXED = "fixed"
"""Relation of a word inside a compound preposition (*à partir de*), which evokes nothing by itself."""


class TriggerFinder:
    """Writes ``doc.spans["triggers"]``: label = event type, id = rule id, plain values in ``span._.event``."""

    def __init__(self) -> None:
        self.index = rules.by_anchor()
        self.entries = lru_cache(maxsize=KEPT_WORDS)(self._entries)
        self.reflexive = cues.group("reflexive")
        self.yielding = frozenset(rule.rule_id for rule in rules.load() if rule.yields)

    def __call__(self, doc: Doc) -> Doc:
        """Find the triggers of one document; each word evokes one event at most."""
        mend(doc)
        spans: list[Span] = []
        used: set[int] = set()
        dated = {i for timex in doc.spans.get(TIMEX, ()) for i in range(timex.start, timex.end)}
        leaders = {mention.start for mention in store.read(doc, store.ENTITIES) if _is_leader(mention)}
        lemmas, forms = lemmas_of(doc), normals(doc)
        tags = doc.to_array([POS]).reshape(-1).tolist()
        anchors = {doc.vocab.strings[tag] for some in POS_OF.values() for tag in some}
        for first, behind in boundaries(doc):
            words: frozenset[str] | None = None
            for i in range(first, behind):
                if tags[i] not in anchors or not (entries := self.entries(lemmas[i], forms[i])) or i in used:
                    continue
                if words is None:
                    words = frozenset((*lemmas[first:behind], *forms[first:behind]))
                    if any(first <= start < behind for start in leaders):
                        words |= {LEADER}
                match = self._match(doc[i], doc[first:behind], words, entries, dated)
                if match is not None:
                    rule, end = match
                    used.update(range(i, end))
                    spans.append(self._span(doc, i, end, rule))
        kept = self._without_yielding(doc, _without_absorbed(doc, spans))
        doc.spans[TRIGGERS] = SpanGroup(doc, name=TRIGGERS, spans=kept)
        return doc

    def _without_yielding(self, doc: Doc, spans: list[Span]) -> list[Span]:
        """Drop triggers that only say how far the event that they govern is (*ont convenu d'une rencontre*)."""
        governing = {governor.i for span in spans for governor, _ in _governors(doc[span.start])}
        return [span for span in spans if not (span.id_ in self.yielding and span.start in governing)]

    def _entries(self, lemma: str, form: str) -> Sequence[Entry]:
        """Return the rules of a lemma and those of a form that the lemmatiser misreads, most specific first."""
        by_lemma, by_form = self.index.get(lemma, []), self.index.get(form, [])
        if lemma == form or not by_lemma or not by_form:
            return by_lemma or by_form
        return sorted([*by_lemma, *by_form], key=rules.specificity)

    def _match(
        self, token: Token, sent: Span, words: frozenset[str], entries: Sequence[Entry], dated: set[int]
    ) -> tuple[Rule, int] | None:
        for trigger, rule in entries:
            if token.pos_ not in POS_OF[rule.pos] or token.dep_ == FIXED:
                continue
            if rule.context and not rule.context & words:
                continue
            end = self._end(token, sent, trigger, dated)
            if end is None and _is_turned_round(token, trigger, rule):
                end = token.i + 1
            if end is None or not self._surroundings_fit(token, sent, rule, end):
                continue
            return rule, end
        return None

    def _end(self, token: Token, sent: Span, trigger: tuple[str, ...], dated: set[int]) -> int | None:
        """Return where the trigger's last word ends, or None if a word of it is missing; dates do not count as gap."""
        rest = trigger[1:]
        if trigger[0] == REFLEXIVE:
            rest = trigger[2:]
            before = token.doc[max(sent.start, token.i - REFLEXIVE_REACH) : token.i]
            if not any(cues.normal(t.text) in self.reflexive for t in before):
                return None
        end = token.i + 1
        for word in rest:
            found = self._next(token.doc[end : sent.end], word, dated)
            if found is None:
                return None
            end = found.i + 1
        return end

    @staticmethod
    def _next(words: Span, wanted: str, dated: set[int]) -> Token | None:
        gap = 0
        for token in words:
            if wanted in _names(token):
                return token
            gap += token.i not in dated
            if gap > MAX_GAP:
                return None
        return None

    @staticmethod
    def _surroundings_fit(token: Token, sent: Span, rule: Rule, end: int) -> bool:
        if rule.follow:
            after = [*token.doc[end : min(sent.end, end + REACH)], *_acted_on(token)]
            if not any(w in rule.follow for t in after for w in _names(t)):
                return False
        if rule.forbid:
            around = token.doc[max(sent.start, token.i - REACH) : min(sent.end, end + REACH)]
            if any(w in rule.forbid for t in around for w in _names(t)):
                return False
            if REPORTING in rule.forbid and _only_reports(token):
                return False
        return True

    @staticmethod
    def _span(doc: Doc, start: int, end: int, rule: Rule) -> Span:
        span = Span(doc, start, end, label=rule.event_type, span_id=rule.rule_id)
        span._.event = {"rule_id": rule.rule_id, "anchor": start, "confidence": 1.0}
        return span


def _names(token: Token) -> tuple[str, str]:
    """Return the forms under which a rule may name a word: its lemma and the word itself."""
    return token.lemma_.lower(), cues.normal(token.text)


def _acted_on(token: Token) -> Iterator[Token]:
    """Yield what a verb acts on where that stands before it (*l'accord a été signé*, *l'accord dont Paris sort*)."""
    if token.dep_ in ("acl", "acl:relcl"):
        yield token.head
    yield from (child for child in token.children if child.dep_ == "nsubj:pass")


def _only_reports(verb: Token) -> bool:
    """Tell whether a verb introduces a clause, or closes what someone said (*« … », a soutenu Paris*)."""
    if any(child.dep_ == "ccomp" for child in verb.children):
        return True
    before = verb.i - 1
    while before > 0 and verb.doc[before].pos_ in SAYING:
        before -= 1
    if before < 1 or verb.doc[before].text != ",":
        return False
    own_subject = any(child.dep_ in SUBJECTS and child.i < verb.i for child in verb.children)
    return verb.doc[before - 1].text in CLOSING or not (own_subject or verb.dep_ in ATTACHED)


def _is_turned_round(token: Token, trigger: tuple[str, ...], rule: Rule) -> bool:
    """Tell whether the second word of a verb's trigger stands before the verb (*les relations ont été rompues*)."""
    if rule.pos != "VERB" or len(trigger) != 2 or trigger[0] == REFLEXIVE:
        return False
    if any(child.dep_.startswith("expl") for child in token.children):
        return False  # *Les troupes se retirent* acts by itself.
    return any(trigger[1] in _names(word) for word in _acted_on(token))


def _is_leader(mention: Mention) -> bool:
    """Tell whether a mention is a person who stands for an actor: a leader, or one with an office."""
    return bool(mention.codes) and (mention.label == "PER" or mention.kind == "pair" or bool(mention.offices))


def _governors(token: Token) -> Iterator[tuple[Token, Token]]:
    """Walk up from a token through the relations of complements; yield each word with the one just below it."""
    while token.head.i != token.i and (token.dep_ in COMPLEMENTS or _is_content_of(token)):
        yield token.head, token
        token = token.head


def _is_content_of(token: Token) -> bool:
    """Tell whether a word that the parser takes for an adverbial is what its verb is about (*met en garde contre*)."""
    return token.dep_ == "obl:mod" and case_of(token) in cues.group("content_preposition")


def _is_bare_infinitive(token: Token) -> bool:
    """Tell whether a word is an infinitive under a preposition or a verb; the tagger takes some participles for one."""
    marked = any(child.dep_ == "mark" for child in token.children)
    return has_morph(token, "VerbForm", "Inf") and (marked or token.dep_ != "advcl")


def _is_absorbed(token: Token, acts: dict[int, Span]) -> bool:
    """Tell whether a trigger is only the content of a speech act (*menace de quitter l'accord*)."""
    for governor, below in _governors(token):
        act = acts.get(governor.i)
        if act is None:
            continue
        if _is_bare_infinitive(token):
            return True
        # What stands beside the act (*a menacé Rome et frappé…*, *rejette l'offre, accusant Rome*) is one of its own.
        unreal = act.label_ in UNREAL and below.dep_ not in BESIDE
        return unreal and token.pos_ in ("NOUN", "VERB")
    return False


def _without_absorbed(doc: Doc, spans: list[Span]) -> list[Span]:
    """Drop the triggers that a speech act absorbs."""
    acts = {span.start: span for span in spans if span.label_ in ontology.SPEECH_ACT_TYPES | PROMISING}
    return [span for span in spans if not _is_absorbed(doc[span.start], acts)]


@Language.factory("depeche_triggers")
def create_triggers(nlp: Language, name: str) -> TriggerFinder:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that finds triggers."""
    return TriggerFinder()
