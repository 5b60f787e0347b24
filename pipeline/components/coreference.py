"""Resolves within the article what the words alone leave open: surnames, bare roles, pairs and pronouns.

Everything is looked up backwards in the article first. Where the article gives nothing that fits in number
and gender, the mention stays unresolved: no link is better than a wrong one.
"""

from __future__ import annotations

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline import cues, knowledge
from pipeline.components import mentions as store
from pipeline.components.clauses import (
    SUBJECTS,
    is_quoted,
    is_subject,
    quoted_words,
    root_of,
    subject_of,
)
from pipeline.components.extensions import published_date
from pipeline.components.mentions import Mention, base_code
from pipeline.components.pronouns import antecedent, find_pronouns, with_conjuncts
from pipeline.components.sentences import sentence_numbers
from pipeline.components.sets import find_sets, resolve_set
from pipeline.components.surnames import complete_surnames
from pipeline.names import fold
from pipeline.roles import CODE_SUFFIX

BODY_REACH = 2
"""Sentences that a bare institution (*le gouvernement*) may look back for its state."""

MAIN_SHARE = 0.5
"""Share of the article's mentions of states above which a bare institution is taken for the main state's."""

VERBS = frozenset({"VERB", "AUX"})

HOME_SHARE = 0.6
"""Share of the article's mentions of states above which an official without a state is one of the main state."""

OPPOSITION = "_OPP"

Actor = tuple[str, str, str | None]


class Coreference:
    """Completes ``doc.spans["entities"]``."""

    def __init__(self) -> None:
        self.known = knowledge.load()

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the mentions of one document in text order."""
        found = store.read(doc, store.ENTITIES)
        self._home_officials(doc, found)
        sentence_of, quoted = sentence_numbers(doc), quoted_words(doc)
        found += complete_surnames(doc, found)
        sets = find_sets(doc, found)
        sizes = {id(mention): size for mention, size in sets}
        found += [mention for mention, _ in sets]
        found += find_pronouns(doc, {i for mention in found for i in range(mention.start, mention.end)})
        found.sort(key=lambda m: (m.start, m.end))
        done: list[Mention] = []
        for mention in found:
            if mention.kind == "pronoun":
                mention.actors = antecedent(doc, mention, done, sentence_of, quoted)
                mention.name, mention.how = (mention.actors[0][1] if mention.actors else None), "pronoun"
            elif mention.kind == "pair":
                resolve_set(mention, sizes[id(mention)], done, doc[mention.start].sent.start)
            elif mention.kind == "role":
                self._role(doc, mention, done, sentence_of)
            done.append(mention)
        for mention in done:
            if mention.kind == "speaker":
                self._speaker(doc, mention, done)
        store.store(doc, store.ENTITIES, [m for m in done if m.actors or m.country or m.kind == "place"])
        return doc

    def _home_officials(self, doc: Doc, found: list[Mention]) -> None:
        """Give *le ministre de la Santé Zoé Omega* the state that most of the article is about."""
        codes = (code for m in found for code in (*map(base_code, m.codes), m.country))
        counts = Counter(code for code in codes if code in self.known.states)
        code, most = next(iter(counts.most_common(1)), (None, 0))
        if code is None or most / counts.total() <= HOME_SHARE:
            return
        for mention in found:
            is_office = cues.normal(doc[mention.start].text) in cues.group("home_office")
            is_open = mention.kind == "person" and mention.how == "apposition" and not mention.codes
            # A surname alone may be that of anybody whom the article has named before.
            if is_open and is_office and len(mention.actors[0][1].split()) > 1:
                mention.actors = tuple((actor_id, name, code) for actor_id, name, _ in mention.actors)
                mention.how = "main_state"

    def _role(self, doc: Doc, mention: Mention, done: list[Mention], sentence_of: list[int]) -> None:
        determiner = cues.normal(doc[mention.start - 1].text) if mention.start else ""
        if determiner in cues.group("possessive") and not mention.offices:
            self._counterpart(doc, mention, done)
        head = _head(doc, mention)
        if not mention.actors and determiner in cues.group("possessive") and head not in cues.group("other_party"):
            self._possessed(doc, mention, done, determiner)
        if len(mention.actors) == 1 and mention.actors[0][0] == mention.actors[0][2]:
            self._name_of_role(doc, mention, head, done)
        if mention.actors or determiner not in cues.group("definite") or self._is_another(doc, mention, head):
            return
        if head in cues.group("abstract_body") and not is_subject(doc, mention):
            return
        if head in cues.group("topic_noun") and mention.number == "s":
            self._set(mention, self._topic_state(doc, mention, done, sentence_of), "nearby")
        elif head in cues.group("local_body") and (code := self._state_here(doc, mention, done)) is not None:
            self._set(mention, code, "nearby")
        elif self._recall(doc, mention, head, done):
            return
        elif cues.normal(doc[mention.start].text) in cues.group("armed_noun"):
            self._set(mention, self._last_movement(done), "movement")
        elif mention.how == "body" and head in cues.group("state_body"):
            self._set(mention, self._nearby_state(mention, done, sentence_of), "nearby")

    @staticmethod
    def _recall(doc: Doc, mention: Mention, head: str, done: list[Mention]) -> bool:
        """Give a bare role the last one of the article with its office, or called by the same noun."""
        wanted = set(mention.offices) or (cues.group("minister_office") if head in cues.group("minister") else set())
        for earlier in reversed(done):
            if head in cues.group("any_leader") and earlier.kind == "person" and not earlier.codes:
                # *le dirigeant* may as well be somebody whom no lexicon knows.
                return False
            if len(earlier.codes) != 1 or len(earlier.actors) > 1 or earlier.number != mention.number:
                continue
            if earlier.gender and mention.gender and earlier.gender != mention.gender:
                continue
            same_office = bool(wanted & set(earlier.offices))
            # *la ministre des Armées* is not whom the article has introduced as some other minister.
            may_share = same_office or not mention.offices or mention.end - mention.start == 1
            same_head = may_share and earlier.label in ("ROLE", "PER") and _head(doc, earlier) == head
            if same_office or same_head:
                mention.actors, mention.name, mention.how = earlier.actors, earlier.name, "article"
                return True
        return False

    @staticmethod
    def _is_another(doc: Doc, mention: Mention, head: str) -> bool:
        """Tell whether a bare role is told apart from those of the article (*le chef de l'opposition*)."""
        if mention.how == "former" or head in cues.group("vehicle"):
            return True
        after = doc[mention.end] if mention.end < len(doc) else None
        if after is None or _is_name(after):
            return after is not None
        if mention.how == "body" and head in cues.group("state_body"):
            # *les forces de l'ordre*, *l'armée de l'air* are those of the state all the same.
            return False
        is_armed = cues.normal(doc[mention.start].text) in cues.group("armed_noun")
        # *les insurgés d'avoir…* is no *insurgés du Nord*.
        acts = after.i + 1 < len(doc) and doc[after.i + 1].pos_ in VERBS
        is_owned = cues.normal(after.text) in cues.group("of") and not acts
        return is_owned or (is_armed and after.pos_ == "ADJ")

    @staticmethod
    def _name_of_role(doc: Doc, mention: Mention, head: str, done: list[Mention]) -> None:
        """Give *le ministre israélien* the name of the Israeli whom the article has introduced as a minister."""
        for earlier in reversed(done):
            if earlier.label == "PER" and earlier.codes == mention.codes and _head(doc, earlier) == head:
                mention.actors, mention.name, mention.how = earlier.actors, earlier.name, "article"
                return

    def _set(self, mention: Mention, code: str | None, how: str) -> None:
        if code is not None:
            mention.actors = ((code, self.known.actor_name(code), code),)
            mention.name, mention.how = mention.actors[0][1], how

    def _last_movement(self, done: list[Mention]) -> str | None:
        """Return the movement that *les insurgés* are: the last one that the article has named."""
        for earlier in reversed(done):
            for code in earlier.codes:
                if code in self.known.groups or code.endswith(OPPOSITION):
                    return code
        return None

    def _nearby_state(self, mention: Mention, done: list[Mention], sentence_of: list[int]) -> str | None:
        """Return the state of a bare institution: that of the last sentences, else the one the article is about."""
        here = sentence_of[mention.start]
        counts: Counter[str] = Counter()
        for earlier in reversed(done):
            codes = [code for code in (*earlier.codes, earlier.country) if code in self.known.states]
            if codes and here - sentence_of[earlier.start] < BODY_REACH:
                return codes[0]
            counts.update(codes[:1])
        if not counts:
            return None
        code, most = counts.most_common(1)[0]
        return code if most / counts.total() > MAIN_SHARE else None

    def _state_here(self, doc: Doc, mention: Mention, done: list[Mention]) -> str | None:
        """Return the state of an institution that the sentence sets in a place (*à Londres, la police*)."""
        start = doc[mention.start].sent.start
        places = {m.country for m in done if m.start >= start and m.locative and m.country in self.known.states}
        return places.pop() if len(places) == 1 else None

    def _topic_state(self, doc: Doc, mention: Mention, done: list[Mention], sentence_of: list[int]) -> str | None:
        """Return the state that *le pays* is: the only one that the last sentences name, else the subject's."""
        here = sentence_of[mention.start]
        near = [earlier for earlier in done if here - sentence_of[earlier.start] < BODY_REACH]
        codes = {code for m in near for code in (*map(base_code, m.codes), m.country) if code in self.known.states}
        if len(codes) > 1 and (subject := subject_of(doc, mention.start, near)) is not None:
            codes &= set(map(base_code, subject.codes))
        return codes.pop() if len(codes) == 1 else None

    def _possessed(self, doc: Doc, mention: Mention, done: list[Mention], determiner: str) -> None:
        """Give *ses troupes*, *son pays*, *son ministre de la Défense* the state of the subject of the clause."""
        owner = subject_of(doc, mention.start, done)
        if owner is None:
            return
        actors = with_conjuncts(doc, owner, done)
        if _head(doc, mention) in cues.group("vehicle") and any(base_code(code) != code for code in owner.codes):
            # The plane of a pilot is none of the state's.
            return
        codes = list(dict.fromkeys(base_code(code) for _, _, code in actors if code))
        if not codes or (determiner in cues.group("singular_possessive")) != (len(codes) == 1):
            return
        suffix, day = CODE_SUFFIX.get(mention.how, ""), published_date(doc)
        owned: list[Actor] = []
        for code in codes:
            holder = None
            if mention.how == "official" and mention.number == "s":
                held = (self.known.holder(office, code, day) for office in mention.offices)
                holder = next((person for person in held if person is not None), None)
            suffixed = code + suffix if code in self.known.states else code
            name = self.known.actor_name(code)
            owned.append((holder.person_id, holder.name, code) if holder else (suffixed, name, suffixed))
        mention.actors, mention.name, mention.how = tuple(owned), owned[0][1], "possessive"

    def _counterpart(self, doc: Doc, mention: Mention, done: list[Mention]) -> None:
        """Name the holder of the office that the counterpart's other half holds (*son homologue russe*)."""
        if _head(doc, mention) not in cues.group("counterpart") or len(mention.codes) != 1:
            return
        code = mention.codes[0]
        day = published_date(doc)
        for earlier in reversed(done):
            if earlier.kind not in ("person", "role") or not earlier.offices or code in earlier.codes:
                continue
            for office in earlier.offices:
                if holder := self.known.holder(office, code, day):
                    mention.actors = ((holder.person_id, holder.name, code),)
                    mention.name, mention.how = holder.name, "counterpart"
                    return
            return

    @staticmethod
    def _speaker(doc: Doc, mention: Mention, done: list[Mention]) -> None:
        """Give *je* and *nous* within a quotation the one whom the sentence names as its speaker."""
        sent = doc[mention.start].sent
        for other in done:
            if not sent.start <= other.start < sent.end or other.kind == "speaker" or not other.actors:
                continue
            if is_quoted(doc, other.start):
                continue
            if _says(doc, other):
                mention.actors, mention.name, mention.how = other.actors, other.actors[0][1], "speaker"
                return


def _is_name(token: Token) -> bool:
    """Tell whether a word behind a bare role is the name of another body (*le cabinet Omega*)."""
    return token.text[:1].isupper() and token.pos_ == "PROPN" and not token.is_sent_start


def _says(doc: Doc, mention: Mention) -> bool:
    """Tell whether a mention is who says something; behind its verb the parser may take it for the object."""
    root = root_of(doc, mention)
    verb = root.head
    if verb.lemma_.lower() not in cues.group("report_verb"):
        return False
    inverted = root.dep_ == "obj" and root.i > verb.i and not any(c.dep_ in SUBJECTS for c in verb.children)
    return root.dep_ in SUBJECTS or inverted


def _head(doc: Doc, mention: Mention) -> str:
    """Return the role noun of a mention in folded letters, what stands before it (*ancien*) left out."""
    i = mention.start
    while i < mention.end - 1 and cues.normal(doc[i].text) in cues.group("former"):
        i += 1
    return fold(doc[i].lower_)


@Language.factory("depeche_coreference")
def create_coreference(nlp: Language, name: str) -> Coreference:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that resolves mentions within the article."""
    return Coreference()
