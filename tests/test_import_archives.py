"""Archives of what is read: safe to unpack, told of by their members, gone when the reading ends."""

import errno
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_importers import JPG, MP4, lay_named, taken

from ugc.errors import MachineError
from ugc.importers import _unpacking, read_any, together
from ugc.importers._archives import unpacked
from ugc.importers._unpacking import Limits
from ugc.model.posts import FoundPost, Skipped

SHARED = Path(__file__).resolve().parents[2] / "shared"
LINK = "https://www.instagram.com/p/B8gQCApHMT-/"
DEFLATED = zipfile.ZIP_DEFLATED


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives are unpacked in these tests; it is empty again after every one."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _nothing_stays_and_nothing_got_out(tmp_path: Path, place: Path) -> Iterator[None]:
    yield
    assert list(place.iterdir()) == []
    assert not [path for path in tmp_path.rglob("*") if "evil" in path.name]


def zipped(path: Path, files: dict[str, Any], *, method: int = zipfile.ZIP_STORED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes | str) else json.dumps(content))
    return path


def tarred(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], *, mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def member(name: str, content: bytes = JPG, **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def outcomes(path: Path) -> tuple[list[str], dict[str, str]]:
    """The places of the posts, and the codes of the skips by their places, below the archive's folder."""
    posts, skipped = taken(path)
    root = f"{path.parent}/"
    return [post.origin.removeprefix(root) for post in posts], {
        skip.origin.removeprefix(root): skip.code for skip in skipped
    }


# What comes out.


def sheet_and_media() -> dict[str, Any]:
    return {
        "list.csv": f"url,handle,media\n{LINK},bo,in/a.jpg\n",
        "in/a.jpg": JPG + b"a",
        "in/b.jpg": JPG + b"b",
    }


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tgz", "tar.xz", "tar.bz2", "ZIP"])
def test_an_archive_reads_as_its_folder_would_and_says_where(tmp_path: Path, ending: str) -> None:
    folder = lay_named(tmp_path / "plain", sheet_and_media())
    path = tmp_path / f"collected.{ending}"
    if ending.lower() == "zip":
        zipped(path, sheet_and_media())
    else:
        kind = {"tgz": "gz", "tar": ""}.get(ending, ending.rpartition(".")[2])
        with tarfile.open(path, f"w:{kind}") as archive:  # type: ignore[call-overload]
            for name in sheet_and_media():
                archive.add(folder / name, name)
    wanted = [(post.ids, post.author, post.raw) for post in taken(folder)[0]]
    found = []
    for item in read_any(path):
        if isinstance(item, FoundPost):
            found.append((item.ids, item.author, item.raw))
            assert item.origin.startswith(f"{path}, ")
            for file in item.files:
                assert file.path.read_bytes().startswith(JPG)
                assert file.origin == f"{path}, in/{file.path.name}"
    assert found == wanted


def test_the_folder_goes_when_the_reading_is_given_up(tmp_path: Path, place: Path) -> None:
    reading = read_any(zipped(tmp_path / "a.zip", {f"{number}.jpg": JPG for number in range(3)}))
    assert isinstance(next(reading), FoundPost)
    assert len(list(place.iterdir())) == 1
    reading.close()  # type: ignore[attr-defined]
    assert list(place.iterdir()) == []


def test_archives_in_a_folder_are_read_and_those_inside_them_are_left(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"deep.jpg": JPG}).read_bytes()
    root = tmp_path / "downloads"
    zipped(root / "more" / "export.zip", {"a.jpg": JPG, "inner.zip": inner})
    lay_named(root, {"own.jpg": JPG + b"own"})
    posts, skipped = taken(root)
    assert [post.origin.removeprefix(f"{root}/") for post in posts] == ["own.jpg", "more/export.zip, a.jpg"]
    (skip,) = skipped
    assert (skip.origin, skip.code) == (f"{root}/more/export.zip, inner.zip", "unsupported")
    assert "unpack it first" in skip.why


def test_a_workspace_archive_is_left_to_its_own_command(tmp_path: Path) -> None:
    path = zipped(tmp_path / "in" / "brand.zip", {"inventory.json": {"kind": "ugc-workspace"}, "a.jpg": JPG})
    posts, (skip,) = taken(path.parent)
    assert (posts, skip.code) == ([], "unsupported")
    assert "--into" in skip.why


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["export-1.zip", "export-2.zip", "other.zip"], [[0, 1], [2]]),
        (["download.zip", "x.csv", "download (1).zip"], [[0, 2], [1]]),
        (
            [
                "instagram-bo-2024-03-01-AbC.zip",
                "instagram-bo-2024-03-01-xYz9.zip",
                "instagram-bo-2024-04-01-x.zip",
            ],
            [[0, 1], [2]],
        ),
        (["a/part1.zip", "b/part2.zip"], [[0], [1]]),  # of two folders
        (["posts1.csv", "posts2.csv"], [[0], [1]]),  # no archives
    ],
)
def test_which_archives_are_parts_of_one_export(names: list[str], groups: list[list[int]]) -> None:
    paths = [Path(name) for name in names]
    assert list(together(paths)) == [[paths[index] for index in group] for group in groups]


# What does not come out.


def links_and_devices() -> list[tuple[tarfile.TarInfo, bytes]]:
    return [
        member("link", b"", type=tarfile.SYMTYPE, linkname="/etc"),
        member("link/evil.jpg"),
        member("hard.jpg", b"", type=tarfile.LNKTYPE, linkname="../../etc/passwd"),
        member("device", b"", type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        member("pipe", b"", type=tarfile.FIFOTYPE),
        member("../evil.jpg"),
        member("/evil.jpg"),
        member("good.jpg"),
        member("good.jpg", JPG + b"again"),
        member("n" * 300 + ".jpg"),
    ]


def test_a_hostile_tar_member_by_member(tmp_path: Path) -> None:
    path = tarred(tmp_path / "t.tar", links_and_devices())
    posts, skipped = taken(path)
    assert [post.origin for post in posts] == [f"{path}, good.jpg", f"{path}, link/evil.jpg"]
    why = {skip.origin.removeprefix(f"{path}, "): (skip.code, skip.why) for skip in skipped}
    assert {name[:12]: code for name, (code, _) in why.items()} == dict.fromkeys(
        ["link", "hard.jpg", "device", "pipe", "../evil.jpg", "/evil.jpg", "good.jpg", "n" * 12], "unreadable"
    )
    for name, word in (
        ("link", "symbolic"), ("hard.jpg", "link to another"), ("device", "device"), ("../evil.jpg", "leads out"),
        ("/evil.jpg", "absolute"), ("good.jpg", "same name"),
    ):  # fmt: skip
        assert word in why[name][1]


def symlink(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../../evil.jpg", "leads out"),
        ("in/../../evil.jpg", "leads out"),
        ("/tmp/evil.jpg", "absolute"),
        ("C:\\evil.jpg", "absolute"),
        ("c:evil.jpg", "absolute"),
        ("..\\..\\evil.jpg", "backslash"),
        ("\\\\server\\evil.jpg", "absolute"),
        ("n" * 300, "cannot hold"),
        ("d/" * 70 + "a.jpg", "folders deep"),
        ("good.jpg", "same name"),
        ("good.jpg/under.jpg", "same name"),
    ],
)
def test_names_that_are_refused(tmp_path: Path, name: str, word: str) -> None:
    path = tmp_path / "z.zip"
    with (
        zipfile.ZipFile(path, "w") as archive,
        pytest.warns(UserWarning, match="Duplicate") if name == "good.jpg" else nullcontext(),
    ):
        archive.writestr("good.jpg", JPG)
        archive.writestr(name, JPG + b"other")
    posts, (skip,) = taken(path)
    assert [post.origin for post in posts] == [f"{path}, good.jpg"]
    assert word in skip.why and skip.origin.startswith(f"{path}, ")


def test_links_in_a_zip_are_never_made(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(symlink("link"), "/etc")
        archive.writestr("link/passwd.jpg", JPG)
    assert outcomes(path) == (["z.zip, link/passwd.jpg"], {"z.zip, link": "unreadable"})


def patched(path: Path, change: Callable[[bytearray], None]) -> Path:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)
    return path


def lie(data: bytearray, *, size: int) -> None:
    """Write another size into the headers of the only member."""
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + offset
        data[at : at + 4] = size.to_bytes(4, "little")


def locked(data: bytearray) -> None:
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1


def other_crc(data: bytearray) -> None:
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF
    data[data.index(b"PK\x03\x04") + 14] ^= 0xFF


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        (None, "too_large", "would unpack from"),  # an honest header
        (lambda data: lie(data, size=5000), "unreadable", "damaged"),  # it claims less than comes
        (lambda data: lie(data, size=1 << 31), "too_large", "would unpack from"),
        (locked, "unreadable", "password"),
    ],
)
def test_a_bomb_by_ratio_is_left_and_the_rest_goes_in(
    tmp_path: Path, change: Callable[[bytearray], None] | None, code: str, word: str
) -> None:
    path = zipped(tmp_path / "b.zip", {"posts_1.json": b" " * 20_000_000, "good.jpg": JPG}, method=DEFLATED)
    if change:
        patched(path, change)
    posts, skipped = taken(path)
    assert [post.origin for post in posts] == [f"{path}, good.jpg"]
    (skip,) = skipped
    assert (skip.origin, skip.code) == (f"{path}, posts_1.json", code) and word in skip.why


def test_a_member_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    path = patched(zipped(tmp_path / "c.zip", {"bad.jpg": JPG, "good.jpg": JPG}), other_crc)
    assert outcomes(path) == (["c.zip, good.jpg"], {"c.zip, bad.jpg": "unreadable"})


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "o.zip", {"a.jpg": JPG, "b.jpg": JPG, "c.jpg": JPG})
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    assert outcomes(path) == (["o.zip, a.jpg", "o.zip, c.jpg"], {"o.zip, b.jpg": "unreadable"})


def unpack(path: Path, **limits: int) -> tuple[list[str], list[Skipped]]:
    with unpacked([path], Limits(**limits)) as found:
        return sorted(file.name for file in found.folder.rglob("*") if file.is_file()), found.skipped


@pytest.mark.parametrize("ending", ["zip", "tar"])
def test_a_bomb_by_total_or_by_number_stops_and_keeps_what_came(tmp_path: Path, ending: str) -> None:
    files = {f"{number}.jpg": JPG + bytes(1000) for number in range(9)}
    path = tmp_path / f"t.{ending}"
    if ending == "zip":
        zipped(path, files)
    else:
        tarred(path, [member(name, content) for name, content in files.items()])
    for limits in ({"total": 3500}, {"members": 3}):
        names, (skip,) = unpack(path, **limits)
        assert names == ["0.jpg", "1.jpg", "2.jpg"]
        assert (skip.origin, skip.code) == (str(path), "too_large")


def test_a_compressed_tar_that_grows_too_much_ends(tmp_path: Path) -> None:
    members = [member("good.jpg"), member("zeros", bytes(8_000_000)), member("late.jpg")]
    for mode in ("gz", "xz", "bz2"):
        path = tarred(tmp_path / f"b.tar.{mode}", members, mode=f"w:{mode}")
        names, (skip,) = unpack(path, small=10_000)
        assert (names, skip.code) == (["good.jpg"], "too_large"), mode
        assert unpack(path)[1] == [], mode  # small enough to be nobody's bomb


def test_a_header_that_would_fill_the_memory_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "h.tar.gz"
    long = member("x", b"y" * 30_000_000, type=tarfile.GNUTYPE_LONGNAME)
    tarred(path, [member("good.jpg"), long, member("late.jpg")], mode="w:gz")
    names, (skip,) = unpack(path)
    assert names == ["good.jpg"] and "header" in skip.why


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tar.xz"])
@pytest.mark.parametrize("left", [0.02, 0.3, 0.6, 0.97])
def test_an_archive_that_is_cut_is_said_and_never_a_fault_of_ours(
    tmp_path: Path, ending: str, left: float
) -> None:
    path = tmp_path / f"whole.{ending}"
    noise = [bytes((7 * index * number) % 251 for index in range(30_000)) for number in range(1, 7)]
    if ending == "zip":
        zipped(path, {f"{number}.jpg": JPG + data for number, data in enumerate(noise)})
    else:
        kind = ending.removeprefix("tar").removeprefix(".")
        tarred(path, [member(f"{n}.jpg", JPG + data) for n, data in enumerate(noise)], mode=f"w:{kind}")
    data = path.read_bytes()
    if ending == "tar" and left > 0.9:
        data = data.rstrip(b"\0")  # the padding at its end may go, the last member may not
    path.write_bytes(data[: int(len(data) * left)])
    posts, skipped = taken(path)
    assert [skip.code for skip in skipped] == ["unreadable"], skipped
    assert len(posts) < 6


def test_a_full_disk_is_the_machines_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.jpg": JPG + bytes(4000)})
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(_unpacking.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(MachineError, match="1,000 bytes that are free"):
        list(read_any(path))


def test_a_disk_that_fills_up_meanwhile_is_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.jpg": JPG})
    real = Path.open

    def full(self: Path, *args: Any, **kwargs: Any) -> Any:
        if args[:1] == ("xb",):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(MachineError, match="the disk is full"):
        list(read_any(path))


def test_the_shared_hostile_archives(tmp_path: Path) -> None:
    script = SHARED / "nasty" / "make_nasty.py"
    if not script.is_file():
        pytest.skip("shared/nasty is not on this machine")
    shutil.copy(script, tmp_path / "make_nasty.py")
    subprocess.run([sys.executable, "-W", "ignore", "make_nasty.py"], cwd=tmp_path, check=True)
    out = tmp_path / "out"
    assert outcomes(out / "zipslip.zip") == (
        [],
        {
            "zipslip.zip, ../../evil.txt": "unreadable",
            "zipslip.zip, /abs/evil.txt": "unreadable",
            "zipslip.zip, ..\\..\\evil.txt": "unreadable",
            "zipslip.zip, link": "unreadable",
            "zipslip.zip, link/evil.txt": "ignored",
            "zipslip.zip, ok/media.txt": "ignored",
        },
    )
    assert outcomes(out / "zipbomb_100MB.zip") == ([], {"zipbomb_100MB.zip, posts_1.json": "too_large"})
    assert outcomes(out / "symlink.tar")[1]["symlink.tar, media"] == "unreadable"
    _, skipped = taken(out / "duplicate_names.zip")
    assert "same name" in skipped[0].why


# Fuzzing.

quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quickly
@given(
    content=st.binary(max_size=300),
    ending=st.sampled_from(["zip", "tar", "tgz", "tar.xz", "tar.bz2"]),
    head=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"\xfd7zXZ\0", b"BZh9"]),
)
def test_any_bytes_named_as_an_archive_are_said(
    tmp_path: Path, content: bytes, ending: str, head: bytes
) -> None:
    path = tmp_path / f"x.{ending}"
    path.write_bytes(head + content)
    assert [item for item in read_any(path) if isinstance(item, FoundPost)] == []


@quickly
@given(data=st.data(), ending=st.sampled_from(["zip", "tar"]))
def test_archives_with_bytes_changed_are_read_or_said(
    tmp_path: Path, data: st.DataObject, ending: str
) -> None:
    path = tmp_path / f"x.{ending}"
    if ending == "zip":
        zipped(path, {"a.jpg": JPG * 3, "in/b.mp4": MP4, "list.csv": f"url\n{LINK}\n"}, method=DEFLATED)
    else:
        tarred(path, [member("a.jpg"), member("b" * 120, MP4), member("in/c.jpg")])
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, min(len(whole), 6000) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    assert all(isinstance(item, FoundPost | Skipped) for item in read_any(path))
    assert {other.name for other in tmp_path.iterdir()} <= {"x.zip", "x.tar", "temporary"}


# Through the whole import.


def test_an_import_stores_what_an_archive_holds(shop: Shop, tmp_path: Path) -> None:
    good = photo((320, 400), seed=3)
    path = zipped(
        tmp_path / "box" / "export.zip",
        {
            "list.csv": f"url,handle,media\n{LINK},bo,a.jpg\n",
            "a.jpg": good,
            "torn.jpg": good[: len(good) // 2],
        },
    )
    told = shop("import", path, "--json", code=3)
    (item,) = told["taken"]
    assert (item["origin"], item["media"]) == (f"{path}, list.csv, row 2", 1)
    (skip,) = [skip for skip in told["skipped"] if skip["code"] != "no_column"]
    assert skip["origin"] == f"{path}, torn.jpg"
    assert "ugc-unpacked" not in json.dumps(told)
