"""Secrets sealed and opened, against the cipher and scrypt by themselves, and against all that goes wrong."""

import base64
import hashlib
import threading
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ugc import vault as rooms
from ugc.errors import MissingError, UsageError
from ugc.vault import Vault

PASSPHRASE = "quiet lakes at dawn"
CODE = "#SparkGlow/aB3+9f8e"


class Keyring:
    """A keyring in memory; what a test sees of the outside."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, user: str) -> str | None:
        return self.kept.get(user)

    def put(self, user: str, password: str) -> None:
        self.kept[user] = password


def test_what_is_sealed_opens_and_says_nothing() -> None:
    vault = Vault(passphrase=PASSPHRASE)
    sealed = vault.seal(CODE, name="a-0003")
    assert vault.open(sealed, name="a-0003") == CODE
    assert Vault(passphrase=PASSPHRASE).open(sealed, name="a-0003") == CODE, (
        "another process, the same passphrase"
    )
    assert CODE.encode() not in sealed
    assert vault.seal(CODE, name="a-0003") != sealed, "a nonce is never used twice"
    assert PASSPHRASE not in repr(vault) + str(vault)


def test_the_format_is_what_the_module_says() -> None:
    """Opened by hand, with scrypt of Python's own library and the cipher alone."""
    sealed = Vault(passphrase=PASSPHRASE).seal(CODE, name="a-0003")
    head, nonce, rest = sealed[:17], sealed[17:29], sealed[29:]
    assert head[:1] == b"\x01"
    key = hashlib.scrypt(PASSPHRASE.encode(), salt=head[1:], n=2**16, r=8, p=1, maxmem=2**28, dklen=32)
    told = AESGCM(key).decrypt(nonce, rest, b"ugc sealed text\x00" + head + b"a-0003")
    assert told == CODE.encode()


def test_many_texts_cost_one_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.primitives.kdf import scrypt

    made = []
    real = scrypt.Scrypt

    def counted(**told: object) -> object:
        made.append(told["salt"])
        return real(**told)

    monkeypatch.setattr(scrypt, "Scrypt", counted)
    vault = Vault(passphrase=PASSPHRASE)
    texts = [vault.seal(f"code-{number}", name=f"a-{number}") for number in range(1000)]
    later = Vault(passphrase=PASSPHRASE, likes=[("a-0", texts[0])])
    texts.append(later.seal("code-1000", name="a-1000"))
    opener = Vault(passphrase=PASSPHRASE)
    assert [opener.open(text, name=f"a-{number}") for number, text in enumerate(texts)] == [
        f"code-{number}" for number in range(1001)
    ]
    assert len(made) == 3, "one for each vault"
    assert len(set(made)) == 1, "a workspace's texts share their salt"


SEALED = Vault(passphrase=PASSPHRASE).seal(CODE, name="a-0003")

WRONG = [
    ("another passphrase", Vault(passphrase="something else again"), SEALED, "a-0003", "does not open a-0003"),
    ("moved to another row", Vault(passphrase=PASSPHRASE), SEALED, "a-0004", "does not open a-0004"),
    ("the code as the original's", Vault(passphrase=PASSPHRASE), SEALED, "a-0003.original", "does not open"),
    ("a bit turned", Vault(passphrase=PASSPHRASE), SEALED[:-1] + bytes([SEALED[-1] ^ 1]), "a-0003", "does not open"),
    ("another salt", Vault(passphrase=PASSPHRASE), SEALED[:1] + bytes(16) + SEALED[17:], "a-0003", "does not open"),
    ("another version", Vault(passphrase=PASSPHRASE), b"\x09" + SEALED[1:], "a-0003", "damaged, or of a newer ugc"),
    ("cut short", Vault(passphrase=PASSPHRASE), SEALED[:30], "a-0003", "damaged"),
    ("nothing", Vault(passphrase=PASSPHRASE), b"", "a-0003", "damaged"),
    ("no key", Vault(), SEALED, "a-0003", "UGC_SECRET_KEY is not set"),
    ("said to be the keyring's", Vault(passphrase=PASSPHRASE), b"\x02" + SEALED[1:], "a-0003", "that key is not here"),
    ("a short passphrase", Vault(passphrase="elevenchars"), SEALED, "a-0003", "under 12 characters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("vault", "sealed", "name", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_does_not_open_is_said_in_words(vault: Vault, sealed: bytes, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        vault.open(sealed, name=name)
    assert not vault.opens(sealed, name=name)
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value.hint)
    assert CODE not in told
    assert PASSPHRASE not in told
    assert "InvalidTag" not in told


def test_without_a_key_nothing_is_sealed_and_the_way_to_one_is_said() -> None:
    with pytest.raises(UsageError, match="no key to seal it with") as caught:
        Vault().ready()
    assert "UGC_SECRET_KEY" in str(caught.value.hint)
    assert "keyring" in str(caught.value.hint)
    with pytest.raises(UsageError, match="under 12 characters"):
        Vault(passphrase="too short").seal(CODE, name="a-0001")


def test_a_workspace_has_one_passphrase() -> None:
    """A slip of the hand must not leave codes under two keys."""
    other = Vault(passphrase="quiet lakes at dusk", likes=[("a-0003", SEALED)])
    with pytest.raises(UsageError, match="does not open a-0003"):
        other.seal("new", name="a-0004")
    with pytest.raises(UsageError, match="does not open a-0003"):
        other.ready()


def test_a_key_in_the_keyring_is_made_once_and_found_by_what_it_sealed() -> None:
    ring = Keyring()
    sealed = Vault(ring=ring).seal(CODE, name="a-0003")
    ((user, password),) = ring.kept.items()
    assert user == sealed[1:17].hex()
    assert len(base64.b64decode(password)) == 32
    more = Vault(ring=ring, likes=[("a-0003", sealed)]).seal("two", name="a-0004")
    assert len(ring.kept) == 1, "the second takes the first one's key"
    both = Vault(passphrase=PASSPHRASE, ring=ring)
    assert both.open(more, name="a-0004") == "two", "a passphrase that was set later does not hide it"
    assert both.seal("three", name="a-0005")[:1] == b"\x01", "and goes before it from then on"
    with pytest.raises(UsageError, match="that key is not here"):
        Vault(ring=Keyring()).open(sealed, name="a-0003")


def test_a_rehearsal_leaves_no_key() -> None:
    ring = Keyring()
    Vault(ring=ring).seal(CODE, name="a-0003", make=False)
    assert not ring.kept


def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    class Forgetful(Keyring):
        def put(self, user: str, password: str) -> None:
            pass

    with pytest.raises(UsageError, match="did not keep the key"):
        Vault(ring=Forgetful()).seal(CODE, name="a-0003")


def test_the_systems_keyring_is_none_where_it_keeps_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail, null

    for backend in (fail.Keyring(), null.Keyring()):
        monkeypatch.setattr(keyring, "get_keyring", lambda backend=backend: backend)
        assert rooms.system_ring() is None
        assert Vault.here({}).source is None
    assert Vault.here({"UGC_SECRET_KEY": PASSPHRASE}).source == "environment"
    assert Vault.here({"UGC_SECRET_KEY": ""}).source is None


@pytest.mark.parametrize("how", ["hangs", "fails"])
def test_a_keyring_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    import keyring

    stuck = threading.Event()

    def ask(*_: str) -> None:
        if how == "fails":
            raise RuntimeError(f"could not keep {CODE}")
        stuck.wait(60)

    monkeypatch.setattr(rooms, "PATIENCE_S", 0.05)
    monkeypatch.setattr(keyring, "get_password", ask)
    with pytest.raises(MissingError, match=r"did not answer|RuntimeError") as caught:
        rooms.SystemRing().get("user")
    stuck.set()
    assert CODE not in "".join(traceback.format_exception(caught.value))


def test_the_file_based_keyring_of_the_library_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Through the real library, with a backend of ours that it takes for a good one."""
    import keyring
    from keyring.backend import KeyringBackend

    before = keyring.get_keyring()

    class Kept(KeyringBackend):
        priority = 5  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            path = tmp_path / f"{service}-{username}"
            return path.read_text("utf-8") if path.exists() else None

        def set_password(self, service: str, username: str, password: str) -> None:
            (tmp_path / f"{service}-{username}").write_text(password, "utf-8")

    keyring.set_keyring(Kept())
    try:
        sealed = Vault.here({}).seal(CODE, name="a-0003")
        assert Vault.here({}).open(sealed, name="a-0003") == CODE
    finally:
        keyring.set_keyring(before)
    assert [path.name for path in tmp_path.iterdir()] == [f"ugc-{sealed[1:17].hex()}"]
