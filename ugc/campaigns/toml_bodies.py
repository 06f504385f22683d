"""The body of a table of a TOML file, changed key by key; remarks stay."""

from collections.abc import Mapping
from typing import Any

import tomlkit


def with_key(body: str, key: str, value: Any) -> str:
    """Return the body of a table with a key set in its place, else behind the last; None takes it out.

    A remark behind what is taken out stays, on a line of its own.
    """
    stated = tomlkit.parse(body)
    if value is None:
        if key not in stated:
            return body
        remark = stated[key].trivia.comment
        stated.remove(key)
        left = stated.as_string()
        return left + (f"{'' if left.endswith(chr(10)) or not left else chr(10)}{remark}\n" if remark else "")
    if key in stated:
        stated[key] = value
        return stated.as_string()
    return with_lines(body, lines_of({key: value}))


def with_lines(body: str, fresh: str) -> str:
    """Return the body of a table with lines behind the last that says something, before remarks and empty ones."""
    lines = body.splitlines(keepends=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    above = "".join(lines[:end])
    if above and not above.endswith("\n"):
        above += "\n"
    return above + fresh + "".join(lines[end:])


def changed_body(body: str, told: Mapping[str, Any]) -> str:
    """Return the body of a table with exactly some keys, those that are as before untouched."""
    now = tomlkit.parse(body).unwrap()
    for key in now:
        if key not in told:
            body = with_key(body, key, None)
    for key, value in told.items():
        if now.get(key) != value:
            body = with_key(body, key, value)
    return body


def inline(told: Mapping[str, Any]) -> str:
    """Write a table on one line."""
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in told.items()) + " }"


def lines_of(told: Mapping[str, Any]) -> str:
    """Write each key on a line."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in told.items())


def _value(value: Any) -> str:
    return inline(value) if isinstance(value, Mapping) else tomlkit.item(value).as_string()
