"""Where things lie in Instagram's own export, which has moved them about from year to year and comes in parts."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from ugc.importers._archives import export_name

ACTIVITY = "your_instagram_activity"
_POSTS = {ACTIVITY, "content"}
"""Folders that hold the records of posts."""
_ABOUT = {"personal_information", "account_information"}
_OTHERS = {
    "ads_information",
    "ads_and_businesses",
    "apps_and_websites",
    "apps_and_websites_off_of_instagram",
    "connections",
    "followers_and_following",
    "logged_information",
    "login_and_account_creation",
    "preferences",
    "saved",
    "security_and_login_information",
    "messages",
    "media",
}
_TREE = _POSTS | _ABOUT | _OTHERS
_PRIVATE = {"messages", "direct", "profile"}
"""Below an export, these hold pictures that are nobody's posts."""
_UP = 8
_MOST_PARTS = 64


def in_export(path: Path) -> bool:
    """Whether a file lies among the folders of an export. Asked of every file, so most need no look at the disk."""
    return not _TREE.isdisjoint(path.parts[-_UP:]) and _top(path.parent) is not None


def at_top(path: Path) -> bool:
    """Whether a file lies beside the folders of an export."""
    return _top(path.parent) == path.parent


def is_private(path: Path) -> bool:
    """Whether a file of an export lies where messages, and pictures of the profile, are kept."""
    names = path.parts[-_UP:-1]
    return not _PRIVATE.isdisjoint(names) and (in_export(path) or _of_2018(path, names))


def roots(folder: Path) -> list[Path]:
    """The folder that an export's `uri` begin at, for records in `folder`, and those of its other parts beside it."""
    root = _top(folder) or folder
    name = export_name(root.name)
    try:
        beside = [
            other
            for other in sorted(root.parent.iterdir())[: 50 * _MOST_PARTS]
            if other != root and name and export_name(other.name) == name and _is_part(other)
        ]
    except OSError:
        beside = []
    return [root, *beside[:_MOST_PARTS]]


def records_first(folders: Sequence[Path]) -> list[Path]:
    """Put folders that hold only media of an export behind those with its records, which say whose they are."""
    if len(folders) < 2:
        return list(folders)
    late = [folder for folder in folders if _only_media(folder, folders)]
    return [*(folder for folder in folders if folder not in late), *late]


def _only_media(folder: Path, beside: Iterable[Path]) -> bool:
    names = {other.name for other in beside}
    if folder.name == "media":
        return bool(names & (_POSTS | _ABOUT))
    if not _is_part(folder) or _has(folder, _POSTS):
        return False
    name = export_name(folder.name)
    return any(
        other != folder and export_name(other.name) == name and _has(other, _POSTS) for other in beside
    )


def _is_part(folder: Path) -> bool:
    return not folder.is_symlink() and (folder / "media").is_dir()


def _has(folder: Path, names: Iterable[str]) -> bool:
    return any((folder / name).is_dir() for name in names)


def _top(folder: Path) -> Path | None:
    try:
        return _top_of(folder, folder.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=8)  # files are asked of folder by folder
def _top_of(folder: Path, _mtime_ns: int) -> Path | None:
    """The export's root at or above a folder, or None when it does not lie in an export.

    It is the nearest folder above that holds the records of posts, or of the account; else the one that holds the
    outermost folder which is named as theirs.
    """
    chain = [folder, *folder.parents][:_UP]
    for here in chain:
        if here.name not in _TREE and _has(here, (ACTIVITY, *_ABOUT)):
            return here
    named = [here.parent for here in chain if here.name in _POSTS]
    outer = named[-1] if named else None
    known = outer is not None and (
        _has(outer, _ABOUT | _OTHERS) or any(here.name == ACTIVITY for here in chain)
    )
    return outer if known else None


def _of_2018(path: Path, names: Sequence[str]) -> bool:
    """Whether a file lies in `direct/` or `profile/` beside the `media.json` of the oldest exports."""
    return any(
        (here.parent / "media.json").is_file()
        for here in [path.parent, *path.parents][: len(names)]
        if here.name in _PRIVATE
    )
