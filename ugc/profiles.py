"""The address of a creator's profile, where a handle alone makes it."""

import re

from ugc.model.posts import Account, Platform

_HANDLE = re.compile(r"[A-Za-z0-9._-]{1,30}")
_PROFILES: dict[Platform, str] = {
    "instagram": "https://www.instagram.com/{}/",
    "tiktok": "https://www.tiktok.com/@{}",
    "threads": "https://www.threads.net/@{}",
    "x": "https://x.com/{}",
    "pinterest": "https://www.pinterest.com/{}/",
    "snapchat": "https://www.snapchat.com/add/{}",
    "reddit": "https://www.reddit.com/user/{}/",
}
"""Where a handle alone makes the address of a profile: on the others it may be a name, a company or a channel."""


def with_page(account: Account) -> Account:
    """Return an account with the address of its profile, which few sources tell."""
    if account.profile_url or account.platform not in _PROFILES or not _HANDLE.fullmatch(account.handle):
        return account
    page = _PROFILES[account.platform].format(account.handle)
    return account.model_copy(update={"profile_url": page})
