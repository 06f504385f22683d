"""Time-stamps made by a real authority, OpenSSL's, with certificates of our own: what fits, and what does not."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, skip

from ugc import timestamp
from ugc.errors import InputError, RefusedError

HEAD = "3f" * 32
POLICY = "1.3.6.1.4.1.99999.1"
_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/stamper.pem
signer_key = {folder}/stamper.key
certs = {folder}/root.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha1, sha256, sha384, sha512
accuracy = secs:1, millisecs:500
tsa_name = yes
ess_cert_id_alg = sha256
"""
_AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
_STAMPER = "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n"


class Authority:
    """A root, one authority below it, and certificates that stamp: made with the `openssl` command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        self.run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
            "-keyout", "root.key", "-out", "root.pem", "-subj", "/O=Test Trust/CN=Test Root",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
        )  # fmt: skip
        eku = "extendedKeyUsage=critical,timeStamping\n"
        self.certify("below", issuer="root", text=_AUTHORITY)
        self.certify("stamper", issuer="root", text=_STAMPER + eku)
        self.certify("deeper", issuer="below", text=_STAMPER + eku)

    def run(self, *arguments: str, fails: bool = False) -> str:
        done = subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60
        )
        assert fails or done.returncode == 0, done.stderr
        return done.stdout

    def certify(self, name: str, *, issuer: str, text: str) -> None:
        (self.folder / f"{name}.ext").write_text(text)
        self.run(
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
            "-subj", f"/O=Test Trust/CN=Test {name.title()}",
        )  # fmt: skip
        self.run(
            "x509", "-req", "-in", f"{name}.csr", "-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key",
            "-CAcreateserial", "-days", "3650", "-extfile", f"{name}.ext", "-out", f"{name}.pem",
        )  # fmt: skip

    def stamp(
        self,
        data: bytes,
        *,
        digest: str = "sha256",
        certificates: bool = True,
        signer: str | None = None,
        chain: str | None = None,
    ) -> Path:
        """Ask and answer as over the network, and return the reply."""
        number = len(list(self.folder.glob("*.tsr")))
        asked, reply = self.folder / f"{number}.tsq", self.folder / f"{number}.tsr"
        (self.folder / "data").write_bytes(data)
        wanted = ["-cert"] if certificates else []
        self.run("ts", "-query", "-data", "data", f"-{digest}", *wanted, "-out", str(asked))
        other = ["-signer", f"{signer}.pem", "-inkey", f"{signer}.key"] if signer else []
        other += ["-chain", f"{chain}.pem"] if chain else []
        answer = ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", str(asked), "-out", str(reply), *other]
        self.run(*answer, fails=digest == "md5")
        return reply

    def pem(self, *names: str) -> Path:
        """Return a file with several certificates."""
        path = self.folder / f"{'-'.join(names)}.several"
        path.write_bytes(b"".join((self.folder / f"{name}.pem").read_bytes() for name in names))
        return path


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if not shutil.which("openssl"):
        skip("openssl is not installed")
    pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def reply(authority: Authority) -> Path:
    return authority.stamp(timestamp.head_file(HEAD))


def checked(path: Path, authority: Path | None = None) -> timestamp.Stamp:
    return timestamp.check(timestamp.read(path), authority=authority)


def test_what_is_stamped_is_the_digits_and_a_newline() -> None:
    assert timestamp.head_file(HEAD) == b"3f" * 32 + b"\n"


def test_a_stamp_that_leads_to_the_root(authority: Authority, reply: Path) -> None:
    """Held against what OpenSSL prints of the same token."""
    told = authority.run("ts", "-reply", "-in", str(reply), "-text")
    stamp = checked(reply, authority.folder / "root.pem")
    assert f"Time stamp: {stamp.at:%b} {stamp.at.day:>2} {stamp.at:%H:%M:%S %Y} GMT" in told
    assert f"Serial number: {stamp.serial[:2]}{stamp.serial[2:].zfill(2)}" in told
    assert (stamp.policy, stamp.accuracy_s) == (POLICY, 1.5)
    assert stamp.authority == "CN=Test Stamper,O=Test Trust" and stamp.issuer == "CN=Test Root,O=Test Trust"
    assert stamp.vouched
    token = timestamp.read(reply)
    assert timestamp.fits(token, HEAD) and not timestamp.fits(token, "3e" + HEAD[2:])


def test_openssl_says_the_same(authority: Authority, reply: Path) -> None:
    (authority.folder / "head.txt").write_bytes(timestamp.head_file(HEAD))
    asked = ("ts", "-verify", "-data", "head.txt", "-in", str(reply), "-CAfile", "root.pem")
    assert "OK" in authority.run(*asked)
    (authority.folder / "head.txt").write_bytes(timestamp.head_file("3e" + HEAD[2:]))
    assert "OK" not in authority.run(*asked, fails=True)


def test_without_an_authority_nobody_vouches(reply: Path) -> None:
    stamp = checked(reply)
    assert not stamp.vouched and stamp.authority == "CN=Test Stamper,O=Test Trust"


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_the_hashes_that_are_taken(authority: Authority, digest: str) -> None:
    token = timestamp.read(authority.stamp(timestamp.head_file(HEAD), digest=digest))
    assert token.algorithm == digest and timestamp.fits(token, HEAD)
    assert timestamp.check(token, authority=authority.folder / "root.pem").vouched


CHAINS: list[tuple[dict[str, Any], tuple[str, ...] | None, type[Exception] | None, str]] = [
    # how it was stamped, the certificates given, what is raised, words of it
    ({"signer": "deeper", "chain": "below"}, ("root",), None, ""),
    ({"signer": "deeper", "chain": "below"}, ("root", "below"), None, ""),
    ({"signer": "deeper", "chain": "deeper"}, ("root", "below"), None, ""),
    ({"certificates": False}, ("root", "stamper"), None, ""),
    ({"signer": "deeper", "chain": "below"}, None, InputError, "does not hold its authority's root"),
    (
        {"signer": "deeper", "chain": "deeper"},
        ("root",),
        RefusedError,
        "does not lead to one that is trusted",
    ),
    ({"signer": "deeper", "chain": "below"}, ("below",), InputError, "holds no root certificate"),
    ({"certificates": False}, ("root",), InputError, "does not hold the certificate that signed it"),
    ({"certificates": False}, None, InputError, "does not hold the certificate that signed it"),
]


@pytest.mark.parametrize(("how", "given", "error", "words"), CHAINS)
def test_where_certificates_lead(
    authority: Authority,
    how: dict[str, Any],
    given: tuple[str, ...] | None,
    error: type[Exception] | None,
    words: str,
) -> None:
    path = authority.stamp(timestamp.head_file(HEAD), **how)
    pem = authority.pem(*given) if given else None
    if error is None:
        assert checked(path, pem).vouched
        return
    with pytest.raises(error, match=words):
        checked(path, pem)


def test_another_root_does_not_do(authority: Authority, reply: Path, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    with pytest.raises(RefusedError, match="does not lead to one that is trusted here"):
        checked(reply, other.folder / "root.pem")


def test_a_root_in_der(authority: Authority, reply: Path) -> None:
    authority.run("x509", "-in", "root.pem", "-outform", "DER", "-out", "root.der")
    assert checked(reply, authority.folder / "root.der").vouched


@pytest.mark.parametrize(
    "content", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\x30\x82"]
)
def test_what_is_no_certificate(reply: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ca.pem").write_bytes(content)
    with pytest.raises(InputError, match="is not a certificate"):
        checked(reply, tmp_path / "ca.pem")


def test_a_refusal_is_no_stamp(authority: Authority) -> None:
    """OpenSSL refuses MD5, and says so in the reply."""
    path = authority.stamp(b"x", digest="md5")
    with pytest.raises(
        RefusedError, match=r"refused to stamp it \(Message digest algorithm is not supported"
    ):
        timestamp.read(path)


def test_a_weak_hash_is_not_understood(authority: Authority) -> None:
    with pytest.raises(InputError, match=r"1\.3\.14\.3\.2\.26, which is not taken"):
        timestamp.read(authority.stamp(timestamp.head_file(HEAD), digest="sha1"))


@pytest.mark.parametrize("status", [1, 3, 4, 5, 9])
def test_any_other_status_is_no_stamp(reply: Path, tmp_path: Path, status: int) -> None:
    """The status stands outside of what is signed, so it is changed in a real reply."""
    data = reply.read_bytes()
    granted = b"\x30\x03\x02\x01\x00"
    assert data.count(granted) == 1
    (tmp_path / "r.tsr").write_bytes(data.replace(granted, granted[:-1] + bytes([status])))
    with pytest.raises(RefusedError, match="is no time-stamp"):
        timestamp.read(tmp_path / "r.tsr")


@pytest.mark.parametrize("keep", [0, 1, 2, 10, 100, 500, -1])
def test_a_torn_reply_is_not_understood(reply: Path, tmp_path: Path, keep: int) -> None:
    (tmp_path / "r.tsr").write_bytes(reply.read_bytes()[:keep])
    with pytest.raises(InputError, match="not a whole one"):
        timestamp.read(tmp_path / "r.tsr")


@pytest.mark.parametrize(
    "content", [b"hello", bytes(5000), b"\x30" * 5000, b"\x30\x80" * 900, b"<html>404</html>"]
)
def test_what_is_no_reply(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.tsr").write_bytes(content)
    with pytest.raises(InputError):
        timestamp.read(tmp_path / "r.tsr")


def test_a_question_is_no_reply_and_a_huge_file_neither(reply: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a whole one"):
        timestamp.read(reply.with_suffix(".tsq"))
    (tmp_path / "r.tsr").write_bytes(bytes(timestamp.LARGEST + 1))
    with pytest.raises(InputError, match="no time-stamp and no certificate has"):
        timestamp.read(tmp_path / "r.tsr")


def places(data: bytes) -> Iterator[tuple[int, int]]:
    for number, place in enumerate(range(0, len(data), 3)):
        yield place, number % 8


def test_no_flipped_bit_changes_what_a_stamp_says(authority: Authority, reply: Path, tmp_path: Path) -> None:
    """Each flip is refused, not understood, or lies where nothing is said: in a certificate that is not needed."""
    data, root = reply.read_bytes(), authority.folder / "root.pem"
    honest = (timestamp.read(reply).imprint, checked(reply, root))
    outcomes = {"refused": 0, "torn": 0, "same": 0}
    path = tmp_path / "r.tsr"
    for place, bit in places(data):
        now = bytearray(data)
        now[place] ^= 1 << bit
        path.write_bytes(now)
        try:
            token = timestamp.read(path)
            assert (token.imprint, timestamp.check(token, authority=root)) == honest, (place, bit)
            outcomes["same"] += 1
        except RefusedError:
            outcomes["refused"] += 1
        except InputError:
            outcomes["torn"] += 1
    assert outcomes["refused"] > 100 and outcomes["torn"] > 100, outcomes


@pytest.mark.parametrize(
    ("what", "find"),
    [
        ("the imprint", lambda data, token: data.index(bytes.fromhex(token.imprint))),
        ("the time", lambda data, token: data.index(b"\x18\x0f") + 13),
        ("the signature", lambda data, token: len(data) - 8),
    ],
)
@pytest.mark.parametrize("vouched", [False, True])
def test_what_is_signed_cannot_be_changed(
    authority: Authority, reply: Path, tmp_path: Path, what: str, find: Any, vouched: bool
) -> None:
    data = bytearray(reply.read_bytes())
    data[find(bytes(data), timestamp.read(reply))] ^= 1
    (tmp_path / "r.tsr").write_bytes(data)
    with pytest.raises(RefusedError, match=r"was changed after it was signed|is not yet valid"):
        checked(tmp_path / "r.tsr", authority.folder / "root.pem" if vouched else None)


def test_a_certificate_that_is_not_for_stamping(authority: Authority) -> None:
    """OpenSSL's own command would not sign with it, so the certificate is changed after the fact: the last bytes of its
    purpose, from time-stamping (8) to OCSP signing (9)."""
    data = authority.stamp(timestamp.head_file(HEAD)).read_bytes()
    purpose = bytes.fromhex("2b06010505070308")
    assert data.count(purpose) == 1
    path = authority.folder / "other-purpose.bin"
    path.write_bytes(data.replace(purpose, purpose[:-1] + b"\x09"))
    with pytest.raises(RefusedError):
        checked(path, authority.folder / "root.pem")


# --- the command -----------------------------------------------------------------------------------------------------


def stamped(shop: Shop, authority: Authority) -> Path:
    shop("rights", "verify", "--write-head", "head.txt")
    path = shop.root / "head.tsr"
    path.write_bytes(authority.stamp((shop.root / "head.txt").read_bytes()).read_bytes())
    return path


def test_a_stamp_over_this_ledger(shop: Shop, authority: Authority) -> None:
    shop.grant()
    path = stamped(shop, authority)
    root = authority.folder / "root.pem"
    told = shop("rights", "verify", "--timestamp", path, "--authority", root, "--json")
    assert told["ok"]
    assert (told["stamped"]["seq"], told["stamped"]["grown"]) == (3, 0)
    assert told["stamped"]["head"] == told["head"]
    assert "Whether the authority took its certificate back since." in told["not_checked"]
    shop("rights", "hold", "ig:BqvsDleB3lV", "--why", "a neighbour", "--by", "Mo")
    words = shop("rights", "verify", "--timestamp", path, "--authority", root)
    assert "The stamped head is that of entry 3; 1 entry was recorded since." in words
    assert "certified by CN=Test Root,O=Test Trust, which leads to a certificate that you gave" in words
    assert f"under the policy {POLICY}" in words


def test_a_stamp_that_nobody_vouches_for(shop: Shop, authority: Authority) -> None:
    shop.grant()
    words = shop("rights", "verify", "--timestamp", stamped(shop, authority))
    assert "in the name of CN=Test Stamper,O=Test Trust, for which nobody vouched" in words
    assert "which anybody can make" in words


def test_a_stamp_over_something_else(shop: Shop, authority: Authority, reply: Path) -> None:
    shop.grant()
    words = shop("rights", "verify", "--timestamp", reply, code=4)
    assert words.startswith("The rights records of Sunday Glow hold, but the time-stamp does not.")
    assert "stamps no head of this ledger" in words


def test_a_rewritten_ledger_does_not_bear_the_stamp(shop: Shop, authority: Authority) -> None:
    """The whole chain made anew holds by itself; the stamp over the old one does not fit it."""
    shop.grant()
    path = stamped(shop, authority)
    shutil.rmtree(shop.root / ".ugc")
    shop("init", shop.root)
    import_folder = shop.root.parent / "collected"
    shop("import", import_folder)
    shop.grant()
    assert shop("rights", "verify", "--json")["ok"]
    shop("rights", "verify", "--timestamp", path, code=4)


def test_a_stamp_from_before_the_records_own_time_is_pointed_out(
    shop: Shop, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computer that recorded said that it was the year 2100; the authority knows better."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    shop("rights", "hold", "ig:BqvsDleB3lV", "--why", "a neighbour", "--by", "Mo")
    told = shop("rights", "verify", "--timestamp", stamped(shop, authority), "--json")
    assert told["ok"]
    assert any("recorded on 2100-01-01 at 00:00 UTC, after the stamp" in note for note in told["notes"])


def test_codes(shop: Shop, authority: Authority) -> None:
    shop.grant()
    (shop.root / "torn.tsr").write_bytes(stamped(shop, authority).read_bytes()[:300])
    shop("rights", "verify", "--timestamp", "torn.tsr", code=3)
    assert "not a whole one" in shop.err
    shop("rights", "verify", "--timestamp", "gone.tsr", code=3)
    shop("rights", "verify", "--timestamp", authority.stamp(b"x", digest="md5"), code=4)
    shop("rights", "verify", "--timestamp", authority.stamp(b"x", digest="sha1"), code=3)


def test_without_the_package_it_says_what_to_install(
    shop: Shop, reply: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)
    shop("rights", "verify", "--timestamp", reply, code=6)
    assert "pip install 'ugc-toolkit[timestamp]'" in shop.err
    assert "openssl ts -verify" in shop.err
