"""Who signs a workspace's creatives, as `ugc.toml` says, and a certificate for trying that out."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.errors import UsageError
from ugc.provenance import Signer, credentials

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order

FOLDER = Path(".ugc") / "credentials"
"""Where certificates for trying out lie; no archive takes them along."""

ENVIRONMENT = "UGC_SIGNING_KEY"
"""The environment variable that may hold the key, as PEM. The command line reads it into the order."""


class Trial(NamedTuple):
    """Where a certificate for trying out was written, relative to the workspace."""

    certificate: Path
    key: Path


def signer(workspace: "Workspace", order: "Order", *, at: datetime) -> Signer | None:
    """Return who signs the creatives of an order, or None when they stay unsigned, as proofs always do.

    Raises UsageError or MissingError when that was asked for and cannot be done, before anything is rendered.
    """
    told = workspace.settings.credentials
    if order.proof:
        if order.sign:
            raise UsageError("Proofs are not signed.", hint="Leave out --sign, or --proof.")
        return None
    if not (told.sign if order.sign is None else order.sign):
        return None
    if not told.certificate:
        raise UsageError(
            "Creatives are to be signed, and no certificate is named.",
            hint="Set certificate under [credentials] in ugc.toml; one for trying out: ugc credentials new",
        )
    if not (told.key or order.signing_key):
        raise UsageError(
            "Creatives are to be signed, and no key is named.",
            hint=f"Set key under [credentials] in ugc.toml, or put it into {ENVIRONMENT}, in PEM form.",
        )
    return credentials.signer(
        workspace.root / Path(told.certificate).expanduser(),
        order.signing_key or workspace.root / Path(told.key).expanduser(),
        algorithm=told.algorithm,
        timestamp_url=told.timestamp_url or None,
        at=at,
    )


def make_trial(workspace: "Workspace", *, replace: bool = False) -> Trial:
    """Make a certificate for trying out, which nobody vouches for, and its key.

    Raises UsageError when there is one and it is not to be replaced, MissingError without the extra `c2pa`.
    """
    made = Trial(FOLDER / "trial-certificate.pem", FOLDER / "trial-key.pem")
    credentials.make_trial(workspace.root / made.certificate, workspace.root / made.key, replace=replace)
    return made
