"""Many brands: what an agency shares, what each brand keeps to itself, and reading from all of them at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "agency"
POST = "ig:DAgencyShlf"
YES = (
    "--method dm_yes --purpose paid_social --channel instagram --territory US --from 2026-10-01"
    " --until perpetual --edits standard --terms terms.txt --evidence yes-to-glow.txt"
).split()


@pytest.fixture
def agency(empty_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A copy of the example with both catalogs made and the same post imported into both."""
    root = tmp_path / "agency"
    shutil.copytree(EXAMPLE, root)
    monkeypatch.chdir(root)
    empty_shop.root = root
    for brand in ("glow", "dew"):
        empty_shop("init", brand)
        empty_shop("import", "collected", "-w", brand)
    return empty_shop


def test_the_example_does_what_it_says(agency: Shop, tmp_path: Path) -> None:
    shell = shutil.which("sh")
    if not shell:
        pytest.skip("there is no shell to type into")
    folder = tmp_path / "copy with a space"
    shutil.copytree(EXAMPLE, folder)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(NOON.timestamp())),
    }
    done = subprocess.run(
        [shell, "try.sh"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.index("no_grant") < done.stdout.index(
        "licensee_not_granted (g-0001): It was given to Glow"
    )
    assert len(list((folder / "glow" / "out" / "creatives").glob("*.jpg"))) == 1
    assert not (folder / "dew" / "out").exists()


def test_what_is_shared_and_what_is_their_own(agency: Shop) -> None:
    agency("rights", "grant", POST, *YES, "-w", "glow")
    agency("rights", "grant", POST, *YES, "-w", "dew")
    glow, dew = (
        agency("render", "--format", "square", "--dry-run", "--json", "-w", name) for name in ("glow", "dew")
    )
    assert (glow["brand"], dew["brand"]) == ("Glow", "Dew")
    assert glow["markets"] == dew["markets"] == ["US"], "the agency's"
    assert glow["flight"] == ["2026-11-22", "2026-12-05"], "the agency's 14 days, in its time zone"
    assert dew["flight"] == ["2026-11-22", "2026-11-28"], "its own 7"


def codes(answers: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Brand to the reasons it was given; none where it may."""
    found: dict[str, set[str]] = {}
    for answer in answers:
        found.setdefault(answer["brand"], set()).update(
            reason["code"] for reason in answer.get("reasons", ())
        )
    return found


def test_a_grant_to_one_brand_is_refused_for_the_other(agency: Shop) -> None:
    both = ("-w", "glow", "-w", "dew")
    agency("rights", "grant", POST, *YES, "-w", "glow")
    agency("rights", "check", POST, "-w", "glow")
    answers = agency("rights", "check", POST, *both, "--json", code=4)
    assert codes(answers) == {"Glow": set(), "Dew": {"no_grant"}}
    agency("rights", "grant", POST, *YES, "--licensee", "Glow", "-w", "dew")
    answers = agency("rights", "check", POST, *both, "--json", code=4)
    assert codes(answers) == {"Glow": set(), "Dew": {"licensee_not_granted"}}
    assert "It was given to Glow, not to Dew." in agency("rights", "check", POST, *both, code=4)
    agency("render", "--format", "square", "-w", "dew", code=4)
    agency("rights", "grant", POST, *YES, "-w", "dew")
    agency("rights", "check", POST, *both)


READING = [("posts",), ("show", POST), ("show", "--person", "@mara.makes"), ("rights", "check", POST)]


@pytest.mark.parametrize("command", READING, ids=[" ".join(row) for row in READING])
def test_every_element_says_its_brand_only_where_there_are_several(
    agency: Shop, command: tuple[str, ...]
) -> None:
    agency("rights", "grant", POST, *YES, "-w", "glow")
    agency("rights", "grant", POST, *YES, "-w", "dew")
    one = agency(*command, "-w", "glow", "--json")
    told = agency(*command, "-w", "glow", "-w", "dew", "-w", "glow", "--json")
    assert [(item["brand"], item["workspace"]) for item in told] == [
        ("Glow", str(agency.root / "glow")),
        ("Dew", str(agency.root / "dew")),
    ]
    first = one[0] if isinstance(one, list) else one
    assert "workspace" not in first
    assert {name: value for name, value in told[0].items() if name in first} == first, "the rest is as ever"
    text = agency(*command, "-w", "glow", "-w", "dew")
    assert "Glow" in text and "Dew" in text


def test_a_file_is_looked_up_in_all(agency: Shop, tmp_path: Path) -> None:
    agency("rights", "grant", POST, *YES, "-w", "glow")
    agency("render", "--format", "square", "-w", "glow")
    (made,) = (agency.root / "glow" / "out" / "creatives").glob("*.jpg")
    both = ("-w", "dew", "-w", "glow")
    found = agency("inspect", made, *both, "--json")
    assert [(item["brand"], item["how"]) for item in found] == [("Glow", "sha256 of a creative")]
    original = agency.root / "collected" / "mara_shelf.jpg"
    found = agency("inspect", original, *both, "--json", code=4)
    assert [(item["brand"], item["answers"][0]["verdict"]) for item in found] == [
        ("Dew", "refused"),
        ("Glow", "cleared"),
    ]
    stranger = next(collected(tmp_path / "more").glob("*.jpg"))
    (nobody,) = agency("inspect", stranger, *both, "--json", code=3)
    assert (nobody["brand"], nobody["how"]) == (None, "not found")


def test_what_only_one_brand_knows_is_told_and_noted(agency: Shop, tmp_path: Path) -> None:
    agency("import", collected(tmp_path / "more"), "-w", "dew")
    both = ("-w", "glow", "-w", "dew")
    assert [post["brand"] for post in agency("posts", "creator:@ana", *both, "--json")] == ["Dew"]
    assert "Glow: No creator" in agency.err
    assert [item["brand"] for item in agency("show", "ig:BqvsDleB3lV", *both, "--json")] == ["Dew"]
    agency("show", "ig:BqvsDleB3lX", *both, code=2)
    agency("rights", "grant", "ig:BqvsDleB3lV", *YES, "-w", "dew")
    agency("rights", "check", "ig:BqvsDleB3lV", "-w", "dew")
    agency("rights", "check", "ig:BqvsDleB3lV", *both, code=4)


WRITING = [
    "tag x --add y",
    "render --format square",
    "sweep",
    "forget @ana --why asked",
    "export --archive a.zip",
]


@pytest.mark.parametrize("command", WRITING)
def test_commands_that_write_take_one(agency: Shop, command: str) -> None:
    before = sorted(p for p in agency.root.rglob("*"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(agency.root / "glow")
        agency(*command.split()[:1], "--help")
    assert "Repeatable: every" not in agency.out
    assert sorted(p for p in agency.root.rglob("*")) == before


def test_settings_without_a_catalog_are_taken_on_once(agency: Shop, tmp_path: Path) -> None:
    agency("init", "glow", code=2)
    assert "is a workspace already" in agency.err
    agency("init", tmp_path / "nothing", code=2)
    assert "--brand" in agency.err
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "ugc.toml").write_text("[brand]\nnmae = 'x'\n", "utf-8")
    agency("init", tmp_path / "odd", code=2)
    assert not (tmp_path / "odd" / ".ugc").exists()
