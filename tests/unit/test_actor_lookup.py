"""Whom names and role phrases stand for on a day, without a language model."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.actor_lookup import Answer, UnknownActorError, describe, look_up


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "date", "name", "code"),
    [
        ("le président américain", "1999-03-24", "Bill Clinton", "USA"),
        ("le président américain", "2005-02-24", "George W. Bush", "USA"),
        ("le président américain", "2015-06-01", "Barack Obama", "USA"),
        ("le président américain", "2018-07-16", "Donald Trump", "USA"),
        ("le président américain", "2022-03-26", "Joe Biden", "USA"),
        ("Premier ministre de la Hongrie", "2022-01-01", "Viktor Orban", "HUN"),
        ("le ministre turc de la Défense", "2020-01-01", "Hulusi Akar", "TUR"),
        ("chef de la diplomatie turque", "2024-01-01", "Hakan Fidan", "TUR"),
        ("président d’Israël", "2010-01-01", "Shimon Peres", "ISR"),
        ("haut représentant de l'UE", "2020-01-01", "Josep Borrell", "EU"),
        ("le secrétaire général de l'Otan", "1997-05-27", "Javier Solana", "NATO"),
        ("Poutine", "2010-01-01", "Vladimir Poutine", "RUS"),
        ("Ankara", None, "Ankara (Turquie)", "TUR"),
        ("le Kremlin", None, "Kremlin", "RUS"),
        ("la Maison Blanche", None, "Maison Blanche", "USA"),
        ("l'Otan", None, "OTAN", "NATO"),
        ("Hezbollah", None, "Hezbollah", "HEZBOLLAH"),
        ("les soldats français", None, "France", "FRA"),
        ("les ressortissants turcs", None, "Turquie", "TUR_CIV"),
        ("Donbass", None, "Donbass", None),
        ("Hambourg", None, "Hambourg (Allemagne)", None),
        ("le président américain", "1900-01-01", None, None),
        ("le président", "2015-06-01", None, None),
        ("Zorglub", None, None, None),
        (" ", None, None, None),
    ],
)
def test_words_stand_for(words: str, date: str | None, name: str | None, code: str | None) -> None:
    if name is None:
        with pytest.raises(UnknownActorError):
            look_up(words, day(date) if date else None)
        return
    answers = look_up(words, day(date) if date else None)
    assert (answers[0].name, answers[0].code) == (name, code)


def test_compounds_name_both_states() -> None:
    assert [answer.code for answer in look_up("les forces américano-britanniques")] == ["USA", "GBR"]


def test_without_a_day_every_holder_is_given_in_order() -> None:
    answers = look_up("secrétaire général de l'ONU")
    assert [answer.name for answer in answers] == ["Kofi Annan", "Ban Ki-moon", "Antonio Guterres"]


def test_a_person_has_the_office_of_the_day() -> None:
    (term,) = look_up("Poutine", day("2010-01-01"))[0].terms
    assert term.office == "prime_minister"
    assert len(look_up("Poutine")[0].terms) > 1


def test_an_unknown_holder_says_office_and_day() -> None:
    with pytest.raises(UnknownActorError, match=r"no holder on 1900-01-01 \(offices known: president\)"):
        look_up("le président américain", day("1900-01-01"))


def test_a_term_that_goes_on_has_no_end() -> None:
    (answer,) = look_up("chef de la diplomatie turque", day("2024-01-01"))
    assert describe(answer) == "Hakan Fidan · TUR · person · foreign_minister of TUR, since 2023-06-03"
    assert describe(Answer("Donbass", "place", None)) == "Donbass · no actor code · place"
