"""Finished files put in their places, and whether those that stand are still what was recorded of them."""

import hashlib
import os
from pathlib import Path

from ugc.errors import InputError
from ugc.files import sha256_of, write_pair
from ugc.manifest import sidecar_bytes
from ugc.model.layout import Placed
from ugc.render.jobs import Job, Made, Outcome, Standing, sidecar


def written(
    job: Job,
    content: bytes | Path,
    placed: tuple[Placed, ...] | None,
    outcome: Outcome,
    *,
    notes: tuple[str, ...] = (),
) -> Made:
    """Put a finished file in its place, from memory or from where it was made, with its sidecar; return what stands."""
    sha256 = sha256_of(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
    made, beside = write_pair(job.path, content, job.sidecar_path, sidecar_bytes(sidecar(job, sha256)))
    return made_of(job, sha256, made, beside, placed, outcome, notes=notes)


def made_of(
    job: Job,
    sha256: str,
    picture: os.stat_result,
    beside: os.stat_result,
    placed: tuple[Placed, ...] | None,
    outcome: Outcome,
    *,
    notes: tuple[str, ...] = (),
) -> Made:
    """Return a creative that stands on disk now, by what its files look like."""
    standing = Standing(
        variant=job.work.id, label_hash=job.label_hash, sha256=sha256, **_sizes_and_times(picture, beside)
    )
    return Made(job, outcome, standing, placed, notes)


def looks_unchanged(job: Job, known: Standing) -> bool:
    """Return whether files have the sizes and times that are known: a thousand standing creatives must cost nothing."""
    try:
        picture, beside = job.path.stat(), job.sidecar_path.stat()
    except OSError:
        return False
    return all(getattr(known, name) == now for name, now in _sizes_and_times(picture, beside).items())


def same_bytes(job: Job, known: Standing) -> Standing | None:
    """Return what is known of files that have other times and the same bytes: copied, restored, or made twice."""
    words = hashlib.sha256(sidecar_bytes(sidecar(job, known.sha256))).hexdigest()
    try:
        picture, beside = job.path.stat(), job.sidecar_path.stat()
        same = sha256_of(job.path) == known.sha256 and sha256_of(job.sidecar_path) == words
    except (OSError, InputError):
        return None
    return known.model_copy(update=_sizes_and_times(picture, beside)) if same else None


def _sizes_and_times(picture: os.stat_result, beside: os.stat_result) -> dict[str, int]:
    return {
        "size": picture.st_size,
        "mtime_ns": picture.st_mtime_ns,
        "sidecar_size": beside.st_size,
        "sidecar_mtime_ns": beside.st_mtime_ns,
    }
