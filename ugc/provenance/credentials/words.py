"""What credentials come to, in words for people, and the values in which they are read back."""

from typing import Literal

from pydantic import JsonValue

from ugc.model.base import Value

TRIAL = "NOT TRUSTED, for trying out"
"""Who a certificate for trying out says that it belongs to."""

State = Literal["trusted", "valid", "invalid", "elsewhere"]
"""valid: nothing was changed since it was signed. trusted: an authority that you trust vouches for the signer, too.
elsewhere: the file only says where its credentials lie, and nothing is fetched."""

OF_CODES = {
    "assertion.dataHash.mismatch": "The picture is not the one that was signed.",
    "assertion.bmffHash.mismatch": "The picture is not the one that was signed.",
    "assertion.boxesHash.mismatch": "The picture is not the one that was signed.",
    "assertion.hashedURI.mismatch": "What it says was changed after it was signed.",
    "assertion.missing": "Something that was signed is missing.",
    "claimSignature.mismatch": "The signature does not fit what it says.",
    "claimSignature.missing": "The signature is missing.",
    "claimSignature.outsideValidity": "The certificate was not valid when it was signed.",
    "signingCredential.expired": "The certificate has ended, and no time stamp says that it was signed before.",
    "signingCredential.invalid": "The certificate is not one that may sign content credentials.",
    "manifest.inaccessible": "They lie elsewhere, and nothing is fetched.",
    "signingCredential.untrusted": "Nobody that you trust vouches for the signer.",
}
"""Validation codes of C2PA 2.4 that people meet, in plain words."""


class Fault(Value):
    """One thing that is wrong with credentials."""

    code: str
    """As C2PA 2.4 or the library calls it."""
    words: str


class Step(Value):
    """One thing that was done to the picture."""

    action: str
    description: str | None = None


class Ingredient(Value):
    """What it was made from."""

    title: str | None
    relationship: str | None
    instance: str | None
    credentials: bool
    """Whether it carried credentials of its own, which are kept inside."""
    faults: tuple[Fault, ...] = ()
    """What was wrong with those when it was taken in."""


class OwnWords(Value):
    """What our own assertion says: the ids under which the records are found."""

    variant: str | None = None
    concept: str | None = None
    posts: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """`<platform>:<handle>`."""
    links: tuple[str, ...] = ()
    valid_until: str | None = None
    """As it stood in the records when it was signed: a day, or perpetual."""


class Credentials(Value):
    """The content credentials of a file. With a state of valid they are the signer's word, and no more than that."""

    state: State
    faults: tuple[Fault, ...] = ()
    """Why it is invalid."""
    signer: str | None = None
    """Who the certificate says that it belongs to."""
    organisation: str | None = None
    trial: bool = False
    """The certificate says itself that it is only for trying out."""
    algorithm: str | None = None
    serial: str | None = None
    stamped_at: str | None = None
    """When a time-stamping service saw it; None when none was asked."""
    made_with: tuple[str, ...] = ()
    title: str | None = None
    steps: tuple[Step, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    metadata: dict[str, JsonValue] = {}
    """`cawg.metadata`: JSON-LD of the fields of an XMP label."""
    training: dict[str, str] = {}
    """`cawg.training-mining`: allowed, notAllowed or constrained, for each kind of use."""
    rights: OwnWords | None = None
    """None where it was not signed by `ugc`, or says nothing of the kind."""
    url: str | None = None
    """Where they lie, when elsewhere."""


def verdict(credentials: Credentials) -> str:
    """Return in one or two sentences what a file's credentials are worth."""
    if credentials.state == "elsewhere":
        return f"Its content credentials lie at {credentials.url}, and nothing is fetched: they were not checked."
    if credentials.state == "invalid":
        return f"NOT VALID: {' '.join(fault.words for fault in credentials.faults)}"
    whole = "Valid: nothing was changed since it was signed."
    if credentials.state == "trusted":
        return f"{whole} An authority that you trust vouches for the signer."
    if credentials.trial:
        return f"{whole} Nobody vouches for the signer: the certificate was made for trying out."
    return f"{whole} Nobody that you named vouches for the signer; anybody can make such a certificate."
