"""The room that fetches: what may be asked, what is taken, how it goes on. Real sockets, a real server."""

import shutil
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path

import pytest
from conftest import photo, skip
from file_servers import HERE, Server, self_signed, serving
from hypothesis import given
from hypothesis import strategies as st

from ugc.addresses import bare_url, signature_ends
from ugc.fetching import Fetched, Parts, Policy, Refusal, fetch, refusal_of
from ugc.fetching.policy import is_public

DATA = photo((300, 200))
MOST = 10_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(DATA) as told:
        yield told


def got(server: Server, path: str, folder: Path, *, most: int = MOST, **policy: object) -> Fetched | Refusal:
    server.asked.clear()
    url = server.url(path)
    return fetch(url, Parts(folder).of(bare_url(url)), most_bytes=most, policy=server.policy(**policy))


# --- what may be asked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::5db8:d822", True),  # NAT64 of a public address
        ("0.0.0.0", False),  # this machine
        ("0.1.2.3", False),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # a cloud's metadata
        ("100.64.0.1", False),  # behind a carrier's NAT
        ("100.100.100.200", False),  # another cloud's metadata
        ("192.0.0.192", False),  # a third one's
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("203.0.113.5", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),  # IPv4 in an old form
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),  # it is what it carries
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::5db8:d822", False),
        ("2002:7f00:1::", False),  # 6to4
        ("2002:a00:1::1", False),
        ("2001:0:7f00:1:0:0:0:0", False),  # Teredo
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("3fff::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@given(st.ip_addresses(v=4))
def test_no_form_of_an_address_is_more_public_than_itself(address: IPv4Address) -> None:
    number = int(address)
    for form in (f"::ffff:{address}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}"):
        assert is_public(ip_address(form)) is is_public(address)
    if not address.is_global:
        assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://cdn.example/a.jpg", None),
        ("http://cdn.example:80/a%20b.jpg?x=1", None),
        ("https://cdn.example./ü b.jpg", None),
        ("https://bücher.example/a.jpg", None),
        ("https://93.184.216.34/a.jpg", None),
        ("ftp://cdn.example/a.jpg", "address"),
        ("file:///etc/passwd", "address"),
        ("gopher://cdn.example/", "address"),
        ("data:image/png;base64,AAAA", "address"),
        ("//cdn.example/a.jpg", "address"),
        ("https:///a.jpg", "address"),
        ("https://cdn.example:22/a.jpg", "address"),
        ("https://cdn.example:99999/a.jpg", "address"),
        ("https://ana@cdn.example/a.jpg", "address"),
        ("https://ana:pw@cdn.example/a.jpg", "address"),
        ("https://cdn.example\\@127.0.0.1/", "address"),
        ("https://cdn.example/a\r\nHost: x", "address"),
        ("https://cdn.example/a\x00.jpg", "address"),
        ("https://cdn .example/a.jpg", "address"),
        ("https://cdn.example/" + "a" * 9000, "address"),
        ("http://2130706433/", "address"),
        ("http://0x7f000001/", "address"),
        ("http://0177.0.0.1/", "address"),
        ("http://127.1/", "address"),
        ("http://0x7f.0.0.1/", "address"),
        ("http://127.0.0.1/", "private"),
        ("http://127.0.0.1./", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://[fe80::1%25eth0]/", "address"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://１２７.０.０.１/", "private"),  # digits of another width mean the same
    ],
)
def test_which_forms_of_an_address_are_asked(url: str, code: str | None) -> None:
    refusal = refusal_of(url, Policy())
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("leads_to", "code"),
    [
        (["127.0.0.1"], "private"),
        (["10.1.2.3"], "private"),
        (["93.184.216.34", "127.0.0.1"], "private"),  # one private one is enough
        (["fe80::1%eth0"], "private"),
        (["::ffff:192.168.0.1"], "private"),
        ([], "network"),
    ],
)
def test_a_name_is_asked_only_if_all_it_leads_to_is_public(
    leads_to: list[str], code: str, tmp_path: Path
) -> None:
    policy = Policy(resolve=lambda *_: leads_to)
    answer = fetch("http://cdn.example/a.jpg", Parts(tmp_path).of("x"), most_bytes=MOST, policy=policy)
    assert isinstance(answer, Refusal) and answer.code == code
    assert not list(tmp_path.iterdir())


def test_a_name_is_looked_up_once_for_a_question_so_that_its_answer_cannot_change(
    server: Server, tmp_path: Path
) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    policy = server.policy(resolve=lambda *_: next(answers))
    url = f"http://cdn.example:{server.port}/plain.jpg"
    server.asked.clear()
    answer = fetch(url, Parts(tmp_path).of(url), most_bytes=MOST, policy=policy)
    assert isinstance(answer, Fetched)
    assert server.asked[0][1]["Host"] == f"cdn.example:{server.port}"
    assert next(answers) == ["10.0.0.1"]


def test_this_machine_is_refused_without_an_exception_for_it(server: Server, tmp_path: Path) -> None:
    server.asked.clear()
    for name in ("localhost", "127.0.0.1"):
        url = f"http://{name}:{server.port}/plain.jpg"
        policy = Policy(ports=frozenset({server.port}))
        answer = fetch(url, Parts(tmp_path).of(url), most_bytes=MOST, policy=policy)
        assert isinstance(answer, Refusal) and answer.code == "private"
    assert not server.asked


# --- what is taken -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/plain.jpg", "/hop.jpg", "/octets.bin", "/busy.jpg", "/cut.jpg", "/norange.jpg"]
)
def test_the_whole_file_comes(path: str, server: Server, tmp_path: Path) -> None:
    answer = got(server, path, tmp_path)
    assert isinstance(answer, Fetched), answer
    assert answer.path.read_bytes() == DATA and answer.size == len(DATA)


@pytest.mark.parametrize("path", ["/cut_changed.jpg", "/elsewhere.jpg"])
def test_parts_of_two_files_are_never_put_together(path: str, server: Server, tmp_path: Path) -> None:
    answer = got(server, path, tmp_path)
    assert isinstance(answer, Fetched), answer
    assert answer.path.read_bytes() == DATA


def test_a_cut_file_goes_on_from_where_it_was(server: Server, tmp_path: Path) -> None:
    got(server, "/cut.jpg", tmp_path)
    (_, first), (_, second) = server.asked
    assert "Range" not in first
    assert second["Range"] == f"bytes={len(DATA) // 2}-" and second["If-Range"] == '"v1"'


def test_a_server_that_cannot_go_on_is_asked_for_all_of_it(server: Server, tmp_path: Path) -> None:
    got(server, "/norange.jpg", tmp_path)
    assert len(server.asked) == 2 and "If-Range" in server.asked[1][1]


@pytest.mark.parametrize(
    ("path", "code", "word", "asked"),
    [
        ("/loop.jpg", "redirect", "more than 5 times", 6),
        ("/private.jpg", "private", "169.254.169.254", 1),
        ("/file.jpg", "address", "only http", 1),
        ("/nowhere.jpg", "redirect", "where to", 1),
        ("/page.jpg", "page", "a page, not a file", 1),
        ("/json.jpg", "page", "a page, not a file", 1),
        ("/text.jpg", "page", "a page, not a file", 1),
        ("/lyingtype.jpg", "page", "a page, not a file", 1),
        ("/program.jpg", "not_media", "neither", 1),
        ("/empty.jpg", "not_media", "empty", 1),
        ("/packed.jpg", "answer", "packed", 1),
        ("/huge.jpg", "too_large", "1,000,000,000,000 bytes", 1),
        ("/endless.jpg", "too_large", "on and on", 1),
        ("/lying.jpg", "cut", "ended after", 3),
        ("/noise.jpg", "answer", "not HTTP", 1),
        ("/status/403", "expired", "expired", 1),
        ("/status/410", "expired", "expired", 1),
        ("/status/401", "expired", "expired", 1),
        ("/status/404", "status", "no file", 1),
        ("/status/500", "status", "internal server error", 1),
        ("/status/206", "status", "partial content", 1),
        ("/status/204", "status", "no content", 1),
        ("/busy/always", "status", "busy", 3),
        ("/busy/long", "status", "3,600 seconds", 1),
    ],
)
def test_what_is_no_file_is_refused_in_words(
    path: str, code: str, word: str, asked: int, server: Server, tmp_path: Path
) -> None:
    answer = got(server, path, tmp_path)
    assert isinstance(answer, Refusal), answer
    assert (answer.code, len(server.asked)) == (code, asked), answer
    assert word in answer.why and "127.0.0.1:" not in answer.why


@pytest.mark.parametrize("path", ["/page.jpg", "/program.jpg", "/huge.jpg", "/endless.jpg", "/packed.jpg"])
def test_nothing_is_left_of_what_is_of_no_use(path: str, server: Server, tmp_path: Path) -> None:
    got(server, path, tmp_path)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("path", "limits"),
    [
        ("/drip.jpg", {"whole_s": 0.5}),
        ("/driphead.jpg", {"whole_s": 0.5}),
        ("/silent.jpg", {"whole_s": 0.5}),
        ("/silent.jpg", {"idle_s": 0.2}),
    ],
)
def test_patience_ends(path: str, limits: dict[str, float], server: Server, tmp_path: Path) -> None:
    answer = got(server, path, tmp_path, **limits)
    assert isinstance(answer, Refusal) and answer.code == "slow", answer


def test_a_server_is_waited_for_as_long_as_it_asks(server: Server, tmp_path: Path) -> None:
    waited: list[float] = []
    assert isinstance(got(server, "/busy.jpg", tmp_path, pause=waited.append), Fetched)
    assert waited == [1]


def test_servers_learn_of_the_program_and_of_nobody(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://10.0.0.1:3128")
    monkeypatch.setenv("ALL_PROXY", "http://10.0.0.1:3128")
    assert isinstance(got(server, "/plain.jpg", tmp_path), Fetched)
    ((_, told),) = server.asked
    assert told.pop("User-Agent").startswith("ugc-toolkit/")
    assert told.pop("Accept-Encoding") == "identity"
    assert set(told) == {"Host", "Accept", "Connection"}


def test_the_largest_file_that_is_taken_is_as_large_as_was_said(server: Server, tmp_path: Path) -> None:
    assert isinstance(got(server, "/plain.jpg", tmp_path / "a", most=len(DATA)), Fetched)
    refused = got(server, "/plain.jpg", tmp_path / "b", most=len(DATA) - 1)
    assert isinstance(refused, Refusal) and refused.code == "too_large"


def test_a_file_that_is_whole_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    got(server, "/plain.jpg", tmp_path)
    assert isinstance(got(server, "/plain.jpg?oe=6123C4B2", tmp_path), Fetched)
    assert not server.asked


def test_a_machine_that_is_not_there(tmp_path: Path) -> None:
    policy = Policy(allowed=(HERE,), ports=frozenset({9}), pause=lambda _: None)
    answer = fetch("http://127.0.0.1:9/a.jpg", Parts(tmp_path).of("x"), most_bytes=MOST, policy=policy)
    assert isinstance(answer, Refusal) and answer.code == "network"


# --- encrypted ---------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if not shutil.which("openssl"):
        skip("openssl is not installed")
    return self_signed(tmp_path)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, tmp_path: Path) -> None:
    with serving(DATA, certificate=certificate) as server:
        answer = got(server, "/plain.jpg", tmp_path / "parts")
        assert isinstance(answer, Refusal) and answer.code == "certificate"
        assert not server.asked


def test_a_certificate_must_be_the_hosts(certificate: Path, tmp_path: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    with serving(DATA, certificate=certificate) as server:
        assert isinstance(got(server, "/plain.jpg", tmp_path / "parts", trust=trust), Fetched)
        url = f"https://cdn.example:{server.port}/plain.jpg"
        policy = server.policy(trust=trust, resolve=lambda *_: ["127.0.0.1"])
        answer = fetch(url, Parts(tmp_path).of(url), most_bytes=MOST, policy=policy)
        assert isinstance(answer, Refusal) and answer.code == "certificate"


def test_it_is_not_led_from_an_encrypted_address_to_a_plain_one(certificate: Path, tmp_path: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    with serving(DATA, certificate=certificate) as server:
        answer = got(server, "/down.jpg", tmp_path / "parts", trust=trust)
        assert isinstance(answer, Refusal) and answer.code == "redirect"
        assert len(server.asked) == 1


# --- what an address tells of itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "ends"),
    [
        ("oh=00_AfB&oe=6123C4B2", datetime(2021, 8, 23, 15, 54, 26, tzinfo=UTC)),
        ("x-expires=1629734066&x-signature=a", datetime(2021, 8, 23, 15, 54, 26, tzinfo=UTC)),
        ("Expires=1629734066&Signature=a", datetime(2021, 8, 23, 15, 54, 26, tzinfo=UTC)),
        ("X-Amz-Date=20210823T155426Z&X-Amz-Expires=60", datetime(2021, 8, 23, 15, 55, 26, tzinfo=UTC)),
        ("X-Amz-Date=20219923T155426Z&X-Amz-Expires=60", None),
        ("oe=tomorrow", None),
        ("expires=never", None),
        ("w=1080", None),
        ("", None),
    ],
)
def test_when_a_signature_ends(query: str, ends: datetime | None) -> None:
    assert signature_ends(f"https://cdn.example/a.jpg?{query}") == ends


def test_an_exception_is_of_one_network_alone() -> None:
    policy = Policy(allowed=(ip_network("127.0.0.1/32"),))
    assert policy.admits(ip_address("127.0.0.1")) and not policy.admits(ip_address("127.0.0.2"))
