"""Content credentials (C2PA, https://spec.c2pa.org): a creative's history and rights, signed, and read back.

Needs the extra `c2pa`; the library is loaded when something is signed or read, and never asks the network unless a
time-stamping service is named.
"""

from ugc.provenance.credentials.reading import read_credentials
from ugc.provenance.credentials.signing import Signer, make_trial, signer
from ugc.provenance.credentials.words import TRIAL, Credentials, verdict

__all__ = ["TRIAL", "Credentials", "Signer", "make_trial", "read_credentials", "signer", "verdict"]
