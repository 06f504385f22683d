"""How a run reads to people: what was made and where, what was refused, passed over and failed at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.cli import say, words
from ugc.text import counted

if TYPE_CHECKING:
    from datetime import datetime

    from ugc.model.creatives import PlacementAnswer
    from ugc.model.posts import Post
    from ugc.model.rights import Reason
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Line, Order, Outcome

SHOWN = 20
"""Lines of each kind that are told one by one; --json has all."""
_MANY = {
    "author_unknown": "posts without a creator",
    "no_media": "posts without a picture",
    "clip": "clips",
}
"""What posts have in common that are passed over for the same reason."""
_TOLD = {
    "made": "made",
    "relabelled": "with a renewed label",
    "unchanged": "standing already",
    "planned": "would be made",
}


_SOUNDS = {
    "kept": "kept",
    "replaced": "replaced by “{title}” under {licence}",
    "under": "kept over “{title}” under {licence}",
    "added": "without any, given “{title}” under {licence}",
    "muted": "muted",
    "none": "without any",
}
"""What became of the sound of clips, as it is counted."""


class Names(NamedTuple):
    """What the ids of a run mean to a person."""

    posts: "Mapping[str, Post]"
    """Posts that are known by a file alone."""
    placements: Mapping[str, str]
    cleared: "Mapping[tuple[str, str], Line]"
    """Of proofs: post and concept to what the records would allow to be made."""


def names_of(here: "Workspace", outcome: "Outcome", cleared: "Outcome | None" = None) -> Names:
    """Look up what a run's ids mean. `cleared` is what could be made of the posts of a run of proofs."""
    told = [line.post for line in outcome.creatives] + [item.post for item in outcome.not_planned]
    told += [item.post for item in outcome.refusals]
    loose = [post for post in dict.fromkeys(told) if post.startswith("file:")]
    return Names(
        posts={post.id: post for post in here.catalog.posts(loose)},
        placements={name: place.name for name, place in here.tables.placements.items()},
        cleared={(line.post, line.concept): line for line in cleared.creatives} if cleared else {},
    )


def tell(outcome: "Outcome", names: Names) -> None:
    """Say what a run made, refused, passed over and failed at."""
    say.out(
        f"{outcome.brand}: {', '.join(outcome.formats)} with template {outcome.template}, "
        f"{', '.join(outcome.markets) or 'no market'}, {outcome.flight[0]} to {outcome.flight[1]}."
    )
    _tell_creatives(outcome, names)
    _tell_refusals(outcome, names)
    _tell_not_planned(outcome, names)
    if outcome.faults:
        say.note(f"\nFaults, {len(outcome.faults)}:")
    for fault in outcome.faults[:SHOWN]:
        post = words.post_name(fault.post, names.posts.get(fault.post))
        say.note(f"  {post} {fault.format}: {fault.message}{' ' + fault.hint if fault.hint else ''}")
    points = [point for line in outcome.creatives for point in line.not_checked]
    points += [p for refusal in outcome.refusals for answer in refusal.placements for p in answer.not_checked]
    if points:
        say.out("\nNot checked: " + " ".join(dict.fromkeys(points)))
    _tell_copy(outcome)
    for offer in outcome.offers:
        say.out(offer)
    if outcome.manifest:
        say.out("Manifest: manifest.json, in the same folder")
    if outcome.signed_by:
        say.out(f"Content credentials: signed by {outcome.signed_by}.")


def _tell_copy(outcome: "Outcome") -> None:
    """Say what there is to know of a campaign's copy, and which variants are nearly the same, each thing once."""
    if outcome.copy_notes:
        say.out(f"\nOf the copy {outcome.copy_deck}, {len(outcome.copy_notes)}:")
    for note in outcome.copy_notes[:SHOWN]:
        say.out(f"  {note}")
    _more(len(outcome.copy_notes))
    groups = Counter((found.template, found.places, found.why) for found in outcome.alike)
    if groups:
        say.out(f"\nNearly alike, {len(groups)}: platforms deliver such as one ad.")
    for (template, places, why), number in list(groups.items())[:SHOWN]:
        times = f", {number} times" if number > 1 else ""
        say.out(f"  {template}: {', '.join(places)}{times}: {why}.")
    _more(len(groups))


def _tell_creatives(outcome: "Outcome", names: Names) -> None:
    counts = Counter(line.outcome for line in outcome.creatives)
    where = say.place(Path(outcome.folder))
    if not outcome.creatives:
        say.out("Nothing was made." if not outcome.dry else "Nothing would be made.")
    elif set(counts) == {"unchanged"}:
        number = counts["unchanged"]
        what = "the creative stands" if number == 1 else f"all {number} creatives stand"
        say.out(f"Nothing to do: {what} already in {where}.")
    else:
        said = ", ".join(f"{count} {_TOLD[name]}" for name, count in counts.items())
        say.out(f"{said} in {where}:")
    _tell_sound(outcome)
    for path in outcome.superseded:
        say.out(f"  older rendering of the same creative, left out of the manifest: {Path(path).name}")
    fresh = [line for line in outcome.creatives if line.outcome != "unchanged"]
    for line in fresh[:SHOWN]:
        _tell_line(line, names, folder=Path(outcome.folder), proof=outcome.proof)
    _more(len(fresh))


def _tell_sound(outcome: "Outcome") -> None:
    """Say in one line what became of the sound of all clips."""
    counts = Counter(line.sound for line in outcome.creatives if line.sound)
    said = [
        f"{number} {_SOUNDS[sound.fate].format(title=sound.title, licence=sound.licence)}"
        for sound, number in counts.items()
    ]
    if said:
        say.out(f"Sound: {', '.join(said)}.")


def _tell_line(line: "Line", names: Names, *, folder: Path, proof: bool) -> None:
    path = Path(line.file)
    say.out(f"  {path.relative_to(folder) if path.is_relative_to(folder) else path}")
    say.out(
        f"      {words.post_name(line.post, names.posts.get(line.post))}, {_standing(line, names, proof)}"
    )
    for note in line.notes:
        say.out(f"      note: {note}")
    told = line
    if proof:
        told = names.cleared.get((line.post, line.concept), line)
    _tell_refused(told.refused, names)


def _standing(line: "Line", names: Names, proof: bool) -> str:
    """Until when a file may be used, under what; of a proof, what the records say of the same without the mark."""
    told = names.cleared.get((line.post, line.concept)) if proof else line
    if told is None:
        return "proof, not cleared"
    head = "proof; the records allow it " if proof else ""
    return f"{head}{words.until(told.valid_until)} under {', '.join(told.grants)}"


def _tell_refused(refused: "Sequence[PlacementAnswer]", names: Names) -> None:
    """Say where a creative may not run, placements of the same reasons together."""
    grouped: dict[tuple[Reason, ...], list[str]] = {}
    for answer in refused:
        place = names.placements.get(answer.placement, answer.placement)
        grouped.setdefault(tuple(answer.reasons), []).append(place)
    for reasons, places in grouped.items():
        say.out(f"      may not run on {words.listed(places)}:")
        words.tell_reasons(reasons, indent="        ", advice=False)


def _tell_refusals(outcome: "Outcome", names: Names) -> None:
    """Say each refused post once for all formats that share its reasons, and each piece of advice once."""
    grouped: dict[tuple[str, str | None, bool, tuple[Reason, ...]], list[str]] = {}
    for refusal in outcome.refusals:
        reasons = tuple(dict.fromkeys(reason for answer in refusal.placements for reason in answer.reasons))
        key = (refusal.post, refusal.creator, refusal.review, reasons)
        grouped.setdefault(key, []).append(refusal.format)
    if grouped:
        say.out(f"\nThe records do not allow, {len(grouped)}:")
    for (post, creator, review, reasons), formats in list(grouped.items())[:SHOWN]:
        who = f"@{creator}" if creator else "creator unknown"
        name = words.post_name(post, names.posts.get(post))
        say.out(f"  {name} {who}, {', '.join(formats)}{'  (a person must decide)' if review else ''}")
        words.tell_reasons(reasons, indent="      ", advice=False)
    _more(len(grouped))
    if grouped:
        say.out("What to do:")
        words.tell_advice([reason for key in list(grouped)[:SHOWN] for reason in key[3]], indent="  ")


def _tell_not_planned(outcome: "Outcome", names: Names) -> None:
    """Say each reason once, for all posts and formats that share it."""
    formats: dict[tuple[str, str, str, str], dict[str, None]] = {}
    for item in outcome.not_planned:
        formats.setdefault((item.post, item.code, item.why, item.hint), {})[item.format] = None
    posts: dict[tuple[str, str, str], list[str]] = {}
    for (post, code, why, hint), found in formats.items():
        said = f"{', '.join(found)}: {why} {hint}".rstrip()
        posts.setdefault((code, why, said), []).append(words.post_name(post, names.posts.get(post)))
    if posts:
        say.out(f"\nNot rendered, {len({item.post for item in outcome.not_planned})}:")
    for (code, _, said), every in list(posts.items())[:SHOWN]:
        if len(every) == 1:
            say.out(f"  {every[0]}, {said}")
            continue
        more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
        what = f"{len(every):,} {_MANY[code]}" if code in _MANY else counted(len(every), "post")
        say.out(f"  {what}: {', '.join(every[:SHOWN])}{more}")
        say.out(f"      {said}")
    _more(len(posts))


def _more(count: int) -> None:
    if count > SHOWN:
        say.out(f"  and {count - SHOWN} more; --json lists all.")


def allowed(here: "Workspace", order: "Order", *, at: "datetime") -> "Outcome | None":
    """What the records would let a run of proofs make without the mark; None where no market says where to ask."""
    if not (order.markets or here.settings.markets):
        return None
    return here.render(order.model_copy(update={"proof": False, "dry": True}), at=at)
