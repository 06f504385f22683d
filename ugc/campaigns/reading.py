"""A campaign's file, `campaigns/<name>.toml`, read into a `Campaign`. Every key is known or an error."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ugc.errors import InputError, UsageError, nearest, unknown
from ugc.files import open_regular
from ugc.model.campaigns import Amount, Campaign, Deliverable, Invited
from ugc.text import fold

FOLDER = "campaigns"
"""Of the campaigns of a workspace."""
LONGEST = 4 << 20
"""Bytes of a campaign's file that are read."""
MOST_PIECES = 200
"""Of one line of deliverables."""

_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,4})?) ?([A-Za-z]{3})")
_NAMES = {"copy": "copy_name"}
"""Keys that are called otherwise in the model."""


def names(root: Path) -> tuple[str, ...]:
    """Return the names of all campaigns of a workspace that have a file, in alphabetical order."""
    return tuple(
        sorted(path.stem for path in (root / FOLDER).glob("*.toml") if not path.name.startswith("."))
    )


def read(name: str, root: Path) -> Campaign:
    """Read a campaign of a workspace.

    Raises UsageError for a name or key that is not known, with the nearest one, and for what makes no sense;
    InputError for a file that is not TOML.
    """
    path = path_of(name, root)
    return parse(text_of(path), name=path.stem, file=path.relative_to(root).as_posix())


def path_of(name: str, root: Path) -> Path:
    """Return the path of a campaign's file. Raises UsageError for a campaign that has none, with the nearest one."""
    known = names(root)
    found = next((one for one in known if fold(one) == fold(name)), None)
    if found is None:
        if not known:
            raise UsageError(
                f"There is no campaign {name!r}: no {FOLDER}/{name}.toml here.",
                hint=f"Make one: ugc campaigns new {name}",
            )
        raise unknown("Campaign", name, known)
    return root / FOLDER / f"{found}.toml"


def parse(words: str, *, name: str, file: str) -> Campaign:
    """Read the text of a campaign's file; see `read`."""
    try:
        stated = tomllib.loads(words, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"{file} is not TOML that can be read: {error}.", hint="Mend it where it says."
        ) from error
    told = {_NAMES.get(key, key): value for key, value in stated.items()}
    told["title"] = told.get("title") or name
    for key in ("hashtags", "mentions"):
        if isinstance(told.get(key), list):
            told[key] = [_bare(one) if isinstance(one, str) else one for one in told[key]]
    told = _with_amounts(told, file)
    told["creators"] = [*_creators(told.get("creators", []), file)]
    try:
        return Campaign.model_validate({**told, "name": name, "file": file})
    except ValidationError as error:
        raise _wrong(error, file) from error


def text_of(path: Path) -> str:
    """Read the text of a campaign's file. Raises InputError for what is no file, too long, or not UTF-8."""
    with open_regular(path) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(
            f"{path} is over {LONGEST >> 20} MiB long.", hint="A campaign's file is far shorter."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not text in UTF-8.", hint="Save it as UTF-8.") from None


def _creators(stated: Any, file: str) -> Iterator[Invited]:
    if not isinstance(stated, list):
        raise UsageError(f"{file}: creators is not a list.", hint="Begin each of them with [[creators]].")
    taken: dict[str, str] = {}
    for place, entry in enumerate(stated, 1):
        where = f"{file}: creators[{place}]"
        if not isinstance(entry, Mapping) or not isinstance(entry.get("creator"), str):
            raise UsageError(f"{where} names no creator.", hint='Write it as creator = "@ana".')
        told = _with_amounts(dict(entry), where)
        creator = told["creator"].strip()
        lines = told.pop("deliverables", [])
        if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
            raise UsageError(
                f"{where}.deliverables is not a list of tables.",
                hint='Write it as deliverables = [{ kind = "reel", number = 2, due = 2026-03-15 }].',
            )
        pieces = [*_deliverables(creator, lines, where)]
        for piece in pieces:
            if piece.id in taken:
                raise UsageError(
                    f"{where}: the deliverable {piece.id!r} stands there twice, once more for {taken[piece.id]}.",
                    hint="Give one of them an id of its own.",
                )
            taken[piece.id] = creator
        try:
            yield Invited.model_validate({**told, "creator": creator, "deliverables": pieces})
        except ValidationError as error:
            raise _wrong(error, where, Invited) from error


def _deliverables(creator: str, lines: Sequence[Mapping[str, Any]], where: str) -> Iterator[Deliverable]:
    """Every piece of every line. Ids count by kind, so that lines can be moved about."""
    for place, line in enumerate(lines, 1):
        number = line.get("number", 1)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= MOST_PIECES:
            raise UsageError(f"{where}.deliverables[{place}].number is not a number from 1 to {MOST_PIECES}.")
    for place, (line, ids) in enumerate(zip(lines, ids_of(creator, lines), strict=True), 1):
        told = {key: value for key, value in line.items() if key not in ("number", "id")}
        if isinstance(told.get("hashtag"), str):
            told["hashtag"] = _bare(told["hashtag"])
        if "fee" in told:
            told["fee"] = _amount(told["fee"], f"{where}.deliverables[{place}].fee")
        for name in ids:
            try:
                yield Deliverable.model_validate({**told, "id": name, "creator": creator})
            except ValidationError as error:
                raise _wrong(error, f"{where}.deliverables[{place}]", Deliverable) from error


def ids_of(creator: str, lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return the ids of the pieces of each line of a creator's deliverables."""
    counted: Counter[str] = Counter()
    found = []
    for line in lines:
        kind, number, own = str(line.get("kind")), line.get("number", 1), line.get("id")
        places = range(1, number + 1)
        if own:
            found.append(tuple(own if number == 1 else f"{own}-{piece}" for piece in places))
        else:
            found.append(tuple(f"{slug(creator)}-{kind}-{counted[kind] + piece}" for piece in places))
        counted[kind] += number
    return found


def slug(creator: str) -> str:
    """Return a creator's name as ids have it: `@Ana.B` is ana.b, `tiktok:ana` is tiktok-ana."""
    return re.sub(r"[^\w.]+", "-", fold(creator)).strip("-") or "creator"


def amount(words: str) -> Amount | None:
    """Read a sum of money, as in `250 USD`; None for what is none."""
    match = _AMOUNT.fullmatch(words.strip())
    return Amount(value=Decimal(match[1]), currency=match[2].upper()) if match else None


def _with_amounts(told: dict[str, Any], where: str) -> dict[str, Any]:
    """With sums of money read: of `budget`, and of an `offer`."""
    if "budget" in told:
        told["budget"] = _amount(told["budget"], f"{where}: budget")
    offer = told.get("offer")
    if isinstance(offer, Mapping) and "amount" in offer:
        told["offer"] = {**offer, "amount": _amount(offer["amount"], f"{where}: offer.amount")}
    return told


def _amount(stated: Any, where: str) -> Amount:
    found = amount(stated) if isinstance(stated, str) else None
    if found is None:
        raise UsageError(
            f"{where} is not a sum of money: {str(stated)[:40]!r}.", hint='Write it as "250 USD".'
        )
    return found


def _bare(tag: str) -> str:
    return fold(tag.strip().lstrip("#＃@"))


def _wrong(error: ValidationError, where: str, model: type[Any] = Campaign) -> UsageError:
    """The first fault, with the nearest key where one is misspelt."""
    first = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    if first["type"] == "extra_forbidden":
        own = {value: key for key, value in _NAMES.items()}
        keys = [own.get(name, name) for name in model.model_fields if name not in ("name", "file", "id")]
        key = str(first["loc"][-1])
        close = nearest(key, keys)
        hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(keys)}."
        return UsageError(f"{where}: the key {place!r} is not known.", hint=hint)
    what = first["msg"].removeprefix("Value error, ")
    return UsageError(f"{where}: {place}: {what[:1].lower()}{what[1:]}.")
