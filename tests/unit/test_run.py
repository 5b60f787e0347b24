"""A run does each article once, goes on after a stop, and gives the same bytes whichever way it got there."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import made_records as made
import pytest
import spacy

from pipeline import cache, run, shards
from pipeline.errors import RunError
from pipeline.lexicon import LexiconError
from pipeline.records import Extraction
from pipeline.tables import COMMIT, PART, read_tables

NLP = spacy.blank("fr")
FILLER = " Ce communiqué ne dit rien de plus sur les entretiens que les deux pays mènent."


class Stop(BaseException):
    """Stands for a killed process: nothing in the program may catch it."""


class Pipeline:
    """Stands for the language pipeline: counts what it is given, raises on the documents it is told to."""

    def __init__(self):
        self.seen = []
        self.breaks_on = set()
        self.stops_on = None
        self.label = "made_model 1.0"

    def extract(self, articles, nlp, all_entities):
        assert nlp is NLP
        assert all_entities is False
        for article in articles:
            if article.doc_id == self.stops_on:
                raise Stop
            if article.doc_id in self.breaks_on:
                raise ZeroDivisionError(f"cannot divide {article.doc_id}")
            self.seen.append(article.doc_id)
            yield self.extraction(article)

    def extraction(self, article):
        if made.BODY.split()[0] in article.text:
            return made.extraction(article)
        return Extraction(article, 2, (), (), ())


@pytest.fixture
def pipeline(monkeypatch):
    made_pipeline = Pipeline()
    monkeypatch.setattr(run, "build", lambda _model, _scope: NLP)
    monkeypatch.setattr(run, "installed_label", lambda _model: made_pipeline.label)
    monkeypatch.setattr(shards, "extract", made_pipeline.extract)
    monkeypatch.setattr(run, "SHARD_SIZE", 3)
    return made_pipeline


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "in" / "made.jsonl"
    path.parent.mkdir()
    write(path, {f"a-{number:02}": made.BODY for number in range(10)})
    return path


def write(path, bodies, **fields):
    records = ({"id": key, "title": made.TITLE, "date": "2020-06-16", "text": body} for key, body in bodies.items())
    path.write_text("".join(json.dumps(record | fields) + "\n" for record in records), encoding="utf-8")


def bodies(path):
    return {record["id"]: record["text"] for record in map(json.loads, path.read_text("utf-8").splitlines())}


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def test_a_run_writes_the_tables_and_says_what_it_did(pipeline, corpus, tmp_path):
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert done.events_by_type == {"accusation": 10, "phone_call": 10}
    assert (done.n_articles, done.n_reused, done.n_events, done.model) == (10, 0, 20, pipeline.label)
    tables = read_tables(tmp_path / "out")
    assert len(tables["events"]) == 20
    assert tables["articles"]["n_events"].tolist() == [2] * 10
    assert not (tmp_path / "out" / cache.CACHE).exists()


def test_a_second_run_does_nothing_and_changes_no_byte(pipeline, corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    before, pipeline.seen = contents(tmp_path / "out"), []
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert pipeline.seen == []
    assert done.n_reused == done.n_articles == 10
    assert contents(tmp_path / "out") == before


def test_only_new_and_changed_articles_are_processed(pipeline, corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    changed = bodies(corpus)
    changed["a-04"] += FILLER
    changed["b-00"] = FILLER.strip()
    del changed["a-07"]
    write(corpus, changed)
    pipeline.seen = []
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert sorted(pipeline.seen) == ["a-04", "b-00"]
    assert (done.n_articles, done.n_reused, done.n_events) == (10, 8, 18)
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_moved_article_is_not_processed_again_but_its_row_follows(pipeline, corpus, tmp_path):
    run.run(corpus.parent, tmp_path / "out", progress=False)
    kept = bodies(corpus)
    corpus.unlink()
    write(corpus.with_name("moved.jsonl"), kept, source="Autre")
    pipeline.seen = []
    run.run(corpus.parent, tmp_path / "out", progress=False)
    articles = read_tables(tmp_path / "out")["articles"]
    assert pipeline.seen == []
    assert set(articles["source_path"]) == {"moved.jsonl"}
    assert set(articles["source"]) == {"Autre"}


def test_a_stopped_run_goes_on_where_it_was(pipeline, corpus, tmp_path):
    pipeline.stops_on = "a-07"
    with pytest.raises(Stop):
        run.run(corpus, tmp_path / "out", progress=False)
    assert not (tmp_path / "out" / "events").exists()
    pipeline.stops_on, pipeline.seen = None, []
    run.run(corpus, tmp_path / "out", progress=False)
    assert sorted(pipeline.seen) == ["a-06", "a-07", "a-08", "a-09"]  # the shard that was not finished, and the rest
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_stop_between_the_tables_and_the_cleaning_counts_nothing_twice(pipeline, corpus, tmp_path, monkeypatch):
    def stop(_cache):
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(cache.ResultCache, "clear", stop)
        with pytest.raises(Stop):
            run.run(corpus, tmp_path / "out", progress=False)
    pipeline.seen = []
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert (pipeline.seen, done.n_events) == ([], 20)
    assert not (tmp_path / "out" / cache.CACHE).exists()


class FullDisk(io.FileIO):
    """A file on a disk that has no room left."""

    def write(self, _data):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("full", ["shard", "tables"])
def test_a_full_disk_costs_what_is_in_flight_only(pipeline, corpus, tmp_path, monkeypatch, full):
    out = tmp_path / "out"
    run.run(corpus, out, progress=False)
    write(corpus, bodies(corpus) | {"b-00": made.BODY})
    pipeline.label, before = "other_model 2.0", contents(out)
    opened, is_full = Path.open, "shard-" if full == "shard" else ".staging"

    def open_until_full(path, *arguments, **options):
        shards = len(list((out / cache.CACHE).glob("*/shard-*")))
        if is_full in path.as_posix() and "events" in path.parts and (full == "tables" or shards):
            return FullDisk(path, "w")
        return opened(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_until_full)
        with pytest.raises(RunError, match=r"out: the disk is full .*events/part-0\.parquet.*same command again"):
            run.run(corpus, out, progress=False)
    assert {name: data for name, data in contents(out).items() if not name.startswith(".")} == before
    done = run.run(corpus, out, progress=False)
    assert (done.n_articles, done.n_reused) == (11, 3 if full == "shard" else 11)
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_disk_error_of_another_kind_is_told_as_it_is(pipeline, corpus, tmp_path, monkeypatch):
    def broken(*_arguments):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(run.ResultCache, "add_shard", broken)
    with pytest.raises(OSError, match="Input/output error"):
        run.run(corpus, tmp_path / "out", progress=False)
    assert pipeline.seen == ["a-00", "a-01", "a-02"]


def test_what_cannot_go_on_leaves_no_scratch(pipeline, corpus, tmp_path, monkeypatch):
    def unreachable(*_arguments):
        raise RunError("tcp://nowhere:1: no Dask scheduler answers there")

    monkeypatch.setattr(run.cluster, "run", unreachable)
    with pytest.raises(RunError, match="no Dask scheduler"):
        run.run(corpus, tmp_path / "out", progress=False, scheduler="tcp://nowhere:1")
    assert contents(tmp_path / "out") == {}
    assert not (tmp_path / "out" / cache.CACHE).exists()
    assert pipeline.seen == []


def test_a_half_written_shard_does_not_count(pipeline, corpus, tmp_path, monkeypatch):
    def stop(*_arguments):
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", stop)
        with pytest.raises(Stop):
            run.run(corpus, tmp_path / "out", progress=False)
    assert list((tmp_path / "out" / cache.CACHE).glob("*/unfinished-*/events"))
    pipeline.seen = []
    run.run(corpus, tmp_path / "out", progress=False)
    assert len(pipeline.seen) == 10


@pytest.mark.parametrize("what", ["model", "lexicon_hash", "source_hash", "version"])
def test_another_model_lexicon_or_code_starts_anew(pipeline, corpus, tmp_path, monkeypatch, what):
    run.run(corpus, tmp_path / "out", progress=False)
    pipeline.seen = []
    if what == "model":
        pipeline.label = "other_model 2.0"
    else:
        monkeypatch.setattr(f"pipeline.provenance.{what}", lambda *_arguments: "other")
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert (len(pipeline.seen), done.n_reused) == (10, 0)


def test_an_article_on_which_the_pipeline_raises_is_a_reject_and_the_others_go_on(pipeline, corpus, tmp_path):
    pipeline.breaks_on = {"a-01", "a-05"}
    done = run.run(corpus, tmp_path / "out", progress=False)
    rejects = read_tables(tmp_path / "out", ["rejects"])["rejects"]
    assert (done.n_articles, done.rejects_by_reason) == (8, {"extraction_failed": 2})
    assert rejects["position"].tolist() == ["article a-01", "article a-05"]
    assert rejects["detail"].str.startswith("ZeroDivisionError: cannot divide a-0").all()
    pipeline.breaks_on, pipeline.seen = set(), []
    assert run.run(corpus, tmp_path / "out", progress=False).n_articles == 10
    assert pipeline.seen == ["a-01", "a-05"]


def test_an_error_that_no_article_is_to_blame_for_stops_the_run(pipeline, corpus, tmp_path, monkeypatch):
    def extract(articles, _nlp, _all_entities):
        raise LexiconError(f"rules/visit.toml:3: made up for this test, at {len(articles)} articles")

    monkeypatch.setattr(shards, "extract", extract)
    with pytest.raises(LexiconError, match=r"rules/visit\.toml:3"):
        run.run(corpus, tmp_path / "out", progress=False)
    assert pipeline.seen == []


def test_an_article_whose_rows_break_the_schema_is_a_reject(pipeline, corpus, tmp_path, monkeypatch):
    def twice(article):
        found = made.extraction(article)
        events = found.events * 2 if article.doc_id == "a-02" else found.events
        return Extraction(found.article, 1, found.entities, found.time_expressions, events)

    monkeypatch.setattr(pipeline, "extraction", twice)
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert (done.n_articles, done.rejects_by_reason) == (9, {"extraction_failed": 1})
    detail = read_tables(tmp_path / "out", ["rejects"])["rejects"]["detail"].item()
    assert "SchemaError: table events: key ('event_id',) is not unique" in detail


def test_rejects_of_the_readers_are_kept(pipeline, corpus, tmp_path):
    corpus.with_name("broken.jsonl").write_text("{no json\n", encoding="utf-8")
    done = run.run(corpus.parent, tmp_path / "out", progress=False)
    assert sum(done.rejects_by_reason.values()) == 1
    assert read_tables(tmp_path / "out", ["rejects"])["rejects"]["source_path"].tolist() == ["broken.jsonl"]
    assert len(pipeline.seen) == done.n_articles == 10


def test_a_write_that_was_stopped_is_finished_before_it_is_built_upon(pipeline, corpus, tmp_path, monkeypatch):
    def stop(*_arguments):
        raise Stop

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)  # the set is committed, none of its files is in its place
        with pytest.raises(Stop):
            run.run(corpus, out, progress=False)
    assert (out / COMMIT).is_dir()
    pipeline.seen = []
    assert run.run(corpus, out, progress=False).n_reused == 10
    assert not (out / COMMIT).exists()


def test_what_cannot_start_says_why(pipeline, corpus, tmp_path):
    with pytest.raises(RunError, match="nowhere: no such file or folder"):
        run.run(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(RunError, match="lies in the input folder"):
        run.run(corpus.parent, corpus.parent / "out")
    with pytest.raises(RunError, match=r"made\.jsonl: is a file"):
        run.run(corpus.parent, corpus)
    assert pipeline.seen == []


@pytest.mark.skipif(sys.platform == "win32", reason="no advisory locks on folders there")
@pytest.mark.usefixtures("pipeline")
def test_two_runs_do_not_write_to_one_folder(corpus, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    hold = "import fcntl,os,sys; fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX); print(); input()"
    arguments = [sys.executable, "-c", hold, os.fspath(out)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        with pytest.raises(RunError, match="another run is writing here"):
            run.run(corpus, out, progress=False)
        other.communicate("\n")
    assert run.run(corpus, out, progress=False).n_articles == 10


def test_progress_off_a_terminal_is_a_line_now_and_then(pipeline, corpus, tmp_path, capsys, monkeypatch):
    run.run(corpus, tmp_path / "out")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(run, "LOG_SECONDS", 0.0)
    pipeline.label = "other_model 2.0"
    run.run(corpus, tmp_path / "out")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"{done} articles" for done in (3, 6, 9, 10)]
    assert lines[-1].endswith(" articles/s")


@pytest.mark.usefixtures("pipeline")
def test_an_input_without_a_file_leaves_the_output_as_it_was(corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    before = contents(tmp_path / "out")
    (tmp_path / "nothing").mkdir()
    for out in ("out", "new"):
        with pytest.raises(RunError, match=r"nothing: no article in this folder"):
            run.run(tmp_path / "nothing", tmp_path / out, progress=False)
    assert contents(tmp_path / "out") == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("table", ["articles", "events", "entities", "rejects"])
@pytest.mark.parametrize("damage", [slice(0), slice(0, -40)])
@pytest.mark.usefixtures("pipeline")
def test_a_damaged_table_is_made_anew(corpus, tmp_path, table, damage):
    run.run(corpus, tmp_path / "out", progress=False)
    before = contents(tmp_path / "out")
    part = tmp_path / "out" / table / PART
    part.write_bytes(part.read_bytes()[damage])
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert done.n_reused == 0
    assert contents(tmp_path / "out") == before


@pytest.mark.usefixtures("pipeline")
def test_a_table_whose_rows_alone_are_damaged_is_made_anew(corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    before = contents(tmp_path / "out")
    part = tmp_path / "out" / "events" / PART
    data = bytearray(part.read_bytes())
    data[4:200] = bytes(196)
    part.write_bytes(data)
    run.run(corpus, tmp_path / "out", progress=False)
    assert contents(tmp_path / "out") == before


def test_a_damaged_shard_is_made_anew(pipeline, corpus, tmp_path):
    run.run(corpus, tmp_path / "whole", progress=False)
    pipeline.stops_on = "a-07"
    with pytest.raises(Stop):
        run.run(corpus, tmp_path / "out", progress=False)
    shard = next(path for path in sorted((tmp_path / "out" / cache.CACHE).rglob(PART)) if path.parent.name == "events")
    shard.write_bytes(b"")
    pipeline.stops_on = None
    done = run.run(corpus, tmp_path / "out", progress=False)
    assert done.n_reused == 3
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
