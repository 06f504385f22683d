"""`ugc.toml`: what it may say, what it may not, and that the starter file explains all of it."""

import re
from pathlib import Path

import pytest

from ugc import config
from ugc.errors import UgcError, UsageError

LEAST = '[brand]\nname = "Sunday Glow"\n'


def written(folder: Path, text: str, name: str = "ugc.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_starter_loads_and_says_every_key_with_its_default(tmp_path: Path) -> None:
    text = config.starter('Sun "day" Glow\\', hashtags=("#GlowRun",), markets=("US",))
    told = config.load(written(tmp_path, text))
    assert told.brand.name == 'Sun "day" Glow\\'
    assert told.hashtags == ("GlowRun",)
    plain = config.load(written(tmp_path, LEAST, "plain.toml"))
    brand = told.brand.model_copy(update={"name": plain.brand.name})
    assert told.model_copy(update={"brand": brand, "hashtags": (), "markets": ()}) == plain
    for section, model in config.Settings.model_fields.items():
        explained(text, model.alias or section, model.annotation)


def explained(text: str, name: str, model: object) -> None:
    """Hold that a file says a key, or a table and all its keys, each with a remark."""
    if f"\n[{name}]" not in text:
        assert re.search(rf"^{name.rpartition('.')[2]} = .*#", text, re.M), f"{name} is not explained"
        return
    for key, field in getattr(model, "model_fields", {}).items():
        explained(text, f"{name}.{field.alias or key}", field.annotation)


BAD: list[tuple[str, str, str | None]] = [
    (LEAST + 'nmae = "x"\n', "'brand.nmae' is not known", "'name'"),
    ("hashtag = []\n" + LEAST, "'hashtag' is not known", "'hashtags'"),
    (LEAST + "[rights]\npaid_need = 'dm_yes'\n", "'rights.paid_need' is not known", "'paid_needs'"),
    (LEAST + "[rights]\npaid_needs = 'dm'\n", "rights.paid_needs", None),
    ('markets = ["UK"]\n' + LEAST, "did you mean GB?", None),
    ('timezone = "Mars"\n' + LEAST, "not a time zone", None),
    (LEAST + 'accent = "green"\n', "brand.accent", None),
    (LEAST + "radius = 65\n", "brand.radius", None),
    (LEAST + 'scrim = "grey"\n', "brand.scrim", None),
    (LEAST + 'ink = "#888888"\n', "ink #888888 on paper #FBFAF7 has a contrast of 3.3", None),
    (LEAST + 'ink = "#FFFFFF"\npaper = "#101010"\n', "ink #FFFFFF is lighter than paper #101010", None),
    (LEAST + "[brand.fonts]\ntxt = 'a.ttf'\n", "'brand.fonts.txt' is not known", "'text'"),
    ("hashtags = []\n", "'brand' is missing", None),
    ("[brand\n", "not valid TOML", None),
    ("extends = 3\n" + LEAST, "must be the path", None),
]


@pytest.mark.parametrize(("text", "words", "hint"), BAD)
def test_what_it_may_not_say(tmp_path: Path, text: str, words: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        config.load(written(tmp_path, text))
    assert words in caught.value.message
    assert "ugc.toml" in caught.value.message
    if hint:
        assert hint in (caught.value.hint or "")


def test_extends_shares_what_brands_have_in_common(tmp_path: Path) -> None:
    written(tmp_path, 'markets = ["US"]\n[brand]\nname = "Agency"\naccent = "#112233"\n', "agency.toml")
    path = written(tmp_path, 'extends = "../agency.toml"\n[brand]\nname = "Glow"\n', "glow/ugc.toml")
    told = config.load(path)
    assert (told.brand.name, told.brand.accent, told.markets) == ("Glow", "#112233", ("US",))


def test_a_circle_is_named(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "b.toml"\n', "a.toml")
    with pytest.raises(UsageError, match="extends itself"):
        config.load(written(tmp_path, 'extends = "a.toml"\n', "b.toml"))


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    with pytest.raises(UgcError, match=r"nowhere\.toml"):
        config.load(written(tmp_path, 'extends = "nowhere.toml"\n' + LEAST))


def test_it_is_found_by_walking_up(tmp_path: Path) -> None:
    path = written(tmp_path, LEAST)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert config.find(deep) == path


def test_outside_a_workspace_the_way_in_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        config.find(tmp_path)
    assert "ugc init" in (caught.value.hint or "")
