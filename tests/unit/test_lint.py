"""`depeche lint` reads every lexicon: a mistake in any of them is found, each beside the others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import knowledge, lexicon, lint

PACKAGE = Path(lexicon.__file__).parent


def add(line: str) -> Callable[[str], str]:
    return lambda text: text.rstrip("\n") + f"\n{line}\n"


MISTAKES: dict[str, tuple[Callable[[str], str], str]] = {
    "states.tsv": (add("XXX\tone cell too few"), "2 cells, expected 14"),
    "organisations.tsv": (lambda text: text + text.rstrip("\n").split("\n")[-1] + "\n", "is listed twice"),
    "groups.tsv": (lambda text: text.replace("\tmembers\t", "\tmembres\t", 1), "columns are"),
    "residences.tsv": (add("one cell"), "1 cells, expected 8"),
    "offices_1.tsv": (add("nobody\tpresident\tFRA\t2017-99-20\t\tmade up"), "start '2017-99-20' is no ISO date"),
    "roles.tsv": (add("\t".join(["président", "nothing", "s", "m", ""])), "roles.tsv:"),
    "adjectives.tsv": (add("one cell"), "adjectives.tsv:"),
    "places.tsv": (add("Nulle Part\t\tregion\tFRA\tnorth\t1"), "lat 'north' is no number"),
    "other_names.tsv": (lambda text: text.replace("form\n", "forme\n", 1), "other_names.tsv:"),
    "short_names.tsv": (lambda text: text.replace("form\t", "forme\t", 1), "short_names.tsv:"),
    "homonyms.tsv": (lambda text: text.replace("form\t", "forme\t", 1), "homonyms.tsv:"),
    "cues.tsv": (add("one cell"), "cues.tsv:"),
    "prepositions.tsv": (lambda text: text.replace("form\t", "forme\t", 1), "prepositions.tsv:"),
    "city_overrides.tsv": (add("one cell"), "city_overrides.tsv:"),
    "gatherings.tsv": (add("one cell"), "gatherings.tsv:"),
    "topics.tsv": (add("gardening\tjardin"), "unknown topic 'gardening'"),
    "weights.tsv": (add("mention\tsome_feature\tmuch"), "weights.tsv:"),
    "boilerplate.tsv": (add("one cell"), "boilerplate.tsv:"),
    "corpus_fields.tsv": (add("colour\tcouleur"), "'colour' is unknown or stands twice"),
    "language_words.tsv": (add("fr\tle|la"), "'fr' stands twice"),
    "time/days.toml": (add("[["), "time/days.toml: "),
    "time/verbs.tsv": (add("one cell"), "time/verbs.tsv:"),
    "rules/visit.toml": (add("[["), "visit.toml: "),
}  # fmt: skip


def run_lint(tmp_path: Path, mistakes: dict[str, Callable[[bytes], bytes]]) -> subprocess.CompletedProcess[str]:
    """Run lint on a copy of the package in which these lexicons have mistakes."""
    copy = tmp_path / "pipeline"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, change in mistakes.items():
        path = copy / "lexicons" / name
        path.write_bytes(change(path.read_bytes()))
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "lint"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)


def test_a_mistake_in_any_lexicon_is_found_beside_the_others(tmp_path: Path) -> None:
    done = run_lint(
        tmp_path,
        {
            name: lambda data, change=change: change(data.decode("utf-8")).encode("utf-8")
            for name, (change, _) in MISTAKES.items()
        },
    )
    assert done.returncode == 1, done.stderr
    for name, (_, words) in MISTAKES.items():
        assert words in done.stdout, name
    assert "Traceback" not in done.stderr
    # Those of the states show up again where adjectives and names are put together; each is told once.
    assert len(set(done.stdout.splitlines())) == len(done.stdout.splitlines())


@pytest.mark.parametrize("name", ["states.tsv", "city_names.tsv", "time/words.tsv", "rules/threat.toml", "cameo.tsv"])
def test_a_lexicon_that_is_not_utf8_is_named(tmp_path: Path, name: str) -> None:
    done = run_lint(tmp_path, {name: lambda data: data + "déjà".encode("latin-1")})
    assert done.returncode == 1, done.stderr
    assert Path(name).name in done.stdout
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_homonym_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    done = run_lint(tmp_path, {"homonyms.tsv": lambda data: data.replace(b"\tplace\t", b"\ttown\t", 1)})
    assert done.returncode == 1, done.stderr
    assert "homonyms.tsv:5: unknown kind 'town'" in done.stdout


def test_every_list_is_read() -> None:
    # A list that nothing checks is a mistake that nobody sees: each must be of a loader that lint calls.
    lists = {path.name for path in lexicon.LEXICON_DIR.glob("*.tsv")}
    ontology = {"ontology.tsv", "event_types.tsv", "cameo.tsv"}
    derived = {"cities.tsv", "city_names.tsv"}
    numbered = {name for name in lists if name.startswith(("persons_", "offices_"))}
    assert lists - ontology - derived - numbered == {name for name in MISTAKES if "/" not in name} - numbered
    assert lint.problems() == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("nobody-at-all\tpresident\tFRA\t2017-01-20\t\tmade up", r"x\.tsv:2: nobody-at-all is in no persons"),
        ("p\tpresident\tFRA\t2017-01-20\t2016-01-20\tmade up", r"x\.tsv:2: the term of p ends before it starts"),
        ("p\tpresident\tFRA\t2017-01-20\t2018-02-30\tmade up", r"x\.tsv:2: end '2018-02-30' is no ISO date"),
    ],
)
def test_impossible_terms_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str) -> None:
    header = "\t".join(knowledge.OFFICE_COLUMNS)
    (tmp_path / "offices_x.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    (tmp_path / "persons_x.tsv").write_text("\t".join(knowledge.PERSON_COLUMNS) + "\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(knowledge, "LEXICON_DIR", tmp_path)
    # `read_tsv` keeps what it read under the name of the file, and no lexicon of the project has this one.
    with pytest.raises(lexicon.LexiconError, match=message):
        knowledge._persons()
    lexicon.read_tsv.cache_clear()
