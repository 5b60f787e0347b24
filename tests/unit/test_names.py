"""Names of the lexicons found in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline import names
from pipeline.names import KINDS, find, fold

FOLDED = {
    "accents": ("Émirats", "Emirats"),
    "cedilla": ("Curaçao", "Curacao"),
    "typographic apostrophe": ("Côte d’Ivoire", "Cote d'Ivoire"),
    "hyphens": ("Guinée‑Bissau", "Guinee-Bissau"),
    "ligature keeps its length": ("Cœur", "Cœur"),
    "expanding signs keep their length": ("ﬁn ½ … №", None),
    "quotes are no letters": ("« Iran »", "« Iran »"),
    "plain": ("Iran", "Iran"),
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.values(), ids=FOLDED.keys())
def test_fold(text: str, expected: str | None) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    if expected is not None:
        assert folded == expected


# id: (text, [(words found, kind, code or country)])
CASES = {
    "state": ("L'Iran répond.", [("Iran", "state", "IRN")]),
    "state without accents": ("Les Etats-Unis répondent.", [("Etats-Unis", "state", "USA")]),
    "state in capitals": ("IRAN Réunion hier", [("IRAN", "state", "IRN")]),
    "capital stands for its state": ("Téhéran répond.", [("Téhéran", "capital", "IRN")]),
    "seat of power": ("Le Kremlin répond.", [("Kremlin", "residence", "RUS")]),
    "typographic apostrophe": ("Le Quai d’Orsay répond.", [("Quai d’Orsay", "residence", "FRA")]),
    "organisation": ("L'Otan répond.", [("Otan", "organisation", "NATO")]),
    "movement": ("Le Hamas répond.", [("Hamas", "group", "HAMAS")]),
    "person": ("Vladimir Poutine répond.", [("Vladimir Poutine", "person", None)]),
    "the longer name": ("La Corée du Nord répond.", [("Corée du Nord", "state", "PRK")]),
    "the longest name": (
        "Le Conseil de sécurité de l'ONU se réunit.", [("Conseil de sécurité de l'ONU", "organisation", "UNSC")],
    ),
    "names side by side": ("Paris-Moscou", [("Paris", "capital", "FRA"), ("Moscou", "capital", "RUS")]),
    "lowercase is no name": ("un iran", []),
    "inside a word": ("Iranien, Maliens, Romeo", []),
    "beside a digit": ("Iran2", []),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_find(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = find(text)
    assert [(text[h.start : h.end], h.candidates[0].kind, h.candidates[0].code) for h in found] == expected


def test_a_movement_knows_its_country() -> None:
    [hit] = find("Le Hezbollah répond.")
    assert (hit.candidates[0].code, hit.candidates[0].country) == ("HEZBOLLAH", "LBN")


def test_hits_stand_in_order_and_apart() -> None:
    text = "Washington, Moscou et l'Union européenne ; Washington encore, puis Donald Trump et le Conseil européen."
    hits = find(text)
    assert len(hits) == 6
    assert all(left.end <= right.start for left, right in pairwise(hits))
    assert find(text) == hits


def test_one_surname_has_all_who_bear_it() -> None:
    anna = names.Name("person", "Anna Omega", None, None, "anna")
    bruno = names.Name("person", "Bruno Omega", None, None, "bruno")
    assert names._spellings([("Omega", anna), ("Omega", bruno)])["Omega"] == (anna, bruno)


def test_the_better_kind_stands_first() -> None:
    entries = [
        ("Xanadu", names.Name("place", "Xanadu", None, None)),
        ("Xanadu", names.Name("state", "Xanadou", "XAN", "XAN")),
        ("Xanadu", names.Name("residence", "Palais", "XAN", "XAN")),
    ]
    spellings = names._spellings(entries)
    assert [name.kind for name in spellings["Xanadu"]] == ["residence", "state", "place"]
    assert list(KINDS).index("residence") < list(KINDS).index("state") < list(KINDS).index("place")


def test_capitals_only_for_names_that_are_no_acronym() -> None:
    record = names.Name("state", "Oma", "OMA", "OMA")
    assert set(names._spellings([("Oma", record), ("Omar", record)])) == {"Oma", "Omar", "OMAR"}


def test_a_spelling_counts_once() -> None:
    record = names.Name("state", "Étatie", "ETA", "ETA")
    assert names._spellings([("Étatie", record), ("Etatie", record)])["Etatie"] == (record,)
