"""Clips as they might have been watched, put together by hand."""

from collections.abc import Callable, Sequence

from ugc.model.formats import Box
from ugc.model.posts import Account, Media, Post
from ugc.model.seen import Seen
from ugc.model.watched import Face, Levels, Moment, Stretch, Watched
from ugc.plan import Shot

RATE = 5.0


def face(x: float, y: float = 0.3, *, width: float = 0.08, score: float = 0.9) -> Face:
    """A face around a middle, on a wide frame: as high in it as it is wide in pixels, and a little more."""
    half = width / 2
    return Face(box=Box(x0=x - half, y0=y - 2 * half, x1=x + half, y1=y + 2 * half), score=score)


def levels(*peaks: float, spread: float = 0.06) -> Levels:
    """What draws the eye, round some places."""
    told = [
        max(max(0.0, 1 - abs((cell + 0.5) / 32 - peak) / spread) for peak in peaks) if peaks else 1.0
        for cell in range(32)
    ]
    return Levels.of(bytes(round(255 * level) for level in told))


def motion(
    seconds: float,
    faces: Callable[[float], Sequence[Face]] = lambda _: (),
    *,
    eye: Callable[[float], Levels | None] = lambda _: None,
    cuts: Sequence[float] = (),
    inside: Box | None = None,
    dull: Sequence[tuple[float, float]] = (),
    pauses: Sequence[tuple[float, float]] = (),
) -> Watched:
    """A clip in which faces and eyes are where the functions of time say."""
    times = [number / RATE for number in range(int(seconds * RATE))]
    return Watched(
        end=seconds,
        rate=RATE,
        cuts=tuple(cuts),
        moments=tuple(Moment(at=at, faces=tuple(faces(at)), across=eye(at), down=eye(at)) for at in times),
        inside=inside,
        dull=tuple(Stretch(start=a, end=b) for a, b in dull),
        pauses=tuple(Stretch(start=a, end=b) for a, b in pauses),
    )


def shot(
    watched: Watched | None,
    *,
    size: tuple[int, int] = (1920, 1080),
    seconds: float | None = None,
    post: str = "ig:C1",
    **told: object,
) -> Shot:
    """A clip of a post, with what was seen of it."""
    length = seconds or (watched.end if watched else 10.0)
    media = Media(
        sha256="a" * 64, kind="video", ext="mp4", size=1, width=size[0], height=size[1], duration=length
    ).model_copy(update={name: told.pop(name) for name in ("focus",) if name in told})
    author = Account(platform="instagram", handle="ana")
    one = Post(id=post, platform="instagram", author=author, media=(media,))
    return Shot(one, 0, Seen(watched=watched) if watched else None, **told)  # type: ignore[arg-type]
