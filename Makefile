# The commands of a developer. `make dev` is the first; each makes the environment that it needs.
PYTHON ?= python3
BIN := .venv/bin

# How many tests run at once: as many as there are cores.
WORKERS ?= auto

# Whose deploy `check` looks at, and whose settings `settings` prints: dev, staging or prod.
ENV ?= dev

.PHONY: dev test test-unit test-smoke coverage lint check lock docs site bench image settings requirements format

dev: .venv/installed
	$(BIN)/pyinfra inventories/dev.py deploy.py -y

# All tests; the two tiers below are in it. `make test ARGS="--lf"`: those that failed last.
test: .venv/installed
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder $(ARGS)

# Without the engine, in less than a minute.
test-unit: .venv/installed
	$(BIN)/python -m pytest tests/unit -n $(WORKERS) $(ARGS)

# One deploy of each kind, in less than five minutes.
test-smoke: .venv/installed
	$(BIN)/python -m pytest -m smoke -n $(WORKERS) --dist loadscope $(ARGS)

# What the unit tests run of the code, in lines and branches.
coverage: .venv/installed
	$(BIN)/python -m pytest tests/unit -n auto --cov --cov-report=term

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/squawk sql/*.sql sql/*/*.sql

# What a deploy would do; changes nothing. make turns the exit codes 1, 2 and 3 of this command into its own 2.
check: .venv/installed
	$(BIN)/python -m ai_engine_db.cli.check inventories/$(ENV).py

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

settings: .venv/installed
	$(BIN)/python -m ai_engine_db.cli.settings $(ENV)

lock: image
	$(BIN)/python -m ai_engine_db.cli.build_lock

docs: .venv/installed
	$(BIN)/python -m ai_engine_db.cli.build_docs

# The documents as a site, in site/. The variable silences what mkdocs-material says of its successor.
site: .venv/installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: image
	$(BIN)/python -m bench

image: .venv/installed
	$(BIN)/pyinfra inventories/dev.py tasks/image.py -y

requirements: .venv/installed
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --extra dev --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml

.venv/installed: requirements.lock
	sh tools/venv.sh $(PYTHON) .venv requirements.lock
	touch $@
