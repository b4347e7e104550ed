# make run: raw/ becomes warehouse/. make test: the tests. make dev: the Dagster UI.
# make check: lint, types, import contracts, and whether Dagster loads the definitions.
# make screenshots: the pictures of the UI in docs/, which need Debian's chromium.
# make soak: tests that start many runs, or wait for disks and other processes; then what make fuzz does.
# make fuzz: thousands of damaged files read as a run does, with sound ones among them (DAMAGED=10000, an hour): nightly.
# make bench: the benchmarks, one after the other; each says what it needs and has not got.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test soak fuzz check bench dev screenshots lock samples clean

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(STAMP)

run: $(STAMP)
	$(BIN)/yosan run

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder pipeline tests

DAMAGED ?= 10000
soak: $(STAMP)
	$(BIN)/python -m pytest -m soak tests
	$(MAKE) fuzz

fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzzing.campaign --documents $(DAMAGED)

check: $(STAMP)
	$(BIN)/ruff check pipeline tests examples benchmarks
	$(BIN)/ruff format --check pipeline tests examples
	$(BIN)/mypy
	$(BIN)/lint-imports
	DAGSTER_HOME=$(CURDIR) PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/dg check defs

bench: $(STAMP)
	@failed=; for script in benchmarks/*.py; do \
	  grep -q "^if __name__" $$script || continue; \
	  echo "== $$script"; $(BIN)/python $$script || failed="$$failed $$script"; echo; \
	done; \
	if [ -n "$$failed" ]; then echo "targets missed:$$failed"; exit 1; fi

dev: $(STAMP)
	DAGSTER_HOME=$(CURDIR) $(BIN)/dagster dev -m pipeline.definitions

screenshots: $(STAMP)
	YOSAN_SCREENSHOTS=docs $(BIN)/python -m pytest -n 0 tests/orchestration/test_ui.py tests/reporting/report/test_in_browser.py

samples: $(STAMP)
	$(BIN)/python -m tests.samples

lock:
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --no-strip-extras --output-file requirements.lock

clean:
	rm -rf .venv build *.egg-info
