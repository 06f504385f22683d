"""The same inputs give the same bytes in every process, and ids that stand in files and ledgers never change."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from conftest import Shop
from test_ledger import GRANT, RECORD_OF_EACH_KIND, sealed
from test_manifest import LABEL

from ugc.model.base import Value
from ugc.model.creatives import Copy, Draft, Source
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.posts import Account, Media, Post
from ugc.model.rights import Case, Use
from ugc.model.templates import Option
from ugc.model.vocab import EDITS
from ugc.plan.sealing import concept_hash, pixel_hash
from ugc.provenance import label_hash
from ugc.templates import load

USE = Use(
    licensee="Sunday Glow",
    purpose="paid_social",
    channel="instagram",
    territories={"US", "CA", "GB", "DE", "FR"},
    first=date(2026, 11, 22),
    last=date(2026, 12, 21),
    edits={"crop", "resize", "text_overlay", "format_transcode"},
)
POST = Post(
    id="ig:BqvsDleB3lV",
    platform="instagram",
    author=Account(platform="instagram", handle="ana"),
    media=(Media(sha256="5" * 64, kind="image", ext="jpg", size=9, width=1200, height=1500),),
)
DRAFT = Draft(
    sources=(Source(post=POST.id, sha256="5" * 64),),
    framings=(Framing(mode="cover", box=Box(x0=0.1, y0=0, x1=0.9, y1=1), kept=0.8, scale=0.5, why="focal"),),
    format="story",
    pixels=(1080, 1920),
    scale=1.0,
    safe=Box(x0=0.06, y0=0.14, x1=0.94, y1=0.65),
    placements=("meta.instagram_stories.image", "meta.facebook_stories.image"),
    template="credit",
    options={"block": "top"},
    copy_text=Copy(credit="@ana", platform="Instagram", headline="Seven mornings", cta="Shop the serum"),
    credit_line="@ana",
    edits={"crop", "resize", "text_overlay"},
    credit_place="on_media",
    max_bytes=30_000_000,
    digests={"fonts": "a" * 64, "format": "b" * 64, "template": "c" * 64, "renderer": "1"},
)

# What stood in file names, catalogs and ledgers when this was written.
VARIANT = "c136f027a2dbad2454f4cb6cfe3994dd933307f52f394476cc971b6df6214e79"
PROOF = "65218208688ba86d7724379d8967d48a5bae32d73802390ae46338e525e1405e"
CONCEPT = "0e92425480ccdd3cf525fc57a57a93f6097aa857be7cdbbd4c59ebe76b364664"
EMBEDDED = "a8d0577eea725b8b56aafb331550a9e00c0987f175f9fffbd7471fbe6ce37d5c"
HEAD = "146eeb7e2185725b312d35ebaf3eb8ab6019c2c1015a588e6ff2cc7cc855185a"
FIXED = [
    ("variant", lambda: pixel_hash(DRAFT), VARIANT),
    ("proof", lambda: pixel_hash(DRAFT, proof=True), PROOF),
    ("concept", lambda: concept_hash(DRAFT, {POST.id: POST}), CONCEPT),
    ("label", lambda: label_hash(LABEL), EMBEDDED),
    ("ledger", lambda: sealed(RECORD_OF_EACH_KIND)[-1].hash, HEAD),
]


@pytest.mark.parametrize(("what", "made", "was"), FIXED, ids=[row[0] for row in FIXED])
def test_ids_stay_what_they_were(what: str, made: Callable[[], str], was: str) -> None:
    assert made() == was


@pytest.mark.parametrize("value", [USE, GRANT, DRAFT, load("credit")], ids=lambda value: type(value).__name__)
def test_sets_are_written_in_order(value: Value) -> None:
    written = [value.model_dump(mode="json"), json.loads(value.model_dump_json())]
    sets = {name for name in type(value).model_fields if isinstance(getattr(value, name), frozenset)}
    assert sets
    for told in written:
        for name in sets:
            assert told[name] == sorted(getattr(value, name))
    assert value.model_dump()[next(iter(sets))] == getattr(value, next(iter(sets))), (
        "in Python they stay sets"
    )
    assert type(value).model_validate_json(value.model_dump_json()) == value


def test_sets_inside_other_fields_are_written_in_order() -> None:
    template = load("credit").model_copy(
        update={"options": {"x": Option(default="a", choices=("a",), edits={"a": frozenset(EDITS)})}}
    )
    assert template.model_dump(mode="json")["options"]["x"]["edits"]["a"] == sorted(EDITS)
    assert json.loads(Case(post=POST, grants=(GRANT,)).model_dump_json())["grants"][0]["edits"] == sorted(
        GRANT.edits
    )


def test_the_schema_of_a_set_is_still_one_of_its_tokens() -> None:
    found = Use.model_json_schema(mode="serialization")["properties"]["edits"]
    assert found["type"] == "array"
    assert found["uniqueItems"] is True
    assert "resize" in found["items"]["enum"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rights check ig:BqvsDleB3lV --edit standard", 0),
        ("rights check ig:BqvsDleB3lV --purpose editorial --identity creator_handle", 4),
        ("show ig:BqvsDleB3lV", 0),
        ("formats", 0),
    ],
)
def test_every_process_prints_the_same(shop: Shop, typed: str, code: int) -> None:
    """Python gives the tokens of a set another order in each process."""
    shop.grant()
    printed = set()
    for seed in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-m", "ugc", *typed.split(), "--json"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=60,
        )
        assert done.returncode == code, done.stderr
        printed.add(done.stdout)
    assert len(printed) == 1
