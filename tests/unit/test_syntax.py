"""Slots around a trigger: what each construction of French is brought to."""

from __future__ import annotations

import pytest

from docs import make_doc, span, token
from pipeline.components.syntax import case_of, conjuncts, is_passive, preposition_before, slots_of

ACCUSE = "accuse/VERB///accuser/pres"
PAST = "a/AUX/aux:tense/accusé/avoir/pres accusé/VERB///accuser/part"
PASSIVE = "a/AUX/aux:tense/accusé/avoir/pres été/AUX/aux:pass/accusé/être/part accusé/VERB///accuser/part"

# id: (sentence, trigger, slots expected among those found)
VERBS = {
    "active": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse", "accuse",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "compound past is no passive": (
        f"Paris/PROPN/nsubj/accusé {PAST} Moscou/PROPN/obj/accusé", "accusé",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "passive with agent": (
        f"Moscou/PROPN/nsubj:pass/accusé {PASSIVE} par/ADP/case/Paris Paris/PROPN/obl:agent/accusé", "accusé",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "passive whose agent is filed as oblique": (
        f"Moscou/PROPN/nsubj:pass/accusé {PASSIVE} par/ADP/case/Paris Paris/PROPN/obl:mod/accusé", "accusé",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "passive whose subject is filed as active": (
        f"Moscou/PROPN/nsubj/accusé {PASSIVE}", "accusé", {"object": ["Moscou"]},
    ),
    "participle on a noun": (
        "Moscou/PROPN accusé/VERB/acl/Moscou/accuser/part", "accusé", {"object": ["Moscou"]},
    ),
    "present participle on a noun": (
        "Paris/PROPN accusant/VERB/acl/Paris/accuser/ger Moscou/PROPN/obj/accusant", "accusant",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "relative pronoun as subject": (
        f"Paris/PROPN qui/PRON/nsubj/accuse {ACCUSE.replace('///', '/acl:relcl/Paris/')} Moscou/PROPN/obj/accuse",
        "accuse", {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "relative pronoun as object": (
        f"Moscou/PROPN que/PRON/obj/accuse Paris/PROPN/nsubj/accuse {ACCUSE.replace('///', '/acl:relcl/Moscou/')}",
        "accuse", {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "coordinated subjects": (
        f"Paris/PROPN/nsubj/accuse et/CCONJ/cc/Berlin Berlin/PROPN/conj/Paris {ACCUSE} Moscou/PROPN/obj/accuse",
        "accuse", {"subject": ["Paris", "Berlin"], "object": ["Moscou"]},
    ),
    "coordinated objects": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse et/CCONJ/cc/Minsk Minsk/PROPN/conj/Moscou",
        "accuse", {"subject": ["Paris"], "object": ["Moscou", "Minsk"]},
    ),
    "subject shared by coordinated verbs": (
        f"Paris/PROPN/nsubj/salue salue/VERB///saluer/pres Rome/PROPN/obj/salue et/CCONJ/cc/accuse "
        f"{ACCUSE.replace('///', '/conj/salue/')} Moscou/PROPN/obj/accuse", "accuse",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "subject shared within a relative clause": (
        f"Paris/PROPN qui/PRON/nsubj/salue salue/VERB/acl:relcl/Paris/saluer/pres Rome/PROPN/obj/salue "
        f"et/CCONJ/cc/accuse {ACCUSE.replace('///', '/conj/salue/')} Moscou/PROPN/obj/accuse", "accuse",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "a passive's subject is no subject of the active verb beside it": (
        f"Rome/PROPN/nsubj:pass/salué est/AUX/aux:pass/salué/être/pres salué/VERB///saluer/part et/CCONJ/cc/accuse "
        f"{ACCUSE.replace('///', '/conj/salué/')} Moscou/PROPN/obj/accuse", "accuse",
        {"object": ["Moscou"]},
    ),
    "infinitive under a verb": (
        "Paris/PROPN/nsubj/veut veut/VERB///vouloir/pres accuser/VERB/xcomp/veut//inf Moscou/PROPN/obj/accuser",
        "accuser", {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "infinitive two verbs down": (
        "Paris/PROPN/nsubj/dit dit/VERB///dire/pres vouloir/VERB/xcomp/dit//inf accuser/VERB/xcomp/vouloir//inf "
        "Moscou/PROPN/obj/accuser", "accuser", {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "participle clause beside a verb": (
        "Paris/PROPN/nsubj/réagit réagit/VERB///réagir/pres accusant/VERB/advcl/réagit/accuser/ger "
        "Moscou/PROPN/obj/accusant", "accusant", {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "clitic dative": (
        "Paris/PROPN/nsubj/parle lui/PRON/iobj/parle parle/VERB///parler/pres", "parle",
        {"subject": ["Paris"], "dative": ["lui"]},
    ),
    "reflexive pronoun fills nothing": (
        "Paris/PROPN/nsubj/retire se/PRON/expl:comp/retire retire/VERB///retirer/pres", "retire",
        {"subject": ["Paris"]},
    ),
    "speaker behind a quotation": (
        f"Moscou/PROPN/nsubj/ment ment/VERB/ccomp/accusé/mentir/pres ,/PUNCT/punct/accusé {PAST} "
        "Paris/PROPN/obj/accusé", "accusé", {"subject": ["Paris"]},
    ),
    "an object that is to act is no speaker": (
        f"pluie/NOUN/dep/accusé ,/PUNCT/punct/accusé {PAST} Moscou/PROPN/obj/accusé à/ADP/mark/partir "
        "partir/VERB/xcomp/accusé/partir/inf", "accusé", {"object": ["Moscou"], "prep:à": ["partir"]},
    ),
    "pronoun behind its verb": (
        f"Rome/PROPN/obj/accuse ,/PUNCT/punct/accuse {ACCUSE} -t-il/PRON/expl:subj/accuse", "accuse",
        {"subject": ["-t-il"], "object": ["Rome"]},
    ),
    "participle behind a comma": (
        "Paris/PROPN/nsubj/salue salue/VERB///saluer/pres accord/NOUN/obj/salue ,/PUNCT/punct/accusant "
        "accusant/VERB/acl/accord/accuser/ger Moscou/PROPN/obj/accusant", "accusant",
        {"subject": ["Paris"], "object": ["Moscou"]},
    ),
    "preposition in its plain form": (
        "Paris/PROPN/nsubj/parle parle/VERB///parler/pres au/ADP/case/Caire Caire/PROPN/obl:arg/parle", "parle",
        {"subject": ["Paris"], "prep:à": ["Caire"]},
    ),
    "preposition of several words": (
        "Paris/PROPN/nsubj/proteste proteste/VERB///protester/pres auprès/ADP/case/Moscou de/ADP/fixed/auprès "
        "Moscou/PROPN/obl:arg/proteste", "proteste", {"subject": ["Paris"], "prep:auprès de": ["Moscou"]},
    ),
    "phrase that the parser hangs on the object": (
        "Paris/PROPN/nsubj/prend prend/VERB///prendre/pres mesures/NOUN/obj/prend contre/ADP/case/Moscou "
        "Moscou/PROPN/nmod/mesures", "prend",
        {"subject": ["Paris"], "object": ["mesures"], "prep:contre": ["Moscou"]},
    ),
    "of-phrase of the object stays within it": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} chef/NOUN/obj/accuse de/ADP/case/Rome Rome/PROPN/nmod/chef", "accuse",
        {"subject": ["Paris"], "object": ["chef"]},
    ),
}  # fmt: skip

NOUNS = {
    "demonym and preposition": (
        "frappes/NOUN russes/ADJ/amod/frappes contre/ADP/case/Damas Damas/PROPN/nmod/frappes", "frappes",
        {"adjective": ["russes"], "prep:contre": ["Damas"]},
    ),
    "coordinated names under one preposition": (
        "rencontre/NOUN entre/ADP/case/Paris Paris/PROPN/nmod/rencontre et/CCONJ/cc/Rome Rome/PROPN/conj/Paris",
        "rencontre", {"prep:entre": ["Paris", "Rome"]},
    ),
    "possessive": ("leur/DET/det/rencontre rencontre/NOUN", "rencontre", {"possessive": ["leur"]}),
    "article is no possessive": ("la/DET/det/rencontre rencontre/NOUN", "rencontre", {}),
    "object of a support verb": (
        "Moscou/PROPN/nsubj/mène mène/VERB///mener/pres offensive/NOUN/obj/mène contre/ADP/case/Damas "
        "Damas/PROPN/obl:mod/mène", "offensive", {"subject": ["Moscou"], "prep:contre": ["Damas"]},
    ),
    "subject of a passive support verb": (
        "offensive/NOUN/nsubj:pass/menée est/AUX/aux:pass/menée/être/pres menée/VERB///mener/part par/ADP/case/Moscou "
        "Moscou/PROPN/obl:agent/menée", "offensive", {"subject": ["Moscou"]},
    ),
    "dative of a support verb": (
        "Paris/PROPN/nsubj/apporte lui/PRON/iobj/apporte apporte/VERB///apporter/pres soutien/NOUN/obj/apporte",
        "soutien", {"subject": ["Paris"], "dative": ["lui"]},
    ),
    "a noun under a preposition is no phrase of its own": (
        "Moscou/PROPN/nsubj/procède procède/VERB///procéder/pres à/ADP/case/frappes frappes/NOUN/obl:arg/procède "
        "sur/ADP/case/Damas Damas/PROPN/obl:mod/procède", "frappes", {"subject": ["Moscou"], "prep:sur": ["Damas"]},
    ),
    "a noun hung on a noun has no support verb": (
        "Paris/PROPN/nsubj/évoque évoque/VERB///évoquer/pres fin/NOUN/obj/évoque de/ADP/case/offensive "
        "offensive/NOUN/nmod/fin", "offensive", {},
    ),
}  # fmt: skip


def slots(sentence: str, trigger: str, pos: str) -> dict[str, list[str]]:
    """Return the words that fill each slot around the words of a trigger."""
    found = slots_of(list(span(make_doc(sentence), trigger)), pos)
    return {slot: [t.text for t in tokens] for slot, tokens in found.items()}


@pytest.mark.parametrize(("sentence", "trigger", "expected"), VERBS.values(), ids=VERBS.keys())
def test_slots_of_a_verb(sentence: str, trigger: str, expected: dict[str, list[str]]) -> None:
    found = slots(sentence, trigger, "VERB")
    # An agent stands under its preposition too: frames read either.
    found.pop("prep:par", None)
    assert found == expected


@pytest.mark.parametrize(("sentence", "trigger", "expected"), NOUNS.values(), ids=NOUNS.keys())
def test_slots_of_a_noun(sentence: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert slots(sentence, trigger, "NOUN") == expected


def test_participle_on_a_noun_with_its_agent() -> None:
    sentence = "Moscou/PROPN accusé/VERB/acl/Moscou/accuser/part par/ADP/case/Paris Paris/PROPN/obl:agent/accusé"
    found = slots(sentence, "accusé", "VERB")
    assert (found.get("subject"), found.get("object")) == (["Paris"], ["Moscou"])


def test_each_token_fills_a_slot_once() -> None:
    sentence = (
        "Moscou/PROPN/nsubj/mène mène/VERB///mener/pres offensive/NOUN/obj/mène contre/ADP/case/Damas "
        "Damas/PROPN/nmod/offensive"
    )
    assert slots(sentence, "offensive", "NOUN")["prep:contre"] == ["Damas"]


def test_a_rule_decides_how_a_word_is_read() -> None:
    sentence = "Paris/PROPN/nsubj/attaque attaque/VERB///attaquer/pres Rome/PROPN/obj/attaque"
    assert slots(sentence, "attaque", "VERB") == {"subject": ["Paris"], "object": ["Rome"]}
    assert slots(sentence, "attaque", "NOUN") == {}


def test_every_word_of_a_trigger_is_read() -> None:
    sentence = (
        "projet/NOUN russe/ADJ/amod/projet de/ADP/case/résolution résolution/NOUN/nmod/projet contre/ADP/case/Rome "
        "Rome/PROPN/nmod/résolution"
    )
    found = slots(sentence, "projet russe de résolution", "NOUN")
    assert (found["adjective"], set(found["prep:contre"])) == (["russe"], {"Rome"})


CASES = {
    "plain": ("contre/ADP/case/Rome Rome/PROPN", "contre"),
    "contracted": ("aux/ADP/case/Bahamas Bahamas/PROPN", "à"),
    "elided": ("d'/ADP/case/Oman Oman/PROPN", "de"),
    "typographic apostrophe": ("d’/ADP/case/Oman Oman/PROPN", "de"),
    "capital": ("Contre/ADP/case/Rome Rome/PROPN", "contre"),
    "fixed phrase": ("auprès/ADP/case/Rome du/ADP/fixed/auprès Rome/PROPN", "auprès de"),
    "none": ("la/DET/det/Rome Rome/PROPN", None),
    "before an infinitive": ("de/ADP/mark/Rome Rome/PROPN", "de"),
}


@pytest.mark.parametrize(("phrase", "expected"), CASES.values(), ids=CASES.keys())
def test_case_of(phrase: str, expected: str | None) -> None:
    doc = make_doc(phrase)
    assert case_of(doc[len(doc) - 1]) == expected


BEFORE = {
    "none": ("Rome/PROPN", ""),
    "direct": ("contre/ADP Rome/PROPN", "contre"),
    "behind an article": ("sur/ADP la/DET Rome/PROPN", "sur"),
    "article that holds a preposition": ("des/ADP Rome/PROPN", "de"),
    "another word between": ("contre/ADP vieille/ADJ Rome/PROPN", ""),
}


@pytest.mark.parametrize(("phrase", "expected"), BEFORE.values(), ids=BEFORE.keys())
def test_preposition_before(phrase: str, expected: str) -> None:
    doc = make_doc(phrase)
    assert preposition_before(doc, len(doc) - 1) == expected


def test_conjuncts_of_conjuncts() -> None:
    doc = make_doc("Paris/PROPN Rome/PROPN/conj/Paris et/CCONJ/cc/Berlin Berlin/PROPN/conj/Rome")
    assert [t.text for t in conjuncts(doc[0])] == ["Paris", "Rome", "Berlin"]


PASSIVES = {
    "auxiliary": (f"Moscou/PROPN/nsubj:pass/accusé {PASSIVE}", "accusé", True),
    "bare participle": ("Moscou/PROPN accusé/VERB/acl/Moscou/accuser/part", "accusé", True),
    "compound past": (f"Paris/PROPN/nsubj/accusé {PAST}", "accusé", False),
    "present": (f"Paris/PROPN/nsubj/accuse {ACCUSE}", "accuse", False),
    "present participle": ("Paris/PROPN accusant/VERB/acl/Paris/accuser/ger", "accusant", False),
}


@pytest.mark.parametrize(("sentence", "verb", "expected"), PASSIVES.values(), ids=PASSIVES.keys())
def test_is_passive(sentence: str, verb: str, expected: bool) -> None:
    assert is_passive(token(make_doc(sentence), verb)) is expected
