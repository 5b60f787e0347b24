"""The generated parts of README.md are what the code generates now."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("readme_example", ROOT / "tools" / "readme_example.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands", "tables", pytest.param("example", marks=pytest.mark.model)])
def test_generated_part_is_current(tool, name):
    text = tool.README.read_text(encoding="utf-8")
    assert tool.current(name, text) == tool.BLOCKS[name](), "README.md is out of date; run `make readme`"


def test_a_part_is_replaced_between_its_markers_alone(tool):
    text = "before\n<!-- tables:begin (by hand) -->\n\nold\n\n<!-- tables:end -->\nafter"
    assert tool.replaced("tables", text, r"new \1") == text.replace("old", r"new \1")
    with pytest.raises(ValueError, match="0 parts between <!-- example:begin"):
        tool.replaced("example", text, "new")
