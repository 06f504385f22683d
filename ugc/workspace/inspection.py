"""Any file found anywhere: whose it is, under which grants, and what the records allow on a day."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.errors import InputError, UgcError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.posts import Post
from ugc.model.rights import Answer
from ugc.plan.sealing import PROOF
from ugc.provenance import Embedded, read_label
from ugc.workspace.clearing import a_use, asked_again, markets

if TYPE_CHECKING:
    from ugc.workspace import Workspace

How = Literal[
    "sha256 of a creative",
    "sha256 of an original",
    "embedded id",
    "name only; the content was not compared",
    "not found",
]
"""From the strongest to the weakest. Ids inside a file and in its name are claims: anybody can write them."""


class Found(Value):
    """What is known of a file."""

    file: str
    sha256: str
    how: How
    embedded: Embedded | None = None
    """What the file says of itself: a claim, not a record."""
    creative: Creative | None = None
    proof: bool = False
    posts: tuple[Post, ...] = ()
    answers: tuple[Answer, ...] = ()
    """One for each post and placement of the creative, for the day."""
    day: date


def inspect(workspace: "Workspace", path: Path, *, at: datetime) -> Found:
    """Find a file by its bytes, else by the ids that it carries, and only where it carries none by those in its name.

    Raises InputError when it cannot be read.
    """
    if not path.is_file():
        raise InputError(f"{path} is not a file.", hint="Name a picture or clip.")
    sha256 = sha256_of(path)
    today = workspace.day(at)
    embedded = _embedded(path)
    how, row, names = _known_by(workspace, path, sha256, embedded)
    posts = _known(workspace, names)
    creative = row.creative if row else None
    return Found(
        file=str(path),
        sha256=sha256,
        how=how if posts or row else "not found",
        embedded=embedded,
        creative=creative,
        proof=bool(row and row.proof) or _says_proof(path, embedded, how),
        posts=tuple(posts),
        answers=_answers(workspace, posts, creative, today),
        day=today,
    )


def _known_by(
    workspace: "Workspace", path: Path, sha256: str, embedded: Embedded | None
) -> tuple[How, MadeCreative | None, Sequence[str]]:
    """How a file is known, the creative that it is, and names of its posts; of the strongest way that there is."""
    catalog = workspace.catalog
    row = catalog.creative_by_sha256(sha256)
    if row:
        return "sha256 of a creative", row, row.posts
    post = catalog.post_of_media(sha256)
    if post:
        return "sha256 of an original", None, [post]
    if embedded and (embedded.variant or embedded.posts):
        row = catalog.creative_by_variant(embedded.variant) if embedded.variant else None
        return "embedded id", row, row.posts if row else embedded.posts
    row, posts = catalog.creative_by_name(path.name)
    return "name only; the content was not compared", row, posts


def _says_proof(path: Path, embedded: Embedded | None, how: How) -> bool:
    """Whether a file says of itself that it is not cleared; where nothing else is known of it, its name counts."""
    named = how.startswith("name only") and path.name.startswith(PROOF)
    return bool(embedded and embedded.proof) or named


def _embedded(path: Path) -> Embedded | None:
    """What the file says; a broken label says nothing."""
    try:
        return read_label(path)
    except UgcError:
        return None


def _known(workspace: "Workspace", names: Sequence[str]) -> list[Post]:
    found = []
    for name in names:
        try:
            found.append(workspace.catalog.post(workspace.catalog.resolve(name)))
        except UgcError:
            continue
    return found


def _answers(
    workspace: "Workspace", posts: list[Post], creative: Creative | None, today: date
) -> tuple[Answer, ...]:
    """What the records allow on the day for the creative's placements, or for paid social where there is none."""
    if not posts or not (workspace.settings.markets or creative):
        return ()
    if creative:
        uses = [
            asked_again(workspace, creative, spot, first=today, last=today) for spot in creative.placements
        ]
    else:
        told = {"purpose": "paid_social", "territories": markets(workspace), "first": today, "last": today}
        uses = [a_use(workspace, channel=channel, **told) for channel in ("instagram", "facebook")]
    cases = workspace.catalog.cases([post.id for post in posts])
    return tuple(
        rights.clear(cases[post.id], use, workspace.settings.rights) for post in posts for use in uses
    )
