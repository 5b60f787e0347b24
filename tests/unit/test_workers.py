"""Processes that do shards: one that dies or hangs costs its article and nothing else."""

import os
import signal
import time

import made_records as made
import pytest

from pipeline import shards, workers
from pipeline.errors import RunError
from pipeline.lexicon import LexiconError
from pipeline.records import Extraction
from pipeline.shards import Settings
from pipeline.workers import Task, after_fall


def articles(number, **special):
    texts = {int(key.removeprefix("at_")): text for key, text in special.items()}
    return [made.article(f"a-{rank}", text=texts.get(rank, made.BODY)) for rank in range(number)]


def in_shards(some, size=3):
    return iter([some[start : start + size] for start in range(0, len(some), size)])


def result(some):
    return shards.ShardResult(shards._tables([Extraction(article, 1, (), (), ()) for article in some]), ())


def work(pipe, _settings):
    """Do what the text of an article says, in place of the pipeline."""
    pipe.send(("ready", None))
    try:
        while True:
            some, careful = pipe.recv()
            for number, article in enumerate(some):
                if careful:
                    pipe.send(("at", number))
                if article.text == "die":
                    os.kill(os.getpid(), signal.SIGKILL)
                if article.text == "hang":
                    time.sleep(600)
                if article.text == "no lexicon":
                    pipe.send(("error", LexiconError("made up for this test")))
            pipe.send(("done", result(some)))
    except EOFError:
        return


def never_ready(_pipe, _settings):
    """Stand for a model that cannot be loaded."""


def run(some, jobs=2):
    found = list(workers.run(in_shards(some), Settings(), jobs, work))
    done = sorted(doc_id for part in found for doc_id in part.tables["articles"]["doc_id"].to_pylist())
    return done, [reject for part in found for reject in part.failures]


def ids(some):
    return [article.doc_id for article in some]


def test_every_shard_is_done_once():
    some = articles(8)
    assert run(some) == (ids(some), [])


def test_there_may_be_less_work_than_workers():
    some = articles(2)
    assert run(some, jobs=3) == (ids(some), [])
    assert run([]) == ([], [])


@pytest.mark.parametrize(("number", "expected"), [(0, 1), (2, 1), (5, 2), (20, 3)])
def test_processes_are_started_for_shards_only(monkeypatch, number, expected):
    started = []

    class Counted(workers.Worker):
        def __init__(self, *arguments):
            started.append(self)
            super().__init__(*arguments)

    monkeypatch.setattr(workers, "Worker", Counted)
    run(articles(number), jobs=3)
    assert len(started) == expected


def test_shards_are_read_ahead_and_no_further():
    read = []

    def shards_read():
        for some in in_shards(articles(30)):
            read.append(some)
            yield some

    found = workers.run(shards_read(), Settings(), 2, work)
    next(found)
    assert len(read) <= 5  # one done, two with the workers, two that wait
    found.close()


def test_an_article_that_kills_its_worker_is_a_reject_and_the_others_go_on():
    some = articles(8, at_4="die")
    done, (reject,) = run(some)
    assert done == [doc_id for doc_id in ids(some) if doc_id != "a-4"]
    assert (reject.position, reject.reason) == ("article a-4", "extraction_failed")
    assert "took its process down" in reject.detail


def test_an_article_without_end_is_a_reject_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr(workers, "SHARD_SECONDS", 1.0)
    monkeypatch.setattr(workers, "ARTICLE_SECONDS", 0.0)
    some = articles(4, at_1="hang")
    done, (reject,) = run(some)
    assert done == ["a-0", "a-2", "a-3"]
    assert reject.position == "article a-1"


def test_what_no_article_is_to_blame_for_stops_the_run():
    with pytest.raises(LexiconError, match="made up"):
        run(articles(2, at_0="no lexicon"))


def test_workers_that_cannot_start_stop_the_run():
    with pytest.raises(RunError, match="before it had the model loaded"):
        list(workers.run(in_shards(articles(1)), Settings(), 1, never_ready))


def test_a_fall_is_forgiven_once():
    some = articles(3)
    careful = after_fall(Task(some))
    assert (careful.careful, careful.articles) == (True, some)
    careful.at = 1
    again = after_fall(careful)
    assert (again.articles, again.failures) == (some, ())
    again.at = 1
    last = after_fall(again)
    assert (last.articles, [reject.position for reject in last.failures]) == ([some[0], some[2]], ["article a-1"])


def test_pieces_of_a_shard_make_the_shard():
    some = articles(3)
    whole = workers.joined([result(some[:1]), result(some[1:])])
    assert whole.tables["articles"].equals(result(some).tables["articles"])
