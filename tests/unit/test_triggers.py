"""Triggers found by rules made for the purpose, and the complements that speech acts absorb."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from docs import make_doc, make_rule, mention, put_entities
from pipeline import rules
from pipeline.components.triggers import MAX_GAP, REACH, REFLEXIVE_REACH, TRIGGERS, TriggerFinder
from pipeline.rules import REPORTING, Rule

ACCUSE = "accuse/VERB///accuser/pres"
FILL = "très/ADV"
REPORTS = make_rule("support_statement.x", "soutenir", forbid={REPORTING})


def find(doc: Doc, monkeypatch: pytest.MonkeyPatch, *found: Rule) -> list[tuple[str, str]]:
    """Return words and rule id of each trigger."""
    monkeypatch.setattr(rules, "load", lambda: found)
    TriggerFinder()(doc)
    return [(span.text, span.id_) for span in doc.spans[TRIGGERS]]


def test_a_trigger_carries_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(f"Paris/PROPN/nsubj/accuse {ACCUSE} Moscou/PROPN/obj/accuse")
    assert find(doc, monkeypatch, make_rule("accusation.x", "accuser")) == [("accuse", "accusation.x")]
    [span] = doc.spans[TRIGGERS]
    assert (span.label_, span._.event) == ("accusation", {"rule_id": "accusation.x", "anchor": 1, "confidence": 1.0})


# id: (sentence, rule, words of the trigger or None)
CASES = {
    "lemma": (f"Paris/PROPN {ACCUSE}", make_rule("accusation.x", "accuser"), "accuse"),
    "present form that the lemmatiser left as it stands": (
        "Paris/PROPN accuse/VERB///accuse", make_rule("accusation.x", "accuser"), "accuse",
    ),
    "word of a compound preposition": (
        "à/ADP/case/lundi partir/VERB/fixed/à lundi/NOUN", make_rule("visit.x", "partir"), None,
    ),
    "second word before a passive": (
        "liens/NOUN/nsubj:pass/rompus/lien sont/AUX/aux:pass/rompus/être rompus/VERB///rompre/part",
        make_rule("relations_downgrade.x", "rompre lien"), "rompus",
    ),
    "second word before a relative clause": (
        "liens/NOUN/obj//lien que/PRON/obj/rompt Paris/PROPN/nsubj/rompt rompt/VERB/acl:relcl/liens/rompre/pres",
        make_rule("relations_downgrade.x", "rompre lien"), "rompt",
    ),
    "subject of a reflexive verb": (
        "troupes/NOUN/nsubj:pass/retirent/troupe se/PRON/expl:comp/retirent retirent/VERB///retirer/pres",
        make_rule("troop_withdrawal.x", "retirer troupe"), None,
    ),
    "subject of an active verb": (
        "liens/NOUN/nsubj/rompent/lien rompent/VERB///rompre/pres",
        make_rule("relations_downgrade.x", "rompre lien"), None,
    ),
    "follow that a passive has before it": (
        "accord/NOUN/nsubj:pass/signé est/AUX/aux:pass/signé/être signé/VERB///signer/part",
        make_rule("treaty_signing.x", "signer", follow={"accord"}), "signé",
    ),
    "form where the lemma is misread": (
        "Paris/PROPN accuse/VERB///accus", make_rule("accusation.x", "accuse"), "accuse",
    ),
    "capital letter": ("Accuse/VERB///accuser", make_rule("accusation.x", "accuser"), "Accuse"),
    "participle tagged as adjective": (
        "Paris/PROPN accusé/ADJ///accuser", make_rule("accusation.x", "accuser"), "accusé",
    ),
    "another part of speech": ("accuse/NOUN///accuser", make_rule("accusation.x", "accuser"), None),
    "noun": ("accusation/NOUN", make_rule("accusation.x", "accusation", pos="NOUN"), "accusation"),
    "noun as a verb's rule": ("accusation/NOUN", make_rule("accusation.x", "accusation"), None),
    "two words": (
        "Paris/PROPN mis/VERB///mettre en/ADP cause/NOUN", make_rule("accusation.x", "mettre en cause"), "mis en cause",
    ),
    "a word of it missing": ("mis/VERB///mettre en/ADP", make_rule("accusation.x", "mettre en cause"), None),
    "words between": (
        f"mis/VERB///mettre {FILL} {FILL} cause/NOUN", make_rule("accusation.x", "mettre cause"),
        "mis très très cause",
    ),
    "too many words between": (
        " ".join(["mis/VERB///mettre", *[FILL] * (MAX_GAP + 1), "cause/NOUN"]),
        make_rule("accusation.x", "mettre cause"), None,
    ),
    "words in another order": (
        "cause/NOUN mis/VERB///mettre", make_rule("accusation.x", "mettre cause"), None,
    ),
    "reflexive pronoun": (
        "Ils/PRON se/PRON plaignent/VERB///plaindre", make_rule("accusation.x", "se plaindre"), "plaignent",
    ),
    "elided reflexive pronoun": (
        "Il/PRON s’/PRON attaque/VERB///attaquer", make_rule("accusation.x", "se attaquer"), "attaque",
    ),
    "reflexive pronoun before an auxiliary": (
        "Ils/PRON se/PRON sont/AUX plaints/VERB///plaindre", make_rule("accusation.x", "se plaindre"), "plaints",
    ),
    "no reflexive pronoun": ("Ils/PRON plaignent/VERB///plaindre", make_rule("accusation.x", "se plaindre"), None),
    "reflexive pronoun too far": (
        " ".join(["se/PRON", *[FILL] * REFLEXIVE_REACH, "plaignent/VERB///plaindre"]),
        make_rule("accusation.x", "se plaindre"), None,
    ),
    "context in the sentence": (
        f"{ACCUSE} {' '.join([FILL] * 9)} Otan/PROPN", make_rule("accusation.x", "accuser", context={"otan"}), "accuse",
    ),
    "no context": (f"{ACCUSE} Rome/PROPN", make_rule("accusation.x", "accuser", context={"otan"}), None),
    "follow": (f"{ACCUSE} de/ADP", make_rule("accusation.x", "accuser", follow={"de"}), "accuse"),
    "follow by lemma": (
        f"{ACCUSE} frappes/NOUN///frappe", make_rule("accusation.x", "accuser", follow={"frappe"}), "accuse",
    ),
    "follow stands before": (f"de/ADP {ACCUSE}", make_rule("accusation.x", "accuser", follow={"de"}), None),
    "follow at the end of its reach": (
        " ".join([ACCUSE, *[FILL] * (REACH - 1), "de/ADP"]),
        make_rule("accusation.x", "accuser", follow={"de"}), "accuse",
    ),
    "follow too far": (
        " ".join([ACCUSE, *[FILL] * REACH, "de/ADP"]), make_rule("accusation.x", "accuser", follow={"de"}), None,
    ),
    "forbidden word behind": (
        f"{ACCUSE} avocat/NOUN", make_rule("accusation.x", "accuser", forbid={"avocat"}), None,
    ),
    "forbidden word before": (
        f"avocat/NOUN/nsubj/accuse {ACCUSE}", make_rule("accusation.x", "accuser", forbid={"avocat"}), None,
    ),
    "verb that closes a quotation": (
        '"/PUNCT Non/INTJ "/PUNCT ,/PUNCT a/AUX/aux:tense/soutenu/avoir/pres soutenu/VERB///soutenir/part '
        "Paris/PROPN/obj/soutenu", REPORTS, None,
    ),
    "verb that closes a quotation before its subject": (
        '"/PUNCT Non/INTJ "/PUNCT ,/PUNCT Paris/PROPN/nsubj/soutient l/PRON/obj/soutient soutient/VERB///soutenir/pres',
        REPORTS, "soutient",
    ),
    "verb that closes what is told": (
        "Rome/PROPN/nsubj/cède cède/VERB///céder/pres ,/PUNCT a/AUX/aux:tense/soutenu/avoir/pres "
        "soutenu/VERB/parataxis/cède/soutenir/part Paris/PROPN/obj/soutenu", REPORTS, None,
    ),
    "verb beside another one": (
        "Rome/PROPN/nsubj/cède cède/VERB///céder/pres ,/PUNCT a/AUX/aux:tense/soutenu/avoir/pres "
        "soutenu/VERB/conj/cède/soutenir/part Paris/PROPN/obj/soutenu", REPORTS, "soutenu",
    ),
    "verb with a clause": (
        "Paris/PROPN/nsubj/soutient soutient/VERB///soutenir/pres que/SCONJ/mark/cède Rome/PROPN/nsubj/cède "
        "cède/VERB/ccomp/soutient/céder/pres", REPORTS, None,
    ),
    "verb that reports nothing": (
        "Paris/PROPN/nsubj/soutient soutient/VERB///soutenir/pres Rome/PROPN/obj/soutient", REPORTS, "soutient",
    ),
    "forbidden word out of reach": (
        " ".join([ACCUSE, *[FILL] * REACH, "avocat/NOUN"]),
        make_rule("accusation.x", "accuser", forbid={"avocat"}), "accuse",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "rule", "expected"), CASES.values(), ids=CASES.keys())
def test_when_a_rule_fires(sentence: str, rule: Rule, expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find(make_doc(sentence), monkeypatch, rule)
    assert found == ([] if expected is None else [(expected, rule.rule_id)])


def test_as_many_words_between_as_the_constant_says(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(" ".join(["mis/VERB///mettre", *[FILL] * MAX_GAP, "cause/NOUN"]))
    assert len(find(doc, monkeypatch, make_rule("accusation.x", "mettre cause"))) == 1


def test_cues_do_not_cross_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = make_rule("accusation.x", "accuser", forbid={"avocat"})
    other = make_rule("accusation.y", "nier", context={"otan"})
    doc = make_doc(f"Paris/PROPN/nsubj/accuse {ACCUSE}", "avocat/NOUN/nsubj/nie nie/VERB///nier", "Otan/PROPN")
    assert find(doc, monkeypatch, rule, other) == [("accuse", "accusation.x")]


def test_the_longer_trigger_wins_and_takes_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Paris/PROPN lance/VERB///lancer appel/NOUN/obj/lance")
    found = find(
        doc, monkeypatch,
        make_rule("request.a", "appel", pos="NOUN"), make_rule("threat.a", "lancer"),
        make_rule("request.b", "lancer appel"),
    )  # fmt: skip
    assert found == [("lance appel", "request.b")]


def test_the_rule_that_asks_for_more_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc(f"{ACCUSE} Otan/PROPN/obj/accuse")
    plain, asking = make_rule("accusation.a", "accuser"), make_rule("threat.z", "accuser", context={"otan"})
    assert find(doc, monkeypatch, plain, asking) == [("accuse", "threat.z")]


def test_a_form_has_its_rules_beside_those_of_its_lemma(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("pressions/NOUN///pression russes/ADJ/amod/pressions")
    lemma = make_rule("threat.a", "pression maximale", pos="NOUN")
    form = make_rule("request.a", "pressions", pos="NOUN")
    assert find(doc, monkeypatch, lemma, form) == [("pressions", "request.a")]


def test_a_leader_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = make_rule("phone_call.x", "appeler", context={rules.LEADER})
    sentence = "Merkel/PROPN/nsubj/appelle appelle/VERB///appeler Rome/PROPN/obj/appelle"
    person, state = make_doc(sentence), make_doc(sentence)
    put_entities(person, mention(person, "Merkel", "DEU", "person"))
    put_entities(state, mention(state, "Rome", "ITA"))
    assert find(person, monkeypatch, rule) == [("appelle", "phone_call.x")]
    assert find(state, monkeypatch, rule) == []


SPEECH = (
    make_rule("threat.menacer", "menacer"),
    make_rule("request.appeler", "appeler"),
    make_rule("accusation.accuser", "accuser"),
    make_rule("rejection.rejeter", "rejeter"),
    make_rule("treaty_withdrawal.quitter", "quitter"),
    make_rule("armed_attack.frapper", "frapper"),
    make_rule("armed_attack.frappes", "frappe", pos="NOUN"),
    make_rule("ceasefire.treve", "trêve", pos="NOUN"),
)
THREATENS = "menace/VERB///menacer/pres"

# id: (sentence, words of the triggers that are left)
ABSORBED = {
    "infinitive under a threat": (
        f"Paris/PROPN/nsubj/menace {THREATENS} de/ADP/mark/quitter quitter/VERB/xcomp/menace//inf", ["menace"],
    ),
    "infinitive under an accusation": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Rome/PROPN/obj/accuse de/ADP/mark/frapper frapper/VERB/xcomp/accuse//inf",
        ["accuse"],
    ),
    "infinitives side by side": (
        f"Paris/PROPN/nsubj/menace {THREATENS} quitter/VERB/xcomp/menace//inf et/CCONJ/cc/frapper "
        "frapper/VERB/conj/quitter//inf", ["menace"],
    ),
    "what is asked for": (
        "Paris/PROPN/nsubj/appelle appelle/VERB///appeler/pres à/ADP/case/trêve trêve/NOUN/obl:arg/appelle",
        ["appelle"],
    ),
    "what is warned against": (
        f"Paris/PROPN/nsubj/menace {THREATENS} contre/ADP/case/frappes frappes/NOUN/obl:mod/menace/frappe", ["menace"],
    ),
    "infinitive two steps below": (
        f"Paris/PROPN/nsubj/menace {THREATENS} vouloir/VERB/xcomp/menace//inf frapper/VERB/xcomp/vouloir//inf",
        ["menace"],
    ),
    "what is accused really happened": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} frappes/NOUN/obj/accuse/frappe", ["accuse", "frappes"],
    ),
    "what an accusation says was done": (
        f"Paris/PROPN/nsubj/accuse {ACCUSE} Rome/PROPN/obj/accuse avoir/AUX/aux:tense/frappé//inf "
        "frappé/VERB/xcomp/accuse/frapper/part", ["accuse", "frappé"],
    ),
    "a verb above a speech act": (
        "Paris/PROPN/nsubj/frappe frappe/VERB///frapper/pres menaçant/VERB/advcl/frappe/menacer/ger",
        ["frappe", "menaçant"],
    ),
    "a circumstance that is real": (
        f"Paris/PROPN/nsubj/menace {THREATENS} Rome/PROPN/obj/menace après/ADP/case/frappes "
        "frappes/NOUN/obl:mod/menace/frappe", ["menace", "frappes"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), ABSORBED.values(), ids=ABSORBED.keys())
def test_absorption_of_complements(sentence: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [words for words, _ in find(make_doc(sentence), monkeypatch, *SPEECH)] == expected


BESIDE = {
    "coordinated verb": (
        "Paris/PROPN/nsubj/menacé a/AUX/aux:tense/menacé/avoir/pres menacé/VERB///menacer/part Rome/PROPN/obj/menacé "
        "et/CCONJ/cc/frappé frappé/VERB/conj/menacé/frapper/part", ["menacé", "frappé"],
    ),
    "participle clause": (
        "Paris/PROPN/nsubj/rejette rejette/VERB///rejeter/pres offre/NOUN/obj/rejette ,/PUNCT "
        "accusant/VERB/advcl/rejette/accuser/ger Rome/PROPN/obj/accusant", ["rejette", "accusant"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), BESIDE.values(), ids=BESIDE.keys())
def test_what_stands_beside_a_speech_act_is_not_absorbed(
    sentence: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [words for words, _ in find(make_doc(sentence), monkeypatch, *SPEECH)] == expected


def test_an_infinitive_in_re_keeps_its_lemma(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = make_doc("Paris/PROPN/nsubj/veut veut/VERB///vouloir/pres rompre/VERB/xcomp/veut/rompre/inf")
    assert find(doc, monkeypatch, make_rule("relations_downgrade.x", "rompre")) == [("rompre", "relations_downgrade.x")]
    assert doc[2].lemma_ == "rompre"
