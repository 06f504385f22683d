"""Posts that a platform's own export gives no id of: what they are known by instead."""

from datetime import datetime

from ugc.model.base import digest
from ugc.model.posts import Account, Platform


def key_of(
    platform: Platform, author: Account | None, posted: datetime | None, name: str | None
) -> str | None:
    """A key made of the account, when the post was made, and a name in it: that of a file, or its words.

    It is the same at each reading, so that a later one, with the file, is of the same post. None where too little is
    known for it to mean one post.
    """
    owner = author.handle.casefold() if author else None
    if not (name or (owner and posted)):
        return None
    return f"file:{digest([platform, owner, posted.isoformat() if posted else None, name])}"
