"""What messages, hints and docstrings tell a person to type exists: every command, and every option behind it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from ugc.cli.app import app
from ugc.cli.creators import ListedByDefault

ROOT = Path(__file__).resolve().parent.parent / "ugc"
FILES = sorted(ROOT.rglob("*.py"))
_NAMED = re.compile(r"`(ugc(?: [^`]*)?)`|(?:: |^\s*|&& )(ugc [a-z][^`.;]*)", re.M)
_NOT_COMMANDS = {"ugc reads", "ugc takes", "ugc needs"}
"""Where the program itself does something."""


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text of a file with its line; what an f-string fills in is `…`."""
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in ast.walk(node) if part is not node}
            parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def named(text: str) -> list[str]:
    """The commands that a text tells to type, with their options."""
    found = [quoted or told for quoted, told in _NAMED.findall(text)]
    return [command for command in found if " ".join(command.split()[:2]) not in _NOT_COMMANDS]


def fault(typed: str) -> str | None:
    """What there is no such thing of in a command, if anything."""
    words = typed.split()[1:]
    command = get_command(app)
    while words and getattr(command, "commands", {}) and not words[0].startswith("-"):
        word = words.pop(0).strip(",")
        if word in ("…", "COMMAND"):
            return None
        if word not in command.commands:
            return None if isinstance(command, ListedByDefault) else word
        command = command.commands[word]
    known = {name for each in command.params for name in each.opts} | {"--help"}
    return next(
        (word for word in words if word.startswith("--") and len(word) > 2 and word not in known), None
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_exists(path: Path) -> None:
    wrong = [
        (line, command)
        for line, text in texts(ast.parse(path.read_text("utf-8")))
        for command in named(text)
        if fault(command)
    ]
    assert wrong == []


def test_the_search_itself_finds_them() -> None:
    assert named("See `ugc creatives` first. ") == ["ugc creatives"]
    assert named("See which there are: ugc posts.") == ["ugc posts"]
    assert named("ugc reads pictures; ugc is small") == []
    assert fault("ugc creatives") == "creatives"
    assert fault("ugc creators niche:running") is None
    assert fault("ugc rights chekc") == "chekc"
    assert fault("ugc rights hold --lifts") == "--lifts"
    assert fault("ugc rights hold --lift") is None
    assert fault("ugc import … --into DIR") is None
