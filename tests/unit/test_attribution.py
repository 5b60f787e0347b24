"""At which gathering something happens, and on whose word it is told."""

from __future__ import annotations

from typing import Any

import pytest

from docs import make_doc, mention, put_entities, put_trigger, side
from pipeline.components.circumstances import Circumstances
from pipeline.components.triggers import TRIGGERS

MEETING = "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre {}"

VENUES = {
    "in the margin": ("en/ADP marge/NOUN du/ADP G20/PROPN", "G20"),
    "before an assembly, by its longer name": (
        "devant/ADP l'/DET Assemblée/NOUN générale/ADJ des/ADP Nations/PROPN unies/ADJ",
        "Assemblée générale de l'ONU",
    ),
    "a bare preposition": ("au/ADP forum/NOUN de/ADP Davos/PROPN", "forum de Davos"),
    "what is talked about": ("sur/ADP le/DET G20/PROPN", None),
    "who is meant": ("contre/ADP le/DET Conseil/NOUN de/ADP sécurité/NOUN", None),
    "part of a longer word": ("au/ADP copilote/NOUN", None),
}


@pytest.mark.parametrize(("phrase", "expected"), VENUES.values(), ids=VENUES.keys())
def test_venue(phrase: str, expected: str | None) -> None:
    doc = make_doc(MEETING.format(phrase))
    put_trigger(doc, "rencontre", "meeting.x", status="occurred", participants=[side("participant", "FRA")])
    Circumstances()(doc)
    assert doc.spans[TRIGGERS][0]._.event["venue"] == expected


def test_a_gathering_is_no_venue_of_itself() -> None:
    doc = make_doc("à/ADP/case/sommet sommet/NOUN du/ADP/case/G20 G20/PROPN/nmod/sommet Paris/PROPN")
    put_trigger(doc, "sommet du G20", "summit.x", status="occurred", participants=[side("participant", "G20")])
    Circumstances()(doc)
    assert doc.spans[TRIGGERS][0]._.event["venue"] is None


def test_a_speech_has_one_venue() -> None:
    doc = make_doc(
        "Paris/PROPN/nsubj/accuse accuse/VERB Moscou/PROPN/obj/accuse au/ADP G7/PROPN",
        "Paris/PROPN/nsubj/exige exige/VERB Moscou/PROPN/obj/exige",
        "Rome/PROPN/nsubj/salue salue/VERB Moscou/PROPN/obj/salue",
        "Paris/PROPN/nsubj/reçoit reçoit/VERB Moscou/PROPN/obj/reçoit",
    )
    for words, rule, code in (
        ("accuse", "accusation.x", "FRA"), ("exige", "request.x", "FRA"), ("salue", "support_statement.x", "ITA"),
        ("reçoit", "meeting.x", "FRA"),
    ):  # fmt: skip
        put_trigger(doc, words, rule, status="occurred", participants=[side("source", code), side("target", "RUS")])
    Circumstances()(doc)
    venues = {span.text: span._.event["venue"] for span in doc.spans[TRIGGERS]}
    assert venues == {"accuse": "G7", "exige": "G7", "salue": None, "reçoit": None}


# id: (sentence with a meeting told by Berlin, code of the reporter)
TOLD = {
    "content of a verb of saying": (
        "Berlin/PROPN/nsubj/affirme affirme/VERB///affirmer que/SCONJ/mark/rencontre Paris/PROPN/nsubj/rencontre "
        "rencontre/VERB/ccomp/affirme Moscou/PROPN/obj/rencontre", "DEU",
    ),
    "inverted subject behind its office": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre ,/PUNCT "
        "indique/VERB/parataxis/rencontre/indiquer ministre/NOUN/nsubj/indique Berlin/PROPN/flat:name/ministre", "DEU",
    ),
    "a communiqué behind the preposition": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB Moscou/PROPN/obj/rencontre selon/ADP/case/communiqué "
        "un/DET communiqué/NOUN/obl:mod/rencontre de/ADP/case/Berlin Berlin/PROPN/nmod/communiqué", "DEU",
    ),
    "where it is said": (
        "Berlin/PROPN/nsubj/affirme affirme/VERB///affirmer lors/ADP/case/rencontre rencontre/NOUN/obl:mod/affirme",
        None,
    ),
    "another verb": (
        "Berlin/PROPN/nsubj/voit voit/VERB///voir que/SCONJ/mark/rencontre Paris/PROPN/nsubj/rencontre "
        "rencontre/VERB/ccomp/voit", None,
    ),
}  # fmt: skip


def reporter(sentence: str, rule: str = "meeting.x", code: str = "FRA") -> dict[str, Any] | None:
    doc = make_doc(sentence)
    put_entities(doc, mention(doc, "Berlin", "DEU"))
    put_trigger(doc, "rencontre", rule, status="occurred", participants=[side("participant", code)])
    Circumstances()(doc)
    found: dict[str, Any] | None = doc.spans[TRIGGERS][0]._.event["reporter"]
    return found


@pytest.mark.parametrize(("sentence", "expected"), TOLD.values(), ids=TOLD.keys())
def test_reporter(sentence: str, expected: str | None) -> None:
    found = reporter(sentence)
    assert (found and found["code"]) == expected


def test_who_announces_his_own_meeting_is_no_witness() -> None:
    sentence = "Berlin/PROPN/nsubj/annonce annonce/VERB///annoncer une/DET rencontre/NOUN/obj/annonce"
    assert reporter(sentence, code="DEU") is None
    assert reporter(sentence, code="FRA") == {"name": "nom de DEU", "code": "DEU"}


def test_the_speaker_of_a_speech_act_does_not_report_it() -> None:
    assert reporter(TOLD["content of a verb of saying"][0], rule="accusation.x") is None
