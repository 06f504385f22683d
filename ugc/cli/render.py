"""`ugc render`: creatives from what the records allow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import cutting, say
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
    pairs,
)
from ugc.cli.rendered import Names, allowed, names_of, tell
from ugc.cli.tables import formats_named
from ugc.errors import UsageError, nearest, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ugc.model.takes import AudioChoice
    from ugc.workspace import Order, Workspace
    from ugc.workspace.outcomes import Outcome

_KITS = ("light", "dark")
_AUDIO = ("keep", "mute")
"""What can be said of the sound of clips beside a sound that is licensed."""
_STYLES = ("phrase", "bold")
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
_Template = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="How they look. Repeatable: each renders every post.")
]
_Copy = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="A campaign's words, as in copy/NAME.toml: see docs/copy.md."),
]
_Ab = Annotated[
    bool, typer.Option("--ab", help="With --copy: every alternative of its texts, and not only the first.")
]
_Most = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="With --ab: variants of one picture, at most.")
]
_Text = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar="FIELD=WORDS",
        help="Words of the template, as in headline='Thirty days in'. Repeatable.",
    ),
]
_TemplateOption = Annotated[
    list[str] | None,
    typer.Option("--option", metavar="NAME=CHOICE", help="A choice that the template offers. Repeatable."),
]
_Kit = Annotated[
    str | None, typer.Option(metavar="KIT", help="Panels light or dark, whatever ugc.toml says.")
]
_Identity = Annotated[str, typer.Option(help="From whose handle they run: brand_handle or creator_handle.")]
_Type = Annotated[str | None, typer.Option(metavar="TYPE", help="jpg, png, webp or avif.")]
_Quality = Annotated[
    str | None,
    typer.Option(metavar="HOW", help="Of pictures 1 to 100; of clips draft, final or archive."),
]
_Audio = Annotated[
    str,
    typer.Option(
        metavar="WHAT",
        help="The sound of clips: keep, mute, or a licensed sound by its file or its licence's id.",
    ),
]
_Under = Annotated[
    bool,
    typer.Option("--under", help="With a licensed sound: under their own, lower while that is heard."),
]
_Trim = Annotated[
    str | None,
    typer.Option(
        metavar="FROM-TO",
        help="What is taken of a clip, in seconds, as in 3-18; or `best`, what is liveliest.",
    ),
]
_Length = Annotated[
    str | None,
    typer.Option(metavar="WHAT", help="The most of a clip: longest, recommended, or seconds."),
]
_Hook = Annotated[
    list[str] | None,
    typer.Option(
        "--hook",
        metavar="POST",
        help="What opens a clip, as in ig:C1a, ig:C1a#2 or ig:C1a@0-3. Repeatable: one creative each.",
    ),
]
_Body = Annotated[
    list[str] | None,
    typer.Option("--body", metavar="POST", help="What follows the hook, in order. Repeatable."),
]
_Cta = Annotated[
    str | None,
    typer.Option("--cta", metavar="TEMPLATE", help="The card that ends each clip, as in end-card."),
]
_Captions = Annotated[
    str | None,
    typer.Option(metavar="WHOSE", help="Captions over clips: FILE.srt or .vtt, own, speech, or off."),
]
_CaptionStyle = Annotated[str | None, typer.Option(metavar="STYLE", help="Of captions: phrase or bold.")]
_Animate = Annotated[
    bool, typer.Option("--animate", help="Make clips of pictures: a slow push or pan, one into the next.")
]
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
    copy: _Copy = None,
    ab: _Ab = False,
    most: _Most = None,
    text: _Text = None,
    option: _TemplateOption = None,
    kit: _Kit = None,
    flight: FlightOption = None,
    market: MarketOption = None,
    identity: _Identity = "brand_handle",
    type: _Type = None,
    quality: _Quality = None,
    audio: _Audio = "keep",
    under: _Under = False,
    trim: _Trim = None,
    length: _Length = None,
    hook: _Hook = None,
    body: _Body = None,
    cta: _Cta = None,
    captions: _Captions = None,
    caption_style: _CaptionStyle = None,
    animate: _Animate = False,
    proof: _Proof = False,
    out: _Out = None,
    sign: _Sign = None,
    strict: _Strict = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Make creatives of what the records allow; what they refuse is listed with all reasons."""
    from ugc.workspace import Order

    at = now()
    files = {"proof": proof, "sign": sign, "dry": dry_run, "out": out, **cutting.quality(quality)}
    cuts = {"trim": trim, "length": length, "hooks": hook, "bodies": body, "closing": cta, "animate": animate}
    with opened(workspace) as here, say.Progress("rendering") as progress:
        order = Order(
            query=" ".join(selection or ()),
            formats=formats_named(format or (), here.tables, medium="image"),
            flight=_flight(flight, here, at) if flight else None,
            markets=tuple(market) if market else None,
            audio=_audio(audio, here, under=under),
            **_named(type=type, identity=identity, kit=kit, caption_style=caption_style),
            **_worded(template, text, option, copy=copy, ab=ab, most=most),
            **files,
            **cutting.told(cuts, named=bool(selection)),
            captions=captions,
            signing_key=signing_key(),
        )
        outcome, names = _carried_out(here, order, progress, at=at)
    tell(outcome, names)
    say.document(outcome.model_dump(mode="json"))
    say.leave(_exit_code(outcome, strict=strict))


def _carried_out(
    here: "Workspace", order: "Order", progress: say.Progress, *, at: "datetime"
) -> "tuple[Outcome, Names]":
    """Render, and look up what the ids of the run mean. Raises UsageError where nothing is selected."""
    looked, seen = progress.telling("looking"), progress.telling("rendering")
    outcome = here.render(order, at=at, looked=looked, seen=seen, filmed=progress.part)
    if order.query and not outcome.posts:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    return outcome, names_of(here, outcome, allowed(here, order, at=at) if order.proof else None)


def _flight(said: str, here: "Workspace", at: "datetime") -> "tuple[date, date]":
    return a_flight(said, today=here.day(at), days=here.settings.output.flight_days)


def _audio(said: str, here: "Workspace", *, under: bool) -> "AudioChoice":
    """What becomes of the sound of clips. Raises UsageError for what is neither a word for it nor a licensed sound."""
    from ugc.model.takes import KEEP, MUTE

    if said in _AUDIO:
        if under:
            raise UsageError(
                "What is to lie under the sound of the clips is not said.", hint="Say --audio FILE --under."
            )
        return KEEP if said == "keep" else MUTE
    if nearest(said, _AUDIO) and not Path(said).exists():
        raise unknown("Audio", said, _AUDIO)
    return here.records.sound_choice(said, under=under)


def _worded(
    template: "Sequence[str] | None",
    text: "Sequence[str] | None",
    option: "Sequence[str] | None",
    *,
    copy: str | None,
    ab: bool,
    most: int | None,
) -> dict[str, Any]:
    """What is drawn and said. Raises UsageError for a size of a matrix where none is made."""
    if most is not None and not ab:
        raise UsageError("--most is for a matrix.", hint="Say --ab too, or leave it out.")
    words = {"texts": pairs(text or (), "--text"), "options": pairs(option or (), "--option")}
    return {"templates": tuple(template or ()), "copy_deck": copy, "ab": ab, "most": most, **words}


def _named(**said: str | None) -> dict[str, Any]:
    """Options that take one of a few names. Raises UsageError for another, with the nearest one."""
    from ugc.model.vocab import IDENTITIES

    known: dict[str, Sequence[str]] = {"type": _TYPES, "identity": IDENTITIES, "kit": _KITS}
    known["caption_style"] = _STYLES
    for option, value in said.items():
        if value is not None and value not in known[option]:
            raise unknown(option.capitalize().replace("_", " "), value, known[option])
    return said


def _exit_code(outcome: "Outcome", *, strict: bool) -> int:
    """The worst fault's code; 4 when the records allowed nothing at all, or anything less than all with --strict."""
    if outcome.worst:
        return outcome.worst
    short = any(line.refused for line in outcome.creatives) or bool(outcome.refusals)
    if outcome.refusals and (strict or not outcome.creatives):
        return 4
    return 4 if strict and short else 0
