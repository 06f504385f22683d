"""Whether a sound that is laid on a clip may be: its own licence, asked over the whole flight and every market.

The grant of the post says whether its sound may be replaced at all; that is the edit `replace_audio`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ugc.model.records import Perpetual, Revocation
from ugc.model.rights import Case, Reason, Use
from ugc.model.sounds import SoundLicence
from ugc.rights.windows import earliest
from ugc.rights.words import purposes_of, same_party, spoken

_DAY = timedelta(days=1)


def laid_on(
    case: Case, use: Use, refusals: list[Reason]
) -> tuple[SoundLicence | None, date | Perpetual | None]:
    """The licence of the sound that a use lays on, and its last day; its shortfalls join `refusals`.

    None where no sound is laid on, or where its licence is not on record.
    """
    if use.laid_sound is None:
        return None, None
    licence = next((item for item in case.sounds if item.id == use.laid_sound), None)
    if licence is None:
        text = f"No licence {use.laid_sound} of a sound is on record."
        refusals.append(Reason(code="sound_not_licensed", text=text))
        return None, None
    ended = [item for item in case.sounds_ended if item.sound == licence.id]
    refusals += _scope(licence, use)
    refusals += _window(licence, use, ended)
    return licence, earliest([licence.end, *(item.effective - _DAY for item in ended)])


def unproven(licence: SoundLicence | None, use: Use) -> tuple[str, ...]:
    """What an answer does not vouch for of a sound that is laid on, in sentences."""
    if licence is None:
        replaced = "replace_audio" in use.edits and use.laid_sound is None
        return ("What takes the place of its sound: no licence was named.",) if replaced else ()
    found = [f"That the file is the piece that its licence is for ({licence.id})."]
    if not licence.terms.sha256 and not licence.evidence:
        found.append(f"What the licence of the sound says: no document of it is on file ({licence.id}).")
    return tuple(found)


def _scope(licence: SoundLicence, use: Use) -> Iterator[Reason]:
    called = f"The licence {licence.id} of “{licence.title}”"
    if not same_party(licence.licensee, use.licensee):
        yield _short(f"{called} was given to {licence.licensee}, not to {use.licensee}.")
    for purpose in sorted(purposes_of(use) - licence.purposes):
        yield _short(f"{called} does not allow {spoken(purpose)}.")
    if use.channel not in licence.channels:
        yield _short(f"{called} does not cover {spoken(use.channel)}.")
    missing = use.territories - licence.reach
    if missing:
        yield _short(f"{called} does not cover {', '.join(sorted(missing))}.")


def _window(licence: SoundLicence, use: Use, ended: list[Revocation]) -> Iterator[Reason]:
    called = f"The licence {licence.id} of “{licence.title}”"
    if licence.start > use.first:
        yield _short(f"{called} starts on {licence.start}; the flight begins on {use.first}.")
    if licence.end != "perpetual" and licence.end < use.last:
        verb = "ended" if licence.end < use.first else "ends"
        text = f"{called} {verb} on {licence.end}; the flight runs to {use.last}."
        yield Reason(code="sound_licence_ended", text=text)
    for item in ended:
        if item.effective <= use.last:
            text = f"{called} was revoked from {item.effective} by {item.by}: {item.why}"
            yield Reason(code="sound_licence_revoked", text=text)


def _short(text: str) -> Reason:
    return Reason(code="sound_not_licensed", text=text)
