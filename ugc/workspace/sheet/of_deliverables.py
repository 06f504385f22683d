"""Rows of the tab of deliverables: the plan goes to the campaign's file, what happened to its log."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ugc.campaigns.writing import (
    AddCreator,
    AddDeliverable,
    RemoveCreator,
    RemoveDeliverable,
    SetCreator,
    SetDeliverable,
)
from ugc.errors import UsageError, unknown
from ugc.model.campaigns import DELIVERABLE_KINDS, Campaign, Deliverable
from ugc.model.posts import PLATFORMS
from ugc.model.programme_sheet import Cell, Change
from ugc.text import fold
from ugc.workspace.sheet import cells, of_log
from ugc.workspace.sheet.acts import FileEdit, FileEdited

if TYPE_CHECKING:
    from ugc.workspace.sheet.applying import Applying

_PLANNED = ("kind", "platform", "due", "post", "fee", "note")
"""Columns that the campaign's file holds for each piece; `code` it holds for each creator."""


def apply(applying: "Applying", group: Sequence[Change]) -> None:
    """Do the changes of one deliverable's row: first the file, then what happened."""
    first = group[0]
    if first.kind == "added":
        applying.attempt(first.place, lambda: _add(applying, first))
    elif first.kind == "removed":
        applying.attempt(first.place, lambda: _remove(applying, first))
    else:
        _change(applying, group)


def _change(applying: "Applying", group: Sequence[Change]) -> None:
    fields: dict[str, Any] = {}
    for change in group:
        if change.column in _PLANNED:
            applying.attempt(
                change.place,
                lambda change=change: fields.update(  # type: ignore[misc]
                    {change.column: _read(applying, change.row, change.column, change.after)}
                ),
            )
    if fields:
        place = group[0].place if len(group) == 1 else group[0].place.rpartition(",")[0]
        applying.attempt(place, lambda: _set(applying, group[0].row, fields))
    for change in group:
        if change.column == "code":
            applying.attempt(change.place, lambda change=change: _code(applying, change))  # type: ignore[misc]
        elif change.column in ("state", "paid_on"):
            applying.attempt(change.place, lambda change=change: _happened(applying, change))  # type: ignore[misc]


def _happened(applying: "Applying", change: Change) -> None:
    campaign, piece = found(applying, change.row)
    of_log.write(applying, campaign, piece, {str(change.column): change.after})


def _set(applying: "Applying", row: str, fields: Mapping[str, Any]) -> None:
    campaign, piece = found(applying, row)
    edit(
        applying,
        campaign.name,
        SetDeliverable(id=piece.id, **fields),
        SetDeliverable(id=piece.id, **{key: getattr(piece, key) or None for key in fields}),
    )


def _code(applying: "Applying", change: Change) -> None:
    campaign, piece = found(applying, change.row)
    _set_code(applying, campaign, piece, cells.words(change.after), change.before)


def _set_code(
    applying: "Applying", campaign: Campaign, piece: Deliverable, code: str | None, before: Cell
) -> None:
    """A code is its creator's: of several rows of theirs, those that are changed must agree."""
    invited = campaign.invited(piece)
    if invited.code == code:
        return
    if (invited.code or None) != cells.words(before) and _came(applying, campaign.name, invited.creator):
        raise UsageError(
            f"another row of {invited.creator} says the code {invited.code}",
            hint="A code is the creator's: write the same in all of their rows.",
        )
    edit(
        applying,
        campaign.name,
        SetCreator(creator=invited.creator, code=code),
        SetCreator(creator=invited.creator, code=invited.code),
    )


def _came(applying: "Applying", campaign: str, creator: str) -> bool:
    return any(
        isinstance(act, FileEdited)
        and act.campaign == campaign
        and act.done.what == "set_creator"
        and act.done.fields.get("creator") == creator
        for act in applying.acts
    )


def _add(applying: "Applying", change: Change) -> None:
    told = change.added
    name, creator = cells.words(told.get("campaign")), cells.words(told.get("creator"))
    kind = cells.choice(told.get("kind"), DELIVERABLE_KINDS, "Kind")
    if name is None or creator is None or kind is None:
        what = "its campaign" if name is None else "its creator" if creator is None else "its kind"
        raise UsageError(f"it does not say {what}")
    campaign = _campaign(applying, name)
    invited = _named(applying, campaign, creator)
    if invited is None:
        applying.workspace.catalog.resolve_creator(creator)
        edit(applying, campaign.name, AddCreator(creator=creator), RemoveCreator(creator=creator))
        invited = creator
    row = f"{campaign.name}/"
    fields = {key: _read(applying, row, key, told[key]) for key in _PLANNED if key in told and key != "kind"}
    taken = frozenset(
        event.deliverable
        for event in applying.workspace.catalog.campaign_log.of(campaign.name)
        if event.deliverable
    )
    before = {piece.id for piece in _campaign(applying, campaign.name).deliverables}
    done = FileEdit.of(AddDeliverable(creator=invited, kind=kind, **fields))
    applying.drafts.edit(campaign.name, done, taken=taken)
    campaign = _campaign(applying, campaign.name)
    piece = next(one for one in campaign.deliverables if one.id not in before)
    done = FileEdit(what=done.what, fields={**done.fields, "id": piece.id})
    applying.drafts.named(campaign.name, done)
    applying.acts.append(
        FileEdited(campaign=campaign.name, done=done, undoing=FileEdit.of(RemoveDeliverable(id=piece.id)))
    )
    if "code" in told:
        _set_code(applying, campaign, piece, cells.words(told["code"]), None)
    of_log.write(applying, campaign, piece, {key: told[key] for key in ("state", "paid_on") if key in told})


def _remove(applying: "Applying", change: Change) -> None:
    campaign, piece = found(applying, change.row)
    told = {
        key: value
        for key in ("kind", "platform", "due", "hashtag", "post", "fee", "note")
        if (value := getattr(piece, key))
    }
    edit(
        applying,
        campaign.name,
        RemoveDeliverable(id=piece.id),
        AddDeliverable(creator=piece.creator, id=piece.id, **told),
    )


def _read(applying: "Applying", row: str, column: str | None, cell: Cell) -> Any:
    """A cell as the campaign's file has it."""
    if column == "kind":
        kind = cells.choice(cell, DELIVERABLE_KINDS, "Kind")
        if kind is None:
            raise UsageError("it says nothing, and every deliverable is of some kind")
        return kind
    if column == "platform":
        return cells.choice(cell, PLATFORMS, "Platform")
    if column == "due":
        return cells.a_day(cell)
    if column == "fee":
        return cells.money(cell, _currency(_campaign(applying, row.partition("/")[0])))
    words = cells.words(cell)
    if column != "post" or words is None:
        return words
    if "://" in words and not applying.workspace.catalog.knows(words):
        try:
            return applying.workspace.catalog.resolve(words)
        except UsageError:
            return words  # it is not imported yet, and the file may name it by its link
    return applying.workspace.catalog.resolve(words)


def _currency(campaign: Campaign) -> str | None:
    """The one currency of a campaign; None where it has none or several."""
    offers = [campaign.offer, *(one.offer for one in campaign.creators)]
    sums = [campaign.budget, *(offer.amount for offer in offers if offer)]
    used = {one.currency for one in sums if one}
    return used.pop() if len(used) == 1 else None


def found(applying: "Applying", row: str) -> tuple[Campaign, Deliverable]:
    """Return the campaign and the piece of a row, `campaign/id`. Raises UsageError where either is gone."""
    name, _, id = row.partition("/")
    campaign = _campaign(applying, name)
    known = {piece.id: piece for piece in campaign.deliverables}
    if id not in known:
        raise UsageError(f"{campaign.file} does not have {id!r} any more", hint="Write `ugc sheet out` anew.")
    return campaign, known[id]


def _campaign(applying: "Applying", name: str) -> Campaign:
    names = applying.workspace.campaigns.names()
    own = next((each for each in names if fold(each) == fold(name)), None)
    if own is None:
        raise unknown("Campaign", name[:80], names)
    return applying.drafts.campaign(own)


def _named(applying: "Applying", campaign: Campaign, creator: str) -> str | None:
    """How a campaign's file names a creator whom a sheet may name otherwise."""
    names = [one.creator for one in campaign.creators]
    same = next((each for each in names if fold(each).lstrip("@") == fold(creator).lstrip("@")), None)
    if same:
        return same
    resolve = applying.workspace.catalog.resolve_creator
    key = resolve(creator)
    for each in names:
        try:
            if resolve(each) == key:
                return each
        except UsageError:
            continue  # the file may name somebody whom the catalog does not know
    return None


def edit(applying: "Applying", campaign: str, done: Any, undoing: Any) -> None:
    """Edit a campaign's draft, and keep what undoes it."""
    act = FileEdited(campaign=campaign, done=FileEdit.of(done), undoing=FileEdit.of(undoing))
    applying.drafts.edit(campaign, act.done)
    applying.acts.append(act)
