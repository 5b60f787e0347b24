"""French names of cities lead to the right country and place; what is no city leads nowhere."""

from __future__ import annotations

import math
import time

import pytest

from pipeline import gazetteer, lexicon
from pipeline.gazetteer import City, city_key, lookup_city
from pipeline.lexicon import LEXICON_DIR, LexiconError

MAX_DISTANCE_KM = 60

# Coordinates written from the map, independently of GeoNames.
EXONYMS = [
    ("Hambourg", "DEU", 53.6, 10.0), ("Munich", "DEU", 48.1, 11.6), ("Cologne", "DEU", 50.9, 7.0),
    ("Francfort", "DEU", 50.1, 8.7), ("Dresde", "DEU", 51.05, 13.7), ("Ratisbonne", "DEU", 49.0, 12.1),
    ("Genève", "CHE", 46.2, 6.1), ("Bâle", "CHE", 47.6, 7.6), ("Berne", "CHE", 46.9, 7.4), ("Davos", "CHE", 46.8, 9.8),
    ("Londres", "GBR", 51.5, -0.1), ("Édimbourg", "GBR", 55.95, -3.2), ("Salisbury", "GBR", 51.07, -1.8),
    ("Bruxelles", "BEL", 50.85, 4.35), ("Anvers", "BEL", 51.2, 4.4), ("La Haye", "NLD", 52.1, 4.3),
    ("Copenhague", "DNK", 55.7, 12.6), ("Vienne", "AUT", 48.2, 16.4), ("Salzbourg", "AUT", 47.8, 13.05),
    ("Varsovie", "POL", 52.2, 21.0), ("Cracovie", "POL", 50.06, 19.95), ("Prague", "CZE", 50.1, 14.4),
    ("Bucarest", "ROU", 44.4, 26.1), ("Athènes", "GRC", 38.0, 23.7), ("Thessalonique", "GRC", 40.6, 22.9),
    ("Nicosie", "CYP", 35.2, 33.4), ("Lisbonne", "PRT", 38.7, -9.1), ("Porto", "PRT", 41.15, -8.6),
    ("Barcelone", "ESP", 41.4, 2.2), ("Séville", "ESP", 37.4, -6.0), ("Saragosse", "ESP", 41.65, -0.9),
    ("Venise", "ITA", 45.4, 12.3), ("Gênes", "ITA", 44.4, 8.9), ("Turin", "ITA", 45.07, 7.7),
    ("Moscou", "RUS", 55.75, 37.6), ("Saint-Pétersbourg", "RUS", 59.9, 30.3), ("Iekaterinbourg", "RUS", 56.8, 60.6),
    ("Sotchi", "RUS", 43.6, 39.7), ("Vladivostok", "RUS", 43.1, 131.9), ("Rostov-sur-le-Don", "RUS", 47.2, 39.7),
    ("Kiev", "UKR", 50.45, 30.5), ("Odessa", "UKR", 46.5, 30.7), ("Marioupol", "UKR", 47.1, 37.5),
    ("Boutcha", "UKR", 50.55, 30.2), ("Sébastopol", "UKR", 44.6, 33.5), ("Erevan", "ARM", 40.2, 44.5),
    ("Bakou", "AZE", 40.4, 49.9), ("Tbilissi", "GEO", 41.7, 44.8), ("Tachkent", "UZB", 41.3, 69.25),
    ("Bichkek", "KGZ", 42.9, 74.6), ("Astana", "KAZ", 51.2, 71.4), ("Noursoultan", "KAZ", 51.2, 71.4),
    ("Damas", "SYR", 33.5, 36.3), ("Alep", "SYR", 36.2, 37.15), ("Deir Ezzor", "SYR", 35.3, 40.15),
    ("Raqqa", "SYR", 35.95, 39.0), ("Lattaquié", "SYR", 35.5, 35.8), ("Palmyre", "SYR", 34.55, 38.3),
    ("Khan Cheikhoune", "SYR", 35.4, 36.65), ("Kobané", "SYR", 36.9, 38.35), ("Beyrouth", "LBN", 33.9, 35.5),
    ("Bagdad", "IRQ", 33.3, 44.4), ("Mossoul", "IRQ", 36.35, 43.1), ("Bassora", "IRQ", 30.5, 47.8),
    ("Souleimaniyeh", "IRQ", 35.55, 45.4), ("Kirkouk", "IRQ", 35.5, 44.4), ("Téhéran", "IRN", 35.7, 51.4),
    ("Ispahan", "IRN", 32.65, 51.7), ("Jérusalem", "ISR", 31.8, 35.2), ("Tel-Aviv", "ISR", 32.1, 34.8),
    ("Naplouse", "PSE", 32.2, 35.25), ("Bethléem", "PSE", 31.7, 35.2), ("Rafah", "PSE", 31.3, 34.25),
    ("Riyad", "SAU", 24.7, 46.7), ("La Mecque", "SAU", 21.4, 39.8), ("Abou Dhabi", "ARE", 24.45, 54.4),
    ("Dubaï", "ARE", 25.2, 55.3), ("Sanaa", "YEM", 15.35, 44.2), ("Aden", "YEM", 12.8, 45.0),
    ("Hodeïda", "YEM", 14.8, 42.95), ("Le Caire", "EGY", 30.05, 31.25), ("Alexandrie", "EGY", 31.2, 29.9),
    ("Tripoli", "LBY", 32.9, 13.2), ("Syrte", "LBY", 31.2, 16.6), ("Alger", "DZA", 36.75, 3.05),
    ("Tanger", "MAR", 35.8, -5.8), ("Marrakech", "MAR", 31.6, -8.0), ("Gao", "MLI", 16.3, -0.05),
    ("Tombouctou", "MLI", 16.8, -3.0), ("N'Djamena", "TCD", 12.1, 15.05), ("Addis-Abeba", "ETH", 9.0, 38.75),
    ("Mogadiscio", "SOM", 2.05, 45.3), ("Djouba", "SSD", 4.85, 31.6), ("Le Cap", "ZAF", -33.9, 18.4),
    ("Kaboul", "AFG", 34.5, 69.2), ("Koundouz", "AFG", 36.7, 68.9), ("Islamabad", "PAK", 33.7, 73.05),
    ("Bombay", "IND", 19.1, 72.9), ("Pékin", "CHN", 39.9, 116.4), ("Canton", "CHN", 23.1, 113.3),
    ("Séoul", "KOR", 37.55, 127.0), ("Hanoï", "VNM", 21.0, 105.85), ("Rangoun", "MMR", 16.85, 96.15),
    ("Bali", "IDN", -8.4, 115.2), ("Hong Kong", "HKG", 22.3, 114.2), ("Mexico", "MEX", 19.4, -99.1),
    ("La Havane", "CUB", 23.1, -82.4), ("Carthagène", "COL", 10.4, -75.5), ("Québec", "CAN", 46.8, -71.2),
    ("La Nouvelle-Orléans", "USA", 29.95, -90.1), ("Philadelphie", "USA", 39.95, -75.2), ("Brest", "FRA", 48.4, -4.5),
]  # fmt: skip


def distance_km(latitude: float, longitude: float, city: City) -> float:
    """Great-circle distance (haversine)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (latitude, longitude, city.latitude, city.longitude))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


@pytest.mark.parametrize(("name", "country", "latitude", "longitude"), EXONYMS, ids=[row[0] for row in EXONYMS])
def test_exonym(name: str, country: str, latitude: float, longitude: float) -> None:
    city = lookup_city(name)
    assert city is not None
    assert city.country == country
    assert distance_km(latitude, longitude, city) < MAX_DISTANCE_KM


@pytest.mark.parametrize(
    "name", ["Maison Blanche", "Élysée", "Otan", "Golfe", "Kremlin", "CHU", "FAO", "Un", "XVIe", ""]
)
def test_no_city(name: str) -> None:
    assert lookup_city(name) is None


@pytest.mark.parametrize(
    ("name", "countries", "expected"),
    [
        ("Tripoli", {"LBN"}, "LBN"),
        ("Tripoli", {"LBN", "LBY"}, "LBY"),
        ("Tripoli", {"FRA"}, "LBY"),
        ("Brest", {"BLR"}, "BLR"),
        ("Birmingham", {"USA"}, "USA"),
        ("Birmingham", {"USA", "GBR"}, "GBR"),
        ("Paris", {"USA"}, "FRA"),
        ("Odessa", {"USA"}, "UKR"),
    ],
)
def test_homonyms_follow_the_context_within_reason(name: str, countries: set[str], expected: str) -> None:
    city = lookup_city(name, countries)
    assert city is not None
    assert city.country == expected


@pytest.mark.parametrize("variant", ["GENÈVE", "GENEVE", "Geneve", "genève", "Genève "])
def test_overrides_give_the_french_spelling(variant: str) -> None:
    assert lookup_city(variant) == lookup_city("Genève")


def test_other_names_keep_the_spelling_of_the_text_except_in_capitals() -> None:
    assert [getattr(lookup_city(name), "name", None) for name in ("Dresde", "DRESDE", "NANTES")] == [
        "Dresde",
        "Dresde",
        "Nantes",
    ]


def test_homonyms_are_counted() -> None:
    city = lookup_city("Tripoli")
    assert city is not None
    assert city.n_candidates >= 2


def test_key_ignores_case_accents_and_punctuation() -> None:
    assert city_key("L’Haÿ-les-Roses") == "l hay les roses"
    assert city_key("Œil") == "oeil"


def test_derived_names_are_sorted_for_the_bisection() -> None:
    names, cities = gazetteer._derived()
    keys = [line.split("\t")[0] for line in names]
    assert keys == sorted(set(keys))
    assert max(int(number) for line in names for number in line.split("\t")[1].split("|")) < len(cities)


def test_the_lists_are_small_and_fast_to_load() -> None:
    size = sum((LEXICON_DIR / file).stat().st_size for file in (gazetteer.CITIES_FILE, gazetteer.NAMES_FILE))
    assert size < 3_000_000
    for cached in (gazetteer._derived, gazetteer._overrides):
        cached.cache_clear()
    start = time.process_time()
    gazetteer._derived()
    gazetteer._overrides()
    assert time.process_time() - start < 0.3


def test_a_truncated_list_is_an_error(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    (lexicon.LEXICON_DIR / "x.tsv").write_text("# c\nkey\tcities\nparis\t0", encoding="utf-8")
    with pytest.raises(LexiconError, match="line break at the end"):
        gazetteer._lines("x.tsv", "key\tcities")
    with pytest.raises(LexiconError, match="expected the header 'other'"):
        gazetteer._lines("x.tsv", "other")
