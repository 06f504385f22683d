"""Licences of sounds that are laid on clips: recorded with the file itself, listed, ended, and chosen for a run."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.catalog.sounds import PREFIX, Sounds
from ugc.errors import InputError, UsageError, unknown
from ugc.files import sha256_of
from ugc.media import sounds as files
from ugc.model.base import Value
from ugc.model.records import Perpetual, Revocation
from ugc.model.sounds import LaidSound, SoundLicence
from ugc.model.takes import AudioChoice
from ugc.model.vocab import CHANNELS, PURPOSES
from ugc.workspace.granting.evidence import append, enter, keep, term_files, terms_of
from ugc.workspace.granting.making import made, territories

if TYPE_CHECKING:
    from ugc.workspace import Workspace

LARGEST = 200_000_000
"""Bytes of one sound."""
ANY = "any"
"""Every purpose, or every channel; written out when it is recorded."""
_ID = re.compile(rf"{PREFIX}-\d{{4,}}")
_AGAIN = {"id", "name", "evidence", "notes", "recorded_at", "recorded_by"}
"""Fields in which two records may differ that say the same."""

State = Literal["stands", "not_started", "ended", "revoked"]


class SoundForm(Value):
    """What a person says about the licence of a sound."""

    file: Path
    title: str
    licensor: str
    licensee: str | None = None
    """None: the workspace's brand."""
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    territories: tuple[str, ...]
    start: date
    end: date | Perpetual
    terms: tuple[str, ...] = ()
    """Files, whose hash is kept, or links, which can change."""
    evidence: tuple[Path, ...] = ()
    notes: str | None = None
    by: str


class SoundShown(Value):
    """A licence as it stands on a day."""

    licence: SoundLicence
    state: State
    until: date | Perpetual
    """Its last day, or the day before it was revoked."""
    revocations: tuple[Revocation, ...]
    creatives: tuple[str, ...]
    """Paths of what was made with it and not swept away, relative to the workspace."""


class SoundsListed(Value):
    """Every licence of a sound on record, oldest first."""

    brand: str
    day: date
    sounds: tuple[SoundShown, ...]


class SoundRevoked(Value):
    """A licence that ended, and what was made with it."""

    revocation: Revocation | None
    """None where it stood already, from the same day or an earlier one."""
    already: tuple[Revocation, ...]
    creatives: tuple[str, ...]
    """What must come down from that day on."""


def add(workspace: "Workspace", form: SoundForm, *, at: datetime) -> SoundLicence:
    """Record the licence of a sound, and keep its file by content. All or nothing.

    Raises UsageError for an unknown word, nothing to show for it, or one that says what another says; InputError for a
    file that is no sound or cannot be kept.
    """
    if not form.title.strip() or not form.licensor.strip():
        raise UsageError("A licence names the sound and who licensed it.", hint="Say --title and --licensor.")
    if not form.terms and not form.evidence:
        raise UsageError(
            "The licence of a sound needs something to show for it.",
            hint="Give its terms or the invoice: --terms licence.pdf, --evidence invoice.pdf.",
        )
    found = _examined(form.file)
    kept = {path: keep(workspace, path) for path in (*form.evidence, *term_files(form.terms))}
    sha256, size = sha256_of(form.file), form.file.stat().st_size
    if not workspace.rehearsing:
        workspace.evidence.put(form.file, ext=found.ext)
    with workspace.catalog.transaction():
        record = made(
            SoundLicence,
            "licence",
            id=workspace.catalog.next_id(PREFIX),
            title=form.title.strip(),
            licensor=form.licensor.strip(),
            licensee=form.licensee or workspace.settings.brand.name,
            sha256=sha256,
            size=size,
            name=form.file.name,
            ext=found.ext,
            seconds=found.seconds,
            purposes=_every(form.purposes, PURPOSES),
            channels=_every(form.channels, CHANNELS),
            territories=territories(form.territories),
            start=form.start,
            end=form.end,
            terms=terms_of(form.terms, kept),
            notes=form.notes,
            recorded_at=at,
            recorded_by=form.by,
        )
        _refuse_again(workspace, record)
        for path in term_files(form.terms):
            enter(workspace, path, kept[path], kind="terms_snapshot", by=form.by, at=at)
        proof = tuple(enter(workspace, path, kept[path], by=form.by, at=at).id for path in form.evidence)
        record = record.model_copy(update={"evidence": proof})
        append(workspace, record, subjects=[record.id], at=at)
    return record


def listed(workspace: "Workspace", *, at: datetime) -> SoundsListed:
    """Return every licence of a sound, with what was made with it."""
    today, on_record = workspace.day(at), _on_record(workspace)
    uses = _creatives(workspace)
    return SoundsListed(
        brand=workspace.settings.brand.name,
        day=today,
        sounds=tuple(
            _shown(licence, on_record, uses.get(licence.id, ()), today) for licence in on_record.licences
        ),
    )


def revoke(
    workspace: "Workspace", name: str, *, by: str, why: str, effective: date | None, at: datetime
) -> SoundRevoked:
    """Record that the licence of a sound ended, today when no day is named; return what was made with it.

    Typed again it records nothing twice; an earlier day is a new record. Raises UsageError for a licence that is not
    on record.
    """
    day = effective or workspace.day(at)
    with workspace.catalog.transaction():
        on_record = _on_record(workspace)
        licence = _named(on_record, name)
        ended = [item for item in on_record.ended if item.sound == licence.id]
        already = tuple(item for item in ended if item.effective <= day)
        record = None
        if not already:
            record = Revocation(
                id=workspace.catalog.next_id("r"), sound=licence.id, effective=day, why=why, by=by
            )
            append(workspace, record, subjects=[licence.id], at=at)
    return SoundRevoked(
        revocation=record, already=already, creatives=_creatives(workspace).get(licence.id, ())
    )


def chosen(workspace: "Workspace", named: str, *, under: bool) -> AudioChoice:
    """Return the choice of a sound by the id of its licence, or by its file, whose newest standing licence is taken.

    Whether the licence allows a use is for the records to say, when they are asked. Raises UsageError for an id or a
    file without a licence on record, MissingError and InputError when the stored file is not whole.
    """
    on_record = _on_record(workspace)
    licence = _named(on_record, named) if _ID.fullmatch(named) else _of_file(on_record, named)
    workspace.evidence.verified(licence.sha256, licence.ext)
    sound = LaidSound(
        licence=licence.id,
        title=licence.title,
        sha256=licence.sha256,
        ext=licence.ext,
        until=_until(licence, on_record),
    )
    return AudioChoice(way="under" if under else "replace", sound=sound)


def _on_record(workspace: "Workspace") -> Sounds:
    return workspace.catalog.overview.sounds()


def _named(on_record: Sounds, name: str) -> SoundLicence:
    for licence in on_record.licences:
        if licence.id == name:
            return licence
    raise unknown("Licence of a sound", name, [licence.id for licence in on_record.licences])


def _of_file(on_record: Sounds, named: str) -> SoundLicence:
    """The newest licence of a file, one that was revoked only where there is no other."""
    path = Path(named)
    if not path.is_file():
        raise UsageError(
            f"--audio: {named!r} is neither keep, mute, the id of a sound's licence, nor a file.",
            hint="See which there are: ugc rights sound list.",
        )
    sha256 = sha256_of(path)
    revoked = {item.sound for item in on_record.ended}
    found = [licence for licence in on_record.licences if licence.sha256 == sha256]
    if not found:
        raise UsageError(
            f"No licence of {path.name} is on record, so it cannot be laid on a clip.",
            hint=f"Record it: ugc rights sound add {named} --title … --licensor … --terms FILE …",
        )
    return max(found, key=lambda licence: (licence.id not in revoked, found.index(licence)))


def _examined(path: Path) -> files.SoundFile:
    if not path.is_file():
        raise InputError(f"{path} is not a file.", hint="Name the sound itself.")
    size = path.stat().st_size
    if size > LARGEST:
        raise InputError(f"{path} has {size:,} bytes; a sound may have {LARGEST:,}.")
    return files.examine(path)


def _every(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(known) if ANY in names else tuple(names)


def _refuse_again(workspace: "Workspace", record: SoundLicence) -> None:
    on_record = _on_record(workspace)
    revoked = {item.sound for item in on_record.ended}
    said = record.model_dump(exclude=_AGAIN)
    for licence in on_record.licences:
        if licence.id not in revoked and licence.model_dump(exclude=_AGAIN) == said:
            raise UsageError(
                f"This licence is on record already, as {licence.id}.", hint="See it: ugc rights sound list."
            )


def _until(licence: SoundLicence, on_record: Sounds) -> date | Perpetual:
    ended = [item.effective - timedelta(days=1) for item in on_record.ended if item.sound == licence.id]
    own = [] if licence.end == "perpetual" else [licence.end]
    return min((*ended, *own), default="perpetual")


def _shown(licence: SoundLicence, on_record: Sounds, creatives: tuple[str, ...], today: date) -> SoundShown:
    ended = tuple(item for item in on_record.ended if item.sound == licence.id)
    until = _until(licence, on_record)
    state: State = "stands"
    if any(item.effective <= today for item in ended):
        state = "revoked"
    elif until != "perpetual" and until < today:
        state = "ended"
    elif licence.start > today:
        state = "not_started"
    return SoundShown(licence=licence, state=state, until=until, revocations=ended, creatives=creatives)


def _creatives(workspace: "Workspace") -> dict[str, tuple[str, ...]]:
    """Licence to the paths of what was made with it."""
    swept = {item.path for item in workspace.catalog.care.swept()}
    found: dict[str, tuple[str, ...]] = {}
    for row in workspace.catalog.creatives():
        if row.creative and row.creative.laid_sound and row.path not in swept:
            name = row.creative.laid_sound.licence
            found[name] = (*found.get(name, ()), row.path)
    return found
