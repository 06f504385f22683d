"""The documents cannot lie: every shell block is typed, every Python block run, every command described."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NOON, Shop, collected, photo

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


def typed(script: str, folder: Path, home: Path) -> None:
    """Run a page's blocks one after the other in one shell, as a reader would."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash to type into")
    environment = os.environ | {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(int(NOON.timestamp())),
    }
    done = subprocess.run(
        [bash, "-eu", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr


def test_the_tour_of_the_readme(tmp_path: Path) -> None:
    home = tmp_path / "home"
    collected(home / "Downloads" / "collected", posts=2)
    glow = tmp_path / "glow"
    glow.mkdir()
    (glow / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (glow / "yes-from-ana.png").write_bytes(photo((320, 640), seed=9, type="PNG"))
    typed("\n".join(blocks(ROOT / "README.md", "sh")), tmp_path, home)
    assert len(list((glow / "out" / "creatives").glob("*.jpg"))) == 3
    assert len(list((glow / "out" / "proofs").glob("PROOF-*.jpg"))) == 2


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.name != "README.md" and blocks(p, "sh")], ids=lambda p: p.name
)
def test_every_page_can_be_followed(shop: Shop, page: Path, tmp_path: Path) -> None:
    if page.name != "rights.md":
        shop.grant()
    typed("\n".join(blocks(page, "sh")), shop.root, tmp_path)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=lambda p: p.name)
def test_every_python_block_runs(shop: Shop, page: Path) -> None:
    shop.grant("ig:BqvsDleB3lV", "--from", "2020-01-01", "--until", "perpetual")
    for block in blocks(page, "python"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            cwd=shop.root,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert ".jpg" in done.stdout


def test_the_command_reference_is_what_help_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "reference.py")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == (ROOT / "docs" / "commands.md").read_text("utf-8"), (
        "python docs/reference.py > docs/commands.md"
    )


def test_every_reason_is_explained() -> None:
    from ugc.model.reasons import REASONS

    page = (ROOT / "docs" / "rights.md").read_text("utf-8")
    for code, advice in REASONS.items():
        assert f"| `{code}` | {advice} |" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_version_is_said_in_the_changes() -> None:
    from ugc import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
