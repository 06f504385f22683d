"""Any file found anywhere: whose it is, under which grants, and what the records allow on a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.errors import InputError, MissingError, UgcError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.posts import Post
from ugc.model.rights import Answer, Use
from ugc.plan.sealing import PROOF
from ugc.provenance import Embedded, read_label
from ugc.workspace.clearing import a_use, asked_again, markets
from ugc.workspace.inspecting.confidence import Confidence, Likeness, Looked

if TYPE_CHECKING:
    from ugc.workspace import Workspace

How = Literal[
    "sha256 of a creative",
    "sha256 of an original",
    "embedded id",
    "likeness of a creative",
    "likeness of an original",
    "name only; the content was not compared",
    "not found",
]
"""From the strongest to the weakest. Ids inside a file and in its name are claims: anybody can write them."""

_CHANNELS = ("instagram", "facebook")
_WHOLE = 0.8
"""The share of a clip's moments from which it is taken to show one thing from begin to end."""


class Question(Value):
    """What is asked of the records about a found file, where it is not what its creative was made for."""

    purpose: str | None = None
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    day: date | None = None
    """Today, when None."""

    @property
    def names_a_use(self) -> bool:
        """Whether more than a day is asked for."""
        return bool(self.purpose or self.channels or self.territories)


class Found(Value):
    """What is known of a file."""

    file: str
    sha256: str
    how: How
    confidence: Confidence | None = None
    """Of a likeness: the measured share of right answers like this one."""
    doubt: str | None = None
    """Why the answer is not to be relied on: what the file says and what it shows are not the same, or it may be
    another picture. A person must look."""
    likeness: tuple[Likeness, ...] = ()
    """What the picture is like, the best first; not looked for where the bytes themselves are known."""
    not_compared: tuple[str, ...] = ()
    """What could not be compared with the picture, in sentences."""
    embedded: Embedded | None = None
    """What the file says of itself: a claim, not a record."""
    creative: Creative | None = None
    proof: bool = False
    posts: tuple[Post, ...] = ()
    answers: tuple[Answer, ...] = ()
    """One for each post and placement of the creative, for the day."""
    day: date


@dataclass(frozen=True)
class _Known:
    """In what way a file is known, the creative that it is, and names of its posts."""

    how: How
    row: MadeCreative | None
    names: Sequence[str]


def inspect(
    workspace: "Workspace",
    path: Path,
    *,
    at: datetime,
    question: Question | None = None,
    seen: Callable[[str, int], None] = lambda *_: None,
) -> Found:
    """Find a file by its bytes, else by the ids that it carries, else by what it looks like, and last by its name.

    `seen` is told of each original and creative that is looked at for the first time, and how many there are. Raises
    InputError when the file cannot be read, and UsageError for a use that makes no sense.
    """
    if not path.is_file():
        raise InputError(f"{path} is not a file.", hint="Name a picture or clip.")
    asked = question or Question()
    day = asked.day or workspace.day(at)
    uses = _uses(workspace, asked, day)
    sha256 = sha256_of(path)
    embedded = _embedded(path)
    known = _by_bytes(workspace, sha256)
    looked, doubt = Looked(), None
    if known is None:
        looked = _like(workspace, path, seen)
        known, doubt = _by_claims_and_likeness(workspace, path, embedded, looked)
    posts = _posts(workspace, known.names)
    creative = known.row.creative if known.row else None
    found = bool(posts or known.row)
    by_likeness = found and known.how.startswith("likeness")
    return Found(
        file=str(path),
        sha256=sha256,
        how=known.how if found else "not found",
        confidence=looked.likeness[0].confidence if by_likeness else None,
        doubt=doubt if found else None,
        likeness=looked.likeness,
        not_compared=looked.not_compared,
        embedded=embedded,
        creative=creative,
        proof=bool(known.row and known.row.proof) or _says_proof(path, embedded, known.how),
        posts=tuple(posts),
        answers=_answers(workspace, posts, creative, day, uses),
        day=day,
    )


def _by_bytes(workspace: "Workspace", sha256: str) -> _Known | None:
    catalog = workspace.catalog
    row = catalog.creative_by_sha256(sha256)
    if row:
        return _Known("sha256 of a creative", row, row.posts)
    post = catalog.post_of_media(sha256)
    return _Known("sha256 of an original", None, [post]) if post else None


def _by_claims_and_likeness(
    workspace: "Workspace", path: Path, embedded: Embedded | None, looked: Looked
) -> tuple[_Known, str | None]:
    """The strongest way in which a file is known that is not its bytes, and why it is to be doubted."""
    claim = _claimed(workspace, embedded)
    liked = _liked(workspace, looked.likeness)
    if claim and (_posts(workspace, claim.names) or claim.row or not liked):
        return claim, _contradicted(workspace, claim, looked)
    if liked:
        return liked, _unsure(looked.likeness, embedded if claim else None)
    row, posts = workspace.catalog.creative_by_name(path.name)
    return _Known("name only; the content was not compared", row, posts), None


def _claimed(workspace: "Workspace", embedded: Embedded | None) -> _Known | None:
    """What a file says of itself, where it says anything."""
    if embedded is None or not (embedded.variant or embedded.posts):
        return None
    row = workspace.catalog.creative_by_variant(embedded.variant) if embedded.variant else None
    return _Known("embedded id", row, row.posts if row else embedded.posts)


def _liked(workspace: "Workspace", likeness: Sequence[Likeness]) -> _Known | None:
    if not likeness:
        return None
    best = likeness[0]
    row = workspace.catalog.creative_by_variant(best.variant) if best.variant else None
    names = dict.fromkeys(post for one in likeness for post in one.posts)
    return _Known("likeness of a creative" if row else "likeness of an original", row, tuple(names))


def _contradicted(workspace: "Workspace", claim: _Known, looked: Looked) -> str | None:
    """Why a claim is to be doubted: the picture is another post's, or no post's though it could have been found."""
    posts = _posts(workspace, claim.names)
    said, shown = {post.id for post in posts}, [one for one in looked.likeness if one.sure]
    anybody = "Anybody can write what a file says."
    if shown and not said & {post for one in shown for post in one.posts}:
        return (
            f"The file says that it is of {', '.join(claim.names)}; its picture is like "
            f"{', '.join(shown[0].posts)}. {anybody}"
        )
    medias = [media.sha256 for post in posts for media in post.media]
    if not looked.likeness and looked.telling and workspace.finder and workspace.finder.knows(medias):
        return f"The file says that it is of {', '.join(claim.names)}; its picture is like nothing of it. {anybody}"
    return None


def _unsure(likeness: Sequence[Likeness], unknown: Embedded | None) -> str | None:
    """Why a likeness is to be doubted."""
    best = likeness[0]
    posts = dict.fromkeys(post for one in likeness for post in one.posts)
    if unknown:
        said = ", ".join(unknown.posts) or "a creative"
        return f"The file says that it is of {said}, which is not known here; its picture is like {best.posts[0]}."
    if not best.sure:
        return (
            f"It may be {best.posts[0]}: of {best.confidence.n} answers as sure as this one "
            f"{best.confidence.right} were right."
        )
    if len(posts) > 1 and len(likeness) > 1:
        if any(one.moments is not None and one.moments < _WHOLE for one in likeness):
            return f"Its parts are of several posts: {', '.join(posts)}. Each must be allowed."
        return f"It is as much like {' as like '.join(one.posts[0] for one in likeness)}."
    return None


def _like(workspace: "Workspace", path: Path, seen: Callable[[str, int], None]) -> Looked:
    """What a file is like; nothing, with the reason, where it cannot be looked at."""
    from ugc.workspace.inspecting.likeness import finder_of

    try:
        return finder_of(workspace).find(path, seen=seen)
    except (InputError, MissingError) as error:
        return Looked(not_compared=(f"The picture was not compared: {error.message}",))


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


def _posts(workspace: "Workspace", names: Sequence[str]) -> list[Post]:
    found = []
    for name in names:
        try:
            found.append(workspace.catalog.post(workspace.catalog.resolve(name)))
        except UgcError:
            continue
    return found


def _uses(workspace: "Workspace", asked: Question, day: date) -> tuple[Use, ...]:
    """The uses that are asked about by name; none where it is left to what the file was made for."""
    if not asked.names_a_use:
        return ()
    told: dict[str, Any] = {
        "purpose": asked.purpose or "paid_social",
        "territories": markets(workspace, asked.territories or None),
        "first": day,
        "last": day,
    }
    return tuple(a_use(workspace, channel=channel, **told) for channel in asked.channels or _CHANNELS)


def _answers(
    workspace: "Workspace",
    posts: list[Post],
    creative: Creative | None,
    day: date,
    uses: tuple[Use, ...],
) -> tuple[Answer, ...]:
    """What the records allow on the day: for the uses asked about, with the edits that the creative has; else for
    the creative's placements, or for paid social where there is none."""
    if not posts or not (uses or workspace.settings.markets or creative):
        return ()
    if uses and creative:
        made = {
            "edits": frozenset(creative.edits),
            "credit": creative.credit_place,
            "sound": creative.keeps_sound,
            "laid_sound": creative.laid_sound.licence if creative.laid_sound else None,
        }
        uses = tuple(use.model_copy(update=made) for use in uses)
    elif creative:
        uses = tuple(
            asked_again(workspace, creative, spot, first=day, last=day) for spot in creative.placements
        )
    elif not uses:
        uses = _uses(workspace, Question(purpose="paid_social"), day)
    cases = workspace.catalog.cases([post.id for post in posts])
    return tuple(
        rights.clear(cases[post.id], use, workspace.settings.rights) for post in posts for use in uses
    )
