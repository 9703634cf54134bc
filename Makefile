# Two commands do everything: `make run` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help setup run test lint format types arrows unit lock clean tools

help:
	@echo "make setup   .venv with everything     make run    start the service"
	@echo "make test    all checks and tests      make lock   resolve the lock files anew"

setup: .venv/.ready build/learnt/.ready

.venv/.ready: requirements.lock requirements-dev.lock pyproject.toml
	bash scripts/make_venv.sh "$(PYTHON)"
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

build/learnt/.ready: .venv/.ready data/legal_faq.yaml data/out_of_scope.yaml data/phrasings.yaml data/synonyms.yaml \
		$(wildcard bot/faq/*.py bot/faq/matcher/*.py)
	@echo "学习问答库，约需一分钟 / learning the FAQ takes about a minute"
	@mkdir -p $(@D)
	$(BIN)/python -m bot.faq.learn $(@D) < data/legal_faq.yaml
	@touch $@

run: setup
	$(BIN)/legalbot run

test: setup tools lint types arrows unit

tools:
	bash scripts/install_test_tools.sh

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/hadolint Dockerfile
	$(BIN)/yamllint --strict compose.yaml data .yamllint

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types:
	$(BIN)/mypy

arrows:
	$(BIN)/lint-imports --no-cache | tail -n 8

unit:
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lock:
	$(BIN)/uv pip compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal \
		--python-version 3.11 --quiet --upgrade pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --universal \
		--python-version 3.11 --quiet --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
