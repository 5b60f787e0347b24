"""The lexicons of states, organisations, movements and seats of power agree with ISO 3166 and with each other."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pycountry
import pytest

from pipeline.lexicon import LEXICON_DIR, read_tsv, split_cell

STATES = (
    "code",
    "name",
    "article",
    "aliases",
    "capital",
    "capital_aliases",
    "capital_is_metonym",
    "adjective_ms",
    "adjective_fs",
    "adjective_mp",
    "adjective_fp",
    "compound_prefix",
    "lat",
    "lon",
)
ORGANISATIONS = ("code", "name", "aliases", "adjectives", "kind", "place", "place_country")
GROUPS = ("code", "name", "aliases", "members", "country", "kind")
RESIDENCES = ("name", "aliases", "code", "city", "country", "kind", "gender", "office")
COLUMNS = {
    "states.tsv": STATES,
    "organisations.tsv": ORGANISATIONS,
    "groups.tsv": GROUPS,
    "residences.tsv": RESIDENCES,
}
FILES = tuple(COLUMNS)

ADJECTIVES = ("adjective_ms", "adjective_fs", "adjective_mp", "adjective_fp")
ARTICLES = {"", "le", "la", "l'", "les"}
KINDS = {
    "organisations.tsv": {"igo", "body", "court", "bank", "agency", "forum"},
    "groups.tsv": {"armed", "political", "separatist", "militia"},
    "residences.tsv": {"residence", "ministry", "parliament", "army", "agency", "government"},
}
MINIMUM = {"states.tsv": 215, "organisations.tsv": 100, "groups.tsv": 100, "residences.tsv": 100}

NOT_IN_ISO = {"XKX"}
"""Codes of states outside ISO 3166-1: Kosovo, under the code that the EU and the World Bank give it."""

OUTSIDE_UN = {"VAT", "PSE", "TWN", "XKX"}


def codes(text: str) -> set[str]:
    return set(text.split())


TERRITORIES = codes(
    "ABW ASM BMU COK CUW CYM ESH FLK FRO GGY GIB GRL GUM HKG IMN JEY MAC MYT NCL NIU PRI PYF SHN SPM VGB VIR WLF"
)
LEFT_OUT = codes(
    "AIA ALA ATA ATF BES BLM BVT CCK CXR GLP GUF HMD IOT MAF MNP MSR MTQ NFK PCN REU SGS SJM SXM TCA TKL UMI"
)
"""Codes of ISO 3166-1 without a row: parts of a state that the news names as places, or uninhabited."""

CODEBOOK = codes(
    "UN UNSC EU NATO AU ARAB_LEAGUE G7 G20 OSCE IAEA OPCW WHO WTO IMF WORLD_BANK ICC ICJ OPEC ASEAN ECOWAS GCC BRICS "
    "SAHEL_G5 MERCOSUR COMMONWEALTH FRANCOPHONIE"
)
CODEBOOK_GROUPS = codes("ISIS AL_QAEDA HAMAS HEZBOLLAH TALIBAN HOUTHI PKK SDF SYR_OPP LBY_OPP")


def rows(name: str) -> tuple[dict[str, str], ...]:
    return read_tsv(name, COLUMNS[name])


def fold(text: str) -> str:
    """Drop accents and curly apostrophes, keep case: what the matchers do."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("’", "'")


def is_country(code: str) -> bool:
    return code in NOT_IN_ISO or pycountry.countries.get(alpha_3=code) is not None


def state(code: str) -> dict[str, str]:
    found = [row for row in rows("states.tsv") if row["code"] == code]
    assert len(found) == 1, f"{code}: {len(found)} rows"
    return found[0]


def surface_forms(name: str, row: dict[str, str]) -> tuple[str, ...]:
    """Everything by which a text can name the row; the capital stands apart, it may have the name of its state."""
    members = split_cell(row["members"]) if name == "groups.tsv" else ()
    return (row["name"], *split_cell(row["aliases"]), *members)


@pytest.mark.parametrize("name", FILES)
def test_size(name: str) -> None:
    assert len(rows(name)) >= MINIMUM[name]


@pytest.mark.parametrize("name", FILES)
def test_first_comment_block_says_where_it_comes_from(name: str) -> None:
    head = (LEXICON_DIR / name).read_text(encoding="utf-8").split("\n" + COLUMNS[name][0], 1)[0]
    assert "Origin:" in head
    assert all(line.startswith("#") for line in head.splitlines())


@pytest.mark.parametrize("name", FILES)
def test_cells_are_tidy(name: str) -> None:
    wrong = []
    for row in rows(name):
        for column in COLUMNS[name]:
            cell = row[column]
            parts = cell.split("|")
            if (
                '"' in cell
                or "’" in cell
                or "  " in cell
                or (cell and any(part != part.strip() or not part for part in parts))
            ):
                wrong.append(f"{name}:{row['_line']}: {column}: {cell!r}")
            if cell != unicodedata.normalize("NFC", cell):
                wrong.append(f"{name}:{row['_line']}: {column} is not in NFC: {cell!r}")
        if not row["name"]:
            wrong.append(f"{name}:{row['_line']}: no name")
    assert not wrong


@pytest.mark.parametrize("name", ["states.tsv", "organisations.tsv", "groups.tsv"])
def test_codes_are_unique(name: str) -> None:
    counts = Counter(row["code"] for row in rows(name))
    assert [code for code, count in counts.items() if count > 1] == []


def test_the_three_code_spaces_do_not_meet() -> None:
    iso = {country.alpha_3 for country in pycountry.countries} | NOT_IN_ISO
    organisations = {row["code"] for row in rows("organisations.tsv")}
    groups = {row["code"] for row in rows("groups.tsv")}
    assert organisations & iso == set()
    assert groups & iso == set()
    assert organisations & groups == set()
    assert [code for code in organisations | groups if not re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", code)] == []


def test_state_codes_are_iso_codes() -> None:
    assert [row["code"] for row in rows("states.tsv") if not is_country(row["code"])] == []


def test_all_members_of_the_un_are_there() -> None:
    found = {row["code"] for row in rows("states.tsv")}
    assert found >= TERRITORIES | OUTSIDE_UN
    assert len(found - TERRITORIES - OUTSIDE_UN) == 193
    assert {country.alpha_3 for country in pycountry.countries} - found == LEFT_OUT


def test_codes_of_the_codebook_are_there() -> None:
    assert {row["code"] for row in rows("organisations.tsv")} >= CODEBOOK
    assert {row["code"] for row in rows("groups.tsv")} >= CODEBOOK_GROUPS


def test_places_of_the_other_lexicons_are_countries() -> None:
    known = {row["code"] for row in rows("states.tsv")}
    wrong = [
        row["code"] for row in rows("organisations.tsv") if row["place_country"] and row["place_country"] not in known
    ]
    wrong += [row["code"] for row in rows("groups.tsv") if row["country"] and row["country"] not in known]
    wrong += [row["name"] for row in rows("residences.tsv") if row["country"] and row["country"] not in known]
    bodies = known | {row["code"] for row in rows("organisations.tsv")}
    wrong += [row["name"] for row in rows("residences.tsv") if row["code"] not in bodies]
    assert wrong == []


def test_a_country_opposition_carries_the_code_of_its_country() -> None:
    prefixed = [row for row in rows("groups.tsv") if row["code"].endswith("_OPP")]
    assert len(prefixed) >= 5
    assert [row["code"] for row in prefixed if row["code"] != f"{row['country']}_OPP"] == []


def test_no_form_names_two_rows() -> None:
    owners: dict[str, set[str]] = {}
    for name in FILES:
        for row in rows(name):
            for form in surface_forms(name, row):
                owners.setdefault(fold(form), set()).add(f"{name}:{row['_line']} {row['name']}")
    assert {form: sorted(owner) for form, owner in owners.items() if len(owner) > 1} == {}


def test_no_capital_names_two_rows() -> None:
    owners: dict[str, set[str]] = {}
    for name in FILES:
        for row in rows(name):
            forms = surface_forms(name, row)
            if name == "states.tsv" and row["capital_is_metonym"] == "yes":
                forms += (row["capital"], *split_cell(row["capital_aliases"]))
            for form in forms:
                owners.setdefault(fold(form), set()).add(f"{name}:{row['_line']} {row['name']}")
    assert {form: sorted(owner) for form, owner in owners.items() if len(owner) > 1} == {}


@pytest.mark.parametrize("name", FILES)
def test_no_form_stands_twice_in_a_row(name: str) -> None:
    wrong = []
    for row in rows(name):
        # The members of a movement may be its name (talibans), so they are counted apart.
        forms = Counter(fold(form) for form in (row["name"], *split_cell(row["aliases"])))
        wrong += [f"{name}:{row['_line']}: {form}" for form, count in forms.items() if count > 1]
        if name == "states.tsv":
            seats = Counter(fold(form) for form in (row["capital"], *split_cell(row["capital_aliases"])))
            wrong += [f"{name}:{row['_line']}: {form}" for form, count in seats.items() if count > 1]
    assert wrong == []


def test_adjectives_have_all_four_forms_or_none() -> None:
    wrong = [row["code"] for row in rows("states.tsv") if len({bool(row[column]) for column in ADJECTIVES}) > 1]
    wrong += [row["code"] for row in rows("organisations.tsv") if len(split_cell(row["adjectives"])) not in {0, 4}]
    assert wrong == []
    assert sum(bool(row["adjective_ms"]) for row in rows("states.tsv")) >= 200


def test_adjectives_are_lower_case_and_agree_in_number() -> None:
    wrong = []
    for row in rows("states.tsv"):
        for column in ADJECTIVES:
            for form in split_cell(row[column]):
                plural = form[-1] in "sxz"
                if form != form.lower() or (column in {"adjective_mp", "adjective_fp"} and not plural):
                    # An invariable adjective keeps its singular in the plural, and is then listed in all four columns.
                    invariable = all(form in split_cell(row[other]) for other in ADJECTIVES)
                    if not invariable:
                        wrong.append(f"{row['code']}: {column}: {form}")
    assert wrong == []


def test_no_adjective_or_prefix_is_shared() -> None:
    adjectives: dict[str, set[str]] = {}
    prefixes: dict[str, set[str]] = {}
    for row in rows("states.tsv"):
        for column in ADJECTIVES:
            for form in split_cell(row[column]):
                adjectives.setdefault(fold(form), set()).add(row["code"])
        for prefix in split_cell(row["compound_prefix"]):
            prefixes.setdefault(fold(prefix), set()).add(row["code"])
    for row in rows("organisations.tsv"):
        for form in split_cell(row["adjectives"]):
            adjectives.setdefault(fold(form), set()).add(row["code"])
    assert {form: owner for form, owner in (adjectives | prefixes).items() if len(owner) > 1} == {}
    assert [prefix for prefix in prefixes if prefix.endswith("-") or prefix != prefix.lower()] == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_kinds_are_of_the_closed_list(name: str) -> None:
    found = {row["kind"] for row in rows(name)}
    assert found == KINDS[name]


def test_genders_are_of_the_closed_list() -> None:
    assert {row["gender"] for row in rows("residences.tsv")} == {"m", "f", "mp", "fp"}


def test_articles_and_flags_are_of_the_closed_list() -> None:
    wrong = []
    for row in rows("states.tsv"):
        if row["article"] not in ARTICLES:
            wrong.append(f"{row['code']}: article {row['article']}")
        if (row["article"] == "l'") != (fold(row["name"])[0] in "AEIOUaeiou" and row["article"] not in {"", "les"}):
            wrong.append(f"{row['code']}: article {row['article']} before {row['name']}")
        if row["capital_is_metonym"] not in {"yes", "no"}:
            wrong.append(f"{row['code']}: capital_is_metonym {row['capital_is_metonym']}")
        if row["capital_is_metonym"] == "yes" and not row["capital"]:
            wrong.append(f"{row['code']}: no capital to stand for it")
        if row["capital_is_metonym"] == "yes" and fold(row["capital"]) == fold(row["name"]):
            wrong.append(f"{row['code']}: a capital with the name of its state is no metonym")
    assert wrong == []


def test_coordinates_are_degrees_with_two_decimals() -> None:
    wrong = []
    for row in rows("states.tsv"):
        if not all(re.fullmatch(r"-?\d{1,3}\.\d\d", row[column]) for column in ("lat", "lon")):
            wrong.append(f"{row['code']}: {row['lat']} {row['lon']}")
        elif abs(float(row["lat"])) > 90 or abs(float(row["lon"])) > 180:
            wrong.append(f"{row['code']}: {row['lat']} {row['lon']} is off the globe")
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "feminine"),
    [
        ("USA", "américaine"),
        ("GBR", "britannique"),
        ("TUR", "turque"),
        ("GRC", "grecque"),
        ("NER", "nigérienne"),
        ("NGA", "nigériane"),
        ("DMA", "dominiquaise"),
        ("DOM", "dominicaine"),
        ("LBY", "libyenne"),
        ("PRY", "paraguayenne"),
        ("LVA", "lettonne"),
        ("PRK", "nord-coréenne"),
        ("AZE", "azérie"),
        ("MLI", "malienne"),
        ("MYS", "malaisienne"),
        ("COD", "congolaise"),
        ("XKX", "kosovare"),
        ("ZAF", "sud-africaine"),
    ],
)
def test_feminine_of(code: str, feminine: str) -> None:
    assert feminine in split_cell(state(code)["adjective_fs"])


@pytest.mark.parametrize(
    ("form", "name", "code"),
    [
        ("RDC", "states.tsv", "COD"),
        ("Saint-Siège", "states.tsv", "VAT"),
        ("Autorité palestinienne", "residences.tsv", "PSE"),
        ("URSS", "states.tsv", "RUS"),
        ("Grande-Bretagne", "states.tsv", "GBR"),
        ("État hébreu", "states.tsv", "ISR"),
        ("Nations unies", "organisations.tsv", "UN"),
        ("HCR", "organisations.tsv", "UN"),
        ("Commission européenne", "residences.tsv", "EU"),
        ("Bruxelles", "organisations.tsv", "EU"),
        ("Alliance atlantique", "organisations.tsv", "NATO"),
        ("Daech", "groups.tsv", "ISIS"),
        ("YPG", "groups.tsv", "SDF"),
        ("Hachd al-Chaabi", "groups.tsv", "PMF"),
        ("Front al-Nosra", "groups.tsv", "HTS"),
        ("Quai d'Orsay", "residences.tsv", "FRA"),
        ("Pentagone", "residences.tsv", "USA"),
        ("Tsahal", "residences.tsv", "ISR"),
        ("Gardiens de la révolution", "residences.tsv", "IRN"),
        ("GNA", "residences.tsv", "LBY"),
        # In French the acronym OIEA is the Iranian body, AIEA the international one.
        ("OIEA", "residences.tsv", "IRN"),
        ("AIEA", "organisations.tsv", "IAEA"),
    ],
)
def test_form_stands_for(form: str, name: str, code: str) -> None:
    assert [row["code"] for row in rows(name) if form in surface_forms(name, row)] == [code]


@pytest.mark.parametrize(
    "form",
    # Words that many actors share, surnames and first names: a row with one of them would fire everywhere.
    [
        "Hollande",
        "Parlement",
        "Sénat",
        "Congrès",
        "Dominique",
        "Maurice",
        "27",
        "rebelles",
        "jihadistes",
        "Wagner",
        "Alliance",
    ],
)
def test_no_row_has_an_ambiguous_form(form: str) -> None:
    found = [f"{name} {row['name']}" for name in FILES for row in rows(name) if form in surface_forms(name, row)]
    assert found == []


@pytest.mark.parametrize("code", ["BEL", "LUX", "MCO", "PAN", "SGP", "DJI", "KWT", "GTM", "DOM"])
def test_capital_that_does_not_stand_for_its_state(code: str) -> None:
    assert state(code)["capital_is_metonym"] == "no"


@pytest.mark.parametrize("code", ["USA", "RUS", "CHN", "MEX", "FRA", "IRN", "TUR", "ISR", "PSE"])
def test_capital_that_stands_for_its_state(code: str) -> None:
    assert state(code)["capital_is_metonym"] == "yes"
