# The commands of a developer. `make dev` is the first; each makes the environment that it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: dev test check lock docs bench image settings requirements format

dev: .venv/installed
	$(BIN)/pyinfra inventories/dev.py deploy.py -y

test: .venv/installed
	$(BIN)/python -m pytest -n auto --dist loadscope

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/squawk sql/*.sql sql/*/*.sql

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# ENV=staging or ENV=prod for those.
settings: .venv/installed
	$(BIN)/python -m tasks.settings $(or $(ENV),dev)

lock: image
	$(BIN)/python -m tasks.lock

docs: .venv/installed
	$(BIN)/python -m tasks.docs

bench: image
	$(BIN)/python -m bench

image: .venv/installed
	$(BIN)/pyinfra inventories/dev.py tasks/image.py -y

requirements: .venv/installed
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --extra dev --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml

.venv/installed: requirements.lock
	sh tasks/files/venv.sh $(PYTHON) .venv requirements.lock
	touch $@
