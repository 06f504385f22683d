"""Every template, in every format, in every script: it looks as it did when a person looked, and its words stand well.

`make goldens` draws them anew and writes a page of old against new. What a template refuses stands in
goldens/refusals.toml with its reason.
"""

from io import BytesIO
from itertools import combinations

import numpy as np
import pytest
from conftest import skip
from drawings import (
    FORMATS,
    GOLDENS,
    LEAST,
    SAMPLES,
    Case,
    Pixels,
    cases,
    drawn,
    format_named,
    likeness,
    pixels,
    reduced,
    refusals,
    sampler,
    typesetter,
)
from PIL import Image
from portraits import portrait

from ugc import samples, templates
from ugc.errors import PlacementError
from ugc.model.formats import Box
from ugc.model.layout import Placed
from ugc.typeset import missing_glyphs, system_cjk_fonts
from ugc.workspace.sampling import Sample

CASES = list(cases())
KNOWN = refusals()
REFUSED = [case for case in CASES if (case.template, case.name) in KNOWN]
CHIPS = {"credit", "platform", "disclosure", "code", "cta"}
"""Roles on chips and pills, whose type size is not counted; nor is what is as small as a credit line or legal words."""
MOST_SIZES = 3
ALIKE = 1.15
"""Sizes that differ by less are one to the eye: scripts are set larger or smaller so that they look alike."""
NEARLY = 1.0
"""Canvas pixels that rounding may take."""
SPECKS = 20
"""Pixels of a letter's edge that may lie outside its box; a letter that ran out has hundreds."""


@pytest.fixture(scope="module", params=[case for case in CASES if case not in REFUSED], ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    """One golden; the tests of one stand together, so that it is drawn once."""
    chosen: Case = request.param
    needs_fonts(chosen)
    return chosen


@pytest.fixture
def sample(case: Case) -> Sample:
    """A drawing."""
    got = drawn(case)
    if isinstance(got, PlacementError):
        pytest.fail(f"{case} is refused, and refusals.toml does not say so: {got.message} {got.hint}")
    return got


def needs_fonts(case: Case) -> None:
    if case.sample == "japanese" and not system_cjk_fonts():
        skip("no font for Japanese is installed")


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_what_is_refused_is_refused(refused: Case) -> None:
    needs_fonts(refused)
    got = drawn(refused)
    assert isinstance(got, PlacementError), "it is drawn: take it out of refusals.toml, and make goldens"
    assert got.hint
    assert not refused.golden.exists()


def test_it_looks_as_it_did(case: Case, sample: Sample) -> None:
    assert case.golden.is_file(), "nobody has looked at it yet: make goldens"
    like = likeness(pixels(case.golden.read_bytes()), pixels(reduced(sample.canvas)))
    assert like >= LEAST, f"{like:.3f}: look at it with `make goldens`"


def test_words_stand_in_the_safe_zone_and_under_no_interface(case: Case, sample: Sample) -> None:
    safe = on_canvas(sample.draft.safe, sample)
    notches = [on_canvas(notch.box, sample) for notch in format_named(case.format).notches]
    for text in sample.placed:
        box = text.box
        assert box.x0 >= safe.x0 - NEARLY and box.y0 >= safe.y0 - NEARLY, text
        assert box.x1 <= safe.x1 + NEARLY and box.y1 <= safe.y1 + NEARLY, text
        assert not any(common(box, notch) > 0 for notch in notches), text


def test_nothing_that_was_said_is_lost_or_drawn_as_a_box(case: Case, sample: Sample) -> None:
    assert sample.placed
    assert not missing_glyphs("".join(text.text for text in sample.placed), typesetter().fonts)
    template = templates.load(case.template)
    said = samples.load(template).words[case.sample]
    shown = squeezed(" ".join(text.text for text in sample.placed))
    for field in template.words:
        words = said.said(field)
        if words and field not in ("platform", "credit"):  # a long handle is shortened in its middle
            assert all(word in shown for word in map(squeezed, words.split())), field


def test_words_are_legible(sample: Sample) -> None:
    for text in sample.placed:
        assert text.fill, f"{text.role} does not tell its colour, so nobody measured it"
        assert text.contrast is not None and text.least is not None
        assert text.contrast >= text.least, text


def test_no_word_runs_out_of_its_box(sample: Sample) -> None:
    """The typesetter tells boxes; on a chip or panel, what is of a text's colour right beside its box ran out of it."""
    for text in sample.placed:
        if text.fill and text.ground:
            assert beside(text, sample) <= SPECKS, text


def test_words_do_not_stand_on_each_other(sample: Sample) -> None:
    for one, other in combinations(sample.placed, 2):
        assert common(one.box, other.box) <= NEARLY, (one, other)


def test_there_are_few_sizes_of_type(case: Case, sample: Sample) -> None:
    sizes = templates.load(case.template).sizes
    assert sizes
    shape, unit = sizes.shape(sample.draft.pixels)
    small = max(sizes.type[role][shape][0] for role in ("credit", "legal")) * unit * ALIKE
    told = sorted(
        (text.size, text.role) for text in sample.placed if text.size > small and text.role not in CHIPS
    )
    steps: list[float] = []
    for size, _ in told:
        if not steps or size > steps[-1] * ALIKE:
            steps.append(size)
    assert len(steps) <= MOST_SIZES, told


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("template", templates.names())
def test_no_words_stand_on_a_face(
    template: str, format: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On people who stand left, in the middle and high up; a refusal is no fault where there is no room."""
    folder = tmp_path_factory.getbasetemp() / "people"
    folder.mkdir(exist_ok=True)
    made = templates.load(template)
    words = samples.load(made).words["short"]
    drawings = 0
    for place, face in enumerate([(0.1, 0.5, 0.35, 0.75), (0.35, 0.3, 0.65, 0.6), (0.6, 0.08, 0.8, 0.28)]):
        path = folder / f"{place}.png"
        if not path.exists():
            portrait((900, 900), faces=[face]).save(path)
        try:
            got = sampler().draw(made, [path] * made.sources.max, words, format=format_named(format))
        except PlacementError:
            continue
        drawings += 1
        for text in got.placed:
            for box in got.draft.faces:
                assert common(text.box, on_canvas(box, got)) <= NEARLY, (place, text.role)
    assert drawings, "it refuses all three"


# --- no golden without its case, and the judge judges --------------------------------------------------------------


def test_every_golden_and_every_refusal_has_its_case() -> None:
    kept = set(GOLDENS.rglob("*.webp"))
    assert kept <= {case.golden for case in CASES}
    assert set(KNOWN) <= {(case.template, case.name) for case in CASES}
    assert all(len(why.split()) >= 4 for why in KNOWN.values())
    assert sum(path.stat().st_size for path in kept) < 12_000_000
    assert {case.sample for case in CASES} == set(SAMPLES)


MOVES = ("credit", "quote")
MARGIN = 0.1
"""By which the judge is sure of itself."""


@pytest.mark.parametrize("template", MOVES)
@pytest.mark.parametrize("format", FORMATS)
def test_the_judge_sees_a_word_that_moved(template: str, format: str) -> None:
    got = drawn(Case(template, format, "short"))
    assert isinstance(got, Sample)
    golden = pixels(reduced(got.canvas))
    for text in got.placed:
        for across, down in ((8, 0), (0, 8)):
            moved = pixels(reduced(shifted(got.canvas, text.box, across, down)))
            assert likeness(golden, moved) < LEAST - MARGIN, (text.role, across, down)


def test_the_judge_sees_letters_beside_their_box() -> None:
    got = drawn(Case("quote", "feed", "short"))
    assert isinstance(got, Sample)
    (quote,) = [text for text in got.placed if text.role == "quote"]
    assert beside(quote, got) <= SPECKS
    half = quote.box.model_copy(update={"x1": (quote.box.x0 + quote.box.x1) / 2})
    text = quote.model_copy(update={"box": half})
    assert beside(text, got._replace(placed=(text,))) > SPECKS


@pytest.mark.parametrize("template", MOVES)
@pytest.mark.parametrize("format", FORMATS)
def test_the_judge_forgives_what_a_library_changes(template: str, format: str) -> None:
    got = drawn(Case(template, format, "short"))
    assert isinstance(got, Sample)
    golden = pixels(reduced(got.canvas))
    assert likeness(golden, golden) == 1
    noise = np.random.default_rng(1).integers(-1, 2, got.canvas.shape)
    noisy = np.clip(got.canvas.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    again = BytesIO()
    Image.fromarray(got.canvas).save(again, "JPEG", quality=90)
    with Image.open(again) as image:
        for other in (noisy, np.asarray(image)):
            assert likeness(golden, pixels(reduced(other))) > LEAST + MARGIN


def beside(text: Placed, sample: Sample) -> int:
    """Pixels of a text's colour in the strips left and right of its box, where no other text stands."""
    assert text.fill
    colour = np.array([int(text.fill[at : at + 2], 16) for at in (1, 3, 5)])
    x0, y0, x1, y1 = edges(text.box)
    left = max(0, x0 - 14)
    around = sample.canvas[y0:y1, left : x1 + 14].astype(np.int16)
    alike = np.abs(around - colour.astype(np.int16)).max(axis=2) < 40
    for other in sample.placed:
        if other is not text:
            a0, b0, a1, b1 = edges(other.box)
            alike[
                max(0, b0 - 6 - y0) : max(0, b1 + 6 - y0), max(0, a0 - 6 - left) : max(0, a1 + 6 - left)
            ] = False
    strips = (alike[:, : max(0, x0 - 3 - left)], alike[:, x1 + 3 - left :])
    return max(int(strip.sum()) for strip in strips)


def edges(box: Box) -> tuple[int, int, int, int]:
    return round(box.x0), round(box.y0), round(box.x1), round(box.y1)


def shifted(canvas: Pixels, box: Box, across: int, down: int) -> Pixels:
    """A drawing with one text moved, its old place filled from its own upper edge."""
    x0, y0, x1, y1 = edges(box)
    moved = canvas.copy()
    piece = canvas[y0:y1, x0:x1].copy()
    moved[y0:y1, x0:x1] = canvas[y0 : y0 + 1, x0 : x0 + 1]
    room = moved[y0 + down : y1 + down, x0 + across : x1 + across]
    room[:] = piece[: room.shape[0], : room.shape[1]]
    return moved


def on_canvas(box: Box, sample: Sample) -> Box:
    width, height = sample.draft.pixels
    return Box(x0=box.x0 * width, y0=box.y0 * height, x1=box.x1 * width, y1=box.y1 * height)


def common(one: Box, other: Box) -> float:
    """The shorter side of what two boxes have in common, in pixels; 0 where that is nothing."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return max(0.0, min(across, down))


def squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
