"""Rendering: drafts are planned, their rights asked, what is cleared made, and what is not listed with all reasons."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ugc import manifest, plan, rights
from ugc.catalog import MadeCreative
from ugc.files import sweep_parts
from ugc.model.creatives import Draft, NotPlanned, Proof, Variant
from ugc.model.rights import Case, Cleared, NeedsReview, Refused
from ugc.model.seen import Seen
from ugc.model.takes import laid_sound
from ugc.render.jobs import Failed, Filmed, Job, Made, Standing, refused_alike, row
from ugc.workspace import signing
from ugc.workspace.assembling import Scene, assembled, clips_of, each_case
from ugc.workspace.clearing import a_use, select
from ugc.workspace.desk import Desk
from ugc.workspace.desks import copy_notes, desks, each_once
from ugc.workspace.gathering import as_heard, gathered, shown
from ugc.workspace.likeness import alike
from ugc.workspace.lines import fault_of, line_of, refusal_of
from ugc.workspace.outcomes import Alike, Order, Outcome, Refusal
from ugc.workspace.standing import MANIFEST, superseded, write_manifest

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_STANDING = set(Standing.model_fields)


def render(
    workspace: "Workspace",
    order: Order,
    *,
    at: datetime,
    seen: Callable[[str, int], None] = lambda *_: None,
    looked: Callable[[str, int], None] = lambda *_: None,
    filmed: Filmed = lambda *_: None,
) -> Outcome:
    """Carry out an order. `seen` is told each file as it is done, and how many there are in all.

    `looked` is told the same of originals that nobody has looked at yet, `filmed` how far a clip is, in seconds.
    """
    today = workspace.day(at)
    flight = order.flight or (today, today + timedelta(days=workspace.settings.output.flight_days - 1))
    joined = assembled(workspace, order)
    named = [scene.case for scenes in joined for scene in scenes]
    cases = list({case.post.id: case for case in named}.values()) or select(
        workspace, order.query, today=today
    )
    signer = signing.signer(workspace, order, at=at)
    asked, matrix = desks(workspace, order, signer=signer, seen=_look(workspace, order, cases, looked))
    desk = asked[0]
    desk.captioner.check(clips_of(cases, joined))
    jobs: list[Job] = []
    near: list[Alike] = []
    refusals: dict[Refusal, None] = {}
    passed: dict[NotPlanned, None] = {}
    for one in asked:
        works = _works(one, cases, flight, joined=joined, refusals=refusals, passed=passed)
        near += alike(works)
        jobs += [one.job(work, flight) for work in each_once(works)]
    results: list[Made | Failed] = [] if order.dry else _made(desk, jobs, at=at, seen=seen, filmed=filmed)
    lines = [line_of(job, "planned") for job in jobs] if order.dry else []
    lines += [line_of(each.job, each.outcome, each.notes) for each in results if isinstance(each, Made)]
    return Outcome(
        brand=workspace.settings.brand.name,
        flight=flight,
        markets=tuple(sorted(order.markets or workspace.settings.markets)),
        formats=order.formats,
        template=", ".join(one.template.name for one in asked),
        proof=order.proof,
        dry=order.dry,
        signed_by=signer.name if signer else None,
        folder=str(desk.folder),
        manifest=None if order.dry or order.proof or not lines else str(desk.folder / MANIFEST),
        posts=len(cases),
        creatives=tuple(sorted(lines, key=lambda line: line.file)),
        superseded=superseded(desk, cases) if any(line.outcome == "made" for line in lines) else (),
        refusals=tuple(refusals),
        not_planned=tuple(passed),
        faults=tuple(fault_of(result) for result in results if isinstance(result, Failed)),
        copy_deck=order.copy_deck,
        copy_notes=copy_notes(asked, matrix),
        alike=tuple(near),
        offers=desk.offers() if lines else (),
    )


def _look(
    workspace: "Workspace", order: Order, cases: list[Case], looked: Callable[[str, int], None]
) -> dict[str, Seen]:
    """What is seen in the pictures that may become creatives: where no grant stands, none will."""
    pictures = [
        case.post.media[number] for case in cases if order.proof or case.grants for number in shown(case.post)
    ]
    if not pictures:
        return {}
    from ugc.workspace.looking import look_at

    return look_at(workspace, pictures, seen=looked).seen


def _works(
    desk: Desk,
    cases: list[Case],
    flight: tuple[date, date],
    *,
    joined: tuple[tuple[Scene, ...], ...],
    refusals: dict[Refusal, None],
    passed: dict[NotPlanned, None],
) -> list[Variant | Proof]:
    """What a desk can make of some posts; what it cannot is added to `refusals` and `passed`, each said once."""
    works: list[Variant | Proof] = []
    groups = [(tuple(each_case(scenes)), scenes) for scenes in joined]
    groups = groups or [(group, ()) for group in gathered(cases, desk.template)]
    for group, scenes in groups:
        for drafted in desk.drafts(*group, scenes=scenes):
            if isinstance(drafted, NotPlanned):
                passed[drafted] = None
            elif desk.order.proof:
                works.append(desk.proof(drafted, *(case.post for case in group)))
            else:
                answer = _cleared(desk, drafted, group, flight)
                if isinstance(answer, Variant):
                    works.append(answer)
                else:
                    refusals.update(dict.fromkeys(answer))
    return works


def _cleared(
    desk: Desk, drafted: Draft, cases: tuple[Case, ...], flight: tuple[date, date]
) -> Variant | tuple[Refusal, ...]:
    """Ask the records of every post for every placement of the format; seal the draft for those that they allow.

    Where there is none, each post that stands against it is named with its own reasons.
    """
    cleared: list[Cleared] = []
    others: list[Refused | NeedsReview] = []
    used = {source.post for source in drafted.sources}
    cases = tuple(case for case in cases if case.post.id in used)
    heard = [as_heard(case, {source.sha256 for source in drafted.sources}) for case in cases]
    for placement in desk.placements(drafted):
        use = a_use(
            desk.workspace,
            purpose=placement.purposes[0],
            channel=placement.channel,
            identity=desk.order.identity,
            territories=frozenset(drafted.markets) or desk.territories,
            first=flight[0],
            last=flight[1],
            edits=drafted.edits,
            sound=drafted.sound,
            laid_sound=laid.licence if (laid := laid_sound(drafted.take)) else None,
            credit=drafted.credit_place,
            disclosure=drafted.copy_text.disclosure or "",
            language=drafted.copy_text.language,
            placement=placement.id,
        )
        answers = [rights.clear(case, use, desk.workspace.settings.rights) for case in heard]
        refused = [answer for answer in answers if not isinstance(answer, Cleared)]
        others += refused
        cleared += () if refused else [answer for answer in answers if isinstance(answer, Cleared)]
    if cleared:
        return plan.seal(
            drafted,
            cleared,
            posts={case.post.id: case.post for case in cases},
            grants={grant.id: grant for case in cases for grant in case.grants},
            releases={case.post.id: case.releases for case in cases},
            refused=others,
            name=desk.namer(cases[0].post),
        )
    return tuple(
        refusal_of(drafted, case, against)
        for case in cases
        if (against := [answer for answer in others if answer.post == case.post.id])
    )


def _made(
    desk: Desk,
    jobs: list[Job],
    *,
    at: datetime,
    seen: Callable[[str, int], None],
    filmed: Filmed,
) -> list[Made | Failed]:
    """Run the jobs; record each creative as it is done, so that a killed run loses nothing; write the manifest."""
    from ugc.render.run import finished, run

    catalog = desk.workspace.catalog
    known = {desk.root / item.path: item for item in catalog.creatives_in(desk.key(desk.folder))}
    standing = {
        path: Standing.model_validate(item.model_dump(include=_STANDING)) for path, item in known.items()
    }
    if desk.order.flight is None:
        today = desk.workspace.day(at)
        jobs = [_as_it_was_made(job, known.get(job.path), today) for job in jobs]
    # One more than processors: while one waits for the disk, the others go on.
    workers = desk.workspace.settings.render.workers or (os.cpu_count() or 1) + 1
    results: list[Made | Failed] = []
    changed = False
    for folder in (desk.folder, desk.root / ".ugc", desk.root / ".ugc" / "cache"):
        sweep_parts(folder)

    def keep(result: Made | Failed) -> bool:
        before = known.get(result.job.path)
        row = _recorded(desk, result, before, at=at) if isinstance(result, Made) else None
        if row:
            catalog.record_creative(row)
        return row is not None

    running = run(
        jobs,
        standing=standing,
        typesetter=lambda: desk.typesetter,
        workers=workers,
        filmed=filmed,
        moves=desk.root / ".ugc" / "cache" / "motion",
    )
    try:
        for result in running:
            results.append(result)
            seen(result.job.path.name, len(jobs))
            changed = keep(result) or changed
    except KeyboardInterrupt as stopped:
        for result in (*results[-1:], *finished(running, stopped)):  # the last may have been half recorded
            changed = keep(result) or changed
        write_manifest(desk, results, known=known.values(), changed=changed)
        raise
    write_manifest(desk, results, known=known.values(), changed=changed)
    return results


def _as_it_was_made(job: Job, before: MadeCreative | None, today: date) -> Job:
    """With the flight that a creative was made for, until that is over or the records say anything else of it.

    Nobody asked for the usual flight, which moves every day; with it alone, nothing that stands is written anew.
    """
    creative = before.creative if before else None
    if before is None or creative is None or creative.flight[1] < today:
        return job
    kept = replace(job, flight=creative.flight)
    return kept if kept.label_hash == before.label_hash and refused_alike(job.work, creative) else job


def _recorded(desk: Desk, made: Made, before: MadeCreative | None, *, at: datetime) -> MadeCreative | None:
    """What the catalog keeps of a creative; None when it knows all of it already."""
    work, path = made.job.work, made.job.path
    body = None
    if isinstance(work, Variant):
        earlier = before.creative if before and made.placed is None else None
        meant = work.draft.markets or desk.order.markets or desk.workspace.settings.markets
        markets = tuple(sorted(meant))
        body = manifest.row_text(row(made, folder=desk.folder, markets=markets, before=earlier))
    same_files = before and all(getattr(before, name) == getattr(made.standing, name) for name in _STANDING)
    if before and made.outcome == "unchanged" and same_files and body == before.body:
        return None
    return MadeCreative(
        **made.standing.model_dump(),
        path=desk.key(path).as_posix(),
        sidecar=desk.key(made.job.sidecar_path).as_posix(),
        concept=work.concept,
        posts=work.label.posts,
        grants=work.label.grants,
        format=work.draft.format,
        template=work.draft.template,
        proof=isinstance(work, Proof),
        body=body,
        made_at=at,
    )
