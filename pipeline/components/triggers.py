"""Finds the words that evoke an event, by the rules of `lexicons/rules`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from pipeline import cues, ontology, rules
from pipeline.components import extensions  # noqa: F401  registers the attributes that are set below
from pipeline.components import mentions as store
from pipeline.components.mentions import Mention
from pipeline.components.syntax import has_morph
from pipeline.rules import LEADER, REFLEXIVE, Entry, Rule

TRIGGERS = "triggers"
MAX_GAP = 4
"""Words that may stand between two words of one trigger (*mis clairement en garde*)."""

REACH = 6
"""Words on either side within which `follow` and `forbid` are looked for."""

REFLEXIVE_REACH = 4
"""Words before a verb among which its reflexive pronoun stands."""

POS_OF = {"VERB": frozenset({"VERB", "AUX", "ADJ"}), "NOUN": frozenset({"NOUN", "PROPN"})}
"""Tags under which the tagger files the words of a rule; participles come out as adjectives."""

COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl:arg", "nmod", "acl", "advcl", "iobj", "conj"})
"""Relations by which a word belongs to the content of the word above it."""


class TriggerFinder:
    """Writes ``doc.spans["triggers"]``: label = event type, id = rule id, plain values in ``span._.event``."""

    def __init__(self) -> None:
        self.index = rules.by_anchor()
        self.reflexive = cues.group("reflexive")

    def __call__(self, doc: Doc) -> Doc:
        """Find the triggers of one document; each word evokes one event at most."""
        spans: list[Span] = []
        used: set[int] = set()
        leaders = {mention.start for mention in store.read(doc, store.ENTITIES) if _is_leader(mention)}
        for sent in doc.sents:
            words: frozenset[str] | None = None
            for token in sent:
                lemma, form = token.lemma_.lower(), cues.normal(token.text)
                entries = self.index.get(lemma, ()) if form == lemma else self._entries(lemma, form)
                if not entries or token.i in used:
                    continue
                if words is None:
                    words = frozenset(w for t in sent for w in (t.lemma_.lower(), cues.normal(t.text)))
                    if any(sent.start <= start < sent.end for start in leaders):
                        words |= {LEADER}
                match = self._match(token, sent, words, entries)
                if match is not None:
                    rule, end = match
                    used.update(range(token.i, end))
                    spans.append(self._span(doc, token.i, end, rule))
        doc.spans[TRIGGERS] = SpanGroup(doc, name=TRIGGERS, spans=_without_absorbed(doc, spans))
        return doc

    def _entries(self, lemma: str, form: str) -> Sequence[Entry]:
        """Return the rules of a lemma and those of a form that the lemmatiser misreads, most specific first."""
        by_lemma, by_form = self.index.get(lemma, []), self.index.get(form, [])
        if not by_lemma or not by_form:
            return by_lemma or by_form
        return sorted([*by_lemma, *by_form], key=rules.specificity)

    def _match(
        self, token: Token, sent: Span, words: frozenset[str], entries: Sequence[Entry]
    ) -> tuple[Rule, int] | None:
        for trigger, rule in entries:
            if token.pos_ not in POS_OF[rule.pos]:
                continue
            if rule.context and not rule.context & words:
                continue
            end = self._end(token, sent, trigger)
            if end is None or not self._surroundings_fit(token, sent, rule, end):
                continue
            return rule, end
        return None

    def _end(self, token: Token, sent: Span, trigger: tuple[str, ...]) -> int | None:
        """Return where the trigger's last word ends, or None if a word of it is missing."""
        rest = trigger[1:]
        if trigger[0] == REFLEXIVE:
            rest = trigger[2:]
            before = token.doc[max(sent.start, token.i - REFLEXIVE_REACH) : token.i]
            if not any(cues.normal(t.text) in self.reflexive for t in before):
                return None
        end = token.i + 1
        for word in rest:
            window = token.doc[end : min(sent.end, end + MAX_GAP)]
            found = next((t for t in window if word in (cues.normal(t.text), t.lemma_.lower())), None)
            if found is None:
                return None
            end = found.i + 1
        return end

    @staticmethod
    def _surroundings_fit(token: Token, sent: Span, rule: Rule, end: int) -> bool:
        if rule.follow:
            after = token.doc[end : min(sent.end, end + REACH)]
            if not any(w in rule.follow for t in after for w in (t.lemma_.lower(), cues.normal(t.text))):
                return False
        if rule.forbid:
            around = token.doc[max(sent.start, token.i - REACH) : min(sent.end, end + REACH)]
            if any(w in rule.forbid for t in around for w in (t.lemma_.lower(), cues.normal(t.text))):
                return False
        return True

    @staticmethod
    def _span(doc: Doc, start: int, end: int, rule: Rule) -> Span:
        span = Span(doc, start, end, label=rule.event_type, span_id=rule.rule_id)
        span._.event = {"rule_id": rule.rule_id, "anchor": start, "confidence": 1.0}
        return span


def _is_leader(mention: Mention) -> bool:
    """Tell whether a mention is a person who stands for an actor: a leader, or one with an office."""
    return bool(mention.codes) and (mention.label == "PER" or mention.kind == "pair" or bool(mention.offices))


def _governors(token: Token) -> Iterator[Token]:
    """Walk up from a token through the relations of complements."""
    while token.dep_ in COMPLEMENTS and token.head.i != token.i:
        token = token.head
        yield token


def _is_infinitive(token: Token) -> bool:
    return has_morph(token, "VerbForm", "Inf")


def _without_absorbed(doc: Doc, spans: list[Span]) -> list[Span]:
    """Drop triggers that are only the content of a speech act (*menace de quitter l'accord*)."""
    speech = {span.start: span for span in spans if span.label_ in ontology.SPEECH_ACT_TYPES}
    kept = []
    for span in spans:
        token = doc[span.start]
        absorbed = False
        for governor in _governors(token):
            act = speech.get(governor.i)
            if act is None or act is span:
                continue
            unreal = act.label_ in ("request", "threat", "rejection")
            if _is_infinitive(token) or (unreal and token.pos_ in ("NOUN", "VERB")):
                absorbed = True
            break
        if not absorbed:
            kept.append(span)
    return kept


@Language.factory("depeche_triggers")
def create_triggers(nlp: Language, name: str) -> TriggerFinder:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that finds triggers."""
    return TriggerFinder()
