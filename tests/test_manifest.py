"""manifest.json and the sidecars: same content, same bytes; broken input said in words; schemas that hold."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ugc import manifest
from ugc.errors import InputError
from ugc.model.creatives import Copy, Creative, Label, PlacementAnswer, Source
from ugc.model.formats import Box
from ugc.model.layout import Framing, Placed
from ugc.model.manifests import Manifest, Sidecar
from ugc.model.posts import Account
from ugc.model.rights import Reason
from ugc.resources import SCHEMAS

ANA = Account(platform="instagram", handle="ana", display_name="Ana Díaz")
SOURCE = Source(post="ig:BqvsDleB3lV", sha256="5" * 64)
ALLOWED = PlacementAnswer(
    placement="meta.instagram_stories.image",
    channel="instagram",
    purpose="paid_social",
    allowed=True,
    valid_until=date(2027, 5, 1),
    grants=("g-0001",),
    not_checked=("Other people in the picture.",),
)
REFUSED = PlacementAnswer(
    placement="meta.facebook_stories.image",
    channel="facebook",
    purpose="paid_social",
    allowed=False,
    reasons=(Reason(code="channel_not_granted", text="The grant does not name Facebook.", grant="g-0001"),),
)
CREATIVE = Creative(
    variant="a" * 64,
    concept="b" * 64,
    label_hash="c" * 64,
    file="creatives/ana-story-bbbb-aaaa.jpg",
    sidecar="creatives/ana-story-bbbb-aaaa.rights.json",
    sha256="d" * 64,
    size=123_456,
    width=1080,
    height=1920,
    type="jpg",
    format="story",
    template="credit",
    sources=(SOURCE,),
    posts=("ig:BqvsDleB3lV",),
    creators=(ANA,),
    credit_line="@ana on Instagram",
    words=Copy(credit="@ana on Instagram", headline="Run with us ☀"),
    grants=("g-0001",),
    valid_until=date(2027, 5, 1),
    markets=("US",),
    flight=(date(2026, 11, 25), date(2026, 12, 24)),
    placements=(ALLOWED, REFUSED),
    edits=("crop", "text_overlay"),
    framing=(Framing(mode="cover", box=Box(x0=0.1, y0=0, x1=0.9, y1=1), kept=0.8, scale=0.5, why="focal"),),
    text=(Placed(role="credit", text="@ana", box=Box(x0=64, y0=250, x1=400, y1=300), size=36.0),),
    notes=("sound muted",),
)
OTHER = CREATIVE.model_copy(
    update={"file": "creatives/bo.jpg", "sidecar": "creatives/bo.rights.json", "valid_until": "perpetual"}
)
MANIFEST = Manifest(brand="Sunday Glow", ledger_head="e" * 64, creatives=(OTHER, CREATIVE))
LABEL = Label(
    variant="a" * 64,
    concept="b" * 64,
    posts=("ig:BqvsDleB3lV",),
    creators=(ANA,),
    credit_line="@ana on Instagram",
    copyright="© 2026 Ana Díaz",
    usage_terms="For paid social ads in the US.",
    licensors=("@ana",),
    licensee="Sunday Glow Ltd",
    grants=("g-0001",),
    start=date(2026, 11, 1),
    end="perpetual",
    description="Run <3 “quoted” \U0001f3c3\u200d♀️\u2028 end",
)
SIDECAR = Sidecar(
    file="ana.jpg",
    sha256="d" * 64,
    label=LABEL,
    flight=(date(2026, 11, 25), date(2026, 12, 24)),
    placements=(ALLOWED, REFUSED),
    sources=(SOURCE,),
)


def altered(tmp_path: Path, **changes: Any) -> Path:
    """A written manifest whose JSON was changed by hand."""
    path = tmp_path / "manifest.json"
    manifest.write(path, MANIFEST)
    data = json.loads(path.read_text("utf-8")) | changes
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_written_and_read_back_in_the_order_of_files(tmp_path: Path) -> None:
    path = tmp_path / "out" / "manifest.json"
    assert manifest.write(path, MANIFEST) is True
    assert manifest.read(path) == MANIFEST.model_copy(update={"creatives": (CREATIVE, OTHER)})
    assert list(json.loads(path.read_text("utf-8")))[:3] == ["version", "brand", "ledger_head"]


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifest.write(path, MANIFEST)
    os.utime(path, ns=(1, 1))
    swapped = MANIFEST.model_copy(update={"creatives": MANIFEST.creatives[::-1]})
    assert manifest.write(path, swapped) is False
    assert path.stat().st_mtime_ns == 1
    assert manifest.write(path, MANIFEST.model_copy(update={"brand": "Monday Glow"})) is True
    assert manifest.read(path).brand == "Monday Glow"
    assert [other.name for other in tmp_path.iterdir()] == ["manifest.json"]


def test_a_damaged_file_of_the_same_length_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifest.write(path, MANIFEST)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Sunday", b"Mondax"))
    assert manifest.write(path, MANIFEST) is True
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not whole JSON"),
        (b'{"version": "1.0", "brand": "Gl', "not whole JSON"),  # a cut copy
        (b"\xff\xfe\x00", "not whole JSON"),
        (b"[" * 100_000, "not whole JSON"),  # deeper than any stack
        (b'{"version": "1.0", "brand": NaN}', "NaN is not a number"),
        (b'{"version": "1.0", "brand": ' + b"9" * 5000 + b"}", "not whole JSON"),
        (b"[]", "JSON, but not a manifest"),
        (b'{"brand": "Glow"}', "JSON, but not a manifest"),
        (b'{"version": "2.0", "brand": "Glow"}', "has version '2.0'; this program reads '1.0'"),
        (b'{"version": 1, "brand": "Glow"}', "has version 1; this program"),
        (b'{"version": "1.0"}', "broken at brand: Field required"),
        (b'{"version": "1.0", "brand": "x", "fee": 3}', "broken at fee: Extra inputs are not permitted"),
        (b'{"version": "1.0", "brand": "x", "creatives": [{}]}', "broken at creatives.0.variant"),
    ],
)
def test_broken_manifests_are_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        manifest.read(path)
    assert words in caught.value.message
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifest.write(path, MANIFEST)
    path.write_bytes(path.read_bytes().replace(b'"kept": 0.8', b'"kept": NaN'))
    with pytest.raises(InputError, match="NaN is not a number"):
        manifest.read(path)


def test_words_that_look_like_such_numbers_are_only_words(tmp_path: Path) -> None:
    named = MANIFEST.model_copy(update={"brand": "NaN & Infinity"})
    manifest.write(tmp_path / "manifest.json", named)
    assert manifest.read(tmp_path / "manifest.json").brand == "NaN & Infinity"


def test_a_missing_manifest_or_a_folder_is_an_input_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match=path.name):
            manifest.read(path)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a.jpg",
        "a/../../b.jpg",
        "C:/a.jpg",
        "a\\b.jpg",
        "a\nb.jpg",
        "",
        ".",
        "a//b",
        "a\x00b",
    ],
)
@pytest.mark.parametrize("field", ["file", "sidecar"])
def test_no_row_leads_out_of_the_folder(tmp_path: Path, name: str, field: str) -> None:
    row = CREATIVE.model_copy(update={field: name})
    path = altered(tmp_path, creatives=[row.model_dump(mode="json")])
    with pytest.raises(InputError, match="not a file below its folder"):
        manifest.read(path)
    with pytest.raises(InputError, match="not a file below its folder"):
        manifest.write(tmp_path / "new.json", MANIFEST.model_copy(update={"creatives": (row,)}))
    assert not (tmp_path / "new.json").exists()


def test_two_rows_for_one_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="twice"):
        manifest.write(tmp_path / "m.json", MANIFEST.model_copy(update={"creatives": (CREATIVE, CREATIVE)}))


@pytest.mark.parametrize("name", ["ana-story.jpg", "a/b/پاییز\u200cها.jpg", "..jpg", "emoji \U0001f600.jpg"])
def test_names_in_any_script_are_files_of_the_folder(tmp_path: Path, name: str) -> None:
    row = CREATIVE.model_copy(update={"file": name})
    manifest.write(tmp_path / "m.json", MANIFEST.model_copy(update={"creatives": (row,)}))
    assert manifest.read(tmp_path / "m.json").creatives == (row,)


def test_sidecar_bytes_are_stable_and_read_back(tmp_path: Path) -> None:
    data = manifest.sidecar_bytes(SIDECAR)
    assert data.endswith(b"}\n") and b'\n  "sha256"' in data and "Ana Díaz".encode() in data
    assert data == manifest.sidecar_bytes(Sidecar.model_validate(SIDECAR.model_dump()))
    path = tmp_path / "ana.rights.json"
    path.write_bytes(data)
    assert manifest.read_sidecar(path) == SIDECAR


def test_a_newer_or_broken_sidecar_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "ana.rights.json"
    for before, after, words in (
        (b'"version": "1.0"', b'"version": "1.1"', "rights sidecar .* has version '1.1'"),
        (b'"instagram"', b'"myspace"', r"broken at label.creators.0.platform"),
        (b"2026-11-25", b"2026-13-25", r"broken at flight.0"),
    ):
        path.write_bytes(manifest.sidecar_bytes(SIDECAR).replace(before, after, 1))
        with pytest.raises(InputError, match=words):
            manifest.read_sidecar(path)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
def test_any_caption_goes_through_a_sidecar(caption: str) -> None:
    label = LABEL.model_copy(update={"description": caption})
    read = json.loads(manifest.sidecar_bytes(SIDECAR.model_copy(update={"label": label})))
    # json escapes each half of a pair alone and joins pairs when it reads: the reference for what UTF-16 says
    paired = json.loads(json.dumps(caption))
    assert read["label"]["description"] == "".join(
        "\ufffd" if "\ud800" <= c <= "\udfff" else c for c in paired
    )


def test_shipped_schemas_are_those_of_the_model() -> None:
    """Run `manifest.write_schemas(resources.SCHEMAS)` after a change of the model."""
    assert set(manifest.schemas()) == {"manifest", "rights", "ads-package", "post-feed"}
    for name, schema in manifest.schemas().items():
        assert json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")) == schema


def test_writing_the_schemas_gives_the_shipped_bytes(tmp_path: Path) -> None:
    manifest.write_schemas(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (SCHEMAS / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("manifest", MANIFEST.model_dump_json()),
        ("manifest", Manifest(brand="empty").model_dump_json()),
        ("rights", manifest.sidecar_bytes(SIDECAR)),
        (
            "rights",
            manifest.sidecar_bytes(
                SIDECAR.model_copy(update={"flight": None, "label": LABEL.model_copy(update={"end": None})})
            ),
        ),
    ],
)
def test_written_documents_validate(name: str, written: str | bytes) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    document = json.loads(written)
    judge.validate(document)
    for wrong in ({"version": "2.0"}, {"fee": 300}, {"creatives": [{}], "sources": [{}]}):
        assert not judge.is_valid(document | wrong), wrong


def test_a_written_manifest_file_validates(tmp_path: Path) -> None:
    manifest.write(tmp_path / "manifest.json", MANIFEST)
    document = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    Draft202012Validator(manifest.schemas()["manifest"]).validate(document)
    document["creatives"][0]["flight"] = ["2026-11-25"]
    assert not Draft202012Validator(manifest.schemas()["manifest"]).is_valid(document)


def test_neither_document_has_a_place_for_fees_or_contacts() -> None:
    words = json.dumps([manifest.schemas()[name] for name in ("manifest", "rights")]).casefold()
    for private in (
        "compensation",
        "amount",
        "invoice",
        'fee"',
        'email":',
        "phone",
        'contact"',
        "evidence",
        "code_",
    ):
        assert private not in words, private
