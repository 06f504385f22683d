"""Captions read: SubRip, WebVTT and ASS files, and the text tracks that clips carry. All of it is hostile.

FFmpeg's own readers find the cues, for files and tracks alike: they know notes, styles and names of cues for what
they are. The lines that tell times are brought to one form before, as they stop at what some editors write.
"""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.caption_words import Said, cue_of, ended, said, unrolled
from ugc.media.opening import DEMUXERS, decoding, sniff, spoken
from ugc.model.captions import Captions
from ugc.text import counted

_HEAD = 4096
_MOST_BYTES = 4 * 2**20
"""Of a caption file: an hour of speech is a tenth of it."""
_MOST_CUES, _LONGEST = 20_000, 1_000
"""Cues of one clip, and characters of one of them."""
_TIME = r"(-?)(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?"
_GAP = r"[^\S\n]*"
_TIMING = re.compile(rf"^{_GAP}{_TIME}{_GAP}-->{_GAP}(?:{_TIME})?{_GAP}(.*)$", re.MULTILINE)
_LANGUAGE = re.compile(r"^Language:[^\S\n]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[^\S\n]*$", re.MULTILINE)
_NAMED = re.compile(r"\.([a-z]{2}(?:-[A-Za-z0-9]{2,8})*)$")
_TRACKS = dict(
    pair.split(":")
    for pair in "ara:ar ces:cs chi:zh cze:cs dan:da deu:de dut:nl ell:el eng:en fin:fi fra:fr fre:fr ger:de gre:el "
    "heb:he hin:hi hun:hu ind:id ita:it jpn:ja kor:ko nld:nl nor:no pol:pl por:pt ron:ro rum:ro rus:ru spa:es swe:sv "
    "tha:th tur:tr ukr:uk vie:vi zho:zh".split()
)
"""ISO 639-2, which tracks of clips are labelled with, to the tags of BCP 47; others are kept as they are."""
_UNKNOWN_TAGS = ("", "und", "mis", "mul", "zxx")
_TEXTS = {"srt", "subrip", "webvtt", "text", "mov_text", "ass", "ssa"}
_TWO_LETTERS = set(
    "aa ab af ak am ar as ay az ba be bg bh bi bm bn bo br bs ca ce co cs cv cy da de dv dz ee el en eo es et eu fa ff "
    "fi fj fo fr fy ga gd gl gn gu gv ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi "
    "mk ml mn mr ms mt my nb ne nl nn no ny oc or pa pl ps pt qu ro ru rw sd si sk sl sm sn so sq sr st su sv sw ta te "
    "tg th ti tk tn to tr ts tt ug uk ur uz vi vo wo xh yi yo zh zu".split()
)
"""ISO 639-1, so that the middle of `clip.raw.srt` is not taken for a language."""


def read(path: Path) -> Captions:
    """Read a caption file, or the text track of a clip. Times are seconds from the clip's first frame.

    Raises InputError for a file that holds no captions, or too many to be any.
    """
    with open_regular(path) as file:
        head = file.read(_HEAD)
        kind = sniff(head)
        if kind in DEMUXERS:
            found = own(path)
            if found is None:
                raise InputError(
                    f"{spoken(path)} is a clip without a track of captions.",
                    hint="Name an .srt or .vtt file.",
                )
            return found
        if kind is not None:
            raise InputError(
                f"{spoken(path)} is a picture ({kind}), and no captions.", hint="Name an .srt or .vtt file."
            )
        data = head + file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(
            f"{spoken(path)} is too long to be captions: more than {_MOST_BYTES // 2**20} MiB.",
            hint="Name the caption file of one clip.",
        )
    return _file(path, data)


def own(path: Path, *, language: str | None = None) -> Captions | None:
    """Read the text track that a clip carries; None where it has none.

    Of several, the one in `language` (BCP 47, compared by its first part), else the one that players show. Raises
    InputError when it has captions only as pictures.
    """
    import av

    with open_regular(path) as file:
        kind = sniff(file.read(_HEAD)) or ""
        file.seek(0)
        if kind not in DEMUXERS:
            return None
        with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
            track = _track(path, clip, language)
            if track is None:
                return None
            begin = begin_of(clip.streams.video)
            told = _language(track)
            found = list(_packets(path, clip, track))
    shifted = [Said(one.start - begin, one.end - begin, one.lines, one.stamps) for one in found]
    name = f"the text track of {spoken(path)}"
    return _captions(path, shifted, name, told if told not in _UNKNOWN_TAGS else None)


def begin_of(tracks: Sequence[Any]) -> float:
    """Return the second at which the first of some tracks of an opened clip begins; 0 where there is none."""
    return next((float((track.start_time or 0) * (track.time_base or 0)) for track in tracks), 0.0)


def _track(path: Path, clip: Any, language: str | None) -> Any:
    import av

    tracks = [t for t in clip.streams if t.type == "subtitle"]
    texts = [t for t in tracks if t.codec_context and t.codec_context.codec.name in _TEXTS]
    if tracks and not texts:
        raise InputError(
            f"{spoken(path)} has captions that are drawn as pictures, or in a coding that is not known here.",
            hint="Give them as an .srt or .vtt file.",
        )
    shown = av.stream.Disposition

    def order(track: Any) -> tuple[bool, bool, bool]:
        same = language is not None and _language(track).split("-")[0] == language.casefold().split("-")[0]
        return not same, bool(track.disposition & shown.forced), not track.disposition & shown.default

    return min(texts, key=order, default=None)


def _language(track: Any) -> str:
    told = str(track.metadata.get("language", "")).strip().casefold()
    return _TRACKS.get(told, told)


def _file(path: Path, data: bytes) -> Captions:
    import av

    text, notes = _decoded(path, data)
    head = text.lstrip()[:64]
    form = "webvtt" if head.startswith("WEBVTT") else "ass" if head.startswith("[Script Info]") else "srt"
    if form != "ass" and "-->" not in text:
        raise InputError(
            f"{spoken(path)} holds no captions: no line says from when to when, as in 00:00:01,000 --> 00:00:03,000.",
            hint="Name an .srt or .vtt file.",
        )
    ready = text if form == "ass" else _TIMING.sub(_timing, text)
    with decoding(path, form), av.open(io.BytesIO(ready.encode("utf-8")), format=form) as opened:
        found = list(_packets(path, opened, opened.streams.subtitles[0]))
    header = _LANGUAGE.search(text.lstrip().split("\n\n")[0]) if form == "webvtt" else None
    named = _NAMED.search(path.stem)
    language = header[1] if header else named[1] if named and named[1][:2] in _TWO_LETTERS else None
    made = _captions(path, found, spoken(Path(path.name)), language)
    return made.model_copy(update={"notes": (*notes, *made.notes)})


def _decoded(path: Path, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file: UTF-8, UTF-16 with or without its mark, else Windows-1252, which old editors write."""
    notes: tuple[str, ...] = ()
    odd, even = data[1:2000:2].count(0), data[0:2000:2].count(0)
    enough = len(data[:2000]) // 5
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    elif max(odd, even) > enough:
        text = data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            notes = (
                f"{spoken(Path(path.name))} is not UTF-8 and was read as Windows-1252: look at its accents.",
            )
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), notes


def _timing(found: re.Match[str]) -> str:
    """One line of times as all readers know it; a time before the clip is its start, a missing end is the start."""
    start = _clock(*found.groups()[:5])
    end = start if found[8] is None else _clock(*found.groups()[5:10])
    return f"{start} --> {end} {found[11] or ''}".rstrip()


def _clock(minus: str, hours: str | None, minutes: str, seconds: str, part: str | None) -> str:
    if minus:
        return "00:00:00.000"
    return f"{int(hours or 0):02}:{int(minutes):02}:{int(seconds):02}.{(part or '').ljust(3, '0')[:3]}"


def _packets(path: Path, opened: Any, track: Any) -> Iterator[Said]:
    form = track.codec_context.codec.name
    count = 0
    for packet in opened.demux(track):
        if packet.pts is None or not packet.size:
            continue
        count += 1
        if count > _MOST_CUES:
            raise InputError(
                f"{spoken(path)} has more than {_MOST_CUES:,} captions.", hint="Name those of one clip."
            )
        start = float(packet.pts * packet.time_base)
        end = start + float((packet.duration or 0) * packet.time_base)
        one = said(start, end, _payload(form, bytes(packet)))
        if sum(map(len, one.lines)) > _LONGEST:
            raise InputError(
                f"{spoken(path)}: the caption at {start:.1f} s is longer than {_LONGEST:,} characters.",
                hint="Cut it into sentences.",
            )
        yield one


def _payload(form: str, data: bytes) -> str:
    """The text of a packet. QuickTime's begins with its length in two bytes (3GPP TS 26.245), ASS with eight fields."""
    if form == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
        if data.startswith((b"\xfe\xff", b"\xff\xfe")):
            return data.decode("utf-16", "replace")
    text = data.decode("utf-8", "replace")
    return text.split(",", 8)[-1] if form in ("ass", "ssa") else text


def _captions(path: Path, found: list[Said], source: str, language: str | None) -> Captions:
    told = [Said(max(one.start, 0.0), one.end, one.lines, one.stamps) for one in found if one.end >= 0]
    kept, rolled = unrolled(ended(told))
    if not kept:
        raise InputError(
            f"{spoken(path)} holds no captions with words in them.", hint="Look at it in an editor."
        )
    notes = []
    if rolled:
        notes.append(f"The lines of {source} roll, so that each stands there twice: it was taken once.")
    if backwards := sum(one.end < one.start for one in told if one.lines):
        notes.append(
            f"{counted(backwards, 'caption')} of {source} ended before it began; it lasts to the next."
        )
    return Captions(cues=tuple(map(cue_of, kept)), language=language, source=source, notes=tuple(notes))
