# Pult: one command for each thing one does here. `make help` lists them.
# A fresh clone needs Python 3.11+, git and make; everything else is installed under .venv and .tools, once.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python on the path that is new enough and can make an environment. Override: make run PYTHON=/path/to/python
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)

PY    := .venv/bin/python
STORE := .tools/store
PIP   := $(PY) -m pip --disable-pip-version-check --no-input

# Each stamp is as old as the installation it stands for, so a second start calls no pip.
VENV_STAMP  := .venv/.created
RUN_STAMP   := .venv/.installed-run
DEV_STAMP   := .venv/.installed-dev
STORE_STAMP := $(STORE)/.installed

# Two workers suit two cores; TESTS narrows the run: make test TESTS=tests/rules WORKERS=0
WORKERS ?= 2
TESTS   ?=
# Options of make bench: --quick for two rounds, --long for 20 000 requests before memory is read, --no-page
BENCH   ?=

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUN_STAMP) $(STORE_STAMP)  ## Start Pult on http://127.0.0.1:8000 (PORT, VAR_DIR, MONGODB_URL override)
	@exec $(PY) -m api dev

.PHONY: test
test: $(DEV_STAMP) $(STORE_STAMP)  ## Run the whole test suite against a real server process
	@$(PY) -m pytest -n $(WORKERS) $(TESTS)

.PHONY: check
check: $(DEV_STAMP) $(STORE_STAMP)  ## Everything that must hold before a commit: format, lint, tests, generated files
	@$(PY) -m ruff format --check .
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory coverage
	@$(MAKE) --no-print-directory test

# Rights and rules are decided in full by their own tests: every branch of both. The suite after it counts the rest.
.PHONY: coverage
coverage: $(DEV_STAMP)  ## Every branch of auth/ and of all rules is taken by its own tests
	@$(PY) -m pytest -q -n $(WORKERS) tests/policy tests/rules --cov=auth --cov=documents --cov-branch --cov-report= >/dev/null \
	  || { $(PY) -m pytest -q tests/policy tests/rules; exit 1; }
	@$(PY) -m coverage report --include='auth/*,documents/*/rules.py' --fail-under=100

.PHONY: lint
lint: $(DEV_STAMP)  ## Ruff, mypy in strict mode, the import contracts
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo

.PHONY: format
format: $(DEV_STAMP)  ## Format the code and apply the safe fixes
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

.PHONY: sdl
sdl: $(RUN_STAMP)  ## Write the committed SDL again
	@$(PY) -m api sdl > schema/schema.graphql.new
	@mv schema/schema.graphql.new schema/schema.graphql

.PHONY: docs
docs: sdl  ## Write the committed SDL and the generated pages of docs/ again
	@$(PY) -m api docs

.PHONY: engines
engines: $(DEV_STAMP) $(STORE_STAMP)  ## Both executors: every drawn difference, then GraphQL and leaks on the stock one
	@$(PY) -m pytest -q -n $(WORKERS) tests/engine --all-differences
	@$(PY) -m pytest -q -n $(WORKERS) tests/graphql tests/leaks --engine off

.PHONY: leaks
leaks: $(DEV_STAMP) $(STORE_STAMP)  ## The leak check on the whole demo, and the planted leaks with what caught each
	@$(PY) -m pytest -q -n 0 tests/leaks/test_sabotage.py tests/leaks/test_product.py --all-doors

.PHONY: contract
contract: $(DEV_STAMP) $(STORE_STAMP)  ## GraphQL over HTTP: the public audit suite against a running server (needs Node)
	@sh tests/contract/run.sh $(PY)

.PHONY: bench
bench: $(DEV_STAMP) $(STORE_STAMP)  ## Measure Pult beside a floor and stock Strawberry; writes docs/performance.md (BENCH=--quick)
	@$(PY) -m tests.bench $(BENCH)

# Extras stay in the lock: pip 23 resolves a bare pin of `coverage` against the wish for `coverage[toml]` to the newest release.
.PHONY: lock
lock: $(DEV_STAMP)  ## Make the lock files again from pyproject.toml (needs pip-compile on the path)
	@options="--quiet --generate-hashes --no-header --no-annotate --no-strip-extras --no-emit-options"; \
	pip-compile $$options --extra dev --output-file requirements-dev.lock pyproject.toml && \
	sed -n 's/^\([a-z][^ =[]*\)\(\[[^]]*\]\)\{0,1\}\(==[^ ]*\) .*/\1\3/p' requirements-dev.lock > .venv/dev-versions.txt && \
	pip-compile $$options --constraint .venv/dev-versions.txt --output-file requirements.lock pyproject.toml

.PHONY: clean
clean:  ## Remove what is installed and cached; the data under var/ stays
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage tests/contract/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV_STAMP):
	@test -n "$(PYTHON)" || { echo "Pult needs Python 3.11 or newer with venv and ensurepip; none was found on the path." >&2; exit 1; }
	@echo "Creating .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(RUN_STAMP): requirements.lock $(VENV_STAMP)
	@echo "Installing what Pult runs on (once, hash-checked)"
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@echo "Installing the test and lint tools (once, hash-checked)"
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

# The embedded server is a program of its own under its own license: it stays outside the application's environment.
$(STORE_STAMP): requirements-tools.lock $(VENV_STAMP)
	@echo "Installing the embedded document server (once, hash-checked)"
	@rm -rf $(STORE)
	@$(PIP) install --quiet --require-hashes --only-binary :all: --no-deps --target $(STORE) -r requirements-tools.lock
	@touch $@
