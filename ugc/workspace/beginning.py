"""A workspace begun: settings and an empty catalog, in a folder that has neither, or has settings alone."""

from pathlib import Path
from typing import TYPE_CHECKING

from ugc import config
from ugc.catalog import Catalog
from ugc.errors import UsageError
from ugc.files import machine_errors, write_text
from ugc.workspace import clearing

if TYPE_CHECKING:
    from ugc.workspace import Workspace

INSIDE = ".ugc"
"""Folder of catalog, originals and evidence."""


def create(folder: Path, *, brand: str, hashtags: tuple[str, ...], markets: tuple[str, ...]) -> "Workspace":
    """Make a workspace. Raises UsageError when one is there, or a market is not known."""
    if not brand.strip():
        raise UsageError("The brand needs a name.", hint="Grants are made out to it: --brand 'Sunday Glow'.")
    return settle(folder, config.starter(brand.strip(), hashtags=hashtags, markets=clearing.written(markets)))


def settle(folder: Path, text: str) -> "Workspace":
    """Make a workspace from the text of its settings. Raises UsageError when one is there."""
    from ugc.workspace import Workspace

    path = folder / config.NAME
    if path.exists():
        raise UsageError(f"{folder} is a workspace already.", hint=f"Its settings stand in {path}.")
    with machine_errors(f"Making {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
    Catalog.open(folder / INSIDE / "catalog.db", create=True).close()
    write_text(path, text)
    return Workspace.open(folder)


def adopt(folder: Path) -> "Workspace":
    """Make the catalog of a folder that has settings. Raises UsageError when it has none, or a catalog is there."""
    from ugc.workspace import Workspace

    catalog = folder / INSIDE / "catalog.db"
    if not (folder / config.NAME).is_file():
        raise UsageError("The brand needs a name.", hint="Say --brand NAME: grants are made out to it.")
    if catalog.exists():
        raise UsageError(f"{folder} is a workspace already.", hint="See what it holds: ugc posts.")
    config.load(folder / config.NAME)
    Catalog.open(catalog, create=True).close()
    return Workspace.open(folder)
