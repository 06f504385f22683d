"""`ugc ads codes`: platforms' permissions to run ads from creators' handles, their codes sealed."""

import re
from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.ad_secrets import secrets
from ugc.cli.ad_words import row, tell_added, tell_checked
from ugc.cli.authorizing import (
    CheckedOption,
    EvidenceOption,
    FirstOption,
    IneligibleOption,
    NativeOption,
    PlatformOption,
    SecondOption,
    SourceOption,
    StatusOption,
    UntilOption,
)
from ugc.cli.brands import all_opened
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    FlightOption,
    JsonOption,
    WorkspaceOption,
    WorkspacesOption,
    a_day,
    a_flight,
    a_last_day,
    me,
    now,
    opened,
)
from ugc.cli.releasing import named_values
from ugc.errors import UsageError
from ugc.text import counted

_HISTORY = "A code that is typed as an option stays in the shell's history: `--code -` asks for it instead."
_WITHIN = re.compile(r"(\d{1,5})([dw]?)")

_Target = Annotated[
    str | None,
    typer.Argument(metavar="POST|@CREATOR|ID", help="For what it is, or the id of one that changed."),
]
_Kind = Annotated[
    str | None, typer.Option(help="tiktok_auth_code, meta_ad_code, meta_account_permission, snap_ad_code …")
]
_Code = Annotated[str | None, typer.Option(metavar="CODE|-", help="The code; - asks for it, or reads stdin.")]
_CodeFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A file that holds the code alone.")]
_Original = Annotated[
    str | None, typer.Option(metavar="CODE|-", help="The code of a duet's or stitch's original.")
]
_Eligible = Annotated[
    bool, typer.Option("--eligible", help="The platform holds nothing against it any more.")
]
_FromFile = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A sheet, or a platform's saved answer. Repeatable."),
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 for a single one.")]


def add(
    target: _Target = None,
    *,
    kind: _Kind = None,
    platform: PlatformOption = None,
    code: _Code = None,
    code_file: _CodeFile = None,
    original_code: _Original = None,
    first: FirstOption = None,
    until: UntilOption = None,
    source: SourceOption = None,
    native: NativeOption = None,
    status: StatusOption = None,
    ineligible: IneligibleOption = None,
    eligible: _Eligible = False,
    second: SecondOption = False,
    checked: CheckedOption = False,
    evidence: EvidenceOption = None,
    from_file: _FromFile = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record a platform's permission and seal its code, or all that sheets and platforms' answers tell of.

    The key is a passphrase in UGC_SECRET_KEY, or lies in the system's keyring.
    """
    from ugc.workspace.granting.authorizing import AuthorizationForm

    alone = (kind, platform, code, code_file, original_code, first, until, source, native, status)
    if from_file:
        _alone(any((*alone, ineligible, eligible, second, checked, evidence)))
        _add_files(from_file, target=target, by=by or me(), dry_run=dry_run, workspace=workspace)
        return
    form = AuthorizationForm(
        target=_named(target),
        kind=kind,
        platform=platform,
        status=status,
        start=a_day(first, "--from") if first else None,
        end=a_last_day(until) if until else None,
        expiry_source=source,
        native_ids=named_values(native or [], "--native item_id=712"),
        eligibility_errors=tuple(ineligible or ()),
        eligible=eligible,
        second_authorization=second,
        checked=checked,
        evidence=tuple(evidence or ()),
        by=by or me(),
        **secrets(code, code_file, original_code),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        told = here.ads.add_code(form, at=now())
    if {code, original_code} - {None, "-"}:
        say.note(_HISTORY)
    tell_added(told)


def _alone(others: bool) -> None:
    if others:
        raise UsageError(
            "--from-file says all of it; the other options are for one permission.",
            hint="Leave them out, or add the two one after the other.",
        )


def _named(target: str | None) -> str:
    if target is None:
        raise UsageError(
            "For which post it is was not said.", hint="Name the post, @creator, or --from-file FILE."
        )
    return target


def _add_files(
    files: list[Path], *, target: str | None, by: str, dry_run: bool, workspace: Path | None
) -> None:
    with opened(workspace) as here, here.rehearsed(dry_run):
        told = here.ads.add_codes(files, by=by, at=now(), target=target)
    tell_added(told)
    say.leave(3 if any(passed.fault for passed in told.passed_over) else 0)


def list_codes(
    selection: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="Posts; all permissions if left out.")
    ] = None,
    *,
    due: Annotated[
        str | None, typer.Option(metavar="14d", help="Only what ends within so many days, or weeks: 2w.")
    ] = None,
    past: Annotated[bool, typer.Option("--all", help="What is over too.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 4 when one is overdue.")] = False,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """List codes and permissions by the day on which they end, and what runs on each."""
    within = _days(due) if due is not None else None
    query = " ".join(selection or ())
    documents, late = [], 0
    with all_opened(workspace) as brands:
        for here, told in brands.ask(
            lambda here: here.ads.codes(query, today=here.day(now()), within=within, past=past)
        ):
            brands.head(here)
            late += told.overdue
            if told.codes:
                say.table(
                    [row(item) for item in told.codes],
                    heads=("id", "kind", "code", "for", "by", "window", "", "runs on it"),
                )
            else:
                say.out(
                    "No permission is on record." if within is None else f"None ends within {within} days."
                )
            for note in told.notes:
                say.note(note)
            if told.overdue:
                say.out(
                    f"{counted(told.overdue, 'permission is', 'permissions are')} past the last day. Have it extended, "
                    "or say what became of it: ugc ads codes add ID --until DATE, or --status expired."
                )
            documents.append(brands.document(here, told.model_dump(mode="json")))
    say.document(documents if brands.several else documents[0])
    say.leave(4 if strict and late else 0)


def _days(text: str) -> int:
    match = _WITHIN.fullmatch(text.strip().lower())
    if not match:
        raise UsageError(f"--due {text[:20]!r} is not a number of days.", hint="Write it as 14d, or 2w.")
    return int(match[1]) * (7 if match[2] == "w" else 1)


def check(
    target: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID|QUERY", help="A permission, or posts; all if left out."),
    ] = None,
    *,
    flight: FlightOption = None,
    strict: _Strict = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Hold codes and permissions against the days of an ad: what each lacks, and what would help.

    A post is fine when one of its permissions is. Exit 4 when none is, or with --strict when one is not.
    """
    at = now()
    with opened(workspace) as here:
        today = here.day(at)
        days = a_flight(flight, today=today, days=here.settings.output.flight_days)
        told = here.ads.check_codes(" ".join(target or ()), flight=days, today=today)
    tell_checked(told)
    say.document(told.model_dump(mode="json"))
    say.leave(4 if told.failed and (strict or not told.fine) else 0)
