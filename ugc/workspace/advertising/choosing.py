"""Which creatives become which ads: one ad a concept, with a file for each shape; or one a carousel."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc import manifest
from ugc.errors import MissingError
from ugc.formats import Tables
from ugc.model.ads import AD_CHANNELS, AdPlatform
from ugc.model.creatives import Creative, PlacementAnswer
from ugc.model.formats import Placement
from ugc.model.posts import Post
from ugc.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Choice(NamedTuple):
    """Creatives that belong into one ad."""

    creatives: tuple[Creative, ...]
    carousel: bool = False


def standing(workspace: "Workspace", folder: Path | None) -> tuple[Path, tuple[Creative, ...]]:
    """Return the creatives of a folder's manifest, and the folder. Raises MissingError when there is no manifest."""
    here = folder or workspace.root / workspace.settings.output.folder / "creatives"
    path = here / MANIFEST
    if not path.is_file():
        raise MissingError(
            f"There is no {MANIFEST} in {here}, so nothing that was rendered can become an ad.",
            hint="Render first: ugc render --format story. A post that runs as it is needs no file: --way post.",
        )
    return here, manifest.read(path).creatives


def choices(made: Iterable[Creative], posts: Mapping[str, Post], *, carousel: bool) -> list[Choice]:
    """Group the creatives whose first post is one of some: by concept, pictures and clips apart; or by carousel."""
    groups: dict[tuple[object, ...], list[Creative]] = defaultdict(list)
    for creative in made:
        if creative.posts and creative.posts[0] in posts:
            groups[_deck(creative) if carousel else (creative.concept, creative.type == "mp4")].append(
                creative
            )
    if not carousel:
        return [Choice(tuple(group)) for group in groups.values()]
    found = [_cards(group, posts[group[0].posts[0]]) for group in groups.values()]
    return [Choice(cards, carousel=True) for cards in found if len(cards) > 1]


def _deck(creative: Creative) -> tuple[object, ...]:
    """What the cards of one carousel have in common: all but the picture."""
    words = creative.words.model_dump_json()
    return (creative.posts, creative.template, creative.format, words)


def _cards(group: Sequence[Creative], post: Post) -> tuple[Creative, ...]:
    """One card a concept, in the order in which the post has its pictures."""
    places = {media.sha256: place for place, media in enumerate(post.media)}
    ordered = sorted(group, key=lambda one: places.get(one.sources[0].sha256, len(places)))
    return tuple({creative.concept: creative for creative in ordered}.values())


def spots(
    creative: Creative, tables: Tables, platform: AdPlatform, *, carousel: bool
) -> list[tuple[PlacementAnswer, Placement]]:
    """Return a creative's placements on a platform; for a card those that take carousels in the same spot."""
    found: dict[str, tuple[PlacementAnswer, Placement]] = {}
    for answer in creative.placements:
        row = tables.placements.get(answer.placement)
        if row and carousel:
            row = tables.placements.get(f"{row.spot}.carousel")
        if row and row.channel in AD_CHANNELS[platform]:
            found.setdefault(row.id, (answer, row))
    return list(found.values())


def best(files: Mapping[str, Sequence[Placement]], made: Mapping[str, Creative]) -> dict[str, list[str]]:
    """Return, by variant, the placements that it is to serve: each goes to the file of the shape it likes best.

    `files`: variant to the placements that it may run in.
    """
    taken: dict[str, tuple[float, str]] = {}
    for variant, rows in files.items():
        for row in rows:
            liking = (_liking(row, made[variant]), variant)
            taken[row.id] = min(taken.get(row.id, liking), liking)
    served: dict[str, list[str]] = {variant: [] for variant in files}
    for placement, (_, variant) in sorted(taken.items()):
        served[variant].append(placement)
    return served


def _liking(row: Placement, creative: Creative) -> float:
    """Smaller is better: the place of its shape among those of the placement, else how far it is from the first."""
    ratio = creative.width / creative.height
    for place, shape in enumerate(row.ratios):
        if abs(shape.value / ratio - 1) < 0.01:
            return float(place)
    return len(row.ratios) + abs(row.ratios[0].value / ratio - 1) if row.ratios else 0.0
