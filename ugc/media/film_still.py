"""Pictures in a film: they stand, are pushed in on, or panned over.

Zooming is done on a picture of twice the canvas's size, in colours that are not halved, so that whole pixels of it are
less than one of the canvas and nothing jitters.
"""

from fractions import Fraction

from ugc.model.conforming import FilmPlan, Piece

_EXACT = "flags=lanczos+accurate_rnd+full_chroma_int"
_COLOURS = f"scale=out_color_matrix=bt709:out_range=tv:{_EXACT},format=yuv444p"


def chain(plan: FilmPlan, piece: Piece, number: int, *, fps: Fraction) -> str:
    """Return the filter chain from ffmpeg's input `number`, a PNG, to `[partN]`: frames at a constant rate.

    A picture that is pushed in on has the canvas's shape; `piece.part` and `piece.ends` are then in fractions of it.
    """
    wide, high = plan.size
    count = max(round((piece.seconds + piece.fade) * fps), 1)
    size = f"{wide}x{high}"
    a, b = piece.part, piece.ends
    head = f"[{number}:v]{_COLOURS}"
    tail = f"settb=1/({fps}),setpts=N,setsar=1,format=yuv420p[part{number}]"
    if b is None or a == b:
        scaled = f"crop=iw*{a.width:.6f}:ih*{a.height:.6f}:iw*{a.x0:.6f}:ih*{a.y0:.6f},scale={wide}:{high}:{_EXACT}"
        return f"{head},{scaled},{_repeated(count)},{tail}"
    if abs(a.width - b.width) < 1e-6:
        part = f"(0.5-0.5*cos(PI*min(n/{max(count - 1, 1)},1)))"
        x, y = (f"{one:.6f}+{other - one:.6f}*{part}" for one, other in ((a.x0, b.x0), (a.y0, b.y0)))
        window = f"crop=w=iw*{a.width:.6f}:h=ih*{a.height:.6f}:x='iw*({x})':y='ih*({y})'"
        return f"{head},{_repeated(count)},{window},scale={wide}:{high}:{_EXACT},{tail}"
    part = f"(on/{max(count - 1, 1)})"
    width = f"({a.width:.6f}+{b.width - a.width:.6f}*{part})"
    x, y = (f"{one:.6f}+{other - one:.6f}*{part}" for one, other in ((a.x0, b.x0), (a.y0, b.y0)))
    zoom = f"zoompan=z='1/{width}':x='iw*({x})':y='ih*({y})':d={count}:s={size}:fps={fps}"
    return f"{head},{zoom},{tail}"


def _repeated(count: int) -> str:
    return f"loop=loop={count - 1}:size=1:start=0"
