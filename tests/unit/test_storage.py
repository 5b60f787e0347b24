"""A corpus and tables at a URL are those of a local folder, and a stop leaves one whole set of tables there."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
import test_run
from test_run import Stop, bodies, contents, write
from typer.testing import CliRunner

from pipeline import cli, explain, mirror, run, status, storage
from pipeline.corpus import read_corpus
from pipeline.errors import RunError
from pipeline.tables import PART, TablesError, read_tables

pipeline, corpus = test_run.pipeline, test_run.corpus
fsspec = pytest.importorskip("fsspec", reason="the cluster extra is not installed")
MEMORY = fsspec.filesystem("memory")


@pytest.fixture(autouse=True)
def _own_places(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    MEMORY.store.clear()
    MEMORY.pseudo_dirs[:] = [""]


@pytest.fixture(params=["memory", "file"])
def base(request, tmp_path):
    return "memory://bucket" if request.param == "memory" else (tmp_path / "bucket").as_uri()


def copied(folder, url):
    """Put a folder at a URL."""
    target = storage.Storage(url)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            target.put(path, path.relative_to(folder).as_posix())


def tables_at(url):
    """Return the bytes of the tables at a URL, after a look for what should not be there."""
    target = storage.Storage(url)
    found = {name: target.read(name) for name in target.files(lambda _name: False)}
    manifest = json.loads(found.pop("manifest.json"))
    assert set(found) == set(manifest["files"]) == set(mirror.PARTS)
    return found


def tables_in(folder):
    return {name: data for name, data in contents(folder).items() if name != "manifest.json"}


def many_files(folder):
    """Fill a folder with all that a walk has to decide upon."""
    text = "Les deux présidents se sont parlé lundi au téléphone, a annoncé mardi le porte-parole du gouvernement."
    for name in (
        "a.txt", "B.txt", "a/z.txt", "a-b/c.txt", "a b/é#?%20.txt", "a.d/a.txt", ".hidden.txt", ".git/x.txt",
        "README.md", "readme/x.txt", "film.mp4", "empty.txt", "deep/er/still/d.txt", "page.html",
    ):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if name == "empty.txt" else f"{text} {name}", encoding="utf-8")


def test_a_corpus_at_a_url_is_read_as_the_same_folder_is(base, tmp_path):
    many_files(tmp_path / "in")
    copied(tmp_path / "in", f"{base}/in")
    here = list(read_corpus(tmp_path / "in"))
    assert len(here) == 10
    assert list(read_corpus(f"{base}/in")) == here
    assert list(read_corpus(f"{base}/in/")) == here
    assert list(read_corpus(f"{base}/in/a.txt")) == list(read_corpus(tmp_path / "in" / "a.txt"))


def test_files_are_fetched_one_by_one_and_only_those_that_can_be_read(tmp_path, monkeypatch):
    many_files(tmp_path / "in")
    copied(tmp_path / "in", "memory://bucket/in")
    fetched, get = [], storage.Storage.get
    monkeypatch.setattr(storage.Storage, "get", lambda *given: fetched.append(given[2]) or get(*given))
    for _piece in read_corpus("memory://bucket/in"):
        assert not any(path.exists() for path in fetched[:-1])
    assert not any(path.parent.exists() for path in fetched)
    assert "film.mp4" not in {path.name for path in fetched}


@pytest.mark.usefixtures("pipeline")
def test_tables_at_a_url_are_those_of_a_local_run(base, corpus, tmp_path):
    copied(corpus.parent, f"{base}/in")
    run.run(corpus.parent, tmp_path / "out", progress=False)
    both, source, out = (
        run.run(f"{base}/in", f"{base}/both", progress=False),
        run.run(f"{base}/in", tmp_path / "from_url", progress=False),
        run.run(corpus.parent, f"{base}/out", progress=False),
    )
    assert both.out_path == f"{base}/both"
    assert both.n_articles == source.n_articles == out.n_articles == 10
    assert contents(tmp_path / "from_url") == contents(tmp_path / "out")
    assert tables_at(f"{base}/both") == tables_at(f"{base}/out") == tables_in(tmp_path / "out")


def test_a_second_run_does_nothing_and_sends_nothing(pipeline, base, corpus, monkeypatch):
    run.run(corpus, f"{base}/out", progress=False)
    before, pipeline.seen = tables_at(f"{base}/out"), []
    for method in ("put", "get", "copy"):
        monkeypatch.setattr(storage.Storage, method, None)
    assert run.run(corpus, f"{base}/out", progress=False).n_reused == 10
    assert pipeline.seen == []
    assert tables_at(f"{base}/out") == before


def test_another_machine_builds_on_what_is_at_the_url(pipeline, base, corpus, tmp_path, monkeypatch):
    run.run(corpus, f"{base}/out", progress=False)
    write(corpus, bodies(corpus) | {"b-00": pipeline.label})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    pipeline.seen = []
    assert run.run(corpus, f"{base}/out", progress=False).n_reused == 10
    assert pipeline.seen == ["b-00"]
    write(corpus, bodies(corpus) | {"b-01": pipeline.label})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))  # whose copy is an older one by now
    assert run.run(corpus, f"{base}/out", progress=False).n_reused == 11
    assert pipeline.seen == ["b-00", "b-01"]
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert tables_at(f"{base}/out") == tables_in(tmp_path / "fresh")


def test_tables_that_were_copied_to_a_url_are_built_upon(pipeline, corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    copied(tmp_path / "out", "memory://bucket/out")
    pipeline.seen = []
    assert run.run(corpus, "memory://bucket/out", progress=False).n_reused == 10
    assert pipeline.seen == []
    assert tables_at("memory://bucket/out") == tables_in(tmp_path / "out")


@pytest.mark.parametrize("damage", [None, b"", b"PAR1 of another run"])
def test_tables_that_are_not_those_of_the_manifest_are_made_anew(pipeline, corpus, tmp_path, monkeypatch, damage):
    run.run(corpus, "memory://bucket/out", progress=False)
    before, pipeline.seen = tables_at("memory://bucket/out"), []
    part = f"/bucket/out/events/{PART}"
    MEMORY.rm(part) if damage is None else MEMORY.pipe(part, damage)
    write(corpus, bodies(corpus) | {"b-00": pipeline.label})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert run.run(corpus, "memory://bucket/out", progress=False).n_reused == 0
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert before != tables_at("memory://bucket/out") == tables_in(tmp_path / "fresh")


WRITING = ("put", "write", "copy", "remove")
SENT = 10
"""Calls that write, until what was sent counts: the probe and its removal, a file for each table, the manifest."""


@pytest.mark.parametrize("calls", [0, 1, 2, 6, 9, 10, 13, 17, 18, 19])
def test_a_stop_leaves_one_whole_set_of_tables_or_the_next_run_does(pipeline, corpus, tmp_path, monkeypatch, calls):
    run.run(corpus, "memory://bucket/out", progress=False)
    before, made = tables_at("memory://bucket/out"), []
    write(corpus, bodies(corpus) | {"b-00": pipeline.label})

    def stopping(method):
        def unless_stopped(*given):
            if len(made) == calls:
                raise Stop
            made.append(method.__name__)
            method(*given)

        return unless_stopped

    with monkeypatch.context() as patch:
        for name in WRITING:
            patch.setattr(storage.Storage, name, stopping(getattr(storage.Storage, name)))
        with pytest.raises(Stop):
            run.run(corpus, "memory://bucket/out", progress=False)
    target = storage.Storage("memory://bucket/out")
    half_switched = SENT <= calls < 19
    assert any("half in their places" in line for line in status.lines("memory://bucket/out")) is half_switched
    if calls <= SENT:
        assert {name: target.read(name) for name in mirror.PARTS} == before
    else:  # even a machine that has not seen that run puts its tables in their places, and builds on them
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    pipeline.seen = []
    run.run(corpus, "memory://bucket/out", progress=False)
    assert pipeline.seen == (["b-00"] if calls < 2 else [])
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert tables_at("memory://bucket/out") == tables_in(tmp_path / "fresh")


def test_a_reader_never_sees_two_files_of_one_table(pipeline, corpus, monkeypatch):
    run.run(corpus, "memory://bucket/out", progress=False)
    write(corpus, bodies(corpus) | {"b-00": pipeline.label})
    seen = []

    def looking(method):
        def and_look(*given):
            method(*given)
            seen.append(MEMORY.glob("/bucket/out/*/*.parquet"))

        return and_look

    for name in WRITING:
        monkeypatch.setattr(storage.Storage, name, looking(getattr(storage.Storage, name)))
    run.run(corpus, "memory://bucket/out", progress=False)
    assert len(seen) > len(mirror.PARTS) * 2
    assert all(found == sorted(f"/bucket/out/{part}" for part in mirror.PARTS) for found in seen)


def test_a_stopped_run_goes_on_where_it_was(pipeline, corpus, tmp_path):
    pipeline.stops_on = "a-07"
    with pytest.raises(Stop):
        run.run(corpus, "memory://bucket/out", progress=False)
    assert [line for line in status.lines("memory://bucket/out") if "6 articles in 2 shards" in line]
    pipeline.stops_on, pipeline.seen = None, []
    run.run(corpus, "memory://bucket/out/", progress=False)
    assert sorted(pipeline.seen) == ["a-06", "a-07", "a-08", "a-09"]
    run.run(corpus, tmp_path / "fresh", progress=False)
    assert tables_at("memory://bucket/out") == tables_in(tmp_path / "fresh")


@pytest.mark.usefixtures("pipeline")
def test_status_of_a_url_is_that_of_the_tables(base, corpus, tmp_path):
    run.run(corpus, tmp_path / "out", progress=False)
    run.run(corpus, f"{base}/out", progress=False)
    assert list(status.lines(f"{base}/out")) == list(status.lines(tmp_path / "out"))
    with pytest.raises(RunError, match=r"nothing: no tables there; `depeche extract INPUT --out .*nothing` makes"):
        list(status.lines(f"{base}/nothing"))


def test_what_cannot_start_says_why(pipeline, base, corpus, tmp_path):
    copied(corpus.parent, f"{base}/in")
    with pytest.raises(RunError, match="nowhere: no such bucket, folder or file to read articles from"):
        run.run(f"{base}/nowhere", tmp_path / "out")
    with pytest.raises(RunError, match="lies in the input folder"):
        run.run(f"{base}/in", f"{base}/in/out")
    with pytest.raises(RunError, match="lies in the input folder"):
        run.run(tmp_path, (tmp_path / "out").as_uri())
    with pytest.raises(RunError, match=r"made\.jsonl: is a file"):
        run.run(corpus, f"{base}/in/made.jsonl")
    with pytest.raises(RunError, match="names no bucket"):
        run.run(corpus, "memory://")
    with pytest.raises(RunError, match="Protocol not known: nothing"):
        run.run(corpus, "nothing://bucket/out")
    assert pipeline.seen == []


def test_missing_packages_are_named(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(RunError, match=r"s3://bucket/in: .*Install s3fs to access S3.*pip"):
        run.run("s3://bucket/in", tmp_path / "out")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(RunError, match=r"s3://bucket/out: URLs need fsspec; .*pip install '\.\[cluster\]'"):
        run.run(corpus, "s3://bucket/out")


class CredentialsError(Exception):
    """Stands for the classes that a package raises of its own."""


def refusing(error):
    def refuse(*_arguments, **_options):
        raise error

    return refuse


REFUSALS = pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError("Access Denied"), r"no permission \(Access Denied\); see that the credentials"),
        (FileNotFoundError("The specified bucket does not exist"), "no such bucket, folder or file"),
        (CredentialsError("Unable to locate credentials"), r"the storage failed \(CredentialsError: Unable to locate"),
    ],
)


@REFUSALS
def test_an_output_that_cannot_be_written_is_told_before_any_work(pipeline, corpus, monkeypatch, error, said):
    monkeypatch.setattr(type(MEMORY), "pipe_file", refusing(error))
    with pytest.raises(RunError, match=f"bucket/out/.staging/probe: {said}"):
        run.run(corpus, "memory://bucket/out", progress=False)
    assert pipeline.seen == []


@REFUSALS
@pytest.mark.parametrize("method", ["ls", "get_file"])
@pytest.mark.usefixtures("pipeline")
def test_an_input_that_cannot_be_read_stops_the_run(corpus, tmp_path, monkeypatch, error, said, method):  # noqa: PLR0917
    copied(corpus.parent, "memory://bucket/in")
    monkeypatch.setattr(type(MEMORY), method, refusing(error))
    if method == "ls" or not isinstance(error, FileNotFoundError):
        with pytest.raises(RunError, match=f"bucket/in/.*: {said}"):
            run.run("memory://bucket/in", tmp_path / "out", progress=False)
        assert not (tmp_path / "out").exists()
    else:  # it was there a moment ago: a reject, as in a folder
        done = run.run("memory://bucket/in", tmp_path / "out", progress=False)
        assert done.rejects_by_reason == {"unreadable_file": 1}


@pytest.mark.usefixtures("pipeline")
def test_a_full_disk_is_told_as_one(corpus, monkeypatch):
    run.run(corpus, "memory://bucket/out", progress=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(corpus.parent / ".other"))
    monkeypatch.setattr(type(MEMORY), "get_file", refusing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(RunError, match=r"other/depeche/url-\w+: the disk is full"):
        run.run(corpus, "memory://bucket/out", progress=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "csv", "--from", "s3://bucket/out"),
        ("evaluate", "--gold", "s3://bucket/gold.jsonl"),
        ("timex", "--jsonl", "s3://bucket/in.jsonl", "--out", "out.jsonl"),
        ("gold", "check", "s3://bucket/gold.jsonl"),
        ("gold", "diff", "before", "s3://bucket/out"),
    ],
)
def test_commands_that_know_no_urls_say_so(arguments):
    said = CliRunner().invoke(cli.app, arguments)
    assert said.exit_code == 2
    assert "only `extract`, `status` and `explain` know URLs" in " ".join(said.output.replace("│", " ").split())


def test_programs_are_told_to_copy_the_tables():
    with pytest.raises(TablesError, match="s3://bucket/out: tables are read from this machine; copy the folder first"):
        read_tables("s3://bucket/out")


@pytest.mark.usefixtures("pipeline")
def test_the_commands_take_urls(corpus):
    copied(corpus.parent, "memory://bucket/in")
    said = CliRunner().invoke(cli.app, ["extract", "memory://bucket/in", "--out", "memory://bucket/out", "--jobs", "1"])
    assert said.exit_code == 0
    assert "tables  memory://bucket/out" in said.output
    said = CliRunner().invoke(cli.app, ["status", "memory://bucket/out"])
    assert "tables    10 articles, 20 events" in said.output


def test_a_url_is_explained_as_its_file_is(corpus):
    copied(corpus.parent, "memory://bucket/in")
    assert explain.articles("memory://bucket/in/made.jsonl") == explain.articles(str(corpus))
    text = f"memory://bucket/in/made.jsonl {test_run.made.BODY}"
    assert [article.doc_id for article in explain.articles(text)] == ["text"]


def test_local_paths_need_no_fsspec(corpus):
    code = (
        "import sys\nfrom pipeline import run, status\nfrom pipeline.corpus import read_corpus\n"
        "print(len(list(read_corpus(sys.argv[1]))), [*status.lines('.')][0], 'fsspec' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(corpus)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "10 tables    none yet False\n"


def test_a_local_path_is_no_url():
    for path in ("in", "/in", "./a:b", "s3:/b", "C:/in", "C:\\in"):
        assert storage.place(path) == Path(path)
    assert storage.place(Path("s3://b")) == Path("s3:/b")
