"""What is passed over costs nothing: runs that read everything, or work elsewhere, give the same bytes."""

import gzip
from itertools import islice
from pathlib import Path

import pytest

from pipeline.run import run

RAW = Path(__file__).parents[2] / "data" / "raw"
SHARED = Path(__file__).parents[3] / "shared" / "data"
SETS = {"newsroom_mix.jsonl.gz": 1_400, "world_news.jsonl.gz": 600}

pytestmark = pytest.mark.model


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def gated(tmp_path_factory):
    out = tmp_path_factory.mktemp("gated")
    run(RAW, out, progress=False)
    return contents(out)


@pytest.mark.parametrize("options", [{"gate": False}, {"jobs": 2}], ids=["everything read", "two processes"])
def test_the_sample_corpus_gives_the_same_bytes(gated, tmp_path, options):
    run(RAW, tmp_path, progress=False, **options)
    assert contents(tmp_path) == gated


def test_a_cluster_gives_the_same_bytes(gated, tmp_path):
    pytest.importorskip("distributed", reason="the cluster extra is not installed")
    run(RAW, tmp_path, progress=False, scheduler="local", jobs=1)
    assert contents(tmp_path) == gated


@pytest.mark.slow
@pytest.mark.parametrize("all_entities", [False, True])
def test_two_thousand_articles_give_the_same_bytes(tmp_path, all_entities):
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, number in SETS.items():
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
            (corpus / name.removesuffix(".gz")).write_text("".join(islice(lines, number)), encoding="utf-8")
    run(corpus, tmp_path / "gated", all_entities=all_entities, jobs=2)
    run(corpus, tmp_path / "read", all_entities=all_entities, jobs=2, gate=False)
    assert contents(tmp_path / "gated") == contents(tmp_path / "read")
