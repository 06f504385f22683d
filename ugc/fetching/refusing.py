"""Why an address did not give its file; it never leaves this room but as a `Refusal`."""

from typing import Literal

Why = Literal[
    "address",
    "private",
    "network",
    "certificate",
    "expired",
    "status",
    "page",
    "not_media",
    "too_large",
    "redirect",
    "slow",
    "cut",
    "answer",
]
"""address: it may not be asked; private: it leads to no public machine; network: the machine could not be reached;
certificate: it could not show who it is; expired: it says that the address holds no more (401, 403, 410); status: it
answers with another fault; page: it answers with a page; not_media: with neither a picture nor a clip; too_large;
redirect: it leads on too often or to where it may not; slow: it took too long; cut: it ended early, each time;
answer: what it said is no HTTP, or not what was asked for."""


class Refused(Exception):  # noqa: N818  the end of one try, told as a value
    """Ends the fetching of one address, or one try of it."""

    def __init__(self, code: Why, why: str, *, again_in: float | None = None, drop: bool = False) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.again_in = again_in
        """Seconds after which another try may go better; None where it would not."""
        self.drop = drop
        """Whether what came so far is of no use."""
