"""How answers of the records read to people."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc.cli import say
from ugc.text import one_line

if TYPE_CHECKING:
    from ugc.model.posts import Post
    from ugc.model.rights import Answer, Reason

_NAME = 30
"""Characters of a file's name that tell it from others."""


def until(day: "date | str | None") -> str:
    """Say an end date."""
    return "without end" if day in (None, "perpetual") else f"until {day}"


def post_name(id: str, post: "Post | None" = None) -> str:
    """A post's id for people: of one that is known by its file alone the beginning, with the file's name."""
    return named_by_file(id, post.media[0].name if post and post.media else None)


def named_by_file(id: str, name: str | None) -> str:
    """A post's id for people; `name` is that of its first file."""
    if not id.startswith("file:"):
        return id
    return f"{id[:17]} ({say.cut(name, _NAME)})" if name else id[:17]


def tell_reasons(reasons: "Sequence[Reason]", *, indent: str, advice: bool = True) -> None:
    """Say every reason once, and after them what to do about each kind."""
    for reason in dict.fromkeys(reasons):
        where = f" ({reason.grant})" if reason.grant else ""
        say.out(f"{indent}{reason.code}{where}: {one_line(reason.text)}")
    if advice:
        say.out(f"{indent}What to do:")
        tell_advice(reasons, indent=f"{indent}  ")


def tell_advice(reasons: "Sequence[Reason]", *, indent: str) -> None:
    """Say what to do about each kind of reason, once."""
    from ugc.model.reasons import REASONS

    for code in dict.fromkeys(reason.code.split(":")[0] for reason in reasons):
        if code in REASONS:
            say.out(f"{indent}{code}: {REASONS[code]}")


def tell_answer(answer: "Answer", *, edits: str = "", indent: str = "") -> None:
    """Say an answer: what was asked, with which edits, what the records allow, and what was not checked."""
    use = answer.use
    where = f"{use.channel}" + (f" ({use.placement})" if use.placement else "")
    asked = (
        f"{use.purpose} on {where} as {use.identity.replace('_', ' ')}, "
        f"{countries(use.territories)}, {use.first} to {use.last}"
    )
    verdict = {
        "cleared": "The records allow it",
        "needs_review": "A person must decide",
        "refused": "The records do not allow it",
    }[answer.verdict]
    say.out(f"{indent}{answer.post} for {use.licensee}: {asked}{f', {edits}' if edits else ''}")
    ends = getattr(answer, "valid_until", None)
    if ends is not None:
        grants = ", ".join(getattr(answer, "grants", ()))
        decided = ", ".join(getattr(answer, "decisions", ()))
        as_decided = f", as was decided in {decided}" if decided else ""
        say.out(f"{indent}  {verdict} {until(ends)}, under {grants}{as_decided}.")
    else:
        say.out(f"{indent}  {verdict}:")
        tell_reasons(getattr(answer, "reasons", ()), indent=f"{indent}    ")
    if answer.not_checked:
        say.out(f"{indent}  not checked: {' '.join(answer.not_checked)}")


def listed(names: "Sequence[str]", last: str = "and") -> str:
    """Write names as a sentence does: a, b and c."""
    return f" {last} ".join([part for part in (", ".join(names[:-1]), *names[-1:]) if part])


def countries(codes: "frozenset[str]") -> str:
    """Say a set of countries; many are counted instead of listed."""
    return ", ".join(sorted(codes)) if len(codes) <= 8 else f"{len(codes)} countries"
