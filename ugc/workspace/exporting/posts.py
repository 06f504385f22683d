"""Posts of a selection written to a file that `ugc import` reads again: our own feed, CSV or a workbook."""

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ugc import text
from ugc.errors import MissingError, UsageError, unknown
from ugc.exports import posts as sheets
from ugc.files import atomic, machine_errors, write_bytes
from ugc.model.base import Value
from ugc.model.posts import Media, Post

if TYPE_CHECKING:
    from ugc.workspace import Workspace

PostForm = Literal["json", "csv", "xlsx"]
FORMS: tuple[PostForm, ...] = get_args(PostForm)
_LONGEST = 32_000
"""UTF-16 units that a cell of a workbook holds."""


class PostsExported(Value):
    """What was written of posts."""

    form: PostForm
    brand: str
    file: str
    posts: int
    media: int
    """Files that were copied beside it."""
    left_out: tuple[str, ...] = ()
    """What is not in it, in sentences."""


def export_posts(
    workspace: "Workspace",
    form: str,
    query: str,
    *,
    out: Path,
    with_media: bool,
    at: datetime,
    seen: Callable[[str], None] = lambda _: None,
) -> PostsExported:
    """Write the posts of a selection to a file, and their media to `media/` beside it where that is asked for.

    Raises UsageError for a form or selection that makes no sense, MissingError when an original is not there.
    """
    wanted = _form(form, out)
    found = workspace.select(query, today=workspace.day(at))
    if not found:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    copied = _copied(workspace, found, out.resolve().parent, seen) if with_media else 0
    data, left = _content(wanted, found, at)
    write_bytes(out.resolve(), data)
    if not with_media and any(post.media for post in found):
        left.append("Pictures and clips are named and not copied: --with-media copies them.")
    return PostsExported(
        form=wanted,
        brand=workspace.settings.brand.name,
        file=str(out),
        posts=len(found),
        media=copied,
        left_out=tuple(left),
    )


def _form(form: str, out: Path) -> PostForm:
    for known in FORMS:
        if form == known:
            if out.suffix.lower() not in ("", f".{known}"):
                raise UsageError(
                    f"--out: {known} is not written as {out.suffix}.",
                    hint=f"Name a file that ends in .{known}.",
                )
            return known
    raise unknown("--to: form", form, FORMS)


def _content(form: PostForm, found: Sequence[Post], at: datetime) -> tuple[bytes, list[str]]:
    if form == "json":
        made = sheets.feed(found, at=at)
        return made.model_dump_json(indent=2, exclude_none=True).encode("utf-8") + b"\n", []
    columns, rows = sheets.columns(), list(map(sheets.row, found))
    left = _not_told(found)
    if form == "csv":
        from ugc.exports.delimited import csv_bytes

        return csv_bytes(columns, rows, excel=True), left
    from ugc.exports.workbook import xlsx

    cut = sum(len(str(cell).encode("utf-16-le")) // 2 > _LONGEST for row in rows for cell in row.values())
    left += [f"{text.counted(cut, 'cell')} held more than Excel allows, and was cut."] if cut else []
    about = {
        "Posts": "Posts of a ugc workspace. They say nothing of rights: those are asked with `ugc rights show`."
    }
    return xlsx(columns, rows, title="Posts", about=about, at=at, sheet="Posts"), left


def _not_told(found: Sequence[Post]) -> list[str]:
    """What a sheet has no columns for, of these posts."""
    beside = sum(media.role != "original" for post in found for media in post.media)
    left = (
        [f"{text.counted(beside, 'poster, raw file or capture', 'posters, raw files and captures')}"]
        if beside
        else []
    )
    left += ["what posts were made from"] if any(post.derived_from for post in found) else []
    return [f"A sheet has no column for {' and '.join(left)}; --to json has."] if left else []


def _copied(workspace: "Workspace", found: Sequence[Post], folder: Path, seen: Callable[[str], None]) -> int:
    wanted: dict[str, Media] = {sheets.file_name(media): media for post in found for media in post.media}
    for name, media in wanted.items():
        seen(name)
        source = workspace.media.path(media.sha256, media.ext)
        if not source.is_file():
            raise MissingError(
                f"The original {name} is not in the workspace any more.",
                hint="Import it again, or leave --with-media out.",
            )
        with atomic(folder / sheets.FOLDER / name) as part, machine_errors(f"Copying {name}"):
            shutil.copyfile(source, part)
    return len(wanted)
