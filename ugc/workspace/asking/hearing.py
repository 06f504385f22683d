"""Whether the person in a file of evidence is the one who may say yes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.catalog import Person
from ugc.errors import InputError
from ugc.model.base import Value
from ugc.model.posts import Account
from ugc.proofs import Reading, Said
from ugc.text import fold

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_Match = Literal["theirs", "likely", "unknown", "other"]
_ORDER: tuple[_Match, ...] = ("theirs", "likely", "unknown")


class Heard(Value):
    """What a file says, and what of it counts."""

    reading: Reading
    said: Said | None = None
    notes: tuple[str, ...] = ()
    """What could not be made sure."""


def hear(
    workspace: "Workspace",
    path: Path,
    reading: Reading,
    creators: Sequence[str],
    *,
    since: datetime | None = None,
    words: str | None = None,
) -> Heard:
    """Find what counts in a file: the newest thing that one of the creators said in it, after `since` if there is any.

    `words` chooses the statement that holds them. Raises InputError when all that can be read was said by others.
    """
    notes = [f"{path.name}: {reading.note}"] if reading.note else []
    if not reading.said:
        return Heard(reading=reading, notes=tuple(notes))
    persons = [workspace.catalog.care.person(creator) for creator in creators]
    matched = [(_match(workspace, said, persons), said) for said in reading.said]
    best = next((match for match in _ORDER if any(found == match for found, _ in matched)), None)
    if best is None:
        raise _someone_else(path, matched[-1][1], persons)
    found = [said for match, said in matched if match == best]
    if best != "theirs" and len({_who(said) for said in found}) > 1:
        notes.append(
            f"{path.name}: which of the people in it is {_named(persons)} cannot be told, so no words were read."
        )
        return Heard(reading=reading, notes=tuple(notes))
    said, several = _chosen(found, since, words)
    if several:
        notes.append(
            f"{path.name} holds {several} messages of theirs; the newest counts. Another is chosen by --words."
        )
    if best != "theirs" and persons:
        notes.append(
            f"{path.name}: nothing in it shows that {_who(said)} is {_named(persons)}. Make sure that they are."
        )
    return Heard(reading=reading, said=said, notes=tuple(notes))


def _chosen(found: Sequence[Said], since: datetime | None, words: str | None) -> tuple[Said, int]:
    """The statement that counts, and how many could have been meant when that was not clear."""
    asked = fold(words).strip() if words else ""
    meant = [said for said in found if asked and asked in fold(said.words or "")]
    later = [said for said in found if since and said.at and said.at >= since]
    choice = meant or later or list(found)
    ordered = sorted(choice, key=lambda said: said.at or datetime.min.replace(tzinfo=UTC))
    return ordered[-1], 0 if meant or len(choice) == 1 else len(choice)


def _match(workspace: "Workspace", said: Said, persons: Sequence[Person]) -> _Match:
    brand = workspace.settings.brand
    own = {fold(name.lstrip("@")) for name in (brand.name, brand.handle) if name}
    if fold(said.actor or said.name or "") in own:
        return "other"
    if not persons:
        return "unknown"
    found = {_of(said, person) for person in persons}
    return next((match for match in _ORDER if match in found), "other")


def _of(said: Said, person: Person) -> _Match:
    """Compare by stable id where there is one, then by every handle that the account ever had, then by shown name."""
    here = [
        (account, handles)
        for account, handles in zip(person.accounts, person.handles, strict=True)
        if said.platform in (None, account.platform)
    ]
    if any(account.native_id and account.native_id in said.ids for account, _ in here):
        return "theirs"
    if said.actor and (here or said.platform != "email"):
        return _by_handle(said, here, person)
    if said.name and fold(said.name) in _shown(here):
        return "likely"
    numbered = any(account.native_id for account, _ in here)
    return "other" if said.ids and numbered and not said.scoped else "unknown"


def _by_handle(said: Said, here: Sequence[tuple[Account, tuple[str, ...]]], person: Person) -> _Match:
    handle = fold(said.actor or "")
    bearers = [account for account, handles in here if handle in handles]
    if any(account.native_id is None or not said.ids or said.scoped for account in bearers):
        return "theirs"
    if bearers:
        return "other"  # somebody else bears the handle now: the account's own number is another one
    elsewhere = any(handle in handles for handles in person.handles)
    return "unknown" if elsewhere and not here else "other"


def _shown(here: Sequence[tuple[Account, tuple[str, ...]]]) -> set[str]:
    names = {fold(account.display_name) for account, _ in here if account.display_name}
    return names | {handle for _, handles in here for handle in handles}


def _who(said: Said) -> str:
    if said.platform == "email" or not said.actor:
        return said.actor or said.name or f"account {said.ids[0] if said.ids else 'without a name'}"
    return f"@{said.actor}"


def _named(persons: Sequence[Person]) -> str:
    handles = dict.fromkeys(f"@{account.handle}" for person in persons for account in person.accounts)
    return " or ".join(list(handles)[:3]) or "the creator"


def _someone_else(path: Path, said: Said, persons: Sequence[Person]) -> InputError:
    where = f" on {said.platform}" if said.platform and said.platform != "email" else ""
    number = f" (account {said.ids[0]})" if said.ids and said.actor and not said.scoped else ""
    return InputError(
        f"{path} was said by {_who(said)}{where}{number}, not by {_named(persons)}.",
        hint="Give the creator's own answer. If that person may answer for them, say so: "
        "--licensor NAME --capacity agent.",
    )
