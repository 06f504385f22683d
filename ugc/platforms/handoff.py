"""The hand-off sheet of a package: our own columns, for people who work in a platform's pages. No secret is in it."""

import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from ugc.exports.delimited import csv_bytes
from ugc.exports.register import Column, Row
from ugc.exports.workbook import xlsx
from ugc.model.ad_packages import AdPackage
from ugc.model.ads import AdFile, PackedAd, PlannedAd
from ugc.text import counted

CSV = "handoff.csv"
XLSX = "handoff.xlsx"

_TABLE = Path(__file__).with_suffix(".toml")
_WAYS = {
    "new": "a new ad",
    "post": "the post as it is",
    "code": "the post as it is, by its code",
}


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns in their order."""
    return tuple(
        Column(**{"wrap": False, **one}) for one in tomllib.loads(_TABLE.read_text("utf-8"))["column"]
    )


def as_csv(package: AdPackage) -> bytes:
    """Return the sheet as CSV, which no spreadsheet runs as formulas."""
    return csv_bytes(columns(), (row(each, package.made_on) for each in package.ads), excel=True)


def as_xlsx(package: AdPackage) -> bytes:
    """Return the sheet as an Excel workbook, with what its columns mean."""
    about = {
        "Package": f"{counted(len(package.ads), 'ad')} of {package.brand} for {package.platform}",
        "Flight": f"{package.flight[0]} to {package.flight[1]}",
        "May run until": str(package.valid_until),
        "Columns": "They are this program's own, and no platform's import columns.",
        "Rights": "The records allowed every ad in it on the day it was made. Ask again: ugc ads validate.",
    }
    return xlsx(
        columns(),
        (row(each, package.made_on) for each in package.ads),
        title=f"Ads for {package.platform}, {package.brand}",
        about=about,
        at=instant(package),
        sheet="Ads",
    )


def instant(package: AdPackage) -> datetime:
    """Return the instant that the sheets of a package are dated with: the beginning of the day on which it was made."""
    return datetime.combine(package.made_on, datetime.min.time(), UTC)


def row(packed: PackedAd, today: date) -> Row:
    """Return every column of one ad."""
    ad = packed.ad
    dated = ad.valid_until if isinstance(ad.valid_until, date) else None
    code = ad.code
    return {
        "ad_name": ad.name,
        "valid_until": dated or "perpetual",
        "days_left": (dated - today).days if dated else None,
        "starts": ad.starts,
        "ends": ad.ends,
        "way": "a new carousel" if ad.cards else _WAYS[ad.way],
        "files": "\n".join(_file(one, card=bool(ad.cards)) for one in (*ad.files, *ad.cards)),
        "placements": _lines(id for one in (*ad.files, *ad.cards) for id in one.placements)
        or ", ".join(ad.channels),
        "markets": ", ".join(ad.markets),
        "identity": _identity(ad),
        "creator": ad.creator.handle,
        "creator_ids": _lines(f"{name}: {value}" for name, value in sorted(ad.creator.ids.items())),
        "post": ad.post.permalink or ad.post.id,
        "post_id": ad.post.native_id,
        "code": f"{code.kind.replace('_', ' ')} {code.id}{f' …{code.last4}' if code.last4 else ''}"
        if code
        else None,
        "code_ends": code.end if code else None,
        "primary": "\n".join(ad.primary),
        "headline": ad.headline,
        "description": ad.description,
        "cta": ad.cta,
        "link": ad.link,
        "testimonial": f"{ad.testimonial.text} ({', '.join(ad.testimonial.evidence)})"
        if ad.testimonial
        else None,
        "disclosure": ad.disclosure,
        "beneficiary": ad.beneficiary,
        "payer": ad.payer,
        "credit_line": ad.credit_line,
        "grants": ", ".join(ad.grants),
        "steps": "\n".join(f"{number}. {step}" for number, step in enumerate(packed.by_hand, 1)),
        "notes": "\n".join((*packed.notes, *ad.notes, *(f"Not checked: {line}" for line in ad.not_checked))),
    }


def _file(one: AdFile, *, card: bool) -> str:
    return one.file if card else f"{one.file}: {', '.join(one.placements)}"


def _identity(ad: PlannedAd) -> str:
    brand, creator = f"the brand, {ad.brand.name}", f"the creator, @{ad.creator.handle}"
    if ad.identity == "brand_handle":
        return brand
    if ad.identity == "creator_handle":
        return creator
    first, second = (creator, brand) if ad.first == "creator" or ad.way != "new" else (brand, creator)
    return f"{first}, with {second}"


def _lines(words: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(words))
