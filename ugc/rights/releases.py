"""The second gate: people, minors, property, trademarks, music and voices that a picture or its sound shows."""

from collections.abc import Sequence

from ugc.model.posts import PLATFORMS, Post
from ugc.model.records import Grant, Release
from ugc.model.rights import Case, Policy, Reason, Use
from ugc.model.territories import expand_territories
from ugc.model.vocab import MINOR_BANDS
from ugc.rights.decisions import OpenPoint
from ugc.rights.words import is_paid, left_out, purposes_of, spoken

_SOCIAL = frozenset(PLATFORMS) - {"web", "email", "other"}
_ON_THE_WEB = frozenset({"brand_site", "web"})
"""Channels that a music licence for the web reaches."""


def released(
    case: Case,
    use: Use,
    policy: Policy,
    *,
    grants: Sequence[Grant],
    refusals: list[Reason],
    reviews: list[OpenPoint],
) -> None:
    """Add what the releases refuse, and what a person must decide."""
    for release in case.releases:
        if release.kind == "minor_model" or release.age_band in MINOR_BANDS:
            refusals += _minor(release, policy)
        if release.kind == "music" or (release.kind == "voice" and not use.sound):
            continue
        if not _holds(release, use):
            text = f"The {spoken(release.kind)} release is missing, or does not reach as far as the use."
            refusals.append(Reason(code="release_missing", text=text))
        elif release.status == "unknown":
            text = f"Whether the {spoken(release.kind)} release was given is unknown."
            reviews.append((Reason(code="release_unknown", text=text), release.recorded_at))
    if policy.people == "review" and not any(r.kind in ("model", "minor_model") for r in case.releases):
        text = "Whether other people are shown has not been said."
        reviews.append((Reason(code="release_unknown", text=text), None))
    for grant in grants:
        reviews += _likeness(grant, use)
    if not use.sound or _silent(case.post) or _licensed(case, use):
        return
    if is_paid(use):
        _sound(case, use, policy, refusals=refusals, reviews=reviews)
    elif use.channel not in _SOCIAL:
        _song_taken_along(case, use, refusals)


def _minor(release: Release, policy: Policy) -> list[Reason]:
    if policy.minors == "refuse":
        return [Reason(code="minor_refused", text="A minor is shown, and this brand uses no such picture.")]
    if not release.guardian_evidence:
        text = "A minor is shown and no guardian's consent is on file."
        return [Reason(code="minor_without_guardian", text=text)]
    return []


def _holds(release: Release, use: Use) -> bool:
    """Whether a release, as far as it is known, reaches the whole use; a limited one only what it names."""
    if release.status == "none" or release.ends_before(use.last):
        return False
    if release.status != "limited":
        return True
    reach = expand_territories(release.territories)
    return purposes_of(use) <= release.purposes and use.territories <= reach


def _likeness(grant: Grant, use: Use) -> list[OpenPoint]:
    """A grant that leaves its author's face or voice out settles nothing where they may be seen or heard."""
    return [
        (
            Reason(
                code="release_unknown",
                text=f"The grant leaves out the creator's {what}; whether it is in the post has not been said.",
                grant=grant.id,
            ),
            grant.recorded_at,
        )
        for what in left_out(grant, use)
    ]


def _sound(case: Case, use: Use, policy: Policy, *, refusals: list[Reason], reviews: list[OpenPoint]) -> None:
    """The music gate for a clip whose own sound is kept in paid use."""
    kind, music = case.post.sound, _music(case)
    at_home = kind == "commercial_library" and use.channel == case.post.platform
    known = [release for release in music if release.music not in (None, "unknown")]
    if not music and (at_home or kind in ("none", "speech", "original")):
        return
    if known or kind in ("library_song", "commercial_library"):
        text = f"The track is not licensed for {spoken(use.channel)} over the whole flight and every market."
        refusals.append(Reason(code="music_not_cleared", text=text))
        return
    answer = Reason(code="music_unknown", text="Where the sound comes from is not known.")
    if policy.unknown_sound == "refuse":
        refusals.append(answer)
    else:
        reviews.append((answer, max((r.recorded_at for r in music if r.recorded_at), default=None)))


def _song_taken_along(case: Case, use: Use, refusals: list[Reason]) -> None:
    """A song of a platform's library is licensed for that platform alone: no page of the brand's may play it."""
    music = _music(case)
    known = any(release.music not in (None, "unknown") for release in music)
    if known or (not music and case.post.sound in ("library_song", "commercial_library")):
        text = (
            f"The track is not licensed for {spoken(use.channel)}: a platform's library is for that platform."
        )
        refusals.append(Reason(code="music_not_cleared", text=text))


def _music(case: Case) -> list[Release]:
    return [release for release in case.releases if release.kind == "music"]


def _licensed(case: Case, use: Use) -> bool:
    """Whether releases say that all the music may be used so."""
    music = _music(case)
    return bool(music) and all(_music_clears(release, use) for release in music)


def _silent(post: Post) -> bool:
    """Whether none of its clips has a sound track: then there is nothing to ask about."""
    clips = [media for media in post.media if media.kind == "video"]
    return bool(clips) and all(media.sound is False for media in clips)


def _music_clears(release: Release, use: Use) -> bool:
    if release.status == "none" or release.ends_before(use.last):
        return False
    if release.music == "original":
        return True
    if release.music not in ("licensed", "commercial_library"):
        return False
    reaches = use.channel in release.covers or (use.channel in _ON_THE_WEB and "web" in release.covers)
    return reaches and use.territories <= expand_territories(release.territories)
