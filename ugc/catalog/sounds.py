"""The licences of sounds that can be laid on clips, out of the ledger."""

from typing import NamedTuple

from ugc.catalog.database import Database
from ugc.catalog.records import records_on
from ugc.model.records import Revocation
from ugc.model.sounds import SoundLicence

PREFIX = "s"
"""How the ids of these licences begin."""


class Sounds(NamedTuple):
    """Every licence on record, oldest first, and what ended some of them."""

    licences: tuple[SoundLicence, ...] = ()
    ended: tuple[Revocation, ...] = ()


def sounds(database: Database) -> Sounds:
    """Return the licences of sounds. Raises InputError for a record that cannot be read."""
    ids = [row[0] for row in database.run("SELECT id FROM entries WHERE id >= ? AND id < ?", _RANGE)]
    if not ids:
        return Sounds()
    found = [record for _, record in records_on(database, subjects=ids, ids=ids)]
    return Sounds(
        tuple(record for record in found if isinstance(record, SoundLicence)),
        tuple(record for record in found if isinstance(record, Revocation) and record.sound in ids),
    )


_RANGE = (f"{PREFIX}-", f"{PREFIX}.")
