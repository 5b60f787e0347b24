"""Repair of characters, removal of boilerplate, and the test for French."""

from __future__ import annotations

import pytest

from pipeline.corpus import boilerplate
from pipeline.corpus.boilerplate import LINE_BREAK, Rule, fold_label
from pipeline.corpus.clean import clean
from pipeline.corpus.language import other_language
from pipeline.corpus.repair import paragraphs, repair
from pipeline.lexicon import LexiconError

BODY = (
    "Les deux délégations se sont retrouvées au bord du lac pour une journée de pourparlers consacrée au gaz.",
    "Aucune date n'a été retenue pour la suite, mais chacun des deux camps affirme vouloir continuer à parler.",
)
LOW = ("section", "prefix", "byline")
RULES = boilerplate.load().rules


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Le GÃ©nÃ©ral Ã  Paris", "Le Général à Paris", id="mojibake"),
        pytest.param("Lâ€™accord", "L’accord", id="mojibake-apostrophe"),
        pytest.param("Dupont &amp; fils", "Dupont & fils", id="entity"),
        pytest.param("« Oui », l’accord", "« Oui », l’accord", id="typography-stays"),
        pytest.param("« Oui », 3 000 €", "« Oui », 3 000 €", id="hard-spaces"),
        pytest.param("un\u200bdeux\ufeff", "undeux", id="invisible"),
        pytest.param("Ele\u0301ments", "Eléments", id="nfc"),
        pytest.param("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre", id="line-ends"),
        pytest.param("un   deux\t trois", "un deux trois", id="runs-of-spaces"),
        pytest.param("ﬁnance", "finance", id="ligature"),
        pytest.param("L'Âge d'or à Åland, ÉTÉ, cœur", "L'Âge d'or à Åland, ÉTÉ, cœur", id="rare-letters-stay"),
    ],
)
def test_repair(given: str, expected: str) -> None:
    assert repair(given) == expected


def test_repair_twice_changes_nothing() -> None:
    once = repair("Le GÃ©nÃ©ral\xa0:\r\n«\u202fOui\u202f»")
    assert repair(once) == once


def _lay_out(rule: Rule, example: str) -> list[str]:
    """Put an example where its rule applies: at the head, at the foot, or between paragraphs."""
    lines = example.split(LINE_BREAK)
    if rule.kind in LOW:
        return [*lines, *BODY]
    if rule.kind in ("suffix", "signoff", "announce_list"):
        return [*BODY, *lines]
    return [BODY[0], *lines, BODY[1]]


@pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])
def test_example_goes(rule: Rule) -> None:
    before = _lay_out(rule, rule.example.replace("[[", "").replace("]]", ""))
    stays = boilerplate.outside_marks(rule.example)
    assert list(clean(before).paragraphs) == [line for line in _lay_out(rule, stays) if line]


@pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])
def test_counter_example_stays(rule: Rule) -> None:
    before = _lay_out(rule, rule.counter_example)
    assert list(clean(before).paragraphs) == before


def test_section_label_goes_only_above_the_text() -> None:
    assert clean(["Monde", *BODY, "Diplomatie", BODY[0]]).paragraphs == (*BODY, "Diplomatie", BODY[0])


def test_label_takes_no_sentence_with_it() -> None:
    assert clean([BODY[0], "Lire aussi", BODY[1]]).paragraphs == BODY


def test_label_takes_one_headline_above_the_foot_and_all_at_the_foot() -> None:
    links = ["Sur le même sujet", "Un premier titre", "Un second titre"]
    assert clean([BODY[0], *links, BODY[1]]).paragraphs == (BODY[0], "Un second titre", BODY[1])
    assert clean([*BODY, *links]).paragraphs == BODY


def test_headings_are_kept_as_paragraphs() -> None:
    lines = [BODY[0], "Un dialogue difficile", BODY[1]]
    assert list(clean(lines).paragraphs) == lines


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Washington, 3 mai 2017 (AFP) – Le ministre est arrivé dans la nuit.", "2017-05-03"),
        ("Washington, 3 mai (AFP) – Le ministre est arrivé dans la nuit.", "None"),
        ("Publié le 3 mai 2017 à 18h30", "2017-05-03"),
        ("Publié le 31 février 2017", "None"),
        ("AFP, publié le lundi 29 juin 2020 à 21h42", "2020-06-29"),
        ("1er juin 2017 . –", "2017-06-01"),
        ("MOSCOU (AFP) - Le ministre est arrivé dans la nuit.", "None"),
    ],
)
def test_dateline(line: str, date: str) -> None:
    cleaned = clean([line, *BODY])
    assert str(cleaned.date) == date
    assert cleaned.paragraphs[-2:] == BODY
    assert cleaned.paragraphs[:-2] in ((), ("Le ministre est arrivé dans la nuit.",))


def test_fold_label() -> None:
    assert fold_label("► Toute L’info sur :") == "toute l'info sur"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("x\tlign\tfoo\t[[foo]]\tbar\ts", "unknown kind"),
        ("x\tline\t(foo\t[[foo]]\tbar\ts", "missing \\)"),
        ("x\tline\tfoo\tfoo\tbar\ts", "needs an example"),
        ("x\tline\tfoo\t[[foo]]\t\ts", "needs an example"),
        ("x\tline\t%nobody%\t[[foo]]\tbar\ts", "nobody"),
        ("x\tlabel\t%nobody%\t[[foo]]\tbar\ts", "nobody"),
        ("x\tlabel\tfoo\t[[foo]]\tbar\ts\nx\tlabel\tfou\t[[fou]]\tbar\ts", "twice"),
        ("x\tlabel\tfoo\t[[foo]]\tbar\ts\ny\tsection\tfoo\t[[foo]]\tbar\ts", "another kind"),
    ],
)
def test_bad_lexicon_names_the_line(row: str, complaint: str) -> None:
    rows = [dict(zip(boilerplate.COLUMNS, line.split("\t"), strict=True)) for line in row.split("\n")]
    numbered = tuple(line | {"_line": str(number)} for number, line in enumerate(rows, start=2))
    with pytest.raises(LexiconError, match=rf"boilerplate\.tsv:[23].*{complaint}"):
        boilerplate.compile_rows(numbered)


def test_paragraphs() -> None:
    assert paragraphs(" un\n\n\ndeux \n") == ["un", "deux"]


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre a reçu son homologue à Genève.",
        "Trump et Poutine se sont parlé mardi.",
        "Accord signé.",
        "Emmanuel Macron, Angela Merkel, Boris Johnson, Justin Trudeau, Donald Trump, Shinzo Abe, Giuseppe Conte",
        "Ni la Russie, ni la Turquie, ni les Nations unies n'ont commenté cette annonce.",
    ],
)
def test_french_passes(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Tuesday that he would meet his counterpart in Geneva.", "en"),
        ("El ministro dijo el martes que se reunirá con su homólogo en Ginebra.", "es"),
        ("Der Minister sagte am Dienstag, dass er sich mit seinem Kollegen in Genf treffen werde.", "de"),
        ("Il ministro ha detto che incontrerà il suo omologo a Ginevra e che non è una sorpresa.", "it"),
        ("O ministro disse que não vai se reunir com o seu homólogo em Genebra, mas com os seus aliados.", "pt"),
        ("De minister zei dat hij zijn ambtgenoot in Genève zal ontmoeten en dat het niet anders kan.", "nl"),
        ("Министр заявил, что встретится со своим коллегой в Женеве.", "unknown"),
        ("部长说他将在日内瓦会见他的同行。", "unknown"),
    ],
)
def test_other_languages_are_told(text: str, language: str) -> None:
    assert other_language(text) == language


def test_article_that_opens_with_a_foreign_original_passes() -> None:
    original = "Министр заявил, что встретится со своим коллегой в Женеве. " * 16
    assert other_language(original + "\n\n" + " ".join(BODY) * 5) is None
