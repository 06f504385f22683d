"""`ugc rights release`: what others than the creator allowed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    a_last_day,
    me,
    now,
    opened,
)
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.model.records import Release
    from ugc.workspace import Workspace
    from ugc.workspace.granting.music import MusicRecorded
    from ugc.workspace.granting.releasing import ReleaseForm

_Evidence = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What proves it. Repeatable.")]
_Until = Annotated[str | None, typer.Option(metavar="DATE|perpetual", help="Last day, where there is one.")]


_Posts = Annotated[
    list[str],
    typer.Argument(
        metavar="POST|SELECTION",
        help="A post by any id; with --music also a selection, as in import:last kind:video.",
    ),
]
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="A person shown, by a pseudonym: woman-left.")
]
_Minor = Annotated[str | None, typer.Option("--minor", metavar="NAME", help="A minor shown, by a pseudonym.")]
_Nobody = Annotated[bool, typer.Option("--nobody", help="Nobody but the creator is shown.")]
_Place = Annotated[
    str | None, typer.Option("--property", metavar="NAME", help="A private place, house or artwork.")
]
_Trademark = Annotated[
    str | None, typer.Option("--trademark", metavar="NAME", help="A mark or logo of somebody else's.")
]
_Voice = Annotated[str | None, typer.Option("--voice", metavar="NAME", help="A voice that is heard.")]
_Music = Annotated[
    str | None,
    typer.Option(help="What the sound is: original, licensed, commercial_library, platform_only, unknown."),
]
_Track = Annotated[str | None, typer.Option(help="Which piece of music.")]
_Covers = Annotated[
    list[str] | None, typer.Option(help="Platforms that the music licence reaches. Repeatable.")
]
_Check = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="What a platform's check of the music said: api, result, locations, first, last. Repeatable.",
    ),
]
_Status = Annotated[
    str | None,
    typer.Option(help="unlimited, limited, none, not_applicable, unknown; what fits when left out."),
]
_Purpose = Annotated[list[str] | None, typer.Option(help="What a limited one is for. Repeatable.")]
_Territory = Annotated[list[str] | None, typer.Option(help="Where it holds. Repeatable.")]
_Age = Annotated[
    str | None, typer.Option(help="Age band as PLUS writes it: AG-A16 is 16, AG-A25 25 and over.")
]
_Guardian = Annotated[str | None, typer.Option(metavar="NAME", help="Who consented for a minor.")]
_GuardianEvidence = Annotated[Path | None, typer.Option(metavar="FILE", help="Their consent in writing.")]
_Notes = Annotated[str | None, typer.Option(help="Anything else worth keeping.")]


def release(
    names: _Posts,
    *,
    person: _Person = None,
    minor: _Minor = None,
    nobody: _Nobody = False,
    place: _Place = None,
    trademark: _Trademark = None,
    voice: _Voice = None,
    music: _Music = None,
    track: _Track = None,
    covers: _Covers = None,
    check: _Check = None,
    status: _Status = None,
    purpose: _Purpose = None,
    territory: _Territory = None,
    until: _Until = None,
    age: _Age = None,
    guardian: _Guardian = None,
    guardian_evidence: _GuardianEvidence = None,
    evidence: _Evidence = None,
    notes: _Notes = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record what people shown, owners of places and holders of music allowed.

    A newer word on the same person, thing or track takes the older one's place; both are kept. With --music a whole
    selection is told of in one go: one record for each post that has a clip with sound.
    """
    from ugc.workspace.granting.releasing import ReleaseForm

    named = {"model": person, "minor_model": minor, "property": place, "trademark": trademark, "voice": voice}
    kind, subject = _kind(named, music=music, nobody=nobody)
    form = ReleaseForm(
        post=names[0],
        kind=kind,
        subject=subject,
        status="not_applicable" if nobody else status,
        purposes=tuple(purpose or ()),
        territories=tuple(territory or ()),
        age_band=age,
        guardian=guardian,
        guardian_evidence=guardian_evidence,
        music=music,
        track=track,
        covers=tuple(covers or ()),
        check=named_values(check or [], "--check api=TikTok"),
        end=a_last_day(until) if until else None,
        evidence=tuple(evidence or ()),
        notes=notes,
        by=by or me(),
    )
    _record(form, names, workspace, dry=dry_run)


def _record(form: "ReleaseForm", names: list[str], workspace: Path | None, *, dry: bool) -> None:
    with opened(workspace) as here, here.rehearsed(dry):
        if _one(here, names, music=form.kind == "music"):
            made = here.records.release(form, at=now())
            _tell_release(made, dry)
            say.document(made.model_dump(mode="json"))
            return
        done = here.records.release_music(" ".join(names), form, at=now())
    _tell_music(done, dry)
    say.document(done.model_dump(mode="json"))
    say.leave(done.worst)


def _one(here: "Workspace", names: list[str], *, music: bool) -> bool:
    """Whether one post is meant, by its id. Raises UsageError for several where one at a time is told of."""
    if not music:
        if len(names) > 1:
            raise UsageError(
                "What people and owners allowed is said of one post at a time.",
                hint="Several posts at once, or a selection, go with --music.",
            )
        return True
    if len(names) > 1:
        return False
    try:
        here.catalog.resolve(names[0])
    except UsageError:
        return False
    return True


def _tell_music(done: "MusicRecorded", dry: bool) -> None:
    verb = "Would record" if dry else "Recorded"
    made = done.releases
    if made:
        ids = f"{made[0].id} to {made[-1].id}" if len(made) > 1 else made[0].id
        say.out(
            f"{verb} {made[0].music} music for {counted(len(made), 'post')} of {done.selected}, {ids}: "
            f"{made[0].status.replace('_', ' ')}."
        )
    else:
        say.out(f"Nothing to record for {counted(done.selected, 'post')}.")
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in done.passed:
        why = _PASSED.get(item.code, item.why)
        grouped.setdefault((item.code, why), []).append(item.post)
    for (_, why), posts in grouped.items():
        more = f" and {len(posts) - _SHOWN} more" if len(posts) > _SHOWN else ""
        say.out(f"  passed over, {len(posts)}: {why} {', '.join(posts[:_SHOWN])}{more}")


def _tell_release(made: "Release", dry_run: bool) -> None:
    what = f"{made.music} music" if made.music else made.kind.replace("_", " ")
    whom = f", {made.subject}" if made.subject else ""
    say.out(
        f"{'Would record' if dry_run else 'Recorded'} {made.id}: {what}{whom}: {made.status.replace('_', ' ')}."
    )


_SHOWN = 10
"""Posts that are named one by one; --json has all."""
_PASSED = {
    "picture": "no clip, so no sound:",
    "silent": "clips without a sound track:",
    "recorded": "the same is on record already:",
}
"""What posts have in common that are passed over."""


def _kind(named: dict[str, str | None], *, nobody: bool, music: str | None) -> tuple[str, str | None]:
    """Which kind of release is meant, and of whom. Raises UsageError unless exactly one is."""
    meant: list[tuple[str, str | None]] = [(kind, subject) for kind, subject in named.items() if subject]
    meant += [("model", None)] if nobody else []
    meant += [("music", None)] if music else []
    if len(meant) != 1:
        raise UsageError(
            "Say of one person, thing or track what was allowed."
            if meant
            else "What was released was not said.",
            hint="One of --person, --minor, --nobody, --property, --trademark, --voice, --music.",
        )
    return meant[0]


def named_values(texts: list[str], example: str) -> dict[str, str]:
    """Read NAME=VALUE words; `example` is how one is written."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            option = example.split()[0]
            form = "NAME=ID" if option == "--native" else "NAME=VALUE"
            raise UsageError(f"{option}: {text!r} says nothing.", hint=f"Write it as {form}: {example}.")
        found[name.strip()] = value.strip()
    return found
