"""Content credentials: the library's own reader, ExifTool and Pillow judge what the renderer signs."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from conftest import NOON, Shop, collected, photo, skip
from PIL import Image

from ugc import provenance
from ugc.errors import MissingError
from ugc.model.base import digest
from ugc.model.creatives import Copy, Draft, Label, Source
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.vocab import EDITS
from ugc.provenance import credentials, read_credentials
from ugc.provenance.credentials import TRIAL, actions, claims, metadata, verdict

pytestmark = pytest.mark.skipif(find_spec("c2pa") is None, reason="the extra c2pa is not installed")

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}
SETTINGS = '\n[credentials]\nsign = true\ncertificate = "cert.pem"\nkey = "key.pem"\n'
POST = "ig:BqvsDleB3lV"
CLAIM_SIGNING, DOCUMENTS = "1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.36"
WHOLE = Box(x0=0, y0=0, x1=1, y1=1)


# --- certificates of our own ---------------------------------------------------------------------------------------


class Pair(NamedTuple):
    """A chain, its key, and the authority above it, as PEM."""

    chain: bytes
    key: bytes
    authority: bytes


def pair(
    kind: str = "p256",
    *,
    name: str = "Sunday Glow GmbH",
    first: datetime = datetime(2020, 1, 1, tzinfo=UTC),
    last: datetime = datetime(2099, 1, 1, tzinfo=UTC),
    purpose: str = CLAIM_SIGNING,
    critical: bool = False,
    ocsp: str | None = None,
) -> Pair:
    """Issue a certificate as an authority would, by cryptography alone and not by the code under test."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

    makers: dict[str, Callable[[], Any]] = {
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "rsa": lambda: rsa.generate_private_key(65537, 2048),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
    }
    key, above = makers[kind](), makers["p256"]()

    def named(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    def usage(*, signs: bool) -> x509.KeyUsage:
        return x509.KeyUsage(signs, False, False, False, False, not signs, False, False, False)

    def begun(subject: x509.Name, public: Any) -> x509.CertificateBuilder:
        issuer, serial = named("Authority of the tests"), x509.random_serial_number()
        return x509.CertificateBuilder(issuer, subject, public, serial, first, last)

    own = (
        begun(named(name), key.public_key())
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(purpose)]), critical=critical)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
    )
    if ocsp:
        address = x509.UniformResourceIdentifier(ocsp)
        place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)
        own = own.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    root = (
        begun(named("Authority of the tests"), above.public_key())
        .add_extension(x509.BasicConstraints(True, 0), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(above.public_key()), critical=False)
    )
    pem = serialization.Encoding.PEM
    issued, top = (one.sign(above, hashes.SHA256()).public_bytes(pem) for one in (own, root))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Pair(issued + top, secret, top)


GLOW = pair() if find_spec("cryptography") else Pair(b"", b"", b"")


@pytest.fixture
def signing(shop: Shop) -> Shop:
    """A workspace with one granted post whose creatives are signed."""
    shop.grant()
    use(shop, GLOW)
    return shop


def use(shop: Shop, glow: Pair, more: str = "") -> None:
    """Let a workspace sign with this certificate."""
    (shop.root / "cert.pem").write_bytes(glow.chain)
    (shop.root / "key.pem").write_bytes(glow.key)
    settings(shop, SETTINGS + more)


def settings(shop: Shop, table: str) -> None:
    path = shop.root / "ugc.toml"
    path.write_text(path.read_text("utf-8").split("\n[credentials]")[0] + table, "utf-8")


def render(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("render", "--format", "story", *more, "--json", code=code)


def outcomes(told: Any) -> list[str]:
    return [line["outcome"] for line in told["creatives"]]


def read(path: Path) -> dict[str, Any]:
    """What the library's own reader says, asked by us and not by the code under test."""
    import c2pa

    offline = c2pa.Context.from_dict(
        {
            "verify": {"remote_manifest_fetch": False},
            "trust": {"trust_config": f"{CLAIM_SIGNING}\n{DOCUMENTS}"},
        }
    )
    with c2pa.Reader(TYPES[path.suffix[1:]], io.BytesIO(path.read_bytes()), context=offline) as reader:
        return json.loads(reader.json())


def active(store: dict[str, Any]) -> dict[str, Any]:
    return store["manifests"][store["active_manifest"]]


def said(store: dict[str, Any]) -> dict[str, Any]:
    """The assertions of a file, by their labels."""
    return {item["label"]: item["data"] for item in active(store)["assertions"]}


# --- what is signed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_is_signed_last_and_stays_the_same_picture(signing: Shop, kind: str, exiftool: Any) -> None:
    line = render(signing, "--type", kind)["creatives"][0]
    path = Path(line["file"])
    data = path.read_bytes()
    store = read(path)
    assert store["validation_state"] == "Valid"
    assert "assertion.dataHash.match" in json.dumps(store) or "assertion.bmffHash.match" in json.dumps(store)
    assert "thumbnail" not in json.dumps(store)

    for told in (
        json.loads(path.with_name(f"{path.name}.rights.json").read_text("utf-8")),
        json.loads((path.parent / "manifest.json").read_text("utf-8"))["creatives"][0],
    ):
        assert told["sha256"] == hashlib.sha256(data).hexdigest()
        assert told.get("size", len(data)) == len(data)

    tags = exiftool(path)[0]
    assert tags["XMP-photoshop:Credit"] == "@ana"
    boxes = subprocess.run(["exiftool", "-v3", str(path)], capture_output=True, text=True, check=True).stdout
    assert "jumdc2pa" in boxes or "JUMBF" in boxes
    if kind in ("jpg", "png"):  # ExifTool 12 shows the others' boxes without looking inside
        assert {"c2pa.opened", "c2pa.resized"} <= {step["action"] for step in tags["CBOR:Actions"]}

    with Image.open(path) as picture:
        pixels = picture.convert("RGB").tobytes()
    assert outcomes(render(signing, "--type", kind, "--no-sign")) == ["made"]
    plain = path.read_bytes()
    with Image.open(path) as picture:
        assert picture.convert("RGB").tobytes() == pixels
    assert len(data) - len(plain) < 12_000
    assert read_credentials(path) is None


def test_what_it_says_is_what_the_label_says(signing: Shop, exiftool: Any) -> None:
    path = Path(render(signing)["creatives"][0]["file"])
    store, tags = read(path), exiftool(path)[0]
    told = said(store)
    fields = told["cawg.metadata"]
    for name, tag in {
        "dc:creator": "XMP-dc:Creator",
        "dc:rights": "XMP-dc:Rights",
        "photoshop:Credit": "XMP-photoshop:Credit",
        "xmpRights:UsageTerms": "XMP-xmpRights:UsageTerms",
        "plus:LicenseID": "XMP-plus:LicenseID",
        "dc:source": "XMP-dc:Source",
    }.items():
        assert fields[name] == tags[tag], name
    assert fields["@context"]["plus"] == "http://ns.useplus.org/ldf/xmp/1.0/"
    assert {name.partition(":")[0] for name in fields} - {"@context"} <= set(fields["@context"])
    assert "dc:description" not in fields

    own = told[claims.RIGHTS]
    sidecar = json.loads(path.with_name(f"{path.name}.rights.json").read_text("utf-8"))
    assert own["grants"] == ["g-0001"]
    assert own["posts"] == [POST]
    assert (own["variant"], own["concept"]) == (sidecar["label"]["variant"], sidecar["label"]["concept"])
    assert active(store)["ingredients"][0]["instance_id"].endswith(sidecar["sources"][0]["sha256"])
    assert active(store)["ingredients"][0]["relationship"] == "parentOf"
    assert active(store)["title"] == path.name
    assert "Sunday Glow" not in json.dumps([active(store)["assertions"], active(store)["ingredients"]])


def draft(**more: Any) -> Draft:
    framing = {"mode": "cover", "box": WHOLE, "kept": 1.0, "scale": 1.0, "why": ""}
    return Draft(
        **{
            "sources": (Source(post=POST, sha256="ab" * 32),),
            "framings": (Framing(**framing | more.pop("framing", {})),),
            "format": "story",
            "pixels": (1080, 1920),
            "scale": 1.0,
            "safe": WHOLE,
            "placements": (),
            "template": "credit",
            "copy_text": Copy(),
            "credit_line": "@ana",
            "edits": frozenset(),
            "credit_place": "on_media",
        }
        | more
    )


ACTIONS: list[tuple[dict[str, Any], list[str]]] = [
    ({"edits": {"resize"}}, ["resized"]),
    ({"edits": {"crop", "resize"}}, ["cropped", "resized"]),
    ({"edits": {"resize", "format_transcode"}}, ["resized", "transcoded"]),
    ({"edits": {"resize"}, "copy_text": Copy(credit="@ana")}, ["resized", "addedText"]),
    ({"edits": {"resize", "text_overlay"}, "copy_text": Copy(headline="Glow")}, ["resized", "addedText"]),
    ({"edits": {"logo_overlay"}}, ["edited"]),
    ({"edits": {"resize"}, "framing": {"mode": "fit"}}, ["resized", "edited"]),
    ({"edits": {"colour", "crop"}}, ["cropped", "adjustedColor"]),
]


@pytest.mark.parametrize(("told", "done"), ACTIONS)
def test_the_actions_are_what_the_draft_does(told: dict[str, Any], done: list[str]) -> None:
    found = actions.actions(draft(**told | {"edits": frozenset(told["edits"])}))
    assert found[0] == {"action": "c2pa.opened", "parameters": {"ingredientIds": ["original"]}}
    names = [action["action"].removeprefix("c2pa.") for action in found[1:]]
    assert names == [*done, "edited.metadata"]


def test_the_actions_say_which_words_were_drawn_and_what_was_edited() -> None:
    told = draft(
        edits=frozenset({"logo_overlay", "text_overlay"}),
        copy_text=Copy(credit="@ana", cta="Shop"),
        framing={"mode": "fit"},
    )
    words = {action["action"]: action.get("description", "") for action in actions.actions(told)}
    assert words["c2pa.addedText"] == "credit line, call to action"
    assert "logo overlay" in words["c2pa.edited"]
    assert "blurred backdrop" in words["c2pa.edited"]
    assert "@ana" not in json.dumps(words)


def test_every_edit_of_the_rights_model_has_an_action() -> None:
    assert set(actions.OF_EDITS) == set(EDITS)
    made = actions.actions(draft(edits=frozenset({"generative_edit"})))
    assert made[1]["digitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")


LABEL = Label(
    variant="a1" * 32,
    concept="b2" * 32,
    posts=(POST,),
    creators=(),
    credit_line="@ana",
    copyright="© Ana",
    usage_terms="For nothing.",
    licensors=("ana",),
    licensee="Secret Ltd",
    grants=("g-0001",),
)
TRAINING: list[tuple[dict[str, str], str | None, dict[str, Any] | None]] = [
    ({}, None, None),
    ({"generative_training": "allowed"}, None, None),  # it allows the licensee, and nobody else
    ({"voice_clone": "denied"}, None, None),  # no entry of CAWG says that
    (
        {"generative_training": "denied", "text_data_mining": "denied"},
        None,
        {"cawg.data_mining": {"use": "notAllowed"}, "cawg.ai_generative_training": {"use": "notAllowed"}},
    ),
    (
        {"inference_analysis": "constrained", "non_generative_training": "denied"},
        "https://glow.example/terms",
        {
            "cawg.ai_inference": {"use": "constrained", "constraint_info": "https://glow.example/terms"},
            "cawg.ai_training": {"use": "notAllowed"},
        },
    ),
    (
        {"generative_training": "constrained"},
        None,
        {
            "cawg.ai_generative_training": {
                "use": "constrained",
                "constraint_info": "Only as the terms of g-0001 say: ask the licensor.",
            }
        },
    ),
]


@pytest.mark.parametrize(("ai", "terms", "entries"), TRAINING)
def test_training_is_told_only_where_a_grant_denies_or_limits_it(
    ai: dict[str, str], terms: str | None, entries: dict[str, Any] | None
) -> None:
    label = LABEL.model_copy(update={"ai": ai, "terms_url": terms})
    packet = provenance.xmp_packet(label)
    made = claims.definition(label, draft(), packet=packet, title="a.jpg", mark="x")
    by_label = {item["label"]: item["data"] for item in made["assertions"]}
    assert by_label.get("cawg.training-mining") == (entries and {"entries": entries})
    assert "Secret Ltd" not in json.dumps(made)


SEEN = {"c2pa.cropped", "c2pa.resized", "c2pa.addedText", "c2pa.edited"}
UNSEEN = {"c2pa.transcoded", "c2pa.edited.metadata"}


def test_it_keeps_to_the_published_rubric(signing: Shop) -> None:
    """What C2PA's own rubric asks of a file (github.com/c2pa-org/conformance-public, asset-rubrics, 0.2 for 2.4)."""
    import c2pa

    data = Path(render(signing, "--type", "png")["creatives"][0]["file"]).read_bytes()
    with c2pa.Reader("image/png", io.BytesIO(data)) as reader:
        store = json.loads(reader.detailed_json())
    made = store["manifests"][store["active_manifest"]]
    created = [item["url"] for item in made["claim"]["created_assertions"]]
    assert any(url.endswith("c2pa.actions.v2") for url in created)
    assert made["claim"]["claim_generator_info"]["specVersion"].startswith("2.4")
    done = made["assertion_store"]["c2pa.actions.v2"]
    assert done["allActionsIncluded"] is not None
    opened, *others = done["actions"]
    assert opened["action"] == "c2pa.opened"
    assert len(opened["parameters"]["ingredients"]) == 1
    assert "digitalSourceType" not in opened
    assert {action["action"] for action in others} <= SEEN | UNSEEN
    assert {"c2pa.cropped", "c2pa.addedText", "c2pa.transcoded"} <= {action["action"] for action in others}
    for action in others:
        assert (action["action"] in UNSEEN) or action["digitalSourceType"].endswith("/humanEdits"), action
    for label in made["assertion_store"]:
        assert "." in label
        assert not label.startswith("stds.")


def test_hostile_words_stay_words() -> None:
    evil = '</rdf:RDF> & "quotes" \u202e ]]> <script>'
    label = LABEL.model_copy(update={"credit_line": evil, "copyright": "é 日本 🇵🇹"})
    fields = metadata.json_ld(provenance.xmp_packet(label))
    assert fields["photoshop:Credit"] == evil
    assert fields["dc:rights"] == "é 日本 🇵🇹"


# --- what is read ---------------------------------------------------------------------------------------------------


def test_show_says_that_nobody_vouches_for_a_trial(shop: Shop) -> None:
    shop.grant()
    told = shop("credentials", "new", "--json")
    key = Path(told["key"])
    assert key.stat().st_mode & 0o777 == 0o600
    settings(
        shop, "\n[credentials]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in told["settings"].items())
    )
    path = Path(render(shop)["creatives"][0]["file"])
    shown = shop("credentials", "show", path, "--json")
    assert shown["credentials"]["state"] == "valid"
    assert shown["credentials"]["trial"] is True
    assert shown["credentials"]["signer"] == TRIAL
    assert "Nobody vouches for the signer" in shop("credentials", "show", path)
    subject = subprocess.run(
        ["openssl", "x509", "-in", told["certificate"], "-noout", "-subject"], capture_output=True, text=True
    ).stdout
    assert "NOT TRUSTED" in subject

    shop("credentials", "new", code=2)
    before = key.read_bytes()
    shop("credentials", "new", "--replace")
    assert key.read_bytes() != before
    assert key.stat().st_mode & 0o777 == 0o600
    archive = shop.root.parent / "glow.zip"
    shop("export", "--archive", archive)
    with zipfile.ZipFile(archive) as taken:
        assert not [name for name in taken.namelist() if "credentials" in name]


def test_trust_is_what_an_authority_that_was_named_vouches_for(signing: Shop, tmp_path: Path) -> None:
    path = render(signing)["creatives"][0]["file"]
    shown = signing("credentials", "show", path, "--json")["credentials"]
    assert (shown["state"], shown["signer"], shown["trial"]) == ("valid", "Sunday Glow GmbH", False)
    assert "anybody can make such a certificate" in signing("credentials", "show", path)
    roots, others, none = (tmp_path / name for name in ("roots.pem", "others.pem", "none.pem"))
    roots.write_bytes(GLOW.authority)
    others.write_bytes(pair().authority)
    none.write_text("hello")
    assert (
        signing("credentials", "show", path, "--trust", roots, "--json")["credentials"]["state"] == "trusted"
    )
    assert (
        signing("credentials", "show", path, "--trust", others, "--json")["credentials"]["state"] == "valid"
    )
    signing("credentials", "show", path, "--trust", none, code=2)
    signing("credentials", "show", path, "--trust", tmp_path / "gone.pem", code=3)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("kind", TYPES)
def test_one_changed_byte_is_seen(signing: Shop, tmp_path: Path, kind: str) -> None:
    made = Path(render(signing, "--type", kind)["creatives"][0]["file"])
    data, found = made.read_bytes(), tmp_path / f"found.{kind}"
    first = data.find(b"jumdc2pa")
    outside = [
        at for at in range(len(data) // 23, len(data), len(data) // 23) if not first < at < first + 9000
    ]
    spots = {
        "in a grant's id": data.find(b"g-0001", first),
        "in the caption": data.find(b"Morning light"),
        "in the metadata": data.find(b"photoshop:Credit", first),
        **{f"at {at}": at for at in outside},
    }
    assert len(spots) > 15
    for words, at in spots.items():
        assert at > 0, words
        found.write_bytes(flipped(data, at))
        shown = signing("credentials", "show", found, "--json", code=4)["credentials"]
        assert shown["state"] == "invalid", words
        assert shown["faults"], words
    signing("credentials", "show", found, code=4)
    assert "NOT VALID" in signing.out


def test_a_copy_that_was_encoded_again_or_stripped_carries_none(signing: Shop, tmp_path: Path) -> None:
    made = Path(render(signing)["creatives"][0]["file"])
    again, stripped = tmp_path / "again.jpg", tmp_path / "stripped.jpg"
    with Image.open(made) as picture:
        picture.save(again, quality=95)
    shutil.copy(made, stripped)
    if shutil.which("exiftool"):
        subprocess.run(["exiftool", "-q", "-all=", "-overwrite_original", str(stripped)], check=True)
    else:
        stripped = again
    text = tmp_path / "words.txt"
    text.write_text("no picture")
    for path in (again, stripped, text):
        assert signing("credentials", "show", path, "--json", code=3)["credentials"] is None
    signing("credentials", "show", tmp_path / "gone.jpg", code=3)
    signing("credentials", "show", tmp_path, code=3)


def test_a_file_cut_short_is_not_valid(signing: Shop, tmp_path: Path) -> None:
    data = Path(render(signing)["creatives"][0]["file"]).read_bytes()
    for share in (0.3, 0.6, 0.99):
        cut = tmp_path / "cut.jpg"
        cut.write_bytes(data[: int(len(data) * share)])
        found = read_credentials(cut)
        assert found is None or found.state == "invalid"


def test_what_a_stranger_signs_is_cleaned_and_cut(tmp_path: Path) -> None:
    import c2pa

    evil = "x" * 5000 + "\x1b[2J\n"
    told = {
        "title": evil,
        "claim_generator_info": [{"name": "other\x07", "version": "1"}],
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {
                    "actions": [
                        {
                            "action": "c2pa.created",
                            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
                        }
                    ]
                },
            },
            {
                "label": claims.RIGHTS,
                "data": {"grants": "not a list", "posts": [1, {"a": 2}]},
            },
            {
                "label": "cawg.metadata",
                "data": {"@context": {}, "x:deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}},
                "kind": "Json",
            },
            {"label": "cawg.training-mining", "data": {"entries": {"cawg.data_mining": "rubbish"}}},
        ],
    }
    offline = c2pa.Context.from_dict(
        {"builder": {"thumbnail": {"enabled": False}}, "trust": {"trust_config": CLAIM_SIGNING}}
    )
    out = io.BytesIO()
    info = c2pa.C2paSignerInfo(b"es256", GLOW.chain, GLOW.key, None)
    with c2pa.Signer.from_info(info) as by, c2pa.Builder(told, offline) as builder:
        builder.sign(by, "image/jpeg", io.BytesIO(photo((64, 64))), out)
    path = tmp_path / "other.jpg"
    path.write_bytes(out.getvalue())
    found = read_credentials(path)
    assert found is not None
    assert found.state == "valid"
    assert found.title is not None
    assert len(found.title) <= 2000
    assert not any(mark in found.model_dump_json() for mark in ("\\u001b", "\\u0007"))
    assert found.training == {}
    assert found.rights is not None
    assert (found.rights.grants, found.rights.posts) == ((), ())
    assert '"g"' not in json.dumps(found.metadata)
    assert '"b"' in json.dumps(found.metadata)
    assert "Valid" in verdict(found)


# --- rendering again ------------------------------------------------------------------------------------------------


def test_what_is_signed_is_left_alone_until_something_changes(signing: Shop) -> None:
    assert outcomes(render(signing)) == ["made"]
    path = signing.creatives[0]
    before = path.read_bytes()
    assert outcomes(render(signing)) == ["unchanged"]
    os.utime(path)  # copied or restored: the same bytes at another time
    assert outcomes(render(signing)) == ["unchanged"]
    assert path.read_bytes() == before

    told = render(signing, "--flight", "2026-12-01..2026-12-24")
    assert outcomes(told) == ["relabelled"], "only the sidecar says something new"
    assert path.read_bytes() == before
    sidecar = json.loads(path.with_name(f"{path.name}.rights.json").read_text("utf-8"))
    assert sidecar["flight"] == ["2026-12-01", "2026-12-24"]

    signing.grant(POST, "--until", "2028-05-01")
    assert outcomes(render(signing)) == ["made"], "a renewed label would break the signature"
    assert said(read(path))["cawg.metadata"]["plus:LicenseEndDate"] == "2028-05-01"
    renewed = path.read_bytes()

    (signing.root / "cert.pem").write_bytes((other := pair(name="Another")).chain)
    (signing.root / "key.pem").write_bytes(other.key)
    assert outcomes(render(signing)) == ["made"]
    assert active(read(path))["signature_info"]["common_name"] == "Another"
    assert path.read_bytes() != renewed
    assert outcomes(render(signing)) == ["unchanged"]
    assert signing.creatives == [path], "the variant is the same picture under the same name"

    assert outcomes(render(signing, "--no-sign")) == ["made"]
    assert b"c2pa" not in path.read_bytes()
    assert outcomes(render(signing, "--no-sign")) == ["unchanged"]
    assert outcomes(render(signing)) == ["made"]


def test_a_signature_that_was_broken_is_made_again(signing: Shop) -> None:
    render(signing)
    path = signing.creatives[0]
    path.write_bytes(flipped(path.read_bytes(), 5000))
    assert read_credentials(path).state == "invalid"
    assert outcomes(render(signing)) == ["made"]
    assert read(path)["validation_state"] == "Valid"


def test_an_unsigned_label_hash_is_what_it_always_was(shop: Shop) -> None:
    """Signing must not have changed what unsigned creatives are known by; the form is written out here by hand."""
    shop.grant()
    path = Path(render(shop)["creatives"][0]["file"])
    row = json.loads((path.parent / "manifest.json").read_text("utf-8"))["creatives"][0]
    sidecar = json.loads(path.with_name(f"{path.name}.rights.json").read_text("utf-8"))
    known = {
        "label": provenance.label_hash(Label.model_validate(sidecar["label"])),
        "placements": sidecar["placements"],
        "flight": sidecar["flight"],
        "notes": sidecar["notes"],
    }
    assert row["label_hash"] == digest(known)


def test_proofs_are_not_signed(signing: Shop) -> None:
    told = render(signing, "--proof")
    assert told["signed_by"] is None
    assert read_credentials(Path(told["creatives"][0]["file"])) is None
    assert "Proofs are not signed" in render(signing, "--proof", "--sign", code=2)["error"]["message"]


def test_many_photos_are_signed_at_once(empty_shop: Shop, tmp_path: Path) -> None:
    empty_shop("import", collected(tmp_path / "many", posts=8))
    empty_shop.grant("@ana")
    use(empty_shop, GLOW)
    text = (empty_shop.root / "ugc.toml").read_text("utf-8")
    (empty_shop.root / "ugc.toml").write_text(text.replace("workers = 0", "workers = 4"), "utf-8")
    told = empty_shop("render", "--format", "story", "--format", "square", "--json")
    assert outcomes(told) == ["made"] * 16
    stores = [read(Path(line["file"])) for line in told["creatives"]]
    assert {store["validation_state"] for store in stores} == {"Valid"}
    for line, store in zip(told["creatives"], stores, strict=True):
        assert said(store)[claims.RIGHTS]["variant"] == line["variant"]
        assert active(store)["ingredients"][0]["title"] == line["post"]


# --- what cannot be done is said first ------------------------------------------------------------------------------


def locked(key: bytes) -> bytes:
    from cryptography.hazmat.primitives import serialization as form

    secret = form.load_pem_private_key(key, None)
    return secret.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.BestAvailableEncryption(b"x")
    )


def past() -> datetime:
    return datetime(2021, 6, 1, tzinfo=UTC)


FAULTS: list[tuple[str, Callable[[], dict[str, bytes | None]], str, int, str]] = [
    ("no certificate is named", dict, 'sign = true\nkey = "key.pem"', 2, "no certificate is named"),
    ("no key is named", dict, 'sign = true\ncertificate = "cert.pem"', 2, "no key is named"),
    ("no certificate is there", lambda: {"cert.pem": None}, "", 6, "cert.pem is not there"),
    ("no key is there", lambda: {"key.pem": None}, "", 6, "key.pem is not there"),
    ("not a certificate", lambda: {"cert.pem": b"hello"}, "", 2, "no certificate in PEM form"),
    ("not a key", lambda: {"key.pem": GLOW.chain}, "", 2, "no private key in PEM form"),
    ("a locked key", lambda: {"key.pem": locked(GLOW.key)}, "", 2, "locked by a password"),
    ("another's key", lambda: {"key.pem": pair().key}, "", 2, "does not belong to the certificate"),
    ("the wrong order", lambda: {"cert.pem": GLOW.authority + GLOW.chain}, "", 2, "does not belong to"),
    ("an ended one", lambda: _files(pair(last=past())), "", 2, "ended on 2021-06-01"),
    (
        "one not begun",
        lambda: _files(pair(first=datetime(2090, 6, 1, tzinfo=UTC))),
        "",
        2,
        "begins only on 2090-06-01",
    ),
    ("the wrong algorithm", lambda: _files(pair("rsa")), "", 2, "does not sign with es256"),
    (
        "a website's",
        lambda: _files(pair(purpose="1.3.6.1.5.5.7.3.1")),
        "",
        2,
        "cannot sign content credentials",
    ),
    ("a wrong setting", dict, 'algorithm = "rs256"', 2, "credentials.algorithm"),
    ("a wrong address", dict, 'timestamp_url = "ftp://x"', 2, "credentials.timestamp_url"),
]


def _files(other: Pair) -> dict[str, bytes | None]:
    return {"cert.pem": other.chain, "key.pem": other.key}


@pytest.mark.parametrize(("why", "files", "table", "code", "words"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_is_said_before_anything_is_rendered(
    signing: Shop, why: str, files: Callable[[], dict[str, bytes | None]], table: str, code: int, words: str
) -> None:
    for name, data in files().items():
        if data is None:
            (signing.root / name).unlink()
        else:
            (signing.root / name).write_bytes(data)
    if table.startswith("sign"):
        settings(signing, f"\n[credentials]\n{table}\n")
    elif table:
        settings(signing, SETTINGS + table)
    for more in ((), ("--dry-run",)):
        fault = render(signing, *more, code=code)["error"]
        assert words in fault["message"], fault
        assert "PRIVATE" not in fault["message"]
    assert signing.creatives == []
    assert not (signing.root / "out").exists()


def test_without_the_package_it_says_what_to_install(
    signing: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "c2pa", None)  # as Python finds it where the package is not installed
    fault = render(signing, code=6)["error"]
    assert "c2pa-python, which is not installed" in fault["message"]
    assert "ugc-toolkit[c2pa]" in fault["hint"]
    assert signing.creatives == []
    assert outcomes(render(signing, "--no-sign")) == ["made"], "nobody needs it who does not sign"
    signing("credentials", "show", signing.creatives[0], code=6)
    signing("credentials", "new", code=6)
    with pytest.raises(MissingError):
        read_credentials(signing.creatives[0])


@pytest.mark.parametrize(
    ("kind", "algorithm", "purpose"),
    [
        ("p384", "es384", DOCUMENTS),
        ("rsa", "ps256", CLAIM_SIGNING),
        ("ed25519", "ed25519", "1.3.6.1.5.5.7.3.4"),
    ],
)
def test_each_kind_of_key_signs(shop: Shop, kind: str, algorithm: str, purpose: str) -> None:
    shop.grant()
    other = pair(kind, purpose=purpose)
    use(shop, other, f'algorithm = "{algorithm}"\n')
    path = Path(render(shop)["creatives"][0]["file"])
    found = read_credentials(path)
    assert found is not None
    assert (found.state, found.algorithm) == ("valid", algorithm)


def test_the_key_may_come_from_the_environment(signing: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    (signing.root / "key.pem").unlink()
    settings(signing, SETTINGS.replace('key = "key.pem"', 'key = ""'))
    render(signing, code=2)
    monkeypatch.setenv("UGC_SIGNING_KEY", GLOW.key.decode())
    told = render(signing)
    assert told["signed_by"] == "Sunday Glow GmbH"
    assert b"PRIVATE" not in b"".join(path.read_bytes() for path in signing.root.rglob("*.json"))
    monkeypatch.setenv("UGC_SIGNING_KEY", pair().key.decode())
    assert "does not belong" in render(signing, code=2)["error"]["message"]


def test_the_limit_of_bytes_holds_for_the_signed_file(signing: Shop) -> None:
    plain = Path(render(signing, "--no-sign")["creatives"][0]["file"]).stat().st_size
    signed = Path(render(signing)["creatives"][0]["file"]).stat().st_size
    (signing.root / "formats.toml").write_text(ROWS.format(limit=signed - 200), "utf-8")
    told = signing("render", "--format", "tight", "--json")
    path = Path(told["creatives"][0]["file"])
    assert plain < signed - 200, "the picture alone would fit, and it is the signed file that must"
    assert path.stat().st_size <= signed - 200
    assert read(path)["validation_state"] == "Valid"
    (signing.root / "formats.toml").write_text(ROWS.format(limit=20_000), "utf-8")
    fault = signing("render", "--format", "tight", "--json", code=5)["faults"][0]
    assert fault["exit_code"] == 5


ROWS = """
[[placement]]
id = "meta.tight"
name = "Tight"
platform = "meta"
medium = "image"
channel = "instagram"
purposes = ["paid_social"]
identities = ["brand_handle"]
ratios = [{{ name = "9:16", recommended = [1080, 1920], minimum = [500, 888], safe_zone = "tight" }}]
types = ["jpg"]
max_bytes = {limit}
source = "https://example.com"
checked = 2026-11-20
confidence = "derived"

[[safe_zone]]
id = "tight"
top = 0.14
bottom = 0.2
left = 0.06
right = 0.06
source = "https://example.com"
checked = 2026-11-20
confidence = "derived"

[[format]]
id = "tight"
name = "Tight"
ratio = "9:16"
pixels = [1080, 1920]
placements = ["meta.tight"]
"""


# --- the original ---------------------------------------------------------------------------------------------------


def signed_elsewhere(data: bytes) -> bytes:
    """A photo as a camera or another program signs it."""
    import c2pa

    captured = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    told = {
        "claim_generator_info": [{"name": "camera"}],
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": captured}]},
            }
        ],
    }
    offline = c2pa.Context.from_dict(
        {"builder": {"thumbnail": {"enabled": False}}, "trust": {"trust_config": CLAIM_SIGNING}}
    )
    out = io.BytesIO()
    info = c2pa.C2paSignerInfo(b"es256", GLOW.chain, GLOW.key, None)
    with c2pa.Signer.from_info(info) as by, c2pa.Builder(told, offline) as builder:
        builder.sign(by, "image/jpeg", io.BytesIO(data), out)
    return out.getvalue()


def remote(data: bytes, url: str) -> bytes:
    """A photo whose XMP says that its credentials lie elsewhere."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'dcterms:provenance="{url}"/></rdf:RDF></x:xmpmeta>'
    )
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.save(out, "JPEG", xmp=packet.encode())
    return out.getvalue()


def with_original(shop: Shop, folder: Path, data: bytes, ext: str = "jpg") -> Path:
    """Sign a creative of this original."""
    folder.mkdir()
    source = folder / f"mine.{ext}"
    source.write_bytes(data)
    shop("import", folder)
    post = shop("posts", "--json", "import:last")[0]["id"]
    shop.grant(post, "--licensor", "Ana")
    use(shop, GLOW)
    line = next(line for line in render(shop)["creatives"] if line["post"] == post)
    return Path(line["file"])


def broken(data: bytes) -> bytes:
    at = data.find(b"c2pa.assertions")
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


ORIGINALS: list[tuple[str, Callable[[bytes], bytes], bool, bool]] = [
    ("without credentials", lambda data: data, False, False),
    ("with credentials", signed_elsewhere, True, False),
    (
        "changed after it was signed",
        lambda data: flipped(s := signed_elsewhere(data), len(s) - 9000),
        True,
        True,
    ),
    ("with broken credentials", lambda data: broken(signed_elsewhere(data)), False, False),
    ("with credentials elsewhere", lambda data: remote(data, "http://127.0.0.1:9/x.c2pa"), False, True),
]


@pytest.mark.parametrize(("kind", "change", "own", "faulty"), ORIGINALS, ids=[row[0] for row in ORIGINALS])
def test_the_original_is_the_parent_whatever_it_carries(
    empty_shop: Shop, tmp_path: Path, kind: str, change: Callable[[bytes], bytes], own: bool, faulty: bool
) -> None:
    data = change(photo())
    path = with_original(empty_shop, tmp_path / "mine", data)
    store = read(path)
    assert store["validation_state"] == "Valid"
    item = active(store)["ingredients"][0]
    assert item["relationship"] == "parentOf"
    assert item["instance_id"] == f"urn:ugc-toolkit:sha256:{hashlib.sha256(data).hexdigest()}"
    assert "thumbnail" not in item
    assert ("active_manifest" in item) == own
    if own:
        assert store["manifests"][item["active_manifest"]]["claim_generator_info"][0]["name"] == "camera"
    found = read_credentials(path)
    assert found is not None
    assert found.ingredients[0].credentials == own
    assert bool(found.ingredients[0].faults) == faulty
    assert found.steps[0].action == "c2pa.opened"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_originals_of_other_types_are_parents_too(empty_shop: Shop, tmp_path: Path, kind: str) -> None:
    path = with_original(empty_shop, tmp_path / "mine", photo(type=kind), kind.lower())
    found = read_credentials(path)
    assert found is not None
    assert found.state == "valid"
    assert "c2pa.transcoded" in [step.action for step in found.steps]


# --- the network ----------------------------------------------------------------------------------------------------


class Listener:
    """A server that remembers what it was asked for, and answers with `answer` or with 404."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Callable[[bytes], bytes] | None = None
        listener = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(b"")

            def do_POST(self) -> None:
                self._say(self.rfile.read(int(self.headers["Content-Length"])))

            def _say(self, body: bytes) -> None:
                listener.asked.append(f"{self.command} {self.path}")
                if listener.answer is None:
                    self.send_error(404)
                    return
                told = listener.answer(body)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    door = Listener()
    yield door
    door.close()


def test_nothing_is_fetched(empty_shop: Shop, tmp_path: Path, listener: Listener) -> None:
    import c2pa

    data = remote(photo(), f"{listener.url}/manifest.c2pa")
    with pytest.raises(c2pa.C2paError):  # left to itself the library fetches: the listener would hear of it
        c2pa.Reader("image/jpeg", io.BytesIO(data))
    assert listener.asked == ["GET /manifest.c2pa"]
    listener.asked.clear()

    path = with_original(empty_shop, tmp_path / "mine", data)
    use(empty_shop, pair(ocsp=f"{listener.url}/ocsp"))
    assert outcomes(render(empty_shop)) == ["made"]
    found = read_credentials(path)
    assert found is not None
    assert found.state == "valid"
    elsewhere = read_credentials(tmp_path / "mine" / "mine.jpg")
    assert elsewhere is not None
    assert (elsewhere.state, elsewhere.url) == ("elsewhere", f"{listener.url}/manifest.c2pa")
    empty_shop("credentials", "show", tmp_path / "mine" / "mine.jpg", code=3)
    assert "nothing is fetched" in empty_shop.out
    assert listener.asked == []

    asking = c2pa.Context.from_dict(
        {"verify": {"ocsp_fetch": True}, "trust": {"trust_config": CLAIM_SIGNING}}
    )
    c2pa.Reader("image/jpeg", io.BytesIO(path.read_bytes()), context=asking).close()
    assert len(listener.asked) == 1, "asked to, the library would have looked the certificate up"


def test_a_time_stamp_is_asked_for_only_where_a_service_is_named(
    signing: Shop, tmp_path: Path, listener: Listener
) -> None:
    if not shutil.which("openssl"):
        skip("openssl is not installed")
    unsigned = render(signing)
    assert read_credentials(Path(unsigned["creatives"][0]["file"])).stamped_at is None
    settings(signing, f'{SETTINGS}timestamp_url = "{listener.url}/tsa"\n')
    fault = render(signing, code=7)["faults"][0]
    assert "could not be signed" in fault["message"]
    assert f"{listener.url}/tsa" in fault["hint"]
    assert listener.asked == ["POST /tsa"], "the certificate is tried out without it"

    listener.answer = stamper(tmp_path)
    assert outcomes(render(signing)) == ["made"]
    found = read_credentials(signing.creatives[0])
    assert found is not None
    assert found.state == "valid"
    assert found.stamped_at is not None
    assert "seen by a time-stamping service at" in signing("credentials", "show", signing.creatives[0])
    listener.asked.clear()
    assert outcomes(render(signing)) == ["unchanged"]
    assert listener.asked == []


def stamper(folder: Path) -> Callable[[bytes], bytes]:
    """Answer time-stamp requests with openssl, as an authority would."""
    made = pair("rsa", name="Time of the tests", purpose="1.3.6.1.5.5.7.3.8", critical=True)
    (folder / "tsa.pem").write_bytes(
        made.chain.split(b"-----END CERTIFICATE-----\n")[0] + b"-----END CERTIFICATE-----\n"
    )
    (folder / "tsa.key").write_bytes(made.key)
    (folder / "tsa.cnf").write_text(
        f"[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/serial\nsigner_digest = sha256\n"
        "default_policy = 1.2.3.4\ndigests = sha256, sha384, sha512\naccuracy = secs:1\ness_cert_id_alg = sha256\n"
    )

    def stamp(request: bytes) -> bytes:
        (folder / "request.tsq").write_bytes(request)
        reply = (
            "ts -reply -config tsa.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key -out reply.tsr"
        )
        subprocess.run(
            ["openssl", *reply.split()],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return (folder / "reply.tsr").read_bytes()

    return stamp


def test_the_python_interface(signing: Shop) -> None:
    from ugc.workspace import Order, Workspace

    with Workspace.open(signing.root) as here:
        told = here.render(Order(formats=("story",), sign=True, signing_key=GLOW.key.decode()), at=NOON)
    assert told.signed_by == "Sunday Glow GmbH"
    assert "PRIVATE" not in repr(Order(formats=("story",), signing_key=GLOW.key.decode()))
    assert set(get_args(credentials.Credentials.model_fields["state"].annotation)) == {
        "trusted",
        "valid",
        "invalid",
        "elsewhere",
    }
