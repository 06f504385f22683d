"""Galleries that the command built of posts of every kind, hostile ones among them, for browsers to walk through."""

import json
from pathlib import Path

from clips import clip
from conftest import photo, put
from processes import ran, workspace

THEMES = ("grid", "masonry", "justified", "stories")
POSTS = 64
HOSTILE_WORDS = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "{{ 7*7 }}{% for x in (1).__class__.__mro__ %}",
    "\u202egnihton\u202c \u2066isolated",
    "a" * 300,
    "<!-- --><style>*{display:none}</style>",
    "javascript:window.ran=1 #GlowRun",
)
HOSTILE_HANDLES = ("o'neill.\u202eevil", "bea<b>", "x" * 60, 'q"onmouseover="window.ran=1', "../../up")
SETTINGS = """
[gallery]
about = "What people do with it in the morning."
url = "https://brand.example/glow/"
home = "https://brand.example/"
report = "mailto:hello@brand.example"
per_page = 24
utm = { source = "gallery", medium = "ugc" }
"""
FEED = """id,title,price,link,image link
serum,Glow Serum,49.00 USD,https://brand.example/serum?size=30,serum.jpg
balm,"<b>Balm</b> <script>window.ran=1</script>",19.00 USD,javascript:window.ran=1,
towel,Towel,,https://brand.example/towel,
"""
GRANT = (
    "--method dm_yes --purpose onsite --channel brand_site --territory US --from 2018-01-01 --until perpetual "
    "--edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()


def shop(folder: Path) -> Path:
    """A workspace with posts of every kind that may be shown; two creators want their credit on the picture."""
    root = workspace(folder / "glow", None)
    collected = folder / "collected"
    for number in range(POSTS):
        size = ((540, 675), (675, 540), (540, 960), (540, 540), (1350, 300))[number % 5]
        pictures = [photo(seed=number * 3 + part, size=size) for part in range(3 if number % 9 == 4 else 1)]
        handle = ("ana", "bea.maris", "cleo", "dora.d", "مها")[number % 5]
        _put(
            collected,
            f"Creal{number:06}",
            pictures,
            handle=handle,
            caption=_caption(number),
            day=number % 28 + 1,
        )
    evil = [(words, "ana") for words in HOSTILE_WORDS] + [("Morning", handle) for handle in HOSTILE_HANDLES]
    for number, (words, handle) in enumerate(evil):
        pictures = [photo(seed=900 + number)]
        _put(collected, f"Cevil{number:06}", pictures, handle=handle, caption=f"{words} #GlowRun", day=28)
    rows = ["media,handle,url,caption,posted_at,sound"]
    for number, seconds in enumerate((2.0, 6.0)):
        clip(collected / f"clip{number}.mp4", seconds=seconds, sound="tone")
        link = f"https://www.instagram.com/p/Cclip{number:06}/"
        rows.append(f"clip{number}.mp4,cleo,{link},A clip #GlowRun,2026-11-2{number},speech")
    (collected / "clips.csv").write_text("\n".join(rows), "utf-8")
    (root / "serum.jpg").write_bytes(photo(seed=77, size=(400, 400)))
    (root / "feed.csv").write_text(FEED, "utf-8")
    settings = root / "ugc.toml"
    kept = settings.read_text("utf-8").partition("[gallery]")
    rest = kept[2].partition("\n[")
    settings.write_text(kept[0] + SETTINGS + "\n[" + rest[2], "utf-8")
    ran(root, "import", collected, code=None)
    posts = [post for post in json.loads(ran(root, "posts", "--json").out) if post["author"]]
    on_picture = {"bea.maris", "cleo"}
    for place, wanted in (("on_media", True), ("adjacent", False)):
        ids = [post["id"] for post in posts if (post["author"]["handle"] in on_picture) is wanted]
        ran(root, "rights", "grant", *ids, *GRANT, "--credit", place)
    ran(root, "products", "import", "feed.csv")
    ran(root, "tag", "ig:Creal000000", "--product", "serum", "--at", "0.42,0.31")
    ran(root, "tag", "ig:Creal000004", "--product", "serum", "--product", "balm")
    return root


def built(root: Path, theme: str, *more: str) -> Path:
    """The folder of a gallery of that workspace."""
    ran(
        root,
        "gallery",
        "build",
        "#GlowRun",
        "--theme",
        theme,
        "--name",
        theme + "".join(more).replace("-", ""),
        *more,
    )
    return root / "out" / "gallery" / (theme + "".join(more).replace("-", ""))


def _caption(number: int) -> str:
    words = (
        "Day {n}, the shelf looks like this every morning #GlowRun #slowmornings",
        "everything I took to the coast\n\nnothing else fit #GlowRun",
        "ركن العمل صباح الأحد ☕️ #GlowRun #نور",
        "朝の光と新しい美容液 🌅 #GlowRun #slowmornings",
    )
    return words[number % 4].format(n=number)


def _put(folder: Path, code: str, pictures: list[bytes], *, handle: str, caption: str, day: int) -> None:
    put(folder, code, *pictures, username=handle, day=day)
    for told in folder.glob(f"{code}-*.json"):
        sidecar = json.loads(told.read_text("utf-8"))
        sidecar |= {"description": caption, "tags": [], "fullname": handle.title()}
        told.write_text(json.dumps(sidecar), "utf-8")
