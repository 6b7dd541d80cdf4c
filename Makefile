# make demo   the graph of seeds/: who agreed to what and when, and graph.html
# make test   every check
# Both need Python 3.11 or later and make; everything else goes into .venv. PYTHON=python3.12 chooses another.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench clean

demo: .venv/installed
	$(BIN)/kg build seeds
	$(BIN)/kg query who-agreed
	$(BIN)/kg view -o graph.html

test: .venv/installed-for-tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

bench: .venv/installed-for-tests
	$(BIN)/python bench/speed.py seeds

clean:
	rm -rf .venv graph graph.html

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/installed-for-tests: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@ .venv/installed
