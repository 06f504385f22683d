"""A creative's bytes, signed: the last thing that is done to a file, since any later change breaks the signature."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from ugc.config import SigningAlgorithm
from ugc.errors import MachineError, UgcError, UsageError
from ugc.files import open_regular
from ugc.model.base import digest
from ugc.model.creatives import Draft, Label
from ugc.provenance.credentials import claims
from ugc.provenance.credentials.engine import MIME, context, library
from ugc.provenance.credentials.words import TRIAL
from ugc.provenance.packet import label_hash
from ugc.text import one_line

_GREY = {
    "format": "image/png",
    "claim_generator_info": [{"name": "ugc"}],
    "assertions": [
        {
            "label": "c2pa.actions.v2",
            "data": {
                "actions": [
                    {
                        "action": "c2pa.created",
                        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
                    }
                ]
            },
        }
    ],
}
"""What is signed to see whether a certificate can."""


@dataclass(frozen=True)
class Signer:
    """Who signs: a chain of certificates, the signer's own first, and its key. Made by `signer` alone."""

    name: str
    """Who the certificate says that it belongs to."""
    chain: bytes
    key: bytes = field(repr=False)
    algorithm: SigningAlgorithm
    timestamp_url: str | None
    fingerprint: str
    """Hash of the chain."""

    @property
    def trial(self) -> bool:
        """Whether its certificate is one for trying out, which nobody vouches for."""
        return self.name == TRIAL

    @cached_property
    def identity(self) -> str:
        """Hash of all that a signed file shows of its signing: another one, and it is signed anew."""
        stamped = self.timestamp_url is not None
        return digest({"layout": claims.LAYOUT, "chain": self.fingerprint, "stamped": stamped})

    def mark(self, label: Label) -> str:
        """Return what stands in a file that is signed by this signer with this label, and in no other file."""
        return digest([self.identity, label_hash(label)])

    def sign(
        self, data: bytes, label: Label, draft: Draft, *, packet: bytes, title: str, originals: Sequence[Path]
    ) -> bytes:
        """Return a finished file with its credentials inside. `packet` is its XMP, `title` its name.

        `originals` are the files of the draft's sources, in their order.

        Threads may sign at once: nothing is shared. With a `timestamp_url` the network is asked, and MachineError
        raised when it gives no answer.
        """
        said = claims.definition(label, draft, packet=packet, title=title, mark=self.mark(label))
        mimes = [MIME.get(path.suffix.lstrip("."), "application/octet-stream") for path in originals]
        opened = list(zip(claims.ingredients(draft, mimes=mimes), originals, strict=True))
        with _faults(self.timestamp_url):
            builder = _with_originals(said, opened)
            return _signed(builder, data, MIME[draft.type], self, stamp=self.timestamp_url)


def signer(
    certificate: Path,
    key: Path | str,
    *,
    algorithm: SigningAlgorithm,
    timestamp_url: str | None,
    at: datetime,
) -> Signer:
    """Return a signer that is known to work: it has signed a picture of one pixel. `key` is a file, or PEM itself.

    Raises MissingError when a file or the library is not there, UsageError for a certificate or key that will not do.
    """
    library()
    from ugc.provenance.credentials import certificates as own

    chain = own.read_chain(own.read_pem(certificate, "certificate"), str(certificate))
    where = str(key) if isinstance(key, Path) else "The signing key"
    pem = own.read_pem(key, "key") if isinstance(key, Path) else key.encode()
    private = own.read_key(pem, where)
    own.check_pair(chain, private, algorithm=algorithm, at=at, where=str(certificate))
    made = Signer(
        name=own.named(chain[0].subject),
        chain=own.chain_pem(chain),
        key=own.key_pem(private),
        algorithm=algorithm,
        timestamp_url=timestamp_url,
        fingerprint=own.fingerprint(chain),
    )
    _try_out(made, certificate)
    return made


def make_trial(certificate: Path, key: Path, *, replace: bool) -> None:
    """Write a certificate for trying out, and its key so that only its owner may read it.

    Raises UsageError when there is one and it is not to be replaced, MissingError when the library is not there.
    """
    library()
    from ugc.provenance.credentials import trial

    trial.write(trial.trial(), certificate, key, replace=replace)


def _try_out(made: Signer, certificate: Path) -> None:
    """Sign something: whatever else the library has against a certificate must be said before anything is rendered."""
    try:
        with _faults(None):
            _signed(library().Builder(_GREY, context()), _pixel(), "image/png", made, stamp=None)
    except UgcError as error:
        raise UsageError(
            f"{certificate} cannot sign content credentials. {error.message}",
            hint="It needs the key usage digital signature, an extended key usage such as C2PA claim signing or e-mail "
            "protection, and an authority key identifier (C2PA 2.4, 14.5).",
        ) from error


def _signed(builder: Any, data: bytes, mime: str, by: Signer, *, stamp: str | None) -> bytes:
    """Sign with a signer of the library's own, which lives for this file alone and so in one thread."""
    c2pa = library()
    signed = BytesIO()
    info = c2pa.C2paSignerInfo(by.algorithm.encode(), by.chain, by.key, stamp.encode() if stamp else None)
    with builder, c2pa.Signer.from_info(info) as signing:
        builder.sign(signing, mime, BytesIO(data), signed)
    return signed.getvalue()


def _with_originals(said: dict[str, Any], opened: Sequence[tuple[dict[str, Any], Path]]) -> Any:
    """Return what is to be signed, with the originals as its ingredients, whose own credentials the library keeps.

    An original that the library cannot read is named by the hash of its bytes all the same.
    """
    c2pa, settings = library(), context()
    named: list[dict[str, Any]] = []
    while True:
        builder = c2pa.Builder(said | ({"ingredients": named} if named else {}), settings)
        try:
            for ingredient, original in opened:
                if ingredient not in named:
                    with open_regular(original) as file:
                        builder.add_ingredient(ingredient, ingredient["format"], file)
        except c2pa.C2paError:
            builder.close()
            named.append(ingredient)
        else:
            return builder


@contextmanager
def _faults(stamp: str | None) -> Iterator[None]:
    """Turn the library's refusals into ours."""
    try:
        yield
    except library().C2paError as error:
        why = f"It could not be signed: {one_line(str(error))}."
        if stamp is None:
            raise UgcError(why) from error
        raise MachineError(why, hint=f"Is the time-stamping service {stamp} within reach?") from error


def _pixel() -> bytes:
    """A grey PNG of one pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
