PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AGAIN = run make $(or $(MAKECMDGOALS),install) again

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install demo test check check-ocr check-motion format docs goldens

help:
	@awk -F ':.*## +' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

$(VENV)/.installed: pyproject.toml constraints.txt
	@command -v "$(PYTHON)" >/dev/null 2>&1 || \
		{ echo "$(PYTHON) was not found. Name a Python: make $(or $(MAKECMDGOALS),install) PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is too old: ugc needs Python 3.11 or newer. Name one: PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
		{ package=$$("$(PYTHON)" -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))'); \
		echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install $$package, then $(AGAIN)." >&2; exit 1; }
	@echo "Installing into $(VENV): about half a minute."
	@"$(PYTHON)" -m venv "$(VENV)"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,heic,c2pa,timestamp,keyring]' \
		2> "$(VENV)/pip.log" || \
		{ if grep -qiE 'connection|timed out|name resolution|proxy|from versions: none' "$(VENV)/pip.log"; then \
		echo "The packages could not be fetched: there is no network, or the package index cannot be reached. Once it can, $(AGAIN)." >&2; \
		else tail -n 5 "$(VENV)/pip.log" >&2; echo "pip failed; all it said is in $(VENV)/pip.log." >&2; fi; exit 1; }
	@touch "$@"

install: $(VENV)/.installed  ## into .venv, with what the tests need

demo: install  ## a small brand's posts, from import to creatives
	"$(BIN)/ugc" demo

test: install  ## the whole suite; takes some minutes
	"$(BIN)/python" -m pytest -n auto

check: install  ## what must pass before a change lands
	"$(BIN)/ruff" format --check .
	"$(BIN)/ruff" check .
	"$(BIN)/mypy"
	"$(BIN)/python" -m pytest -n auto

# Apart from the rest, which must pass without it: it brings a second OpenCV.
check-ocr:  ## reading text in pictures, with the extra `ocr` in an environment of its own
	@"$(PYTHON)" -m venv .venv-ocr
	@.venv-ocr/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,heic,ocr]'
	.venv-ocr/bin/python -c 'from ugc.media import read_text; assert read_text.reader(), read_text.why_not()'
	.venv-ocr/bin/python -m pytest -n auto tests/test_measure_text.py tests/test_check.py tests/test_look.py tests/test_looking.py -k 'measure_text or text_is_read or word'

# Apart too: MoviePy holds Pillow below 12.
check-motion:  ## authored animation, with the extra `motion` in an environment of its own
	@"$(PYTHON)" -m venv .venv-motion
	@.venv-motion/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-motion.txt -e '.[dev,heic,motion]'
	.venv-motion/bin/python -c 'from ugc.render.motion import why_not; assert why_not() is None, why_not()'
	.venv-motion/bin/python -m pytest -n auto tests/test_stage.py tests/test_motion.py tests/test_motion_cache.py

format: install  ## format the code, and mend what can be mended
	"$(BIN)/ruff" format .
	"$(BIN)/ruff" check --fix .

docs: install  ## what is generated: the command reference and the JSON Schemas
	"$(BIN)/python" docs/reference.py > docs/commands.md
	"$(BIN)/python" docs/templates_page.py > docs/templates.md
	"$(BIN)/python" -c "from ugc import manifest, resources; manifest.write_schemas(resources.SCHEMAS)"
	"$(BIN)/python" -c "from ugc import resources; from ugc.cli import schemas; schemas.write_schemas(resources.SCHEMAS)"

goldens: install  ## what templates looked like when a person looked, made anew; T="quote hook" for some of them
	"$(BIN)/python" tests/remake_goldens.py $(T)
