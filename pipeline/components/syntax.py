"""Reads the dependency tree around a trigger as slots: subject, object, dative, adjective, possessive, prep:WORD.

The French model follows Universal Dependencies. Passives, relatives, participles, infinitives and coordinated
verbs are brought to the form of the plain active sentence, so that a frame needs one line and not ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from pipeline import cues

Slots = dict[str, list[Token]]
OBLIQUES = frozenset(
    {"obl", "obl:arg", "obl:mod", "nmod", "obl:agent", "advmod", "dep", "xcomp", "iobj", "obj", "appos"}
)
CARRIERS = frozenset({"obj", "obl:arg", "obl:mod", "nmod"})
"""Relations of the phrases of a verb on which the parser may hang the next phrase by mistake."""

PASSIVE_MARKS = frozenset({"aux:pass", "nsubj:pass"})
SHARED_SUBJECT = frozenset({"xcomp", "conj", "advcl", "ccomp", "acl"})
MAX_CLIMB = 3
"""Verbs that an unexpressed subject may be looked for above the trigger."""

ATTRIBUTES = frozenset({"nmod", "obl:arg", "obl:mod", "obl:agent", "obl", "appos"})
"""Relations of the phrases under a noun."""

INVERTING = frozenset({",", '"', "»", "”", "?", "!"})
"""Signs between a quotation and the verb of saying that follows it (*…, a averti le ministre*)."""

SUPPORTED = frozenset({"obj", "obl:arg", "obl:mod", "nsubj", "nsubj:pass", "xcomp", "obl", "iobj"})


def has_morph(token: Token, field: str, value: str) -> bool:
    """Tell whether a token's morphology has a value in a field (``Tense``, ``Fut``)."""
    return value in token.morph.get(field, [])


def case_of(token: Token) -> str | None:
    """Return the preposition that governs a noun, in its plain form (*auprès de*, *à*), or None."""
    for child in token.lefts:
        if child.dep_ == "case" or (child.dep_ == "mark" and child.pos_ == "ADP"):
            words = [cues.normal(child.text), *(cues.normal(c.text) for c in child.rights if c.dep_ == "fixed")]
            joined = cues.preposition(" ".join(words))
            if joined == words[0]:
                return cues.preposition(words[0])
            return joined
    return None


def preposition_before(doc: Doc, start: int) -> str:
    """Return the preposition that stands before a phrase, its determiners skipped; empty where none does."""
    i = start - 1
    while i >= 0 and cues.normal(doc[i].text) in cues.group("determiner"):
        # *des*, *du*, *aux* are preposition and determiner in one.
        if doc[i].pos_ == "ADP":
            break
        i -= 1
    if i < 0 or doc[i].pos_ != "ADP":
        return ""
    return cues.preposition(cues.normal(doc[i].text))


def conjuncts(token: Token) -> Iterator[Token]:
    """Yield a token and what is coordinated with it."""
    yield token
    for child in token.children:
        if child.dep_ == "conj":
            yield from conjuncts(child)


def _is_reflexive(verb: Token) -> bool:
    return any(c.dep_.startswith("expl") and cues.normal(c.text) in cues.group("reflexive") for c in verb.children)


def _has_active_auxiliary(verb: Token) -> bool:
    """Tell whether a compound tense is active whatever the parser says: *avoir* is its only auxiliary."""
    auxiliaries = [child for child in verb.children if child.dep_.startswith("aux")]
    return len(auxiliaries) == 1 and auxiliaries[0].lemma_.lower() in cues.group("active_auxiliary")


def is_passive(token: Token) -> bool:
    """Tell whether a verb form is passive: it has a passive auxiliary, or is a bare past participle on a noun."""
    if _is_reflexive(token):
        return False
    if any(child.dep_ in PASSIVE_MARKS for child in token.children) and not _has_active_auxiliary(token):
        return True
    is_participle = has_morph(token, "VerbForm", "Part") and has_morph(token, "Tense", "Past")
    return is_participle and not any(child.dep_ == "aux:tense" for child in token.children)


def _subjects(verb: Token) -> tuple[list[Token], bool]:
    """Return the expressed subjects of a verb and whether they are those of a passive."""
    plain = [child for child in verb.children if child.dep_ == "nsubj"]
    passive = [child for child in verb.children if child.dep_ == "nsubj:pass"]
    return (plain, False) if plain else (passive, True)


def _antecedent(token: Token, verb: Token) -> Token:
    """Return the noun that a relative pronoun stands for."""
    if cues.normal(token.text) in cues.group("relative") and verb.dep_ in ("acl:relcl", "acl"):
        return verb.head
    return token


def _fill_verb(token: Token, slots: Slots) -> None:
    passive = is_passive(token)
    for child in token.children:
        _fill_from_child(child, token, passive, slots)
    if not slots["subject"] and not passive and _is_inverted(token):
        slots["subject"], slots["object"] = slots["object"], []
    if not slots["object" if passive else "subject"]:
        _implied_subject(token, slots, passive)


def _fill_from_child(child: Token, verb: Token, passive: bool, slots: Slots) -> None:
    if child.dep_ in ("nsubj", "nsubj:pass"):
        slots["object" if passive else "subject"].append(_antecedent(child, verb))
    elif _is_inverted_pronoun(child) and not any(c.dep_ in ("nsubj", "nsubj:pass") for c in verb.children):
        slots["object" if passive else "subject"].append(child)
    elif child.dep_ == "obl:agent":
        slots["subject"].append(child)
    elif child.dep_ == "iobj" and child.pos_ == "PRON":
        slots["dative"].append(child)
    elif child.dep_ in OBLIQUES:
        case = case_of(child)
        if case is not None:
            slots[f"prep:{case}"].append(child)
            if passive and case in cues.group("agent"):
                slots["subject"].append(child)
        elif child.dep_ == "obj":
            slots["object"].append(_antecedent(child, verb))
    if child.dep_ in CARRIERS:
        # The parser hangs *contre X* on the preceding noun as often as on the verb.
        _fill_prepositions(child, ("nmod",), slots)


def _fill_prepositions(noun: Token, deps: tuple[str, ...], slots: Slots) -> None:
    """Add the prepositional phrases of a noun below the trigger, those under a plain *de* excepted."""
    for child in noun.children:
        case = case_of(child) if child.dep_ in deps else None
        if case is not None and case not in cues.group("plain_of"):
            slots[f"prep:{case}"].append(child)


def _is_inverted_pronoun(token: Token) -> bool:
    """Tell whether a word is the subject pronoun behind its verb (*a-t-il dit*), an expletive for the parser."""
    return token.dep_ == "expl:subj" and token.text.startswith("-")


def _is_inverted(verb: Token) -> bool:
    """Tell whether a verb closes a quotation, so that what the parser takes for its object is the speaker."""
    if any(child.dep_ == "xcomp" and has_morph(child, "VerbForm", "Inf") for child in verb.children):
        return False  # *…, a appelé Paris à se retirer*: who is asked to do something does not speak
    before = [child.i for child in verb.children if child.dep_.startswith(("aux", "expl")) and child.i < verb.i]
    first = min(before, default=verb.i)
    if first == 0 or not any(has_morph(t, "VerbForm", "Fin") for t in (verb, *verb.children)):
        return False
    return verb.doc[first - 1].text in INVERTING


def _implied_subject(token: Token, slots: Slots, passive: bool) -> None:
    """Find the subject of an infinitive, a participle or a coordinated verb above it."""
    verb = token
    for _ in range(MAX_CLIMB):
        head = verb.head
        if head.i == verb.i:
            return
        if verb.dep_ in ("acl", "amod") and head.pos_ in ("NOUN", "PROPN", "PRON"):
            of_clause = [] if passive else _clause_subjects(verb)
            slots["object" if passive else "subject"].extend(of_clause or [head])
            return
        if verb.dep_ not in SHARED_SUBJECT:
            return
        found, of_passive = _subjects(head)
        if found:
            slot = "object" if passive and verb.i == token.i else "subject"
            if not (of_passive and verb.dep_ == "conj" and not passive):
                slots[slot].extend(_antecedent(subject, head) for subject in found)
            return
        verb = head


def _clause_subjects(participle: Token) -> list[Token]:
    """Return the subjects of the clause that a present participle behind a comma accompanies (*…, dénonçant Paris*).

    The parser hangs it on the last noun before the comma, which seldom is the one who acts.
    """
    present = has_morph(participle, "VerbForm", "Part") and has_morph(participle, "Tense", "Pres")
    if not present or participle.i == 0 or participle.doc[participle.i - 1].text != ",":
        return []
    verb = participle.head
    while verb.head.i != verb.i and (verb.pos_ not in ("VERB", "AUX") or has_morph(verb, "VerbForm", "Inf")):
        verb = verb.head
    return [_antecedent(subject, verb) for subject in _subjects(verb)[0] if subject.i < participle.i]


def _fill_noun(token: Token, slots: Slots, supported: bool = True) -> None:
    for child in token.children:
        if child.dep_ in ("amod", "compound"):
            slots["adjective"].append(child)
        elif child.dep_ in ATTRIBUTES:
            case = case_of(child)
            if case is not None or child.dep_ == "nmod":
                slots["adjective" if case is None else f"prep:{case}"].append(child)
            # *l'annexion du Koweït par l'Irak*: the parser hangs the second phrase on the first.
            if case in cues.group("plain_of"):
                _fill_prepositions(child, ("nmod", "obl:arg", "obl:agent"), slots)
        elif child.dep_ == "acl":
            # *des frappes menées par Paris contre l'EI*
            _fill_prepositions(child, ("obl:agent", "obl:arg", "obl:mod", "nmod"), slots)
        elif child.dep_ == "det" and cues.normal(child.text) in cues.group("possessive"):
            slots["possessive"].append(child)
    head = token.head
    if token.dep_ == "obl:agent" and is_passive(head):
        # *L'Égypte a été visée par des attaques*: who suffers the verb suffers the noun.
        slots["object"].extend(subject for subject in _subjects(head)[0] if subject.i != token.i)
    if supported and token.dep_ in SUPPORTED and head.i != token.i and head.pos_ in ("VERB", "AUX"):
        _fill_from_support(token, head, slots)


def _fill_from_support(noun: Token, verb: Token, slots: Slots) -> None:
    """Add the slots of the verb that a noun depends on (*Paris a mené des frappes contre l'EI*)."""
    above: Slots = defaultdict(list)
    _fill_verb(verb, above)
    subjects = above["subject"]
    if is_passive(verb) and noun.dep_ not in ("nsubj", "nsubj:pass"):
        subjects = above["object"] + subjects
    slots["subject"].extend(t for t in subjects if t.i != noun.i)
    for slot, tokens in above.items():
        if slot.startswith("prep:") or slot == "dative":
            slots[slot].extend(t for t in tokens if t.i != noun.i)


def slots_of(words: Sequence[Token], pos: str) -> Slots:
    """Return the tokens that fill each slot around a trigger.

    Parameters
    ----------
    words : sequence of spacy.tokens.Token
        The trigger's words; the slots of all of them are read, since the parser may hang *contre l'Iran* on any of
        *projet de résolution*.
    pos : str
        ``VERB`` or ``NOUN``: how the rule reads the trigger, whatever the tagger says.

    Returns
    -------
    dict of str to list of Token
        Heads of the phrases, coordinated ones included.
    """
    slots: Slots = defaultdict(list)
    anchor = words[0]
    if pos == "VERB":
        _fill_verb(anchor, slots)
    else:
        _fill_noun(anchor, slots)
    for word in words[1:]:
        if word.pos_ in ("NOUN", "PROPN"):
            _fill_noun(word, slots, supported=False)
    return {
        slot: list({t.i: t for head in heads for t in conjuncts(head)}.values())
        for slot, heads in slots.items()
        if heads
    }
