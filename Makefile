# `make demo` and `make test` are the two commands; each sets up what it needs in .venv and nowhere else.
.DEFAULT_GOAL := help
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTHON := PYTHONPATH=src $(BIN)/python

.PHONY: help demo test engines check format bench concordance specs screens refresh clean

help:
	@echo "make demo    a clinic of made-up people in the browser"
	@echo "make test    every test"
	@echo "make check   format, lint, types, import contracts, knowledge (under a minute)"
	@echo "make bench   the measurements of benchmarks/"

$(VENV)/.run: requirements/run.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Stepwell needs Python 3.11 or later; set PY=..."; exit 2; }
	$(PY) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

demo: $(VENV)/.run
	@$(PYTHON) -m stepwell.cli demo

test: $(VENV)/.test engines
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Spark needs Java, the same statement is run on PostgreSQL, and figures move in a browser. As root they are installed; else
# the line to run is said.
ENGINES := chromium openjdk-17-jre-headless postgresql
HAVE_ENGINES := command -v chromium > /dev/null && command -v java > /dev/null && ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1
engines:
	@{ $(HAVE_ENGINES); } || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(ENGINES); } || { \
	  echo "The tests need a browser, Java and PostgreSQL. Run: sudo apt-get install -y $(ENGINES)"; exit 2; }

check: $(VENV)/.test
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	STEPWELL_HOME=$(VENV)/home STEPWELL_MODE=test PYTHONPATH=src $(BIN)/mypy --no-error-summary
	PYTHONPATH=src $(BIN)/lint-imports --no-cache > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }
	@! grep -nE 'https?://' requirements/*.txt
	$(PYTHON) -m stepwell.cli knowledge check

format: $(VENV)/.test
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

bench: $(VENV)/.test
	$(PYTHON) -m benchmarks

concordance: $(VENV)/.test
	$(PYTHON) -m tests.cases.concordance

specs: $(VENV)/.test
	$(PYTHON) -m tests.spec.document

screens: $(VENV)/.test engines
	$(PYTHON) -m tests.clinic.browser.screenshots

# For maintainers: writes names, versions and hashes, no addresses. Needs uv.
refresh:
	uv pip compile pyproject.toml --extra clinic -q --generate-hashes --universal --no-header --no-annotate -o requirements/run.txt
	uv pip compile pyproject.toml --group test -q --generate-hashes --universal --no-header --no-annotate \
	    -c requirements/run.txt -o requirements/test.txt

clean:
	rm -rf $(VENV)
