"""Templates: folders `<name>/` with a `template.toml` and an `overlay.typ`, read into `Template`.

Several folders of templates are looked through in order and the first that has the name wins, so that a
workspace's own templates stand before the shipped ones. Names that begin with an underscore are not templates.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ugc.errors import InputError, PlacementError, UsageError, nearest, unknown
from ugc.files import open_regular
from ugc.model.base import Value, digest
from ugc.model.motion import Motion
from ugc.model.templates import CopyField, Count, FreeSlot, Option, PictureSlot, Sizes, Template
from ugc.model.vocab import Edit
from ugc.resources import TEMPLATES
from ugc.text import clusters

SHIPPED = TEMPLATES / "creatives"
SHARED = SHIPPED / "_shared"
_SHOWN_WITH = "sample.toml"
"""Read by `ugc.samples`."""
MOTION = "motion.py"
"""Moves what a template draws, over clips; `ugc.render.motion` runs it."""
_LEFT_BY_PYTHON = "__pycache__"
_COMPUTED = {"folder", "shared", "digest", "sizes"}
_EXAMPLE = f"One that works: {SHIPPED / 'credit' / 'template.toml'}"

_UNREAD = {"credit", "platform", "disclosure", "legal"}
"""Fields that nobody has to have read before a card goes."""


def names(dirs: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the names of all templates, in alphabetical order; `dirs` are looked through besides the shipped ones."""
    found = {
        path.parent.name
        for folder in (*dirs, SHIPPED)
        for path in folder.glob("*/template.toml")
        if not path.parent.name.startswith(("_", "."))
    }
    return tuple(sorted(found))


def load(name: str, dirs: Sequence[Path] = ()) -> Template:
    """Read a template from the first of `dirs` that has it, else from the shipped ones.

    Raises UsageError for an unknown name, InputError for a file that does not say what it must.
    """
    known = names(dirs)
    if name not in known:
        raise unknown("Template", name, known)
    folder = next(path for path in (*dirs, SHIPPED) if (path / name / "template.toml").is_file()) / name
    stated = _read(folder / "template.toml")
    if not (folder / "overlay.typ").is_file():
        raise InputError(
            f"Template {name!r} has no overlay.typ in {folder}.", hint="Every template draws one."
        )
    if stated.get("name", name) != name:
        raise InputError(
            f"{folder / 'template.toml'}: name is {stated['name']!r}, but its folder is {name!r}."
        )
    shared = _shared_for(folder)
    try:
        made = Template(
            **stated, sizes=_sizes(shared), folder=folder, shared=shared, digest=_digest_of(folder, shared)
        )
    except ValidationError as error:
        raise _not_understood(folder / "template.toml", error) from error
    for name, slot in made.slots.items():
        for field in slot.parts:
            if field not in made.words:
                raise unknown(f"Text field of slot {name} of template {made.name}", field, made.words)
    _check_pictures(made)
    _check_motion(made)
    return made


def _check_pictures(made: Template) -> None:
    """Check that each picture has its place, however many there are. Raises InputError."""
    path, most = made.folder / "template.toml", made.sources.max
    for count in range(made.sources.min, most + 1):
        rows = made.rows(count)
        if len(rows) != count and (rows or most > 1):
            raise InputError(
                f"{path}: {len(rows)} rows of [[pictures]] count with {count} pictures.",
                hint="Give each number of pictures as many rows, by `of` where they differ.",
            )
        for shape in made.sizes.shapes if made.sizes and most > 1 else ():
            if any(shape not in row.at for row in rows):
                raise InputError(
                    f"{path}: a picture of {count} has no place at {shape}.",
                    hint="A template of several pictures says where each stands in every shape.",
                )
    for row in made.pictures:
        if row.below is not None and row.below not in made.slots:
            raise unknown(f"Slot of a picture of template {made.name}", row.below, made.slots)
    for name, slot in made.slots.items():
        if slot.on is not None and not 1 <= slot.on <= most:
            raise InputError(
                f"{path}: slot {name} is on picture {slot.on} of {most}.", hint="They are counted from 1."
            )


def _check_motion(made: Template) -> None:
    """Check that what moves says so in both of its files. Raises InputError."""
    script = made.folder / MOTION
    if made.motion is not None and not script.is_file():
        raise InputError(
            f"{made.folder / 'template.toml'}: [motion] is said, but there is no {MOTION} in {made.folder}.",
            hint=f"Write one, as in {SHIPPED / 'end-card' / MOTION}, or take [motion] out.",
        )
    if made.motion is None and script.is_file():
        raise InputError(
            f"{script} is never run: {made.folder / 'template.toml'} has no [motion].",
            hint="Say there how long its moves take: [motion] with enter = 0.4",
        )


def proof() -> Template:
    """Return the mark that is burnt into proofs, to be drawn over everything else."""
    folder = SHIPPED / "_proof"
    return Template(
        name="_proof",
        purpose="Says on every part of the picture that it may not be published.",
        credit_place="none",
        folder=folder,
        shared=SHARED,
        digest=_digest_of(folder, SHARED),
    )


def captions() -> Template:
    """Return what draws one caption of a clip, to be laid over the words of its template."""
    folder = SHIPPED / "_captions"
    shared = _sizes(SHARED)
    own = json.loads((folder / "sizes.json").read_text("utf-8"))["type"]
    return Template(
        name="_captions",
        purpose="Draws what is said, a cue at a time.",
        credit_place="none",
        sizes=shared.model_copy(update={"type": shared.type | own}) if shared else None,
        folder=folder,
        shared=SHARED,
        digest=_digest_of(folder, SHARED),
    )


def with_defaults(template: Template, options: Mapping[str, str]) -> dict[str, str]:
    """Return every option of a template: as given, else its default.

    Raises UsageError for an option or a choice that the template does not have.
    """
    for option, choice in options.items():
        if option not in template.options:
            raise unknown(f"Option of template {template.name}", option, template.options)
        if choice not in template.options[option].choices:
            raise unknown(f"Choice for option {option}", choice, template.options[option].choices)
    return {option: options.get(option, spec.default) for option, spec in template.options.items()}


def edits_of(template: Template, *, used: Iterable[str], options: Mapping[str, str]) -> frozenset[Edit]:
    """Return what drawing this template does to a picture, with these copy fields used and these options set."""
    edits = set(template.edits)
    for field in used:
        edits |= _field(template, field).edits
    for option, choice in with_defaults(template, options).items():
        edits |= template.options[option].edits.get(choice, frozenset())
    return frozenset(edits)


def check_words(template: Template, lengths: Mapping[str, int]) -> None:
    """Check which copy fields are used, given their lengths in characters as a reader counts them.

    Raises UsageError when a needed field is missing or the template draws no such field, PlacementError when
    one is too long.
    """
    for field, spec in template.words.items():
        if spec.needed and not lengths.get(field):
            raise UsageError(
                f"Template {template.name} needs a {field}.", hint=f"Give the {field} some words."
            )
    for field, length in lengths.items():
        limit = _field(template, field).limit
        if length > limit:
            raise PlacementError(
                f"The {field} has {length:,} characters; template {template.name} takes {limit}.",
                hint=f"Shorten the {field} to {limit} characters or choose another template.",
            )


def words_to_read(template: Template, data: Mapping[str, Any]) -> int:
    """Return how many words somebody has to read, of those that an overlay is told: credit and small print are not
    counted. Scripts without spaces count two letters as a word, and long words count as several.
    """
    said = [data.get(field) for field in template.words if field not in _UNREAD]
    return sum(_words(text) for text in said if isinstance(text, str))


def _words(text: str) -> int:
    letters = len(clusters(text))
    dense = sum(1 for letter in text if ord(letter) >= 0x2E80)
    return max(len(text.split()), (letters - dense) // 9 + dense // 2)


def _field(template: Template, field: str) -> CopyField:
    if field not in template.words:
        raise unknown(f"Text field of template {template.name}", field, template.words)
    return template.words[field]


def _shared_for(folder: Path) -> Path:
    own = folder.parent / "_shared"
    return own if own.is_dir() else SHARED


def _sizes(shared: Path) -> Sizes | None:
    path = shared / "sizes.json"
    if not path.is_file():
        return None
    try:
        return Sizes.model_validate_json(path.read_text("utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path} does not say the sizes that it must.", hint=f"As in {SHARED / path.name}."
        ) from error


def _digest_of(folder: Path, shared: Path) -> str:
    """Hash the names and bytes of all files in both folders, but not where the folders lie.

    What the template is shown with shapes no creative.
    """
    found: dict[str, str] = {}
    for place, top in (("own", folder), ("shared", shared)):
        for path in sorted(top.rglob("*")):
            within = path.relative_to(top)
            if path == folder / _SHOWN_WITH or path.name.startswith(".") or _LEFT_BY_PYTHON in within.parts:
                continue
            if path.is_file():
                found[f"{place}/{within.as_posix()}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digest(found)


def _read(path: Path) -> dict[str, Any]:
    with open_regular(path) as file:
        try:
            stated = tomllib.loads(file.read().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path} is not valid TOML: {error}.") from error
    _check_keys(path, stated, Template, but=_COMPUTED)
    for table, model in (("words", CopyField), ("options", Option), ("slots", FreeSlot)):
        for key, row in _table(path, stated, table).items():
            _check_keys(path, row, model, below=f"{table}.{key}.")
    _check_keys(path, stated.get("sources", {}), Count, below="sources.")
    _check_keys(path, stated.get("motion", {}), Motion, below="motion.")
    pictures = stated.get("pictures", [])
    if not isinstance(pictures, list):
        raise InputError(f"{path}: pictures must be a list.", hint="Write each as [[pictures]].")
    for number, row in enumerate(pictures):
        _check_keys(path, row, PictureSlot, below=f"pictures.{number + 1}.")
    return stated


def _table(path: Path, stated: dict[str, Any], name: str) -> dict[str, Any]:
    row = stated.get(name, {})
    if not isinstance(row, dict):
        raise InputError(f"{path}: {name} must be a table.", hint=f"Write it as [{name}.<name>].")
    return row


def _check_keys(
    path: Path, row: object, model: type[Value], *, below: str = "", but: Set[str] = frozenset()
) -> None:
    if not isinstance(row, dict):
        raise InputError(f"{path}: {below.rstrip('.')} must be a table.", hint=_EXAMPLE)
    known = set(model.model_fields) - but
    for key in row:
        if key not in known:
            close = nearest(key, known)
            hint = f"Did you mean {below}{close}?" if close else f"Known: {', '.join(sorted(known))}."
            raise UsageError(f"{path}: unknown key {below}{key}.", hint=hint)


def _not_understood(path: Path, error: ValidationError) -> InputError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return InputError(f"{path}: {where}: {first['msg']}.", hint=_EXAMPLE)
