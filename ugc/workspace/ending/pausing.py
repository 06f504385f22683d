"""The ads to pause: from the uses on record, and from what the documents of ad packages say."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.exports.delimited import BOM, defuse
from ugc.model.base import Value
from ugc.model.rights import Reason
from ugc.workspace.ending.reach import Reach
from ugc.workspace.ending.running import ReachedUse

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_HEADS = (
    "platform", "ad name", "ad id", "placement", "creative file", "variant", "post", "creator",
    "may not run from", "why", "from",
)  # fmt: skip


_DIGITS = 15
"""What a spreadsheet keeps of a number."""


class Pause(Value):
    """One ad to pause, as far as it is known; without a name or an id, a person has to look for it."""

    platform: str | None
    ad_name: str | None
    ad_id: str | None
    placement: str | None
    creative: str | None
    """The file's name."""
    variant: str | None
    posts: tuple[str, ...]
    creators: tuple[str, ...]
    since: date
    why: str
    use: str | None
    """The use on record that says so."""
    document: str | None
    """The document of an ad package that says so."""


def pauses(workspace: "Workspace", reach: Reach) -> tuple[Pause, ...]:
    """Return the ads that show what may not run, those of uses on record first."""
    makers = _Makers(workspace)
    down = {item.variant: item for item in reach.creatives if not item.allowed}
    found = [
        pause
        for item in reach.uses
        if not item.allowed
        for pause in _of_use(item, reach.since, makers=makers)
    ]
    known = {(pause.ad_name, pause.ad_id) for pause in found}
    for mention in reach.published.mentions:
        item = down.get(mention.of)
        pause = Pause(
            platform=mention.platform,
            ad_name=mention.ad_name,
            ad_id=mention.ad_id,
            placement=mention.placement,
            creative=Path(item.path).name if item else None,
            variant=item.variant if item else None,
            posts=item.posts if item else makers.posts_of(mention.of),
            creators=makers.of(item.posts if item else makers.posts_of(mention.of)),
            since=reach.since,
            why=_why(item.reasons if item else ()),
            use=None,
            document=mention.document,
        )
        if not (pause.ad_name or pause.ad_id) or (pause.ad_name, pause.ad_id) not in known:
            found.append(pause)
    return tuple(dict.fromkeys(found))


def sheet(ads: Iterable[Pause]) -> bytes:
    """Return the list as CSV, UTF-8 with a mark at its beginning, as spreadsheets want it."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEADS)
    for ad in ads:
        cells = (
            ad.platform, ad.ad_name, ad.ad_id, ad.placement, ad.creative, ad.variant, ", ".join(ad.posts),
            ", ".join(ad.creators), ad.since.isoformat(), ad.why, ad.use or ad.document,
        )  # fmt: skip
        writer.writerow([_cell(text or "") for text in cells])
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def _of_use(item: ReachedUse, since: date, *, makers: "_Makers") -> Iterator[Pause]:
    """One for each ad: a single name belongs to every id, as many names as ids belong together in their order."""
    run = item.use
    names = run.ad_names * len(run.ad_ids) if len(run.ad_names) == 1 and run.ad_ids else run.ad_names
    if len(names) == len(run.ad_ids):
        ads: list[tuple[str | None, str | None]] = list(zip(names, run.ad_ids, strict=True))
    else:
        ads = [*((name, None) for name in names), *((None, id) for id in run.ad_ids)]
    for name, id in ads or [(None, None)]:
        yield Pause(
            platform=run.channel,
            ad_name=name,
            ad_id=id,
            placement=run.placement,
            creative=Path(item.creative).name if item.creative else None,
            variant=run.variant,
            posts=run.posts,
            creators=makers.of(run.posts),
            since=max(since, run.first),
            why=_why(item.reasons),
            use=run.id,
            document=None,
        )


class _Makers:
    """Who made the posts, looked up once each."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._known: dict[str, str | None] = {}

    def of(self, posts: Iterable[str]) -> tuple[str, ...]:
        """Return the handles of the posts' authors."""
        return tuple(dict.fromkeys(handle for post in posts if (handle := self._handle(post))))

    def posts_of(self, sha256: str) -> tuple[str, ...]:
        """Return the post of an original."""
        post = self._workspace.catalog.post_of_media(sha256)
        return (post,) if post else ()

    def _handle(self, post: str) -> str | None:
        if post not in self._known:
            catalog = self._workspace.catalog
            author = catalog.post(post).author if catalog.knows(post) else None
            self._known[post] = f"@{author.handle}" if author else None
        return self._known[post]


def _why(reasons: Iterable[Reason]) -> str:
    """The revocations among the reasons, since these are new; else all of them."""
    told = list(dict.fromkeys(f"{reason.code}: {reason.text}" for reason in reasons))
    return " ".join([text for text in told if text.startswith("revoked:")] or told)


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking collected words for a formula, and from rounding the long numbers of ads."""
    return f"'{text}" if text.isdecimal() and len(text) > _DIGITS else defuse(text)
