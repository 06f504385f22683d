"""Codes as a person gives them: typed without being shown, from stdin, or in a file."""

import sys
from pathlib import Path

import typer

from ugc.errors import InputError, UsageError

_LARGEST = 100_000
"""Bytes of a code that is read from a file or from stdin; far more than any has."""


def secrets(code: str | None, code_file: Path | None, original: str | None) -> dict[str, object]:
    """Return the codes as the form takes them; each is wrapped at once, so that nothing shows it."""
    from pydantic import SecretStr

    if code is not None and code_file is not None:
        raise UsageError("--code and --code-file both say the code.", hint="Leave one of them out.")
    if code == "-" and original == "-" and not sys.stdin.isatty():
        raise UsageError(
            "Both codes cannot be read from stdin at once.", hint="Give one of them with --code-file."
        )
    found: dict[str, object] = {}
    if code_file is not None:
        found["code"] = SecretStr(_read(code_file))
    elif code is not None:
        found["code"] = SecretStr(_asked("Code") if code == "-" else code)
    if original is not None:
        found["original_code"] = SecretStr(_asked("Code of the original") if original == "-" else original)
    return found


def _read(path: Path) -> str:
    from ugc.files import open_regular

    with open_regular(path) as file:
        data = file.read(_LARGEST + 1)
    return _text(data, path.name)


def _asked(what: str) -> str:
    """Ask without showing what is typed; where nobody sits at a terminal, read stdin."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, err=True))
    return _text(sys.stdin.buffer.read(_LARGEST + 1), "stdin")


def _text(data: bytes, name: str) -> str:
    if len(data) > _LARGEST:
        raise InputError(f"{name} holds far more than a code.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text.") from None
