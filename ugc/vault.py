"""Secrets sealed, and opened again with a key that is kept elsewhere: in the environment, or in the system's keyring.

A sealed text is AES-256-GCM (NIST SP 800-38D). What it is the secret of is its associated data, so that one cannot be
put in another's place. Its bytes: one for the version, which also says where the key comes from, sixteen of salt,
twelve of nonce, then the ciphertext with its tag.

    version 1   the key is made of the passphrase in UGC_SECRET_KEY by scrypt (RFC 7914) with that salt
    version 2   the key is in the keyring, under the service `ugc` and the salt's hexadecimal digits as its user

A workspace's texts share their salt, so that many of them cost one derivation, and a key in the keyring is found by
what it sealed, whatever the brand is called by then. No secret and no key is ever in a message or a representation.
"""

import base64
import os
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Protocol

from ugc.errors import MissingError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VARIABLE = "UGC_SECRET_KEY"
SERVICE = "ugc"
SHORTEST = 12
"""Characters of a passphrase."""
PATIENCE_S = 60.0
"""So long the keyring may take: it may ask a person to unlock it."""

_PASSPHRASE, _KEYRING = b"\x01", b"\x02"
VERSIONS = (_PASSPHRASE, _KEYRING)
"""The first byte of a sealed text."""
_SALT, _NONCE, _TAG = 16, 12, 16
_HEAD = 1 + _SALT + _NONCE
_CONTEXT = b"ugc sealed text\x00"
_COST = 2**16
"""Of scrypt, with blocks of 8: 64 MiB and about a quarter of a second."""
_HOW = (
    f"Set a passphrase of {SHORTEST} characters or more that is kept in your password manager: "
    f"read -rs {VARIABLE} && export {VARIABLE}. Or install the extra `keyring`: pip install 'ugc-toolkit[keyring]'."
)

Sample = tuple[str, bytes]
"""What a sealed text is the secret of, and the text."""
Source = Literal["environment", "keyring"]


class Ring(Protocol):
    """A place that keeps passwords, as the operating system's keyring."""

    def get(self, user: str) -> str | None:
        """Return the password of a user of our service; None where there is none."""

    def put(self, user: str, password: str) -> None:
        """Keep a password."""


class Vault:
    """Seals secrets and opens them. `likes` are texts that were sealed before: new ones take their key and salt.

    Of each version one is enough, the newest.
    """

    __slots__ = ("_keys", "_likes", "_passphrase", "_ring", "_salts", "_tried")

    def __init__(
        self, *, passphrase: str | None = None, ring: Ring | None = None, likes: Sequence[Sample] = ()
    ) -> None:
        self._passphrase = passphrase
        self._ring = ring
        self._likes = {sealed[:1]: (name, sealed) for name, sealed in likes}
        self._keys: dict[bytes, bytes] = {}
        self._salts: dict[bytes, bytes] = {}
        self._tried = False

    @classmethod
    def here(cls, environment: Mapping[str, str] | None = None, *, likes: Sequence[Sample] = ()) -> "Vault":
        """The vault of this machine: its passphrase is in the environment, or its keys are in the keyring."""
        told = os.environ if environment is None else environment
        return cls(passphrase=told.get(VARIABLE) or None, ring=system_ring(), likes=likes)

    def __repr__(self) -> str:
        """Say nothing of what it holds."""
        return "Vault()"

    @property
    def source(self) -> Source | None:
        """Where the key of new texts comes from; None where there is none. A passphrase goes before the keyring."""
        if self._passphrase:
            return "environment"
        return "keyring" if self._ring else None

    def ready(self) -> None:
        """Raise UsageError where `seal` would: no key, one that is too short, or another one than before."""
        version = self._version()
        self._try(version)
        if version == _PASSPHRASE:
            self._key(version + self._salt(version))

    def seal(self, secret: str, *, name: str, make: bool = True) -> bytes:
        """Return a secret sealed as that of `name`. Without `make`, no key is put into the keyring.

        Raises UsageError where there is no key, the passphrase is too short, or what was sealed before in this
        workspace has another key.
        """
        version = self._version()
        self._try(version)
        salt = self._salt(version)
        key = self._key(version + salt) or self._made(version + salt, make=make)
        nonce = secrets.token_bytes(_NONCE)
        return (
            version
            + salt
            + nonce
            + _cipher(key).encrypt(nonce, secret.encode(), _about(version + salt, name))
        )

    def open(self, sealed: bytes, *, name: str) -> str:
        """Return the secret of `name`. Raises UsageError where its key is not here, or it does not open with it."""
        from cryptography.exceptions import InvalidTag

        head = sealed[: 1 + _SALT]
        if len(sealed) < _HEAD + _TAG or head[:1] not in (_PASSPHRASE, _KEYRING):
            raise UsageError(
                f"The sealed text of {name} is damaged, or of a newer ugc.", hint="Have the code given again."
            )
        key = self._key(head)
        if key is None:
            raise _no_key(name, head[:1])
        try:
            plain = _cipher(key).decrypt(sealed[1 + _SALT : _HEAD], sealed[_HEAD:], _about(head, name))
            return plain.decode()
        except (InvalidTag, UnicodeDecodeError):
            pass
        raise _wrong_key(name, head[:1])

    def opens(self, sealed: bytes, *, name: str) -> bool:
        """Whether the key that is here opens a text."""
        try:
            self.open(sealed, name=name)
        except (UsageError, MissingError):
            return False
        return True

    def _version(self) -> bytes:
        if self.source is None:
            raise UsageError("There is no key to seal it with, so nothing was recorded.", hint=_HOW)
        return _PASSPHRASE if self._passphrase else _KEYRING

    def _try(self, version: bytes) -> None:
        """See once that new texts will open with the same key as those of before."""
        if not self._tried and version in self._likes:
            name, sealed = self._likes[version]
            self.open(sealed, name=name)
        self._tried = True

    def _salt(self, version: bytes) -> bytes:
        if version in self._likes:
            return self._likes[version][1][1 : 1 + _SALT]
        return self._salts.setdefault(version, secrets.token_bytes(_SALT))

    def _key(self, head: bytes) -> bytes | None:
        """The key of all texts that begin so; None where it is not here."""
        if head not in self._keys:
            found = self._derived(head[1:]) if head[:1] == _PASSPHRASE else self._kept(head[1:])
            if found is None:
                return None
            self._keys[head] = found
        return self._keys[head]

    def _derived(self, salt: bytes) -> bytes | None:
        if not self._passphrase:
            return None
        if len(self._passphrase) < SHORTEST:
            raise UsageError(
                f"{VARIABLE} is too short to be a key: it has under {SHORTEST} characters.", hint=_HOW
            )
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(
            self._passphrase.encode("utf-8", "surrogatepass")
        )

    def _kept(self, name: bytes) -> bytes | None:
        found = self._ring.get(name.hex()) if self._ring else None
        with suppress(ValueError):
            key = base64.b64decode(found or "", validate=True)
            return key if len(key) == 32 else None
        return None

    def _made(self, head: bytes, *, make: bool) -> bytes:
        key = secrets.token_bytes(32)
        if make and self._ring:
            self._ring.put(head[1:].hex(), base64.b64encode(key).decode())
            if self._kept(head[1:]) != key:
                raise UsageError(
                    "The system's keyring did not keep the key, so nothing was sealed.", hint=_HOW
                )
        self._keys[head] = key
        return key


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _about(head: bytes, name: str) -> bytes:
    return _CONTEXT + head + name.encode("utf-8", "surrogatepass")


def _no_key(name: str, version: bytes) -> UsageError:
    if version == _PASSPHRASE:
        return UsageError(
            f"{name} is sealed with a passphrase, and {VARIABLE} is not set.",
            hint=f"Set the one that it was sealed with: read -rs {VARIABLE} && export {VARIABLE}.",
        )
    return UsageError(
        f"{name} is sealed with a key of the system's keyring, and that key is not here.",
        hint="Open it where it was sealed, with the extra `keyring` installed; a code that is to travel is sealed "
        f"with {VARIABLE}.",
    )


def _wrong_key(name: str, version: bytes) -> UsageError:
    where = VARIABLE if version == _PASSPHRASE else "The key in the system's keyring"
    return UsageError(
        f"{where} does not open {name}: it was sealed with another key, or changed since.",
        hint="Set the key that it was sealed with. If that is lost, ask for new codes, and record that each old one "
        "was deleted: ugc ads codes add a-0001 --status deleted.",
    )


# --- the system's keyring ----------------------------------------------------------------------------------------


class SystemRing:
    """The keyring of the operating system, by the library `keyring`."""

    def get(self, user: str) -> str | None:
        """Return a password. Raises MissingError when the keyring cannot be asked."""
        import keyring

        found = _patiently(lambda: keyring.get_password(SERVICE, user))
        return found if isinstance(found, str) else None

    def put(self, user: str, password: str) -> None:
        """Keep a password. Raises MissingError when the keyring cannot be asked."""
        import keyring

        _patiently(lambda: keyring.set_password(SERVICE, user, password))


def system_ring() -> SystemRing | None:
    """Return this machine's keyring; None where the extra is not installed, or there is none that keeps secrets.

    A backend that the library does not recommend, as one that writes plain files, is none
    (https://keyring.readthedocs.io/en/latest/#third-party-backends).
    """
    try:
        import keyring
    except ImportError:
        return None
    with suppress(Exception):  # every backend has its own way to fail
        if float(keyring.get_keyring().priority) >= 1:
            return SystemRing()
    return None


def _patiently(ask: Callable[[], object]) -> object:
    """Ask the keyring in a thread of its own: one that never answers must not hold the program for ever."""
    answer: list[object] = []
    faults: list[str] = []

    def run() -> None:
        try:
            answer.append(ask())
        except Exception as error:  # of any backend; its words could hold what it was given
            faults.append(type(error).__name__)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    if answer:
        return answer[0]
    why = f"it failed ({faults[0]})" if faults else f"it did not answer within {PATIENCE_S:.0f} seconds"
    raise MissingError(
        f"The system's keyring cannot be used: {why}.", hint=f"Unlock it, or set {VARIABLE} instead."
    )
