"""What a template is shown with: pictures, and words in several languages, from the `sample.toml` of its folder.

Samples shape no creative: they count in no digest and change no id.
"""

import tomllib
from pathlib import Path
from typing import Any

from ugc.errors import InputError, UsageError, nearest, unknown
from ugc.files import open_regular
from ugc.model.base import Value
from ugc.model.creatives import Copy
from ugc.model.templates import Template
from ugc.resources import ASSETS, TEMPLATES

NAME = "sample.toml"
SAMPLES = ("short", "long", "german", "arabic", "japanese", "emoji")
"""Each a table of words by field, and the language they are in."""
PICTURES = ASSETS / "demo" / "pictures"
"""Where pictures are looked for that are not in the template's folder."""
_USUAL_PICTURES = ("open_jar.jpg", "parcel.jpg", "bathroom_shelf.jpg", "flat_lay.jpg", "towel_stack.jpg")
_USUAL_WORDS = {
    "credit": "@mira.slowmornings",
    "platform": "Instagram",
    "headline": "Thirty days of slow mornings",
    "cta": "Shop the serum",
    "disclosure": "Ad",
}
_NAMED = ("credit", "platform", "headline", "cta", "disclosure")
_TYPES = (".jpg", ".jpeg", ".png", ".webp")
_EXAMPLE = f"One that works: {TEMPLATES / 'creatives' / 'quote' / NAME}"


class Samples(Value):
    """What a template is shown with."""

    pictures: tuple[Path, ...]
    """As many as it takes, or more, in the order in which it takes them."""
    words: dict[str, Copy]
    """Name of a sample to its words."""


def load(template: Template) -> Samples:
    """Return what a template is shown with; usual words and pictures where its folder has no `sample.toml`.

    Raises UsageError for a name that is not known, InputError for a file that does not say what it must.
    """
    path = template.folder / NAME
    stated = _read(path) if path.is_file() else {}
    for key in stated:
        if key not in ("pictures", *SAMPLES):
            close = nearest(key, ("pictures", *SAMPLES))
            hint = f"Did you mean {close}?" if close else f"Known: pictures, {', '.join(SAMPLES)}."
            raise UsageError(f"{path}: unknown key {key}.", hint=hint)
    pictures = _pictures(path, stated.get("pictures"), template)
    words = {name: _copy(path, name, stated[name], template) for name in SAMPLES if name in stated}
    return Samples(pictures=pictures, words=words or {"short": _usual(template)})


def words_of(samples: Samples, name: str, *, template: Template) -> Copy:
    """Return the words of a sample. Raises UsageError when the template has none of that name."""
    if name not in samples.words:
        raise unknown(f"Sample of template {template.name}", name, samples.words)
    return samples.words[name]


def with_texts(words: Copy, texts: dict[str, str], *, template: Template) -> Copy:
    """Return the words of a sample with some fields said anew.

    Raises UsageError for a field that the template does not have.
    """
    for field in texts:
        if field not in template.words:
            raise unknown(f"Text field of template {template.name}", field, template.words)
    named = {field: text for field, text in texts.items() if field in _NAMED}
    others = {field: text for field, text in texts.items() if field not in _NAMED}
    return words.model_copy(update=named | {"texts": words.texts | others})


def _usual(template: Template) -> Copy:
    return Copy(**{field: text for field, text in _USUAL_WORDS.items() if field in template.words})


def _read(path: Path) -> dict[str, Any]:
    with open_regular(path) as file:
        try:
            return tomllib.loads(file.read().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(f"{path} is not valid TOML: {error}.") from error


def _pictures(path: Path, stated: object, template: Template) -> tuple[Path, ...]:
    if stated is None:
        return tuple(PICTURES / name for name in _USUAL_PICTURES)
    if not isinstance(stated, list) or not all(isinstance(name, str) for name in stated):
        raise InputError(
            f"{path}: pictures must be a list of file names.", hint='As in pictures = ["open_jar.jpg"].'
        )
    if len(stated) < template.sources.min:
        raise InputError(
            f"{path}: {len(stated)} of the {template.sources.min} pictures that template {template.name} needs."
        )
    return tuple(_picture(path, name) for name in stated)


def _picture(path: Path, name: str) -> Path:
    folders = (path.parent, PICTURES)
    known = [
        file.name
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix.casefold() in _TYPES
    ]
    if name not in known:
        raise unknown(f"{path}: picture", name, known)
    return next(folder / name for folder in folders if (folder / name).is_file())


def _copy(path: Path, sample: str, row: object, template: Template) -> Copy:
    if not isinstance(row, dict):
        raise InputError(f"{path}: {sample} must be a table.", hint=f"Write it as [{sample}].")
    for field, text in row.items():
        if field != "language" and field not in template.words:
            raise unknown(f"{path}: text field of [{sample}]", field, ("language", *template.words))
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"{path}: {sample}.{field} must be words, in quotes.", hint=_EXAMPLE)
    for field, spec in template.words.items():
        if spec.needed and field not in row:
            raise InputError(f"{path}: [{sample}] has no {field}, which template {template.name} needs.")
    texts = {field: text for field, text in row.items() if field not in (*_NAMED, "language")}
    named = {field: text for field, text in row.items() if field not in texts}
    return Copy(**named, texts=texts)
