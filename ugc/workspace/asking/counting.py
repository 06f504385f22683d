"""Whether a yes to a question would count for what is asked, before it is asked."""

from datetime import date
from typing import TYPE_CHECKING

from ugc.model.dealings import Scope
from ugc.model.phrases import PURPOSES, listed
from ugc.model.reasons import REASONS
from ugc.model.records import Grant, Terms
from ugc.model.vocab import Method, Via
from ugc.workspace.asking.scopes import granted_by
from ugc.workspace.granting.making import made
from ugc.workspace.granting.weighing import shortfalls

if TYPE_CHECKING:
    from ugc.workspace import Workspace

ANSWERS: dict[Via, Method] = {"comment": "comment_yes", "dm": "dm_yes", "email": "dm_yes"}
"""How a yes is taken that comes on the way that it was asked for. An e-mail names its sender as a message does, and
nothing in it is signed."""


def would_not_count(
    workspace: "Workspace", scope: Scope, *, via: Via, terms: Terms, licensee: str, on: date
) -> list[str]:
    """Say for which purposes a yes on this way would not count by the brand's own policy, and what to do instead."""
    method: Method = "hashtag_reply" if via == "comment" else ANSWERS[via]
    yes = made(
        Grant,
        "request",
        **granted_by(scope, on=on),
        id="",
        licensor="",
        licensee=licensee,
        posts=("post",),
        method=method,
        terms=terms,
        evidence=("answer",),
    )
    found = []
    for reason, purposes in shortfalls(workspace, yes).items():
        named = listed(PURPOSES[purpose] for purpose in purposes)
        other = " Ask with --via dm." if via == "comment" and reason.code == "weak_consent_for_paid" else ""
        what = (
            "Give the document: --terms terms-v3.pdf."
            if reason.code == "terms_hash_missing"
            else REASONS[reason.code]
        )
        found.append(f"A yes would not count for {named}: {reason.code}: {reason.text} {what}{other}")
    if scope.identities & {"creator_handle", "both"} and "allowlisting" not in scope.purposes:
        found.append(
            "An ad from the creator's own account needs the purpose allowlisting as well: --purpose allowlisting."
        )
    return found
