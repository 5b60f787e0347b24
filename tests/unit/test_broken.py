"""What the script breaks is there to be broken, and one of its breaks is noticed here and now."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "broken.py"))


@pytest.mark.parametrize("one", TOOL["BREAKS"], ids=lambda one: one.name)
def test_each_break_changes_its_file(one: Any) -> None:
    text = (ROOT / one.file).read_text(encoding="utf-8")
    assert TOOL["broken"](text, one) != text
    assert set(one.checks) <= set(TOOL["CHECKS"])
    with pytest.raises(ValueError, match="give break"):
        TOOL["broken"]("", one)


def test_a_broken_lexicon_line_is_red_and_names_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert TOOL["main"](["--only", "lexicon line, form"]) == 0
    said = capsys.readouterr().out
    assert " red " in said
    assert "states.tsv:" in said
