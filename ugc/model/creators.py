"""Creators as people whom a brand works with: what is written down of them, and how many follow their accounts."""

from datetime import date, datetime

from pydantic import Field

from ugc.model.base import Value
from ugc.model.posts import Account, Platform

BY_HAND = "by hand"
"""The source of what a person typed; else the name of an importer, or of a sheet."""


class Profile(Value):
    """What a brand's people write down of a creator. Nothing of it is worked out from posts."""

    name: str | None = None
    """What they are called, where it is not their handle."""
    niches: tuple[str, ...] = ()
    """What they are about, as in running or skincare."""
    tags: tuple[str, ...] = ()
    """Labels of our own, for any purpose."""
    languages: tuple[str, ...] = ()
    """BCP 47, as in en or pt-BR."""
    country: str | None = None
    """ISO 3166-1 alpha-2: where they live."""
    audience: str | None = None
    """Who follows them, in words."""


class Contact(Value):
    """How to reach a creator. Kept apart: no sheet, export, page or document has it unless it is asked for by name."""

    email: str | None = None
    phone: str | None = None
    address: str | None = None
    """Where products are sent."""
    agent: str | None = None
    """Who speaks for them, and how to reach that person."""


class CreatorNote(Value):
    """Something that was written down of a creator on a day."""

    id: int
    day: date
    words: str
    by: str


class Followers(Value):
    """How many followed an account on a day: a snapshot."""

    account: Account
    day: date
    count: int = Field(ge=0)
    source: str
    """An importer's or sheet's name, or `by hand`."""


class Creator(Value):
    """A creator as a person: their accounts, and what is written down of them. Their contact is not part of it."""

    key: str
    """The catalog's key."""
    accounts: tuple[Account, ...]
    profile: Profile = Profile()
    followers: tuple[Followers, ...] = ()
    """The newest snapshot of each account that has one."""
    posts: int = 0
    """How many the catalog has of theirs."""
    first_posted: datetime | None = None
    last_posted: datetime | None = None

    @property
    def handle(self) -> str:
        """The handle that people know them by: of the account that most follow, else the first; without @."""
        best = max(self.followers, key=lambda item: item.count, default=None)
        account = best.account if best else next(iter(self.accounts), None)
        return account.handle if account else self.key

    def on(self, platform: Platform) -> tuple[Account, ...]:
        """Return their accounts on one platform."""
        return tuple(account for account in self.accounts if account.platform == platform)
