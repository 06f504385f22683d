"""Platform permissions that end, and those that end before the ads that rest on them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ugc.model.dealings import Running
from ugc.model.due import Due
from ugc.model.phrases import CHANNELS, written
from ugc.model.records import Authorization
from ugc.rights.words import OWN_HANDLES

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class _Ad(NamedTuple):
    """Something that runs, or will, from a creator's handle."""

    record: str
    what: str
    post: str
    channel: str
    last: date | None
    """None: no end is planned."""


def permissions_due(
    workspace: "Workspace", running: Sequence[Running], *, today: date, last: date
) -> Iterator[Due]:
    """Yield the permissions that end by a day, and the ads that run on after theirs, or have none."""
    overview = workspace.catalog.overview
    codes = list(overview.newest("authorization", Authorization).values())
    ads = [ad for ad in (*_uses(running), *_creatives(workspace)) if ad.last is None or ad.last >= today]
    numbers = overview.numbers({ad.post for ad in ads} | {code.post for code in codes if code.post})
    keys = overview.authors(numbers.values())
    index = _by_place(codes, numbers)
    served: dict[str, list[_Ad]] = defaultdict(list)
    for ad in ads:
        fitting = [code for place in _places(ad, numbers, keys) for code in index.get(place, ())]
        yield from _too_short(ad, fitting, today=today)
        for code in fitting:
            served[code.id].append(ad)
    handles = overview.handles({code.creator for code in codes if code.creator})
    for code in codes:
        yield from _ends(code, served[code.id], handles, today=today, last=last)


def _uses(running: Sequence[Running]) -> Iterator[_Ad]:
    for run in running:
        if run.identity in OWN_HANDLES:
            name = run.ad_names[0] if run.ad_names else run.id
            for post in run.posts:
                yield _Ad(run.id, f"The ad {name}", post, run.channel, run.last)


def _creatives(workspace: "Workspace") -> Iterator[_Ad]:
    for path, creative in workspace.catalog.overview.run_as_creator():
        channels = {
            spot.channel for spot in creative.placements if spot.allowed and spot.identity in OWN_HANDLES
        }
        for channel in sorted(channels):
            for post in creative.posts:
                yield _Ad(creative.variant[:10], f"The creative {path}", post, channel, creative.flight[1])


_Place = tuple[str, str | int]
"""A platform, with a post's number or id, or a creator's key."""


def _by_place(
    codes: Sequence[Authorization], numbers: Mapping[str, int]
) -> dict[_Place, list[Authorization]]:
    """The permissions that count now, by what they are for."""
    found: dict[_Place, list[Authorization]] = defaultdict(list)
    for code in codes:
        subject = numbers.get(code.post, code.post) if code.post else code.creator
        if code.status == "active" and subject is not None:
            found[code.platform, subject].append(code)
    return found


def _places(ad: _Ad, numbers: Mapping[str, int], keys: Mapping[int, frozenset[str]]) -> list[_Place]:
    number = numbers.get(ad.post, ad.post)
    creators = keys.get(number, frozenset()) if isinstance(number, int) else ()
    return [(ad.channel, number), *((ad.channel, key) for key in sorted(creators))]


def _too_short(ad: _Ad, codes: Sequence[Authorization], *, today: date) -> Iterator[Due]:
    """The ad, when no permission holds to its end."""
    ends = [(code.end, code) for code in codes]
    if any(end is None or end == "perpetual" or (ad.last is not None and end >= ad.last) for end, _ in ends):
        return
    dated = [(end, code) for end, code in ends if isinstance(end, date)]
    where = CHANNELS.get(ad.channel, ad.channel)  # type: ignore[call-overload]
    runs = f"runs to {written(ad.last)}" if ad.last else "has no end"
    if not dated:
        what = (
            f"{ad.what} {runs} from the creator's account on {where}, and no active permission is on record."
        )
        day, record = today, ad.record
        to_do = "Ask the creator for a code: ugc rights authorize"
    else:
        day, code = max(dated, key=lambda each: each[0])
        record = code.id
        what = f"{ad.what} {runs} on {where}; the permission {code.id} ends on {written(day)}."
        to_do = "Have the code extended, or let the ad end before."
    yield Due(
        day=day,
        kind="permission_too_short",
        overdue=day < today or not dated,
        record=record,
        posts=(ad.post,),
        what=what,
        to_do=to_do,
    )


def _ends(
    code: Authorization, ads: Sequence[_Ad], handles: Mapping[str, str], *, today: date, last: date
) -> Iterator[Due]:
    """The permission itself; once it is over it only matters where something runs on it, and that is told apart."""
    if code.status != "active" or not isinstance(code.end, date) or not today <= code.end <= last:
        return
    whose = code.post or f"@{handles.get(code.creator or '', 'the creator')}"
    kind = code.kind.replace("_", " ")
    rests = f", and {len(ads)} of the ads on record need it" if ads else ""
    yield Due(
        day=code.end,
        kind="permission_ends",
        overdue=False,
        record=code.id,
        creator=handles.get(code.creator or ""),
        posts=(code.post,) if code.post else (),
        what=f"The permission {kind} for {whose} ends on {written(code.end)}{rests}.",
        to_do="Ask the creator for a longer one, if the ads are to go on.",
    )
