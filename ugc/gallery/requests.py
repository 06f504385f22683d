"""What a request asks for: which file of a folder, which bytes of it, compressed or not.

HTTP as in RFC 9110 (https://www.rfc-editor.org/rfc/rfc9110). All of a request is hostile.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from ugc.errors import InputError
from ugc.files import open_regular

HIDDEN = "_headers"
"""For the host alone, and never served."""
_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)
_NEVER = re.compile(r"[\x00-\x1f\x7f\\\\:]")
"""Characters of no file of a gallery: controls, and what is a path on some systems."""


@contextmanager
def asked_file(folder: Path, target: str) -> Iterator[tuple[str, BinaryIO]]:
    """Open the file of a request's target and give it with its path from the folder; `/` is `index.html`.

    `folder` is resolved already. Raises InputError for what is not a regular file in it: also for hidden ones, for
    folders, and for links that lead out of it.
    """
    file = _file(target)
    try:
        path = folder.joinpath(*file.split("/")).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{file} is not there.") from error
    if not path.is_relative_to(folder):
        raise InputError(f"{file} leads out of the folder.")
    with open_regular(path) as opened:
        yield file, opened


def _file(target: str) -> str:
    path = target.partition("?")[0]
    if path == "/":
        return "index.html"
    try:
        file = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("The path is not UTF-8.") from error
    parts = file.split("/")[1:]
    hidden = any(not part or part.startswith(".") or part == HIDDEN for part in parts)
    if not file.startswith("/") or hidden or _NEVER.search(file):
        raise InputError("There is no such file.")
    return "/".join(parts)


def mark(file: BinaryIO) -> tuple[int, str]:
    """Return a file's size in bytes, and what tells its content from that of another time."""
    facts = os.fstat(file.fileno())
    return facts.st_size, f"{facts.st_mtime_ns:x}-{facts.st_size:x}"


def asked_range(told: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for: empty where there are none of them (RFC 9110, section 14).

    None where the whole file is to be sent: for what is not understood, and for several ranges at once.
    """
    found = _RANGE.fullmatch(told)
    if not found or found[1] == found[2] == "":
        return None
    if not found[1]:
        return range(max(size - int(found[2]), 0), size)
    first, last = int(found[1]), int(found[2] or size)
    if found[2] and last < first:
        return None
    return range(first, min(last + 1, size))


def accepts_gzip(told: str) -> bool:
    """Whether an Accept-Encoding header lets a compressed answer through (RFC 9110, section 12.5.3)."""
    weights: dict[str, float] = {}
    for one in told.lower().split(","):
        coding, _, parameters = one.partition(";")
        weights[coding.strip()] = _weight(parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    return float(value) if re.fullmatch(r"\s*[01](\.[0-9]{0,3})?\s*", value) else 0.0
