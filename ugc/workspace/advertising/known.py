"""Everything by which an ad can be known as ours, of one workspace: loaded once, looked up a hundred thousand times."""

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from ugc.catalog.lookups import ShortCreative
from ugc.catalog.names import link_key
from ugc.errors import InputError
from ugc.files import md5_of
from ugc.identity import (
    CONCEPT_DIGITS,
    VARIANT_DIGITS,
    instagram_key,
    instagram_key_from_pk,
    post_key,
    tiktok_key,
    youtube_key,
)
from ugc.model.dealings import Running
from ugc.model.delivery import AdRow
from ugc.model.records import Authorization
from ugc.workspace.advertising.packed import PackagedAd, packaged_ads

if TYPE_CHECKING:
    from ugc.workspace import Workspace

T = TypeVar("T")

_OF_A_POST = re.compile(r"media|item|video|post|pin|story|snap|reel|share|urn")
_OF_AN_ACCOUNT = re.compile(
    r"account|author|business|channel|identity|owner|page_id|permission|profile|user|organi"
)
_PK_FROM = 10**18
"""Instagram media numbers of today begin here. The Graph API's ids, another space, are shorter by two digits."""


class Known:
    """What is ours: creatives, posts, uses on record, packages."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._lookups = workspace.catalog.lookups
        made = self._lookups.creatives()
        self.by_variant: dict[str, ShortCreative] = {}
        self.by_sha256: dict[str, ShortCreative] = {}
        self.by_short: dict[str, list[ShortCreative]] = defaultdict(list)
        """First digits of a variant's id, as names bear them, to what bears it; one a variant."""
        self.by_concept: dict[str, list[ShortCreative]] = defaultdict(list)
        for each in made:
            self.by_sha256.setdefault(each.sha256, each)
            if self.by_variant.setdefault(each.variant, each) is each:
                self.by_short[each.variant[:VARIANT_DIGITS]].append(each)
                self.by_concept[each.concept[:CONCEPT_DIGITS]].append(each)
        self.packaged, self.notes = packaged_ads(workspace)
        self.uses = list(workspace.catalog.overview.newest("use", Running).values())
        self.use_of_id = {id: run for run in self.uses for id in run.ad_ids}
        self.uses_of_name = _by_name((name, run) for run in self.uses for name in run.ad_names)
        self.uses_of_variant = _by_name((run.variant, run) for run in self.uses if run.variant)
        self.packaged_of_id = {id: ad for ad in self.packaged for id in ad.ad_ids}
        self.packaged_of_name = _by_name((ad.name, ad) for ad in self.packaged if ad.name)
        self.packaged_of_md5 = {md5.lower(): ad for ad in self.packaged for md5 in ad.md5s}
        self._by_md5: dict[str, ShortCreative] | None = None
        self._native = _native_ids(workspace, self.packaged)
        self._posts: dict[str, str | None] = {}
        self._links: dict[str, str | None] = {}
        self._originals: dict[str, tuple[str, ...]] = {}

    def prepare(self, rows: Iterable[AdRow]) -> None:
        """Look up at once what some rows name, in place of what was looked up for earlier ones."""
        posts: set[str] = set()
        links: set[str] = set()
        hashes: set[str] = set()
        for row in rows:
            for id in row.native_ids:
                posts.update(_readings(id, row.platform))
                links.update(_addresses(id, row.platform))
            for link in row.links:
                posts.update(filter(None, [post_key(link)]))
                links.update(filter(None, [link_key(link)]))
            hashes.update(each.lower() for each in row.hashes)
        self._posts = dict(self._lookups.posts(posts)) if posts else {}
        self._links = dict(self._lookups.permalinks(links)) if links else {}
        self._originals = self._lookups.originals(hashes) if hashes else {}

    def post_of_native(self, id: str, row: AdRow) -> str | None:
        """Return the post that a platform's id means, for rows that were prepared."""
        for reading in _readings(id, row.platform):
            if post := self._posts.get(reading):
                return post
        if post := self._native.get(id.strip()):
            return post
        return next(filter(None, map(self._links.get, _addresses(id, row.platform))), None)

    def post_of_link(self, link: str) -> str | None:
        """Return the post that an address means, for rows that were prepared."""
        return self._posts.get(post_key(link) or "") or self._links.get(link_key(link) or "")

    def posts_of_original(self, sha256: str) -> tuple[str, ...]:
        """Return the posts that hold a file, for rows that were prepared."""
        return self._originals.get(sha256, ())

    def creative_of_md5(self, md5: str) -> ShortCreative | None:
        """Return the creative whose file has an MD5, as Meta names pictures; the files are read when first asked."""
        if self._by_md5 is None:
            self._by_md5 = {}
            for row in self.by_sha256.values():
                with suppress(InputError, OSError):
                    self._by_md5.setdefault(md5_of(self._workspace.root / row.path), row)
        return self._by_md5.get(md5)


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for name, what in pairs:
        found[name.strip()].append(what)
    return found


def _native_ids(workspace: "Workspace", packaged: Iterable[PackagedAd]) -> dict[str, str]:
    """Ids of posts in the platforms' own spaces of numbers, as permissions and packages record them."""
    found = {ad.native_id: ad.post for ad in packaged if ad.native_id and ad.post}
    for item in workspace.catalog.overview.records(["authorization"]):
        record = item.record
        if isinstance(record, Authorization) and record.post:
            for name, id in record.native_ids.items():
                if _OF_A_POST.search(name) and not _OF_AN_ACCOUNT.search(name):
                    found[id.strip()] = record.post
    names = workspace.catalog.lookups.posts(set(found.values()))
    return {id: names.get(post, post) for id, post in found.items()}


def _readings(id: str, platform: str | None) -> list[str]:
    """The keys that a platform's id of a post may be written as. One of no platform is read as any."""
    id = id.strip()
    found = [id]
    if platform in ("meta", None):
        number = id.partition("_")[0]
        if number.isascii() and number.isdigit():
            key = instagram_key_from_pk(id) if int(number[:20]) >= _PK_FROM else None
        else:
            key = instagram_key(id)
        found += [key] if key else []
    if platform in ("tiktok", None) and (key := tiktok_key(id)):
        found.append(key)
    if platform in ("youtube", None) and (key := youtube_key(id)):
        found.append(key)
    return found


def _addresses(id: str, platform: str | None) -> list[str]:
    """The keys of the addresses that a post with an id has, where its platform puts it there."""
    id = id.strip()
    page, joined, post = id.partition("_")
    if platform == "meta" and joined and page.isdigit() and post.isdigit():
        return [f"facebook.com/{page}/posts/{post}", f"facebook.com/{id}"]
    if platform == "pinterest" and id.isdigit():
        return [f"pinterest.com/pin/{id}"]
    if platform == "linkedin" and id.startswith("urn:li:"):
        return [f"linkedin.com/feed/update/{id}"]
    return []
