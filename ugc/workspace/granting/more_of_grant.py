"""What few grants say, read from words such as `notice_days=14`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.records import Terms
from ugc.model.vocab import AI_USES
from ugc.workspace.granting.making import territories

_LIKENESSES = ("name", "handle", "image", "voice")
_YES = {"yes": True, "no": False}


class MoreOfGrant(Value):
    """The fields of a grant that have no option of their own. Their words are looked up when the grant is made."""

    fields: dict[str, Any] = {}
    """By their names in `ugc.model.records.Grant`."""
    credit: dict[str, Any] = {}
    """By their names in `CreditTerms`."""
    terms: dict[str, Any] = {}
    """By their names in `Terms`."""

    def said_of(self, terms: Terms) -> Terms:
        """The terms with their version and language, where they were named."""
        return terms.model_copy(update=self.terms)


def more_of_grant(words: Sequence[str]) -> MoreOfGrant:
    """Read what few grants say. Raises UsageError for a name that is not known, or a value that it does not take."""
    said: dict[str, list[str]] = defaultdict(list)
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not value.strip():
            raise UsageError(
                f"--also: {word!r} says nothing.", hint="Write it as NAME=VALUE: --also notice_days=14."
            )
        said[name.strip()].append(value.strip())
    fields: dict[str, Any] = {}
    for name in [name for name in said if name.startswith(("ai.", "ai_terms."))]:
        field, _, use = name.partition(".")
        if use not in AI_USES:
            raise unknown("Use by AI", use, AI_USES)
        fields.setdefault(field, {})[use] = said.pop(name)[-1]
    known = (*_FIELDS, *_COMPENSATION, *_CREDIT, *_TERMS)
    for name in said:
        if name not in known:
            raise unknown("--also", name, (*known, *(f"ai.{use}" for use in AI_USES)))
    paid = _read(said, _COMPENSATION)
    if paid:
        fields["compensation"] = paid
    return MoreOfGrant(
        fields=fields | _read(said, _FIELDS), credit=_read(said, _CREDIT), terms=_read(said, _TERMS)
    )


Reader = Callable[[str, list[str]], Any]
"""Takes a name, for its errors, and what was said under it."""


def _read(said: Mapping[str, list[str]], known: Mapping[str, tuple[str, Reader]]) -> dict[str, Any]:
    return {field: read(name, said[name]) for name, (field, read) in known.items() if name in said}


def _text(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise UsageError(f"--also: {name} is said {len(values)} times.")
    return values[0]


def _number(name: str, values: list[str]) -> int:
    text = _text(name, values)
    if not text.isascii() or not text.isdecimal():
        raise UsageError(f"--also: {name} is a whole number, not {text!r}.")
    return int(text)


def _day(name: str, values: list[str]) -> date:
    text = _text(name, values)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--also: {name}: {text!r} is not a date.", hint="Write it as 2026-12-01."
        ) from error


def _last_day(name: str, values: list[str]) -> date | str:
    return "perpetual" if _text(name, values) == "perpetual" else _day(name, values)


def _truth(name: str, values: list[str]) -> bool:
    text = _text(name, values)
    if text not in _YES:
        raise UsageError(f"--also: {name} is yes or no, not {text!r}.")
    return _YES[text]


def _several(name: str, values: list[str]) -> tuple[str, ...]:
    found = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    if not found:
        raise UsageError(f"--also: {name} says nothing.")
    return found


def _excluded(name: str, values: list[str]) -> frozenset[str]:
    return territories(_several(name, values), "--also exclude")


def _likeness(name: str, values: list[str]) -> dict[str, bool]:
    named = _several(name, values)
    for part in named:
        if part not in (*_LIKENESSES, "none"):
            raise unknown("Part of a likeness", part, (*_LIKENESSES, "none"))
    return {part: part in named for part in _LIKENESSES}


_FIELDS: dict[str, tuple[str, Reader]] = {
    "capacity": ("capacity", _text),
    "affiliates": ("affiliates", _truth),
    "agencies": ("agencies", _truth),
    "exclude": ("excluded", _excluded),
    "clock": ("end_basis", _text),
    "days": ("days", _number),
    "delivered": ("delivered", _day),
    "impressions": ("impressions", _number),
    "tail": ("tail", _text),
    "sell_off_days": ("sell_off_days", _number),
    "sublicence": ("sublicence", _several),
    "likeness": ("likeness", _likeness),
    "likeness_until": ("likeness_until", _last_day),
    "tag": ("tags", _several),
    "exclusivity": ("exclusivity", _text),
    "exclusivity_detail": ("exclusivity_detail", _text),
    "exclusivity_until": ("exclusivity_until", _last_day),
    "connection": ("material_connection", _text),
    "revocable": ("revocable_by_licensor", _truth),
    "meaning_change_forbidden": ("meaning_change_forbidden", _truth),
    "notice_days": ("notice_days", _number),
    "takedown_hours": ("takedown_hours", _number),
}
_COMPENSATION: dict[str, tuple[str, Reader]] = {
    "compensation": ("kind", _text),
    "amount": ("amount", _text),
    "currency": ("currency", _text),
    "paid_at": ("paid_at", _day),
    "invoice_ref": ("invoice_ref", _text),
}
_CREDIT: dict[str, tuple[str, Reader]] = {"credit_text": ("text", _text), "must_tag": ("must_tag", _truth)}
_TERMS: dict[str, tuple[str, Reader]] = {
    "terms_version": ("version", _text),
    "terms_language": ("language", _text),
}
