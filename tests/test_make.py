"""The Makefile, run by a real make with a Python that plays one: how each thing that can be missing is told."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import skip

ROOT = Path(__file__).resolve().parents[1]

PYTHON = f"""#!/bin/sh
# Plays a Python: NO_VENV and TOO_OLD say what is wrong with it; of an environment it makes a sketch.
case "$*" in
*"-m venv "*)
    mkdir -p "$3/bin"
    cp "$PLAYED" "$3/bin/python"
    printf '#!/bin/sh\\necho "ugc was run with: $*"\\n' > "$3/bin/ugc"
    chmod +x "$3/bin/ugc" ;;
*"-m pip "*) printf '%s\\n' "$PIP_SAYS" >&2; exit "$PIP_ENDS" ;;
*ensurepip*) exit "$NO_VENV" ;;
*"< (3, 11)"*) exit "$TOO_OLD" ;;
*) exec "{sys.executable}" "$@" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a space in its name, and the Python beside it."""
    if not shutil.which("make"):
        skip("make is not installed")
    folder = tmp_path / "my projects" / "ugc"
    folder.mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    played = folder.parent / "python of mine"
    played.write_text(PYTHON, "utf-8")
    played.chmod(0o755)
    return folder


def make(checkout: Path, *words: str, code: int = 0, **around: str) -> str:
    played = str(checkout.parent / "python of mine")
    usual = {"PLAYED": played, "NO_VENV": "0", "TOO_OLD": "0", "PIP_ENDS": "0", "PIP_SAYS": ""}
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", *([] if any("PYTHON=" in word for word in words) else [f"PYTHON={played}"]), *words],
        cwd=checkout,
        env=plain | usual | around,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    assert (done.returncode != 0) == bool(code), done.stdout
    return done.stdout


def test_make_alone_lists_what_there_is(checkout: Path) -> None:
    (told,) = re.findall(r"^\.PHONY: (.+)$", (checkout / "Makefile").read_text("utf-8"), re.M)
    listed = dict(re.findall(r"^make ([\w-]+) +(\S.*)$", make(checkout), re.M))
    assert set(listed) == set(told.split()) - {"help"}
    assert "a small brand's posts" in listed["demo"]
    assert "minutes" in listed["test"]
    assert not (checkout / ".venv").exists()


def test_it_installs_once_and_runs(checkout: Path) -> None:
    told = make(checkout, "demo")
    assert told.index("Installing into .venv: about half a minute.") < told.index("ugc was run with: demo")
    assert "Installing" not in make(checkout, "demo")


def test_a_python_that_is_not_there_is_not_called_too_old(checkout: Path) -> None:
    told = make(checkout, "demo", "PYTHON=/no/such/python", code=2)
    assert "/no/such/python was not found" in told
    assert "make demo PYTHON=" in told
    assert "older" not in told and "is too old" not in told


def test_a_python_that_is_too_old(checkout: Path) -> None:
    told = make(checkout, "install", code=2, TOO_OLD="1")
    assert "is too old: ugc needs Python 3.11 or newer" in told
    assert "not found" not in told


def test_a_missing_venv_names_one_package_and_how_to_go_on(checkout: Path) -> None:
    told = make(checkout, "demo", code=2, NO_VENV="1")
    package = "python{}.{}-venv".format(*sys.version_info)
    assert re.findall(r"python3?[\d.]*-venv", told) == [package]
    assert f"apt install {package}, then run make demo again" in told
    assert "Installing" not in told


@pytest.mark.parametrize(
    "said",
    [
        "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution",
        "ERROR: Could not find a version that satisfies the requirement av>=14 (from versions: none)",
    ],
)
def test_an_index_out_of_reach_is_one_sentence(checkout: Path, said: str) -> None:
    told = make(checkout, "demo", code=2, PIP_ENDS="1", PIP_SAYS=said)
    assert "there is no network, or the package index cannot be reached" in told
    assert "run make demo again" in told
    assert "Retrying" not in told
    assert said in (checkout / ".venv" / "pip.log").read_text("utf-8")
    assert "ugc was run" in make(checkout, "demo"), "and it goes on from there"


def test_another_fault_of_pip_is_shown(checkout: Path) -> None:
    told = make(checkout, "demo", code=2, PIP_ENDS="1", PIP_SAYS="ERROR: No space left on device")
    assert "ERROR: No space left on device" in told
    assert ".venv/pip.log" in told
    assert "network" not in told
