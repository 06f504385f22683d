"""Looking at originals: each once, and never again unless the file or the detector is another one.

Loaded only where pictures are looked at: it brings OpenCV with it.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.catalog.seen import KeptPart, as_one
from ugc.errors import InputError, MachineError, MissingError
from ugc.media.look import Looker
from ugc.model.posts import Media
from ugc.model.seen import Part, Seen
from ugc.text import counted
from ugc.workspace.inspecting.fingerprinting import original_file

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 16
"""Files between two writes: a killed run loses no more."""
_NAMED = 3

Parts = dict[Part, KeptPart]


class Looked(NamedTuple):
    """What was seen, and what could not be looked at."""

    seen: dict[str, Seen]
    """sha256 of each original that was looked at, now or earlier, to all that was seen in it."""
    unread: tuple[str, ...]
    """In sentences: files that are not there, and files that cannot be read."""


def look_at(
    workspace: "Workspace",
    media: Iterable[Media],
    *,
    seen: Callable[[str, int], None] = lambda *_: None,
    looker: Looker | None = None,
    only: Collection[Part] | None = None,
) -> Looked:
    """Look at those of some originals that today's detectors have not looked at; return what is seen in all of them.

    With `only`, no other parts are looked for; what is known of them is returned all the same.

    `seen` is told the name of each file that is looked at, and how many there are. What was seen is kept in the
    catalog where it can be written. An original that is missing is looked for again next time, a broken one is not: its
    content would have to change. Raises what `looker_of` does.
    """
    looker = looker or looker_of(workspace)
    rows = workspace.catalog.seen
    asked = {each.sha256: each for each in media}
    methods = {part: how for part, how in looker.clip_methods.items() if only is None or part in only}
    lacking = _lacking(workspace, asked, methods)
    fresh: dict[str, Parts] = {}
    missing: list[str] = []
    for some in _looked(workspace, looker, lacking, asked, seen):
        found = {sha256: told for sha256, told in some.items() if not isinstance(told, str)}
        missing += [told for told in some.values() if isinstance(told, str)]
        fresh |= found
        if rows.can_keep:
            rows.keep(part for parts in found.values() for part in parts.values())
    known = rows.of(asked)
    parts = {sha256: known.get(sha256, {}) | fresh.get(sha256, {}) for sha256 in asked}
    words = workspace.settings.looking.words
    broken = [why for told in parts.values() if (why := _fault(told))]
    return Looked(
        {sha256: all_seen for sha256, told in parts.items() if (all_seen := as_one(told, words=words))},
        (*_sentence(missing, "could not be looked at"), *_sentence(broken, "cannot be looked at")),
    )


def looker_of(workspace: "Workspace") -> Looker:
    """Return what looks at a workspace's pictures, as its settings say; make it once for many files.

    Raises MissingError where OpenCV lacks what is needed, and UsageError for a face model that cannot be used.
    """
    told = workspace.settings.looking
    named = workspace.root / Path(told.faces).expanduser() if told.faces else None
    return Looker(
        faces="cascades" if told.faces == "cascades" else named,
        words=told.words,
        max_pixels=workspace.settings.storage.most_megapixels * 1_000_000,
    )


def _lacking(
    workspace: "Workspace", asked: Mapping[str, Media], methods: Mapping[Part, str]
) -> dict[str, set[Part]]:
    """The originals in which something is to be looked for, in the order asked for, and what."""
    clips = [sha256 for sha256, media in asked.items() if media.kind == "video"]
    by_part = {
        part: workspace.catalog.seen.lacking(clips if part == "watched" else asked, part, how)
        for part, how in methods.items()
    }
    needs = {sha256: {part for part, all_ in by_part.items() if sha256 in all_} for sha256 in asked}
    return {sha256: parts for sha256, parts in needs.items() if parts}


def _looked(
    workspace: "Workspace",
    looker: Looker,
    lacking: Mapping[str, set[Part]],
    media: Mapping[str, Media],
    seen: Callable[[str, int], None],
) -> Iterator[dict[str, Parts | str]]:
    """Yield what is seen in some files at a time; of one that is not there, why."""
    names = list(lacking)
    workers = workspace.settings.render.workers or (os.cpu_count() or 1) + 1
    with ThreadPoolExecutor(workers) as pool:
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            told: dict[str, Parts | str] = {}
            looking = pool.map(lambda one: _look(workspace, looker, media[one], lacking[one]), some)
            for sha256, found in zip(some, looking, strict=True):
                told[sha256] = found
                seen(f"{sha256[:12]}.{media[sha256].ext}", len(names))
            yield told


def _look(workspace: "Workspace", looker: Looker, media: Media, parts: set[Part]) -> Parts | str:
    try:
        path = original_file(workspace, media.sha256, media.ext)
        try:
            found, fault = looker.look(path, parts), None
        except InputError as error:
            found, fault = {}, error.message
    except (MissingError, MachineError) as error:
        return error.message
    methods = looker.clip_methods
    return {
        part: KeptPart(media=media.sha256, part=part, method=methods[part], seen=found.get(part), fault=fault)
        for part in sorted(parts)
    }


def _fault(told: Parts) -> str | None:
    return next((part.fault for part in told.values() if part.fault), None)


def _sentence(whys: list[str], what: str) -> tuple[str, ...]:
    if not whys:
        return ()
    more = " …" if len(whys) > _NAMED else ""
    return (f"{counted(len(whys), 'file')} {what}: {' '.join(whys[:_NAMED])}{more}",)
