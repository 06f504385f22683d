"""Galleries and ad packages as builders leave them, made from a workspace's creatives by hand."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

GALLERY, ADS = "out/gallery/glow", "out/ads/meta"


def variant_of(creative: Path) -> str:
    """The variant's id, from the sidecar."""
    return str(json.loads(Path(f"{creative}.rights.json").read_text("utf-8"))["label"]["variant"])


def smaller(picture: Path, to: Path, *, label: bool = False) -> Path:
    """A thumbnail in another type, with the label kept or lost, as resizing services do either."""
    with Image.open(picture) as image:
        kept = {"xmp": image.info["xmp"]} if label else {}
        out = BytesIO()
        image.convert("RGB").resize((image.width // 4, image.height // 4)).save(out, "WEBP", **kept)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(out.getvalue())
    return to


def plain(to: Path, colour: str = "teal") -> Path:
    """A picture of nobody's, such as a logo."""
    to.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (16, 16), colour).save(to)
    return to


def written(to: Path, content: Any) -> Path:
    """A document or page: JSON unless it is a text already."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return to


def gallery(root: Path, creatives: list[Path]) -> Path:
    """A gallery of creatives: a copy, one with other bytes and the label kept, a thumbnail without one, two pages."""
    folder = root / GALLERY
    items = []
    for number, creative in enumerate(creatives):
        copy = folder / "img" / f"{number}.jpg"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(creative, copy)
        smaller(creative, folder / "img" / f"{number}-full.webp", label=True)
        smaller(creative, folder / "img" / f"{number}-270.webp")
        items.append(
            {
                "variant": variant_of(creative),
                "src": f"img/{number}.jpg",
                "thumbs": [f"img/{number}-270.webp"],
                "badge": "img/badge.png",
            }
        )
        written(
            folder / f"{number}.html", f'<img src="img/{number}.jpg" srcset="img/{number}-270.webp 270w">'
        )
    plain(folder / "img" / "badge.png")
    plain(folder / "img" / "logo.png", "navy")
    written(folder / "gallery.json", {"theme": {"logo": "img/logo.png"}, "items": items})
    written(folder / "index.html", "".join(f'<img src="img/{n}.jpg">' for n in range(len(creatives))))
    return folder


def package(root: Path, creatives: list[Path]) -> Path:
    """An ad package: a copy to upload, and a document with an ad for each creative."""
    folder = root / ADS
    folder.mkdir(parents=True, exist_ok=True)
    for creative in creatives:
        shutil.copyfile(creative, folder / creative.name)
    ads = [
        {
            "ad_name": f"Ad {number}",
            "ad_id": 120212345678901234 + number,
            "placement": "meta.instagram_stories.image",
            "creative": {"variant": variant_of(creative)},
        }
        for number, creative in enumerate(creatives)
    ]
    written(folder / "package.json", {"name": "The whole package", "ads": ads})
    return folder
