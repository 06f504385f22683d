"""Figures of creators as people read them."""

from datetime import date

from ugc.model.creator_figures import RateBase
from ugc.model.posts import Account

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day(day: date, *, beside: date | None = None) -> str:
    """Say a day as in 1 Jun 2026; beside another one of the same year without the year."""
    year = "" if beside and beside.year == day.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def percent(share: float) -> str:
    """Say a fraction in percent: one digit after the point, below 1 % two."""
    return f"{share * 100:.2f} %" if 0 < abs(share) < 0.00995 else f"{share * 100:.1f} %"


def span(low: float, high: float) -> str:
    """Say two fractions in percent with one sign between them."""
    digits = 2 if low < 0.00995 else 1
    return f"{low * 100:.{digits}f}–{high * 100:.{digits}f} %"


def change(share: float) -> str:
    """Say a change in percent with its sign."""
    return f"{share * 100:+.1f} %".replace("-", "−")


def formula(parts: tuple[str, ...], base: RateBase, *, mixed: bool = False) -> str:
    """Say what was added up and over what; where posts differ in that, so that it is seen."""
    told = f"{' + '.join(parts)} / {base}"
    return f"{told} (and more where it is known: posts differ in it)" if mixed else told


def account(one: Account) -> str:
    """Name an account."""
    return f"{one.platform} @{one.handle}"
