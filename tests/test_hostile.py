"""Everything collected is hostile: bad input costs one item, and stays data wherever it goes."""

import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED, photo, sidecar
from PIL import Image, ImageChops
from processes import (
    SIZE,
    asked,
    beside,
    check_whole,
    environment,
    granted,
    listed,
    pictures,
    ran,
    workspace,
)

STORY = ("--format", "story")
RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
}


def jpeg(seed: int, size: tuple[int, int] = SIZE) -> bytes:
    return photo(size, seed=seed)


def png_header(width: int, height: int, *, rows: int = 0) -> bytes:
    """A 1-bit PNG of a claimed size with so many rows of zeros."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    body = b"".join(packer.compress(bytes((width + 7) // 8 + 1)) for _ in range(rows)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    """A real JPEG whose frame header claims another size."""
    data = bytearray(jpeg(1, (64, 48)))
    frame = next(at for at in range(len(data)) if data[at : at + 2] in (b"\xff\xc0", b"\xff\xc2"))
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_claiming(width: int, height: int) -> bytes:
    data = BytesIO()
    Image.new("L", (8, 8)).save(data, "GIF")
    return data.getvalue()[:6] + struct.pack("<HH", width, height) + data.getvalue()[10:]


def as_type(kind: str) -> bytes:
    data = BytesIO()
    Image.open(BytesIO(jpeg(7))).save(data, kind)
    return data.getvalue()


IN = "in"
FILES: dict[str, tuple[bytes, str]] = {  # name: content, IN or the code it is skipped with
    "good.jpg": (jpeg(1), IN),
    "png named.jpg": (as_type("PNG"), IN),
    "webp named.png": (as_type("WEBP"), IN),
    "polyglot.jpg": (jpeg(2) + b"PK\x05\x06" + bytes(18), IN),
    "much exif.jpg": (jpeg(3)[:2] + (b"\xff\xe1\xff\xffExif\0\0" + b"A" * 65527) * 20 + jpeg(3)[2:], IN),
    "truncated.jpg": (jpeg(4)[: len(jpeg(4)) // 2], "unreadable"),
    "header only.jpg": (jpeg(4)[:300], "unreadable"),
    "garbled.jpg": (b"\xff\xd8\xff" + b"\xa5" * 5000, "unreadable"),
    "zero.jpg": (b"", "empty"),
    "text.jpg": (b"this is not a picture\n", "not_media"),
    "page.jpg": (b"<html><script>alert(1)</script></html>", "not_media"),
    "drawing.png": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_media"),
    "bomb.png": (png_header(30_000, 30_000, rows=30_000), "unreadable"),
    "claims much.png": (png_header(65_535, 65_535, rows=100), "unreadable"),
    "claims much.jpg": (jpeg_claiming(60_000, 60_000), "unreadable"),
    "claims much.gif": (gif_claiming(60_000, 60_000), "unreadable"),
    "long and thin.png": (png_header(100_000, 100, rows=100), "unreadable"),
    "nothing.png": (png_header(0, 0), "unreadable"),
    "archive.zip": (b"PK\x03\x04" + bytes(60), "unreadable"),
    "deep.json": (b"[" * 100_000 + b"]" * 100_000, "not_understood"),
    "numbers.json": (b'{"likes": NaN, "views": 1e400, "big": ' + b"9" * 5000 + b"}", "not_understood"),
    "control\nnewline name.jpg": (jpeg(11), IN),
    "quote'\"$(touch PWNED);&|`.jpg": (jpeg(12), IN),
    "-rf.jpg": (jpeg(13), IN),
    "--help.jpg": (jpeg(14), IN),
    "\u202egpj.exe.jpg": (jpeg(15), IN),
    "a" * 240 + ".jpg": (jpeg(16), IN),
    "%2e%2e%2f.jpg": (jpeg(17), IN),
    "up\\..\\..\\evil.jpg": (jpeg(18), IN),
    ".hidden.jpg": (jpeg(22), "ignored"),
    "CON.jpg": (jpeg(19), IN),
    "{{7*7}} #panic().jpg": (jpeg(20), IN),
    os.fsdecode(b"bad utf8 \xff\xfe.jpg"): (jpeg(21), IN),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of hostile files, with a picture and a page outside it that nobody may look at."""
    folder = tmp_path_factory.mktemp("hostile")
    collected = folder / "collected"
    collected.mkdir()
    (folder / "outside.jpg").write_bytes(jpeg(99))
    for name, (content, _) in FILES.items():
        (collected / name).write_bytes(content)
    os.mkfifo(collected / "pipe.jpg")
    (collected / "link out.jpg").symlink_to(folder / "outside.jpg")
    (collected / "passwd.jpg").symlink_to("/etc/passwd")
    (collected / "folder up").symlink_to("..")
    (collected / "loop").symlink_to("loop")
    (collected / "device.jpg").symlink_to("/dev/zero")
    rows = [
        "../outside.jpg",
        str(folder / "outside.jpg"),
        "link out.jpg",
        "sub/../../outside.jpg",
        "file:///etc/passwd",
    ]
    sheet = "".join(
        f"https://www.instagram.com/p/Bqvs000000{number}/,{row}\n" for number, row in enumerate(rows)
    )
    (collected / "paths.csv").write_text(f"url,media\n{sheet}", "utf-8")
    return folder


def test_bad_files_cost_themselves_and_the_good_ones_are_in(hostile: Path, tmp_path: Path) -> None:
    root = workspace(tmp_path / "glow", None)
    before = tree(hostile)
    told = ran(root, "import", hostile / "collected", "--json", code=3)
    skipped = {Path(skip["origin"]).name: skip["code"] for skip in told.document["skipped"]}
    brought = catalogued(root)
    for name, (content, expected) in FILES.items():
        sha256 = hashlib.sha256(content).hexdigest()
        assert (sha256 in brought) == (expected == IN), name
        if expected != IN:
            assert skipped[name] == expected, name
    for name in ("pipe.jpg", "link out.jpg", "passwd.jpg", "folder up", "loop", "device.jpg"):
        assert skipped[name] == "unreadable", name
    assert hashlib.sha256(jpeg(99)).hexdigest() not in brought, "a picture outside the folder came in"
    assert tree(hostile) == before
    assert not list(tmp_path.rglob("*PWNED")) and not Path("PWNED").exists()
    assert ran(root, "import", hostile / "collected", code=3).err.count("\n") < 40, "a long list is cut"

    posts = [post["id"] for post in ran(root, "posts", "--json").document]
    assert "--licensor" in ran(root, *granted(posts[0]), code=2).err
    grant = granted(posts[0], "--licensor", "ana")
    ran(root, *grant[:2], *posts, *grant[3:])
    told = ran(root, "render", *STORY, "--json")
    good = sum(expected == IN for _, expected in FILES.values())
    assert len(told.document["creatives"]) == len(check_whole(root)) == len(listed(root)) == good
    assert {item["code"] for item in told.document["not_planned"]} == {"no_media"}
    check_names(root)


def catalogued(root: Path) -> set[str]:
    """The hashes of what came in, by SQLite's own word; each is whole in the store."""
    found = {row[0] for row in asked(root, "SELECT sha256 FROM post_media")}
    stored = {path.stem: path for path in (root / ".ugc" / "media").glob("??/*")}
    assert found == set(stored)
    for sha256, path in stored.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    return found


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every name below a folder with its size and time."""
    found = {}
    for path in folder.rglob("*"):
        facts = path.lstat()
        found[str(path)] = (facts.st_size, facts.st_mtime_ns)
    return found


def check_names(root: Path) -> None:
    """Names of creatives lie in their folder and are taken by every common file system, side by side."""
    folder = root / "out" / "creatives"
    names = [path.name for path in folder.rglob("*")]
    for name in names:
        assert re.fullmatch(r'[^\x00-\x1f\x7f<>:"/\\|?*]+', name), name
        assert len(name.encode()) <= 255 and name[0] not in ".- " and name[-1] not in ". ", name
        assert name.split(".")[0].upper() not in RESERVED, name
        assert ".." not in name and name == unicodedata.normalize("NFC", name), name
        assert not any(unicodedata.category(letter).startswith("C") for letter in name), name
    assert len({name.casefold() for name in names}) == len(names)
    assert {path.parent for path in root.rglob("*.rights.json")} <= {folder}


WORDS = [
    "..",
    ".",
    "CON",
    "NUL.txt",
    "a/../../b",
    "a\\b",
    "-rf",
    "~root",
    "user:name",
    "user\nname",
    "%2e%2e%2f",
    "x" * 300,
    "раypal",
    "\u202eana",
    "{{7*7}}",
    "{% for x in range(9) %}x{% endfor %}",
    '#panic("no")',
    "#rect(width: 100%, height: 100%, fill: red)",
    '"]; #image("/etc/passwd")',
    "$ 1/0 $ *b* _i_ `c` <l> @r",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE posts; --",
    "ana\x00\x1b[31m",
    "lone \ud83d half",
    "Z\u0351\u036b\u0343" * 300,
    "\u2028para\u2029",
]
CAPTIONS = [
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "]]></x:xmpmeta><rdf:evil/>",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    '#read("/etc/passwd")',
    "=cmd|' /C calc'!A0",
    "a\u0000b\u0008c\x1b]0;title\x07",
    "lone \ud83d surrogate",
    "x" * 100_000,
    "#t" * 5000,
    "Z\u0351\u036b\u0343" * 2000,
    "line\r\nbreak\u2028para\u2029",
    "\ufeffBOM \u202eRTL\u202c",
    "مرحبا #هاشتاغ @brand",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 50,
    "",
]


LICENSORS = [word for word in WORDS if set('#{$<"') & set(word)]
"""What a person may type or paste as the name of somebody whose account is not known."""


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Posts with every hostile handle, name and caption, all granted and rendered; and what the run said.

    Even numbers have a hostile handle, odd ones a hostile name behind a good handle; the name is what is credited.
    """
    folder = tmp_path_factory.mktemp("worded")
    collected = folder / "collected"
    collected.mkdir()
    plain = jpeg(5)
    for number in range(2 * len(WORDS)):
        picture = collected / f"{1922949326347663701 + number}.jpg"
        picture.write_bytes(plain[:2] + b"\xff\xfe\x00\x06%04d" % number + plain[2:])
        told = sidecar(
            f"Bqvs{number:07d}",
            username=f"ana{number}" if number % 2 else WORDS[number // 2],
            fullname=WORDS[number // 2],
            owner_id=str(1000 + number),
            description=CAPTIONS[number % len(CAPTIONS)],
            media_id=picture.stem,
            tags=["#GlowRun", "../../etc", "#{{7*7}}"],
        )
        picture.with_name(f"{picture.name}.json").write_text(json.dumps(told), "utf-8")
    root = workspace(folder / "glow", None)
    config = root / "ugc.toml"
    config.write_text(config.read_text("utf-8").replace('"@{{ creator }}"', '"{{ name }}"'), "utf-8")
    report = ran(root, "import", collected, "--json", code=None).document
    assert not [skip for skip in report["skipped"] if skip["code"] != "ignored"], report["skipped"]
    posts = ran(root, "posts", "--json").document
    for post, name in zip([post["id"] for post in posts if not post["author"]], LICENSORS, strict=False):
        ran(root, *granted(post, f"--licensor={name}"))
    known = [post["id"] for post in posts if post["author"]]
    grant = granted(known[0])
    ran(root, *grant[:2], *known, *grant[3:])
    return root, ran(root, "render", *STORY, "--json", code=None).document


def test_hostile_words_become_creatives_or_a_listed_reason(worded: tuple[Path, dict[str, Any]]) -> None:
    root, told = worded
    assert {fault["exit_code"] for fault in told["faults"]} == {5}
    reasons = ("characters; template credit takes", "lies under the platform's own interface")
    for fault in told["faults"]:  # too long, or one word without a break that would leave the safe zone
        assert any(reason in fault["message"] for reason in reasons), fault
    assert {item["code"] for item in told["not_planned"]} <= {"no_font", "author_unknown"}
    lost = [item["why"] for item in told["not_planned"] if item["code"] == "no_font"]
    lost += [fault["message"] for fault in told["faults"]]
    assert len(lost) <= 4, lost
    posts = {line["post"] for line in told["creatives"]}
    assert len(posts & {f"ig:Bqvs{number:07d}" for number in range(1, 2 * len(WORDS), 2)}) >= len(
        WORDS
    ) - len(lost)
    assert len(check_whole(root)) == len(listed(root)) == len(told["creatives"]) >= len(WORDS)
    check_names(root)
    assert sorted(path.name for path in (root / "out").iterdir()) == ["creatives"]


def test_the_credit_that_is_drawn_is_text(worded: tuple[Path, dict[str, Any]]) -> None:
    """Markup in a name is drawn as letters: nothing is filled, loaded or computed; the picture stays what it is."""
    root, _ = worded
    rows = json.loads((root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    credits = {row["posts"][0]: row["credit_line"] for row in rows}
    plain = [word for word in WORDS if word.isascii() and word.isprintable()]
    for number, word in enumerate(WORDS):
        if word in plain and (credit := credits.get(f"ig:Bqvs{2 * number + 1:07d}")):
            assert credit == word
    assert set(plain) & set(credits.values()) >= {word for word in LICENSORS if word in plain}
    with Image.open(next(p for p in pictures(root) if "ana5" in p.name)) as calm:
        reference = calm.convert("RGB").resize((54, 96))
    for path in pictures(root):
        with Image.open(path) as picture:
            away = ImageChops.difference(picture.convert("RGB").resize((54, 96)), reference).convert("L")
        changed = sum(away.point(lambda value: 255 * (value > 40)).histogram()[255:])
        assert changed < 54 * 96 * 0.12, f"{path.name}: {changed} of {54 * 96} places differ"


def test_hostile_captions_travel_as_data(
    worded: tuple[Path, dict[str, Any]], exiftool: Callable[..., list[dict[str, Any]]]
) -> None:
    """An independent reader finds the credit and the beginning of the caption in every file, and no broken XML."""
    root, _ = worded
    rows = json.loads((root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    credits = {row["file"]: row["credit_line"] for row in rows}
    for tags in exiftool(*pictures(root)):
        name = Path(tags["SourceFile"]).name
        assert not any("Warning" in key or "Error" in key for key in tags), tags
        assert str(tags["XMP-photoshop:Credit"]) == credits[name], name
        number = int(re.search(r"Bqvs(\d{7})", name)[1])  # type: ignore[index]
        caption = CAPTIONS[number % len(CAPTIONS)]
        if caption and caption.isascii() and caption.isprintable():
            assert str(tags["XMP-dc:Description"])[:1000] == caption[:1000]
    for path in pictures(root):
        assert json.loads(beside(path).read_text("utf-8"))["file"] == path.name


def test_what_is_said_of_hostile_posts_is_harmless_to_a_terminal(worded: tuple[Path, dict[str, Any]]) -> None:
    root, _ = worded
    for words in (
        ["posts"],
        ["render", *STORY],
        *(["show", f"ig:Bqvs{n:07d}"] for n in (0, 7, 12, 27, 39, 47, 53)),
    ):
        told = ran(root, *words, code=None)
        for letter in told.out + told.err:
            assert letter == "\n" or unicodedata.category(letter) != "Cc", (words, letter)
            assert letter not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", words


def test_bombs_are_refused_from_the_header(hostile: Path, tmp_path: Path) -> None:
    """Measured: a process that decoded one of them would need from 900 MB up."""
    bombs = tmp_path / "bombs"
    bombs.mkdir()
    for name in FILES:
        if name.startswith(("bomb", "claims", "long")):
            shutil.copy(hostile / "collected" / name, bombs / name)
    root = workspace(tmp_path / "glow", None)
    program = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-m', 'ugc', 'import', sys.argv[1]], capture_output=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(done.returncode, used.ru_maxrss, used.ru_utime)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, bombs],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code, peak, seconds = done.stdout.split()
    peak_bytes = int(peak) * (1 if sys.platform == "darwin" else 1024)
    assert (int(code), len(list(bombs.iterdir()))) == (3, 5)
    assert peak_bytes < 250_000_000 and float(seconds) < 20, done.stdout


def test_paths_named_on_the_command_line_cost_one_item(tmp_path: Path) -> None:
    """A pipe among good files, an undecodable folder, a file that begins with a hyphen."""
    root = workspace(tmp_path / "glow", None)
    os.mkfifo(tmp_path / "pipe.jpg")
    odd = tmp_path / os.fsdecode(b"odd \xff")
    odd.mkdir()
    (odd / "one.jpg").write_bytes(jpeg(31))
    (root / "-rf.jpg").write_bytes(jpeg(32))
    (tmp_path / "two.jpg").write_bytes(jpeg(33))
    told = ran(
        root, "import", "--json", tmp_path / "pipe.jpg", odd, tmp_path / "two.jpg", "--", "-rf.jpg", code=3
    )
    assert len(told.document["taken"]) == 3 and len(told.document["skipped"]) == 1
    found = ran(root, "inspect", odd / "one.jpg", "--json", code=None)
    assert found.document[0]["how"] == "sha256 of an original"
    told = ran(root, "render", *STORY, "--out", odd, code=2)
    assert "not text" in told.err


@pytest.mark.skipif(
    not (SHARED / "nasty").is_dir(), reason="the hostile files that others wrote are not here"
)
def test_the_hostile_files_of_others(tmp_path: Path) -> None:
    shutil.copy(SHARED / "nasty" / "make_nasty.py", tmp_path)
    subprocess.run([sys.executable, "-W", "ignore", "make_nasty.py"], cwd=tmp_path, check=True)
    collected = tmp_path / "out"
    root = workspace(tmp_path / "glow", None)
    before = tree(collected)
    told = ran(root, "import", collected, "--json", code=3)
    skipped = {
        skip["origin"].removeprefix(f"{collected}/").split(", row")[0]: skip["code"]
        for skip in told.document["skipped"]
    }
    expected = {  # every file that is no picture, and why
        "bad_utf8_��.jpg": "empty",
        "zero_byte.jpg": "empty",
        "pipe.jpg": "unreadable",
        "symlink_out.jpg": "unreadable",
        "symlink_loop": "unreadable",
        "symlink_dangling.jpg": "unreadable",
        "symlink_dir_up": "unreadable",
        "bomb_30000x30000_1bit.png": "unreadable",
        "header_lies_65535x65535.png": "unreadable",
        "truncated_half.jpg": "unreadable",
        "text_named.jpg": "not_media",
        "html_named.jpg": "not_media",
        "svg_named.png": "not_media",
        "xxe.svg": "not_media",
        "deep.json": "not_understood",
        "nan.json": "not_understood",
        "dup_keys.json": "not_understood",
        "nasty_posts.json": "not_understood",
        "nul.csv": "not_understood",
        "cp1252.csv": "no_media",
        "utf16.csv": "no_media",
        "id_as_float.csv": "no_media",
        "bom_semicolon.csv": "no_column",
        "zipslip.zip, ../../evil.txt": "unreadable",
        "zipslip.zip, /abs/evil.txt": "unreadable",
        "zipslip.zip, ..\\..\\evil.txt": "unreadable",
        "zipslip.zip, link": "unreadable",
        "zipslip.zip, link/evil.txt": "ignored",
        "zipslip.zip, ok/media.txt": "ignored",
        "zipbomb_100MB.zip, posts_1.json": "too_large",
        "duplicate_names.zip, POSTS_1.json": "not_understood",
        "duplicate_names.zip, posts_1.json": "not_understood",  # the second is left, the first is an empty list
        "symlink.tar, media": "unreadable",
        "symlink.tar, media/x": "ignored",
    }
    assert skipped == expected
    (row,) = [item["post"] for item in told.document["taken"] if item["source"] == "csv"]
    whole = [path for path in collected.iterdir() if path.is_file() and not path.is_symlink() and reads(path)]
    assert len(whole) == 10
    assert catalogued(root) == {hashlib.sha256(path.read_bytes()).hexdigest() for path in whole}
    assert tree(collected) == before
    posts = [post["id"] for post in ran(root, "posts", "--json").document]
    grant = granted(posts[0], "--licensor", "ana")
    ran(root, *grant[:2], *posts, *grant[3:])
    told = ran(root, "render", *STORY, "--json", code=None)
    assert not told.document["faults"]
    assert row in {item["post"] for item in told.document["not_planned"]}
    assert len(told.document["creatives"]) == len(check_whole(root))
    assert len(told.document["creatives"]) + len(told.document["not_planned"]) == len(posts)
    assert not [path for path in tmp_path.rglob("*") if path.name == "PWNED" or path.name == "evil.txt"]
    check_names(root)


def reads(path: Path) -> bool:
    """Whether Pillow, asked plainly, opens a picture of bearable size to its end."""
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > 1_000_000:
                return False
            picture.load()
            return True
    except (OSError, Image.DecompressionBombError):
        return False
