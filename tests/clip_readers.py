"""What came of a clip of a known kind: read from the finished file by PyAV, arithmetic and the kind's own drawing."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from clip_kinds import (
    BANDS,
    BITS,
    CHIRP_S,
    CHIRPS,
    CLOCK,
    CORNER,
    CORNERS,
    GROUND,
    PATCHES,
    RATE,
    WHITE_NITS,
    WIDTH,
    Kind,
    chirp,
    make,
)
from conform_makers import to_rgb
from conftest import Shop, sidecar

LATE_S = (-0.008, 0.034)
"""Seconds by which sound may come before and after its picture: a frame of AAC is 21 ms, and comes late by design."""


@dataclass(frozen=True)
class Film:
    """A finished clip."""

    file: Path
    times: np.ndarray
    """Seconds of each frame."""
    clock: np.ndarray
    """Milliseconds that each frame says; -1 where none can be read."""
    corners: dict[str, np.ndarray]
    patches: np.ndarray
    """R'G'B' 0..255 of each patch, in a frame near the end."""
    ground: np.ndarray
    sound: np.ndarray
    """(sample, channel) at 48 kHz, from 0 on."""
    notes: tuple[str, ...]


def rendered(shop: Shop, kinds: Sequence[Kind], *, format: str = "story") -> list[tuple[Kind, Film]]:
    """Make clips, collect them, clear them, render them by the command in one go, and have `ugc check` pass them."""
    told = render(shop, kinds, format=format)
    lines = {line["post"]: line for line in told["creatives"]}
    files = [line["file"] for line in lines.values()]
    checked = shop("check", *files, "--format", format, "--no-read", "--json")["files"]
    assert all(file["fits"] for file in checked) and len(checked) == len(kinds), checked
    found = [lines[post(number)] for number in range(len(kinds))]
    films = [read(Path(line["file"]), notes=tuple(line["notes"])) for line in found]
    return list(zip(kinds, films, strict=True))


def collect(shop: Shop, kinds: Sequence[Kind], *, code: int = 0) -> Any:
    """Make clips, and import each as a post of @ana's; return what was said."""
    folder = shop.root.parent / "kinds"
    for number, kind in enumerate(kinds):
        path = make(kind, folder)
        said = sidecar(post(number)[3:], media_id=kind.name, extension=kind.extension)
        path.with_name(f"{path.name}.json").write_text(json.dumps(said), "utf-8")
    told = shop("import", folder, "--json", code=code)
    shutil.rmtree(folder)
    return told


def render(shop: Shop, kinds: Sequence[Kind], *, format: str = "story", code: int = 0) -> Any:
    """Collect clips with sounds of @ana's own, and render them; return what the command says."""
    collect(shop, kinds)
    posts = [post(number) for number in range(len(kinds))]
    shop.grant(posts[0], *posts[1:])
    for each in posts:
        shop("rights", "release", each, "--music", "original", "--evidence", "yes-from-ana.png", "--json")
    return shop("render", "--format", format, "--json", code=code)


def post(number: int) -> str:
    return f"ig:Bqkind{number:05}"


def judge(films: Sequence[tuple[Kind, Film]], *checks: Callable[[Film, Kind], None]) -> None:
    """Hold every film against every check, and fail with all that is wrong, by the names of the kinds."""
    wrong = []
    for kind, film in films:
        for check in checks:
            try:
                check(film, kind)
            except AssertionError as error:
                wrong.append(f"{kind.name}: {error}")
    assert not wrong, "\n".join(wrong)


def read(file: Path, *, notes: tuple[str, ...] = ()) -> Film:
    """Decode a finished clip: what each frame says, and what is heard."""
    times, clock, middle = [], [], None
    with av.open(str(file)) as opened:
        count = opened.streams.video[0].frames
        for number, frame in enumerate(opened.decode(video=0)):
            assert frame.format.name == "yuv420p"
            planes = [np.frombuffer(p, np.uint8).reshape(p.height, p.line_size) for p in frame.planes]
            times.append(float(frame.time))
            clock.append(_clock(planes[0], frame.width / WIDTH))
            if number == count - 4:
                middle = _colours(planes, frame.width, frame.height)
    assert middle
    corners, patches, ground = middle
    sound = _heard(file)
    return Film(file, np.array(times), np.array(clock), corners, patches, ground, sound, notes)


def _clock(luma: np.ndarray, scale: float) -> int:
    left, top, wide, high = (each * scale for each in CLOCK)
    rows = slice(round(top + high * 0.3), round(top + high * 0.7))
    cells = [
        luma[rows, round(left + wide * (n + 0.3)) : round(left + wide * (n + 0.7))].mean()
        for n in range(BITS + 2)
    ]
    if cells[0] < 150 or cells[-1] > 90:
        return -1
    return int("".join("1" if cell > 120 else "0" for cell in cells[1:-1]), 2)


def _colours(planes: list[np.ndarray], wide: int, high: int) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    scale = wide / WIDTH

    def seen(left: float, top: float, across: float, down: float) -> np.ndarray:
        """The mean colour of the middle of a box, given in pixels of a kind."""
        box = [left + across * 0.3, top + down * 0.3, left + across * 0.7, top + down * 0.7]
        x0, y0, x1, y1 = (round(each * scale) for each in box)
        luma = planes[0][y0:y1, x0:x1].mean()
        chroma = [plane[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2].mean() for plane in planes[1:]]
        return to_rgb(np.array([luma, *chroma]))

    right, bottom = wide / scale - CORNER, high / scale - CORNER
    corners = {
        name: seen(0 if "left" in name else right, 0 if "top" in name else bottom, CORNER, CORNER)
        for name in CORNERS
    }
    left, top, across, down = BANDS
    patches = [seen(left + n * across, top, across, down) for n in range(len(PATCHES))]
    return corners, np.stack(patches), seen(WIDTH * 0.4, 100, WIDTH * 0.2, 30)


def _heard(file: Path) -> np.ndarray:
    with av.open(str(file)) as opened:
        frames = [frame.to_ndarray() for frame in opened.decode(audio=0)]
        begins = float((opened.streams.audio[0].start_time or 0) * opened.streams.audio[0].time_base)
    sound = np.concatenate(frames, axis=1).T
    return np.pad(sound, ((max(round(begins * RATE), 0), 0), (0, 0)))


# --- what has to hold -------------------------------------------------------------------------------------------------


def check_upright(film: Film, kind: Kind) -> None:
    """Each corner has the colour that was drawn there, and no other corner's."""
    for name, colour in film.corners.items():
        away = {other: float(np.abs(colour - CORNERS[other]).max()) for other in CORNERS}
        assert min(away, key=lambda each: away[each]) == name, f"{name} looks like another corner: {away}"
        assert away[name] < 12, f"{name} is {colour.round()}, not {CORNERS[name]}"


def check_colours(film: Film, kind: Kind) -> None:
    """Every patch has its colour, R'G'B' 0..255, and grey is grey."""
    expected = bent(PATCHES) if kind.hdr else PATCHES
    off = np.abs(film.patches - expected).max(axis=1)
    assert off.max() < 6, f"off by {off.round(1)}:\n{film.patches.round()}"
    assert np.abs(film.ground - GROUND).max() < 6, f"grey is {film.ground}"


def check_speed(film: Film, kind: Kind) -> None:
    """Every frame shows what stood at its time in the clip, to half a frame, and all of the clip is there."""
    assert np.allclose(np.diff(film.times), 1 / 30, atol=1e-4) and film.times[0] == 0, "not 30 a second"
    end = len(film.times) / 30 + kind.cut
    assert kind.moments[-1] / 1000 - 0.02 <= end <= kind.seconds + 0.05, f"ends at {end:.2f} s"
    half = 1000 / 30 / 2 + 1.5
    for at, said in zip((film.times + kind.cut) * 1000, film.clock, strict=True):
        if at < kind.lit * 1000:
            continue
        early = kind.moments[kind.moments <= max(at - half, 0)]
        late = kind.moments[kind.moments <= at + half]
        assert early[-1] <= said <= late[-1], f"says {said} at {at:.0f} ms"


def check_sync(film: Film, kind: Kind) -> None:
    """Chirps are heard where the clock of the picture says that they are, in both ears alike."""
    for at in CHIRPS:
        if at + min(kind.late, 0) < kind.cut:
            continue
        off = chirp_at(film.sound, near=at - kind.cut) - (at - kind.cut)
        assert LATE_S[0] <= off <= LATE_S[1], f"the chirp at {at} s comes {off * 1000:.0f} ms late"
    levels = np.abs(film.sound).max(axis=0)
    assert levels.shape == (2,) and levels.min() > 0.05 and levels.max() < 1.1 * levels.min(), levels


def bent(rgb: np.ndarray) -> np.ndarray:
    """R'G'B' of colours that are as light as SDR shows `rgb`: above half of white it is bent, all three alike.

    With y = ((1 + r) x - 1/4) / (x + r), which is 1/2 with a slope of 1 at 1/2, and 1 at the light of 1000 cd/m2.
    """
    light = (rgb / 255) ** 2.4
    r = 1 / (4 * (1000 / WHITE_NITS - 1))
    top = np.maximum(light.max(axis=1, keepdims=True), 0.5)
    return 255 * (light * ((1 + r) * top - 0.25) / (top + r) / top) ** (1 / 2.4)


def chirp_at(sound: np.ndarray, *, near: float) -> float:
    """Seconds at which a chirp begins, by cross-correlation, within a third of a second; fails where there is none."""
    mono, told = sound.mean(axis=1), chirp()
    first = max(int((near - 0.3) * RATE), 0)
    part = mono[first : int((near + 0.3 + CHIRP_S) * RATE)]
    found = np.correlate(part, told, "valid")
    best = int(np.argmax(np.abs(found)))
    alike = np.abs(found[best]) / (
        np.linalg.norm(told) * np.linalg.norm(part[best : best + len(told)]) + 1e-9
    )
    assert alike > 0.7, f"nothing like a chirp near {near} s ({alike:.2f})"
    return (first + best) / RATE
