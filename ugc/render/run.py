"""A run over many jobs: what stands is left, what only needs a new label is rewritten, the rest is drawn.

Each photo is decoded once for all its creatives. Files appear whole or not at all; a killed run leaves only whole
ones, and the next run finishes the work.
"""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from threading import Event, Lock
from traceback import extract_tb
from typing import TYPE_CHECKING

from ugc.errors import InputError, MachineError, MissingError, UgcError
from ugc.files import sha256_of, unfinished, write_bytes
from ugc.manifest import sidecar_bytes
from ugc.media import ffmpeg
from ugc.model.creatives import Proof
from ugc.provenance import relabel, xmp_packet
from ugc.render.jobs import Failed, Filmed, Job, Made, Original, Standing, sidecar
from ugc.render.writing import looks_unchanged, made_of, same_bytes, written

if TYPE_CHECKING:
    from ugc.media.resample import Picture
    from ugc.render.still import Overlays
    from ugc.typeset import Typesetter

_ONE_CLIP = Lock()
"""Held while a clip is made: ffmpeg takes every processor, and half a gigabyte."""
_SWITCH = 0.0005
"""Seconds after which a thread gives way. The work is done in libraries that let go of the interpreter, and coming
back they would wait Python's usual 5 ms for it, several times a photo."""


def run(
    jobs: Sequence[Job],
    *,
    standing: Mapping[Path, Standing],
    typesetter: Callable[[], "Typesetter"],
    workers: int,
    filmed: Filmed,
    moves: Path,
) -> Generator[Made | Failed, None, None]:
    """Bring every job's file to disk and yield it as it is done; what stands unchanged comes first.

    `standing` is what earlier runs recorded, by path; `filmed` is told from any thread how far a clip is; `moves` is
    the folder in which what moves over clips is kept. A fault costs its own job, never the run.
    """
    fresh: list[Job] = []
    for job in jobs:
        known = standing.get(job.path)
        done = _as_it_stands(job, known) if known and known.variant == job.work.id else None
        if done:
            yield done
        else:
            fresh.append(job)
    if fresh:
        yield from _drawn(fresh, typesetter=typesetter, workers=workers, filmed=filmed, moves=moves)


def finished(
    running: Generator[Made | Failed, None, None], stopped: KeyboardInterrupt
) -> Iterator[Made | Failed]:
    """Stop a run that was interrupted anywhere, and yield what was finished and not handed over yet."""
    try:
        yield running.throw(stopped)
        yield from running
    except KeyboardInterrupt:
        return


def _as_it_stands(job: Job, known: Standing) -> Made | Failed | None:
    """Leave a creative that an earlier run made, or renew its label; None when it must be drawn again."""
    if known.label_hash == job.label_hash:
        standing = known if looks_unchanged(job, known) else same_bytes(job, known)
        return Made(job, "unchanged", standing) if standing else None
    try:
        return _relabelled(job, known)
    except UgcError as error:
        return _failed(job, error)


def _drawn(
    jobs: Sequence[Job], *, typesetter: Callable[[], "Typesetter"], workers: int, filmed: Filmed, moves: Path
) -> Generator[Made | Failed, None, None]:
    """Draw jobs, one task a photo, as many photos at once as there are workers."""
    from ugc.media.memory import keep_buffers
    from ugc.render.still import Overlays

    photos: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        photos[job.originals[0].sha256].append(job)
    overlays = Overlays(typesetter(), moves=moves)
    keep_buffers()
    stop = Event()
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    pool = ThreadPoolExecutor(max_workers=min(workers, len(photos)))
    tasks = {pool.submit(_photo, jobs, overlays, stop, filmed) for jobs in photos.values()}
    try:
        for task in as_completed(tuple(tasks)):
            yield from task.result()
            tasks.discard(task)
    except KeyboardInterrupt:
        stop.set()
        ffmpeg.stop_all()
        pool.shutdown(cancel_futures=True)
        for task in tasks:
            if not task.cancelled():
                yield from task.result()
        raise
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(before)


def _photo(jobs: Sequence[Job], overlays: "Overlays", stop: Event, filmed: Filmed) -> list[Made | Failed]:
    """All creatives of one photo, each original decoded once; those that are finished when `stop` is set."""
    opened: dict[str, Picture] = {}
    done: list[Made | Failed] = []
    for job in jobs:
        if stop.is_set():
            break
        try:
            if job.work.draft.take:
                with _ONE_CLIP:
                    if stop.is_set():
                        break
                    done.append(_clip(job, overlays, filmed))
            else:
                done.append(_one(job, [_open(original, opened) for original in job.originals], overlays))
        except BaseException as error:  # a panic inside Typst is no Exception
            if stop.is_set():  # it was stopped, and failed at nothing
                break
            done.append(_failed(job, error))
    return done


def _open(original: Original, opened: dict[str, "Picture"]) -> "Picture":
    from ugc.media.pixels import open_picture

    if original.sha256 not in opened:
        _check_original(original)
        opened[original.sha256] = open_picture(original.path)
    return opened[original.sha256]


def _one(job: Job, pictures: "Sequence[Picture]", overlays: "Overlays") -> Made:
    from ugc.render.still import check_rules, draw, encoded, lay_over, made_legible

    draft = job.work.draft
    canvas = draw(pictures, job)
    drawn = overlays.drawn(job.template, dict(job.words), pixels=draft.pixels, scale=draft.scale)
    placed = made_legible(canvas, drawn)
    lay_over(canvas, drawn)
    if isinstance(job.work, Proof):
        mark = overlays.proof_mark(dict(job.words), pixels=draft.pixels, scale=draft.scale)
        lay_over(canvas, mark)
    data = encoded(canvas, job)
    check_rules(job, len(data), placed)
    return written(job, data, placed, "made")


def _clip(job: Job, overlays: "Overlays", filmed: Filmed) -> Made:
    from ugc.render.moving import make
    from ugc.render.still import signed

    for original in job.originals:
        _check_original(original)
    with unfinished(job.path) as part:
        made = make(job, overlays, part, told=partial(_tell, filmed, job))
        if job.signer:  # last of all: any change would break the signature
            part.write_bytes(signed(job, part.read_bytes(), xmp_packet(job.work.label)))
        return written(job, part, made.placed, "made", notes=made.notes)


def _tell(filmed: Filmed, job: Job, made: float) -> None:
    take = job.work.draft.take
    filmed(job.path.name, made, take.seconds if take else made)


def _relabelled(job: Job, known: Standing) -> Made | None:
    """Write a new label over the old one in a finished file; None when it must be drawn anew."""
    try:
        facts, data = job.path.stat(), job.path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != known.sha256:
        return None
    renewed = _renewed(job, data)
    if renewed == data:  # only its sidecar says something new, as after another flight
        words = write_bytes(job.sidecar_path, sidecar_bytes(sidecar(job, known.sha256)))
        return made_of(job, known.sha256, facts, words, None, "relabelled")
    if renewed is not None:
        return written(job, renewed, None, "relabelled")
    return _retagged(job) if job.work.draft.take and job.signer is None else None


def _retagged(job: Job) -> Made:
    """Write a new label into a finished clip, no frame touched."""
    from ugc.media.tag_clip import tag_clip
    from ugc.provenance import packet_tags

    packet = xmp_packet(job.work.label)
    with unfinished(job.path) as part:
        tag_clip(job.path, part, tags=packet_tags(packet), xmp=packet)
        return written(job, part, None, "relabelled")


def _renewed(job: Job, data: bytes) -> bytes | None:
    """The file as its label must be now; None when it must be drawn anew, as when a signature would break."""
    if job.signer is None:
        return relabel(data, xmp_packet(job.work.label))
    return data if job.signer.mark(job.work.label).encode() in data else None


def _check_original(original: Original) -> None:
    """Originals are verified whenever they are read. Raises MissingError or InputError."""
    if not original.path.is_file():
        raise MissingError(
            f"The original of {original.post} is gone from the store.", hint="Import the post's file again."
        )
    if sha256_of(original.path) != original.sha256:
        raise InputError(
            f"The original of {original.post} is not the file that was imported: {original.path}.",
            hint="Remove that file and import the post again.",
        )


def _failed(job: Job, error: BaseException) -> Failed:
    """What went wrong with one job. A fault that nobody foresaw is told with its place, and costs no other job."""
    if isinstance(error, MemoryError):
        error = MachineError(
            "There is not enough memory to draw it.",
            hint="Close other programs, or set fewer `workers` under [render] in ugc.toml.",
        )
    if not isinstance(error, UgcError):
        place = extract_tb(error.__traceback__)[-1]
        error = UgcError(
            f"A fault of ours: {type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno}).",
            hint="Please report it, with the post's picture if you may.",
        )
    return Failed(job, error.message, error.hint, error.code)
