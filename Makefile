# Two commands matter: `make demo` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo $(BIN)/uv)

.PHONY: demo test test-all check browser format lock audit sbom clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.runtime
	@exec $(BIN)/hub demo $(DEMO)

# Each worker has servers of its own, and waits for them: three keep two cores busy.
SIDE_BY_SIDE := -n 3 --dist worksteal

test: $(VENV)/.development check browser
	@$(BIN)/pytest -q $(SIDE_BY_SIDE) $(TEST)

test-all: $(VENV)/.development check browser
	@$(BIN)/pytest -q -m "" --hypothesis-profile=searching $(SIDE_BY_SIDE) $(TEST)

check: $(VENV)/.development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry --no-ansi .

# Debian's Chromium, where it is missing and we may install it; without it the browser tests say how.
browser:
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	    { echo "Installing Debian's chromium for the browser tests" && apt-get -qq update && \
	    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes chromium >/dev/null; }

format: $(VENV)/.development
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Exact versions with hashes; no index address is written down.
lock: $(VENV)/.uv
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock

# Known faults in what we depend on. Fails when nobody could be asked: silence is no pass.
audit: $(VENV)/.development
	@$(BIN)/python -m services.platform.supply_chain.advisories

# What the platform is made of, as CycloneDX 1.5.
sbom: $(VENV)/.runtime
	@$(BIN)/python -m services.platform.supply_chain.bill_of_materials $(or $(SBOM),sbom.cdx.json)

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "This needs Python 3.11 or later; $(PYTHON) is older. Run: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	    { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv"; exit 1; }
	@command -v uv >/dev/null 2>&1 || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

$(VENV)/.runtime: $(VENV)/.uv requirements.lock pyproject.toml
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
