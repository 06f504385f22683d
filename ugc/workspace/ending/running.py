"""Uses on record, and what the records say of them: on the day they are written down, and on any later one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.model.base import Value
from ugc.model.creatives import Creative
from ugc.model.dealings import Disclosure, Running
from ugc.model.rights import Answer, Case, Cleared, Reason
from ugc.workspace.clearing import a_use, markets
from ugc.workspace.usual import keeps_sound

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_UNASKED = "Edits: none was asked about."


class ReachedUse(Value):
    """A use on record that goes on, or is still to come, when something ends."""

    use: Running
    creative: str | None
    """File of the creative that runs, where that is on record."""
    allowed: bool
    reasons: tuple[Reason, ...] = ()
    """Why it is not."""


def ask(
    workspace: "Workspace",
    run: Running,
    cases: Iterable[Case],
    *,
    first: date,
    last: date,
    creative: Creative | None,
) -> tuple[Answer, ...]:
    """Put a use to the records over some days, one answer a post; what is said of it counts with what they hold.

    The edits are those of the creative. Where none is known, none is asked about, and the answer says so; a clip
    that runs as it was posted runs with its sound.
    """
    told: dict[str, Any] = run.model_dump(include={"purpose", "channel", "identity", "placement"})
    told |= {"territories": run.territories or markets(workspace), "first": first, "last": last}
    # What somebody recorded as standing in the frame, as from an editor of the platform's.
    in_frame = run.disclosure.text if run.disclosure.placement == "in_frame" else None
    told["disclosure"] = in_frame
    if creative:
        told |= {"edits": frozenset(creative.edits), "credit": creative.credit_place}
        told |= {"laid_sound": creative.laid_sound.licence if creative.laid_sound else None}
        drawn = creative.words.disclosure
        told |= {"disclosure": drawn or in_frame or "", "language": creative.words.language}
    answers: list[Answer] = []
    for case in cases:
        others = [each for each in case.running if each.id != run.id]
        moving = keeps_sound(case.post, ())
        use = a_use(workspace, **told, sound=creative.keeps_sound if creative else moving)
        known = case.model_copy(update={"running": (*others, run)})
        answer = rights.clear(known, use, workspace.settings.rights)
        if creative is None:
            answer = answer.model_copy(update={"not_checked": (*answer.not_checked, _UNASKED)})
        answers.append(answer)
    return tuple(answers)


def reached_uses(
    workspace: "Workspace", cases: Sequence[Case], *, rows: Iterable[MadeCreative], day: date
) -> tuple[ReachedUse, ...]:
    """Return the uses of some posts that go on, or begin, on a day or later, with what the records say of them."""
    names = {name for case in cases for name in (case.post.id, *case.post.aliases)}
    runs = {run.id: run for case in cases for run in case.running if not names.isdisjoint(run.posts)}
    going_on = [run for run in runs.values() if run.last is None or run.last >= day]
    made = {row.variant: row for row in rows}
    found: list[ReachedUse] = []
    for run in sorted(going_on, key=lambda run: run.id):
        row = made.get(run.variant or "") or creative_of_variant(workspace, run.variant)
        first = max(day, run.first)
        answers = ask(
            workspace,
            run,
            cases_of(workspace, run.posts),
            first=first,
            last=max(first, run.last or first),
            creative=row.creative if row else None,
        )
        short = [why for answer in answers if not isinstance(answer, Cleared) for why in answer.reasons]
        found.append(
            ReachedUse(
                use=run,
                creative=row.path if row else None,
                allowed=all(isinstance(answer, Cleared) for answer in answers),
                reasons=tuple(dict.fromkeys(short)),
            )
        )
    return tuple(found)


def cases_of(workspace: "Workspace", posts: Iterable[str]) -> list[Case]:
    """Return the cases of posts, less those that the catalog does not hold any more, each once."""
    known = [post for post in posts if workspace.catalog.knows(post)]
    return list({case.post.id: case for case in workspace.catalog.cases(known).values()}.values())


def creative_of_variant(workspace: "Workspace", variant: str | None) -> MadeCreative | None:
    """Return the creative of a variant; None where there is none."""
    return workspace.catalog.creative_by_variant(variant) if variant else None


def undisclosed(run: Running) -> str | None:
    """Say what is not on record of how an ad tells that it is one; None where nothing is missing.

    16 CFR 255.5 (https://www.ecfr.gov/current/title-16/part-255) wants a connection to the endorser disclosed that a
    viewer would not expect; the platform's own label may not be enough.
    """
    told: Disclosure = run.disclosure
    shown = told.placement in ("in_frame", "platform_label") or told.label_confirmed_on is not None
    if told.material_connection == "none" or shown:
        return None
    how = told.material_connection.replace("_", " ")
    if told.material_connection == "unknown":
        return "Whether the creator was paid or given anything is not on record, nor how the ad says so."
    return f"The creator's connection is on record as {how}, and neither words in the picture nor a label say so."
