"""Answers of ad platforms' APIs saved as JSON: one, several one after another, or one a line; pages as they came."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, get_args

from ugc.delivery._documents import Fault, documents
from ugc.delivery._headers import Column, Header
from ugc.delivery._source import Source
from ugc.delivery._survey import Survey
from ugc.delivery._words import listed, table
from ugc.errors import InputError
from ugc.model.ads import AdPlatform
from ugc.model.posts import Skipped
from ugc.text import one_line

_DEEPEST = 16
_MOST_PATHS = 2000
_MOST_SHAPED = 50
_WRAPPERS = (
    "data",
    "list",
    "results",
    "items",
    "elements",
    "ads",
    "total_stats",
    "timeseries_stats",
    "adgroups",
    "rows",
)
_SHELLS = ("ad", "total_stat", "timeseries_stat", "breakdown_stats")
_PLATFORMS: tuple[AdPlatform, ...] = get_args(AdPlatform)

Told = dict[str, Any]
"""Path to what stands there."""


class Found(NamedTuple):
    """A file of answers, read once."""

    survey: Survey
    failed: tuple[Skipped, ...]


def survey_of(source: Source) -> Found:
    """Read a file of answers. Raises InputError when it is no JSON, or holds no ad."""
    answers = chain.from_iterable(_records(document) for document in documents(source))
    failed: list[Skipped] = []
    first: list[Told] = []
    rows = _rows(answers, failed)
    for told in rows:
        first.append(told)
        if len(first) >= _MOST_SHAPED:
            break
    platform = _platform(first)
    if platform is None:
        raise _no_ads(source, failed)
    survey = Survey(_header(platform))
    number = 0
    for number, told in enumerate(chain(first, rows), 1):
        if not survey.take(number, [_value(told.get(column.heading)) for column in survey.header.columns]):
            break
    if not survey.count:
        raise _no_ads(source, failed)
    return Found(survey, tuple(failed))


# --- records -----------------------------------------------------------------------------------------------------


def _records(answer: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the records of an answer, from within the wrappers of pages; one that failed is a fault."""
    if isinstance(answer, Fault):
        yield answer
    elif isinstance(answer, list) and depth < _DEEPEST:
        for part in answer:
            yield from _records(part, depth + 1)
    elif isinstance(answer, dict) and depth < _DEEPEST:
        if why := _failure(answer):
            yield Fault("an answer", why)
            return
        held = [answer[name] for name in _WRAPPERS if isinstance(answer.get(name), list | dict)]
        shells = [answer[name] for name in _SHELLS if isinstance(answer.get(name), dict)]
        if held and not _names_ad(answer):
            for part in held:
                yield from _records(part, depth + 1)
        elif shells and not _names_ad(answer):
            yield from _records(shells[0], depth + 1)
        else:
            yield answer


def _names_ad(record: Mapping[str, Any]) -> bool:
    return any(
        name in record
        for name in ("id", "ad_id", "AD_ID", "dimensions", "adGroupAd", "ad_group_ad", "pivotValues")
    )


def _failure(answer: Mapping[str, Any]) -> str | None:
    """What an answer says went wrong."""
    error = answer.get("error")
    if isinstance(error, dict):
        return f"The platform answered with an error: {_said(error.get('message') or error.get('status'))}."
    code = answer.get("code")
    if isinstance(code, int) and code != 0 and "message" in answer:
        return f"The platform answered with the error {code}: {_said(answer['message'])}."
    status = answer.get("request_status")
    if isinstance(status, str) and status.upper() not in ("SUCCESS", "PARTIAL"):
        why = _said(answer.get("debug_message") or answer.get("display_message"))
        return f"The platform answered {_said(status)}: {why}."
    return None


def _said(text: object) -> str:
    return one_line(str(text or "without a reason"))[:200].rstrip(".")


def _rows(records: Iterator[Any], failed: list[Skipped]) -> Iterator[Told]:
    for record in records:
        if isinstance(record, Fault):
            if len(failed) < 200:
                failed.append(Skipped(origin=record.place, why=record.why))
        else:
            yield from _told(record)


def _told(record: Mapping[str, Any]) -> Iterator[Told]:
    """What a record tells by path; one row for each of the figures within it, by day or place."""
    insights = record.get("insights")
    series = record.get("timeseries")
    inner = insights.get("data") if isinstance(insights, dict) else series
    base: Told = {}
    _flatten(
        {name: value for name, value in record.items() if name not in ("insights", "timeseries")}, "", base, 0
    )
    parts = [part for part in inner if isinstance(part, dict)] if isinstance(inner, list) else []
    if not parts:
        yield _of_figures(base, "stats" in record)
    for part in parts:
        told: Told = {}
        _flatten(part, "", told, 0)
        yield {**_of_figures(told, series is not None), **base}


def _of_figures(told: Told, figures: bool) -> Told:
    """Where a record holds figures, its times are those that they are about, not the ad's own."""
    times = {"start_time": "period_start", "end_time": "period_end"} if figures else {}
    return {times.get(path, path): value for path, value in told.items()}


def _flatten(value: Any, path: str, told: Told, depth: int) -> None:
    if len(told) > _MOST_PATHS or depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if value.keys() == {"year", "month", "day"}:
            told[path] = "-".join(str(value[name]) for name in ("year", "month", "day"))
            return
        for name, inner in value.items():
            _flatten(inner, f"{path}.{name}" if path else str(name), told, depth + 1)
    elif isinstance(value, list):
        for inner in value[:200]:
            if isinstance(inner, dict) and isinstance(inner.get("action_type"), str):
                told.setdefault(f"{path}[{inner['action_type']}]", inner.get("value"))
            elif isinstance(inner, dict):
                _flatten(inner, f"{path}[]", told, depth + 1)
            elif isinstance(inner, str | int):
                _add(told, path, inner)
    elif value is not None:
        _add(told, path, value)


def _add(told: Told, path: str, value: Any) -> None:
    told[path] = f"{told[path]}\n{value}" if path in told else value


def _value(value: Any) -> Any:
    """A value for a cell. LinkedIn writes ids of its own ads as names, of which the number is the id."""
    if isinstance(value, str) and value.startswith("urn:li:sponsored"):
        return value.rpartition(":")[2]
    return value


# --- what it means -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _paths() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        platform: {field: tuple(listed(paths)) for field, paths in fields.items()}
        for platform, fields in table("api").items()
    }


def _platform(rows: list[Told]) -> AdPlatform | None:
    """The platform whose own paths the first records show the most."""
    shown = {path for told in rows for path in told}
    scores = {name: sum(path in shown for path in _paths()[name]["signs"]) for name in _PLATFORMS}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else None


def _header(platform: AdPlatform) -> Header:
    columns = [
        (path, field) for field, paths in _paths()[platform].items() if field != "signs" for path in paths
    ]
    made = tuple(Column(at, path, field) for at, (path, field) in enumerate(columns))
    return Header(made, (), platform, None)


def _no_ads(source: Source, failed: list[Skipped]) -> InputError:
    why = f" {failed[0].why}" if failed else ""
    return InputError(
        f"{source.shown} holds no ads that could be read.{why}",
        hint="Which answers are read: docs/ad-exports.md.",
    )
