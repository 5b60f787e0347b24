"""Shows that the checks of continuous integration see what they are there for.

    python tools/broken.py [--only NAME]

In a copy of the working tree one thing is broken at a time: a rule, a line of a lexicon in its form and in its content,
the scorer, the gate, the gold. The checks that must notice are run there, as CI runs them, and so are all of them once
with nothing broken. Prints what failed and why. Exit codes: 0 every break was noticed, 1 one was not, or the tree fails
before anything is broken.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CLI = "from pipeline.cli import main; main()"
CHECKS: Mapping[str, tuple[str, ...]] = {
    "lint": ("-c", _CLI, "lint"),
    "gold": ("-c", _CLI, "gold", "check", "tests/gold", "--articles", "data/raw"),
    "rules": ("-m", "pytest", "-x", "-p", "no:cacheprovider", "tests/rules"),
    "scoring": (
        "-m",
        "pytest",
        "-x",
        "-p",
        "no:cacheprovider",
        "tests/unit/test_scoring.py",
        "tests/unit/test_gate.py",
    ),
    "gate": ("tests/gold/gate.py",),
}
"""Parts of `make lint`, `make test` and `make gate`, as arguments of Python."""


@dataclass(frozen=True)
class Break:
    """One thing to break: a pattern in a file, what to put in its place, and the checks that must notice."""

    name: str
    file: str
    pattern: str
    replacement: str
    checks: tuple[str, ...]


BREAKS = (
    Break("rule", "pipeline/lexicons/rules/accusation.toml", r'pos = "VERB"', 'pos = "NOUN"', ("rules", "gate")),
    Break("lexicon line, form", "pipeline/lexicons/states.tsv", r"^RUS\tRussie\t", "RUS\tRussie\t\t", ("lint",)),
    Break(
        "lexicon line, content", "pipeline/lexicons/states.tsv", r"^RUS\tRussie\t", "RUS\tRuthénie\t", ("rules", "gate")
    ),
    Break("scorer", "pipeline/scoring.py", r"return bool\(gold_pairs & system_pairs\)", "return True", ("scoring",)),
    Break("gate", "tests/gold/floors.py", r"if value < floor\.lowest:", "if value < 0:", ("scoring",)),
    Break("gold", "tests/gold/samples_a.jsonl", r'"status": "occurred"', '"status": "ocurred"', ("gold", "gate")),
)


def copy_tree(target: Path) -> None:
    """Copy what is under version control, as it is in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def broken(text: str, one: Break) -> str:
    """Return a file with its break.

    Raises
    ------
    ValueError
        If there is nothing to break by this pattern.
    """
    changed, number = re.subn(one.pattern, lambda _: one.replacement, text, count=1, flags=re.MULTILINE)
    if not number:
        raise ValueError(f"{one.file} has no {one.pattern!r}; give break {one.name!r} a pattern that it has")
    return changed


def run(check: str, tree: Path) -> tuple[int, str]:
    """Run a check in a tree; return its exit code and the line of its output that tells most."""
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *CHECKS[check]], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"(FAILED .|E  |gate:|.* below its floor|.*\.(tsv|jsonl):\d)", line)]
    return done.returncode, (telling or lines or [""])[0].replace(str(tree), ".")[:160]


def report(name: str, checks: Sequence[str], tree: Path, must_fail: bool) -> bool:
    """Run checks, print what became of them and return whether all is as it must be."""
    all_right = True
    for check in checks:
        code, line = run(check, tree)
        all_right &= bool(code) == must_fail
        print(f"{name:<22} {check:<8} {'red' if code else 'green':<6} {line if code else ''}".rstrip(), flush=True)
    return all_right


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the breaks; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Break one thing at a time and see that the checks notice.")
    parser.add_argument(
        "--only", choices=[one.name for one in BREAKS], help="this break alone, without the control run"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        copy_tree(tree)
        all_right = options.only is not None or report("nothing", tuple(CHECKS), tree, must_fail=False)
        for one in BREAKS:
            if options.only in (None, one.name):
                path = tree / one.file
                whole = path.read_text(encoding="utf-8")
                path.write_text(broken(whole, one), encoding="utf-8")
                all_right &= report(one.name, one.checks, tree, must_fail=True)
                path.write_text(whole, encoding="utf-8")
    return int(not all_right)


if __name__ == "__main__":
    sys.exit(main())
