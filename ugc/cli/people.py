"""`ugc show --person` and `ugc forget`: what is held about someone, and their data erased."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.brands import all_opened
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, me, now, opened
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace import Forgotten, Held, Workspace
    from ugc.workspace.people import HeldPost, HeldRecord


def tell_person(name: str, folders: Sequence[Path] | None) -> None:
    """Say everything that is held about someone, in every brand that was named."""
    with all_opened(folders) as brands:
        answers = brands.ask(lambda here: here.held(name))
    for here, held in answers:
        brands.head(here)
        _tell_held(held)
    documents = [brands.document(here, held.model_dump(mode="json")) for here, held in answers]
    say.document(documents if brands.several else documents[0])


def forget(
    name: Annotated[
        str, typer.Argument(metavar="@CREATOR|ERASURE", help="Who; or with --lift, an erasure's id.")
    ],
    *,
    why: Annotated[str, typer.Option(help="How they asked, without their name: it is kept.")],
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who erases; you, when left out.")] = None,
    evidence_too: Annotated[
        bool, typer.Option("--evidence-too", help="Also the files that prove their grants.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lift: Annotated[
        bool, typer.Option("--lift", help="Let imports bring back what an erasure keeps out.")
    ] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Erase a person's data and originals.

    What the law needs is kept without their name, and everything kept is said with its reason.
    """
    with opened(workspace) as here:
        if lift:
            record = here.allow_again(name, by=by or me(), why=why, at=now())
            say.out(f"Imports may bring back what {name} kept out. Old grants stay revoked.")
            say.document(record.model_dump(mode="json"))
            return
        if not (dry_run or yes):
            _confirm(here, name)
        told = here.forget(name, by=by or me(), why=why, at=now(), evidence=evidence_too, dry=dry_run)
    _tell_forgotten(told)
    say.document(told.model_dump(mode="json"))


def _confirm(here: "Workspace", name: str) -> None:
    held = here.held(name)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"This erases {counted(len(held.posts), 'post')} of {name} for good, and nobody is there to be asked.",
            hint="Look first with --dry-run, then say --yes.",
        )
    posts, creatives = counted(len(held.posts), "post"), counted(len(held.creatives), "creative")
    question = f"Erase {name} with {posts} and {creatives} for good?"
    if not typer.confirm(question, err=True):
        raise UsageError("Nothing was erased.")


def _tell_forgotten(told: "Forgotten") -> None:
    verb = "Would erase" if told.dry else "Erased"
    say.out(
        f"{verb} {counted(told.accounts, 'account')}, {counted(told.posts, 'post')}, "
        f"{counted(len(told.originals), 'original')} and {counted(len(told.creatives), 'creative')} "
        f"({told.erasure}, for {told.brand})."
    )
    say.out(
        f"Also their profile and contact, {counted(told.notes, 'note')}, "
        f"{counted(told.followers, 'count')} of followers and {counted(told.events, 'event')} of campaigns."
    )
    if told.sheets:
        say.out(
            f"What {counted(told.sheets, 'sheet')} said is not kept any more: it may name them. One that comes back is "
            "compared with nothing, so give it out anew."
        )
    for head, paths in (
        ("Creatives, with their sidecars", told.creatives),
        ("Evidence", told.evidence),
        ("Copies of the catalog from before upgrades", told.backups),
        ("Grants that end with this", told.revoked),
        ("Records without their personal fields", told.redacted),
    ):
        if paths:
            say.out(f"{head}:")
        for path in paths:
            say.out(f"  {path}")
    say.out("Kept:" if not told.dry else "Would be kept:")
    for item in told.kept:
        say.out(f"  {item.what}")
        say.out(f"      {item.why}")
    if told.still_used:
        say.note("Still named by, and to be made anew: " + ", ".join(told.still_used))
    if told.own_files:
        say.note("Files of yours that name them, to be looked at by you: " + ", ".join(told.own_files))


def _tell_held(held: "Held") -> None:
    person = held.person
    for account, handles in zip(person.accounts, person.handles, strict=True):
        name = f", {account.display_name}" if account.display_name else ""
        number = f", number {account.native_id}" if account.native_id else ""
        say.out(f"@{account.handle} on {account.platform}{name}{number}")
        former = [handle for handle in handles if handle != account.handle.casefold()]
        if former:
            say.out(f"  also @{', @'.join(former)}")
        if account.profile_url:
            say.out(f"  {account.profile_url}")
    say.out(f"  named in records as {', '.join(person.keys)}")
    say.out(f"\nPosts, {len(held.posts)}")
    for item in held.posts:
        _tell_post(item)
    for post in held.coauthored:
        say.out(f"  {post.id}  as coauthor")
    for name in held.mentioned_in:
        say.out(f"  {name}  mentioned in another's post")
    say.out(f"\nRights records, {len(held.records)}")
    for record in held.records:
        _tell_record(record)
    say.out(f"\nCreatives, {len(held.creatives)}")
    for made in held.creatives:
        say.out(f"  {made.path}{'  (proof)' if made.proof else ''}")
    _tell_written(held)


def _tell_written(held: "Held") -> None:
    told = {**held.profile.model_dump(), **held.contact.model_dump()}
    said = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in told.items()}
    say.out(f"\nWritten down{'' if any(said.values()) else ': nothing'}")
    for name, value in said.items():
        if value:
            say.out(f"  {name:<9} {value}")
    say.out(f"\nNotes, {len(held.notes)}")
    for note in held.notes:
        say.out(f"  {note.id}  {note.day}  {note.by}: {note.words}")
    for item in held.noted_in:
        say.out(f"  {item.note.id}  {item.note.day}, on {item.creator}  {item.note.by}: {item.note.words}")
    say.out(f"\nCounts of followers, {len(held.followers)}")
    for one in held.followers:
        say.out(f"  {one.day}  {one.account.platform}:{one.account.handle}  {one.count:,}  ({one.source})")
    say.out(f"\nCampaigns, {counted(len(held.events), 'event')}")
    for event in held.events:
        amount = f"  {event.amount.value} {event.amount.currency}" if event.amount else ""
        words = f"  {event.words}" if event.words else ""
        say.out(
            f"  {event.day}  {event.campaign}: {event.what.replace('_', ' ')}{amount}{words}  ({event.by})"
        )


def _tell_post(item: "HeldPost") -> None:
    post = item.post
    say.out(f"  {post.id}  {post.permalink or 'no link'}")
    say.out(f"      caption  {say.cut(post.caption, 200) or 'none'}")
    labels = [*post.tags, *(f"campaign {name}" for name in post.campaigns)]
    if labels:
        say.out(f"      tags     {', '.join(labels)}")
    if item.numbers:
        say.out(f"      numbers  {counted(len(item.numbers), 'snapshot')}")
    for path in item.originals:
        say.out(f"      file     {path}")
    for source in item.sources:
        say.out(f"      source   {source.importer}, {source.origin}, {source.fetched_at:%Y-%m-%d}")


def _tell_record(record: "HeldRecord") -> None:
    fields = ("licensor", "licensee", "start", "end", "effective", "why", "by", "name", "status")
    said = [f"{name} {record.says[name]}" for name in fields if record.says.get(name)]
    gone = f"; erased: {', '.join(record.redacted)}" if record.redacted else ""
    say.out(f"  {record.id}  {record.kind}, {record.at:%Y-%m-%d}: {', '.join(said)}{gone}")
    if record.file:
        say.out(f"      file     {record.file}")
