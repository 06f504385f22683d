"""Any file found anywhere: whose it is, under which grants, and what the records allow on a day."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc import rights
from ugc.errors import InputError, UgcError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.posts import Post
from ugc.model.rights import Answer
from ugc.provenance import Embedded, read_label
from ugc.workspace.clearing import a_use, markets

if TYPE_CHECKING:
    from ugc.workspace import Workspace

How = Literal["sha256 of a creative", "sha256 of an original", "embedded id", "not found"]


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
    """Find a file by its bytes, else by the ids that it carries. Raises InputError when it cannot be read."""
    if not path.is_file():
        raise InputError(f"{path} is not a file.", hint="Name a picture or clip.")
    sha256 = sha256_of(path)
    today = workspace.day(at)
    embedded = _embedded(path)
    row = workspace.catalog.creative_by_sha256(sha256)
    how: How = "sha256 of a creative"
    names = list(row.posts) if row else []
    if row is None and (post := workspace.catalog.post_of_media(sha256)):
        how, names = "sha256 of an original", [post]
    elif row is None and embedded:
        row = workspace.catalog.creative_by_variant(embedded.variant) if embedded.variant else None
        how, names = "embedded id", list(row.posts if row else embedded.posts)
    posts = _known(workspace, names)
    creative = row.creative if row else None
    return Found(
        file=str(path),
        sha256=sha256,
        how=how if posts or row else "not found",
        embedded=embedded,
        creative=creative,
        proof=bool((row and row.proof) or (embedded and embedded.proof)),
        posts=tuple(posts),
        answers=_answers(workspace, posts, creative, today),
        day=today,
    )


def _embedded(path: Path) -> Embedded | None:
    """What the file says; a broken label says nothing."""
    try:
        return read_label(path)
    except UgcError:
        return None


def _known(workspace: "Workspace", names: list[str]) -> list[Post]:
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
    places = markets(workspace, creative.markets if creative else None)
    wanted = (
        [(p.placement, p.channel, p.purpose) for p in creative.placements]
        if creative
        else [(None, channel, "paid_social") for channel in ("instagram", "facebook")]
    )
    edits = frozenset(creative.edits) if creative else frozenset()
    cases = workspace.catalog.cases([post.id for post in posts])
    return tuple(
        rights.clear(
            cases[post.id],
            a_use(
                workspace,
                purpose=purpose,
                channel=channel,
                territories=places,
                first=today,
                last=today,
                edits=edits,
                placement=placement,
            ),
            workspace.settings.rights,
        )
        for post in posts
        for placement, channel, purpose in wanted
    )
