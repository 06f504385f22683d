"""What must not come in: a file of every importer is stuffed with marked secrets and taken in.

The marks are then looked for in every byte that the workspace holds, and in all that the import says.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop

from ugc.importers import importers, read_any
from ugc.importers._hygiene import bare_url, private_name, sanitize, scrub
from ugc.model.posts import FoundPost

SAMPLES = Path(__file__).resolve().parent / "samples"
NAMES = sorted(name for name in importers() if (SAMPLES / name / "input").is_dir())
MARK = "SECRETxyz"
STUFFING: dict[str, Any] = {
    "access_token": f"EAAB{MARK}0001",
    "accessToken": f"{MARK}0002",
    "auth_code": f"#{MARK}0003",
    "sessionid": f"{MARK}0004",
    "cookies": {"sessionid": f"{MARK}0005"},
    "http_headers": {"Cookie": f"msToken={MARK}0006"},
    "upload_ip": f"{MARK}0007",
    "latitude": f"{MARK}0008",
    "GPSPosition": f"{MARK}0009",
    "liked": f"{MARK}0010",
    "viewer_has_liked": f"{MARK}0011",
    "email": f"{MARK}0012@example.org",
    "debug": f"see https://graph.facebook.com/v1/x?access_token={MARK}0013&after=1 or sessionid={MARK}0014",
    "cover": f"https://scontent.cdninstagram.com/v/a.jpg?_nc_ht=x&oh={MARK}0015&oe=61234E02#{MARK}0016",
    "html": f'<img src="https://p16-sign.tiktokcdn.com/a.jpeg?x-signature={MARK}0017">',
    "nested": json.dumps({"access_token": f"{MARK}0018"}),
    "signed": f"https://d1.cloudfront.net/a.mp4?Expires=1&Signature={MARK}0019&Key-Pair-Id={MARK}0020",
    "user": None,
}
STUFFING.pop("user")
PAGING = {
    "cursors": {"after": "x"},
    "next": f"https://graph.facebook.com/v25.0/1/tags?access_token={MARK}0021&limit=5",
}


def stuffed(data: Any) -> Any:
    """A document with secrets in every record of it, and as the signature of every address."""
    if isinstance(data, list):
        return [stuffed(item) for item in data]
    if isinstance(data, dict):
        return {name: stuffed(value) for name, value in data.items()} | STUFFING | {"paging": PAGING}
    if isinstance(data, str) and data.startswith("https://") and "?" in data:
        return f"{data}&oh={MARK}0022&access_token={MARK}0023&x-signature={MARK}0024"
    return data


def stuff(folder: Path) -> None:
    """Stuff every record and sheet of a folder, where it lies."""
    for path in folder.rglob("*"):
        if path.suffix in (".json", ".jsonl", ".ndjson"):
            path.write_text("\n".join(json.dumps(stuffed(each)) for each in held(path)), "utf-8")
        elif path.suffix == ".csv":
            path.write_text("\n".join(stuffed_rows(path.read_text("utf-8-sig").splitlines())), "utf-8")


def held(path: Path) -> list[Any]:
    """The documents of a file: one, or one on each line."""
    text = path.read_text("utf-8")
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def stuffed_rows(lines: list[str]) -> list[str]:
    """Lines of a sheet with columns of secrets under names that people give them."""
    header = next(index for index, line in enumerate(lines) if "url" in line.casefold())
    sign = max(",;\t", key=lines[header].count)
    names = ["Access Token", "Spark Code", "E-mail", "Latitude", "Preview"]
    cells = [f"{MARK}0031", f"#{MARK}0032", f"{MARK}0033@example.org", f"{MARK}0034"]
    cells.append(f"https://a.fbcdn.net/x.jpg?oh={MARK}0035")
    more = {index: cells if index > header else [""] * len(names) for index in range(len(lines))} | {
        header: names
    }
    return [sign.join([line, *more[index]]) for index, line in enumerate(lines)]


def holding(folder: Path) -> list[str]:
    """Where in a workspace a mark stands, by its bytes."""
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        place = content.find(MARK.encode())
        if place >= 0:
            found.append(f"{path.name}: …{content[max(0, place - 80) : place + 30]!r}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_of_a_file_comes_in(name: str, empty_shop: Shop, tmp_path: Path) -> None:
    plain, full = tmp_path / "plain", tmp_path / "full"
    for folder in (plain, full):
        shutil.copytree(SAMPLES / name / "input", folder)
    stuff(full)
    before, after = (
        sum(1 for item in read_any(folder) if isinstance(item, FoundPost) and item.source == name)
        for folder in (plain, full)
    )
    assert after == before > 0  # they are still read as what they are
    said = empty_shop("import", full, "--json", code=worst(empty_shop, full))
    told = [json.dumps(said, ensure_ascii=False), empty_shop.out, empty_shop.err]
    empty_shop("import", full, code=worst(empty_shop, full))
    told += [empty_shop.out, empty_shop.err]
    told += [empty_shop("posts", "--json") and empty_shop.out]
    for post in said["taken"]:
        empty_shop("show", post["post"], "--json")
        told.append(empty_shop.out)
    assert said["taken"]
    assert [text[max(0, text.find(MARK) - 80) :][:120] for text in told if MARK in text] == []
    assert holding(empty_shop.root) == []


def worst(shop: Shop, folder: Path) -> int:
    """With what the import of a folder ends: samples hold faults on purpose."""
    from ugc.cli.app import run

    return run(["import", str(folder), "--dry-run"])


def test_what_was_left_out_is_said_in_words(empty_shop: Shop, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "tiktok-api" / "input", tmp_path / "in")
    stuff(tmp_path / "in")
    empty_shop("import", tmp_path / "in", code=3)
    said = next(line for line in empty_shop.err.splitlines() if line.startswith("Left out of the records"))
    assert said == (
        "Left out of the records: codes that allow ads, which `ugc ads codes add` keeps sealed: auth_code; "
        "tokens and passwords: accessToken, access_token, cookies, http_headers and sessionid; "
        "tokens within addresses and texts: cover_image_url, debug, html, image_url, nested, next, music_url, "
        "share_url, poster_url and preview_url; "
        "the passing signatures of addresses: cover and signed; "
        "permissions to advertise, which are recorded by `ugc ads codes add`: auth_info; "
        "positions, addresses and other personal details: GPSPosition, email, latitude and upload_ip; "
        "likes and saves of whoever collected them: liked and viewer_has_liked."
    )


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("access_token", True),
        ("accessToken", True),
        ("X-CSRF-Token", True),
        ("Spark Code", True),
        ("upload_ip", True),
        ("GPSInfo", True),
        ("viewer_has_saved_to_collection", True),
        ("digged", True),
        ("Set-Cookie", True),
        ("appsecret_proof", True),
        # what only sounds like it
        ("clip", False),
        ("zip", False),
        ("Geo", False),
        ("like_count", False),
        ("likes", False),
        ("code", False),
        ("shortcode", False),
        ("author", False),
        ("location", False),
        ("Usage authorization", False),
        ("description", False),
    ],
)
def test_names_of_what_is_never_kept(name: str, private: bool) -> None:
    assert private_name(name) is private


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        (
            "https://scontent-gmp1-1.cdninstagram.com/v/t51/1_n.jpg?oh=1&oe=2",
            "https://scontent-gmp1-1.cdninstagram.com/v/t51/1_n.jpg",
        ),
        (
            "https://p16-sign-va.tiktokcdn-eu.com/obj/a~c5.jpeg?x-expires=1",
            "https://p16-sign-va.tiktokcdn-eu.com/obj/a~c5.jpeg",
        ),
        (
            "https://v16-webapp-prime.tiktok.com/0123456789abcdef0123456789abcdef/65aabbcc/video/tos/x/?a=1988",
            "https://v16-webapp-prime.tiktok.com/video/tos/x/",
        ),
        (
            "https://r1---sn.googlevideo.com/videoplayback/expire/17/sig/AB/id/x",
            "https://r1---sn.googlevideo.com/videoplayback",
        ),
        ("https://i.ytimg.com/vi/x/hq.jpg?sqp=a&rs=b", "https://i.ytimg.com/vi/x/hq.jpg"),
        ("https://x.cloudfront.net/a.mp4?Policy=a&Signature=b", "https://x.cloudfront.net/a.mp4"),
        (
            "https://b.s3.eu-west-1.amazonaws.com/a.jpg?X-Amz-Signature=b",
            "https://b.s3.eu-west-1.amazonaws.com/a.jpg",
        ),
        ("https://b.blob.core.windows.net/a.jpg?sv=1&sig=b", "https://b.blob.core.windows.net/a.jpg"),
        ("https://v.akamaized.net/exp=1~acl=/*~hmac=ab/a.mp4", "https://v.akamaized.net/a.mp4"),
        ("https://shop.example/a.jpg?hdnts=st=1&w=200", "https://shop.example/a.jpg?w=200"),
        ("https://ana:pass@shop.example/a?page=2#x", "https://shop.example/a?page=2"),
        # an address that says by its query what it means keeps it
        ("https://www.youtube.com/watch?v=AbCdEfGhI-1", "https://www.youtube.com/watch?v=AbCdEfGhI-1"),
    ],
)
def test_addresses_lose_what_passes_and_keep_what_they_mean(address: str, bare: str) -> None:
    assert bare_url(address) == bare
    assert bare_url(bare) == bare


@pytest.mark.parametrize(
    "text",
    [
        "Order at https://shop.example/?code=SPRING20 and https://shop.example/x?page=2#top",
        "Bearer of good news, congratulations everybody",
        "Ratio 3:2 = fine; token: none",
        "EAAT more fruit",
    ],
)
def test_words_of_people_are_left_alone(text: str) -> None:
    assert sanitize({"caption": text}) == ({"caption": text}, ())
    assert scrub(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"failed: access_token=EAAB{MARK}",
        f"EAAB{MARK}aaaaaaaaaaaaaaaaaaaaaaaaa expired",
        f"Authorization: Bearer {MARK}1234567",
        f'{{\\"access_token\\": \\"{MARK}\\"}}',
        f"AIza{MARK}0123456789012345678901234567",
        f"//scontent.fbcdn.net/a.jpg?oh={MARK}",
    ],
)
def test_tokens_within_words_are_taken_out(text: str) -> None:
    assert MARK not in scrub(text)
    kept, dropped = sanitize({"x": text})
    assert MARK not in kept["x"] and dropped == ("x:token",)
