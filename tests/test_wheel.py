"""The wheel alone, away from the checkout, with nothing but the packages it asks for, renders."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from conftest import skip
from packaging.requirements import Requirement
from PIL import Image
from processes import beside, downloads, environment, granted, pictures

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the declared backend."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if "No module named build" in done.stderr:
        skip("the package `build` is not installed")
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_what_it_needs_and_nothing_else(wheel: Path) -> None:
    inside = names(wheel)
    code = files_of("ugc")
    shipped = {f"ugc/_shipped/{name}" for name in files_of("templates") | files_of("assets")}
    about = {name for name in inside if ".dist-info/" in name}
    assert inside - about == code | shipped
    assert {"ugc/py.typed", "ugc/cli/app.py", "ugc/formats/meta.toml"} <= code
    for needed in (
        "templates/creatives/credit/template.toml",
        "assets/starter/campaign.toml",
        "assets/starter/ugc.toml",
        "assets/schemas/manifest.schema.json",
        "assets/fonts/inter/OFL.txt",
    ):
        assert f"ugc/_shipped/{needed}" in inside
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in about}


def files_of(folder: str) -> set[str]:
    """The checkout's files in a folder."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def needed(
    requirements: list[str], seen: dict[str, Distribution], extra: str = ""
) -> dict[str, Distribution]:
    """The distributions that requirements ask for on this machine, and those that these ask for; by name."""
    for requirement in map(Requirement, requirements):
        key = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if key in seen or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        seen[key] = distribution(requirement.name)
        needed(seen[key].requires or [], seen)
    return seen


def parts(package: Distribution) -> Iterator[Path]:
    """What a distribution put into the folder of packages."""
    for top in {file.parts[0] for file in package.files or []} - {"..", "__pycache__", "/"}:
        path = Path(str(package.locate_file(top)))
        if path.exists():
            yield path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `ugc` command of an environment that holds the wheel and links to exactly the packages it asks for.

    The packages are those of the test environment, so that nothing is fetched; the project is installed there from
    its checkout and is not linked.
    """
    folder = tmp_path_factory.mktemp("away") / "env"
    venv.create(folder, with_pip=False, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    asked = [line.split(": ", 1)[1] for line in lines if line.startswith("Requires-Dist: ")]
    for package in needed(asked, {}).values():
        for path in parts(package):
            link = Path(paths["purelib"]) / path.name
            if not link.exists():
                link.symlink_to(path)
    python = Path(paths["scripts"]) / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel]
    done = subprocess.run([*install, "--quiet"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Path(paths["scripts"]) / "ugc"


def alone() -> dict[str, str]:
    """Nothing in the environment that could lead back to the checkout."""
    return {name: value for name, value in environment().items() if not name.startswith("PYTHON")}


def test_the_environment_does_not_know_the_checkout(installed: Path, tmp_path: Path) -> None:
    program = (
        "import sys, ugc, ugc.resources; print(ugc.__file__, ugc.resources.TEMPLATES, *sys.path, sep='\\n')"
    )
    python = installed.with_name("python")
    done = subprocess.run(
        [python, "-c", program], capture_output=True, text=True, cwd=tmp_path, env=alone(), check=True
    )
    home = installed.parents[1]
    module, templates, *path = done.stdout.split("\n")
    assert Path(module).is_relative_to(home) and Path(templates).is_relative_to(home)
    assert not [entry for entry in path if entry and Path(entry).is_relative_to(ROOT)]
    tests_only = subprocess.run(
        [python, "-c", "import pytest"], capture_output=True, cwd=tmp_path, env=alone()
    )
    assert tests_only.returncode == 1, "the environment holds more than the wheel asks for"


def test_the_wheel_renders_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    def ugc(*words: str | Path, here: Path) -> str:
        done = subprocess.run(
            [installed, *words], cwd=here, env=alone(), capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    collected = downloads(tmp_path / "collected", posts=1)
    root = tmp_path / "glow"
    assert re.fullmatch(r"ugc \d+\.\d+\.\d+\n", ugc("--version", here=tmp_path))
    ugc("init", "glow", "--brand", "Sunday Glow", "--hashtag", "GlowRun", "--market", "US", here=tmp_path)
    (root / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (root / "yes-from-ana.png").write_bytes(next(collected.glob("*.jpg")).read_bytes())
    ugc("import", collected, here=root)
    ugc(*granted("ig:Bqvs0000000"), here=root)
    ugc("render", "--format", "story", here=root)
    (made,) = pictures(root)
    with Image.open(made) as picture:
        picture.load()
        assert (picture.size, picture.mode) == ((1080, 1920), "RGB")
    assert beside(made).is_file() and (made.parent / "manifest.json").is_file()
    assert "@ana" in ugc("inspect", made, here=root)
    assert os.listdir(tmp_path / "glow" / "out") == ["creatives"]  # noqa: PTH208
