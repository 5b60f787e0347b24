"""Roles filled from mentions put by hand, with frames made for the purpose."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.tokens import Doc

from docs import ACT, MEET, make_doc, make_frame, make_rule, mention, put_entities, put_trigger, put_weights, side
from pipeline import rules
from pipeline.components import mentions as store
from pipeline.components.arguments import NEAR, ArgumentFinder, is_event, is_venue
from pipeline.components.triggers import TRIGGERS
from pipeline.rules import Frame

ACCUSE = "accuse/VERB///accuser/pres"
AROUND = make_frame("around", source="subject", target="object,dative")
BEFORE = make_frame("before", source="subject", target="object")
ALL = make_frame("all", participant="subject,object,prep:avec,prep:entre")
STRIKE = make_frame(source="adjective,prep:de,possessive,subject", target="prep:contre,prep:en")
HELD = make_frame(source="subject,where", target="object")
SWAP = make_frame("all", mutual=True, participant="subject,prep:avec,prep:entre")


def fill(
    doc: Doc,
    words: str,
    frame: Frame,
    monkeypatch: pytest.MonkeyPatch,
    *,
    event_type: str = "accusation",
    pos: str = "VERB",
) -> list[dict[str, Any]]:
    """Return the participants of the trigger with these words, no target chosen; none where it is dropped."""
    put_weights(monkeypatch, target={"none": 9.0})
    rule_id = f"{event_type}.x"
    monkeypatch.setattr(rules, "load", lambda: (make_rule(rule_id, words, pos=pos, frame=frame),))
    put_trigger(doc, words, rule_id)
    ArgumentFinder()(doc)
    return [p for trigger in doc.spans[TRIGGERS] for p in trigger._.event["participants"]]


def roles(participants: list[dict[str, Any]]) -> list[tuple[str, str | None, str]]:
    return [(p["role"], p["code"], p["how"]) for p in participants]


# id: (sentence, words → code, trigger, frame, participants)
ACTS = {
    "by frame": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse", {"Paris": "FRA", "Moscou": "RUS"}, "accuse", ACT,
        [("source", "FRA", "frame"), ("target", "RUS", "frame")],
    ),
    "several targets": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse et/CCONJ/cc/Minsk Minsk/PROPN/conj/Moscou",
        {"Paris": "FRA", "Moscou": "RUS", "Minsk": "BLR"}, "accuse", ACT,
        [("source", "FRA", "frame"), ("target", "RUS", "frame"), ("target", "BLR", "frame")],
    ),
    "actor inside its phrase": (
        f"responsables/NOUN/nsubj/accuse de/ADP/case/armée armée/NOUN/nmod/responsables turque/ADJ/amod/armée {ACCUSE} "
        "Moscou/PROPN/obj/accuse", {"armée turque": "TUR", "Moscou": "RUS"}, "accuse", ACT,
        [("source", "TUR", "frame"), ("target", "RUS", "frame")],
    ),
    "passive": (
        "Moscou/PROPN/nsubj:pass/accusé est/AUX/aux:pass/accusé/être/pres accusé/VERB///accuser/part "
        "par/ADP/case/Paris Paris/PROPN/obl:agent/accusé", {"Paris": "FRA", "Moscou": "RUS"}, "accusé", ACT,
        [("source", "FRA", "frame"), ("target", "RUS", "frame")],
    ),
    "one mention of several actors": (
        f"ministres/NOUN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse", {"ministres": "FRA+DEU", "Moscou": "RUS"},
        "accuse", ACT, [("source", "FRA", "frame"), ("source", "DEU", "frame"), ("target", "RUS", "frame")],
    ),
    "nearest around": (
        f"Rome/PROPN/obl/accuse Paris/PROPN/obl/accuse on/PRON/nsubj/accuse {ACCUSE} cela/PRON/obj/accuse "
        "Moscou/PROPN/obl/accuse Minsk/PROPN/obl/accuse",
        {"Rome": "ITA", "Paris": "FRA", "Moscou": "RUS", "Minsk": "BLR"}, "accuse", AROUND,
        [("source", "FRA", "nearness_against_parse"), ("target", "RUS", "nearness_against_parse")],
    ),
    "nearest where the parse has nobody": (
        f"Paris/PROPN/dep/accuse {ACCUSE} Moscou/PROPN/dep/accuse", {"Paris": "FRA", "Moscou": "RUS"}, "accuse", AROUND,
        [("source", "FRA", "nearness"), ("target", "RUS", "nearness")],
    ),
    "what the text is about is no side": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} sur/ADP/case/Moscou Moscou/PROPN/obl:mod/accuse",
        {"Paris": "FRA", "Moscou": "RUS"}, "accuse", AROUND, [("source", "FRA", "frame")],
    ),
    "one actor does not act on itself": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} France/PROPN/obj/accuse", {"Paris": "FRA", "France": "FRA"}, "accuse", ACT,
        [],
    ),
    "no fallback": (
        f"Paris/PROPN/dep/accuse {ACCUSE} Moscou/PROPN/obj/accuse", {"Paris": "FRA", "Moscou": "RUS"}, "accuse",
        make_frame(source="subject", target="dative"), [],
    ),
    "fallback before only": (
        f"Paris/PROPN/dep/accuse {ACCUSE} Moscou/PROPN/dep/accuse", {"Paris": "FRA", "Moscou": "RUS"}, "accuse", BEFORE,
        [("source", "FRA", "nearness")],
    ),
    "too far": (
        " ".join(["Paris/PROPN", *["et/CCONJ"] * (NEAR + 1), ACCUSE]), {"Paris": "FRA"}, "accuse", BEFORE, [],
    ),
    "just near enough": (
        " ".join(["Paris/PROPN", *["et/CCONJ"] * NEAR, ACCUSE]), {"Paris": "FRA"}, "accuse", BEFORE,
        [("source", "FRA", "nearness")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ACTS.values(), ids=ACTS.keys())
def test_roles_of_an_act(
    case: tuple[str, dict[str, str], str, Frame, list[tuple[str, str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence, actors, trigger, frame, expected = case
    doc = make_doc(sentence)
    put_entities(doc, *(mention(doc, words, code) for words, code in actors.items()))
    assert roles(fill(doc, trigger, frame, monkeypatch)) == expected


MEETINGS = {
    "side by side": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres Moscou/PROPN/obj/rencontre",
        {"Paris": "FRA", "Moscou": "RUS"}, MEET, ["FRA", "RUS"],
    ),
    "with": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres avec/ADP/case/Moscou "
        "Moscou/PROPN/obl:arg/rencontre",
        {"Paris": "FRA", "Moscou": "RUS"}, MEET, ["FRA", "RUS"],
    ),
    "the clause completes one side": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres Moscou/PROPN/dep/rencontre",
        {"Paris": "FRA", "Moscou": "RUS"}, ALL, ["FRA", "RUS"],
    ),
    "two sides are enough": (
        "Rome/PROPN/dep/rencontre Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres "
        "Moscou/PROPN/obj/rencontre",
        {"Paris": "FRA", "Moscou": "RUS", "Rome": "ITA"}, ALL, ["FRA", "RUS"],
    ),
    "two officials of one state meet at home": (
        "Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres France/PROPN/obj/rencontre",
        {"Paris": "FRA", "France": "FRA"}, ALL, [],
    ),
    "a list whose middle the parse has lost": (
        "Paris/PROPN/nsubj/rencontre ,/PUNCT Rome/PROPN/dep/rencontre et/CCONJ Berlin/PROPN/conj/Paris "
        "rencontre/VERB///rencontrer/pres Moscou/PROPN/obj/rencontre",
        {"Paris": "FRA", "Rome": "ITA", "Berlin": "DEU", "Moscou": "RUS"}, MEET, ["DEU", "FRA", "ITA", "RUS"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "actors", "frame", "expected"), MEETINGS.values(), ids=MEETINGS.keys())
def test_sides_of_a_meeting(
    sentence: str, actors: dict[str, str], frame: Frame, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doc = make_doc(sentence)
    put_entities(doc, *(mention(doc, words, code) for words, code in actors.items()))
    found = fill(doc, "rencontre", frame, monkeypatch, event_type="meeting")
    assert {p["role"] for p in found} <= {"participant"}
    assert sorted(p["code"] for p in found) == expected


def test_a_mutual_act_makes_each_side_source_and_target(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("échange/NOUN entre/ADP/case/Kiev Kiev/PROPN/nmod/échange et/CCONJ/cc/Moscou Moscou/PROPN/conj/Kiev")
    put_entities(doc, mention(doc, "Kiev", "UKR"), mention(doc, "Moscou", "RUS"))
    found = fill(doc, "échange", SWAP, monkeypatch, event_type="release", pos="NOUN")
    assert sorted((p["role"], p["code"]) for p in found) == [
        ("source", "RUS"), ("source", "UKR"), ("target", "RUS"), ("target", "UKR"),
    ]  # fmt: skip


def test_noun_with_demonym(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("frappes/NOUN russes/ADJ/amod/frappes contre/ADP/case/Damas Damas/PROPN/nmod/frappes")
    put_entities(doc, mention(doc, "Damas", "SYR"))
    put_entities(doc, mention(doc, "russes", "RUS", "demonym"), key=store.ADJECTIVES)
    found = fill(doc, "frappes", STRIKE, monkeypatch, event_type="armed_attack", pos="NOUN")
    assert roles(found) == [("source", "RUS", "frame"), ("target", "SYR", "frame")]


def test_possessive_stands_for_the_nearest_actor_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(
        "Rome/PROPN/obl/lance Moscou/PROPN/nsubj/lance lance/VERB ses/DET/det/frappes frappes/NOUN/obl/lance "
        "contre/ADP/case/Damas Damas/PROPN/nmod/frappes"
    )
    put_entities(doc, mention(doc, "Rome", "ITA"), mention(doc, "Moscou", "RUS"), mention(doc, "Damas", "SYR"))
    frame = make_frame(source="possessive", target="prep:contre")
    found = fill(doc, "frappes", frame, monkeypatch, event_type="armed_attack", pos="NOUN")
    assert roles(found) == [("source", "RUS", "frame"), ("target", "SYR", "frame")]


def test_support_verb_gives_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(
        "Moscou/PROPN/nsubj/mène mène/VERB///mener/pres frappes/NOUN/obj/mène contre/ADP/case/Damas "
        "Damas/PROPN/nmod/frappes"
    )
    put_entities(doc, mention(doc, "Moscou", "RUS"), mention(doc, "Damas", "SYR"))
    found = fill(doc, "frappes", STRIKE, monkeypatch, event_type="armed_attack", pos="NOUN")
    assert roles(found) == [("source", "RUS", "frame"), ("target", "SYR", "frame")]


def test_the_state_where_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(
        "pasteur/NOUN/nsubj:pass/détenu est/AUX/aux:pass/détenu/être/pres détenu/VERB///détenir/part "
        "à/ADP/case/Ankara Ankara/PROPN/obl:mod/détenu"
    )
    put_entities(
        doc,
        mention(doc, "pasteur", "USA_CIV", "role"),
        mention(doc, "Ankara", None, "city", country="TUR", locative=True),
    )
    found = fill(doc, "détenu", HELD, monkeypatch, event_type="detention")
    assert roles(found) == [("target", "USA_CIV", "frame"), ("source", "TUR", "place")]


def test_a_venue_is_no_participant(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(
        "Paris/PROPN/nsubj/rencontre rencontre/VERB///rencontrer/pres Moscou/PROPN/obj/rencontre en/ADP marge/NOUN "
        "du/ADP/case/G20 G20/PROPN/dep/rencontre"
    )
    venue = mention(doc, "G20", "G20", "organisation")
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Moscou", "RUS"), venue)
    assert is_venue(doc, venue)
    frame = make_frame("all", participant="subject,object,prep:de")
    assert [p["code"] for p in fill(doc, "rencontre", frame, monkeypatch, event_type="meeting")] == ["FRA", "RUS"]


VENUES = {
    "in the margin": ("en/ADP marge/NOUN du/ADP G20/PROPN", "organisation", True),
    "on the occasion": ("à/ADP l'/DET occasion/NOUN du/ADP G20/PROPN", "organisation", True),
    "plain": ("le/DET sommet/NOUN du/ADP G20/PROPN", "organisation", False),
    "a state is no gathering": ("en/ADP marge/NOUN du/ADP Mali/PROPN", "state", False),
    "far away": ("marge/NOUN et/CCONJ et/CCONJ et/CCONJ et/CCONJ et/CCONJ et/CCONJ G20/PROPN", "organisation", False),
}


@pytest.mark.parametrize(("phrase", "kind", "expected"), VENUES.values(), ids=VENUES.keys())
def test_is_venue(phrase: str, kind: str, expected: bool) -> None:
    doc = make_doc(phrase)
    assert is_venue(doc, mention(doc, doc[-1].text, "XXX", kind)) is expected


def test_a_place_is_taken_by_no_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(f"Paris/PROPN/nsubj/accuse {ACCUSE} à/ADP/case/Rome Rome/PROPN/dep/accuse")
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Rome", "ITA", locative=True))
    assert roles(fill(doc, "accuse", AROUND, monkeypatch)) == [("source", "FRA", "frame")]


def test_participants_point_to_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(f"le/DET/det/Kremlin Kremlin/PROPN/nsubj/accuse {ACCUSE} Rome/PROPN/obj/accuse")
    put_entities(doc, mention(doc, "Kremlin", "RUS", "residence"), mention(doc, "Rome", "ITA"))
    first, second = fill(doc, "accuse", ACT, monkeypatch)
    assert [doc.text[p["start_char"] : p["end_char"]] for p in (first, second)] == ["Kremlin", "Rome"]
    assert (first["name"], first["kind"], first["slot"]) == ("nom de RUS", "residence", "subject")


def test_actors_of_another_sentence_are_no_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Paris/PROPN", f"on/PRON/nsubj/accuse {ACCUSE}", "Rome/PROPN")
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Rome", "ITA"))
    assert fill(doc, "accuse", AROUND, monkeypatch) == []


def test_home_affairs_are_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(f"Paris/PROPN/nsubj/accuse {ACCUSE} ministres/NOUN/obj/accuse Rome/PROPN/dep/accuse")
    put_entities(
        doc, mention(doc, "Paris", "FRA"), mention(doc, "ministres", "FRA", "role"), mention(doc, "Rome", "ITA")
    )
    assert fill(doc, "accuse", AROUND, monkeypatch) == []


S, T, P = "source", "target", "participant"

EVENTS = {
    "two states": ("meeting", [side(P, "FRA"), side(P, "RUS")], True),
    "one state meets nobody": ("meeting", [side(P, "FRA")], False),
    "a state and its own citizens": ("detention", [side(S, "FRA"), side(T, "FRA_CIV")], False),
    "a state and citizens of another": ("detention", [side(S, "FRA"), side(T, "RUS_CIV")], True),
    "a unilateral act": ("sanctions", [side(S, "FRA")], True),
    "an act by private persons alone": ("accusation", [side(S, "FRA_CIV")], False),
    "an act by firms alone": ("accusation", [side(S, "FRA_BUS")], False),
    "a target alone": ("accusation", [side(T, "FRA")], False),
    "opposition against its state": ("armed_attack", [side(S, "SYR_OPP"), side(T, "SYR")], True),
    "unknown actors": ("accusation", [side(S, None), side(T, None)], False),
    "an unknown actor is no second side": ("meeting", [side(P, "FRA"), side(P, None)], False),
    "nobody": ("sanctions", [], False),
}


@pytest.mark.parametrize(("event_type", "sides", "expected"), EVENTS.values(), ids=EVENTS.keys())
def test_is_event(event_type: str, sides: list[dict[str, Any]], expected: bool) -> None:
    assert is_event(event_type, sides) is expected
