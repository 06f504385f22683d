"""Sounds that are laid on clips: their licences recorded, asked about, shown and ended, through the command line."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import clip, ffmpeg
from conform_makers import loudness, samples, true_peak
from conftest import GRANT, Shop, skip
from test_render_clips import POST, TONE, collected, made, render, row

from ugc.media import sounds as sound_files
from ugc.media.conform_source import arguments
from ugc.media.mixing import Piece, bed
from ugc.media.probe import probe
from ugc.model.conforming import SoundPlan
from ugc.model.vocab import EDIT_PROFILES

LICENCE = (
    "--title",
    "Slow Morning",
    "--licensor",
    "Kettle & Reed",
    "--purpose",
    "paid_social",
    "--channel",
    "instagram",
    "--channel",
    "facebook",
    "--territory",
    "US",
    "--from",
    "2026-11-01",
    "--by",
    "Mo",
)
UNTIL = ("--until", "2027-03-01")
TERMS = ("--terms", "licence.pdf")


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """One granted post of @ana's: three seconds with a tone of unknown origin; and a piece of music beside."""
    empty_shop("import", collected(tmp_path / "clip", **TONE))
    empty_shop.grant(POST)
    piece(empty_shop.root / "slow-morning.wav")
    (empty_shop.root / "licence.pdf").write_bytes(b"%PDF-1.4 the licence")
    return empty_shop


def piece(path: Path, *, seconds: float = 2.0, tone: int = 3000) -> Path:
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc=0.2*sin(2*PI*{tone}*t):s=48000:d={seconds}", "-ac", "2", path)
    return path


def licensed(shop: Shop, *more: str, code: int = 0) -> Any:
    words = [*LICENCE, *(() if "--until" in more else UNTIL), *(() if "--terms" in more else TERMS), *more]
    return shop("rights", "sound", "add", "slow-morning.wav", *words, "--json", code=code)


def told(shop: Shop) -> list[dict[str, Any]]:
    return list(shop("rights", "sound", "list", "--json")["sounds"])


# --- recording ---------------------------------------------------------------------------------------------------


def test_a_licence_is_kept_with_its_file_and_its_terms(shop: Shop) -> None:
    record = licensed(shop)
    assert (record["id"], record["ext"], record["seconds"]) == ("s-0001", "wav", 2.0)
    stored = shop.root / ".ugc" / "evidence" / record["sha256"][:2] / f"{record['sha256']}.wav"
    assert stored.read_bytes() == (shop.root / "slow-morning.wav").read_bytes()
    (shown,) = told(shop)
    assert (shown["state"], shown["until"], shown["creatives"]) == ("stands", "2027-03-01", [])
    assert shown["licence"] == record and record["terms"]["sha256"]
    assert shop("rights", "verify", "--json")["ok"]


def test_a_stored_sound_that_was_changed_is_found(shop: Shop) -> None:
    record = licensed(shop)
    stored = shop.root / ".ugc" / "evidence" / record["sha256"][:2] / f"{record['sha256']}.wav"
    stored.chmod(0o600)
    stored.write_bytes(b"another piece")
    flaws = shop("rights", "verify", "--json", code=4)["flaws"]
    assert [flaw["record"] for flaw in flaws] == ["sound s-0001"]
    shop("render", "--format", "story", "--audio", "s-0001", code=3)


def test_a_rehearsal_keeps_nothing(shop: Shop) -> None:
    licensed(shop, "--dry-run")
    assert told(shop) == [] and not list((shop.root / ".ugc" / "evidence").rglob("*.wav"))


def test_any_is_written_out(shop: Shop) -> None:
    record = licensed(shop, "--purpose", "any", "--channel", "any", "--territory", "worldwide")
    assert {"broadcast", "paid_social"} <= set(record["purposes"]) and "tv" in record["channels"]
    assert set(record["territories"]) == {"US", "worldwide"}


REFUSED: list[tuple[list[str], int, str, str]] = [
    (
        ["--terms", "https://lib.example/terms", "--until", "2026-10-01"],
        2,
        "before it starts",
        "it would end first",
    ),
    (["--channel", "instagrm"], 2, "Did you mean", "a word that is not known"),
    (["--territory", "Atlantis"], 2, "--territory", "no country"),
    (["--title", " "], 2, "names the sound", "nothing to call it by"),
    (["--terms", "gone.pdf"], 3, "is not a file", "terms that are not there"),
]


@pytest.mark.parametrize(("more", "code", "said", "why"), REFUSED)
def test_what_makes_no_sense_is_not_recorded(
    shop: Shop, more: list[str], code: int, said: str, why: str
) -> None:
    licensed(shop, *more, code=code)
    assert said in shop.err, why
    assert told(shop) == []


def test_the_same_licence_is_not_recorded_twice(shop: Shop) -> None:
    licensed(shop)
    licensed(shop, code=2)
    assert "s-0001" in shop.err
    assert licensed(shop, "--until", "2028-01-01")["id"] == "s-0002"


FILES: list[tuple[str, str | None]] = [
    ("mp3", "libmp3lame"),
    ("m4a", "aac"),
    ("flac", "flac"),
    ("ogg", "libvorbis"),
    ("wav", None),
]


@pytest.mark.parametrize(("ext", "codec"), FILES)
def test_a_sound_is_known_by_its_content(tmp_path: Path, ext: str, codec: str | None) -> None:
    path = tmp_path / f"a.{ext}"
    coded = ["-c:a", codec] if codec else []
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=440:duration=1.5", *coded, path)
    found = sound_files.examine(path.rename(tmp_path / "piece.bin"))
    assert found.ext == ext and found.seconds == pytest.approx(1.5, abs=0.06)


def test_what_is_no_sound_is_refused_with_the_reason(shop: Shop) -> None:
    for name, data, said in (
        ("words.mp3", b"not a sound at all", "is not a sound"),
        ("empty.mp3", b"", "is empty"),
        ("half.wav", b"RIFF\x00\x00\x00\x00WAVEjunkjunk", "damaged"),
    ):
        (shop.root / name).write_bytes(data)
        shop("rights", "sound", "add", name, *LICENCE, *UNTIL, *TERMS, code=3)
        assert said in shop.err, name
    clip(shop.root / "clip.mp4", sound="tone")
    shop("rights", "sound", "add", "clip.mp4", *LICENCE, *UNTIL, *TERMS, code=3)
    assert "is a clip" in shop.err


# --- in creatives ------------------------------------------------------------------------------------------------


def test_a_licensed_sound_replaces_one_of_unknown_origin(shop: Shop) -> None:
    licensed(shop)
    (line,) = render(shop, "--format", "story", "--audio", "slow-morning.wav")["creatives"]
    (file,) = made(shop)
    told = row(shop)
    assert "replace_audio" in told["edits"] and "mute_audio" not in told["edits"]
    assert told["laid_sound"] == {
        "licence": "s-0001",
        "title": "Slow Morning",
        "sha256": told["laid_sound"]["sha256"],
        "under": False,
        "until": "2027-03-01",
    }
    assert line["valid_until"] == told["valid_until"] == "2027-03-01", "the licence ends before the grant"
    said = "Its sound is replaced by “Slow Morning”, under licence s-0001 until 2027-03-01."
    assert said in line["notes"]
    assert line["sound"] == {"fate": "replaced", "licence": "s-0001", "title": "Slow Morning"}
    shop("render", "--format", "story", "--audio", "s-0001")
    assert "Sound: 1 replaced by “Slow Morning” under s-0001." in shop.out
    sidecar = json.loads(Path(f"{file}.rights.json").read_text("utf-8"))
    assert sidecar["laid_sound"] == told["laid_sound"] and sidecar["label"]["sounds"] == ["s-0001"]
    assert "Sound: “Slow Morning”, licensed under s-0001" in sidecar["label"]["license_info"]
    assert b"<plus:LicenseID>g-0001, s-0001</plus:LicenseID>" in file.read_bytes()
    heard = samples(file)[4800:-48000]
    assert tone(heard, 3000) > 30 * tone(heard, 997), "nothing of the clip's own is left"
    assert loudness(samples(file)) == pytest.approx(-16, abs=0.5) and true_peak(samples(file)) <= -1.4


def tone(sound: np.ndarray, hertz: float) -> float:
    """How strong a tone is in the left ear."""
    at = np.arange(len(sound)) / 48_000
    return float(2 * abs((sound[:, 0] * np.exp(-2j * np.pi * hertz * at)).mean()))


def test_under_keeps_their_own_and_asks_about_it(shop: Shop) -> None:
    licensed(shop)
    order = ("--format", "story", "--audio", "s-0001", "--under")
    refused = render(shop, *order, code=4)["refusals"][0]["placements"]
    assert {why["code"] for spot in refused for why in spot["reasons"]} == {"music_unknown"}
    shop("rights", "release", POST, "--music", "original", "--evidence", "licence.pdf")
    (line,) = render(shop, *order)["creatives"]
    assert row(shop)["laid_sound"]["under"] is True
    assert any("lies under its own sound" in note for note in line["notes"])
    heard = samples(made(shop)[0])[48_000:96_000]
    assert tone(heard, 997) > tone(heard, 3000) > 0.005, "both are heard, their own louder"


def test_the_grant_must_allow_the_edit(shop: Shop) -> None:
    """Every edit of the usual profile but that one."""
    licensed(shop)
    shop("rights", "revoke", "g-0001", "--why", "a narrower one follows")
    words = [part.format(post=POST) for part in GRANT]
    at = words.index("standard") - 1
    allowed = sorted(EDIT_PROFILES["standard"] - {"replace_audio"})
    shop(*words[:at], *words[at + 2 :], *(word for edit in allowed for word in ("--edits", edit)))
    refused = render(shop, "--format", "story", "--audio", "s-0001", code=4)["refusals"][0]["placements"]
    codes = {why["code"] for spot in refused for why in spot["reasons"] if why["grant"] == "g-0002"}
    assert codes == {"edit_not_granted:replace_audio"}
    render(shop, "--format", "story", "--audio", "mute")


def test_an_unknown_sound_is_refused_before_anything_is_made(shop: Shop) -> None:
    render(shop, "--format", "story", "--audio", "slow-morning.wav", code=2)
    assert "No licence of slow-morning.wav" in shop.err and "ugc rights sound add" in shop.err
    render(shop, "--format", "story", "--audio", "s-0007", code=2)
    render(shop, "--format", "story", "--audio", "mutee", code=2)
    assert "Did you mean 'mute'?" in shop.err
    render(shop, "--format", "story", "--under", code=2)
    assert "--audio FILE --under" in shop.err


def test_a_licence_that_ends_within_the_flight_refuses(shop: Shop) -> None:
    licensed(shop)
    flight = ("--flight", "2027-02-20..2027-03-10")
    refused = render(shop, "--format", "story", "--audio", "s-0001", *flight, code=4)["refusals"]
    codes = {why["code"] for spot in refused[0]["placements"] for why in spot["reasons"]}
    assert codes == {"sound_licence_ended"}


def test_a_revoked_licence_lists_what_was_made_and_sweep_takes_it_away(shop: Shop) -> None:
    licensed(shop)
    render(shop, "--format", "story", "--audio", "s-0001")
    render(shop, "--format", "story", "--audio", "mute")
    (with_sound,) = told(shop)[0]["creatives"]
    done = shop(
        "rights", "sound", "revoke", "s-0001", "--why", "the label took it back", "--by", "Mo", "--json"
    )
    assert done["creatives"] == [with_sound] and done["revocation"]["sound"] == "s-0001"
    again = shop("rights", "sound", "revoke", "s-0001", "--why", "again", "--json")
    assert again["revocation"] is None and [item["id"] for item in again["already"]] == [
        done["revocation"]["id"]
    ]
    assert told(shop)[0]["state"] == "revoked"
    render(shop, "--format", "story", "--audio", "s-0001", code=4)
    (moved,) = shop("sweep", "--json")["moved"]
    assert moved["file"] == with_sound
    assert {why["code"] for why in moved["reasons"]} == {"sound_licence_revoked"}
    assert len(made(shop)) == 1, "the muted one still stands"


def test_a_renewed_licence_rewrites_the_label_and_no_frame(shop: Shop) -> None:
    licensed(shop)
    render(shop, "--format", "story", "--audio", "s-0001")
    licensed(shop, "--until", "2027-04-01")
    (line,) = render(shop, "--format", "story", "--audio", "slow-morning.wav")["creatives"]
    assert (line["outcome"], line["valid_until"]) == ("relabelled", "2027-04-01")
    assert row(shop)["laid_sound"]["licence"] == "s-0002"


def test_a_bundle_holds_the_licence_its_end_and_its_file(shop: Shop, tmp_path: Path) -> None:
    licensed(shop)
    render(shop, "--format", "story", "--audio", "s-0001")
    shop("rights", "sound", "revoke", "s-0001", "--why", "the label took it back", "--by", "Mo")
    told = shop("rights", "bundle", POST, "--out", tmp_path / "b.zip", "--json")
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        entries = json.loads(bundle.read("records.json"))["entries"]
        statement = bundle.read("statement.html").decode()
    kinds = [(entry["kind"], entry["id"]) for entry in entries]
    assert ("sound", "s-0001") in kinds and ("revocation", "r-0001") in kinds
    assert "Slow Morning" in statement and "Kettle &amp; Reed" in statement
    assert any(file["what"] == "sound" for file in told["files"])


def test_an_archive_carries_it_and_the_check_up_knows_it(shop: Shop, tmp_path: Path) -> None:
    licensed(shop)
    assert shop("doctor", "--deep", "--json")["ok"]
    shop("export", "--archive", tmp_path / "glow.zip")
    shop("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    (shown,) = shop("rights", "sound", "list", "-w", tmp_path / "again", "--json")["sounds"]
    assert shown["licence"]["id"] == "s-0001"
    assert shop("rights", "verify", "-w", tmp_path / "again", "--json")["ok"]


def test_a_clip_without_a_sound_track_is_not_asked_about_it(empty_shop: Shop, tmp_path: Path) -> None:
    empty_shop("import", collected(tmp_path / "clip"))
    empty_shop.grant(POST)
    (media,) = empty_shop("posts", "--json")[0]["media"]
    assert media["sound"] is False
    (line,) = render(empty_shop, "--format", "story")["creatives"]
    assert "It has no sound; a silent track is added." in line["notes"]
    render(empty_shop, "--format", "story", "--audio", "mute")
    assert "mute_audio" not in row(empty_shop)["edits"], "there was nothing to mute"


def test_real_clips_with_sound(shop: Shop, media: Path, tmp_path: Path) -> None:
    """Of real files: the mix is as long as the clip, and as loud as was asked for."""
    mixed = 0
    for name in ("video1.mp4", "chaplin.mp4", "example.mp4", "rabbit320.mp4"):
        found = probe(media / name) if (media / name).is_file() else None
        if found is None or found.audio_codec is None or not found.duration:
            continue
        seconds = round(min(found.duration, 6.0), 3)
        own = ["-t", str(seconds), *arguments(media / name, found.type)]
        laid = Piece(shop.root / "slow-morning.wav", "wav")
        out = tmp_path / f"{name}.mp4"
        bed(laid, out, SoundPlan(loudness=-16.0), seconds=seconds, own=own, source=media / name)
        heard = samples(out)
        assert len(heard) / 48_000 == pytest.approx(seconds, abs=0.045), "two frames of AAC"
        assert loudness(heard) == pytest.approx(-16, abs=0.6)
        mixed += 1
    if not mixed:
        skip("no real clip with sound is here")
