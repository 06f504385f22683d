"""Values of the sheet in their one form, so that what nobody touched comes back as it went out."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ugc.model.base import digest
from ugc.model.campaigns import Amount
from ugc.model.currencies import DECIMALS, USUAL
from ugc.model.programme_sheet import Programme, TabName, TabRow
from ugc.text import clean, fold

_SPACES = re.compile("[\u00a0\u2007\u202f\ufeff]")
_PARTED = re.compile(r"[,;\n，、]")
_TOTALS = re.compile(
    r"(grand |sub)?[ -]?total(s|e|en)?|sum(me|men|a|as)?|gesamt(summe)?|totaal|totalt|average|mean|count|"
    r"durchschnitt|mittelwert|anzahl|somme|moyenne|media|promedio|合计|合計",
)
LONGEST = 30_000
"""Characters of a text; a cell of a workbook holds 32,767."""

LAYOUT = 1
"""Version of how the sheet is laid out."""
NATURAL: dict[TabName, tuple[str, ...]] = {
    "deliverables": ("campaign", "deliverable"),
    "posts": ("post",),
    "rights": ("record",),
    "codes": ("record",),
    "results": ("post",),
    "creators": ("accounts",),
}
"""The columns by which people tell a row of a tab; joined by `/` they are its id, but of creators, who have keys."""


def tidy(words: str | None) -> str | None:
    """Return a text as the sheet has it: plain spaces, none at its ends; None for an empty one."""
    if not words:
        return None
    plain = _SPACES.sub(" ", clean(words))
    return "\n".join(line.rstrip() for line in plain.strip().split("\n"))[:LONGEST].rstrip() or None


def names_total(words: str) -> bool:
    """Whether a text says that its row sums others up, in one of several languages."""
    return _TOTALS.fullmatch(fold(tidy(words) or "").rstrip(" :.")) is not None


def parts(words: str) -> list[str]:
    """Return the several values of one text, each once."""
    found = (" ".join(part.split()) for part in _PARTED.split(words))
    return list(dict.fromkeys(part for part in found if part))


def joined(values: Iterable[str]) -> str | None:
    """Return several values as one text; None for none."""
    return tidy(", ".join(parts("\n".join(values))))


def money(amount: Amount | None) -> str | None:
    """Return a sum with the decimals of its currency at least, as in 250.00 USD."""
    if amount is None:
        return None
    least = DECIMALS.get(amount.currency, USUAL)
    value = amount.value.normalize()
    exponent = value.as_tuple().exponent
    decimals = max(least, -exponent if isinstance(exponent, int) else 0)
    return f"{value.quantize(Decimal(1).scaleb(-decimals)):f} {amount.currency}"


def natural(tab: TabName, row: TabRow) -> str | None:
    """Return the name by which people tell a row; None where a part of it is missing."""
    told = [row.get(key) for key in NATURAL[tab]]
    return "/".join(map(str, told)) if all(told) else None


def fingerprint(programme: Programme) -> str:
    """Return the digest of what a sheet says, by which a baseline is told from another."""
    rows = {
        name: {row: {key: repr(cell) for key, cell in cells.items()} for row, cells in told.items()}
        for name, told in programme.tabs.items()
    }
    return digest({"id": programme.id, "rows": rows})
