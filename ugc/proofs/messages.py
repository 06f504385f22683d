"""Comments and messages in JSON, in the forms in which platforms and programs hand them out.

Sources: Instagram comments (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/
ig-comment) and their webhook (https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram); messages
(https://developers.facebook.com/docs/graph-api/reference/message); YouTube comments
(https://developers.google.com/youtube/v3/docs/comments). TikTok's and Instagram's own pages and instaloader give the
forms that they are named after.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.vocab import EvidenceKind
from ugc.proofs.said import Reading, Said, line, moment, verbatim

_DEEPEST = 40
_MOST = 20_000
"""Comments or messages of one file that are looked at."""


class _Form(Value):
    """Where a form keeps what: each field as paths of keys, the first that is there counts."""

    name: str
    kind: EvidenceKind
    platform: Platform | None
    needs: tuple[str, ...]
    """Paths that a record of this form has, all of them."""
    words: str
    at: tuple[str, ...]
    native_id: tuple[str, ...]
    actor: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    scoped: bool = False
    garbled: bool = False
    """Whether its text is UTF-8 that was written as if it were Latin-1, as in Meta's downloads."""


_FORMS = (
    _Form(
        name="YouTube comment (Data API)",
        kind="comment",
        platform="youtube",
        needs=("snippet.textOriginal", "snippet.authorChannelId.value"),
        words="snippet.textOriginal",
        at=("snippet.publishedAt",),
        native_id=("id",),
        actor=("snippet.authorDisplayName",),
        ids=("snippet.authorChannelId.value",),
    ),
    _Form(
        name="TikTok comment",
        kind="comment",
        platform="tiktok",
        needs=("text", "create_time", "user.unique_id"),
        words="text",
        at=("create_time",),
        native_id=("cid", "id"),
        actor=("user.unique_id",),
        shown=("user.nickname",),
        ids=("user.uid", "user.id", "user.sec_uid"),
        link=("share_info.url",),
    ),
    _Form(
        name="Instagram message (webhook)",
        kind="dm",
        platform="instagram",
        needs=("message.mid", "message.text", "sender.id"),
        words="message.text",
        at=("timestamp",),
        native_id=("message.mid",),
        ids=("sender.id",),
        scoped=True,
    ),
    _Form(
        name="Instagram message (Graph API)",
        kind="dm",
        platform="instagram",
        needs=("message", "from.username", "created_time"),
        words="message",
        at=("created_time",),
        native_id=("id",),
        actor=("from.username",),
        ids=("from.id",),
        scoped=True,
    ),
    _Form(
        name="Facebook message (Graph API)",
        kind="dm",
        platform="facebook",
        needs=("message", "from.name", "created_time", "to"),
        words="message",
        at=("created_time",),
        native_id=("id",),
        shown=("from.name",),
        ids=("from.id",),
        scoped=True,
    ),
    _Form(
        name="Facebook comment (Graph API)",
        kind="comment",
        platform="facebook",
        needs=("message", "from.name", "created_time"),
        words="message",
        at=("created_time",),
        native_id=("id",),
        shown=("from.name",),
        ids=("from.id",),
        link=("permalink_url",),
        scoped=True,
    ),
    _Form(
        name="message of a download from Instagram or Facebook",
        kind="dm",
        platform=None,
        needs=("sender_name", "timestamp_ms", "content"),
        words="content",
        at=("timestamp_ms",),
        native_id=(),
        shown=("sender_name",),
        garbled=True,
    ),
    _Form(
        name="Instagram comment (instaloader)",
        kind="comment",
        platform="instagram",
        needs=("text", "created_at", "owner.username"),
        words="text",
        at=("created_at",),
        native_id=("id",),
        actor=("owner.username",),
        ids=("owner.id",),
    ),
    _Form(
        name="Instagram comment (web)",
        kind="comment",
        platform="instagram",
        needs=("text", "created_at", "user.username"),
        words="text",
        at=("created_at_utc", "created_at"),
        native_id=("pk", "id"),
        actor=("user.username",),
        shown=("user.full_name",),
        ids=("user.pk", "user.id"),
    ),
    _Form(
        name="Instagram comment (webhook)",
        kind="comment",
        platform="instagram",
        needs=("text", "from.username", "media.id"),
        words="text",
        at=("timestamp",),
        native_id=("id", "comment_id"),
        actor=("from.username",),
        ids=("from.id",),
        link=("media.permalink", "permalink"),
        scoped=True,
    ),
    _Form(
        name="Instagram comment (Graph API)",
        kind="comment",
        platform="instagram",
        needs=("text", "timestamp", "id"),
        words="text",
        at=("timestamp",),
        native_id=("id",),
        actor=("username", "from.username"),
        ids=("from.id",),
        link=("permalink", "media.permalink"),
        scoped=True,
    ),
)


def read(data: bytes) -> Reading:
    """Read every comment and message of a JSON file. What is none of the known forms gives nothing, with a note."""
    try:
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=lambda _: None
        )
        found = [(form, record) for form, record in _records(document)]
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Reading(
            note=f"It is not JSON that can be read ({reason[:200]}), so it is kept and not looked into."
        )
    if not found:
        return Reading(
            kind="api_json", note="It is JSON of a form that is not known, so it is kept and not looked into."
        )
    forms = dict.fromkeys(form.name for form, _ in found)
    return Reading(
        kind=found[0][0].kind,
        said=tuple(_said(form, record) for form, record in found[:_MOST]),
        form=", ".join(forms),
        note=f"Only its first {_MOST:,} messages were looked at." if len(found) > _MOST else None,
    )


def _records(value: Any, depth: int = 0) -> Iterator[tuple[_Form, Mapping[str, Any]]]:
    """Every comment or message, however deep it lies: alone, in pages, under the one it answers."""
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, dict):
        form = next(
            (form for form in _FORMS if all(_at(value, path) is not None for path in form.needs)), None
        )
        if form and verbatim(_at(value, form.words)):
            yield form, value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _records(part, depth + 1)


def _said(form: _Form, record: Mapping[str, Any]) -> Said:
    words, shown = verbatim(_at(record, form.words)), _first(record, form.shown)
    actor = _first(record, form.actor)
    ids = (line(_at(record, path)) for path in form.ids)
    return Said(
        platform=form.platform,
        actor=actor.lstrip("@") or None if actor else None,
        name=_mended(shown) if form.garbled else shown,
        ids=tuple(dict.fromkeys(id for id in ids if id)),
        scoped=form.scoped,
        words=_mended(words) if form.garbled else words,
        at=next((when for path in form.at if (when := moment(_at(record, path)))), None),
        native_id=_first(record, form.native_id),
        permalink=_first(record, form.link),
    )


def _at(record: Any, path: str) -> Any:
    for key in path.split("."):
        record = record.get(key) if isinstance(record, dict) else None
    return record


def _first(record: Mapping[str, Any], paths: tuple[str, ...]) -> str | None:
    return next((found for path in paths if (found := line(_at(record, path)))), None)


def _mended(text: str | None) -> str | None:
    try:
        return verbatim(text.encode("latin-1").decode("utf-8")) if text else text
    except UnicodeError:
        return text


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"it gives {twice[:40]!r} twice, and which one counts cannot be known")
    return record
