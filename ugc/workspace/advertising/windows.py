"""How long platforms let a permission last, and what is odd about one that is on record."""

from collections.abc import Iterator
from datetime import date

from ugc.model.records import Authorization

TIKTOK_DAYS = (7, 30, 60, 365)
"""What a creator can choose for a code (https://business-api.tiktok.com/portal/docs, business/post/authorize)."""
HEARSAY_DAYS = (180,)
"""Told by a tool of others, not by TikTok."""


def window_notes(item: Authorization) -> tuple[str, ...]:
    """Say what a person should look at again in the window of a permission; it is recorded as they said it."""
    return tuple(_notes(item))


def _notes(item: Authorization) -> Iterator[str]:
    if item.kind == "tiktok_auth_code" and item.start and isinstance(item.end, date):
        days = (item.end - item.start).days
        if not any(abs(days - each) <= 1 for each in (*TIKTOK_DAYS, *HEARSAY_DAYS)) and not item.checked_at:
            told = ", ".join(map(str, TIKTOK_DAYS[:-1]))
            yield (
                f"{item.id}: TikTok gives codes for {told} or {TIKTOK_DAYS[-1]} days; this one would last {days}. "
                "Look at its end again, or ask tt_video/info."
            )
        elif any(abs(days - each) <= 1 for each in HEARSAY_DAYS) and not item.checked_at:
            yield f"{item.id}: codes for {HEARSAY_DAYS[0]} days are hearsay; TikTok documents none."
    if item.kind == "tiktok_auth_code" and item.end in (None, "perpetual"):
        yield f"{item.id}: TikTok's codes end, and no end is on record. Ask tt_video/info, or the creator."
    if item.kind.startswith("meta_") and isinstance(item.end, date) and item.expiry_source == "platform":
        yield f"{item.id}: Meta documents no end of its permissions, and {item.end} is said to come from it."
