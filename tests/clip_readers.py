"""What came of a clip of a known kind: read from the finished file by PyAV, arithmetic and the kind's own drawing."""

import json
import shutil
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
    WIDTH,
    Kind,
    chirp,
    make,
)
from conform_makers import to_rgb
from conftest import Shop, sidecar

POST = "ig:Bqkind00001"
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
    """R'G'B' 0..255 of each patch, in a frame in the middle."""
    ground: np.ndarray
    sound: np.ndarray
    """(sample, channel) at 48 kHz, from 0 on."""
    notes: tuple[str, ...]


def rendered(shop: Shop, kind: Kind, *, format: str = "story") -> Film:
    """Make a clip of a kind, collect it, clear it, render it by the command, and have `ugc check` pass it."""
    path = make(kind, shop.root.parent / "kind")
    told = render(shop, path, format=format)
    (line,) = told["creatives"]
    (checked,) = shop("check", line["file"], "--format", format, "--no-read", "--json")["files"]
    assert checked["fits"], checked["problems"]
    return read(Path(line["file"]), notes=tuple(line["notes"]))


def render(shop: Shop, path: Path, *, format: str = "story", code: int = 0) -> Any:
    """Collect a clip of @ana's with a sound of her own, and render it; return what the command says."""
    said = sidecar(POST[3:], media_id=path.stem, extension=path.suffix[1:])
    path.with_name(f"{path.name}.json").write_text(json.dumps(said), "utf-8")
    shop("import", path.parent)
    shutil.rmtree(path.parent)
    shop.grant(POST)
    shop("rights", "release", POST, "--music", "original", "--evidence", "yes-from-ana.png", "--json")
    return shop("render", "--format", format, "--json", code=code)


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
            if number == count // 2:
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


def check_upright(film: Film, *, within: float = 40.0) -> None:
    """Each corner has the colour that was drawn there, and no other corner's."""
    for name, colour in film.corners.items():
        away = {other: float(np.abs(colour - CORNERS[other]).max()) for other in CORNERS}
        assert min(away, key=lambda each: away[each]) == name, f"{name} looks like another corner: {away}"
        assert away[name] < within, away


def check_colours(film: Film, expected: np.ndarray = PATCHES, *, within: float = 6.0) -> None:
    """Every patch has its colour, R'G'B' 0..255, and grey is grey."""
    off = np.abs(film.patches - expected).max(axis=1)
    assert off.max() < within, f"{off.round(1)}\n{film.patches.round()}"
    assert np.abs(film.ground - GROUND).max() < within, film.ground


def check_speed(film: Film, kind: Kind, *, begins: float = 0.0) -> None:
    """Every frame shows what stood `begins` seconds later in the clip: the frame before that moment, or the next."""
    assert np.allclose(np.diff(film.times), 1 / 30, atol=1e-4) and film.times[0] == 0
    moments = kind.moments
    wanted = (film.times + begins) * 1000
    half = 1000 / 30 / 2 + 1.5
    for at, said in zip(wanted, film.clock, strict=True):
        near = moments[(moments <= at + half)][-1]  # the newest that has come, to half a frame
        assert said >= 0, f"no clock at {at:.0f} ms"
        before = moments[moments <= max(at - half, 0)]
        assert (before[-1] if len(before) else moments[0]) <= said <= near, f"{said} at {at:.0f} ms"


def check_sync(film: Film, *, begins: float = 0.0, chirps: tuple[float, ...] = CHIRPS) -> None:
    """Chirps are heard where the clock of the picture says that they are."""
    for at in chirps:
        off = chirp_at(film.sound, near=at - begins) - (at - begins)
        assert LATE_S[0] <= off <= LATE_S[1], f"the chirp at {at} s comes {off * 1000:.0f} ms late"


def chirp_at(sound: np.ndarray, *, near: float) -> float:
    """Seconds at which a chirp begins, by cross-correlation, within a third of a second; fails where there is none."""
    mono, told = sound.mean(axis=1), chirp()
    first = max(int((near - 0.3) * RATE), 0)
    part = mono[first : int((near + 0.3 + CHIRP_S) * RATE)]
    found = np.correlate(part, told, "valid")
    best = int(np.argmax(np.abs(found)))
    alike = np.abs(found[best]) / (np.linalg.norm(told) * np.linalg.norm(part[best : best + len(told)]) + 1e-9)
    assert alike > 0.7, f"nothing like a chirp near {near} s ({alike:.2f})"
    return (first + best) / RATE
