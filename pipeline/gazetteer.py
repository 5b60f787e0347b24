"""Cities: from a name as a French text writes it to a country and coordinates.

Two files are derived from GeoNames by `tools/build_cities.py`; `city_overrides.tsv` is kept by hand and wins over
them. The derived files are searched by bisection in their sorted lines, so that loading them costs some
hundredths of a second and no index of 100,000 names is built for the twenty that an article has.

States, capitals that stand for states, seats of power and organisations have lexicons of their own and are to be
looked up before cities: GeoNames knows a *Maison Blanche* in Paris and a *Luxembourg* that is a city.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.lexicon import SEPARATOR, LexiconError, read_text, read_tsv, split_cell

if TYPE_CHECKING:
    from collections.abc import Collection

CITIES_FILE = "cities.tsv"
NAMES_FILE = "city_names.tsv"
OVERRIDES_FILE = "city_overrides.tsv"
CITY_COLUMNS = ("geonames_id", "name", "country", "lat", "lon", "population")
OVERRIDE_COLUMNS = ("name", "aliases", "country", "lat", "lon", "population")

MIN_CONTEXT_SHARE = 0.05
"""A homonym in a country of the context is taken from this share of the first candidate's population on: the
American Birmingham is (0.18 of the British one), Paris in Texas is not (0.01)."""

MAX_ACRONYM = 3
"""Up to this length a name in capitals is an acronym (*CHU*, *FAO*), not a city."""


@dataclass(frozen=True, slots=True)
class City:
    """A city: its name in French, ISO 3166-1 alpha-3 country, decimal degrees, inhabitants.

    `name` is the spelling of the overrides where they have one, else that of the text, since the text is French and
    GeoNames does not say which of its names are. `n_candidates` tells how many cities bear the name.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    n_candidates: int = 1


def city_key(name: str) -> str:
    """Return what two spellings of one name share: no case, accents, hyphens, apostrophes or full stops.

    Examples
    --------
    >>> city_key("Saint-Pétersbourg") == city_key("SAINT PETERSBOURG")
    True
    """
    # Ligatures have no decomposition in Unicode, unlike accents.
    text = name.casefold().replace("œ", "oe").replace("æ", "ae").replace("ø", "o")
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", bare).strip()


def check() -> None:
    """Read the lists of cities.

    Raises
    ------
    LexiconError
        If one is malformed; names file and line.
    """
    _overrides()
    _derived()


@cache
def _overrides() -> dict[str, City | None]:
    """Return the hand-kept names; None for those that are no city."""
    found: dict[str, City | None] = {}
    for row in read_tsv(OVERRIDES_FILE, OVERRIDE_COLUMNS):
        where = f"{OVERRIDES_FILE}:{row['_line']}"
        city = None
        if row["country"]:
            try:
                city = City(row["name"], row["country"], float(row["lat"]), float(row["lon"]), int(row["population"]))
            except ValueError as error:
                raise LexiconError(f"{where}: lat, lon and population must be numbers ({error})") from error
        for name in (row["name"], *split_cell(row["aliases"])):
            key = city_key(name)
            if key in found:
                raise LexiconError(f"{where}: {name!r} is listed twice")
            found[key] = city
    return found


def _lines(file: str, header: str) -> list[str]:
    """Return the rows of a derived file, unsplit; `read_tsv` would take ten times as long."""
    lines = read_text(file).split("\n")
    start = next((i for i, line in enumerate(lines) if not line.startswith("#")), 0)
    if lines[start] != header or lines[-1]:
        raise LexiconError(
            f"{file}:{start + 1}: expected the header {header!r} and a line break at the end of the file"
        )
    return lines[start + 1 : -1]


@cache
def _derived() -> tuple[list[str], list[str]]:
    return _lines(NAMES_FILE, "key\tcities"), _lines(CITIES_FILE, "\t".join(CITY_COLUMNS))


def _candidates(key: str) -> list[City]:
    names, cities = _derived()
    position = bisect_left(names, f"{key}\t")
    if position == len(names) or not names[position].startswith(f"{key}\t"):
        return []
    numbers = names[position].split("\t")[1].split(SEPARATOR)
    found = []
    for number in numbers:
        _, name, country, latitude, longitude, population = cities[int(number)].split("\t")
        found.append(City(name, country, float(latitude), float(longitude), int(population), len(numbers)))
    return found


@lru_cache(maxsize=65536)
def _lookup(name: str, countries: frozenset[str]) -> City | None:
    key = city_key(name)
    if name.isupper() and len(key) <= MAX_ACRONYM:
        return None
    overrides = _overrides()
    if key in overrides:
        return overrides[key]
    candidates = _candidates(key)
    if not candidates:
        return None
    floor = candidates[0].population * MIN_CONTEXT_SHARE
    nearby = [city for city in candidates if city.country in countries and city.population >= floor]
    city = (nearby or candidates)[0]
    written = " ".join(name.split())
    # In capitals (datelines) the accents are lost: the spelling of GeoNames is better where it is the same name.
    if written.isupper():
        written = city.name if city_key(city.name) == key else written.title()
    return City(written, city.country, city.latitude, city.longitude, city.population, city.n_candidates)


def lookup_city(name: str, countries: Collection[str] = ()) -> City | None:
    """Find the city that a name means.

    Parameters
    ----------
    name : str
        The name as the text writes it; case, accents and hyphens do not matter.
    countries : collection of str
        Alpha-3 codes of the countries that the context names. They decide between homonyms of comparable size
        (*Tripoli* in an article about Lebanon); the order does not matter.

    Returns
    -------
    City or None
        The city of the overrides, else one in `countries`, else the likeliest: primary names count ten times,
        French towns four times, then population decides. None where no city of 15,000 inhabitants or more bears
        the name.

    Examples
    --------
    >>> lookup_city("Hambourg").country
    'DEU'
    >>> lookup_city("Tripoli", {"LBN"}).country, lookup_city("Kremlin")
    ('LBN', None)

    Notes
    -----
    Of 112 French exonyms of the news (tests/unit/test_gazetteer.py) all come out in the right country and within
    60 km. Source: GeoNames, CC BY 4.0.
    """
    return _lookup(name, frozenset(countries))
