"""Certificates and keys, read and held against each other. Loaded only where something is signed."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from ugc.errors import MissingError, UsageError
from ugc.files import open_regular
from ugc.text import one_line

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
_LONGEST = 1 << 20
"""Bytes of a PEM file that are read."""


def read_pem(path: Path, what: str) -> bytes:
    """Return the text of a PEM file. Raises MissingError when it is not there."""
    if not path.is_file():
        raise MissingError(
            f"The {what} {path} is not there.",
            hint="Name it under [credentials] in ugc.toml; to try out: ugc credentials new",
        )
    with open_regular(path) as file:
        return file.read(_LONGEST)


def read_chain(pem: bytes, where: str) -> list[x509.Certificate]:
    """Return the certificates of a PEM text. Raises UsageError when there is none."""
    found: list[x509.Certificate] = []
    with suppress(ValueError):
        found = x509.load_pem_x509_certificates(pem)
    if not found:
        raise UsageError(
            f"{where} holds no certificate in PEM form.",
            hint="It begins with -----BEGIN CERTIFICATE-----; your own stands first, then those above it.",
        )
    return found


def read_key(pem: bytes, where: str) -> PrivateKeyTypes:
    """Return a private key. Raises UsageError when it is none, or locked by a password."""
    try:
        return load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise UsageError(
            f"{where} is locked by a password.", hint="Unlock it first: openssl pkey -in KEY -out UNLOCKED"
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UsageError(
            f"{where} holds no private key in PEM form.", hint="It begins with -----BEGIN PRIVATE KEY-----."
        ) from error


def check_pair(
    chain: Sequence[x509.Certificate], key: PrivateKeyTypes, *, algorithm: str, at: datetime, where: str
) -> None:
    """Hold a chain against the day, its key and the algorithm. Raises UsageError saying what does not fit."""
    for certificate in chain:
        name = named(certificate.subject)
        if at > certificate.not_valid_after_utc:
            ended = certificate.not_valid_after_utc.date()
            raise UsageError(f"The certificate of {name!r} in {where} ended on {ended}.", hint="Renew it.")
        if at < certificate.not_valid_before_utc:
            begins = certificate.not_valid_before_utc.date()
            raise UsageError(f"The certificate of {name!r} in {where} begins only on {begins}.")
    own, known = _public(key.public_key()), [_public(certificate.public_key()) for certificate in chain]
    if own != known[0]:
        hint = "Put your own certificate first in the file." if own in known else "Name the key made with it."
        raise UsageError(f"The key does not belong to the certificate in {where}.", hint=hint)
    fitting = _algorithms(key)
    if algorithm not in fitting:
        kinds = "It is neither EC (P-256, P-384, P-521), RSA nor Ed25519."
        hint = f'Set algorithm = "{fitting[0]}" under [credentials] in ugc.toml.' if fitting else kinds
        raise UsageError(f"The key of {where} does not sign with {algorithm}.", hint=hint)


def key_pem(key: PrivateKeyTypes) -> bytes:
    """Return a private key in the one form that the library reads (PKCS #8)."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def chain_pem(chain: Sequence[x509.Certificate]) -> bytes:
    """Return certificates as one PEM text, without what else a file may say between them."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)


def named(subject: x509.Name) -> str:
    """Return who a certificate says that it belongs to."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in subject.get_attributes_for_oid(kind):
            return one_line(str(attribute.value))
    return one_line(subject.rfc4514_string())


def fingerprint(chain: Sequence[x509.Certificate]) -> str:
    """Return the hex sha256 of the whole chain."""
    whole = b"".join(certificate.public_bytes(Encoding.DER) for certificate in chain)
    return hashlib.sha256(whole).hexdigest()


def _algorithms(key: PrivateKeyTypes) -> tuple[str, ...]:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        curve = _CURVES.get(key.curve.name)
        return (curve,) if curve else ()
    if isinstance(key, rsa.RSAPrivateKey):
        return ("ps256", "ps384", "ps512")
    return ("ed25519",) if isinstance(key, ed25519.Ed25519PrivateKey) else ()


def _public(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
