# `make help` lists what there is. Everything is installed into .venv; nothing else is touched,
# but for the Debian packages that `make test` adds as root.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARGS ?=
# Tests run in so many processes, each with servers of its own; one thread each, so that they do not fight for cores.
# Whole files at a time, in the order of tests/conftest.py rather than by their number of tests.
JOBS ?= 2
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
# Tests start hundreds of processes: none shall compile anew what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help:  ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r target text; do \
		printf '  make %-18s %s\n' "$$target" "$$text"; done

.PHONY: setup
setup: $(VENV)/.installed  ## Make .venv and install kg into it

# pip 25.1 is the first that knows dependency groups (PEP 735).
$(VENV)/.installed: pyproject.toml constraints.txt
	@if [[ ! -x $(BIN)/python ]]; then python="$$(scripts/find-python)" && "$$python" -m venv $(VENV); fi
	$(PIP) install --quiet 'pip>=25.1'
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@

.PHONY: run
run: setup  ## Start the service on http://127.0.0.1:8000
	@exec $(BIN)/kg serve

.PHONY: test
test: $(VENV)/.tools system-packages  ## Run every test but the long ones; ARGS are handed to pytest
	$(PYTEST) -m 'not long' $(ARGS)

.PHONY: test-fast
test-fast: $(VENV)/.tools  ## Run the tests that take seconds
	$(PYTEST) -m 'not slow and not long' $(ARGS)

.PHONY: test-long
test-long: $(VENV)/.tools system-packages  ## Run the tests that take most of a minute or more each
	$(PYTEST) -m long $(ARGS)

.PHONY: pages
pages: $(VENV)/.tools  ## Follow README, quickstart and tutorials, and write what they print now; ARGS name pages
	PYTHONPATH=tests $(BIN)/python -m scripts.rewrite_pages $(ARGS)

.PHONY: lint
lint: $(VENV)/.tools  ## Check style, types and import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: audit
audit: $(VENV)/.tools  ## Look the releases in constraints.txt up among known weaknesses; needs the network
	scripts/audit $(BIN)/python $(ARGS)

.PHONY: format
format: $(VENV)/.tools  ## Rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(VENV)/.tools  ## Measure; see docs/benchmarks.md
	$(BIN)/python -m bench $(ARGS)

.PHONY: benchmark-quality
benchmark-quality: $(VENV)/.tools  ## Measure the shipped model on the public dev sets that KG_SHARED names
	$(BIN)/python -m bench.quality $(ARGS)

.PHONY: benchmark-speed
benchmark-speed: $(VENV)/.tools  ## Measure extraction against the bare encoder and a plain loop
	$(BIN)/python -m bench.extraction $(ARGS)

.PHONY: benchmark-table
benchmark-table: $(VENV)/.tools  ## Measure quality, speed and price of extraction in one row
	$(BIN)/python -m bench.one_table $(ARGS)

.PHONY: conformance
conformance: $(VENV)/.tools  ## Play the W3C's suites and write docs/conformance.md; KG_SHARED has them
	$(BIN)/python -m bench.conformance > docs/conformance.md.new
	mv docs/conformance.md.new docs/conformance.md

.PHONY: docs
docs: $(VENV)/.tools  ## Write the pages that are made from the code
	$(BIN)/python -m scripts.settings_page > docs/settings.md
	$(BIN)/python -m scripts.licences > THIRD_PARTY_LICENCES.md.new
	mv THIRD_PARTY_LICENCES.md.new THIRD_PARTY_LICENCES.md

.PHONY: site
site: $(VENV)/.tools  ## Build docs/ into build/site, with the reference made from the code
	$(BIN)/python -m scripts.site

.PHONY: rehearse
rehearse: $(VENV)/.tools  ## Build wheel and sdist, install the wheel into a clean environment, and use it from there
	$(BIN)/python -m scripts.rehearse

.PHONY: constraints
constraints: $(VENV)/.tools  ## Write constraints.txt from what is installed
	scripts/freeze-constraints $(BIN)/python > constraints.txt.new
	mv constraints.txt.new constraints.txt

.PHONY: system-packages
system-packages:
	@scripts/system-packages

.PHONY: clean
clean:  ## Remove .venv, caches and builds; data/ stays
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find kg workers api tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
