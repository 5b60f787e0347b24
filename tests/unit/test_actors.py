"""Who and where: names, demonyms, persons and towns, and the places that only say where."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from docs import make_doc, read_mentions
from pipeline.components import mentions as store
from pipeline.components.actors import ActorFinder, private_or_state
from pipeline.components.mentions import Mention

IN_2018, IN_2015 = "2018-05-03", "2015-05-03"


def find(doc: Doc) -> dict[str, Mention]:
    return read_mentions(ActorFinder()(doc))


def codes(doc: Doc) -> dict[str, tuple[str, ...]]:
    return {words: mention.codes for words, mention in find(doc).items()}


# id: (sentence, spans of the NER, mentions by their words with their codes)
NAMES = {
    "state": ("Iran/PROPN répond/VERB", [], {"Iran": ("IRN",)}),
    "capital": ("Téhéran/PROPN répond/VERB", [], {"Téhéran": ("IRN",)}),
    "seat of power": ("le/DET Kremlin/PROPN répond/VERB", [], {"Kremlin": ("RUS",)}),
    "organisation": ("l'/DET Otan/PROPN répond/VERB", [], {"Otan": ("NATO",)}),
    "movement": ("le/DET Hamas/PROPN répond/VERB", [], {"Hamas": ("HAMAS",)}),
    "person in office": ("Vladimir/PROPN Poutine/PROPN répond/VERB", [], {"Vladimir Poutine": ("RUS",)}),
    "surname in office": ("M./NOUN Poutine/PROPN répond/VERB", [], {"Poutine": ("RUS",)}),
    "person that no lexicon has": ("Zoé/PROPN Omega/PROPN répond/VERB", ["Zoé Omega|PER"], {"Zoé Omega": ()}),
    "person without capital is none": ("zoé/PROPN omega/PROPN répond/VERB", ["zoé omega|PER"], {}),
    "person behind an honorific": ("M./NOUN Omega/PROPN répond/VERB", [], {"Omega": ()}),
    "honorific within the span of the NER": ("M./NOUN Omega/PROPN répond/VERB", ["M. Omega|PER"], {"Omega": ()}),
    "town": ("à/ADP Hambourg/PROPN", ["Hambourg|LOC"], {"Hambourg": ()}),
    "town that nobody knows": ("à/ADP Nullepart/PROPN", ["Nullepart|LOC"], {}),
    "somebody else of that surname": (
        "hier/ADV Ivanka/PROPN Trump/PROPN parle/VERB", ["Ivanka Trump|PER"], {"Ivanka Trump": ()},
    ),
    "a place within a person's name": (
        "George/PROPN Washington/PROPN arrive/VERB", ["George Washington|PER"], {"George Washington": ()},
    ),
    "people of a state": ("pour/ADP les/DET Américains/NOUN", [], {"Américains": ("USA",)}),
    "one of its people": ("avec/ADP un/DET Américain/NOUN", [], {"Américain": ("USA_CIV",)}),
    "some of its people": ("avec/ADP des/DET Américains/NOUN", [], {"Américains": ("USA_CIV",)}),
    "the one of its people": ("avec/ADP l'/DET Américain/NOUN", [], {"Américain": ("USA_CIV",)}),
    "adjective is no mention": ("frappes/NOUN russes/ADJ", [], {}),
    "nothing": ("il/PRON pleut/VERB", [], {}),
    "state within the name of a firm": ("un/DET vol/NOUN de/ADP Iran/PROPN Airways/PROPN", [], {}),
    "leader within the name of a mountain": ("le/DET mont/NOUN Arafat/PROPN", [], {}),
    "a treaty is no town": ("l'/DET accord/NOUN de/ADP Paris/PROPN", ["Paris|LOC"], {}),
    "a ruler is nobody of the name of the state": (
        "l'/DET empereur/NOUN du/ADP Japon/PROPN", ["empereur du Japon|PER"], {"empereur du Japon": ("JPN",)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "ents", "expected"), NAMES.values(), ids=NAMES.keys())
def test_mentions(sentence: str, ents: list[str], expected: dict[str, tuple[str, ...]]) -> None:
    assert codes(make_doc(sentence, ents=ents)) == expected


CANONICAL = {
    "capital has the name of its state": ("Téhéran/PROPN", "Iran", "IRN"),
    "seat of power keeps its own": ("Kremlin/PROPN", "Kremlin", "RUS"),
    "acronym": ("Otan/PROPN", "OTAN", "NATO"),
    "surname": ("Poutine/PROPN", "Vladimir Poutine", "RUS"),
    "without accents": ("Etats-Unis/PROPN", "États-Unis", "USA"),
}


@pytest.mark.parametrize(("word", "name", "code"), CANONICAL.values(), ids=CANONICAL.keys())
def test_canonical_name(word: str, name: str, code: str) -> None:
    [mention] = find(make_doc(f"{word} répond/VERB")).values()
    assert [actor[1:] for actor in mention.actors] == [(name, code)]


def test_an_unknown_person_has_one_id_in_all_articles() -> None:
    first = find(make_doc("Zoé/PROPN Omega/PROPN répond/VERB", ents=["Zoé Omega|PER"]))["Zoé Omega"]
    other = find(make_doc("Ici/ADV Zoe/PROPN Omega/PROPN", ents=["Zoe Omega|PER"], published=None))["Zoe Omega"]
    assert first.actors[0][0] == other.actors[0][0]
    assert first.actors[0][0].startswith("per-")


OFFICES = {
    "in office": ("Emmanuel/PROPN Macron/PROPN", IN_2018, ("president",)),
    "before": ("Emmanuel/PROPN Macron/PROPN", "2010-05-03", ()),
    "out of office, still of that state": ("François/PROPN Hollande/PROPN", IN_2018, ()),
}


@pytest.mark.parametrize(("words", "published", "expected"), OFFICES.values(), ids=OFFICES.keys())
def test_offices_on_the_day_of_publication(words: str, published: str, expected: tuple[str, ...]) -> None:
    [mention] = find(make_doc(f"{words} répond/VERB", published=published)).values()
    assert mention.offices == expected
    assert mention.codes == ("FRA",)


# id: (phrase, words, whether they only say where)
PLACES = {
    "to a capital": ("réunion/NOUN à/ADP Moscou/PROPN", "Moscou", True),
    "in a state": ("réunion/NOUN en/ADP Russie/PROPN", "Russie", True),
    "in a state with an article": ("réunion/NOUN dans/ADP l'/DET Iran/PROPN", "Iran", True),
    "contracted": ("réunion/NOUN au/ADP Mali/PROPN", "Mali", True),
    "an actor": ("Moscou/PROPN répond/VERB", "Moscou", False),
    "of a state": ("armes/NOUN de/ADP Russie/PROPN", "Russie", False),
    "seat of power": ("réunion/NOUN à/ADP l'/DET Élysée/PROPN", "Élysée", True),
    "a body is no place": ("réunion/NOUN à/ADP l'/DET ONU/PROPN", "ONU", False),
    "gloss in brackets": ("à/ADP Hambourg/PROPN (/PUNCT Allemagne/PROPN )/PUNCT", "Allemagne", True),
    "gloss behind a comma": ("à/ADP Moscou/PROPN ,/PUNCT Russie/PROPN", "Russie", True),
    "at the start of a sentence, without its accent": ("A/ADP Moscou/PROPN réunion/NOUN", "Moscou", True),
    "dateline": ("Moscou/PROPN :/PUNCT trois/NUM blessés/NOUN", "Moscou", True),
    "a quotation has a speaker": ("Moscou/PROPN :/PUNCT «/PUNCT accord/NOUN possible/ADJ »/PUNCT", "Moscou", False),
    "subject behind a place": (
        "avec/ADP le/DET Liban/PROPN ,/PUNCT Israël/PROPN/nsubj/négocie négocie/VERB",
        "Israël",
        False,
    ),
    "brackets behind no place": ("réunion/NOUN (/PUNCT Allemagne/PROPN )/PUNCT", "Allemagne", False),
}


@pytest.mark.parametrize(("phrase", "words", "expected"), PLACES.values(), ids=PLACES.keys())
def test_where_and_not_who(phrase: str, words: str, expected: bool) -> None:
    assert find(make_doc(phrase, ents=["Hambourg|LOC"]))[words].locative is expected


def test_a_town_knows_where_it_lies() -> None:
    city = find(make_doc("à/ADP Hambourg/PROPN", ents=["Hambourg|LOC"]))["Hambourg"]
    assert (city.kind, city.label, city.country, city.actors) == ("city", "LOC", "DEU", ())
    assert city.latitude == pytest.approx(53.6, abs=0.2)
    assert city.longitude == pytest.approx(10.0, abs=0.2)


ADJECTIVES = {
    "demonym": ("frappes/NOUN russes/ADJ", {"russes": ("RUS",)}),
    "compound": ("sommet/NOUN franco-allemand/ADJ", {"franco-allemand": ("FRA", "DEU")}),
    "noun": ("avec/ADP les/DET Russes/NOUN", {}),
    "taken into a role": ("armée/NOUN russe/ADJ", {}),
    "no demonym": ("frappes/NOUN lourdes/ADJ", {}),
}


@pytest.mark.parametrize(("phrase", "expected"), ADJECTIVES.values(), ids=ADJECTIVES.keys())
def test_adjectives_stand_apart(phrase: str, expected: dict[str, tuple[str, ...]]) -> None:
    found = read_mentions(ActorFinder()(make_doc(phrase)), store.ADJECTIVES)
    assert {words: mention.codes for words, mention in found.items()} == expected


def test_mentions_come_in_text_order() -> None:
    doc = ActorFinder()(make_doc("armée/NOUN russe/ADJ et/CCONJ Paris/PROPN et/CCONJ les/DET Américains/NOUN"))
    starts = [mention.start for mention in store.read(doc, store.ENTITIES)]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_the_same_text_gives_the_same_mentions() -> None:
    sentence = "le/DET président/NOUN russe/ADJ à/ADP Paris/PROPN et/CCONJ Zoé/PROPN Omega/PROPN"
    first, second = (find(make_doc(sentence, ents=["Zoé Omega|PER"])) for _ in range(2))
    assert first == second


PRIVATE = {
    "state": ("FRA", ("FRA", "France", "FRA")),
    "citizens bear the name of their state": ("FRA_CIV", ("FRA_CIV", "France", "FRA_CIV")),
    "movement": ("AL_QAEDA", ("AL_QAEDA", "Al-Qaïda", "AL_QAEDA")),
    "body": ("UNSC", ("UNSC", "Conseil de sécurité de l'ONU", "UNSC")),
}


@pytest.mark.parametrize(("code", "expected"), PRIVATE.values(), ids=PRIVATE.keys())
def test_actor_of_a_code(code: str, expected: tuple[str, str, str]) -> None:
    assert private_or_state(code) == expected


# id: (sentence, name, whether it says where only)
SEATS = {
    "received in a capital": ("Paris/PROPN/obl:mod/reçu reçu/VERB à/ADP Moscou/PROPN/obl:mod/reçu", "Moscou", True),
    "asked of a capital": ("demande/VERB///demander à/ADP Moscou/PROPN/obl:arg/demande", "Moscou", False),
    "addressed some words on": (
        "demande/VERB///demander mardi/NOUN à/ADP Moscou/PROPN/obl:arg/demande", "Moscou", False,
    ),
    "asked in a capital": (
        "demande/VERB///demander mardi/NOUN à/ADP Moscou/PROPN/obl:mod/demande", "Moscou", True,
    ),
    "addressee of the object": (
        "donne/VERB///donner une/DET semaine/NOUN/obj/donne à/ADP Moscou/PROPN/nmod/semaine", "Moscou", False,
    ),
    "in face of": ("face/ADV à/ADP Moscou/PROPN", "Moscou", False),
    "streets": ("les/DET rues/NOUN///rue de/ADP Moscou/PROPN/nmod/rues", "Moscou", True),
    "army": ("l'/DET offre/NOUN de/ADP Moscou/PROPN/nmod/offre", "Moscou", False),
    "left": ("quitte/VERB///quitter Moscou/PROPN/obj/quitte", "Moscou", True),
    "left some words on": ("quitte/VERB///quitter mardi/NOUN Moscou/PROPN/obj/quitte", "Moscou", True),
    "people of a town": ("un/DET habitant/NOUN de/ADP Moscou/PROPN/nmod/habitant", "Moscou", True),
    "struck": ("frappe/VERB///frapper Moscou/PROPN/obj/frappe", "Moscou", True),
    "parted from": ("part/VERB///partir de/ADP Moscou/PROPN/obl:arg/part", "Moscou", True),
    "bound for": ("part/VERB///partir pour/ADP Moscou/PROPN/obl:arg/part", "Moscou", True),
    "seat of power": ("reçu/VERB à/ADP l'/DET Élysée/PROPN/obl:mod/reçu", "Élysée", True),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "words", "is_place"), SEATS.values(), ids=SEATS.keys())
def test_a_seat_that_only_says_where_is_no_actor(sentence: str, words: str, is_place: bool) -> None:
    found = find(make_doc(sentence))[words]
    assert (found.locative, found.codes == ()) == (is_place, is_place)
    assert found.country is not None


# id: (sentences, word, its codes; None where it is no mention)
CONTEXT = {
    "a state of the same name": (["Kinshasa/PROPN", "le/DET Congo/PROPN répond/VERB"], "Congo", ("COD",)),
    "the other state of that name": (["Brazzaville/PROPN", "le/DET Congo/PROPN répond/VERB"], "Congo", ("COG",)),
    "short name of what is named": (["Otan/PROPN", "l'/DET Alliance/NOUN répond/VERB"], "Alliance", ("NATO",)),
    "short name of nothing": (["Iran/PROPN", "l'/DET Alliance/NOUN répond/VERB"], "Alliance", None),
    "part of a longer name": (["Otan/PROPN", "l'/DET Alliance/NOUN bolivarienne/ADJ parle/VERB"], "Alliance", None),
    "two of that name": (["Washington/PROPN et/CCONJ Lima/PROPN", "le/DET Congrès/NOUN vote/VERB"], "Congrès", ()),
    "one of that name": (["Washington/PROPN", "le/DET Congrès/NOUN vote/VERB"], "Congrès", ("USA",)),
    "the American Georgia": (["Géorgie/PROPN vote/VERB", "Atlanta/PROPN"], "Géorgie", ()),
    "the other Georgia": (["Géorgie/PROPN vote/VERB", "Atlanta/PROPN Tbilissi/PROPN"], "Géorgie", ("GEO",)),
    "a treaty": (["le/DET Statut/NOUN de/ADP Rome/PROPN vaut/VERB"], "Rome", None),
}  # fmt: skip


@pytest.mark.parametrize(("sentences", "word", "expected"), CONTEXT.values(), ids=CONTEXT.keys())
def test_the_article_decides(sentences: list[str], word: str, expected: tuple[str, ...] | None) -> None:
    found = codes(make_doc(*sentences))
    assert found.get(word) == expected


def test_a_surname_that_is_a_town_is_the_person_whom_the_article_names() -> None:
    sentences = ("Zoé/PROPN Washington/PROPN chante/VERB", "Washington/PROPN danse/VERB")
    person = make_doc(*sentences, ents=["Zoé Washington|PER", "Washington|PER"])
    assert codes(person) == {"Zoé Washington": (), "Washington": ()}
    assert codes(make_doc(*sentences, ents=["Zoé Washington|PER"]))["Washington"] == ("USA",)


def test_people_behind_a_contraction_are_their_state() -> None:
    assert codes(make_doc("parle/VERB aux/ADP Américains/NOUN")) == {"Américains": ("USA",)}
