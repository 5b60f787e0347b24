"""A run that is killed, again and again, and then left alone gives the bytes of one that never was."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import made_records as made
import pytest
from test_run import contents

from pipeline import status
from pipeline.errors import RunError

SCRIPT = """
import sys, time
import spacy
import test_run
from pipeline import run, shards
pipeline = test_run.Pipeline()
def slowly(articles, nlp, all_entities):
    for found in pipeline.extract(articles, nlp, all_entities):
        time.sleep(0.003)
        yield found
test_run.NLP = nlp = spacy.blank("fr")
run.build = lambda _model, _scope: nlp
run.installed_label = lambda _model: "made 1.0"
shards.extract, run.SHARD_SIZE = slowly, 10
run.run(sys.argv[1], sys.argv[2], progress=False)
"""
KILLS = 10


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "made.jsonl"
    records = ({"id": f"a-{n:03}", "title": made.TITLE, "date": "2020-06-16", "text": made.BODY} for n in range(300))
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def start(corpus, out):
    path = ":".join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(corpus), str(out)], env={"PYTHONPATH": path})


def shards_of(out):
    return len(list(out.glob(".cache/*/shard-*")))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_ten_kills_change_no_byte(corpus, tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert start(corpus, whole).wait() == 0
    for kill in range(KILLS):
        process = start(corpus, out)
        while process.poll() is None and shards_of(out) < 2 * kill + 1:
            time.sleep(0.002 * (kill + 1))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert shards_of(out) >= 2 * KILLS - 1  # what was done stays done
    assert any("unfinished run" in line for line in status.lines(out))
    assert start(corpus, out).wait() == 0
    assert contents(out) == contents(whole)


def test_status_of_tables(corpus, tmp_path):
    assert start(corpus, tmp_path / "out").wait() == 0
    found = list(status.lines(tmp_path / "out"))
    assert found[0].startswith("tables    300 articles, 600 events, ")
    assert "model made 1.0" in found[1]
    assert len(found) == 3


def test_status_of_nothing(tmp_path):
    assert list(status.lines(tmp_path)) == ["tables    none yet"]
    with pytest.raises(RunError, match="no such folder"):
        list(status.lines(tmp_path / "nowhere"))
