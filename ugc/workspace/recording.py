"""Rights records written: grants with their evidence, holds, lifts and revocations. All or nothing each time."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.posts import Post
from ugc.model.records import (
    CreditTerms,
    Evidence,
    Grant,
    Hold,
    Lift,
    Perpetual,
    Revocation,
    Terms,
)
from ugc.model.vocab import (
    CHANNELS,
    CREDIT_PLACES,
    EDIT_PROFILES,
    EDITS,
    IDENTITIES,
    METHODS,
    PURPOSES,
    GrantStatus,
    expand_edits,
)
from ugc.workspace.evidence import append, enter, keep, term_files, terms_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_VOCABULARIES: dict[str, tuple[str, ...]] = {
    "purposes": PURPOSES,
    "channels": CHANNELS,
    "identities": IDENTITIES,
    "edits": (*EDIT_PROFILES, *EDITS),
}


class GrantForm(Value):
    """What a person says about a grant, before it is one."""

    targets: tuple[str, ...]
    """Posts by any id, or `@creator` for everything of theirs."""
    method: str
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    identities: tuple[str, ...] = ("brand_handle",)
    territories: tuple[str, ...]
    start: date
    end: date | Perpetual
    edits: tuple[str, ...]
    terms: tuple[str, ...] = ()
    """Files, whose hash is kept, or links, which can change."""
    evidence: tuple[Path, ...] = ()
    status: GrantStatus = "granted"
    """What was asked for and not answered, or answered with no, is a record too, and clears nothing."""
    licensee: str | None = None
    licensor: str | None = None
    credit: str = "on_media"
    by: str
    notes: str | None = None


def grant(workspace: "Workspace", form: GrantForm, *, at: datetime) -> list[Grant]:
    """Record one grant for each creator among the targets.

    Raises UsageError for an unknown token or a grant that makes no sense, InputError for evidence that cannot be
    kept; then nothing is recorded.
    """
    _check_tokens(form)
    if not form.evidence and form.status == "granted":
        raise UsageError(
            "A grant needs evidence.", hint="Give the file that proves it: --evidence yes-from-ana.png."
        )
    groups = _by_creator(workspace, form)
    files = {path: keep(workspace, path) for path in (*form.evidence, *term_files(form.terms))}
    made: list[Grant] = []
    with workspace.catalog.transaction():
        proof = [enter(workspace, path, files[path], by=form.by, at=at) for path in form.evidence]
        for path in term_files(form.terms):
            enter(workspace, path, files[path], kind="terms_snapshot", by=form.by, at=at)
        for creator, (licensor, posts) in groups.items():
            record = _grant(
                workspace,
                form,
                creator=creator,
                licensor=licensor,
                posts=posts,
                proof=proof,
                at=at,
                terms=terms_of(form.terms, files),
            )
            append(workspace, record, subjects=[*posts, *([creator] if creator else [])], at=at)
            made.append(record)
    return made


def hold(workspace: "Workspace", name: str, *, by: str, why: str, at: datetime) -> Hold:
    """Stop a post, or everything of `@creator`, until it is lifted."""
    post, creator = _subject(workspace, name)
    with workspace.catalog.transaction():
        record = Hold(
            id=workspace.catalog.next_id("h"),
            post=post,
            creator=creator,
            why=why,
            by=by,
            on=workspace.day(at),
        )
        append(workspace, record, subjects=[post or creator or ""], at=at)
    return record


def lift(workspace: "Workspace", name: str, *, by: str, why: str, at: datetime) -> list[Lift]:
    """Lift every hold on exactly this post or creator. Raises UsageError when there is none."""
    post, creator = _subject(workspace, name)
    standing = workspace.catalog.holds(post or creator or "")
    if not standing:
        raise UsageError(f"Nothing holds {name}.", hint=f"See what does: ugc show {name}.")
    lifted = []
    with workspace.catalog.transaction():
        for item in standing:
            record = Lift(
                id=workspace.catalog.next_id("l"), hold=item.id, why=why, by=by, on=workspace.day(at)
            )
            append(workspace, record, subjects=[item.id, post or creator or ""], at=at)
            lifted.append(record)
    return lifted


def revoke(
    workspace: "Workspace", name: str, *, by: str, why: str, effective: date, at: datetime
) -> list[Revocation]:
    """Record that a grant, or every grant that covers a post or `@creator`, ended on a day.

    Each revocation names its grant, so that a grant made later stands. Raises UsageError when there is nothing to
    revoke.
    """
    grants, post = _revocable(workspace, name)
    if not grants:
        raise UsageError(f"{name} has no grant to revoke.", hint=f"See its records: ugc show {name}.")
    revoked = []
    with workspace.catalog.transaction():
        for item in grants:
            record = Revocation(
                id=workspace.catalog.next_id("r"),
                grant=item.id,
                post=post,
                effective=effective,
                why=why,
                by=by,
            )
            append(workspace, record, subjects=[item.id, *([post] if post else [])], at=at)
            revoked.append(record)
    return revoked


def _revocable(workspace: "Workspace", name: str) -> tuple[Sequence[Grant], str | None]:
    """The grants that are meant, and the post when only it is withdrawn from them."""
    if name.startswith("g-"):
        return (workspace.catalog.grant(name),), None
    post, creator = _subject(workspace, name)
    if creator:
        return workspace.catalog.grants_of(creator), None
    case = workspace.catalog.case(post or "")
    standing = {item.grant for item in case.revocations}
    return [item for item in case.grants if item.status == "granted" and item.id not in standing], post


def _by_creator(workspace: "Workspace", form: GrantForm) -> dict[str | None, tuple[str, list[str]]]:
    """Targets grouped by creator: key to the licensor's name and the posts; no posts means all of a creator's."""
    groups: dict[str | None, tuple[str, list[str]]] = {}
    for target in form.targets:
        if target.startswith("@"):
            key = workspace.catalog.care.lasting_key(workspace.catalog.resolve_creator(target))
            groups.setdefault(key, (form.licensor or target.lstrip("@"), []))
            continue
        post = workspace.catalog.post(workspace.catalog.resolve(target))
        owner = workspace.catalog.care.lasting_key(post.creator) if post.creator else None
        groups.setdefault(owner, (_licensor(post, form), []))[1].append(post.id)
    return groups


def _licensor(post: Post, form: GrantForm) -> str:
    if form.licensor:
        return form.licensor
    if post.author is None:
        raise UsageError(
            f"No source says who made {post.id}, so nobody can be named as its licensor.",
            hint="Name them with --licensor, if the evidence shows that they made it.",
        )
    return post.author.handle


def _grant(
    workspace: "Workspace",
    form: GrantForm,
    *,
    creator: str | None,
    licensor: str,
    posts: list[str],
    proof: list[Evidence],
    terms: Terms,
    at: datetime,
) -> Grant:
    from ugc.config import territory

    told: dict[str, Any] = form.model_dump(
        include={"status", "method", "purposes", "channels", "identities", "start", "end", "notes"}
    )
    try:
        return Grant(
            **told,
            id=workspace.catalog.next_id("g"),
            licensor=licensor,
            licensee=form.licensee or workspace.settings.brand.name,
            posts=tuple(posts),
            creator=None if posts else creator,
            territories=frozenset(territory(name) for name in form.territories),
            edits=expand_edits(frozenset(form.edits)),
            credit=CreditTerms.model_validate({"required": form.credit}),
            terms=terms,
            evidence=tuple(item.id for item in proof),
            recorded_at=at,
            recorded_by=form.by,
        )
    except ValidationError as error:
        first = error.errors()[0]
        reason = str(first.get("ctx", {}).get("error", first["msg"]))
        raise UsageError(f"That grant makes no sense: {reason}.") from error
    except ValueError as error:
        raise UsageError(f"--territory: {error}.") from error


def _check_tokens(form: GrantForm) -> None:
    for field, known in _VOCABULARIES.items():
        for token in getattr(form, field):
            if token not in known:
                raise unknown(field.removesuffix("s").capitalize(), token, known)
    if form.method not in METHODS:
        raise unknown("Method", form.method, METHODS)
    if form.credit not in CREDIT_PLACES:
        raise unknown("Credit place", form.credit, CREDIT_PLACES)


def _subject(workspace: "Workspace", name: str) -> tuple[str | None, str | None]:
    """A post's id, or a creator's key."""
    if name.startswith("@"):
        return None, workspace.catalog.care.lasting_key(workspace.catalog.resolve_creator(name))
    return workspace.catalog.resolve(name), None
