"""What the tests share: a workspace filled through the command line, pictures, and skips that say why."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ugc.cli import say

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
"""Never the keyring of whoever runs the tests; the library reads this once in a process."""

SHARED = Path(__file__).resolve().parents[2] / "shared"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The instant at which tests run: the clock is an input."""

GRANT = (
    "rights grant {post} --method dm_yes --purpose paid_social --channel instagram --channel facebook "
    "--identity brand_handle --territory US --from 2026-11-01 --until 2027-05-01 --edits standard "
    "--terms terms-v3.txt --evidence yes-from-ana.png"
).split()


@pytest.fixture(autouse=True)
def told_to_people() -> Iterator[None]:
    """Commands that other tests ran leave behind whether they printed a document."""
    say.reset()
    yield
    say.reset()


def skip(reason: str) -> None:
    """Skip for want of a program; where everything is said to be installed, that is a failure."""
    if os.environ.get("UGC_NO_SKIPS"):
        pytest.fail(f"{reason}, and UGC_NO_SKIPS is set")
    pytest.skip(reason)


@pytest.fixture
def media() -> Path:
    """The folder of real photographs, where there is one."""
    if not (SHARED / "media").is_dir():
        pytest.skip("real photographs are not here")
    return SHARED / "media"


@pytest.fixture
def exiftool() -> Callable[..., list[dict[str, Any]]]:
    """ExifTool as an independent reader: files in, tags out."""
    if not shutil.which("exiftool"):
        skip("ExifTool is not installed")

    def read(*paths: Path, groups: bool = True) -> list[dict[str, Any]]:
        flags = ["-j", "-struct", *(["-G1"] if groups else [])]
        done = subprocess.run(
            ["exiftool", *flags, *map(str, paths)], capture_output=True, check=True, text=True
        )
        return json.loads(done.stdout)

    return read


@lru_cache(maxsize=64)
def photo(size: tuple[int, int] = (1200, 1500), *, seed: int = 1, type: str = "JPEG", **save: Any) -> bytes:
    """A picture with soft light, texture and an off-centre subject, different for each seed."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter

    rng = np.random.default_rng(seed)
    width, height = size
    down, across = np.mgrid[0:height, 0:width]
    light = 90 + 110 * (1 - down / height) + 30 * np.sin(across / width * 3 + seed)
    tint = rng.uniform(0.6, 1.0, 3)
    pixels = light[..., None] * tint + rng.normal(0, 4, (height, width, 1))
    image = Image.fromarray(np.clip(pixels, 0, 255).astype("uint8"))
    draw = ImageDraw.Draw(image)
    x, y, r = width * 0.45, height * 0.5, min(size) * 0.22
    draw.ellipse(
        (x - r, y - r * 1.3, x + r, y + r * 1.3), fill=tuple(int(v) for v in rng.integers(40, 220, 3))
    )
    draw.rectangle((x - r * 0.3, y - r * 1.9, x + r * 0.3, y - r * 1.2), fill=(240, 236, 228))
    image = image.filter(ImageFilter.GaussianBlur(min(size) / 400))
    out = BytesIO()
    image.save(out, type, **({"quality": 90} | save if type == "JPEG" else save))
    return out.getvalue()


def sidecar(shortcode: str = "BqvsDleB3lV", *, username: str = "ana", **more: Any) -> dict[str, Any]:
    """What gallery-dl writes beside a file of an Instagram post."""
    told = {
        "category": "instagram",
        "subcategory": "post",
        "post_shortcode": shortcode,
        "post_url": f"https://www.instagram.com/p/{shortcode}/",
        "post_date": "2018-11-29 01:04:04",
        "username": username,
        "fullname": username.title(),
        "owner_id": {"ana": "178414"}.get(username, f"9{len(username)}{ord(username[0])}"),
        "description": "Morning light and the new serum ✨ #GlowRun @sundayglow",
        "tags": ["#GlowRun"],
        "likes": 412,
        "type": "post",
        "num": 1,
        "count": 1,
        "media_id": "1922949326347663701",
        "extension": "jpg",
    }
    return told | more


def collected(folder: Path, *, posts: int = 1) -> Path:
    """A folder of downloads as gallery-dl leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(posts):
        shortcode = "BqvsDleB3lV" if number == 0 else f"Bqvs{number:07d}"
        picture = folder / f"{1922949326347663701 + number}.jpg"
        picture.write_bytes(photo(seed=number + 1))
        told = sidecar(shortcode, media_id=str(1922949326347663701 + number))
        picture.with_name(f"{picture.name}.json").write_text(json.dumps(told), "utf-8")
    return folder


def put(folder: Path, shortcode: str, *pictures: bytes, username: str = "ana", day: int = 1) -> None:
    """Write a post as gallery-dl leaves it: a file and its record for each picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(pictures, 1):
        path = folder / f"{shortcode}-{number}.jpg"
        path.write_bytes(data)
        told = sidecar(
            shortcode,
            username=username,
            num=number,
            count=len(pictures),
            media_id=f"{shortcode}-{number}",
            post_date=f"2018-11-{day:02} 01:04:04",
        )
        path.with_name(f"{path.name}.json").write_text(json.dumps(told), "utf-8")


class Shop:
    """A workspace driven through the command line, as a person would."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capture = capture
        self.out = ""
        self.err = ""

    def __call__(self, *arguments: str | Path, code: int = 0) -> Any:
        """Run a command; check its exit code; return its document when --json was asked for."""
        from ugc.cli.app import run

        self._capture.readouterr()
        got = run([str(argument) for argument in arguments])
        self.out, self.err = self._capture.readouterr()
        assert got == code, f"exit {got}, not {code}\n{self.out}\n{self.err}"
        return json.loads(self.out) if "--json" in arguments else self.out

    def grant(self, post: str = "ig:BqvsDleB3lV", *more: str, code: int = 0) -> Any:
        """Record the usual grant for a post; options given again win where they are single."""
        return self(*[part.format(post=post) for part in GRANT], *more, "--json", code=code)

    @property
    def creatives(self) -> list[Path]:
        """The pictures in the usual folder."""
        return sorted(
            p
            for p in (self.root / "out" / "creatives").glob("*")
            if p.suffix in (".jpg", ".png", ".webp", ".avif")
        )


@pytest.fixture
def empty_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shop:
    """A new workspace with nothing in it, as the current folder, on a known day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.setenv("UGC_SECRET_KEY", "")  # none; what a test sets is put back
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path / "glow", capsys)
    shop("init", "glow", "--brand", "Sunday Glow", "--hashtag", "GlowRun", "--market", "US")
    monkeypatch.chdir(shop.root)
    (shop.root / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (shop.root / "yes-from-ana.png").write_bytes(photo((320, 640), seed=9, type="PNG"))
    return shop


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """A workspace with one imported post, `ig:BqvsDleB3lV` by @ana, without rights."""
    empty_shop("import", collected(tmp_path / "collected"))
    return empty_shop
