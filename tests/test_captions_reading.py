"""Caption files and tracks of clips, read: what they say, by people's eyes and by ffmpeg; and what hostile ones do."""

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from clips import clip, ffmpeg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.errors import InputError
from ugc.media.captions import own, read
from ugc.media.ffmpeg import program
from ugc.model.captions import Captions

PLAIN = """1
00:00:00,500 --> 00:00:02,000
Okay so this is
my shelf

2
00:00:02,000 --> 00:00:03,250
and it is small
"""
ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.470 align:start position:0%
\x20
hi<00:00:00.480><c> everyone</c><00:00:00.960><c> welcome</c>

00:00:02.470 --> 00:00:02.480 align:start position:0%
hi everyone welcome
\x20

00:00:02.480 --> 00:00:05.030 align:start position:0%
hi everyone welcome
back<00:00:02.720><c> to</c><00:00:03.000><c> my</c><00:00:03.300><c> shelf</c>

00:00:05.030 --> 00:00:05.040 align:start position:0%
back to my shelf
\x20
"""


def written(folder: Path, text: str | bytes, name: str = "clip.srt") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def told(found: Captions) -> list[tuple[float, float, str]]:
    return [(round(cue.start, 3), round(cue.end, 3), cue.text) for cue in found.cues]


def cue(text: str, times: str = "00:00:01,000 --> 00:00:02,000") -> str:
    return f"1\n{times}\n{text}\n"


TEXTS = [
    ("<i>so</i> <b>good</b> <font color='#f00'>now</font>", "so good now", "tags of SubRip"),
    (r"{\an8}{\i1}up{\i0} there\Nand here\hnow", "up there\nand here now", "codes of ASS"),
    ("<v Ana><c.loud>hello</c> &amp; <lang es>hola</lang>", "hello & hola", "tags of WebVTT"),
    ("<ruby>漢<rt>kan</rt></ruby>字", "漢字", "what is set above letters is not said twice"),
    ("5 < 7 and 9 > 8, a <3 for you", "5 < 7 and 9 > 8, a <3 for you", "signs that are no tags"),
    ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>", "words that look like a tag are words"),
    ("a\0b\x07c", "abc", "NULs and other controls"),
    ("safe\u202egpj.\u2066exe &#x202e;\u200b", "safegpj.exe", "what reorders or hides words"),
    ("so    many\t spaces ", "so many spaces", "spaces"),
    ("family 👩‍👩‍👧 مرحبا", "family 👩‍👩‍👧 مرحبا", "joined emoji and other scripts stay"),
    (
        "#set page(fill: red) $x$ \\u{41}",
        "#set page(fill: red) $x$ \\u{41}",
        "markup of other programs is words",
    ),
]


@pytest.mark.parametrize(("raw", "text", "why"), TEXTS, ids=[row[2] for row in TEXTS])
def test_a_text_is_what_it_says(tmp_path: Path, raw: str, text: str, why: str) -> None:
    assert [each.text for each in read(written(tmp_path, cue(raw))).cues] == [text], why


FILES = [
    ("srt", PLAIN, [(0.5, 2.0, "Okay so this is\nmy shelf"), (2.0, 3.25, "and it is small")]),
    ("crlf", PLAIN.replace("\n", "\r\n"), [(0.5, 2.0, "Okay so this is\nmy shelf"), (2.0, 3.25, "and it is small")]),
    (
        "vtt with notes, styles and names of cues",
        "WEBVTT - a title\n\nSTYLE\n::cue { color: red }\n\nNOTE not\nthis\n\n"
        "intro\n00:01.000 --> 00:02.000 line:0\none\n\nNOTE nor this\n\nouttro\n00:02.500 --> 00:03.000\ntwo\n",
        [(1.0, 2.0, "one"), (2.5, 3.0, "two")],
    ),
    ("a number is said", cue("42"), [(1.0, 2.0, "42")]),
    ("dots, one digit, no hours", cue("x", "0:01.5 --> 0:02.25"), [(1.5, 2.25, "x")]),
    ("no end: until the next", cue("x", "00:00:01,000 -->") + "\n" + cue("y", "00:00:03,000 --> 00:00:04,000"), [
        (1.0, 3.0, "x"), (3.0, 4.0, "y")]),
    ("no end and none after: four seconds", cue("x", "00:00:01,000 -->"), [(1.0, 5.0, "x")]),
    ("an end before its start", cue("x", "00:00:05,000 --> 00:00:02,000"), [(5.0, 9.0, "x")]),
    ("begun before the clip", cue("x", "-00:00:01,000 --> 00:00:02,000"), [(0.0, 2.0, "x")]),
    ("out of order", cue("b", "00:00:03,000 --> 00:00:04,000") + "\n" + cue("a"), [(1.0, 2.0, "a"), (3.0, 4.0, "b")]),
    ("cues without words", cue("<i></i>") + "\n" + cue("y", "00:00:03,000 --> 00:00:04,000"), [(3.0, 4.0, "y")]),
    ("one over the other stays so",
     cue("a", "00:00:01,000 --> 00:00:04,000") + "\n" + cue("b", "00:00:02,000 --> 00:00:03,000"),
     [(1.0, 4.0, "a"), (2.0, 3.0, "b")]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), FILES, ids=[row[0] for row in FILES])
def test_when_what_is_said(
    tmp_path: Path, why: str, text: str, expected: list[tuple[float, float, str]]
) -> None:
    assert told(read(written(tmp_path, text))) == expected


def by_ffmpeg(path: Path) -> list[str]:
    """What ffmpeg itself reads in a file, as plain SubRip: times and words."""
    command = [program(), "-v", "error", "-i", path, "-map", "0:s:0", "-f", "srt", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    rows = done.stdout.decode("utf-8").replace("\r\n", "\n").strip().split("\n\n")
    return [row.partition("\n")[2] for row in rows]


def as_srt(found: Captions) -> list[str]:
    def clock(seconds: float) -> str:
        parts = round(seconds * 1000)
        return f"{parts // 3_600_000:02}:{parts // 60_000 % 60:02}:{parts // 1000 % 60:02},{parts % 1000:03}"

    return [f"{clock(each.start)} --> {clock(each.end)}\n{each.text}" for each in found.cues]


@pytest.mark.parametrize("kind", ["srt", "vtt", "ass"])
def test_files_are_read_as_ffmpeg_reads_them(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, PLAIN)
    if kind != "srt":
        made = tmp_path / f"clip.{kind}"
        ffmpeg("-i", path, made)
        path = made
    assert as_srt(read(path)) == by_ffmpeg(path)
    assert len(by_ffmpeg(path)) == 2


ENCODINGS = [
    ("utf-8-sig", "café — “hi”", False),
    ("utf-16", "café — “hi”", False),
    ("utf-16-le", "café, sí, así", False),
    ("utf-16-be", "café, sí, así", False),
    ("cp1252", "café — “hi”", True),
]


@pytest.mark.parametrize(("encoding", "text", "noted"), ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str, text: str, noted: bool) -> None:
    found = read(written(tmp_path, cue(text).encode(encoding)))
    assert found.cues[0].text == text
    assert any("Windows-1252" in note for note in found.notes) == noted


def test_rolling_captions_are_told_once_with_their_words(tmp_path: Path) -> None:
    found = read(written(tmp_path, ROLLING, "clip.vtt"))
    assert [each.text for each in found.cues] == ["hi everyone welcome", "back to my shelf"]
    assert found.language == "en"
    assert any("roll" in note for note in found.notes)
    first = [(word.text, word.start, word.end) for word in found.cues[0].words]
    assert first == [("hi", 0.16, 0.48), (" everyone", 0.48, 0.96), (" welcome", 0.96, 2.48)]
    for each in found.cues:
        assert "".join(word.text for word in each.words) == each.text
        assert all(a.end <= b.start for a, b in pairwise(each.words))


def test_a_line_that_rolls_with_its_times_leaves_none_behind(tmp_path: Path) -> None:
    first = "00:01.000 --> 00:02.000\na<00:01.500> b\n"
    text = f"WEBVTT\n\n{first}\n00:02.000 --> 00:03.000\na<00:02.000> b\nc<00:02.250> d\n"
    found = read(written(tmp_path, text, "clip.vtt"))
    spoken = [[(word.text, word.start) for word in each.words] for each in found.cues]
    assert spoken == [[("a", 1.0), (" b", 1.5)], [("c", 2.0), (" d", 2.25)]]


def test_rolling_captions_that_lost_their_word_times(tmp_path: Path) -> None:
    lines = ["one two", "three four", "five six", "seven"]
    cues = [
        cue(f"{a}\n{b}", f"00:00:0{n},000 --> 00:00:0{n + 1},000") for n, (a, b) in enumerate(pairwise(lines))
    ]
    found = read(written(tmp_path, "\n".join(cues)))
    assert "\n".join(each.text for each in found.cues) == "\n".join(lines)


def test_what_is_said_twice_by_a_person_stays_twice(tmp_path: Path) -> None:
    rows = ["no", "no", "never", "not once", "really", "believe me", "I know"]
    text = "\n".join(cue(row, f"00:00:0{n},000 --> 00:00:0{n + 1},000") for n, row in enumerate(rows))
    assert [each.text for each in read(written(tmp_path, text)).cues] == rows


def test_times_of_words_that_run_back_are_no_times(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\na<00:01.800> b<00:01.200> c\n", "a.vtt")
    )
    assert (found.cues[0].text, found.cues[0].words) == ("a b c", ())


@pytest.mark.parametrize(
    ("name", "language"),
    [("clip.en.srt", "en"), ("clip.pt-BR.srt", "pt-BR"), ("clip.raw.srt", None), ("clip.srt", None), ("de.srt", None)],
)  # fmt: skip
def test_the_language_in_a_name(tmp_path: Path, name: str, language: str | None) -> None:
    assert read(written(tmp_path, PLAIN, name)).language == language


@pytest.mark.parametrize(
    ("suffix", "codec", "picture"),
    [
        ("mp4", "mov_text", "libx264"),
        ("mkv", "subrip", "libx264"),
        ("mkv", "ass", "libx264"),
        ("webm", "webvtt", "libvpx"),
    ],
)
def test_a_clips_own_track(tmp_path: Path, suffix: str, codec: str, picture: str) -> None:
    silent = clip(tmp_path / f"bare.{suffix}", seconds=4, codec=picture)
    path = tmp_path / f"clip.{suffix}"
    tags = ["-metadata:s:s:0", "language=deu"]
    ffmpeg(
        "-i",
        silent,
        "-i",
        written(tmp_path, PLAIN),
        "-map",
        "0",
        "-map",
        "1",
        "-c",
        "copy",
        "-c:s",
        codec,
        *tags,
        path,
    )
    found = own(path)
    assert found is not None
    assert told(found) == [(0.5, 2.0, "Okay so this is\nmy shelf"), (2.0, 3.25, "and it is small")]
    assert found.language == "de"
    assert read(path) == found
    assert own(silent) is None


def test_of_several_tracks_the_one_in_the_language(tmp_path: Path) -> None:
    english, german = written(tmp_path, cue("hello"), "a.srt"), written(tmp_path, cue("hallo"), "b.srt")
    path = tmp_path / "clip.mp4"
    inputs = ["-i", clip(tmp_path / "bare.mp4", seconds=3), "-i", english, "-i", german]
    tags = ["-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=ger"]
    ffmpeg(*inputs, *"-map 0 -map 1 -map 2".split(), "-c", "copy", "-c:s", "mov_text", *tags, path)
    assert [own(path, language=tag).cues[0].text for tag in (None, "de-AT", "fr")] == [
        "hello",
        "hallo",
        "hello",
    ]


def test_times_count_from_the_first_frame(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    bare = clip(tmp_path / "bare.mkv", seconds=4)
    late = ["-itsoffset", "1.5", "-i", bare, "-itsoffset", "1.5", "-i", written(tmp_path, PLAIN)]
    ffmpeg(*late, "-map", "0", "-map", "1", "-c:v", "copy", "-c:s", "subrip", "-copyts", path)
    starts = [each.start for each in own(path).cues]
    assert starts == pytest.approx([0.5, 2.0], abs=0.05)


REFUSED = [
    (b"", "holds no captions", "nothing in it"),
    (b"just words\n", "holds no captions", "no times"),
    (b"<!doctype html><p>a --> b</p>", "holds no captions", "a web page"),
    (cue("<i></i>").encode(), "no captions with words", "no words"),
    (cue("w" * 2000).encode(), "longer than 1,000 characters", "a book in a cue"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is a picture", "a picture"),
    (b"x" * (4 * 2**20 + 5000), "too long", "a huge file"),
    (bytes(range(1, 256)) * 20, "holds no captions", "noise"),
]


@pytest.mark.parametrize(("data", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_no_captions_is_said(tmp_path: Path, data: bytes, said: str, why: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read(written(tmp_path, data))
    assert caught.value.hint


def test_too_many_cues_are_refused(tmp_path: Path) -> None:
    text = "\n".join(
        f"1\n00:{n // 60 % 60:02}:{n % 60:02},000 --> 01:00:00,000\nx{n}\n" for n in range(20_002)
    )
    with pytest.raises(InputError, match="more than 20,000"):
        read(written(tmp_path, text))


def test_a_clip_without_captions_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="without a track of captions"):
        read(clip(tmp_path / "clip.mp4"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(
    st.binary(max_size=400),
    st.lists(st.sampled_from([
        "WEBVTT", "", "1", "00:00:01,000 --> 00:00:02,000", "00:00:01.000 --> 99:99:99.999", "-->", "{\\an8}",
        "<00:00:01.500>",
        "-00:00:01,000 --> -00:00:00,500", "<c>a</c>", "\ufdd0", "NOTE", "0000:00:00.000 --> 9999:00:00.000",
        "é\u202e", "&#0;&#x110000;",
    ]), max_size=25).map(lambda rows: "\n".join(rows).encode()),
))  # fmt: skip
def test_no_file_brings_it_down(tmp_path: Path, data: bytes) -> None:
    try:
        found = read(written(tmp_path, data))
    except InputError:
        return
    assert found.cues
    for each in found.cues:
        assert 0 <= each.start < each.end
        assert each.text.strip() and "\0" not in each.text and "\ufdd0" not in each.text
