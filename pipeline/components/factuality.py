"""Gives each trigger its status: occurred, planned, hypothetical or negated, from the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline import cues, rules
from pipeline.components.syntax import case_of, has_morph
from pipeline.components.triggers import TRIGGERS

CUE_GROUPS = (
    "negation_core", "negation_particle", "negation_with_particle", "negated_by", "takes_place", "going",
    "planned_by", "planned_noun", "planned_adj", "hypothetical_by", "hypothetical_noun", "hypothetical_adj",
    "conditional_mark", "implicative", "continuing", "future_ending", "conditional_ending",
)  # fmt: skip
MAX_GOVERNORS = 3
"""Governing words that are read above a trigger; what stands higher rarely bears on it."""

UPWARD = frozenset({"xcomp", "ccomp", "obj", "obl:arg", "nmod", "acl", "nsubj", "nsubj:pass", "conj", "advcl", "iobj"})
GOVERNED = UPWARD - {"obl:arg"}
"""Relations in which the word above decides whether the word below comes true."""

CANCELLED = GOVERNED - {"nsubj"}
"""Relations in which *annuler* undoes the word below; what merely fails (*les pourparlers ont échoué*) took place."""

ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "xcomp"})
"""Relations through which tense, mood and negation of a verb reach the word below it."""

NEGATORS = frozenset({"advmod", "det", "case", "mark"})
VERBAL = frozenset({"VERB", "AUX", "ADJ"})
ASIDE = frozenset({"advcl", "conj", "acl"})
AUXILIARIES = frozenset({"aux", "aux:tense", "aux:pass", "cop"})
MARKED = 4
"""Words after a condition word within which the verb it governs stands."""


class Factuality:
    """Adds ``status`` to each trigger."""

    def __init__(self) -> None:
        self.rules = rules.by_id()
        self.group = {name: cues.group(name) for name in CUE_GROUPS}

    def __call__(self, doc: Doc) -> Doc:
        """Set the status of all triggers of one document."""
        for span in doc.spans[TRIGGERS]:
            fixed = self.rules[span.id_].status
            status = fixed or self.status(doc[span._.event["anchor"]])
            span._.event = {**span._.event, "status": status}
        return doc

    def status(self, token: Token) -> str:
        """Return the status that the words around a trigger give it.

        Parameters
        ----------
        token : spacy.tokens.Token
            Anchor of the trigger, in a parsed document.

        Returns
        -------
        str
            One of `pipeline.records.STATUSES`.
        """
        if self._negated(token):
            return "negated"
        if self._cancelled(token):
            return "negated"
        own = self._verb_status(token) if token.pos_ in ("VERB", "AUX") else self._noun_status(token)
        if own != "occurred":
            return own
        for governor, below in _governors(token):
            status = self._from_verb(governor, below) if governor.pos_ in VERBAL else self._from_noun(governor, below)
            if status is not None:
                return status
            if _is_finite(below):
                break
        return "occurred"

    def _from_verb(self, verb: Token, below: Token) -> str | None:
        """Return the status that a verb (or an adjective such as *prêt*) gives to the word below it, None if none."""
        word = verb.lemma_.lower()
        came_true = word in self.group["implicative"] and _is_past(verb)
        status = None if came_true else self._from_meaning(verb, below)
        if status is not None or below.dep_ not in ARGUMENTS:
            return status
        if (came_true or below.dep_ == "obj" or word in self.group["takes_place"]) and self._negated(verb):
            return "negated"
        own = self._verb_status(verb)
        return own if own != "occurred" else None

    def _from_meaning(self, verb: Token, below: Token) -> str | None:
        """Return the status that the meaning of a verb gives to the word below it, whatever its tense."""
        word = verb.lemma_.lower()
        if word in self.group["negated_by"] and below.dep_ in CANCELLED:
            return "hypothetical" if self._negated(verb) else "negated"
        if word in self.group["continuing"] and _is_governed(below) and not self._negated(verb):
            return "occurred"  # What goes on has begun, whether it is to go on or not.
        if word in self.group["hypothetical_by"] and (below.dep_ in GOVERNED or _is_object_of_adjective(verb, below)):
            return "hypothetical"
        if word in self.group["planned_by"] and _is_governed(below) and not (_is_finite(below) or _is_perfect(below)):
            return "planned"
        return None

    def _from_noun(self, noun: Token, below: Token) -> str | None:
        """Return the status that a noun (*projet*, *possibilité*, *annulation*) gives to the word below it."""
        word = noun.lemma_.lower()
        if word in self.group["negated_by"] and below.dep_ in CANCELLED:
            return "negated"
        if word in self.group["hypothetical_noun"]:
            return "hypothetical"
        return "planned" if word in self.group["planned_noun"] else None

    def _negated(self, token: Token) -> bool:
        words = {cues.normal(child.text) for child in token.children if child.dep_ in NEGATORS}
        # *plus* and *jamais* negate with *ne* alone: *un mois plus tard* does not.
        if words & (self.group["negation_core"] - self.group["negation_with_particle"]):
            return True
        before = token.doc[max(token.sent.start, token.i - MARKED) : token.i]
        particle = any(
            cues.normal(t.text) in self.group["negation_particle"] and t.head in (token, token.head) for t in before
        )
        return (
            token.pos_ in ("VERB", "AUX")
            and particle
            and bool(
                self.group["negation_core"]
                & {cues.normal(t.text) for t in token.subtree if abs(t.i - token.i) <= MARKED}
            )
        )

    def _cancelled(self, token: Token) -> bool:
        """Tell whether a noun is what a verb calls off, whatever its adjectives say (*annule la rencontre prévue*)."""
        verb = token.head
        undone = token.pos_ == "NOUN" and token.dep_ in CANCELLED and verb.lemma_.lower() in self.group["negated_by"]
        return undone and verb.pos_ in VERBAL and not self._negated(verb) and self._verb_status(verb) == "occurred"

    def _verb_status(self, verb: Token) -> str:
        forms = [verb, *(child for child in verb.children if child.dep_ in AUXILIARIES)]
        past = any(child.dep_ == "aux:tense" for child in verb.children)
        for form in forms:
            # The tagger gives both tenses to forms that cannot have them (*menaçait*, *accueille*).
            if has_morph(form, "Tense", "Fut") and self._ends(form, "future_ending"):
                return "planned"
            # The press conditional in the past (*aurait bombardé*) reports; in the present it wishes.
            if has_morph(form, "Mood", "Cnd") and not past and self._ends(form, "conditional_ending"):
                return "hypothetical"
        head = verb.head
        if has_morph(verb, "VerbForm", "Inf") and head.lemma_.lower() in self.group["going"] and head.i < verb.i:
            return "planned"
        marks = {cues.normal(child.text) for child in verb.children if child.dep_ == "mark"}
        return "hypothetical" if marks & self.group["conditional_mark"] else "occurred"

    def _ends(self, form: Token, group: str) -> bool:
        return cues.normal(form.text).endswith(tuple(self.group[group]))

    def _noun_status(self, noun: Token) -> str:
        words = {
            form
            for child in noun.children
            if child.dep_ in ("amod", "acl", "advmod", "appos")
            for form in (cues.normal(child.text), child.lemma_.lower())
        }
        if words & self.group["planned_adj"]:
            return "planned"
        if words & self.group["hypothetical_adj"]:
            return "hypothetical"
        return "occurred"


def _is_governed(token: Token) -> bool:
    """Tell whether the word above decides on this one, an object under a bare *de* or *à* included."""
    return token.dep_ in GOVERNED or (token.dep_ == "obl:arg" and case_of(token) in cues.group("object_preposition"))


def _is_object_of_adjective(adjective: Token, below: Token) -> bool:
    """Tell whether an adjective has the word below it for its complement (*prêt au dialogue*)."""
    return adjective.pos_ == "ADJ" and _is_governed(below)


def _is_perfect(token: Token) -> bool:
    """Tell whether a verb says that something is over (*avoir rencontré*)."""
    return any(child.dep_ == "aux:tense" for child in token.children)


def _is_past(verb: Token) -> bool:
    """Tell whether a verb is in the past of what is so (*a pu*, not *aurait pu*)."""
    tenses = [child for child in verb.children if child.dep_ == "aux:tense"]
    return bool(tenses) and not any(has_morph(child, "Mood", "Cnd") for child in tenses)


def _is_finite(token: Token) -> bool:
    """Tell whether a verb is finite, its auxiliary included; what governs a finite clause says who reports it."""
    return any(has_morph(form, "VerbForm", "Fin") for form in (token, *token.children) if form.pos_ in ("VERB", "AUX"))


def _governors(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield the words above a trigger, nearest first, each with the word just below it."""
    for _ in range(MAX_GOVERNORS):
        head = token.head
        if head.i == token.i or token.dep_ not in UPWARD:
            return
        if token.dep_ == "conj" and _is_finite(token):
            return
        # A participle tells what happens beside its clause (*…, accusant Paris*), whatever becomes of the latter.
        if token.dep_ in ASIDE and has_morph(token, "VerbForm", "Part"):
            return
        yield head, token
        if token.dep_ == "nmod":
            return
        token = head


@Language.factory("depeche_factuality")
def create_factuality(nlp: Language, name: str) -> Factuality:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that gives events their status."""
    return Factuality()
