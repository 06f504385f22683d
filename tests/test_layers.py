"""Imports in ugc/ go one way: a file may import only what stands below it; rooms of one layer are strangers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "ugc"
LAYERS = [  # lowest first; docs/architecture.md draws the same house
    {"errors", "model", "resources", "files", "text", "palette", "sniffing", "ranges", "pointing"},
    {
        "geometry",
        "results",
        "rights",
        "formats",
        "templates",
        "samples",
        "config",
        "copydeck",
        "campaigns",
        "creators",
        "addresses",
        "identity",
        "profiles",
        "tables",
    },
    {
        "plan",
        "catalog",
        "store",
        "ledger",
        "proofs",
        "timestamp",
        "vault",
        "importers",
        "fetching",
        "permissions",
        "feeds",
        "delivery",
        "media",
        "typeset",
        "wording",
        "provenance",
        "manifest",
        "exports",
    },
    {"render", "gallery", "reports", "platforms"},
    {"workspace"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FOUNDATION = LAYERS[0]
"""Of the lowest layer, the model may use nothing, and the others only the errors and the model."""

FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported(path: Path) -> Iterator[str]:
    """The ugc rooms a file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full"
            base = (node.module or "").split(".")
            if base == ["ugc"]:
                yield from (alias.name for alias in node.names if alias.name in LEVEL)
            elif base[0] == "ugc":
                yield base[1]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "ugc" and len(parts) > 1:
                    yield parts[1]


def may_import(here: str, other: str) -> bool:
    if here == other:
        return True
    if here in FOUNDATION:
        return here != "model" and other in {"errors", "model"} and here != "errors"
    return LEVEL[other] < LEVEL[here]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    here = room(path)
    assert here in LEVEL, f"{path}: give the new room a layer in LAYERS"
    for other in imported(path):
        assert may_import(here, other), f"{path} imports {other}: not below {here}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 300, f"{path} has {lines} lines: split it by what it does"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 60, f"{path}:{node.lineno}: {node.name} has {lines} lines"
