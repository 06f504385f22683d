PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

SHELL := /bin/sh

.PHONY: install demo test check format docs

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ugc needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,heic]'
	@touch "$@"

install: $(VENV)/.installed

demo: install  ## a small brand's posts, from import to creatives
	"$(BIN)/ugc" demo

test: install  ## the whole suite
	"$(BIN)/python" -m pytest -n auto

check: install  ## what must pass before a change lands
	"$(BIN)/ruff" format --check .
	"$(BIN)/ruff" check .
	"$(BIN)/mypy"
	"$(BIN)/python" -m pytest -n auto

format: install
	"$(BIN)/ruff" format .
	"$(BIN)/ruff" check --fix .

docs: install  ## what is generated: the command reference and the JSON Schemas
	"$(BIN)/python" docs/reference.py > docs/commands.md
	"$(BIN)/python" -c "from ugc import manifest, resources; manifest.write_schemas(resources.SCHEMAS)"
