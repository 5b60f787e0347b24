"""The benchmark of the speed of time expressions."""

from __future__ import annotations

import datetime as dt
import runpy
import sys
from pathlib import Path

import pytest

BENCHMARK = str(Path(__file__).resolve().parents[2] / "benchmarks" / "timex_speed.py")


def test_speed_of_articles_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "La France et le Japon ont signé mardi un accord sur les trains. Il sera appliqué dès le mois de juin."
    (tmp_path / "accord.txt").write_text(f"date: {dt.date(2017, 5, 3)}\n\nUn accord\n\n{text}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", [BENCHMARK, str(tmp_path), "--rounds", "1"])
    runpy.run_path(BENCHMARK, run_name="__main__")
    assert capsys.readouterr().out.startswith(f"1 articles of {tmp_path.name}: ")


def test_a_folder_without_articles_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [BENCHMARK, str(tmp_path)])
    with pytest.raises(SystemExit, match="holds no article"):
        runpy.run_path(BENCHMARK, run_name="__main__")
