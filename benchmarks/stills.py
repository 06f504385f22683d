"""Measure the making of stills: ten variants of one 12-megapixel JPEG, without overlay, side by side in one run.

    python benchmarks/stills.py                      # makes its own photograph
    python benchmarks/stills.py --photo FILE.jpg     # or takes yours
    python benchmarks/stills.py --only speed         # or: quality

speed     Three arms, each in a process of its own, taken in turns: one warm-up, then one timed pass. Figures are CPU
          seconds (user and system) of the work alone, without start-up and imports; the memory is the peak of the
          whole process.
            naive   for each size: Image.open, exif_transpose, ImageOps.fit with LANCZOS, save at quality 85
            floor   decode once, then save ten canvases of these sizes that were made beforehand
            ours    open_picture once, then render and encode ten times
quality   Against Pillow's LANCZOS of the same crops, taken with the same fractions of a pixel:
            sharpness   mean square of the 3 x 3 Laplacian of the luma; ours by Lanczos'
            PSNR        in decibels
            zone        a zone plate whose rings reach the finest that 2000 pixels hold. Where the rings are finer than
                        a result can show (0.75 cycles a result pixel and up), grey should be left; given is how many
                        levels of 255 (RMS) are left instead, as moire, by each
            cloth       a plain weave with folds; given is what is left of it at 6 pixels and coarser (RMS levels)

Another measurement (with overlay; two cores) is a function in MEASUREMENTS, taking the path of the photograph, and an
arm that runs in its own process is a function in ARMS.

The photograph is synthetic, and the same each time: skies, stone, foliage and skin as noise of falling spectrum, with
hard and soft edged discs, a woven patch, and a sensor's noise; saved as JPEG at quality 92, 4:2:0, about 6 MB.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZES = [
    (1080, 1920),
    (1080, 1350),
    (1080, 1080),
    (1440, 1800),
    (1200, 628),
    (1920, 1080),
    (1200, 1200),
    (1000, 1500),
    (640, 640),
    (600, 750),
]
"""Stories, feed, large feed, link, landscape, square, pin, small: as placements ask for them."""
ROUNDS = 5
Work = Callable[[], object]


# --- speed ----------------------------------------------------------------------------------------


def naive(photo: Path) -> Work:
    def work() -> None:
        for size in SIZES:
            with Image.open(photo) as image:
                upright = ImageOps.exif_transpose(image)
                made = ImageOps.fit(upright, size, Image.Resampling.LANCZOS)
                made.save(BytesIO(), "JPEG", quality=85)

    return work


def floor(photo: Path) -> Work:
    with Image.open(photo) as image:
        image.draft("RGB", (image.width // 2, image.height // 2))
        canvases = [ImageOps.fit(image, size, Image.Resampling.BICUBIC) for size in SIZES]

    def work() -> None:
        with Image.open(photo) as image:
            image.load()
        for canvas in canvases:
            canvas.save(BytesIO(), "JPEG", quality=85)

    return work


def ours(photo: Path) -> Work:
    from ugc.geometry import cover_box
    from ugc.media.encode import encode
    from ugc.media.pixels import open_picture

    def work() -> None:
        picture = open_picture(photo)
        for size in SIZES:
            encode(picture.render(cover_box((picture.width, picture.height), size), size), "jpg", quality=85)

    return work


ARMS: dict[str, Callable[[Path], Work]] = {"naive": naive, "floor": floor, "ours": ours}


def run_arm(name: str, photo: Path) -> None:
    """One arm, in this process: print its CPU seconds and the peak memory in MiB."""
    work = ARMS[name](photo)
    work()
    start = time.process_time()
    work()
    spent = time.process_time() - start
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    print(json.dumps({"cpu": spent, "peak": peak}))


def speed(photo: Path) -> None:
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in ARMS}
    for _ in range(ROUNDS):
        for name in ARMS:
            command = [sys.executable, __file__, "--arm", name, "--photo", str(photo)]
            taken[name].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    cpu = {name: statistics.median(each["cpu"] for each in rows) for name, rows in taken.items()}
    print(f"{'arm':8}{'CPU s, median (least to most)':>34}{'peak MiB':>10}")
    for name, rows in taken.items():
        times = [each["cpu"] for each in rows]
        print(
            f"{name:8}{cpu[name]:>15.3f} ({min(times):.3f} to {max(times):.3f}){max(r['peak'] for r in rows):>12.0f}"
        )
    print(f"ours is {cpu['naive'] / cpu['ours']:.1f}x cheaper than naive (goal: at least 5x)")
    print(f"ours is {cpu['ours'] / cpu['floor']:.2f}x the floor (goal: at most 3x)")


# --- quality --------------------------------------------------------------------------------------


def sharpness(pixels: np.ndarray) -> float:
    """Mean square of the 3 x 3 Laplacian of the luma."""
    grey = luma(pixels)
    edges = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    return float((edges**2).mean())


def luma(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    error = float(((one.astype(np.float32) - other) ** 2).mean())
    return 10 * float(np.log10(255**2 / max(error, 1e-9)))


def zone_left(made: np.ndarray, width: int) -> float:
    """RMS levels left of a zone plate `width` pixels wide where a result can no longer show its rings."""
    down, across = np.mgrid[0 : made.shape[0], 0 : made.shape[1]] + 0.5
    scale = width / made.shape[1]
    far = np.hypot(across - made.shape[1] / 2, down - made.shape[0] / 2) * scale
    rings = far / width * scale  # cycles a result pixel; the plate reaches 0.5 a source pixel at width / 2
    hidden = (rings > 0.75) & (far < width / 2 - 20)
    return float(np.sqrt(((made[..., 1][hidden] - 127.5) ** 2).mean())) if hidden.any() else 0.0


def coarse_left(made: np.ndarray) -> float:
    """RMS levels of what is 6 pixels and coarser, but finer than the folds and the light."""
    grey = Image.fromarray(luma(made).astype(np.float32))
    small = grey.resize((grey.width // 3, grey.height // 3), Image.Resampling.LANCZOS)
    smooth = small.resize((small.width // 8, small.height // 8), Image.Resampling.BOX)
    base = smooth.resize(small.size, Image.Resampling.BICUBIC)
    return float((np.asarray(small) - np.asarray(base))[16:-16, 16:-16].std())


def quality(photo: Path) -> None:
    from ugc.geometry import WHOLE, cover_box
    from ugc.media.pixels import open_picture
    from ugc.media.resample import Picture

    picture = open_picture(photo)
    full = Image.fromarray(picture.pixels)
    print(f"{'size':>10}{'scale':>7}{'sharpness':>11}{'PSNR':>7}")
    for size in SIZES:
        box = cover_box((picture.width, picture.height), size)
        made = picture.render(box, size)
        edges = (box.x0 * full.width, box.y0 * full.height, box.x1 * full.width, box.y1 * full.height)
        wanted = np.asarray(full.resize(size, Image.Resampling.LANCZOS, box=edges))
        ratio = sharpness(made) / sharpness(wanted)
        scale = picture.scale(box, size)
        print(f"{size[0]:>5}x{size[1]:<4}{scale:>7.2f}{ratio:>11.3f}{psnr(made, wanted):>7.1f}")
    print(f"\n{'scale':>7}{'zone: ours':>12}{'Lanczos':>9}{'cloth: ours':>13}{'Lanczos':>9}")
    subjects = [zone_plate(2000, 1500), cloth(2000, 1500)]
    for scale in (1.3, 1.56, 1.8, 2.1, 2.39, 2.41, 2.6, 2.8, 3.2, 4.7, 5.2):
        row = []
        for subject, left in zip(subjects, (lambda each: zone_left(each, 2000), coarse_left), strict=True):
            size = (round(2000 / scale), round(1500 / scale))
            lanczos = np.asarray(Image.fromarray(subject).resize(size, Image.Resampling.LANCZOS))
            row += [left(Picture(subject).render(WHOLE, size)), left(lanczos)]
        print(f"{scale:>7.2f}{row[0]:>12.1f}{row[1]:>9.1f}{row[2]:>13.2f}{row[3]:>9.2f}")


MEASUREMENTS: dict[str, Callable[[Path], None]] = {"speed": speed, "quality": quality}


# --- subjects -------------------------------------------------------------------------------------


def zone_plate(width: int, height: int) -> np.ndarray:
    """Rings from coarse at the centre to the finest that pixels hold at half the width."""
    down, across = np.mgrid[0:height, 0:width] + 0.5
    far = (across - width / 2) ** 2 + (down - height / 2) ** 2
    return grey_rgb(127.5 + 127.5 * np.cos(np.pi / width * far))


def cloth(width: int, height: int) -> np.ndarray:
    """A plain weave of threads 3.1 pixels wide, turned and in folds."""
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    fold = 6 * np.sin(across / 310) + 5 * np.sin(down / 270 + across / 500)
    warp = (across * 0.9925 + down * 0.1219 + fold) * np.pi / 3.1
    weft = (down * 0.9925 - across * 0.1219 + 0.6 * fold) * np.pi / 3.1
    over = np.sign(np.cos(warp) * np.cos(weft))
    thread = 0.5 + 0.25 * over * (np.cos(warp / 2) ** 2 - np.cos(weft / 2) ** 2)
    return grey_rgb(thread * 220 * (0.75 + 0.2 * np.sin(across / 450 + down / 700)))


def grey_rgb(values: np.ndarray) -> np.ndarray:
    return np.repeat(np.clip(np.round(values), 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def photograph(width: int = 4000, height: int = 3000) -> Image.Image:
    """A synthetic photograph, the same each time; the module's docstring says of what."""
    random = np.random.RandomState(12)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    scene = natural(random, width, height, fall=1.1)[..., None] * 60
    scene = scene + natural(random, width, height, fall=1.6)[..., None] * np.array([40, 25, 55], np.float32)
    scene += np.array([120, 115, 105], np.float32) + ((height - down) / height * 40)[..., None]
    for _ in range(60):
        x, y, radius = random.uniform(0, width), random.uniform(0, height), random.uniform(20, 420)
        soft = random.choice([0.7, 1.5, 6.0])
        inside = 1 / (1 + np.exp(np.clip((np.hypot(across - x, down - y) - radius) / soft, -30, 30)))
        scene += inside[..., None] * random.uniform(-60, 60, 3).astype(np.float32)
    top, left, high, wide = (side * 3 // 40 for side in (8 * height, width, 4 * height, 5 * width))
    scene[top : top + high, left : left + wide] = cloth(wide, high) * np.array([0.9, 0.75, 0.7], np.float32)
    scene += random.normal(0, 3, scene.shape).astype(np.float32)
    return Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8))


def natural(random: np.random.RandomState, width: int, height: int, *, fall: float) -> np.ndarray:
    """Noise whose amplitude falls with frequency to the power `fall`, as in pictures of the world; deviation 1."""
    waves = np.fft.rfft2(random.normal(size=(height, width)).astype(np.float32))
    rate = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    waves /= np.maximum(rate, 1 / width) ** fall
    field = np.fft.irfft2(waves, s=(height, width)).astype(np.float32)
    return field / field.std()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photo", type=Path, help="a JPEG of about 12 megapixels; made when not given")
    parser.add_argument("--only", choices=MEASUREMENTS)
    parser.add_argument("--arm", choices=ARMS, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        photograph().save(asked.make, quality=92)
        return
    if asked.arm:
        run_arm(asked.arm, asked.photo)
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = asked.photo or Path(folder) / "photo.jpg"
        if (
            not asked.photo
        ):  # in a process of its own: a child's peak counts what its parent held when it began
            subprocess.run([sys.executable, __file__, "--make", str(photo)], check=True)
        for name, measure in MEASUREMENTS.items():
            if asked.only in (None, name):
                print(f"== {name}: {photo.name}, {photo.stat().st_size / 2**20:.1f} MiB")
                measure(photo)
                print()


if __name__ == "__main__":
    main()
