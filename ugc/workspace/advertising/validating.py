"""A package of ads looked over without a network: its files, its bodies, and what the records say today."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from ugc.errors import InputError, json_fault
from ugc.files import open_regular, sha256_of
from ugc.model.ad_packages import PACKAGE, AdPackage
from ugc.model.ads import AdFile, PackedAd, Placeholder
from ugc.model.base import Value
from ugc.model.records import Perpetual
from ugc.model.rights import Reason
from ugc.resources import ASSETS
from ugc.rights.windows import earliest
from ugc.text import one_line
from ugc.workspace.advertising import folder
from ugc.workspace.advertising.gates import Gates, Question, Verdict, unblock

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

    from ugc.workspace import Workspace

SCHEMAS = ASSETS / "schemas" / "ads"
_LARGEST = 1 << 28
"""Bytes of a `package.json` that are read."""

FaultKind = Literal["file", "body", "rights"]


class PackageFault(Value):
    """Something that is wrong with a package."""

    kind: FaultKind
    """file: it is gone, or another than the one that was packed. body: the platform's documented body has no such
    field, or wants another. rights: the records do not allow it today."""
    where: str
    """A file of the package, or an ad's name."""
    text: str
    reasons: tuple[Reason, ...] = ()
    unblock: tuple[str, ...] = ()


class AdsValidated(Value):
    """What is to be said of a package."""

    folder: str
    platform: str
    brand: str
    ads: int
    requests: int
    files: int
    today: date
    valid_until: date | Perpetual
    """As the records have it today, for those ads that may run; not what the package says."""
    faults: tuple[PackageFault, ...]
    placeholders: tuple[Placeholder, ...]
    """What is still to be filled in."""
    notes: tuple[str, ...] = ()


def validate(workspace: "Workspace", place: Path, *, at: datetime) -> AdsValidated:
    """Look a package over. Raises InputError when the folder holds none that can be read."""
    package = read(place)
    today = workspace.day(at)
    rights, until = _rights(workspace, package, today)
    faults = (*_files(place, package), *_bodies(place, package), *rights)
    return AdsValidated(
        folder=str(place),
        platform=package.platform,
        brand=package.brand,
        ads=len(package.ads),
        requests=sum(len(each.requests) for each in package.ads),
        files=len(package.files),
        today=today,
        valid_until=until,
        faults=faults,
        placeholders=package.placeholders,
        notes=_notes(workspace, package, today),
    )


def read(place: Path) -> AdPackage:
    """Read the package of a folder. Raises InputError when it has none, or a broken one."""
    path = place / PACKAGE
    if not path.is_file():
        raise InputError(
            f"There is no {PACKAGE} in {place}: it is no package, or one that was not finished.",
            hint="Prepare it: ugc ads prepare.",
        )
    with open_regular(path) as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InputError(
            f"{path} is over {_LARGEST >> 20} MiB long.", hint="Prepare it again: ugc ads prepare."
        )
    try:
        return AdPackage.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{path} is no package of this version: {where or 'the document'}: {first['msg']}.",
            hint="Prepare it again: ugc ads prepare.",
        ) from error


# --- files and bodies ------------------------------------------------------------------------------------------------


def _files(place: Path, package: AdPackage) -> Iterator[PackageFault]:
    listed = {each.file: each.sha256 for each in package.files}
    for file, sha256 in listed.items():
        path = place / file
        if not path.resolve().is_relative_to(place.resolve()):
            yield PackageFault(kind="file", where=file, text="It would lie outside of the package.")
        elif not path.is_file():
            yield PackageFault(kind="file", where=file, text="It is not there.")
        elif sha256_of(path) != sha256:
            yield PackageFault(kind="file", where=file, text="It is not the file that was packed.")
    for packed in package.ads:
        for one in _pictures(packed):
            if listed.get(one.file) != one.sha256:
                yield PackageFault(
                    kind="file", where=one.file, text=f"{packed.ad.name} was packed with another file."
                )


def _bodies(place: Path, package: AdPackage) -> Iterator[PackageFault]:
    """Hold every body against the platform's documented one, and the documents of requests against the package."""
    for number, packed in enumerate(package.ads, 1):
        for request in packed.requests:
            schema = _schema(request.schema_id)
            if schema is None:
                yield PackageFault(
                    kind="body", where=packed.ad.name, text=f"There is no schema {request.schema_id}."
                )
                continue
            body: Any = request.body
            for error in sorted(schema.iter_errors(body), key=lambda error: error.json_path):
                text = f"{request.step}: {error.json_path}: {one_line(error.message)[:300]}"
                yield PackageFault(kind="body", where=packed.ad.name, text=text)
        file = folder.request_file(number, packed)
        if packed.requests and (fault := _other_document(place / file, packed)):
            yield PackageFault(kind="body", where=file, text=fault)


def _other_document(path: Path, packed: PackedAd) -> str | None:
    """What is wrong with the document of an ad's requests, which a runner reads in place of the package."""
    try:
        with open_regular(path) as file:
            told = json.loads(file.read(_LARGEST))
    except InputError:
        return None  # that it is not there was said
    except (ValueError, RecursionError) as error:
        return f"It is no JSON: {json_fault(error)}."
    if told != json.loads(folder.requests_of(packed)):
        return "Its requests are not those of the package."
    return None


@cache
def _schema(id: str) -> "Validator | None":
    from jsonschema.validators import validator_for

    path = SCHEMAS / f"{id}.schema.json"
    if not path.resolve().is_relative_to(SCHEMAS.resolve()) or not path.is_file():
        return None
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    validator: Validator = validator_for(document)(document)
    return validator


# --- rights ----------------------------------------------------------------------------------------------------------


def _rights(
    workspace: "Workspace", package: AdPackage, today: date
) -> tuple[list[PackageFault], date | Perpetual]:
    """Ask for every ad from today, or its start, to its end; return what is refused, and until when others may."""
    gates = Gates(workspace)
    faults: list[PackageFault] = []
    ends: list[date | Perpetual] = []
    for packed in package.ads:
        verdicts = list(_verdicts(workspace, gates, packed, today))
        refused = tuple(dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons))
        if all(verdict.allowed for verdict in verdicts):
            ends.append(earliest([verdict.valid_until for verdict in verdicts]))
            continue
        faults.append(
            PackageFault(
                kind="rights",
                where=packed.ad.name,
                text="The records do not allow it: " + " ".join(reason.text for reason in refused),
                reasons=refused,
                unblock=unblock(refused),
            )
        )
    return faults, earliest(ends) if ends else package.valid_until


def _verdicts(workspace: "Workspace", gates: Gates, packed: PackedAd, today: date) -> Iterator[Verdict]:
    ad = packed.ad
    first = min(max(ad.starts, today), max(ad.ends, today))
    asked = Question(ad.identity, ad.markets, first, max(ad.ends, first))
    if not _pictures(packed):
        if not workspace.catalog.knows(ad.post.id):
            yield _unknown(f"The post {ad.post.id} is not in this workspace.")
            return
        for channel in ad.channels:
            yield gates.as_it_is(ad.post.id, channel, asked)
        return
    for one in _pictures(packed):
        row = workspace.catalog.creative_by_variant(one.variant)
        made = row.creative if row else None
        if made is None:
            yield _unknown(f"The creative of {one.file} is not in this workspace.")
            continue
        if made.sha256 != one.sha256:
            yield _unknown(
                f"{one.file} is older than the creative, which was rendered or labelled again since."
            )
        spots = {answer.placement.rpartition(".")[0]: answer for answer in made.placements}
        for placement in one.placements:
            answer = spots.get(placement.rpartition(".")[0])
            if answer is None:
                yield _unknown(f"{one.file} was never asked for in {placement}.")
            else:
                yield gates.creative(made, answer, asked)


def _unknown(text: str) -> Verdict:
    return Verdict(allowed=False, reasons=(Reason(code="no_grant", text=text),))


def _pictures(packed: PackedAd) -> tuple[AdFile, ...]:
    return (*packed.ad.files, *packed.ad.cards)


def _notes(workspace: "Workspace", package: AdPackage, today: date) -> tuple[str, ...]:
    notes = []
    if package.brand != workspace.settings.brand.name:
        notes.append(
            f"It was prepared for {package.brand}; this workspace is {workspace.settings.brand.name}'s."
        )
    if package.ledger_head != workspace.catalog.head():
        notes.append("Rights records were added since it was prepared; they were asked now.")
    if package.flight[1] < today:
        notes.append(f"Its flight was over on {package.flight[1]}.")
    return tuple(notes)
