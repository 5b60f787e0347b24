"""Role nouns merged with the state, body or person that they belong to."""

from __future__ import annotations

import pytest

from docs import make_doc, read_mentions
from pipeline.components.actors import ActorFinder
from pipeline.components.mentions import Mention

PERSON = ["Zoé Omega|PER"]
"""Somebody whom no lexicon has."""


def find(sentence: str, published: str | None = "2018-05-03") -> dict[str, Mention]:
    return read_mentions(ActorFinder()(make_doc(sentence, published=published, ents=PERSON)))


# id: (phrase, words of the mention, its (name, code)s)
PHRASES = {
    "army and demonym": ("l'/DET armée/NOUN israélienne/ADJ", "armée israélienne", [("Israël", "ISR")]),
    "army of a state": ("l'/DET armée/NOUN de/ADP Israël/PROPN", "armée de Israël", [("Israël", "ISR")]),
    "of a state with an article": (
        "l'/DET armée/NOUN de/ADP la/DET Russie/PROPN", "armée de la Russie", [("Russie", "RUS")],
    ),
    "contracted": ("l'/DET armée/NOUN du/ADP Mali/PROPN", "armée du Mali", [("Mali", "MLI")]),
    "an adjective between": (
        "l'/DET armée/NOUN régulière/ADJ russe/ADJ", "armée régulière russe", [("Russie", "RUS")],
    ),
    "office holder": ("le/DET président/NOUN français/ADJ", "président français", [("Emmanuel Macron", "FRA")]),
    "office without a known holder": ("le/DET ministre/NOUN français/ADJ", "ministre français", [("France", "FRA")]),
    "former office holder": ("l'/DET ancien/ADJ chef/NOUN de/ADP la/DET diplomatie/NOUN allemande/ADJ",
                             "ancien chef de la diplomatie allemande", [("Allemagne", "DEU")]),
    "two states": (
        "les/DET ministres/NOUN français/ADJ et/CCONJ allemand/ADJ", "ministres français et allemand",
        [("France", "FRA"), ("Allemagne", "DEU")],
    ),
    "presidents of two states": (
        "les/DET présidents/NOUN français/ADJ et/CCONJ russe/ADJ", "présidents français et russe",
        [("Emmanuel Macron", "FRA"), ("Vladimir Poutine", "RUS")],
    ),
    "prime minister, a noun to no tagger": (
        "le/DET Premier/ADJ ministre/NOUN israélien/ADJ", "Premier ministre israélien", [("Benjamin Netanyahu", "ISR")],
    ),
    "former with a prefix": ("l'/DET ex-président/NOUN français/ADJ", "ex-président français", [("France", "FRA")]),
    "not yet in office": ("le/DET Premier/ADJ ministre/NOUN désigné/ADJ israélien/ADJ",
                          "Premier ministre désigné israélien", [("Israël", "ISR")]),
    "court of a town that is a body elsewhere": (
        "le/DET parquet/NOUN de/ADP Bruxelles/PROPN", "parquet de Bruxelles", [("Belgique", "BEL")],
    ),
    "armed groups are no firms": (
        "les/DET groupes/NOUN armés/ADJ maliens/ADJ", "groupes armés maliens", [("groupes armés maliens", "MLI_OPP")],
    ),
    "a firm with its name": (
        "la/DET société/NOUN turque/ADJ Sigma/PROPN", "société turque", [("société turque", "TUR_BUS")],
    ),
    "forces of a marshal": (
        "les/DET forces/NOUN du/ADP maréchal/NOUN Khalifa/PROPN Haftar/PROPN", "forces du maréchal Khalifa Haftar",
        [("Khalifa Haftar", "LBY_OPP")],
    ),
    "master of a house": ("le/DET chef/NOUN du/ADP Kremlin/PROPN", "chef du Kremlin", [("Vladimir Poutine", "RUS")]),
    "occupant of a house": (
        "le/DET locataire/NOUN de/ADP la/DET Maison/PROPN Blanche/PROPN", "locataire de la Maison Blanche",
        [("Donald Trump", "USA")],
    ),
    "master of a ministry": (
        "le/DET patron/NOUN du/ADP Pentagone/PROPN", "patron du Pentagone", [("Jim Mattis", "USA")],
    ),
    "government of somebody": (
        "le/DET gouvernement/NOUN de/ADP Theresa/PROPN May/PROPN", "gouvernement de Theresa May",
        [("Royaume-Uni", "GBR")],
    ),
    "somebody whom the model has missed": (
        "le/DET ministre/NOUN turc/ADJ Ida/PROPN Sigma/PROPN", "ministre turc Ida Sigma", [("Ida Sigma", "TUR")],
    ),
    "adjectives before the name": (
        "le/DET ministre/NOUN turc/ADJ libéral/ADJ Zoé/PROPN Omega/PROPN", "ministre turc libéral Zoé Omega",
        [("Zoé Omega", "TUR")],
    ),
    "a role of a role": (
        "le/DET porte-parole/NOUN du/ADP gouvernement/NOUN turc/ADJ", "porte-parole du gouvernement turc",
        [("Turquie", "TUR")],
    ),
    "the remit before the demonym": (
        "le/DET ministre/NOUN de/ADP la/DET Défense/PROPN israélien/ADJ", "ministre de la Défense israélien",
        [("Avigdor Lieberman", "ISR")],
    ),
    "seat of an ambassador": (
        "l'/DET ambassadeur/NOUN russe/ADJ à/ADP l'/DET ONU/PROPN", "ambassadeur russe à l'ONU", [("Russie", "RUS")],
    ),
    "subject of an envoy": (
        "l'/DET envoyé/NOUN spécial/ADJ de/ADP l'/DET ONU/PROPN pour/ADP la/DET Syrie/PROPN",
        "envoyé spécial de l'ONU pour la Syrie", [("Staffan de Mistura", "UN")],
    ),
    "citizens": (
        "des/DET journalistes/NOUN français/ADJ", "journalistes français", [("journalistes français", "FRA_CIV")],
    ),
    "firms": (
        "des/DET entreprises/NOUN chinoises/ADJ", "entreprises chinoises", [("entreprises chinoises", "CHN_BUS")],
    ),
    "government alone": ("le/DET gouvernement/NOUN répond/VERB", "gouvernement", []),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "words", "expected"), PHRASES.values(), ids=PHRASES.keys())
def test_role_phrases(phrase: str, words: str, expected: list[tuple[str, str]]) -> None:
    found = find(phrase)
    assert list(found) == [words]
    assert [actor[1:] for actor in found[words].actors] == expected


REMITS = {
    "defence": ("le/DET ministre/NOUN israélien/ADJ de/ADP la/DET Défense/PROPN", "Avigdor Lieberman"),
    "foreign affairs": ("le/DET ministre/NOUN allemand/ADJ des/ADP Affaires/PROPN étrangères/ADJ", "Heiko Maas"),
}


@pytest.mark.parametrize(("phrase", "name"), REMITS.values(), ids=REMITS.keys())
def test_the_remit_may_stand_behind_the_demonym(phrase: str, name: str) -> None:
    [mention] = find(phrase).values()
    assert [actor[1] for actor in mention.actors] == [name]


HOLDERS = {
    "in 2018": ("2018-05-03", "Emmanuel Macron"),
    "in 2015": ("2015-05-03", "François Hollande"),
    "publication unknown": (None, "France"),
    "before the lexicon": ("1800-05-03", "France"),
}


@pytest.mark.parametrize(("published", "name"), HOLDERS.values(), ids=HOLDERS.keys())
def test_the_holder_is_that_of_the_day_of_publication(published: str | None, name: str) -> None:
    [mention] = find("le/DET président/NOUN français/ADJ", published).values()
    assert [actor[1:] for actor in mention.actors] == [(name, "FRA")]


# id: (phrase, words of the mention that holds the name, name and code)
PERSONS = {
    "role, demonym, name": (
        "le/DET ministre/NOUN turc/ADJ Zoé/PROPN Omega/PROPN", "ministre turc Zoé Omega", ("Zoé Omega", "TUR"),
    ),
    "role, demonym, remit, name": (
        "le/DET ministre/NOUN turc/ADJ de/ADP la/DET Défense/PROPN Zoé/PROPN Omega/PROPN",
        "ministre turc de la Défense Zoé Omega", ("Zoé Omega", "TUR"),
    ),
    "role, state, name": (
        "le/DET ministre/NOUN du/ADP Mali/PROPN Zoé/PROPN Omega/PROPN", "ministre du Mali Zoé Omega",
        ("Zoé Omega", "MLI"),
    ),
    "name behind a comma": (
        "le/DET ministre/NOUN turc/ADJ ,/PUNCT Zoé/PROPN Omega/PROPN", "ministre turc, Zoé Omega", ("Zoé Omega", "TUR"),
    ),
    "citizen": (
        "le/DET journaliste/NOUN turc/ADJ Zoé/PROPN Omega/PROPN", "journaliste turc Zoé Omega",
        ("Zoé Omega", "TUR_CIV"),
    ),
    "role without a state": ("le/DET ministre/NOUN Zoé/PROPN Omega/PROPN", "ministre Zoé Omega", ("Zoé Omega", None)),
    "a known person knows the state": (
        "la/DET chancelière/NOUN Angela/PROPN Merkel/PROPN", "chancelière Angela Merkel", ("Angela Merkel", "DEU"),
    ),
    "known person with the state": (
        "la/DET chancelière/NOUN allemande/ADJ Angela/PROPN Merkel/PROPN", "chancelière allemande Angela Merkel",
        ("Angela Merkel", "DEU"),
    ),
    "demonym and name": (
        "avec/ADP le/DET Moldave/NOUN Zoé/PROPN Omega/PROPN", "Moldave Zoé Omega", ("Zoé Omega", "MDA"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "words", "expected"), PERSONS.values(), ids=PERSONS.keys())
def test_a_name_and_its_role_are_one_mention(phrase: str, words: str, expected: tuple[str, str | None]) -> None:
    found = find(phrase)
    assert list(found) == [words]
    [actor] = found[words].actors
    assert actor[1:] == expected
    assert found[words].kind == "person"


APPOSITIONS = {
    "behind a comma": "Zoé/PROPN Omega/PROPN ,/PUNCT ministre/NOUN turc/ADJ",
    "with an article": "Zoé/PROPN Omega/PROPN ,/PUNCT le/DET ministre/NOUN turc/ADJ",
    "in brackets": "Zoé/PROPN Omega/PROPN (/PUNCT ministre/NOUN turc/ADJ )/PUNCT",
}


@pytest.mark.parametrize("phrase", APPOSITIONS.values(), ids=APPOSITIONS.keys())
def test_a_role_behind_a_name_is_the_same_person(phrase: str) -> None:
    found = find(phrase)
    person, role = found["Zoé Omega"], found["ministre turc"]
    assert person.actors == role.actors
    assert person.actors[0][1:] == ("Zoé Omega", "TUR")


NOT_MERGED = {
    "no comma": ("Zoé/PROPN Omega/PROPN rencontre/VERB le/DET ministre/NOUN turc/ADJ", "Zoé Omega", None),
    "several officials": ("Zoé/PROPN Omega/PROPN ,/PUNCT des/DET ministres/NOUN turcs/ADJ", "Zoé Omega", None),
    "a list": ("Zoé/PROPN Omega/PROPN ,/PUNCT l'/DET armée/NOUN turque/ADJ", "Zoé Omega", None),
}


@pytest.mark.parametrize(("phrase", "words", "code"), NOT_MERGED.values(), ids=NOT_MERGED.keys())
def test_what_is_no_apposition(phrase: str, words: str, code: str | None) -> None:
    assert find(phrase)[words].actors[0][2] is code


# id: (phrase, words that are no role in it, actors that are left)
NO_ROLES = {
    "society": ("la/DET société/NOUN turque/ADJ change/VERB", "société turque", set()),
    "name of an association": ("selon/ADP la/DET Société/NOUN turque/ADJ", "Société turque", set()),
    "a coup": ("le/DET coup/NOUN d'/ADP État/NOUN malien/ADJ", "État malien", set()),
    "what somebody is against": (
        "l'/DET opposition/NOUN de/ADP Moscou/PROPN à/ADP l'/DET accord/NOUN", "opposition de Moscou", {"Moscou"},
    ),
    "head of a federation": (
        "le/DET directeur/NOUN général/ADJ de/ADP la/DET fédération/NOUN turque/ADJ",
        "directeur général de la fédération turque", set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "words", "left"), NO_ROLES.values(), ids=NO_ROLES.keys())
def test_what_is_no_role(phrase: str, words: str, left: set[str]) -> None:
    found = find(phrase)
    assert words not in found
    assert {name for name, mention in found.items() if mention.actors} == left


def test_a_verb_is_no_role() -> None:
    assert find("Paris/PROPN garde/NOUN présidente/VERB").keys() == {"Paris"}


def test_a_phrase_ends_with_its_sentence() -> None:
    doc = make_doc("arrivée/NOUN du/ADP ministre/NOUN", "Français/ADJ et/CCONJ Russes/NOUN manifestent/VERB")
    assert read_mentions(ActorFinder()(doc))["ministre"].actors == ()


def test_the_code_of_a_known_person_wins_over_none_and_the_role_over_no_office() -> None:
    [merged] = find("le/DET président/NOUN Vladimir/PROPN Poutine/PROPN").values()
    assert [actor[1:] for actor in merged.actors] == [("Vladimir Poutine", "RUS")]
