"""Status of a trigger by the words that govern it."""

from __future__ import annotations

import pytest

from docs import make_doc, make_rule, put_trigger, token
from pipeline import rules
from pipeline.components.factuality import Factuality
from pipeline.components.triggers import TRIGGERS

# Sentence, trigger and its status.
CASES = {
    "compound past": (
        "Paris/PROPN/nsubj/accusé a/AUX/aux:tense/accusé/avoir/pres accusé/VERB///accuser/part", "accusé", "occurred",
    ),
    "present": ("Paris/PROPN/nsubj/accuse accuse/VERB///accuser/pres", "accuse", "occurred"),
    "imperfect": ("Paris/PROPN/nsubj/accusait accusait/VERB///accuser/imp", "accusait", "occurred"),
    "passive past": (
        "Rome/PROPN/nsubj:pass/accusée a/AUX/aux:tense/accusée/avoir/pres été/AUX/aux:pass/accusée/être/part "
        "accusée/VERB///accuser/part", "accusée", "occurred",
    ),
    "future": ("Paris/PROPN/nsubj/accusera accusera/VERB///accuser/fut", "accusera", "planned"),
    "passive future": (
        "Rome/PROPN/nsubj:pass/accusée sera/AUX/aux:pass/accusée/être/fut accusée/VERB///accuser/part", "accusée",
        "planned",
    ),
    "near future": (
        "Paris/PROPN/nsubj/va va/VERB///aller/pres rencontrer/VERB/xcomp/va//inf", "rencontrer", "planned",
    ),
    "conditional": ("Paris/PROPN/nsubj/accuserait accuserait/VERB///accuser/cnd", "accuserait", "hypothetical"),
    "form that only the tagger takes for a conditional": (
        "Paris/PROPN/nsubj/menaçait menaçait/VERB///menacer/cnd", "menaçait", "occurred",
    ),
    "form that only the tagger takes for a future": (
        "Paris/PROPN/nsubj/accueille accueille/VERB///accueillir/fut", "accueille", "occurred",
    ),
    "past conditional is hearsay": (
        "Paris/PROPN/nsubj/accusé aurait/AUX/aux:tense/accusé/avoir/cnd accusé/VERB///accuser/part", "accusé",
        "occurred",
    ),
    "condition": (
        "si/SCONJ/mark/accuse Paris/PROPN/nsubj/accuse accuse/VERB/advcl/répond/accuser/pres Rome/PROPN/nsubj/répond "
        "répond/VERB///répondre/pres", "accuse", "hypothetical",
    ),
    "what someone is unable to do": (
        "Rome/PROPN/nsubj/déplore déplore/VERB///déplorer/pres incapacité/NOUN/obj/déplore à/ADP/mark/accuser "
        "accuser/VERB/acl/incapacité//inf", "accuser", "negated",
    ),
    "what may happen": (
        "Paris/PROPN/nsubj/risque risque/VERB///risquer/pres de/ADP/mark/accuser accuser/VERB/xcomp/risque//inf",
        "accuser", "hypothetical",
    ),
    "wish": (
        "Paris/PROPN/nsubj/veut veut/VERB///vouloir/pres rencontrer/VERB/xcomp/veut//inf", "rencontrer", "hypothetical",
    ),
    "possibility": (
        "Paris/PROPN/nsubj/pourrait pourrait/VERB///pouvoir/cnd rencontrer/VERB/xcomp/pourrait//inf", "rencontrer",
        "hypothetical",
    ),
    "readiness": (
        "Paris/PROPN/nsubj/prêt est/AUX/cop/prêt/être/pres prêt/ADJ à/ADP/mark/rencontrer "
        "rencontrer/VERB/xcomp/prêt//inf",
        "rencontrer", "hypothetical",
    ),
    "intention": (
        "Paris/PROPN/nsubj/prévoit prévoit/VERB///prévoir/pres de/ADP/mark/rencontrer "
        "rencontrer/VERB/xcomp/prévoit//inf",
        "rencontrer", "planned",
    ),
    "promise": (
        "Paris/PROPN/nsubj/promis a/AUX/aux:tense/promis/avoir/pres promis/VERB///promettre/part "
        "de/ADP/mark/rencontrer rencontrer/VERB/xcomp/promis//inf", "rencontrer", "planned",
    ),
    "negation": (
        "Paris/PROPN/nsubj/accuse n'/ADV/advmod/accuse accuse/VERB///accuser/pres pas/ADV/advmod/accuse", "accuse",
        "negated",
    ),
    "negated past": (
        "Paris/PROPN/nsubj/accusé n'/ADV/advmod/accusé a/AUX/aux:tense/accusé/avoir/pres jamais/ADV/advmod/accusé "
        "accusé/VERB///accuser/part", "accusé", "negated",
    ),
    "negated future": (
        "Paris/PROPN/nsubj/accusera n'/ADV/advmod/accusera accusera/VERB///accuser/fut pas/ADV/advmod/accusera",
        "accusera", "negated",
    ),
    "negation that hangs on the auxiliary": (
        "Paris/PROPN/nsubj/accusé n'/ADV/advmod/accusé a/AUX/aux:tense/accusé/avoir/pres pas/ADV/advmod/a "
        "accusé/VERB///accuser/part", "accusé", "negated",
    ),
    "a particle alone is no negation": (
        "Paris/PROPN/nsubj/accuse ne/ADV/advmod/accuse accuse/VERB///accuser/pres que/ADV/advmod/accuse", "accuse",
        "occurred",
    ),
    "no meeting": ("aucune/DET/det/rencontre rencontre/NOUN", "rencontre", "negated"),
    "bare noun": ("la/DET/det/rencontre rencontre/NOUN", "rencontre", "occurred"),
    "planned meeting": ("rencontre/NOUN prévue/VERB/acl/rencontre/prévoir/part", "rencontre", "planned"),
    "next meeting": ("prochaine/ADJ/amod/rencontre/prochain rencontre/NOUN", "rencontre", "planned"),
    "possible meeting": ("éventuelle/ADJ/amod/rencontre/éventuel rencontre/NOUN", "rencontre", "hypothetical"),
    "project of a meeting": (
        "projet/NOUN de/ADP/case/rencontre rencontre/NOUN/nmod/projet", "rencontre", "hypothetical",
    ),
    "announcement of a meeting": (
        "annonce/NOUN de/ADP/case/rencontre rencontre/NOUN/nmod/annonce", "rencontre", "planned",
    ),
    "cancelled meeting": (
        "Paris/PROPN/nsubj/annulé a/AUX/aux:tense/annulé/avoir/pres annulé/VERB///annuler/part "
        "rencontre/NOUN/obj/annulé",
        "rencontre", "negated",
    ),
    "meeting that was cancelled": (
        "rencontre/NOUN/nsubj:pass/annulée est/AUX/aux:pass/annulée/être/pres annulée/VERB///annuler/part", "rencontre",
        "negated",
    ),
    "denial": (
        "Paris/PROPN/nsubj/nie nie/VERB///nier/pres avoir/AUX/aux:tense/accusé//inf accusé/VERB/xcomp/nie/accuser/part",
        "accusé", "negated",
    ),
    "meeting that will take place": (
        "rencontre/NOUN/nsubj/aura aura/VERB///avoir/fut lieu/NOUN/obj/aura", "rencontre", "planned",
    ),
    "meeting that took place": (
        "rencontre/NOUN/nsubj/eu a/AUX/aux:tense/eu/avoir/pres eu/VERB///avoir/part lieu/NOUN/obj/eu", "rencontre",
        "occurred",
    ),
    "meeting that did not take place": (
        "rencontre/NOUN/nsubj/eu n'/ADV/advmod/eu a/AUX/aux:tense/eu/avoir/pres pas/ADV/advmod/eu eu/VERB///avoir/part "
        "lieu/NOUN/obj/eu", "rencontre", "negated",
    ),
    "what is not excluded": (
        "Paris/PROPN/nsubj/exclut n'/ADV/advmod/exclut exclut/VERB///exclure/pres pas/ADV/advmod/exclut "
        "rencontre/NOUN/obj/exclut", "rencontre", "hypothetical",
    ),
    "who reports does not change what happened": (
        "Paris/PROPN/nsubj/annonce annonce/VERB///annoncer/pres avoir/AUX/aux:tense/accusé//inf "
        "que/SCONJ/mark/accusé Rome/PROPN/nsubj/accusé a/AUX/aux:tense/accusé/avoir/pres "
        "accusé/VERB/ccomp/annonce/accuser/part", "accusé", "occurred",
    ),
    "participle beside a cancelled meeting": (
        "Paris/PROPN/nsubj/annulé a/AUX/aux:tense/annulé/avoir/pres annulé/VERB///annuler/part ,/PUNCT "
        "accusant/VERB/advcl/annulé/accuser/ger", "accusant", "occurred",
    ),
    "what someone was able to do": (
        "Paris/PROPN/nsubj/pu a/AUX/aux:tense/pu/avoir/pres pu/VERB///pouvoir/part rencontrer/VERB/xcomp/pu//inf",
        "rencontrer", "occurred",
    ),
    "what someone could not do": (
        "Paris/PROPN/nsubj/pu n'/ADV/advmod/pu a/AUX/aux:tense/pu/avoir/pres pas/ADV/advmod/pu pu/VERB///pouvoir/part "
        "rencontrer/VERB/xcomp/pu//inf", "rencontrer", "negated",
    ),
    "what someone could have done": (
        "Paris/PROPN/nsubj/pu aurait/AUX/aux:tense/pu/avoir/cnd pu/VERB///pouvoir/part rencontrer/VERB/xcomp/pu//inf",
        "rencontrer", "hypothetical",
    ),
    "what goes on": (
        "Paris/PROPN/nsubj/poursuivra poursuivra/VERB///poursuivre/fut frappes/NOUN/obj/poursuivra", "frappes",
        "occurred",
    ),
    "what does not go on": (
        "Paris/PROPN/nsubj/poursuivra ne/ADV/advmod/poursuivra poursuivra/VERB///poursuivre/fut "
        "pas/ADV/advmod/poursuivra frappes/NOUN/obj/poursuivra", "frappes", "negated",
    ),
    "what is announced as done": (
        "Paris/PROPN/nsubj/annonce annonce/VERB///annoncer/pres avoir/AUX/aux:tense/rencontré//inf "
        "rencontré/VERB/xcomp/annonce/rencontrer/part", "rencontré", "occurred",
    ),
    "readiness for a noun": (
        "Paris/PROPN/nsubj/prêt est/AUX/cop/prêt/être/pres prêt/ADJ à/ADP/case/dialogue dialogue/NOUN/obl:arg/prêt",
        "dialogue", "hypothetical",
    ),
    "what is in view": (
        "Paris/PROPN/nsubj/frappe frappe/VERB///frapper/pres en/ADP/case/vue vue/NOUN/obl:mod/frappe "
        "de/ADP/case/pourparlers pourparlers/NOUN/nmod/vue", "pourparlers", "planned",
    ),
    "put off": (
        "rencontre/NOUN/nsubj:pass/reportée est/AUX/aux:pass/reportée/être/pres reportée/VERB///reporter/part",
        "rencontre", "planned",
    ),
    "planned and called off": (
        "Paris/PROPN/nsubj/annulé a/AUX/aux:tense/annulé/avoir/pres annulé/VERB///annuler/part "
        "rencontre/NOUN/obj/annulé prévue/ADJ/amod/rencontre/prévu", "rencontre", "negated",
    ),
    "planned and not called off": (
        "Paris/PROPN/nsubj/annulé n'/ADV/advmod/annulé a/AUX/aux:tense/annulé/avoir/pres pas/ADV/advmod/annulé "
        "annulé/VERB///annuler/part rencontre/NOUN/obj/annulé prévue/ADJ/amod/rencontre/prévu", "rencontre", "planned",
    ),
    "finite verb beside a wish": (
        "Paris/PROPN/nsubj/veut veut/VERB///vouloir/pres paix/NOUN/obj/veut et/CCONJ/cc/accuse "
        "accuse/VERB/conj/veut/accuser/pres", "accuse", "occurred",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "expected"), CASES.values(), ids=CASES.keys())
def test_status(sentence: str, trigger: str, expected: str) -> None:
    assert Factuality().status(token(make_doc(sentence), trigger)) == expected


MISREAD = {
    "meeting that will not take place": (
        "rencontre/NOUN/nsubj/aura n'/ADV/advmod/aura aura/VERB///avoir/fut pas/ADV/advmod/aura lieu/NOUN/obj/aura",
        "rencontre", "negated",
    ),
    "without doing it": (
        "Paris/PROPN/nsubj/quitte quitte/VERB///quitter/pres Rome/PROPN/obj/quitte sans/ADP/mark/rencontrer "
        "rencontrer/VERB/advcl/quitte//inf", "rencontrer", "negated",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "trigger", "expected"), MISREAD.values(), ids=MISREAD.keys())
def test_status_under_negated_governors(sentence: str, trigger: str, expected: str) -> None:
    assert Factuality().status(token(make_doc(sentence), trigger)) == expected


def test_the_component_writes_the_status_and_keeps_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "load", lambda: (make_rule("accusation.x", "accuser"),))
    doc = make_doc("Paris/PROPN/nsubj/accusera accusera/VERB///accuser/fut")
    put_trigger(doc, "accusera", "accusation.x", participants=["kept"])
    Factuality()(doc)
    assert doc.spans[TRIGGERS][0]._.event == {
        "rule_id": "accusation.x", "anchor": 1, "confidence": 1.0, "participants": ["kept"], "status": "planned",
    }  # fmt: skip


def test_a_rule_may_fix_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "load", lambda: (make_rule("accusation.x", "accuser", status="hypothetical"),))
    doc = make_doc("Paris/PROPN/nsubj/accuse accuse/VERB///accuser/pres")
    put_trigger(doc, "accuse", "accusation.x")
    Factuality()(doc)
    assert doc.spans[TRIGGERS][0]._.event["status"] == "hypothetical"
