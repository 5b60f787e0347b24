"""Merges role nouns with the state, body or person that they belong to.

*le ministre turc de la Défense Hulusi Akar*, *Heiko Maas, chef de la diplomatie allemande*, *l'armée israélienne*,
*l'émissaire de l'ONU pour la Syrie*: each is one mention of one actor.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from spacy.tokens import Doc

from pipeline import cues, knowledge
from pipeline.components.mentions import Mention, base_code
from pipeline.components.roleowners import OwnerReader
from pipeline.names import fold
from pipeline.records import stable_id
from pipeline.roles import RoleNoun

Actor = tuple[str, str, str | None]

PERSONAL = frozenset({"official", "people"})
"""Kinds of role nouns that a person's name may stand beside."""

MAX_NAME = 4
"""Words that the name of somebody whom neither lexicon nor model knows may have."""


class RolePhrases(OwnerReader):
    """Builds the role mentions of one document."""

    def __init__(self, doc: Doc, published: dt.date | None, found: list[Mention], adjectives: list[Mention]) -> None:
        super().__init__(doc, found, adjectives)
        self.published = published
        self.known = knowledge.load()
        self.mention_by_end = {mention.end: mention for mention in found}
        self.found = found
        self.seat_office = {residence.name: residence.office for residence in self.known.residences}

    def merge(self) -> list[Mention]:
        """Return all mentions, role phrases merged with the names inside them."""
        merged: list[Mention] = []
        i = 0
        while i < len(self.doc):
            if i in self.mention_at:
                i = self.mention_at[i].end
                continue
            noun = self.role_at(i)
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

    def _phrase(self, start: int, noun: RoleNoun) -> tuple[Mention | None, int]:
        """Read one phrase from its role noun on; return its mention (if any) and where it ends."""
        former = self._is_former(start, noun)
        first = start - 1 if start > 0 and self.normal[start - 1] in cues.group("former") else start
        possessed = first > 0 and self.normal[first - 1] in cues.group("possessive")
        if self._is_no_actor(start, noun):
            return None, start + len(noun.words)
        taken = set(self.dropped)
        owners, end = self.owners(start + len(noun.words), noun)
        if self.normal[start] in cues.group("city_body"):
            owners = [_town_of(owner) for owner in owners]
        if self._is_act(noun, end) or self._is_society(start, end):
            self.dropped = taken
            return None, start + len(noun.words)
        noun, end = self.with_remit(noun, end)
        mention = Mention(
            first, end, "ROLE", "role", (), None, number=self._number(first, noun), gender=noun.gender,
            offices=noun.offices, how="former" if former else noun.kind,
        )  # fmt: skip
        if owners:
            mention.actors = self._worded(self.actors(noun, owners, former), start, end)
            mention.name = mention.actors[0][1] if mention.actors else None
        person = self._person_behind(self.behind_remit(end) if owners else end, noun, bool(owners))
        if person is not None:
            self._take_person(mention, person, noun)
            return mention, person.end
        if noun.kind in PERSONAL and (person := self._person_before(first, mention)) is not None:
            self._name_apposition(mention, person)
        return (mention if mention.actors or self._may_be_resolved(start, noun, possessed) else None), end

    def _is_no_actor(self, start: int, noun: RoleNoun) -> bool:
        """Tell whether a role noun is part of another phrase (*coup d'État*) or a name (*la Société de pédiatrie*)."""
        if start == 0:
            return False
        bare_state = noun.words[0] in cues.group("bare_state") and self.normal[start - 1] in cues.group("elided_of")
        is_name = noun.kind == "business" and self.doc[start].text[:1].isupper() and not self.doc[start].is_sent_start
        return bare_state or is_name

    def _is_act(self, noun: RoleNoun, end: int) -> bool:
        """Tell whether a noun for opponents means what somebody does (*l'opposition de Paris à ce projet*)."""
        is_followed = end < len(self.doc) and self.normal[end] in cues.group("contrary")
        return is_followed and noun.words[0] in cues.group("rejecting")

    def _is_society(self, start: int, end: int) -> bool:
        """Tell whether *la société* is that of a country, not a firm: no name follows (*la société turque Omega*)."""
        if self.normal[start] not in cues.group("society") or start == 0:
            return False
        named = end < len(self.doc) and self.doc[end].text[:1].isupper()
        return self.normal[start - 1] in cues.group("definite") and not named

    def _is_former(self, start: int, noun: RoleNoun) -> bool:
        end = start + len(noun.words)
        # *le Premier ministre libanais désigné* holds the office no more than the former one does.
        if cues.group("not_in_office") & set(self.normal[end : end + 2]):
            return True
        before = start > 0 and self.normal[start - 1] in cues.group("former")
        return before or self.folded[start] != noun.words[0]

    def _may_be_resolved(self, start: int, noun: RoleNoun, possessed: bool) -> bool:
        """Tell whether the article may say whose a bare role noun is."""
        if noun.kind in ("official", "body", "opposition") or self.normal[start] in cues.group("armed_noun"):
            return True
        return possessed and self.normal[start] in cues.group("national")

    def _number(self, start: int, noun: RoleNoun) -> str:
        """Return the number of a phrase; that of a noun with one form for both is its determiner's (*les pays*)."""
        plural = start > 0 and self.normal[start - 1] in cues.group("plural_determiner")
        return "p" if plural else noun.number

    def actors(self, noun: RoleNoun, owners: list[Mention], former: bool) -> tuple[Actor, ...]:
        """Return whom a role noun with these owners stands for, an office's holder on the day of publication."""
        several = len({code for owner in owners for code in owner.codes}) > 1
        found: list[Actor] = []
        for owner in owners:
            for actor_id, name, code in owner.actors or _codes_of(owner):
                if code is None:
                    continue
                if noun.suffix and code in self.known.states:
                    found.append((code + noun.suffix, name, code + noun.suffix))
                elif noun.kind == "body" and owner.kind == "person" and code in self.known.states:
                    found.append((code, self.known.actor_name(code), code))
                # *les présidents serbe et croate* are one each, *les ministres français* nobody in particular.
                elif noun.kind == "official" and (noun.number == "s" or several) and not former:
                    found.append(self._holder(self._offices(noun, owner), code) or (actor_id, name, code))
                else:
                    found.append((actor_id, name, code))
        return tuple(dict.fromkeys(found))

    def _worded(self, actors: tuple[Actor, ...], start: int, end: int) -> tuple[Actor, ...]:
        """Name private persons, firms and rebels of a state by the words for them (*journalistes russes*)."""
        if len(actors) != 1:
            return actors
        actor_id, name, code = actors[0]
        base, _, suffix = actor_id.partition("_")
        if not suffix or base not in self.known.states or name != self.known.actor_name(base):
            return actors
        words = " ".join(self.doc[start:end].text.split())
        return ((actor_id, words[0].lower() + words[1:] if self.doc[start].is_sent_start else words, code),)

    def _offices(self, noun: RoleNoun, owner: Mention) -> tuple[str, ...]:
        """Return the offices that a role noun may mean: that of a house for its master (*le patron du Pentagone*)."""
        if owner.kind == "residence" and noun.words[0] in cues.group("master"):
            office = self.seat_office.get(owner.name or "", "")
            return (office,) if office else noun.offices
        return noun.offices

    def _holder(self, offices: tuple[str, ...], code: str) -> Actor | None:
        for office in offices:
            if holder := self.known.holder(office, code, self.published):
                return holder.person_id, holder.name, code
        return None

    def _person_behind(self, i: int, noun: RoleNoun, owned: bool) -> Mention | None:
        if noun.kind not in PERSONAL:
            return None
        if i < len(self.doc) and self.normal[i] in (",", "(") and not self.doc[i].is_sent_start:
            i += 1
        while i < len(self.doc) and (self.normal[i] in cues.group("honorific")):
            i += 1
        mention = self.mention_at.get(self._skip_adjectives(i))
        if mention is not None and mention.kind == "person":
            return mention
        if owned and noun.kind == "official" and noun.number == "s":
            return self._unknown_person(i)
        return None

    def _skip_adjectives(self, i: int) -> int:
        """Return what stands behind the adjectives of a role (*l'ancien président conservateur X*)."""
        while i < len(self.doc) and (
            (self.doc[i].pos_ == "ADJ" and self.doc[i].is_lower) or self.normal[i] in cues.group("and")
        ):
            i += 1
        return i

    def _unknown_person(self, i: int) -> Mention | None:
        """Take a run of capitalised words behind a role phrase for the name that the model has missed."""
        end = i
        while end < len(self.doc) and not self.doc[end].is_sent_start and self._is_name_word(end):
            end += 1
        if not 2 <= end - i <= MAX_NAME:
            return None
        name = " ".join(self.doc[i:end].text.split())
        return Mention(i, end, "PER", "person", ((stable_id("per", fold(name)), name, None),), name, how="capitals")

    def _is_name_word(self, i: int) -> bool:
        mention = self.mention_at.get(i)
        capitalised = self.doc[i].text[:1].isupper() and self.doc[i].text.replace("-", "").isalpha()
        return capitalised and (mention is None or mention.kind == "city") and i not in self.adjective_at

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
        mention.offices = person.offices or noun.offices
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


def _town_of(owner: Mention) -> Mention:
    """Return the state of a town that stands for a body in most phrases, not in this (*le parquet de Bruxelles*)."""
    capital = next((name for name in owner.candidates if name.kind == "capital"), None)
    if owner.kind != "organisation" or capital is None:
        return owner
    return replace(owner, kind="capital", actors=(), name=capital.name, country=capital.country)


def _codes_of(owner: Mention) -> tuple[tuple[str, str, str | None], ...]:
    """Return the state of a capital that does not stand for a government by itself (*l'armée de Djibouti*)."""
    if owner.country is None:
        return ()
    return ((owner.country, knowledge.load().actor_name(owner.country), owner.country),)
