"""`ugc render`: creatives from what the records allow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.credentials import signing_key
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
from ugc.cli.rendered import allowed, names_of, tell
from ugc.cli.tables import formats_named
from ugc.errors import UsageError, unknown

if TYPE_CHECKING:
    from ugc.workspace.outcomes import Outcome

_TYPES = ("jpg", "png", "webp", "avif")
_Selection = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECTION", help="Which posts, as in hashtag:GlowRun creator:@ana; all if left out."
    ),
]
_Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="story, feed, square …, a placement, or `all`. Repeatable; needed.",
    ),
]
_Template = Annotated[str | None, typer.Option(metavar="NAME", help="How they look.")]
_Identity = Annotated[str, typer.Option(help="From whose handle they run: brand_handle or creator_handle.")]
_Type = Annotated[str | None, typer.Option(metavar="TYPE", help="jpg, png, webp or avif.")]
_Quality = Annotated[int | None, typer.Option(min=1, max=100, help="Of the encoding, 1 to 100.")]
_Proof = Annotated[
    bool, typer.Option("--proof", help="Make proofs, marked NOT CLEARED, whatever the rights.")
]
_Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Where they go.")]
_Sign = Annotated[
    bool | None,
    typer.Option("--sign/--no-sign", help="With content credentials or not, whatever ugc.toml says."),
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 if anything was refused.")]


def render(
    selection: _Selection = None,
    *,
    format: _Format = None,
    template: _Template = None,
    flight: FlightOption = None,
    market: MarketOption = None,
    identity: _Identity = "brand_handle",
    type: _Type = None,
    quality: _Quality = None,
    proof: _Proof = False,
    out: _Out = None,
    sign: _Sign = None,
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
            formats=formats_named(format or (), here.tables, medium="image"),
            template=template,
            flight=a_flight(flight, today=here.day(at), days=days) if flight else None,
            markets=tuple(market) if market else None,
            identity=identity,
            type=type,
            quality=quality,
            proof=proof,
            sign=sign,
            signing_key=signing_key(),
            dry=dry_run,
            out=out,
        )
        looked, seen = progress.telling("looking"), progress.telling("rendering")
        outcome = here.render(order, at=at, looked=looked, seen=seen)
        if selection and not outcome.posts:
            raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
        names = names_of(here, outcome, allowed(here, order, at=at) if proof else None)
    tell(outcome, names)
    if outcome.signed_by:
        say.out(f"Content credentials: signed by {outcome.signed_by}.")
    say.document(outcome.model_dump(mode="json"))
    say.leave(_exit_code(outcome, strict=strict))


def _exit_code(outcome: "Outcome", *, strict: bool) -> int:
    """The worst fault's code; 4 when the records allowed nothing at all, or anything less than all with --strict."""
    if outcome.worst:
        return outcome.worst
    short = any(line.refused for line in outcome.creatives) or bool(outcome.refusals)
    if outcome.refusals and (strict or not outcome.creatives):
        return 4
    return 4 if strict and short else 0
