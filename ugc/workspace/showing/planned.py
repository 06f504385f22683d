"""A post that may be shown, as its page will tell of it: everything but its pictures, which have to be made first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ugc.exports.schema_org import copyright_of, licence_of
from ugc.model.galleries import EntryKind, Maker, Tag
from ugc.model.posts import Media, Post
from ugc.model.vocab import Edit
from ugc.profiles import with_page
from ugc.text import clean, one_line
from ugc.workspace.collecting import safe_link
from ugc.workspace.copywriting import Copywriter
from ugc.workspace.showing.asking import CROP, MASHUP, PREVIEW, Showable
from ugc.workspace.showing.names import post_slug, slug

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_CAPTION = 5000
"""Characters of a caption that stand on its page; no platform takes more."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is known of a post that will be shown."""

    post: Post
    slug: str
    maker: Maker
    credit: str
    credit_on_picture: bool
    label: str | None
    media: tuple[Media, ...]
    muted: bool
    edits: frozenset[Edit]
    grants: tuple[str, ...]
    until: date | None
    """The last day on which its records allow it; None where they name none."""
    copyright: str | None
    licence: str | None

    @property
    def kind(self) -> EntryKind:
        """What the gallery's filters call it."""
        if len(self.media) > 1:
            return "carousel"
        return "clip" if self.media[0].kind == "video" else "image"

    @property
    def may_crop(self) -> bool:
        return self.edits >= CROP

    @property
    def may_join(self) -> bool:
        """Whether it may stand in one picture with those of other creators."""
        return self.edits >= MASHUP

    @property
    def may_preview(self) -> bool:
        """Whether a short silent piece of its clip may be shown."""
        return self.edits >= PREVIEW


class Planner:
    """Tells of posts in the words of a workspace."""

    def __init__(self, workspace: "Workspace") -> None:
        self._writer = Copywriter(workspace.settings, {})

    def planned(self, found: Showable) -> Planned:
        """Return what a post's page will say; the records have let it be shown."""
        case, cleared = found.case, found.cleared
        post, author = case.post, case.post.author
        assert author, "a post of nobody is not shown"
        words = self._writer.words(post, case)
        resting_on = [grant for grant in case.grants if grant.id in cleared.grants]
        handle = one_line(author.handle) or "unknown"
        return Planned(
            post=post,
            slug=post_slug(post.id, handle),
            maker=Maker(
                handle=handle,
                name=one_line(author.display_name or "") or handle,
                slug=slug(handle, of=post.creator or f"{author.platform}:{author.native_id or handle}"),
                profile=safe_link(with_page(author).profile_url),
            ),
            credit=(words.credit if words else None) or f"@{handle}",
            credit_on_picture=found.credit_on_picture,
            label=found.label,
            media=found.media,
            muted=found.muted,
            edits=cleared.use.edits,
            grants=cleared.grants,
            until=cleared.valid_until if isinstance(cleared.valid_until, date) else None,
            copyright=copyright_of(post, resting_on),
            licence=licence_of(resting_on),
        )


def caption_of(post: Post) -> str:
    """Return a post's caption as its page shows it: its lines kept, what commands a reader's screen taken out."""
    lines = [one_line(line) for line in clean(post.caption or "")[:_CAPTION].splitlines()]
    return "\n".join(lines).strip()


def day_of(post: Post) -> date | None:
    """Return the day on which a post was published."""
    return post.posted_at.date() if post.posted_at else None


@lru_cache(maxsize=10_000)
def tag_of(name: str, spelt: str | None = None) -> Tag:
    """Return a hashtag with its page; `spelt` is how the brand writes it."""
    return Tag(name=spelt or name, slug=slug(name))


def tags_of(post: Post, spelt: Mapping[str, str]) -> tuple[Tag, ...]:
    """Return a post's hashtags, as the brand spells its own."""
    return tuple(tag_of(name, spelt.get(name)) for name in dict.fromkeys(post.hashtags))
