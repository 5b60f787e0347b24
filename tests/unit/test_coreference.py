"""Surnames, bare roles, pairs, counterparts and pronouns, resolved within the article or left open."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from docs import make_doc, mention, put_entities, read_mentions
from pipeline.components import mentions as store
from pipeline.components.actors import ActorFinder
from pipeline.components.coreference import Coreference
from pipeline.components.mentions import Mention
from pipeline.components.pronouns import PRONOUN_REACH

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


@pytest.mark.parametrize(("second", "codes"), [("Turquie", ("TUR",)), ("Grèce", ())])
def test_an_official_is_of_the_state_that_the_article_is_about(second: str, codes: tuple[str, ...]) -> None:
    states = ("la/DET Turquie/PROPN parle/VERB", f"la/DET {second}/PROPN répond/VERB")
    found = resolve(*states, "le/DET ministre/NOUN Zoé/PROPN Omega/PROPN répond/VERB")
    assert found["ministre Zoé Omega"].codes == codes


def test_a_surname_of_another_person_is_left_open() -> None:
    found = resolve(
        "le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB", "Ida/PROPN Sigma/PROPN répond/VERB",
        ents=[*ZOE, "Ida Sigma|PER"],
    )  # fmt: skip
    assert "Ida Sigma" in found
    assert found["Ida Sigma"].codes == ()


POSSESSIONS = {
    "troops of the subject": (
        "Moscou/PROPN/nsubj/retire retire/VERB ses/DET troupes/NOUN/obj/retire", "troupes", ["Russie"],
    ),
    "country of the subject": (
        MACRON.format("défend") + " défend/VERB son/DET pays/NOUN/obj/défend", "pays", ["France"],
    ),
    "an office of the subject's state": (
        MACRON.format("envoie") + " envoie/VERB son/DET ministre/NOUN/obj/envoie des/ADP Affaires/NOUN étrangères/ADJ",
        "ministre des Affaires étrangères", ["Jean-Yves Le Drian"],
    ),
    "envoy of the subject": (
        "Moscou/PROPN/nsubj/rappelle rappelle/VERB son/DET ambassadeur/NOUN/obj/rappelle à/ADP Washington/PROPN",
        "ambassadeur", ["Russie"],
    ),
    "of two owners": (
        "Paris/PROPN/nsubj/évacuent et/CCONJ Rome/PROPN/conj/Paris évacuent/VERB "
        "leurs/DET ressortissants/NOUN/obj/évacuent",
        "ressortissants", ["France", "Italie"],
    ),
    "one owner has no leur": (
        "Paris/PROPN/nsubj/évacue évacue/VERB leurs/DET soldats/NOUN/obj/évacue", "soldats", [],
    ),
    "an ally is somebody else": (
        "Moscou/PROPN/nsubj/salue salue/VERB ses/DET alliés/NOUN/obj/salue", "alliés", [],
    ),
    "nobody acts": ("retirer/VERB ses/DET troupes/NOUN/obj/retirer", "troupes", []),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "expected"), POSSESSIONS.values(), ids=POSSESSIONS.keys())
def test_possessives(sentence: str, words: str, expected: list[str]) -> None:
    assert names(resolve(sentence), words) == expected


TOPICS = {
    "the only country": (["la/DET Turquie/PROPN parle/VERB", "le/DET pays/NOUN répond/VERB"], ["Turquie"]),
    "several countries": (["la/DET Turquie/PROPN parle/VERB", "les/DET pays/NOUN répondent/VERB"], []),
    "one of two": (
        ["la/DET Turquie/PROPN et/CCONJ la/DET Grèce/PROPN parlent/VERB", "ce/DET pays/NOUN répond/VERB"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "expected"), TOPICS.values(), ids=TOPICS.keys())
def test_the_country(sentences: list[str], expected: list[str]) -> None:
    assert names(resolve(*sentences), "pays") == expected


OMEGA = "le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN parle/VERB"
OTHERS = {
    "a minister by surname": (
        [MACRON.format("parle"), "Le/DET Drian/PROPN parle/VERB", "le/DET ministre/NOUN répond/VERB"], "ministre",
        ["Jean-Yves Le Drian"],
    ),
    "head of something else": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "le/DET président/NOUN de/ADP la/DET ligue/NOUN répond/VERB"],
        "président", [],
    ),
    "a former president": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "l'/DET ancien/ADJ président/NOUN répond/VERB"],
        "ancien président", [],
    ),
    "another minister": (
        [OMEGA, "la/DET ministre/NOUN des/ADP Armées/NOUN répond/VERB"], "ministre des Armées", [],
    ),
    "a leader whom nobody knows": (
        ["le/DET président/NOUN russe/ADJ parle/VERB", "Zoé/PROPN Omega/PROPN parle/VERB",
         "le/DET dirigeant/NOUN répond/VERB"], "dirigeant", [],
    ),
    "a firm of that noun": (
        ["la/DET Turquie/PROPN parle/VERB", "le/DET cabinet/NOUN Sigma/PROPN répond/VERB"], "cabinet", [],
    ),
    "fighters of somebody else": (
        ["le/DET Hamas/PROPN parle/VERB", "les/DET combattants/NOUN du/ADP front/NOUN répondent/VERB"], "combattants",
        [],
    ),
    "fighters of the last movement": (
        ["le/DET Hamas/PROPN parle/VERB", "les/DET combattants/NOUN répondent/VERB"], "combattants", ["Hamas"],
    ),
    "police of the place": (
        ["la/DET police/NOUN turque/ADJ parle/VERB", "A/ADP Berlin/PROPN la/DET police/NOUN répond/VERB"], "police",
        ["Allemagne"],
    ),
    "power that acts": (
        ["la/DET Turquie/PROPN parle/VERB", "le/DET pouvoir/NOUN/nsubj/répond répond/VERB"], "pouvoir", ["Turquie"],
    ),
    "power as such": (
        ["la/DET Turquie/PROPN parle/VERB", "Omega/PROPN/nsubj/prend prend/VERB le/DET pouvoir/NOUN/obj/prend"],
        "pouvoir", [],
    ),
    "some plane": (
        ["un/DET avion/NOUN turc/ADJ décolle/VERB", "l'/DET avion/NOUN atterrit/VERB"], "avion", [],
    ),
    "plane of a private person": (
        ["un/DET pilote/NOUN/nsubj/pose turc/ADJ/amod/pilote pose/VERB son/DET avion/NOUN/obj/pose"], "avion", [],
    ),
    "an official of the article's state": (
        ["la/DET Turquie/PROPN parle/VERB", "le/DET ministre/NOUN Zoé/PROPN Omega/PROPN répond/VERB"],
        "ministre Zoé Omega", ["Zoé Omega"],
    ),
    "surname that the model has missed": ([OMEGA, "pour/ADP Omega/PROPN"], "Omega", ["Zoé Omega"]),
    "family name first": (
        ["Kim/PROPN Jong-un/PROPN parle/VERB", "hier/ADV Kim/PROPN répond/VERB"], "Kim", ["Kim Jong-un"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "words", "expected"), OTHERS.values(), ids=OTHERS.keys())
def test_who_is_meant_by_less(sentences: list[str], words: str, expected: list[str]) -> None:
    ents = ["Zoé Omega|PER"]
    assert names(resolve(*sentences, ents=ents), words) == expected


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
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/expl:subj/faut faut/VERB///falloir"], "Il", (),
    ),
    "it is possible": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/nsubj/possible est/AUX/cop/possible possible/ADJ"], "Il", (),
    ),
    "it will have to be": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/nsubj/va va/VERB///aller falloir/VERB/xcomp/va/falloir/inf"],
        "Il", (),
    ),
    "as for him": (
        ["Macron/PROPN/nsubj/parle parle/VERB",
         "Rome/PROPN/nsubj/répond quant/ADV à/ADP/case/lui lui/PRON/obl:mod/répond répond/VERB"], "lui", (),
    ),
    "one of two may be told": (
        ["Poutine/PROPN/nsubj/parle parle/VERB", "Macron/PROPN/nsubj/parle parle/VERB",
         "Rome/PROPN/nsubj/répond lui/PRON/iobj/répond répond/VERB"], "lui", (),
    ),
    "there is": (["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/expl:subj/a y/PRON a/VERB"], "Il", ()),
    "he was there": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/nsubj/dîné y/PRON a/AUX dîné/VERB///dîner/part"], "Il",
        ("FRA",),
    ),
    "taken for impersonal by the parser": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Il/PRON/expl:subj/répond répond/VERB"], "Il", ("FRA",),
    ),
    "an honorific carries the subject": (
        ["M./NOUN/nsubj/salue Macron/PROPN/flat:name/M. salue/VERB Poutine/PROPN/obj/salue", f"{IL} répond/VERB"], "Il",
        ("FRA",),
    ),
    "to him, not himself": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Poutine/PROPN/nsubj/répond lui/PRON/iobj/répond répond/VERB"], "lui",
        ("FRA",),
    ),
    "without him": (
        ["Macron/PROPN/nsubj/refuse refuse/VERB un/DET accord/NOUN/obj/refuse conclu/VERB/acl/accord sans/ADP/case/lui "
         "lui/PRON/obl:arg/conclu"], "lui", ("FRA",),
    ),
    "another person has spoken since": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "Sigma/PROPN/nsubj/répond répond/VERB",
         "ajoute/VERB///ajouter -t-il/PRON/nsubj/ajoute"], "-t-il", (),
    ),
    "people whom nobody knows": (
        [PARIS_ROME, "Sigma/PROPN/nsubj/sortent sortent/VERB", f"{ILS} répondent/VERB"], "Ils", ("FRA", "ITA"),
    ),
    "at his home": (["Macron/PROPN/nsubj/reste reste/VERB chez/ADP lui/PRON/obl:arg/reste"], "lui", ()),
    "the latter": (
        ["Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue", "ce/DET dernier/ADJ/nsubj/répond répond/VERB"],
        "ce dernier", ("RUS",),
    ),
    "the last of something": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "ce/DET dernier/ADJ sommet/NOUN/nsubj/finit finit/VERB"], "ce dernier",
        (),
    ),
    "the one here": (
        ["Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue", "Celui-ci/PRON/nsubj/répond répond/VERB"],
        "Celui-ci", ("RUS",),
    ),
    "inverted": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "répond/VERB -t-il/PRON/nsubj/répond"], "-t-il", ("FRA",),
    ),
    "a pronoun of a pronoun": (
        ["Macron/PROPN/nsubj/parle parle/VERB", f"{IL} répond/VERB", "rien/PRON", "il/PRON/nsubj/part part/VERB"], "il",
        ("FRA",),
    ),
    "who is spoken of in a quotation does not speak": (
        ["Macron/PROPN/nsubj/parle parle/VERB", "«/PUNCT Poutine/PROPN/nsubj/ment ment/VERB »/PUNCT",
         "ajoute/VERB///ajouter -t-il/PRON/nsubj/ajoute"], "-t-il", ("FRA",),
    ),
    "who speaks is not spoken of": (
        ["Macron/PROPN/nsubj/salue salue/VERB Poutine/PROPN/obj/salue", f"«/PUNCT {IL} répond/VERB »/PUNCT"], "Il",
        ("RUS",),
    ),
    "things that stand between": (
        ["Macron/PROPN/nsubj/salue salue/VERB Paris/PROPN/obj/salue et/CCONJ/cc/Rome Rome/PROPN/conj/Paris",
         "Les/DET lois/NOUN/nsubj/plaisent plaisent/VERB", f"{ILS} répondent/VERB"], "Ils", (),
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
    "what is quoted does not speak": (
        "«/PUNCT Je/PRON/nsubj/vois vois/VERB/ccomp/déclare que/SCONJ Poutine/PROPN/nsubj/déclare »/PUNCT "
        "déclare/VERB///déclarer Macron/PROPN/nsubj/déclare",
        "Je",
        ("FRA",),
    ),
    "behind the verb": (
        "«/PUNCT Je/PRON/nsubj/refuse refuse/VERB/ccomp/déclare »/PUNCT déclare/VERB///déclarer "
        "Macron/PROPN/obj/déclare",
        "Je",
        ("FRA",),
    ),
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


def test_the_two_prime_ministers_are_those_who_hold_the_office() -> None:
    found = resolve(
        MACRON.format("salue") + " Theresa/PROPN May/PROPN salue/VERB Giuseppe/PROPN Conte/PROPN",
        "les/DET deux/NUM Premiers/ADJ ministres/NOUN parlent/VERB", published="2019-05-03",
    )  # fmt: skip
    assert set(names(found, "les deux Premiers ministres")) == {"Theresa May", "Giuseppe Conte"}


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
    "the two of the sentence": (
        ["Moscou/PROPN parle/VERB", "Moscou/PROPN répond/VERB",
         PARIS_ROME + " et/CCONJ/cc/parlent les/DET deux/NUM pays/NOUN/nsubj/répondent répondent/VERB/conj/parlent"],
        "les deux pays", {"FRA", "ITA"},
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
