"""Rows of the tab of creators: what is written down of them, counts of followers, notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ugc.errors import UsageError, unknown
from ugc.model.creators import Creator, Followers
from ugc.model.programme_sheet import Cell, Change
from ugc.model.territories import COUNTRIES
from ugc.sheet.meaning import several
from ugc.workspace.sheet import cells
from ugc.workspace.sheet.acts import SOURCE, FollowersNoted, NoteAdded, ProfileSet

if TYPE_CHECKING:
    from ugc.workspace.sheet.applying import Applying

_LISTS = ("niches", "tags", "languages")


def apply(applying: "Applying", group: Sequence[Change]) -> None:
    """Do the changes of one creator's row."""
    for change in group:
        applying.attempt(change.place, lambda change=change: _one(applying, change))  # type: ignore[misc]


def _one(applying: "Applying", change: Change) -> None:
    creator = _creator(applying, change)
    if change.column == "followers_now":
        _count(applying, creator, change.after)
    elif change.column == "note":
        _note(applying, creator, change.after)
    elif change.column is not None:
        _profile(applying, creator, change.column, change.after)


def _creator(applying: "Applying", change: Change) -> Creator:
    catalog = applying.workspace.catalog
    key = catalog.resolve_creator(change.row)
    return catalog.profiles.creators([key])[key]


def _profile(applying: "Applying", creator: Creator, field: str, cell: Cell) -> None:
    value: str | tuple[str, ...] | None
    if field in _LISTS:
        value = cells.languages(several(cell)) if field == "languages" else several(cell)
    else:
        value = cells.words(cell)
        if field == "country" and value:
            value = value.upper()
            if value not in COUNTRIES:
                raise unknown("Country", value[:40], COUNTRIES)
    before = getattr(creator.profile, field)
    if value == before:
        return
    profiles = applying.workspace.catalog.profiles
    profiles.keep_profile(creator.key, creator.profile.model_copy(update={field: value}))
    applying.acts.append(ProfileSet(creator=creator.key, field=field, before=before, after=value))


def _count(applying: "Applying", creator: Creator, cell: Cell) -> None:
    count = cells.a_count(cell)
    if count is None:
        return
    best = max(creator.followers, key=lambda one: one.count, default=None)
    account = best.account if best else next(iter(creator.accounts), None)
    if account is None:
        raise UsageError("no account of theirs is known, so nothing is to be counted")
    profiles = applying.workspace.catalog.profiles
    noted = Followers(account=account, day=applying.today, count=count, source=SOURCE)
    before = next(
        (
            one.count
            for one in profiles.followers(creator.key)
            if (one.account, one.day, one.source) == (noted.account, noted.day, SOURCE)
        ),
        None,
    )
    if before != count:
        profiles.note_followers([noted])
        applying.acts.append(FollowersNoted(creator=creator.key, noted=noted, before=before))


def _note(applying: "Applying", creator: Creator, cell: Cell) -> None:
    words = cells.words(cell)
    if words is None:
        return
    number = applying.workspace.catalog.profiles.add_note(
        creator.key, words, by=applying.by, day=applying.today
    )
    applying.acts.append(NoteAdded(creator=creator.key, number=number, words=words))
