"""Bringing what a gallery wants of many originals to its folder, as many at once as there are workers.

Each original is decoded once. A broken one costs its own pictures, and says why. Memory does not grow with the number
of originals: wishes are taken one after another, and what was made is handed over at once.
"""

import sys
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event, Lock
from traceback import extract_tb

from ugc.errors import InputError, MachineError, MissingError, UgcError
from ugc.files import sha256_of
from ugc.gallery.files import Shelf
from ugc.gallery.wishes import Fault, Filed, Named, Wish, named
from ugc.media import ffmpeg
from ugc.media.opening import MAX_PIXELS
from ugc.media.web_sizes import Cut, Sizes, sizes
from ugc.model.galleries import WebClip, WebPicture

_ONE_CLIP = Lock()
"""Held while a clip is made: ffmpeg takes every processor."""
_SWITCH = 0.0005
"""Seconds after which a thread gives way, as when creatives are made: the work is done in libraries that let go of the
interpreter, and coming back they would wait Python's usual 5 ms for it."""
_AHEAD = 2
"""Wishes a worker that are taken before they are due."""
_POSTER = 1280
"""Pixels of the longer side of a clip's poster, at most."""

Told = tuple[Wish, Filed | Fault]


class _StoppedError(Exception):
    """The run was stopped between two files."""


def file_all(
    wishes: Iterable[Wish],
    shelf: Shelf,
    *,
    known: Mapping[str, Filed],
    workers: int,
    max_pixels: int = MAX_PIXELS,
) -> Generator[Told, None, None]:
    """Bring all files of some wishes to the shelf; yield each wish with what became of it, as it is done.

    `known` is what an earlier run told, by key: where its files stand, nothing is opened. A fault costs its own wish.
    When a run is interrupted or closed, only whole files are left. Raises MachineError when the machine takes no more
    files.
    """
    run = _Run(shelf, max_pixels)
    before = sys.getswitchinterval()
    pool = ThreadPoolExecutor(max_workers=max(workers, 1))
    pending: set[Future[Told]] = set()
    try:
        for wish in wishes:
            ours = named(wish)
            told = known.get(ours.key)
            if told is not None and shelf.stand(told.files()):
                yield wish, told
                continue
            if not pending:
                _made_ready()
            pending.add(pool.submit(run.filed, ours))
            while len(pending) > workers * _AHEAD:
                yield from _done(pending, shelf)
        while pending:
            yield from _done(pending, shelf)
    except BaseException:
        run.stop.set()
        ffmpeg.stop_all()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(before)
        shelf.flush()


def _made_ready() -> None:
    from ugc.media.memory import keep_buffers

    keep_buffers()
    sys.setswitchinterval(_SWITCH)


def _done(pending: set[Future[Told]], shelf: Shelf) -> list[Told]:
    """Wait for the next, and take all that is done. Raises MachineError when the machine takes no more files."""
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    pending -= done
    if shelf.refused:
        raise shelf.refused
    return [task.result() for task in done]


class _Run:
    """What the workers of one run share."""

    def __init__(self, shelf: Shelf, max_pixels: int) -> None:
        self.stop = Event()
        self._shelf, self._max_pixels = shelf, max_pixels

    def filed(self, ours: Named) -> Told:
        """Make what lacks of one wish."""
        try:
            return ours.wish, self._filed(ours)
        except Exception as error:  # whatever a decoder or an encoder meets costs this wish alone
            return ours.wish, _fault(ours.wish, error)

    def _filed(self, ours: Named) -> Filed:
        pictures = self._standing(ours.cuts, ours.wish) or self._drawn(ours)
        piece = pictures[0]
        tile = pictures[-1] if ours.wish.listed else None
        return Filed(key=ours.key, piece=piece, tile=tile, clip=self._clip(ours))

    def _standing(self, cuts: Mapping[str, Cut], wish: Wish) -> list[WebPicture] | None:
        """The pictures, if all their files are there already; None where one lacks."""
        from ugc.media.web_pictures import colour_of

        own = _own(wish)
        found = []
        for name, cut in cuts.items():
            wanted = sizes(own, cut)
            picture = wanted.named(name, colour="")
            if not all(self._shelf.stands_whole(file) for file in picture.files()):
                return None
            colour = colour_of(self._shelf.path(_smallest(name, wanted)).read_bytes())
            found.append(picture.model_copy(update={"colour": colour}))
        return found

    def _drawn(self, ours: Named) -> list[WebPicture]:
        from ugc.media.web_pictures import colour_of, opened_for, web_files

        wish = ours.wish
        _check(wish)
        is_clip = wish.media.kind == "video"
        cuts = list(ours.cuts.values())
        original = opened_for(wish.path, cuts, clip=is_clip, max_pixels=self._max_pixels)
        made = []
        for name, cut in ours.cuts.items():
            wanted, colour = sizes(original.own, cut), ""
            for file in web_files(original, cut, xmp=ours.xmp):
                self._go_on()
                self._shelf.put(f"{name}-{file.width}.{file.type}", file.data)
                if file.type == "jpg" and file.width == wanted.jpg[0]:
                    colour = colour_of(file.data)
            made.append(wanted.named(name, colour=colour))
        return made

    def _clip(self, ours: Named) -> WebClip | None:
        from ugc.media.web_clips import facts_of, make_preview

        if ours.clip is None:
            return None
        with _ONE_CLIP:
            self._go_on()
            if not self._shelf.stands_whole(ours.clip):
                self._encoded(ours, ours.clip)
            clip = self._shelf.path(ours.clip)
            if ours.preview and not self._shelf.stands_whole(ours.preview):
                self._go_on()
                with self._shelf.unfinished(ours.preview) as part:
                    make_preview(clip, part)
        captions = ours.wish.captions
        if captions and ours.captions:
            from ugc.media.web_captions import web_captions

            self._shelf.put(ours.captions, web_captions(captions))
        return WebClip(
            file=ours.clip,
            **facts_of(clip)._asdict(),
            preview=ours.preview,
            captions=ours.captions,
            captions_language=(captions and captions.language) or "en",
            muted=ours.wish.muted,
        )

    def _encoded(self, ours: Named, name: str) -> None:
        from ugc.media.web_clips import make_clip
        from ugc.provenance.web import web_tags

        wish = ours.wish
        _check(wish)
        tags = web_tags(wish.label) if wish.label else {}
        with self._shelf.unfinished(name) as part:
            mute = wish.muted is not None
            make_clip(wish.path, part, mute=mute, max_pixels=self._max_pixels, tags=tags, xmp=ours.xmp)

    def _go_on(self) -> None:
        if self.stop.is_set():
            raise _StoppedError


def _own(wish: Wish) -> tuple[int, int]:
    """Width and height of what pictures are cut from, as far as the catalogue knows."""
    size = wish.media.width, wish.media.height
    scale = min(_POSTER / max(*size, 1), 1.0) if wish.media.kind == "video" else 1.0
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _smallest(name: str, wanted: Sizes) -> str:
    return f"{name}-{wanted.jpg[0]}.jpg"


def _check(wish: Wish) -> None:
    """Originals are verified whenever they are read. Raises MissingError or InputError."""
    if not wish.path.is_file():
        raise MissingError(
            f"The original of {wish.of} is gone from the store.", hint="Import the post's file again."
        )
    if sha256_of(wish.path) != wish.media.sha256:
        raise InputError(
            f"The original of {wish.of} is not the file that was imported: {wish.path}.",
            hint="Remove that file and import the post again.",
        )


def _fault(wish: Wish, error: Exception) -> Fault:
    """What went wrong with one wish. A fault that nobody foresaw is told with its place."""
    if isinstance(error, MemoryError):
        error = MachineError(
            f"There is not enough memory for the pictures of {wish.of}.", hint="Close other programs."
        )
    if not isinstance(error, UgcError):
        place = extract_tb(error.__traceback__)[-1]
        error = UgcError(
            f"A fault of ours: {type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno}).",
            hint="Please report it, with the post's picture if you may.",
        )
    return Fault(error.message, error.hint, error.code)
