"""The public names of the package, and what importing it costs."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import pipeline
from pipeline.extraction import extract
from pipeline.nlp import build
from pipeline.schema import SCHEMAS
from pipeline.tables import read_tables


def test_public_names_are_what_they_stand_for():
    assert pipeline.load is build
    assert pipeline.extract is extract
    assert pipeline.read_tables is read_tables
    assert pipeline.SCHEMAS is SCHEMAS
    assert pipeline.__version__ == version("depeche")


def test_public_names_are_listed():
    assert set(pipeline.__all__) <= set(dir(pipeline))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'pipeline' has no attribute 'extrakt'"):
        _ = pipeline.extrakt


def test_importing_the_package_imports_nothing_else():
    code = "import sys, pipeline; print(sorted(name for name in sys.modules if name.startswith(('pipeline', 'spacy'))))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "['pipeline']"
