# make demo        build the sample graph and look at it
# make test        the tests, the linter and the type checker
# make test-slow   the tests that take longer (killed builds, random histories)
# make test-browser   the tests of the pages in a headless Chromium (apt-get install chromium)
# make bench-html  open time and frame rate of the explorer beside plain pyvis
# make train       make the shipped model anew (needs ENCODER=, see data/MODEL_CARD.md)
#
# All need nothing but make and Python 3.11 or later; everything is installed into .venv.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
STORE ?= out/store

.PHONY: demo test test-slow test-browser bench-html check train clean

demo: .venv/ready
	$(BIN)/kg build data/articles --store $(STORE)
	@echo
	$(BIN)/kg ask withdrawals --actor 米軍 --store $(STORE)
	@echo
	$(BIN)/kg ask deployments --store $(STORE)
	@echo
	$(BIN)/kg graph -o out/graph.html --store $(STORE)
	@echo
	@echo "Open out/graph.html in a browser. Then try:"
	@echo "  $(BIN)/kg ask                                    the saved questions"
	@echo "  $(BIN)/kg ask base-history --base リアム海軍基地 --store $(STORE)"
	@echo "  $(BIN)/kg info --store $(STORE)                  what the store holds"
	@echo "  $(BIN)/kg extract data/articles/h007.txt --explain"
	@echo "  $(BIN)/kg build YOUR_ARTICLES --store $(STORE)   your own .txt files"

test: .venv/ready-dev
	$(BIN)/pytest -q -m "not slow and not browser"
	$(BIN)/ruff check .
	$(BIN)/mypy

test-slow: .venv/ready-dev
	$(BIN)/pytest -q -m "slow and not browser"

test-browser: .venv/ready-dev
	$(BIN)/pip install -q -e '.[browser,png]'
	$(BIN)/pytest -q -m browser

bench-html: .venv/ready-dev
	$(BIN)/pip install -q -e '.[browser]'
	$(BIN)/python -m tests.bench.html

train: .venv/ready-dev
	@test -n "$(ENCODER)" || { echo "make train ENCODER=e5-small-q4.bin [WIKINEWS=all.jsonl.gz] [CORPORA=folder]"; exit 2; }
	$(BIN)/pip install -q -e '.[train]'
	$(BIN)/python -m kg.train --encoder $(ENCODER) --out data/model \
	  $(if $(WIKINEWS),--wikinews $(WIKINEWS)) $(if $(CORPORA),--corpora $(CORPORA))

clean:
	rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is wanted; give its name: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --upgrade pip

.venv/ready: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

.venv/ready-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ .venv/ready
