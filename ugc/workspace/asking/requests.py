"""Creators asked for rights: the words written, the request recorded. Nothing is sent.

Asked again is only what may be: not what is open, not what is allowed already, not what was declined.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import text
from ugc.errors import UsageError, unknown
from ugc.files import write_text
from ugc.model.base import Value
from ugc.model.dealings import Request
from ugc.model.posts import Post
from ugc.model.vocab import VIAS, Via
from ugc.workspace.asking.asked import Asked
from ugc.workspace.asking.counting import would_not_count
from ugc.workspace.asking.messages import Message, Question, Writer
from ugc.workspace.asking.scopes import ScopeForm, scope_of
from ugc.workspace.asking.sifting import Party, parties, sifted
from ugc.workspace.granting.evidence import Kept, append, enter, keep, term_files, terms_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_LINK = re.compile(r"https?://[^\s<>\"]{3,2000}")


class RequestForm(Value):
    """What a person says about asking."""

    targets: tuple[str, ...]
    """Posts by any id, or `@creator` for everything of theirs."""
    via: str | None = None
    scope: ScopeForm = ScopeForm()
    terms: tuple[str, ...] = ()
    hashtag: str | None = None
    language: str | None = None
    again: bool = False
    """Ask even those who said no."""
    out: Path | None = None
    licensee: str | None = None
    by: str


def request(workspace: "Workspace", form: RequestForm, *, at: datetime) -> Asked:
    """Write a message for each post (comments) or creator (others), and record that they are asked.

    What need not or must not be asked is left out, with the reason. Raises UsageError for an unknown word, terms that
    cannot be shown, or a wording that is broken; then nothing is recorded.
    """
    today = workspace.day(at)
    via = _via(workspace, form)
    scope = scope_of(workspace, form.scope)
    if isinstance(scope.until, date) and scope.until < today:
        raise UsageError(f"--until: {scope.until} is over.", hint="Name a day that is still to come.")
    told = _terms_shown(workspace, form)
    writer = Writer(workspace, form.language or workspace.settings.asking.language)
    files = {path: keep(workspace, path) for path in term_files(told)}
    terms = terms_of(told, files)
    if via == "comment" and not terms.url:
        raise UsageError(
            "A comment can only point to the terms, so it needs a link to them.",
            hint="Give it beside the document: --terms terms-v3.pdf --terms https://…; or ask with --via dm.",
        )
    licensee = form.licensee or workspace.settings.brand.name
    with workspace.catalog.transaction():
        everyone, left = parties(workspace, form.targets)
        if via == "comment":
            everyone = _one_by_one(everyone)
        sure, more = sifted(workspace, everyone, scope=scope, licensee=licensee, again=form.again, on=today)
        if sure:
            _keep_terms(workspace, files, by=form.by, at=at)
        asked: list[Request] = []
        reviews: dict[str, str] = {}
        for party in sure:
            question = Question(
                handle=party.handle,
                posts=party.posts,
                scope=scope,
                via=via,
                terms=terms,
                file=next(iter(files)).name if files else None,
                hashtag=_hashtag(workspace, form, via),
            )
            message = writer.write(question)
            asked.append(
                _record(
                    workspace,
                    form,
                    party,
                    question,
                    message,
                    licensee=licensee,
                    language=writer.language,
                    at=at,
                )
            )
            if message.wording.review:
                reviews[message.wording.place] = message.wording.review
        written = write_messages(workspace, asked, out=form.out)
    notes = [*would_not_count(workspace, scope, via=via, terms=terms, licensee=licensee, on=today)]
    notes += notes_on(asked, writer, reviews=reviews, posts=[post for party in sure for post in party.posts])
    return Asked(requests=tuple(asked), left_out=(*left, *more), files=written, notes=tuple(notes))


def _record(
    workspace: "Workspace",
    form: RequestForm,
    party: Party,
    question: Question,
    message: Message,
    *,
    licensee: str,
    language: str,
    at: datetime,
) -> Request:
    record = Request(
        id=workspace.catalog.next_id("q"),
        posts=tuple(post.id for post in party.posts),
        creator=party.key,
        licensor=party.handle,
        licensee=licensee,
        via=question.via,
        asked=question.scope,
        terms=question.terms,
        hashtag=question.hashtag,
        message=message.text,
        wording=message.wording.name,
        language=language,
        on=workspace.day(at),
        by=form.by,
    )
    append(workspace, record, subjects=[*record.posts, party.key], at=at)
    return record


def write_messages(
    workspace: "Workspace", requests: Sequence[Request], *, out: Path | None
) -> tuple[str, ...]:
    """Write each message to a file of its own where there are several, or a folder is named; return the paths."""
    if (len(requests) < 2 and out is None) or workspace.rehearsing:
        return ()
    folder = out or workspace.root / workspace.settings.output.folder / "requests"
    written = [folder / f"{request.id}.txt" for request in requests]
    for path, each in zip(written, requests, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, each.message + "\n")
    return tuple(map(str, written))


def notes_on(
    asked: Sequence[Request], writer: Writer, *, reviews: Mapping[str, str], posts: Iterable[Post]
) -> list[str]:
    """Say what the person who sends these should know first."""
    notes = [
        f"{place} is marked for review: {what}. Have it read before you send it."
        for place, what in reviews.items()
    ]
    comments = [each for each in asked if each.via == "comment"]
    if comments:
        count = writer.count("comment")
        if count < min(len(comments), 3):
            notes.append(
                f"There {'is' if count == 1 else 'are'} only {text.counted(count, 'wording')} for comments: "
                "platforms take comments that are all alike for spam."
            )
        if any(post.platform == "tiktok" for post in posts):
            notes.append(
                "TikTok takes about 150 characters in a comment: ask there by direct message, or shorten it."
            )
    return notes


def _via(workspace: "Workspace", form: RequestForm) -> Via:
    named = form.via or workspace.settings.asking.via
    if named not in VIAS:
        raise unknown("Way of asking", named, VIAS)
    found: Via = next(via for via in VIAS if via == named)
    return found


def _terms_shown(workspace: "Workspace", form: RequestForm) -> list[str]:
    """The terms as files and links; files that the settings name lie in the workspace."""
    usual = workspace.settings.asking.terms
    told = list(form.terms) or [name if "://" in name else str(workspace.root / name) for name in usual]
    for name in told:
        if "://" in name and not _LINK.fullmatch(name):
            raise UsageError(f"--terms: {name[:80]!r} is not a web address.", hint="It begins with https://.")
    return told


def _keep_terms(workspace: "Workspace", files: Mapping[Path, Kept], *, by: str, at: datetime) -> None:
    """Enter the terms into the ledger, each document once however often it is shown."""
    for path, kept in files.items():
        if workspace.catalog.overview.name_of_terms(kept[0]) is None:
            enter(workspace, path, kept, kind="terms_snapshot", by=by, at=at)


def _hashtag(workspace: "Workspace", form: RequestForm, via: Via) -> str | None:
    """What a comment asks them to answer with; elsewhere only one that was asked for."""
    named = form.hashtag or (workspace.settings.asking.hashtag if via == "comment" else "")
    if not named and via != "comment":
        return None
    letters = "".join(re.findall(r"[^\W_]+", workspace.settings.brand.name))
    tag = named.strip().lstrip("#＃") or f"Yes{letters}"
    if text.hashtags(f"#{tag}") != (text.fold(tag),):
        raise UsageError(
            f"--hashtag: {tag[:80]!r} is not a hashtag.",
            hint="Letters, digits and _ alone: --hashtag YesGlow.",
        )
    return tag


def _one_by_one(everyone: Iterable[Party]) -> list[Party]:
    """A comment stands under one post. Raises UsageError for everything of a creator's."""
    found: list[Party] = []
    for party in everyone:
        if not party.posts:
            raise UsageError(
                f"A comment stands under one post, and @{party.handle} is asked for everything.",
                hint="Name the posts, or ask with --via dm.",
            )
        found += [party.model_copy(update={"posts": (post,)}) for post in party.posts]
    return found
