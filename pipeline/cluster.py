"""Several machines: one task a shard, submitted to a Dask scheduler; needs the extra ``cluster``.

A task is the same function on the same articles as on one machine and gives its tables back; the command that
submits them writes everything, so that workers need no file system in common with it. Dask does a shard whose worker
is lost again elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunError
from pipeline.records import Article, Reject
from pipeline.shards import Settings, ShardResult, empty_result, failure, process

if TYPE_CHECKING:
    from spacy.language import Language

LOCAL = "local"
"""Address that stands for a scheduler started here, with as many workers as there are jobs."""

AHEAD = 2
"""Shards for each thread of the cluster that are under way or wait for it."""

ANSWER = "30s"
"""Within which a scheduler answers."""

RETRIES = 1
"""Times that a shard is done again whose worker raised or was lost, before its articles are tried one by one."""


@lru_cache(maxsize=1)
def _pipeline(model: str | None, scope: str) -> Language:
    from pipeline.nlp import build  # noqa: PLC0415  workers alone need it

    return build(model, scope)


def shard(articles: list[Article], settings: Settings) -> ShardResult:
    """Do one shard: the task of a worker, which loads the model once."""
    return process(articles, _pipeline(settings.model, settings.scope), settings.all_entities)


def run(shards: Iterator[list[Article]], settings: Settings, address: str, jobs: int) -> Iterator[ShardResult]:
    """Do shards on a cluster.

    Parameters
    ----------
    shards : iterator of list of Article
        Taken as the cluster gets free.
    settings : Settings
        For every shard.
    address : str
        Of the scheduler (``tcp://HOST:8786``), or ``local`` to start one here.
    jobs : int
        Workers of a scheduler that is started here.

    Yields
    ------
    ShardResult
        As they are done, in no special order.

    Raises
    ------
    RunError
        If Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415  an optional extra
    except ImportError as error:
        raise RunError(
            "--scheduler needs Dask; `make setup` installs it, or pip install '.[cluster]' in a clone"
        ) from error
    here: Any = LocalCluster(jobs, threads_per_worker=1, dashboard_address=None) if address == LOCAL else None
    try:
        client: Any = Client(here or address, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise RunError(f"{address}: no Dask scheduler answers there ({error})") from error
    try:
        yield from _submit(client, shards, settings)
    finally:
        client.close()
        if here is not None:
            here.close()


def _submit(client: Any, shards: Iterator[list[Article]], settings: Settings) -> Iterator[ShardResult]:
    from distributed import as_completed  # noqa: PLC0415

    def submit(articles: list[Article]) -> Any:
        future = client.submit(shard, articles, settings, pure=False, retries=RETRIES)
        waiting[future.key] = articles
        return future

    waiting: dict[str, list[Article]] = {}
    ahead = AHEAD * max(1, sum(client.nthreads().values()))
    done: Any = as_completed([submit(articles) for articles in islice(shards, ahead)])
    for future in done:
        articles = waiting.pop(future.key)
        if future.status == "finished":
            yield future.result()
            if (following := next(shards, None)) is not None:
                done.add(submit(following))
        elif len(articles) > 1:
            done.update([submit([article]) for article in articles])
        else:
            yield empty_result(_given_up(articles[0], future))


def _given_up(article: Article, future: Any) -> Reject:
    return failure(article, f"its workers were lost or raised {RETRIES + 1} times ({future.exception()})")
