"""A small gallery by hand, after the contract between the templates and `gallery.js`, and one with many posts."""

import base64
import hashlib
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

import clips
from PIL import Image

from ugc.gallery.script import shipped
from ugc.gallery.searching import searchable
from ugc.resources import TEMPLATES

HOSTILE = "</script><script>window.ran=1</script><img src=x onerror='window.ran=1'> \"onload=\"window.ran=1"
WORDS = {
    "found": "{n} posts",
    "found_one": "One post",
    "none_found": "No post found",
    "counter": "{n} of {all}",
    "previous": "Previous",
    "next": "Next",
    "previous_piece": "Previous picture",
    "next_piece": "Next picture",
    "loading": "Loading",
    "search_failed": "Search does not work at the moment",
}
STYLE = """
:root{color-scheme:light;scrollbar-gutter:stable}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#221d1a;background:#fbf8f4}
main,header{max-width:1080px;margin:auto;padding:24px 16px}
a{color:#7a2e12}
.tiles{list-style:none;margin:0;padding:0;display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(160px,1fr))}
.tile-link{display:block;position:relative;aspect-ratio:4/5;background:var(--colour);border-radius:12px;overflow:hidden}
.tile-link img,.preview{position:absolute;inset:0;width:100%;height:100%;object-fit:cover}
.credit{font-size:14px;margin:8px 0 0}.credit a{display:inline-block;padding:12px 0;min-width:44px}
.pages a{display:inline-block;padding:12px}
.filters{display:flex;flex-wrap:wrap;gap:12px;margin:0 0 16px}
.filters label{display:grid;font-size:14px}
.filters :is(input,select),button{font:inherit;min-height:44px;padding:0 12px}
[hidden]{display:none}
@media (scripting:enabled){.filters[hidden]{display:flex;visibility:hidden}}
.lightbox{width:min(960px,100vw);height:100vh;max-height:100vh;box-sizing:border-box;border:0;padding:16px}
.bar{display:flex;gap:12px;align-items:center}
.pieces{display:flex;gap:8px;overflow-x:auto;scroll-snap-type:x mandatory}
.piece{flex:0 0 100%;margin:0;scroll-snap-align:center;scroll-snap-stop:always;position:relative}
.piece img,.piece video{display:block;max-width:100%;height:auto;max-height:60vh}
.spot{position:absolute;left:var(--x);top:var(--y);background:#fff;border-radius:22px;padding:10px 14px}
.strip-bar{display:flex;gap:12px;align-items:center}
@media (scripting:enabled){.strip-bar{height:52px}}
"""


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a post of these galleries needs."""

    slug: str
    kind: str = "image"
    tags: tuple[str, ...] = ("glow",)
    creator: str = "mira"
    product: str = ""
    caption: str = "Morning light"
    colour: str = "9988aa"
    pieces: int = 1
    clips: bool = False


POSTS = (
    Post(slug="a-dawn", caption="Café at dawn, Straße #GlowRun", colour="c4a484"),
    Post(slug="b-clip", kind="clip", creator="noor", caption="صباح النّور", colour="6a7f5c"),
    Post(slug="c-three", kind="carousel", pieces=3, product="serum", caption="Three looks", colour="a3624f"),
    Post(slug="d-hostile", caption=HOSTILE, tags=("glow", "run")),
    Post(slug="e-clip", kind="clip", tags=("run",), caption="Running 🏃‍♀️", colour="445566"),
    Post(
        slug="f-second",
        tags=("run",),
        creator="noor",
        product="serum",
        caption="IŞIK ve ışık",
        colour="778833",
    ),
    Post(slug="g-last", kind="carousel", pieces=2, clips=True, caption="Last light", colour="223344"),
)
"""Five on the first page of the index, two on the second."""
MANY = tuple(
    Post(slug=f"p{number:03}", creator="mira" if number % 2 else "noor", caption=f"Post {number}")
    for number in range(200)
)
LISTINGS = {"tag": ("glow", "run"), "creator": ("mira", "noor"), "product": ("serum",)}


def write_gallery(folder: Path, posts: tuple[Post, ...] = POSTS, *, per: int = 5, rtl: bool = False) -> Path:
    """Write a whole gallery and return its folder."""
    (folder / "m").mkdir(parents=True)
    for post in posts:
        Image.new("RGB", (400, 500), f"#{post.colour}").save(folder / "m" / f"{post.slug}-400.jpg")
    for post in posts:
        if post.kind == "clip" or post.clips:
            clips.clip(folder / "m" / f"{post.slug}.mp4", size=(180, 320), seconds=2)
    lang = ("ar", "rtl") if rtl else ("en", "ltr")
    pages = -(-len(posts) // per)
    for number in range(1, pages + 1):
        name = "index.html" if number == 1 else f"page-{number}.html"
        shown = posts[(number - 1) * per : number * per]
        _write(folder / name, _list(shown, "./", "index", pages=pages), root="./", lang=lang)
    for listing, names in LISTINGS.items():
        for name in names:
            shown = tuple(post for post in posts if name in (*post.tags, post.creator, post.product))[:per]
            _write(
                folder / listing / f"{name}.html",
                _list(shown, "../", listing, of=name),
                root="../",
                lang=lang,
            )
    for post in posts:
        _write(folder / "post" / f"{post.slug}.html", f"<main>{_article(post)}</main>", root="../", lang=lang)
    (folder / "search.json").write_text(json.dumps({"per": per, "posts": _rows(posts, per)}), "utf-8")
    source = (TEMPLATES / "gallery" / "_shared" / "gallery.js").read_text("utf-8")
    (folder / "gallery.js").write_text(shipped(source), "utf-8")
    (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "utf-8")
    (folder / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    return folder


def _rows(posts: tuple[Post, ...], per: int) -> list[list[object]]:
    return [
        [post.slug, number // per + 1, post.kind, list(post.tags), [post.creator],
         [post.product] if post.product else [], searchable(post.caption, *(f"#{t}" for t in post.tags), post.creator)]
        for number, post in enumerate(posts)
    ]  # fmt: skip


def _write(path: Path, body: str, *, root: str, lang: tuple[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    style = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src 'self'; media-src 'self'; font-src 'self'; script-src 'self'; "
        f"connect-src 'self'; base-uri 'none'; form-action 'self'; style-src 'sha256-{style}'"
    )
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="{lang[0]}" dir="{lang[1]}" data-root="{root}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f"<title>{escape(path.stem)} · Sunday Glow</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="What people show of Sunday Glow: {escape(path.stem)}.">\n'
        f'<link rel="icon" href="{root}icon.svg">\n<style>{STYLE}</style>\n'
        f'<script src="{root}gallery.js" defer></script>\n</head>\n'
        f'<body data-words="{escape(json.dumps(WORDS))}">\n<header><h1>{escape(path.stem)}</h1></header>\n{body}\n'
        "</body>\n</html>\n",
        "utf-8",
    )


def _list(posts: tuple[Post, ...], root: str, listing: str, *, of: str = "", pages: int = 1) -> str:
    links = "".join(
        f'<a href="{root}{"index" if n == 1 else f"page-{n}"}.html">Page {n}</a> '
        for n in range(1, pages + 1)
    )
    return (
        f'<main>{_filters()}\n<p role="status" data-found id="words">All of them</p>\n'
        f'<ol class="tiles" data-tiles data-listing="{listing}" data-of="{of}">\n'
        f"{''.join(_tile(post, root) for post in posts)}</ol>\n"
        '<button type="button" data-more hidden>More</button>\n'
        f'<nav class="pages" data-pages aria-label="Pages">{links}</nav></main>\n'
        '<dialog class="lightbox" data-lightbox aria-label="Post">\n<div class="bar">'
        '<button type="button" data-close>Close</button><button type="button" data-previous>Previous</button>'
        '<button type="button" data-next>Next</button><p role="status" data-counter></p></div>\n'
        "<div data-stage></div>\n</dialog>"
    )


def _filters() -> str:
    def choice(name: str, values: tuple[str, ...]) -> str:
        options = "".join(f'<option value="{value}">{value}</option>' for value in values)
        return (
            f'<label>{name}<select name="{name}" autocomplete="off"><option value="">All</option>'
            f"{options}</select></label>"
        )

    kinds = choice("kind", ("image", "clip", "carousel"))
    return (
        '<form class="filters" data-filters hidden role="search">'
        '<label>Search<input type="search" name="q" autocomplete="off"></label>'
        f"{''.join(choice(*each) for each in LISTINGS.items())}{kinds}"
        '<button type="submit">Search</button><button type="button" data-reset>Show all</button></form>'
    )


def _tile(post: Post, root: str) -> str:
    preview = f' data-preview="m/{post.slug}.mp4"' if post.kind == "clip" else ""
    picture = f"{root}m/{post.slug}-400.jpg"
    return (
        f'<li class="tile c{post.colour}" data-slug="{post.slug}" data-kind="{post.kind}" data-colour="{post.colour}">'
        f'<a class="tile-link" href="{root}post/{post.slug}.html"{preview}>'
        f'<picture><img src="{picture}" srcset="{picture} 400w" sizes="200px" width="400" height="500" '
        f'alt="{escape(post.slug)}"></picture></a>'
        f'<p class="credit"><a href="{root}creator/{post.creator}.html">@{post.creator}</a></p></li>\n'
    )


def _article(post: Post) -> str:
    media = f"../m/{post.slug}"
    if post.kind == "clip" or post.clips:
        piece = (
            f'<video controls playsinline preload="none" poster="{media}-400.jpg" width="180" height="320" '
            f'src="{media}.mp4" aria-label="{post.slug}"></video>'
        )
    else:
        piece = f'<img src="{media}-400.jpg" width="400" height="500" alt="{escape(post.slug)}">'
    spot = '<a class="spot x42 y31" data-x="42" data-y="31" href="../product/serum.html">Serum, $49.00</a>'
    pieces = (
        f'<figure class="piece" data-piece>{piece}{spot if post.product else ""}</figure>'
    ) * post.pieces
    bar = '<div class="strip-bar" data-bar></div>' if post.pieces > 2 else ""
    strip = 'tabindex="0" role="group" aria-label="Pictures"' if post.pieces > 1 else ""
    return (
        f'<article class="post" data-post data-slug="{post.slug}" aria-labelledby="words">\n'
        f'<div class="pieces" data-pieces {strip}>{pieces}</div>{bar}\n<h2 id="words">{post.slug}</h2>\n'
        f'<p class="caption" dir="auto">{escape(post.caption)}</p>\n'
        f'<p class="credit"><a href="../creator/{post.creator}.html">@{post.creator}</a></p></article>'
    )
