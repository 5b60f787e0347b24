"""The spaCy component and the tense of verbs, on Docs made by hand."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components import timex as component
from pipeline.timex.tense import direction

NLP = spacy.blank("fr")
PRES = "Tense=Pres|Mood=Ind|VerbForm=Fin"
FUT = "Tense=Fut|Mood=Ind|VerbForm=Fin"
IMP = "Tense=Imp|Mood=Ind|VerbForm=Fin"
CND = "Mood=Cnd|VerbForm=Fin"
INF = "VerbForm=Inf"
PART = "Tense=Past|VerbForm=Part"


def make_doc(tokens: str, published: str | None = "2017-05-03") -> Doc:
    """Build a parsed Doc from ``word/POS/lemma/head/dep/morph`` separated by spaces (``_`` for no morph)."""
    rows = [token.split("/") for token in tokens.split()]
    doc = Doc(
        NLP.vocab,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        lemmas=[row[2] for row in rows],
        heads=[int(row[3]) for row in rows],
        deps=[row[4] for row in rows],
        morphs=["" if row[5] == "_" else row[5] for row in rows],
    )
    doc._.published_date = published
    return doc


IL = "Il/PRON/il/{}/nsubj/_"
A = f"a/AUX/avoir/2/aux:tense/{PRES}"
SIGNED = f"signé/VERB/signer/2/ROOT/{PART}"
AGREED = f"convenu/VERB/convenir/2/ROOT/{PART}"


def clause(*tokens: str, on: int) -> str:
    """Return the tokens with a weekday that hangs on one of them."""
    return " ".join([*tokens, f"mardi/NOUN/mardi/{on}/obl:mod/_"])


CASES = {
    "past compound": (clause(IL.format(2), A, SIGNED, on=2), "past"),
    "future": (clause(IL.format(1), f"signera/VERB/signer/1/ROOT/{FUT}", on=1), "future"),
    "present": (clause(IL.format(1), f"signe/VERB/signer/1/ROOT/{PRES}", on=1), "nearest"),
    "imperfect": (clause(IL.format(1), f"signait/VERB/signer/1/ROOT/{IMP}", on=1), "past"),
    "conditional": (clause(IL.format(1), f"irait/VERB/aller/1/ROOT/{CND}", on=1), "future"),
    "conditional tagged as imperfect": (clause(IL.format(1), f"rendrait/VERB/rendre/1/ROOT/{IMP}", on=1), "future"),
    "rumour": (clause(IL.format(2), f"aurait/AUX/avoir/2/aux:tense/{CND}", SIGNED, on=2), "past"),
    "passive conditional": (
        clause(IL.format(2), f"serait/AUX/être/2/aux:pass/{CND}", f"élu/VERB/élire/2/ROOT/{PART}", on=2), "future",
    ),
    "passive infinitive": (
        clause(IL.format(1), f"doit/VERB/devoir/1/ROOT/{PRES}", f"être/AUX/être/3/aux:pass/{INF}",
               f"levé/VERB/lever/1/xcomp/{PART}", on=3), "future",
    ),
    "since an election": (
        clause(IL.format(1), f"gouverne/VERB/gouverner/1/ROOT/{PRES}", "depuis/ADP/depuis/3/case/_",
               "scrutin/NOUN/scrutin/1/obl:mod/_", on=3), "past",
    ),
    "aller": (
        clause(IL.format(1), f"va/VERB/aller/1/ROOT/{PRES}", f"signer/VERB/signer/1/xcomp/{INF}", on=2), "future",
    ),
    "devoir": (
        clause(IL.format(1), f"doit/VERB/devoir/1/ROOT/{PRES}", f"signer/VERB/signer/1/xcomp/{INF}", on=2), "future",
    ),
    "past of devoir": (
        clause(IL.format(2), A, f"dû/VERB/devoir/2/ROOT/{PART}", f"signer/VERB/signer/2/xcomp/{INF}", on=3), "past",
    ),
    "was to": (
        clause(IL.format(1), f"devait/VERB/devoir/1/ROOT/{IMP}", f"signer/VERB/signer/1/xcomp/{INF}", on=2), "nearest",
    ),
    "was awaited": (
        clause(IL.format(2), f"était/AUX/être/2/aux:pass/{IMP}", f"attendu/VERB/attendre/2/ROOT/{PART}", on=2),
        "nearest",
    ),
    "convened for a day": (
        f"Il/PRON/il/2/nsubj/_ est/AUX/être/2/aux:pass/{PRES} convoqué/VERB/convoquer/2/ROOT/{PART} "
        "pour/ADP/pour/4/case/_ mardi/NOUN/mardi/2/obl/_", "future",
    ),
    "before a vote": (
        clause(IL.format(2), A, SIGNED, "avant/ADP/avant/4/case/_", "scrutin/NOUN/scrutin/2/obl/_", on=4), "future",
    ),
    "planned visit": (clause("visite/NOUN/visite/0/ROOT/_", f"prévue/VERB/prévoir/0/acl/{PART}", on=1), "future"),
    "arranged meeting": (clause(IL.format(2), A, AGREED, "rencontre/NOUN/rencontre/2/obl/_", on=3), "future"),
    "day of arranging": (clause(IL.format(2), A, AGREED, on=2), "past"),
    "noun of a present": (
        clause(IL.format(1), f"évoque/VERB/évoquer/1/ROOT/{PRES}", "raid/NOUN/raid/1/obj/_", on=2), None,
    ),
    "phrase before": (
        clause("interview/NOUN/interview/3/obl/_", "il/PRON/il/3/nsubj/_", f"a/AUX/avoir/3/aux:tense/{PRES}",
               f"annoncé/VERB/annoncer/3/ROOT/{PART}", on=0), "past",
    ),
    "noun of a past": (clause(IL.format(2), A, SIGNED, "texte/NOUN/texte/2/obj/_", on=3), "past"),
    "vote of a past": (clause(IL.format(2), A, SIGNED, "scrutin/NOUN/scrutin/2/obj/_", on=3), "nearest"),
    "vote that was won": (
        clause(IL.format(2), A, f"gagné/VERB/gagner/2/ROOT/{PART}", "scrutin/NOUN/scrutin/2/obj/_", on=3), "past",
    ),
    "no verb": (clause("Rencontre/NOUN/rencontre/0/ROOT/_", on=0), None),
}  # fmt: skip


@pytest.mark.parametrize(("tokens", "expected"), CASES.values(), ids=CASES.keys())
def test_direction_of_the_governing_verb(tokens: str, expected: str | None) -> None:
    doc = make_doc(tokens)
    assert direction(doc[len(doc) - 1 :]) == expected


def test_no_parse_gives_no_direction() -> None:
    doc = NLP.make_doc("Il a signé mardi")
    assert direction(doc[3:]) is None


def test_component_writes_plain_values() -> None:
    doc = component.mark_time_expressions(make_doc(CASES["future"][0]))
    [span] = doc.spans[component.SPANS]
    assert (span.text, span.label_) == ("mardi", "DATE")
    assert span._.timex == {
        "value_start": "2017-05-09", "value_end": "2017-05-09", "granularity": "day", "anchor": "publication",
        "past": ["2017-05-02", "2017-05-02"], "future": ["2017-05-09", "2017-05-09"], "bound": None,
        "rule_id": "day.weekday", "start_char": 11, "end_char": 16,
    }  # fmt: skip
    copy = Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert copy.spans[component.SPANS][0]._.timex == span._.timex


def test_expression_within_a_token_is_stretched_to_it() -> None:
    doc = Doc(NLP.vocab, words=["Sommet", "(mardi)"])
    doc._.published_date = "2017-05-03"
    component.mark_time_expressions(doc)
    [span] = doc.spans[component.SPANS]
    assert span.text == "(mardi)"
    assert doc.text[span._.timex["start_char"] : span._.timex["end_char"]] == "mardi"


def test_without_publication_date_values_are_null() -> None:
    doc = component.mark_time_expressions(make_doc(CASES["future"][0], None))
    [span] = doc.spans[component.SPANS]
    assert span.text == "mardi"
    assert span._.timex["value_start"] is None


def test_a_publication_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="ISO day"):
        component.mark_time_expressions(make_doc(CASES["future"][0], "hier"))


def test_factory_is_registered() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe(component.NAME)
    doc = nlp("Ils ont signé le 3 mai 2017.")
    assert [span.text for span in doc.spans[component.SPANS]] == ["le 3 mai 2017"]
