"""Names of what was erased on request, as salted hashes: enough to know them again, and nothing more.

An importer's post falls under an erasure by any of its ids, its link, its author or its files. A handle alone is
enough only where no number tells accounts apart: handles are taken over by others.
"""

import hashlib
from collections.abc import Iterable, Iterator

from ugc import text
from ugc.catalog.database import Database
from ugc.catalog.names import link_key
from ugc.model.posts import Account, FoundPost


def mark(salt: str, name: str) -> str:
    """Return the salted hash of one name."""
    return hashlib.sha256(f"{salt}\0{name}".encode("utf-8", "surrogatepass")).hexdigest()


def names_of_account(account: Account, handles: Iterable[str]) -> Iterator[str]:
    """The names under which an erased account is known again."""
    sure = "handle-unnumbered" if account.native_id else "handle"
    for handle in handles:
        yield f"{sure}:{account.platform}:{handle}"
    if account.native_id:
        yield f"account:{account.platform}:{account.native_id}"


def without_erased(database: Database, found: FoundPost) -> tuple[FoundPost, str | None]:
    """Return a found post without erased coauthors and without the raw record that names them, and its erasure."""
    salts = _salts(database)
    if not salts:
        return found, None
    names = [f"post:{name}" for name in found.ids]
    key = link_key(found.permalink) if found.permalink else None
    names += [f"link:{key}"] if key else []
    names += _asked(found.author) if found.author else []
    erasure = _erasure(database, salts, names)
    if erasure:
        return found, erasure
    others = tuple(account for account in found.coauthors if not _erasure(database, salts, _asked(account)))
    if len(others) < len(found.coauthors):
        found = found.model_copy(update={"coauthors": others, "raw": None})
    return found, None


def erasure_of_files(database: Database, hashes: Iterable[str]) -> str | None:
    """Return the erasure that one of these files falls under."""
    salts = _salts(database)
    return _erasure(database, salts, [f"file:{sha256}" for sha256 in hashes]) if salts else None


def erasure_of_account(database: Database, account: Account) -> str | None:
    """Return the erasure that an account falls under."""
    salts = _salts(database)
    return _erasure(database, salts, _asked(account)) if salts else None


def _asked(account: Account) -> list[str]:
    """The names by which a mention of an account would be known again."""
    handle = text.fold(text.one_line(account.handle).lstrip("@"))
    names = [f"handle:{account.platform}:{handle}"] if handle else []
    if account.native_id:
        return [*names, f"account:{account.platform}:{account.native_id}"]
    return [*names, f"handle-unnumbered:{account.platform}:{handle}"] if handle else names


def _erasure(database: Database, salts: list[tuple[str, str]], names: Iterable[str]) -> str | None:
    for name in names:
        for erasure, salt in salts:
            if database.one("SELECT 1 FROM erased WHERE mark = ?", (mark(salt, name),)):
                return erasure
    return None


def _salts(database: Database) -> list[tuple[str, str]]:
    return [(erasure, salt) for erasure, salt in database.run("SELECT id, salt FROM erasures ORDER BY id")]
