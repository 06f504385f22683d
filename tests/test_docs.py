"""The documents cannot lie: every shell block is typed, every Python block run, every command and field is real."""

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import Shop, collected, photo
from pages import PAGES, ROOT, blocks, downloads, follow, typed

OWN_TEST = {"add-an-importer.md", "add-a-platform.md"}
"""Pages that are followed elsewhere than in a workspace: see test_how_to.py."""
NO_GRANT = {"rights.md", "ask-for-rights.md"}
"""Pages that record a grant themselves."""
PYTHON = {
    page: bodies
    for page in PAGES
    if (bodies := [b.body for b in blocks(page) if b.language == "python" and not b.path])
}


def test_the_tour_of_the_readme(tmp_path: Path) -> None:
    home = tmp_path / "home"
    downloads = collected(home / "Downloads" / "collected", posts=2).parent
    (downloads / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (downloads / "yes-from-ana.png").write_bytes(photo((320, 640), seed=9, type="PNG"))
    follow(ROOT / "README.md", tmp_path, home)
    glow = tmp_path / "glow"
    assert 'cta = "Shop the serum"' in (glow / "ugc.toml").read_text("utf-8")
    assert (glow / "out" / "contact-sheet" / "contact-sheet.html").is_file()
    assert len(list((glow / "out" / "creatives").glob("*.jpg"))) == 3
    assert len(list((glow / "out" / "proofs").glob("PROOF-*.jpg"))) == 2


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.name not in {"README.md", *OWN_TEST} and typed(page)],
    ids=lambda page: page.name,
)
def test_every_page_can_be_followed(shop: Shop, page: Path, tmp_path: Path) -> None:
    downloads(tmp_path)
    if page.name not in NO_GRANT:
        shop.grant()
    follow(page, shop.root, tmp_path)


@pytest.mark.parametrize("page", PYTHON, ids=lambda page: page.name)
def test_every_python_block_runs(shop: Shop, page: Path) -> None:
    shop.grant("ig:BqvsDleB3lV", "--from", "2020-01-01", "--until", "perpetual")
    for body in PYTHON[page]:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", body],
            cwd=shop.root,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert ".jpg" in done.stdout or page.name != "automate.md"
        assert done.stdout.strip(), "a block that prints nothing shows nothing"


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


def test_the_page_of_templates_is_what_they_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "templates_page.py")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == (ROOT / "docs" / "templates.md").read_text("utf-8"), (
        "python docs/templates_page.py > docs/templates.md"
    )
    for path in re.findall(r"!\[.*\]\((pictures/templates/.*)\)", done.stdout):
        assert (ROOT / "docs" / path).stat().st_size < 60_000, path


def test_every_reason_is_explained() -> None:
    from ugc.model.reasons import REASONS

    page = (ROOT / "docs" / "rights.md").read_text("utf-8")
    for code, advice in REASONS.items():
        assert f"| `{code}` | {advice} |" in page


@pytest.mark.parametrize(
    "page", [*PAGES, *sorted((ROOT / "examples").glob("*/README.md"))], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]+))?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
            if anchor:
                assert anchor in anchors(page.parent / target if target else page), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """The names under which GitHub shows a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_what_is_said_of_each_extra_is_so() -> None:
    """Every extra stands in the table of install.md, and one that does nothing yet is imported nowhere."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    rows = dict(
        re.findall(
            r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", (ROOT / "docs" / "install.md").read_text("utf-8"), re.M
        )
    )
    assert set(rows) == set(extras)
    modules = {
        "heic": "pillow_heif",
        "motion": "moviepy",
        "ocr": "rapidocr_onnxruntime",
        "c2pa": "c2pa",
        "speech": "faster_whisper",
        "timestamp": "rfc3161_client",
    }
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "ugc").rglob("*.py"))
    for extra, module in modules.items():
        used = bool(re.search(rf"^\s*(?:from|import) {module}\b", source, re.M))
        assert used == (not rows[extra].startswith("nothing yet")), extra


def test_the_version_is_said_in_the_changes() -> None:
    from ugc import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_field_of_the_data_model_is_real() -> None:
    """Tables under a heading with a model's full name in backticks list that model's fields in their first column."""
    sections = re.split(r"^## ", (ROOT / "docs" / "data-model.md").read_text("utf-8"), flags=re.M)[1:]
    checked = 0
    for section in sections:
        for part in re.split(r"(?=^`ugc\.model\.)", section, flags=re.M)[1:]:
            module, name = re.match(r"`(ugc\.model\.\w+)\.(\w+)`", part).groups()
            model = getattr(importlib.import_module(module), name)
            fields = [
                field
                for cell in re.findall(r"^\| (`.*?) \|", part, re.M)
                for field in re.findall(r"`(\w+)`", cell)
            ]
            assert fields, f"{name} has no table"
            assert not set(fields) - set(model.model_fields), name
            checked += 1
    assert checked >= 15


def test_every_code_of_a_check_is_explained() -> None:
    from ugc.formats import CODES

    page = (ROOT / "docs" / "check.md").read_text("utf-8")
    for code, words in CODES.items():
        assert f"| `{code}` | {words} |" in page
