"""What a person does with it, typed exactly as they would, in a shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NOON, collected, photo

TYPED = """\
ugc init glow --brand "Sunday Glow" --hashtag GlowRun --market US
cd glow && ugc import ~/Downloads/collected/            # files as people have them
ugc rights grant ig:BqvsDleB3lV --method dm_yes --purpose paid_social --channel instagram --channel facebook \\
    --identity brand_handle --territory US --from 2026-11-01 --until 2027-05-01 --edits standard \\
    --terms terms-v3.txt --evidence yes-from-ana.png
ugc render --format story                               # whatever the records allow; refusals with all their reasons
"""


@pytest.fixture
def bash() -> str:
    found = shutil.which("bash")
    if not found:
        pytest.skip("there is no bash to type into")
    return found


def test_the_four_commands_make_a_picture(tmp_path: Path, bash: str) -> None:
    from PIL import Image

    home = tmp_path / "home"
    collected(home / "Downloads" / "collected", posts=2)
    glow = tmp_path / "work" / "glow"
    glow.mkdir(parents=True)
    (glow / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (glow / "yes-from-ana.png").write_bytes(photo((320, 640), seed=9, type="PNG"))
    environment = os.environ | {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(NOON.timestamp())),
    }
    done = subprocess.run(
        [bash, "-e", "-c", TYPED],
        cwd=glow.parent,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "no_grant" in done.stdout, "the other post is refused, and the reason is said"
    made = [path for path in (glow / "out" / "creatives").iterdir() if path.suffix == ".jpg"]
    assert len(made) == 1
    with Image.open(made[0]) as picture:
        assert picture.size == (1080, 1920)
        assert picture.convert("L").getextrema() != (0, 0)
    assert "BqvsDleB3lV" in made[0].name
    assert made[0].with_name(f"{made[0].name}.rights.json").is_file()
    assert (made[0].parent / "manifest.json").is_file()
