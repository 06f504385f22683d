"""Checking: files of anybody's, measured once and held against every format that was named."""

import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import manifest
from ugc.errors import InputError, MissingError, UgcError, UsageError
from ugc.files import sha256_of
from ugc.formats import Tables, check, check_copy, unreadable
from ugc.formats.mending import mend
from ugc.formats.resolving import NotTaken
from ugc.model.checks import Checked, CheckOutcome, Fixed
from ugc.model.conforming import ClipPlan, StillPlan
from ugc.model.creatives import Creative
from ugc.model.measuring import seen_text
from ugc.model.probes import Measured, Probe, Problem
from ugc.provenance import mp4_tags, read_packet
from ugc.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from ugc.media.read_text import Reader
    from ugc.workspace import Workspace

_PASSED_OVER = {".json", ".toml", ".html", ".txt", ".md", ".csv"}
"""What stands beside creatives in a folder and is none."""
_SPOKEN = {"image": "a picture", "video": "a clip"}
_ABOVE = 2
"""How many folders above a file its manifest is looked for in."""

Known = Callable[[Path], Creative | None]
"""Finds our own creative behind a file, or nothing."""


class Checking:
    """Formats, texts and readers of one check, the same for every file."""

    def __init__(
        self,
        formats: Sequence[str],
        *,
        tables: Tables,
        known: Known,
        texts: Mapping[str, object] | None = None,
        reader: "Reader | None" = None,
    ) -> None:
        self.formats = tuple(formats)
        self.tables = tables
        self.known = known
        self.texts = texts or {}
        self.reader = reader
        for name in self.formats:
            tables.media(name)  # an unknown name is said before anything is measured

    def run(
        self,
        paths: Sequence[Path],
        *,
        fix: bool = False,
        out: Path | None = None,
        seen: Callable[[str, int], None] = lambda *_: None,
    ) -> CheckOutcome:
        """Check every file, several at a time; a broken one is a problem of its own and costs no other.

        With `fix` a conforming copy of each file that can be mended is written to `out`, or beside the file.
        """
        found: list[Checked] = []
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            tasks = pool.map(lambda path: self._file(path, fix=fix, out=out), paths)
            for path, checked in zip(paths, tasks, strict=True):
                found += checked
                seen(path.name, len(paths))
        return CheckOutcome(
            formats=self.formats, files=tuple(found), copy_problems=tuple(self._copy_problems(found))
        )

    def _file(self, path: Path, *, fix: bool, out: Path | None) -> list[Checked]:
        try:
            measured = self._measured(path)
        except (InputError, MissingError) as error:
            problem = unreadable(error.message, hint=error.hint or "Get the file again.")
            return [
                Checked(file=str(path), format=name, fits=False, problems=(problem,)) for name in self.formats
            ]
        return [self._against(path, name, measured, fix=fix, out=out) for name in self.formats]

    def _measured(self, path: Path) -> Measured:
        from ugc.media.measure import measure

        measured = measure(path, reader=self.reader)
        own = self.known(path)
        if own is None:
            return measured
        words = tuple(seen_text(text, (own.width, own.height)) for text in own.text)
        return measured.model_copy(update={"words": words, "disclosure": own.words.disclosure})

    def _against(self, path: Path, name: str, measured: Measured, *, fix: bool, out: Path | None) -> Checked:
        medium = measured.probe.kind
        try:
            chosen = self.tables.format(name, medium)
        except NotTaken as error:
            problem = Problem(
                code="medium_not_taken",
                severity="error",
                placement="",
                text=error.message,
                measured=_SPOKEN[medium],
                required=" or ".join(_SPOKEN[taken] for taken in self.tables.media(name)),
                source="",
                fix=error.hint or "Choose another format.",
            )
            return Checked(file=str(path), format=name, medium=medium, fits=False, problems=(problem,))
        problems = check(measured, chosen, tables=self.tables, name=path.name)
        found = Checked(
            file=str(path),
            format=chosen.id,
            medium=medium,
            fits=_fits(problems),
            measured=measured,
            problems=problems,
            not_checked=measured.unmeasured,
        )
        return self._mended(path, found, measured, out) if fix else found

    def _mended(self, path: Path, found: Checked, measured: Measured, out: Path | None) -> Checked:
        chosen = self.tables.format(found.format, measured.probe.kind)
        mending = mend(measured, found.problems, chosen, tables=self.tables)
        if mending is None:
            return found
        ending = "mp4" if isinstance(mending.plan, ClipPlan) else mending.plan.type
        copy = (out or path.parent) / f"{path.stem}.{found.format}.fixed.{ending}"
        if copy.resolve() == path.resolve():
            return found.model_copy(update={"not_fixed": "It is itself such a copy."})
        try:
            notes = _write(path, copy, measured.probe, mending.plan)
            left = self._left(copy, measured, found.format)
        except UgcError as error:
            return found.model_copy(update={"not_fixed": f"{error.message} {error.hint or ''}".strip()})
        gone = mending.codes - {problem.code for problem in left}
        fixed = Fixed(file=str(copy), mended=tuple(sorted(gone)), left=left, notes=notes)
        return found.model_copy(update={"fixed": fixed})

    def _left(self, copy: Path, before: Measured, name: str) -> tuple[Problem, ...]:
        """Check a copy like any other file; what is known of the original's words holds for it too."""
        from ugc.media.measure import measure

        again = measure(copy, reader=self.reader).model_copy(
            update={"words": before.words, "disclosure": before.disclosure}
        )
        return check(again, self.tables.format(name, again.probe.kind), tables=self.tables, name=copy.name)

    def _copy_problems(self, found: Sequence[Checked]) -> Iterator[Problem]:
        """The texts against every placement that the files would run in; of all media where there are no files."""
        if not self.texts:
            return
        met: set[str] = set()
        for name in self.formats:
            media = {checked.medium for checked in found if checked.medium} or set(self.tables.media(name))
            for medium in sorted(media & set(self.tables.media(name))):
                chosen = self.tables.format(name, medium)
                fresh = [place for place in chosen.placements if place.id not in met]
                met |= {place.id for place in fresh}
                for place in fresh:
                    texts = texts_for(self.texts, place.id, chosen.id)
                    alone = chosen.model_copy(update={"placements": (place,)})
                    yield from check_copy(texts, alone, tables=self.tables)


def media_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that were named, folders with everything in them that may be a picture or clip.

    Raises UsageError for what is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file())
            found += [
                each
                for each in inside
                if each.suffix.casefold() not in _PASSED_OVER and not _hidden(each.relative_to(path))
            ]
        elif path.exists() or path.is_symlink():
            found.append(path)
        else:
            raise UsageError(f"{path} is not there.", hint="Name pictures, clips, or folders of them.")
    return list(dict.fromkeys(found))


def read_copy(path: Path) -> dict[str, object]:
    """Read the texts of a `copy.toml`: fields to words, and tables of them named by platform, spot or format.

    Raises UsageError for what is not such a file.
    """
    try:
        told = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} could not be read: {error}.") from error
    for name, value in told.items():
        words = value.values() if isinstance(value, dict) else [value]
        if not all(isinstance(each, str) for each in words):
            raise UsageError(f"{path}: {name} must be words, or a table of fields to words.")
    return told


def texts_for(told: Mapping[str, object], placement: str, format: str) -> dict[str, str]:
    """Return the texts of one placement: those for all, then its platform's, its spot's, and the format's."""
    platform, spot, _ = placement.split(".", 2)
    texts = {name: words for name, words in told.items() if isinstance(words, str)}
    for name in (platform, spot, format):
        own = told.get(name)
        if isinstance(own, dict):
            texts |= own
    return texts


def catalogued(workspace: "Workspace", paths: Iterable[Path]) -> dict[Path, Creative]:
    """Return which of some files are creatives that the workspace made, wherever they lie now."""
    found: dict[Path, Creative] = {}
    for path in paths:
        with suppress(InputError):  # what cannot be read is told when it is measured
            made = workspace.catalog.creative_by_sha256(sha256_of(path))
            if made and made.creative:
                found[path] = made.creative
    return found


def manifest_creative(path: Path) -> Creative | None:
    """Find the row of a creative in the manifest of its folder, or of one above, by its content."""
    folder = path.resolve().parent
    for place in (folder, *folder.parents[:_ABOVE]):
        if (place / MANIFEST).is_file():
            with suppress(UgcError):
                sha256 = sha256_of(path)
                rows = manifest.read(place / MANIFEST).creatives
                return next((row for row in rows if row.sha256 == sha256), None)
    return None


def _write(path: Path, copy: Path, probe: Probe, plan: StillPlan | ClipPlan) -> tuple[str, ...]:
    from ugc.media.conform import conform_clip, conform_still
    from ugc.media.tag_clip import tag_clip

    if not isinstance(plan, ClipPlan):
        return conform_still(path, plan, copy)
    notes = conform_clip(path, probe, plan, copy)
    label = read_packet(path)
    if label:  # wherever the clip had it, the copy says it in each way that it could be looked for
        packet, said = label
        tag_clip(copy, copy, tags=mp4_tags(said), xmp=packet)
    return notes


def _fits(problems: Iterable[Problem]) -> bool:
    return not any(problem.severity == "error" for problem in problems)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
