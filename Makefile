# Everything Hamdel can be asked to do, one target each. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
JS_READY := .make/js
PIP_INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --no-input

# The tests find `coach`, `node` and `npm` of this environment before any other.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Nothing here needs a coloured or a wide terminal.
export PYTHONUTF8 := 1

.PHONY: help run test lint types test-python test-engine test-server test-js test-browser test-docs \
	bench trust trust-kills trust-idle trust-nodes million corpus format catalogue picture extension audit sbom lock wheel clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

## ---- run ----

run: $(RUN_READY)  ## serve the coach and the demo on http://127.0.0.1:8000 (PORT=…)
	@exec $(BIN)/coach serve --port $(PORT)

$(PYTHON):
	@python="$$(scripts/find_python.sh)" && echo "Making $(VENV) with $$python" && \
		"$$python" -m venv $(VENV)

$(RUN_READY): requirements/run.txt requirements/build.txt pyproject.toml | $(PYTHON)
	@echo "Installing what the coach needs into $(VENV)"
	@$(PIP_INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements/dev.txt $(RUN_READY)
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

## ---- test ----

test: $(DEV_READY)  ## run every check there is; ends with the totals
	@$(PYTHON) scripts/test_all.py lint,types,test-engine,test-server test-js,test-docs,test-browser

lint: $(DEV_READY)  ## the style of the Python code (ruff)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(DEV_READY)  ## the types of the Python code (pyright)
	@$(BIN)/pyright

test-python: test-engine test-server  ## the engine, the rules, the server, the architecture

test-engine: $(DEV_READY)
	@$(PYTHON) -m pytest tests --ignore=tests/browser --ignore=tests/app \
		--ignore=tests/test_docs.py --ignore=tests/test_wheel.py $(PYTEST)

test-server: $(DEV_READY)
	@$(PYTHON) -m pytest tests/app $(PYTEST)

test-js: $(DEV_READY)  ## the widget's logic, in Node
	@$(BIN)/node --test $$(find tests/frontend -name '*.test.js' -o -name '*.test.mjs')

test-docs: $(DEV_READY)  ## the documents' links and examples; the wheel in a clean environment
	@$(PYTHON) -m pytest tests/test_docs.py tests/test_wheel.py $(PYTEST)

test-browser: $(DEV_READY) $(JS_READY)  ## the widget and the demo, in Chromium
	@chromium="$$(scripts/find_chromium.sh $(PYTHON))" && \
		CHROMIUM="$$chromium" $(PYTHON) -m pytest tests/browser $(PYTEST)

conformance: $(DEV_READY) $(JS_READY)  ## every scenario in every editor; writes the table in docs/embedding.md
	@$(PYTHON) -m tests.browser.conformance
	@chromium="$$(scripts/find_chromium.sh $(PYTHON))" && \
		CELLS=all CHROMIUM="$$chromium" $(PYTHON) -m pytest tests/browser/test_editors.py \
		tests/browser/test_extension.py $(PYTEST)

sequences: $(DEV_READY) $(JS_READY)  ## random typing and applying in every editor (SEQUENCES=100 in each)
	@chromium="$$(scripts/find_chromium.sh $(PYTHON))" && \
		SEQUENCES="$${SEQUENCES:-100}" CHROMIUM="$$chromium" $(PYTHON) -m pytest \
		tests/browser/test_editors.py -k nothing_is_lost --timeout 300 $(PYTEST)

# Development tools of the frontend; the widget itself needs none. The machine's own npm goes first:
# it knows how this machine reaches its registry. Node trusts its own list of certificates unless told;
# the second try takes the machine's, as pip does.
$(JS_READY): $(wildcard package.json package-lock.json) $(DEV_READY)
	@mkdir -p $(@D)
	@if [ -f package-lock.json ]; then \
		npm="$$(type -ap npm | grep -v '^$(CURDIR)/' | head -n 1 || true)"; \
		npm="$${npm:-$(BIN)/npm}"; \
		"$$npm" ci --no-audit --no-fund --loglevel=silent || \
		NODE_OPTIONS="$${NODE_OPTIONS:-} --use-openssl-ca" \
			"$$npm" ci --no-audit --no-fund --loglevel=error || \
		{ echo "npm could not fetch what the browser tests need (package.json): is its registry reachable?" >&2; exit 1; }; \
	fi
	@touch $@

## ---- measure ----

trust: $(DEV_READY)  ## rules saved 200 times, half of them broken, under load (5 minutes)
	@$(PYTHON) -m tests.load.reloading

trust-kills: $(DEV_READY)  ## kill -9 200 times under feedback on each database; a crowd that comes back
	@$(PYTHON) -m tests.load.kills $(KILLS)

trust-idle: $(DEV_READY)  ## 10,000 connections that say nothing, and a draft among them
	@$(PYTHON) -m tests.load.idle $(IDLE)

trust-nodes: $(DEV_READY)  ## two servers, one PostgreSQL: one dies, rules change, an agent is revoked
	@$(PYTHON) -m tests.load.nodes $(NODES)

million: $(DEV_READY)  ## a backtest over a million messages: rate, memory, the same counts as one by one
	@$(PYTHON) -m tests.load.million

bench: $(DEV_READY)  ## what a review costs, a search for a phrase, and the server beside an echo
	@$(PYTHON) -m tests.bench.engine
	@$(PYTHON) -m tests.bench.phrases
	@$(PYTHON) -m tests.bench.wire

corpus: $(DEV_READY)  ## how well the rules judge the project's own labelled drafts
	@$(PYTHON) -m tests.corpus.score

## ---- keep house ----

format: $(DEV_READY)  ## lay out the Python code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

catalogue: $(RUN_READY)  ## write docs/catalogue.md and its Persian twin anew from the rules
	@$(BIN)/coach rules table --lang en --output docs/catalogue.md
	@$(BIN)/coach rules table --lang fa --output docs/catalogue.fa.md

picture: $(DEV_READY) $(JS_READY)  ## take the pictures of the documents anew
	@$(PYTHON) -m scripts.picture "$$(scripts/find_chromium.sh $(PYTHON))" docs/widget.png
	@$(PYTHON) -m scripts.host_pictures "$$(scripts/find_chromium.sh $(PYTHON))" docs/hosts

extension: $(PYTHON)  ## assemble the browser extension into dist/extension, and dist/extension.zip
	@$(PYTHON) -m scripts.make_extension

audit: $(PYTHON)  ## ask the advisory database about all that is pinned
	@scripts/audit.sh $(PYTHON) audit

sbom: $(PYTHON)  ## write what the coach is made of (CycloneDX) into dist/sbom.json
	@scripts/audit.sh $(PYTHON) sbom

lock: $(DEV_READY)  ## pin the requirements anew from pyproject.toml
	@scripts/lock.sh $(PYTHON)

wheel: $(DEV_READY)  ## build the wheel into dist/
	@$(PYTHON) -m build --wheel --no-isolation --outdir dist .

clean:  ## remove everything that was made, the environment too
	rm -rf $(VENV) .make dist build node_modules .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
