"""`ugc fetch`, and that nothing else in the program goes to the network."""

import ast
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected, photo
from file_servers import Server, serving, wait_until

ROOT = Path(__file__).resolve().parent.parent
DATA = photo((300, 200))
POST = "ig:BareBareBa1"
PERMALINK = "https://www.instagram.com/p/BareBareBa1/"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(DATA) as told:
        yield told


def fetched(shop: Shop, server: Server, *arguments: str, code: int = 0) -> dict[str, Any]:
    """Run the command under a policy by which this machine is asked."""
    from ugc.cli.app import run

    shop._capture.readouterr()
    got = run(["fetch", *arguments, "--json"], given=server.policy())
    out, shop.err = shop._capture.readouterr()
    assert got == code, f"exit {got}\n{out}\n{shop.err}"
    document: dict[str, Any] = json.loads(out)
    return document


def sheet(shop: Shop, *addresses: str, name: str = "links.csv") -> str:
    (shop.root / name).write_text(f"url,handle,media\n{PERMALINK},ben,{' | '.join(addresses)}\n", "utf-8")
    shop("import", name)
    return name


def media(shop: Shop) -> list[dict[str, Any]]:
    (post,) = shop("posts", POST, "--json")
    found: list[dict[str, Any]] = post["media"]
    return found


def test_a_sheet_with_an_address_gets_its_picture(empty_shop: Shop, server: Server) -> None:
    sheet(empty_shop, server.url("/plain.jpg"))
    assert not media(empty_shop) and not server.asked  # an import asks nobody
    done = fetched(empty_shop, server)
    assert [item["post"] for item in done["fetched"]] == [POST] and not done["failed"]
    (picture,) = media(empty_shop)
    assert (picture["width"], picture["role"], picture["name"]) == (300, "original", "plain.jpg")
    (post,) = empty_shop("posts", "import:last", "--json")
    assert (post["id"], post["author"]["handle"], post["permalink"]) == (POST, "ben", PERMALINK)
    assert not list((empty_shop.root / ".ugc" / "cache" / "fetch").glob("*.part"))


def test_what_is_there_is_not_asked_for_again(empty_shop: Shop, server: Server) -> None:
    name = sheet(empty_shop, server.url("/plain.jpg"))
    fetched(empty_shop, server)
    empty_shop("import", name)
    again = fetched(empty_shop, server)
    assert (again["fetched"], again["failed"], again["there"]) == ([], [], 1)
    assert len(server.asked) == 1


def test_one_that_fails_costs_that_one(empty_shop: Shop, server: Server) -> None:
    sheet(empty_shop, *map(server.url, ("/status/403", "/page.jpg", "/half.jpg", "/plain.jpg")))
    done = fetched(empty_shop, server, code=3)
    assert [item["code"] for item in done["failed"]] == ["expired", "page", "not_media"]
    assert len(media(empty_shop)) == 1


def test_files_stand_in_the_places_that_their_source_gives_them(empty_shop: Shop, tmp_path: Path) -> None:
    """The second first, as the first fails; then the first, which goes before it; the third was on disk."""
    with serving(photo((300, 200))) as one, serving(photo((400, 200), seed=2)) as two:
        (empty_shop.root / "c.jpg").write_bytes(photo((500, 200), seed=3))
        sheet(empty_shop, one.url("/status/403/a.jpg"), two.url("/plain/b.jpg"), "c.jpg")
        policy = one.policy(ports=frozenset({one.port, two.port}))
        from ugc.cli.app import run

        assert run(["fetch"], given=policy) == 3
        assert [item["width"] for item in media(empty_shop)] == [400, 500]
        one.data = photo((300, 200))
        sheet(empty_shop, one.url("/plain/a.jpg"), two.url("/plain/b.jpg"), "c.jpg", name="again.csv")
        assert run(["fetch"], given=policy) == 0
        assert [item["width"] for item in media(empty_shop)] == [300, 400, 500]


def test_this_machine_is_refused_as_the_command_stands(empty_shop: Shop, server: Server) -> None:
    sheet(empty_shop, server.url("/plain.jpg"))
    done = empty_shop("fetch", "--json", code=3)
    assert done["failed"][0]["code"] == "private" and not server.asked


def test_no_network_is_the_machines_refusal(empty_shop: Shop, server: Server) -> None:
    from ugc.cli.app import run

    sheet(empty_shop, "https://cdn.example/a.jpg")

    def nowhere(*_: object) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    assert run(["fetch"], given=server.policy(resolve=nowhere)) == 7


def test_signatures_are_used_and_neither_kept_nor_shown(empty_shop: Shop, server: Server) -> None:
    secret = "6BA43B7F"
    name = sheet(empty_shop, server.url(f"/plain.jpg?oh=00_{secret}&oe=7FFFFFFF"))
    done = fetched(empty_shop, server, code=3)
    assert done["failed"][0]["code"] == "signature" and "--from" in done["failed"][0]["why"]
    assert not server.asked
    done = fetched(empty_shop, server, "--from", name)
    assert secret in server.asked[0][0]
    assert secret not in json.dumps(done) + empty_shop.err
    for path in (empty_shop.root / ".ugc").rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_a_lapsed_signature_is_told_before_anybody_is_asked(empty_shop: Shop, server: Server) -> None:
    name = sheet(empty_shop, server.url("/plain.jpg?oe=6123C4B2"))
    done = fetched(empty_shop, server, "--from", name, code=3)
    assert done["failed"][0]["code"] == "lapsed" and "2021-08-23" in done["failed"][0]["why"]
    assert not server.asked


def test_a_rehearsal_asks_nobody_and_keeps_nothing(empty_shop: Shop, server: Server) -> None:
    sheet(empty_shop, server.url("/plain.jpg"))
    done = fetched(empty_shop, server, "--dry-run")
    assert [item["size"] for item in done["fetched"]] == [None]
    assert not server.asked and not media(empty_shop)


def test_only_what_is_selected_is_asked_for(empty_shop: Shop, server: Server) -> None:
    sheet(empty_shop, server.url("/plain.jpg"))
    assert not fetched(empty_shop, server, "kind:story")["fetched"]
    assert not server.asked
    empty_shop("fetch", "--from", "nowhere", code=2)


def test_a_file_of_a_record_of_gallery_dl_comes_as_the_same_post(empty_shop: Shop, server: Server) -> None:
    folder = collected(empty_shop.root.parent / "collected")
    (record,) = folder.glob("*.json")
    told = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps({**told, "display_url": server.url("/plain.jpg?oh=1")}), "utf-8")
    for path in folder.glob("*.jpg"):
        path.unlink()
    empty_shop("import", folder)
    fetched(empty_shop, server, "--from", str(folder))
    (post,) = empty_shop("posts", "--json")
    assert [item["name"] for item in post["media"]] == [record.name.removesuffix(".json")]


def test_killed_it_goes_on_from_where_it_was(empty_shop: Shop, tmp_path: Path) -> None:
    with serving(photo((2400, 3000))) as server:
        sheet(empty_shop, server.url("/slow.jpg"))
        script = tmp_path / "fetch.py"
        script.write_text(
            "import sys\nfrom ipaddress import ip_network\nfrom ugc.cli.app import run\n"
            "from ugc.fetching import Policy\n"
            f"policy = Policy(allowed=(ip_network('127.0.0.1/32'),), ports=frozenset({{{server.port}}}))\n"
            "sys.exit(run(['fetch', '--json'], given=policy))\n"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, script]
        parts = empty_shop.root / ".ugc" / "cache" / "fetch"
        with subprocess.Popen(
            command, cwd=empty_shop.root, env=environment, stdout=subprocess.DEVNULL
        ) as running:
            wait_until(lambda: any(part.stat().st_size > 8192 for part in parts.glob("*.part")))
            other = subprocess.run(
                command, cwd=empty_shop.root, env=environment, capture_output=True, text=True
            )
            assert other.returncode == 7 and "Another" in other.stderr
            running.send_signal(signal.SIGKILL)
        (part,) = parts.glob("*.part")
        there = part.stat().st_size
        assert 8192 < there < len(server.data) and server.data.startswith(part.read_bytes())
        done = subprocess.run(command, cwd=empty_shop.root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert server.asked[-1][1]["Range"] == f"bytes={there}-"
        assert media(empty_shop)[0]["size"] == len(server.data)
        assert not list(parts.glob("*.part"))


def test_an_erased_file_does_not_come_back(shop: Shop, tmp_path: Path) -> None:
    (original,) = (tmp_path / "collected").glob("*.jpg")
    shop("forget", "@ana", "--by", "Mo", "--why", "she asked", "--yes")
    with serving(original.read_bytes()) as server:
        sheet(shop, server.url("/plain.jpg"))
        done = fetched(shop, server, code=3)
    assert done["failed"][0]["code"] == "erased" and not media(shop)
    assert not [path for path in (shop.root / ".ugc" / "media").rglob("*") if path.is_file()]


# --- nothing else goes to the network ----------------------------------------------------------------------------

NETWORK = {
    *(
        "socket",
        "ssl",
        "http",
        "urllib.request",
        "urllib3",
        "requests",
        "httpx",
        "aiohttp",
        "asyncio",
        "websockets",
    ),
    *(
        "ftplib",
        "smtplib",
        "poplib",
        "imaplib",
        "telnetlib",
        "xmlrpc",
        "socketserver",
        "webbrowser",
        "_socket",
        "_ssl",
    ),
}
MAY = {
    "fetching": "the room that fetches",
    "gallery/answering.py": "`ugc gallery serve`: a server for this machine alone; it opens no connection",
}
"""Two places more go to the network without a module of this list, and only where a person set them up: c2pa's
library asks the `timestamp_url` of ugc.toml, and the package `keyring` talks to the system's own service."""


def network_imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__"):
                found.add(str(node.args[0].value))
    return {name for name in found if any(name == other or name.startswith(f"{other}.") for other in NETWORK)}


def test_network_modules_are_imported_by_the_room_that_fetches_alone() -> None:
    users = {
        str(path.relative_to(ROOT / "ugc"))
        for path in (ROOT / "ugc").rglob("*.py")
        if network_imports(path) - {"http", "http.HTTPStatus"}
    }
    assert {name for name in users if name.startswith("fetching/")}
    assert users - {name for name in users if name.startswith("fetching/")} == MAY.keys() - {"fetching"}


def test_every_other_command_runs_where_sockets_are_forbidden(empty_shop: Shop, tmp_path: Path) -> None:
    collected(tmp_path / "collected")
    guard = tmp_path / "guard.py"
    guard.write_text(
        "import sys\n"
        "def refuse(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'socket.bind', 'socket.__new__'):\n"
        "        print('NETWORK', event, file=sys.stderr, flush=True)\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(refuse)\n"
        "from ugc.cli.app import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(int(NOON.timestamp()))}

    def guarded(*typed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, guard, *typed]
        return subprocess.run(command, cwd=empty_shop.root, env=environment, capture_output=True, text=True)

    (empty_shop.root / "links.csv").write_text(f"url,media\n{PERMALINK},https://93.184.216.34/a.jpg\n")
    for typed in (["import", "../collected", "links.csv"], ["posts"], ["doctor"], ["fetch", "--dry-run"]):
        done = guarded(*typed)
        assert "NETWORK" not in done.stderr and done.returncode in (0, 6), (typed, done.stderr)
    empty_shop.grant()
    done = guarded("render", "--format", "story")
    assert done.returncode == 0 and "NETWORK" not in done.stderr, done.stderr
    assert empty_shop.creatives
    assert "NETWORK" in guarded("fetch").stderr  # the guard does guard
