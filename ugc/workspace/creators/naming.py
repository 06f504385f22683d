"""Accounts of creators as people name them in commands and lists: known ones, and new ones where that is wanted."""

import re
from typing import TYPE_CHECKING, get_args

from ugc import text
from ugc.errors import UsageError, nearest
from ugc.model.posts import Account, Platform

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PLATFORMS: tuple[str, ...] = get_args(Platform)
_SITES: dict[str, Platform] = {
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "linkedin.com": "linkedin",
    "pinterest.com": "pinterest",
    "reddit.com": "reddit",
    "snapchat.com": "snapchat",
    "threads.com": "threads",
    "threads.net": "threads",
    "tiktok.com": "tiktok",
    "x.com": "x",
    "twitter.com": "x",
    "youtube.com": "youtube",
}
_HANDLE = re.compile(r"[\w.·@+-]{1,100}")
"""What a new handle may be; platforms allow less."""


def an_account(name: str, platform: str | None = None) -> Account | None:
    """Read an account as people write it: `tiktok:ana`, a profile's link, or a handle with its platform beside it.

    None where it does not say on which platform it is. Raises UsageError for a platform that is not known.
    """
    head, colon, rest = name.strip().partition(":")
    if colon and head.casefold() in _PLATFORMS:
        platform, name = head, rest
    site = _site(name)
    known = a_platform(platform) if platform else site
    handle = text.handle(name)
    return Account(platform=known, handle=handle) if known and handle else None


def a_platform(said: str) -> Platform:
    """Return a platform by its name, in any case. Raises UsageError with the nearest one."""
    name = text.fold(text.one_line(said))
    for platform in get_args(Platform):
        if name == platform:
            found: Platform = platform
            return found
    close = nearest(name, _PLATFORMS)
    hint = f"Did you mean {close}?" if close else f"Known: {', '.join(_PLATFORMS)}."
    raise UsageError(f"The platform {said[:40]!r} is not known.", hint=hint)


def creator_named(workspace: "Workspace", name: str, *, new: bool) -> tuple[str, bool]:
    """Return the key of the creator that a name means, and whether they were made for it just now.

    With `new`, an account that nothing here knows becomes one, with a creator of its own. Raises UsageError for one
    that is not known, for a new one whose platform is not said, and for one that was erased.
    """
    catalog = workspace.catalog
    try:
        return catalog.resolve_creator(name), False
    except UsageError as error:
        account = an_account(name)
        if account and catalog.profiles.ever_borne(account):
            raise
        if account is None and new:
            raise UsageError(
                f"It is not said on which platform {name[:80]!r} is.", hint="Write it as in instagram:ana."
            ) from None
        if account is None or not new:
            raise or_new(error) from None
    return added(workspace, account), True


def or_new(error: UsageError) -> UsageError:
    """The error for somebody who is not known, with how someone new is added."""
    return UsageError(error.message, hint=f"{error.hint or ''} Someone new is added with --new.".strip())


def account_named(workspace: "Workspace", name: str, platform: str | None = None) -> Account:
    """Return the account that a name means, by a handle of today or before, with its platform where several bear it.

    Raises UsageError for one that is not known, and where it could be several.
    """
    account = an_account(name, platform)
    key = workspace.catalog.resolve_creator(f"{account.platform}:{account.handle}" if account else name)
    theirs = workspace.catalog.accounts(key)
    there = [one for one in theirs if account is None or one.platform == account.platform]
    handle = text.fold(account.handle if account else text.handle(name))
    meant = [one for one in there if text.fold(one.handle) == handle] or there
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(f"{one.platform}:{one.handle}" for one in meant)
    raise UsageError(f"{name[:80]!r} could be any of these accounts: {listed}.", hint="Name one of them.")


def added(workspace: "Workspace", account: Account) -> str:
    """Make a creator of an account that nothing here knows; return their key. Raises UsageError for an erased one, and
    for what is no handle."""
    if not _HANDLE.fullmatch(account.handle):
        raise UsageError(f"{account.handle[:80]!r} is not a handle.", hint="Write it as in tiktok:ana.")
    erasure = workspace.catalog.care.erasure_of_account(account)
    if erasure:
        raise UsageError(
            f"{account.platform}:{account.handle} was erased on request ({erasure}), and is not added again.",
            hint=f"Where they want to be back: ugc forget {erasure} --lift --why ...",
        )
    return workspace.catalog.profiles.add_account(account)


def _site(name: str) -> Platform | None:
    """The platform whose site an address leads to."""
    host = name.strip().split("://")[-1].split("/")[0].casefold() if "/" in name else ""
    parts = host.split(".")
    return _SITES.get(".".join(parts[-2:])) if len(parts) > 1 else None
