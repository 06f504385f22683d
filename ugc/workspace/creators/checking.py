"""What people write down of creators, as it is kept: countries, languages and addresses looked at before they are."""

import re

from ugc import text
from ugc.delivery import countries_of
from ugc.errors import UsageError, nearest
from ugc.model.languages import LANGUAGES
from ugc.model.territories import COUNTRIES, TERRITORY_ALIASES

_EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]{2,}")
_LONGEST_EMAIL = 254
"""Characters (RFC 5321, section 4.5.3.1.3, less the angle brackets)."""
_SCRIPT, _REGION = re.compile(r"[A-Za-z]{4}"), re.compile(r"[A-Za-z]{2}|\d{3}")


def a_country(said: str) -> str:
    """Return a country's ISO 3166-1 code. Raises UsageError with the one that is meant, as far as that can be told."""
    code = text.one_line(said).upper()
    if code in COUNTRIES:
        return code
    named, _ = countries_of(said)
    meant = TERRITORY_ALIASES.get(code) or (next(iter(named)) if len(named) == 1 else None)
    raise UsageError(
        f"{said[:80]!r} is not the code of a country.",
        hint=f"Did you mean {meant}?" if meant in COUNTRIES else "Write its ISO 3166-1 code, as in US or DE.",
    )


def a_language(said: str) -> str:
    """Return a language as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`.

    Raises UsageError with the nearest one. Codes of three letters are taken as they are.
    """
    base, *more = text.one_line(said).replace("_", "-").split("-")
    base = base.casefold()
    known = base in LANGUAGES or re.fullmatch(r"[a-z]{3}", base)
    parts = [_subtag(part) for part in more]
    if known and None not in parts:
        return "-".join([base, *filter(None, parts)])
    names = {name: code for code, name in LANGUAGES.items()}
    close = nearest(said, names)
    hint = f"Did you mean {names[close]}?" if close else "Write its code of ISO 639-1, as in en, or pt-BR."
    raise UsageError(f"{said[:80]!r} is not the code of a language.", hint=hint)


def an_email(said: str) -> str:
    """Return an e-mail address. Raises UsageError for what cannot be one; whether anyone reads it is not asked."""
    address = text.one_line(said)
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise UsageError("The e-mail address is not one.", hint="Write it alone, as in ana@example.org.")
    return address


def _subtag(part: str) -> str | None:
    if _SCRIPT.fullmatch(part):
        return part.title()
    return part.upper() if _REGION.fullmatch(part) else None
