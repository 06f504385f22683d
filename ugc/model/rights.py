"""The question put to the records, and the three answers.

Dates are whole days, both ends included, in the workspace's time zone. What a record does not say is not granted.
"""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from ugc.model.base import Value
from ugc.model.dealings import Decision, Reply, Request, Running
from ugc.model.disclosing import DisclosurePolicy
from ugc.model.posts import Post, PostChange
from ugc.model.records import Authorization, CreditTerms, Grant, Hold, Perpetual, Release, Revocation
from ugc.model.sounds import SoundLicence
from ugc.model.territories import COUNTRIES
from ugc.model.vocab import Channel, CreditPlace, Edit, Identity, Method, Purpose


class Case(Value):
    """A post with all its records, as they stand when the question is put."""

    post: Post
    grants: tuple[Grant, ...] = ()
    releases: tuple[Release, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    holds: tuple[Hold, ...] = ()
    """Those not lifted."""
    revocations: tuple[Revocation, ...] = ()
    requests: tuple[Request, ...] = ()
    """Those that nobody has answered for this post, the newest of each row of reminders."""
    refusals: tuple[Reply, ...] = ()
    """Answers with no, as far as they are about this post and no later answer took them back."""
    decisions: tuple[Decision, ...] = ()
    """Oldest first."""
    running: tuple[Running, ...] = ()
    changes: tuple[PostChange, ...] = ()
    """What later imports saw of the post at its source, oldest first."""
    sounds: tuple[SoundLicence, ...] = Field((), exclude=True, repr=False)
    """The licences of sounds that can be laid on clips: the brand's, and the same for every post, so no document of a
    case repeats them."""
    sounds_ended: tuple[Revocation, ...] = Field((), exclude=True, repr=False)
    """What ended some of these."""

    @property
    def deleted(self) -> PostChange | None:
        """What was seen last of the post, where that is that it is gone from its platform."""
        standing = [change for change in self.changes if change.what != "edited"]
        return standing[-1] if standing and standing[-1].what == "deleted" else None


class Use(Value):
    """The question put to the records."""

    licensee: str
    purpose: Purpose
    channel: Channel
    identity: Identity = "brand_handle"
    territories: frozenset[str]
    """ISO 3166-1 alpha-2 codes: `worldwide` and `EEA` are written out before asking."""
    first: date
    last: date
    edits: frozenset[Edit] = frozenset()
    """What the draft will really do."""
    sound: bool = False
    """Whether the post's own sound is kept."""
    laid_sound: str | None = None
    """Id of the licence of the sound that takes the place of the post's own, or lies under it; the edit for both is
    `replace_audio`."""
    credit: CreditPlace = "on_media"
    """Where the draft shows the credit line."""
    disclosure: str | None = None
    """The words on the draft that say it is an ad; empty where it bears none, None where nobody has asked about it."""
    language: str | None = None
    """Of the words on the draft."""
    placement: str | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "Use":
        if self.last < self.first:
            raise ValueError(f"the flight ends on {self.last}, before it starts on {self.first}")
        bad = sorted(self.territories - COUNTRIES)
        if bad:
            raise ValueError(f"{bad[0]!r} is not an ISO 3166-1 country code")
        if self.laid_sound and "replace_audio" not in self.edits:
            raise ValueError(f"laying the sound {self.laid_sound} on the clip is the edit replace_audio")
        return self


class Policy(Value):
    """What a brand asks of its records beyond the grant itself. Set in `ugc.toml` under [rights]."""

    paid_needs: Method = "dm_yes"
    """Weakest consent that suffices for paid use."""
    paid_needs_terms_hash: bool = True
    """Whether paid use needs the document of the terms on file, by its hash."""
    hashtag_reply_covers: frozenset[Purpose] = frozenset({"organic_repost", "editorial"})
    """What a hashtag reply covers by itself; anything else only as far as terms on file say so."""
    minors: Literal["guardian", "refuse"] = "guardian"
    """A minor who is shown: allowed with a guardian's consent on file, or never."""
    people: Literal["note", "review"] = "note"
    """Other people in the picture, unknown: listed as not checked, or put to a review."""
    unknown_sound: Literal["review", "refuse"] = "review"
    """Sound of unknown origin, kept in a clip for paid use."""
    disclosure: DisclosurePolicy = DisclosurePolicy()
    """When a creative must say on the picture that it is an ad."""


class Reason(Value):
    """Why a use is not allowed, as a stable code and a plain sentence."""

    code: str
    """One of `ugc.model.reasons.REASONS`, with `:<edit>` after `edit_not_granted`."""
    text: str
    grant: str | None = None
    """The grant that falls short here; None when the reason lies with the post."""


class Cleared(Value):
    """The records allow the use. Made by `rights.clear` and nowhere else."""

    verdict: Literal["cleared"] = "cleared"
    post: str
    use: Use
    grants: tuple[str, ...]
    authorizations: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    """By which persons settled what the records leave open."""
    sounds: tuple[str, ...] = ()
    """Licences of sounds that are laid on it."""
    valid_until: date | Perpetual
    """The last day on which every record it rests on still stands."""
    credit: CreditTerms
    not_checked: tuple[str, ...] = ()


class NeedsReview(Value):
    """The records neither allow nor refuse; a named person decides."""

    verdict: Literal["needs_review"] = "needs_review"
    post: str
    use: Use
    reasons: tuple[Reason, ...]
    grants: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()


class Refused(Value):
    """The records do not allow the use; all reasons are given."""

    verdict: Literal["refused"] = "refused"
    post: str
    use: Use
    reasons: tuple[Reason, ...]
    not_checked: tuple[str, ...] = ()


Answer = Cleared | NeedsReview | Refused
