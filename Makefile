# What can be done with this repository; `make help` lists it. Everything runs in the virtual environment of `make setup`.

PYTHON ?= python3
VENV ?= .venv
IN ?= data/raw
OUT ?= data/processed
BENCH_LARGEST ?= 100000
MODEL_LG := fr_core_news_lg-3.8.0
MODEL_LG_WHEEL := $(MODEL_LG)-py3-none-any.whl
MODEL_LG_RELEASE := https://github.com/explosion/spacy-models/releases/download/$(MODEL_LG)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
NOTEBOOKS := $(wildcard notebooks/*.py)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup extract test lint types rules gate mutate notebooks bench slow broken readme quality lock model-lg clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

setup: ## make the virtual environment and install everything, locked and checked by hash
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "setup: Python 3.11 or later is needed, '$(PYTHON)' is not; name one: make setup PYTHON=python3.12" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "setup: '$(PYTHON) -m venv' failed; on Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "setup: installing into $(VENV), about a minute"
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@echo "setup: done; next: make extract"

extract: | $(BIN)/depeche ## extract the sample corpus into data/processed; other ones: make extract IN=folder OUT=folder
	@$(BIN)/depeche extract $(IN) --out $(OUT)

test: | $(BIN)/depeche ## run the tests
	@$(BIN)/pytest -rs

lint: | $(BIN)/depeche ## check style, format, lexicons and gold
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/depeche lint
	@$(BIN)/depeche gold check tests/gold --articles data/raw

types: | $(BIN)/depeche ## check types
	@$(BIN)/mypy

rules: | $(BIN)/depeche ## check the lexicons and run every example and counter-example of every rule
	@$(BIN)/depeche lint
	@$(BIN)/pytest tests/rules

gate: | $(BIN)/depeche ## score the sample corpus against its gold; fails below the floors of tests/gold/baseline.json
	@$(BIN)/python tests/gold/gate.py

mutate: | $(BIN)/depeche ## disable each rule and each of its conditions in turn; fails where tests miss the loss of over 5 %
	@$(BIN)/python tools/mutate_rules.py

notebooks: | $(BIN)/depeche ## execute the notebooks over data/processed and write them as notebooks/*.ipynb
	@$(BIN)/jupytext --quiet --to ipynb $(NOTEBOOKS)
	@$(BIN)/jupyter-execute --inplace --kernel_name=python3 $(NOTEBOOKS:.py=.ipynb)

bench: | $(BIN)/depeche ## measure speed, memory and growth into benchmarks/README.md (an hour; BENCH_LARGEST=articles)
	@$(BIN)/python -m benchmarks.report --largest $(BENCH_LARGEST) --check

slow: | $(BIN)/depeche ## run the tests that take minutes: 2,000 articles with and without the gate
	@$(BIN)/pytest -rs -m slow


broken: | $(BIN)/depeche ## break a rule, a lexicon line, the scorer and the gate in a copy, and see that each check fails
	@$(BIN)/python tools/broken.py

readme: | $(BIN)/depeche ## write the generated parts of README.md anew
	@$(BIN)/python tools/readme_example.py

quality: | $(BIN)/depeche ## measure quality anew and write its table into README.md
	@$(BIN)/python tools/quality_table.py

lock: ## write requirements.lock anew from pyproject.toml; needs uv
	@uv pip compile --quiet --universal --generate-hashes --no-header --extra dev --extra notebooks --extra cluster \
	  pyproject.toml --output-file requirements.lock

model-lg: | $(BIN)/depeche ## install the larger model: public release, or make model-lg WHEEL_DIR=folder
ifdef WHEEL_DIR
	@test -f $(WHEEL_DIR)/$(MODEL_LG_WHEEL) || { \
	  echo "model-lg: no $(MODEL_LG_WHEEL) in $(WHEEL_DIR)" >&2; exit 1; }
	@$(PIP) install --no-deps --no-index $(WHEEL_DIR)/$(MODEL_LG_WHEEL)
else
	@$(PIP) install --no-deps $(MODEL_LG_RELEASE)/$(MODEL_LG_WHEEL) || { \
	  echo "model-lg: without a network, put $(MODEL_LG_WHEEL) into a folder: make model-lg WHEEL_DIR=folder" >&2; exit 1; }
endif

clean: ## remove the environment, the tables, executed notebooks and caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info notebooks/*.ipynb
	@find data/processed -mindepth 1 ! -name README.md -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/depeche:
	@echo "$(VENV) is missing or not complete; run: make setup" >&2; exit 1
