"""A new campaign's file, written once and never over another."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.campaigns.starting import Field, safe_name, started
from ugc.campaigns.writing import AddCreator, AddDeliverable
from ugc.errors import UsageError
from ugc.files import write_text
from ugc.model.base import Value
from ugc.model.campaigns import Amount
from ugc.text import fold
from ugc.workspace.campaigns.sheet_of_creators import SheetOfCreators, Unread, read_sheet, refused
from ugc.workspace.clearing import written

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CampaignForm(Value):
    """What a person says of a new campaign."""

    name: str
    title: str = ""
    brief: str = ""
    hashtags: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    budget: Amount | None = None
    creators: tuple[str, ...] = ()


class CampaignStarted(Value):
    """A campaign that was begun."""

    campaign: str
    file: str
    """Its path below the workspace."""
    creators: int
    deliverables: int
    left_out: tuple[Unread, ...] = ()
    """Rows of the sheet that were not understood."""
    unknown: tuple[str, ...] = ()
    """Creators whom the catalog does not know yet."""
    notes: tuple[str, ...] = ()
    dry: bool = False


def start(
    workspace: "Workspace",
    form: CampaignForm,
    *,
    sheet: Path | None = None,
    anyway: bool = False,
    dry: bool = False,
) -> CampaignStarted:
    """Write `campaigns/<name>.toml`. Raises UsageError for a name that is taken or not safe, an unknown market, and a
    sheet of which a row cannot be read, unless `anyway`."""
    name = safe_name(form.name)
    if any(fold(one) == fold(name) for one in campaigns.names(workspace.root)):
        raise UsageError(
            f"{campaigns.FOLDER}/{name}.toml is there already.",
            hint="Choose another name, or change the file.",
        )
    told = read_sheet(sheet) if sheet else SheetOfCreators(creators=(), deliverables=())
    if sheet and told.unread and not anyway:
        raise refused(sheet, told.unread)
    file = f"{campaigns.FOLDER}/{name}.toml"
    text = started(name, _fields(form), _creators(form.creators, told))
    made = campaigns.reading.parse(text, name=name, file=file)
    if not dry:
        write_text(workspace.root / campaigns.FOLDER / f"{name}.toml", text)
    return CampaignStarted(
        campaign=name,
        file=file,
        creators=len(made.creators),
        deliverables=len(made.deliverables),
        left_out=told.unread,
        unknown=tuple(one.creator for one in made.creators if not _known(workspace, one.creator)),
        notes=told.notes,
        dry=dry,
    )


def _fields(form: CampaignForm) -> dict[str, Field]:
    given: dict[str, Field | None] = {
        "title": form.title or None,
        "brief": form.brief or None,
        "hashtags": tuple(f"#{tag.lstrip('#＃')}" for tag in form.hashtags) or None,
        "markets": written(form.markets) or None,
        "first": form.first,
        "last": form.last,
        "budget": form.budget,
    }
    return {key: value for key, value in given.items() if value is not None}


def _creators(
    names: Sequence[str], told: SheetOfCreators
) -> list[tuple[AddCreator, list[tuple[AddDeliverable, int]]]]:
    """Those of the sheet with their pieces, then those that were named; each once."""
    every = {fold(name): AddCreator(creator=name.strip()) for name in names if name.strip()}
    every = {fold(one.creator): one for one in told.creators} | {
        key: one for key, one in every.items() if key not in {fold(each.creator) for each in told.creators}
    }
    owed: dict[str, list[tuple[AddDeliverable, int]]] = {key: [] for key in every}
    for piece, number in told.deliverables:
        owed[fold(piece.creator)].append((piece, number))
    return [(one, owed[key]) for key, one in every.items()]


def _known(workspace: "Workspace", creator: str) -> bool:
    try:
        workspace.catalog.resolve_creator(creator)
    except UsageError as error:
        return "could be any" in error.message
    return True
