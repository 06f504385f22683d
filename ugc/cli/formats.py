"""`ugc formats`: the spots that ads run in, their numbers, and where each number is from."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption
from ugc.cli.tables import tables_of
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.formats import Tables
    from ugc.model.formats import Format, Limits, Placement, TextLimit, VideoProfile

app = typer.Typer(
    help="List the formats and placements, and show the numbers of each with their sources.",
    invoke_without_command=True,
)


@app.callback()
def formats(
    context: typer.Context,
    *,
    placements: Annotated[bool, typer.Option("--placements", help="List the placements too.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """List the formats and placements, and show the numbers of each with their sources."""
    if context.invoked_subcommand:
        return
    tables = tables_of(workspace)
    rows = [_listed(name, tables) for name in tables.names]
    say.table(
        [
            (row["id"], _times(row["pixels"]), ", ".join(row["takes"]), _edges(row["safe"]), row["name"])
            for row in rows
        ],
        heads=("format", "pixels", "takes", "safe zone", "name"),
    )
    if placements:
        say.out()
        say.table(
            [
                (p.id, ", ".join(shape.name for shape in p.ratios), p.channel, p.name)
                for p in tables.placements.values()
            ],
            heads=("placement", "shapes", "channel", "name"),
        )
    else:
        say.out(
            f"\nAnd {len(tables.placements)} placements: ugc formats --placements. More of one: ugc formats show story"
        )
    say.document(
        {
            "formats": rows,
            "placements": [placement.model_dump(mode="json") for placement in tables.placements.values()],
        }
    )


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A format, or a placement.")],
    *,
    overlay: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a transparent PNG of what is free and what is covered."),
    ] = None,
    medium: Annotated[
        str | None, typer.Option(metavar="MEDIUM", help="image or video, where the two differ.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show the numbers of a format or placement, their sources, and a small drawing."""
    tables = tables_of(workspace)
    taken = tables.media(name)
    if medium and medium not in taken:
        raise UsageError(f"{name} takes no {medium}s.", hint=f"It takes {' and '.join(taken)}s.")
    chosen = [tables.format(name, each) for each in taken if medium in (None, each)]
    if overlay:
        _write_overlay(chosen[0], overlay)
    for before, each in zip([None, *chosen], chosen, strict=False):
        _tell(each, tables, alone=len(chosen) == 1, before=before)
    say.document(
        {
            "formats": [each.model_dump(mode="json") for each in chosen],
            "video_profiles": {
                place.video: tables.profiles[place.video].model_dump(mode="json")
                for each in chosen
                for place in each.placements
                if place.video
            },
            "overlay": str(overlay) if overlay else None,
        }
    )


def _write_overlay(chosen: "Format", path: Path) -> None:
    from ugc.files import write_bytes
    from ugc.reports.guide import guide

    if path.suffix.casefold() != ".png":
        raise UsageError(f"{path} would be a PNG.", hint=f"Name it {path.with_suffix('.png').name}.")
    write_bytes(path, guide(chosen))
    say.note(
        f"{path}: {chosen.pixels[0]}x{chosen.pixels[1]}, transparent; lay it over a picture or into an editor."
    )


def _listed(name: str, tables: "Tables") -> dict[str, Any]:
    """One format as a row: of what it takes, the tightest."""
    media = tables.media(name)
    chosen = tables.format(name, media[0])
    return {
        "id": name,
        "name": chosen.name,
        "pixels": chosen.pixels,
        "ratio": chosen.ratio,
        "takes": media,
        "safe": _safe(chosen),
        "placements": sorted(
            {place.id for medium in media for place in tables.format(name, medium).placements}
        ),
    }


def _tell(chosen: "Format", tables: "Tables", *, alone: bool, before: "Format | None") -> None:
    say.out(f"{chosen.id}: {chosen.name}{'' if alone else f', {chosen.medium}s'}")
    large = f", {_times(chosen.large)} where the source has the pixels" if chosen.large else ""
    say.out(f"  canvas      {_times(chosen.pixels)} ({chosen.ratio}){large}")
    say.out(f"  safe zone   {_edges(_safe(chosen))}, in pixels of it: left, top to right, bottom")
    say.out(f"  file types  {', '.join(chosen.types)}; {_bytes(chosen.max_bytes)}")
    for crop in chosen.crops:
        top = round(crop.box.y0 * chosen.pixels[1])
        room = [round(edge * chosen.pixels[1]) for edge in (crop.safe.y0, crop.safe.y1)]
        say.out(
            f"  crops to    {crop.format} ({crop.ratio}) from y {top}, words between y {room[0]} and {room[1]}"
        )
    if before is None or (before.safe, before.covered) != (chosen.safe, chosen.covered):
        _draw(chosen)
    for place in chosen.placements:
        _tell_placement(place, chosen, tables)
    say.out()
    for name in dict.fromkeys(zone for place in chosen.placements for zone in _zones(place, chosen)):
        zone = tables.zones[name]
        words = f"{zone.source} (read {zone.checked}, {zone.confidence}). {zone.notes}"
        _wrapped(f"safe zone {name}:", words.rstrip(), indent="  ")
    say.out()


def _draw(chosen: "Format") -> None:
    from ugc.reports.drawing import drawing

    say.out()
    for line in drawing(chosen):
        say.out(f"  {line}")
    for part in dict.fromkeys(part.by for part in chosen.covered):
        say.out(f"  ░ {part}")


def _zones(place: "Placement", chosen: "Format") -> list[str]:
    return [shape.safe_zone for shape in place.ratios if shape.safe_zone and shape.name == chosen.ratio]


def _tell_placement(place: "Placement", chosen: "Format", tables: "Tables") -> None:
    say.out(
        f"\n  {place.id}: {place.name} ({place.channel}; {', '.join(place.purposes)}; {', '.join(place.identities)})"
    )
    for shape in place.ratios:
        limits = [f"{_times(shape.recommended)} recommended"]
        limits += [f"at least {_times(shape.minimum)}"] if shape.minimum != "unstated" else []
        limits += [f"at most {_times(shape.maximum)}"] if shape.maximum != "unstated" else []
        covered = f"; safe zone {shape.safe_zone}" if shape.safe_zone else ""
        say.out(f"    {shape.name:<12}{', '.join(limits)}{f' ({shape.when})' if shape.when else ''}{covered}")
    if chosen.medium == "video":
        say.out(f"    {'length':<12}{_limits(place.seconds, 's')}")
        if place.video:
            _tell_profile(tables.profiles[place.video])
    if place.cards:
        say.out(f"    {'cards':<12}{place.cards.minimum} to {place.cards.maximum}")
    for field, limit in place.text.items():
        say.out(f"    {field:<11} {_text(limit)}")
    if place.notes:
        _wrapped("note", place.notes)
    for conflict in place.conflicts:
        _wrapped("differs", f"sources differ: {conflict}")
    _wrapped("source", f"{place.source} (read {place.checked}, {place.confidence})")


def _tell_profile(profile: "VideoProfile") -> None:
    codecs = "codec unstated" if profile.codecs == "unstated" else " or ".join(profile.codecs)
    sound = {True: "sound needed", False: "sound optional"}.get(profile.audio.required, "sound unstated")  # type: ignore[arg-type]
    say.out(
        f"    {'file':<12}{', '.join(profile.containers)}; {codecs}; {_limits(profile.fps, 'frames a second')}; "
        f"{_limits(profile.kbps, 'kbit/s')}; {sound}"
    )


def _wrapped(label: str, text: str, *, indent: str = "    ") -> None:
    import textwrap

    lines = textwrap.wrap(
        text,
        104,
        initial_indent=f"{indent}{label:<11} ",
        subsequent_indent=f"{indent}{'':<12}",
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        say.out(line)


def _limits(limits: "Limits", unit: str) -> str:
    parts = []
    if limits.minimum != "unstated":
        parts.append(f"at least {limits.minimum:g} {unit}")
    if limits.maximum != "unstated":
        parts.append(f"at most {limits.maximum:g} {unit}")
    if limits.recommended != "unstated":
        wanted: Sequence[float] = (
            limits.recommended if isinstance(limits.recommended, tuple) else (limits.recommended,)
        )
        parts.append(f"{' to '.join(f'{part:g}' for part in wanted)} {unit} recommended")
    return ", ".join(parts) or f"{unit} unstated"


def _text(limit: "TextLimit") -> str:
    parts = [
        f"{words} {value}"
        for words, value in (
            ("at least", limit.minimum),
            ("recommended", limit.recommended),
            ("at most", limit.maximum),
            ("with a link", limit.maximum_with_link),
            ("in Chinese, Japanese or Korean", limit.cjk_recommended),
            ("in Chinese, Japanese or Korean at most", limit.cjk_maximum),
            ("lines", limit.lines),
        )
        if value != "unstated"
    ]
    parts += [f"no {what}" for what in limit.refused]
    return f"{', '.join(parts)} (characters)" if parts else "unstated"


def _safe(chosen: "Format") -> tuple[int, int, int, int]:
    """The safe zone in whole pixels of the canvas, inwards: left, top, right, bottom."""
    from ugc.reports.overlay import overlay

    box = overlay(chosen).safe
    return round(box.x0), round(box.y0), round(box.x1), round(box.y1)


def _edges(safe: tuple[int, int, int, int]) -> str:
    return f"{safe[0]},{safe[1]} to {safe[2]},{safe[3]}"


def _times(size: "Iterable[int]") -> str:
    return "x".join(str(side) for side in size)


def _bytes(most: "int | str") -> str:
    if isinstance(most, str):
        return "no limit stated"
    return f"at most {most / 1e9:g} GB" if most >= 1e9 else f"at most {most / 1e6:g} MB"
