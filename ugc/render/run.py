"""A run over many jobs: what stands is left, what only needs a new label is rewritten, the rest is drawn.

Each photo is decoded once for all its creatives. Files appear whole or not at all; a killed run leaves only whole
ones, and the next run finishes the work.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import InputError, MissingError, UgcError
from ugc.files import sha256_of, write_bytes
from ugc.manifest import sidecar_bytes
from ugc.model.creatives import Placed, Proof
from ugc.provenance import relabel, xmp_packet
from ugc.render.jobs import Failed, Job, Made, Outcome, Standing, sidecar

if TYPE_CHECKING:
    from ugc.media.resample import Picture
    from ugc.render.still import Overlays
    from ugc.typeset import Typesetter


def run(
    jobs: Sequence[Job],
    *,
    standing: Mapping[Path, Standing],
    typesetter: Callable[[], "Typesetter"],
    workers: int,
) -> Iterator[Made | Failed]:
    """Bring every job's file to disk and yield it as it is done; what stands unchanged comes first.

    `standing` is what earlier runs recorded, by path. A fault costs its own job, never the run.
    """
    fresh: list[Job] = []
    for job in jobs:
        known = standing.get(job.path)
        if known and known.variant == job.work.id and _looks_unchanged(job, known):
            if known.label_hash == job.label_hash:
                yield Made(job, "unchanged", known)
                continue
            made = _relabelled(job, known)
            if made:
                yield made
                continue
        fresh.append(job)
    if fresh:
        yield from _drawn(fresh, typesetter=typesetter, workers=workers)


def _drawn(
    jobs: Sequence[Job], *, typesetter: Callable[[], "Typesetter"], workers: int
) -> Iterator[Made | Failed]:
    """Draw jobs, one task a photo, as many photos at once as there are workers."""
    from ugc.render.still import Overlays

    photos: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        photos[job.sha256].append(job)
    overlays = Overlays(typesetter())
    pool = ThreadPoolExecutor(max_workers=min(workers, len(photos)))
    tasks: list[Future[list[Made | Failed]]] = [
        pool.submit(_photo, jobs, overlays) for jobs in photos.values()
    ]
    try:
        for task in as_completed(tasks):
            yield from task.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _photo(jobs: Sequence[Job], overlays: "Overlays") -> list[Made | Failed]:
    """All creatives of one photo, decoded once."""
    from ugc.media.pixels import open_picture

    try:
        _check_original(jobs[0])
        picture = open_picture(jobs[0].original)
    except UgcError as error:
        return [_failed(job, error) for job in jobs]
    done: list[Made | Failed] = []
    for job in jobs:
        try:
            done.append(_one(job, picture, overlays))
        except UgcError as error:
            done.append(_failed(job, error))
    return done


def _one(job: Job, picture: "Picture", overlays: "Overlays") -> Made:
    from ugc.render.still import draw, encoded, lay_over

    draft = job.work.draft
    canvas = draw(picture, draft)
    layer, placed = overlays.drawn(job.template, dict(job.words), pixels=draft.pixels, scale=draft.scale)
    lay_over(canvas, layer)
    if isinstance(job.work, Proof):
        mark = overlays.proof_mark(dict(job.words), pixels=draft.pixels, scale=draft.scale)
        lay_over(canvas, mark)
    return _written(job, encoded(canvas, draft, xmp=xmp_packet(job.work.label)), placed, "made")


def _relabelled(job: Job, known: Standing) -> Made | None:
    """Write a new label over the old one in a finished file; None when it must be drawn anew."""
    try:
        data = job.path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != known.sha256:
        return None
    renewed = relabel(data, xmp_packet(job.work.label))
    return _written(job, renewed, None, "relabelled") if renewed is not None else None


def _written(job: Job, data: bytes, placed: tuple[Placed, ...] | None, outcome: Outcome) -> Made:
    sha256 = hashlib.sha256(data).hexdigest()
    write_bytes(job.path, data)
    write_bytes(job.sidecar_path, sidecar_bytes(sidecar(job, sha256)))
    picture, beside = job.path.stat(), job.sidecar_path.stat()
    return Made(
        job,
        outcome,
        Standing(
            variant=job.work.id,
            label_hash=job.label_hash,
            sha256=sha256,
            size=picture.st_size,
            mtime_ns=picture.st_mtime_ns,
            sidecar_size=beside.st_size,
            sidecar_mtime_ns=beside.st_mtime_ns,
        ),
        placed,
    )


def _check_original(job: Job) -> None:
    """Originals are verified whenever they are read. Raises MissingError or InputError."""
    post = job.work.label.posts[0]
    if not job.original.is_file():
        raise MissingError(
            f"The original of {post} is gone from the store.", hint="Import the post's file again."
        )
    if sha256_of(job.original) != job.sha256:
        raise InputError(
            f"The original of {post} is not the file that was imported: {job.original}.",
            hint="Remove that file and import the post again.",
        )


def _looks_unchanged(job: Job, known: Standing) -> bool:
    """Sizes and times, not hashes: a run over a thousand standing creatives must cost nothing."""
    try:
        picture, beside = job.path.stat(), job.sidecar_path.stat()
    except OSError:
        return False
    now = (picture.st_size, picture.st_mtime_ns, beside.st_size, beside.st_mtime_ns)
    return now == (known.size, known.mtime_ns, known.sidecar_size, known.sidecar_mtime_ns)


def _failed(job: Job, error: UgcError) -> Failed:
    return Failed(job, error.message, error.hint, error.code)
