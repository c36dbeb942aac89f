# geomap: `make maps` builds the shipped maps, `make test` runs every test; both set up what they need.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# The lock files name every package, those beneath included; `pip check` fails where one is missing.
LOCKED := install --no-deps --no-compile --require-hashes -r
# What pip would compile one file after the other, on all processors.
COMPILE := $(PY) -m compileall -qq -j 0 $(VENV)/lib || true

.PHONY: maps test check bench clean help

help:
	@echo "make maps   build the maps of geomap.toml into maps/"
	@echo "make test   every test, the browser ones included"
	@echo "make check  the fast loop: lint, types, quick tests"
	@echo "make bench  measure geomap beside other tools (npm, an hour)"
	@echo "make clean  remove what was built"

maps: $(VENV)/.base
	$(VENV)/bin/geomap build

test: $(VENV)/.dev maps
	$(PY) scripts/find_chromium.py --install
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(PY) -m pytest -q -n auto -m "not slow and not browser"

bench: $(VENV)/.bench
	$(PY) -m benchmarks --write

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "geomap needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) $(LOCKED) requirements.lock
	$(PIP) install --no-deps -e .
	$(PIP) check
	$(COMPILE)
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.lock
	$(PIP) $(LOCKED) requirements-dev.lock
	$(PIP) check
	$(COMPILE)
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.lock benchmarks/web/package.json
	$(PIP) $(LOCKED) requirements-bench.lock
	$(PIP) check
	$(COMPILE)
	mkdir -p build/bench/web
	cp benchmarks/web/package.json build/bench/web/
	npm install --silent --prefix build/bench/web
	@touch $@

clean:
	rm -rf maps build dist .pytest_cache .ruff_cache .mypy_cache tests/results
