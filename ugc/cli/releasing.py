"""`ugc rights release` and `authorize`: what others than the creator allowed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    a_day,
    a_last_day,
    me,
    now,
    opened,
)
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.model.records import Release

_Evidence = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What proves it. Repeatable.")]
_Until = Annotated[str | None, typer.Option(metavar="DATE|perpetual", help="Last day, where there is one.")]


_Post = Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")]
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


_Whose = Annotated[
    str, typer.Argument(metavar="POST|@CREATOR|ID", help="For what it is, or the id of one that changed.")
]
_Kind = Annotated[
    str | None, typer.Option(help="meta_ad_code, meta_account_permission, tiktok_auth_code, snap_ad_code …")
]
_Platform = Annotated[str | None, typer.Option(help="Where it counts, if the kind does not say.")]
_State = Annotated[
    str | None, typer.Option(help="requested, pending, active, expired, revoked, deleted, error.")
]
_First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
_Source = Annotated[
    str | None, typer.Option(help="Who says when it ends: platform, creator_asserted, contract.")
]
_Code = Annotated[
    str | None, typer.Option(help="The code; its last four characters and its hash are kept, no more.")
]
_Native = Annotated[
    list[str] | None, typer.Option(metavar="NAME=ID", help="An id of the platform's. Repeatable.")
]
_Ineligible = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help="Why it may not run, in its words. Repeatable.")
]
_Requested = Annotated[str | None, typer.Option(metavar="DATE", help="When it was asked for.")]
_Checked = Annotated[bool, typer.Option("--checked", help="The platform was asked about it just now.")]
_Supports = Annotated[
    list[str] | None,
    typer.Option(help="What may be changed: render_variants, change_caption, change_audio. Repeatable."),
]
_Second = Annotated[
    bool, typer.Option("--second", help="The original of a duet or stitch is authorised too.")
]


def release(
    post: _Post,
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

    A newer word on the same person, thing or track takes the older one's place; both are kept.
    """
    from ugc.workspace.granting.releasing import ReleaseForm

    named = {"model": person, "minor_model": minor, "property": place, "trademark": trademark, "voice": voice}
    kind, subject = _kind(named, music=music, nobody=nobody)
    form = ReleaseForm(
        post=post,
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
        check=_pairs(check or [], "--check api=TikTok"),
        end=a_last_day(until) if until else None,
        evidence=tuple(evidence or ()),
        notes=notes,
        by=by or me(),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.release(form, at=now())
    _tell_release(made, dry_run)
    say.document(made.model_dump(mode="json"))


def _tell_release(made: "Release", dry_run: bool) -> None:
    what = f"{made.music} music" if made.music else made.kind.replace("_", " ")
    whom = f", {made.subject}" if made.subject else ""
    say.out(
        f"{'Would record' if dry_run else 'Recorded'} {made.id}: {what}{whom}: {made.status.replace('_', ' ')}."
    )


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


def authorize(
    name: _Whose,
    *,
    kind: _Kind = None,
    platform: _Platform = None,
    status: _State = None,
    first: _First = None,
    until: _Until = None,
    source: _Source = None,
    code: _Code = None,
    native: _Native = None,
    ineligible: _Ineligible = None,
    second: _Second = False,
    requested: _Requested = None,
    checked: _Checked = False,
    supports: _Supports = None,
    evidence: _Evidence = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record a platform's permission to run ads from a creator's handle.

    It is not a grant, and a grant is not it: an ad from their handle needs both.
    """
    from ugc.workspace.granting.releasing import AuthorizationForm

    form = AuthorizationForm(
        target=name,
        kind=kind,
        platform=platform,
        status=status,
        start=a_day(first, "--from") if first else None,
        end=a_last_day(until) if until else None,
        expiry_source=source,
        code=code,
        native_ids=_pairs(native or [], "--native identity_id=712"),
        eligibility_errors=tuple(ineligible or ()),
        second_authorization=second,
        requested_on=a_day(requested, "--requested") if requested else None,
        checked=checked,
        supports=tuple(supports or ()),
        evidence=tuple(evidence or ()),
        by=by or me(),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.authorize(form, at=now())
    last4 = f" …{made.code_last4}" if made.code_last4 else ""
    end = words.until(made.end) if made.end else "with no end on record"
    verb = "Would record" if dry_run else "Recorded"
    say.out(
        f"{verb} {made.id}: {made.kind.replace('_', ' ')}{last4} on {made.platform}, {made.status}, {end}."
    )
    say.document(made.model_dump(mode="json"))


def _pairs(texts: list[str], example: str) -> dict[str, str]:
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
