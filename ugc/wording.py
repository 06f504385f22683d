"""Words and file names made from Jinja2 templates over a post and its creator.

The templates are the workspace's own; the values are collected and hostile, so they are only ever data, and a
name that comes out is made safe for every file system.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import SandboxedEnvironment

from ugc.errors import UsageError
from ugc.text import clean, one_line

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_LONGEST = 120
"""Bytes of a file name before its ids and extension; file systems end at 255 bytes in all."""


class Named(str):
    """A value of a template that is a text by itself and knows more: `{{ creator }}` and `{{ creator.name }}`."""

    def __new__(cls, text: str, **more: str) -> "Named":
        """Make a text with further ones by name."""
        made = super().__new__(cls, text)
        vars(made).update(more)
        return made


def fill(template: str, values: Mapping[str, object], *, where: str) -> str:
    """Fill a template of the settings with the values of a post; `where` is the setting's name, for the error.

    Raises UsageError for a broken template or a name that it does not know.
    """
    if "{" not in template:  # plain words are most of them, and a run fills thousands
        return template.strip()
    try:
        return _compiled(template).render(values).strip()
    except UndefinedError as error:
        said = re.sub(r"^'[\w.]*\.(\w+) object' has no attribute", "It has no", error.message or "")
        raise UsageError(f"{where}: {said}.", hint=f"It knows {', '.join(_known(values))}.") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise UsageError(f"{where} could not be filled in: {error}.") from error


def file_name(text: str) -> str:
    """Bring any text to a file name, without extension, that every common file system takes.

    Letters of any script stay; everything else becomes a single hyphen. Never empty, never a reserved name, never
    beginning with a dot or hyphen.
    """
    folded = unicodedata.normalize("NFC", one_line(clean(text)))
    safe = _UNSAFE.sub("-", folded).strip("-. ")
    while ".." in safe:
        safe = safe.replace("..", ".")
    safe = safe.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip("-. ")
    if not safe or safe.split(".")[0].casefold() in _RESERVED:
        safe = f"x{safe}"
    return safe


@cache
def used(template: str) -> frozenset[str]:
    """Return the names that a template asks for. Raises UsageError for a broken one."""
    try:
        return frozenset(find_undeclared_variables(_ENVIRONMENT.parse(template)))
    except TemplateError as error:
        raise UsageError(f"{template!r} could not be read: {error}.") from error


def _known(values: Mapping[str, object]) -> list[str]:
    more = [
        f"{name}.{key}" for name, value in values.items() if isinstance(value, Named) for key in vars(value)
    ]
    return sorted([*values, *more])


@cache
def _compiled(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)
