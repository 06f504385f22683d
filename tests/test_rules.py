"""What a measured file must be to run: one row a rule, with the severity and the reason."""

from typing import Any

import pytest

from ugc.formats import CODES, check, check_copy, load
from ugc.formats.rules.copy import length
from ugc.model.formats import Box
from ugc.model.probes import Container, Measured, Pictured, Probe, Problem, Reading, SeenText, Sound, Span

TABLES = load()
STILL = Probe(kind="image", type="jpg", size=900_000, width=1080, height=1920, mode="RGB")
CLIP = Probe(
    kind="video",
    type="mp4",
    size=9_000_000,
    width=1080,
    height=1920,
    frames=360,
    duration=12.0,
    fps=29.97,
    constant_rate=True,
    video_codec="h264",
    video_profile="High",
    pixel_format="yuv420p",
    colour_range="tv",
    colour_transfer="bt709",
    kbps=6000,
    audio_codec="aac",
    audio_channels=2,
    audio_rate=48_000,
    audio_kbps=190,
    container=Container(),
)
HEARD = Sound(loudness=-16.2, true_peak=-1.7)


def found(
    probe: Probe, name: str = "story", *, file: str = "", sound: Sound | None = HEARD, **more: Any
) -> dict[str, str]:
    """Code to severity of everything that a file has against it, but for the advice to send more pixels."""
    measured = Measured(probe=probe, sound=sound if probe.kind == "video" else None, **more)
    problems = check(measured, TABLES.format(name, probe.kind), tables=TABLES, name=file)
    for problem in problems:
        assert problem.code in CODES
        assert problem.source, problem.code
        assert problem.measured
        assert problem.required
        assert problem.fix.endswith("."), problem.fix
        assert problem.text.endswith("."), problem.text
    return {p.code: p.severity for p in problems if p.code != "below_recommended"}


STILLS: list[tuple[str, dict[str, Any], str, dict[str, str]]] = [
    ("as it should be", {}, "story", {}),
    ("WebP on Instagram", {"type": "webp"}, "story", {"type_not_accepted": "error"}),
    ("an animation", {"frames": 9}, "story", {"animated": "error"}),
    ("a byte over 30 MB", {"size": 30_000_001}, "story", {"too_many_bytes": "error"}),
    ("30 MB", {"size": 30_000_000}, "story", {}),
    ("a feed picture as a story", {"height": 1350}, "story", {"ratio_off": "warning"}),
    ("taller than 9:16", {"height": 2400}, "story", {"ratio_off": "error"}),
    ("one pixel off is rounding", {"height": 1921}, "story", {}),
    ("450x800", {"width": 450, "height": 800}, "story", {"too_small": "error"}),
    ("square in a feed format", {"height": 1080}, "feed", {"other_shape": "warning"}),
    ("print colours", {"mode": "CMYK"}, "story", {"cmyk": "error"}),
    ("Display P3", {"profile": "Display P3"}, "story", {"colour_profile": "warning"}),
    ("sRGB by its long name", {"profile": "sRGB IEC61966-2.1"}, "story", {}),
    ("no profile", {"profile": None}, "story", {}),
    ("transparent", {"alpha": True, "type": "png"}, "story", {"alpha": "warning"}),
    ("16 bit", {"bit_depth": 16, "type": "png"}, "story", {"bit_depth": "warning"}),
    ("turned by EXIF", {"orientation": 6}, "story", {"orientation_flag": "warning"}),
    ("5 MB is Snap's limit", {"size": 5_000_001}, "snap", {"too_many_bytes": "error"}),
    ("Snap takes 9:16 and nothing else", {"height": 1900}, "snap", {"ratio_off": "error"}),
    (
        "3 MB is X's limit, in a link",
        {"width": 1200, "height": 628, "size": 3_000_001},
        "link",
        {"too_many_bytes": "error"},
    ),
    ("over the 100 KB that TikTok suggests", {}, "tiktok.carousel", {"over_recommended_bytes": "note"}),
    (
        "16 bit on Snap's tile",
        {"width": 360, "height": 600, "bit_depth": 16, "type": "png"},
        "snapchat.story_tile",
        {"bit_depth": "error"},
    ),
]


@pytest.mark.parametrize(("why", "changes", "format", "expected"), STILLS, ids=[row[0] for row in STILLS])
def test_pictures(why: str, changes: dict[str, Any], format: str, expected: dict[str, str]) -> None:
    assert found(STILL.model_copy(update=changes), format) == expected


CLIPS: list[tuple[str, dict[str, Any], str, dict[str, str]]] = [
    ("as it should be", {}, "story", {}),
    ("as it should be", {}, "universal", {}),
    ("an edit list on Meta", {"container": Container(edit_lists=2)}, "story", {"edit_list": "error"}),
    ("an edit list on Snap", {"container": Container(edit_lists=1)}, "snap", {"edit_list": "note"}),
    ("the index last", {"container": Container(moov_first=False)}, "story", {"moov_last": "note"}),
    (
        "the index last on YouTube",
        {"container": Container(moov_first=False)},
        "short",
        {"moov_last": "error"},
    ),
    (
        "HEVC on Meta",
        {"video_codec": "hevc", "video_profile": "Main"},
        "story",
        {"codec_not_accepted": "error"},
    ),
    (
        "HEVC on Pinterest",
        {"video_codec": "hevc", "video_profile": "Main", "width": 1000, "height": 1500},
        "pin",
        {},
    ),
    (
        "MPEG-4 on TikTok, which names no codec",
        {"video_codec": "mpeg4"},
        "tiktok",
        {"codec_not_accepted": "warning"},
    ),
    (
        "ProRes on Reddit",
        {"video_codec": "prores", "type": "mov", "width": 1440, "height": 1080, "fps": 29.97},
        "reddit.feed",
        {"codec_not_accepted": "error"},
    ),
    (
        "WebM on Meta",
        {"type": "webm", "video_codec": "vp9", "audio_codec": "opus", "container": None},
        "story",
        {"type_not_accepted": "error", "codec_not_accepted": "error", "sound_codec": "error"},
    ),
    (
        "High 4:4:4",
        {"video_profile": "High 4:4:4 Predictive", "pixel_format": "yuv444p"},
        "story",
        {"codec_profile": "warning", "pixel_format": "warning"},
    ),
    ("Constrained Baseline", {"video_profile": "Constrained Baseline"}, "story", {}),
    ("a phone's varying rate on Meta", {"constant_rate": False}, "story", {"variable_rate": "error"}),
    ("a phone's varying rate on TikTok", {"constant_rate": False}, "tiktok", {"variable_rate": "warning"}),
    ("60 frames a second on LinkedIn", {"fps": 60.0}, "linkedin.video", {"fps_off": "error"}),
    ("interlaced on Meta", {"interlaced": True}, "story", {"interlaced": "error"}),
    ("interlaced on TikTok", {"interlaced": True}, "tiktok", {"interlaced": "warning"}),
    ("squeezed pixels", {"pixel_aspect": 4 / 3}, "story", {"pixel_aspect": "error"}),
    ("turned by its flag", {"rotation": 90}, "story", {"rotation_flag": "warning"}),
    ("an odd width", {"width": 1081, "height": 1921}, "story", {"odd_pixels": "warning"}),
    ("half a second", {"duration": 0.5}, "story", {"too_short": "error"}),
    ("121 s in Facebook Stories", {"duration": 121.0}, "meta.facebook_stories", {"too_long": "error"}),
    ("120 s in Facebook Stories", {"duration": 120.0}, "meta.facebook_stories", {"length_advice": "note"}),
    ("4 s on TikTok, whose policy says 5", {"duration": 4.0}, "tiktok", {"too_short": "error"}),
    ("61 s on TikTok", {"duration": 61.0}, "tiktok", {"too_long": "error"}),
    ("400 kbit/s on TikTok", {"kbps": 400}, "tiktok", {"bitrate_low": "error"}),
    ("1000 kbit/s on TikTok", {"kbps": 1000}, "tiktok", {"bitrate_low": "note"}),
    ("30 Mbit/s upright on X", {"kbps": 30_000}, "x.timeline", {"bitrate_high": "error"}),
    ("full range", {"colour_range": "pc", "pixel_format": "yuvj420p"}, "story", {"colour_range": "warning"}),
    (
        "HLG",
        {"colour_transfer": "arib-std-b67", "pixel_format": "yuv420p10le", "video_profile": "High 10"},
        "story",
        {"hdr": "warning", "pixel_format": "warning", "codec_profile": "warning"},
    ),
    ("PQ", {"colour_transfer": "smpte2084"}, "story", {"hdr": "warning"}),
    ("too large for LinkedIn", {"width": 1440, "height": 2560}, "linkedin.video", {"too_large": "error"}),
    ("too few bytes for LinkedIn", {"size": 70_000}, "linkedin.video", {"too_few_bytes": "error"}),
    ("no sound track", {"audio_codec": None}, "story", {"no_sound": "warning"}),
    ("no sound track on TikTok", {"audio_codec": None}, "tiktok", {"no_sound": "error"}),
    ("Opus in MP4", {"audio_codec": "opus"}, "story", {"sound_codec": "error"}),
    ("mono on Meta", {"audio_channels": 1}, "story", {"sound_channels": "error"}),
    ("mono on TikTok", {"audio_channels": 1}, "tiktok", {"sound_channels": "warning"}),
    ("96 kHz on LinkedIn", {"audio_rate": 96_000}, "linkedin.video", {"sound_rate": "error"}),
    ("96 kbit/s of sound on Meta", {"audio_kbps": 96}, "story", {"sound_bitrate": "warning"}),
]


@pytest.mark.parametrize(
    ("why", "changes", "format", "expected"), CLIPS, ids=[f"{r[0]}-{r[2]}" for r in CLIPS]
)
def test_clips(why: str, changes: dict[str, Any], format: str, expected: dict[str, str]) -> None:
    ignored = {"length_advice"} if "length_advice" not in expected else set()
    answer = found(CLIP.model_copy(update=changes), format)
    assert {code: severity for code, severity in answer.items() if code not in ignored} == expected


SOUNDS = [
    (Sound(loudness=-16.0, true_peak=-2.0), "story", {}),
    (Sound(loudness=-17.9, true_peak=-2.0), "story", {}),
    (Sound(loudness=-24.0, true_peak=-9.0), "story", {"loudness": "warning"}),
    (Sound(loudness=-8.0, true_peak=-1.6), "story", {"loudness": "warning"}),
    (Sound(loudness=-16.0, true_peak=0.4), "snap", {"true_peak": "warning"}),
    (Sound(loudness=None, true_peak=None), "story", {"silent": "warning"}),
    (Sound(loudness=None, true_peak=None), "tiktok", {"silent": "error"}),
]


@pytest.mark.parametrize(("sound", "format", "expected"), SOUNDS)
def test_sound(sound: Sound, format: str, expected: dict[str, str]) -> None:
    answer = found(CLIP, format, sound=sound)
    assert {code: how for code, how in answer.items() if code != "length_advice"} == expected


NAMES = [
    ("photo.jpg", {}),
    ("photo.JPEG", {}),
    ("photo.png", {"name_misleads": "warning"}),
    ("photo", {"name_misleads": "warning"}),
    ("photo.jpg.exe", {"name_misleads": "warning"}),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_name_says_what_the_file_is(name: str, expected: dict[str, str]) -> None:
    assert found(STILL, file=name) == expected


def seen(text: str, x0: float, y0: float, x1: float, y1: float) -> SeenText:
    """A text at a place given in pixels of 1080x1920."""
    box = Box(x0=x0 / 1080, y0=y0 / 1920, x1=x1 / 1080, y1=y1 / 1920)
    return SeenText(text=text, box=box, score=0.9)


COVERED = [
    ("story", (65, 269, 1015, 341), {}, ""),
    ("story", (64.5, 268.5, 1015, 341), {}, ""),  # under a pixel is rounding
    ("story", (65, 260, 600, 341), {"text_covered": "warning"}, "progress bar"),
    ("story", (65, 1200, 600, 1260), {"text_covered": "warning"}, "call-to-action"),
    ("story", (20, 400, 600, 460), {"text_covered": "warning"}, "edge crop"),
    ("tiktok", (120, 900, 770, 960), {"over_recommended_bytes": "note"}, ""),
    (
        "tiktok",
        (120, 900, 900, 960),
        {"text_covered": "error", "over_recommended_bytes": "note"},
        "action rail",
    ),
    ("feed", (100, 100, 900, 200), {"ratio_off": "error"}, ""),
]


@pytest.mark.parametrize(("format", "place", "expected", "by"), COVERED)
def test_text_under_the_interface(format: str, place: Any, expected: dict[str, str], by: str) -> None:
    assert found(STILL, format, words=(seen("Shop the serum", *place),)) == expected
    problems = check(
        Measured(probe=STILL, words=(seen("Shop the serum", *place),)), TABLES.format(format), tables=TABLES
    )
    told = [problem for problem in problems if problem.code == "text_covered"]
    assert by in (told[0].text if told else "")
    assert all(problem.boxes for problem in told)


def test_text_that_was_read_and_is_our_own_is_told_once() -> None:
    own = seen("Shop the serum", 65, 1240, 600, 1300)
    read = Reading(by="reader 1", texts=(seen("Shop the sernm", 70, 1242, 590, 1298),))
    problems = check(
        Measured(probe=STILL, words=(own,), reading=read), TABLES.format("instagram_stories"), tables=TABLES
    )
    assert next(p.text for p in problems if p.code == "text_covered").startswith("“Shop the serum”")
    assert sum(problem.code == "text_covered" for problem in problems) == 1


@pytest.mark.parametrize(
    ("contrast", "least", "expected"),
    [
        (4.5, 4.5, {}),
        (4.49, 4.5, {"low_contrast": "error"}),
        (3.1, 3.0, {}),  # large letters
        (2.9, 3.0, {"low_contrast": "error"}),
        (None, 4.5, {}),  # nobody measured it
        (1.0, None, {}),
    ],
)
def test_letters_that_do_not_stand_out(
    contrast: float | None, least: float | None, expected: dict[str, str]
) -> None:
    text = seen("Shop the serum", 100, 400, 600, 460).model_copy(
        update={"contrast": contrast, "least": least}
    )
    assert found(STILL, "story", words=(text,)) == expected


MARKS = [
    ("TikTok", (40, 60, 240, 120), "story", {"watermark": "warning", "text_covered": "warning"}),
    ("TikTok", (140, 1100, 340, 1180), "tiktok.in_feed_auction", {"watermark": "error"}),
    ("Made with CapCut", (140, 300, 500, 350), "story", {"watermark": "warning"}),
    ("we love TikTok", (400, 900, 680, 960), "story", {}),  # in the middle: the creator's own words
    ("tick tock goes the clock", (140, 300, 500, 350), "story", {}),
]


@pytest.mark.parametrize(("text", "place", "format", "expected"), MARKS)
def test_other_apps_marks(text: str, place: Any, format: str, expected: dict[str, str]) -> None:
    medium = TABLES.media(format)[0]
    probe = STILL if medium == "image" else CLIP
    answer = found(probe, format, reading=Reading(by="reader 1", texts=(seen(text, *place),)))
    assert {code: how for code, how in answer.items() if code != "length_advice"} == expected


PICTURED = [
    (Pictured(bars=Box(x0=0, y0=0.2, x1=1, y1=0.8)), "story", {"black_bars": "warning"}),
    (Pictured(bars=Box(x0=0, y0=0.2, x1=1, y1=0.8)), "snap", {"black_bars": "error"}),
    (Pictured(black=Span(start=0, end=0.8)), "story", {"black_opening": "warning"}),
    (Pictured(frozen=Span(start=0, end=2.0)), "story", {"frozen_opening": "warning"}),
]


@pytest.mark.parametrize(("pictured", "format", "expected"), PICTURED)
def test_bars_and_openings(pictured: Pictured, format: str, expected: dict[str, str]) -> None:
    answer = found(CLIP, format, pictured=pictured)
    assert {code: how for code, how in answer.items() if code != "length_advice"} == expected


def copy_problems(format: str, medium: Any, **texts: str) -> list[Problem]:
    return list(check_copy(texts, TABLES.format(format, medium), tables=TABLES))


COPY = [
    ("instagram_feed", "image", {"primary": "x" * 125}, {}),
    ("instagram_feed", "image", {"primary": "x" * 126}, {"text_cut": "warning"}),
    ("instagram_feed", "image", {"primary": "x" * 2201}, {"text_too_long": "error"}),
    (
        "instagram_feed",
        "image",
        {"primary": "".join(f"#{letter}" for letter in "abcdefghijklmnopqrstuvwxyzäöüßé")},
        {"text_too_long": "error"},
    ),
    ("tiktok", "video", {"caption": "x" * 100}, {}),
    ("tiktok", "video", {"caption": "美" * 50}, {}),
    ("tiktok", "video", {"caption": "美" * 51}, {"text_cut": "warning"}),
    ("tiktok", "video", {"caption": "see glow.example.com"}, {"text_refused": "error"}),
    ("tiktok", "video", {"caption": "by @ana"}, {"text_refused": "error"}),
    ("tiktok", "video", {"caption": "#GlowRun"}, {"text_refused": "error"}),
    ("tiktok", "video", {"primary": "words"}, {"text_not_taken": "note"}),
    ("tiktok.ad_network", "image", {"brand_name": "G"}, {"text_too_short": "error"}),
    ("x.timeline", "image", {"post": "x" * 281}, {"text_too_long": "error"}),
    ("x.timeline", "image", {"post": "美" * 141}, {"text_too_long": "error"}),
    ("x.timeline", "image", {"post": "x" * 50 + " https://example.com/" + "y" * 300}, {}),
    ("pinterest.standard", "image", {"title": "美" * 31}, {"text_cut": "warning"}),
    ("pinterest.standard", "image", {"title": "x" * 31}, {}),
]


@pytest.mark.parametrize(("format", "medium", "texts", "expected"), COPY)
def test_texts(format: str, medium: Any, texts: dict[str, str], expected: dict[str, str]) -> None:
    problems = copy_problems(format, medium, **texts)
    assert {problem.code: problem.severity for problem in problems} == expected


# Worked out by hand from the platforms' own descriptions.
LENGTHS = [
    ("abc", "characters", 3),
    ("é", "characters", 1),
    ("e\u0301", "characters", 1),  # composed before it is counted
    ("👩‍👩‍👧", "characters", 8),  # three of two units each and two joiners
    ("美しい", "double_width", 6),
    ("ab美", "double_width", 4),
    ("👩‍👩‍👧", "x", 2),
    ("美", "x", 2),
    ("https://example.com/a/long/address", "x", 23),
    ("go https://a.co now", "x", 30),
]


@pytest.mark.parametrize(("text", "counting", "expected"), LENGTHS)
def test_characters_are_counted_as_the_platform_counts(text: str, counting: str, expected: int) -> None:
    assert length(text, counting) == expected


def test_problems_come_errors_first_and_name_their_placement() -> None:
    probe = CLIP.model_copy(
        update={"rotation": 90, "video_codec": "vp9", "container": Container(moov_first=False)}
    )
    problems = check(Measured(probe=probe, sound=HEARD), TABLES.format("story", "video"), tables=TABLES)
    for place in ("meta.instagram_stories.video", "meta.facebook_stories.video"):
        order = [problem.severity for problem in problems if problem.placement == place]
        assert order == sorted(order, key=("error", "warning", "note").index)
        assert order[0] == "error"
