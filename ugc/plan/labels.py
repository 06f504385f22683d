"""The label of a creative: what its posts, grants and releases let a file say of itself in public.

Where several grants or posts stand behind one creative, the narrowest of their answers is taken: the latest start, the
edits that all of them allow, the strictest answer about AI, the least of the releases. What nobody recorded is left
out. Fees, contacts, evidence and notes never get here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ugc.model.creatives import Draft, Label
from ugc.model.posts import Account, Post
from ugc.model.records import Grant, Perpetual, Release
from ugc.model.rights import Cleared
from ugc.model.takes import laid_sound
from ugc.model.vocab import (
    AI_USES,
    EDITS,
    SUBLICENSEES,
    AiAnswer,
    AiUse,
    CreditPlace,
    ReleaseKind,
    ReleaseStatus,
    Sublicensee,
)
from ugc.profiles import with_page

_PEOPLE: frozenset[ReleaseKind] = frozenset({"model", "minor_model"})
_THINGS: frozenset[ReleaseKind] = frozenset({"property", "trademark"})
_STRICTEST: tuple[CreditPlace, ...] = ("on_media", "adjacent", "caption", "credits_page", "none")
_WITHDRAWN = (
    "This is what the records said when it was written: a permission can be withdrawn before it ends."
)


class Records(NamedTuple):
    """What a label is made from, all by id: posts, grants, and the releases of each post."""

    posts: Mapping[str, Post]
    grants: Mapping[str, Grant]
    releases: Mapping[str, Sequence[Release]]


def cleared_label(
    planned: Draft, cleared: Sequence[Cleared], records: Records, *, variant: str, concept: str
) -> Label:
    """Return the label of a draft for the placements that it was cleared for."""
    used = [records.grants[name] for name in dict.fromkeys(g for answer in cleared for g in answer.grants)]
    end = min((answer.valid_until for answer in cleared), key=_as_day)
    spots = {answer.use.placement for answer in cleared}
    owners = _owners(cleared, records)
    return Label(
        **_whose(planned, records.posts, owners=owners),
        **_released(planned, records),
        variant=variant,
        concept=concept,
        owners=owners,
        usage_terms=_usage_terms(planned, cleared, used, end),
        license_info=" ".join((*_agreed(used), *_sound(planned), _WITHDRAWN)),
        licensors=tuple(dict.fromkeys(grant.licensor for grant in used)),
        licensee=cleared[0].use.licensee,
        grants=tuple(grant.id for grant in used),
        sounds=tuple(dict.fromkeys(name for answer in cleared for name in answer.sounds)),
        start=_start(cleared, records),
        end=end,
        territories=tuple(sorted(cleared[0].use.territories)),
        channels=tuple(sorted({answer.use.channel for answer in cleared})),
        purposes=tuple(sorted({answer.use.purpose for answer in cleared})),
        placements=tuple(spot for spot in planned.placements if spot in spots),
        terms_url=next((grant.terms.url for grant in used if grant.terms.url), None),
        denied_edits=tuple(edit for edit in EDITS if any(edit not in grant.edits for grant in used)),
        credit_required=min((grant.credit.required for grant in used), key=_STRICTEST.index),
        sublicence=_sublicence(used),
        ai=_ai(used),
    )


def proof_label(
    planned: Draft, posts: Mapping[str, Post], *, licensee: str, variant: str, concept: str
) -> Label:
    """Return the label of a proof: whose it is, and that it may not be used."""
    return Label(
        **_whose(planned, posts, owners=()),
        variant=variant,
        concept=concept,
        usage_terms="Proof for looking at. Not cleared for any use.",
        licensors=(),
        licensee=licensee,
        grants=(),
        proof=True,
    )


def _whose(planned: Draft, posts: Mapping[str, Post], *, owners: tuple[str, ...]) -> dict[str, object]:
    """The part of a label that tells of the posts and their makers."""
    shown = [posts[source.post] for source in planned.sources]
    makers = tuple(dict.fromkeys(with_page(post.author) for post in shown if post.author))
    names = ", ".join(owners or map(_name, makers)) or "the creator"
    posted = min((post.posted_at.date() for post in shown if post.posted_at), default=None)
    return {
        "posts": tuple(dict.fromkeys(post.id for post in shown)),
        "creators": makers,
        "credit_line": planned.credit_line,
        "copyright": " ".join(str(part) for part in ("©", posted and posted.year, names) if part),
        "links": tuple(dict.fromkeys(post.permalink for post in shown if post.permalink)),
        "posted": posted,
        "description": next((post.caption for post in shown if post.caption), None),
        "edits": tuple(sorted(planned.edits)),
        "credit_place": planned.credit_place,
    }


def _name(account: Account) -> str:
    return account.display_name or account.handle


def _owners(cleared: Sequence[Cleared], records: Records) -> tuple[str, ...]:
    """Who holds the copyright: the author who gave a grant, or the employer who did; nobody where it is not known."""
    found: dict[str, None] = {}
    for answer in cleared:
        author = records.posts[answer.post].author
        for grant in (records.grants[name] for name in answer.grants):
            if grant.capacity == "employer":
                found[grant.licensor] = None
            elif grant.capacity == "author" and grant.method != "work_for_hire" and author:
                found[_name(author)] = None
            else:
                return ()
    return tuple(found)


def _start(cleared: Sequence[Cleared], records: Records) -> date:
    """The first day of unbroken cover: that of the grant which covers the flight's first day, in the last market."""
    starts = []
    for answer in cleared:
        grants = [records.grants[name] for name in answer.grants]
        for place in answer.use.territories:
            begun = [g.start for g in grants if place in g.reach and g.start <= answer.use.first]
            starts.append(min(begun, default=answer.use.first))
    return max(starts)


def _usage_terms(
    planned: Draft, cleared: Sequence[Cleared], grants: Sequence[Grant], end: date | Perpetual
) -> str:
    until = "without end" if end == "perpetual" else f"until {end}"
    return (
        f"May be used for {_listed(a.use.purpose for a in cleared)} on {_listed(a.use.channel for a in cleared)} "
        f"in {', '.join(sorted(cleared[0].use.territories))} {until} "
        f"under {', '.join(grant.id for grant in grants)}. Credit: {planned.credit_line}. "
        "Any other use needs the creator's permission."
    )


def _agreed(grants: Sequence[Grant]) -> Iterator[str]:
    """Say which terms were agreed to. Of a document without a public address, only the hash is anybody's business."""
    for terms in dict.fromkeys(grant.terms for grant in grants):
        version = f"version {terms.version}" if terms.version and terms.url else ""
        language = terms.language if terms.url else ""
        parts = [part for part in (version, language, terms.sha256 and f"sha256 {terms.sha256}") if part]
        if parts:
            yield f"Terms agreed to: {', '.join(parts)}."


def _sound(planned: Draft) -> Iterator[str]:
    """Say under which licence a sound was laid on; what else it says is between its parties."""
    sound = laid_sound(planned.take)
    if sound:
        until = "without end" if sound.until == "perpetual" else f"until {sound.until}"
        yield f"Sound: “{sound.title}”, licensed under {sound.licence} {until}."


def _sublicence(grants: Sequence[Grant]) -> tuple[Sublicensee, ...]:
    shared = frozenset(SUBLICENSEES).intersection(*(grant.sublicence for grant in grants)) - {"none"}
    return tuple(name for name in SUBLICENSEES if name in shared)


def _ai(grants: Sequence[Grant]) -> dict[AiUse, AiAnswer]:
    """Denied before limited, limited before allowed, and allowed only where every grant says so."""
    found: dict[AiUse, AiAnswer] = {}
    for use in AI_USES:
        said = [grant.ai.get(use) for grant in grants]
        if "denied" in said:
            found[use] = "denied"
        elif "constrained" in said:
            found[use] = "constrained"
        elif set(said) == {"allowed"}:
            found[use] = "allowed"
    return found


def _released(planned: Draft, records: Records) -> dict[str, object]:
    """The part of a label that tells of releases: of the people, and of the places and things that are shown."""
    shown = dict.fromkeys(source.post for source in planned.sources)
    told: dict[str, object] = {}
    for name, kinds in (("model", _PEOPLE), ("property", _THINGS)):
        of_posts = [
            [release for release in records.releases.get(post, ()) if release.kind in kinds] for post in shown
        ]
        told[f"{name}_release"] = _least(map(_status, releases) for releases in of_posts)
        told[f"{name}_releases"] = tuple(release.id for releases in of_posts for release in releases)
    return told


def _least(of_posts: Iterable[Iterable[ReleaseStatus]]) -> ReleaseStatus | None:
    """The least that all posts can say; a post for which nothing is recorded counts as unknown, which is not said."""
    said: set[ReleaseStatus] = set()
    for statuses in of_posts:
        said |= set(statuses) or {"unknown"}
    order: tuple[ReleaseStatus, ...] = ("none", "unknown", "limited", "unlimited", "not_applicable")
    least = next(status for status in order if status in said)
    return None if least == "unknown" else least


def _status(release: Release) -> ReleaseStatus:
    """A release with an end, or for some places or purposes alone, is limited, whatever it is called."""
    bounded = release.purposes or release.territories or release.end not in (None, "perpetual")
    return "limited" if release.status == "unlimited" and bounded else release.status


def _listed(tokens: Iterable[str]) -> str:
    return ", ".join(sorted({token.replace("_", " ") for token in tokens}))


def _as_day(day: date | Perpetual) -> date:
    return date.max if day == "perpetual" else day
