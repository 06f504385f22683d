"""Answers of creators, recorded with what proves them: a yes makes the grant that was asked for, a no is a record."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ugc import identity, text
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.dealings import Reply, Request
from ugc.model.evidence import Evidence
from ugc.model.phrases import written
from ugc.model.records import Grant
from ugc.model.vocab import METHODS, Method
from ugc.workspace.asking.counting import ANSWERS
from ugc.workspace.asking.hearing import Heard
from ugc.workspace.asking.pending import Thread, open_threads
from ugc.workspace.asking.reminding import meant
from ugc.workspace.asking.scopes import ScopeForm, granted_by, narrowed
from ugc.workspace.granting.evidence import append, keep, prove
from ugc.workspace.granting.making import made

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_LISTED = 6
"""Of the open requests, as many as are named in an error."""


class ReplyForm(Value):
    """What a person says about an answer."""

    target: str
    """A request by its id, a post by any id, or `@creator`."""
    yes: bool
    evidence: tuple[Path, ...] = ()
    words: str | None = None
    """What was said, verbatim; else what the evidence says."""
    on: date | None = None
    """The day on which they answered; else that of the evidence, else today."""
    method: str | None = None
    scope: ScopeForm = ScopeForm()
    """What the answer leaves of what was asked for."""
    licensor: str | None = None
    """Who answered for them."""
    capacity: str | None = None
    by: str


class Answered(Value):
    """What was recorded."""

    reply: Reply
    grant: Grant | None
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...] = ()
    """What could not be made sure."""


def reply(workspace: "Workspace", form: ReplyForm, *, at: datetime) -> Answered:
    """Record an answer, all or nothing.

    Raises UsageError for one that answers no request, lacks evidence, allows more than was asked, or lies on a day
    that cannot be; InputError for evidence that cannot be kept or that somebody else said.
    """
    thread, posts = _asked(workspace, form)
    _refuse_nonsense(form)
    files = {path: keep(workspace, path) for path in form.evidence}
    with workspace.catalog.transaction():
        proof, heard = prove(
            workspace,
            files,
            [thread.request.creator] if thread.request.creator else [],
            spoken_for=form.licensor is not None,
            since=_start_of(workspace, thread.request.on),
            words=form.words,
            method=next((method for method in METHODS if method == form.method), None),
            by=form.by,
            at=at,
        )
        on = _day(workspace, form, thread.request, heard, today=workspace.day(at))
        words = form.words or next((each.said.words for each in heard if each.said and each.said.words), None)
        grant = (
            _grant(workspace, form, thread.request, posts, proof, words, on=on, at=at) if form.yes else None
        )
        record = Reply(
            id=workspace.catalog.next_id("y"),
            request=thread.request.id,
            posts=posts if set(posts) != set(thread.request.posts) else (),
            answer="yes" if form.yes else "no",
            words=words,
            grant=grant.id if grant else None,
            evidence=tuple(item.id for item in proof),
            on=on,
            by=form.by,
        )
        about = [
            *(posts or thread.request.posts),
            *([thread.request.creator] if thread.request.creator else []),
        ]
        append(workspace, record, subjects=[*about, thread.request.id], at=at)
    notes = [note for each in heard for note in each.notes]
    return Answered(
        reply=record,
        grant=grant,
        evidence=tuple(proof),
        notes=(*notes, *_elsewhere(workspace, heard, thread)),
    )


def _refuse_nonsense(form: ReplyForm) -> None:
    if form.yes and not form.evidence:
        raise UsageError(
            "A yes needs evidence.",
            hint="Give what proves it: --evidence yes-from-ana.png, or an .eml, or a .json.",
        )
    if not form.yes and (form.method or not form.scope.empty):
        raise UsageError("A no allows nothing, so there is nothing to say of how far it goes.")
    if form.method is not None and form.method not in METHODS:
        raise unknown("Method", form.method, METHODS)
    if form.capacity and not form.licensor:
        raise UsageError("Who answered for them is not said.", hint="Name them: --licensor 'Bo Agency'.")


def _asked(workspace: "Workspace", form: ReplyForm) -> tuple[Thread, tuple[str, ...]]:
    """The question that is answered, and the posts that the answer is about; none: all that were asked for."""
    found = meant(workspace, form.target)
    still = [thread for thread in found if not thread.answered and _concerns(workspace, form.target, thread)]
    if len(still) > 1:
        raise UsageError(
            f"{form.target} is in {len(still)} open requests: {_listed(still)}.", hint="Answer one by its id."
        )
    if not still and form.target.startswith("q-") and found[0].replies[-1].answer == "no" and form.yes:
        return found[0], ()  # they said no, and changed their mind
    if not still:
        raise _unasked(workspace, form.target, found)
    thread = still[0]
    if form.target.startswith(("q-", "@")):
        return thread, thread.open if len(thread.open) < len(thread.request.posts) else ()
    post = workspace.catalog.post(workspace.catalog.resolve(form.target))
    names = {post.id, *post.aliases}
    named = tuple(name for name in thread.open if name in names)
    return thread, named or (post.id,)


def _concerns(workspace: "Workspace", target: str, thread: Thread) -> bool:
    """Whether what is open of a question is about the post that was named."""
    if target.startswith(("q-", "@")):
        return True
    post = workspace.catalog.post(workspace.catalog.resolve(target))
    names = {post.id, *post.aliases}
    if thread.request.posts:
        return not names.isdisjoint(thread.open)
    return not any(names & set(reply.posts) for reply in thread.replies)


def _unasked(workspace: "Workspace", target: str, found: Sequence[Thread]) -> UsageError:
    if found:
        last = found[-1].replies[-1]
        what = f"{target} was answered already: {last.answer} on {written(last.on)} ({last.id})."
        if last.answer == "yes":
            return UsageError(what, hint=f"If they take it back: ugc rights revoke {last.grant or target}.")
        return UsageError(what, hint=f"If they changed their mind: ugc rights reply {last.request} --yes.")
    waiting = open_threads(workspace)
    where = f"Open are {_listed(waiting)}." if waiting else "No request is open."
    return UsageError(
        f"{target} answers no request: nobody was asked for it.",
        hint=f"{where} An answer to a question that is not on record is a grant: ugc rights grant.",
    )


def _listed(several: Sequence[Thread]) -> str:
    named = [
        f"{each.request.id} (@{each.request.licensor}, {', '.join(each.open) or 'everything'})"
        for each in several[:_LISTED]
    ]
    return ", ".join(named) + (f" and {len(several) - _LISTED} more" if len(several) > _LISTED else "")


def _day(
    workspace: "Workspace", form: ReplyForm, request: Request, heard: Sequence[Heard], *, today: date
) -> date:
    """The day of the answer. Raises UsageError for one before the question, or one that is still to come."""
    said = [each.said.at for each in heard if each.said and each.said.at]
    on = form.on or (workspace.day(max(said)) if said else today)
    source = "--on" if form.on or not said else "The evidence"
    if on > today:
        raise UsageError(
            f"{source}: the answer would be of {on}, which is still to come.",
            hint="Say the day: --on 2026-12-01.",
        )
    if on < request.on:
        raise UsageError(
            f"{source}: the answer would be of {on}, before {request.id} was asked on {request.on}.",
            hint="Give the answer to this question; an older yes is a grant of its own: ugc rights grant.",
        )
    return on


def _grant(
    workspace: "Workspace",
    form: ReplyForm,
    request: Request,
    posts: Sequence[str],
    proof: Sequence[Evidence],
    words: str | None,
    *,
    on: date,
    at: datetime,
) -> Grant:
    """The grant that was asked for, under the terms that were shown, as far as the answer allows it."""
    spoken_for = {"capacity": form.capacity or "agent"} if form.licensor else {}
    covered = tuple(posts) or request.posts
    record = made(
        Grant,
        "answer",
        **granted_by(narrowed(request.asked, form.scope, on=on), on=on),
        **spoken_for,
        id=workspace.catalog.next_id("g"),
        licensor=form.licensor or request.licensor,
        licensee=request.licensee,
        posts=covered,
        creator=None if covered else request.creator,
        method=form.method or _method(request, words),
        terms=request.terms.model_dump(),
        evidence=tuple(item.id for item in proof),
        request=request.id,
        recorded_at=at,
        recorded_by=form.by,
    )
    subjects = [*record.posts, *([request.creator] if request.creator else [])]
    append(workspace, record, subjects=subjects, at=at)
    return record


def _method(request: Request, words: str | None) -> Method:
    """How they said yes: where the words are the hashtag and nothing else, it is no more than that."""
    if request.via == "comment" and request.hashtag and words:
        rest = [word for word in text.fold(words).split() if not word.startswith("@")]
        if rest and set(rest) <= {f"#{text.fold(request.hashtag)}", text.fold(request.hashtag)}:
            return "hashtag_reply"
    return ANSWERS[request.via]


def _start_of(workspace: "Workspace", day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(workspace.settings.timezone))


def _elsewhere(workspace: "Workspace", heard: Sequence[Heard], thread: Thread) -> list[str]:
    """Where a comment's own address says that it stands under another post than those that were asked for."""
    notes = []
    for each in heard:
        key = identity.post_key(each.said.permalink) if each.said and each.said.permalink else None
        if key and thread.request.posts and workspace.catalog.overview.numbers([key]):
            asked = workspace.catalog.overview.numbers(thread.request.posts)
            if workspace.catalog.overview.numbers([key])[key] not in asked.values():
                notes.append(f"It was said under {key}, which is not what {thread.request.id} asked for.")
    return notes
