"""Marks set on creatives whose rights ended: in the sidecar, in the catalog's row and in the manifest's.

The picture itself stays as it is. A marked row's label hash is another one, so that the next render that the records
allow writes the label anew, without the mark. Killed anywhere, the same command sets what is missing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import manifest
from ugc.catalog import MadeCreative
from ugc.errors import UgcError
from ugc.files import write_bytes
from ugc.model.base import Value, digest
from ugc.model.marks import Stopped
from ugc.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_BATCH = 500
"""So many rows are written at a time: what a killed run has to do again."""
_AT_ONCE = 16
"""Sidecars written at once: each waits for the disk, and a disk does several in the time of one."""


class Marked(Value):
    """Which creatives bear a mark now."""

    marked: tuple[str, ...]
    """Their paths, of those that bore none, or another one."""
    unmarked: tuple[str, ...]
    """What could not be marked, in sentences."""


def mark(workspace: "Workspace", down: Sequence[tuple[MadeCreative, Stopped]]) -> Marked:
    """Mark creatives. A sidecar or manifest that is broken costs only its own mark; the rest is told of it."""
    marked: list[str] = []
    unmarked: list[str] = []
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        for start in range(0, len(down), _BATCH):
            batch = down[start : start + _BATCH]
            told = list(pool.map(lambda pair: _marked(workspace, *pair), batch))
            unmarked += [now for now in told if isinstance(now, str)]
            changed = [
                (before, now)
                for (before, _), now in zip(batch, told, strict=True)
                if not isinstance(now, str) and now != before
            ]
            workspace.catalog.care.mark(changed)
            marked += [now.path for before, now in changed if before.body != now.body]
    unmarked += _in_manifests(workspace, [row for row, _ in down])
    return Marked(marked=tuple(marked), unmarked=tuple(unmarked))


def _marked(workspace: "Workspace", row: MadeCreative, stopped: Stopped) -> MadeCreative | str:
    """A creative's row with the mark, its sidecar marked, or why that cannot be.

    A row whose files are gone is marked all the same.
    """
    creative = row.creative
    assert creative is not None
    told = _joined(creative.stopped, stopped)
    label = row.label_hash
    if told != creative.stopped:
        label = digest({"label": row.label_hash, "stopped": told.model_dump(mode="json")})
    body = manifest.row_text(creative.model_copy(update={"stopped": told, "label_hash": label}))
    changes: dict[str, str | int] = {"label_hash": label, "body": body}
    path = workspace.root / row.sidecar
    try:
        if path.is_file():
            words = manifest.sidecar_bytes(manifest.read_sidecar(path).model_copy(update={"stopped": told}))
            facts = path.stat()
            if facts.st_size != len(words) or path.read_bytes() != words:
                facts = write_bytes(path, words)
            changes |= {"sidecar_size": facts.st_size, "sidecar_mtime_ns": facts.st_mtime_ns}
    except UgcError as error:
        return error.message
    return row.model_copy(update=changes)


def _joined(before: Stopped | None, now: Stopped) -> Stopped:
    """One mark of two: the earlier day counts, and all the records stand in it."""
    if before is None:
        return now
    ids = tuple(sorted({*before.revocations, *now.revocations}))
    return Stopped(on=min(before.on, now.on), why=now.why, revocations=ids)


def _in_manifests(workspace: "Workspace", rows: Sequence[MadeCreative]) -> Iterator[str]:
    """Take the marks of creatives over into the manifests beside them; yield what cannot be done, in sentences."""
    posts = list(dict.fromkeys(post for row in rows for post in row.posts))
    for folder in sorted({(workspace.root / row.path).parent for row in rows}):
        path = folder / MANIFEST
        if not path.is_file():
            continue
        try:
            with workspace.catalog.transaction():  # two runs at once cannot lose a row
                _rewrite(workspace, path, posts)
        except UgcError as error:
            yield error.message


def _rewrite(workspace: "Workspace", path: Path, posts: Sequence[str]) -> None:
    marked = {
        (row.creative.file, row.variant): row.creative
        for row in workspace.catalog.creatives(posts=posts)
        if row.creative and row.creative.stopped and (workspace.root / row.path).parent == path.parent
    }
    before = manifest.read(path)
    now = tuple(marked.get((item.file, item.variant), item) for item in before.creatives)
    if now != before.creatives:
        head = workspace.catalog.head()
        manifest.write(path, before.model_copy(update={"creatives": now, "ledger_head": head}))
