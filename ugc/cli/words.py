"""How answers of the records read to people."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc.cli import say

if TYPE_CHECKING:
    from ugc.model.rights import Answer, Reason


def until(day: "date | str | None") -> str:
    """Say an end date."""
    return "without end" if day in (None, "perpetual") else f"until {day}"


def tell_reasons(reasons: "Sequence[Reason]", *, indent: str, advice: bool = True) -> None:
    """Say every reason once, and after them what to do about each kind."""
    for reason in dict.fromkeys(reasons):
        where = f" ({reason.grant})" if reason.grant else ""
        say.out(f"{indent}{reason.code}{where}: {reason.text}")
    if advice:
        say.out(f"{indent}What to do:")
        tell_advice(reasons, indent=f"{indent}  ")


def tell_advice(reasons: "Sequence[Reason]", *, indent: str) -> None:
    """Say what to do about each kind of reason, once."""
    from ugc.model.reasons import REASONS

    for code in dict.fromkeys(reason.code.split(":")[0] for reason in reasons):
        say.out(f"{indent}{code}: {REASONS[code]}")


def tell_answer(answer: "Answer", *, indent: str = "") -> None:
    """Say an answer: what was asked, what the records allow, and what was not checked."""
    use = answer.use
    where = f"{use.channel}" + (f" ({use.placement})" if use.placement else "")
    asked = (
        f"{use.purpose} on {where} as {use.identity.replace('_', ' ')}, "
        f"{countries(use.territories)}, {use.first} to {use.last}"
    )
    verdict = {
        "Cleared": "The records allow it",
        "NeedsReview": "A person must decide",
        "Refused": "The records do not allow it",
    }[type(answer).__name__]
    say.out(f"{indent}{answer.post} for {use.licensee}: {asked}")
    ends = getattr(answer, "valid_until", None)
    if ends is not None:
        grants = ", ".join(getattr(answer, "grants", ()))
        say.out(f"{indent}  {verdict} {until(ends)}, under {grants}.")
    else:
        say.out(f"{indent}  {verdict}:")
        tell_reasons(getattr(answer, "reasons", ()), indent=f"{indent}    ")
    if answer.not_checked:
        say.out(f"{indent}  not checked: {' '.join(answer.not_checked)}")


def answer_document(answer: "Answer") -> dict[str, object]:
    """An answer for scripts, with its verdict spelled out."""
    verdict = {"Cleared": "cleared", "NeedsReview": "needs_review", "Refused": "refused"}[
        type(answer).__name__
    ]
    return {"verdict": verdict} | answer.model_dump(mode="json")


def countries(codes: "frozenset[str]") -> str:
    """Say a set of countries; many are counted instead of listed."""
    return ", ".join(sorted(codes)) if len(codes) <= 8 else f"{len(codes)} countries"
