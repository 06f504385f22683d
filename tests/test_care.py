"""Sweeping: what may run nowhere any more is moved, never deleted; the records decide, on the day."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import NOON, Shop, collected

from ugc import Workspace
from ugc.model.records import Authorization
from ugc.workspace.granting.evidence import append

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
REVOKE = ("rights", "revoke", POST, "--why", "no")
FACEBOOK = (
    "--method dm_yes --purpose paid_social --channel facebook --territory US --from 2026-11-01 --until 2027-12-31"
    " --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let the next commands run on another day."""
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


@pytest.fixture
def made(shop: Shop, tmp_path: Path) -> Shop:
    """Two posts, both granted for Instagram and Facebook until 2027-05-01, one square creative of each."""
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant(POST)
    shop.grant(OTHER)
    shop("render", "--format", "square")
    assert len(shop.creatives) == 2
    return shop


def of(shop: Shop, post: str) -> Path:
    """The creative of a post."""
    return next(path for path in shop.creatives if post.partition(":")[2] in path.name)


def listed(shop: Shop) -> set[str]:
    manifest = shop.root / "out" / "creatives" / "manifest.json"
    return {row["posts"][0] for row in json.loads(manifest.read_text("utf-8"))["creatives"]}


ENDS: list[tuple[str, Callable[[Shop, pytest.MonkeyPatch], object], set[str], str]] = [
    # why, how it comes about, posts that are swept, code that is said
    ("nothing ended", lambda shop, day: None, set(), ""),
    ("the last day", lambda shop, day: on(day, "2027-05-01"), set(), ""),
    ("the day after", lambda shop, day: on(day, "2027-05-02"), {POST, OTHER}, "expired"),
    ("one revoked", lambda shop, day: shop(*REVOKE), {POST}, "revoked"),
    ("revoked from a later day", lambda shop, day: shop(*REVOKE, "--on", "2026-12-24"), set(), ""),
    ("one held", lambda shop, day: shop("rights", "hold", OTHER, "--why", "wait"), {OTHER}, "held"),
    ("the creator held", lambda shop, day: shop("rights", "hold", "@ana", "--why", "wait"), {POST, OTHER}, "held"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "happens", "posts", "code"), ENDS, ids=[row[0] for row in ENDS])
def test_what_ended_is_swept(
    made: Shop,
    monkeypatch: pytest.MonkeyPatch,
    why: str,
    happens: Callable[[Shop, pytest.MonkeyPatch], object],
    posts: set[str],
    code: str,
) -> None:
    happens(made, monkeypatch)
    before = {path.name: path.read_bytes() for path in (made.root / "out" / "creatives").iterdir()}
    dry = made("sweep", "--dry-run", "--json")
    assert {item["posts"][0] for item in dry["moved"]} == posts
    assert {path.name: path.read_bytes() for path in (made.root / "out" / "creatives").iterdir()} == before
    told = made("sweep", "--json")
    assert told["moved"] == dry["moved"]
    assert {item["posts"][0] for item in told["moved"]} == posts
    assert all(code in {reason["code"] for reason in item["reasons"]} for item in told["moved"])
    assert listed(made) == {POST, OTHER} - posts
    swept = made.root / "out" / "swept"
    for item in told["moved"]:
        for name in (Path(item["file"]).name, f"{Path(item['file']).name}.rights.json"):
            assert (swept / name).read_bytes() == before[name], "moved as it was, with its words"
            assert not (made.root / "out" / "creatives" / name).exists()
    assert made("sweep", "--json")["moved"] == [], "a second time there is nothing to do"


def test_a_swept_file_is_still_known(made: Shop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "found.jpg"
    elsewhere.write_bytes(of(made, POST).read_bytes())
    made(*REVOKE)
    made("sweep")
    for path in (elsewhere, made.root / "out" / "swept" / of_swept(made)):
        (found,) = made("inspect", path, "--json", code=4)
        assert found["how"] == "sha256 of a creative"
        assert [post["id"] for post in found["posts"]] == [POST]
    with sqlite3.connect(made.root / ".ugc" / "catalog.db") as database:
        ((was, reasons),) = database.execute("SELECT was, reasons FROM sweeps").fetchall()
    assert was.startswith("out/creatives/")
    assert json.loads(reasons) == ["revoked"]
    assert any("out/swept" in item["path"] for item in made("show", POST, "--json")["creatives"])


def of_swept(shop: Shop) -> str:
    return next(path.name for path in (shop.root / "out" / "swept").glob("*.jpg"))


def test_renewed_rights_bring_a_creative_back_as_a_new_file(made: Shop) -> None:
    made("rights", "hold", POST, "--why", "wait")
    made("sweep")
    made("rights", "hold", POST, "--why", "settled", "--lift")
    lines = made("render", "--format", "square", "--json")["creatives"]
    assert sorted(line["outcome"] for line in lines) == ["made", "unchanged"]
    assert listed(made) == {POST, OTHER}
    assert made("sweep", "--json")["moved"] == []
    made("rights", "hold", POST, "--why", "again")
    assert len(made("sweep", "--json")["moved"]) == 1, "the same file a second time"
    assert len(list((made.root / "out" / "swept").rglob("*.jpg"))) == 1


def test_another_file_of_that_name_is_not_overwritten(made: Shop) -> None:
    name = of(made, POST).name
    (made.root / "out" / "swept").mkdir()
    (made.root / "out" / "swept" / name).write_bytes(b"another picture")
    made(*REVOKE)
    (item,) = made("sweep", "--json")["moved"]
    assert item["to"] == f"out/swept/2/{name}"
    assert (made.root / "out" / "swept" / name).read_bytes() == b"another picture"
    assert (made.root / item["to"]).with_name(f"{name}.rights.json").is_file()


def test_a_flight_that_is_still_to_come_is_not_swept(shop: Shop) -> None:
    shop.grant(POST, "--from", "2026-12-01")
    shop("render", "--format", "square", "--flight", "2026-12-05..2026-12-20")
    assert shop("sweep", "--json")["moved"] == []
    shop("rights", "hold", POST, "--why", "wait")
    assert len(shop("sweep", "--json")["moved"]) == 1, "but a hold stops it before it began"


def test_one_placement_less_is_said_and_the_file_stays(shop: Shop) -> None:
    shop.grant(POST)
    shop("rights", "grant", POST, *FACEBOOK)
    shop("render", "--format", "story")
    shop("rights", "revoke", "g-0001", "--why", "no")
    told = shop("sweep", "--json")
    assert told["moved"] == []
    (kept,) = told["narrowed"]
    assert kept["placements"] == ["meta.instagram_stories.image"]
    assert len(shop.creatives) == 1


def from_her_handle(shop: Shop, until: str) -> None:
    """A creative that runs from the creator's own handle, which the platform permits until a day."""
    shop(
        *"rights grant".split(), POST, *FACEBOOK, *("--channel", "instagram", "--identity", "creator_handle"),
        *("--purpose", "allowlisting"),
    )  # fmt: skip
    with Workspace.open(shop.root) as here:
        for number, platform in enumerate(("instagram", "facebook"), 1):
            record = Authorization(
                id=f"a-000{number}",
                platform=platform,
                kind="meta_ad_code",
                post=POST,
                status="active",
                end=date.fromisoformat(until),
            )
            append(here, record, subjects=[POST], at=NOON)
    shop("render", "--format", "square", "--identity", "creator_handle")
    assert len(shop.creatives) == 1


def test_the_question_is_asked_again_from_whose_handle_it_was_made_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grant knows nothing of the brand's own handle, and the platform's permission ends before the grant."""
    from_her_handle(shop, until="2027-01-31")
    (row,) = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
    assert {spot["identity"] for spot in row["placements"]} == {"creator_handle"}
    assert shop("sweep", "--json")["moved"] == []
    (found,) = shop("inspect", shop.creatives[0], "--json")
    assert {(answer["use"]["identity"], answer["verdict"]) for answer in found["answers"]} == {
        ("creator_handle", "cleared")
    }
    sheet = shop("contact-sheet", "--json")
    (shown,) = sheet["rows"][0]["strips"][0]["creatives"]
    assert {verdict["state"] for verdict in shown["verdicts"]} == {"allowed"}
    on(monkeypatch, "2027-02-01")
    shop("inspect", shop.creatives[0], code=4)
    (item,) = shop("sweep", "--json")["moved"]
    assert {reason["code"] for reason in item["reasons"]} == {"platform_auth_expires_before_end"}


def test_the_question_is_asked_again_with_the_credit_where_it_stands(shop: Shop) -> None:
    """Made for a grant that wants no credit on the picture; the only grant that is left does."""
    folder = shop.root / "templates" / "bare"
    folder.mkdir(parents=True)
    (folder / "template.toml").write_text(
        'name = "bare"\npurpose = "the picture alone"\ncredit_place = "none"\n', "utf-8"
    )
    (folder / "overlay.typ").write_text('#import "../_shared/ugc.typ": *\n#show: frame\n', "utf-8")
    shop.grant(POST, "--credit", "none")
    shop("render", "--format", "square", "--template", "bare")
    shop.grant(POST)
    assert shop("sweep", "--json")["moved"] == []
    shop("rights", "revoke", "g-0001", "--why", "a new contract")
    (item,) = shop("sweep", "--json")["moved"]
    assert "credit_missing" in {reason["code"] for reason in item["reasons"]}


def test_proofs_are_left_and_other_folders_are_swept(made: Shop, tmp_path: Path) -> None:
    away = tmp_path / "for the client"
    made("render", "--format", "square", "--out", away)
    made("render", "--format", "square", "--proof")
    made(*REVOKE)
    told = made("sweep", "--json")
    assert len(told["moved"]) == 2
    assert {path.parent for path in map(Path, told["manifests"])} == {made.root / "out" / "creatives", away}
    assert len(list(away.glob("*.jpg"))) == 1
    assert len(list((made.root / "out" / "proofs").glob("*.jpg"))) == 2
    swept = list((made.root / "out" / "swept").rglob("*.jpg"))
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in swept}) == len(swept) == 1


USES: list[tuple[str, str, bool]] = [
    # where, what it says ({v}: variant, {s}: sha256), does it use the creative?
    ("out/gallery/glow/gallery.json", '{{"shown": ["{v}"]}}', True),
    ("out/ads/meta/package.json", '{{"files": [{{"sha256": "{s}"}}]}}', True),
    ("out/ads/package.json", '{{"files": []}}', False),
    ("out/ads/package.json", '{{"longer": "0{v}"}}', False),
    ("out/elsewhere/notes.json", '{{"shown": ["{v}"]}}', False),
    ("out/gallery/page.html", '<img data-id="{v}">', False),
    ("out/gallery/broken.json", "{{{{ not json {v}", True),
]


@pytest.mark.parametrize(("where", "says", "used"), USES, ids=[f"{row[0]} {row[2]}" for row in USES])
def test_what_is_still_used_is_said(made: Shop, where: str, says: str, used: bool) -> None:
    path = of(made, POST)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    variant = json.loads(path.with_name(f"{path.name}.rights.json").read_text("utf-8"))["label"]["variant"]
    document = made.root / where
    document.parent.mkdir(parents=True)
    document.write_text(says.format(v=variant, s=sha256), "utf-8")
    made("sweep", code=0)
    made(*REVOKE)
    code = 4 if used else 0
    made("sweep", "--dry-run", code=code)
    for _ in range(2):  # until the package is made anew, every sweep says so
        told = made("sweep", "--json", code=code)
        assert [item["used_by"] for item in told["still_used"]] == ([[where]] if used else [])
    document.unlink()
    made("sweep", code=0)


@pytest.mark.parametrize("step", ["picture", "sidecar", "row"])
def test_killed_anywhere_the_next_sweep_finishes(
    made: Shop, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from ugc.catalog.care import Care
    from ugc.workspace import care

    made(*REVOKE)
    move, note, moves = care.move, Care.sweep, []

    def moved(old: Path, new: Path) -> None:
        if len(moves) == {"picture": 0, "sidecar": 1, "row": 9}[step]:
            raise KeyboardInterrupt
        moves.append(old)
        move(old, new)

    def noted(*given: object, **told: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(care, "move", moved)
    if step == "row":
        monkeypatch.setattr(Care, "sweep", noted)
    made("sweep", code=130)
    monkeypatch.setattr(care, "move", move)
    monkeypatch.setattr(Care, "sweep", note)
    made("sweep")
    assert listed(made) == {OTHER}
    swept = sorted(path.name for path in (made.root / "out" / "swept").iterdir())
    assert len(swept) == 2
    assert swept[1] == f"{swept[0]}.rights.json"
    made("inspect", made.root / "out" / "swept" / swept[0], code=4)


def test_text_for_people(made: Shop) -> None:
    assert "All 2 creatives" in made("sweep")
    made(*REVOKE)
    said = made("sweep")
    for words in ("Moved 1 of 2", "out/swept/", "revoked (g-0001)", "What to do:", "Take down"):
        assert words in said
