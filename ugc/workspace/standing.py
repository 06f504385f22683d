"""What stands in a folder of creatives: its manifest, and the older renderings that newer ones took the place of."""

from collections.abc import Iterable
from pathlib import Path

from ugc import manifest
from ugc.catalog import MadeCreative
from ugc.model.manifests import Manifest
from ugc.model.rights import Case
from ugc.render.jobs import Failed, Made
from ugc.workspace.desk import Desk

MANIFEST = "manifest.json"


def superseded(desk: Desk, cases: list[Case]) -> tuple[str, ...]:
    """Older renderings of the posts that were asked for."""
    rows = desk.workspace.catalog.creatives_in(desk.key(desk.folder))
    posts = {case.post.id for case in cases}
    older = [row for row in _by_age(desk, rows)[1] if posts.intersection(row.posts)]
    return tuple(sorted(str(desk.root / row.path) for row in older))


def _newer(path: Path, rows: Iterable[MadeCreative]) -> bool:
    """Whether the manifest was written after every row of it: a run killed between the two left it older."""
    try:
        written = path.stat().st_mtime
    except OSError:
        return False
    return all(max(row.made_at.timestamp(), row.mtime_ns / 1e9) <= written for row in rows)


def write_manifest(
    desk: Desk, results: list[Made | Failed], *, known: Iterable[MadeCreative], changed: bool
) -> None:
    """Write what stands in the folder; inside a transaction, so that two runs at once cannot lose a row."""
    if desk.order.proof or not any(isinstance(result, Made) for result in results):
        return
    if (
        not changed
        and all((desk.root / row.path).is_file() for row in known)
        and _newer(desk.folder / MANIFEST, known)
    ):
        return
    catalog = desk.workspace.catalog
    with catalog.transaction():
        current, _ = _by_age(desk, catalog.creatives_in(desk.key(desk.folder)))
        manifest.write(
            desk.folder / MANIFEST,
            Manifest(
                brand=desk.workspace.settings.brand.name,
                ledger_head=catalog.head(),
                creatives=tuple(item.creative for item in current if item.creative),
            ),
        )


def _by_age(desk: Desk, rows: Iterable[MadeCreative]) -> tuple[list[MadeCreative], list[MadeCreative]]:
    """The newest rendering of each concept, format and type that stands, and those that it took the place of."""
    newest: dict[tuple[str, ...], MadeCreative] = {}
    older: list[MadeCreative] = []
    for made in sorted(rows, key=lambda made: (made.made_at, made.mtime_ns)):
        if made.proof or not (desk.root / made.path).is_file():
            continue
        key = (made.concept, made.format, Path(made.path).suffix)
        if key in newest:
            older.append(newest[key])
        newest[key] = made
    return list(newest.values()), older
