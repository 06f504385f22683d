"""The check-up, on workspaces that are really broken: what it finds, what it advises, and that it survives."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.reports.holdings import Holdings
from ugc.reports.machine import PACKAGES, at_least

ROOT = Path(__file__).resolve().parent.parent
TODAY = NOON.date()


def by_name(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in document["checks"]}


def holdings(root: Path, *, today: date = TODAY, deep: bool = False) -> dict[str, Any]:
    return {check.name: check for check in Holdings(root, today=today, deep=deep).checks()}


def stored(shop: Shop, room: str = "media") -> Path:
    return next(path for path in (shop.root / ".ugc" / room).rglob("*") if path.is_file())


def flip(path: Path, at: int = -100) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def in_catalog(shop: Shop, *statements: str) -> None:
    with closing(sqlite3.connect(shop.root / ".ugc" / "catalog.db")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_whole_workspace_on_a_good_machine(shop: Shop) -> None:
    shop.grant()
    document = shop("doctor", "--deep", "--json")
    assert document["ok"]
    found = by_name(document)
    assert {check["status"] for name, check in found.items() if name != "placements"} <= {"ok", "note"}
    assert found["rights ledger"]["found"].startswith("3 records")
    assert (
        found["originals"]["found"] == "all 1 original are there"
        or "1 original" in found["originals"]["found"]
    )
    assert found["evidence"]["found"].endswith("2 files")
    assert {"Latin", "Greek", "Cyrillic", "Arabic", "Hebrew", "Devanagari", "Thai", "emoji"} <= found.keys()
    assert {"pictures", "seeing", "clips", "search", "typography"} <= found.keys()


def test_outside_a_workspace_only_the_machine_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path, capsys)
    found = by_name(shop("doctor", "--json"))
    assert found["folder"]["status"] == "note"
    assert "catalog" not in found
    assert found["typography"]["status"] == "ok"


def test_a_workspace_that_was_named_and_is_not_there_is_a_fault(tmp_path: Path, shop: Shop) -> None:
    found = by_name(shop("doctor", "-w", tmp_path / "nowhere", "--json", code=6))
    assert found["folder"]["status"] == "missing"
    assert "ugc init" in found["folder"]["advice"]


def gone(shop: Shop) -> None:
    stored(shop).unlink()


def cut_short(shop: Shop) -> None:
    stored(shop).write_bytes(stored(shop).read_bytes()[:1000])


def a_link(shop: Shop) -> None:
    path = stored(shop)
    path.rename(path.with_name("elsewhere.jpg"))
    path.symlink_to("elsewhere.jpg")


def no_store(shop: Shop) -> None:
    shutil.rmtree(shop.root / ".ugc" / "media")


def store_is_a_file(shop: Shop) -> None:
    no_store(shop)
    (shop.root / ".ugc" / "media").write_text("not a folder")


def evidence_gone(shop: Shop) -> None:
    stored(shop, "evidence").unlink()


def not_toml(shop: Shop) -> None:
    (shop.root / "ugc.toml").write_text("brand = [unclosed", "utf-8")


def not_text(shop: Shop) -> None:
    (shop.root / "ugc.toml").write_bytes(b"\xff\xfe\x00brand")


def misspelt(shop: Shop) -> None:
    path = shop.root / "ugc.toml"
    path.write_text("colour = 1\n" + path.read_text("utf-8"), "utf-8")


def no_catalog(shop: Shop) -> None:
    (shop.root / ".ugc" / "catalog.db").unlink()


def catalog_is_a_folder(shop: Shop) -> None:
    no_catalog(shop)
    (shop.root / ".ugc" / "catalog.db").mkdir()


def catalog_is_text(shop: Shop) -> None:
    (shop.root / ".ugc" / "catalog.db").write_text("nothing of the kind" * 99)


def catalog_overwritten(shop: Shop) -> None:
    path = shop.root / ".ugc" / "catalog.db"
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:4096] + b"\x5a" * (half - 4096) + content[half:])


def of_a_newer_program(shop: Shop) -> None:
    in_catalog(shop, "PRAGMA user_version = 4000")


def a_grant_made_longer(shop: Shop) -> None:
    in_catalog(
        shop,
        "DROP TRIGGER entries_stay",
        "UPDATE entries SET body = replace(body, '2027-05-01', '2037-05-01') WHERE kind = 'grant'",
    )


def a_record_cut_out(shop: Shop) -> None:
    in_catalog(
        shop,
        "DROP TRIGGER entries_remain",
        "PRAGMA foreign_keys = OFF",
        "DELETE FROM entries WHERE seq = 2",
    )


def broken_template(shop: Shop) -> None:
    folder = shop.root / "templates" / "mine"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text("purpose = ", "utf-8")


def broken_table(shop: Shop) -> None:
    (shop.root / "formats.toml").write_text('[[placement]]\nid = "x"\n', "utf-8")


def with_brand(shop: Shop, key: str, value: str) -> None:
    path = shop.root / "ugc.toml"
    said, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", path.read_text("utf-8"))
    assert count == 1
    path.write_text(said, "utf-8")


def no_logo(shop: Shop) -> None:
    with_brand(shop, "logo", '"brand/logo.svg"')


def a_logo_that_is_none(shop: Shop) -> None:
    (shop.root / "logo.svg").write_text("<html></html>", "utf-8")
    with_brand(shop, "logo", '"logo.svg"')


def a_font_that_is_none(shop: Shop) -> None:
    (shop.root / "Own.ttf").write_bytes(b"no font")
    with_brand(shop, "text", '"Own.ttf"')


BROKEN: list[tuple[Callable[[Shop], None], str, str, str]] = [
    (gone, "originals", "missing", "Import"),
    (cut_short, "originals", "damaged", "Import"),
    (a_link, "originals", "damaged", "Import"),
    (no_store, "originals", "missing", "Import"),
    (store_is_a_file, "originals", "missing", "Import"),
    (evidence_gone, "evidence", "missing", "proves nothing"),
    (not_toml, "settings", "damaged", ""),
    (not_text, "settings", "damaged", ""),
    (misspelt, "settings", "damaged", "Known"),
    (no_catalog, "catalog", "damaged", "ugc init"),
    (catalog_is_a_folder, "catalog", "damaged", ""),
    (catalog_is_text, "catalog", "damaged", ""),
    (catalog_overwritten, "catalog", "damaged", "copy"),
    (of_a_newer_program, "catalog", "damaged", "Upgrade"),
    (a_grant_made_longer, "rights ledger", "damaged", "copy"),
    (a_record_cut_out, "rights ledger", "damaged", "copy"),
    (broken_template, "templates", "damaged", "Correct"),
    (no_logo, "brand", "missing", "ugc brand check"),
    (a_logo_that_is_none, "brand", "damaged", "SVG"),
    (a_font_that_is_none, "brand", "damaged", ""),
    (broken_table, "placements", "damaged", ""),
]


@pytest.mark.parametrize(
    ("harm", "name", "status", "advice"), BROKEN, ids=lambda value: getattr(value, "__name__", None)
)
def test_what_is_broken_is_named_and_costs_only_itself(
    shop: Shop, harm: Callable[[Shop], None], name: str, status: str, advice: str
) -> None:
    shop.grant()
    harm(shop)
    found = holdings(shop.root)
    assert found[name].status == status, found[name]
    assert advice in (found[name].advice or "")
    assert len(found) == 12
    if name not in ("catalog", "originals"):
        assert found["originals"].status == "ok"
    if name != "settings":
        assert found["settings"].status == found["markets"].status == "ok"
    assert "Traceback" not in "".join(check.found for check in found.values())


def test_a_fault_ends_with_6_and_words(shop: Shop) -> None:
    gone(shop)
    told = shop("doctor", code=6)
    assert "✗ originals" in told
    assert "1 of the things needed is missing or damaged" in told
    assert not shop.err


def test_a_flipped_byte_shows_only_to_a_deep_look(shop: Shop) -> None:
    flip(stored(shop))
    assert holdings(shop.root)["originals"].status == "ok"
    found = holdings(shop.root, deep=True)["contents"]
    assert found.status == "damaged"
    assert stored(shop).name in found.details[0]


def test_what_a_changed_ledger_says(shop: Shop) -> None:
    shop.grant()
    a_grant_made_longer(shop)
    found = holdings(shop.root)["rights ledger"]
    assert "g-0001" in found.found and "'end'" in found.found


def test_files_that_nobody_names(shop: Shop) -> None:
    shop.grant()
    stray = shop.root / ".ugc" / "media" / "zz" / "holiday.jpg"
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    copied = shop.root / ".ugc" / "evidence" / "00" / stored(shop, "evidence").name
    copied.parent.mkdir(exist_ok=True)
    copied.write_bytes(b"x")
    found = holdings(shop.root)["stored files"]
    assert found.status == "warning"
    assert set(found.details) == {str(stray), str(copied)}


@pytest.mark.parametrize(("age_s", "status"), [(7200, "warning"), (60, "ok")])
def test_temporary_files_are_told_of_when_no_run_can_need_them(shop: Shop, age_s: int, status: str) -> None:
    part = shop.root / "out" / "creatives" / ".part-abcd1234.jpg"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half")
    os.utime(part, (time.time() - age_s,) * 2)
    assert holdings(shop.root)["temporary files"].status == status


def test_placements_go_stale_and_are_named_with_their_source(shop: Shop) -> None:
    today = holdings(shop.root)["placements"].details
    assert not any("meta.instagram_stories.image" in line for line in today)
    assert any(line.startswith("reddit.feed.image, read on an unknown day") for line in today)
    found = holdings(shop.root, today=TODAY + timedelta(days=200))["placements"]
    assert found.status == "warning"
    assert any(
        "meta.instagram_stories.image" in line and "https://www.facebook.com" in line
        for line in found.details
    )


def test_a_row_is_stale_from_the_ninety_first_day(shop: Shop) -> None:
    row = """[[safe_zone]]
id = "mine"
top = 0.1
bottom = 0.1
left = 0.1
right = 0.1
source = "https://example.org/spec"
checked = 2026-01-01
confidence = "derived"
"""
    (shop.root / "formats.toml").write_text(row, "utf-8")
    for day, told in ((date(2026, 4, 1), False), (date(2026, 4, 2), True)):  # 90 and 91 days on
        lines = holdings(shop.root, today=day)["placements"].details
        assert (
            any(line.startswith("mine, read on 2026-01-01: https://example.org/spec") for line in lines)
            == told
        )


def test_no_market_and_a_font_folder_that_is_not_there(shop: Shop) -> None:
    path = shop.root / "ugc.toml"
    path.write_text('[brand]\nname = "Glow"\n[render]\nfonts = ["typefaces"]\n', "utf-8")
    found = holdings(shop.root)
    assert found["markets"].status == "warning"
    assert found["settings"].status == "missing"
    assert "typefaces" in found["settings"].found


def test_it_changes_nothing(shop: Shop) -> None:
    shop.grant()

    def state() -> dict[str, str]:
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in shop.root.rglob("*")
            if path.is_file()
        }

    before = state()
    shop("doctor", "--deep")
    assert state() == before


def test_what_may_not_be_read_costs_only_its_own_check(shop: Shop) -> None:
    shop.grant()
    locked = shop.root / ".ugc" / "media"
    locked.chmod(0)
    (shop.root / "ugc.toml").chmod(0)
    if os.access(shop.root / "ugc.toml", os.R_OK):
        locked.chmod(0o755)
        pytest.skip("this account may read everything")
    try:
        found = by_name(shop("doctor", "--json", code=6))
    finally:
        locked.chmod(0o755)
    assert found["originals"]["status"] in ("missing", "damaged")
    assert found["settings"]["status"] in ("missing", "damaged")
    assert found["rights ledger"]["status"] == "ok"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from(["ugc.toml", ".ugc/catalog.db", "formats.toml"]), content=st.binary(max_size=300)
)
def test_no_bytes_can_stop_it(tmp_path: Path, place: str, content: bytes) -> None:
    root = tmp_path / "glow"
    shutil.rmtree(root, ignore_errors=True)
    (root / ".ugc").mkdir(parents=True)
    (root / "ugc.toml").write_text('[brand]\nname = "Glow"\n', "utf-8")
    (root / place).write_bytes(content)
    assert len(holdings(root, deep=True)) == 13


@pytest.mark.parametrize(
    ("module", "source", "names"),
    [
        ("cv2", "raise ImportError('libGL.so.1: cannot open shared object file')", {"seeing"}),
        ("cv2", "__version__ = '5.0.0'", {"seeing"}),
        ("typst", "raise OSError('broken wheel')", {"typography"}),
        ("av", "import no_such_module", {"clips"}),
        ("PIL", "raise SyntaxError('half written')", {"pictures"}),
    ],
    ids=["no libGL", "no cascades", "broken wheel", "half installed", "half written"],
)
def test_an_engine_that_does_not_work(tmp_path: Path, module: str, source: str, names: set[str]) -> None:
    """The engine is replaced on Python's path, as a bad installation would."""
    (tmp_path / f"{module}.py").write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ugc", "doctor", "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 6, done.stderr
    assert not done.stderr
    found = by_name(json.loads(done.stdout))
    assert {name for name, check in found.items() if check["status"] in ("missing", "damaged")} == names
    assert all("pip install" in found[name]["advice"] for name in names)


def test_it_asks_for_the_packages_that_the_project_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stated = {
        text.split(";")[0].split(">=")[0]: text.split(">=")[1].split(",")[0]
        for text in project["dependencies"]
    }
    stated.pop("tzdata")  # on Windows alone
    assert stated == PACKAGES


@pytest.mark.parametrize(
    ("version", "least", "enough"),
    [
        ("4.14.0.94", "4.14", True),
        ("10.0", "9.9", True),
        ("3.1.4", "3.1.5", False),
        ("2.0rc1", "2.0", True),
        ("14", "14", True),
    ],
)
def test_versions_are_compared_by_number(version: str, least: str, enough: bool) -> None:
    assert at_least(version, least) == enough
