"""Role nouns, demonyms and closed word classes, and how a malformed lexicon of them is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import cues, lexicon, roles
from pipeline.lexicon import LexiconError
from pipeline.roles import RoleNoun, demonym, role_nouns, words_of

WORDS = {
    "one word": ("ministre", ("ministre",)),
    "accents and case": ("Chef de l'État", ("chef", "de", "l'", "etat")),
    "typographic apostrophe": ("chef de l’état", ("chef", "de", "l'", "etat")),
    "hyphen stays": ("porte-parole", ("porte-parole",)),
}


@pytest.mark.parametrize(("form", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_of_a_form(form: str, expected: tuple[str, ...]) -> None:
    assert words_of(form) == expected


SUFFIXES = {"official": "", "body": "", "people": "_CIV", "opposition": "_OPP", "business": "_BUS"}


@pytest.mark.parametrize(("kind", "suffix"), SUFFIXES.items(), ids=SUFFIXES.keys())
def test_suffix_of_a_kind(kind: str, suffix: str) -> None:
    assert RoleNoun(("x",), kind, "s", "", ()).suffix == suffix


def test_longer_phrases_come_first() -> None:
    for nouns in role_nouns().values():
        lengths = [len(noun.words) for noun in nouns]
        assert lengths == sorted(lengths, reverse=True)
    assert any(len(nouns) > 1 for nouns in role_nouns().values())


# id: (folded form, codes, number, gender)
DEMONYMS = {
    "masculine and feminine alike": ("russe", ("RUS",), "s", ""),
    "plural of both": ("russes", ("RUS",), "p", ""),
    "feminine": ("francaise", ("FRA",), "s", "f"),
    "singular and plural alike": ("francais", ("FRA",), "", "m"),
    "feminine plural": ("francaises", ("FRA",), "p", "f"),
    "organisation": ("onusienne", ("UN",), "s", ""),
    "compound": ("franco-allemande", ("FRA", "DEU"), "s", "f"),
    "compound of two adjectives": ("russe-turc", ("RUS", "TUR"), "s", "m"),
    "three in one": ("franco-germano-russe", ("FRA", "DEU", "RUS"), "s", ""),
}


@pytest.mark.parametrize(("form", "codes", "number", "gender"), DEMONYMS.values(), ids=DEMONYMS.keys())
def test_demonym(form: str, codes: tuple[str, ...], number: str, gender: str) -> None:
    found = demonym(form)
    assert found is not None
    assert (found.codes, found.number, found.gender) == (codes, number, gender)


@pytest.mark.parametrize("form", ["bleu", "semi-russe", "franco-bleu", "franco-", "-russe", "Russe", ""])
def test_no_demonym(form: str) -> None:
    assert demonym(form) is None


NORMAL = {
    "case": ("Elle", "elle"), "typographic apostrophe": ("L’", "l'"), "accents stay": ("À", "à"),
    "unchanged": ("a", "a"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), NORMAL.values(), ids=NORMAL.keys())
def test_normal(form: str, expected: str) -> None:
    assert cues.normal(form) == expected


def test_an_accent_tells_a_preposition_from_a_verb() -> None:
    assert "à" in cues.group("locative")
    assert "a" not in cues.group("locative")


def test_every_form_of_a_group_can_be_met() -> None:
    for name, forms in cues._groups().items():
        assert forms == {cues.normal(form) for form in forms}, name


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(LexiconError, match=r"cues\.tsv has no group 'nichts'"):
        cues.group("nichts")


PREPOSITIONS = {
    "contracted": ("aux", "à"), "contracted de": ("du", "de"), "elided": ("d'", "de"),
    "of several words": ("auprès du", "auprès de"), "plain": ("contre", "contre"), "unknown": ("parmi", "parmi"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), PREPOSITIONS.values(), ids=PREPOSITIONS.keys())
def test_preposition(form: str, expected: str) -> None:
    assert cues.preposition(form) == expected


BROKEN = {
    "unknown kind": "ministre\twizard\ts\tm\t",
    "unknown number": "ministre\tofficial\tx\tm\t",
}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN.keys())
def test_a_malformed_role_names_file_and_line(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(roles, "read_tsv", lexicon.read_tsv.__wrapped__)
    header = "\t".join(roles.ROLE_COLUMNS)
    (tmp_path / "roles.tsv").write_text(f"# a comment\n{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"roles\.tsv:3.*'ministre'"):
        role_nouns.__wrapped__()
