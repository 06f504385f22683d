"""How packages of ads read to people: what was packed, what is blocked and why, what is still to be filled in."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.model.ad_packages import AdPackage, BlockedAd
    from ugc.model.ads import PackedAd, Placeholder
    from ugc.workspace.advertising.orders import AdsPrepared
    from ugc.workspace.advertising.validating import AdsValidated

_SHOWN = 10
"""Lines of each kind that are told one by one; --json has all."""


def tell_prepared(done: "AdsPrepared") -> None:
    """Say what a run packed, what is blocked, and what a person has to do next."""
    package = done.package
    say.out(
        f"{package.brand}: {package.platform}, {', '.join(package.markets)}, "
        f"{package.flight[0]} to {package.flight[1]}."
    )
    if package.ads:
        verb = "Would pack" if not done.written else "Packed" if done.changed else "Stands already:"
        say.out(
            f"{verb} {counted(len(package.ads), 'ad')} in {say.place(Path(done.folder))}; all may run until "
            f"{package.valid_until}."
        )
    else:
        say.out("Nothing was packed.")
    for packed in package.ads[:_SHOWN]:
        _tell_ad(packed)
    _more(len(package.ads))
    _tell_blocked(package.blocked)
    _tell_blanks(package.placeholders)
    _tell_notes(package)
    if done.secrets:
        say.note(
            f"\nThe codes stand in {done.secrets}, readable by you alone. Delete it once they are entered."
        )
    if done.filled:
        say.out(f"\nYour Ads Manager's header, filled in: {done.filled}")
        if done.unfilled:
            say.out(
                f"  left empty: {', '.join(done.unfilled[:_SHOWN])}{' …' if len(done.unfilled) > _SHOWN else ''}"
            )


def _tell_ad(packed: "PackedAd") -> None:
    ad = packed.ad
    whose = {"brand_handle": "the brand's handle", "creator_handle": f"@{ad.creator.handle}"}.get(
        ad.identity, f"brand and @{ad.creator.handle}"
    )
    say.out(f"  {ad.name}")
    say.out(f"    from {whose}, until {ad.ends}; grants {', '.join(ad.grants)}")
    for one in (*ad.files, *ad.cards):
        say.out(f"    {Path(one.file).name}: {', '.join(one.placements)}")
    if packed.requests:
        say.out(f"    requests: {', '.join(request.step for request in packed.requests)}")
    elif packed.by_hand:
        say.out("    by hand: no public interface takes it; the steps stand in handoff.csv")


def _tell_blocked(blocked: Sequence["BlockedAd"]) -> None:
    """What is blocked for the same reasons in several placements is told once."""
    if not blocked:
        return
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, None]] = {}
    for each in blocked:
        said = tuple(reason.text for reason in each.reasons)
        groups.setdefault((each.posts, said), {})[each.placement or each.channel or ""] = None
    say.note(f"\nBlocked, {len(groups)}:")
    for (posts, said), places in list(groups.items())[:_SHOWN]:
        say.note(f"  {', '.join(posts)} {', '.join(filter(None, places))}".rstrip())
        for text in said:
            say.note(f"    {text}")
    if len(groups) > _SHOWN:
        codes = Counter(reason.code for each in blocked for reason in each.reasons)
        told = ", ".join(f"{code} {number}" for code, number in codes.most_common(5))
        say.note(f"  and {len(groups) - _SHOWN:,} more; in all {told}; --json has every one")
    say.note("  What would unblock them:")
    for line in dict.fromkeys(line for each in blocked for line in each.unblock):
        say.note(f"    {line}")


def _tell_blanks(blanks: Sequence["Placeholder"]) -> None:
    if not blanks:
        return
    say.out("\nTo be filled in:")
    for blank in blanks[:_SHOWN]:
        say.out(f"  {{{{{blank.name}}}}}: {blank.meaning}")
    _more(len(blanks))


def _tell_notes(package: "AdPackage") -> None:
    notes = Counter(note for packed in package.ads for note in (*packed.notes, *packed.ad.notes))
    if notes:
        say.out("\nTo know:")
    for note, number in list(notes.items())[:_SHOWN]:
        say.out(f"  {note}{f' ({number} ads)' if number > 1 else ''}")
    _more(len(notes))
    points = dict.fromkeys(point for packed in package.ads for point in packed.ad.not_checked)
    if points:
        say.out("\nNot checked: " + " ".join(points))


def tell_validated(found: "AdsValidated") -> None:
    """Say what was found in a package."""
    say.out(
        f"{found.brand}: {counted(found.ads, 'ad')} for {found.platform}, {counted(found.requests, 'request')}, "
        f"{counted(found.files, 'file')} in {say.place(Path(found.folder))}"
    )
    for fault in found.faults[:_SHOWN]:
        say.note(f"  {fault.where}: {fault.text}")
        for line in fault.unblock:
            say.note(f"    {line}")
    _more(len(found.faults))
    if not found.faults:
        until = words.until(found.valid_until)
        say.out(f"  Everything holds on {found.today}: files, bodies and rights. It may run {until}.")
    for note in found.notes:
        say.note(f"Note: {note}")
    if found.placeholders:
        say.out(f"  still to be filled in: {', '.join(blank.name for blank in found.placeholders)}")


def _more(number: int) -> None:
    if number > _SHOWN:
        say.out(f"  and {number - _SHOWN:,} more; --json has all")
