"""Short hashes, against their definitions worked out by Pillow and by plain sums, and copies that are made here."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ffmpeg
from conftest import photo
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageCms, ImageEnhance
from scenes import saved, scene, walk

from ugc.errors import InputError
from ugc.media.fingerprint_frames import Look
from ugc.media.hashes import (
    CLOSE,
    WORDS,
    Hashes,
    alike,
    apart,
    hashed,
    hashes_in,
    measured,
    mirrored,
    nearly_equal,
    of_clip,
)
from ugc.media.probe import probe

WORD = st.integers(0, 2**64 - 1)
ROWS = arrays(np.uint64, (3, WORDS), elements=WORD)


def put(folder: Path, image: Image.Image, name: str = "a.png", **options: Any) -> Path:
    path = folder / name
    type = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "gif": "GIF", "tiff": "TIFF"}[path.suffix[1:]]
    path.write_bytes(saved(image, type, **options))
    return path


def bits(words: Hashes) -> list[bool]:
    """All bits of one picture, the first of dHash first."""
    return [bool(int(word) >> (63 - bit) & 1) for word in words[0] for bit in range(64)]


def far(one: Path, other: Path) -> tuple[int, int]:
    """By how many bits the hashes of two files differ, which must have some."""
    first, second = (hashes_in(hashed(path)) for path in (one, other))
    assert len(first) == len(second) == 1
    dhash, waves = apart(first, second)
    return int(dhash[0]), int(waves[0])


# --- the definitions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_dhash_says_which_of_two_neighbours_is_lighter(tmp_path: Path, seed: int) -> None:
    """Pillow's box filter is the judge, of every pair that differs by more than either rounds."""
    image = scene(seed, (900, 1200))
    nine = np.asarray(image.convert("L").convert("F").resize((9, 8), Image.Resampling.BOX))
    steps = np.diff(nine, axis=1).ravel()
    told = bits(hashes_in(hashed(put(tmp_path, image))))[:64]
    clear = [(step > 0, bit) for step, bit in zip(steps, told, strict=True) if abs(step) > 3]
    assert len(clear) > 40
    assert all(lighter == bit for lighter, bit in clear)


@pytest.mark.parametrize("seed", range(6))
def test_the_second_hash_tells_the_signs_of_256_frequencies(tmp_path: Path, seed: int) -> None:
    """The cosine transform is summed up as its definition says (https://en.wikipedia.org/wiki/Discrete_cosine_transform)."""
    image = scene(seed, (640, 640))
    grey = np.asarray(image.convert("L").convert("F").resize((64, 64), Image.Resampling.BOX), np.float64)
    at = (2 * np.arange(64) + 1) * np.pi / 128
    told = bits(hashes_in(hashed(put(tmp_path, image))))[64:]
    clear = 0
    for (down, across), bit in zip(product(range(1, 17), range(1, 17)), told, strict=True):
        wave = float((np.cos(at * down) @ grey @ np.cos(at * across)) / 32)
        if abs(wave) > 2:
            clear += 1
            assert (wave > 0) == bit, (down, across)
    assert clear > 200


def test_neighbours_that_are_as_light_are_so_on_both_sides(tmp_path: Path) -> None:
    """An even ground differs from itself by grain and by what an encoder adds: no bit may hang on that."""
    image = Image.new("RGB", (800, 800), (236, 236, 236))
    image.paste(scene(3, (240, 240)), (280, 280))
    grain = np.random.default_rng(2).normal(0, 12, (800, 800, 1))
    grained = Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))
    one, other = put(tmp_path, image), put(tmp_path, grained, "b.jpg", quality=60)
    assert far(one, other)[0] <= 2
    words = hashes_in(hashed(put(tmp_path, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "c.png")))
    assert apart(mirrored(words), hashes_in(hashed(one)))[0][0] <= 1


# --- mirrors and distances ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_a_mirrored_picture_has_the_mirrored_hashes(tmp_path: Path, seed: int) -> None:
    image = scene(seed)
    one = hashes_in(hashed(put(tmp_path, image)))
    flipped = put(tmp_path, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "b.png")
    other = hashes_in(hashed(flipped))
    dhash, waves = apart(mirrored(one), other)
    assert (dhash[0], waves[0]) <= (1, 2)
    assert waves[0] <= 2
    assert apart(one, other)[1][0] > CLOSE[1], "a picture is not its own mirror image"


@given(ROWS)
def test_the_mirror_of_the_mirror_is_the_picture(rows: Hashes) -> None:
    rows[1] = 0  # nothing to tell stays nothing
    assert (mirrored(mirrored(rows)) == rows).all()
    assert not mirrored(rows)[1].any()


@given(ROWS, ROWS)
def test_distances_are_the_same_both_ways(one: Hashes, other: Hashes) -> None:
    for left, right in ((one, other), (mirrored(one), other)):
        there, back = apart(left, right), apart(right, left)
        assert (there[0] == back[0]).all()
        assert (there[1] == back[1]).all()
    assert not any(bits.any() for bits in apart(one, one))
    known = one.any(axis=1) & other.any(axis=1)
    for mine, its in zip(apart(mirrored(one), other), apart(one, mirrored(other)), strict=True):
        assert (mine == its)[known].all()


# --- copies and others ----------------------------------------------------------------------------------------------

COPIES = {
    "hard JPEG": lambda image: saved(image, quality=30),
    "WebP": lambda image: saved(image, "WEBP", quality=50),
    "half": lambda image: saved(image.resize((540, 675)), quality=70),
    "small": lambda image: saved(image.resize((216, 270)), quality=70),
    "lighter": lambda image: saved(ImageEnhance.Brightness(image).enhance(1.2), quality=80),
    "darker": lambda image: saved(ImageEnhance.Brightness(image).enhance(0.8), quality=80),
    "3 % cut off": lambda image: saved(image.crop((20, 10, 1068, 1320)), quality=80),
    "grey": lambda image: saved(image.convert("L"), quality=80),
}


@pytest.mark.parametrize("way", COPIES)
def test_copies_are_close_and_others_are_not(tmp_path: Path, way: str) -> None:
    paths = []
    for seed in range(20, 28):
        path = tmp_path / f"{seed}.jpg"
        path.write_bytes(saved(scene(seed), quality=92))
        path.with_suffix(".copy").write_bytes(COPIES[way](scene(seed)))
        paths.append(path)
    originals = [hashed(path) for path in paths]
    copies = [hashed(path.with_suffix(".copy")) for path in paths]
    found = {(pair.one, pair.other) for pair in alike(copies, originals)}
    assert found == {(number, number) for number in range(len(paths))}


def test_each_pair_that_is_close_is_found_once() -> None:
    """Against two plain loops over whole numbers."""
    random = np.random.default_rng(4)
    rows = random.integers(1, 2**63, (60, WORDS), dtype=np.uint64)
    for number in range(0, 40, 2):  # copies that differ by ever more bits, half of them mirrored
        near = rows[number : number + 1].copy()
        for bit in random.choice(320, number * 3, replace=False):
            near[0, bit // 64] ^= np.uint64(1) << np.uint64(bit % 64)
        rows[number + 1] = (mirrored(near) if number % 4 else near)[0]
    packed = [row.astype(">u8").tobytes() for row in rows]

    def close(one: Hashes, other: Hashes) -> bool:
        differ = [(int(a) ^ int(b)).bit_count() for a, b in zip(one, other, strict=True)]
        return differ[0] <= CLOSE[0] and sum(differ[1:]) <= CLOSE[1]

    turned = mirrored(rows)
    expected = [
        (one, other, side)
        for side, table in ((False, rows), (True, turned))
        for one in range(len(rows))
        for other in range(len(rows))
        if close(table[one], rows[other])
    ]
    assert sum(one != other for one, other, _ in expected) >= 20
    assert sorted((pair.one, pair.other, pair.mirrored) for pair in alike(packed, packed)) == sorted(expected)


def test_clips_are_as_far_apart_as_their_closest_frames() -> None:
    one = np.arange(1, 2 * WORDS + 1, dtype=np.uint64).reshape(2, WORDS) << np.uint64(20)
    other = one.copy()
    other[0, 1] ^= np.uint64(0b111)
    other[1, 2] ^= np.uint64(0b11111)
    (pair,) = alike([one.astype(">u8").tobytes()], [other.astype(">u8").tobytes()])
    assert pair.apart == 3


def test_many_at_once_are_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    packed = [row.tobytes() for row in random.integers(1, 2**63, (50, WORDS), dtype=np.uint64)]
    whole = list(alike(packed, packed))
    monkeypatch.setattr("ugc.media.hashes._AT_ONCE", 70)
    assert list(alike(packed, packed)) == whole
    assert len(whole) == 50


# --- odd pictures ---------------------------------------------------------------------------------------------------


def _ramp(size: tuple[int, int], turn: bool) -> Image.Image:
    ramp = np.linspace(20, 230, size[0])[None, :, None] * np.ones((size[1], 1, 3))
    image = Image.fromarray(ramp.astype(np.uint8))
    return image.transpose(Image.Transpose.ROTATE_90) if turn else image


def _grain() -> Image.Image:
    noise = np.random.default_rng(1).normal(120, 6, (1350, 1080, 1)).repeat(3, axis=2)
    return Image.fromarray(noise.clip(0, 255).astype(np.uint8))


FLAT = {
    "one colour": Image.new("RGB", (1080, 1350), (200, 120, 40)),
    "from light to dark": _ramp((900, 600), turn=False),
    "from top to bottom": _ramp((900, 600), turn=True),
    "grain": _grain(),
    "one pixel": Image.new("RGB", (1, 1), (9, 9, 9)),
    "one column": scene(1, (64, 2048)).resize((1, 2048)),
    "one row": scene(1, (2048, 64)).resize((2048, 1)),
    "all clear": Image.new("RGBA", (300, 300), (10, 200, 30, 0)),
}


@pytest.mark.parametrize("what", FLAT)
def test_a_picture_of_nothing_has_no_hash(tmp_path: Path, what: str) -> None:
    """It would be like every other one."""
    assert hashed(put(tmp_path, FLAT[what])) == b""
    if FLAT[what].mode == "RGB":
        assert hashed(put(tmp_path, FLAT[what], "a.jpg", quality=40)) == b""


def test_what_has_no_hash_is_like_nothing() -> None:
    none, some = b"", np.arange(1, WORDS + 1, dtype=">u8").tobytes()
    assert list(alike([], [some])) == list(alike([some], [])) == []
    assert hashes_in(none).shape == (0, WORDS)


def _of_lab(image: Image.Image) -> bytes:
    """With a profile of another colour space, which is passed over, as browsers do."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return saved(image, "PNG", icc_profile=profile)


FORMS = {
    "palette": lambda image: saved(image.quantize(128), "PNG"),
    "grey and clear": lambda image: saved(image.convert("LA"), "PNG"),
    "with alpha": lambda image: saved(image.convert("RGBA"), "PNG"),
    "CMYK": lambda image: saved(image.convert("CMYK"), "JPEG", quality=90),
    "16-bit grey": lambda image: saved(
        Image.fromarray(np.asarray(image.convert("L"), np.uint16) * np.uint16(257)), "PNG"
    ),
    "a wrong profile": _of_lab,
    "TIFF": lambda image: saved(image, "TIFF"),
    "GIF": lambda image: saved(image, "GIF"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_a_file_does_not_matter(tmp_path: Path, form: str) -> None:
    other = tmp_path / "other"
    other.write_bytes(FORMS[form](scene(5)))
    dhash, waves = far(put(tmp_path, scene(5)), other)
    assert dhash <= 4
    assert waves <= 24


def test_a_picture_that_lies_on_its_side_is_turned_first(tmp_path: Path) -> None:
    upright = scene(6)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = put(tmp_path, upright.transpose(Image.Transpose.ROTATE_90), "b.jpg", exif=exif, quality=90)
    assert far(put(tmp_path, upright), lying)[1] <= 12


def test_an_animation_is_its_first_frame(tmp_path: Path) -> None:
    frames = [scene(seed, (400, 400)) for seed in (7, 8)]
    moving = tmp_path / "b.gif"
    frames[0].save(moving, save_all=True, append_images=frames[1:], duration=200)
    assert far(put(tmp_path, frames[0]), moving)[1] <= 24


def test_a_large_photo_is_decoded_in_part_and_is_the_same(tmp_path: Path) -> None:
    large = scene(9, (3000, 3600))
    assert (
        far(put(tmp_path, large, "a.jpg", quality=88), put(tmp_path, large.resize((750, 900)), "b.png"))[1]
        <= 12
    )


@pytest.mark.parametrize("size", [(127, 90), (40, 30), (8, 8), (3, 900)])
def test_small_and_thin_pictures_have_hashes_or_none(tmp_path: Path, size: tuple[int, int]) -> None:
    for name in ("a.png", "a.jpg"):
        assert len(hashed(put(tmp_path, scene(9, (900, 900)).resize(size), name))) in (0, 8 * WORDS)


def test_measures_and_hashes_come_of_one_look(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo(seed=4))
    facts, packed = measured(path)
    assert facts == probe(path, whole=True)
    assert packed == hashed(path)
    assert len(packed or b"") == 8 * WORDS


def test_a_broken_picture_is_an_error_and_one_in_unknown_colours_has_none(tmp_path: Path) -> None:
    whole = put(tmp_path, scene(2), "a.jpg", quality=90)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[:-30_000])
    with pytest.raises(InputError):
        hashed(cut)
    deep = Image.fromarray(np.asarray(scene(2).convert("L"), np.float32) / 255)
    assert hashed(put(tmp_path, deep, "deep.tiff")) == b""


def test_nearly_flat_pictures_are_equal_or_not() -> None:
    """A bottle drawn on white: another colour, or another label, is another picture."""

    def card(colour: tuple[int, int, int], label: int) -> Look:
        pixels = np.full((480, 480, 3), 250, np.uint8)
        pixels[130:400, 180:300] = colour
        pixels[220:280, 190 + label : 250 + label] = 255
        return Look(pixels)

    one = card((200, 60, 60), 0)
    noisy = Look(
        (one.pixels.astype(np.int16) + np.random.default_rng(1).integers(-5, 6, (480, 480, 1)))
        .clip(0, 255)
        .astype(np.uint8)
    )
    assert nearly_equal(one, noisy)
    assert not nearly_equal(one, card((60, 60, 200), 0))
    assert not nearly_equal(one, card((200, 60, 60), 40))


# --- clips ----------------------------------------------------------------------------------------------------------


def again(path: Path, *options: str) -> Path:
    made = path.with_name(f"{path.stem}-again.mp4")
    ffmpeg("-i", path, *options, "-an", "-pix_fmt", "yuv420p", made)
    return made


ENCODED = {
    "other keyframes": ["-g", "7", "-crf", "32"],
    "one keyframe": ["-g", "1000", "-sc_threshold", "0", "-crf", "30"],
    "half the size": ["-vf", "scale=iw/2:ih/2", "-crf", "28"],
    "mirrored": ["-vf", "hflip", "-crf", "28"],
    "fewer frames": ["-r", "8", "-crf", "28"],
}


@pytest.mark.parametrize("way", ENCODED)
def test_a_clip_encoded_again_is_close(tmp_path: Path, way: str) -> None:
    path = walk(3, tmp_path / "a.mp4", seconds=6)
    other = walk(4, tmp_path / "b.mp4", seconds=6)
    copy, stored = hashed(again(path, *ENCODED[way])), [hashed(path), hashed(other)]
    assert [len(each) for each in (copy, *stored)] == [40 * WORDS] * 3
    assert {(pair.other, pair.mirrored) for pair in alike([copy], stored)} == {(0, way == "mirrored")}


def test_a_keyframe_is_told_once(tmp_path: Path) -> None:
    """Where there is but one, it is the first frame, and nothing stands for the parts behind it."""
    path = again(walk(3, tmp_path / "a.mp4", seconds=6), "-g", "1000", "-sc_threshold", "0")
    assert hashes_in(hashed(path)).any(axis=1).tolist() == [True, False, False, False, False]


def test_a_clip_turned_on_its_side_is_turned_first(tmp_path: Path) -> None:
    path = walk(5, tmp_path / "a.mp4", seconds=2)
    lying = tmp_path / "b.mp4"
    ffmpeg("-display_rotation", "90", "-i", path, "-c", "copy", lying)
    turned = tmp_path / "c.mp4"
    ffmpeg("-i", lying, "-crf", "20", turned)  # which turns it as its matrix says
    assert list(alike([hashed(lying)], [hashed(turned)]))
    assert not list(alike([hashed(lying)], [hashed(path)]))


def test_a_clip_of_nothing_has_no_hash_and_a_broken_one_costs_only_itself(tmp_path: Path) -> None:
    plain = tmp_path / "plain.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=navy:size=320x240:rate=10:duration=2", "-pix_fmt", "yuv420p", plain)
    assert hashed(plain) == b""
    path = walk(6, tmp_path / "a.mp4", seconds=2)
    facts = probe(path, whole=True)
    path.write_bytes(path.read_bytes()[:200])
    assert of_clip(path, facts) == b""
