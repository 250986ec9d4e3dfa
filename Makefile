# Two commands for everybody: `make run` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV ?= .venv
PROJECT ?= resources/sample-project
REPORT ?= build/assessment.pdf

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: run test check format bench install clean

# Opens the window; without a display, scans headless and writes the report.
run: install
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  "$(BIN)/workbench" "$(PROJECT)"; \
	else \
	  echo "No display: scanning $(PROJECT) and writing the report instead of opening the window."; \
	  "$(BIN)/workbench" scan "$(PROJECT)" && \
	  mkdir -p "$$(dirname "$(REPORT)")" && \
	  "$(BIN)/workbench" report "$(PROJECT)" -o "$(REPORT)" && \
	  echo "The report is $(REPORT)"; \
	fi

# Tests that need a registry, an engine, skopeo or rpm are skipped, with the reason, where these are
# not installed; .ci/run installs them, and there (CI=true) their absence fails.
test: install
	"$(BIN)/python" -m pytest -n auto --dist loadfile

check: install
	"$(BIN)/ruff" format --check .
	"$(BIN)/ruff" check .
	"$(BIN)/mypy"
	"$(BIN)/lint-imports"

format: install
	"$(BIN)/ruff" format .
	"$(BIN)/ruff" check --fix .

bench: install
	"$(BIN)/python" -m tests.benchmarks

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: run make PYTHON=/path/to/python3.11"; exit 1; }
	test -x "$(BIN)/python" || "$(PYTHON)" -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch "$(INSTALLED)"

clean:
	rm -rf "$(VENV)" build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
