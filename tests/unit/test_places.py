"""The lexicons of places and city overrides are well formed."""

from __future__ import annotations

import pycountry
import pytest

from pipeline.gazetteer import OVERRIDE_COLUMNS, OVERRIDES_FILE
from pipeline.lexicon import read_tsv, split_cell
from pipeline.names import PLACE_COLUMNS, fold

PLACES = read_tsv("places.tsv", PLACE_COLUMNS)
OVERRIDES = [row for row in read_tsv(OVERRIDES_FILE, OVERRIDE_COLUMNS) if row["country"]]
KINDS = {"region", "sea", "strait", "site", "continent", "island", "village"}
COUNTRIES = {country.alpha_3 for country in pycountry.countries} | {"XKX"}


def test_there_are_enough() -> None:
    assert len(PLACES) >= 200
    assert len(OVERRIDES) >= 40


@pytest.mark.parametrize("row", PLACES, ids=lambda row: str(row["name"]))
def test_place_is_well_formed(row: dict[str, str]) -> None:
    assert row["kind"] in KINDS
    assert not row["country"] or row["country"] in COUNTRIES
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    assert row["country"] or row["kind"] not in {"site"}, "a site lies in one country"


def test_no_spelling_stands_for_two_places() -> None:
    owners: dict[str, str] = {}
    for row in PLACES:
        for form in (row["name"], *split_cell(row["aliases"])):
            assert owners.setdefault(fold(form), row["name"]) == row["name"], form


def test_no_spelling_is_listed_twice() -> None:
    for row in PLACES:
        forms = (row["name"], *split_cell(row["aliases"]))
        assert len(forms) == len(set(forms)), row["name"]


def test_a_lower_case_spelling_has_several_words() -> None:
    # A common noun in lower case would be found in every text.
    for row in PLACES:
        for form in (row["name"], *split_cell(row["aliases"])):
            assert " " in form or any(char.isupper() for char in form), form


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Crimée", "UKR"), ("Donbass", "UKR"), ("Cisjordanie", "PSE"), ("bande de Gaza", "PSE"), ("Golan", "SYR"),
        ("Haut-Karabakh", "AZE"), ("Transnistrie", "MDA"), ("Abkhazie", "GEO"), ("Xinjiang", "CHN"), ("Tibet", "CHN"),
        ("Écosse", "GBR"), ("Catalogne", "ESP"), ("Guantanamo", "CUB"), ("Camp David", "USA"), ("Sahel", ""),
        ("mer de Chine méridionale", ""), ("détroit d'Ormuz", ""), ("Golfe", ""), ("Afrique", ""),
    ],
)  # fmt: skip
def test_place_lies_in_its_country(name: str, country: str) -> None:
    assert {row["country"] for row in PLACES if row["name"] == name} == {country}


@pytest.mark.parametrize("row", OVERRIDES, ids=lambda row: str(row["name"]))
def test_override_is_well_formed(row: dict[str, str]) -> None:
    assert row["country"] in COUNTRIES
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    assert int(row["population"]) >= 0
