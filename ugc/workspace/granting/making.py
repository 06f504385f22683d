"""Records and scopes made from what a person typed: every unknown word is an error that suggests the nearest."""

import re
from typing import Any, TypeVar

from pydantic import ValidationError

from ugc import config
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.vocab import EDIT_PROFILES, EDITS, expand_edits

Made = TypeVar("Made", bound=Value)

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")
_NAMES = {
    "about": "Open point",
    "end_basis": "Clock",
    "material_connection": "Connection",
    "ai": "Use by AI",
    "age_band": "Age",
    "via": "Way of asking",
}
"""How a field is called where its own name does not read well; plurals lose their last letter."""


def made(model: type[Made], what: str, **told: Any) -> Made:
    """Build a value from words. Raises UsageError: for an unknown one with the nearest, else saying what is wrong.

    `what` names it in the error: "grant".
    """
    try:
        return model(**told)
    except ValidationError as error:
        raise _explained(what, error) from error


def territories(names: tuple[str, ...], option: str = "--territory") -> frozenset[str]:
    """Return territories as the records write them. Raises UsageError suggesting the right one."""
    try:
        return frozenset(config.territory(name) for name in names)
    except ValueError as error:
        raise UsageError(f"{option}: {error}.") from error


def edits(names: tuple[str, ...]) -> frozenset[str]:
    """Return edits with the names of profiles written out. Raises UsageError for a word that is neither."""
    for name in names:
        if name not in EDITS and name not in EDIT_PROFILES:
            raise unknown("Edit", name, (*EDIT_PROFILES, *EDITS))
    return expand_edits(frozenset(names))


def _explained(what: str, error: ValidationError) -> UsageError:
    first = error.errors()[0]
    where = next((part for part in first["loc"] if isinstance(part, str)), "")
    if first["type"] == "literal_error":
        known = _QUOTED.findall(str(first["ctx"]["expected"]))
        return unknown(_name(where), str(first["input"]), known)
    reason = str(first.get("ctx", {}).get("error", first["msg"]))
    place = f"{where.replace('_', ' ')}: " if where and first["type"] != "value_error" else ""
    return UsageError(f"That {what} makes no sense: {place}{reason}.")


def _name(field: str) -> str:
    return _NAMES.get(field, field.removesuffix("s").replace("_", " ").capitalize())
