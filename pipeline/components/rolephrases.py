"""Merges role nouns with the state, body or person that they belong to.

*le ministre turc de la Défense Hulusi Akar*, *Heiko Maas, chef de la diplomatie allemande*, *l'armée israélienne*,
*l'émissaire de l'ONU pour la Syrie*: each is one mention of one actor.
"""

from __future__ import annotations

import datetime as dt

from spacy.tokens import Doc

from pipeline import cues, knowledge
from pipeline.components.mentions import Mention, base_code
from pipeline.names import fold
from pipeline.roles import RoleNoun, role_nouns

MAX_STEPS = 8
"""Words read behind a role noun in search of its state."""

NOT_NOUNS = frozenset({"VERB", "AUX", "ADJ"})
"""Tags of a word that is spelt like a role noun but is none (*le soutien militaire*)."""

MAX_REMIT = 6
"""Words that the name of a ministry may have (*Affaires étrangères et européennes*)."""

REMIT_POS = frozenset({"NOUN", "PROPN", "ADJ"})
OWNERS = frozenset({"state", "capital", "organisation", "group", "residence"})


class RolePhrases:
    """Builds the role mentions of one document."""

    def __init__(self, doc: Doc, published: dt.date | None, found: list[Mention], adjectives: list[Mention]) -> None:
        self.doc = doc
        self.published = published
        self.known = knowledge.load()
        self.folded = [fold(token.lower_) for token in doc]
        self.normal = [cues.normal(token.text) for token in doc]
        self.mention_at = {mention.start: mention for mention in found}
        self.mention_by_end = {mention.end: mention for mention in found}
        self.adjective_at = {mention.start: mention for mention in adjectives}
        self.found = found
        self.dropped: set[int] = set()

    def merge(self) -> list[Mention]:
        """Return all mentions, role phrases merged with the names inside them."""
        merged: list[Mention] = []
        i = 0
        while i < len(self.doc):
            if i in self.mention_at:
                i = self.mention_at[i].end
                continue
            noun = self._role_at(i)
            if noun is None:
                i += 1
                continue
            mention, end = self._phrase(i, noun)
            if mention is not None:
                merged.append(mention)
            i = max(end, i + 1)
        self._name_demonyms()
        kept = [m for m in self.found if id(m) not in self.dropped]
        return kept + merged

    def _name_demonyms(self) -> None:
        """Give a person the state of the demonym before the name (*le Moldave Igor Dodon*)."""
        for mention in self.found:
            person = self.mention_at.get(mention.end)
            if mention.kind != "demonym" or mention.number != "s" or person is None or person.kind != "person":
                continue
            person_id, name, code = person.actors[0]
            person.start = mention.start
            if code is None and len(mention.actors) == 1:
                person.actors = ((person_id, name, base_code(mention.actors[0][0])),)
                person.how = "apposition"
            self.dropped.add(id(mention))

    def _role_at(self, i: int) -> RoleNoun | None:
        for noun in role_nouns().get(self.folded[i], ()):
            if tuple(self.folded[i : i + len(noun.words)]) == noun.words and self.doc[i].pos_ not in NOT_NOUNS:
                return noun
        return None

    def _phrase(self, start: int, noun: RoleNoun) -> tuple[Mention | None, int]:
        """Read one phrase from its role noun on; return its mention (if any) and where it ends."""
        end = start + len(noun.words)
        owners, end = self._owners(end)
        noun, end = self._with_remit(noun, end)
        former = start > 0 and self.normal[start - 1] in cues.group("former")
        mention = Mention(
            start, end, "ROLE", "role", (), None, number=self._number(start, noun), gender=noun.gender,
            offices=noun.offices, how="former" if former else noun.kind,
        )  # fmt: skip
        if owners:
            mention.actors = self._actors(noun, owners, former)
            mention.name = mention.actors[0][1]
        person = self._person_behind(self._behind_remit(end) if owners else end) if noun.kind != "business" else None
        if person is not None:
            self._take_person(mention, person, noun)
            return mention, person.end
        if noun.kind in ("official", "people") and (person := self._person_before(start, mention)) is not None:
            self._name_apposition(mention, person)
        if (
            not mention.actors
            and noun.kind not in ("official", "body", "opposition")
            and (self.normal[start] not in cues.group("armed_noun"))
        ):
            return None, end
        return mention, end

    def _with_remit(self, noun: RoleNoun, end: int) -> tuple[RoleNoun, int]:
        """Return the longer role noun whose remit stands behind the demonym (*ministre israélien de la Défense*)."""
        size = len(noun.words)
        for longer in role_nouns()[noun.words[0]]:
            rest = longer.words[size:]
            if rest and longer.words[:size] == noun.words and tuple(self.folded[end : end + len(rest)]) == rest:
                return longer, end + len(rest)
        return noun, end

    def _number(self, start: int, noun: RoleNoun) -> str:
        """Return the number of a phrase; that of a noun with one form for both is its determiner's (*les pays*)."""
        plural = start > 0 and self.normal[start - 1] in cues.group("plural_determiner")
        return "p" if plural else noun.number

    def _owners(self, i: int) -> tuple[list[Mention], int]:
        """Read the words behind a role noun; return the mentions that own it and where the phrase ends."""
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
                owner, after = self._after_of(i + 1, bool(owners))
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

    def _skip_determiners(self, i: int) -> int:
        while i < len(self.doc) and self.normal[i] in cues.group("determiner"):
            i += 1
        return i

    def _after_of(self, i: int, owned: bool) -> tuple[Mention | None, int]:
        """Read what stands behind *de*: a name, or another role phrase (*porte-parole du gouvernement turc*).

        Once a phrase has its owner, another name behind *de* is no part of it (*troupes américaines d'Afghanistan*).
        """
        i = self._skip_determiners(i)
        if i >= len(self.doc):
            return None, i
        mention = self.mention_at.get(i)
        if mention is not None:
            if owned or not (mention.kind in OWNERS or (mention.kind == "demonym" and mention.actors)):
                return None, i
            self.dropped.add(id(mention))
            return mention, mention.end
        noun = self._role_at(i)
        if noun is not None:
            return self._inner_phrase(i, noun)
        # *ministre de la Défense israélien*: the remit stands between the noun and its demonym.
        if self.doc[i].pos_ in ("NOUN", "PROPN", "ADJ") and i + 1 < len(self.doc) and (i + 1) in self.adjective_at:
            return self.adjective_at[i + 1], i + 2
        return None, i

    def _inner_phrase(self, i: int, noun: RoleNoun) -> tuple[Mention | None, int]:
        owners, end = self._owners(i + len(noun.words))
        if not owners:
            return None, i
        return Mention(i, end, "ROLE", "role", self._actors(noun, owners, former=False)), end

    def _behind_remit(self, i: int) -> int:
        """Return where the remit of a minister whose state is known ends (*ministre turc de la Jeunesse*)."""
        if i >= len(self.doc) or self.normal[i] not in cues.group("of"):
            return i
        end = self._skip_determiners(i + 1)
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
        i = self._skip_determiners(i)
        if i < len(self.doc) and self.normal[i] in cues.group("of"):
            i = self._skip_determiners(i + 1)
        mention = self.mention_at.get(i)
        if mention is None or mention.kind == "person":
            return i, False
        self.dropped.add(id(mention))
        return mention.end, True

    def _actors(self, noun: RoleNoun, owners: list[Mention], former: bool) -> tuple[tuple[str, str, str | None], ...]:
        actors: list[tuple[str, str, str | None]] = []
        for owner in owners:
            for actor_id, name, code in owner.actors or _codes_of(owner):
                if code is None:
                    continue
                if noun.suffix and code in self.known.states:
                    actors.append((code + noun.suffix, name, code + noun.suffix))
                elif noun.kind == "official" and noun.number == "s" and not former:
                    actors.append(self._holder(noun, code) or (actor_id, name, code))
                else:
                    actors.append((actor_id, name, code))
        return tuple(dict.fromkeys(actors))

    def _holder(self, noun: RoleNoun, code: str) -> tuple[str, str, str] | None:
        for office in noun.offices:
            if holder := self.known.holder(office, code, self.published):
                return holder.person_id, holder.name, code
        return None

    def _person_behind(self, i: int) -> Mention | None:
        if i < len(self.doc) and self.normal[i] in (",", "(") and not self.doc[i].is_sent_start:
            i += 1
        while i < len(self.doc) and (self.normal[i] in cues.group("honorific")):
            i += 1
        mention = self.mention_at.get(i)
        return mention if mention is not None and mention.kind == "person" else None

    def _take_person(self, mention: Mention, person: Mention, noun: RoleNoun) -> None:
        """Give a role phrase the name behind it; the lexicon's code of a known person wins over the phrase's."""
        self.dropped.add(id(person))
        person_id, name, code = person.actors[0]
        own = code_of(mention)
        mention.end = person.end
        mention.label = "PER"
        mention.kind = "person"
        mention.how = "name" if code and not own else "apposition"
        mention.name = name
        mention.number = "s"
        mention.gender = person.gender or noun.gender
        mention.actors = ((person_id, name, own or code),)

    def _person_before(self, start: int, mention: Mention) -> Mention | None:
        """Return the person that a role phrase stands in apposition to (*Heiko Maas, ministre allemand*)."""
        i = start
        while i > 0 and self.normal[i - 1] in cues.group("determiner"):
            i -= 1
        if i == 0 or self.normal[i - 1] not in (",", "("):
            return None
        person = self.mention_by_end.get(i - 1)
        if person is None or person.kind != "person" or mention.number != "s":
            return None
        return person

    def _name_apposition(self, mention: Mention, person: Mention) -> None:
        person_id, name, code = person.actors[0]
        own = code_of(mention)
        if code is None and own is not None:
            person.actors = ((person_id, name, own),)
            person.how = "apposition"
        person.offices = person.offices or mention.offices
        if own or code:
            mention.actors = ((person_id, name, own or code),)
            mention.name = name
            mention.how = "apposition"


def code_of(mention: Mention) -> str | None:
    """Return the code of a mention that stands for one actor, None for any other."""
    return mention.codes[0] if len(mention.codes) == 1 else None


def _codes_of(owner: Mention) -> tuple[tuple[str, str, str | None], ...]:
    """Return the state of a capital that does not stand for a government by itself (*l'armée de Djibouti*)."""
    if owner.country is None:
        return ()
    return ((owner.country, knowledge.load().actor_name(owner.country), owner.country),)
