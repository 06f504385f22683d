"""`ugc posts --duplicates`, and what an import says of new posts that look like others."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import now
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.arrivals import LooksLike
    from ugc.workspace.duplicates import Alike, Duplicates, Group, How

_HEADS = ("post", "creator", "posted", "alike")
_SHOWN = 5
"""Files that could not be compared are told one by one up to here; --json has all."""

_HOW: "dict[How, str]" = {
    "same file": "is the same file as {}",
    "nearly the same": "looks like {}",
    "mirrored": "looks like {}, mirrored,",
}


def tell_duplicates(query: str, folders: Sequence[Path] | None) -> None:
    """Say which posts look alike, in groups; the earliest of each comes first."""
    from ugc.workspace.duplicates import duplicates

    at = now()
    documents = []
    with (
        all_opened(folders) as brands,
        say.Progress("looking at") as looking,
        say.Progress("comparing") as comparing,
    ):
        answers = brands.ask(
            lambda here: duplicates(
                here,
                query,
                today=here.day(at),
                seen=lambda name, total: looking.step(name, total=total),
                compared=lambda name, total: comparing.step(name, total=total),
            )
        )
    for here, found in answers:
        brands.head(here)
        _tell(found)
        documents.append(brands.document(here, found.model_dump(mode="json")))
    say.document(documents if brands.several else documents[0])


def looks_like(post: str, others: "Sequence[LooksLike]") -> str:
    """Say in a line what a new post looks like: the earliest of another creator, else of all, and how many more."""
    first = next((other for other in others if other.another_creator), others[0])
    by = f"@{first.creator}" if first.creator else "an unknown creator"
    whose = f"by another creator, {by}" if first.another_creator else f"by {by}"
    what = f"{_HOW[first.how].format(words.post_name(first.post))} {whose}"
    rest = f", and {counted(len(others) - 1, 'post')} more" if len(others) > 1 else ""
    return f"{words.post_name(post)}: {what}{rest} (re-upload?)"


def _tell(found: "Duplicates") -> None:
    rows = [row for group in found.groups for row in (*_rows(group), ("", "", "", ""))]
    if rows:
        say.table(rows[:-1], heads=_HEADS)
    number = len(found.groups)
    alike = f"{counted(number, 'group')} of posts that look alike" if number else "No posts look alike"
    say.note(f"{alike}; {counted(found.posts, 'post')} looked at.")
    several = sum(group.several_creators for group in found.groups)
    if several:
        which = "It is" if number == 1 else f"{several} of them {'is' if several == 1 else 'are'}"
        say.note(
            f"{which} of several creators. The earliest need not be the original: ask who made it before it is used."
        )
    _tell_lacking(found.not_compared)


def _tell_lacking(why: Sequence[str]) -> None:
    if why:
        say.note("Not compared:")
    for line in why[:_SHOWN]:
        say.note(f"  {line}")
    if len(why) > _SHOWN:
        say.note(f"  and {len(why) - _SHOWN} more; --json lists all.")


def _rows(group: "Group") -> Iterator[tuple[str, str, str, str]]:
    place = {member.post: number for number, member in enumerate(group.posts)}
    for number, member in enumerate(group.posts):
        links = [pair for pair in group.alike if member.post in (pair.post, pair.other)]
        first = min(links, key=lambda pair: place[_other(pair, member.post)[1]])
        rest = f", and {len(links) - 1} more" if number and len(links) > 1 else ""
        yield (
            words.post_name(member.post)
            + (f" ({say.cut(member.name, 30)})" if member.post.startswith("file:") else ""),
            f"@{member.creator}" if member.creator else "unknown",
            member.posted_at.date().isoformat() if member.posted_at else "undated",
            f"{_said(first, member.post)}{rest}" if number else "earliest" if member.posted_at else "",
        )


def _other(pair: "Alike", post: str) -> tuple[int, str, int]:
    """The post's own file, and the other post with its file."""
    if pair.post == post:
        return pair.media, pair.other, pair.other_media
    return pair.other_media, pair.post, pair.media


def _said(pair: "Alike", post: str) -> str:
    mine, other, its = _other(pair, post)
    return f"#{mine} {_HOW[pair.how].format(f'#{its} of {words.post_name(other)}').rstrip(',')}"
