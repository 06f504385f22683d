"""Every command's `--json` document, printed for real, against the JSON Schema that is shipped for it.

The judge is the package `jsonschema`. That it judges at all is tested too: each document must become wrong by one
field more or one field less, wherever in it.
"""

import copy
import hashlib
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from campaign_of_six import begin
from clips import ffmpeg
from conftest import NOON, Shop, collected, photo, sidecar
from jsonschema import Draft202012Validator
from PIL import Image
from scenes import saved, scene
from test_render_clips import collected as a_clip
from typer.main import get_command

from ugc import manifest
from ugc.cli import schemas
from ugc.cli.app import app
from ugc.errors import UgcError
from ugc.resources import ASSETS, SCHEMAS

ROOT = Path(__file__).resolve().parent.parent
POST = "ig:BqvsDleB3lV"
LOOSE_PICTURE = photo((500, 500), seed=77)
LOOSE = f"file:{hashlib.sha256(LOOSE_PICTURE).hexdigest()}"
LICENCE = (
    "--title Tidal --licensor Reed --terms https://lib.example/terms --purpose paid_social --channel instagram "
    "--channel facebook --territory US --from 2026-11-01 --until 2027-03-01"
)
CODE = "--kind meta_ad_code --code AB12CD34 --until 2026-12-31 --native identity_id=7 --ineligible 'GIF stickers'"


# --- what is done before a command is typed ----------------------------------------------------------------------


def granted(shop: Shop) -> None:
    shop.grant()


ONSITE = (
    "rights grant ig:BqvsDleB3lV --method dm_yes --purpose onsite --channel brand_site --territory US "
    "--from 2026-11-01 --until 2027-05-01 --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()


def onsite(shop: Shop) -> None:
    shop(*ONSITE)


def shown(shop: Shop) -> None:
    onsite(shop)
    shop("gallery", "build", "#GlowRun")


def shown_wrongly(shop: Shop) -> None:
    shown(shop)
    shop("rights", "hold", "ig:BqvsDleB3lV", "--why", "a question is open")


def listed(shop: Shop) -> None:
    """With sheets of work to do."""
    (shop.root / "tags.csv").write_text(f"post,add\n{POST},hero; spring\n", "utf-8")
    (shop.root / "wrong.csv").write_text(f"post,add\n{POST},hero\nig:nobody,hero\n", "utf-8")
    (shop.root / "notes.csv").write_text("creator,note\n@ana,Likes mornings\n", "utf-8")


def stocked(shop: Shop) -> None:
    """With products, one of them seen in a picture, and a feed that has every kind of fault."""
    shop.grant()
    (shop.root / "serum.jpg").write_bytes(photo((400, 400), seed=40))
    (shop.root / "shop.csv").write_text(STOCK, "utf-8")
    (shop.root / "odd.csv").write_text(STOCK + ",Nothing,1 USD,,,\nSER-30,Other,,,,\n", "utf-8")
    (shop.root / "less.csv").write_text(STOCK.partition("CRM")[0], "utf-8")
    shop("products", "import", "shop.csv")
    shop("tag", POST, "--product", "SER-30", "--at", "0.4,0.3", "--by", "Mo")
    shop("tag", POST, "--product", "CRM-50")


def tracked(shop: Shop) -> None:
    """With a campaign, and sheets of one's own: of what is owed, of rights, and one that makes no sense."""
    shop.grant()
    (shop.root / "campaigns").mkdir()
    plan = '[[creators]]\ncreator = "@ana"\ndeliverables = [{ kind = "reel", id = "reel" }]\n'
    (shop.root / "campaigns" / "spring.toml").write_text(plan, "utf-8")
    (shop.root / "owed.csv").write_text("Deliverable,State,Note\nreel,drafted,By the sea\n", "utf-8")
    (shop.root / "rights.csv").write_text("Post or creator,Method\n@ana,contract\n", "utf-8")
    (shop.root / "wrong.csv").write_text("Deliverable,Post\nreel,ig:nine\n", "utf-8")


def taken_in(shop: Shop) -> None:
    """With two sheets that came in."""
    tracked(shop)
    shop("sheet", "in", "owed.csv", "--tab", "deliverables", "--by", "Mo")
    shop("sheet", "in", "rights.csv", "--tab", "rights", "--by", "Mo")


def written_since(shop: Shop) -> None:
    """With a sheet that came in, and somebody who wrote over it."""
    taken_in(shop)
    (shop.root / "campaigns" / "spring.toml").write_text(
        '[[creators]]\ncreator = "@ana"\ndeliverables = [{ kind = "reel", id = "reel", note = "No" }]\n',
        "utf-8",
    )


def loose(shop: Shop) -> None:
    """With a granted post, and a picture that nobody knows the post of."""
    shop.grant()
    folder = shop.root.parent / "loose"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(LOOSE_PICTURE)
    shop("import", folder)


def merged(shop: Shop) -> None:
    """Joined by hand, and stopped since."""
    loose(shop)
    shop("merge", POST, LOOSE, "--by", "Mo")
    shop("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")


def branded(shop: Shop) -> None:
    """With a logo that has pixels and a call to action."""
    settings = shop.root / "ugc.toml"
    text = settings.read_text("utf-8").replace('\nlogo = ""', '\nlogo = "yes-from-ana.png"')
    settings.write_text(text.replace("ctas = {}", 'ctas = { en = "Shop now" }'), "utf-8")


def worded(shop: Shop) -> None:
    """A campaign's copy with two headlines that say the same, and a primary text that would be cut."""
    shop.grant()
    (shop.root / "copy").mkdir()
    said = f"[en]\nheadlines = ['One', 'one!']\nprimary = '{'word ' * 40}'\n"
    (shop.root / "copy" / "spring.toml").write_text(said, "utf-8")


def rendered(shop: Shop) -> None:
    """A creative for Instagram and Facebook, known to be used by a gallery, and a proof."""
    shop.grant()
    shop("render", "--format", "story")
    shop("render", "--format", "story", "--proof")
    (shop.root / "found.jpg").write_bytes(shop.creatives[0].read_bytes())
    variant = json.loads(Path(f"{shop.creatives[0]}.rights.json").read_text("utf-8"))["label"]["variant"]
    gallery = shop.root / "out" / "gallery" / "gallery.json"
    gallery.parent.mkdir(parents=True)
    gallery.write_text(json.dumps([variant]), "utf-8")


def revoked(shop: Shop) -> None:
    """With a tag, a hold and a revocation beside the creative."""
    rendered(shop)
    shop("tag", POST, "--add", "hero")
    shop("rights", "hold", "@ana", "--by", "Mo", "--why", "a complaint")
    shop("rights", "revoke", POST, "--by", "Mo", "--why", "she changed her mind")


def narrowed(shop: Shop) -> None:
    """A creative that may still run on Facebook, and no longer on Instagram."""
    shop.grant()
    shop.grant(POST, "--channel", "facebook")
    told = shop("rights", "grant", POST, *FACEBOOK, "--json")
    assert told[0]["id"] == "g-0003"
    shop("render", "--format", "story")
    for grant in ("g-0001", "g-0002"):
        shop("rights", "revoke", grant, "--why", "no")


def reviewed(shop: Shop) -> None:
    """A brand that puts other people in a picture to a review."""
    shop.grant()
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace('people = "note"', 'people = "review"'), "utf-8")


def running(shop: Shop) -> None:
    """An export of three ads: a creative that may run no more, what nobody knows, and what is off."""
    rendered(shop)
    in_an_account(shop)


def running_for_two(shop: Shop) -> None:
    another_brand(shop)
    in_an_account(shop)


def in_an_account(shop: Shop) -> None:
    shop("rights", "revoke", POST, "--by", "Mo", "--why", "she changed her mind")
    name = next(path.stem for path in shop.creatives if not path.name.startswith("PROOF"))
    text = (
        "Reporting starts,Reporting ends,Ad name,Ad ID,Ad delivery,Country,Platform,Amount spent (EUR)\n"
        f"2026-11-22,2026-11-22,{name},120210000000000001,active,US,Instagram,12.50\n"
        "2026-11-22,2026-11-22,Brand film,1.20E+17,active,US,Facebook,3\n"
        f"2026-11-22,2026-11-22,{name} - Copy,120210000000000003,inactive,US,Instagram,0\n"
    )
    (shop.root / "ads.csv").write_text(text, "utf-8")


def told_all(shop: Shop) -> None:
    """A post with every kind of record."""
    reviewed(shop)
    shop("rights", "renew", "g-0001", "--until", "2028-01-01", "--evidence", "yes-from-ana.png")
    shop("rights", "release", POST, "--minor", "girl", "--age", "AG-A16", "--evidence", "yes-from-ana.png")
    shop("rights", "authorize", POST, *shlex.split(CODE))
    shop("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")
    shop("rights", "revoke", POST, "--by", "Mo", "--why", "she changed her mind")


def filmed(shop: Shop) -> None:
    """With a granted clip, and a piece of music."""
    shop("import", a_clip(shop.root.parent / "clip", seconds=1.0, sound="tone"))
    shop.grant("ig:Bqclip00001")
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=900:duration=1", shop.root / "piece.wav")


def laid_on(shop: Shop) -> None:
    """With a clip on which a licensed piece is laid."""
    filmed(shop)
    shop("rights", "sound", "add", "piece.wav", *shlex.split(LICENCE))
    shop("render", "kind:video", "--format", "story", "--audio", "s-0001")


def asked(shop: Shop) -> None:
    shop("rights", "request", POST, "--via", "dm", *shlex.split(ASKING))


def requested(shop: Shop) -> None:
    """With a question that was written down as a grant, as the Python API can."""
    from ugc import Workspace
    from ugc.workspace import GrantForm

    form = GrantForm(
        targets=(POST,),
        status="requested",
        method="none",
        by="Mo",
        purposes=("paid_social",),
        channels=("tiktok",),
        territories=("US",),
        edits=("standard",),
        start=NOON.date(),
        end="perpetual",
    )
    shop.grant()
    with Workspace.open(shop.root) as here:
        here.grant(form, at=NOON)


def dues(shop: Shop) -> None:
    """An old question, a grant that ends, a permission that ends before its ad does."""
    asked(shop)
    shop("import", collected(shop.root.parent / "collected", posts=2))
    shop.grant("ig:Bqvs0000001")
    shop("rights", "authorize", "ig:Bqvs0000001", "--kind", "meta_ad_code", "--until", "2026-12-10")
    use = ["--identity", "creator_handle", *shlex.split(USE)]
    shop("rights", "use", "ig:Bqvs0000001", *use, code=4)


def keyed(shop: Shop) -> None:
    """With a key for codes in the environment; the fixture puts back what was there."""
    os.environ["UGC_SECRET_KEY"] = "quiet lakes at dawn"


def coded(shop: Shop) -> None:
    """A sealed code that ends before the ad that needs it does."""
    keyed(shop)
    shop("ads", "codes", "add", POST, *shlex.split(AD_CODE), "--until", "2026-12-10")
    use = ["--identity", "creator_handle", *shlex.split(USE)]
    shop("rights", "use", POST, *use, code=4)


def certified(shop: Shop) -> None:
    shop("credentials", "new")


def signed(shop: Shop) -> None:
    certified(shop)
    settings = shop.root / "ugc.toml"
    told = shop("credentials", "new", "--replace", "--json")["settings"]
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())
    text = re.sub(
        r"^\[credentials\].*?(?=^\[|\Z)",
        f"[credentials]\n{lines}\n",
        settings.read_text("utf-8"),
        flags=re.M | re.S,
    )
    settings.write_text(text, "utf-8")
    rendered(shop)


def named(shop: Shop, *more: str, brand: str = ".") -> None:
    """Searches saved in the settings."""
    settings = shop.root / brand / "ugc.toml"
    lines = ("[searches]", 'new = "is:new"', 'clips = "saved:new kind:video"', *more)
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r"^\[searches\].*$", lambda _: "\n".join(lines), text, flags=re.M), "utf-8")


def misnamed(shop: Shop) -> None:
    named(shop, 'lost = "kidn:image"')


def named_in_both(shop: Shop) -> None:
    another_brand(shop)
    named(shop)
    named(shop, brand="../dew")


def gone(shop: Shop) -> None:
    """Two granted posts, the original of one lost."""
    shop("import", collected(shop.root.parent / "collected", posts=2))
    shop.grant("@ana")
    (shop.root / ".ugc" / "media" / stored(shop)).unlink()


def mixed(shop: Shop) -> None:
    """A post of which little is known, one without media that names @ana, and one that a sheet tells all of."""
    folder = shop.root.parent / "mixed"
    folder.mkdir()
    (folder / "loose.jpg").write_bytes(photo(seed=21))
    (folder / "bare.csv").write_text(BARE, "utf-8")
    (folder / "full.csv").write_text(FULL, "utf-8")
    (folder / "full.jpg").write_bytes(photo(seed=22))


def mixed_in(shop: Shop) -> None:
    mixed(shop)
    shop("import", "../mixed")


def redesigned(shop: Shop) -> None:
    """With a creative that stands, and settings that make the next one another."""
    shop.grant()
    shop("render", "--format", "story")
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("#0C121A", "#330000"), "utf-8")


def bare(shop: Shop) -> None:
    """An archive of a workspace without records."""
    shop("export", "--archive", "../glow.zip")


def upgraded(shop: Shop) -> None:
    """With a copy of the catalog from before an upgrade."""
    rendered(shop)
    (shop.root / ".ugc" / "catalog.db.before-002").write_bytes(b"old")


def damaged(shop: Shop) -> None:
    path = shop.root / ".ugc" / "media" / stored(shop)
    path.write_bytes(b"x" * path.stat().st_size)


def half(shop: Shop) -> None:
    """A folder with a whole photo, half a photo, litter, and fields that are kept out."""
    folder = shop.root.parent / "half"
    folder.mkdir()
    (folder / "whole.jpg").write_bytes(photo(seed=7))
    (folder / "half.jpg").write_bytes(photo(seed=8)[:9000])
    (folder / "Thumbs.db").write_bytes(b"litter")
    (folder / "9.jpg").write_bytes(photo(seed=9))
    told = sidecar("Cqvs0000009", _access_token="secret", email="ana@example.com")
    (folder / "9.jpg.json").write_text(json.dumps(told), "utf-8")


def forgotten(shop: Shop) -> None:
    rendered(shop)
    shop("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")


def held(shop: Shop) -> None:
    shop("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")
    shop("rights", "hold", POST, "--by", "Kim", "--why", "another")


def exported(shop: Shop) -> None:
    rendered(shop)
    shop("export", "--archive", "../glow.zip")
    data = (shop.root.parent / "glow.zip").read_bytes()
    (shop.root.parent / "cut.zip").write_bytes(data[: len(data) // 2])


def linked(shop: Shop) -> None:
    """Something that an archive leaves out."""
    rendered(shop)
    (shop.root / "out" / "link").symlink_to(shop.root / "ugc.toml")


def kept_in_git(shop: Shop) -> None:
    folder = shop.root.parent / "kept"
    folder.mkdir()
    (folder / "ugc.toml").write_text((shop.root / "ugc.toml").read_text("utf-8"), "utf-8")


def misfits(shop: Shop) -> None:
    """A picture that is too small, one of another type, a clip, and texts that are too long."""
    (shop.root / "small.jpg").write_bytes(photo((200, 300), seed=5))
    (shop.root / "odd.webp").write_bytes(photo((1080, 1920), seed=6, type="WEBP"))
    (shop.root / "clip.mp4").write_bytes(next((ASSETS / "demo").rglob("*.mp4")).read_bytes())
    (shop.root / "copy.toml").write_text(f"headline = '{'x' * 300}'\nprimary = '{'y' * 9000}'\n", "utf-8")


def stripped(shop: Shop) -> None:
    """With a copy of the creative that lost its metadata and kept the ids in its name."""
    rendered(shop)
    with Image.open(shop.creatives[0]) as picture:
        picture.convert("RGB").save(shop.root / f"copy{shop.creatives[0].stem[-22:]}.jpg", quality=70)


def reposting(shop: Shop) -> None:
    """A folder with the same photo by somebody else."""
    folder = shop.root.parent / "reposted"
    folder.mkdir()
    (folder / "7.jpg").write_bytes(photo(seed=1))
    (folder / "7.jpg.json").write_text(
        json.dumps(sidecar("Dqvs0000007", username="bo", media_id="7")), "utf-8"
    )


def reposted(shop: Shop) -> None:
    """With a second brand, and a loose file that is gone and was never hashed."""
    reposting(shop)
    shop("import", "../reposted")
    shop("init", "../dew", "--brand", "Dew", "--market", "US")
    shop("import", "../reposted", "-w", "../dew")
    (shop.root / ".ugc" / "media" / stored(shop)).unlink()
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as catalog:
        catalog.execute("DELETE FROM hashes")


def another_brand(shop: Shop) -> None:
    """A second brand that knows the same post and has no grant; the first has rendered it."""
    rendered(shop)
    shop("init", "../dew", "--brand", "Dew", "--market", "US")
    shop("import", "../collected", "-w", "../dew")
    (shop.root / "odd.jpg").write_bytes(saved(scene(77)))


def delivered(shop: Shop) -> None:
    """Exports of an account that runs the creative, twice the same day, and a sheet of promo codes."""
    another_brand(shop)
    row = f"2026-11-0{{}},{shop.creatives[0].stem},1200000000000071,US,9.50,5000,60,12,99\n"
    heads = "Day,Ad name,Ad ID,Country,Amount spent (USD),Impressions,Link clicks,"
    heads += "Purchases,Purchases conversion value\n"
    foreign = "2026-11-01,Brand film,1200000000000072,,5.00,900,9,1,10\n"
    (shop.root / "ads.csv").write_text(heads + row.format(1) + row.format(2) + foreign, "utf-8")
    (shop.root / "more.csv").write_text(heads + row.format(2), "utf-8")
    (shop.root / "codes.csv").write_text(
        "code,orders,revenue,currency,creator\nANA10,4,120,USD,@ana\n", "utf-8"
    )


def packed(shop: Shop) -> None:
    """A package of the creative for Meta."""
    rendered(shop)
    shop("ads", "prepare", "meta", *TO_SERUM.split(), "--out", "out/ads/glow")


def held_back(shop: Shop) -> None:
    """The same, and its post was held since."""
    packed(shop)
    shop("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")


def started(shop: Shop) -> None:
    shop("templates", "new", "mine")


def unlisted(shop: Shop) -> None:
    """A template of the workspace's own that has a slip in its file."""
    started(shop)
    with (shop.root / "templates" / "mine" / "template.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[words.cta2]\nlimt = 3\n")


def addressed(shop: Shop) -> None:
    """A post whose files are at addresses: one that is refused and one that may be asked."""
    shop.root.joinpath("links.csv").write_text(
        "url,media\nhttps://www.instagram.com/p/BareBareBa1/,http://127.0.0.1/a.jpg | https://x.example:8443/b.jpg\n"
    )
    shop("import", "links.csv")


def befriended(shop: Shop) -> None:
    """With all that can be written down of a creator, and what happened in a campaign."""
    from ugc import Workspace
    from ugc.catalog.campaign_log import Happened
    from ugc.model.campaigns import Amount

    granted(shop)
    shop("creators", "note", "@ana", *shlex.split(WRITTEN))
    shop("creators", "note", "@ana", "--followers", "12.3k", "--by", "Mo")
    shop("creators", "note", "web:bo", "A friend of ana.", "--new", "--by", "Mo")
    with Workspace.open(shop.root) as here:
        key = here.catalog.resolve_creator("@ana")
        amount = Amount(value="250.00", currency="USD")
        paid = Happened(
            campaign="spring",
            creator=key,
            what="paid",
            day=NOON.date(),
            post=POST,
            amount=amount,
            words="in full",
        )
        here.catalog.campaign_log.record([paid], by="Mo", at=NOON)


def fitting(shop: Shop) -> None:
    """With a campaign that says by what creators are ordered."""
    befriended(shop)
    (shop.root / "campaigns").mkdir(exist_ok=True)
    (shop.root / "campaigns" / "fits.toml").write_text(
        '[[criteria]]\nname = "niche"\nweight = 3\nwanted = ["running"]\n\n'
        '[[criteria]]\nname = "cost"\nweight = 1\n',
        "utf-8",
    )


def counting(shop: Shop) -> None:
    """A list of followers with a row that is none."""
    (shop.root / "followers.csv").write_text(
        "handle,platform,followers,remark\nana,instagram,900,x\nbo,tiktok,7,\nana,instagram,lots,\n", "utf-8"
    )


def campaigning(shop: Shop) -> None:
    """A campaign of six, and what happened in it; some of its posts are accepted, one of them has rights."""
    begin(shop)
    shop("campaigns", "match", "winter", "--accept", "ana-reel-1=ig:ana1", "--by", "Kim")
    shop("campaigns", "match", "winter", "--accept", "tiktok-di-video-1=tt:di1", "--by", "Kim")
    shop("campaigns", "log", "winter", "@ana", "paid", "--amount", "50 USD", "--by", "Kim")
    shop("rights", "request", "ig:ana2", "--by", "Kim")
    (shop.root / "campaigns" / "broken.toml").write_text("titel = 1\n", "utf-8")
    (shop.root / "creators.csv").write_text("creator,kind,number\nana,reel,2\nbo,poem,1\n", "utf-8")


def nothing(shop: Shop) -> None:
    pass


def stored(shop: Shop) -> Path:
    """The first original in the store."""
    media = shop.root / ".ugc" / "media"
    return min(path.relative_to(media) for path in media.rglob("*") if path.is_file())


BARE = "url,handle,caption\nhttps://www.instagram.com/p/BareBareBa1/,ben,with @ana\n"
FULL = (
    "url,handle,display name,caption,media,posted_at,likes,comments,views,shares,saves,alt,tags\n"
    "https://www.tiktok.com/@zoe/video/7449708266168274208,zoe,Zoe,Hi,full.jpg,2026-07-01,1,2,3,4,5,A shelf,own\n"
)
STOCK = "id,name,price,link,image,colour\nSER-30,Serum,49.00 USD,https://s.example/a,serum.jpg,red\nCRM-50,Cream,$5,,,\n"
FACEBOOK = (
    "--method dm_yes --purpose paid_social --channel facebook --territory US --from 2026-11-01 --until 2027-12-31"
    " --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()
YES = " ".join(FACEBOOK)
ASKED = "--by Mo --why 'asked by e-mail'"
PROOF = "--evidence yes-from-ana.png"
ASKING = "--terms terms-v3.txt --purpose paid_social --channel instagram --edits standard --days 180"
USE = "--channel instagram --flight 2026-12-01..2026-12-31"
AD_CODE = "--kind meta_ad_code --code SPARK-9f8e7d6c"
ANSWER = Path(__file__).resolve().parent / "samples" / "permissions" / "ad_permissions.json"
SETTLED = "--allow --by Lena --why 'her sister'"
ORIGINAL = "../collected/1922949326347663701.jpg"
BOTH = "-w . -w ../dew"
TO_SERUM = "--link https://sundayglow.example/serum"


REPORT = "campaigns report spring"


def in_campaign(shop: Shop) -> None:
    """A campaign of two creators, one of whom the catalog does not know, with a flight, an offer and a rate card."""
    delivered(shop)
    (shop.root / "campaigns").mkdir(exist_ok=True)
    (shop.root / "campaigns" / "spring.toml").write_text(
        'first = 2026-10-01\nlast = 2026-11-30\nrate_card = { source = "House rates", currency = "USD",'
        ' per_like = 1 }\n[[creators]]\ncreator = "@ana"\ncode = "ANA10"\noffer = { kind = "per_post", amount ='
        f' "100 USD" }}\ndeliverables = [{{ kind = "feed", post = "{POST}" }}]\n'
        '[[creators]]\ncreator = "@nobody.here"\n',
        "utf-8",
    )


SOLD = "--sales codes.csv --by concept,creator,hook,market"
WRITTEN = (
    "'Tall.' --name Ana --niche running --tag vip --language en --country US --audience runners --email a@b.example"
    " --phone 12 --address 'Here 1' --agent Bo --followers 10000 --on 2026-06-01 --by Mo"
)
WIDE = f"--text headline={'W' * 75}"

ROWS: list[tuple[str, str, Callable[[Shop], None], str, int, str]] = [
    # document, form, what was done before, what is typed, exit code, what must be in it (a way; * is any element)
    ("init", "ordinary", nothing, "init ../dew --brand Dew --hashtag Dew --market de --market EEA", 0, "markets.0"),
    ("init", "without markets", nothing, "init ../bare --brand Bare", 0, ""),
    ("init", "settings that were there", kept_in_git, "init ../kept", 0, "markets.0"),
    ("error", "refused", nothing, "init . --brand X", 2, "error.hint"),
    ("import", "ordinary", nothing, "import ../collected", 0, "taken.0"),
    ("import", "rehearsed", half, "import ../half ../collected --dry-run", 3, "taken.1"),
    ("import", "faulty", half, "import ../half", 3, "skipped.0"),
    ("import", "with notes", mixed, "import ../mixed", 0, "taken.*.notes.0"),
    ("import", "with a re-upload", reposting, "import ../reposted", 0, "taken.0.looks_like.0"),
    ("import", "refused: erased on request", forgotten, "import ../collected", 0, "skipped.0"),
    ("error", "faulty", nothing, "import nowhere", 2, "error.hint"),
    ("import --into", "ordinary", exported, "import ../glow.zip --into ../again", 0, "ledger_head"),
    ("import --into", "without records", bare, "import ../glow.zip --into ../again", 0, "files"),
    ("error", "faulty", exported, "import ../cut.zip --into ../again", 3, ""),
    ("error", "refused", exported, "import ../glow.zip", 2, "error.hint"),
    ("fetch", "rehearsed", addressed, "fetch --dry-run", 3, "failed.0"),
    ("fetch", "ordinary", addressed, "fetch", 3, "failed.0"),
    ("error", "faulty", nothing, "fetch --from nowhere", 2, "error.hint"),
    ("posts", "ordinary", revoked, "posts", 0, "*.tags.0"),
    ("posts", "of every kind", mixed_in, "posts", 0, "2"),
    ("posts", "none", nothing, "posts rights:paid_social", 0, ""),
    ("posts", "several brands", another_brand, f"posts {BOTH}", 0, "1.brand"),
    ("error", "faulty", nothing, "posts kidn:image", 2, "error.hint"),
    ("posts --duplicates", "ordinary", reposted, "posts --duplicates", 0, "groups.0.alike.0"),
    ("posts --duplicates", "faulty", reposted, "posts --duplicates", 0, "not_compared.0"),
    ("posts --duplicates", "several brands", reposted, f"posts --duplicates {BOTH}", 0, "0.groups.0.posts.1"),
    ("error", "faulty", nothing, "posts --duplicates kidn:image", 2, "error.hint"),
    ("posts --count", "ordinary", revoked, "posts --count", 0, "brands.0"),
    ("posts --count", "several brands", another_brand, f"posts --count {BOTH}", 0, "brands.1"),
    ("error", "faulty", nothing, "posts --count kidn:image", 2, "error.hint"),
    ("posts --saved", "none", nothing, "posts --saved", 0, ""),
    ("posts --saved", "ordinary", named, "posts --saved", 0, "0.posts"),
    ("posts --saved", "faulty", misnamed, "posts --saved", 2, "2.fault"),
    ("posts --saved", "several brands", named_in_both, f"posts --saved {BOTH}", 0, "1.brand"),
    ("show", "ordinary", rendered, f"show {POST}", 0, "creatives.1"),
    ("show", "refused: held", held, f"show {POST}", 0, "case.holds.1"),
    ("show", "refused: revoked", revoked, f"show {POST}", 0, "case.revocations.0"),
    ("show", "with products", stocked, f"show {POST}", 0, "products.0.tag.x"),
    ("show", "several brands", another_brand, f"show {POST} {BOTH}", 0, "1.case"),
    ("error", "faulty", nothing, "show ig:BqvsDleB3lX", 2, "error.hint"),
    ("show --person", "ordinary", revoked, "show --person @ana", 0, "records.*.file"),
    ("show --person", "named by others", mixed_in, "show --person @ana", 0, "mentioned_in.0"),
    ("show --person", "with what was written down", befriended, "show --person @ana", 0, "noted_in.0.note"),
    ("show --person", "several brands", another_brand, f"show --person @ana {BOTH}", 0, "1.person"),
    ("error", "faulty", nothing, "show --person @nobody", 2, ""),
    ("tag", "ordinary", nothing, "tag @ana --add hero --add spring --remove old", 0, "removed.0"),
    ("tag", "products", stocked, f"tag {POST} --product SER-30 --remove-product CRM-50", 0, "products_removed.0"),
    ("tag", "rehearsed", nothing, "tag @ana --remove hero --dry-run", 0, "posts.0"),
    ("error", "faulty", nothing, "tag @ana", 2, "error.hint"),
    ("focus", "ordinary", nothing, f"focus {POST} 0.4,0.3 --keep 0,0,1,1 --crop story=0,0,1,1", 0, "notes.0"),
    ("focus", "shown", nothing, f"focus {POST}", 0, "pictures.0"),
    ("error", "faulty", nothing, f"focus {POST} 42,31", 2, "error.hint"),
    ("alt", "ordinary", nothing, f"alt {POST} 'A run' --by Mo", 0, "pictures.0.alt.at"),
    ("alt", "missing", mixed_in, "alt --missing", 0, "pictures.1"),
    ("error", "refused", nothing, f"alt {POST} run --accept", 2, ""),
    ("attach", "ordinary", loose, f"attach {POST} ../loose/a.jpg --by Mo", 0, "attached.0.notes.0"),
    ("attach", "rehearsed", loose, f"attach {POST} ../loose/a.jpg --role raw --dry-run", 0, "attached.0.media"),
    ("error", "faulty", loose, f"attach {POST}", 2, "error.hint"),
    ("merge", "ordinary", loose, f"merge {POST} {LOOSE} --by Mo --why seen", 0, "notes.0"),
    ("merge", "rehearsed", loose, f"merge {LOOSE} {POST} --dry-run", 0, "widened"),
    ("error", "faulty", loose, f"merge {POST} {POST}", 2, "error.hint"),
    ("split", "ordinary", merged, f"split {POST} --by Mo", 0, "records.0"),
    ("split", "stopped since", merged, "split 1 --by Mo --dry-run", 0, "carried.0"),
    ("error", "faulty", loose, f"split {POST}", 2, "error.hint"),
    ("bulk", "ordinary", listed, "bulk tags tags.csv", 0, "done.0"),
    ("bulk", "rehearsed", listed, "bulk notes notes.csv --by Mo --dry-run", 0, "done.0"),
    ("bulk", "faulty", listed, "bulk tags wrong.csv", 2, "faults.0.hint"),
    ("error", "faulty", listed, "bulk poems tags.csv", 2, "error.hint"),
    ("products import", "ordinary", stocked, "products import shop.csv", 0, "notes.0"),
    ("products import", "faulty", stocked, "products import odd.csv --replace", 3, "passed_over.0.place"),
    ("products import", "replacing", stocked, "products import less.csv --replace", 0, "removed.0.posts.0"),
    ("error", "refused", nothing, "products import nowhere.csv", 2, "error.hint"),
    ("products list", "ordinary", stocked, "products list", 0, "products.1.product.image"),
    ("products list", "none", nothing, "products list", 0, ""),
    ("error", "faulty", nothing, "products list -w ..", 2, "error.hint"),
    ("sheet out", "ordinary", nothing, "sheet out x.xlsx", 0, "rows.posts"),
    ("error", "refused", nothing, "sheet out x.csv", 2, "error.hint"),
    ("products remove", "ordinary", stocked, "products remove SER-30", 0, "removed.0.posts.0"),
    ("error", "refused", stocked, "products remove SER-3", 2, "error.hint"),
    ("sheet in", "ordinary", tracked, "sheet in owed.csv --tab deliverables --by Mo", 0, "files.0"),
    ("sheet in", "of rights", tracked, "sheet in rights.csv --tab rights --by Mo --dry-run", 0, "rights.0.lacks.0"),
    ("sheet in", "faulty", tracked, "sheet in wrong.csv --tab deliverables --by Mo", 3, "faults.0.hint"),
    ("error", "faulty", tracked, "sheet in owed.csv", 3, "error.hint"),
    ("sheet undo", "ordinary", taken_in, "sheet undo --by Mo", 0, "revoked.0"),
    ("sheet undo", "refused", written_since, "sheet undo 1 --by Mo", 3, "refused.0"),
    ("error", "refused", nothing, "sheet undo", 2, "error.hint"),
    ("sheet log", "ordinary", taken_in, "sheet log", 0, "came_in.1"),
    ("sheet log", "none", nothing, "sheet log", 0, ""),
    ("rights grant", "ordinary", nothing, f"rights grant {POST} {YES} --notes 'by phone'", 0, "0.notes"),
    ("rights grant", "of a creator's", nothing, f"rights grant @ana {YES} --until perpetual", 0, "0.creator"),
    ("error", "faulty", nothing, f"rights grant {POST} {YES} --evidence nowhere.png", 3, ""),
    ("error", "refused", nothing, f"rights grant {POST} {YES} --purpose paid", 2, "error.hint"),
    ("rights request", "ordinary", nothing, f"rights request {POST} {ASKING}", 0, ""),
    ("rights request", "several", nothing, f"rights request {POST} @ana --via email --out asked {ASKING}", 0, ""),
    ("rights request", "nothing to ask", asked, f"rights request {POST} {ASKING}", 4, ""),
    ("error", "refused", nothing, f"rights request {POST} --via phone", 2, "error.hint"),
    ("rights reply", "ordinary", asked, f"rights reply {POST} --yes {PROOF} --words 'Yes, gladly'", 0, ""),
    ("rights reply", "no", asked, "rights reply q-0001 --no", 0, ""),
    ("error", "refused", nothing, f"rights reply {POST} --yes {PROOF}", 2, "error.hint"),
    ("rights due", "ordinary", dues, "rights due --within 400", 0, ""),
    ("rights due", "strict", dues, "rights due --strict --within 400", 0, ""),
    ("rights due", "several brands", another_brand, f"rights due --within 400 {BOTH}", 0, ""),
    ("error", "faulty", nothing, "rights due -w ..", 2, "error.hint"),
    ("rights use", "ordinary", granted, f"rights use {POST} {USE} --ad-name A --ad-id 7 --impressions 9", 0, ""),
    ("rights use", "refused", nothing, f"rights use {POST} {USE}", 4, ""),
    ("error", "refused", nothing, f"rights use {POST} --channel insta --from 2026-12-01", 2, "error.hint"),
    ("rights verify", "ordinary", granted, "rights verify --write-head head.txt", 0, ""),
    ("rights verify", "cut", granted, f"rights verify --head {'0' * 64}", 4, ""),
    ("error", "faulty", nothing, "rights verify --head 12", 2, ""),
    ("rights bundle", "ordinary", rendered, f"rights bundle {POST}", 0, ""),
    ("error", "faulty", nothing, "rights bundle nobody", 2, ""),
    ("rights export", "ordinary", rendered, "rights export register --posts", 0, ""),
    ("rights export", "of what is left out", requested, "rights export odrl", 0, "left_out.0"),
    ("error", "refused", nothing, "rights export regster", 2, "error.hint"),
    ("credentials new", "ordinary", nothing, "credentials new", 0, "settings.sign"),
    ("error", "refused", certified, "credentials new", 2, "error.hint"),
    ("credentials show", "ordinary", signed, "credentials show found.jpg", 0, "credentials.rights.grants.0"),
    ("credentials show", "of nothing", rendered, "credentials show found.jpg", 3, "verdict"),
    ("error", "faulty", nothing, "credentials show nowhere.jpg", 3, ""),
    ("rights renew", "ordinary", granted, f"rights renew g-0001 --until 2028-01-01 {PROOF}", 0, "evidence.1"),
    ("error", "refused", nothing, f"rights renew g-0001 --until 2028-01-01 {PROOF}", 2, "error.hint"),
    ("rights release", "ordinary", nothing, f"rights release {POST} --minor a --age AG-A16 {PROOF}", 0, "age_band"),
    ("rights release", "of music", nothing, f"rights release {POST} --music platform_only", 0, "music"),
    ("error", "refused", nothing, f"rights release {POST} --person a", 2, "error.hint"),
    ("rights authorize", "ordinary", nothing, f"rights authorize {POST} {CODE}", 0, "native_ids.identity_id"),
    ("rights authorize", "of a creator's", nothing, "rights authorize @ana --kind tiktok_bc_account", 0, "creator"),
    ("error", "refused", nothing, f"rights authorize {POST} --kind code", 2, "error.hint"),
    ("rights decide", "ordinary", reviewed, f"rights decide {POST} {SETTLED}", 0, "about.0"),
    ("error", "refused", granted, f"rights decide {POST} {SETTLED}", 2, "error.hint"),
    ("rights release", "in bulk", filmed, "rights release kind:video --music platform_only", 0, "releases.0"),
    ("rights release", "of pictures", nothing, "rights release has:media --music unknown", 0, "passed.0"),
    ("rights sound add", "ordinary", filmed, f"rights sound add piece.wav {LICENCE}", 0, "terms.url"),
    ("error", "refused", filmed, f"rights sound add ugc.toml {LICENCE}", 3, "error.hint"),
    ("rights sound list", "ordinary", laid_on, "rights sound list", 0, "sounds.0.creatives.0"),
    ("rights sound list", "empty", nothing, "rights sound list", 0, ""),
    ("rights sound revoke", "ordinary", laid_on, "rights sound revoke s-0001 --why x", 0, "revocation.sound"),
    ("error", "faulty", nothing, "rights sound revoke s-0001 --why x", 2, "error.hint"),
    ("render", "with a sound", laid_on, "render kind:video --format story --audio s-0001", 0, "creatives.0.sound"),
    ("rights show", "ordinary", told_all, f"rights show {POST}", 0, "grants.0.versions.0"),
    ("rights show", "of what is open", reviewed, f"rights show {POST}", 0, "answers.0.reasons.0"),
    ("rights show", "several brands", another_brand, f"rights show {POST} {BOTH}", 0, "1.answers.0"),
    ("error", "faulty", nothing, "rights show nobody", 2, ""),
    ("rights check", "ordinary", granted, f"rights check {POST} --edit standard", 0, "0.use.edits.0"),
    ("rights check", "refused", revoked, f"rights check {POST} --channel tiktok --channel x", 4, "1.reasons.0"),
    ("rights check", "for a review", reviewed, f"rights check {POST}", 4, "0.reasons.0"),
    ("rights check", "several brands", another_brand, f"rights check {POST} {BOTH}", 4, "2.reasons.0"),
    ("error", "faulty", nothing, f"rights check {POST} --channel insta", 2, "error.hint"),
    ("rights hold", "ordinary", nothing, f"rights hold {POST} --by Mo --why 'a complaint'", 0, "hold.post"),
    ("rights hold", "of a creator's", nothing, "rights hold @ana --why x --dry-run", 0, "hold.creator"),
    ("error", "faulty", nothing, "rights hold @anna --why x", 2, ""),
    ("rights hold --lift", "ordinary", held, f"rights hold {POST} --why settled --lift", 0, "1"),
    ("error", "refused", nothing, f"rights hold {POST} --why settled --lift", 2, ""),
    ("rights revoke", "ordinary", rendered, "rights revoke g-0001 --why x", 0, "creatives.0.posts.0"),
    ("rights revoke", "for one post", rendered, f"rights revoke {POST} --why x --on 2026-12-24", 0, "creatives.0"),
    ("rights revoke", "taken down", rendered, f"rights revoke {POST} --why x --takedown", 0, "takedown.list"),
    ("error", "refused", nothing, f"rights revoke {POST} --why x", 2, ""),
    ("render", "ordinary", granted, "render --format story --format feed", 0, "creatives.1.grants.0"),
    ("render", "a second time", rendered, "render --format story", 0, "creatives.0"),
    ("render", "over an older one", redesigned, "render --format story", 0, "superseded.0"),
    ("render", "rehearsed", granted, "render --format story --dry-run --flight 2026-12-01..2026-12-31", 0, "dry"),
    ("render", "a matrix", worded, "render --format story --copy spring --ab --dry-run", 0, "alike.0"),
    ("render", "proofs", nothing, "render --format square --proof", 0, "proof"),
    ("render", "refused", revoked, "render --format story", 4, "refusals.0.placements.0.reasons.0"),
    ("render", "refused in part", narrowed, "render --format story --strict", 4, "creatives.0.refused.0.reasons.0"),
    ("render", "for a review", reviewed, "render --format square", 4, "refusals.0.review"),
    ("render", "faulty", gone, "render --format story", 6, "faults.0"),
    ("render", "nothing planned", mixed_in, "render --format story", 4, "not_planned.0"),
    ("error", "faulty", granted, "render --format storry", 2, "error.hint"),
    ("check", "ordinary", rendered, "check found.jpg --format story", 0, "files.0.measured"),
    ("check", "refused", misfits, "check small.jpg --format story --format square", 5, "files.1.problems.0"),
    ("check", "with a copy", misfits, "check odd.webp --format story --fix --out ../a", 5, "files.0.fixed.mended.0"),
    ("check", "with texts", misfits, "check small.jpg --format story --copy copy.toml", 5, "copy_problems.0"),
    ("check", "a clip", misfits, "check clip.mp4 --format story", 5, "files.0.measured.probe.container"),
    ("check", "faulty", half, "check ../half --format story", 3, "files.*.problems.0"),
    ("error", "faulty", rendered, "check found.jpg --format storry", 2, "error.hint"),
    ("formats", "ordinary", nothing, "formats", 0, "formats.0.placements.0"),
    ("error", "faulty", nothing, "formats -w ..", 2, "error.hint"),
    ("formats show", "ordinary", nothing, "formats show story --overlay ../story.png", 0, "overlay"),
    ("formats show", "a placement", nothing, "formats show meta.instagram_stories.video", 0, "video_profiles"),
    ("error", "faulty", nothing, "formats show storry", 2, "error.hint"),
    ("templates", "ordinary", started, "templates", 0, "templates.0.words.*.edits.0"),
    ("templates", "faulty", unlisted, "templates", 2, "unread.0"),
    ("error", "faulty", nothing, "templates -w ..", 2, "error.hint"),
    ("templates show", "ordinary", nothing, "templates show credit --format story", 0, "drawn.0"),
    ("templates show", "refused", nothing, f"templates show credit {WIDE} --format link", 5, "refused.0"),
    ("error", "faulty", nothing, "templates show credits", 2, "error.hint"),
    ("templates new", "ordinary", nothing, "templates new mine --from quote", 0, "files.2"),
    ("error", "refused", started, "templates new mine", 2, "error.hint"),
    ("brand check", "ordinary", branded, "brand check", 0, "logos.0"),
    ("error", "faulty", nothing, "brand check -w ..", 2, "error.hint"),
    ("gallery build", "ordinary", onsite, "gallery build #GlowRun", 0, "files"),
    ("gallery build", "rehearsed", onsite, "gallery build #GlowRun --dry-run", 0, "territories.0"),
    ("gallery build", "refused", shown_wrongly, "gallery build #GlowRun", 4, "not_shown.0.reasons.0"),
    ("error", "faulty", onsite, "gallery build #GlowRun --theme gird", 2, "error.hint"),
    ("gallery verify", "ordinary", shown, "gallery verify", 0, "0.posts"),
    ("gallery verify", "refused", shown_wrongly, "gallery verify", 4, "0.astray.0.reasons.0"),
    ("error", "faulty", onsite, "gallery verify", 2, "error.hint"),
    ("gallery serve", "ordinary", shown, "gallery serve --port 0 --dry-run", 0, "address"),
    ("gallery themes", "ordinary", nothing, "gallery themes", 0, "themes.0"),
    ("campaigns", "ordinary", campaigning, "campaigns", 0, "campaigns.0.fault"),
    ("campaigns list", "ordinary", campaigning, "campaigns list", 0, "campaigns.1.first"),
    ("campaigns new", "ordinary", campaigning, "campaigns new spring --from creators.csv --anyway", 0, "left_out.0"),
    ("error", "refused", campaigning, "campaigns new spring --from creators.csv", 2, "error.hint"),
    ("campaigns show", "ordinary", campaigning, "campaigns show winter", 0, "creators.0.progress.0.post"),
    ("error", "refused", campaigning, "campaigns show wintr", 2, "error.hint"),
    ("campaigns log", "ordinary", campaigning, "campaigns log winter", 0, "lines.*.record"),
    ("campaigns log", "written", campaigning, "campaigns log winter @bo reminded --words phoned", 0, "lines.0.words"),
    ("campaigns log", "taken out", campaigning, "campaigns log winter --remove 1", 0, "removed.0"),
    ("error", "faulty", campaigning, "campaigns log winter @bo remindd", 2, "error.hint"),
    ("campaigns match", "ordinary", campaigning, "campaigns match winter", 0, "proposals.*.doubts.0"),
    ("campaigns match", "accepted", campaigning, "campaigns match winter --accept-all", 0, "accepted.0"),
    ("error", "refused", campaigning, "campaigns match winter --accept bo-story-1=ig:ana1", 2, "error.hint"),
    ("campaigns late", "ordinary", campaigning, "campaigns late winter", 0, "late.0.last"),
    ("campaigns waiting", "ordinary", campaigning, "campaigns waiting winter", 0, "waiting.0.sent"),
    ("campaigns unlicensed", "ordinary", campaigning, "campaigns unlicensed winter", 0, "unlicensed.0.missing.0"),
    ("campaigns due", "ordinary", campaigning, "campaigns due winter", 0, "due.0.follow_ups.0"),
    ("error", "faulty", campaigning, "campaigns due", 2, "error.hint"),
    ("ads prepare", "ordinary", rendered, f"ads prepare meta {TO_SERUM}", 0, "package.ads.0.requests.0.gives"),
    ("ads prepare", "refused", rendered, f"ads prepare meta {TO_SERUM} --market MX", 4, "package.blocked.0.unblock"),
    ("error", "faulty", rendered, "ads prepare metta", 2, "error.hint"),
    ("ads validate", "ordinary", packed, "ads validate out/ads/glow", 0, "placeholders.0"),
    ("ads validate", "refused", held_back, "ads validate out/ads/glow", 4, "faults.0.reasons.0"),
    ("error", "faulty", rendered, "ads validate out", 3, "error.hint"),
    ("ads results", "ordinary", delivered, f"ads results ads.csv {SOLD}", 0, "breakdowns.1.groups.0.sales.0.codes.0"),
    ("ads results", "counted once", delivered, "ads results ads.csv more.csv", 0, "overlaps.0.rows.0"),
    ("ads results", "faulty", delivered, "ads results ads.csv terms-v3.txt", 3, "unread.0.hint"),
    ("ads results", "several brands", delivered, f"ads results ads.csv {BOTH}", 0, "1.breakdowns.0"),
    ("error", "faulty", nothing, "ads results nowhere.csv", 3, "error.message"),
    ("creators benchmark", "ordinary", nothing, "creators benchmark", 0, "left_out.0"),
    ("error", "faulty", nothing, "creators benchmark --by tiers", 2, "error.hint"),
    ("creators rank", "ordinary", fitting, "creators rank --campaign fits", 0, "candidates.0.criteria.0"),
    ("error", "faulty", fitting, "creators rank --campaign fit", 2, "error.hint"),
    ("ads codes add", "ordinary", keyed, f"ads codes add {POST} {AD_CODE}", 0, "recorded.0.permission.code_last4"),
    ("ads codes add", "from files", keyed, f"ads codes add --from-file {ANSWER}", 3, "passed_over.0.why"),
    ("error", "refused", nothing, f"ads codes add {POST} {AD_CODE}", 2, "error.hint"),
    ("ads codes list", "ordinary", coded, "ads codes list", 0, "codes.0.runs.0"),
    ("ads codes list", "several brands", another_brand, f"ads codes list {BOTH}", 0, "1.brand"),
    ("error", "faulty", nothing, "ads codes list --due soon", 2, "error.hint"),
    ("ads codes check", "ordinary", coded, f"ads codes check {POST}", 4, "posts.0.codes.0.faults.0"),
    ("error", "faulty", nothing, "ads codes check a-0404", 2, "error.hint"),
    ("ads audit", "ordinary", running, "ads audit ads.csv", 4, "ads.0.findings.0.reasons.0"),
    ("ads audit", "several brands", running_for_two, f"ads audit ads.csv nowhere.csv {BOTH}", 4, "exports.1.fault"),
    ("creators list", "ordinary", befriended, "creators niche:running", 0, "creators.0.creator.followers.0"),
    ("creators list", "none", nothing, "creators list nobody", 0, "of"),
    ("creators list", "several brands", another_brand, f"creators {BOTH}", 0, "1.brand"),
    ("error", "faulty", nothing, "creators nich:running", 2, "error.hint"),
    ("creators show", "ordinary", befriended, "creators show @ana", 0, "followers.1.share"),
    ("creators show", "with contact", befriended, "creators show @ana --contact", 0, "contact.email"),
    ("creators show", "several brands", another_brand, f"creators show @ana {BOTH}", 0, "1.brand"),
    ("error", "faulty", nothing, "creators show @anna", 2, "error.hint"),
    ("creators note", "ordinary", nothing, f"creators note @ana {WRITTEN}", 0, "note"),
    ("creators note", "rehearsed", nothing, "creators note tiktok:bo --niche runs --new --dry-run", 0, "made"),
    ("error", "refused", nothing, "creators note @ana --country Germany", 2, "error.hint"),
    ("creators join", "ordinary", mixed_in, "creators join @ana @zoe --why 'her bio' --by Mo", 0, "joined.0.joined.0"),
    ("creators join", "rehearsed", befriended, "creators join web:bo @ana --why x --dry-run", 0, "joined.0.joined.0"),
    ("error", "refused", nothing, "creators join @ana @nobody --why x", 2, "error.hint"),
    ("creators followers", "ordinary", counting, "creators followers followers.csv --new", 3, "skipped.0.why"),
    ("error", "faulty", nothing, "creators followers ugc.toml", 3, "error.hint"),
    ("campaigns report", "ordinary", in_campaign, f"{REPORT} --sales codes.csv --ads ads.csv", 0, "ads.exports.0"),
    ("campaigns report", "side by side", in_campaign, f"{REPORT} --compare @ana", 0, "sides.large.rates.0"),
    ("error", "faulty", nothing, "campaigns report nowhere", 2, "error.hint"),
    ("inspect", "ordinary", rendered, "inspect found.jpg", 0, "0.creative"),
    ("inspect", "an original", granted, f"inspect {ORIGINAL}", 0, "0.posts.0"),
    ("inspect", "by its name", stripped, "inspect {copy}", 0, "0.creative"),
    ("inspect", "refused", revoked, "inspect found.jpg", 4, "0.answers.0.reasons.0"),
    ("inspect", "for a review", reviewed, f"inspect {ORIGINAL}", 4, "0.answers.0.reasons.0"),
    ("inspect", "faulty", rendered, "inspect nowhere.jpg yes-from-ana.png ugc.toml", 3, "0.error"),
    ("inspect", "several brands", another_brand, f"inspect found.jpg odd.jpg nowhere.jpg {BOTH}", 3, "2.error"),
    ("inspect", "known to several", another_brand, f"inspect {ORIGINAL} {BOTH}", 4, "1.answers.0.reasons.0"),
    ("error", "faulty", nothing, "inspect found.jpg -w ..", 2, "error.hint"),
    ("contact-sheet", "ordinary", rendered, "contact-sheet", 0, "rows.0.strips.0.creatives.0"),
    ("contact-sheet", "refused", revoked, "contact-sheet --format square --format story", 0, "rows.0.unmade.0"),
    ("contact-sheet", "of every kind", mixed_in, "contact-sheet --format story", 0, "rows.*.unmade.*.why"),
    ("contact-sheet", "looking", rendered, "contact-sheet --looking", 0, "rows.0.strips.0.looking.formats.0"),
    ("contact-sheet", "faulty", damaged, "contact-sheet @ana --out ../sheet", 0, "unread.0"),
    ("error", "faulty", nothing, "contact-sheet --format storry", 2, "error.hint"),
    ("doctor", "ordinary", rendered, "doctor --deep", 0, "ok"),
    ("doctor", "faulty", gone, "doctor", 6, "checks.*.details.0"),
    ("doctor", "no workspace", nothing, "doctor -w ..", 6, "checks.0"),
    ("sweep", "ordinary", narrowed, "sweep", 0, "narrowed.0.reasons.0"),
    ("sweep", "refused", revoked, "sweep", 4, "still_used.0"),
    ("sweep", "rehearsed", revoked, "sweep --dry-run", 4, "moved.0.reasons.0"),
    ("error", "faulty", nothing, "sweep -w ..", 2, "error.hint"),
    ("export", "ordinary", rendered, "export --archive ../glow.zip", 0, "ledger_head"),
    ("export", "with what is left out", linked, "export --archive ../a.zip --with-creatives", 0, "left_out.0"),
    ("export --to", "ordinary", rendered, "export --to csv --out ../posts.csv", 0, "left_out.0"),
    ("error", "faulty", damaged, "export --archive ../glow.zip", 3, "error.hint"),
    ("forget", "ordinary", revoked, f"forget @ana {ASKED} --yes --evidence-too", 0, "kept.0"),
    ("forget", "with what was written down", befriended, f"forget @ana {ASKED} --yes", 0, "kept.0"),
    ("forget", "rehearsed", upgraded, f"forget @ana {ASKED} --dry-run", 0, "backups.0"),
    ("error", "refused", nothing, f"forget @ana {ASKED}", 2, "error.hint"),
    ("forget --lift", "ordinary", forgotten, f"forget x-0001 --lift {ASKED}", 0, "hold"),
    ("error", "faulty", nothing, f"forget x-0001 --lift {ASKED}", 2, "error.hint"),
    ("demo", "ordinary", nothing, "demo ../demo", 0, "render.not_planned.0"),
    ("error", "refused", nothing, "demo .", 2, "error.hint"),
]  # fmt: skip


@cache
def judge(document: str) -> Draft202012Validator:
    """The shipped schema of a document, checked itself."""
    schema = json.loads((SCHEMAS / f"{schemas.name(document)}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize(
    ("document", "form", "before", "typed", "code", "there"),
    ROWS,
    ids=[f"{row[1]}: {row[3]}" for row in ROWS],
)
def test_what_is_printed_is_as_its_schema_says(
    shop: Shop, document: str, form: str, before: Callable[[Shop], None], typed: str, code: int, there: str
) -> None:
    before(shop)
    named = str(next(shop.root.glob("copy_c*_v*.jpg"), ""))
    printed = shop(*(word.replace("{copy}", named) for word in shlex.split(typed)), "--json", code=code)
    judge(document).validate(printed)
    assert not there or any(reached(printed, there.split("."))), f"it holds no {there}"
    for what, wrong in spoiled(printed):
        assert not judge(document).is_valid(wrong), f"{what} goes unnoticed"


def reached(data: Any, way: list[str]) -> Iterator[Any]:
    """What lies at the end of a way into a document, wherever it leads."""
    if not way:
        yield data
    elif way[0] == "*":
        for each in data:
            yield from reached(each, way[1:])
    elif isinstance(data, list):
        yield from (found for each in data[int(way[0]) :][:1] for found in reached(each, way[1:]))
    elif way[0] in data:
        yield from reached(data[way[0]], way[1:])


# --- the judge judges --------------------------------------------------------------------------------------------

OPEN = {"says", "metadata", "body"}
"""A rights record as it was sealed, less what was erased since, any of whose fields may be gone; a body, which is the
platform's, and has schemas of its own."""

MAPS = {
    *(
        "added",
        "ai",
        "at_risk",
        "axes",
        "by_tab",
        "columns",
        "crops",
        "detectors",
        "files",
        "gives",
        "native_ids",
        "repeated",
    ),
    *("settings", "spend", "text", "unknown_spend", "video_profiles"),
}
"""Objects whose keys are data: one may be left out, and what is added must be of the right type."""


def spoiled(document: Any) -> Iterator[tuple[str, Any]]:
    """A document with one field more, and with each field less, once for each kind of place in it."""
    seen = set()
    for path, value in objects(document):
        place = ".".join("*" if isinstance(step, int) else step for step in path)
        fields = () if MAPS & set(path[-1:]) or path == ("counts",) else tuple(value)
        if OPEN & set(path) or (place, fields) in seen:
            continue
        seen.add((place, fields))
        yield f"{place}.surprise", changed(document, path, lambda at: at.update(surprise=[{}]))
        for field in fields:
            yield f"no {place}.{field}", changed(document, path, lambda at, name=field: at.pop(name))


def objects(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every object in a document, with the way to it."""
    if isinstance(data, dict):
        yield path, data
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield from objects(value, (*path, step))


def changed(document: Any, path: tuple[str | int, ...], change: Callable[[Any], object]) -> Any:
    whole = copy.deepcopy(document)
    at = whole
    for step in path:
        at = at[step]
    change(at)
    return whole


# --- nothing is left out -----------------------------------------------------------------------------------------


def commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of the tree, as it is typed; a group only where it prints a document of its own."""
    inside = getattr(command, "commands", {})
    if not inside or any("--json" in each.opts for each in command.params):
        yield name, command
    for word, each in inside.items():
        yield from commands(each, f"{name} {word}".strip())


TREE = dict(commands(get_command(app)))


def option(command: str, name: str) -> Any:
    return next((each for each in TREE[command].params if name in each.opts), None)


def test_every_command_prints_a_document_and_every_document_has_a_schema() -> None:
    assert [name for name in TREE if option(name, "--json") is None] == []
    assert {name.partition(" --")[0] for name in schemas.DOCUMENTS} == set(TREE)
    for name in schemas.DOCUMENTS:
        command, _, more = name.partition(" --")
        assert not more or option(command, f"--{more}"), name


def test_every_document_is_printed_above() -> None:
    """Each in its ordinary form, and in that of several brands wherever several may be named."""
    forms = {(document, form) for document, form, *_ in ROWS}
    assert {document for document, form in forms if form == "ordinary"} == set(schemas.DOCUMENTS)
    several = {document for document, form in forms if form == "several brands"}
    repeatable = {name for name in TREE if (given := option(name, "--workspace")) and given.multiple}
    assert {name.partition(" --")[0] for name in several} == repeatable
    assert several == {name for name in schemas.DOCUMENTS if name.partition(" --")[0] in repeatable}


@pytest.mark.parametrize("command", TREE)
def test_what_typer_refuses_is_an_error_document_too(shop: Shop, command: str) -> None:
    told = shop(*command.split(), "--nonsense", "--json", code=2)
    judge(schemas.ERROR).validate(told)
    assert "--nonsense" in told["error"]["message"]
    assert f"ugc {command} --help" in told["error"]["hint"]


def test_a_group_and_a_command_that_is_none_are_refused_in_a_document(shop: Shop) -> None:
    for typed in (["--json"], ["rendr", "--json"], ["rights", "--json"], ["rights", "chekc", "--json"]):
        judge(schemas.ERROR).validate(shop(*typed, code=2))
    judge(schemas.ERROR).validate(shop("render", "--json", code=2))
    judge(schemas.ERROR).validate(shop("render", "--format", "story", "--quality", "101", "--json", code=2))
    shop("render", code=2)
    assert shop.out == "", "nothing on stdout when no document was asked for"


def test_every_known_fault_fits_the_error_document() -> None:
    faults = [UgcError]
    for fault in faults:
        faults += fault.__subclasses__()
        told = {"message": "It is not there.", "hint": None, "exit_code": fault.code}
        judge(schemas.ERROR).validate({"error": told})
    assert not judge(schemas.ERROR).is_valid({"error": told | {"exit_code": 0}})


def test_help_loads_no_model() -> None:
    code = "import sys; from ugc.cli.app import run; run(['--help']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "ugc.cli.posts" in loaded
    assert not {"pydantic", "ugc.model", "ugc.cli.documents", "ugc.cli.schemas"} & loaded


# --- what is shipped ---------------------------------------------------------------------------------------------


def test_shipped_schemas_are_those_of_the_model(tmp_path: Path) -> None:
    """Run `make docs` after a change of the model or of a command."""
    manifest.write_schemas(tmp_path)
    seams = len(list(tmp_path.iterdir()))
    schemas.write_schemas(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SCHEMAS.glob("*.json")}
    assert len(made) == seams + len(schemas.schemas()), "two documents share a name"
    assert len(schemas.schemas()) == len(schemas.DOCUMENTS) + 1, "two commands share a name"


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_a_schema_says_what_it_is_and_is_closed(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    name = path.name.removesuffix(".schema.json")
    assert schema["$id"] == f"urn:ugc-toolkit:schema:{name}:1.0"
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["description"].endswith(".")
    for where, part in objects(schema):
        if "properties" in part and where[-1:] != ("properties",):
            assert part["additionalProperties"] is False, where
        assert part.get("additionalProperties") is not True or where[-1] in OPEN, where


def test_the_page_lists_every_document() -> None:
    page = (ROOT / "docs" / "documents.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `ugc ([^`]+)` \| [^|]+ \| \[`(.+?)`\]\(\.\./assets/schemas/(.+?)\) \| .+\. \|$", page, re.M
    )
    assert [(command, file) for command, file, _ in rows] == [
        (command, f"{schemas.name(command)}.schema.json") for command in schemas.DOCUMENTS
    ]
    assert all(file == link for _, file, link in rows)
    assert "error.schema.json" in page
