"""`ugc ads audit`: what runs, held against what is allowed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption, now
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.model.auditing import Audit, AuditedAd

_MOST = 20
"""Ads of a kind that are said one by one; the files and the document have all of them."""
_REFUSED, _UNREAD = 4, 3


def audit(
    exports: Annotated[
        list[Path],
        typer.Argument(metavar="EXPORT...", help="Exports of ad accounts, or answers of their APIs."),
    ],
    *,
    within: Annotated[
        str | None,
        typer.Option(metavar="14d", help="Days in which an end is near; as ugc.toml says if left out."),
    ] = None,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder with the account's files, by the names that exports give."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page.")] = None,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a table with a row for each ad.")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", metavar="FILE", help="Write the last days.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write all of these into a folder.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit 4 also for what a person decides, and for what is off and ran too long."
        ),
    ] = False,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Say which ads run that may not, which end soon, and what was spent on them.

    Nothing is asked of a platform: exports are read, and the records are asked for today. Exit 4 when an ad runs that
    may not; 3 when an export could not be read and nothing else was wrong.
    """
    from ugc.delivery import read
    from ugc.workspace.advertising.audit_files import write
    from ugc.workspace.advertising.auditing import audit as audited

    at = now()
    with all_opened(workspace) as brands, say.Progress("Reading") as progress:
        told = audited(
            brands.workspaces,
            exports,
            read=read,
            at=at,
            within=_days(within),
            pictures=pictures,
            seen=progress.telling("Reading"),
        )
        files = write(told, brands.workspaces, at=at, html=html, csv=csv, ics=ics, out=out)
    _tell(told)
    for path in files:
        say.note(f"Wrote {say.place(path.absolute())}")
    say.document(told.model_dump(mode="json"))
    say.leave(_code(told, strict=strict))


def _code(told: "Audit", *, strict: bool) -> int:
    if told.refused_running or (strict and (told.counts["refused"] or told.counts["review"])):
        return _REFUSED
    return _UNREAD if any(export.fault for export in told.exports) else 0


def _days(text: str | None) -> int | None:
    """Read 14d, or 14. Raises UsageError for anything else."""
    if text is None:
        return None
    digits = text.strip().lower().removesuffix("d")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        raise UsageError(f"--within: {text!r} is not a number of days.", hint="Write it as in --within 14d.")
    return int(digits)


def _tell(told: "Audit") -> None:
    from ugc.model.phrases import written
    from ugc.reports.audit_words import first_end, headline, of, sentences, until

    say.out(f"{headline(told)}.")
    for line in sentences(told):
        say.out(line)
    rows = sum(export.read.rows for export in told.exports if export.read)
    say.out(f"Asked for {told.brand} on {written(told.today)}; {counted(rows, 'row')} read.")
    _section("MAY NOT RUN", of(told, "refused"))
    ending = of(told, "ending")
    if ending:
        say.out(f"\nENDS WITHIN {counted(told.within, 'day').upper()}")
        lines = [
            (until(ad), _name(ad), ", ".join(f"@{each}" for each in ad.creators)) for ad in ending[:_MOST]
        ]
        say.table(lines, heads=("last day", "ad", "creator"))
        _more(len(ending))
    _section("A PERSON DECIDES", of(told, "review"))
    fine, first = told.counts["fine"], first_end(told)
    if fine:
        say.out(f"\n{counted(fine, 'ad')} may run{f', the first until {written(first)}' if first else ''}.")
    if told.counts["off"]:
        say.out(f"{counted(told.counts['off'], 'ad')} {'is' if told.counts['off'] == 1 else 'are'} off.")
    for export in told.exports:
        if export.fault:
            say.note(f"Error: {export.file}: {export.fault}")
            say.note(f"  {export.hint}") if export.hint else None
        for note in export.read.notes if export.read else ():
            say.note(f"Note: {export.file}: {note}")
    for note in told.notes:
        say.note(f"Note: {note}")


def _section(head: str, ads: "Sequence[AuditedAd]") -> None:
    from ugc.reports.audit_words import amount, since, where

    if ads:
        say.out(f"\n{head}")
    for ad in ads[:_MOST]:
        facts = [", ".join(f"@{each}" for each in ad.creators)]
        facts += [f"{amount(ad.at_risk, ad.currency)} outside its rights"] if ad.at_risk is not None else []
        facts += [f"off; it ran until {ad.ran_until}"] if ad.ran_until else []
        say.out(f"{_name(ad)}  {'; '.join(filter(None, facts))}".rstrip())
        for one in ad.findings:
            said = " ".join(f"{why.text}{f' ({why.grant})' if why.grant else ''}" for why in one.reasons)
            say.out(f"    {where(one)}, {since(one)}: {say.cut(said, 300)}")
        for note in ad.notes:
            say.out(f"    {note}")
        say.out(f"    {ad.to_do}")
    _more(len(ads))


def _name(ad: "AuditedAd") -> str:
    from ugc.reports.audit_words import titled

    number = f" ({ad.ad_id})" if ad.ad_id and ad.ad_name else ""
    return say.cut(titled(ad), 100) + number


def _more(count: int) -> None:
    if count > _MOST:
        say.out(f"… and {count - _MOST:,} more: --html, --csv and --json have all of them.")
