"""A named person settles what the records leave open, as a record."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.dealings import Decision
from ugc.model.records import Perpetual
from ugc.model.rights import Case, NeedsReview, Refused
from ugc.model.vocab import REVIEW_CODES
from ugc.rights import clear
from ugc.workspace.clearing import a_use, markets
from ugc.workspace.granting.evidence import append
from ugc.workspace.granting.making import made, territories
from ugc.workspace.usual import keeps_sound, usual

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class DecisionForm(Value):
    """What a person decides about a post."""

    post: str
    allow: bool
    why: str
    by: str
    about: tuple[str, ...] = ()
    """Open points by their codes; none: those that the records leave open now."""
    purposes: tuple[str, ...] = ("paid_social",)
    channels: tuple[str, ...] = ()
    """None named: every channel that a grant covers."""
    territories: tuple[str, ...] = ()
    """None named: the markets of `ugc.toml`."""
    until: date | Perpetual | None = None
    """None: as long as the grants run."""


def decide(workspace: "Workspace", form: DecisionForm, *, at: datetime) -> Decision:
    """Record a decision. Raises UsageError when it names nobody, no reason, or nothing that is open."""
    if not form.by.strip() or not form.why.strip():
        raise UsageError("A decision names who made it and why.", hint="Say --by NAME --why '…'.")
    case = workspace.case(form.post)
    channels = form.channels or tuple(sorted({name for grant in case.grants for name in grant.channels}))
    if not channels:
        raise UsageError(
            f"No grant covers {case.post.id}, so there is no channel to decide about.",
            hint="Record the grant first, or name channels with --channel.",
        )
    about = form.about or _open(workspace, case, form, channels, workspace.day(at))
    if not about:
        raise UsageError(
            f"The records leave nothing open for {case.post.id}: they allow it or refuse it.",
            hint=f"See what they say: ugc rights check {form.post}. A decision cannot lift a refusal.",
        )
    with workspace.catalog.transaction():
        record = made(
            Decision,
            "decision",
            id=workspace.catalog.next_id("d"),
            post=case.post.id,
            about=about,
            allow=form.allow,
            licensee=workspace.settings.brand.name,
            purposes=form.purposes,
            channels=channels,
            territories=territories(form.territories) or markets(workspace),
            until=form.until or _last_day(case),
            why=form.why,
            by=form.by,
            on=workspace.day(at),
            recorded_at=at,
        )
        append(workspace, record, subjects=[case.post.id], at=at)
    return record


def _open(
    workspace: "Workspace", case: Case, form: DecisionForm, channels: Sequence[str], today: date
) -> tuple[str, ...]:
    """The codes of what is left to a person today, for a clip with its sound."""
    own = usual(workspace, case.post)
    found: dict[str, None] = {}
    for purpose in form.purposes:
        for channel in channels:
            use = a_use(
                workspace,
                purpose=purpose,
                channel=channel,
                territories=territories(form.territories) or markets(workspace),
                first=today,
                last=today,
                edits=own.edits,
                credit=own.credit,
                sound=keeps_sound(case.post, own.edits),
            )
            # An earlier decision is what this one takes the place of.
            answer = clear(case.model_copy(update={"decisions": ()}), use, workspace.settings.rights)
            reasons = answer.reasons if isinstance(answer, NeedsReview | Refused) else ()
            found |= dict.fromkeys(item.code for item in reasons if item.code in REVIEW_CODES)
    return tuple(found)


def _last_day(case: Case) -> date | Perpetual:
    """The latest end of the grants that stand."""
    ends = [grant.end for grant in case.grants if grant.status == "granted"]
    return (
        max((end for end in ends if end != "perpetual"), default="perpetual")
        if "perpetual" not in ends
        else "perpetual"
    )
