"""The store keeps each content once, gives back only what it was given, and follows no path from outside."""

import errno
import hashlib
import os
import threading
from pathlib import Path

import pytest

from ugc import files
from ugc.errors import InputError, MachineError, MissingError
from ugc.store import Stamp, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media")


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def all_files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())


def test_put_keeps_the_bytes_under_their_hash_and_leaves_the_source(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "IMG 1.JPG", b"picture")
    before = source.stat()
    sha256, size = store.put(source, ext="jpg")
    assert sha256 == hashlib.sha256(b"picture").hexdigest()
    assert size == 7
    assert store.path(sha256, "jpg") == store.root / sha256[:2] / f"{sha256}.jpg"
    assert store.verified(sha256, "jpg").read_bytes() == b"picture"
    after = source.stat()
    assert (before.st_mtime_ns, before.st_ino, before.st_size) == (
        after.st_mtime_ns,
        after.st_ino,
        after.st_size,
    )


def test_same_bytes_once(store: Store, tmp_path: Path) -> None:
    sha256, _ = store.put(write(tmp_path / "a.jpg", b"x" * 3_000_000), ext="jpg")
    stored = store.path(sha256, "jpg").stat()
    assert store.put(write(tmp_path / "b.jpg", b"x" * 3_000_000), ext="jpg") == (sha256, 3_000_000)
    again = store.path(sha256, "jpg").stat()
    assert (again.st_ino, again.st_mtime_ns) == (stored.st_ino, stored.st_mtime_ns), "nothing was written"
    assert all_files(store.root) == [f"{sha256[:2]}/{sha256}.jpg"]


def test_a_damaged_copy_is_found_and_importing_again_heals_it(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "a.jpg", b"picture")
    sha256, _ = store.put(source, ext="jpg")
    store.path(sha256, "jpg").write_bytes(b"pictUre")
    with pytest.raises(InputError, match="has changed since it was stored") as caught:
        store.verified(sha256, "jpg")
    assert "Import the original again" in (caught.value.hint or "")
    store.put(source, ext="jpg")
    assert store.verified(sha256, "jpg").read_bytes() == b"picture"


def test_a_missing_original_says_what_to_do(store: Store) -> None:
    with pytest.raises(MissingError, match="is not there") as caught:
        store.verified("0" * 64, "jpg")
    assert caught.value.hint == "Import the original again."
    with pytest.raises(MissingError):
        store.stamp("0" * 64, "jpg")


def test_a_fitting_stamp_saves_the_hashing_and_another_does_not(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256, _ = store.put(write(tmp_path / "a.jpg", b"picture"), ext="jpg")
    stamp = store.stamp(sha256, "jpg")
    path = store.path(sha256, "jpg")
    os.utime(path, ns=(stamp.mtime_ns, stamp.mtime_ns))
    path.write_bytes(b"pictUre")
    os.utime(path, ns=(stamp.mtime_ns, stamp.mtime_ns))
    assert store.verified(sha256, "jpg", stamp=stamp) == path, (
        "size and time fit, so the content is not looked at"
    )
    for other in (Stamp(size=6, mtime_ns=stamp.mtime_ns), Stamp(size=7, mtime_ns=stamp.mtime_ns + 1), None):
        with pytest.raises(InputError):
            store.verified(sha256, "jpg", stamp=other)


@pytest.mark.parametrize(
    ("sha256", "ext"),
    [
        ("../../etc/passwd", "jpg"),
        ("0" * 63, "jpg"),
        ("0" * 64 + "\n", "jpg"),
        ("A" * 64, "jpg"),  # one spelling only
        ("0" * 64, "../x"),
        ("0" * 64, "jpg/../../x"),
        ("0" * 64, ""),
        ("0" * 64, "JPG"),
        ("0" * 64, "jpg\x00"),
    ],
)
def test_no_path_comes_from_outside(store: Store, sha256: str, ext: str) -> None:
    with pytest.raises(InputError):
        store.path(sha256, ext)
    with pytest.raises(InputError):
        store.verified(sha256, ext)


def test_a_link_in_the_store_is_refused_even_to_the_right_content(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "a.jpg", b"picture")
    sha256, _ = store.put(source, ext="jpg")
    store.path(sha256, "jpg").unlink()
    store.path(sha256, "jpg").symlink_to(source)
    with pytest.raises(InputError):
        store.verified(sha256, "jpg")
    assert [problem.path for problem in store.verify_all()] == [store.path(sha256, "jpg")]
    store.put(source, ext="jpg")
    assert not store.path(sha256, "jpg").is_symlink()
    assert source.read_bytes() == b"picture"


def test_a_folder_that_is_a_link_is_refused(store: Store, tmp_path: Path) -> None:
    source = write(tmp_path / "a.jpg", b"picture")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    sha256 = hashlib.sha256(b"picture").hexdigest()
    store.root.mkdir()
    (store.root / sha256[:2]).symlink_to(elsewhere)
    with pytest.raises(InputError, match="is a link"):
        store.put(source, ext="jpg")
    assert list(elsewhere.iterdir()) == []


def test_what_is_no_regular_file_is_refused_at_once(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    done = threading.Event()

    def put() -> None:
        with pytest.raises(InputError, match="not a regular file"):
            store.put(tmp_path / "pipe.jpg", ext="jpg")
        done.set()

    threading.Thread(target=put, daemon=True).start()
    assert done.wait(5), "it must not wait for a writer"
    for path in (tmp_path, tmp_path / "not there.jpg"):
        with pytest.raises(InputError):
            store.put(path, ext="jpg")
    assert not store.root.exists()


def test_a_source_that_changes_while_it_is_copied_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a.jpg", b"before")
    real = files.sha256_of

    def hash_then_change(path: Path) -> str:
        found = real(path)
        source.write_bytes(b"after!")
        return found

    monkeypatch.setattr("ugc.store.sha256_of", hash_then_change)
    with pytest.raises(InputError, match="changed while"):
        store.put(source, ext="jpg")
    assert all_files(store.root) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_and_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a.jpg", b"x" * 100_000)
    real = Path.open

    def full(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        target = Path("/dev/full") if self.name.startswith(files.PART_PREFIX) and "w" in mode else self
        return real(target, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(MachineError, match="the disk is full") as caught:
        store.put(source, ext="jpg")
    assert caught.value.code == 7
    assert all_files(store.root) == []


def test_a_read_only_file_system_is_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "a.jpg", b"picture")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(MachineError, match="read-only"):
        store.put(source, ext="jpg")


def test_verify_all_names_what_is_wrong_and_passes_over_what_is_not_finished(
    store: Store, tmp_path: Path
) -> None:
    assert list(store.verify_all()) == []
    good, _ = store.put(write(tmp_path / "a.jpg", b"good"), ext="jpg")
    bad, _ = store.put(write(tmp_path / "b.jpg", b"bad"), ext="jpg")
    store.path(bad, "jpg").write_bytes(b"worse")
    stranger = write(store.root / "note.txt", b"hello")
    write(store.root / good[:2] / f"{files.PART_PREFIX}x.jpg", b"half")
    problems = {problem.path: problem.text for problem in store.verify_all()}
    assert set(problems) == {store.path(bad, "jpg"), stranger}
    assert "has changed" in problems[store.path(bad, "jpg")]
    assert "not put there by ugc" in problems[stranger]
