"""Surnames, bare roles, pairs, counterparts and pronouns, resolved within the article or left open."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from docs import make_doc, mention, put_entities, read_mentions
from pipeline.components import mentions as store
from pipeline.components.actors import ActorFinder
from pipeline.components.coreference import PRONOUN_REACH, Coreference
from pipeline.components.mentions import Mention

MACRON = "Emmanuel/PROPN/nsubj/{0} Macron/PROPN/flat:name/Emmanuel {0}/VERB"
ZOE = ["Zoé Omega|PER", "Omega|PER"]


def resolve(*sentences: str, published: str | None = "2018-05-03", ents: list[str] = ZOE) -> dict[str, Mention]:
    """Take a text through both components of actors; where words recur, the last mention is given."""
    doc = make_doc(*sentences, published=published, ents=ents if any("Omega" in s for s in sentences) else [])
    return read_mentions(Coreference()(ActorFinder()(doc)))


def names(found: dict[str, Mention], words: str) -> list[str]:
    return [actor[1] for actor in found[words].actors] if words in found else []


# id: (sentences, words of the mention, names it stands for)
ROLES = {
    "surname alone": (
        ["le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "Omega/PROPN répond/VERB"], "Omega",
        ["Zoé Omega"],
    ),
    "surname behind an honorific": (
        ["le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "Mme/NOUN Omega/PROPN répond/VERB"], "Omega",
        ["Zoé Omega"],
    ),
    "bare office": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "le/DET président/NOUN répond/VERB"], "président",
        ["Vladimir Poutine"],
    ),
    "bare office by another word": (
        [MACRON.format("parle"), "le/DET chef/NOUN de/ADP l'/DET État/NOUN répond/VERB"], "chef de l'État",
        ["Emmanuel Macron"],
    ),
    "bare role by the same word": (
        ["le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "le/DET ministre/NOUN répond/VERB"],
        "ministre", ["Zoé Omega"],
    ),
    "the last one who fits": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "le/DET président/NOUN français/ADJ parle/VERB",
         "le/DET président/NOUN répond/VERB"], "président", ["Emmanuel Macron"],
    ),
    "role of a state whose holder the article has named": (
        ["le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "le/DET ministre/NOUN turc/ADJ répond/VERB"],
        "ministre turc", ["Zoé Omega"],
    ),
    "an indefinite role is somebody else": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "un/DET président/NOUN répond/VERB"], "président", [],
    ),
    "another gender": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "la/DET présidente/NOUN répond/VERB"], "présidente", [],
    ),
    "another number": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "les/DET présidents/NOUN répondent/VERB"], "présidents", [],
    ),
    "nothing before": (["le/DET président/NOUN répond/VERB"], "président", []),
    "what stands behind does not count": (
        ["le/DET président/NOUN répond/VERB", "le/DET président/NOUN russe/ADJ parle/VERB"], "président", [],
    ),
    "bare institution of the sentence": (
        ["la/DET Turquie/PROPN parle/VERB et/CCONJ le/DET gouvernement/NOUN répond/VERB"], "gouvernement", ["Turquie"],
    ),
    "bare institution of the sentence before": (
        ["la/DET Turquie/PROPN parle/VERB", "le/DET gouvernement/NOUN répond/VERB"], "gouvernement", ["Turquie"],
    ),
    "bare institution of the main state": (
        ["la/DET Turquie/PROPN parle/VERB", "rien/PRON", "rien/PRON", "le/DET gouvernement/NOUN répond/VERB"],
        "gouvernement", ["Turquie"],
    ),
    "bare institution where no state is the main one": (
        ["la/DET Turquie/PROPN et/CCONJ la/DET Grèce/PROPN parlent/VERB", "rien/PRON", "rien/PRON",
         "le/DET gouvernement/NOUN répond/VERB"], "gouvernement", [],
    ),
    "counterpart": (
        ["le/DET président/NOUN français/ADJ rencontre/VERB son/DET homologue/NOUN russe/ADJ"], "homologue russe",
        ["Vladimir Poutine"],
    ),
    "counterpart of an office that the other state lacks": (
        ["la/DET chancelière/NOUN allemande/ADJ rencontre/VERB son/DET homologue/NOUN russe/ADJ"], "homologue russe",
        ["Russie"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "words", "expected"), ROLES.values(), ids=ROLES.keys())
def test_roles(sentences: list[str], words: str, expected: list[str]) -> None:
    assert names(resolve(*sentences), words) == expected


def test_a_counterpart_is_that_of_the_day() -> None:
    sentence = "le/DET président/NOUN russe/ADJ rencontre/VERB son/DET homologue/NOUN français/ADJ"
    assert names(resolve(sentence, published="2015-05-03"), "homologue français") == ["François Hollande"]
    assert names(resolve(sentence, published="2018-05-03"), "homologue français") == ["Emmanuel Macron"]
    assert names(resolve(sentence, published=None), "homologue français") == ["France"]


def test_a_surname_of_another_person_is_left_open() -> None:
    found = resolve(
        "le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "Ida/PROPN Sigma/PROPN répond/VERB",
        ents=[*ZOE, "Ida Sigma|PER"],
    )  # fmt: skip
    assert "Ida Sigma" in found
    assert found["Ida Sigma"].codes == ()


IL, ELLE, ILS = "Il/PRON/nsubj/répond", "Elle/PRON/nsubj/répond//fem", "Ils/PRON/nsubj/répondent"
PARIS_ROME = "Paris/PROPN/nsubj/parlent et/CCONJ/cc/Rome Rome/PROPN/conj/Paris parlent/VERB"
TOLD = {"Poutine": "RUS", "Merkel": "DEU", "Macron": "FRA", "Paris": "FRA", "Rome": "ITA", "Moscou": "RUS"}
GENDERS = {"Poutine": "m", "Merkel": "f", "Macron": "m"}


def put(doc: Doc, **changes: object) -> Doc:
    """Put a mention for each name of `TOLD` in the text: persons with their gender, the others as states."""
    found = []
    for word, code in TOLD.items():
        if word not in doc.text:
            continue
        if word in GENDERS:
            found.append(mention(doc, word, code, "person", gender=GENDERS[word]))
        else:
            found.append(mention(doc, word, code, "capital", **changes))
    return put_entities(doc, *found)


# id: (sentences, pronoun, codes it stands for)
PRONOUNS = {
    "subject of the sentence before": (
        ["Macron/PROPN/nsubj/parle parle/VERB", f"{IL} répond/VERB"], "Il", ("FRA",),
    ),
    "the subject rather than the object": (
        ["Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue", f"{IL} répond/VERB"], "Il", ("FRA",),
    ),
    "gender tells": (
        ["Macron/PROPN/nsubj/salue salue/VERB Merkel/PROPN/obj/salue", f"{ELLE} répond/VERB"], "Elle", ("DEU",),
    ),
    "no woman": (["Macron/PROPN/nsubj/parle parle/VERB", f"{ELLE} répond/VERB"], "Elle", ()),
    "a state is no he": (["Paris/PROPN/nsubj/parle parle/VERB", f"{IL} répond/VERB"], "Il", ()),
    "just near enough": (
        ["Macron/PROPN/nsubj/parle parle/VERB", *["rien/PRON"] * (PRONOUN_REACH - 1), f"{IL} répond/VERB"], "Il",
        ("FRA",),
    ),
    "too far": (
        ["Macron/PROPN/nsubj/parle parle/VERB", *["rien/PRON"] * PRONOUN_REACH, f"{IL} répond/VERB"], "Il", (),
    ),
    "nobody before": ([f"{IL} répond/VERB"], "Il", ()),
    "impersonal": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/expl:subj/faut faut/VERB"], "Il", (),
    ),
    "inverted": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "répond/VERB -t-il/PRON/nsubj/répond"], "-t-il", ("FRA",),
    ),
    "a pronoun of a pronoun": (
        ["Macron/PROPN/nsubj/parle parle/VERB", f"{IL} répond/VERB", "rien/PRON", "il/PRON/nsubj/part part/VERB"], "il",
        ("FRA",),
    ),
    "coordinated subjects": ([PARIS_ROME, f"{ILS} répondent/VERB"], "Ils", ("FRA", "ITA")),
    "no plural": (["Macron/PROPN/nsubj/parle parle/VERB", f"{ILS} répondent/VERB"], "Ils", ()),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "pronoun", "expected"), PRONOUNS.values(), ids=PRONOUNS.keys())
def test_pronouns(sentences: list[str], pronoun: str, expected: tuple[str, ...]) -> None:
    found = read_mentions(Coreference()(put(make_doc(*sentences))))
    assert (found[pronoun].codes if pronoun in found else ()) == expected


SAID = "«/PUNCT {0}/PRON/nsubj/refusons refusons/VERB/ccomp/{1} »/PUNCT ,/PUNCT {1}/VERB///{2} Macron/PROPN/nsubj/{1}"
SPEAKERS = {
    "I": (SAID.format("Je", "déclare", "déclarer"), "Je", ("FRA",)),
    "we": (SAID.format("Nous", "déclare", "déclarer"), "Nous", ("FRA",)),
    "not a verb of saying": (SAID.format("Je", "mange", "manger"), "Je", ()),
}


@pytest.mark.parametrize(("sentence", "pronoun", "expected"), SPEAKERS.values(), ids=SPEAKERS.keys())
def test_the_speaker_of_a_quotation(sentence: str, pronoun: str, expected: tuple[str, ...]) -> None:
    found = read_mentions(Coreference()(put(make_doc(sentence))))
    assert (found[pronoun].codes if pronoun in found else ()) == expected


def test_the_speaker_of_another_sentence_is_not_heard() -> None:
    doc = make_doc("Macron/PROPN/nsubj/déclare déclare/VERB///déclarer", "Nous/PRON/nsubj/refusons refusons/VERB")
    assert "Nous" not in read_mentions(Coreference()(put(doc)))


TWO_PRESIDENTS = "les/DET deux/NUM présidents/NOUN parlent/VERB"

# id: (sentences, words of the pair, codes it stands for)
PAIRS = {
    "two presidents": (
        ["Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue", TWO_PRESIDENTS],
        "les deux présidents", {"FRA", "RUS"},
    ),
    "two countries": (
        [PARIS_ROME, "les/DET deux/NUM pays/NOUN répondent/VERB"], "les deux pays", {"FRA", "ITA"},
    ),
    "a word between": (
        [PARIS_ROME, "les/DET deux/NUM grands/ADJ pays/NOUN répondent/VERB"], "les deux grands pays", {"FRA", "ITA"},
    ),
    "three countries": (
        [PARIS_ROME, "Moscou/PROPN parle/VERB", "les/DET trois/NUM pays/NOUN répondent/VERB"], "les trois pays",
        {"FRA", "ITA", "RUS"},
    ),
    "presidents are persons": ([PARIS_ROME, TWO_PRESIDENTS], "les deux présidents", set()),
    "too few": (["Paris/PROPN parle/VERB", "les/DET deux/NUM pays/NOUN répondent/VERB"], "les deux pays", set()),
    "indefinite": ([PARIS_ROME, "avec/ADP deux/NUM pays/NOUN"], "deux pays", set()),
    "no word for actors": ([PARIS_ROME, "les/DET deux/NUM jours/NOUN passent/VERB"], "les deux jours", set()),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "words", "expected"), PAIRS.values(), ids=PAIRS.keys())
def test_pairs(sentences: list[str], words: str, expected: set[str]) -> None:
    found = read_mentions(Coreference()(put(make_doc(*sentences))))
    assert (set(found[words].codes) if words in found else set()) == expected


def test_persons_of_a_pair_keep_their_names() -> None:
    found = resolve(
        MACRON.format("salue") + " Vladimir/PROPN/obj/salue Poutine/PROPN/flat:name/Vladimir",
        "les/DET deux/NUM présidents/NOUN parlent/VERB",
    )
    assert set(names(found, "les deux présidents")) == {"Emmanuel Macron", "Vladimir Poutine"}


def test_a_place_is_no_side_of_a_pair() -> None:
    doc = make_doc(
        "Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue à/ADP/case/Rome Rome/PROPN/obl:mod/salue",
        "les/DET deux/NUM pays/NOUN répondent/VERB",
    )
    found = read_mentions(Coreference()(put(doc, locative=True)))
    assert set(found["les deux pays"].codes) == {"FRA", "RUS"}


def test_what_stays_open_is_left_out() -> None:
    doc = make_doc("le/DET président/NOUN répond/VERB", "Zoé/PROPN")
    put_entities(doc, mention(doc, "président", None, "role"), mention(doc, "Zoé", None, "place", country=None))
    Coreference()(doc)
    assert [m.kind for m in store.read(doc, store.ENTITIES)] == ["place"]


def test_how_a_mention_was_resolved_is_told() -> None:
    found = resolve(
        "le/DET président/NOUN russe/ADJ parle/VERB", "le/DET président/NOUN répond/VERB", f"{IL} répond/VERB",
    )  # fmt: skip
    assert (found["président"].how, found["Il"].how) == ("article", "pronoun")


def test_mentions_come_in_text_order_and_the_same_each_time() -> None:
    sentences = (
        MACRON.format("salue") + " le/DET président/NOUN russe/ADJ", f"{IL} répond/VERB",
        "les/DET deux/NUM présidents/NOUN parlent/VERB",
    )  # fmt: skip
    first, second = (list(resolve(*sentences).items()) for _ in range(2))
    assert first == second
    assert [m.start for _, m in first] == sorted(m.start for _, m in first)
    assert len(first) == 4
