"""A package's folder: files, request bodies, sheets, and `package.json`, which is written last.

While `package.json` is not there the folder is not finished; `ugc ads validate` says so.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.files import PART_PREFIX, atomic, machine_errors, sha256_of, write_bytes
from ugc.model.ad_packages import PACKAGE, AdPackage, PackedFile
from ugc.model.ads import PackedAd
from ugc.platforms import bulk, handoff
from ugc.wording import file_name
from ugc.workspace.advertising import secrets
from ugc.workspace.advertising.orders import AdOrder, AdsPrepared
from ugc.workspace.ending.places import output

if TYPE_CHECKING:
    from ugc.workspace import Workspace

REQUESTS = "requests"
FILLED = "ads-manager"
"""Name, without its ending, of the sheet with the person's own header."""


def write(
    workspace: "Workspace", order: AdOrder, package: AdPackage, sources: Mapping[str, Path]
) -> AdsPrepared:
    """Write a package and return what stands. Raises UsageError for a folder that holds something else."""
    place = order.out or output(workspace) / "ads" / f"{package.platform}-{package.flight[0]}"
    if place.exists() and any(place.iterdir()) and not (place / PACKAGE).is_file() and not _ours(place):
        raise UsageError(
            f"{place} is not empty and holds no package of ads.", hint="Name another folder with --out."
        )
    files = {
        file: source
        for each in package.ads
        for file in (one.file for one in (*each.ad.files, *each.ad.cards))
        if (source := sources.get(file))
    }
    documents = dict(_documents(package))
    name, unfilled = None, tuple[str, ...]()
    if order.header:
        header = bulk.header_of(order.header)
        name = f"{FILLED}.{'csv' if header.delimiter else 'xlsx'}"
        documents[name], unfilled = bulk.filled(header, package.ads, at=handoff.instant(package))
    package = package.model_copy(update={"files": tuple(_listed(package, documents))})
    shown = str(place.relative_to(workspace.root)) if place.is_relative_to(workspace.root) else str(place)
    done = AdsPrepared(
        package=package,
        folder=shown,
        written=bool(package.ads) and not order.dry,
        unfilled=unfilled,
        filled=name,
    )
    if not done.written:
        return done
    codes = secrets.opened(workspace, package) if order.with_secrets else {}
    changed = _write(place, package, files, documents)
    return done.model_copy(update={"changed": changed, "secrets": secrets.write(place, codes)})


def whole(package: AdPackage) -> bytes:
    """Return `package.json` as it stands on disk."""
    return package.model_dump_json(indent=2).encode() + b"\n"


def request_file(number: int, packed: PackedAd) -> str:
    """Return the path, in a package, of the document that holds the requests of its ad of a number, from 1."""
    return f"{REQUESTS}/{number:03}-{file_name(packed.ad.name)}.json"


def requests_of(packed: PackedAd) -> bytes:
    """Return the document that holds the requests of an ad, in the order in which they are sent."""
    told = {
        "ad_name": packed.ad.name,
        "platform": packed.ad.platform,
        "variants": [one.variant for one in (*packed.ad.files, *packed.ad.cards)],
        "valid_until": str(packed.ad.valid_until),
        "placeholders": [blank.model_dump() for blank in packed.placeholders],
        "requests": [request.model_dump(mode="json") for request in packed.requests],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _documents(package: AdPackage) -> Iterator[tuple[str, bytes]]:
    for number, packed in enumerate(package.ads, 1):
        if packed.requests:
            yield request_file(number, packed), requests_of(packed)
    yield handoff.CSV, handoff.as_csv(package)
    yield handoff.XLSX, handoff.as_xlsx(package)


def _listed(package: AdPackage, documents: Mapping[str, bytes]) -> Iterator[PackedFile]:
    """Every file of the package but `package.json`, by its path."""
    shown = {one.file: one for each in package.ads for one in (*each.ad.files, *each.ad.cards)}
    found = [PackedFile(file=one.file, sha256=one.sha256, size=one.size) for one in shown.values()]
    found += [
        PackedFile(file=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        for name, data in documents.items()
    ]
    yield from sorted(found, key=lambda each: each.file)


def _write(
    place: Path, package: AdPackage, files: Mapping[str, Path], documents: Mapping[str, bytes]
) -> bool:
    """Write what is another than what stands, take away what is left over; return whether anything changed."""
    data = whole(package)
    stands = place / PACKAGE
    wanted = {each.file: each.sha256 for each in package.files}
    stale = [name for name, sha256 in wanted.items() if not _stands(place / name, sha256)]
    strays = [path for path in _inside(place) if path.relative_to(place).as_posix() not in (*wanted, PACKAGE)]
    if not stale and not strays and stands.is_file() and stands.read_bytes() == data:
        return False
    with machine_errors(f"Writing {place}"):
        stands.unlink(missing_ok=True)
        for path in strays:
            path.unlink()
    for name in stale:
        if name in documents:
            write_bytes(place / name, documents[name])
        else:
            with atomic(place / name) as part, machine_errors(f"Copying {files[name]}"):
                shutil.copyfile(files[name], part)
    write_bytes(stands, data)
    return True


def _stands(path: Path, sha256: str) -> bool:
    return path.is_file() and sha256_of(path) == sha256


def _inside(place: Path) -> list[Path]:
    """What a package of ours may have left in its folder; files of other people's are left alone."""
    ours = [place / handoff.CSV, place / handoff.XLSX, place / PACKAGE, place / secrets.NAME]
    ours += [*(place / REQUESTS).glob("*.json"), *(place / "files").glob("*"), *place.glob(f"{FILLED}.*")]
    return [path for path in ours if path.is_file() and not path.name.startswith(PART_PREFIX)]


def _ours(place: Path) -> bool:
    """Whether a folder without `package.json` is one that a run was stopped in."""
    return (place / REQUESTS).is_dir() or (place / handoff.CSV).is_file() or (place / "files").is_dir()
