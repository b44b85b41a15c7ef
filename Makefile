# What a person types; `make help` lists it. .ci/run adds the tiers that need more than pip.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
CATALOGUES := messages/locales

export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never

.PHONY: help install run test check contract messages pictures
.PHONY: bench-matching bench-topics bench bench-long bench-growth bench-idle reliability
.PHONY: simulate simulate-all mutants proofs soak soak-simulation soak-crash soak-zones soak-stops

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

install: $(INSTALLED) ## make .venv with everything pinned (needs Python 3.11 or newer)

$(INSTALLED): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name it with: make install PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "python3-venv is missing; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --quiet --locked --inexact
	@touch $@

run: $(INSTALLED) ## with a Slack token (environment or .env): the bot; without: the sandbox
	@if [ -n "$${SLACK_BOT_TOKEN:-}" ] || grep -qsE '^(export )?SLACK_BOT_TOKEN=.' .env; \
	then exec $(BIN)/rm-bot run; \
	else exec $(BIN)/rm-bot sandbox; fi

# A soak takes as long as it takes: no test of it counts as hanging.
SOAK := $(BIN)/pytest -m soak -o faulthandler_timeout=0

# Databases of tests live in memory where the machine has such a folder: half the time is waiting for the disk.
SCRATCH := $(shell test -w /dev/shm && echo /dev/shm || echo $${TMPDIR:-/tmp})

test: $(INSTALLED) ## the test suite
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(BIN)/pytest -n 2 --dist worksteal

check: $(INSTALLED) ## lint, format, types, import contracts, migrations drift, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@folder=$$(mktemp -d) && trap 'rm -r "$$folder"' EXIT && export DATABASE_URL="sqlite:///$$folder/drift.db" && \
	  $(BIN)/alembic upgrade head && $(BIN)/alembic check
	@$(MAKE) --no-print-directory test

# What two short tests send is enough to try it; .ci/run has everything recorded that the whole suite sends.
SENT_BY := tests/scenarios/test_what_changes_mid_round.py tests/integration/bot/test_live_check.py

contract: $(INSTALLED) ## let Slack's own types and limits judge what the tests send (needs npm)
	@folder=$${RM_RECORD:-}; export PYTEST_DEBUG_TEMPROOT=$(SCRATCH); if [ -z "$$folder" ]; then \
	  folder=$$(mktemp -d) && trap 'rm -r "$$folder"' EXIT && export RM_RECORD="$$folder" && \
	  $(BIN)/pytest -q -n 2 $(SENT_BY); fi; $(BIN)/pytest -m contract tests/contract

bench-matching: $(INSTALLED) ## the matcher beside other engines, up to 100,000 per side; a part: make bench-matching SIZES="100 1000"
	@$(BIN)/python -m benchmarks.matching --record $(if $(SIZES),--sizes $(SIZES))

bench-topics: $(INSTALLED) ## how many free texts find their topic, on a held-out list
	@$(BIN)/python -m benchmarks.topics --record

bench: $(INSTALLED) ## acks under load while 5,000 messages go out, on both databases (about 5 minutes)
	@$(BIN)/python -m benchmarks.load --record bench
	@$(BIN)/python -m benchmarks.reliability

bench-long: $(INSTALLED) ## the same for an hour, with a burst of a minute and 500 acts at one instant
	@$(BIN)/python -m benchmarks.load --databases sqlite --seconds 3600 --burst-seconds 60 --at-once 500 \
	  --record bench-long
	@$(BIN)/python -m benchmarks.reliability

bench-growth: $(INSTALLED) ## how costs grow from 1,000 to 100,000 participants
	@$(BIN)/python -m benchmarks.load.growth --record bench-growth
	@$(BIN)/python -m benchmarks.reliability

bench-idle: $(INSTALLED) ## what a tick costs that finds nothing to do
	@$(BIN)/python -m benchmarks.idle_tick --record
	@$(BIN)/python -m benchmarks.reliability

reliability: $(INSTALLED) ## write the last figures into docs/reliability.md
	@$(BIN)/python -m benchmarks.reliability

messages: $(INSTALLED) ## collect the texts of messages/ into its catalogues
	@$(BIN)/pybabel --quiet extract --mapping-file messages/babel.cfg --keyword t --keyword plain \
	  --keyword tn:1,2 --sort-by-file --omit-header --output $(CATALOGUES)/rm.pot messages
	@if compgen -G '$(CATALOGUES)/*/LC_MESSAGES/rm.po' >/dev/null; then \
	  $(BIN)/pybabel --quiet update --domain rm --input-file $(CATALOGUES)/rm.pot --output-dir $(CATALOGUES); \
	  $(BIN)/pybabel --quiet compile --domain rm --directory $(CATALOGUES); fi

pictures: $(INSTALLED) ## play the walk in the sandbox and draw docs/pictures anew (needs chromium)
	@$(BIN)/python docs/pictures.py

simulate: $(INSTALLED) ## one simulated program from its seed: make simulate SEED=7 DAYS=60
	@PYTHONHASHSEED=0 $(BIN)/python -m tests.simulation --seed $(or $(SEED),1) --days $(or $(DAYS),60) $(if $(PEOPLE),--people $(PEOPLE))

simulate-all: $(INSTALLED) ## 100,000 simulated participant-days, as in .ci/run
	@$(BIN)/python -m tests.simulation.fleet --record simulation
	@$(BIN)/python -m benchmarks.reliability

mutants: $(INSTALLED) ## plant each known bug, one by one, and demand that the simulation finds it
	@$(BIN)/python -m tests.simulation.mutants --record mutants
	@$(BIN)/python -m benchmarks.reliability

proofs: $(INSTALLED) ## run the tests that docs/reliability.md names, and count them there
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(BIN)/python -m benchmarks.proofs
	@$(BIN)/python -m benchmarks.reliability

soak-simulation: $(INSTALLED) ## a million simulated participant-days
	@$(BIN)/python -m tests.simulation.fleet --enough 1000000 --record soak-simulation --command "make soak-simulation"
	@$(BIN)/python -m benchmarks.reliability

soak-crash: $(INSTALLED) ## every crash point three times and a thousand random kills, on both databases and both runners
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(SOAK) -n 2 --dist worksteal tests/crash
	@$(BIN)/python -m tests.crash
	@$(BIN)/python -m benchmarks.reliability

soak-zones: $(INSTALLED) ## every time zone over every change of its clock
	@$(SOAK) tests/unit/domain/test_zones.py
	@$(BIN)/python -m benchmarks.reliability

soak-stops: $(INSTALLED) ## a hundred stops while it sends
	@PYTEST_DEBUG_TEMPROOT=$(SCRATCH) $(SOAK) tests/scenarios/test_graceful_stop.py
	@$(BIN)/python -m benchmarks.reliability

soak: proofs simulate-all soak-zones soak-stops soak-crash mutants bench-idle bench-growth bench soak-simulation ## all that docs/reliability.md shows but the hour of load (bench-long)
