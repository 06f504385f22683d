"""How everything that a revocation or a hold reaches is told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ugc.cli import say
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.ending.published import Shown
    from ugc.workspace.ending.reach import Reach, ReachedCreative
    from ugc.workspace.ending.running import ReachedUse
    from ugc.workspace.ending.takedown import TakenDown

_MOST = 200
"""Lines of one list; the document has all of them."""


def tell(reach: "Reach", *, down: str, kept: str) -> None:
    """Say what is reached: creatives, uses, galleries and packages. `down` and `kept` stand above the creatives."""
    _list(down, [_creative(item) for item in reach.creatives if not item.allowed])
    _list(kept, [item.path for item in reach.creatives if item.allowed])
    running = [item for item in reach.uses if not item.allowed]
    _list("In use, and to be paused:", [line for item in running for line in _use(item)])
    allowed = [item for item in reach.uses if item.allowed]
    _list("In use, and still allowed by other records:", [_use(item)[0] for item in allowed])
    shown = reach.published.shown
    _list("Shown in galleries:", [_shown(item) for item in shown if item.area == "gallery"])
    _list(
        "In ad packages, not to be uploaded any more:", [_shown(item) for item in shown if item.area == "ads"]
    )
    ads = [
        f"{mention.document}: {_ad((mention.ad_name,), (mention.ad_id,))}"
        for mention in reach.published.mentions
        if mention.ad_name or mention.ad_id
    ]
    _list("Ads that these packages tell of, to be paused:", ads)
    _list("Could not be looked into; a person must:", list(reach.published.unread))


def tell_taken_down(done: "TakenDown") -> None:
    """Say what was taken down, what is left to do, and where the list of it stands."""
    told = done.list
    verb = "Would move" if done.dry else "Moved"
    if not (told.ads or told.copies or told.pages or told.documents or told.creatives):
        say.out("Nothing has to be taken down.")
        return
    if told.copies:
        say.out(f"{verb} out of galleries:")
        _list("", [f"{copy.file} -> {copy.to}" for copy in told.copies])
    if told.creatives:
        say.out(f"{verb} out of the way:")
        _list("", [f"{item.file} -> {item.to}" for item in told.creatives])
    _list("Pages to be built again:", list(told.pages))
    _list("Documents to be made again:", list(told.documents))
    if done.files:
        paused = [ad for ad in told.ads if ad.ad_name or ad.ad_id]
        more = len(told.ads) - len(paused)
        also = f", and {counted(more, 'use')} of which no ad is known" if more else ""
        say.out(f"To pause by hand: {counted(len(paused), 'ad')}{also}. The list: {' and '.join(done.files)}")


def _list(head: str, lines: list[str]) -> None:
    if not lines:
        return
    if head:
        say.out(head)
    for line in lines[:_MOST]:
        say.out(f"  {line}")
    if len(lines) > _MOST:
        say.out(f"  … and {len(lines) - _MOST:,} more; --json lists all of them")


def _creative(item: "ReachedCreative") -> str:
    return f"{item.path}{' (moved out of the way already)' if item.swept else ''}"


def _use(item: "ReachedUse") -> list[str]:
    """A use in a line, and the reasons for which it must stop."""
    run = item.use
    days = f"from {run.first}" + (f" to {run.last}" if run.last else ", without a last day")
    where = run.placement or run.channel
    what = f"{run.id}: {run.purpose} on {where}, {days}: {_ad(run.ad_names, run.ad_ids)}"
    return [what, *(f"  {reason.code}: {reason.text}" for reason in item.reasons)]


def _ad(names: Iterable[str | None], ids: Iterable[str | None]) -> str:
    named = ", ".join(repr(name) for name in names if name)
    numbered = ", ".join(id for id in ids if id)
    told = [f"ad {named}" if named else "", f"id {numbered}" if numbered else ""]
    return ", ".join(text for text in told if text) or "no ad is named"


def _shown(item: "Shown") -> str:
    what = {
        "copy": "a copy",
        "made of it": "made of it",
        "page": "a page that shows it",
        "document": "a document that names it",
    }[item.kind]
    return f"{item.file} ({what})"
