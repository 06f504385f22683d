"""The promise in one test: nothing but `ugc/rights/__init__.py` makes a Cleared, by any door pydantic offers."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "ugc"
MAKERS = {"model_construct", "model_validate", "model_validate_json", "model_copy", "parse_obj", "construct"}
FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "rights" / "__init__.py")


def makes(tree: ast.AST, name: str) -> list[int]:
    """Lines that call a class, one of its constructors, or a TypeAdapter over it."""
    lines = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        direct = isinstance(called, ast.Name) and called.id == name
        attribute = isinstance(called, ast.Attribute) and (
            called.attr == name or (called.attr in MAKERS and name in ast.unparse(called.value))
        )
        adapter = "TypeAdapter" in ast.unparse(called) and any(name in ast.unparse(arg) for arg in node.args)
        if direct or attribute or adapter:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_rights_makes_a_cleared(path: Path) -> None:
    assert makes(ast.parse(path.read_text("utf-8")), "Cleared") == []


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.parent != ROOT / "plan"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_only_plan_makes_a_variant(path: Path) -> None:
    assert makes(ast.parse(path.read_text("utf-8")), "Variant") == []


@pytest.mark.parametrize(
    "code",
    [
        "Cleared(post='x')",
        "rights.Cleared(post='x')",
        "Cleared.model_construct()",
        "c.Cleared.model_validate({})",
        "TypeAdapter(Cleared)",
    ],
)
def test_the_search_itself_finds_every_door(code: str) -> None:
    assert makes(ast.parse(code), "Cleared") == [1]
