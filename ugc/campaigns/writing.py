"""Changes of a campaign's file that keep everything else in it: people's remarks, their order, the ids of pieces.

A line of deliverables may stand for several pieces (`number = 3`). Where one of them is changed, the line is parted,
and ids are written out where those that follow from the lines would be others than before.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Literal

from ugc.campaigns.laying_out import Layout, Line, settled
from ugc.campaigns.reading import parse, slug
from ugc.errors import UgcError, UsageError, unknown
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
    writing = Writing(text, file=file)
    for edit in edits:
        writing.do(edit, taken=taken)
    return writing.text


class Writing:
    """A campaign's file under edits. After an edit of one creator's entry, only that is read again."""

    def __init__(self, text: str, *, name: str = "campaign", file: str = "") -> None:
        """Begin with a text. Raises UsageError and InputError as `parse` does, and for creators as one list."""
        self._name = name
        self._file = file or "the campaign's file"
        self._campaign: Campaign
        self._places: dict[str, int] = {}
        self._windows = "\r\n" in text and text.count("\r\n") == text.count("\n")
        plain = text.removeprefix("\ufeff")
        self._layout = Layout(plain.replace("\r\n", "\n") if self._windows else plain)
        self._take(self._parsed(self._layout.text))
        if "creators" in self._layout.preamble:
            raise UsageError(
                f"{self._file} writes its creators as one list, which is not changed by commands.",
                hint="Begin each of them with [[creators]].",
            )

    @property
    def campaign(self) -> Campaign:
        """What the file says by now."""
        return self._campaign

    @property
    def text(self) -> str:
        """The file by now. Raises UsageError where as a whole it makes no sense."""
        text = self._layout.text
        self._parsed(text)
        return text.replace("\n", "\r\n") if self._windows else text

    def do(self, edit: Edit, *, taken: Collection[str] = ()) -> None:
        """Do an edit, whole or not at all; see `edited`."""
        before = self._layout.kept()
        try:
            place = self._change(edit, frozenset(taken))
            if place is None or not self._read_again(place):
                self._take(self._parsed(self._layout.text))
        except UgcError:
            self._layout.put_back(before)
            raise

    def _change(self, edit: Edit, taken: frozenset[str]) -> int | None:
        """Do an edit; return the place of the creator whose entry alone it changed."""
        match edit:
            case SetField():
                self._layout.set_field(edit.field, written(edit.value))
                return None
            case AddCreator():
                _add_creator(self._layout, edit, self._campaign)
                return None
            case RemoveCreator():
                self._layout.remove_creator(_creator(self._campaign, edit.creator))
                return None
            case SetCreator():
                place = _creator(self._campaign, edit.creator)
                for key in _CREATOR_KEYS:
                    if key in edit.model_fields_set:
                        self._layout.set_of_creator(place, key, written(getattr(edit, key)))
            case AddDeliverable():
                place = _creator(self._campaign, edit.creator)
                used = taken | self._places.keys()
                _add_piece(self._layout, edit, place, self._campaign.creators[place].creator, used)
            case SetDeliverable() | RemoveDeliverable():
                if edit.id not in self._places:
                    raise unknown("Deliverable", edit.id, self._places)
                place = self._places[edit.id]
                _change_piece(self._layout, edit, place, self._campaign.creators[place].creator)
        return place

    def _read_again(self, place: int) -> bool:
        """Read one creator's entry again; False where the whole file has to be, since something is amiss."""
        try:
            (entry,) = self._parsed(self._layout.of_creator(place)).creators
        except UgcError:
            return False
        own = {piece.id for piece in entry.deliverables}
        if any(self._places.get(id, place) != place for id in own):
            return False
        creators = list(self._campaign.creators)
        for piece in creators[place].deliverables:
            del self._places[piece.id]
        self._places |= dict.fromkeys(own, place)
        creators[place] = entry
        self._campaign = self._campaign.model_copy(update={"creators": tuple(creators)})
        return True

    def _take(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._places = {
            piece.id: place for place, one in enumerate(campaign.creators) for piece in one.deliverables
        }

    def _parsed(self, text: str) -> Campaign:
        return parse(text, name=self._name, file=self._file)


def _add_creator(layout: Layout, edit: AddCreator, campaign: Campaign) -> None:
    if any(fold(one.creator) == fold(edit.creator) for one in campaign.creators):
        raise UsageError(f"{edit.creator} is in the campaign already.")
    told = {"creator": edit.creator.strip()} | {
        key: value for key in _CREATOR_KEYS if (value := written(getattr(edit, key))) is not None
    }
    layout.add_creator(told)


def _add_piece(layout: Layout, edit: AddDeliverable, place: int, creator: str, used: Collection[str]) -> None:
    lines = layout.lines(place, creator)
    told = {key: value for key in _PIECE_KEYS if (value := written(getattr(edit, key))) is not None}
    number = 1 + sum(len(line.ids) for line in lines if line.told.get("kind") == edit.kind)
    while (free := f"{slug(creator)}-{edit.kind}-{number}") in used:
        number += 1
    own = edit.id or free
    layout.lay(place, settled(creator, [*lines, Line(told, (own,))]))


def _change_piece(layout: Layout, edit: SetDeliverable | RemoveDeliverable, place: int, creator: str) -> None:
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
