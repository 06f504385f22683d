"""Posts and creatives as schema.org JSON-LD (https://schema.org/SocialMediaPosting): whose they are, for machines.

Public facts alone: no grant, date of a licence, licensee, fee or contact. What Google Images asks for to show a picture
as licensable is `contentUrl` with `license` (https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata);
an address for a file there is only where somebody says under which one it is published.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from ugc.exports.odrl_nodes import Node, post_id, web
from ugc.model.creatives import Creative
from ugc.model.posts import Account, Media, Post
from ugc.model.records import Grant
from ugc.profiles import with_page
from ugc.text import one_line

CONTEXT = "https://schema.org"
_MIME = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "gif": "image/gif",
    "tiff": "image/tiff",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
}


def document(
    post: Post,
    creatives: Sequence[Creative] = (),
    *,
    credit: str | None,
    grants: Sequence[Grant] = (),
    base_url: str | None = None,
) -> Node:
    """Return what is public of a post and of the creatives made of it.

    `credit` is the credit line of its originals; each creative has its own. `base_url` is where the creatives are
    published: their file names are put behind it.
    """
    return {
        "@context": CONTEXT,
        "@graph": nodes(post, creatives, credit=credit, grants=grants, base_url=base_url),
    }


def documents(several: Iterable[Node]) -> Node:
    """Return several documents as one."""
    return {"@context": CONTEXT, "@graph": [node for one in several for node in one["@graph"]]}


def nodes(
    post: Post,
    creatives: Sequence[Creative],
    *,
    credit: str | None,
    grants: Sequence[Grant],
    base_url: str | None,
) -> list[Node]:
    """Return the posting, and one node for each creative."""
    whose = _whose(post.author, post, grants) | only(creditText=_line(credit))
    shared = [_media(post, media) | whose for media in post.media if media.role == "original"]
    author = _person(post.author) if post.author else None
    posting: Node = {"@type": "SocialMediaPosting", "@id": post_id(post.id), "identifier": post.id}
    posting |= only(url=web(post.permalink), datePublished=_published(post), author=author)
    if shared:
        posting["sharedContent"] = shared[0] if len(shared) == 1 else shared
    return [posting, *(_creative(made, post, grants, base_url) for made in creatives)]


def _creative(made: Creative, post: Post, grants: Sequence[Grant], base_url: str | None) -> Node:
    resting_on = [grant for grant in grants if grant.id in made.grants] or grants
    makers = [_person(account) for account in made.creators]
    found: Node = {
        "@type": "ImageObject",
        "@id": f"urn:ugc-toolkit:variant:{made.variant}",
        "sha256": made.sha256,
        "encodingFormat": _MIME[made.type],
        "width": made.width,
        "height": made.height,
    }
    if base_url:
        found["contentUrl"] = f"{base_url.rstrip('/')}/{quote(made.file)}"
    found |= _whose(made.creators[0] if made.creators else None, post, resting_on) | only(
        creditText=_line(made.credit_line)
    )
    if makers:
        found["creator"] = makers[0] if len(makers) == 1 else makers
    based_on = [{"@type": "SocialMediaPosting", "@id": post_id(name)} for name in made.posts]
    found["isBasedOn"] = based_on[0] if len(based_on) == 1 else based_on
    return found


def _media(post: Post, media: Media) -> Node:
    clip = media.kind == "video"
    found: Node = {
        "@type": "VideoObject" if clip else "ImageObject",
        "sha256": media.sha256,
        "encodingFormat": _MIME.get(media.ext, "application/octet-stream"),
        "width": media.width,
        "height": media.height,
    }
    if clip:
        length = None if media.duration is None else f"PT{round(media.duration, 3):g}S"
        maker = f" by @{one_line(post.author.handle)}" if post.author else ""
        found |= only(name=f"Clip{maker}", duration=length, uploadDate=_published(post))
    return found | only(abstract=_line(media.alt), isBasedOn=web(post.permalink))


def _whose(author: Account | None, post: Post, grants: Sequence[Grant]) -> Node:
    """Who made it, whose it is, and where its licence and another one are to be had."""
    return only(
        creator=_person(author) if author else None,
        copyrightNotice=copyright_of(post, grants),
        license=licence_of(grants),
        acquireLicensePage=web(with_page(author).profile_url) if author else None,
    )


def licence_of(grants: Sequence[Grant]) -> str | None:
    """Return the address of the terms under which a post is used; None where none is published."""
    return next(filter(None, (web(grant.terms.url) for grant in grants)), None)


def copyright_of(post: Post, grants: Sequence[Grant]) -> str | None:
    """Return the copyright notice, as in a creative's own label; None where nobody is known.

    It is the author's, or their employer's where it was they who gave the grant.
    """
    author = post.author
    owner = next((grant.licensor for grant in grants if grant.capacity == "employer"), None)
    name = _line(owner or ((author.display_name or author.handle) if author else None))
    year = str(post.posted_at.year) if post.posted_at else ""
    return " ".join(part for part in ("©", year, name) if part) if name else None


def _person(account: Account) -> Node:
    name, handle = _line(account.display_name), _line(account.handle)
    known = f"{account.platform}:{one_line(account.native_id)}" if account.native_id else None
    return {"@type": "Person"} | only(
        name=name or handle,
        alternateName=f"@{handle}" if handle else None,
        identifier=known,
        url=web(with_page(account).profile_url),
    )


def _published(post: Post) -> str | None:
    """When it was published, as exactly as it is known."""
    if post.posted_at is None:
        return None
    return (post.posted_at.date() if post.precision == "day" else post.posted_at).isoformat()


def _line(words: str | None) -> str | None:
    return (one_line(words) or None) if words else None


def only(**fields: Any) -> Node:
    """Return the fields of a node, those left out that nothing is known of."""
    return {name: value for name, value in fields.items() if value is not None}
