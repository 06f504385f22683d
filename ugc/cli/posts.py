"""`ugc posts`, `ugc show`, `ugc tag`: what the catalog knows."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import alt, focus, say, shop
from ugc.cli.brands import all_opened
from ugc.cli.duplicates import tell_duplicates
from ugc.cli.focus import MediaOption
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    WorkspacesOption,
    now,
    opened,
)
from ugc.cli.people import tell_person
from ugc.cli.selections import tell_count, tell_posts, tell_saved
from ugc.errors import UsageError
from ugc.text import counted, one_line, profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ugc.catalog import MadeCreative
    from ugc.model.posts import CaptionFile, Post
    from ugc.model.rights import Case
    from ugc.model.seen import Seen
    from ugc.workspace import Workspace
    from ugc.workspace.shop import ProductShown

_KEY = re.compile(r"creator:[0-9a-f]{16}")
"""By which records name a creator."""


def posts(
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="As in hashtag:GlowRun kind:video likes:>1000 sort:likes."),
    ] = None,
    *,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Only those that look like other posts, in groups.")
    ] = False,
    count: Annotated[bool, typer.Option("--count", help="Only how many they are.")] = False,
    saved: Annotated[
        bool, typer.Option("--saved", help="The searches saved in ugc.toml, instead of posts.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="The first so many.")
    ] = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """List posts, all or those of a selection."""
    if duplicates:
        if saved or count or limit is not None:
            raise UsageError(
                "--duplicates stands alone with a selection.", hint="Leave out the other option."
            )
        tell_duplicates(" ".join(query or ()), workspace)
        return
    if saved or count:
        if saved and (query or count):
            raise UsageError("--saved lists saved searches, of no selection.", hint="Leave out the rest.")
        if limit is not None:
            raise UsageError("--limit says how many posts to list; nothing is listed.", hint="Leave it out.")
        tell_saved(workspace) if saved else tell_count(" ".join(query or ()), workspace)
        return
    tell_posts(" ".join(query or ()), workspace, limit=limit)


def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID|@CREATOR", help="A post by any id or link it was ever known by, or a creator."
        ),
    ] = None,
    *,
    person: Annotated[
        str | None, typer.Option(metavar="@CREATOR", help="Everything held about someone, instead of a post.")
    ] = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Show all that is known of a post, or of a person.

    Media, numbers, rights records, creatives; of a person also accounts and what every source said.
    """
    if (name is None) == (person is None):
        raise UsageError("Say which post, by its ID, or which creator: @CREATOR, or --person @CREATOR.")
    meant = person or _person_meant(name or "")
    if person or (meant and (name or "").startswith(("@", "creator:"))):
        tell_person(meant or "", workspace)
        return
    try:
        _show_post(name or "", workspace)
    except UsageError:
        if not meant:
            raise
        tell_person(meant, workspace)


def _show_post(name: str, folders: "Sequence[Path] | None") -> None:
    from ugc.cli.documents import KnownPost

    with all_opened(folders) as brands:
        answers = brands.ask(lambda here: _shown(here, name))
    documents = []
    for here, (case, made, seen, products, captions) in answers:
        brands.head(here)
        _tell_post(case.post, seen)
        for number, file in enumerate(captions, 1):
            language = f" ({file.language})" if file.language else ""
            say.out(
                f"  captions c{number}  {one_line(file.name)}{language}, attached by {one_line(file.attached_by)}"
            )
        _tell_changes(case)
        shop.tell_shown(products)
        _tell_records(case)
        if made:
            say.out("\nCreatives")
        for item in made:
            say.out(f"  {item.path}{'  (proof)' if item.proof else ''}")
        told = KnownPost(case=case, creatives=tuple(made), products=products, captions=captions)
        documents.append(brands.document(here, told.model_dump(mode="json")))
    say.document(documents if brands.several else documents[0])


def _person_meant(name: str) -> str | None:
    """The creator that a name may mean: `@ana`, `creator:@ana`, `tiktok:ana`, a key, or the address of a profile."""
    from ugc.model.posts import PLATFORMS

    head, colon, rest = name.partition(":")
    if name.startswith("@") or (colon and head.lower() in PLATFORMS):
        return name
    if head == "creator" and colon:
        return name if _KEY.fullmatch(name) else rest
    return name if "/" in name and profile(name) else None


def _shown(
    here: "Workspace", name: str
) -> "tuple[Case, list[MadeCreative], Mapping[str, Seen], tuple[ProductShown, ...], tuple[CaptionFile, ...]]":
    from ugc.workspace.focusing import seen_in
    from ugc.workspace.shop import shown_in

    case = here.case(name)
    seen = seen_in(here, [media.sha256 for media in case.post.media])
    captions = here.catalog.by_hand.captions(case.post.id)
    return case, here.catalog.creatives(post=case.post.id), seen, shown_in(here, case.post.id), captions


def tag(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Which posts: ids or a selection.")],
    *,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="TAG", help="Repeatable.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", metavar="TAG", help="Repeatable.")] = None,
    product: Annotated[
        list[str] | None,
        typer.Option("--product", metavar="ID", help="A product that the posts show. Repeatable."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="X,Y", help="Where in the picture: 0.42,0.31 from the top left, or 42%,31%."
        ),
    ] = None,
    media: MediaOption = None,
    remove_product: Annotated[
        list[str] | None,
        typer.Option("--remove-product", metavar="ID", help="One that they do not show. Repeatable."),
    ] = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Put labels of your own and products on posts, and take them off."""
    if not (add or remove or product or remove_product):
        raise UsageError("Nothing to do.", hint="Say --add TAG, --remove TAG or --product ID.")
    from ugc.cli.documents import Tagged

    with opened(workspace) as here, here.rehearsed(dry_run), here.catalog.transaction():
        ids = here.tag(" ".join(query), today=here.day(now()), add=add or (), remove=remove or ())
        shown, hidden = shop.tag(
            here, ids, add=product or (), take_off=remove_product or (), where=at, media=media, by=by
        )
    say.out(f"{'Would tag' if dry_run else 'Tagged'} {counted(len(ids), 'post')}.")
    told = Tagged(
        posts=tuple(ids),
        added=tuple(add or ()),
        removed=tuple(remove or ()),
        products=shown,
        products_removed=hidden,
    )
    say.document(told.model_dump(mode="json"))


def _tell_post(post: "Post", seen: "Mapping[str, Seen]") -> None:
    from ugc.workspace.describing import alt_of

    say.out(post.id)
    if post.aliases:
        say.out(f"  also known as {', '.join(post.aliases)}")
    facts = {
        "creator": f"@{post.author.handle} on {post.author.platform}" if post.author else "unknown",
        "posted": f"{post.posted_at:%Y-%m-%d %H:%M} UTC" if post.posted_at else "unknown",
        "link": post.permalink or "unknown",
        "hashtags": " ".join(f"#{name}" for name in post.hashtags) or "none",
        "tags": ", ".join(post.tags) or "none",
        "caption": say.cut(post.caption, 200) or "none",
    }
    for name, value in facts.items():
        say.out(f"  {name:<9}{value}")
    for number, media in enumerate(post.media):
        size = f"{media.width}x{media.height}"
        say.out(f"  media #{number + 1}  {media.kind} {media.ext} {size}  {one_line(media.name)}")
        say.out(f"            focus  {focus.line(media.focus)}")
        if media.attached_by:
            place = next((n for n, one in enumerate(post.media, 1) if one.sha256 == media.stands_for), None)
            use = f", rendered in place of #{place}" if place else ""
            use = ", raw footage: rendered where it is named" if media.role == "raw" else use
            say.out(
                f"            by     {one_line(media.attached_by)}, attached {media.attached_at:%Y-%m-%d}{use}"
            )
        say.out(f"            alt    {alt.line(alt_of(post, media, seen.get(media.sha256)))}")
    if post.counts:
        known = {
            name: value
            for name, value in post.counts.model_dump(exclude={"taken_at"}).items()
            if value is not None
        }
        say.out(
            "  numbers  " + (", ".join(f"{value:,} {name}" for name, value in known.items()) or "unknown")
        )


def _tell_changes(case: "Case") -> None:
    """Say what was seen of the post at its source, and what that may mean."""
    from ugc.rights import meaning

    for change in case.changes:
        what = {"deleted": "seen deleted", "edited": "caption edited", "back": "seen again"}[change.what]
        say.out(f"  {what:<9}  {change.seen_at:%Y-%m-%d %H:%M} UTC, by {change.importer}")
        if change.before and change.after:
            say.out(f"            before  {say.cut(change.before, 100)}")
            say.out(f"            after   {say.cut(change.after, 100)}")
    for line in meaning(case):
        say.note(f"  {line}")


def _tell_records(case: "Case") -> None:
    say.out(
        "\nRights records" if case.grants or case.holds else "\nNo rights records: nothing may be made of it."
    )
    for grant in case.grants:
        end = "without end" if grant.end == "perpetual" else f"until {grant.end}"
        say.out(
            f"  {grant.id}  {grant.status} by {grant.licensor} to {grant.licensee} ({grant.method.replace('_', ' ')}), "
            f"{grant.start} {end}"
        )
        say.out(f"          for {', '.join(sorted(grant.purposes))} on {', '.join(sorted(grant.channels))}")
        say.out(
            f"          in {', '.join(sorted(grant.territories))}; evidence {', '.join(grant.evidence) or 'none'}"
        )
    for word in case.revocations:
        say.out(f"  {word.id}  revoked from {word.effective} by {word.by}: {word.why}")
    for hold in case.holds:
        say.out(f"  {hold.id}  held by {hold.by} on {hold.on}: {hold.why}")
