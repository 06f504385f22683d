"""An audit as a table, a row for each ad, and its last days as entries of a calendar."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from ugc.exports.calendar import Entry
from ugc.exports.register import Column, Row
from ugc.model.auditing import Audit, AuditedAd
from ugc.model.rights import Reason
from ugc.reports.audit_words import FOUND_BY, VERDICTS, amount, asked_for, since, titled, where

_SAID: tuple[tuple[str, str, int, Literal["text", "number", "date"], bool, str], ...] = (
    ("verdict", "Verdict", 12, "text", False, "refused, ending, review, fine, off or unknown."),
    ("said", "In words", 20, "text", False, "The verdict as the report says it."),
    ("brand", "Brand", 16, "text", False, "Whose records were asked; empty where none knows the ad."),
    ("platform", "Platform", 10, "text", False, "meta, tiktok …; empty where the export does not tell."),
    ("account", "Account", 18, "text", False, "As the export has it, as are the next five."),
    ("campaign", "Campaign", 24, "text", False, "Of the ad."),
    ("adset", "Ad set", 24, "text", False, "Ad set, ad group or ad squad."),
    ("ad_name", "Ad name", 36, "text", False, "Of the ad."),
    ("ad_id", "Ad ID", 22, "text", False, "Its number; empty where a spreadsheet had damaged it."),
    ("state", "State", 10, "text", False, "live, off, over, or unknown where the export does not say."),
    ("creators", "Creators", 20, "text", False, "Handles of those who made the posts that it shows."),
    ("posts", "Posts", 20, "text", False, "Ids of these posts."),
    ("links", "Links", 30, "text", True, "Their addresses."),
    ("creative", "Creative", 36, "text", False, "File that it shows; empty where a post runs as it is."),
    ("variant", "Variant", 20, "text", False, "Id of the creative, whole."),
    ("found_by", "Known by", 20, "text", False, "How it was found to be one of ours."),
    ("certain", "Certain", 8, "text", False, "yes; no where it was found by what anybody can write."),
    ("grants", "Grants", 16, "text", False, "Ids of the grants that allow it or fall short."),
    ("channels", "Channels", 16, "text", False, "What was asked for."),
    ("markets", "Markets", 16, "text", False, "What was asked for, as ISO 3166-1 codes."),
    ("assumed", "Assumed", 16, "text", False, "What the export does not say and was taken from the creative."),
    ("until", "May run until", 12, "text", False, "The last day on which all of it may run; perpetual for none."),
    ("ends", "Ad's own end", 12, "date", False, "As its account says."),
    ("over_since", "May not run since", 12, "date", False, "Where the records tell the day for all of it."),
    ("ran_until", "Ran until", 12, "date", False, "For what is off now and ran outside its rights."),
    ("codes", "Codes", 24, "text", False, "Reasons, as stable codes."),
    ("reasons", "Reasons", 48, "text", True, "Where, since when and why it is refused or open."),
    ("to_do", "What to do", 40, "text", True, "For a person."),
    ("currency", "Currency", 8, "text", False, "ISO 4217; empty where the export states none."),
    ("spend", "Spend", 12, "number", False, "All that the exports tell of."),
    ("at_risk", "Spent outside its rights", 12, "number", False, "As far as rows tell days and places apart."),
    ("notes", "Notes", 40, "text", True, "How it was found, what rows do not tell apart."),
    ("damaged", "Damaged", 30, "text", True, "Cells whose value was lost before the export came here."),
    ("not_checked", "Not checked", 40, "text", True, "Of this ad."),
    ("rows", "Rows", 30, "text", True, "Files and rows that tell of it; of many the first."),
)  # fmt: skip
COLUMNS = tuple(
    Column(key, head, width, kind, meaning, wrap) for key, head, width, kind, wrap, meaning in _SAID
)
_ROWS = 20
_DAY = timedelta(days=1)


def rows(audit: Audit) -> Iterator[Row]:
    """Yield a row for each ad, in the audit's order: all of them."""
    return map(_row, audit.ads)


def _row(ad: AuditedAd) -> Row:
    match = ad.match
    told = [f"{where(one)}, {since(one)} ({asked_for(one)}): {_why(one.reasons)}" for one in ad.findings]
    return {
        **{key: getattr(ad, key) for key in _PLAIN},
        "said": VERDICTS[ad.verdict],
        "creators": ", ".join(ad.creators),
        "posts": ", ".join(match.posts) if match else None,
        "links": "\n".join(ad.links),
        "creative": match.path if match else None,
        "variant": match.variant if match else None,
        "found_by": FOUND_BY[match.by] if match else None,
        "certain": ("yes" if match.certain else "no") if match else None,
        "grants": ", ".join(ad.grants),
        "channels": ", ".join(ad.channels),
        "markets": ", ".join(ad.markets),
        "assumed": ", ".join(ad.assumed),
        "until": str(ad.valid_until) if ad.valid_until else None,
        "codes": ", ".join(dict.fromkeys(why.code for why in ad.reasons)),
        "reasons": "\n".join(told),
        "spend": _number(ad.spend),
        "at_risk": _number(ad.at_risk),
        "notes": "\n".join(ad.notes),
        "damaged": "\n".join(f"{lost.column}: {lost.text} ({lost.why})" for lost in ad.damaged),
        "not_checked": "\n".join(ad.not_checked),
        "rows": _places(ad),
    }


_PLAIN = (
    "verdict brand platform account campaign adset ad_name ad_id state ends over_since ran_until to_do currency"
).split()


def _why(reasons: Iterable[Reason]) -> str:
    return " ".join(f"{why.text} [{why.code}{' ' + why.grant if why.grant else ''}]" for why in reasons)


def _number(value: object) -> str | None:
    return None if value is None else f"{value:f}"


def _places(ad: AuditedAd) -> str:
    files: dict[str, list[int]] = {}
    for file, row in ad.rows:
        files.setdefault(file, []).append(row)
    return "\n".join(
        f"{file}: {', '.join(map(str, found[:_ROWS]))}{', …' if len(found) > _ROWS else ''}"
        for file, found in files.items()
    )


def entries(audit: Audit) -> Iterator[Entry]:
    """Yield the last day of each ad that runs and ends, or that runs and might not any more.

    An ad keeps its key, by its number or by all that it is called, so that a later audit moves its entry. One that is
    off by now is cancelled.
    """
    for ad in audit.ads:
        over = ad.over_since - _DAY if ad.verdict == "refused" and ad.over_since else None
        last = over or (ad.valid_until if isinstance(ad.valid_until, date) else None)
        if last is not None:
            yield _entry(ad, last)


def _entry(ad: AuditedAd, last: date) -> Entry:
    who = f"@{ad.creators[0].lstrip('@')}: " if ad.creators else ""
    over = ad.verdict == "refused"
    said = "should have ended" if over else "may run for the last time"
    risk = (f"{amount(ad.at_risk, ad.currency)} spent outside of its rights.",) if ad.at_risk else ()
    grants = (f"It rests on {', '.join(ad.grants)}.",) if ad.grants else ()
    return Entry(
        key=_key(ad),
        day=last,
        title=f"{who}ad {titled(ad)} {said}",
        details=(*grants, *(why.text for why in ad.reasons), *risk, *filter(None, [ad.to_do])),
        cancelled=ad.state in ("off", "over"),
    )


def _key(ad: AuditedAd) -> str:
    called = (ad.ad_id,) if ad.ad_id else (ad.account, ad.campaign, ad.adset, ad.ad_name)
    text = "\n".join([ad.brand, ad.platform or "", *(each or "" for each in called)])
    return f"ad-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
