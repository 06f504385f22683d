"""`ugc ads prepare` and `ugc ads validate`: packages of ads for a platform."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.ad_prepared import tell_prepared, tell_validated
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
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.workspace.advertising.orders import AdOrder, Quoted

_Platform = Annotated[
    str, typer.Argument(metavar="PLATFORM", help="meta, tiktok, snapchat, pinterest, youtube or linkedin.")
]
_Selection = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECTION", help="Which posts, as in hashtag:GlowRun creator:@ana; all if left out."
    ),
]
_Way = Annotated[
    str,
    typer.Option(help="new: of what was rendered. post: the post runs as it is. code: the same, by a code."),
]
_Identity = Annotated[
    str | None, typer.Option(help="Whose name it runs under: brand_handle, creator_handle or both.")
]
_First = Annotated[str, typer.Option(help="Whose name comes first where both stand: brand or creator.")]
_Placements = Annotated[
    list[str] | None,
    typer.Option("--placement", metavar="ID", help="Only these, as `ugc formats` lists them. Repeatable."),
]
_Carousel = Annotated[bool, typer.Option("--carousel", help="The pictures of one post become one ad.")]
_Primary = Annotated[
    list[str] | None,
    typer.Option(metavar="TEXT", help="The text beside the picture. Repeatable: to choose from."),
]
_Headline = Annotated[str | None, typer.Option(metavar="TEXT", help="The headline beside the picture.")]
_Description = Annotated[str | None, typer.Option(metavar="TEXT", help="The description beside the picture.")]
_Cta = Annotated[
    str | None, typer.Option(metavar="NAME", help="Call to action in the platform's words: SHOP_NOW.")
]
_Link = Annotated[
    str | None, typer.Option(metavar="URL", help="Where the ads lead to, UTM parameters included.")
]
_Testimonial = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What the creator is quoted with, on Meta; needs evidence.")
]
_Locale = Annotated[
    str | None, typer.Option("--testimonial-locale", metavar="xx_XX", help="Its language: en_US.")
]
_Evidence = Annotated[
    list[str] | None,
    typer.Option(
        "--testimonial-evidence", metavar="ID", help="What proves it: a record, as e-0007. Repeatable."
    ),
]
_Beneficiary = Annotated[
    str | None, typer.Option(metavar="NAME", help="For whom it advertises; the EU asks.")
]
_Payer = Annotated[str | None, typer.Option(metavar="NAME", help="Who pays for it; the EU asks.")]
_Creatives = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help="Where the creatives lie; out/creatives if left out."),
]
_Header = Annotated[
    Path | None,
    typer.Option(
        "--template-header",
        metavar="FILE",
        help="A sheet exported from your own Ads Manager (CSV, XLSX), whose header is filled in.",
    ),
]
_Secrets = Annotated[
    bool, typer.Option("--with-secrets", help="Write the codes too, to a file that only you can read.")
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 when any ad is blocked.")]
_Out = Annotated[Path | None, typer.Option(metavar="DIR", help="The folder, instead of one below out/ads.")]


def prepare(
    platform: _Platform,
    selection: _Selection = None,
    *,
    way: _Way = "new",
    identity: _Identity = None,
    first: _First = "brand",
    flight: FlightOption = None,
    market: MarketOption = None,
    placement: _Placements = None,
    carousel: _Carousel = False,
    primary: _Primary = None,
    headline: _Headline = None,
    description: _Description = None,
    cta: _Cta = None,
    link: _Link = None,
    testimonial: _Testimonial = None,
    testimonial_locale: _Locale = None,
    testimonial_evidence: _Evidence = None,
    beneficiary: _Beneficiary = None,
    payer: _Payer = None,
    creatives: _Creatives = None,
    template_header: _Header = None,
    with_secrets: _Secrets = False,
    out: _Out = None,
    strict: _Strict = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Pack ads for a platform: files by placement, words, links, identities, and request bodies in order.

    Every ad is asked for over its whole flight, in all markets, and checked; what is blocked is listed with what
    would unblock it. Nothing is sent. Ads are paused until you start them.
    """
    chosen = {"platform": platform, "way": way, "identity": identity, "first": first, "carousel": carousel}
    texts = {"headline": headline, "description": description, "cta": cta, "link": link, "payer": payer}
    files = {"creatives": creatives, "out": out, "header": template_header, "with_secrets": with_secrets}
    quoted = _quoted(testimonial, testimonial_locale, testimonial_evidence)
    many = {"placements": tuple(placement or ()), "primary": tuple(primary or ())}
    with opened(workspace) as here, say.Progress("asking") as progress:
        at = now()
        order = _order(
            {**chosen, **texts, **files, **many, "testimonial": quoted, "beneficiary": beneficiary},
            query=" ".join(selection or ()),
            flight=a_flight(flight, today=here.day(at), days=here.settings.output.flight_days),
            markets=tuple(market) if market else None,
            dry=dry_run,
        )
        done = here.ads.prepare(order, at=at, seen=progress.telling("asking"))
    tell_prepared(done)
    say.document(done.model_dump(mode="json"))
    say.leave(4 if done.package.blocked and (strict or not done.package.ads) else 0)


def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a package.")],
    *,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Look a package over, offline: files by their hashes, bodies by the platform's documented shapes, rights today.

    Exits 4 when the records no longer allow one of its ads, 3 when a file or a body is not what it should be.
    """
    with opened(workspace) as here:
        found = here.ads.validate(folder, at=now())
    tell_validated(found)
    say.document(found.model_dump(mode="json"))
    kinds = {fault.kind for fault in found.faults}
    say.leave(4 if "rights" in kinds else 3 if kinds else 0)


def _order(said: dict[str, object], **more: object) -> "AdOrder":
    """Build an order. Raises UsageError for a word that none of its options takes."""
    from pydantic import ValidationError

    from ugc.errors import unknown
    from ugc.model.ads import AD_PLATFORMS, AD_WAYS
    from ugc.model.vocab import IDENTITIES
    from ugc.workspace.advertising.orders import AdOrder

    told = said | more
    known = {"platform": AD_PLATFORMS, "way": AD_WAYS, "identity": IDENTITIES, "first": ("brand", "creator")}
    for name, words in known.items():
        if told[name] is not None and told[name] not in words:
            raise unknown(f"--{name}" if name != "platform" else "Platform", str(told[name]), words)
    try:
        return AdOrder.model_validate(told)
    except ValidationError as error:
        raise UsageError(f"{error.errors()[0]['msg']}.") from error


def _quoted(text: str | None, locale: str | None, evidence: list[str] | None) -> "Quoted | None":
    from ugc.workspace.advertising.orders import Quoted

    if text is None:
        if locale or evidence:
            raise UsageError("What the creator is quoted with was not said.", hint="Say --testimonial TEXT.")
        return None
    return Quoted(text=text, locale=locale, evidence=tuple(evidence or ()))
