"""What stands in the packages of ads that were made, read forgivingly: people write into them, and they may be old."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from ugc.model.ad_packages import PACKAGE
from ugc.model.vocab import Identity
from ugc.workspace.ending.places import key, output

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_MOST = 64 << 20
"""Bytes of a package's document that is read."""
_IDENTITIES = get_args(Identity)


class PackagedAd(NamedTuple):
    """An ad as a package has it, as far as it could be read."""

    package: str
    """Path of the document, from the workspace's folder."""
    name: str
    ad_ids: tuple[str, ...]
    """Only where somebody wrote them in."""
    variants: tuple[str, ...]
    md5s: tuple[str, ...]
    sha256s: tuple[str, ...]
    post: str | None
    native_id: str | None
    as_posted: bool
    """Whether the post runs as it is."""
    identity: Identity | None


def packaged_ads(workspace: "Workspace") -> tuple[list[PackagedAd], list[str]]:
    """Return the ads of every package below `out/ads`, and what could not be read, in sentences."""
    ads: list[PackagedAd] = []
    unread: list[str] = []
    for path in package_files(workspace):
        where = key(workspace, path)
        try:
            ads += _of_document(_document(path), where)
        except (OSError, ValueError, RecursionError):
            unread.append(f"{where} could not be read, so no ad is known by it.")
    return ads, unread


def package_files(workspace: "Workspace") -> list[Path]:
    """Return the documents of the packages below `out/ads`, in the order of their paths."""
    return sorted((output(workspace) / "ads").glob(f"*/{PACKAGE}"))


def _document(path: Path) -> Any:
    if path.stat().st_size > _MOST:
        raise ValueError("too large")
    return json.loads(path.read_text("utf-8"))


def _of_document(document: Any, where: str) -> Iterator[PackagedAd]:
    ads = document.get("ads") if isinstance(document, dict) else None
    for entry in ads if isinstance(ads, list) else ():
        if isinstance(entry, dict):
            ad = entry["ad"] if isinstance(entry.get("ad"), dict) else entry
            yield _of_ad(entry, ad, where)


def _of_ad(entry: dict[str, Any], ad: dict[str, Any], where: str) -> PackagedAd:
    files = [*_objects(ad.get("files")), *_objects(ad.get("cards")), *_objects([ad.get("creative")])]
    post = ad["post"] if isinstance(ad.get("post"), dict) else {}
    identity = _text(ad, "identity")
    return PackagedAd(
        package=where,
        name=_text(ad, "name") or _text(ad, "ad_name"),
        ad_ids=tuple(dict.fromkeys(filter(None, (_text(each, "ad_id") for each in (entry, ad))))),
        variants=_each(files, "variant"),
        md5s=_each(files, "md5"),
        sha256s=_each(files, "sha256"),
        post=_text(post, "id") or None,
        native_id=_text(post, "native_id") or None,
        as_posted=_text(ad, "way") in ("post", "code"),
        identity=next((known for known in _IDENTITIES if known == identity), None),
    )


def _objects(found: Any) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _each(files: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_text(file, name) for file in files))))


def _text(found: dict[str, Any], name: str) -> str:
    """A field as text; ids are written as numbers too."""
    value = found.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
