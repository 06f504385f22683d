"""What a page shows, as schema.org JSON-LD: whose the pictures are, and where another licence is to be had.

Only public facts: no day on which a permission ends. Pictures are told of as Google's image search asks
(https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata), clips as its video search
does (https://developers.google.com/search/docs/appearance/structured-data/video).

Where it is not known at which address the gallery will stand, addresses are relative: schema.org's context says of
`contentUrl`, `url` and their like that they are addresses, and those are resolved against the page that holds the
script (https://www.w3.org/TR/json-ld11/#inheriting-base-iri-from-html-s-base-element).
"""

import json
from collections.abc import Sequence
from typing import Any

from ugc.exports.odrl_nodes import post_id, web
from ugc.exports.schema_org import CONTEXT, only
from ugc.gallery.addresses import address, shown_file, shown_size
from ugc.model.galleries import Entry, Listing, Maker, Piece, ShownProduct, Site, WebPicture
from ugc.text import clean, one_line

Node = dict[str, Any]

_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
"""What could end a script or a line of one; in JSON these stand only inside strings, where an escape means the same."""


def script(nodes: Sequence[Node]) -> str:
    """Return a `<script>` of JSON-LD; nothing in its values can end it."""
    text = json.dumps({"@context": CONTEXT, "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{clean(text).translate(_UNSAFE)}</script>'


def of_listing(site: Site, listing: Listing, entries: Sequence[Entry]) -> list[Node]:
    """Return what one page of a list shows: each post's picture with whose it is, and the way to its page."""
    page = listing.file
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "url": address(site, f"post/{entry.slug}.html", seen_from=page),
            "item": _picture(site, entry, entry.tile, alt=entry.pieces[0].alt, page=page),
        }
        for number, entry in enumerate(entries, start=1)
    ]
    gallery = {"@type": "ImageGallery", "name": one_line(listing.heading)} | only(
        url=address(site, page, seen_from=page),
        description=one_line(site.about) or None,
        inLanguage=site.language,
        publisher=_brand(site),
        mainEntity={"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    )
    trail = [] if listing.kind == "index" else [(listing.heading, listing.page(1))]
    return [gallery, *_breadcrumbs(site, trail, page=page)]


def of_post(site: Site, entry: Entry) -> list[Node]:
    """Return a post with all its pictures and clips, its products, and the way back to the gallery."""
    page, known = f"post/{entry.slug}.html", one_line(entry.post)
    shared = [_piece(site, entry, piece, page=page) for piece in entry.pieces]
    by_id = {product.id: product for product in site.products}
    mentions = [_product(site, by_id[id_], page=page) for id_ in entry.products if id_ in by_id]
    posting: Node = {"@type": "SocialMediaPosting", "@id": post_id(known), "identifier": known}
    posting |= only(
        url=address(site, page, seen_from=page),
        sameAs=web(entry.link),
        datePublished=entry.posted.isoformat() if entry.posted else None,
        author=_person(entry.maker),
        publisher=_brand(site),
        text=clean(entry.caption) or None,
        keywords=[one_line(tag.name) for tag in entry.tags] or None,
        sharedContent=shared[0] if len(shared) == 1 else shared,
        mentions=mentions or None,
    )
    trail = [(f"@{entry.maker.handle}", f"creator/{entry.maker.slug}.html"), (entry.credit, page)]
    return [posting, *_breadcrumbs(site, trail, page=page)]


def of_browse(site: Site, heading: str) -> list[Node]:
    """Return the page that leads to all creators, hashtags and products."""
    page = "browse.html"
    here = {"@type": "CollectionPage", "name": one_line(heading), "inLanguage": site.language}
    here["url"] = address(site, page, seen_from=page)
    return [here, *_breadcrumbs(site, [(heading, page)], page=page)]


def _piece(site: Site, entry: Entry, piece: Piece, *, page: str) -> Node:
    if piece.clip is None:
        return _picture(site, entry, piece.picture, alt=piece.alt, page=page)
    clip = piece.clip
    captions = clip.captions and {
        "@type": "MediaObject",
        "contentUrl": address(site, clip.captions, seen_from=page),
        "encodingFormat": "text/vtt",
        "inLanguage": clip.captions_language,
    }
    told: Node = {
        "@type": "VideoObject",
        "name": one_line(f"@{entry.maker.handle}: {site.title}"),
        "contentUrl": address(site, clip.file, seen_from=page),
        "thumbnailUrl": address(site, shown_file(piece.picture), seen_from=page),
        "encodingFormat": "video/mp4",
        "width": clip.width,
        "height": clip.height,
        "duration": f"PT{round(clip.seconds, 3):g}S",
    }
    return told | _whose(entry) | only(description=one_line(piece.alt) or None, caption=captions or None)


def _picture(site: Site, entry: Entry, picture: WebPicture, *, alt: str, page: str) -> Node:
    width, height = shown_size(picture)
    told: Node = {
        "@type": "ImageObject",
        "contentUrl": address(site, shown_file(picture), seen_from=page),
        "thumbnailUrl": address(site, picture.file(picture.jpg[0], "jpg"), seen_from=page),
        "encodingFormat": "image/jpeg",
        "width": width,
        "height": height,
    }
    return told | _whose(entry) | only(caption=one_line(alt) or None)


def _whose(entry: Entry) -> Node:
    """As in the exported documents: who made it, whose it is, where its licence and another one are to be had."""
    return only(
        creator=_person(entry.maker),
        creditText=one_line(entry.credit) or None,
        copyrightNotice=one_line(entry.copyright or "") or None,
        license=web(entry.licence),
        acquireLicensePage=web(entry.maker.profile),
        uploadDate=entry.posted.isoformat() if entry.posted else None,
        isBasedOn=web(entry.link),
    )


def _person(maker: Maker) -> Node:
    name, handle = one_line(maker.name), one_line(maker.handle)
    alternate = f"@{handle}" if handle else None
    return {"@type": "Person"} | only(name=name or alternate, alternateName=alternate, url=web(maker.profile))


def _brand(site: Site) -> Node:
    return {"@type": "Organization", "name": one_line(site.brand)} | only(url=web(site.home))


def _product(site: Site, product: ShownProduct, *, page: str) -> Node:
    offer = only(price=product.amount, priceCurrency=product.currency, url=web(product.link))
    picture = product.picture and address(site, shown_file(product.picture), seen_from=page)
    return {"@type": "Product", "name": one_line(product.name), "sku": one_line(product.id)} | only(
        image=picture,
        url=address(site, f"product/{product.slug}.html", seen_from=page),
        offers={"@type": "Offer"} | offer if product.amount and product.currency else None,
    )


def _breadcrumbs(site: Site, trail: Sequence[tuple[str, str]], *, page: str) -> list[Node]:
    """The way from the first page, in order; nothing on the first page itself."""
    if not trail:
        return []
    steps = [(site.title, "index.html"), *trail]
    items = [
        {"@type": "ListItem", "position": number, "name": one_line(name)}
        | {"item": {"@id": address(site, file, seen_from=page)}}
        for number, (name, file) in enumerate(steps, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]
