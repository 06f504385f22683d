"""Labels in real files: ExifTool and plain XML readers judge what is written; relabelling moves no pixel."""

import io
import json
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from ugc import provenance, text
from ugc.errors import InputError
from ugc.model.creatives import Label
from ugc.model.posts import Account
from ugc.provenance import label_hash, read_label, relabel, xmp_packet
from ugc.provenance.embedded import understand

TYPES = ("jpg", "png", "webp", "avif")
PLUS = "http://ns.useplus.org/ldf/vocab/"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PLUS_XMP = "{http://ns.useplus.org/ldf/xmp/1.0/}"
exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")

ANA = Account(
    platform="instagram",
    handle="ana",
    native_id="178414",
    display_name="Ana Díaz",
    profile_url="https://www.instagram.com/ana/",
)
BO = Account(platform="tiktok", handle="bo.runs")
LABEL = Label(
    variant="a1" * 32,
    concept="b2" * 32,
    posts=("ig:BqvsDleB3lV", "tt:7231"),
    creators=(ANA, BO),
    credit_line="@ana and @bo.runs",
    copyright="© 2026 Ana Díaz, bo.runs",
    owners=("Ana Díaz", "bo.runs"),
    usage_terms="For paid social ads on Instagram in the US and Canada until 1 May 2027.",
    license_info="Terms agreed to: version 3, en, sha256 " + "0f" * 32 + ".",
    licensors=("@ana", "bo.runs"),
    licensee="Secret Licensee Ltd",
    grants=("g-0001", "g-0002"),
    start=date(2026, 11, 1),
    end=date(2027, 5, 1),
    territories=("US", "CA"),
    channels=("instagram", "facebook"),
    purposes=("paid_social",),
    terms_url="https://glow.example/terms?a=1&b=2",
    links=("https://www.instagram.com/p/BqvsDleB3lV/", "https://www.tiktok.com/@bo.runs/video/7231"),
    posted=date(2026, 10, 2),
    description="Morning run <3 & coffee ☕\nline two 😀 #GlowRun",
    denied_edits=("colour", "crop", "mashup", "retouch_person", "voiceover"),
    credit_required="on_media",
    sublicence=("agencies", "platforms"),
    ai={"generative_training": "denied", "synthetic_likeness": "denied", "voice_clone": "constrained"},
    model_release="limited",
    model_releases=("r-0001", "r-0002"),
    property_release="unlimited",
    property_releases=("r-0003",),
)
EXPECTED = {
    "XMP-dc:Creator": ["Ana Díaz", "@bo.runs"],
    "XMP-dc:Rights": "© 2026 Ana Díaz, bo.runs",
    "XMP-dc:Source": "https://www.instagram.com/p/BqvsDleB3lV/",
    "XMP-dc:Date": ["2026:10:02"],
    "XMP-dc:Description": "Morning run <3 & coffee ☕\nline two 😀 #GlowRun",
    "XMP-photoshop:Credit": "@ana and @bo.runs",
    "XMP-photoshop:Instructions": "Not granted: colour, crop, flip, mashup, retouch person, voiceover.",
    "XMP-xmpRights:Marked": True,
    "XMP-xmpRights:Owner": ["Ana Díaz", "bo.runs"],
    "XMP-xmpRights:UsageTerms": "For paid social ads on Instagram in the US and Canada until 1 May 2027.",
    "XMP-xmpRights:WebStatement": "https://glow.example/terms?a=1&b=2",
    "XMP-plus:TermsAndConditionsURL": "https://glow.example/terms?a=1&b=2",
    "XMP-plus:CopyrightStatus": "CS-PRO",
    "XMP-plus:CopyrightOwner": [
        {"CopyrightOwnerName": "Ana Díaz", "CopyrightOwnerID": "https://www.instagram.com/ana/"},
        {"CopyrightOwnerName": "bo.runs"},
    ],
    "XMP-plus:ImageCreator": [
        {"ImageCreatorName": "Ana Díaz", "ImageCreatorID": "https://www.instagram.com/ana/"},
        {"ImageCreatorName": "@bo.runs"},
    ],
    "XMP-plus:Licensor": [
        {"LicensorName": "@ana", "LicensorURL": "https://www.instagram.com/ana/"},
        {"LicensorName": "bo.runs"},
    ],
    "XMP-plus:CreditLineRequired": "CR-COI",
    "XMP-plus:LicenseID": "g-0001, g-0002",
    "XMP-plus:LicenseStartDate": "2026:11:01",
    "XMP-plus:LicenseEndDate": "2027:05:01",
    "XMP-plus:RegionConstraints": "US, CA",
    "XMP-plus:MediaConstraints": "Purposes: paid social; channels: instagram, facebook",
    "XMP-plus:OtherLicenseInfo": "Terms agreed to: version 3, en, sha256 " + "0f" * 32 + ".",
    "XMP-plus:ImageAlterationConstraints": ["AL-CLR", "AL-CRP", "AL-DCL", "AL-FLP", "AL-MRG", "AL-RET"],
    "XMP-plus:ImageFileConstraints": ["IF-MMD"],
    "XMP-plus:OtherConstraints": (
        "Sublicences: to agencies, platforms only. "
        "Not allowed: training of generative AI, synthetic likeness. Only as the terms say: clone of the voice."
    ),
    "XMP-plus:ModelReleaseStatus": "MR-LMR",
    "XMP-plus:ModelReleaseID": ["r-0001", "r-0002"],
    "XMP-plus:PropertyReleaseStatus": "PR-UPR",
    "XMP-plus:PropertyReleaseID": ["r-0003"],
    "XMP-plus:DataMining": "DMI-PROHIBITED-GENAIMLTRAINING",
    "XMP-iptcExt:RegistryID": [
        {"RegOrgId": "urn:ugc-toolkit:grants", "RegItemId": "g-0001"},
        {"RegOrgId": "urn:ugc-toolkit:grants", "RegItemId": "g-0002"},
    ],
    "XMP-xmpMM:DocumentID": "urn:ugc-toolkit:variant:" + "a1" * 32,
    "XMP-xmpMM:InstanceID": "urn:ugc-toolkit:label:" + label_hash(LABEL),
    "XMP-xmpMM:DerivedFrom": {"DocumentID": "urn:ugc-toolkit:concept:" + "b2" * 32},
    "XMP-ugc:Variant": "a1" * 32,
    "XMP-ugc:Concept": "b2" * 32,
    "XMP-ugc:Posts": ["ig:BqvsDleB3lV", "tt:7231"],
    "XMP-ugc:Grants": ["g-0001", "g-0002"],
    "XMP-ugc:Accounts": ["instagram:ana", "tiktok:bo.runs"],
    "XMP-ugc:Links": list(LABEL.links),
    "XMP-ugc:ValidUntil": "2027-05-01",
}
READ_BACK = provenance.Embedded(
    variant="a1" * 32,
    concept="b2" * 32,
    posts=("ig:BqvsDleB3lV", "tt:7231"),
    grants=("g-0001", "g-0002"),
    creators=("Ana Díaz", "@bo.runs"),
    accounts=("instagram:ana", "tiktok:bo.runs"),
    copyright="© 2026 Ana Díaz, bo.runs",
    credit="@ana and @bo.runs",
    usage_terms="For paid social ads on Instagram in the US and Canada until 1 May 2027.",
    terms_url="https://glow.example/terms?a=1&b=2",
    links=LABEL.links,
    posted=date(2026, 10, 2),
    description=LABEL.description,
    end=date(2027, 5, 1),
    label_hash=label_hash(LABEL),
)


def with_(**changes: Any) -> Label:
    return LABEL.model_copy(update=changes)


def picture() -> Image.Image:
    """A small picture with something to lose in every channel."""
    return Image.frombytes(
        "RGB", (24, 16), bytes((x * 7 + y * 13) % 256 for x in range(48) for y in range(24))
    )


def rendered(kind: str, packet: bytes) -> bytes:
    """A finished file of a type, written by Pillow with the packet in it."""
    out = io.BytesIO()
    if kind == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
        picture().save(out, "PNG", pnginfo=info)
    elif kind == "avif":
        picture().save(out, "AVIF", xmp=packet, speed=10, max_threads=1)
    else:
        picture().save(out, {"jpg": "JPEG", "webp": "WEBP"}[kind], xmp=packet)
    return out.getvalue()


def saved(folder: Path, kind: str, packet: bytes, *, name: str = "file") -> Path:
    path = folder / f"{name}.{kind}"
    path.write_bytes(rendered(kind, packet))
    return path


def embedded_xmp(path: Path) -> ElementTree.Element:
    """What Pillow finds, parsed by plain ElementTree."""
    with Image.open(path) as image:
        raw = image.info["XML:com.adobe.xmp"].encode() if path.suffix == ".png" else image.info["xmp"]
    return ElementTree.fromstring(raw)


def run_exiftool(*arguments: str | Path) -> str:
    command = ["exiftool", "-charset", "filename=utf8", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def exif_fields(*paths: Path) -> list[dict[str, Any]]:
    """All XMP fields as ExifTool reads them, raw codes instead of its English."""
    found = json.loads(run_exiftool("-j", "-struct", "-n", "-G1", "-XMP:all", *paths))
    for fields in found:
        del fields["SourceFile"]
        fields.pop("XMP-x:XMPToolkit", None)
        for (
            key,
            value,
        ) in fields.items():  # older versions do not know every PLUS field and keep its full address
            fields[key] = value.removeprefix(PLUS) if isinstance(value, str) else value
    return found


@exiftool
def test_exiftool_reads_every_field_from_every_type(tmp_path: Path) -> None:
    paths = [saved(tmp_path, kind, xmp_packet(LABEL)) for kind in TYPES]
    for path, fields in zip(paths, exif_fields(*paths), strict=True):
        assert fields == EXPECTED, path.suffix
    assert run_exiftool("-validate", "-warning", "-error", "-s3", *paths).split().count("OK") == len(TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_read_back(tmp_path: Path, kind: str) -> None:
    assert read_label(saved(tmp_path, kind, xmp_packet(LABEL))) == READ_BACK


@pytest.mark.parametrize("kind", TYPES)
def test_plain_xml_reads_the_same(tmp_path: Path, kind: str) -> None:
    xmp = embedded_xmp(saved(tmp_path, kind, xmp_packet(LABEL)))
    creators = [item.text for item in xmp.findall(f".//{DC}creator/{RDF}Seq/{RDF}li")]
    described = xmp.find(f".//{DC}description/{RDF}Alt/{RDF}li")
    assert creators == ["Ana Díaz", "@bo.runs"]
    assert described is not None and described.text == LABEL.description
    codes = {name: xmp.findtext(f".//{PLUS_XMP}{name}") for name in ("DataMining", "CreditLineRequired")}
    assert codes == {
        "DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING",
        "CreditLineRequired": "http://ns.useplus.org/ldf/vocab/CR-COI",
    }


ABSENT = [  # a label, the fields that must not be there, and the ones that must
    (with_(end="perpetual"), {"LicenseEndDate"}, {"validUntil": "perpetual"}),
    (
        with_(end=None, start=None, grants=()),
        {"LicenseEndDate", "LicenseStartDate", "LicenseID", "RegistryId"},
        {},
    ),
    (with_(ai={}), {"DataMining"}, {}),
    (with_(owners=()), {"Owner", "CopyrightOwner"}, {}),
    (with_(license_info=None), {"OtherLicenseInfo"}, {}),
    (with_(posted=None), {"date"}, {}),
    (with_(credit_required=None), {"CreditLineRequired"}, {}),
    (with_(model_release=None), {"ModelReleaseStatus", "MinorModelAgeDisclosure"}, {}),
    (with_(property_release=None, property_releases=()), {"PropertyReleaseStatus", "PropertyReleaseID"}, {}),
    (
        with_(),
        {"ImageSupplierImageID", "DigitalSourceType"},
        {},
    ),  # two posts; and nobody said what the source is
    (with_(posts=("ig:BqvsDleB3lV",)), set(), {"ImageSupplierImageID": "BqvsDleB3lV"}),
    (with_(posts=("file:" + "5" * 64,)), {"ImageSupplierImageID"}, {}),
    (with_(terms_url=None), {"WebStatement", "TermsAndConditionsURL"}, {}),
    (with_(terms_url="javascript:alert(1)"), {"WebStatement", "TermsAndConditionsURL"}, {}),
    (
        with_(terms_url="https://glow.example/" + "a" * 2000),
        {"WebStatement"},
        {},
    ),  # half a link leads nowhere
    (with_(links=()), {"source", "links"}, {}),
    (with_(description=None), {"description"}, {}),
    (with_(territories=(), channels=(), purposes=()), {"RegionConstraints", "MediaConstraints"}, {}),
    (with_(), {"proof", "CiUrlWork", "Licensee", "EndUser", "LicensorEmail"}, {}),
    (with_(creators=(ANA,)), set(), {"CiUrlWork": "https://www.instagram.com/ana/"}),
    (with_(credit_required="caption"), set(), {"CreditLineRequired": PLUS + "CR-CAI"}),
    (with_(credit_required="credits_page"), set(), {"CreditLineRequired": PLUS + "CR-CCA"}),
    (with_(credit_required="none"), set(), {"CreditLineRequired": PLUS + "CR-NRQ"}),
    (
        with_(proof=True, end=None, grants=(), licensors=()),
        {"LicenseID", "Licensor", "ImageAlterationConstraints", "OtherConstraints"},
        {"proof": "True", "Instructions": "NOT CLEARED: a proof, to be looked at. It may not be published."},
    ),
]


@pytest.mark.parametrize(("label", "absent", "present"), ABSENT)
def test_what_is_not_known_is_not_said(label: Label, absent: set[str], present: dict[str, str]) -> None:
    root = ElementTree.fromstring(xmp_packet(label))
    found = {element.tag.partition("}")[2]: element.text for element in root.iter()}
    assert absent & found.keys() == set()
    assert {name: found.get(name) for name in present} == present


def test_a_proof_says_so_to_every_reader(tmp_path: Path) -> None:
    path = saved(tmp_path, "jpg", xmp_packet(with_(proof=True, end=None, grants=())))
    label = read_label(path)
    assert label is not None and label.proof and label.end is None and label.grants == ()


def test_the_licensee_stays_out_of_the_file() -> None:
    packet = xmp_packet(LABEL)
    assert b"Secret Licensee" not in packet
    assert b"178414" not in packet


def test_a_label_has_no_place_for_fees_or_contacts() -> None:
    """A new field of Label must be weighed here: what stands in it is published with the picture."""
    assert set(Label.model_fields) == {
        *("variant", "concept", "posts", "creators", "credit_line", "copyright", "usage_terms", "licensors"),
        *("owners", "license_info", "posted", "denied_edits", "credit_required", "sublicence", "ai"),
        *("model_release", "model_releases", "property_release", "property_releases"),
        *(
            "licensee",
            "grants",
            "sounds",
            "start",
            "end",
            "territories",
            "channels",
            "purposes",
            "placements",
            "terms_url",
        ),
        *("links", "description", "edits", "credit_place", "proof"),
    }
    assert set(Account.model_fields) == {"platform", "handle", "native_id", "display_name", "profile_url"}


# Sizes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caption", "size"),
    [
        (None, 8192),
        ("short", 12288),
        ("a" * 4096, 12288),  # 8,192 for the rights and 4,096 for the caption: just fits
        ("a" * 4097, 16384),
        ("&" * 2200, 20480),  # five bytes each
        ("日" * 4000, 20480),
        ("😀" * 5000, 28672),  # the longest caption that any platform allows is kept whole
        ("a" * 100_000, 28672),
        ("<" * 100_000, 28672),
    ],
)
def test_packets_come_in_size_classes(caption: str | None, size: int) -> None:
    packet = xmp_packet(with_(description=caption))
    assert len(packet) == size
    assert packet.startswith(b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert packet.endswith(b'<?xpacket end="w"?>')


def test_a_renewal_does_not_change_the_size() -> None:
    renewed = with_(
        grants=("g-0001", "g-0002", "g-0003", "g-0004"),
        end="perpetual",
        usage_terms=LABEL.usage_terms * 4,
        territories=("US", "CA", "GB", "IE", "DE", "FR"),
    )
    assert len(xmp_packet(renewed)) == len(xmp_packet(LABEL)) == 12288


def test_many_posts_leave_less_room_for_the_caption_and_stay_under_a_jpeg_segment(tmp_path: Path) -> None:
    many = with_(posts=tuple(f"file:{n:064x}" for n in range(550)), description="word " * 5000)
    packet = xmp_packet(many)
    assert len(packet) == 61_440
    label = read_label(saved(tmp_path, "jpg", packet))
    assert label is not None and label.posts == many.posts


def test_more_ids_than_fit_are_an_error_in_words() -> None:
    with pytest.raises(InputError, match="700 posts, 2 grants"):
        xmp_packet(with_(posts=tuple(f"file:{n:064x}" for n in range(700))))


@pytest.mark.parametrize(
    ("caption", "last"),
    [
        ("word " * 5000, "word…"),  # at a word
        ("😀" * 6000, "😀…"),
        ("👩‍👩‍👧‍👦" * 3000, "👩‍👩‍👧‍👦…"),  # never inside a joined emoji
        ("👍🏽" * 4000, "👍🏽…"),  # nor between a hand and its colour
        ("e\u0301" * 9000, "e\u0301…"),  # nor between a letter and its accent
        ("a" * 30_000, "a…"),
    ],
)
def test_long_captions_are_cut_where_it_does_not_hurt(caption: str, last: str) -> None:
    described = ElementTree.fromstring(xmp_packet(with_(description=caption))).findtext(
        f".//{DC}description//{RDF}li"
    )
    assert described is not None and described.endswith(last)
    assert caption.startswith(described.removesuffix("…"))
    assert 20_300 < len(described.encode()) <= 20_480
    remainder = caption[len(described) - 1 :]
    assert not remainder.startswith(("\u200d", "\u0301", "🏽"))


# Relabelling ------------------------------------------------------------------------------------------------

RENEWED = with_(
    grants=("g-0009",),
    end=date(2028, 12, 31),
    credit_line="Ana & Bo",
    usage_terms="Until 31 December 2028.",
    ai={},
    denied_edits=(),
    model_release=None,
)


@pytest.mark.parametrize("kind", TYPES)
def test_relabelling_gives_the_bytes_of_a_fresh_render(tmp_path: Path, kind: str) -> None:
    before, fresh = (rendered(kind, xmp_packet(label)) for label in (LABEL, RENEWED))
    after = relabel(before, xmp_packet(RENEWED))
    assert before != fresh
    assert after == fresh
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(fresh)) as new:
        assert old.tobytes() == new.tobytes()
    path = tmp_path / f"renewed.{kind}"
    path.write_bytes(fresh)
    label = read_label(path)
    assert label is not None
    assert (label.grants, label.end, label.credit) == (("g-0009",), date(2028, 12, 31), "Ana & Bo")
    assert label.label_hash == label_hash(RENEWED)


def test_relabelled_png_checksums_hold() -> None:
    data = relabel(rendered("png", xmp_packet(LABEL)), xmp_packet(RENEWED))
    assert data is not None
    Image.open(io.BytesIO(data)).verify()
    at, kinds = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kinds.append(data[at + 4 : at + 8])
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (
            zlib.crc32(data[at + 4 : at + 8 + length]),
        ), kinds[-1]
        at += 12 + length
    assert kinds == [b"IHDR", b"iTXt", b"IDAT", b"IEND"]


@exiftool
def test_exiftool_reads_the_new_label(tmp_path: Path) -> None:
    paths = [tmp_path / f"renewed.{kind}" for kind in TYPES]
    for path, kind in zip(paths, TYPES, strict=True):
        path.write_bytes(relabel(rendered(kind, xmp_packet(LABEL)), xmp_packet(RENEWED)) or b"")
    for fields in exif_fields(*paths):
        assert fields["XMP-plus:LicenseEndDate"] == "2028:12:31"
        assert fields["XMP-ugc:Grants"] == ["g-0009"]
        assert "XMP-plus:DataMining" not in fields


def _two_packets(data: bytes) -> bytes:
    return data + xmp_packet(LABEL)


def _foreign(data: bytes) -> bytes:
    return data.replace(b"urn:ugc-toolkit:rights:1.0#", b"urn:someone-else:rights:10#")


def _signed(data: bytes) -> bytes:
    return data + b"\x00\x00\x00\x10jumb\x00\x00\x00\x08jumdc2pa\x00\x11\x00\x10"


REFUSALS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("two packets", _two_packets),
    ("no packet", lambda data: data.replace(b"<?xpacket begin=", b"<?ypacket begin=")),
    ("no end", lambda data: data.replace(b"<?xpacket end=", b"<?ypacket end=")),
    ("read-only packet", lambda data: data.replace(b'end="w"', b'end="r"')),
    ("somebody else's packet", _foreign),
    ("signed", _signed),
    ("cut inside the packet", lambda data: data[: data.index(b"</rdf:RDF>")]),
    ("not a picture", lambda data: b"%PDF-1.7" + data[8:]),
    ("empty", lambda data: b""),
]


@pytest.mark.parametrize("spoil", [s for _, s in REFUSALS], ids=[name for name, _ in REFUSALS])
@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_what_cannot_be_rewritten_safely_is_left_to_a_new_render(
    kind: str, spoil: Callable[[bytes], bytes]
) -> None:
    data = rendered(kind, xmp_packet(LABEL))
    assert relabel(data, xmp_packet(RENEWED)) is not None
    assert relabel(spoil(data), xmp_packet(RENEWED)) is None


@pytest.mark.parametrize("kind", TYPES)
def test_another_size_class_does_not_fit(kind: str) -> None:
    assert relabel(rendered(kind, xmp_packet(LABEL)), xmp_packet(with_(description="long " * 1000))) is None


def test_a_png_packet_outside_a_text_chunk_is_not_touched() -> None:
    data = rendered("png", xmp_packet(LABEL))
    assert relabel(data.replace(b"iTXt", b"prVt"), xmp_packet(RENEWED)) is None
    assert relabel(picture_png() + xmp_packet(LABEL), xmp_packet(RENEWED)) is None


def picture_png() -> bytes:
    out = io.BytesIO()
    picture().save(out, "PNG")
    return out.getvalue()


def test_the_label_hash_follows_the_label() -> None:
    assert label_hash(LABEL) == label_hash(Label.model_validate(LABEL.model_dump()))
    hashes = {
        label_hash(LABEL),
        label_hash(RENEWED),
        label_hash(with_(proof=True)),
        label_hash(with_(description="x")),
    }
    assert len(hashes) == 4 and all(len(value) == 64 for value in hashes)


# Hostile words ----------------------------------------------------------------------------------------------

CAPTIONS = {
    "markup": "</rdf:li></rdf:Alt></dc:description><dc:creator>Mallory</dc:creator>",
    "end of packet": 'x <?xpacket end="w"?> ]]> &amp; &#0; <!-- --> <!DOCTYPE x>',
    "begin of packet": '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta>',
    "right to left": "سلام دنیا \u202eevil\u202c שלום",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ \U0001f1fa\U0001f1f8",
    "stacked marks": "Z̴̡̢a̸l̷g̶o̵" * 20,
    "spaces and lines": "  two  spaces\n\n\ttab \u2028 separator  end",
    "scripts": "日本語 ไทย हिन्दी 한국어",
}


@pytest.mark.parametrize("caption", CAPTIONS.values(), ids=CAPTIONS.keys())
@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_hostile_captions_are_only_words(tmp_path: Path, kind: str, caption: str) -> None:
    path = saved(tmp_path, kind, xmp_packet(with_(description=caption, credit_line=caption)))
    assert embedded_xmp(path).findtext(f".//{DC}description//{RDF}li") == caption
    label = read_label(path)
    assert label is not None
    assert label.creators == ("Ana Díaz", "@bo.runs")
    assert label.credit == " ".join(caption.split())
    data = path.read_bytes()
    assert relabel(data, xmp_packet(with_(description=caption, credit_line="new"))) not in (None, data)


@exiftool
def test_exiftool_reads_hostile_captions_as_they_are(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path, "png", xmp_packet(with_(description=caption)), name=str(number))
        for number, caption in enumerate(CAPTIONS.values())
    ]
    for caption, fields in zip(CAPTIONS.values(), exif_fields(*paths), strict=True):
        assert fields == EXPECTED | {
            "XMP-dc:Description": caption,
            "XMP-xmpMM:InstanceID": "urn:ugc-toolkit:label:" + label_hash(with_(description=caption)),
        }


@pytest.mark.parametrize(
    ("caption", "kept"),
    [
        ("nul\x00bell\x07end", "nulbellend"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("not a character \uffff", "not a character \ufffd"),
        ("dos\r\nlines\rmac", "dos\nlines\nmac"),
        ("next line\x85c1\x9b", "next linec1"),
    ],
)
def test_what_xml_cannot_carry_is_dropped_or_replaced(caption: str, kept: str) -> None:
    root = ElementTree.fromstring(xmp_packet(with_(description=caption)))
    assert root.findtext(f".//{DC}description//{RDF}li") == kept


ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=80)


@given(ANY_TEXT, ANY_TEXT, st.lists(ANY_TEXT, max_size=3))
def test_any_words_make_a_readable_label(description: str, credit: str, people: list[str]) -> None:
    creators = tuple(Account(platform="web", handle="h", display_name=name) for name in people)
    label = with_(description=description, credit_line=credit, creators=creators, copyright=credit)
    packet = xmp_packet(label)
    assert len(packet) % 4096 == 0
    root = ElementTree.fromstring(packet)

    def seen(words: str) -> str:
        return text.clean(words).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")

    assert (root.findtext(f".//{DC}description//{RDF}li") or "") == seen(description)
    understood = understand(packet)
    assert understood is not None
    assert understood.credit == (" ".join(seen(credit).split()) or None)
    assert understood.creators == tuple(" ".join(seen(name).split()) or "@h" for name in people)


# Files that other tools have had ----------------------------------------------------------------------------


@exiftool
@pytest.mark.parametrize("kind", TYPES)
def test_a_file_rewritten_by_exiftool_is_still_known(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, kind, xmp_packet(LABEL))
    run_exiftool("-q", "-overwrite_original", "-XMP-dc:Title=Someone's edit", "-XMP-xmp:Rating=5", path)
    assert b"Someone" in path.read_bytes() and xmp_packet(LABEL) not in path.read_bytes()
    assert read_label(path) == READ_BACK


@exiftool
def test_values_written_as_attributes_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path, "jpg", xmp_packet(LABEL))
    run_exiftool("-q", "-overwrite_original", "-api", "Compact=Shorthand", "-XMP-dc:Title=x", path)
    assert b"photoshop:Credit='@ana and @bo.runs'" in path.read_bytes()
    assert read_label(path) == READ_BACK


@exiftool
@pytest.mark.parametrize("kind", ["tiff", "gif"])
def test_a_label_carried_into_another_type_is_read(tmp_path: Path, kind: str) -> None:
    source, copy = saved(tmp_path, "jpg", xmp_packet(LABEL)), tmp_path / f"copy.{kind}"
    picture().save(copy)
    assert read_label(copy) is None
    run_exiftool("-q", "-overwrite_original", "-tagsFromFile", source, "-XMP<XMP", copy)
    assert read_label(copy) == READ_BACK


@exiftool
def test_standard_fields_alone_still_lead_back(tmp_path: Path) -> None:
    """Copied tag by tag, only the fields that the other tool knows survive: ours are gone."""
    source, copy = saved(tmp_path, "jpg", xmp_packet(LABEL)), tmp_path / "copy.jpg"
    picture().save(copy)
    run_exiftool("-q", "-overwrite_original", "-tagsFromFile", source, "-XMP:all", copy)
    assert b"urn:ugc-toolkit:rights" not in copy.read_bytes()
    assert read_label(copy) == READ_BACK.model_copy(update={"posts": (), "accounts": (), "links": ()})


ELEMENT_FORM = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:q="urn:ugc-toolkit:rights:1.0#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:r="http://ns.adobe.com/xap/1.0/rights/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" q:variant="v1">
<q:posts><rdf:Bag><rdf:li>ig:one</rdf:li></rdf:Bag></q:posts><q:grants>g-7</q:grants>
<r:WebStatement rdf:resource="https://glow.example/"/><q:validUntil>perpetual</q:validUntil>
<r:UsageTerms><rdf:Alt><rdf:li xml:lang="de">Deutsch</rdf:li>
<rdf:li xml:lang="x-default">Plain</rdf:li></rdf:Alt></r:UsageTerms>
<photoshop:Credit rdf:parseType="Resource"><rdf:value>Ana</rdf:value></photoshop:Credit>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_other_prefixes_links_and_qualified_values_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"\0" * 3000 + ELEMENT_FORM.encode() + b"\0")
    assert read_label(path) == provenance.Embedded(
        variant="v1",
        concept=None,
        posts=("ig:one",),
        grants=("g-7",),
        credit="Ana",
        usage_terms="Plain",
        terms_url="https://glow.example/",
        end="perpetual",
    )


def test_compressed_text_of_a_png_is_read(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", xmp_packet(LABEL).decode(), zip=True)
    picture().save(tmp_path / "z.png", pnginfo=info)
    assert b"<rdf:RDF" not in (tmp_path / "z.png").read_bytes()
    assert read_label(tmp_path / "z.png") == READ_BACK


@pytest.mark.parametrize("size", [100, 5000])  # cut inside the compressed text, and a length that lies
def test_a_cut_png_is_not_a_fault(tmp_path: Path, size: int) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "x" * 300_000 + str(list(range(9000))), zip=True)
    picture().save(tmp_path / "z.png", pnginfo=info)
    (tmp_path / "cut.png").write_bytes((tmp_path / "z.png").read_bytes()[:size])
    assert read_label(tmp_path / "cut.png") is None


@pytest.mark.parametrize("before", [0, 1, 20, (1 << 20) - 5, (1 << 20) - 1, 1 << 20, 3 << 20])
def test_a_packet_is_found_wherever_it_stands(tmp_path: Path, before: int) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(b"<" * before + xmp_packet(LABEL) + b"<" * 50)
    assert read_label(path) == READ_BACK


def test_a_packet_at_the_end_of_a_very_large_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with path.open("wb") as file:
        file.seek(3 << 30)  # sparse: it takes no room on the disk
        file.write(xmp_packet(LABEL))
    assert read_label(path) == READ_BACK


# Hostile files ----------------------------------------------------------------------------------------------

FOREIGN = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="camera"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
BOMB = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rdf:RDF xmlns:ugc="urn:ugc-toolkit:rights:1.0#">&b;</x:xmpmeta>'
)


@pytest.mark.parametrize(
    "order", [(FOREIGN, b""), (BOMB, b""), (b"", FOREIGN), (b"<x:xmpmeta >", b""), (b"", BOMB)]
)
def test_our_packet_is_found_among_others(tmp_path: Path, order: tuple[bytes, bytes]) -> None:
    path = tmp_path / "two.jpg"
    path.write_bytes(order[0] + xmp_packet(LABEL) + order[1])
    assert read_label(path) == READ_BACK


def test_of_two_labels_the_first_counts(tmp_path: Path) -> None:
    path = tmp_path / "two.jpg"
    path.write_bytes(xmp_packet(RENEWED) + xmp_packet(LABEL))
    label = read_label(path)
    assert label is not None and label.grants == ("g-0009",)


OURS = xmp_packet(LABEL)
UNREADABLE = {
    "entities": (
        OURS.replace(b"<rdf:RDF", b'<!DOCTYPE x [<!ENTITY e "boom">]><rdf:RDF', 1),
        "declares things",
    ),
    "bomb": (BOMB, "declares things"),
    "cdata": (OURS.replace(b"line two", b"<![CDATA[line two]]>"), "declares things"),
    "truncated": (OURS[:4000], "XML is broken"),
    "not UTF-8": (OURS.replace("Ana Díaz".encode(), b"Ana D\xedaz"), "utf-8"),
    "undeclared entity": (OURS.replace(b"&lt;3", b"&hearts;"), "XML is broken"),
    "unbalanced": (OURS.replace(b"</rdf:Seq>", b"", 1), "XML is broken"),
}


@pytest.mark.parametrize(("packet", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_label_that_cannot_be_read_safely_is_refused_in_words(
    tmp_path: Path, packet: bytes, words: str
) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8\xff" + packet)
    with pytest.raises(InputError, match=words) as caught:
        read_label(path)
    assert str(path) in caught.value.message and caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no metadata at all",
        FOREIGN,
        FOREIGN.replace(b"/>", b"", 1),  # somebody else's, and broken: not our affair
        b'<x:xmpmeta><!DOCTYPE a [<!ENTITY a "b">]>&a;</x:xmpmeta>',
        b"<x:xmpmeta " * 200_000,
        b"<rdf:RDF>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</rdf:RDF>",  # deep
        b"<rdf:RDF>" + b"<a/>" * 200_000 + b"</rdf:RDF>",  # wide
        b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffiTXt" + b"x" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0abcd\0\0\0\0" * 200_000,
    ],
)
def test_files_without_a_label_of_ours_answer_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.file"
    path.write_bytes(content)
    assert read_label(path) is None


def test_compression_bombs_are_not_unpacked(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * (64 << 20) + OURS, 9)
    body = b"iTXtXML:com.adobe.xmp\0\1\0\0\0" + packed
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    path = tmp_path / "bomb.png"
    path.write_bytes(picture_png()[:33] + chunk + picture_png()[33:])
    assert read_label(path) is None


def test_a_missing_file_or_a_folder_is_an_input_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jpg"):
        with pytest.raises(InputError, match=path.name):
            read_label(path)
