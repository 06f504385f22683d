"""The two documents that stand beside creatives: `manifest.json` for a folder, `<name>.rights.json` for a file.

Both are UTF-8 JSON with the same bytes for the same content. Their JSON Schemas are generated from the model
and shipped in `assets/schemas/`.
"""

import json
from contextlib import suppress
from pathlib import Path, PureWindowsPath
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from ugc import text
from ugc.errors import InputError
from ugc.files import open_regular, write_bytes
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.manifests import Manifest, Sidecar
from ugc.model.schemas import as_text, schema

VERSION = "1.0"
LONGEST = 1 << 30
"""Bytes of a document that are read; 100,000 creatives take about a third."""

_LEFT_OUT = ("stopped", "seconds", "laid_sound")
_AGAIN = "Restore it from a copy, or render again to have it written anew."

Document = TypeVar("Document", Manifest, Sidecar)


def write(path: Path, manifest: Manifest) -> bool:
    """Write a manifest, creatives ordered by file; return whether anything changed.

    A file that says the same already is left as it is. Raises InputError when a row names a file outside the
    manifest's folder, or when two rows name one file; MachineError when the folder cannot be written.
    """
    ordered = sorted(manifest.creatives, key=lambda creative: (creative.file, creative.variant))
    _check_files(path, manifest)
    data = _bytes(manifest.model_copy(update={"creatives": tuple(ordered)}))
    with suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    write_bytes(path, data)
    return True


def read(path: Path) -> Manifest:
    """Read a manifest. Raises InputError when it is broken, of another version, or names files outside its folder."""
    manifest = _read(path, Manifest, kind="manifest")
    _check_files(path, manifest)
    return manifest


def sidecar_bytes(sidecar: Sidecar) -> bytes:
    """Return the text of a sidecar as it stands on disk."""
    return _bytes(sidecar)


def row_text(creative: Creative) -> str:
    """Return a row of the manifest as the catalog keeps it."""
    return creative.model_dump_json(exclude=_absent(creative))


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar. Raises InputError when it is broken or of another version."""
    return _read(path, Sidecar, kind="rights sidecar")


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (draft 2020-12) of each document on disk: manifest, rights, packages of ads, feeds."""
    from ugc.model.ad_packages import AdPackage  # which no command that reads a manifest needs
    from ugc.model.post_feed import PostFeed

    documents: dict[str, type[Value]] = {"manifest": Manifest, "rights": Sidecar, "ads-package": AdPackage}
    made = {name: schema(document, name, version=VERSION) for name, document in documents.items()}
    return made | {"post-feed": schema(PostFeed, "post-feed", version=VERSION, mode="validation")}


def write_schemas(folder: Path) -> None:
    """Write each schema to `<folder>/<name>.schema.json`; run after a change of the model."""
    for name, made in schemas().items():
        write_bytes(folder / f"{name}.schema.json", as_text(made).encode())


def _bytes(document: Value) -> bytes:
    """Return JSON as it stands on disk; half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD."""
    absent = _absent(document)
    try:
        return document.model_dump_json(indent=2, exclude=absent).encode() + b"\n"
    except PydanticSerializationError:
        words = _text(document.model_dump(mode="json", exclude=absent))
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _absent(document: Value) -> Any:
    """The fields that are left out of a document where they say nothing, so that others stay as they were."""
    if isinstance(document, Manifest):
        return {
            "creatives": {
                place: left for place, row in enumerate(document.creatives) if (left := _absent(row))
            }
        }
    said = {name: True for name in _LEFT_OUT if getattr(document, name, _LEFT_OUT) is None}
    if isinstance(document, Sidecar) and not document.label.sounds:
        return said | {"label": {"sounds"}}
    return said


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _read(path: Path, document: type[Document], *, kind: str) -> Document:
    with open_regular(path) as file:
        raw = file.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise InputError(f"The {kind} {path} is over {LONGEST >> 20} MiB long.", hint=_AGAIN)
    with suppress(ValidationError):
        if b"NaN" not in raw and b"Infinity" not in raw:
            found = document.model_validate_json(raw)
            if "version" in found.model_fields_set:
                return found
    return _read_slowly(path, raw, document, kind=kind)


def _read_slowly(path: Path, raw: bytes, document: type[Document], *, kind: str) -> Document:
    """Read what the fast reader would not take, to say why, or because only it is so strict."""
    data = _parsed(path, raw, kind=kind)
    if data["version"] != VERSION:
        raise InputError(
            f"The {kind} {path} has version {data['version']!r}; this program reads {VERSION!r}.",
            hint="Update ugc, or have the file written again by this version.",
        )
    try:
        return document.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"The {kind} {path} is broken at {where}: {first['msg']}.", hint=_AGAIN) from error


def _parsed(path: Path, raw: bytes, *, kind: str) -> dict[str, Any]:
    try:
        data = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The {kind} {path} is not whole JSON: {error}.", hint=_AGAIN) from error
    if not isinstance(data, dict) or "version" not in data:
        raise InputError(f"The {kind} {path} is JSON, but not a {kind}.", hint="Name another file.")
    return data


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _check_files(path: Path, manifest: Manifest) -> None:
    """Refuse rows that would lead a reader out of the folder, or two rows for one file."""
    seen: set[str] = set()
    for creative in manifest.creatives:
        for name in (creative.file, creative.sidecar):
            if not _inside(name):
                raise InputError(f"The manifest {path} names {name!r}, which is not a file below its folder.")
            if name in seen:
                raise InputError(f"The manifest {path} names {name!r} twice.", hint=_AGAIN)
            seen.add(name)


def _inside(name: str) -> bool:
    windows = PureWindowsPath(name)
    plain = text.clean(name) == name and not set(name) & set("\\\n\t")
    return plain and not windows.drive and not windows.root and not {"", "..", "."} & set(name.split("/"))
