# `make run` needs Python 3.11 or newer and make, nothing else. `make help` lists the targets.
PYTHON ?= python3
HOST   ?= 127.0.0.1
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/pip --disable-pip-version-check --quiet install --constraint constraints.txt
PINS   := pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run setup test test-fast check gate docs bench lock clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: setup ## serve the bundled article on http://127.0.0.1:8000 (HOST=…, PORT=…, FOOTNOTE_INDEX=…)
	@$(BIN)/footnote articles 2>/dev/null | grep -q . || $(BIN)/footnote index --sample
	$(BIN)/footnote serve --host $(HOST) --port $(PORT)

setup: $(VENV)/.installed ## the environment alone, in .venv, with the pinned versions

test: $(VENV)/.installed-dev ## every test, the slow ones and the browser ones included
	$(BIN)/python -m pytest

test-fast: $(VENV)/.installed-dev ## the tests that need no real encoder, server or browser
	$(BIN)/python -m pytest -m "not slow and not browser"

check: $(VENV)/.installed-dev ## lint, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.installed ## docs/cli.md anew, from the commands' own help
	$(BIN)/python docs/make_cli.py

gate: $(VENV)/.installed-dev ## the golden set, asked and held against its gate
	rm -rf runs/golden
	$(BIN)/footnote eval run eval/cases/golden.jsonl --articles eval/cases/articles --articles index/sample/amnesty.md \
		--all-articles --out runs/golden >/dev/null
	$(BIN)/footnote eval gate eval/gates/golden.toml runs/golden

bench: $(VENV)/.installed-dev ## cold start and latency on this machine
	$(BIN)/python -m bench

lock: $(VENV)/.installed-dev ## constraints.txt anew, from pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --extra dev --extra eval --strip-extras --allow-unsafe \
		--no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--output-file constraints.txt pyproject.toml
	sed -i.bak 's/+[a-z0-9.]*$$//' constraints.txt && rm constraints.txt.bak  # torch's local label names one machine's build

clean: ## remove the environment and what the tools left; the index stays
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@command -v "$(PYTHON)" >/dev/null || { echo "no $(PYTHON) here: install Python 3.11 or newer, or name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Footnote needs Python 3.11 or newer, and $(PYTHON) is $$("$(PYTHON)" --version 2>&1 | head -n 1); name another: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)

$(VENV)/.installed: $(PINS) | $(VENV)/bin/python
	@echo "Installing Footnote into $(VENV): PyTorch is the large one, a few minutes the first time" >&2
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(PINS) $(VENV)/.installed
	@echo "Installing the development tools into $(VENV)" >&2
	$(PIP) --editable '.[dev,eval]'
	@touch $@
