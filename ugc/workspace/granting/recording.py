"""Grants written, with their evidence. All or nothing each time."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.posts import Post
from ugc.model.records import Grant, Perpetual, Terms
from ugc.model.vocab import METHODS, GrantStatus
from ugc.workspace.granting.evidence import append, keep, prove_grant, term_files, terms_of
from ugc.workspace.granting.making import edits, made, territories
from ugc.workspace.granting.more_of_grant import MoreOfGrant

if TYPE_CHECKING:
    from ugc.workspace import Workspace


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
    more: MoreOfGrant = MoreOfGrant()


def grant(
    workspace: "Workspace", form: GrantForm, *, at: datetime, note: Callable[[str], None] = lambda _: None
) -> list[Grant]:
    """Record one grant for each creator among the targets. `note` is told what the evidence leaves unsure.

    Raises UsageError for an unknown token or a grant that makes no sense, InputError for evidence that cannot be
    kept or was said by somebody else; then nothing is recorded.
    """
    if not form.evidence and form.status == "granted":
        raise UsageError(
            "A grant needs evidence.", hint="Give the file that proves it: --evidence yes-from-ana.png."
        )
    groups = _by_creator(workspace, form)
    files = {path: keep(workspace, path) for path in (*form.evidence, *term_files(form.terms))}
    done: list[Grant] = []
    with workspace.catalog.transaction():
        proof, unsure = prove_grant(
            workspace,
            files,
            [creator for creator in groups if creator],
            evidence=form.evidence,
            terms=form.terms,
            spoken_for=form.licensor is not None,
            method=next((method for method in METHODS if method == form.method), None),
            by=form.by,
            at=at,
        )
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
            done.append(record)
    for words in unsure:
        note(words)
    return done


def givers(workspace: "Workspace", grant: Grant) -> list[str]:
    """Return the creators whose yes a grant is; one who was erased is not known any more."""
    catalog = workspace.catalog
    owners = [catalog.creator_of(post) for post in grant.posts if catalog.knows(post)]
    return [owner for owner in dict.fromkeys((grant.creator, *owners)) if owner]


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
    proof: tuple[str, ...],
    terms: Terms,
    at: datetime,
) -> Grant:
    told: dict[str, Any] = form.model_dump(
        include={"status", "method", "purposes", "channels", "identities", "start", "end", "notes"}
    )
    return made(
        Grant,
        "grant",
        **told,
        **form.more.fields,
        id=workspace.catalog.next_id("g"),
        licensor=licensor,
        licensee=form.licensee or workspace.settings.brand.name,
        posts=tuple(posts),
        creator=None if posts else creator,
        territories=territories(form.territories),
        edits=edits(form.edits),
        credit={"required": form.credit} | form.more.credit,
        terms=form.more.said_of(terms),
        evidence=proof,
        recorded_at=at,
        recorded_by=form.by,
    )
