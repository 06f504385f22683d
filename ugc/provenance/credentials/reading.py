"""The content credentials of any file, found anywhere: what they say, who signed them, and whether they hold.

The library judges; nothing is fetched. All that they say was written by others.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from ugc.errors import InputError, UsageError
from ugc.files import open_regular
from ugc.provenance.credentials.claims import RIGHTS
from ugc.provenance.credentials.engine import context, library
from ugc.provenance.credentials.words import (
    OF_CODES,
    TRIAL,
    Credentials,
    Fault,
    Ingredient,
    OwnWords,
    Step,
)
from ugc.text import one_line

_LONGEST, _MANY, _DEPTH = 2000, 100, 6
"""Characters of a text, elements of a list and levels of nesting that are kept."""

_UNTRUSTED = "signingCredential.untrusted"
_NOTHING = ("ManifestNotFound", "NotSupported")
_ELSEWHERE = re.compile(r"must fetch remote manifests from url (\S+)")
_PEM_MAX = 16 << 20


def read_credentials(path: Path, *, trust: Path | None = None) -> Credentials | None:
    """Return what a file's content credentials say, or None when it carries none.

    `trust` is a PEM file of authorities that are trusted, such as the C2PA trust list. Credentials that cannot be
    understood are returned as invalid. Raises InputError when the file cannot be read, UsageError when `trust` holds no
    certificate, MissingError when the library is not installed.
    """
    c2pa = library()
    settings = _trusting(trust)
    with open_regular(path) as file:
        try:
            with c2pa.Reader(file, context=settings) as reader:
                return _understood(json.loads(reader.json()))
        except c2pa.C2paError as error:
            return _refused(str(error), file)


def _trusting(trust: Path | None) -> Any:
    if trust is None:
        return context()
    with open_regular(trust) as file:
        pem = file.read(_PEM_MAX).decode("utf-8", "replace")
    try:
        return context(pem)
    except library().C2paError as error:
        raise UsageError(
            f"{trust} holds no certificate in PEM form.",
            hint="Name a file of authorities that you trust, such as the C2PA trust list.",
        ) from error


def _refused(why: str, file: BinaryIO) -> Credentials | None:
    """Tell from the library's words whether there are none, none here, or broken ones."""
    if why.startswith(_NOTHING):
        return None
    elsewhere = _ELSEWHERE.search(why)
    if elsewhere:
        return Credentials(state="elsewhere", url=_text(elsewhere[1]))
    if why.startswith("Io"):
        raise InputError(f"{file.name} could not be read: {one_line(why)}.")
    broken = f"They cannot be understood: {one_line(why)}."
    return Credentials(state="invalid", faults=(Fault(code="unreadable", words=broken),))


def _understood(store: dict[str, Any]) -> Credentials:
    found = _dict(_dict(store.get("manifests")).get(str(store.get("active_manifest"))))
    said: dict[str, dict[str, Any]] = {}
    for assertion in _list(found.get("assertions")):
        data = _dict(assertion)
        said.setdefault(str(data.get("label", "")).split("__")[0], _dict(data.get("data")))
    signed = _dict(found.get("signature_info"))
    state = {"Trusted": "trusted", "Valid": "valid"}.get(str(store.get("validation_state")), "invalid")
    faults = _faults(_list(store.get("validation_status"))) if state == "invalid" else ()
    signer = _text(signed.get("common_name")) or _text(signed.get("issuer"))
    return Credentials(
        state=state,
        faults=faults,
        signer=signer,
        organisation=_text(signed.get("issuer")),
        trial=signer == TRIAL,
        algorithm=(_text(signed.get("alg")) or "").lower() or None,
        serial=_text(signed.get("cert_serial_number")),
        stamped_at=_text(signed.get("time")),
        made_with=tuple(_tools(_list(found.get("claim_generator_info")))),
        title=_text(found.get("title")),
        steps=tuple(_steps(said)),
        ingredients=tuple(_ingredient(_dict(item)) for item in _list(found.get("ingredients"))),
        metadata=_plain(said.get("cawg.metadata", {})),
        training=_training(said),
        rights=_own(said[RIGHTS]) if said.get(RIGHTS) else None,
    )


def _faults(statuses: list[Any]) -> tuple[Fault, ...]:
    """Say what is wrong, each once; that nobody vouches for the signer is not what makes a file invalid."""
    told: dict[str, Fault] = {}
    for status in map(_dict, statuses):
        code = _text(status.get("code")) or "unknown"
        words = OF_CODES.get(code) or f"{_text(status.get('explanation')) or code} ({code})."
        if code != _UNTRUSTED:
            told.setdefault(code, Fault(code=code, words=words))
    return tuple(told.values()) or (Fault(code="unknown", words="The library calls it invalid."),)


def _steps(said: dict[str, dict[str, Any]]) -> Iterable[Step]:
    for label in ("c2pa.actions.v2", "c2pa.actions"):
        for action in map(_dict, _list(said.get(label, {}).get("actions"))):
            name = _text(action.get("action"))
            if name:
                yield Step(action=name, description=_text(action.get("description")))


def _ingredient(said: dict[str, Any]) -> Ingredient:
    judged = _dict(_dict(said.get("validation_results")).get("activeManifest"))
    failed = [item for item in _list(judged.get("failure")) if _dict(item).get("code") != _UNTRUSTED]
    return Ingredient(
        title=_text(said.get("title")),
        relationship=_text(said.get("relationship")),
        instance=_text(said.get("instance_id")),
        credentials=bool(said.get("active_manifest")),
        faults=_faults(failed) if failed else (),
    )


def _training(said: dict[str, dict[str, Any]]) -> dict[str, str]:
    entries = _dict(said.get("cawg.training-mining", {}).get("entries"))
    uses = {str(name): _text(_dict(entry).get("use")) for name, entry in list(entries.items())[:_MANY]}
    return {one_line(name)[:_LONGEST]: use for name, use in uses.items() if use}


def _own(said: dict[str, Any]) -> OwnWords:
    lists = {name: _texts(said.get(name)) for name in ("posts", "grants", "accounts", "links")}
    texts = {name: _text(said.get(name)) for name in ("variant", "concept", "valid_until")}
    return OwnWords.model_validate(lists | texts)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text for item in _list(value) if (text := _text(item)))


def _tools(infos: list[Any]) -> Iterable[str]:
    for info in map(_dict, infos):
        name, version = _text(info.get("name")), _text(info.get("version"))
        if name:
            yield f"{name} {version}" if version else name


def _plain(value: Any, depth: int = 0) -> Any:
    """Copy JSON with its texts cleaned, and no more of it than anybody needs."""
    if isinstance(value, dict):
        items = list(value.items())[:_MANY] if depth < _DEPTH else []
        return {one_line(str(name))[:_LONGEST]: _plain(item, depth + 1) for name, item in items}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in (value[:_MANY] if depth < _DEPTH else [])]
    return one_line(value)[:_LONGEST] if isinstance(value, str) else value


def _text(value: Any) -> str | None:
    return (one_line(value)[:_LONGEST] or None) if isinstance(value, str) else None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value[:_MANY] if isinstance(value, list) else []
