"""Any file found anywhere: by its bytes, else by the ids in it, else by those in its name; the weaker never wins."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import GRANT, Shop, collected, photo, sidecar
from PIL import Image

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
NAME_ONLY = "name only; the content was not compared"


@pytest.fixture
def made(shop: Shop, tmp_path: Path) -> Shop:
    """Two posts, granted, a story of each."""
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    shop("render", "--format", "story")
    return shop


def of(shop: Shop, post: str, folder: str = "creatives") -> Path:
    paths = (shop.root / "out" / folder).glob("*.jpg")
    return next(path for path in paths if post.partition(":")[2] in path.name)


def stripped(path: Path, to: Path) -> Path:
    """Saved anew without metadata, as platforms and messengers do."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(path.read_bytes())) as picture:
        picture.convert("RGB").save(to, quality=80)
    return to


def inspect(shop: Shop, path: Path, code: int) -> Any:
    (found,) = shop("inspect", path, "--json", code=code)
    return found


def ids(found: Any) -> list[str]:
    return [post["id"] for post in found["posts"]]


@pytest.mark.parametrize("name", ["{name}", "{stem} (1).jpg", "{stem}-edited.webp", "IMG_{stem}.png"])
def test_a_stripped_copy_is_found_by_its_name(made: Shop, tmp_path: Path, name: str) -> None:
    creative = of(made, POST)
    copy = stripped(creative, tmp_path / "away" / name.format(name=creative.name, stem=creative.stem))
    found = inspect(made, copy, 0)
    assert found["how"] == NAME_ONLY
    assert found["embedded"] is None
    assert ids(found) == [POST]
    whole = inspect(made, creative, 0)
    assert (found["creative"], found["answers"]) == (whole["creative"], whole["answers"])
    made("inspect", copy)
    assert NAME_ONLY in made.out
    made("rights", "revoke", POST, "--why", "no")
    assert inspect(made, copy, 4)["how"] == NAME_ONLY


def test_a_name_is_a_claim_and_gives_way_to_everything_else(made: Shop, tmp_path: Path) -> None:
    """Files that were given the name of another post's creative."""
    path = tmp_path / "away" / of(made, OTHER).name
    path.parent.mkdir()
    original = tmp_path / "collected" / "1922949326347663701.jpg"
    creative = of(made, POST).read_bytes()
    for data, how in (
        (creative, "sha256 of a creative"),
        (creative + b"changed", "embedded id"),
        (original.read_bytes(), "sha256 of an original"),
    ):
        path.write_bytes(data)
        found = inspect(made, path, 0)
        assert (found["how"], ids(found)) == (how, [POST])


def test_a_label_that_leads_nowhere_is_not_overruled_by_a_name(made: Shop, tmp_path: Path) -> None:
    """Another brand's creative, under a name of ours."""
    made("init", "../dew", "--brand", "Dew", "--market", "US")
    path = tmp_path / "collected" / "9.jpg"
    path.write_bytes(photo(seed=78))
    path.with_name("9.jpg.json").write_text(json.dumps(sidecar("Cqvs0000009", username="bo")), "utf-8")
    made("import", path, path.with_name("9.jpg.json"), "-w", "../dew")
    made(*[part.format(post="ig:Cqvs0000009") for part in GRANT], "-w", "../dew")
    made("render", "--format", "story", "-w", "../dew")
    (theirs,) = (made.root.parent / "dew" / "out" / "creatives").glob("*.jpg")
    path = tmp_path / "away" / of(made, POST).name
    path.parent.mkdir()
    path.write_bytes(theirs.read_bytes())
    found = inspect(made, path, 3)
    assert found["embedded"]["posts"] == ["ig:Cqvs0000009"]
    assert (found["how"], ids(found)) == ("not found", [])


def test_a_name_with_the_id_of_an_unknown_variant_leads_to_the_post(made: Shop, tmp_path: Path) -> None:
    creative = of(made, POST)
    name = f"{creative.stem[:-10]}{'0' * 10}.jpg"
    found = inspect(made, stripped(creative, tmp_path / name), 0)
    assert (found["how"], ids(found), found["creative"]) == (NAME_ONLY, [POST], None)
    other = of(made, OTHER).stem[-10:]
    found = inspect(made, stripped(creative, tmp_path / f"{creative.stem[:-10]}{other}.jpg"), 3)
    assert found["how"] == "not found", "two ids that do not belong together"


def test_a_name_without_a_picture_of_ours_is_not_found(made: Shop, tmp_path: Path) -> None:
    path = tmp_path / "ana_story_c00000000_v0000000000.jpg"
    path.write_bytes(photo(seed=77))
    assert inspect(made, path, 3)["how"] == "not found"


def test_a_proof_stays_a_proof_without_its_metadata(made: Shop, tmp_path: Path) -> None:
    made("render", "--format", "story", "--proof")
    proof = of(made, POST, "proofs")
    found = inspect(made, stripped(proof, tmp_path / proof.name), 4)
    assert (found["how"], found["proof"]) == (NAME_ONLY, True)
    unknown = f"{proof.stem[:-10]}{'0' * 10}.jpg"
    assert inspect(made, stripped(proof, tmp_path / unknown), 4)["proof"] is True
