"""An ad, what of ours it shows, and what the records say of it: brought to one verdict, with what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, get_args

from ugc.model.ads import AD_CHANNELS
from ugc.model.auditing import AuditedAd, AuditVerdict, Finding, Match
from ugc.model.creatives import Creative
from ugc.model.delivery import AdState
from ugc.model.phrases import written
from ugc.model.rights import Case, Cleared
from ugc.model.vocab import Channel
from ugc.rights.windows import earliest
from ugc.workspace.advertising.advising import to_do
from ugc.workspace.advertising.answering import Asking, Said, ask
from ugc.workspace.advertising.grouping import Group, Slice
from ugc.workspace.advertising.spending import AtRisk, at_risk, whole_ad
from ugc.workspace.clearing import markets as own_markets

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_CHANNELS = get_args(Channel)
_UNASKED = "What the platform may change on a post that runs as it is: music, crops, texts."
_GONE = "{} is not in the catalog any more: its records could not be asked."
_NAMED = "It is known by its name alone, which anybody can give: what it shows was not looked at."
_ALIKE = "It is known by what its picture is like, not by its bytes."
_STATELESS = "The export does not say whether it runs: it is asked about as if it did."
_LATER = "It begins on {}: that day was asked about."
_OTHER_FILE = (
    "The file that was made is marked as stopped ({}), though the records allow it now: render it again, and put the "
    "new file in its place."
)


class Held(NamedTuple):
    """What a workspace has on record of some ads: loaded for many at once."""

    workspace: "Workspace"
    creatives: Mapping[str, Creative | None]
    """By variant; None for a proof."""
    cases: Mapping[str, Case]
    """By the posts' ids as matches name them; one that is gone is missing."""
    said: dict[tuple[object, ...], Said]
    """What the records said of these already, by all that was asked."""


class _Place(NamedTuple):
    """Where an ad runs, and what of that the export did not say."""

    channels: tuple[Channel, ...]
    markets: frozenset[str]
    assumed: tuple[str, ...]


def judge(group: Group, match: Match, held: Held, *, today: date, within: int) -> AuditedAd:
    """Say of an ad that shows something of ours what the records say of it today."""
    slices = group.once()
    state = group.state(today)
    if state in ("off", "over") and not any(each.spend for each in slices):
        return audited(group, slices, state, verdict="off", brand=held, match=match)
    works = [held.creatives.get(variant) for variant in match.variants or filter(None, [match.variant])]
    works = works or _of_concept(match, held)
    place = _place(held.workspace, group, works, match, held.cases)
    day = max(today, group.facts.starts or today)
    cleared, findings, unchecked, lost = _asked(held, match, works, place, day)
    risk = at_risk(slices, findings)
    until = earliest([answer.valid_until for answer in cleared]) if cleared else None
    verdict = _verdict(findings, until, group.facts.ends, today=today, within=within)
    stopped = [
        id
        for work in works
        if work and work.stopped and work.stopped.reaches(today)
        for id in work.stopped.revocations
    ]
    another = match.concept is not None and match.variant is None
    if verdict in ("fine", "ending") and (lost or stopped or another or None in works or not place.markets):
        verdict = "review"
    if state in ("off", "over"):
        ran_out = verdict == "refused" and risk.exact > 0
        risk = risk._replace(spend=risk.exact, note=None)
        verdict = "refused" if ran_out else "off"
    ad = audited(group, slices, state, verdict=verdict, brand=held, match=match)
    return _filled(ad, findings, cleared, place, risk, today=today).model_copy(
        update={
            "valid_until": until if verdict in ("fine", "ending") else None,
            "creators": _creators(match, held.cases),
            "links": tuple(
                filter(None, (held.cases[p].post.permalink for p in match.posts if p in held.cases))
            ),
            "notes": tuple(dict.fromkeys(_notes(group, match, state, findings, risk, today, lost, stopped)))
            if verdict != "off"
            else (),
            "not_checked": (*unchecked, *_unread(group), *(() if any(works) else (_UNASKED,))),
        }
    )


def audited(
    group: Group,
    slices: Sequence[Slice],
    state: AdState,
    *,
    verdict: AuditVerdict,
    brand: Held | None = None,
    match: Match | None = None,
) -> AuditedAd:
    """Return an ad with all that its rows tell of it, and a verdict."""
    facts = group.facts
    spent = [each.spend for each in slices if each.spend is not None]
    return AuditedAd(
        brand=brand.workspace.settings.brand.name if brand else "",
        verdict=verdict,
        platform=facts.platform,
        account=facts.account,
        campaign=facts.campaign,
        adset=facts.adset,
        ad_name=facts.ad_name,
        ad_id=facts.ad_id,
        state=state,
        rows=tuple((each.file, each.row) for each in group.slices),
        match=match,
        ends=facts.ends,
        currency=facts.currency,
        spend=sum(spent[1:], spent[0]) if spent else None,
        damaged=tuple(group.damaged),
        notes=tuple(group.notes),
    )


def _asked(
    held: Held, match: Match, works: Sequence[Creative | None], place: _Place, day: date
) -> tuple[list[Cleared], list[Finding], tuple[str, ...], list[str]]:
    """Every creative that it shows, or the posts as they are, put to the records; and the posts that are gone."""
    cleared: list[Cleared] = []
    findings: list[Finding] = []
    unchecked: dict[str, None] = {}
    lost: list[str] = []
    for work in works or [None]:
        shown = [post for post in work.posts if post in held.cases] if work else []
        for post in shown or match.posts:
            if post not in held.cases:
                lost.append(post)
                continue
            said = _said(held, post, Asking(work, match.purpose, match.identity), place, day)
            cleared += said.cleared
            findings += said.findings
            unchecked.update(dict.fromkeys(said.not_checked))
    return cleared, _each_once(findings), tuple(unchecked), list(dict.fromkeys(lost))


def _each_once(findings: Iterable[Finding]) -> list[Finding]:
    """What is the same of several files of an ad is told of the first."""
    found: dict[Finding, Finding] = {}
    for finding in findings:
        found.setdefault(finding.model_copy(update={"variant": None}), finding)
    return list(found.values())


def _said(held: Held, post: str, asking: Asking, place: _Place, day: date) -> Said:
    """What the records say, asked once for all ads that do the same."""
    variant = asking.creative.variant if asking.creative else None
    key = (post, variant, asking.purpose, asking.identity, place.channels, place.markets, day)
    if key not in held.said:
        channels = place.channels if place.markets else ()
        held.said[key] = ask(
            held.workspace, held.cases[post], asking, channels=channels, markets=place.markets, day=day
        )
    return held.said[key]


def _of_concept(match: Match, held: Held) -> list[Creative | None]:
    """The creatives of a concept, where only that is known; none where a post runs as it is."""
    same = (row for row in held.creatives.values() if row and match.concept and row.concept == match.concept)
    return list(islice(same, 1))


def _place(
    workspace: "Workspace",
    group: Group,
    works: Sequence[Creative | None],
    match: Match,
    cases: Mapping[str, Case],
) -> _Place:
    """Where an ad runs: as its rows say; else where its creative was made for, or the platform's own channels."""
    assumed: list[str] = []
    said = {each.channel for each in group.slices if each.channel}
    platform = group.facts.platform
    possible = AD_CHANNELS[platform] if platform else ()
    if not said:
        assumed.append("channels")
        made_for = {str(spot.channel) for work in works if work for spot in work.placements}
        likely = made_for or {str(cases[post].post.platform) for post in match.posts if post in cases}
        said = {channel for channel in possible or _CHANNELS if channel in likely} or set(possible)
    markets = frozenset(place for each in group.slices for place in each.markets)
    if not markets:
        assumed.append("markets")
        named = [place for work in works if work for place in work.markets] or workspace.settings.markets
        markets = own_markets(workspace, named) if named else frozenset()
    return _Place(tuple(channel for channel in _CHANNELS if channel in said), markets, tuple(assumed))


def _verdict(
    findings: Sequence[Finding], until: object, ends: date | None, *, today: date, within: int
) -> AuditVerdict:
    verdicts = {finding.verdict for finding in findings}
    if "refused" in verdicts:
        return "refused"
    if "needs_review" in verdicts:
        return "review"
    if not isinstance(until, date):
        return "fine"
    near = until - today <= timedelta(days=within) and (ends is None or ends > until)
    return "ending" if near else "fine"


def _filled(
    ad: AuditedAd,
    findings: Sequence[Finding],
    cleared: Sequence[Cleared],
    place: _Place,
    risk: AtRisk,
    *,
    today: date,
) -> AuditedAd:
    if ad.verdict == "off":
        return ad
    reasons = tuple(dict.fromkeys(why for finding in findings for why in finding.reasons))
    until = earliest([answer.valid_until for answer in cleared]) if cleared else None
    since = [f.over_since for f in findings if f.verdict == "refused"]
    everything = whole_ad(findings, channels=place.channels, markets=tuple(place.markets))
    grants = [grant for answer in cleared for grant in answer.grants] + [why.grant for why in reasons]
    refused = ad.verdict == "refused"
    return ad.model_copy(
        update={
            "grants": tuple(dict.fromkeys(filter(None, grants))),
            "channels": place.channels,
            "markets": tuple(sorted(place.markets)),
            "assumed": place.assumed,
            "reasons": reasons,
            "findings": tuple(findings),
            "over_since": min((day for day in since if day), default=None) if None not in since else None,
            "ran_until": risk.until if refused and ad.state in ("off", "over") else None,
            "at_risk": risk.spend if refused else None,
            "to_do": to_do(ad, findings, until=until, everything=everything, today=today),
        }
    )


def _notes(
    group: Group,
    match: Match,
    state: AdState,
    findings: Iterable[Finding],
    risk: AtRisk,
    today: date,
    lost: Iterable[str],
    stopped: Sequence[str],
) -> Iterable[str]:
    if match.by in ("file_name", "ad_name"):
        yield _NAMED
    elif match.by == "picture":
        yield _ALIKE
    yield from filter(None, [match.note])
    yield from group.notes
    if state == "unknown":
        yield _STATELESS
    if group.facts.starts and group.facts.starts > today:
        yield _LATER.format(written(group.facts.starts))
    yield from (_GONE.format(post) for post in lost)
    if stopped and not any(finding.verdict == "refused" for finding in findings):
        yield _OTHER_FILE.format(", ".join(dict.fromkeys(stopped)))
    yield from filter(None, [risk.note])


def _unread(group: Group) -> Iterable[str]:
    if group.unread:
        yield f"Places that are no country that is known: {', '.join(sorted(group.unread))}."
    elsewhere = sorted({each.placement for each in group.slices if each.placement and each.channel is None})
    if elsewhere:
        yield f"Placements that no record knows: {', '.join(elsewhere)}."


def _creators(match: Match, cases: Mapping[str, Case]) -> tuple[str, ...]:
    posts = [cases[post].post for post in match.posts if post in cases]
    return tuple(dict.fromkeys(post.author.handle for post in posts if post.author))
