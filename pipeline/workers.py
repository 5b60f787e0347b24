"""Several processes on one machine: each loads the model once and is handed one shard after another.

Processes are started anew (spawned), so that nothing of the parent's state is in them, and each has a pipe of its own
to the parent: whichever dies or hangs, the parent knows which shard it had. Such a shard is done again article by
article; one that takes its worker down twice is a reject, and the others go on.
"""

from __future__ import annotations

import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import pyarrow as pa

from pipeline.cache import DOCUMENT_TABLES
from pipeline.errors import RunError
from pipeline.records import Article, Reject
from pipeline.shards import Settings, ShardResult, empty_result, failure

START_SECONDS = 300.0
"""Within which a worker has its model loaded, on a slow disk as well."""

SHARD_SECONDS, ARTICLE_SECONDS = 60.0, 5.0
"""Within which a shard is done: so much, and so much for each article; a hundred times what it takes."""

ATTEMPTS = 2
"""Times that an article may take its worker down before it is given up."""

Work = Callable[[Connection, Settings], None]

GIVEN_UP = "it took its process down, or kept it busy without end, {} times"


@dataclass(slots=True)
class Task:
    """A shard on its way. `careful` has its articles done one by one; `at` is the one that is being done then."""

    articles: list[Article]
    careful: bool = False
    at: int | None = None
    failures: tuple[Reject, ...] = ()
    falls: Counter[str] = field(default_factory=Counter)


class Queue:
    """Shards that wait for a worker: some are read ahead, so that no worker waits for the next one to be read."""

    def __init__(self, shards: Iterator[list[Article]]) -> None:
        self._rest = map(Task, shards)
        self._waiting: deque[Task] = deque()

    def read_ahead(self, number: int) -> None:
        """See to it that so many wait, as long as there are any."""
        while len(self._waiting) < number and (task := next(self._rest, None)) is not None:
            self._waiting.append(task)

    def take(self) -> Task:
        """Return the next one."""
        return self._waiting.popleft()

    def add(self, task: Task) -> None:
        """Have one done again, before the others."""
        self._waiting.appendleft(task)

    def __len__(self) -> int:
        return len(self._waiting)


class Worker:
    """One process and the shard that it has."""

    def __init__(self, settings: Settings, work: Work) -> None:
        context = get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(other, settings), daemon=True)
        self.process.start()
        other.close()
        self.ready = False
        self.task: Task | None = None
        self.deadline = time.monotonic() + START_SECONDS

    def give(self, task: Task) -> None:
        """Hand it a shard."""
        self.task, task.at = task, None
        self.deadline = time.monotonic() + SHARD_SECONDS + ARTICLE_SECONDS * len(task.articles)
        with suppress(BrokenPipeError):  # that it is dead will be seen where all are watched
            self.pipe.send((task.articles, task.careful))

    def stop(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run(
    shards: Iterator[list[Article]], settings: Settings, jobs: int, work: Work | None = None
) -> Iterator[ShardResult]:
    """Do shards in several processes.

    Parameters
    ----------
    shards : iterator of list of Article
        Taken as workers get free, so that no more are held than twice as many as there are workers.
    settings : Settings
        For every shard.
    jobs : int
        Processes; the first is started at once, the others where there is a shard for them.
    work : callable, optional
        What a process does with its end of the pipe; by default it loads the model and does shards.

    Yields
    ------
    ShardResult
        As they are done, in no special order.

    Raises
    ------
    RunError
        If workers cannot start.
    Exception
        What a worker raises that no article is to blame for.
    """
    queue = Queue(shards)
    workers = [Worker(settings, work or _work)]
    try:
        while True:
            queue.read_ahead(jobs)
            while len(workers) < jobs and len(queue) > sum(worker.task is None for worker in workers):
                workers.append(Worker(settings, work or _work))
            _hand_out(workers, queue)
            if not queue and not any(worker.task for worker in workers):
                return
            yield from _watch(workers, queue, settings, work or _work)
    finally:
        for worker in workers:
            worker.stop()


def _hand_out(workers: list[Worker], queue: Queue) -> None:
    """Give each worker that is free the next shard."""
    for worker in workers:
        if queue and worker.ready and worker.task is None:
            worker.give(queue.take())


def _watch(workers: list[Worker], queue: Queue, settings: Settings, work: Work) -> Iterator[ShardResult]:
    """Wait until some worker has something to say, is dead or is late; deal with it."""
    late = min(worker.deadline for worker in workers if worker.task or not worker.ready)
    wait([worker.pipe for worker in workers], timeout=max(0.0, late - time.monotonic()))
    for place, worker in enumerate(workers):
        try:
            while worker.pipe.poll():
                result = _hear(worker, worker.pipe.recv())
                if result is not None:
                    _hand_out(workers, queue)
                    yield result
        except (EOFError, OSError):
            dead = True
        else:
            dead = (worker.task is not None or not worker.ready) and time.monotonic() > worker.deadline
        if not dead:
            continue
        if not worker.ready:
            raise RunError("a worker died or hung before it had the model loaded; `--jobs 1` runs without workers")
        worker.stop()
        workers[place] = Worker(settings, work)
        if worker.task is not None:
            task = after_fall(worker.task)
            if task.articles:
                queue.add(task)
            else:
                yield empty_result(*task.failures)


def _hear(worker: Worker, message: tuple[str, Any]) -> ShardResult | None:
    kind, content = message
    if kind == "ready":
        worker.ready = True
    elif kind == "error":
        raise content
    elif kind == "at" and worker.task is not None:
        worker.task.at = content
    elif kind == "done" and worker.task is not None:
        task, worker.task = worker.task, None
        return ShardResult(content.tables, (*task.failures, *content.failures))
    return None


def after_fall(task: Task) -> Task:
    """Return how to go on with a shard that took its worker down: one by one, without what did so too often."""
    if not task.careful or task.at is None:
        return replace(task, careful=True, at=None)
    culprit = task.articles[task.at]
    task.falls[culprit.doc_id] += 1
    if task.falls[culprit.doc_id] < ATTEMPTS:
        return replace(task, at=None)
    reject = failure(culprit, GIVEN_UP.format(ATTEMPTS))
    rest = [article for article in task.articles if article is not culprit]
    return replace(task, articles=rest, at=None, failures=(*task.failures, reject))


def _work(pipe: Connection, settings: Settings) -> None:
    """Be a worker: load the model, then do what comes through the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told to stop, and stops its workers
    from pipeline.nlp import build  # noqa: PLC0415  the parent needs no spaCy
    from pipeline.shards import process  # noqa: PLC0415

    with suppress(EOFError, BrokenPipeError):
        try:
            nlp = build(settings.model, settings.scope)
            pipe.send(("ready", None))
            while True:
                articles, careful = pipe.recv()
                if not careful:
                    pipe.send(("done", process(articles, nlp, settings.all_entities)))
                    continue
                parts = []
                for number, article in enumerate(articles):
                    pipe.send(("at", number))
                    parts.append(process([article], nlp, settings.all_entities))
                pipe.send(("done", joined(parts)))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:  # the parent raises it
            pipe.send(("error", error))


def joined(parts: list[ShardResult]) -> ShardResult:
    """Return the results of several pieces of a shard as that of the shard."""
    tables = {name: pa.concat_tables([part.tables[name] for part in parts]) for name in DOCUMENT_TABLES}
    return ShardResult(tables, tuple(reject for part in parts for reject in part.failures))
