"""Changes of a campaign's file that keep everything else in it: people's remarks, their order, the ids of pieces.

A line of deliverables may stand for several pieces (`number = 3`). Where one of them is changed, the line is parted,
and ids are written out where those that follow from the lines would be others than before.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Literal

from ugc.campaigns.laying_out import Layout, Line, settled
from ugc.campaigns.reading import parse, slug
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.campaigns import Amount, Campaign, DeliverableKind, Offer
from ugc.model.posts import Platform
from ugc.text import fold

FieldName = Literal[
    "title", "brief", "hashtags", "mentions", "markets", "first", "last", "budget", "copy", "product", "offer"
]


class SetField(Value):
    """A field of the campaign itself, by its key in the file; None takes it out."""

    field: FieldName
    value: str | date | tuple[str, ...] | Amount | Offer | None


class AddCreator(Value):
    """A creator who joins the campaign."""

    creator: str
    offer: Offer | None = None
    code: str | None = None
    link: str | None = None
    note: str | None = None


class SetCreator(Value):
    """What the file says of one of its creators. Fields that are not given stay; None takes one out."""

    creator: str
    offer: Offer | None = None
    code: str | None = None
    link: str | None = None
    note: str | None = None


class RemoveCreator(Value):
    """A creator who leaves the campaign, with all of their deliverables."""

    creator: str


class AddDeliverable(Value):
    """One more piece of a creator of the file."""

    creator: str
    kind: DeliverableKind
    platform: Platform | None = None
    due: date | None = None
    hashtag: str | None = None
    post: str | None = None
    fee: Amount | None = None
    note: str | None = None
    id: str | None = None
    """Left out: the next that is free."""


class SetDeliverable(Value):
    """What the file says of one piece, by its id. Fields that are not given stay; None takes one out."""

    id: str
    kind: DeliverableKind = "other"
    platform: Platform | None = None
    due: date | None = None
    hashtag: str | None = None
    post: str | None = None
    fee: Amount | None = None
    note: str | None = None


class RemoveDeliverable(Value):
    """A piece that is not owed any more."""

    id: str


Edit = (
    SetField | AddCreator | SetCreator | RemoveCreator | AddDeliverable | SetDeliverable | RemoveDeliverable
)

_CREATOR_KEYS = ("offer", "code", "link", "note")
_PIECE_KEYS = ("kind", "platform", "due", "hashtag", "post", "fee", "note")


def edited(text: str, edits: Iterable[Edit], *, file: str = "", taken: Collection[str] = ()) -> str:
    """Return the text of a campaign's file with all edits done, in their order.

    `taken` are ids that no new piece may get: those of pieces that once were, in the log. Raises UsageError for a
    creator or deliverable that the file does not have, with the nearest one, and where what comes out makes no sense.
    """
    where = file or "the campaign's file"
    windows = "\r\n" in text and text.count("\r\n") == text.count("\n")
    layout = Layout(
        text.removeprefix("\ufeff").replace("\r\n", "\n") if windows else text.removeprefix("\ufeff")
    )
    campaign = parse(layout.text, name="campaign", file=where)
    if "creators" in layout.preamble:
        raise UsageError(
            f"{where} writes its creators as one list, which is not changed by commands.",
            hint="Begin each of them with [[creators]].",
        )
    for edit in edits:
        _do(layout, edit, campaign, frozenset(taken))
        campaign = parse(layout.text, name="campaign", file=where)
    return layout.text.replace("\n", "\r\n") if windows else layout.text


def _do(layout: Layout, edit: Edit, campaign: Campaign, taken: frozenset[str]) -> None:
    match edit:
        case SetField():
            layout.set_field(edit.field, written(edit.value))
        case AddCreator():
            _add_creator(layout, edit, campaign)
        case SetCreator():
            place = _creator(campaign, edit.creator)
            for key in _CREATOR_KEYS:
                if key in edit.model_fields_set:
                    layout.set_of_creator(place, key, written(getattr(edit, key)))
        case RemoveCreator():
            layout.remove_creator(_creator(campaign, edit.creator))
        case AddDeliverable():
            _add_piece(layout, edit, campaign, taken)
        case SetDeliverable() | RemoveDeliverable():
            _change_piece(layout, edit, campaign)


def _add_creator(layout: Layout, edit: AddCreator, campaign: Campaign) -> None:
    if any(fold(one.creator) == fold(edit.creator) for one in campaign.creators):
        raise UsageError(f"{edit.creator} is in the campaign already.")
    told = {"creator": edit.creator.strip()} | {
        key: value for key in _CREATOR_KEYS if (value := written(getattr(edit, key))) is not None
    }
    layout.add_creator(told)


def _add_piece(layout: Layout, edit: AddDeliverable, campaign: Campaign, taken: frozenset[str]) -> None:
    place = _creator(campaign, edit.creator)
    creator = campaign.creators[place].creator
    lines = layout.lines(place, creator)
    told = {key: value for key in _PIECE_KEYS if (value := written(getattr(edit, key))) is not None}
    used = taken | {piece.id for piece in campaign.deliverables}
    number = 1 + sum(len(line.ids) for line in lines if line.told.get("kind") == edit.kind)
    while (free := f"{slug(creator)}-{edit.kind}-{number}") in used:
        number += 1
    own = edit.id or free
    layout.lay(place, settled(creator, [*lines, Line(told, (own,))]))


def _change_piece(layout: Layout, edit: SetDeliverable | RemoveDeliverable, campaign: Campaign) -> None:
    known = {piece.id: piece for piece in campaign.deliverables}
    if edit.id not in known:
        raise unknown("Deliverable", edit.id, known)
    place = next(number for number, one in enumerate(campaign.creators) if known[edit.id] in one.deliverables)
    creator = campaign.creators[place].creator
    found: list[Line] = []
    for line in layout.lines(place, creator):
        if edit.id not in line.ids:
            found.append(line)
            continue
        at = line.ids.index(edit.id)
        found += _parted(line, at, None if isinstance(edit, RemoveDeliverable) else _changes(edit))
    layout.lay(place, settled(creator, found))


def _changes(edit: SetDeliverable) -> dict[str, Any]:
    return {key: written(getattr(edit, key)) for key in _PIECE_KEYS if key in edit.model_fields_set}


def _parted(line: Line, at: int, changes: dict[str, Any] | None) -> list[Line]:
    """The line in parts: what is before a piece, the piece as it is to be, and what is behind it."""
    told = {key: value for key, value in line.told.items() if key != "number"}
    fresh = {key: value for key, value in (told | (changes or {})).items() if value is not None}
    parts = [
        (told, line.ids[:at]),
        *([(fresh, line.ids[at : at + 1])] if changes is not None else []),
        (told, line.ids[at + 1 :]),
    ]
    kept = [Line(dict(what), ids) for what, ids in parts if ids]
    if kept:
        kept[0] = Line(kept[0].told, kept[0].ids, source=line.source)
        return kept
    return [Line(told, (), source=line.source)]


def _creator(campaign: Campaign, name: str) -> int:
    names = [one.creator for one in campaign.creators]
    found = next((place for place, one in enumerate(names) if fold(one) == fold(name)), None)
    if found is None:
        raise unknown("Creator", name, names)
    return found


def written(value: Any) -> Any:
    """A value as the file has it: sums of money as `250 USD`, an offer as a table, a list as one; "" as none."""
    if isinstance(value, Amount):
        return f"{value.value:f} {value.currency}"
    if isinstance(value, Offer):
        told = {"kind": value.kind, "amount": written(value.amount), "product": value.product}
        return {key: each for key, each in told.items() if each is not None}
    if isinstance(value, tuple):
        return list(value)
    return value
