"""A small programme as a sheet that was given out, edited, and brought back."""

from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ugc.model.posts import Account, FoundPost
from ugc.model.programme_sheet import Programme, TabName
from ugc.workspace import Workspace
from ugc.workspace.sheet.collecting import programme
from ugc.workspace.sheet.taking import Arrived, SheetTaken, Wish

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SPRING = """# Ours, not to be lost
title = "Spring run"
hashtags = ["#GlowRun"]
offer = { kind = "per_post", amount = "250 USD" }

[[creators]]
creator = "@ana"
code = "ANA10"  # of the shop
deliverables = [
  { kind = "reel", number = 2, due = 2026-03-15 },  # two of them
  { kind = "story", due = 2026-03-20, id = "finale" },
]

[[creators]]
creator = "tiktok:bo"
deliverables = [{ kind = "video", due = 2026-04-01 }]
"""
REEL, FINALE, VIDEO = "spring/ana-reel-1", "spring/finale", "spring/tiktok-bo-video-1"


def made(folder: Path) -> Path:
    """Make a workspace of two creators, three posts and a campaign; return its folder."""
    with Workspace.create(folder, brand="Sunday Glow", markets=("US",)) as here:
        batch = here.catalog.start_import("a test", NOW)
        for name, account in (
            ("ig:one", Account(platform="instagram", handle="ana")),
            ("ig:two", Account(platform="instagram", handle="ana")),
            ("tt:1", Account(platform="tiktok", handle="bo")),
        ):
            found = FoundPost(
                source="csv",
                origin=name,
                ids=(name,),
                platform=account.platform,
                author=account,
                posted_at=NOW,
                permalink=f"https://example.org/{name[3:]}",
            )
            here.catalog.save(found, [], at=NOW, batch=batch)
    (folder / "campaigns").mkdir(exist_ok=True)
    (folder / "campaigns" / "spring.toml").write_text(SPRING, "utf-8")
    (folder / "yes.txt").write_text("Yes, you may.", "utf-8")
    (folder / "terms.txt").write_text("You let us use it.", "utf-8")
    return folder


def today(here: Workspace) -> Programme:
    return programme(here, None, "", today=here.day(NOW))


def given_out(here: Workspace, id: str = "s-1") -> Programme:
    """Give a sheet out."""
    out = today(here).model_copy(update={"id": id})
    here.catalog.sheets.keep(out)
    return out


def ana(here: Workspace) -> str:
    return here.catalog.resolve_creator("@ana")


class Copy:
    """A copy of a sheet in somebody's hands."""

    def __init__(self, here: Workspace, out: Programme, name: str = "sheet.xlsx") -> None:
        self.here, self.out, self.name = here, out, name
        self.tabs: dict[TabName, dict[str, dict[str, Any]]] = deepcopy(out.tabs)

    def write(self, tab: TabName, row: str, **cells: Any) -> "Copy":
        """Write into a row, a new one too."""
        self.tabs[tab].setdefault(row, {}).update(cells)
        return self

    def strike(self, tab: TabName, row: str) -> "Copy":
        """Take a row out."""
        del self.tabs[tab][row]
        return self

    def bring(self, **wish: Any) -> SheetTaken:
        """Bring it in."""
        arrived = Arrived(sheet=self.out.id, file=self.name, folder=self.here.root, tabs=self.tabs)
        return self.here.sheet.take_in(arrived, Wish(**wish), by="Kim", at=NOW)
