"""Finds the pronouns that may stand for an actor, and their antecedents; where none fits, a pronoun stays open."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipeline import cues
from pipeline.components.clauses import SUBJECTS, clause_verb, is_quoted, is_subject, root_of
from pipeline.components.mentions import Mention
from pipeline.components.reading import UNREAD
from pipeline.components.syntax import has_morph
from pipeline.components.words import normals

PRONOUN_REACH = 2
"""Sentences that a pronoun may look back; farther antecedents were wrong in most cases read."""

SUBJECT, DATIVE, STRESSED, DEMONSTRATIVE = "subject", "dative", "stressed", "demonstrative"
MAX_CLITICS = 3
PRONOUNS = ("first_person", "demonstrative_pronoun", "stressed_pronoun", "subject_pronoun", "dative_pronoun")
"""Groups of the words that may be one."""


Actor = tuple[str, str, str | None]


def find_pronouns(doc: Doc, taken: set[int]) -> list[Mention]:
    """Return the pronouns outside `taken`, each with its use in `how`, without whom they stand for."""
    extra = []
    candidates = frozenset[str]().union(*map(cues.group, PRONOUNS))
    for i, word in enumerate(normals(doc)):
        form = _bare(word)
        if form not in candidates or i in taken or doc[i].dep_ == UNREAD:
            continue
        token = doc[i]
        if form in cues.group("first_person"):
            extra.append(Mention(token.i, token.i + 1, "PRON", "speaker"))
            continue
        use = _use(doc, token, form)
        if use is None:
            continue
        plural = form in cues.group("plural_pronoun")
        feminine = form in cues.group("feminine_pronoun")
        gender = "f" if feminine else "" if use == DATIVE or plural else "m"
        start = token.i - 1 if _is_behind_demonstrative(doc, token) else token.i
        extra.append(
            Mention(start, token.i + 1, "PRON", "pronoun", number="p" if plural else "s", gender=gender, how=use)
        )
    return extra


def _bare(word: str) -> str:
    return word.lstrip("-").removeprefix("t-")


def _form(token: Token) -> str:
    return _bare(cues.normal(token.text))


def _use(doc: Doc, token: Token, form: str) -> str | None:
    """Return how a word is used as a pronoun; None if it is none, or stands for nothing."""
    before = doc[token.i - 1] if token.i else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if form in cues.group("demonstrative_pronoun"):
        # *ce dernier* is a pronoun where no noun follows.
        bare = "-" in form or (
            _is_behind_demonstrative(doc, token) and not (after is not None and after.pos_ in ("NOUN", "PROPN", "NUM"))
        )
        return DEMONSTRATIVE if bare else None
    if before is not None and before.pos_ == "ADP" and form in cues.group("stressed_pronoun"):
        aside = token.i > 1 and cues.normal(doc[token.i - 2].text) in cues.group("as_for")
        bare = not aside and cues.normal(before.text) not in cues.group("home")
        bare = bare and not (after and after.text.startswith("-"))
        return STRESSED if bare else None
    if form in cues.group("subject_pronoun"):
        return None if _is_impersonal(doc, token) else SUBJECT
    is_dative = form in cues.group("dative_pronoun") and token.pos_ == "PRON"
    return DATIVE if is_dative and after is not None and after.pos_ in ("VERB", "AUX") else None


def _is_behind_demonstrative(doc: Doc, token: Token) -> bool:
    bare = "-" not in token.text and cues.normal(token.text) in cues.group("demonstrative_pronoun")
    return bare and token.i > 0 and cues.normal(doc[token.i - 1].text) in cues.group("demonstrative")


def _is_impersonal(doc: Doc, token: Token) -> bool:
    """Tell whether *il* stands for nothing (*il y a deux ans*, *il faut*, *il est possible que*)."""
    if _form(token) not in cues.group("impersonal_pronoun"):
        return False
    i = token.i + 1
    for _ in range(MAX_CLITICS):
        if i >= len(doc) or cues.normal(doc[i].text) not in cues.group("clitic"):
            break
        if cues.normal(doc[i].text) in cues.group("there"):
            # *il y a deux ans*, but *il y a rencontré le ministre*
            verb = doc[min(i + 2, len(doc) - 1)]
            return cues.normal(verb.text) in cues.group("there_was") or not has_morph(verb, "VerbForm", "Part")
        i += 1
    # Inverted, the verb stands before (*faut-il*).
    verb = doc[token.i - 1] if token.text.startswith("-") and token.i else doc[min(i, len(doc) - 1)]
    # *il va falloir*, *il pourrait pleuvoir*: the infinitive says what the modal verb does not.
    heads = {verb, *(child for child in verb.children if child.dep_ == "xcomp"), *_infinitive_above(verb)}
    if token.dep_.startswith("expl"):
        heads.add(token.head)
    forms = {form for word in heads for form in (word.lemma_.lower(), cues.normal(word.text))}
    if forms & cues.group("impersonal_verb"):
        return True
    predicate = token.head if token.dep_ in (*SUBJECTS, "expl:subj") else verb
    return bool({predicate.lemma_.lower(), cues.normal(predicate.text)} & cues.group("impersonal_predicate"))


def _infinitive_above(verb: Token) -> Iterator[Token]:
    """Yield the infinitive that the parser hangs a modal verb on."""
    if verb.dep_.startswith("aux") and has_morph(verb.head, "VerbForm", "Inf"):
        yield verb.head


def antecedent(
    doc: Doc, pronoun: Mention, done: list[Mention], sentence_of: list[int], quoted: list[bool]
) -> tuple[Actor, ...]:
    """Return whom a pronoun stands for among the mentions before it; nobody where that is not sure.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        A parsed document.
    pronoun : Mention
        As `find_pronouns` gives it.
    done : list of Mention
        The mentions before it in text order, resolved.
    sentence_of : list of int
        For each word the number of its sentence.
    quoted : list of bool
        For each word whether it stands in a quotation.
    """
    here = sentence_of[pronoun.start]
    reach = [m for m in done if here - sentence_of[m.start] <= PRONOUN_REACH and m.actors]
    if pronoun.how == SUBJECT:
        reach = [m for m in reach if _same_voice(doc, m, pronoun, quoted)]
    if pronoun.how != SUBJECT:
        # A pronoun in the object is somebody else than the subject of its clause.
        own = {child.i for child in clause_verb(doc[pronoun.start]).children if child.dep_ in SUBJECTS}
        barred = {actor for m in reach if root_of(doc, m).i in own for actor in m.actors}
        reach = [m for m in reach if not barred.intersection(m.actors)]
    if pronoun.number == "p":
        return _plural(doc, pronoun, reach)
    return _singular(doc, pronoun, reach)


def _same_voice(doc: Doc, other: Mention, pronoun: Mention, quoted: list[bool]) -> bool:
    """Tell whether a subject pronoun may go back to a mention: who is spoken of in a quotation is not who speaks."""
    if quoted[pronoun.start] == quoted[other.start]:
        return True
    return not quoted[other.start] and not is_subject(doc, other)


def _singular(doc: Doc, pronoun: Mention, reach: list[Mention]) -> tuple[Actor, ...]:
    def fits(other: Mention) -> bool:
        if len(other.actors) != 1 or other.number != "s" or other.locative:
            return False
        return not (other.gender and pronoun.gender and other.gender != pronoun.gender)

    persons = [m for m in reach if fits(m) and _is_person(m)]
    subjects = [m for m in persons if is_subject(doc, m) == (pronoun.how != DEMONSTRATIVE)]
    chosen = (subjects or persons)[-1:]
    if pronoun.how in (DATIVE, STRESSED) and len({m.actors for m in persons}) > 1:
        # Of two persons before *lui*, it is either as often.
        return ()
    if not chosen or (pronoun.how in (SUBJECT, DEMONSTRATIVE) and _has_rival(doc, pronoun, chosen[0], reach)):
        return ()
    pronoun.gender = pronoun.gender or chosen[0].gender
    return chosen[0].actors


def _is_person(mention: Mention) -> bool:
    """Tell whether a mention is of a person; one of a body bears the id of its actor."""
    if mention.label == "PER" or mention.kind == "pronoun" or mention.how == "official":
        return True
    return mention.kind == "role" and mention.actors[0][0] != mention.actors[0][2]


def _has_rival(doc: Doc, pronoun: Mention, chosen: Mention, reach: list[Mention]) -> bool:
    """Tell whether a noun that is no actor stands between, so that the pronoun may mean that one."""
    word = doc[pronoun.start]
    says = pronoun.how == SUBJECT and (word.text.startswith("-") or _reports(word))
    known = {root_of(doc, m).i for m in reach}
    gender = "Fem" if pronoun.gender == "f" else "Masc"
    for token in doc[chosen.end : pronoun.start]:
        if token.i in known or is_quoted(doc, token.i):
            continue
        if token.dep_ not in SUBJECTS and pronoun.how != DEMONSTRATIVE:
            continue
        if has_morph(token, "Number", "Plur") != (pronoun.number == "p"):
            continue
        if token.pos_ == "PROPN" and token.dep_ in SUBJECTS:
            return True
        # Who says something further is a person, and one whom the text has let speak.
        fits = pronoun.number == "p" or has_morph(token, "Gender", gender)
        if token.pos_ == "NOUN" and fits and (not says or _reports(token)):
            return True
    return False


def _reports(subject: Token) -> bool:
    return subject.head.lemma_.lower() in cues.group("report_verb")


def _plural(doc: Doc, pronoun: Mention, reach: list[Mention]) -> tuple[Actor, ...]:
    plural: Mention | None = None
    for other in reversed(reach):
        subject = is_subject(doc, other)
        together = with_conjuncts(doc, other, reach) if subject and other.number == "s" else other.actors
        if subject and (other.number == "p" or len(together) > 1):
            return () if pronoun.how == SUBJECT and _has_rival(doc, pronoun, other, reach) else together
        if not subject and other.number == "p" and not other.locative:
            plural = plural or other
    if plural is None or (pronoun.how == SUBJECT and _has_rival(doc, pronoun, plural, reach)):
        return ()
    return plural.actors


def with_conjuncts(doc: Doc, mention: Mention, among: list[Mention]) -> tuple[Actor, ...]:
    """Return the actors of a mention and of what is coordinated with it (*Berlin et Paris*)."""
    root = root_of(doc, mention)
    joined = [m for m in among if root_of(doc, m).dep_ == "conj" and root_of(doc, m).head == root]
    return tuple(dict.fromkeys((*mention.actors, *(actor for m in joined for actor in m.actors))))
