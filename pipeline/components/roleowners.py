"""Reads the words around a role noun: whose it is (*turc*, *de l'ONU*), its remit, and where the phrase ends."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline import cues
from pipeline.components.mentions import Mention
from pipeline.components.words import folded, normals
from pipeline.roles import RoleNoun, role_nouns

MAX_STEPS = 8
"""Words read behind a role noun in search of its state."""

NOT_NOUNS = frozenset({"VERB", "AUX", "ADJ"})
"""Tags of a word that is spelt like a role noun but is none (*le soutien militaire*)."""

MAX_REMIT = 6
"""Words that the name of a ministry may have (*Affaires étrangères et européennes*)."""

REMIT_POS = frozenset({"NOUN", "PROPN", "ADJ"})
OWNERS = frozenset({"state", "capital", "organisation", "group", "residence"})


class OwnerReader:
    """Reads the phrases of one document; what it takes into a phrase is noted in `dropped`."""

    def __init__(self, doc: Doc, found: list[Mention], adjectives: list[Mention]) -> None:
        self.doc = doc
        self.folded, self.normal = folded(doc), normals(doc)
        self.mention_at = {mention.start: mention for mention in found}
        self.adjective_at = {mention.start: mention for mention in adjectives}
        self.dropped: set[int] = set()

    def role_at(self, i: int) -> RoleNoun | None:
        """Return the longest role noun that starts at a word, a prefix such as *ex-* left aside."""
        first = self.folded[i]
        for prefix in cues.group("former_prefix"):
            first = first.removeprefix(prefix)
        for noun in role_nouns().get(first, ()):
            size = len(noun.words)
            # The tagger calls *Premier* in *Premier ministre* an adjective: only single words are left to it.
            if tuple(self.folded[i + 1 : i + size]) == noun.words[1:] and (
                size > 1 or self.doc[i].pos_ not in NOT_NOUNS
            ):
                return noun
        return None

    def with_remit(self, noun: RoleNoun, end: int) -> tuple[RoleNoun, int]:
        """Return the longer role noun whose remit stands behind the demonym (*ministre israélien de la Défense*)."""
        size = len(noun.words)
        for longer in role_nouns()[noun.words[0]]:
            rest = longer.words[size:]
            if rest and longer.words[:size] == noun.words and tuple(self.folded[end : end + len(rest)]) == rest:
                return longer, end + len(rest)
        return noun, end

    def owners(self, i: int, noun: RoleNoun) -> tuple[list[Mention], int]:
        """Return the mentions that own the role noun before word `i`, and where its phrase ends."""
        owners: list[Mention] = []
        end = i
        remit = bool(cues.group("remit_noun") & set(self.normal[max(0, i - 2) : i]))
        for _ in range(MAX_STEPS):
            if i >= len(self.doc) or self.doc[i].is_sent_start:
                break
            token = self.doc[i]
            if (adjective := self.adjective_at.get(i)) and not self._is_noun_like(i):
                owners.append(adjective)
                i = end = i + 1
            elif self.normal[i] in cues.group("foreign"):
                break
            elif token.pos_ == "ADJ" and not token.text[:1].isupper():
                i += 1
            elif self.normal[i] in cues.group("of"):
                owner, after = self._after_of(i + 1, bool(owners), noun)
                if owner is None:
                    break
                i = after
                if not owners:
                    owners.append(owner)
                end = i
            elif owners and remit and self.normal[i] in cues.group("toward"):
                i, taken = self._swallow_remit(i + 1)
                if not taken:
                    break
                end = i
            elif self._is_listed(i) and owners and self.adjective_at.get(i + 1):
                owners.append(self.adjective_at[i + 1])
                i = end = i + 2
            else:
                break
        return owners, end

    def _is_listed(self, i: int) -> bool:
        return self.normal[i] == "," or self.normal[i] in cues.group("and")

    def _is_noun_like(self, i: int) -> bool:
        return self.doc[i].text[:1].isupper() and self.doc[i].pos_ in ("NOUN", "PROPN")

    def skip_determiners(self, i: int) -> int:
        """Return the first word from `i` on that is no determiner."""
        while i < len(self.doc) and self.normal[i] in cues.group("determiner"):
            i += 1
        return i

    def _after_of(self, i: int, owned: bool, noun: RoleNoun) -> tuple[Mention | None, int]:
        """Read what stands behind *de*: a name, or another role phrase (*porte-parole du gouvernement turc*).

        Once a phrase has its owner, another name behind *de* is no part of it (*troupes américaines d'Afghanistan*).
        """
        i = self.skip_determiners(i)
        if i >= len(self.doc):
            return None, i
        mention = self.mention_at.get(i)
        if mention is not None:
            if owned or not self._may_own(mention, noun):
                return None, i
            self.dropped.add(id(mention))
            return mention, mention.end
        inner = self.role_at(i)
        if inner is not None:
            return self._inner_phrase(i, inner)
        # *ministre de la Défense israélien*: the remit stands between the noun and its demonym.
        is_private = self.normal[i] in cues.group("private_body")
        if self.doc[i].pos_ in ("NOUN", "PROPN", "ADJ") and not is_private and (i + 1) in self.adjective_at:
            return self.adjective_at[i + 1], i + 2
        return None, i

    def _may_own(self, mention: Mention, noun: RoleNoun) -> bool:
        if mention.kind == "person":
            # *le gouvernement de Boris Johnson*
            return noun.kind == "body" and bool(mention.codes)
        return mention.kind in OWNERS or (mention.kind == "demonym" and bool(mention.actors))

    def _inner_phrase(self, i: int, noun: RoleNoun) -> tuple[Mention | None, int]:
        owners, end = self.owners(i + len(noun.words), noun)
        person = self.mention_at.get(end)
        if not owners and person is not None and person.kind == "person" and person.codes:
            # *les forces du maréchal Haftar*
            self.dropped.add(id(person))
            return person, person.end
        if not owners:
            return None, i
        return Mention(i, end, "ROLE", "role", self.actors(noun, owners, former=False)), end

    def actors(self, noun: RoleNoun, owners: list[Mention], former: bool) -> tuple[tuple[str, str, str | None], ...]:
        """Return whom a role noun with these owners stands for."""
        raise NotImplementedError

    def behind_remit(self, i: int) -> int:
        """Return where the remit of a minister whose state is known ends (*ministre turc de la Jeunesse*)."""
        if i >= len(self.doc) or self.normal[i] not in cues.group("of"):
            return i
        end = self.skip_determiners(i + 1)
        start = end
        while end < len(self.doc) and end - start < MAX_REMIT and end not in self.mention_at:
            small = self.normal[end] in cues.group("of") or self.normal[end] in cues.group("and")
            if not small and self.normal[end] not in cues.group("determiner") and self.doc[end].pos_ not in REMIT_POS:
                break
            if small and self.doc[end + 1 : end + 2] and self.doc[end + 1].pos_ in ("VERB", "AUX"):
                break
            end += 1
        return end

    def _swallow_remit(self, i: int) -> tuple[int, bool]:
        """Take the seat or the subject of an envoy into the phrase (*ambassadeur russe à l'ONU*)."""
        i = self.skip_determiners(i)
        if i < len(self.doc) and self.normal[i] in cues.group("of"):
            i = self.skip_determiners(i + 1)
        mention = self.mention_at.get(i)
        if mention is None or mention.kind == "person":
            return i, False
        self.dropped.add(id(mention))
        return mention.end, True
