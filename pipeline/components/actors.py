"""Finds who and where: names of the lexicons, persons and towns of the model's NER, role nouns, demonyms.

The order of precedence is the order of the steps in `ActorFinder.__call__`: a name of the lexicons is
believed before the model's NER, and a role noun takes the name that belongs to it into one mention
(*le ministre turc de la Défense Hulusi Akar* is one mention of Turkey by the name of Hulusi Akar).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline import cues, gazetteer, homonyms, knowledge, names
from pipeline.components import mentions as store
from pipeline.components.extensions import published_date, text_of
from pipeline.components.locatives import PLACE_KINDS, Locatives
from pipeline.components.mentions import Mention
from pipeline.components.rolephrases import RolePhrases
from pipeline.components.words import folded, normals, texts
from pipeline.names import Name, NameHit, fold
from pipeline.records import stable_id
from pipeline.roles import Demonym, demonym

LABELS = {
    "residence": "ORG", "group": "ORG", "organisation": "ORG", "state": "LOC",
    "person": "PER", "capital": "LOC", "place": "LOC", "city": "LOC",
}  # fmt: skip
MAX_PERSON_TOKENS = 5
"""Longest person name taken from the NER; what is longer has swallowed its neighbours."""

MIN_DEMONYM = 4
"""Shortest adjective that is believed to name a state."""


def actor_of_code(code: str) -> tuple[str, str, str]:
    """Return (id, canonical name, code) of the actor that a code stands for."""
    return code, knowledge.load().actor_name(code), code


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper()


class ActorFinder:
    """Writes ``doc.spans["entities"]`` and ``doc.spans["adjectives"]``."""

    def __init__(self) -> None:
        self.known = knowledge.load()
        self.honorific = cues.group("honorific")
        self.definite = cues.group("definite")

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of one document, without resolving what needs the rest of the article."""
        published = published_date(doc)
        found, closed = self._names(doc, published)
        found += self._short_names(doc, found)
        found += self._ner(doc, found, closed)
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        found += self._unknown_names(doc, taken)
        nouns, adjectives = self._demonyms(doc, taken)
        found += nouns
        found = RolePhrases(doc, published, found, adjectives).merge()
        Locatives(doc, found).mark()
        store.store(doc, store.ENTITIES, found)
        covered = {i for mention in found for i in range(mention.start, mention.end)}
        store.store(doc, store.ADJECTIVES, [a for a in adjectives if a.start not in covered])
        return doc

    def _names(self, doc: Doc, published: dt.date | None) -> tuple[list[Mention], set[int]]:
        """Return the names of actors and places, and the words of names that are neither (*accord de Paris*)."""
        found: list[Mention] = []
        closed: set[int] = set()
        others = homonyms.homonyms_in(text_of(doc))
        full = (ent for ent in doc.ents if ent.label_ == "PER" and len(ent) > 1)
        surnames = {ent[-1].text for ent in full if _is_capitalised(ent[-2])}
        ends = {ent.end: ent for ent in doc.ents if ent.label_ == "PER"}
        for hit in names.find(text_of(doc)):
            span = doc.char_span(hit.start, hit.end)
            if span is None:
                continue
            name = others.get(span.text) or self._choose(hit, published)
            if name.kind == names.OTHER or self._is_in_name(doc, span.start, span.end):
                closed.update(range(span.start, span.end))
                continue
            if name.kind == "person" and self._belongs_to_other(doc, span.start, span.end, name, ends):
                continue
            if name.kind in PLACE_KINDS and (
                self._inside_person(doc, span.start, span.end) or self._is_surname(span, surnames)
            ):
                continue
            mention = self._from_name(span.start, span.end, name, hit.candidates, published)
            if span.start and cues.normal(doc[span.start - 1].text) in cues.group("plural_determiner"):
                mention.number = "p"
            found.append(mention)
        return found, closed

    def _short_names(self, doc: Doc, found: list[Mention]) -> list[Mention]:
        """Find *l'Alliance*, *le Congrès* in an article that names the body in full."""
        codes = frozenset(code for mention in found for code in (*mention.codes, mention.country or ""))
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        return [
            self._from_name(i, i + 1, short.name, (), None)
            for i, text in enumerate(texts(doc)[1:-1], start=1)
            if (short := homonyms.short_names().get(text)) is not None
            and i not in taken
            and short.holds(codes)
            and cues.normal(doc[i - 1].text) in cues.group("short_article")
            and self._ends_name(doc[i + 1])
        ]

    @staticmethod
    def _is_in_name(doc: Doc, start: int, end: int) -> bool:
        """Tell whether a name is a word of a longer one that is no actor (*Iran Airlines*, *le mont Arafat*)."""
        before, after = doc[start - 1] if start else None, doc[end] if end < len(doc) else None
        is_head = before is not None and cues.normal(before.text) in cues.group("name_head")
        is_tail = after is not None and _is_capitalised(after) and cues.normal(after.text) in cues.group("name_tail")
        return is_head or is_tail

    @staticmethod
    def _ends_name(after: Token) -> bool:
        """Tell whether a word does not make another name of the one before (*le Nord de l'Irak*)."""
        longer = cues.normal(after.text) in cues.group("of") or after.text.startswith("-") or _is_capitalised(after)
        return not longer and after.pos_ != "ADJ" and demonym(fold(after.lower_)) is None

    @staticmethod
    def _is_surname(span: Span, surnames: set[str]) -> bool:
        """Tell whether the model takes a place for a person whom the article names in full (*Denzel Washington*)."""
        return len(span) == 1 and span.text in surnames and span[0].ent_type_ == "PER"

    def _choose(self, hit: NameHit, published: dt.date | None) -> Name:
        persons = [name for name in hit.candidates if name.kind == "person"]
        if len(persons) < 2 or hit.candidates[0].kind != "person":
            return hit.candidates[0]
        # Several leaders share a surname (Bush, Kim, Clinton): whoever is in office on the day is meant.
        in_office = [n for n in persons if n.person_id and self.known.persons[n.person_id].offices_on(published)]
        return (in_office or persons)[0]

    def _belongs_to_other(self, doc: Doc, start: int, end: int, name: Name, ends: Mapping[int, Span]) -> bool:
        """Tell whether a surname is part of the name of somebody else (*Ivanka Trump*, *Kim Yo Jong*)."""
        known = {fold(form) for form in self._forms(name)}
        if start:
            before = doc[start - 1]
            if _is_capitalised(before) and before.pos_ == "PROPN" and not before.is_sent_start:
                longer = fold(doc[start - 1 : end].text)
                if longer not in known and (end in ends or before.ent_type_ == "PER"):
                    return True
        if end < len(doc):
            after = doc[end]
            if _is_capitalised(after) and after.ent_type_ == "PER" and after.ent_iob_ == "I":
                return fold(doc[start : end + 1].text) not in known
        return False

    def _forms(self, name: Name) -> tuple[str, ...]:
        person = self.known.persons[name.person_id] if name.person_id else None
        return (person.name, *person.aliases) if person else (name.name,)

    @staticmethod
    def _inside_person(doc: Doc, start: int, end: int) -> bool:
        """Tell whether a place name is part of a person's name (*George Washington*)."""
        before = start > 0 and doc[start].ent_iob_ == "I" and doc[start].ent_type_ == "PER"
        after = end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].ent_type_ == "PER"
        return (before and _is_capitalised(doc[start - 1])) or (after and _is_capitalised(doc[end]))

    def _from_name(
        self, start: int, end: int, name: Name, candidates: tuple[Name, ...], published: dt.date | None
    ) -> Mention:
        actors: tuple[tuple[str, str, str | None], ...] = ()
        offices: tuple[str, ...] = ()
        gender = ""
        if name.kind == "person" and name.person_id:
            person = self.known.persons[name.person_id]
            actors = ((person.person_id, person.name, person.code_on(published)),)
            offices = person.offices_on(published)
            gender = person.gender
        elif name.kind == "residence" and name.code:
            actors = ((stable_id("res", name.name), name.name, name.code),)
        elif name.code and (name.kind != "capital" or name.is_metonym):
            actors = (actor_of_code(name.code),)
        return Mention(
            start, end, LABELS[name.kind], name.kind, actors, name.name, name.country,
            name.latitude, name.longitude, offices=offices, gender=gender, candidates=candidates,
        )  # fmt: skip

    def _ner(self, doc: Doc, found: Iterable[Mention], closed: set[int]) -> list[Mention]:
        """Take the persons and towns that the model finds where no lexicon has a name."""
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        countries = frozenset(mention.country for mention in found if mention.country)
        extra = []
        for ent in doc.ents:
            start, end = ent.start, ent.end
            while start < end and (not _is_capitalised(doc[start]) or cues.normal(doc[start].text) in self.honorific):
                start += 1
            while end > start and not _is_capitalised(doc[end - 1]):
                end -= 1
            if start == end or any(i in taken for i in range(start, end)):
                continue
            if ent.label_ == "PER" and end - start <= MAX_PERSON_TOKENS:
                name = doc[start:end].text
                extra.append(
                    Mention(start, end, "PER", "person", ((stable_id("per", fold(name)), name, None),), name, how="ner")
                )
            elif ent.label_ != "LOC" or closed.intersection(range(start, end)):
                continue
            elif city := gazetteer.lookup_city(doc[start:end].text, countries):
                extra.append(
                    Mention(start, end, "LOC", "city", (), city.name, city.country, city.latitude, city.longitude)
                )
        return extra

    def _unknown_names(self, doc: Doc, taken: set[int]) -> list[Mention]:
        """Take runs of capitalised proper nouns behind an honorific (*M. Akar*) that the NER has missed."""
        extra = []
        for i, word in enumerate(normals(doc)[:-1]):
            if word not in self.honorific:
                continue
            end = i + 1
            while end < len(doc) and _is_capitalised(doc[end]) and end not in taken and doc[end].is_alpha:
                end += 1
            if end > i + 1:
                name = doc[i + 1 : end].text
                key = stable_id("per", fold(name))
                extra.append(Mention(i + 1, end, "PER", "person", ((key, name, None),), name, how="honorific"))
                taken.update(range(i + 1, end))
        return extra

    def _demonyms(self, doc: Doc, taken: set[int]) -> tuple[list[Mention], list[Mention]]:
        """Split demonyms into nouns (*les Américains*) and adjectives (*frappes américaines*)."""
        nouns: list[Mention] = []
        adjectives: list[Mention] = []
        for i, word in enumerate(folded(doc)):
            if not (entry := demonym(word)) or i in taken or len(doc[i]) < MIN_DEMONYM:
                continue
            token = doc[i]
            previous = doc[token.i - 1] if token.i else None
            is_noun = (
                _is_capitalised(token)
                and previous is not None
                and not token.is_sent_start
                and cues.normal(previous.text) in cues.group("determiner") | cues.group("contracted_definite")
            )
            target = nouns if is_noun else adjectives
            target.append(self._from_demonym(token, entry, is_noun, previous))
        return nouns, adjectives

    def _from_demonym(self, token: Token, entry: Demonym, is_noun: bool, previous: Token | None) -> Mention:
        codes = entry.codes
        plural = entry.number == "p" or token.text.endswith(("s", "x"))
        determiner = cues.normal(previous.text) if previous is not None else ""
        # One Frenchman is a private person; les Français are France (codebook, section 3).
        definite = determiner in self.definite or determiner in cues.group("contracted_definite")
        if is_noun and not (plural and definite):
            codes = tuple(f"{code}_CIV" for code in codes)
        actors = tuple(private_or_state(code) for code in codes)
        if len(actors) == 1 and codes != entry.codes:
            actors = ((codes[0], token.text, codes[0]),)
        return Mention(
            token.i, token.i + 1, "ROLE", "demonym", actors, actors[0][1],
            number="p" if plural else "s", gender=entry.gender, how="demonym",
        )  # fmt: skip


def private_or_state(code: str) -> tuple[str, str, str]:
    """Return the actor of a code; one with a suffix (`FRA_CIV`) bears the name of its country."""
    base, _, suffix = code.partition("_")
    known = knowledge.load()
    if suffix and code not in known.groups and code not in known.organisations and base in known.states:
        return code, known.actor_name(base), code
    return actor_of_code(code)


@Language.factory("depeche_actors")
def create_actors(nlp: Language, name: str) -> ActorFinder:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that finds actors and places."""
    return ActorFinder()
