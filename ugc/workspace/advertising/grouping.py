"""Rows of exports brought together as the ads that they are about, with what was spent where and when."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from ugc.model.auditing import FoundBy, JoinedRow, Match
from ugc.model.delivery import AdRow, AdState, Damaged
from ugc.model.vocab import Channel

_STATES: tuple[AdState, ...] = ("live", "unknown", "off", "over")
"""An ad of which rows say different things counts as the first of these."""
_SUREST: tuple[FoundBy, ...] = ("ad_id", "native_id", "link", "hash", "file_name", "ad_name", "picture")


_TWICE = "Two exports tell of some of the same days: what was spent on them may be counted twice."


class Slice(NamedTuple):
    """What one row tells of an ad's days, places and money."""

    file: str
    row: int
    since: date | None
    until: date | None
    markets: frozenset[str]
    channel: Channel | None
    placement: str | None
    spend: Decimal | None


class Group:
    """One ad, gathered row by row."""

    __slots__ = ("damaged", "facts", "matches", "notes", "slices", "states", "unread")

    def __init__(self, row: AdRow) -> None:
        self.facts = row
        """The first row that tells of it; its names and numbers are the ad's."""
        self.slices: list[Slice] = []
        self.states: set[AdState] = set()
        self.matches: dict[int, list[Match]] = {}
        """By the number of the workspace that knows it."""
        self.notes: dict[str, None] = {}
        self.damaged: dict[Damaged, None] = {}
        self.unread: dict[str, None] = {}
        """Places that are no country that is known."""

    def add(self, row: AdRow, found: Sequence[JoinedRow]) -> None:
        """Take in a row, with what each workspace knows of it, in their order."""
        facts = self.facts
        self.slices.append(
            Slice(row.file, row.row, row.since, row.until, row.markets, row.channel, row.placement, row.spend)
        )
        self.states.add(row.state)
        if facts is not row and (row.currency, row.ends) != (facts.currency, facts.ends):
            told = {"currency": facts.currency or row.currency, "ends": _later(facts.ends, row.ends)}
            self.facts = facts.model_copy(update=told)
        for number, joined in enumerate(found):
            if joined.match and joined.match not in self.matches.get(number, ()):
                self.matches.setdefault(number, []).append(joined.match)
            self.notes.update(dict.fromkeys(joined.notes))
        self.damaged.update(dict.fromkeys(row.damaged))
        self.unread.update(dict.fromkeys(row.markets_unread))

    def state(self, today: date) -> AdState:
        """Whether it runs, as far as its account says; what does not say, and has come to its own end, is over."""
        found = next(state for state in _STATES if state in self.states)
        ends = self.facts.ends
        return "over" if found == "unknown" and ends and ends < today else found

    def once(self) -> list[Slice]:
        """Return its slices, less those that a second export repeats."""
        seen: dict[tuple[object, ...], str] = {}
        found: list[Slice] = []
        for each in self.slices:
            if seen.setdefault(each[2:], each.file) == each.file:
                found.append(each)
            else:
                self.notes["Two exports tell the same of it; that is counted once."] = None
        if _share_days(found):
            self.notes[_TWICE] = None
        return found

    def best(self) -> tuple[int, Match] | None:
        """Return which workspace knows it and as what: the first that is certain, else the first that has the very
        creative that a name means: two brands may have collected the same post."""
        merged = {number: _merged(matches) for number, matches in self.matches.items()}

        def least(item: tuple[int, Match]) -> tuple[bool, bool, int]:
            number, match = item
            return not match.certain, match.concept is not None and match.variant is None, number

        return min(merged.items(), key=least) if merged else None


def _share_days(slices: Sequence[Slice]) -> bool:
    """Whether two exports tell of some of the same days, other than in the same rows."""
    spans: dict[str, tuple[date, date]] = {}
    for each in slices:
        if each.spend and each.since and each.until:
            since, until = spans.get(each.file, (each.since, each.until))
            spans[each.file] = min(since, each.since), max(until, each.until)
    ordered = sorted(spans.values())
    return any(after[0] <= before[1] for before, after in pairwise(ordered))


def key_of(row: AdRow) -> tuple[object, ...]:
    """Return what the rows of one ad have in common: its number, else all that it is called."""
    if row.ad_id:
        return row.platform, row.ad_id
    if row.ad_name:
        return row.platform, row.account, row.campaign, row.adset, row.ad_name
    return row.file, row.row


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


def _merged(matches: Sequence[Match]) -> Match:
    """One match for all rows of an ad: the surest, with everything that the others show as well."""
    first = min(matches, key=lambda match: (not match.certain, _SUREST.index(match.by)))
    if len(matches) == 1:
        return first
    alike = [match for match in matches if match.certain == first.certain]
    shown = [v for match in (first, *alike) for v in match.variants or filter(None, [match.variant])]
    variants = tuple(dict.fromkeys(shown))
    posts = tuple(dict.fromkeys(post for match in (first, *alike) for post in match.posts))
    return first.model_copy(
        update={"posts": posts, "variants": variants if len(variants) > 1 else first.variants}
    )
