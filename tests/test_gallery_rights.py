"""A gallery shows what the records allow, on the day and for as long as it stands, and gives up what they take back."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from clips import clip
from conftest import NOON, Shop, photo, put
from processes import copied, ran, workspace

ANA, BEA = "ig:Cana0000001", "ig:Cbea0000001"
GLOW = "out/gallery/glowrun"
GRANT = (
    "rights grant {who} --method dm_yes --purpose onsite --channel brand_site --territory US --from 2026-11-01 "
    "--until 2027-05-01 --edits standard --terms terms-v3.txt --evidence yes-from-ana.png --credit adjacent"
)
BUILD = ("gallery", "build", "#GlowRun")


def granting(who: str, **changed: str) -> list[str]:
    """The usual grant with some options said otherwise."""
    words = GRANT.format(who=who).split()
    for option, value in changed.items():
        at = words.index(f"--{option}")
        words[at : at + 2] = [f"--{option}", *value.split()]
    return words


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four posts of the hashtag by three creators, one of two pictures; nothing is granted."""
    folder = tmp_path_factory.mktemp("gallery")
    root = workspace(folder / "glow", None)
    for number, (name, who) in enumerate(
        (
            ("Cana0000001", "ana"),
            ("Cana0000002", "ana"),
            ("Cbea0000001", "bea.maris"),
            ("Ccleo000001", "cleo"),
        )
    ):
        pictures = [photo(seed=10 * number + n, size=(540, 960)) for n in range(2 if number == 1 else 1)]
        put(folder / "collected", name, *pictures, username=who, day=number + 1)
    ran(root, "import", folder / "collected")
    return root


@pytest.fixture
def shop(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """A copy of it, as the current folder, on the tests' day."""
    on(NOON.date(), monkeypatch)
    made = Shop(copied(base, tmp_path / "glow"), capsys)
    monkeypatch.chdir(made.root)
    return made


def on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a day be today."""
    later = NOON + (day - NOON.date())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def pages(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "post").glob("*.html"))


def texts(folder: Path) -> Iterator[str]:
    """Everything in a gallery that is text."""
    for name, data in files(folder).items():
        if not name.startswith("m/"):
            yield data.decode("utf-8", "replace")


def record(folder: Path) -> dict[str, Any]:
    return dict(json.loads(folder.with_name(f"{folder.name}.rights.json").read_text("utf-8")))


# --- what is shown ------------------------------------------------------------------------------------------------


def test_nothing_is_made_of_what_nobody_allowed(shop: Shop) -> None:
    told = shop(*BUILD, "--json", code=4)
    assert told["shown"] == 0
    assert {reason["code"] for each in told["not_shown"] for reason in each["reasons"]} == {"no_grant"}
    assert not (shop.root / "out").exists()


def test_only_what_may_be_shown_is_shown_and_the_rest_is_told(shop: Shop) -> None:
    shop(*granting("@ana"))
    told = shop(*BUILD, "--json")
    assert (told["shown"], [each["post"] for each in told["not_shown"]]) == (2, [BEA, "ig:Ccleo000001"])
    assert [name.rpartition("-")[0] for name in pages(shop.root / GLOW)] == ["ana", "ana"]
    for text in texts(shop.root / GLOW):
        assert "bea.maris" not in text
        assert "cleo" not in text


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"purpose": "paid_social"}, "purpose_not_granted"),
        ({"channel": "instagram"}, "channel_not_granted"),
        ({"territory": "CA"}, "territory_not_granted"),
        ({"until": "2026-11-25"}, "expired"),
        ({"from": "2026-12-24"}, "not_started"),
        ({"until": "2026-12-01"}, "expired"),
        ({"edits": "none"}, "edit_not_granted:format_transcode"),
        ({"method": "implied_tag"}, "no_consent"),
        ({"credit": "none --also likeness=image"}, "likeness_not_granted"),
    ],
    ids=lambda value: str(value),
)
def test_a_grant_that_falls_short_shows_nothing(shop: Shop, changed: dict[str, str], code: str) -> None:
    shop(*granting("@ana", **changed))
    told = shop(*BUILD, "--json", code=4)
    codes = {
        reason["code"] for each in told["not_shown"] if "ana" in each["post"] for reason in each["reasons"]
    }
    assert code in codes


def test_a_gallery_stands_through_a_day_and_shows_only_what_does_too(shop: Shop) -> None:
    shop(*granting("@ana", until="2026-12-10"))
    shop(*granting("@bea.maris"))
    assert shop(*BUILD, "--until", "2026-12-10", "--json")["shown"] == 3
    told = shop(*BUILD, "--until", "2026-12-11", "--json")
    assert told["shown"] == 1
    assert {reason["code"] for each in told["not_shown"][:2] for reason in each["reasons"]} == {"expired"}
    assert "is over" in (shop(*BUILD, "--until", "2026-11-01", code=2) or shop.err)


def test_the_uses_of_a_gallery_are_its_settings_and_options(shop: Shop) -> None:
    shop(*granting("@ana", purpose="organic_repost", channel="web"))
    shop(*BUILD, code=4)
    assert shop(*BUILD, "--purpose", "organic_repost", "--channel", "web", "--json")["shown"] == 2
    shop(*BUILD, "--purpose", "paid_social", code=2)
    assert "Purpose 'paid_social' is not known" in shop.err


# --- how it is shown ----------------------------------------------------------------------------------------------


def test_a_picture_that_may_not_be_cropped_stands_whole(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris", edits="resize"), "--edits", "format_transcode")
    shop(*BUILD, "--theme", "grid")
    told = {each["post"]: each for each in record(shop.root / GLOW)["posts"]}
    assert "crop" in told[ANA]["edits"]
    assert "crop" not in told[BEA]["edits"]
    cropped, whole = (told[name]["pieces"][0]["filed"]["tile"] for name in (ANA, BEA))
    assert cropped["width"] / cropped["height"] == pytest.approx(4 / 5, abs=0.01)
    assert whole["width"] / whole["height"] == pytest.approx(9 / 16, abs=0.01)


def test_a_credit_that_must_stand_on_the_picture_does(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris", credit="on_media"))
    shop(*BUILD)
    told = [page.read_text("utf-8") for page in (shop.root / GLOW / "post").glob("*.html")]
    on_picture = {re.search(r"@[\w.]+", text)[0]: 'class="credit-on"' in text for text in told}  # type: ignore[index]
    assert on_picture == {"@ana": False, "@bea.maris": True}


@pytest.mark.parametrize(
    ("kind", "edits", "shown", "muted"),
    [
        ("speech", "standard", True, False),
        ("library_song", "standard", True, True),
        ("library_song", "technical", False, None),
    ],
)
def test_a_clips_song_stays_at_home(
    shop: Shop, tmp_path: Path, kind: str, edits: str, shown: bool, muted: bool | None
) -> None:
    (tmp_path / "song").mkdir()
    file = clip(tmp_path / "song" / "song.mp4", seconds=2, sound="tone")
    sheet = file.with_name("posts.csv")
    sheet.write_text(
        "media,handle,url,caption,sound\n"
        f"song.mp4,dora,https://www.instagram.com/p/Cdora000001/,A song #GlowRun,{kind}\n",
        "utf-8",
    )
    shop("import", sheet)
    shop(*granting("@dora", edits=edits))
    told = shop(*BUILD, "--json", code=0 if shown else 4)
    assert told["shown"] == int(shown)
    if shown:
        (post,) = record(shop.root / GLOW)["posts"]
        assert post["muted"] is muted
        (made,) = (name for name in files(shop.root / GLOW) if re.fullmatch(r"m/[0-9a-f]{16}\.mp4", name))
        assert sound_tracks(shop.root / GLOW / made) == (0 if muted else 1)


def sound_tracks(path: Path) -> int:
    """How many sound tracks another reader finds in a clip."""
    import av

    with av.open(str(path)) as container:
        return len(container.streams.audio)


# --- what is taken back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (("rights", "revoke", "@bea.maris", "--why", "she asked"), "revoked"),
        (("rights", "hold", BEA, "--why", "a question is open"), "held"),
    ],
)
def test_a_build_after_the_records_change_removes_pages_and_pictures(
    shop: Shop, how: tuple[str, ...], why: str
) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris"))
    shop(*BUILD)
    folder = shop.root / GLOW
    before = files(folder)
    theirs = {
        name.partition("/")[2]
        for post in record(folder)["posts"]
        for piece in post["pieces"]
        for name in piece["files"]
        if post["post"] == BEA
    }
    assert theirs <= before.keys()
    shop(*how)
    told = shop(*BUILD, "--json")
    assert why in {reason["code"] for each in told["not_shown"] for reason in each["reasons"]}
    after = files(folder)
    assert not theirs & after.keys()
    assert theirs <= set(told["removed"])
    assert all("bea.maris" not in text for text in texts(folder))
    assert not {data for name, data in before.items() if name in theirs} & set(after.values())


def test_when_nothing_may_be_shown_any_more_the_pages_are_empty_and_say_so(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*BUILD)
    shop("rights", "revoke", "@ana", "--why", "she asked")
    told = shop(*BUILD, "--json", code=4)
    folder = shop.root / GLOW
    assert told["shown"] == 0
    assert not list((folder / "m").glob("*")) and not pages(folder)
    assert "@ana" not in (folder / "index.html").read_text("utf-8")


def test_a_grant_that_ran_out_is_noticed_on_the_day(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(*granting("@ana", until="2026-12-31"))
    shop(*granting("@bea.maris"))
    assert shop(*BUILD, "--json")["shown"] == 3
    on(date(2027, 1, 1), monkeypatch)
    assert [
        each["holds"] if "holds" in each else bool(each["astray"])
        for each in shop("gallery", "verify", "--json", code=4)
    ]
    assert shop(*BUILD, "--json")["shown"] == 1
    assert shop("gallery", "verify", "--json")[0]["astray"] == []


def test_a_take_down_reaches_a_gallery_that_was_built(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris"))
    shop(*BUILD)
    theirs = {
        name
        for post in record(shop.root / GLOW)["posts"]
        for piece in post["pieces"]
        for name in piece["files"]
        if post["post"] == BEA
    }
    told = shop("rights", "revoke", "@bea.maris", "--why", "she asked", "--takedown", "--json")
    taken = {each["file"].removeprefix("out/gallery/") for each in told["takedown"]["list"]["copies"]}
    assert taken == theirs
    shown = told["takedown"]["list"]["pages"]
    assert {"out/gallery/glowrun/index.html"} < set(shown)
    assert any("bea-maris" in name for name in shown)
    assert not any((shop.root / "out/gallery" / name).exists() for name in theirs)
    assert shop("gallery", "verify", "--json", code=4)[0]["astray"]
    shop(*BUILD)
    assert shop("gallery", "verify", "--json")[0]["astray"] == []


# --- looking through ----------------------------------------------------------------------------------------------


def test_verify_finds_what_should_not_be_there(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris"))
    shop(*BUILD)
    folder = shop.root / GLOW
    (told,) = shop("gallery", "verify", GLOW, "--json")
    assert (told["posts"], told["astray"], told["missing"]) == (3, [], [])
    (folder / "m" / "0123456789abcdef-640.jpg").write_bytes(photo())
    (folder / "index.html").write_text("<p>somebody wrote here</p>", "utf-8")
    next((folder / "m").glob("*.webp")).unlink()
    shop("rights", "hold", BEA, "--why", "a question is open")
    (told,) = shop("gallery", "verify", GLOW, "--json", code=4)
    found = {each["kind"]: each for each in told["astray"]}
    assert found["unknown_file"]["files"] == ["m/0123456789abcdef-640.jpg"]
    assert found["changed"]["files"] == ["index.html"]
    assert found["not_allowed"]["post"] == BEA
    assert {reason["code"] for reason in found["not_allowed"]["reasons"]} == {"held"}
    assert len(told["missing"]) == 1
    shop(*BUILD)
    assert shop("gallery", "verify", GLOW, "--json")[0]["astray"] == []


def test_a_copy_from_a_host_is_known_by_its_pages(shop: Shop, tmp_path: Path) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris"))
    shop(*BUILD)
    shutil.copytree(shop.root / GLOW, tmp_path / "from-host")
    (told,) = shop("gallery", "verify", tmp_path / "from-host", "--json")
    assert (told["posts"], told["astray"]) == (3, [])
    shop("rights", "revoke", "@bea.maris", "--why", "she asked")
    (told,) = shop("gallery", "verify", tmp_path / "from-host", "--json", code=4)
    (found,) = told["astray"]
    assert (found["kind"], found["post"]) == ("not_allowed", BEA)
    assert any(name.startswith("post/bea-maris-") for name in found["files"])
    assert any(name.startswith("m/") for name in found["files"])


def test_a_post_that_was_erased_is_found(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*granting("@bea.maris"))
    shop(*BUILD)
    shop("forget", "@bea.maris", "--why", "asked for it", "--yes")
    (told,) = shop("gallery", "verify", "--json", code=4)
    assert {each["kind"] for each in told["astray"]} == {"unknown_post"}


# --- the folder ---------------------------------------------------------------------------------------------------


def test_a_folder_of_somebody_elses_is_left_alone(shop: Shop, tmp_path: Path) -> None:
    shop(*granting("@ana"))
    other = tmp_path / "site"
    other.mkdir()
    (other / "index.html").write_text("the shop's own page", "utf-8")
    shop(*BUILD, "--out", other, code=2)
    assert "no gallery of this workspace" in shop.err
    assert files(other) == {"index.html": b"the shop's own page"}


def test_files_that_people_put_beside_the_pages_stay(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*BUILD)
    own = shop.root / GLOW / "CNAME"
    own.write_text("gallery.example\n", "utf-8")
    shop(*BUILD, "--theme", "masonry")
    assert own.read_text("utf-8") == "gallery.example\n"
    assert shop("gallery", "verify", "--json")[0]["astray"] == []


def test_the_same_build_gives_the_same_bytes_and_writes_nothing(shop: Shop) -> None:
    shop(*granting("@ana"))
    shop(*BUILD)
    folder = shop.root / GLOW
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    told = shop(*BUILD, "--json")
    assert (told["made"], told["removed"]) == (0, [])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before
    shop(*BUILD, "--out", "elsewhere")
    assert files(shop.root / "elsewhere") == files(folder)


def test_a_rehearsal_writes_nothing(shop: Shop) -> None:
    shop(*granting("@ana"))
    told = shop(*BUILD, "--dry-run", "--json")
    assert (told["shown"], told["dry"]) == (2, True)
    assert not (shop.root / "out").exists()


def test_wrong_words_are_sentences(shop: Shop) -> None:
    shop(*granting("@ana"))
    for words, said in (
        ((*BUILD, "--theme", "gird"), "Did you mean 'grid'?"),
        ((*BUILD, "--language", "xx"), "Language 'xx' is not known"),
        (("gallery", "build", "#NoSuchTag"), "No post is selected."),
        ((*BUILD, "--name", "../up"), "is no name for a folder"),
        (("gallery", "verify", "nowhere"), "is not a folder"),
        (("gallery", "verify"), "There is no gallery."),
    ):
        shop(*words, code=2)
        assert said in shop.err
        assert not (shop.root / "out").exists()


def test_the_flight_of_a_gallery_is_as_long_as_its_settings_say(shop: Shop) -> None:
    shop(*granting("@ana"))
    told = shop(*BUILD, "--json")
    assert told["until"] == (NOON.date() + timedelta(days=29)).isoformat()
