"""The demo: a small brand's collected posts laid out as people have them, and what its creators allowed."""

import json
import shutil
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import MissingError, UsageError
from ugc.files import write_text
from ugc.identity import canonical_link, pk_from_shortcode
from ugc.resources import ASSETS
from ugc.workspace.granting.recording import GrantForm

if TYPE_CHECKING:
    from ugc.workspace import Workspace

SCRIPT = ASSETS / "demo" / "posts.toml"
PICTURES = ASSETS / "demo" / "pictures"
SETTINGS = ASSETS / "demo" / "ugc.toml"
_BRAND = ASSETS / "demo" / "brand"

_TERMS = "You let Sunday Glow use your post in paid ads, as agreed, for as long as agreed. You may end it in writing.\n"
_COLUMNS = ("url", "platform", "handle", "name", "caption", "posted_at", "likes", "media")


def script() -> dict[str, Any]:
    """Read the demo's posts, grants and revocations. Raises MissingError when it did not travel with the program."""
    if not SCRIPT.is_file():
        raise MissingError(
            "The demo's posts did not travel with this installation.", hint="Install ugc anew."
        )
    return tomllib.loads(SCRIPT.read_text("utf-8"))


def lay_out(folder: Path, told: dict[str, Any], *, today: date) -> Path:
    """Write what a brand has on disk: gallery-dl's folders, a sheet with its pictures, saved API answers, its logo.

    Raises UsageError when the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty.", hint="Name a new folder: ugc demo DIR.")
    collected = folder / "collected"
    by_source: dict[str, list[dict[str, Any]]] = {"gallery-dl": [], "sheet": [], "graph": []}
    for post in told["post"]:
        by_source[post["source"]].append(post | {"posted": _posted(post, today)})
    _gallery_dl(collected / "gallery-dl" / "instagram", by_source["gallery-dl"])
    _sheet(collected / "campaign sheet", by_source["sheet"])
    _graph(collected / "api answers", by_source["graph"])
    for path in sorted(_BRAND.glob("*.svg")):
        write_text(folder / "brand" / path.name, path.read_text("utf-8"))
    evidence = folder / "evidence"
    write_text(evidence / "terms-v3.txt", _TERMS)
    for grant in told["grant"]:
        who = grant.get("who") or "-".join(post.split(":")[1] for post in grant["posts"])
        write_text(
            evidence / f"{who}.txt",
            f"{who}: {grant.get('method', grant.get('status'))}, kept for the demo.\n",
        )
    return collected


def record(workspace: "Workspace", told: dict[str, Any], *, at: datetime) -> None:
    """Record what each creator allowed, refused or never answered, and what was taken back."""
    today = workspace.day(at)
    evidence = workspace.root / "evidence"
    for grant in told["grant"]:
        targets = (f"@{grant['who']}",) if "who" in grant else tuple(grant["posts"])
        name = grant.get("who") or "-".join(post.split(":")[1] for post in grant["posts"])
        until = grant.get("until", 180)
        form = GrantForm(
            targets=targets,
            status=grant.get("status", "granted"),
            method=grant.get("method", "none"),
            purposes=tuple(grant.get("purposes", ("paid_social",))),
            channels=tuple(grant.get("channels", ("instagram", "facebook"))),
            territories=tuple(grant.get("territories", ("US",))),
            start=today + timedelta(days=grant.get("from", 0)),
            end="perpetual" if until == "perpetual" else today + timedelta(days=until),
            edits=tuple(grant.get("edits", ("standard",))),
            terms=(str(evidence / "terms-v3.txt"),),
            evidence=(evidence / f"{name}.txt",),
            by=grant["by"],
        )
        workspace.grant(form, at=at)
    for word in told["revoke"]:
        day = today - timedelta(days=word["days_ago"])
        workspace.revoke(word["post"], by=word["by"], why=word["why"], effective=day, at=at)


def _posted(post: dict[str, Any], today: date) -> datetime:
    return datetime(today.year, today.month, today.day, 8, 30, tzinfo=UTC) - timedelta(days=post["days_ago"])


def _gallery_dl(folder: Path, posts: Iterable[dict[str, Any]]) -> None:
    """One folder a creator, one sidecar a file; a carousel repeats its post in each."""
    for post in posts:
        pk = pk_from_shortcode(post["id"]) or 0
        for number, picture in enumerate(post["pictures"], start=1):
            name = f"{pk}_{pk + number}{Path(picture).suffix}"
            _copy(picture, folder / post["handle"] / name)
            told = {
                "category": "instagram",
                "subcategory": "posts",
                "post_id": str(pk),
                "post_shortcode": post["id"],
                "post_url": canonical_link(f"ig:{post['id']}"),
                "post_date": f"{post['posted']:%Y-%m-%d %H:%M:%S}",
                "username": post["handle"],
                "fullname": post["name"],
                "owner_id": str(10_000 + sum(map(ord, post["handle"]))),
                "description": post["caption"],
                "likes": post["likes"],
                "type": "post",
                "num": number,
                "count": len(post["pictures"]),
                "media_id": str(pk + number),
                "sidecar_media_id": str(pk),
            }
            write_text(folder / post["handle"] / f"{name}.json", _json(told))


def _sheet(folder: Path, posts: Iterable[dict[str, Any]]) -> None:
    """A campaign manager's sheet, as spreadsheet programs save it, with its pictures beside it."""
    lines = [_COLUMNS]
    for post in posts:
        key = f"{'tt' if post['platform'] == 'tiktok' else 'ig'}:{post['id']}"
        for picture in post["pictures"]:
            _copy(picture, folder / picture)
        lines.append(
            (
                canonical_link(key, post["handle"]) or "",
                post["platform"],
                f"@{post['handle']}",
                post["name"],
                post["caption"],
                f"{post['posted']:%Y-%m-%d}",
                str(post["likes"]),
                "; ".join(post["pictures"]),
            )
        )
    rows = [",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    write_text(folder / "posts.csv", "\n".join(rows) + "\n")


def _graph(folder: Path, posts: Iterable[dict[str, Any]]) -> None:
    """A page of tagged media as the Instagram Graph API gives it, its pictures saved beside it."""
    data = []
    for post in posts:
        for picture in post["pictures"]:
            _copy(picture, folder / picture)
        data.append(
            {
                "id": str(17_900_000_000_000_000 + (pk_from_shortcode(post["id"]) or 0) % 10**12),
                "username": post["handle"],
                "caption": post["caption"],
                "media_type": "IMAGE",
                "media_url": f"https://media.example/{post['pictures'][0]}",
                "permalink": canonical_link(f"ig:{post['id']}"),
                "timestamp": f"{post['posted']:%Y-%m-%dT%H:%M:%S}+0000",
                "like_count": post["likes"],
                "comments_count": post["comments"],
            }
        )
    write_text(folder / "tagged_media.json", _json({"data": data, "paging": {"cursors": {"after": "MTAx"}}}))


def _copy(picture: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PICTURES / picture, target)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
