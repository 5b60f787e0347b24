"""Time and memory of whole runs: one process and two, small corpora and large ones, a first run and the next."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.corpora import articles, write

RUN = """
import json, re, resource, sys, time
start = time.perf_counter()
from pipeline.run import run
done = run(sys.argv[1], sys.argv[2], progress=False, jobs=int(sys.argv[3]))
took = time.perf_counter() - start
# What getrusage says of the process itself includes the process that it was forked from.
own = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([took, peak / 1024, done.n_reused]))
"""


@dataclass(frozen=True)
class Run:
    """One run: articles, processes, seconds on the wall, megabytes of its largest process."""

    articles: int
    jobs: int
    seconds: float
    megabytes: float
    reused: int = 0


def timed_run(corpus: Path, out: Path, number: int, jobs: int) -> Run:
    command = [sys.executable, "-c", RUN, str(corpus), str(out), str(jobs)]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, megabytes, reused = json.loads(result.stdout)
    return Run(number, jobs, seconds, megabytes, reused)


def growth(path: Path, sizes: list[int], jobs: int) -> list[Run]:
    """Run over larger and larger corpora."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus.jsonl"
            write(corpus, articles(path, size))
            found.append(timed_run(corpus, Path(folder) / "out", size, jobs))
    return found


def next_run(path: Path, size: int, new: int) -> tuple[Run, Run]:
    """Run over a corpus, then over the same with new articles among it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder) / "corpus.jsonl", Path(folder) / "out"
        write(corpus, articles(path, size - new))
        first = timed_run(corpus, out, size - new, 1)
        write(corpus, chain(articles(path, new, start=size - new), articles(path, size - new)))
        return first, timed_run(corpus, out, size, 1)


def start_up() -> dict[str, float]:
    """Return the seconds until the command has helped, and until the pipeline is there."""
    commands = {
        "`depeche --help`": "import sys; sys.argv = ['depeche', '--help']; from pipeline.cli import main; main()",
        "pipeline with its model": "import pipeline; pipeline.load()",
    }
    found = {}
    for name, code in commands.items():
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        found[name] = time.perf_counter() - start
    return found
