"""Building a gallery: killed at any moment, built again, served while it changes; what comes out is the same."""

import json
import random
import re
import signal
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import photo, put
from PIL import Image
from processes import copied, ended, ran, start, workspace

GRANT = (
    "--method dm_yes --purpose onsite --channel brand_site --territory US --from 2018-01-01 --until perpetual "
    "--edits standard --terms terms-v3.txt --evidence yes-from-ana.png --credit adjacent"
).split()
BUILD = ("gallery", "build", "#GlowRun")
GLOW = "out/gallery/glowrun"
POSTS = 18
SEED = 20261126
say = print  # shown when a test fails: what is needed to see it again


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eighteen posts by three creators that may be shown; nothing is built."""
    folder = tmp_path_factory.mktemp("building")
    root = workspace(folder / "glow", None)
    for number in range(POSTS):
        picture = photo(seed=number, size=(1080, 1350))
        put(
            folder / "collected",
            f"Cbld{number:07}",
            picture,
            username=("ana", "bea", "cleo")[number % 3],
            day=number + 1,
        )
    ran(root, "import", folder / "collected")
    ran(root, "rights", "grant", "@ana", "@bea", "@cleo", *GRANT)
    return root


@pytest.fixture
def root(base: Path, tmp_path: Path) -> Path:
    return copied(base, tmp_path / "glow")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def check_whole(folder: Path) -> None:
    """Every file that stands under its own name is a whole one."""
    for path in folder.rglob("*"):
        if path.name.startswith(".part-"):
            continue
        if path.suffix in (".avif", ".webp", ".jpg"):
            with Image.open(path) as picture:
                picture.load()
        elif path.suffix == ".html":
            assert path.read_text("utf-8").rstrip().endswith("</html>"), path
        elif path.suffix == ".json":
            json.loads(path.read_text("utf-8"))


def test_killed_at_any_moment_a_build_leaves_whole_files_and_the_next_one_finishes(
    root: Path, base: Path
) -> None:
    rng = random.Random(SEED)
    folder = root / GLOW
    ran(root, *BUILD, "--out", "fresh")
    fresh = files(root / "fresh")
    for _ in range(6):
        process = start(root, *BUILD)
        before = len(list((folder / "m").glob("*"))) if folder.exists() else 0
        many = rng.randrange(1, 30)
        while process.poll() is None and len(list((folder / "m").glob("*"))) < before + many:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        say(f"killed with {len(files(folder)) if folder.exists() else 0} files")
        if folder.exists():
            check_whole(folder)
    ran(root, *BUILD)
    assert {name: data for name, data in files(folder).items() if ".part-" not in name} == fresh
    told = json.loads(ran(root, "gallery", "verify", GLOW, "--json").out)
    assert told[0]["astray"] == [] and told[0]["missing"] == []


def test_killed_while_a_revoked_post_goes_nothing_of_it_is_left_by_the_next_build(root: Path) -> None:
    ran(root, *BUILD)
    folder = root / GLOW
    record = json.loads(folder.with_name("glowrun.rights.json").read_text("utf-8"))
    theirs = {
        name.partition("/")[2]
        for post in record["posts"]
        if post["page"].startswith("post/bea-")
        for piece in post["pieces"]
        for name in piece["files"]
    }
    assert theirs
    ran(root, "rights", "revoke", "@bea", "--why", "she asked")
    process = start(root, *BUILD, "--theme", "masonry")
    while process.poll() is None and all((folder / name).exists() for name in theirs):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    ran(root, *BUILD, "--theme", "masonry")
    assert not theirs & files(folder).keys()
    assert not any(b"@bea" in data for name, data in files(folder).items() if not name.startswith("m/"))


@pytest.mark.parametrize("theme", ["grid", "justified"])
def test_what_is_built_upon_an_earlier_build_is_what_a_fresh_one_gives(
    root: Path, tmp_path: Path, theme: str
) -> None:
    """Pages that would come out the same are not made again: each change has to reach every page that it shows on."""
    put(tmp_path / "more", "Cmore000001", photo(seed=99), username="ana", day=25)
    (root / "feed.csv").write_text(
        "id,title,price,link\nserum,Serum,49.00 USD,https://brand.example/s\n", "utf-8"
    )
    changes = (
        ("rights", "hold", "ig:Cbld0000007", "--why", "a question"),
        ("import", tmp_path / "more"),
        ("products", "import", "feed.csv"),
        ("tag", "ig:Cbld0000003", "--product", "serum", "--at", "0.4,0.3"),
        ("alt", "ig:Cbld0000004", "A shelf with a bottle"),
        ("focus", "ig:Cbld0000005", "0.2,0.2"),
    )
    for number, change in enumerate([(), *changes]):
        if change:
            ran(root, *change)
        ran(root, *BUILD, "--theme", theme)
        ran(root, *BUILD, "--theme", theme, "--out", f"fresh-{number}")
        assert files(root / GLOW) == files(root / f"fresh-{number}"), change
    settings = root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8")
        .replace("[gallery] ", "[gallery]")
        .replace(
            'url = ""                             # where', 'url = "https://brand.example/glow/"  # where'
        ),
        "utf-8",
    )
    own = root / "templates" / "gallery" / theme
    own.mkdir(parents=True)
    (own / "foot.html").write_text("<footer>{{ site.posts }} posts, built {{ site.day }}</footer>", "utf-8")
    ran(root, *BUILD, "--theme", theme)
    ran(root, *BUILD, "--theme", theme, "--out", "fresh-own")
    assert files(root / GLOW) == files(root / "fresh-own")
    assert "18 posts, built 2026-11-22" in (root / GLOW / "index.html").read_text("utf-8")


def test_a_page_that_somebody_changed_is_made_anew(root: Path) -> None:
    ran(root, *BUILD)
    page = root / GLOW / "index.html"
    kept = page.read_bytes()
    page.write_bytes(kept.replace(b"#GlowRun", b"#SomethingElse"))
    ran(root, *BUILD)
    assert page.read_bytes() == kept


def test_it_is_served_and_built_again_when_the_records_change(root: Path) -> None:
    ran(root, *BUILD)
    process = start(root, "gallery", "serve", "glowrun", "--port", "0")
    try:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert address

        def asked(path: str) -> tuple[int, str, str]:
            request = urllib.request.Request(address[0] + path, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request, timeout=10) as answer:
                return (
                    answer.status,
                    answer.headers["Content-Type"],
                    answer.headers.get("Content-Encoding") or "",
                )

        assert asked("index.html") == (200, "text/html; charset=utf-8", "gzip")
        picture = next((root / GLOW / "m").glob("*.avif")).name
        assert asked(f"m/{picture}") == (200, "image/avif", "")
        page = next((root / GLOW / "post").glob("bea-*.html"))
        ran(root, "rights", "hold", "@bea", "--why", "a question")
        for _ in range(200):
            if not page.exists():
                break
            time.sleep(0.1)
        assert not page.exists(), "it is built again within some seconds"
    finally:
        process.send_signal(signal.SIGINT)
        ended(process, code=130)
