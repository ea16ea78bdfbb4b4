# checkmsg: `make run` tries it, `make test` proves it. Everything is installed into .venv on first use.
PYTHON ?= python3
UV := .venv/bin/uv
READY := .venv/.ready
# Tests that measure time, or that keep all processors busy: nothing else runs beside them.
ALONE := tests/benchmarks tests/core/test_lists.py tests/core/test_policy.py tests/core/test_subwords.py \
	tests/core/test_transcript.py tests/core/commands/test_grammar.py tests/bots/test_draining.py tests/crash
# What the soak meets differs each time, so it is a gate of its own, and stops no change that has no part in it.
SOAK := tests/soak/test_soak.py

# The tests start hundreds of processes, each of which would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check crash soak fuzz audit sbom rules manifest example-settings bench bench-store bench-slack \
	bench-discord bench-replicas peers weights flags clean

run: $(READY)        ## Open checkmsg: the terminal channel, or a file with `make run < FILE`
	@.venv/bin/checkmsg run

test: $(READY)       ## Run every test
	@.venv/bin/python -m pytest -n auto --dist loadfile $(ALONE:%=--ignore=%) --ignore=$(SOAK)
	@.venv/bin/python -m pytest $(ALONE)

check: $(READY)      ## Format, lint, types and import contracts
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

crash: $(READY)      ## Kill workers in mid-send, on SQLite and PostgreSQL: nothing may be lost or sent twice
	@.venv/bin/python -m tests.crash

soak: $(READY)       ## Run the whole bot for ten minutes under load, killing it at random: nothing may be lost or sent twice
	@.venv/bin/python -m pytest $(SOAK)
	@.venv/bin/python -m tests.soak

fuzz: $(READY)       ## Feed the engine and every intake with what nobody would write, for five minutes
	@$(UV) sync --frozen --quiet --inexact --group fuzz
	@.venv/bin/python -m tests.fuzz

audit: $(READY)      ## Look up known flaws of what is installed, and of the workflows
	@$(UV) export --frozen --quiet --no-dev --no-emit-project --output-file .venv/requirements.txt
	@.venv/bin/pip-audit --strict --require-hashes --disable-pip --requirement .venv/requirements.txt
	@.venv/bin/zizmor --offline --quiet .github

sbom: $(READY)       ## Write sbom.json, the list of everything that is installed (CycloneDX)
	@$(UV) export --frozen --quiet --no-dev --format cyclonedx1.5 --output-file sbom.json

rules: $(READY)      ## Write core/rules/README.md anew and prove every example in the rules
	@.venv/bin/checkmsg rules --write
	@.venv/bin/python -m pytest -q tests/core/test_rules.py

manifest: $(READY)   ## Write deploy/slack-manifest*.yaml anew from what the bot asks of Slack
	@.venv/bin/python -m bots.slack.manifest

example-settings: $(READY) ## Write deploy/.env.example anew from the settings
	@.venv/bin/python -m bots.example_settings

bench: $(READY)      ## Measure speed, growth with length, memory and cold start
	@.venv/bin/python tests/benchmarks/speed.py

bench-store: $(READY) ## Measure what is remembered, on both databases with a year of 200 agencies (about ten minutes)
	@.venv/bin/python tests/benchmarks/memory.py

bench-slack: $(READY) ## Measure what one process takes from Slack (about six minutes)
	@.venv/bin/python -m tests.benchmarks.slack

bench-discord: $(READY) ## Measure what one process takes from Discord (about six minutes)
	@.venv/bin/python -m tests.benchmarks.discord

bench-replicas: $(READY) ## Measure what a second replica on PostgreSQL brings (about two minutes)
	@.venv/bin/python -m tests.benchmarks.replicas

peers: $(READY)      ## Compare with Presidio's pattern recognisers and scrubadub on the held-back corpus
	@$(UV) sync --frozen --quiet --inexact --group peers
	@.venv/bin/python tests/benchmarks/peers.py

weights: $(READY)    ## Fit core/network/ to the corpus anew (about four hours)
	@$(UV) sync --frozen --quiet --inexact --group training
	@.venv/bin/python -m training.fit
	@.venv/bin/python -m training.flags

flags: $(READY)      ## Fit what tells red flags to the corpus anew (about ten minutes)
	@.venv/bin/python -m training.flags

clean:               ## Remove what the targets above have made
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# A virtual environment first, uv into it from pip where none is installed, then exactly what uv.lock says, compiled as the
# word lists are, so that the first start is as quick as any other.
$(READY): pyproject.toml uv.lock
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@echo "Installing the locked dependencies into .venv ..."
	@$(UV) sync --frozen --quiet --inexact --compile-bytecode
	@.venv/bin/python -m compileall -q core bots
	@.venv/bin/python -m core.lexicon
	@touch $(READY)
