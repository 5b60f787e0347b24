"""Tells where from who: a name of a place under a preposition of place is no actor, unless it is spoken to or acted on.

*à Washington* is the town in *reçu à Washington* and the government in *a demandé à Washington*; what decides is the
word that governs the name. The words stand in `lexicons/cues.tsv`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from pipeline import cues
from pipeline.components.clauses import SUBJECTS
from pipeline.components.mentions import Mention
from pipeline.components.words import normals

PLACE_KINDS = frozenset({"state", "capital", "place", "city"})
SEATS = frozenset({"capital", "residence"})
"""Kinds of names that stand for an actor or for a mere place."""

FREE = frozenset({"obl:mod", "advmod"})
"""Relations of a phrase that its verb does not ask for: where, not to whom."""


class Locatives:
    """Marks the places of one document."""

    def __init__(self, doc: Doc, found: list[Mention]) -> None:
        self.doc = doc
        self.normal = normals(doc)
        self.found = found
        self.place_ends = {mention.end for mention in found if mention.kind in PLACE_KINDS}

    def mark(self) -> None:
        """Note which mentions say where; a capital or a seat of power among them is then the place alone."""
        for mention in self.found:
            capital = next((name for name in mention.candidates if name.kind == "capital"), None)
            if mention.kind not in PLACE_KINDS and mention.kind != "residence" and capital is None:
                continue
            mention.locative = self._is_where(mention)
            if mention.kind == "organisation":
                if mention.locative and capital is not None:
                    # *à Bruxelles* is the town, *Bruxelles a proposé* the Commission.
                    mention.kind, mention.label, mention.actors = "capital", "LOC", ()
                    mention.name, mention.country = capital.name, capital.country
                else:
                    mention.locative = False
            elif mention.locative and mention.kind in SEATS:
                mention.label, mention.actors = "LOC", ()

    def _is_where(self, mention: Mention) -> bool:
        if mention.start - 1 in self.place_ends and self.doc[mention.start - 1].text in ("(", ","):
            return self._is_country_of_place(mention)
        i = mention.start - 1
        while i >= 0 and self.normal[i] in cues.group("definite"):
            i -= 1
        if mention.kind == "capital" and (self._is_dateline(mention) or (i >= 0 and self._is_place_of(i, mention))):
            return True
        if i < 0 or not self._is_locative(i):
            return False
        if mention.kind == "state":
            # *en France* is where, *à la France* is to whom.
            return not (i < mention.start - 1 and self.normal[i] in cues.group("to"))
        return mention.kind not in SEATS or not self._is_addressed(i, mention)

    def _is_place_of(self, i: int, mention: Mention) -> bool:
        """Tell whether a name is a town by the word that it completes (*les rues de Paris*, *quitter Kaboul*)."""
        if self.normal[i] in cues.group("of"):
            return self._is_governed(i, mention, "place_noun") or self._is_governed(i, mention, "leaving")
        if self.normal[i] in cues.group("bound_for"):
            return self._is_governed(i, mention, "leaving")
        root = self.doc[mention.start : mention.end].root
        # *a quitté mardi Kaboul*: the verb need not stand beside its object.
        is_object = root.dep_ == "obj" and self._is_in(root.head, "place_object")
        return is_object or self._is_in(self.doc[i], "place_object")

    def _is_addressed(self, i: int, mention: Mention) -> bool:
        """Tell whether what governs a name takes an actor behind this preposition (*a demandé à Washington*)."""
        if i > 0 and self._is_in(self.doc[i - 1], "addressing"):
            return True
        root = self.doc[mention.start : mention.end].root
        # *donnent une semaine à Damas*: the parser hangs the addressee on the object.
        above = root.head.head if root.head.dep_ == "obj" else root.head
        return root.dep_ not in FREE and (self._is_in(root.head, "addressing") or self._is_in(above, "addressing"))

    def _is_locative(self, i: int) -> bool:
        """Tell whether a word is a preposition of place; as a capital it may have lost its accent (*A Londres*)."""
        if (
            self.doc[i].is_sent_start
            and self.doc[i].text.isupper()
            and self.normal[i] in cues.group("locative_capital")
        ):
            return True
        return self.normal[i] in cues.group("locative")

    def _is_country_of_place(self, mention: Mention) -> bool:
        """Tell whether a name behind a place says in which country that is (*à Hambourg (Allemagne)*).

        One that opens the main clause does not (*en guerre avec le Liban, Israël a…*).
        """
        if self.doc[mention.start - 1].text == "(":
            return True
        return mention.kind == "state" and self.doc[mention.start : mention.end].root.dep_ not in SUBJECTS

    def _is_dateline(self, mention: Mention) -> bool:
        """Tell whether a town opens a sentence before a colon (*Londres: trois blessés*); one who speaks is quoted."""
        after = self.doc[mention.end : mention.end + 2]
        if len(after) < 2 or not self.doc[mention.start].is_sent_start or after[0].text != ":":
            return False
        return after[1].text not in cues.group("quote_open")

    def _is_governed(self, i: int, mention: Mention, group: str) -> bool:
        """Tell whether the word before the preposition at `i`, or what the parser hangs the name on, is of a group."""
        head = self.doc[mention.start : mention.end].root.head
        return self._is_in(head, group) or (i > 0 and self._is_in(self.doc[i - 1], group))

    @staticmethod
    def _is_in(token: Token, group: str) -> bool:
        return token.lemma_.lower() in cues.group(group) or cues.normal(token.text) in cues.group(group)
