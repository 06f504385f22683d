"""What is written down of a creator: who they are, how to reach them, notes, and a count of their followers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc import ranges, text
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.creators import BY_HAND, Contact, Creator, Followers, Profile
from ugc.model.posts import Account
from ugc.text import counted
from ugc.workspace.creators.checking import a_country, a_language, an_email
from ugc.workspace.creators.naming import account_named, creator_named

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_LONGEST = {"note": 4000, "label": 60, "line": 500}
"""Characters."""
_MOST_LABELS = 100
_REACH = ("email", "phone", "address", "agent")


class CreatorForm(Value):
    """What is to be written down of a creator. An empty word takes out what stands; None leaves it."""

    words: str = ""
    """A note."""
    remove: tuple[int, ...] = ()
    """Numbers of notes that are taken out."""
    name: str | None = None
    niches: tuple[str, ...] = ()
    no_niches: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    no_languages: tuple[str, ...] = ()
    country: str | None = None
    audience: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    agent: str | None = None
    followers: int | None = None
    account: str | None = None
    """Whose followers they are, where the creator has several accounts."""
    on: date | None = None
    """The day of the note and of the count; None for today."""
    new: bool = False
    """An account that nothing here knows becomes a creator."""


class CreatorWritten(Value):
    """A creator after something was written down of them. How to reach them is not part of it."""

    creator: Creator
    made: bool
    """Whether they are new here."""
    changes: tuple[str, ...]
    """What was written down or taken out, in sentences; of how to reach them not the words."""
    note: int | None = None
    """The number of the new note."""


def write(workspace: "Workspace", name: str, form: CreatorForm, *, by: str, today: date) -> CreatorWritten:
    """Write it down, all or nothing. Raises UsageError for what is not known, is none, or says nothing."""
    if form.model_copy(update={"on": None, "new": False, "account": None}) == CreatorForm() and not form.new:
        raise UsageError(
            f"It is not said what to write down of {name[:80]}.",
            hint="As in: ugc creators note @ana 'Likes early mornings.' --niche running --country US",
        )
    if (form.account is not None) and form.followers is None:
        raise UsageError(
            "--account says whose followers were counted.", hint="Say how many with --followers N."
        )
    day = form.on or today
    if day > today:
        raise UsageError(f"{day} has not come yet.", hint=f"Today is {today}.")
    with workspace.catalog.transaction():
        key, made = creator_named(workspace, name, new=form.new)
        changes = [
            *_profile(workspace, key, form),
            *_contact(workspace, key, form),
            *_removed(workspace, key, form.remove),
            *_counted(workspace, key, form, day),
        ]
        note = _noted(workspace, key, form.words, by=by, day=day)
        changes += [f"Note {note}, of {day}."] if note else []
        creator = workspace.catalog.profiles.creators([key])[key]
    return CreatorWritten(creator=creator, made=made, changes=tuple(changes), note=note)


def _profile(workspace: "Workspace", key: str, form: CreatorForm) -> list[str]:
    before = workspace.catalog.profiles.creators([key])[key].profile
    after = Profile(
        name=_line(form.name, before.name, "--name"),
        niches=_labels(before.niches, form.niches, form.no_niches, what="niche"),
        tags=_labels(before.tags, form.tags, form.no_tags, what="tag"),
        languages=_labels(
            before.languages,
            [a_language(one) for one in form.languages],
            [a_language(one) for one in form.no_languages],
            what="language",
        ),
        country=before.country if form.country is None else a_country(form.country) if form.country else None,
        audience=_line(form.audience, before.audience, "--audience"),
    )
    if after != before:
        workspace.catalog.profiles.keep_profile(key, after)
    return [
        f"{field.capitalize()}: {_said(getattr(after, field))} (was {_said(getattr(before, field))})."
        for field in Profile.model_fields
        if getattr(after, field) != getattr(before, field)
    ]


def _contact(workspace: "Workspace", key: str, form: CreatorForm) -> list[str]:
    said = {field: getattr(form, field) for field in _REACH if getattr(form, field) is not None}
    if not said:
        return []
    before = workspace.catalog.profiles.contact(key)
    told = {
        field: (an_email(value) if field == "email" else _checked(value, f"--{field}"))
        if value.strip()
        else None
        for field, value in said.items()
    }
    after = before.model_copy(update=told)
    workspace.catalog.profiles.keep_contact(key, Contact.model_validate(after.model_dump()))
    return [
        f"{field.capitalize()} {'written down' if getattr(after, field) else 'taken out'}."
        for field in _REACH
        if getattr(after, field) != getattr(before, field)
    ]


def _removed(workspace: "Workspace", key: str, numbers: Iterable[int]) -> list[str]:
    theirs = {note.id: note for note in workspace.catalog.profiles.notes(key)}
    told = []
    for number in dict.fromkeys(numbers):
        if number not in theirs:
            listed = ", ".join(map(str, theirs))
            hint = f"Theirs: {listed}." if listed else "There is no note on them."
            raise UsageError(f"They have no note {number}.", hint=hint)
        workspace.catalog.profiles.remove_note(number)
        told.append(f"Note {number}, of {theirs[number].day}, taken out.")
    return told


def _counted(workspace: "Workspace", key: str, form: CreatorForm, day: date) -> list[str]:
    if form.followers is None:
        return []
    account = _whose(workspace, key, form.account)
    snapshot = Followers(account=account, day=day, count=form.followers, source=BY_HAND)
    workspace.catalog.profiles.note_followers([snapshot])
    return [f"{counted(form.followers, 'follower')} of {account.platform}:{account.handle} on {day}."]


def _whose(workspace: "Workspace", key: str, name: str | None) -> Account:
    """The account that a count is of. Raises UsageError for another's, and where none of several is said."""
    theirs = workspace.catalog.accounts(key)
    if name is None and len(theirs) == 1:
        return theirs[0]
    listed = ", ".join(f"{one.platform}:{one.handle}" for one in theirs)
    if name is None:
        raise UsageError(
            "It is not said whose followers were counted.", hint=f"Say --account with one of: {listed}."
        )
    account = account_named(workspace, name)
    if account not in theirs:
        raise UsageError(f"{name[:80]!r} is not an account of theirs.", hint=f"Theirs: {listed}.")
    return account


def _noted(workspace: "Workspace", key: str, words: str, *, by: str, day: date) -> int | None:
    said = text.clean(words).strip()
    if not said:
        return None
    if len(said) > _LONGEST["note"]:
        raise UsageError(f"The note has {len(said):,} characters; {_LONGEST['note']:,} is the most.")
    return workspace.catalog.profiles.add_note(key, said, by=text.one_line(by), day=day)


def _line(said: str | None, before: str | None, option: str) -> str | None:
    return before if said is None else _checked(said, option) or None


def _checked(said: str, option: str) -> str:
    line = text.one_line(said)
    if len(line) > _LONGEST["line"]:
        raise UsageError(f"{option} has {len(line):,} characters; {_LONGEST['line']} is the most.")
    return line


def _labels(
    before: Sequence[str], add: Sequence[str], remove: Sequence[str], *, what: str
) -> tuple[str, ...]:
    """Labels with others added and taken out; two that differ in case alone are one. Raises UsageError for one that
    is to be taken out and does not stand there."""
    found = {text.fold(one): one for one in before}
    for one in remove:
        if found.pop(text.fold(text.one_line(one)), None) is None:
            listed = ", ".join(before)
            hint = f"There: {listed}." if listed else f"They have no {what} yet."
            raise UsageError(f"{one[:80]!r} is not a {what} of theirs.", hint=hint)
    for one in add:
        label = text.one_line(one)
        if len(label) > _LONGEST["label"]:
            raise UsageError(f"The {what} {label[:40]!r}… has more than {_LONGEST['label']} characters.")
        if label:
            found.setdefault(text.fold(label), label)
    if len(found) > _MOST_LABELS:
        raise UsageError(f"{counted(len(found), what)} are too many; {_MOST_LABELS} is the most.")
    return tuple(found.values())


def _said(value: str | tuple[str, ...] | None) -> str:
    return (", ".join(value) if isinstance(value, tuple) else value) or "nothing"


def a_count(said: str) -> int:
    """Read a count of followers: 12000, 12,000 or 12.3k. Raises UsageError for what is none."""
    found = ranges.numbers(said.strip())
    if found and found.least == found.most and isinstance(found.least, int):
        return found.least
    raise UsageError(
        f"{said[:40]!r} is not a number of followers.", hint="Write it as 12300, 12,300 or 12.3k."
    )
