"""`ugc ads codes`: platforms' permissions to run ads from creators' handles, their codes sealed."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
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
from ugc.errors import InputError, UsageError
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.workspace.advertising.codes import CodeShown
    from ugc.workspace.advertising.codes_adding import CodesAdded
    from ugc.workspace.advertising.codes_checking import CodesChecked, PostChecked

_LARGEST = 100_000
"""Bytes of a code that is read from a file or from stdin; far more than any has."""
_HISTORY = "A code that is typed as an option stays in the shell's history: `--code -` asks for it instead."
_WITHIN = re.compile(r"(\d{1,5})([dw]?)")
_SIGNS = {"overdue": "OVERDUE", "fault": "FAULT", "waiting": "waiting", "not_yet": "not yet", "over": "over"}

_Target = Annotated[
    str | None,
    typer.Argument(metavar="[POST|@CREATOR|ID]", help="For what it is, or the id of one that changed."),
]
_Kind = Annotated[
    str | None, typer.Option(help="tiktok_auth_code, meta_ad_code, meta_account_permission, snap_ad_code …")
]
_Platform = Annotated[str | None, typer.Option(help="Where it counts, if the kind does not say.")]
_Code = Annotated[str | None, typer.Option(metavar="CODE|-", help="The code; - asks for it, or reads stdin.")]
_CodeFile = Annotated[Path | None, typer.Option(metavar="FILE", help="A file that holds the code alone.")]
_Original = Annotated[
    str | None, typer.Option(metavar="CODE|-", help="The code of a duet's or stitch's original.")
]
_First = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
_Until = Annotated[str | None, typer.Option(metavar="DATE|perpetual", help="Last day, where there is one.")]
_Source = Annotated[
    str | None, typer.Option(help="Who says when it ends: platform, creator_asserted, contract.")
]
_Native = Annotated[
    list[str] | None, typer.Option(metavar="NAME=ID", help="An id of the platform's. Repeatable.")
]
_Status = Annotated[
    str | None, typer.Option(help="requested, pending, active, expired, revoked, deleted, error.")
]
_Ineligible = Annotated[
    list[str] | None, typer.Option(metavar="TEXT", help="Why it may not run, in its words. Repeatable.")
]
_Eligible = Annotated[
    bool, typer.Option("--eligible", help="The platform holds nothing against it any more.")
]
_Second = Annotated[
    bool, typer.Option("--second", help="The original of a duet or stitch is authorised too.")
]
_Checked = Annotated[bool, typer.Option("--checked", help="The platform was asked about it just now.")]
_Evidence = Annotated[list[Path] | None, typer.Option(metavar="FILE", help="What proves it. Repeatable.")]
_FromFile = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A sheet, or a platform's saved answer. Repeatable."),
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 for a single one.")]


def add(
    target: _Target = None,
    *,
    kind: _Kind = None,
    platform: _Platform = None,
    code: _Code = None,
    code_file: _CodeFile = None,
    original_code: _Original = None,
    first: _First = None,
    until: _Until = None,
    source: _Source = None,
    native: _Native = None,
    status: _Status = None,
    ineligible: _Ineligible = None,
    eligible: _Eligible = False,
    second: _Second = False,
    checked: _Checked = False,
    evidence: _Evidence = None,
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

    if from_file:
        alone = (
            kind,
            platform,
            code,
            code_file,
            original_code,
            first,
            until,
            source,
            native,
            status,
            evidence,
        )
        if any(alone) or ineligible or eligible or second or checked:
            raise UsageError(
                "--from-file says all of it; the other options are for one permission.",
                hint="Leave them out, or add the two one after the other.",
            )
        with opened(workspace) as here, here.rehearsed(dry_run):
            told = here.ads.add_codes(from_file, by=by or me(), at=now(), target=target)
        _tell_added(told)
        say.leave(3 if told.passed_over and not told.recorded else 0)
        return
    if target is None:
        raise UsageError(
            "For which post it is was not said.", hint="Name the post, @creator, or --from-file FILE."
        )
    form = AuthorizationForm(
        target=target,
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
        **_secrets(code, code_file, original_code),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        told = here.ads.add_code(form, at=now())
    if any(typed not in (None, "-") for typed in (code, original_code)):
        say.note(_HISTORY)
    _tell_added(told)


def _secrets(code: str | None, code_file: Path | None, original: str | None) -> dict[str, object]:
    """The codes as the form takes them; each is wrapped at once, so that nothing shows it."""
    from pydantic import SecretStr

    if code is not None and code_file is not None:
        raise UsageError("--code and --code-file both say the code.", hint="Leave one of them out.")
    if code == "-" and original == "-" and not sys.stdin.isatty():
        raise UsageError(
            "Both codes cannot be read from stdin at once.", hint="Give one of them with --code-file."
        )
    found: dict[str, object] = {}
    if code_file is not None:
        found["code"] = SecretStr(_read(code_file))
    elif code is not None:
        found["code"] = SecretStr(_asked("Code") if code == "-" else code)
    if original is not None:
        found["original_code"] = SecretStr(_asked("Code of the original") if original == "-" else original)
    return found


def _read(path: Path) -> str:
    from ugc.files import open_regular

    with open_regular(path) as file:
        data = file.read(_LARGEST + 1)
    return _text(data, path.name)


def _asked(what: str) -> str:
    """Ask without showing what is typed; where nobody sits at a terminal, read stdin."""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, err=True))
    return _text(sys.stdin.buffer.read(_LARGEST + 1), "stdin")


def _text(data: bytes, name: str) -> str:
    if len(data) > _LARGEST:
        raise InputError(f"{name} holds far more than a code.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text.") from None


def _tell_added(told: "CodesAdded") -> None:
    verb = "Would record" if told.dry else "Recorded"
    for item in told.recorded:
        made = item.permission
        last4 = f" …{made.code_last4}" if made.code_last4 else ""
        end = words.until(made.end) if made.end else "with no end on record"
        kept = " Its code is sealed." if item.sealed else ""
        what = f"{made.id}: {made.kind.replace('_', ' ')}{last4} on {made.platform}, {made.status}, {end}."
        say.out(f"{'Already on record' if item.outcome == 'same' else verb} {what}{kept}")
        for note in item.notes:
            say.note(f"  {note}")
    for passed in told.passed_over:
        what = f" {one_line(passed.what)[:80]}:" if passed.what else ""
        say.out(f"Not recorded: {passed.file}, {passed.place}:{what} {one_line(passed.why)}.")
    if len(told.recorded) + len(told.passed_over) > 1:
        made_new = [
            sum(item.outcome == each for item in told.recorded) for each in ("new", "changed", "same")
        ]
        say.out(
            f"{made_new[0]} new, {made_new[1]} changed, {made_new[2]} as before; "
            f"{len(told.passed_over)} not recorded."
        )
    for note in told.notes:
        say.note(note)
    say.document(told.model_dump(mode="json"))


def list_codes(
    selection: Annotated[
        list[str] | None, typer.Argument(metavar="[SELECTION]", help="Posts; all permissions if left out.")
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
                    [_row(item) for item in told.codes],
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


def _row(item: "CodeShown") -> tuple[str, ...]:
    code = f"…{item.last4}{'' if 'code' in item.sealed else ' (not sealed)'}" if item.last4 else "-"
    start = f"{item.start} " if item.start else ""
    end = "no end" if item.end is None else str(item.end)
    says = {"platform": "platform", "creator_asserted": "creator", "contract": "contract"}[item.expiry_source]
    window = f"{start}to {end} ({says})" if item.end else f"{start}{end} on record".strip()
    state = _SIGNS.get(item.state, "")
    if item.state == "active" and item.days_left is not None:
        state = f"{counted(item.days_left, 'day')} left" if item.days_left else "last day"
    state = item.status if item.state in ("over", "waiting") else state
    state = "replaced" if item.state == "replaced" else state
    whose = f"@{item.creator}" if item.creator else "-"
    runs = "; ".join(one_line(run) for run in item.runs) or "-"
    return item.id, item.kind, code, item.post or "the account", whose, window, state, runs


def check(
    target: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID|SELECTION]", help="A permission, or posts; all if left out."),
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
    _tell_checked(told)
    say.document(told.model_dump(mode="json"))
    say.leave(4 if told.failed and (strict or not told.fine) else 0)


def _tell_checked(told: "CodesChecked") -> None:
    say.out(f"For an ad from {told.flight[0]} to {told.flight[1]}:")
    for post in told.posts:
        _tell_post(post)
    say.out(f"{counted(told.fine, 'post')} fine, {told.failed} not.")


def _tell_post(post: "PostChecked") -> None:
    whose = f" by @{post.creator}" if post.creator else ""
    say.out(f"{'ok ' if post.fine else 'NO '} {post.post or 'the account'}{whose}")
    for fault in post.faults:
        say.out(f"     {fault.text}")
        say.out(f"       {fault.help}")
    for code in post.codes:
        shown = code.permission
        last4 = f" …{shown.last4}" if shown.last4 else ""
        end = words.until(shown.end) if shown.end else "with no end on record"
        say.out(
            f"     {'ok ' if code.fine else 'no '} {shown.id} {shown.kind.replace('_', ' ')}{last4}, {end}"
        )
        for fault in code.faults:
            say.out(f"         {one_line(fault.text)}")
            say.out(f"           {fault.help}")
        for note in code.notes:
            say.out(f"         {note}")
