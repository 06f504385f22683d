"""Who and what an ad is about, by a platform's own ids: brand, creator, post and code. Nothing is guessed: a shortcode
is not a media id, and a number that a download calls a person's id is not the id that an ad account knows."""

import json
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ugc.model.ads import AD_CHANNELS, AdCode, AdParty, AdPlatform, AdPost
from ugc.model.posts import Post, SoundKind
from ugc.model.records import Authorization
from ugc.model.rights import Case
from ugc.model.vocab import CODE_KINDS, MusicSource

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_POST_IDS: tuple[str, ...] = (
    "source_instagram_media_id",
    "ig_media_id",
    "media_id",
    "content_id",
    "object_story_id",
    "item_id",
    "video_id",
    "pin_id",
    "snap_id",
    "urn",
    "post_id",
)
"""Names under which a permission's native ids tell the post's."""
_PARTY_IDS = {
    "instagram_user_id": (
        "instagram_user_id",
        "creator_instagram_user_id",
        "ig_user_id",
        "creator_ig_user_id",
    ),
    "page_id": ("page_id", "creator_page_id", "fb_page_id", "creator_fb_page"),
    "identity_id": ("identity_id",),
    "identity_type": ("identity_type",),
    "identity_authorized_bc_id": ("identity_authorized_bc_id", "bc_id"),
    "profile_id": ("profile_id", "creator_profile_id"),
    "channel_id": ("channel_id", "creator_channel_id"),
    "author_urn": ("author_urn", "member_urn"),
}
"""An ad's name for an id of the creator's, and the names under which a permission may tell it."""


def brand(workspace: "Workspace", platform: AdPlatform) -> AdParty:
    """Return the brand as a platform knows it, from ugc.toml."""
    told = getattr(workspace.settings.ads, platform).model_dump()
    names = {"organization_id": "author_urn", "brand_channel_id": "channel_id"}
    ids = {
        names.get(name, name): value
        for name, value in told.items()
        if name in (*_PARTY_IDS, *names) and value
    }
    own = workspace.settings.brand
    return AdParty(handle=own.handle.lstrip("@"), name=own.name, ids=ids)


def creator(case: Case, platform: AdPlatform) -> AdParty:
    """Return the author of a post as the platform knows them, from its permissions on record."""
    author = case.post.author
    told = _native_ids(case, platform)
    ids = {
        name: value
        for name, known in _PARTY_IDS.items()
        if (value := next((told[each] for each in known if each in told), ""))
    }
    return AdParty(
        handle=author.handle if author else "", name=(author.display_name or "") if author else "", ids=ids
    )


def post(workspace: "Workspace", case: Case, platform: AdPlatform) -> AdPost:
    """Return a post with the id that ads of a platform take for it, where a record tells it."""
    shown = case.post
    kinds = {media.kind for media in shown.media if media.role == "original"}
    many = sum(media.role == "original" for media in shown.media) > 1
    return AdPost(
        id=shown.id,
        platform=shown.platform,
        native_id=_native_id(workspace, case, platform),
        permalink=shown.permalink,
        kind=shown.kind,
        medium="carousel" if many else "video" if "video" in kinds else "image" if kinds else None,
        caption=shown.caption,
        paid_label=shown.paid_label,
        sound=_sound(case),
        derived_from=shown.derived_from,
    )


_HEARD: dict[MusicSource, SoundKind] = {
    "original": "original",
    "commercial_library": "commercial_library",
    "licensed": "licensed",
    "platform_only": "library_song",
}


def _sound(case: Case) -> SoundKind:
    """What is heard in a post: as a release says, else as its source does."""
    told = {_HEARD[item.music] for item in case.releases if item.kind == "music" and item.music in _HEARD}
    if "library_song" in told:
        return "library_song"
    return next(iter(sorted(told)), case.post.sound)


def code(
    case: Case,
    platform: AdPlatform,
    *,
    first: date,
    last: date,
    secret: bool,
    sealed: Mapping[str, Container[str]] = {},
) -> AdCode | None:
    """Return the permission that spans a flight and that an ad of a post can rest on; one with a code, or one without.

    `sealed` says of a permission, by its id, which parts of it are: `code`, and of a duet or stitch `original`.
    """
    for item in _standing(case, platform):
        if (item.kind in CODE_KINDS) == secret and item.spans(first, last):
            return AdCode(
                id=item.id,
                kind=item.kind,
                last4=item.code_last4,
                start=item.start,
                end=item.end,
                native_ids=item.native_ids,
                second="original" in sealed.get(item.id, {}),
            )
    return None


def _standing(case: Case, platform: AdPlatform) -> Iterator[Authorization]:
    for item in case.authorizations:
        if item.platform in AD_CHANNELS[platform] and item.status == "active":
            yield item


def _native_ids(case: Case, platform: AdPlatform) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _standing(case, platform):
        found = dict(item.native_ids) | found
    return found


def _native_id(workspace: "Workspace", case: Case, platform: AdPlatform) -> str | None:
    shown: Post = case.post
    own = [item for item in _standing(case, platform) if item.post]
    for item in own:
        for name in _POST_IDS:
            if item.native_ids.get(name):
                return item.native_ids[name]
    for known in (shown.id, *shown.aliases):
        space, _, name = known.partition(":")
        if space in ("tt", "yt") and platform in ("tiktok", "youtube"):
            return name
    return _graph_id(workspace, shown) if platform == "meta" and shown.platform == "instagram" else None


def _graph_id(workspace: "Workspace", shown: Post) -> str | None:
    """The media id that an answer of the Instagram Graph API gave; the numbers of other sources are another space."""
    for record in workspace.catalog.sources(shown.id):
        if record.importer == "instagram_graph" and record.raw:
            with suppress(ValueError):
                told = json.loads(record.raw)
                if isinstance(told, dict) and str(told.get("id", "")).isdigit():
                    return str(told["id"])
    return None
