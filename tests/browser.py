"""Chromium as an independent reader of our pages: it measures what a script asks for, and takes pictures."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import skip
from PIL import Image

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --allow-file-access-from-files --hide-scrollbars"
).split()
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')


def asked(page: str, script: str, *, folder: Path, width: int, dark: bool = False) -> Any:
    """Show a page `width` CSS pixels wide and return what a script finds in its `document`, as JSON.

    The script runs in a page around it; only the policy, which would stop that too, is taken out.
    """
    text = _POLICY.sub("", _darkened(page) if dark else page)
    (folder / "page.html").write_text(text, "utf-8")
    host = folder / "host.html"
    host.write_text(
        f'<iframe id=f src="page.html" width="{width}" height="900" style="border:0"></iframe><p id=w></p>'
        "<script>f.onload=()=>{const document=f.contentDocument,view=f.contentWindow;"
        f"w.textContent='@@'+JSON.stringify((()=>{{{script}}})())+'@@'}}</script>",
        "utf-8",
    )
    done = _run(folder, "--window-size=1800,1200", "--virtual-time-budget=5000", "--dump-dom", host.as_uri())
    found = re.search(r"@@(.*?)@@</p>", done.stdout, re.DOTALL)
    assert found, done.stderr[-500:]
    return json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def picture(page: str, *, folder: Path, size: tuple[int, int]) -> Image.Image:
    """Return the page as it is, policy and all, as wide and high as it is asked for in CSS pixels."""
    (folder / "whole.html").write_text(page, "utf-8")
    host = folder / "frame.html"
    host.write_text(
        '<body style="margin:0"><iframe src="whole.html" style="border:0;display:block" '
        f'width="{size[0]}" height="{size[1]}"></iframe>',
        "utf-8",
    )
    made = folder / "page.png"
    _run(folder, f"--screenshot={made}", f"--window-size={max(size[0], 600)},{size[1]}", host.as_uri())
    with Image.open(made) as image:
        return image.convert("RGB").crop((0, 0, *size))


def _darkened(page: str) -> str:
    """The page as it is where the reader's system is dark."""
    assert "@media screen and (prefers-color-scheme: dark)" in page
    return page.replace("@media screen and (prefers-color-scheme: dark)", "@media screen").replace(
        "color-scheme: light dark;", "color-scheme: dark;"
    )


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        skip("Chromium is not installed")
        pytest.fail("not reached")
    profile = f"--user-data-dir={folder / 'profile'}"
    return subprocess.run(
        [program, *_FLAGS, _OFFLINE, profile, *arguments], capture_output=True, text=True, timeout=120
    )
