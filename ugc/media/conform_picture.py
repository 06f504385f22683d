"""The frames of a clip on their way to H.264: one filter graph, and the encoder's settings."""

from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from ugc.errors import InputError, MissingError
from ugc.media import ffmpeg
from ugc.media.conform_source import BT709, BT2020, HLG, UNSTATED, WIDE, Found, matrix_of, square_size
from ugc.model.conforming import PicturePlan
from ugc.model.probes import Probe

WHITE = 203.0
"""cd/m2 of a white page in HDR (ITU-R BT.2408): it is what SDR's white is set against."""
PEAK = 1000.0 / WHITE
"""The brightest light that is still told apart, in whites: what HLG is made for, and most PQ is graded to."""
KNEE = 0.5
"""Up to this part of white, light is left as it is; above it is bent. White comes to about 90 % of the signal."""
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt470", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}

_EXACT = "flags=lanczos+accurate_rnd+full_chroma_int"
# By way of whole numbers, which cut off what BT.709 has no colours for: as floats they would go on into odd chroma.
_CODED = ["format=gbrp12le", f"scale=out_color_matrix=bt709:out_range=tv:{_EXACT}", "format=yuv420p"]
_SETTINGS = "-c:v libx264 -profile:v high -pix_fmt yuv420p".split()
_ENCODINGS = {"draft": ("ultrafast", 26), "final": ("veryfast", 20), "archive": ("medium", 16)}
"""Preset and constant quality; `benchmarks/presets.py` has what each costs and gives."""
_TAGS = "-color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709".split()
FINISHED = (
    "setsar=1",
    "sidedata=mode=delete",  # what HDR displays are to know, captions, and turns that have been made
    "setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
)
"""The filters at the end: what the frames are is said, and nothing else of them."""


def encoding(found: Found, plan: PicturePlan, probe: Probe) -> list[str]:
    """Return ffmpeg's arguments for the frames. It turns them upright by itself, before this graph.

    Raises MissingError when this ffmpeg was built without x264, or without the filters that the colours need, and
    InputError as `coloured` does.
    """
    size = _even(plan.size or square_size(probe))
    return [
        "-vf",
        ",".join([*begun(probe, fps=plan.fps), *coloured(found, size), *FINISHED]),
        *settings(plan),
    ]


def begun(probe: Probe, *, fps: float | None) -> list[str]:
    """Return the filters that a clip's frames go through first: whole frames, from the beginning, at their rate."""
    return [
        *(_deinterlaced(sideways=probe.rotation % 180 != 0) if probe.interlaced else ()),
        "setpts='if(eq(N,0),0,PTS)'",  # a first frame that comes late stands from the beginning
        *([f"fps={rate(fps)}"] if fps else ()),
    ]


def settings(plan: PicturePlan) -> list[str]:
    """Return the encoder's settings. Raises MissingError when this ffmpeg was built without x264."""
    if not _works(ffmpeg.program(), ("-c:v", "libx264")):
        raise MissingError(
            "Clips are encoded with x264, and this ffmpeg was built without it.",
            hint="Install the one that has it: pip install imageio-ffmpeg",
        )
    fps = rate(plan.fps) if plan.fps else None
    # A rate of its own makes ffmpeg repeat and leave out frames; a fine clock keeps each where it was.
    clock = [] if fps else ["-fps_mode", "passthrough", "-enc_time_base", "1/90000"]
    gop = ["-g", str(round(2 * (fps or 30)))]
    return [*_SETTINGS, "-preset", _ENCODINGS[plan.encoding][0], *_weight(plan), *gop, *clock, *_TAGS]


def rate(fps: float) -> Fraction:
    """Return the exact frame rate that a rounded one means: 29.97 is 30000/1001."""
    slowed = Fraction(round(fps * 1.001) * 1000, 1001)
    is_slowed = abs(slowed - Fraction(fps)) < abs(round(fps) - Fraction(fps))
    return (
        slowed if is_slowed and abs(slowed - Fraction(fps)) < 0.005 else Fraction(fps).limit_denominator(1000)
    )


def _even(size: tuple[float, float]) -> tuple[int, int]:
    """Return the largest even size that is not larger: H.264 halves the colours both ways."""
    return max(int(size[0] + 0.01) // 2 * 2, 2), max(int(size[1] + 0.01) // 2 * 2, 2)


def _deinterlaced(*, sideways: bool) -> list[str]:
    """One frame for two fields. Fields are rows, so a picture already turned is laid on its side meanwhile."""
    fields = "bwdif=mode=send_frame:deint=all"
    return ["transpose=cclock", fields, "transpose=clock"] if sideways else [fields]


def coloured(found: Found, size: tuple[int, int]) -> list[str]:
    """Return the filters that bring frames to a size, and their colours to BT.709, limited range, 8 bits.

    Raises MissingError when this ffmpeg was built without those that the colours need, and InputError for Dolby Vision
    without a base layer that others can read.
    """
    if found.dolby_vision and found.dolby_vision[1] == 0:
        raise InputError(
            f"The clip is Dolby Vision of profile {found.dolby_vision[0]}: its colours are in a form that only "
            "Dolby's own decoders read, with no layer beside it for others.",
            hint="Ask the creator for the clip in HDR10, HLG or SDR.",
        )
    if found.hdr:
        return [*_tone_mapped(found, size), *_CODED]
    if found.primaries in WIDE:
        _need("zscale", "colours beyond BT.709")
        return [_zscale(found, size, "transfer=bt709"), *_CODED]
    matrix = _MATRICES.get(_matrix(found), "bt709")
    colours = f"in_color_matrix={matrix}:out_color_matrix=bt709:out_range=tv"
    return [f"scale=w={size[0]}:h={size[1]}:{colours}:{_EXACT}", "format=yuv420p"]


def _tone_mapped(found: Found, size: tuple[int, int]) -> list[str]:
    for name in ("zscale", "tonemap"):
        _need(name, "HDR")
    return [
        _zscale(found, size, f"transfer=linear:npl={WHITE:g}"),
        "format=gbrpf32le",
        f"tonemap=mobius:param={KNEE}:desat=0:peak={PEAK:.4f}",
        "zscale=transfer=bt709:primaries=bt709",
    ]


def _zscale(found: Found, size: tuple[int, int], result: str) -> str:
    """Everything that comes in is said, for zscale refuses what it would have to guess."""
    transfer = found.transfer if found.transfer != UNSTATED else BT709
    primaries = found.primaries if found.primaries != UNSTATED else BT2020
    span = "pc" if found.full_range else "tv"
    # Its quick way brightens each colour of HLG by itself, which makes them gaudy; the exact one makes the whole job
    # half as long again.
    exact = ":agamma=false" if transfer == HLG else ""
    given = f"tin={transfer}:pin={primaries}:min={_matrix(found)}:rin={span}"
    return f"zscale=w={size[0]}:h={size[1]}:filter=lanczos{exact}:{given}:primaries=bt709:{result}"


def _matrix(found: Found) -> int:
    return matrix_of(found.matrix, found.primaries, found.transfer, found.size)


def _weight(plan: PicturePlan) -> list[str]:
    ceiling = ["-maxrate", f"{plan.max_kbps}k", "-bufsize", f"{plan.max_kbps}k"] if plan.max_kbps else []
    return [
        *(["-b:v", f"{plan.kbps}k"] if plan.kbps else ["-crf", str(_ENCODINGS[plan.encoding][1])]),
        *ceiling,
    ]


def _need(filter_: str, what: str) -> None:
    if not _works(ffmpeg.program(), ("-vf", f"format=gbrpf32le,{filter_}")):
        raise MissingError(
            f"The clip has {what}, and this ffmpeg was built without the filter {filter_} that brings it to BT.709.",
            hint="Install the one that has it: pip install imageio-ffmpeg",
        )


@lru_cache(maxsize=8)
def _works(program: Path, asked: tuple[str, ...]) -> bool:
    """Try it on one small frame: `program` is there because another ffmpeg may answer otherwise."""
    frame = ["-f", "lavfi", "-i", "nullsrc=s=64x64:d=0.04"]
    try:
        ffmpeg.run([*frame, *asked, "-f", "null", "-"], source=program, patience_s=20)
    except InputError:
        return False
    return True
