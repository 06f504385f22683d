"""A certificate for trying out, which says so, and its key."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ugc.errors import UsageError
from ugc.files import machine_errors, write_bytes
from ugc.provenance.credentials.certificates import chain_pem, key_pem
from ugc.provenance.credentials.words import TRIAL

_FIRST, _NO_END = datetime(2000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The end is how a certificate says that it has none (RFC 5280, 4.1.2.5). One that nobody trusts needs no dates."""


class Pair(NamedTuple):
    """A chain of certificates, the signer's own first, and its key, both as PEM."""

    chain: bytes
    key: bytes


def trial() -> Pair:
    """Make a certificate that nobody vouches for: the key of the authority above it is thrown away."""
    key, authority = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _name(f"{TRIAL}: authority")
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    own = (
        _unsigned(_name(TRIAL), root, key.public_key(), authority=False)
        .add_extension(purposes, critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority, SHA256())
    )
    above = _unsigned(root, root, authority.public_key(), authority=True).sign(authority, SHA256())
    return Pair(chain_pem([own, above]), key_pem(key))


def write(pair: Pair, certificate: Path, key: Path, *, replace: bool) -> None:
    """Write a certificate, and its key so that only its owner may read it.

    Raises UsageError when there is one already and it is not to be replaced.
    """
    if not replace and (certificate.exists() or key.exists()):
        raise UsageError(
            f"There is a certificate for trying out in {certificate.parent} already.",
            hint="Sign with it, or make another: ugc credentials new --replace",
        )
    with machine_errors(f"Writing {key}"):
        key.parent.mkdir(parents=True, exist_ok=True)
        key.unlink(missing_ok=True)
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pair.key)
    write_bytes(certificate, pair.chain)


def _name(words: str) -> x509.Name:
    kinds = (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
    return x509.Name([x509.NameAttribute(kind, words) for kind in kinds])


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, authority: bool
) -> x509.CertificateBuilder:
    """What both certificates share, as C2PA 2.4 section 14.5 asks for it."""
    usage = x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    limits = x509.BasicConstraints(ca=authority, path_length=0 if authority else None)
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(_FIRST)
        .not_valid_after(_NO_END)
        .add_extension(limits, critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
