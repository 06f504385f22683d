"""`ugc creators list`, which `ugc creators` is too: who there is."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption
from ugc.errors import UsageError, nearest
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.model.posts import Account
    from ugc.workspace.creators.listing import CreatorLine

UNKNOWN = "—"
_COMMANDS = ("list", "show", "note", "join", "followers")
_PARTING = ("part", "unjoin", "split")
_LABELS = 40


def list_creators(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY", help="As in niche:running country:US followers:>10k -tag:paused ana."
        ),
    ] = None,
    *,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="The first so many.")
    ] = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """List creators, all or those of a query; those that most follow first.

    Words look in handles and names. Qualifiers: niche, tag, country, language, platform, tier, followers, posts,
    campaign, creator, is:unjoined, has:contact, has:note, has:followers, has:name. A - before one excludes.
    """
    _refuse_parting(query or [])
    with all_opened(workspace) as brands:
        answers = brands.ask(lambda here: here.creators.listed(" ".join(query or ()), limit=limit))
        rows = [
            ((here.settings.brand.name,) if brands.several else ()) + _row(line)
            for here, told in answers
            for line in told.creators
        ]
        documents = [brands.document(here, told.model_dump(mode="json")) for here, told in answers]
    if rows:
        heads = (
            "creator",
            "accounts",
            "tier",
            "followers",
            "counted",
            "posts",
            "last posted",
            "niches",
            "tags",
        )
        say.table(rows, heads=("brand", *heads) if brands.several else heads)
    found, listed = sum(told.found for _, told in answers), len(rows)
    shown = f"The first {listed:,} of " if listed < found else ""
    say.note(f"{shown}{counted(found, 'creator')}.")
    _hint(query or [], found, sum(told.of for _, told in answers))
    say.document(documents if brands.several else documents[0])


def _refuse_parting(words: list[str]) -> None:
    if words and words[0] in _PARTING:
        raise UsageError(
            "Joined creators cannot be parted: records name them by keys that mean one person since.",
            hint="An archive from before the join has them apart: ugc import FILE.zip --into DIR. "
            f"Whoever is called {words[0]!r} is listed by: ugc creators list {words[0]}",
        )


def _hint(words: list[str], found: int, of: int) -> None:
    """Where nothing fits, say what might have been meant."""
    if found:
        return
    close = nearest(words[0], _COMMANDS) if words else None
    if close and ":" not in words[0]:
        say.note(f"  {words[0]!r} was looked for in handles and names. The command is: ugc creators {close}")
    elif not of:
        say.note("  Nobody is known yet: ugc import brings posts with those who made them.")


def _row(line: "CreatorLine") -> tuple[str, ...]:
    creator = line.creator
    most = max(creator.followers, key=lambda one: one.count, default=None)
    return (
        f"@{creator.handle}" + (f" ({creator.profile.name})" if creator.profile.name else ""),
        accounts(creator.accounts),
        line.tier or UNKNOWN,
        f"{most.count:,}" if most else UNKNOWN,
        most.day.isoformat() if most else UNKNOWN,
        f"{creator.posts:,}",
        f"{creator.last_posted:%Y-%m-%d}" if creator.last_posted else UNKNOWN,
        say.cut(", ".join(creator.profile.niches), _LABELS) or UNKNOWN,
        say.cut(", ".join(creator.profile.tags), _LABELS) or UNKNOWN,
    )


def accounts(theirs: "tuple[Account, ...]") -> str:
    """Say accounts as commands take them."""
    return ", ".join(f"{account.platform}:{account.handle}" for account in theirs) or UNKNOWN
