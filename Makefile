# Dorpsronde: `make` prints what there is. Every target brings its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WARM := $(VENV)/.warm
KERNELS := $(shell find routing -name "*kernels.py") routing/compiled.py
BROWSER_PART := maps/static/roundmap.js
PEERS := build/peers-venv
ROAD_PEERS := build/road-peers-venv
BENCH ?=
ROAD_PYTHON ?=

# Python keeps what it has compiled, whatever the caller's environment says: a run of the tests starts a hundred
# processes, and each would compile all of ours again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long check bench peers road-peers fmt lock clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(READY) $(WARM) $(BROWSER_PART) ## Make .venv, the browser's part, and compile the kernels

$(READY): pyproject.toml requirements/dev.txt requirements/demo-extract.txt
	$(PYTHON) scripts/set_up.py
	@touch $@

$(WARM): $(READY) $(KERNELS)
	@echo "Compiling the kernels ..."
	$(BIN)/dorpsronde warm-up
	@touch $@

$(BROWSER_PART): $(READY) $(wildcard web/src/*.ts web/*.json web/*.mjs)
	@echo "Building the browser's part ..."
	$(BIN)/python scripts/build_web.py
	@touch $@

demo: setup ## Plan one day of shared rounds in central Helsinki; writes out/demo
	$(BIN)/dorpsronde demo

test: setup ## Run the tests
	$(BIN)/python scripts/need_services.py
	$(BIN)/python scripts/build_web.py test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-long: setup ## Run the tests that draw by chance, with many more cases and a thousand faults; takes an hour
	$(BIN)/python scripts/need_services.py
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -m "long or hypothesis" --numprocesses auto --dist loadfile

check: setup ## Lint, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python scripts/build_web.py check

bench: setup peers road-peers ## Measure the numbers of docs/benchmarks.md; takes hours, BENCH="contest --budget 30" a part of it
	$(BIN)/python -m bench $(BENCH)

peers: $(PEERS)/.ready ## Install PyVRP, VROOM and OR-Tools for the bench, in an environment of their own

$(PEERS)/.ready: requirements/peers.txt | $(READY)
	$(BIN)/python -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

road-peers: $(READY) ## Install OSRM and Valhalla for the bench, in an environment of Python 3.12 or newer, if there is one
	ROAD_PYTHON="$(ROAD_PYTHON)" $(BIN)/python scripts/set_up_road_peers.py $(ROAD_PEERS)

fmt: setup ## Format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## Resolve the lock files anew
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra build --extra otel --extra pdf pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --no-deps requirements/demo-extract.in -o requirements/demo-extract.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade requirements/peers.in -o requirements/peers.txt
	$(BIN)/uv pip compile --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade requirements/road-peers.in -o requirements/road-peers.txt

clean: ## Remove what set-up made; out/ stays
	rm -rf $(VENV) build web/node_modules maps/static *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
