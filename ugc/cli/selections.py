"""`ugc posts` as a list, as a number, and the searches that are saved in `ugc.toml`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import now
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.cli.documents import SavedSearch
    from ugc.model.posts import Post
    from ugc.workspace import Workspace

_CAPTION = 48
_AT_ONCE = 1000
"""Posts that are held in memory at a time."""
_READ = 400
"""Characters of a caption of which its line is made; runs of spaces fold."""


def tell_posts(query: str, folders: Sequence[Path] | None, *, limit: int | None) -> None:
    """List the posts of a selection, or the first so many; what the list does not show is not loaded."""
    with all_opened(folders) as brands:
        answers = brands.ask(lambda here: here.selected_ids(query, today=here.day(now()), limit=limit))
        number = sum(len(ids) for _, ids in answers)
        if say.json_wanted():
            say.long_document(
                brands.document(here, post.model_dump(mode="json"))
                for here, ids in answers
                for post in _posts(here, ids)
            )
        elif number:
            heads = ("post", "creator", "posted", "media", "likes", "caption")
            say.table(
                (
                    ((here.settings.brand.name,) if brands.several else ()) + row
                    for here, ids in answers
                    for row in _rows(here, ids)
                ),
                heads=("brand", *heads) if brands.several else heads,
            )
    say.note(f"{counted(number, 'post')}.")


def tell_count(query: str, folders: Sequence[Path] | None) -> None:
    """Say how many posts a selection means; of several brands each, and the sum."""
    from ugc.cli.documents import BrandCount, PostsCounted

    with all_opened(folders) as brands:
        answers = brands.ask(lambda here: here.count(query, today=here.day(now())))
    total = sum(number for _, number in answers)
    if brands.several:
        rows = [(here.settings.brand.name, str(number)) for here, number in answers]
        say.table([*rows, ("all", str(total))], heads=("brand", "posts"))
    else:
        say.out(str(total))
    told = [BrandCount(workspace=str(h.root), brand=h.settings.brand.name, posts=n) for h, n in answers]
    say.document(PostsCounted(posts=total, brands=tuple(told)).model_dump(mode="json"))


def tell_saved(folders: Sequence[Path] | None) -> None:
    """List the searches that are saved in `ugc.toml` with the number of their posts."""
    with all_opened(folders) as brands:
        answers = brands.ask(_saved)
    found = [(here, one) for here, listed in answers for one in listed]
    if found:
        rows = [
            (
                *((here.settings.brand.name,) if brands.several else ()),
                one.name,
                "?" if one.posts is None else f"{one.posts:,}",
                one.selection,
            )
            for here, one in found
        ]
        heads = ("name", "posts", "selection")
        say.table(rows, heads=("brand", *heads) if brands.several else heads)
    else:
        say.note("No search is saved: they stand in ugc.toml under [searches].")
    for _, one in found:
        if one.fault:
            say.note(f"Error: {one.fault}")
    say.document([brands.document(here, one.model_dump(mode="json")) for here, one in found])
    say.leave(UsageError.code if any(one.fault for _, one in found) else 0)


def _saved(here: "Workspace") -> "list[SavedSearch]":
    from ugc.cli.documents import SavedSearch

    found = []
    for name, selection in here.settings.searches.items():
        posts, fault = None, None
        try:
            posts = here.count(f'saved:"{name}"', today=here.day(now()))
        except UsageError as error:
            fault = error.message
        found.append(SavedSearch(name=name, selection=selection, posts=posts, fault=fault))
    return found


def _posts(here: "Workspace", ids: Sequence[str]) -> "Iterator[Post]":
    for start in range(0, len(ids), _AT_ONCE):
        yield from here.catalog.posts(ids[start : start + _AT_ONCE])


def _rows(here: "Workspace", ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for line in here.catalog.overview.lines(ids, caption=_READ):
        yield (
            words.named_by_file(line.id, line.file),
            f"@{line.handle}" if line.handle is not None else "unknown",
            line.posted or "undated",
            ", ".join(counted(line.kinds.count(kind), kind) for kind in dict.fromkeys(line.kinds)) or "none",
            "?" if line.likes is None else f"{line.likes:,}",
            say.cut(line.caption, _CAPTION),
        )
