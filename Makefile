# Everything a person starts with. `make` alone shows what there is.
SHELL := /bin/sh
.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.PHONY: help setup install run test check bench eval test-nightly constraints clean browser

BIN := .venv/bin
STAMP := .venv/.installed
SERVER := .venv/.server$(addprefix -,$(EXTRA))
SOURCES := bot registry retrieval rules tests bench

help: ## show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv and install everything (run and test do it by themselves)
	@:

$(STAMP): pyproject.toml constraints.txt .ci/setup
	@.ci/setup $(STAMP) dev

install: $(SERVER) ## what a server needs and no more, compiled (EXTRA=models: for embedding models of your own)
	@$(BIN)/python -m compileall -q bot registry retrieval rules

$(SERVER): pyproject.toml constraints.txt .ci/setup
	@.ci/setup $(SERVER) $(EXTRA)

run: setup ## start the web chat on http://127.0.0.1:8000 (YIPANQI_PORT changes the port)
	@exec $(BIN)/yipanqi serve

browser:
	@.ci/browser

test: setup browser check ## all tests: style, types, import rules, unit, architecture, docs, journeys
	@$(BIN)/pytest -q -n 2 -m "not nightly"

check: setup ## style, types and import rules only
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: setup ## print the benchmarks' figures, each beside a peer (sizes: python -m bench.NAME --help)
	@for file in $$(grep -l '^if __name__' bench/*.py); do \
		name="bench.$$(basename "$$file" .py)"; \
		echo "== python -m $$name"; $(BIN)/python -m "$$name"; \
	done

eval: setup ## ask the golden and the held-out questions: answered, cited, refused right; the failures
	@$(BIN)/yipanqi eval

test-nightly: setup browser ## the tests too long for every change
	@$(BIN)/pytest -q -m nightly

constraints: setup ## write constraints.txt anew from what is installed
	@{ sed -n '1p' constraints.txt; $(BIN)/pip freeze --exclude-editable | LC_ALL=C sort -f; } > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove .venv, caches and built files; the state in .yipanqi stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache \
		test-artifacts htmlcov .coverage mutants build *.egg-info
