"""Rows of exports with what of ours they show, in the words by which they are grouped."""

from typing import NamedTuple

from ugc.model.delivery import AdRow
from ugc.model.results import GroupKind

AdKey = tuple[str | None, ...]
Place = tuple[GroupKind, str]


class Key(NamedTuple):
    """A group that a row counts under."""

    id: str
    label: str
    detail: str = ""
    kind: GroupKind = "ours"

    @property
    def place(self) -> "Place":
        """Return what tells it from other groups, whatever it is called."""
        return self.kind, self.id


class Shown(NamedTuple):
    """What of ours an ad shows. Rows that show the same share one of these."""

    keys: tuple[tuple[str, tuple[Key, ...]], ...] = ()
    """Breakdown to the groups; one that is left out is not known."""
    posts: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    """Handle, folded and without @, to the creator's group, of everybody whom it shows."""
    variant: str | None = None
    concept: str | None = None
    still: bool = False
    """Whether it is known to be a picture: then no row of it has plays."""
    certain: bool = True


class Placed(NamedTuple):
    """A row, and what of ours it shows; None: nothing that is known."""

    row: AdRow
    shown: Shown | None


NOT_OURS = Key("", "Not ours", "no record of ours is about these ads", "not_ours")
UNKNOWN = Key("", "Not known", "", "unknown")


def ad_key(row: AdRow) -> AdKey:
    """Return what tells an ad from others: its number, else its name with all that it stands in."""
    if row.ad_id:
        return (row.platform, row.ad_id)
    return (row.platform, row.account, row.campaign, row.adset, row.ad_name)


def keys_of(placed: Placed, by: str) -> tuple[Key, ...]:
    """Return the groups of a breakdown that a row counts under; never none."""
    if placed.shown is None:
        return (NOT_OURS,)
    if by == "market":
        return (_market(placed.row),)
    if by == "platform":
        name = placed.row.platform
        return (Key(name, name.capitalize() if name != "tiktok" else "TikTok") if name else UNKNOWN,)
    return dict(placed.shown.keys).get(by) or (UNKNOWN,)


def _market(row: AdRow) -> Key:
    """A row about several countries cannot be split among them: they are a group of their own."""
    if row.markets_unread or not row.markets:
        return UNKNOWN._replace(detail="the export does not say where, or not in a way that is understood")
    codes = sorted(row.markets)
    if len(codes) == 1:
        return Key(codes[0], codes[0])
    more = f" + {len(codes) - 4} more" if len(codes) > 4 else ""
    return Key("+".join(codes), " + ".join(codes[:4]) + more, "together in one row")
