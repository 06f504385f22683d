"""The records asked about what an ad does: channel by channel, and where they refuse, market by market."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc import rights
from ugc.model.auditing import Finding
from ugc.model.creatives import Creative
from ugc.model.records import Authorization
from ugc.model.rights import Answer, Case, Cleared, NeedsReview, Policy, Refused, Use
from ugc.model.vocab import PAID_PURPOSES, Channel, Identity, Purpose
from ugc.rights.windows import last_day, sortable
from ugc.text import fold, handle
from ugc.workspace.clearing import a_use
from ugc.workspace.usual import keeps_sound

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_DAY = timedelta(days=1)
_TRIED = 24
"""Days on which something ended that are tried, the latest first, to find when it was still allowed."""
_GONE = ("expired", "revoked", "deleted", "error")


class Asking(NamedTuple):
    """What an ad does with a post, apart from where."""

    creative: Creative | None
    """None where the post runs as it is."""
    purpose: Purpose | None
    """As a use on record says; None: as the creative was made for."""
    identity: Identity | None


class Said(NamedTuple):
    """What the records say of an ad and one post, over all channels and markets."""

    cleared: tuple[Cleared, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]


def ask(
    workspace: "Workspace",
    case: Case,
    asking: Asking,
    *,
    channels: Iterable[Channel],
    markets: frozenset[str],
    day: date,
) -> Said:
    """Put an ad of a post to the records, for a day: each channel with all markets, and market by market if refused."""
    policy = workspace.settings.rights
    cleared: list[Cleared] = []
    findings: list[Finding] = []
    unchecked: dict[str, None] = {}
    for channel in channels:
        told = _told(case, asking, channel, own=workspace.settings.brand.handle)
        use = a_use(workspace, **told, territories=markets, first=day, last=day)
        for answer in _apart(case, use, policy):
            unchecked.update(dict.fromkeys(answer.not_checked))
            if isinstance(answer, Cleared):
                cleared.append(answer)
            else:
                findings.append(_finding(case, answer, asking, policy))
    return Said(tuple(cleared), tuple(findings), tuple(unchecked))


def _told(case: Case, asking: Asking, channel: Channel, *, own: str) -> dict[str, Any]:
    """What is asked, apart from days and markets: as the creative was made, or as the post was published.

    What runs in an ad account is paid for, whatever a creative was made for. A post runs from the account that
    published it: its creator's, unless that is the brand's `own`.
    """
    creative = asking.creative
    if creative is None:
        author = case.post.author
        ours = author is not None and bool(own) and fold(handle(own)) == fold(handle(author.handle))
        return {
            "purpose": asking.purpose or "paid_social",
            "channel": channel,
            "identity": asking.identity or ("brand_handle" if ours else "creator_handle"),
            "sound": keeps_sound(case.post, ()),
        }
    spots = [spot for spot in creative.placements if spot.channel == channel] or creative.placements
    spot = spots[0] if spots else None
    made_for: Purpose = spot.purpose if spot and spot.purpose in PAID_PURPOSES else "paid_social"
    there = spot is not None and spot.channel == channel
    return {
        "purpose": asking.purpose or made_for,
        "channel": channel,
        "identity": asking.identity or (spot.identity if spot else "brand_handle"),
        "edits": frozenset(creative.edits),
        "sound": creative.keeps_sound,
        "laid_sound": creative.laid_sound.licence if creative.laid_sound else None,
        "credit": creative.credit_place,
        "disclosure": creative.words.disclosure or "",
        "language": creative.words.language,
        "placement": spot.placement if spot and there else None,
    }


def _apart(case: Case, use: Use, policy: Policy) -> list[Answer]:
    """One answer where all markets share it; else one for each set of markets that do."""
    whole = rights.clear(case, use, policy)
    if isinstance(whole, Cleared) or len(use.territories) < 2:
        return [whole]
    alike: dict[tuple[object, ...], set[str]] = {}
    for market in sorted(use.territories):
        one = rights.clear(case, use.model_copy(update={"territories": frozenset({market})}), policy)
        reasons = () if isinstance(one, Cleared) else tuple((why.code, why.grant) for why in one.reasons)
        alike.setdefault((one.verdict, reasons), set()).add(market)
    if len(alike) == 1:
        return [whole]
    sets = [use.model_copy(update={"territories": frozenset(markets)}) for markets in alike.values()]
    return [rights.clear(case, each, policy) for each in sets]


def _finding(case: Case, answer: Refused | NeedsReview, asking: Asking, policy: Policy) -> Finding:
    use = answer.use
    refused = isinstance(answer, Refused)
    return Finding(
        verdict="refused" if refused else "needs_review",
        post=case.post.id,
        variant=asking.creative.variant if asking.creative else None,
        channel=use.channel,
        markets=tuple(sorted(use.territories)),
        purpose=use.purpose,
        identity=use.identity,
        reasons=answer.reasons,
        over_since=over_since(case, use, policy) if refused else None,
    )


def over_since(case: Case, use: Use, policy: Policy) -> date | None:
    """Return the first day on which a use that is refused today might not run; None where no day allowed it.

    A hold counts from its day. A platform's permission that is over is taken to have stood until its end, or until
    the day on which it was recorded as over.
    """
    today = use.first
    held = min((hold.on for hold in case.holds), default=None)
    stood = [_as_it_stood(item, today) for item in case.authorizations]
    free = case.model_copy(update={"holds": (), "authorizations": tuple(stood)})
    if held and isinstance(rights.clear(free, use, policy), Cleared):
        return min(held, today)
    for day in sorted(_last_days(free, use), reverse=True)[:_TRIED]:
        answer = rights.clear(free, use.model_copy(update={"first": day, "last": day}), policy)
        if isinstance(answer, Cleared):
            end = min(sortable(answer.valid_until), today - _DAY)
            return min(filter(None, (end + _DAY, held)))
    return None


def _as_it_stood(item: Authorization, today: date) -> Authorization:
    if item.status not in _GONE:
        return item
    recorded = item.recorded_at.date() if item.recorded_at else None
    ends = [day for day in (item.end, recorded) if isinstance(day, date) and day <= today]
    return item.model_copy(update={"status": "active", "end": min(ends)}) if ends else item


def _last_days(case: Case, use: Use) -> set[date]:
    """Days before today on which something that may bear the use ended."""
    ends: list[object] = [last_day(grant, case, use) for grant in case.grants if grant.status == "granted"]
    ends += [grant.likeness_until for grant in case.grants]
    ends += [item.effective - _DAY for item in (*case.revocations, *case.sounds_ended)]
    ends += [item.end for item in case.authorizations]
    ends += [item.end for item in case.releases]
    ends += [item.end for item in case.sounds]
    ends += [decision.until for decision in case.decisions]
    return {day for day in ends if isinstance(day, date) and day < use.first}
