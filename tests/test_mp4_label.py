"""Labels in clips: what players and ExifTool see, what a plain copy keeps, and that no frame is touched."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clips import clip, cut, ffmpeg, mediainfo
from conform_makers import BUNDLED
from conftest import Shop, skip
from hypothesis import given
from hypothesis import strategies as st
from test_provenance import EXPECTED, LABEL, OURS, READ_BACK, with_

from ugc.errors import InputError
from ugc.media.tag_clip import tag_clip
from ugc.provenance import Embedded, mp4_tags, read_label, read_packet, xmp_packet
from ugc.provenance.embedded import understand
from ugc.provenance.mp4 import LONGEST, understand_comment

IDS = (
    "[ugc-label:1 variant="
    + "a1" * 32
    + " concept="
    + "b2" * 32
    + f" label={READ_BACK.label_hash} until=2027-05-01"
    " grants=g-0001,g-0002 accounts=instagram:ana,tiktok:bo.runs credit=@ana+and+@bo.runs"
    " terms=https://glow.example/terms?a=1&b=2 posts=ig:BqvsDleB3lV,tt:7231]"
)
COMMENT = f"Usage terms: {LABEL.usage_terms} {IDS}"
FROM_COMMENT = READ_BACK.model_copy(
    update={"creators": (), "copyright": None, "description": None, "posted": None, "links": ()}
)
"""What a comment alone still says."""


def packet_and_tags(packet: bytes = OURS) -> tuple[bytes, dict[str, str]]:
    said = understand(packet)
    assert said
    return packet, mp4_tags(said)


def labelled(folder: Path, kind: str = "mp4", *, packet: bytes = OURS, **clip_has: Any) -> Path:
    """A clip that was tagged as a renderer would."""
    plain = clip(folder / f"plain.{kind}", **clip_has)
    xmp, tags = packet_and_tags(packet)
    tag_clip(plain, folder / f"labelled.{kind}", tags=tags, xmp=xmp)
    return folder / f"labelled.{kind}"


def copied(source: Path, target: Path, *, program: str | Path = BUNDLED) -> Path:
    """A copy as somebody makes it who knows nothing of labels."""
    command = [program, "-v", "error", "-y", "-i", source, "-c", "copy", target]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return target


def frames(path: Path) -> str:
    """Time, length and hash of every packet of every track."""
    command = [BUNDLED, "-v", "error", "-i", path, "-map", "0", "-c", "copy", "-f", "framehash", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def complaints(path: Path) -> str:
    """What ffmpeg has to say against a clip when it decodes the whole of it."""
    command = [BUNDLED, "-v", "warning", "-i", path, "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True)
    return re.sub("0x[0-9a-f]+", "", done.stderr) + ("" if done.returncode == 0 else "failed")


def boxes(path: Path) -> list[tuple[str, int]]:
    """Names and lengths of the outermost boxes."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append((data[at + 4 : at + 8].decode("latin-1"), size))
        at += size
    return found


# What others read -------------------------------------------------------------------------------------------


def test_exiftool_reads_every_tag_by_its_official_name(tmp_path: Path, exiftool: Any) -> None:
    (said,) = exiftool(labelled(tmp_path))
    assert said["File:FileType"] == "MP4"
    assert said["ItemList:Artist"] == "Ana Díaz, @bo.runs"
    assert said["ItemList:Copyright"] == "© 2026 Ana Díaz, bo.runs"
    assert said["ItemList:ContentCreateDate"] == "2026:10:02"
    assert said["ItemList:Description"] == LABEL.description
    assert said["ItemList:Comment"] == COMMENT
    assert "ItemList:Title" not in said


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_exiftool_reads_every_field_of_the_xmp(tmp_path: Path, kind: str) -> None:
    if not shutil.which("exiftool"):
        skip("ExifTool is not installed")
    from test_provenance import exif_fields, run_exiftool

    path = labelled(tmp_path, kind)
    assert exif_fields(path) == [EXPECTED]
    assert run_exiftool("-validate", "-warning", "-error", "-s3", path).split() == ["OK"]


def test_a_quicktime_file_has_its_own_places(tmp_path: Path, exiftool: Any) -> None:
    (said,) = exiftool(labelled(tmp_path, "mov"))
    assert said["UserData:Artist"] == "Ana Díaz, @bo.runs"
    assert said["UserData:Copyright"] == "© 2026 Ana Díaz, bo.runs"
    assert said["UserData:Comment"] == COMMENT


def test_players_show_who_made_it(tmp_path: Path) -> None:
    general = mediainfo(labelled(tmp_path, sound="tone"))["General"]
    assert general["Performer"] == "Ana Díaz, @bo.runs"
    assert general["Copyright"] == "© 2026 Ana Díaz, bo.runs"
    assert general["Recorded_Date"] == "2026-10-02"
    assert general["Comment"] == COMMENT
    assert general["Description"].startswith("Morning run <3 & coffee ☕")


def test_the_file_does_not_end_with_the_xmp(tmp_path: Path) -> None:
    """Exiv2 0.28 (bmffimage.cpp) counts a box's head twice, and calls a file damaged that ends with XMP."""
    path = labelled(tmp_path)
    (_, xmp), (last, rest) = boxes(path)[-2:]
    assert (xmp, last) == (len(OURS) + 24, "free")
    assert rest >= 24
    assert complaints(path) == ""


# What a copy keeps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["mp4", "mov"])
def test_the_whole_label_is_read_back(tmp_path: Path, kind: str) -> None:
    path = labelled(tmp_path, kind)
    assert read_label(path) == READ_BACK
    assert read_packet(path) == (OURS, READ_BACK)


@pytest.mark.parametrize("kind", ["mp4", "mov", "mkv"])
@pytest.mark.parametrize("program", ["bundled", "system"])
def test_a_plain_copy_still_says_whose_it_is(tmp_path: Path, kind: str, program: str) -> None:
    found = BUNDLED if program == "bundled" else shutil.which("ffmpeg")
    if found is None:
        skip("there is no ffmpeg on PATH")
    copy = copied(labelled(tmp_path), tmp_path / f"copy.{kind}", program=found or "")
    assert b"<x:xmpmeta" not in copy.read_bytes()
    assert read_packet(copy) is None
    assert read_label(copy) == FROM_COMMENT


def test_a_copy_of_a_copy_in_other_files_still_says_it(tmp_path: Path) -> None:
    path = labelled(tmp_path)
    for number, kind in enumerate(["mkv", "mov", "mp4"]):
        path = copied(path, tmp_path / f"{number}.{kind}")
    assert read_label(path) == FROM_COMMENT


def test_a_webm_made_from_it_still_says_it(tmp_path: Path) -> None:
    small = ["-t", "0.2", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"]
    ffmpeg("-i", labelled(tmp_path), *small, tmp_path / "x.webm")
    assert read_label(tmp_path / "x.webm") == FROM_COMMENT


def test_a_clip_rewritten_by_exiftool_is_still_known(tmp_path: Path, exiftool: Any) -> None:
    path = labelled(tmp_path)
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-XMP-dc:Title=Mine", path], check=True)
    assert read_label(path) == READ_BACK
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", "-XMP:all=", "-ItemList:Title=Mine", path], check=True
    )
    assert read_label(path) == FROM_COMMENT


def test_a_broken_packet_does_not_hide_the_comment(tmp_path: Path) -> None:
    path = labelled(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"</rdf:Seq>", b"<!rdf:Seq>"))
    assert read_label(path) == FROM_COMMENT


def test_the_index_behind_a_long_clip_is_reached(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.seek(3 << 30)  # sparse: it takes no room on the disk
        file.write(COMMENT.encode())
    assert read_label(path) == FROM_COMMENT


@pytest.mark.parametrize("before", [0, 1, (1 << 20) - 20, (1 << 20) - 13, (1 << 20) - 1, 1 << 20])
def test_a_comment_is_found_wherever_it_stands(tmp_path: Path, before: int) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(b"[" * before + IDS.encode() + b"[ugc-label:1 ")
    assert read_label(path) == FROM_COMMENT.model_copy(update={"usage_terms": None})


def test_a_proof_and_an_endless_grant_are_told(tmp_path: Path) -> None:
    proof = labelled(tmp_path, packet=xmp_packet(with_(proof=True, grants=(), end=None)))
    told = read_label(copied(proof, tmp_path / "proof.mp4"))
    assert told
    assert (told.proof, told.grants, told.end) == (True, (), None)
    endless = labelled(tmp_path, packet=xmp_packet(with_(end="perpetual")))
    told = read_label(copied(endless, tmp_path / "endless.mp4"))
    assert told
    assert (told.proof, told.end) == (False, "perpetual")


def test_neither_the_licensee_nor_private_ids_stand_in_a_clip(tmp_path: Path) -> None:
    data = labelled(tmp_path).read_bytes()
    assert b"Secret Licensee" not in data
    assert b"178414" not in data


# No frame touched -------------------------------------------------------------------------------------------

SOURCES: dict[str, dict[str, Any]] = {
    "silent": {},
    "sound": {"sound": "tone"},
    "edit list": {"sound": "tone", "edit_list": True},
    "index last": {"faststart": False},
    "hevc": {"codec": "libx265"},
    "turned": {"rotation": 90},
    "gaps": {"vfr": True},
    "fragments": {"fragmented": True},
}


@pytest.mark.parametrize("has", SOURCES.values(), ids=SOURCES.keys())
def test_no_packet_changes_its_bytes_or_its_time(tmp_path: Path, has: dict[str, Any]) -> None:
    path = labelled(tmp_path, **has)
    assert frames(path) == frames(tmp_path / "plain.mp4")
    assert complaints(path) == complaints(tmp_path / "plain.mp4")
    assert (b"elst" in path.read_bytes()) == bool(has.get("edit_list"))
    names = [name for name, _ in boxes(path)]
    assert names.index("moov") < names.index("mdat")


def test_frames_coded_out_of_order_stay_in_time_without_an_edit_list(tmp_path: Path) -> None:
    source = tmp_path / "b.mp4"
    coded = "-c:v libx264 -bf 3 -use_editlist 0 -movflags +negative_cts_offsets".split()
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=1", *coded, source)
    xmp, tags = packet_and_tags()
    tag_clip(source, tmp_path / "tagged.mp4", tags=tags, xmp=xmp)
    assert frames(tmp_path / "tagged.mp4") == frames(source)
    assert b"elst" not in (tmp_path / "tagged.mp4").read_bytes()


def test_tags_that_are_not_named_stay_and_empty_ones_go(tmp_path: Path, exiftool: Any) -> None:
    plain = clip(tmp_path / "plain.mp4")
    ffmpeg(
        "-i", plain, "-c", "copy", "-metadata", "title=Mine", "-metadata", "artist=Old", tmp_path / "a.mp4"
    )
    xmp, tags = packet_and_tags()
    tag_clip(tmp_path / "a.mp4", tmp_path / "b.mp4", tags=tags | {"artist": ""}, xmp=xmp)
    (said,) = exiftool(tmp_path / "b.mp4")
    assert said["ItemList:Title"] == "Mine"
    assert "ItemList:Artist" not in said


def test_a_clip_can_be_tagged_again_in_its_place(tmp_path: Path) -> None:
    path = labelled(tmp_path, sound="tone")
    before = frames(path)
    xmp, tags = packet_and_tags(xmp_packet(with_(grants=("g-0009",), end=date(2028, 12, 31))))
    tag_clip(path, path, tags=tags, xmp=xmp)
    told = read_label(path)
    assert told
    assert (told.grants, told.end) == (("g-0009",), date(2028, 12, 31))
    assert path.read_bytes().count(b"<x:xmpmeta") == 1
    assert b"g-0001" not in path.read_bytes()
    assert frames(path) == before


def test_what_is_no_whole_mp4_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    xmp, tags = packet_and_tags()
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    wrong = {
        "is a webm": clip(tmp_path / "a.webm", codec="libvpx", profile=None),
        "is a jpg": picture,
        "cut short": cut(clip(tmp_path / "b.mp4")),
        "not a regular file": tmp_path,
    }
    for words, source in wrong.items():
        with pytest.raises(InputError, match=words):
            tag_clip(source, tmp_path / "out.mp4", tags=tags, xmp=xmp)
    assert not (tmp_path / "out.mp4").exists()
    assert not list(tmp_path.glob(".part-*"))


# A conforming copy ------------------------------------------------------------------------------------------


def fixed(shop: Shop, source: Path) -> Path:
    """The copy that `ugc check --fix` makes of a clip that no story takes as it is."""
    told = shop("check", source, "--format", "story", "--fix", "--out", shop.root / "fixed", "--json", code=5)
    return Path(told["files"][0]["fixed"]["file"])


def xmp_alone(folder: Path) -> Path:
    """A clip whose comment somebody removed."""
    path = clip(folder / "a.mp4", sound="tone", edit_list=True)
    with path.open("ab") as file:
        box = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + OURS
        file.write((len(box) + 8).to_bytes(4, "big") + b"uuid" + box)
    return path


def xmp_in_avi(folder: Path) -> Path:
    """XMP specification, part 3: AVI holds it in a chunk of its own, which ffmpeg passes over."""
    path = clip(folder / "a.avi", sound="tone", audio_codec="mp3", container="avi")
    with path.open("ab") as file:
        file.write(b"_PMX" + len(OURS).to_bytes(4, "little") + OURS)
    return path


CARRIED: list[tuple[str, Callable[[Path], Path], Embedded]] = [
    ("whole label", lambda folder: labelled(folder, sound="tone", edit_list=True), READ_BACK),
    ("XMP alone", xmp_alone, READ_BACK),
    ("XMP where ffmpeg does not look", xmp_in_avi, READ_BACK),
    (
        "comment alone",
        lambda folder: copied(labelled(folder, sound="tone"), folder / "copy.mkv"),
        FROM_COMMENT,
    ),
]


@pytest.mark.parametrize(("made", "says"), [row[1:] for row in CARRIED], ids=[row[0] for row in CARRIED])
def test_a_conforming_copy_says_what_the_clip_said_and_so_does_a_copy_of_that(
    empty_shop: Shop, tmp_path: Path, made: Callable[[Path], Path], says: Embedded
) -> None:
    source = made(tmp_path)
    before = source.read_bytes()
    copy = fixed(empty_shop, source)
    assert source.read_bytes() == before
    assert read_label(copy) == says
    assert b"elst" not in copy.read_bytes()
    assert complaints(copy) == ""
    assert read_label(copied(copy, tmp_path / "again.mp4")) == FROM_COMMENT


def test_a_copy_of_a_clip_without_a_label_gets_none(empty_shop: Shop, tmp_path: Path) -> None:
    copy = fixed(empty_shop, clip(tmp_path / "a.mp4", sound="tone", edit_list=True))
    assert read_label(copy) is None
    assert b"ugc" not in copy.read_bytes()


# Hostile words and bytes ------------------------------------------------------------------------------------

NOT_OURS = [
    b"[ugc-label:1 ]",
    b"[ugc-label:1 variant]",
    b"[ugc-label:1 credit=x]",  # nothing that leads anywhere
    b"[ugc-label:1 variant=" + b"a" * 60_000,  # never closed
    b"[ugc-label:2 variant=a]",
    b"[ugc-label:1  variant=a]",
    b"[ugc-label:1 variant=a\x00b]",
    b"[ugc-label:1 Variant=a]",
    "[ugc-label:1 variant=ä]".encode(),
    b"[ugc-label:1 " * 5000,
]


@pytest.mark.parametrize("data", NOT_OURS, ids=range(len(NOT_OURS)))
def test_what_only_looks_like_a_comment_of_ours_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(data)
    assert read_label(path) is None


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (b"Usage terms: Only here. ", "Only here."),
        (b"Usage terms: old\x00Usage terms: new ", "new"),
        (b"Usage terms: a\x00b ", None),  # not one text
        (b"Usage terms: \xff ", None),
        (b"Usage terms: " + b"x" * 9000 + b" ", None),
        (b"", None),
    ],
)
def test_only_words_right_before_the_ids_are_the_terms(
    tmp_path: Path, before: bytes, words: str | None
) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(before + b"[ugc-label:1 variant=a]")
    label = read_label(path)
    assert label is not None
    assert label.usage_terms == words


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    str.strip
)
TOKENS = st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40)


@given(
    variant=TOKENS,
    posts=st.lists(TOKENS, max_size=4),
    grants=st.lists(TOKENS, max_size=4),
    credit=WORDS,
    terms=WORDS,
)
def test_any_words_come_back_from_a_comment(
    variant: str, posts: list[str], grants: list[str], credit: str, terms: str
) -> None:
    said = Embedded(
        variant=variant,
        concept=None,
        posts=tuple(posts),
        grants=tuple(grants),
        credit=credit,
        usage_terms=terms.replace("Usage terms: ", "").strip(),
        end="perpetual",
    )
    comment = mp4_tags(said)["comment"].encode()
    assert understand_comment(comment, comment.rindex(b"[ugc-label:1 ")) == said


def test_a_comment_has_a_limit_and_the_posts_go_first() -> None:
    said = READ_BACK.model_copy(
        update={"posts": tuple(f"file:{n:064x}" for n in range(900)), "usage_terms": "日" * 30_000}
    )
    comment = mp4_tags(said)["comment"]
    assert len(comment.encode()) <= LONGEST
    data = comment.encode()
    told = understand_comment(data, data.index(b"[ugc-label:1 "))
    assert told
    assert (told.variant, told.grants, told.posts) == (said.variant, said.grants, ())
    assert all(len(value.encode()) <= LONGEST for value in mp4_tags(said).values())


def test_hostile_words_are_only_words(tmp_path: Path, exiftool: Any) -> None:
    caption = "=x\n[CHAPTER]\nTIMEBASE=1/1\n;FFMETADATA1 -metadata title=Mallory \\ # ' \" %s"
    packet = xmp_packet(with_(description=caption, credit_line="] [ugc-label:1 variant=evil]"))
    path = labelled(tmp_path, packet=packet)
    (said,) = exiftool(path)
    assert said["ItemList:Description"] == caption
    assert "ItemList:Title" not in said
    told = read_label(copied(path, tmp_path / "copy.mp4"))
    assert told
    assert (told.variant, told.credit) == (LABEL.variant, "] [ugc-label:1 variant=evil]")
