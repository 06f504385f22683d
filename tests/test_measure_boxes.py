"""Boxes of MP4 and MOV, and the stated lengths of other containers: honest, careless and hostile."""

import struct
from contextlib import suppress
from pathlib import Path

import pytest
from clips import clip, cut
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.errors import InputError
from ugc.media.lengths import check_length
from ugc.media.mp4_boxes import layout
from ugc.model.probes import Container


def box(name: str, *inner: bytes, long: bool = False, length: int | None = None) -> bytes:
    """A box with its length, or with one that lies; `long` writes it in 64 bits."""
    body = b"".join(inner)
    told = len(body) + (16 if long else 8) if length is None else length
    if long:
        return struct.pack(">I4sQ", 1, name.encode("latin-1"), told) + body
    return struct.pack(">I4s", told, name.encode("latin-1")) + body


FTYP = box("ftyp", b"isom\0\0\0\0isommp42")
ELST = box("elst", bytes(20))
PLAIN, EDITED = box("trak", box("tkhd", bytes(84))), box("trak", box("tkhd", bytes(84)), box("edts", ELST))
MDAT = box("mdat", bytes(100))


@pytest.fixture
def laid_out(tmp_path: Path) -> "Layout":
    return Layout(tmp_path / "x.mp4")


class Layout:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *parts: bytes) -> Container:
        self.path.write_bytes(b"".join(parts))
        return layout(self.path)


@pytest.mark.parametrize(
    ("parts", "edit_lists", "moov_first"),
    [
        ([FTYP, box("moov", PLAIN), MDAT], 0, True),
        ([FTYP, MDAT, box("moov", PLAIN)], 0, False),
        ([FTYP, box("moov", EDITED, EDITED, PLAIN), MDAT], 2, True),
        ([box("moov", EDITED), MDAT], 1, True),  # QuickTime without a type box
        ([FTYP, box("moov", EDITED, long=True), box("mdat", bytes(9), long=True)], 1, True),
        ([FTYP, box("moov", PLAIN), box("mdat", bytes(50), length=0)], 0, True),  # 0: to the end of the file
        (
            [FTYP, box("moov", PLAIN), box("mdat", box("moov", EDITED), length=0)],
            0,
            True,
        ),  # and what looks like a box
        ([FTYP, box("moov", box("trak", box("edts"))), MDAT], 0, True),  # nothing in it
        ([FTYP, box("moov", box("edts", ELST), PLAIN), MDAT], 0, True),  # of no track
        ([FTYP, box("moov", box("trak", ELST)), MDAT], 0, True),
        ([FTYP, box("moov", box("trak", box("edts", box("elst")))), MDAT], 1, True),  # without entries
        ([FTYP, box("moov", PLAIN, bytes(4)), MDAT], 0, True),  # QuickTime's four zeros
        ([FTYP, box("moov", PLAIN), MDAT, bytes(64)], 0, True),  # padding
        ([FTYP, box("moov", PLAIN), MDAT, b"and some words of another program"], 0, True),
        ([FTYP, box("moov", PLAIN), box("moof", bytes(8)), MDAT, box("moof", bytes(8)), MDAT], 0, True),
        ([FTYP, box("free", bytes(90)), box("moov", PLAIN), MDAT], 0, True),
    ],
)
def test_layouts(laid_out: Layout, parts: list[bytes], edit_lists: int, moov_first: bool) -> None:
    assert laid_out(*parts) == Container(edit_lists=edit_lists, moov_first=moov_first)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([b""], "no index"),
        ([FTYP], "no index"),
        ([FTYP, MDAT], "no index"),
        ([FTYP, MDAT, box("moov", PLAIN)[:20]], "cut short"),
        ([FTYP, box("moov", PLAIN), MDAT[:-1]], "cut short: 1 of 240 bytes"),
        ([FTYP, box("moov", PLAIN), box("mdat", bytes(9), long=True, length=2**63)], "cut short"),
        ([FTYP, box("moov", PLAIN, length=2**32 - 1), MDAT], "cut short"),
        ([FTYP, box("moov", PLAIN, length=7), MDAT], "no index"),  # shorter than its own head
        ([FTYP, box("mdat", bytes(8), long=True, length=15), box("moov", PLAIN)], "no index"),
        ([FTYP, box("free") * 100_001, box("moov", PLAIN)], "more than 100,000 boxes"),
        ([FTYP, box("moov", box("free") * 100_001, EDITED), MDAT], "more than 100,000 boxes"),
    ],
)
def test_what_is_refused(laid_out: Layout, parts: list[bytes], says: str) -> None:
    with pytest.raises(InputError, match=says):
        laid_out(*parts)


def test_a_box_that_claims_more_than_its_parent_stays_inside(laid_out: Layout) -> None:
    """What follows the parent is not its child, whatever the child claims."""
    greedy = box("trak", box("edts", length=5000), length=5000)
    assert laid_out(FTYP, box("moov", greedy), ELST, MDAT).edit_lists == 0
    assert laid_out(FTYP, box("moov", box("trak", box("edts", length=5000)), ELST), MDAT).edit_lists == 0


def test_boxes_nested_deep_are_not_followed(laid_out: Layout) -> None:
    deep = PLAIN
    for _ in range(3000):
        deep = box("trak", deep)
    assert laid_out(FTYP, box("moov", deep), MDAT).edit_lists == 0


def test_media_data_is_never_read(tmp_path: Path) -> None:
    """A hundred gigabytes of it, in a file that holds almost nothing."""
    path, size = tmp_path / "x.mp4", 100 * 2**30
    head = FTYP + struct.pack(">I4sQ", 1, b"mdat", size)
    with path.open("wb") as file:
        file.write(head)
        file.seek(len(FTYP) + size)
        file.write(box("moov", EDITED))
    assert path.stat().st_size > size
    assert layout(path) == Container(edit_lists=1, moov_first=False)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), at=st.integers(0, 300), junk=st.binary(min_size=1, max_size=12))
def test_any_bytes_give_an_answer_or_a_sentence(laid_out: Layout, data: bytes, at: int, junk: bytes) -> None:
    whole = FTYP + box("moov", EDITED) + MDAT
    for bytes_ in (data, FTYP + data, whole[:at] + junk + whole[at + len(junk) :]):
        with suppress(InputError):
            assert laid_out(bytes_).edit_lists in (0, 1)


@pytest.mark.parametrize("name", ["x.mp4", "x.mov", "x.mkv", "x.webm", "x.avi"])
def test_real_files_have_the_length_they_state(tmp_path: Path, name: str) -> None:
    codec = {"webm": "libvpx", "avi": "mpeg4"}.get(name[2:], "libx264")
    path = clip(tmp_path / name, codec=codec, seconds=0.5)
    for short in (False, True):
        if short:
            path.write_bytes(path.read_bytes()[:-1])
        refused = False
        try:
            with path.open("rb") as file:
                check_length(path, file, name[2:])
            if name[2:] in ("mp4", "mov"):
                layout(path)
        except InputError as error:
            refused = "1 of" in error.message
        assert refused == short


def test_a_recording_that_states_no_length_passes(tmp_path: Path) -> None:
    live = tmp_path / "live.webm"
    unknown = b"\x1aE\xdf\xa3\x84\x42\x82\x81w" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + bytes(40)
    for data in (unknown, b"\x1aE\xdf\xa3", b"\x1aE\xdf\xa3\x00", b"\x1aE\xdf\xa3\x84\x42\x82\x81w\x18\x53"):
        live.write_bytes(data)
        with live.open("rb") as file:
            check_length(live, file, "webm")


def test_a_clip_cut_anywhere_is_found(tmp_path: Path) -> None:
    whole = clip(tmp_path / "x.mp4", sound="tone").read_bytes()
    path = tmp_path / "y.mp4"
    for kept in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(whole)
        with pytest.raises(InputError):
            layout(cut(path, kept=kept))
