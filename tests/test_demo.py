"""The demo tells the whole story, with pictures that travel with the program and without a network."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NOON, Shop

from ugc.workspace import demo

TOLD = demo.script()
PICTURES = [picture for post in TOLD["post"] for picture in post["pictures"]]

REFUSED = {
    # why, and for whom: each kind of refusal is part of the show
    "ig:DGlowRun004": "expired",
    "ig:DGlowGym005": "expired",
    "ig:DGlowBox006": "purpose_not_granted",
    "tt:7449708266168274208": "territory_not_granted",
    "ig:DGlowDesk08": "request_unanswered",
    "ig:DGlowJar009": "declined",
    "ig:DGlowBrun11": "revoked",
    "ig:DGlowNite12": "no_grant",
    "ig:DGlowTurn13": "music_unknown",
    "ig:DGlowPush14": "music_unknown",
}


def test_what_travels_is_small_whole_and_used() -> None:
    files = [path for path in demo.PICTURES.iterdir() if path.suffix != ".md"]
    assert {path.name for path in files} >= set(PICTURES)
    assert sum(path.stat().st_size for path in files) < 12_000_000
    assert len(TOLD["post"]) >= 12
    assert len({post["handle"] for post in TOLD["post"]}) >= 7
    assert len({post["source"] for post in TOLD["post"]}) >= 3


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shop:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path / "ugc-demo", capsys)


def test_the_whole_story(played: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    told = played("demo", "--json")
    assert told["imported"] == len(TOLD["post"])
    outcome = told["render"]
    first = {
        refusal["post"]: refusal["placements"][0]["reasons"][0]["code"] for refusal in outcome["refusals"]
    }
    assert first == REFUSED
    made = {line["post"] for line in outcome["creatives"]}
    assert made == {"ig:DGlowShelf1", "ig:DGlowFlat02", "ig:DGlowCake03", "ig:DGlowTowl10"}
    assert {line["format"] for line in outcome["creatives"]} == {"story", "feed", "square"}
    assert {item["post"]: item["code"] for item in outcome["not_planned"]} == {
        "ig:DGlowNite12": "too_small",
    }
    only_instagram = [line for line in outcome["creatives"] if line["post"] == "ig:DGlowCake03"]
    assert all(line["refused"][0]["placement"].startswith("meta.facebook") for line in only_instagram)
    manifest = json.loads((played.root / "out/creatives/manifest.json").read_text("utf-8"))
    assert len(manifest["creatives"]) == len(outcome["creatives"])
    monkeypatch.chdir(played.root)
    again = played("render", "--format", "story", "--format", "feed", "--format", "square", "--json")
    assert {line["outcome"] for line in again["creatives"]} == {"unchanged"}


def test_what_to_type_next_is_what_works_here(
    played: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last lines, pasted into a shell in the folder where the demo was typed, without anything on PATH."""
    folder = tmp_path / "a checkout"
    (folder / ".venv" / "bin").mkdir(parents=True)
    program = folder / ".venv" / "bin" / "ugc"
    program.symlink_to(Path(sys.executable).with_name("ugc"))
    environment = {"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(int(NOON.timestamp()))}
    told = subprocess.run(
        [".venv/bin/ugc", "demo", "my demo"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = told.stdout.splitlines()
    sheet = lines.index("Contact sheet: my demo/out/contact-sheet/contact-sheet.html")
    assert lines[sheet + 1] == "Creatives:     my demo/out/creatives"
    assert lines[-2:] == [
        "  .venv/bin/ugc posts -w 'my demo'",
        "  .venv/bin/ugc show ig:DGlowShelf1 -w 'my demo'",
    ]
    pasted = "\n".join(lines[-2:])
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", pasted], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "mira.slowmornings" in done.stdout


def test_a_second_demo_leaves_the_first_alone(played: Shop) -> None:
    played("demo")
    assert "is there already" not in played.err + played.out
    assert "declined (g-0008): desk.of.noor said no." in played.out
    played("demo", "--json")
    assert "ugc-demo is there already; this one is ugc-demo-2." in played.err
    assert (played.root.parent / "ugc-demo-2" / "ugc.toml").is_file()
    played("demo", "ugc-demo", code=2)
    assert "is not empty" in played.err
