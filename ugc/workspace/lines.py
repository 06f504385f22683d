"""The lines of a run's outcome: creatives, refusals and faults."""

from typing import Literal

from ugc.model.creatives import Draft, Variant
from ugc.model.rights import Case, NeedsReview, Refused
from ugc.render.jobs import Failed, Job, answer_of, refused
from ugc.workspace.outcomes import Fault, Line, Refusal, sound_told


def refusal_of(drafted: Draft, case: Case, answers: list[Refused | NeedsReview]) -> Refusal:
    """Return a refused post as a run tells it."""
    return Refusal(
        post=case.post.id,
        creator=case.post.author.handle if case.post.author else None,
        format=drafted.format,
        review=any(isinstance(answer, NeedsReview) for answer in answers),
        placements=tuple(answer_of(answer) for answer in answers),
    )


def fault_of(result: Failed) -> Fault:
    """Return what went wrong with a creative, as a run tells it."""
    label = result.job.work.label
    return Fault(
        post=label.posts[0],
        format=result.job.work.draft.format,
        message=result.message,
        hint=result.hint,
        exit_code=result.code,
    )


def line_of(
    job: Job,
    outcome: Literal["made", "relabelled", "unchanged", "planned"],
    found: tuple[str, ...] = (),
) -> Line:
    """Return a creative as a run tells it; `found` is what was noticed while it was made."""
    work = job.work
    return Line(
        post=work.label.posts[0],
        format=work.draft.format,
        variant=work.id,
        concept=work.concept,
        file=str(job.path),
        outcome=outcome,
        valid_until=work.label.end,
        grants=work.label.grants,
        placements=work.label.placements,
        refused=refused(work) if isinstance(work, Variant) else (),
        not_checked=tuple(dict.fromkeys(p for a in work.cleared for p in a.not_checked))
        if isinstance(work, Variant)
        else (),
        notes=(*work.draft.notes, *found),
        sound=sound_told(work.draft.take),
        axes=work.draft.axes,
        markets=work.draft.markets,
    )
