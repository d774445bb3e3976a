# Every target is a thin call into a Python module; read the module for what it does.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
AREA ?=

HELP := awk -F ' *:.*\#\# ' '/^[a-z-]+:.*\#\#/ { printf "make %-13s %s\n", $$1, $$2 }'

.PHONY: help run test check bench prove evaluate netlify netlify-dev setup-system audit update lock
.DEFAULT_GOAL := run

help: ## What there is
	@$(HELP) $(MAKEFILE_LIST)

run: $(VENV)/installed-local ## The whole masterclass on http://localhost:8888 (PORT=, DATA=)
	@exec $(PY) -m netlify.local

test: $(VENV)/installed-dev ## Every test that this machine can run
	@$(PY) -m tests

check: $(VENV)/installed-dev ## Format, lint, types, layering, schema, secrets
	@$(PY) -m tests.check

bench: $(VENV)/installed-dev ## Ratios measured side by side (AREA=name for one)
	@$(PY) -m tests.benchmarks $(AREA)

prove: $(VENV)/installed-dev ## The full-size proofs (AREA=name for one)
	@$(PY) -m tests.prove $(AREA)

evaluate: $(VENV)/installed-dev ## The guide's answers by a real model, a score for each kind of question (OPENAI_API_KEY=)
	@$(PY) -m tests.evaluate

netlify: $(VENV)/installed-dev ## The real Netlify build of this repository, proved artefact by artefact
	@$(PY) -m netlify.prove

netlify-dev: $(VENV)/installed-dev ## Site and functions through `netlify dev` until Ctrl-C
	@exec $(PY) -m netlify.dev

setup-system: $(VENV)/installed-dev ## Installs what the browser, pooler and platform tests need beside Python (Debian, as root)
	@$(PY) -m tests.system

audit: $(VENV)/installed-dev ## Known vulnerabilities, licences, secrets; fails when it could not ask
	@$(PY) -m tests.audit

update: $(VENV)/installed-dev ## Resolves every dependency anew, then check, tests and audit; says what has changed
	@$(PY) -m tests.update $(if $(DRY),--dry-run)

lock: $(VENV)/installed-dev ## Pins requirements*.in with hashes
	@for set in "" -local -dev; do $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  requirements$$set.in --output-file requirements$$set.txt || exit 1; done

$(VENV)/installed-%: requirements-%.txt netlify/local/environment.py
	@$(PYTHON) -m netlify.local.environment $*
