"""What can be done by a sheet, each with its columns and the one thing that a row does.

Columns are named as the options of the command that does it one at a time. A row goes through the same doors as that
command: whatever is refused there is refused here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from ugc.catalog.campaign_log import Happened
from ugc.errors import UsageError, unknown
from ugc.model.campaigns import EVENT_KINDS, Amount
from ugc.workspace.bulk.cells import Cells, Columns

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Do = Callable[["Workspace", Cells, str, datetime], str]
"""Does what a row says, in a person's name; returns what was done as a sentence."""


@dataclass(frozen=True)
class Kind:
    """One kind of work."""

    name: str
    columns: Columns
    do: Do
    like: str
    """The command that does one of it."""


def _grant(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    from ugc.workspace.granting.more_of_grant import more_of_grant
    from ugc.workspace.granting.recording import GrantForm

    form = GrantForm(
        targets=row.several("target"),
        method=row.needed("method"),
        purposes=row.several("purpose"),
        channels=row.several("channel"),
        identities=row.several("identity") or ("brand_handle",),
        territories=row.several("territory"),
        start=_day(row, "from"),
        end=row.last_day("until") or _missing("until"),
        edits=row.several("edits"),
        terms=row.sources("terms"),
        evidence=row.files("evidence"),
        licensee=row.text("licensee"),
        licensor=row.text("licensor"),
        credit=row.text("credit") or "on_media",
        notes=row.text("notes"),
        more=more_of_grant(row.several("also")),
        by=by,
    )
    made = here.records.grant(form, at=at)
    what = "; ".join(f"{one.id}, {', '.join(one.posts) or f'everything by {one.licensor}'}" for one in made)
    return f"granted {what}"


def _reply(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    from ugc.workspace.asking.replies import ReplyForm
    from ugc.workspace.asking.scopes import ScopeForm

    answer = row.truth("answer")
    form = ReplyForm(
        target=row.needed("target"),
        yes=_missing("answer") if answer is None else answer,
        evidence=row.files("evidence"),
        words=row.text("words"),
        on=row.day("on"),
        method=row.text("method"),
        scope=ScopeForm(
            purposes=row.several("purpose"),
            channels=row.several("channel"),
            territories=row.several("territory"),
            edits=row.several("edits"),
            days=row.number("days"),
            until=row.last_day("until"),
        ),
        licensor=row.text("licensor"),
        capacity=row.text("capacity"),
        by=by,
    )
    done = here.records.reply(form, at=at)
    grant = f", which makes {done.grant.id}" if done.grant else ""
    return f"{done.reply.id}: {done.reply.answer} to {done.reply.request}{grant}"


def _release(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    from ugc.workspace.granting.releasing import ReleaseForm

    guardian = row.files("guardian_evidence")
    form = ReleaseForm(
        post=row.needed("post"),
        kind=row.needed("kind"),
        subject=row.text("subject"),
        status=row.text("status"),
        purposes=row.several("purpose"),
        territories=row.several("territory"),
        age_band=row.text("age"),
        guardian=row.text("guardian"),
        guardian_evidence=guardian[0] if guardian else None,
        music=row.text("music"),
        track=row.text("track"),
        covers=row.several("covers"),
        end=row.last_day("until"),
        evidence=row.files("evidence"),
        notes=row.text("notes"),
        by=by,
    )
    done = here.records.release(form, at=at)
    return f"released {done.id}: {done.kind.replace('_', ' ')} of {done.post}, {done.status}"


def _code(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    from ugc.workspace.granting.authorizing import AuthorizationForm

    code = row.text("code")
    form = AuthorizationForm(
        target=row.needed("target"),
        kind=row.text("kind"),
        platform=row.text("platform"),
        status=row.text("status"),
        start=row.day("from"),
        end=row.last_day("until"),
        code=SecretStr(code) if code else None,
        requested_on=row.day("requested_on"),
        evidence=row.files("evidence"),
        by=by,
    )
    done = here.records.authorize(form, at=at)
    return f"recorded {done.id}: {done.kind.replace('_', ' ')}"


def _tag(here: "Workspace", row: Cells, _: str, __: datetime) -> str:
    add, remove = row.several("add"), row.several("remove")
    if not add and not remove:
        raise UsageError("Neither add nor remove says a tag.", hint="Fill in one of them.")
    name = here.catalog.resolve(row.needed("post"))
    here.catalog.tag([name], add=add, remove=remove)
    return f"tagged {name}: {', '.join([*(f'+{tag}' for tag in add), *(f'-{tag}' for tag in remove)])}"


def _focus(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    from ugc.workspace import focusing, placing

    post, number = here.case(row.needed("post")).post, row.number("media")
    where = row.text("where")
    told = placing.change(
        post.media[focusing.meant(post, number) - 1],
        [where] if where else [],
        row.text("during"),
        keep=row.boxes("keep"),
        avoid=row.boxes("avoid"),
        crop=row.boxes("crop"),
    )
    told = told.model_copy(update={"clear": row.several("clear")})
    if told == focusing.FocusChange():
        raise UsageError("It says nothing of the crops.", hint="Fill in where, keep, avoid, crop or clear.")
    done = focusing.record(here, post.id, told, number=number, by=by, at=at)
    return f"focus of {done.post}, media #{done.pictures[0].media}"


def _note(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    key = here.catalog.resolve_creator(row.needed("creator"))
    day = row.day("on") or here.day(at)
    here.catalog.profiles.add_note(key, row.needed("note"), by=by, day=day)
    return f"noted of {key}"


def _event(here: "Workspace", row: Cells, by: str, at: datetime) -> str:
    what = row.needed("what").casefold().replace(" ", "_").replace("-", "_")
    kind = next((known for known in EVENT_KINDS if known == what), None)
    if kind is None:
        raise unknown("What happened", row.needed("what"), EVENT_KINDS)
    campaign = here.campaigns.read(row.needed("campaign"))
    post = row.text("post")
    happened = Happened(
        campaign=campaign.name,
        creator=here.catalog.resolve_creator(row.needed("creator")),
        what=kind,
        day=row.day("on") or here.day(at),
        deliverable=_piece(row.text("deliverable"), [one.id for one in campaign.deliverables]),
        post=here.catalog.resolve(post) if post else None,
        amount=_amount(row.text("amount")),
        words=row.text("words") or "",
    )
    here.catalog.campaign_log.record([happened], by=by, at=at)
    return f"logged {kind.replace('_', ' ')}: {happened.creator} in {campaign.name}"


def _piece(name: str | None, known: list[str]) -> str | None:
    if name is not None and name not in known:
        raise unknown("Deliverable", name, known)
    return name


def _amount(words: str | None) -> Amount | None:
    from ugc.campaigns.reading import amount

    found = amount(words) if words else None
    if words and found is None:
        raise UsageError(f"amount: {words[:40]!r} is not a sum of money.", hint="Write it as 250 USD.")
    return found


def _day(row: Cells, name: str) -> Any:
    return row.day(name) or _missing(name)


def _missing(name: str) -> Any:
    raise UsageError(f"{name} is empty.", hint=f"Fill in {name}.")


_SCOPE = ("purpose", "channel", "territory", "edits")
_TARGET = {"post": "target", "creator": "target", "posts": "target"}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "grants",
            Columns(
                ("target", "method", *_SCOPE, "identity", "from", "until", "terms", "evidence", "licensee", "licensor",
                 "credit", "notes", "also"),
                ("target", "method", *_SCOPE, "from", "until", "evidence"),
                {**_TARGET, "first": "from", "last": "until", "start": "from", "end": "until"},
            ),
            _grant,
            "ugc rights grant",
        ),
        Kind(
            "replies",
            Columns(
                ("target", "answer", "evidence", "words", "on", "method", *_SCOPE, "days", "until", "licensor",
                 "capacity"),
                ("target", "answer"),
                {**_TARGET, "request": "target"},
            ),
            _reply,
            "ugc rights reply",
        ),
        Kind(
            "releases",
            Columns(
                ("post", "kind", "subject", "status", "purpose", "territory", "age", "guardian", "guardian_evidence",
                 "music", "track", "covers", "until", "evidence", "notes"),
                ("post", "kind"),
            ),
            _release,
            "ugc rights release",
        ),
        Kind(
            "codes",
            Columns(
                ("target", "kind", "platform", "status", "code", "from", "until", "requested_on", "evidence"),
                ("target",),
                _TARGET,
            ),
            _code,
            "ugc ads codes add",
        ),
        Kind("tags", Columns(("post", "add", "remove"), ("post",), {"tags": "add", "tag": "add"}), _tag, "ugc tag"),
        Kind(
            "focus",
            Columns(("post", "media", "where", "during", "keep", "avoid", "crop", "clear"), ("post",)),
            _focus,
            "ugc focus",
        ),
        Kind("notes", Columns(("creator", "note", "on"), ("creator", "note"), {"words": "note", "handle": "creator"}),
             _note, "ugc creators note"),
        Kind(
            "events",
            Columns(
                ("campaign", "creator", "what", "on", "deliverable", "post", "amount", "words"),
                ("campaign", "creator", "what"),
                {"handle": "creator", "day": "on"},
            ),
            _event,
            "ugc campaigns log",
        ),
    )
}  # fmt: skip
