"""Building a gallery: the records asked, what may not be shown taken out, pictures made, pages written.

What an earlier build put there and may not be shown any more goes first, before anything new is written. Killed at any
moment, a build leaves whole files, none of a post that was refused, and the next one finishes the work.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.gallery.themes import Theme, theme
from ugc.gallery.words import words
from ugc.resources import TEMPLATES
from ugc.text import fold
from ugc.wording import file_name
from ugc.workspace.clearing import selected
from ugc.workspace.ending.places import output
from ugc.workspace.showing import record as records
from ugc.workspace.showing.asking import CROP, MASHUP, PREVIEW, Asker, NotShown, Terms
from ugc.workspace.showing.binding import bind
from ugc.workspace.showing.built import GalleryBuilt
from ugc.workspace.showing.folders import GalleryFolder, inside
from ugc.workspace.showing.picturing import Picturing, Tell, Telling
from ugc.workspace.showing.planned import Planned, Planner
from ugc.workspace.showing.record import FOLDER, GalleryRecord
from ugc.workspace.showing.shapes import wants_crop
from ugc.workspace.showing.site import GalleryOrder, hashtag_of, terms_of, title_of
from ugc.workspace.showing.wares import Wares

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def untold(_: str) -> Tell:
    """Nobody hears."""
    return lambda *_: None


def theme_folders(workspace: "Workspace") -> list[Path]:
    """Return where themes are sought: the workspace's own folder stands before the shipped one."""
    return [workspace.root / "templates" / "gallery", TEMPLATES / "gallery"]


def build(
    workspace: "Workspace",
    order: GalleryOrder,
    *,
    at: datetime,
    out: Path | None,
    dry: bool,
    telling: Telling,
) -> GalleryBuilt:
    """Build a gallery, or bring one up to date.

    Raises UsageError for a selection of nothing, an unknown theme or language, and a folder that is not ours; and
    MachineError where it cannot be written.
    """
    folders, told_of = theme_folders(workspace), workspace.settings.gallery
    chosen = theme(order.theme or told_of.theme, folders)
    today = workspace.day(at)
    last = order.until or today + timedelta(days=told_of.days - 1)
    terms = terms_of(workspace, order, first=today, last=last)
    words(terms.language, folders)  # so that a language without words is told before anything is written
    folder = GalleryFolder((out or output(workspace) / FOLDER / _name(workspace, order)).resolve())
    planned, left_out = _asked(
        workspace, order, terms, chosen, today=today, seen=telling("asking the records")
    )
    if not planned and not left_out:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    told = _told(workspace, order, terms, folder, chosen=chosen, left_out=left_out)
    if dry or (not planned and folder.before is None):
        going = folder.no_longer(each.post.id for each in planned)
        return told.model_copy(update={"shown": len(planned), "removed": going, "dry": dry})
    removed = folder.remove(folder.no_longer(each.post.id for each in planned))
    record = _recorded(workspace, order, terms, folder, chosen=chosen, left_out=left_out)
    told = told.model_copy(update={"removed": removed})
    return _made(workspace, planned, folder, record, chosen=chosen, told=told, telling=telling)


def _made(
    workspace: "Workspace",
    planned: list[Planned],
    folder: GalleryFolder,
    record: GalleryRecord,
    *,
    chosen: Theme,
    told: GalleryBuilt,
    telling: Telling,
) -> GalleryBuilt:
    """Make pictures, pages and the record, and take away what is no longer wanted."""
    records.write(folder.path, record.model_copy(update=folder.standing(each.post.id for each in planned)))
    picturing = Picturing(workspace, folder, chosen, telling=telling)
    entries = picturing.entries(planned)
    shown = tuple(picturing.shown)
    half = record.model_copy(update={"posts": shown, "pages": folder.before.pages if folder.before else {}})
    records.write(folder.path, half)  # killed from here on, a take-down knows whose the pictures are
    wares = Wares(workspace, picturing, language=record.terms.language)
    bound = bind(
        workspace,
        record.order,
        entries,
        products=wares.shown(entries),
        folder=folder,
        pages=(chosen, theme_folders(workspace)),
        days=(record.terms.first, record.terms.last),
    )
    pieces = [*(piece for post in shown for piece in post.pieces), *wares.pieces]
    wanted = {name for piece in pieces for name in inside(piece.files)}
    removed = told.removed + folder.remove(folder.strays(wanted))
    pages = dict(sorted(folder.written.items()))
    records.write(
        folder.path,
        record.model_copy(
            update={
                "posts": shown,
                "products": wares.pieces,
                "pages": pages,
                "made_from": dict(sorted(folder.made_from.items())),
            }
        ),
    )
    return told.model_copy(
        update={
            "shown": len(shown),
            "pages": sum(name.endswith(".html") for name in pages),
            "files": len(wanted),
            "made": picturing.made,
            "size": records.size_of(folder.path),
            "removed": removed,
            "faults": (*picturing.faults, *wares.faults),
            "notes": (*told.notes, *bound.notes),
            "snippet": bound.snippet,
        }
    )


def _asked(
    workspace: "Workspace",
    order: GalleryOrder,
    terms: Terms,
    chosen: Theme,
    *,
    today: date,
    seen: Tell,
) -> tuple[list[Planned], list[NotShown]]:
    """The posts that may be shown, the newest first, and those that may not."""
    asker, planner = Asker(workspace, terms), Planner(workspace)
    planned: list[Planned] = []
    left_out: list[NotShown] = []
    for case in selected(workspace, order.selection, today=today):
        wanted = [MASHUP]
        if any(wants_crop(media, chosen) for media in case.post.media[:1]):
            wanted.append(CROP)
        if any(media.kind == "video" for media in case.post.media):
            wanted.append(PREVIEW)
        answer = asker.ask(case, wanted=wanted)
        if isinstance(answer, NotShown):
            left_out.append(answer)
        else:
            planned.append(planner.planned(answer))
        seen(case.post.id, 0)
    planned.sort(key=lambda each: each.post.id)
    planned.sort(
        key=lambda each: each.post.posted_at.timestamp() if each.post.posted_at else 0.0, reverse=True
    )
    return planned, left_out


def _name(workspace: "Workspace", order: GalleryOrder) -> str:
    """The name of a gallery's folder."""
    if order.name is not None:
        if file_name(order.name) != order.name:
            raise UsageError(
                f"--name {order.name!r} is no name for a folder.", hint=f"Say --name {file_name(order.name)}."
            )
        return order.name
    hashtag = hashtag_of(workspace, order.selection)
    return file_name(fold(hashtag) if hashtag else order.selection or "all")[:60]


def _told(
    workspace: "Workspace",
    order: GalleryOrder,
    terms: Terms,
    folder: GalleryFolder,
    *,
    chosen: Theme,
    left_out: Sequence[NotShown],
) -> GalleryBuilt:
    """What is known before anything is made."""
    notes = []
    if not folder.path.is_relative_to(output(workspace) / FOLDER):
        notes.append("It lies outside out/gallery, so a take-down does not find it: verify it by its folder.")
    return GalleryBuilt(
        title=title_of(workspace, order),
        folder=str(folder.path),
        record=str(records.place_of(folder.path)),
        selection=order.selection,
        theme=chosen.name,
        language=terms.language,
        purpose=terms.purpose,
        channel=terms.channel,
        territories=terms.territories,
        day=terms.first,
        until=terms.last,
        shown=0,
        not_shown=tuple(left_out),
        notes=tuple(notes),
    )


def _recorded(
    workspace: "Workspace",
    order: GalleryOrder,
    terms: Terms,
    folder: GalleryFolder,
    *,
    chosen: Theme,
    left_out: Sequence[NotShown],
) -> GalleryRecord:
    """What a gallery's record says before anything is made."""
    return GalleryRecord(
        brand=workspace.settings.brand.name,
        folder=folder.path.name,
        order=order,
        theme=chosen.name,
        day=terms.first,
        terms=terms,
        ledger_head=workspace.catalog.head(),
        not_shown=tuple(left_out),
    )
