"""What files of platforms and people say of permissions to run ads."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.records import Perpetual
from ugc.model.vocab import AuthorizationKind, AuthorizationStatus

ExpirySource = Literal["platform", "creator_asserted", "contract"]
Form = Literal[
    "sheet",
    "tt_video",
    "business/post/authorize",
    "identity/get",
    "partnership-ads-advertisable-content",
    "branded_content_ad_permissions",
]
"""Our own columns, or the interface of the platform whose answer it is."""


class FoundPermission(Value):
    """One permission as a file tells of it. Its codes show neither in representations nor in messages."""

    place: str
    """Where it stands: line 3, data.list.0."""
    posts: tuple[str, ...] = ()
    """Names that may lead to the post, the surest first: an id, a link. Empty for a creator's account."""
    creator: str | None = None
    """Handle, without @."""
    kind: AuthorizationKind
    platform: Platform | None = None
    code: SecretStr | None = None
    original_code: SecretStr | None = None
    status: AuthorizationStatus | None = None
    """None: not said."""
    start: date | datetime | None = None
    end: date | datetime | Perpetual | None = None
    """A day, or the instant at which it ends."""
    expiry_source: ExpirySource | None = None
    native_ids: dict[str, str] = {}
    eligibility_errors: tuple[str, ...] | None = None
    """Verbatim; None: not said, and nothing is changed about them."""
    second: bool = False
    render_variants: bool = False
    """The advertiser may publish its own variants on the account."""
    checked: bool = False
    """The platform itself said so."""
    notes: tuple[str, ...] = ()


class PassedOver(Value):
    """Something in a file that gives no permission, and why. Nothing of a code is in it."""

    place: str
    what: str = ""
    """By what a person knows it: a post's id or link, a handle."""
    why: str


class PermissionFile(Value):
    """A file that was read."""

    path: Path
    forms: tuple[Form, ...]
    found: tuple[FoundPermission, ...]
    passed_over: tuple[PassedOver, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def secret(self) -> bool:
        """Whether a code stands in it in the clear."""
        return any(item.code or item.original_code for item in self.found)
