"""Copies of clips: each fault is made, mended, and judged by ffprobe, MediaInfo and arithmetic."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conform_makers import (
    AAC,
    BEEP,
    BUNDLED,
    FRAME_OF_AAC_S,
    H264,
    HEIGHT,
    MOVING,
    PATCHES,
    WIDTH,
    band_colours,
    bands,
    boxes,
    check_packing,
    check_picture,
    frames,
    gap,
    make,
    mediainfo,
    packets,
    red_corner,
    rotation,
    streams,
    tags,
    to_rgb,
    to_yuv,
    turned,
)
from conftest import skip

from ugc.errors import InputError, MissingError, UgcError, UsageError
from ugc.media import conform_picture, ffmpeg
from ugc.media.conform import conform_clip
from ugc.media.probe import probe
from ugc.model.conforming import ClipPlan, PicturePlan, SoundPlan

ENCODED = ClipPlan(picture=PicturePlan(fps=29.97))
INSTALLED = shutil.which("ffmpeg")


@pytest.fixture(params=["bundled", "installed"], autouse=True)
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test is run with both: the new ffmpeg of the package, and the old one of a distribution."""
    if request.param == "installed" and not INSTALLED:
        skip("no other ffmpeg is installed")
    chosen = BUNDLED if request.param == "bundled" else Path(str(INSTALLED))
    monkeypatch.setattr(ffmpeg, "program", lambda: chosen)
    return chosen


def conform(source: Path, plan: ClipPlan = ENCODED, **more: Any) -> Path:
    """Make the copy; look after the original, and after what holds for every copy."""
    before, out = source.read_bytes(), source.with_name("copy.mp4")
    conform_clip(source, probe(source, whole=True), plan, out, **more)
    assert source.read_bytes() == before
    check_packing(out)
    return out


# --- the picture --------------------------------------------------------------------------------------


def test_wrong_codecs(tmp_path: Path) -> None:
    """MPEG-4 with PCM in AVI, and VP9 with Opus in WebM, come out as H.264 with AAC, as long and as alike as before."""
    old = make(tmp_path / "a.avi", *MOVING, *BEEP, *"-c:v mpeg4 -q:v 2 -c:a pcm_s16le".split())
    web = make(
        tmp_path / "b.webm",
        *MOVING,
        *BEEP,
        *"-c:v libvpx-vp9 -crf 15 -b:v 0 -cpu-used 8 -deadline realtime -c:a libopus".split(),
    )
    for source in (old, web):
        out = conform(source, ClipPlan(picture=PicturePlan(fps=30), sound=SoundPlan()))
        check_picture(out, (WIDTH, HEIGHT), fps="30/1")
        seen = mediainfo(out)["Audio"]
        assert (seen["Format"], seen["Format_AdditionalFeatures"], seen["Channels"]) == ("AAC", "LC", "2")
        assert seen["SamplingRate"] == "48000"
        before, after = frames(source), frames(out)
        assert len(before) == len(after) == 30
        assert psnr(to_rgb(before[3:9], "bt601"), to_rgb(after[3:9])) > 29


def test_interlaced(tmp_path: Path) -> None:
    """A bar moves on between the even rows and the odd: in the copy no rows stand apart, upright or turned."""
    moving = "nullsrc=s=480x272:r=60:d=1,geq=lum='if(between(mod(X-6*N,480),0,99),235,16)':cb=128:cr=128"
    fields = "-vf tinterlace=interleave_top,fieldorder=tff -flags +ildct+ilme -x264-params tff=1".split()
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", moving, *H264, *fields)
    assert probe(source).interlaced
    assert combing(source) > 3
    out = conform(source)
    check_picture(out, (480, 272))
    assert combing(out) < 0.5
    out = conform(turned(source, 90))
    check_picture(out, (272, 480))
    assert combing(out, sideways=True) < 0.5


def test_variable_rate(tmp_path: Path) -> None:
    """Frames left out here and there: the copy has one every 1001/30000 s, and ends when the source does."""
    gone = "select='not(eq(mod(n,7),2)+eq(mod(n,11),5))'"
    source = make(tmp_path / "a.mp4", *MOVING, *BEEP, "-vf", gone, "-fps_mode", "vfr", *H264, *AAC)
    assert np.ptp(np.diff(sorted(float(each["pts_time"]) for each in packets(source, "v")))) > 0.03
    out = conform(source)
    check_picture(out, (WIDTH, HEIGHT))
    assert len(packets(out, "v")) == 30


def test_own_times_are_kept_without_a_rate(tmp_path: Path) -> None:
    jitter = "setpts='(N+0.4*mod(N*7,5)/5)/30/TB'"
    source = make(
        tmp_path / "a.mp4",
        *MOVING,
        *("-vf", f"settb=1/90000,{jitter}"),
        *"-fps_mode passthrough".split(),
        *("-enc_time_base", "1/90000", *H264),
    )
    out = conform(source, ClipPlan(picture=PicturePlan()))
    before, after = (sorted(float(each["pts_time"]) for each in packets(c, "v")) for c in (source, out))
    assert len(before) == len(after) == 30
    assert np.allclose(before, after, atol=0.001)


VP9 = "-c:v libvpx-vp9 -b:v 0 -crf 10 -cpu-used 8".split()


@pytest.mark.parametrize(
    ("matrix", "full", "chroma", "coder"),
    [
        ("bt709", True, "420", H264[:-2]),
        ("bt601", False, "420", H264[:-2]),
        ("bt601", True, "420", H264[:-2]),
        ("bt709", False, "444", H264[:-2]),
        ("bt709", True, "420", VP9),
        ("bt709", False, "420", H264[:-2]),
    ],
    ids=["full range", "BT.601", "full BT.601", "4:4:4", "full VP9", "as it should be"],
)
def test_colours_are_kept(tmp_path: Path, matrix: str, full: bool, chroma: str, coder: list[str]) -> None:
    """Made by the standards' formulas, read by them: what was red before is the same red."""
    named = {"bt709": "bt709", "bt601": "smpte170m"}[matrix]
    said = f"range={'pc' if full else 'tv'}:colorspace={named}:color_primaries=bt709:color_trc=bt709"
    source = tmp_path / ("a.webm" if coder is VP9 else "a.mp4")
    bands(source, to_yuv(PATCHES, matrix, full=full), *coder, chroma=chroma, said=said)
    told = streams(source)["video"]
    assert (told["color_range"], told["color_space"]) == ("pc" if full else "tv", named)
    out = conform(source)
    check_picture(out, (40 * len(PATCHES), 64))
    assert np.abs(band_colours(out, len(PATCHES)) - PATCHES).max() < 4


def test_unstated_colours_are_taken_as_players_do(tmp_path: Path) -> None:
    """BT.601 for small pictures: nothing says so, and everyone plays them so."""
    source = bands(tmp_path / "a.mp4", to_yuv(PATCHES, "bt601"), *H264)
    assert "color_space" not in streams(source)["video"]
    assert np.abs(band_colours(conform(source), len(PATCHES)) - PATCHES).max() < 4


def hlg(linear: np.ndarray) -> np.ndarray:
    """Signal 0..1 of scene light 0..1 (ITU-R BT.2100, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(linear <= 1 / 12, np.sqrt(3 * linear), a * np.log(np.maximum(12 * linear - b, 1e-9)) + c)


def pq(nits: np.ndarray) -> np.ndarray:
    """Signal 0..1 of light in cd/m2 (ITU-R BT.2100, table 4)."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = (nits / 10_000) ** m1
    return ((c1 + c2 * power) / (1 + c3 * power)) ** m2


GREYS_NITS = np.array([1.0, 10.0, 26.0, 50.0, 100.0, 203.0, 1000.0])
"""Light on a display, cd/m2; 203 is white paper, 26 is a grey card, 1000 the sun on metal."""


@pytest.mark.parametrize(
    ("transfer", "full"), [("arib-std-b67", False), ("arib-std-b67", True), ("smpte2084", False)]
)
def test_hdr_is_brought_to_sdr(tmp_path: Path, transfer: str, full: bool) -> None:
    """White paper comes to about 90 % of the signal, highlights stay apart from it, mid-tones keep their light."""
    light = GREYS_NITS / 1000
    signal = pq(GREYS_NITS) if transfer == "smpte2084" else hlg(light ** (1 / 1.2))
    coded = to_yuv(np.repeat(signal[:, None] * 255, 3, 1), "bt2020", bits=10, full=full)
    said = f"range={'pc' if full else 'tv'}:colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}"
    params = "log-level=error"
    if transfer == "smpte2084":
        light = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
        params += f":max-cll=1000,400:master-display={light}"
    coder = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", params, "-tag:v", "hvc1"]
    source = bands(tmp_path / "a.mp4", coded, *coder, bits=10, said=said)
    told = streams(source)["video"]
    assert (told["color_transfer"], told["color_range"]) == (transfer, "pc" if full else "tv")
    out = conform(source)
    check_picture(out, (280, 64))
    grey = band_colours(out, len(coded))
    assert np.ptp(grey, axis=1).max() < 3, "a grey that is not grey"
    levels = grey.mean(1) / 255
    assert (np.diff(levels) > 0.03).all(), f"tones run together: {levels}"
    assert 0.85 < levels[5] < 0.94
    assert levels[6] > 0.98
    assert np.abs(levels[:4] - (GREYS_NITS[:4] / 203) ** (1 / 2.4)).max() < 0.02


def test_wide_colours_without_hdr(tmp_path: Path) -> None:
    """P3 primaries: a grey stays grey, and P3's red is more than BT.709 has, so it is as red as can be."""
    colours = np.array([(128, 128, 128), (255, 0, 0), (200, 120, 100)], np.float64)
    said = "range=tv:colorspace=bt709:color_primaries=smpte432:color_trc=bt709"
    source = bands(tmp_path / "a.mp4", to_yuv(colours, "bt709"), *H264, said=said)
    out = conform(source)
    check_picture(out, (120, 64))
    grey, red, skin = band_colours(out, 3)
    assert np.abs(grey - 128).max() < 3
    assert red[0] > 250
    assert red[1:].max() < 12
    assert skin[0] - skin[1] > 85, "the same numbers in BT.709 would be paler"


def test_rotated(tmp_path: Path) -> None:
    """The mark in the top left corner of the stored frame stands where a player would show it."""
    marked = ["-f", "lavfi", "-i", "color=gray:s=480x270:r=30:d=0.5,drawbox=0:0:60:60:red:fill"]
    plain = make(tmp_path / "plain.mp4", *marked, *H264)
    for angle, corner in ((90, "bottom left"), (180, "bottom right"), (270, "top right")):
        source = turned(plain, angle)
        assert rotation(streams(source)["video"])
        out = conform(source, ClipPlan(picture=PicturePlan(fps=30)))
        check_picture(out, (480, 270) if angle == 180 else (270, 480), fps="30/1")
        assert red_corner(out) == corner


def test_oblong_pixels(tmp_path: Path) -> None:
    """A circle that was stored squeezed is round again, and no row is lost."""
    drawn = "color=black:s=480x480:r=30:d=0.5,geq=lum='if(lt(hypot(X-240,Y-240),150),235,16)':cb=128:cr=128"
    squeezed = [*"-vf scale=360:480,setsar=4/3".split(), *H264]
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", drawn, *squeezed)
    assert streams(source)["video"]["sample_aspect_ratio"] == "4:3"
    out = conform(source)
    check_picture(out, (480, 480))
    lit = frames(out)[3][..., 0] > 120
    assert abs(lit.any(0).sum() - lit.any(1).sum()) <= 2


@pytest.mark.parametrize(
    ("told", "exact"),
    [(29.97, (30000, 1001)), (23.976, (24000, 1001)), (59.94, (60000, 1001)), (30, (30, 1)), (25, (25, 1)), (4, (4, 1)),
     (12.5, (25, 2)), (29.97003, (30000, 1001))],
)  # fmt: skip
def test_rates(told: float, exact: tuple[int, int]) -> None:
    found = conform_picture.rate(told)
    assert (found.numerator, found.denominator) == exact


def test_smaller(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", "testsrc2=s=1080x1920:r=30:d=0.3", *H264)
    out = conform(source, ClipPlan(picture=PicturePlan(size=(540, 960))))
    check_picture(out, (540, 960), fps="30/1")


def test_odd_sides_lose_less_than_a_row(tmp_path: Path) -> None:
    coder = "-vf setsar=1 -c:v libx264 -preset ultrafast -pix_fmt yuv444p".split()
    source = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", "testsrc=s=271x481:r=30:d=0.3", *coder)
    assert streams(source)["video"]["width"] == 271
    check_picture(conform(source, ClipPlan(picture=PicturePlan())), (270, 480), fps="30/1")


@pytest.mark.parametrize("size", [(540, 960), (270, 400)], ids=["larger", "another shape"])
def test_never_enlarged_or_distorted(tmp_path: Path, size: tuple[int, int]) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264)
    with pytest.raises(UgcError, match=r"never enlarged|another shape"):
        conform(source, ClipPlan(picture=PicturePlan(size=size)))
    assert not (tmp_path / "copy.mp4").exists()


def test_bitrate(tmp_path: Path) -> None:
    """Noise would take all it can get: the average and the ceiling are held."""
    noise = ["-f", "lavfi", "-i", f"nullsrc=s={WIDTH}x{HEIGHT}:r=30:d=3,geq=random(1)*255:128:128"]
    source = make(tmp_path / "a.mp4", *noise, *H264)
    out = conform(source, ClipPlan(picture=PicturePlan(kbps=1500, max_kbps=2000)))
    assert 1200 < int(streams(out)["video"]["bit_rate"]) / 1000 < 1800


def combing(clip: Path, *, sideways: bool = False) -> float:
    """Mean levels between a row and the next, where the picture is made of upright bars alone: 0 for whole frames."""
    luma = frames(clip)[5:25, ..., 0].astype(np.float64)
    return float(np.abs(np.diff(luma, axis=2 if sideways else 1)).mean())


def psnr(before: np.ndarray, after: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / ((before.astype(float) - after) ** 2).mean()))


# --- the packing --------------------------------------------------------------------------------------


def hashes(clip: Path, kind: str) -> list[str]:
    return [each["data_hash"] for each in packets(clip, kind)]


def test_packed_anew_without_loss(tmp_path: Path) -> None:
    """Index last, edit lists, a .mov: every packet of picture and sound is the same, in the same order."""
    source = make(tmp_path / "a.mov", *MOVING, *BEEP, *H264[:-2], "-bf", "3", "-pix_fmt", "yuv420p", *AAC)
    found = boxes(source)
    assert found.count("elst") == 2
    assert found.index("mdat") < found.index("moov")
    out = conform(source, ClipPlan())
    assert hashes(out, "v") == hashes(source, "v")
    assert hashes(out, "a") == hashes(source, "a")
    assert mediainfo(out)["General"]["Format_Profile"] == "Base Media"


def test_what_an_edit_list_hides_stays_hidden(tmp_path: Path) -> None:
    """Someone cut the beginning away, and it is still in the file: a copy without the edit list would show it."""
    drawn = "color=red:s=270x480:r=30:d=1[a];color=blue:s=270x480:r=30:d=1[b];[a][b]concat"
    long = make(tmp_path / "long.mp4", "-f", "lavfi", "-i", drawn, *BEEP, *H264, "-g", "300", *AAC)
    source = make(tmp_path / "a.mp4", "-ss", "1.0", "-i", long, "-c", "copy")
    assert len(packets(source, "v")) == 60, "the red second is still there"
    out = conform(source, ClipPlan())
    first = to_rgb(frames(out)[0]).mean((0, 1))
    assert first[2] > 200 > 50 > first[0]
    assert len(packets(out, "v")) == 30


@pytest.mark.parametrize(
    "plan",
    [ClipPlan(), ENCODED, ClipPlan(sound=SoundPlan()), ClipPlan(sound=SoundPlan(loudness=-16))],
    ids=["copied", "frames encoded", "sound encoded", "levelled"],
)
@pytest.mark.parametrize("late", [0.0, 0.3], ids=["together", "sound late"])
def test_flash_and_beep_stay_together(tmp_path: Path, plan: ClipPlan, late: float) -> None:
    """Between flash and beep there lies what lay between them, to a frame of AAC."""
    flash = "color=black:s=64x64:r=30:d=2,drawbox=0:0:64:64:white:fill:enable='between(t,0.99,1.2)'"
    beep = "aevalsrc='0.5*sin(2*PI*1000*t)*between(t,0.99,1.2)':s=48000:d=2"
    source = make(
        tmp_path / "a.mp4",
        *("-f", "lavfi", "-i", flash, "-itsoffset", str(late), "-f", "lavfi", "-i", beep),
        *(*H264[:-2], "-bf", "2", "-pix_fmt", "yuv420p", *AAC),
    )
    out = conform(source, plan)
    assert abs(gap(out) - gap(source)) <= FRAME_OF_AAC_S
    assert abs(gap(source) - late) < 0.04


def test_late_picture_stands_from_the_beginning(tmp_path: Path) -> None:
    """A picture that comes 0.4 s after the sound cannot be told without an edit list: its first frame waits."""
    source = make(
        tmp_path / "a.mp4",
        *("-itsoffset", "0.4", *MOVING, *BEEP, *H264, *AAC),
    )
    out = conform(source, ClipPlan(picture=PicturePlan(fps=30)))
    assert len(packets(out, "v")) == 42
    still = frames(out)[:, ..., 0].astype(float)
    assert np.abs(still[11] - still[0]).mean() < 2 < np.abs(still[20] - still[0]).mean()


def test_no_sound_is_added(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264)
    out = conform(source, ClipPlan(picture=PicturePlan(), sound=SoundPlan(loudness=-16)))
    assert set(streams(out)) == {"video"}


def test_sound_that_mp4_does_not_take_is_encoded(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mov", *MOVING, *BEEP, *H264, "-c:a", "pcm_s16le")
    out = conform(source, ClipPlan())
    assert streams(out)["audio"]["codec_name"] == "aac"
    assert hashes(out, "v") == hashes(source, "v")


def test_only_picture_and_sound_go_along(tmp_path: Path) -> None:
    """Timecode, chapters and subtitles are tracks of their own, which placements refuse."""
    notes = tmp_path / "notes.txt"
    notes.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=One\n", "utf-8")
    more = ["-i", notes, "-map", "0:v", "-map", "1:a", "-map_chapters", "2", "-timecode", "01:00:00:00"]
    source = make(tmp_path / "a.mov", *MOVING, *BEEP, *more, *H264, *AAC)
    assert "data" in streams(source)
    conform(source, ClipPlan())
    conform(source)


def test_words_go_along_and_places_do_not(tmp_path: Path) -> None:
    packet = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">\xc3\xa9</x:xmpmeta>'
    said = ["-metadata", "title=Été", "-metadata", "comment=by @ana", "-metadata", "copyright=Ana"]
    source = make(tmp_path / "a.mp4", *MOVING, *H264, *said, "-metadata", "location=+48.85+002.35/")
    with source.open("ab") as file:
        box = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + packet
        file.write((len(box) + 8).to_bytes(4) + b"uuid" + box)
    assert "location" in tags(source)
    for plan in (ClipPlan(), ENCODED):
        out = conform(source, plan)
        told = tags(out)
        assert (told["title"], told["comment"], told["copyright"]) == ("Été", "by @ana", "Ana")
        assert not [key for key in told if "location" in key]
        assert packet in out.read_bytes()
        assert boxes(out)[-2:] == ["uuid", "free"]


def test_xmp_is_read_by_others(tmp_path: Path, exiftool: Any) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        b'photoshop:Credit="@ana"/></rdf:RDF></x:xmpmeta>'
    )
    source = make(tmp_path / "a.mp4", *MOVING, *H264)
    with source.open("ab") as file:
        box = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + packet
        file.write((len(box) + 8).to_bytes(4) + b"uuid" + box)
    assert exiftool(conform(source))[0]["XMP-photoshop:Credit"] == "@ana"


# --- what goes wrong ----------------------------------------------------------------------------------


def test_the_original_is_never_the_copy(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264)
    other = tmp_path / "b.mp4"
    other.symlink_to(source)
    before = source.read_bytes()
    for out in (source, other):
        with pytest.raises(UsageError, match="never changed"):
            conform_clip(source, probe(source), ENCODED, out)
    assert source.read_bytes() == before


def test_a_clip_that_is_cut_short_is_not_passed_off_as_whole(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264, "-movflags", "+faststart")
    whole = probe(source)
    source.write_bytes(source.read_bytes()[: whole.size // 2])
    out = tmp_path / "copy.mp4"
    for plan in (ENCODED, ClipPlan()):
        with pytest.raises(InputError):
            conform_clip(source, whole, plan, out)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["a.mp4"]


def test_damaged_frames_are_said(tmp_path: Path) -> None:
    """ffmpeg patches them up and ends well: someone has to look at the copy."""
    source = make(tmp_path / "a.mp4", *MOVING, *H264, "-movflags", "+faststart")
    data, rng = bytearray(source.read_bytes()), np.random.default_rng(1)
    for at in rng.integers(data.index(b"mdat") + 4000, len(data), 60):
        data[at] ^= 0xFF
    source.write_bytes(data)
    said = conform_clip(source, probe(source), ENCODED, tmp_path / "copy.mp4")
    assert "damaged" in said[0]


def test_what_no_mp4_carries_is_encoded(tmp_path: Path) -> None:
    source = make(
        tmp_path / "a.webm", *MOVING, *BEEP, *"-c:v libvpx -deadline realtime -c:a libvorbis".split()
    )
    out = tmp_path / "copy.mp4"
    said = conform_clip(source, probe(source, whole=True), ClipPlan(), out)
    assert len(said) == 2
    assert {kind: told["codec_name"] for kind, told in streams(out).items()} == {
        "video": "h264",
        "audio": "aac",
    }


def test_many_frames_of_run_up(tmp_path: Path) -> None:
    """Apple's encoder puts 2112 samples before the sound: copied, it still comes late by one frame at most."""
    source = make(tmp_path / "a.mp4", *MOVING, *BEEP, *H264, *AAC)
    data = bytearray(source.read_bytes())
    sound = data.rindex(b"elst")
    entry = sound + 8 + 4 + 4  # version, count, length, and then the first sample that is heard
    assert int.from_bytes(data[entry : entry + 4]) == 1024
    data[entry : entry + 4] = (2112).to_bytes(4)
    source.write_bytes(data)
    before = hashes(source, "a")
    out = conform(source, ClipPlan())
    after = hashes(out, "a")
    assert after == before[len(before) - len(after) :]
    assert len(before) - len(after) == 1


def test_an_old_copy_stands_when_a_new_one_fails(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", *MOVING, *H264)
    (out := tmp_path / "copy.mp4").write_bytes(b"old")
    with pytest.raises(InputError, match="not done"):
        conform_clip(source, probe(source), ENCODED, out, patience_s=0.01)
    assert out.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.mp4", "copy.mp4"]


def test_a_missing_filter_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    params = "log-level=error:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
    coder = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", params]
    source = bands(tmp_path / "a.mp4", np.full((2, 3), 512.0), *coder, bits=10)
    works = conform_picture._works
    monkeypatch.setattr(
        conform_picture, "_works", lambda *asked: "zscale" not in str(asked) and works(*asked)
    )
    with pytest.raises(MissingError, match="zscale"):
        conform(source)


def test_what_ffmpeg_lacks_is_found_out() -> None:
    assert conform_picture._works(ffmpeg.program(), ("-vf", "format=gbrpf32le,zscale"))
    assert not conform_picture._works(ffmpeg.program(), ("-vf", "format=gbrpf32le,nonesuch"))
    assert not conform_picture._works(ffmpeg.program(), ("-c:v", "nonesuch"))


@pytest.mark.parametrize("name", ["-y.mp4", 'a b\'s "c";$(d).mp4', "concat:a|b.mp4", "%03d.mp4", "été\n.mp4"])
def test_names_are_names(tmp_path: Path, name: str) -> None:
    source = make(tmp_path / "plain.mp4", *MOVING, *H264).rename(tmp_path / name)
    assert len(packets(conform(source), "v")) == 30


def test_one_file_is_read_and_no_other(tmp_path: Path) -> None:
    """A playlist under the name of a clip: nothing of the file that it points to gets into a copy."""
    secret = make(tmp_path / "secret.mp4", *MOVING, *H264)
    playlist = tmp_path / "a.mp4"
    playlist.write_bytes(b"#EXTM3U\n#EXTINF:1,\nfile://" + str(secret).encode() + b"\n")
    with pytest.raises(InputError):
        conform_clip(playlist, probe(secret), ENCODED, tmp_path / "copy.mp4")
    assert not (tmp_path / "copy.mp4").exists()
