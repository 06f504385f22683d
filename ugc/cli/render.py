"""`ugc render`: creatives from what the records allow."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import (
    DryRunOption,
    FlightOption,
    JsonOption,
    MarketOption,
    WorkspaceOption,
    a_flight,
    now,
    opened,
)
from ugc.errors import UsageError, unknown

if TYPE_CHECKING:
    from ugc.model.rights import Reason
    from ugc.workspace.outcomes import Outcome

_TYPES = ("jpg", "png", "webp", "avif")
_SHOWN = 20


_Selection = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECTION", help="Which posts, as in hashtag:GlowRun creator:@ana; all if left out."
    ),
]
_Format = Annotated[
    list[str],
    typer.Option("--format", "-f", metavar="NAME", help="story, feed, square, or a placement. Repeatable."),
]
_Template = Annotated[str | None, typer.Option(metavar="NAME", help="How they look.")]
_Identity = Annotated[str, typer.Option(help="From whose handle they run: brand_handle or creator_handle.")]
_Type = Annotated[str | None, typer.Option(metavar="TYPE", help="jpg, png, webp or avif.")]
_Quality = Annotated[int | None, typer.Option(min=1, max=100, help="Of the encoding, 1 to 100.")]
_Proof = Annotated[
    bool, typer.Option("--proof", help="Make proofs, marked NOT CLEARED, whatever the rights.")
]
_Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Where they go.")]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 if anything was refused.")]


def render(
    selection: _Selection = None,
    *,
    format: _Format,
    template: _Template = None,
    flight: FlightOption = None,
    market: MarketOption = None,
    identity: _Identity = "brand_handle",
    type: _Type = None,
    quality: _Quality = None,
    proof: _Proof = False,
    out: _Out = None,
    strict: _Strict = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Make creatives of what the records allow.

    What they refuse is listed with all reasons.
    """
    from ugc.model.vocab import IDENTITIES
    from ugc.workspace import Order

    if type is not None and type not in _TYPES:
        raise unknown("Type", type, _TYPES)
    if identity not in IDENTITIES:
        raise unknown("Identity", identity, IDENTITIES)
    at = now()
    with opened(workspace) as here, say.Progress("rendering") as progress:
        days = here.settings.output.flight_days
        order = Order(
            query=" ".join(selection or ()),
            formats=tuple(dict.fromkeys(format)),
            template=template,
            flight=a_flight(flight, today=here.day(at), days=days) if flight else None,
            markets=tuple(market) if market else None,
            identity=identity,
            type=type,
            quality=quality,
            proof=proof,
            dry=dry_run,
            out=out,
        )
        outcome = here.render(order, at=at, seen=lambda name, total: progress.step(name, total=total))
    if selection and not outcome.posts:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    tell(outcome)
    say.document(outcome.model_dump(mode="json"))
    say.leave(_exit_code(outcome, strict=strict))


def _exit_code(outcome: "Outcome", *, strict: bool) -> int:
    """The worst fault's code; 4 when the records allowed nothing at all, or anything less than all with --strict."""
    if outcome.faults:
        return max(fault.exit_code for fault in outcome.faults)
    short = any(line.refused for line in outcome.creatives) or bool(outcome.refusals)
    if outcome.refusals and (strict or not outcome.creatives):
        return 4
    return 4 if strict and short else 0


def tell(outcome: "Outcome") -> None:
    """Say what a run made, refused, passed over and failed at."""
    say.out(
        f"{outcome.brand}: {', '.join(outcome.formats)} with template {outcome.template}, "
        f"{', '.join(outcome.markets) or 'no market'}, {outcome.flight[0]} to {outcome.flight[1]}."
    )
    _tell_creatives(outcome)
    _tell_refusals(outcome)
    _tell_not_planned(outcome)
    if outcome.faults:
        say.note(f"\nFaults, {len(outcome.faults)}:")
    for fault in outcome.faults[:_SHOWN]:
        say.note(f"  {fault.post} {fault.format}: {fault.message}{' ' + fault.hint if fault.hint else ''}")
    points = dict.fromkeys(point for line in outcome.creatives for point in line.not_checked)
    if points:
        say.out("\nNot checked: " + " ".join(points))
    if outcome.manifest:
        say.out(f"Manifest: {outcome.manifest}")


def _tell_not_planned(outcome: "Outcome") -> None:
    """Say each post that was passed over once for all formats that share the reason."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for passed in outcome.not_planned:
        grouped.setdefault((passed.post, passed.why, passed.hint), []).append(passed.format)
    if grouped:
        say.out(f"\nNot rendered, {len(grouped)}:")
    for (post, why, hint), formats in list(grouped.items())[:_SHOWN]:
        say.out(f"  {post} {', '.join(dict.fromkeys(formats))}: {why} {hint}")
    _more(len(grouped))


def _tell_creatives(outcome: "Outcome") -> None:
    counts = Counter(line.outcome for line in outcome.creatives)
    if not outcome.creatives:
        say.out("Nothing was made." if not outcome.dry else "Nothing would be made.")
    elif set(counts) == {"unchanged"}:
        say.out(f"Nothing to do: all {counts['unchanged']} creatives stand already.")
    else:
        told = {
            "made": "made",
            "relabelled": "with a renewed label",
            "unchanged": "standing already",
            "planned": "would be made",
        }
        say.out(", ".join(f"{count} {told[name]}" for name, count in counts.items()) + ":")
    for path in outcome.superseded:
        say.out(f"  older rendering of the same creative, left out of the manifest: {path}")
    for line in [line for line in outcome.creatives if line.outcome != "unchanged"][:_SHOWN]:
        say.out(f"  {line.file}")
        grants = f" under {', '.join(line.grants)}" if line.grants else ""
        say.out(
            f"      {line.post}, {'proof, not cleared' if outcome.proof else words.until(line.valid_until) + grants}"
        )
        for note in line.notes:
            say.out(f"      note: {note}")
        for answer in line.refused:
            say.out(f"      refused for {answer.placement}:")
            words.tell_reasons(answer.reasons, indent="        ", advice=False)
    _more(sum(line.outcome != "unchanged" for line in outcome.creatives))


def _tell_refusals(outcome: "Outcome") -> None:
    """Say each refused post once for all formats that share its reasons, and each piece of advice once."""
    grouped: dict[tuple[str, str | None, bool, tuple[Reason, ...]], list[str]] = {}
    for refusal in outcome.refusals:
        reasons = tuple(dict.fromkeys(reason for answer in refusal.placements for reason in answer.reasons))
        key = (refusal.post, refusal.creator, refusal.review, reasons)
        grouped.setdefault(key, []).append(refusal.format)
    if grouped:
        say.out(f"\nThe records do not allow, {len(grouped)}:")
    for (post, creator, review, reasons), formats in list(grouped.items())[:_SHOWN]:
        who = f"@{creator}" if creator else "creator unknown"
        say.out(f"  {post} {who}, {', '.join(formats)}{'  (a person must decide)' if review else ''}")
        words.tell_reasons(reasons, indent="      ", advice=False)
    _more(len(grouped))
    if grouped:
        say.out("What to do:")
        words.tell_advice([reason for key in list(grouped)[:_SHOWN] for reason in key[3]], indent="  ")


def _more(count: int) -> None:
    if count > _SHOWN:
        say.out(f"  and {count - _SHOWN} more; --json lists all.")
