"""A workspace as one archive: judged by `zipfile`, `sqlite3` and `unzip` beside the program, and by hostile ones."""

import hashlib
import json
import shutil
import sqlite3
import stat
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.errors import InputError, UsageError
from ugc.exports import archive
from ugc.files import PART_PREFIX

FILES = {
    "ugc.toml": b"hello = 1\n",
    "templates/mine/overlay.typ": "ä".encode(),
    ".ugc/media/aa": b"\xff" * 5000,
}


def made(folder: Path, files: dict[str, bytes] | None = None) -> Path:
    """An archive of a few files, written by the code under test."""
    sources = {}
    for number, (name, data) in enumerate((files or FILES).items()):
        sources[name] = folder / f"source {number}"
        sources[name].write_bytes(data)
    archive.write(folder / "a.zip", sources, brand="Glow", program="0", head=None)
    return folder / "a.zip"


def rezipped(path: Path, change: Callable[[list[tuple[zipfile.ZipInfo, bytes]]], Any]) -> Path:
    """The archive written anew by `zipfile` after its entries were changed."""
    with zipfile.ZipFile(path) as before:
        entries = [(info, before.read(info)) for info in before.infolist()]
    change(entries)
    with zipfile.ZipFile(path, "w") as after:
        for info, data in entries:
            after.writestr(info, data)
    return path


def with_inventory(path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """The archive with another inventory."""

    def rewrite(entries: list[tuple[zipfile.ZipInfo, bytes]]) -> None:
        told = json.loads(entries[0][1])
        change(told)
        entries[0] = (zipfile.ZipInfo("inventory.json"), json.dumps(told).encode())

    return rezipped(path, rewrite)


def named(name: str, **facts: Any) -> Callable[[Path], Path]:
    """An archive with one more file, listed in its inventory as it should be."""
    data = facts.pop("data", b"x")

    def build(path: Path) -> Path:
        item = {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        with_inventory(path, lambda told: told["files"].append(item))
        info = zipfile.ZipInfo(name)
        for fact, value in facts.items():
            setattr(info, fact, value)
        return rezipped(path, lambda entries: entries.append((info, data)))

    return build


def cut(path: Path, keep: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def flipped(path: Path, at: float) -> Path:
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0x20
    path.write_bytes(data)
    return path


def twice(path: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate"):
        return rezipped(path, lambda entries: entries.append(entries[1]))


def bomb(path: Path) -> Path:
    """400 MB of zeros, listed truly: only its ratio gives it away."""
    data = bytes(400_000_000)
    item = {"path": "zeros", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    with_inventory(path, lambda told: told["files"].append(item))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", data)
    return path


def lying_bomb(path: Path) -> Path:
    """The inventory and the entry promise five bytes; the packed data hold many more."""
    data = bytes(30_000_000)
    item = {"path": "zeros", "size": 5, "sha256": hashlib.sha256(data).hexdigest()}
    with_inventory(path, lambda told: told["files"].append(item))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", data)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(struct.pack("<L", len(data)), struct.pack("<L", 5)))
    return path


LINK = (stat.S_IFLNK | 0o777) << 16
HOSTILE: list[tuple[str, Callable[[Path], object], str]] = [
    ("climbs out", named("../evil"), "not a file that ugc puts"),
    ("climbs out inside", named("templates/../../evil"), "not a file that ugc puts"),
    ("absolute", named("/tmp/evil"), "not a file that ugc puts"),
    ("a drive", named("C:/evil"), "not a file that ugc puts"),
    ("a drive's stream", named("ugc.toml:evil"), "not a file that ugc puts"),
    ("dots at the end", named("templates/evil."), "not a file that ugc puts"),
    ("a device of Windows", named("templates/NUL.txt"), "not a file that ugc puts"),
    ("a control character", named("templates/a\x1bb"), "not a file that ugc puts"),
    ("an empty part", named("templates//evil"), "not a file that ugc puts"),
    ("a link", named("templates/evil", external_attr=LINK, create_system=3, data=b"/etc"), "not a plain file"),
    ("a folder", named("templates/evil/"), "not a plain file"),
    ("another case", named("UGC.TOML"), "cannot tell apart"),
    ("twice", twice, "twice"),
    ("not listed", lambda p: rezipped(p, lambda e: e.append((zipfile.ZipInfo("more"), b"x"))), "beside what its inv"),
    ("missing", lambda p: rezipped(p, lambda e: e.pop()), "lacks"),
    ("no inventory", lambda p: rezipped(p, lambda e: e.pop(0)), "no inventory"),
    ("empty", lambda p: rezipped(p, lambda e: e.clear()), "no inventory"),
    ("another file there", lambda p: rezipped(p, lambda e: e.insert(1, (e.pop(1)[0], b"altered!!"))), "altered"),
    ("another hash", lambda p: with_inventory(p, lambda t: t["files"][0].update(sha256="0" * 64)), "altered"),
    ("a shorter size", lambda p: with_inventory(p, lambda t: t["files"][0].update(size=3)), "altered"),
    ("a negative size", lambda p: with_inventory(p, lambda t: t["files"][0].update(size=-3)), "not unpacked"),
    ("a newer version", lambda p: with_inventory(p, lambda t: t.update(version="2.0")), "by this ugc"),
    ("inventory of another kind", lambda p: with_inventory(p, lambda t: t.update(kind="x")), "by this ugc"),
    ("inventory not JSON", lambda p: rezipped(p, lambda e: e.insert(0, (e.pop(0)[0], b"[" * 99999))), "by this ugc"),
    ("a bomb", bomb, "would unpack from"),
    ("a bomb that lies", lying_bomb, "altered|cut, damaged"),
    ("cut by a byte", lambda p: cut(p, 0.999), "cut, damaged"),
    ("cut in the middle", lambda p: cut(p, 0.5), "cut, damaged"),
    ("nothing", lambda p: p.write_bytes(b""), "cut, damaged"),
    ("another file", lambda p: p.write_bytes(photo((40, 40))), "cut, damaged"),
    ("a flipped bit", lambda p: flipped(p, 0.4), "altered|cut, damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "harm", "words"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_archive_leaves_nothing(
    tmp_path: Path, what: str, harm: Callable[[Path], object], words: str
) -> None:
    path = made(tmp_path)
    harm(path)
    below = tmp_path / "deep" / "er"
    with pytest.raises(InputError, match=words):
        archive.unpack(path, below / "glow")
    assert not below.exists() or list(below.iterdir()) == []
    assert {p.name for p in tmp_path.iterdir()} <= {"a.zip", "deep", "source 0", "source 1", "source 2"}


def test_a_whole_archive_is_what_others_read(tmp_path: Path) -> None:
    path = made(tmp_path)
    archive.unpack(path, tmp_path / "out")
    got = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in got} == FILES
    with zipfile.ZipFile(path) as judge:
        assert judge.testzip() is None
        told = json.loads(judge.read("inventory.json"))
        assert judge.namelist() == ["inventory.json", *sorted(FILES)]
        assert {item["path"]: (item["size"], item["sha256"]) for item in told["files"]} == {
            name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()
        }
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-tq", path], check=True, capture_output=True)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text("abcäж .-_", min_size=1, max_size=8).filter(lambda name: name.strip(" .") == name),
        st.binary(max_size=300),
        max_size=5,
    )
)
def test_what_goes_in_comes_out_and_the_bytes_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    path = made(folder, {"ugc.toml": b"", **files})
    first = path.read_bytes()
    assert made(folder, dict(reversed([("ugc.toml", b""), *files.items()]))).read_bytes() == first
    archive.unpack(path, folder / "out")
    assert {p.name: p.read_bytes() for p in (folder / "out").iterdir()} == {"ugc.toml": b"", **files}


def test_a_folder_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    (tmp_path / "out").mkdir()
    archive.unpack(path, tmp_path / "out")  # an empty one will do
    before = sorted((tmp_path / "out").rglob("*"))
    for place in (tmp_path / "out", path):
        with pytest.raises(UsageError, match="not empty"):
            archive.unpack(path, place)
    assert sorted((tmp_path / "out").rglob("*")) == before


# --- whole workspaces ----------------------------------------------------------------------------------------------


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A workspace with a grant, a creative, own formats, templates, fonts, and settings shared with others."""
    shop.grant()
    shop("render", "--format", "square")
    root = shop.root
    (root.parent / "agency.toml").write_text(
        'extends = "house/all.toml"\ntimezone = "Europe/Berlin"\n', "utf-8"
    )
    (root.parent / "house").mkdir()
    (root.parent / "shared").mkdir()
    (root.parent / "house" / "all.toml").write_text("[output]\nflight_days = 14\n", "utf-8")
    settings_ = (root / "ugc.toml").read_text("utf-8").replace("flight_days", "# flight_days")
    settings_ = settings_.replace("timezone", "# timezone").replace(
        "fonts = []", 'fonts = ["fonts", "../shared"]'
    )
    (root / "ugc.toml").write_text('extends = "../agency.toml"   # ours\n' + settings_, "utf-8")
    for name in ("templates/creatives/mine/template.toml", "fonts/readme.txt", "notes.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    (root / ".ugc" / "private").mkdir()
    (root / ".ugc" / "private" / "token").write_text("s3cret", "utf-8")
    return shop


def test_a_workspace_moves_house(full: Shop, tmp_path: Path) -> None:
    told = full("export", "--archive", tmp_path / "glow.zip", "--json")
    new = tmp_path / "elsewhere" / "glow"
    again = full("import", tmp_path / "glow.zip", "--into", new, "--json")
    assert again["ledger_head"] == told["ledger_head"]
    for command in (("posts",), ("show", "ig:BqvsDleB3lV"), ("rights", "check", "ig:BqvsDleB3lV")):
        assert full(*command, "--json", "-w", new) == full(*command, "--json")
    (new.parent / "shared").mkdir()
    rendered = full("render", "--format", "square", "-w", new, "--json")
    assert [line["outcome"] for line in rendered["creatives"]] == ["made"]
    old = full.creatives[0]
    made_again = new / "out" / "creatives" / old.name
    assert made_again.read_bytes() == old.read_bytes(), "settings, fonts and originals are the same"
    assert rendered["flight"] == ["2026-11-22", "2026-12-05"], "what the settings extend came along"
    assert not (new / "notes.txt").exists()
    assert (new / "templates/creatives/mine/template.toml").is_file()
    assert any("shared" in line for line in told["left_out"]), "fonts that lie elsewhere are said"
    with sqlite3.connect(new / ".ugc" / "catalog.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT count(*) FROM entries").fetchone()[0] == 3
    assert {p.name for p in new.parent.iterdir()} == {"glow", "shared"}


def test_the_inventory_and_what_never_travels(full: Shop, tmp_path: Path) -> None:
    full("export", "--archive", tmp_path / "glow.zip")
    with zipfile.ZipFile(tmp_path / "glow.zip") as judge:
        names = judge.namelist()
        assert not any(name.startswith(("out/", ".ugc/private", ".ugc/cache", "notes")) for name in names)
        assert {"extended/1/agency.toml", "extended/2/all.toml", "ugc.toml", "fonts/readme.txt"} <= set(names)
        assert sum(name.startswith(".ugc/media/") for name in names) == 1
        assert sum(name.startswith(".ugc/evidence/") for name in names) == 2
        for name in names:
            assert b"s3cret" not in judge.read(name)
        copy = tmp_path / "copy.db"
        copy.write_bytes(judge.read(".ugc/catalog.db"))
        told = json.loads(judge.read("inventory.json"))
    with sqlite3.connect(copy) as database:
        ((newest,),) = database.execute("SELECT hash FROM entries ORDER BY seq DESC LIMIT 1").fetchall()
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert told["ledger_head"] == newest
    full("export", "--archive", full.root / "out" / "all.zip", "--with-creatives")
    with zipfile.ZipFile(full.root / "out" / "all.zip") as judge:
        assert f"out/creatives/{full.creatives[0].name}" in judge.namelist()
        assert "out/all.zip" not in judge.namelist()
    new = tmp_path / "again"
    full("import", full.root / "out" / "all.zip", "--into", new)
    assert "render.fonts leads out of the workspace" in full.err
    lines = full("render", "--format", "square", "-w", new, "--json")["creatives"]
    assert [line["outcome"] for line in lines] == ["unchanged"]


def test_a_second_export_gives_the_same_bytes(full: Shop, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        full("export", "--archive", tmp_path / name)
        full("posts", "glow")  # reading in between changes nothing
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_export_refuses_a_damaged_original(full: Shop, tmp_path: Path) -> None:
    (original,) = (p for p in (full.root / ".ugc" / "media").rglob("*") if p.is_file())
    original.write_bytes(original.read_bytes()[:-1] + b"x")
    full("export", "--archive", tmp_path / "glow.zip", code=3)
    assert original.name in full.err
    assert not (tmp_path / "glow.zip").exists()


def test_what_is_not_ours_stays_behind_and_is_said(full: Shop, tmp_path: Path) -> None:
    (full.root / ".ugc" / "media" / "litter.txt").write_text("x", "utf-8")
    (full.root / "templates" / "link").symlink_to("/etc/passwd")
    told = full("export", "--archive", tmp_path / "glow.zip", "--json")
    said = " ".join(told["left_out"])
    assert ".ugc/media/litter.txt was not put there by ugc" in said
    assert "templates/link is a link" in said
    with zipfile.ZipFile(tmp_path / "glow.zip") as judge:
        assert not {".ugc/media/litter.txt", "templates/link"} & set(judge.namelist())


def changed(path: Path, name: str, data: Callable[[bytes], bytes]) -> None:
    """Another file in an archive, with an inventory that fits: a forgery, not damage."""
    with zipfile.ZipFile(path) as before:
        entries = {info.filename: before.read(info) for info in before.infolist()}
    entries[name] = data(entries.get(name, b""))
    told = json.loads(entries.pop("inventory.json"))
    told["files"] = [
        {"path": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in entries.items()
    ]
    with zipfile.ZipFile(path, "w") as after:
        for n, d in {"inventory.json": json.dumps(told).encode(), **entries}.items():
            after.writestr(zipfile.ZipInfo(n), d)


def altered(sql: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
        database.executescript(sql)
        changed_ = database.serialize()
        database.close()
        return changed_

    return change


WIDER = "DROP TRIGGER entries_stay; UPDATE entries SET body = replace(body, '2027-05-01', '2037-05-01')"
CUT = "DROP TRIGGER entries_remain; DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)"
FORGED: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("a wider grant, its trigger gone", ".ugc/catalog.db", altered(WIDER), "not whole"),
    ("an entry cut off", ".ugc/catalog.db", altered(CUT), "not whole"),
    ("a trigger of their own", ".ugc/catalog.db",
     altered("CREATE TRIGGER t AFTER INSERT ON posts BEGIN DELETE FROM posts; END"), "no ugc makes"),
    ("files to be removed", ".ugc/catalog.db", altered("INSERT INTO erasing VALUES ('../victim')"), "not finished"),
    ("not a database", ".ugc/catalog.db", lambda data: b"hello" * 99, "not a catalog"),
    ("settings that climb", "ugc.toml", lambda data: b'extends = "../../../etc/passwd"\n', "which is not in it"),
    ("settings of an absolute path", "ugc.toml", lambda data: b'extends = "/etc/passwd"\n', "which is not in it"),
    ("settings that are broken", "ugc.toml", lambda data: b"[", "not valid TOML"),
    ("a secret's place", ".ugc/private/token", lambda data: b"x", "does not travel"),
    ("an unknown file inside", ".ugc/hook.py", lambda data: b"x", "does not travel"),
    ("an original of another name", f".ugc/media/ab/ab{'0' * 62}.jpg", lambda data: b"x", "has changed"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "data", "words"), FORGED, ids=[row[0] for row in FORGED])
def test_a_forged_workspace_is_not_restored(
    full: Shop, tmp_path: Path, what: str, name: str, data: Callable[[bytes], bytes], words: str
) -> None:
    path = tmp_path / "glow.zip"
    full("export", "--archive", path)
    changed(path, name, data)
    code = 2 if "TOML" in words and "broken" not in what else 3
    full("import", path, "--into", tmp_path / "new", code=code)
    assert words in full.err
    assert not (tmp_path / "new").exists()
    assert not any(p.name.startswith(PART_PREFIX) for p in tmp_path.iterdir())


REWRITTEN = [
    # what was done, to which trigger, what the chain says
    (WIDER, "entries_stay", "The value of 'end' was changed"),
    (CUT, "entries_remain", "newer entries were cut off"),
]


@pytest.mark.parametrize(("sql", "trigger", "words"), REWRITTEN, ids=["rewritten", "cut off"])
def test_a_forged_ledger_shows_though_the_tables_are_whole(
    full: Shop, tmp_path: Path, sql: str, trigger: str, words: str
) -> None:
    """The triggers put back as they were: only the chain itself, and its head, can tell."""
    path = tmp_path / "glow.zip"
    full("export", "--archive", path)
    with sqlite3.connect(full.root / ".ugc" / "catalog.db") as database:
        ((made_so,),) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (trigger,)
        ).fetchall()
    cut_too = "DELETE FROM entry_subjects WHERE seq NOT IN (SELECT seq FROM entries)"
    changed(path, ".ugc/catalog.db", altered(f"{sql}; {cut_too}; {made_so}"))
    full("import", path, "--into", tmp_path / "new", code=3)
    assert words in full.err


PLACES = [
    "/victim.jpg",
    "../victim.jpg",
    "out/../../victim.jpg",
    "C:/victim.jpg",
    "..\\victim.jpg",
    ".ugc/catalog.db",
]


@pytest.mark.parametrize("place", PLACES)
def test_creatives_of_a_forged_catalog_lead_to_no_file_of_ours(
    full: Shop, tmp_path: Path, place: str
) -> None:
    """Sweeping moves files and forgetting removes them: never ones that a stranger's catalog names."""
    victim = tmp_path / "victim.jpg"
    victim.write_bytes(full.creatives[0].read_bytes())
    place = str(victim) if place.startswith("/") else place
    path = tmp_path / "glow.zip"
    full("export", "--archive", path)
    changed(path, ".ugc/catalog.db", altered(f"UPDATE creatives SET path = '{place}', sidecar = '{place}.x'"))
    full("import", path, "--into", tmp_path / "new")
    assert "known by its content alone" in full.err
    full("rights", "revoke", "ig:BqvsDleB3lV", "--why", "no", "-w", tmp_path / "new")
    assert full("sweep", "-w", tmp_path / "new", "--json")["moved"] == []
    assert [item["how"] for item in full("inspect", victim, "-w", tmp_path / "new", "--json", code=4)] == [
        "sha256 of a creative"
    ]
    full("forget", "@ana", "--why", "asked", "--yes", "-w", tmp_path / "new")
    assert victim.exists()
    assert full("posts", "-w", tmp_path / "new", "--json") == []


def test_an_archive_is_not_taken_for_posts(full: Shop, tmp_path: Path) -> None:
    full("export", "--archive", tmp_path / "glow.zip")
    full("import", tmp_path / "glow.zip", code=2)
    assert "--into" in full.err
    full("import", tmp_path / "glow.zip", tmp_path / "glow.zip", "--into", tmp_path / "new", code=2)
    full("import", tmp_path / "glow.zip", "--into", full.root, code=2)
    assert "not empty" in full.err
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.jpg", photo((40, 40)))
    full("import", tmp_path / "other.zip", "--into", tmp_path / "new", code=3)
    assert "not the archive of a workspace" in full.err
    assert not (tmp_path / "new").exists()


def test_a_full_disk_leaves_nothing(full: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full("export", "--archive", tmp_path / "glow.zip")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=10))
    full("import", tmp_path / "glow.zip", "--into", tmp_path / "new", code=7)
    assert "10 are free" in full.err
    assert not (tmp_path / "new").exists()
