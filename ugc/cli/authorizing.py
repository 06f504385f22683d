"""`ugc rights authorize`: a platform's permission to run ads from a creator's handle."""

from pathlib import Path
from typing import Annotated

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
from ugc.cli.releasing import named_values

EvidenceOption = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="What proves it. Repeatable.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE|perpetual", help="Last day, where there is one.")
]
_Whose = Annotated[
    str, typer.Argument(metavar="POST|@CREATOR|ID", help="For what it is, or the id of one that changed.")
]
_Kind = Annotated[
    str | None, typer.Option(help="meta_ad_code, meta_account_permission, tiktok_auth_code, snap_ad_code …")
]
PlatformOption = Annotated[str | None, typer.Option(help="Where it counts, if the kind does not say.")]
StatusOption = Annotated[
    str | None, typer.Option(help="requested, pending, active, expired, revoked, deleted, error.")
]
FirstOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
SourceOption = Annotated[
    str | None, typer.Option(help="Who says when it ends: platform, creator_asserted, contract.")
]
_Code = Annotated[
    str | None,
    typer.Option(help="The code: sealed where there is a key, else only its last four characters are kept."),
]
NativeOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME=ID", help="An id of the platform's. Repeatable.")
]
IneligibleOption = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help="Why it may not run, in its words. Repeatable.")
]
_Requested = Annotated[str | None, typer.Option(metavar="DATE", help="When it was asked for.")]
CheckedOption = Annotated[bool, typer.Option("--checked", help="The platform was asked about it just now.")]
_Supports = Annotated[
    list[str] | None,
    typer.Option(help="What may be changed: render_variants, change_caption, change_audio. Repeatable."),
]
SecondOption = Annotated[
    bool, typer.Option("--second", help="The original of a duet or stitch is authorised too.")
]


_SEALED = "Its code is sealed. Typed as an option it stays in the shell's history: see `ugc ads codes add --code -`."
_NOT_SEALED = (
    "There is no key to seal the code with, so only its last four are kept: see `ugc ads codes add`."
)


def authorize(
    name: _Whose,
    *,
    kind: _Kind = None,
    platform: PlatformOption = None,
    status: StatusOption = None,
    first: FirstOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    code: _Code = None,
    native: NativeOption = None,
    ineligible: IneligibleOption = None,
    second: SecondOption = False,
    requested: _Requested = None,
    checked: CheckedOption = False,
    supports: _Supports = None,
    evidence: EvidenceOption = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record a platform's permission to run ads from a creator's handle.

    It is not a grant, and a grant is not it: an ad from their handle needs both.
    """
    from ugc.workspace.granting.authorizing import AuthorizationForm

    form = AuthorizationForm(
        target=name,
        kind=kind,
        platform=platform,
        status=status,
        start=a_day(first, "--from") if first else None,
        end=a_last_day(until) if until else None,
        expiry_source=source,
        code=code,
        native_ids=named_values(native or [], "--native identity_id=712"),
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
        sealed = "code" in here.catalog.sealed.of(made.id)
    last4 = f" …{made.code_last4}" if made.code_last4 else ""
    end = words.until(made.end) if made.end else "with no end on record"
    verb = "Would record" if dry_run else "Recorded"
    say.out(
        f"{verb} {made.id}: {made.kind.replace('_', ' ')}{last4} on {made.platform}, {made.status}, {end}."
    )
    if code:
        say.note(_SEALED if sealed else _NOT_SEALED)
    say.document(made.model_dump(mode="json"))
