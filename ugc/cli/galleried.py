"""How galleries read to people: what was built and left out, and what was found in those that stand."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.showing.built import GalleryBuilt
    from ugc.workspace.showing.verifying import GalleryVerified

_SHOWN = 10
"""Lines of each kind that are told one by one; --json has all."""


def tell_built(built: "GalleryBuilt") -> None:
    """Say what a build made, what it left out and why, and how to embed it."""
    verb = "Would show" if built.dry else "Shows"
    say.out(
        f"{built.title}: {verb.lower()} {counted(built.shown, 'post')} in {say.place(Path(built.folder))}"
    )
    say.out(
        f"  asked for {built.purpose} on {built.channel} in {words.countries(built.territories)}, "
        f"{built.day} to {built.until}"
    )
    if not built.dry:
        say.out(
            f"  {counted(built.pages, 'page')}, {counted(built.files, 'file')} of pictures and clips, "
            f"{built.made:,} made now, {built.size / 1e6:,.1f} MB"
        )
    if built.removed:
        say.out(f"  {'would be removed' if built.dry else 'removed'}: {counted(len(built.removed), 'file')}")
    for fault in built.faults[:_SHOWN]:
        say.note(f"Not shown: {fault}")
    _tell_left_out(built)
    for note in built.notes:
        say.note(f"Note: {note}")
    if built.snippet and not built.dry:
        say.out("\nTo embed it, once it is published:")
        for line in built.snippet.splitlines():
            say.out(f"  {line}")


def _tell_left_out(built: "GalleryBuilt") -> None:
    """The posts that may not be shown, each with its reasons, and what to do about each kind once."""
    if not built.not_shown:
        return
    say.out(f"\nLeft out: {counted(len(built.not_shown), 'post')}")
    for each in built.not_shown[:_SHOWN]:
        say.out(f"  {words.post_name(each.post)}")
        words.tell_reasons(each.reasons, indent="    ", advice=False)
    more = built.not_shown[_SHOWN:]
    if more:
        codes = Counter(code for each in more for code in {reason.code for reason in each.reasons})
        told = ", ".join(f"{code} {number}" for code, number in codes.most_common(5))
        say.out(f"  and {len(more):,} more: {told}; --json has all")
    say.out("  What to do:")
    words.tell_advice([reason for each in built.not_shown for reason in each.reasons], indent="    ")


def tell_verified(found: "GalleryVerified") -> None:
    """Say what should not be in a gallery, and why."""
    state = "all of it may be shown today" if found.holds else "NOT in order"
    say.out(
        f"{say.place(Path(found.folder))}: {counted(found.posts, 'post')}, {counted(found.files, 'file')}: {state}"
    )
    for each in found.astray:
        what = {
            "not_allowed": f"{each.post} may not be shown",
            "unknown_post": f"{each.post or 'A page'} is of no post that is known here",
            "unknown_file": "Made by no build of this gallery",
            "changed": "Not as it was built",
        }[each.kind]
        say.out(f"  {what}: {counted(len(each.files), 'file')}")
        for name in each.files[:3]:
            say.out(f"    {name}")
        if len(each.files) > 3:
            say.out(f"    and {len(each.files) - 3:,} more")
        words.tell_reasons(each.reasons, indent="    ", advice=False)
    if found.missing:
        say.out(f"  missing: {counted(len(found.missing), 'file')}; build it again")
    for note in found.notes:
        say.note(f"Note: {note}")
