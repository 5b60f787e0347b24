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
from pipeline.components.extensions import published_date
from pipeline.components.mentions import Mention
from pipeline.components.syntax import has_morph
from pipeline.names import fold

PRONOUN_REACH = 2
"""Sentences that a pronoun may look back; farther antecedents were wrong in most cases read."""

BODY_REACH = 2
"""Sentences that a bare institution (*le gouvernement*) may look back for its state."""

MAIN_SHARE = 0.5
"""Share of the article's mentions of states above which a bare institution is taken for the main state's."""

OPPOSITION = "_OPP"

Actor = tuple[str, str, str | None]
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


class Coreference:
    """Completes ``doc.spans["entities"]``."""

    def __init__(self) -> None:
        self.known = knowledge.load()

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the mentions of one document in text order."""
        found = store.read(doc, store.ENTITIES)
        sentence_of = _sentence_numbers(doc)
        self._surnames(doc, found)
        found += self._pairs(doc, found)
        found += self._pronoun_mentions(doc, found)
        found.sort(key=lambda m: (m.start, m.end))
        done: list[Mention] = []
        for mention in found:
            if mention.kind == "pronoun":
                self._pronoun(doc, mention, done, sentence_of)
            elif mention.kind == "pair":
                self._pair(mention, done)
            elif mention.kind == "role":
                self._role(doc, mention, done, sentence_of)
            done.append(mention)
        for mention in done:
            if mention.kind == "speaker":
                self._speaker(doc, mention, done)
        store.store(doc, store.ENTITIES, [m for m in done if m.actors or m.country or m.kind == "place"])
        return doc

    def _surnames(self, doc: Doc, found: list[Mention]) -> None:
        """Give the surname alone what the article says of the full name, wherever it says it."""
        introduced: dict[str, tuple[Actor, Mention]] = {}
        for mention in found:
            if mention.kind == "person" and mention.actors and mention.actors[0][2]:
                surname = fold(doc[mention.end - 1].lower_)
                known = introduced.get(surname)
                if known is None or len(mention.actors[0][1]) > len(known[0][1]):
                    introduced[surname] = (mention.actors[0], mention)
        for mention in found:
            if mention.kind != "person" or mention.how not in ("ner", "honorific"):
                continue
            entry = introduced.get(fold(doc[mention.end - 1].lower_))
            if entry is not None and _may_be(doc, mention, entry[0][1]):
                mention.actors = (entry[0],)
                mention.name = entry[0][1]
                mention.offices = entry[1].offices
                mention.gender = mention.gender or entry[1].gender
                mention.how = "article"

    def _pairs(self, doc: Doc, found: list[Mention]) -> list[Mention]:
        """Find *les deux présidents*, *les trois pays*; the bare role inside is taken over."""
        pairs = []
        normal = [cues.normal(token.text) for token in doc]
        counts = {**dict.fromkeys(cues.group("two"), 2), **dict.fromkeys(cues.group("three"), 3)}
        for i in range(1, len(doc) - 1):
            size = counts.get(normal[i])
            if size is None or normal[i - 1] not in cues.group("definite"):
                continue
            end = next((j for j in (i + 1, i + 2) if j < len(doc) and normal[j] in cues.group("pair_noun")), None)
            if end is None:
                continue
            inside = [m for m in found if m.start >= i and m.start <= end]
            if any(m.actors for m in inside):
                continue
            for mention in inside:
                found.remove(mention)
            persons = normal[end] in cues.group("person_noun")
            pairs.append(
                Mention(i - 1, end + 1, "ROLE", "pair", number="p", how="person" if persons else "actor",
                        offices=(str(size),))
            )  # fmt: skip
        return pairs

    def _pair(self, mention: Mention, done: list[Mention]) -> None:
        size = int(mention.offices[0])
        persons = mention.how == "person"
        counts: Counter[Actor] = Counter()
        last: dict[Actor, int] = {}
        for rank, earlier in enumerate(done):
            if (
                earlier.kind == "pronoun"
                or earlier.locative
                or (persons and earlier.label != "PER" and earlier.kind != "role")
            ):
                continue
            for actor_id, name, code in earlier.actors:
                if code and (persons or code in self.known.states or code in self.known.groups):
                    actor: Actor = (actor_id, name, code) if persons else (code, self.known.actor_name(code), code)
                    counts[actor] += 1
                    last[actor] = rank
        chosen: dict[str | None, Actor] = {}
        for actor in sorted(counts, key=lambda a: (-counts[a], -last[a])):
            chosen.setdefault(actor[2], actor)
        mention.offices = ()
        if len(chosen) >= size:
            mention.actors = tuple(list(chosen.values())[:size])
            mention.name = mention.actors[0][1]
        mention.how = "pair"

    def _role(self, doc: Doc, mention: Mention, done: list[Mention], sentence_of: list[int]) -> None:
        determiner = cues.normal(doc[mention.start - 1].text) if mention.start else ""
        if determiner in cues.group("possessive") and not mention.offices:
            self._counterpart(doc, mention, done)
        head = fold(doc[mention.start].lower_)
        if len(mention.actors) == 1 and mention.actors[0][0] == mention.actors[0][2]:
            self._name_of_role(doc, mention, head, done)
        if mention.actors or determiner not in cues.group("definite"):
            return
        wanted = set(mention.offices)
        for earlier in reversed(done):
            if len(earlier.codes) != 1 or len(earlier.actors) > 1 or earlier.number != mention.number:
                continue
            if earlier.gender and mention.gender and earlier.gender != mention.gender:
                continue
            same_office = bool(wanted & set(earlier.offices))
            same_head = earlier.label in ("ROLE", "PER") and fold(doc[earlier.start].lower_) == head
            if same_office or same_head:
                mention.actors, mention.name, mention.how = earlier.actors, earlier.name, "article"
                return
        if cues.normal(doc[mention.start].text) in cues.group("armed_noun"):
            self._set(mention, self._last_movement(done), "movement")
        elif mention.how == "body" and head in cues.group("state_body"):
            self._set(mention, self._nearby_state(mention, done, sentence_of), "nearby")

    @staticmethod
    def _name_of_role(doc: Doc, mention: Mention, head: str, done: list[Mention]) -> None:
        """Give *le ministre israélien* the name of the Israeli whom the article has introduced as a minister."""
        for earlier in reversed(done):
            if earlier.label == "PER" and earlier.codes == mention.codes and fold(doc[earlier.start].lower_) == head:
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

    def _counterpart(self, doc: Doc, mention: Mention, done: list[Mention]) -> None:
        """Name the holder of the office that the counterpart's other half holds (*son homologue russe*)."""
        if fold(doc[mention.start].lower_) not in cues.group("counterpart") or len(mention.codes) != 1:
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

    def _pronoun_mentions(self, doc: Doc, found: list[Mention]) -> list[Mention]:
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        wanted = cues.group("subject_pronoun")
        extra = []
        for token in doc:
            form = cues.normal(token.text).lstrip("-").removeprefix("t-")
            if token.i in taken or token.dep_.startswith("expl") or _is_impersonal(doc, token):
                continue
            if form in cues.group("first_person"):
                extra.append(Mention(token.i, token.i + 1, "PRON", "speaker"))
                continue
            if form not in wanted:
                continue
            plural = form in cues.group("plural_pronoun")
            gender = "f" if has_morph(token, "Gender", "Fem") else "m"
            extra.append(Mention(token.i, token.i + 1, "PRON", "pronoun", number="p" if plural else "s", gender=gender))
        return extra

    def _pronoun(self, doc: Doc, mention: Mention, done: list[Mention], sentence_of: list[int]) -> None:
        here = sentence_of[mention.start]
        reach = [m for m in done if here - sentence_of[m.start] <= PRONOUN_REACH and m.actors]
        if mention.number == "p":
            chosen = self._plural_antecedent(doc, reach)
        else:
            chosen = self._singular_antecedent(doc, mention, reach)
        if chosen:
            mention.actors, mention.name, mention.how = chosen, chosen[0][1], "pronoun"

    @staticmethod
    def _speaker(doc: Doc, mention: Mention, done: list[Mention]) -> None:
        """Give *je* and *nous* within a quotation the one whom the sentence names as its speaker."""
        sent = doc[mention.start].sent
        for other in done:
            if not sent.start <= other.start < sent.end or other.kind == "speaker" or not other.actors:
                continue
            root = _root(doc, other)
            if root.dep_ in SUBJECTS and root.head.lemma_.lower() in cues.group("report_verb"):
                mention.actors, mention.name, mention.how = other.actors, other.actors[0][1], "speaker"
                return

    @staticmethod
    def _singular_antecedent(doc: Doc, mention: Mention, reach: list[Mention]) -> tuple[Actor, ...]:
        def fits(other: Mention) -> bool:
            if len(other.actors) != 1 or other.number != "s" or other.locative:
                return False
            return not (other.gender and other.gender != mention.gender)

        persons = [m for m in reach if fits(m) and (m.label == "PER" or m.kind in ("role", "pronoun"))]
        subjects = [m for m in persons if _is_subject(doc, m)]
        for candidates in (subjects, persons):
            if candidates:
                return candidates[-1].actors
        return ()

    @staticmethod
    def _plural_antecedent(doc: Doc, reach: list[Mention]) -> tuple[Actor, ...]:
        plural: tuple[Actor, ...] = ()
        for other in reversed(reach):
            if not _is_subject(doc, other):
                if other.number == "p" and not other.locative:
                    plural = plural or other.actors
                continue
            if other.number == "p":
                return other.actors
            joined = [m for m in reach if _root(doc, m).head == _root(doc, other) and _root(doc, m).dep_ == "conj"]
            if joined:
                return tuple(dict.fromkeys((*other.actors, *(a for m in joined for a in m.actors))))
        return plural


def _is_impersonal(doc: Doc, token: Token) -> bool:
    """Tell whether *il* stands for nothing (*il y a deux ans*)."""
    return token.i + 1 < len(doc) and cues.normal(doc[token.i + 1].text) in cues.group("there")


def _may_be(doc: Doc, mention: Mention, name: str) -> bool:
    """Tell whether a full name may be that of a known person: not if the given names differ (*Michelle Obama*)."""
    return mention.end - mention.start == 1 or fold(doc[mention.start].lower_) == fold(
        name.split(maxsplit=1)[0].lower()
    )


def _root(doc: Doc, mention: Mention) -> Token:
    return doc[mention.start : mention.end].root


def _is_subject(doc: Doc, mention: Mention) -> bool:
    return _root(doc, mention).dep_ in SUBJECTS


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers, current = [], -1
    for token in doc:
        current += token.is_sent_start is True or token.i == 0
        numbers.append(current)
    return numbers


@Language.factory("depeche_coreference")
def create_coreference(nlp: Language, name: str) -> Coreference:  # noqa: ARG001  the factory's signature is spaCy's
    """Build the component that resolves mentions within the article."""
    return Coreference()
