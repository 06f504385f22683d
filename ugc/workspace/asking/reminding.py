"""Reminders of questions that nobody answered: shorter words, the same question, the same terms."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.dealings import Request
from ugc.model.phrases import written
from ugc.model.posts import Post
from ugc.workspace.asking.asked import Asked, LeftOut
from ugc.workspace.asking.messages import Message, Question, Writer
from ugc.workspace.asking.pending import Thread, threads_about
from ugc.workspace.asking.requests import notes_on, write_messages
from ugc.workspace.granting.evidence import append

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class ReminderForm(Value):
    """What a person says about reminding."""

    targets: tuple[str, ...]
    """Requests by their ids, posts by any id, or `@creator`."""
    out: Path | None = None
    by: str


def remind(workspace: "Workspace", form: ReminderForm, *, at: datetime) -> Asked:
    """Write a reminder for each open question about the targets, and record it.

    Raises UsageError for a name that is not known; then nothing is recorded.
    """
    today = workspace.day(at)
    left: list[LeftOut] = []
    due: dict[str, Thread] = {}
    for target in dict.fromkeys(form.targets):
        found = _open(workspace, target)
        late = [thread for thread in found if thread.newest.on < today]
        due |= {thread.request.id: thread for thread in late}
        if not late:
            left.append(_why_not(workspace, target, found))
    writers: dict[str, Writer] = {}
    reviews: dict[str, str] = {}
    asked: list[Request] = []
    posts: list[Post] = []
    with workspace.catalog.transaction():
        for thread in due.values():
            language = thread.request.language
            writer = writers.setdefault(language, Writer(workspace, language))
            about = workspace.catalog.posts(thread.open) if thread.open else []
            message = writer.write(_question(workspace, thread, about))
            asked.append(_record(workspace, form, thread, about, message, at=at))
            posts += about
            if message.wording.review:
                reviews[message.wording.place] = message.wording.review
        files = write_messages(workspace, asked, out=form.out)
    notes = [
        note for writer in writers.values() for note in notes_on(asked, writer, reviews=reviews, posts=posts)
    ]
    notes += [_document_note(workspace, each) for each in asked if each.terms.sha256]
    return Asked(requests=tuple(asked), left_out=tuple(left), files=files, notes=tuple(dict.fromkeys(notes)))


def _open(workspace: "Workspace", target: str) -> list[Thread]:
    """The open questions that a name means. Raises UsageError for a name that is not known."""
    return [thread for thread in meant(workspace, target) if not thread.answered]


def meant(workspace: "Workspace", target: str) -> list[Thread]:
    """Return the questions, open or not, that a name means: a request, a post of theirs, or all of `@creator`."""
    catalog = workspace.catalog
    if target.startswith("q-"):
        found = threads_about(workspace, [target])
        named = [t for t in found if target in {t.request.id, *(each.id for each in t.reminders)}]
        if not named:
            raise UsageError(
                f"There is no request {target}.", hint="`ugc rights due` lists those that are open."
            )
        return named
    if target.startswith("@"):
        keys = set(catalog.care.person(catalog.resolve_creator(target)).keys)
        return [t for t in threads_about(workspace, keys) if t.request.creator in keys]
    post = catalog.post(catalog.resolve(target))
    names = {post.id, *post.aliases}
    keys = set(catalog.care.person(post.creator).keys) if post.creator else set()
    return [
        thread
        for thread in threads_about(workspace, names | keys)
        if (names & set(thread.request.posts) if thread.request.posts else thread.request.creator in keys)
    ]


def _why_not(workspace: "Workspace", target: str, found: Sequence[Thread]) -> LeftOut:
    if found:
        last = found[-1].newest
        return LeftOut(
            target=target,
            code="reminded_today",
            why=f"@{last.licensor} was asked today ({last.id}).",
            hint="Give them a day at least.",
            record=last.id,
        )
    answered = meant(workspace, target)
    if not answered:
        return LeftOut(
            target=target,
            code="not_asked",
            why="nobody was asked about it, so there is nothing to remind of.",
            hint="Leave --remind out to ask.",
        )
    last_answer = answered[-1].replies[-1]
    return LeftOut(
        target=target,
        code="answered",
        why=f"it was answered with {last_answer.answer} on {written(last_answer.on)} ({last_answer.id}).",
        hint="There is nothing to remind of.",
        record=last_answer.id,
    )


def _question(workspace: "Workspace", thread: Thread, posts: Sequence[Post]) -> Question:
    asked = thread.request
    return Question(
        handle=asked.licensor,
        posts=tuple(posts),
        scope=asked.asked,
        via=asked.via,
        terms=asked.terms,
        file=_document(workspace, asked),
        hashtag=asked.hashtag,
        asked_on=asked.on,
    )


def _document(workspace: "Workspace", asked: Request) -> str | None:
    """The name of the document that was shown, as it was kept."""
    return workspace.catalog.overview.name_of_terms(asked.terms.sha256) if asked.terms.sha256 else None


def _document_note(workspace: "Workspace", asked: Request) -> str:
    name = _document(workspace, asked) or asked.terms.version or "the terms"
    kept = workspace.evidence.path(asked.terms.sha256 or "", Path(name).suffix.lstrip(".").lower() or "bin")
    return f"The terms are those that were shown before: {name}, kept as {kept}."


def _record(
    workspace: "Workspace",
    form: ReminderForm,
    thread: Thread,
    posts: Sequence[Post],
    message: Message,
    *,
    at: datetime,
) -> Request:
    record = thread.request.model_copy(
        update={
            "id": workspace.catalog.next_id("q"),
            "posts": tuple(post.id for post in posts),
            "message": message.text,
            "wording": message.wording.name,
            "reminds": thread.request.id,
            "on": workspace.day(at),
            "by": form.by,
        }
    )
    subjects = [*record.posts, *([record.creator] if record.creator else [])]
    append(workspace, record, subjects=subjects, at=at)
    return record
