"""Time-stamps after RFC 3161: what a time-stamping authority signed over the head of the ledger.

The token is a file that the user obtained; nothing here goes to the network. Its signature is checked by the library
rfc3161-client (extra `timestamp`), which also looks whether the certificate was valid at the stamped time and is one
for time-stamping. Source: https://www.rfc-editor.org/rfc/rfc3161.
"""

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import InputError, MissingError, RefusedError, UgcError
from ugc.files import open_regular
from ugc.model.base import Value
from ugc.timestamp.der import in_order

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

LARGEST = 1_000_000
"""Bytes of a token or certificate file that are read."""
ALGORITHMS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Object identifiers of the hashes that are taken; weaker ones prove nothing any more."""
_GRANTED = 0
_STATUS = {
    1: "granted it with changes, which cannot be checked here",
    2: "refused to stamp it",
    3: "had not stamped it yet",
    4: "warns that it is about to be revoked",
    5: "says that it was revoked",
}
"""Replies without a stamp, by their number: RFC 3161, section 2.4.2."""
_AGAIN = "Get another from the authority: docs/prove.md shows how."
_WHY = re.compile(r'Verify error: ([^"]+)"|reason: "([^"]+)"')


class Token(Value):
    """A time-stamping authority's reply, read and not yet believed."""

    path: Path
    raw: bytes
    algorithm: str
    imprint: str
    """The stamped hash, in hex."""


class Stamp(Value):
    """What a token says, after its signature was checked."""

    at: datetime
    """The time that the authority put its name to, UTC."""
    accuracy_s: float | None
    """By how many seconds it may be off, as the authority states; None where it states nothing."""
    policy: str
    """The authority's own rules for stamping, by their object identifier."""
    serial: str
    authority: str
    """Whose certificate signed it."""
    issuer: str
    """Who vouches for that certificate."""
    vouched: bool
    """Whether the certificate leads to one that the user gave; else nobody says who the authority is."""


def head_file(head: str) -> bytes:
    """Return the bytes that are stamped: a head's 64 hex digits and a newline."""
    return f"{head}\n".encode("ascii", "replace")


def read(path: Path) -> Token:
    """Read an authority's reply.

    Raises MissingError without the extra `timestamp`, InputError for what is no whole reply or stamps a hash that is
    not taken, RefusedError for a reply without a stamp.
    """
    raw = in_order(_bytes(path))
    with _understood(path):
        reply = _decoded(raw)
        status, said = int(reply.status), "; ".join(reply.status_string)
    if status != _GRANTED:
        why = _STATUS.get(status, f"answered with the unknown status {status}")
        raise RefusedError(
            f"{path} is no time-stamp: the authority {why}{f' ({said})' if said else ''}.", hint=_AGAIN
        )
    with _understood(path):
        imprint = reply.tst_info.message_imprint
        oid, digest = imprint.hash_algorithm.dotted_string, bytes(imprint.message)
    if oid not in ALGORITHMS:
        raise InputError(
            f"{path} stamps a hash of the kind {oid}, which is not taken.",
            hint="Ask for it with -sha256: docs/prove.md shows how.",
        )
    return Token(path=path, raw=raw, algorithm=ALGORITHMS[oid], imprint=digest.hex())


def fits(token: Token, head: str) -> bool:
    """Whether a token was made over this head."""
    return hashlib.new(token.algorithm, head_file(head)).hexdigest() == token.imprint


def check(token: Token, *, authority: Path | None = None) -> Stamp:
    """Check a token's signature, and with the `authority`'s certificates (PEM or DER) who signed it.

    Without them it is checked against the certificates inside the token, which anybody can make. Raises RefusedError
    when it does not hold, InputError when it cannot be checked so.
    """
    from rfc3161_client import VerifierBuilder

    given = _certificates(authority) if authority else []
    with _understood(token.path):
        reply = _decoded(token.raw)
        own = [_loaded(der) for der in sorted(reply.signed_data.certificates)]
        signer = _signer(token.path, reply, [*own, *given])
        roots = _roots(token.path, given if authority else own, authority)
        verifier = VerifierBuilder(
            roots=roots,
            intermediates=[item for item in given if item not in roots],
            tsa_certificate=None if own else signer,
        ).build()
        _verify(token, reply, verifier)
        info = reply.tst_info
        return Stamp(
            at=info.gen_time,
            accuracy_s=_seconds(info.accuracy),
            policy=info.policy.dotted_string,
            serial=f"0x{info.serial_number:X}",
            authority=signer.subject.rfc4514_string(),
            issuer=signer.issuer.rfc4514_string(),
            vouched=authority is not None,
        )


# --- the reply and its certificates ----------------------------------------------------------------------------------


def _decoded(raw: bytes) -> "TimeStampResponse":
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError as error:
        raise MissingError(
            "Time-stamps are checked with rfc3161-client, which is not installed.",
            hint="Install it: pip install 'ugc-toolkit[timestamp]'. Or check it with `openssl ts -verify`.",
        ) from error
    return decode_timestamp_response(raw)


def _verify(token: Token, reply: "TimeStampResponse", verifier: Any) -> None:
    from rfc3161_client import VerificationError

    try:
        verifier.verify(reply, bytes.fromhex(token.imprint))
    except VerificationError as error:
        chain, other = (_WHY.findall(str(error)) or [("", "")])[-1]
        if chain:
            text = f"The certificate that signed {token.path} does not lead to one that is trusted here: {chain}."
        elif other:
            text = (
                f"The signature of {token.path} does not hold ({other}): it was changed after it was signed."
            )
        else:
            text = f"{token.path} is not signed as a time-stamp must be: {str(error).rstrip('.')}."
        raise RefusedError(text, hint=_AGAIN) from error


def _signer(path: Path, reply: "TimeStampResponse", certificates: list["Certificate"]) -> "Certificate":
    """The certificate that the token names as its signer's."""
    named = {(info.issuer, info.serial_number) for info in reply.signed_data.signer_infos}
    for certificate in certificates:
        if (certificate.issuer, certificate.serial_number) in named:
            return certificate
    raise InputError(
        f"{path} does not hold the certificate that signed it, so it cannot be checked.",
        hint="Give it with the authority's: --authority FILE.pem. Or ask for a token with -cert.",
    )


def _roots(path: Path, certificates: list["Certificate"], authority: Path | None) -> list["Certificate"]:
    roots = [item for item in certificates if item.issuer == item.subject]
    if roots:
        return roots
    if authority:
        raise InputError(
            f"{authority} holds no root certificate, so nothing leads to it.",
            hint="Put the authority's root into it: the one that is its own issuer.",
        )
    raise InputError(
        f"{path} does not hold its authority's root certificate, so its signature cannot be checked by itself.",
        hint="Give the root that the authority publishes: --authority FILE.pem.",
    )


def _certificates(path: Path) -> list["Certificate"]:
    data = _bytes(path)
    from cryptography.x509 import load_pem_x509_certificates

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = load_pem_x509_certificates(data) if b"-----BEGIN" in data else [_loaded(data)]
            return [item for item in found if item.issuer and item.subject]
    except Exception as error:
        raise InputError(
            f"{path} is not a certificate, or not a whole one.", hint="Give the authority's as PEM or DER."
        ) from error


def _loaded(der: bytes) -> "Certificate":
    from cryptography.x509 import load_der_x509_certificate

    return load_der_x509_certificate(der)


def _seconds(accuracy: Any) -> float | None:
    if accuracy is None:
        return None
    return (accuracy.seconds or 0) + (accuracy.millis or 0) / 1e3 + (accuracy.micros or 0) / 1e6


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Hostile bytes make the libraries raise many things, some as late as when a certificate's name is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd certificates, which are judged here anyway
            yield
    except UgcError:
        raise
    except Exception as error:
        raise InputError(
            f"{path} is not a time-stamping authority's reply, or not a whole one.", hint=_AGAIN
        ) from error


def _bytes(path: Path) -> bytes:
    with open_regular(path) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"{path} has over {LARGEST:,} bytes, which no time-stamp and no certificate has.")
    return data
