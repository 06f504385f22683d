"""Days as exports write them: which of day and month stands first is decided for a whole column.

A time of day is dropped, with its zone: an account's days are its own.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from ugc.delivery._words import blank, plain, without_end

Order = Literal["day", "month"]
"""Which stands first in 01/02/2026."""
Sight = Literal["day", "month", "either", "sure", "none", "bad"]

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ,].*)?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_LAST = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d\d)(?:[T ,]+\d{1,2}[:.h].*)?")
_NAMED = re.compile(
    r"(?:[^\W\d]+,? )?(\d{1,2})(?:st|nd|rd|th|\.|º|er)?(?: de| -)? ?-?"
    r"([^\W\d_]{3,})\.?,?(?: de)?[ \-]+(\d{4})(?:[ ,].*)?"
)
_NAMED_FIRST = re.compile(r"(?:[^\W\d]+, )?([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ ,].*)?")
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.\d+)?")
_SINCE = re.compile(r"1\d{9}(?:\d{3})?")
_EXCEL = date(1899, 12, 30)
_MONTHS = (
    "jan januar janvier ene enero gen gennaio janeiro januari sty stycznia oca ocak",
    "feb februar fev fevrier febrero febbraio fevereiro februari lut lutego sub subat",
    "mar mrz marz marzo mars marco maart mrt marca mart",
    "apr april avr avril abr abril aprile kwi kwietnia nis nisan",
    "may mai mayo mag maggio maio mei maja mayis",
    "jun juni juin junio giu giugno junho cze czerwca haz haziran june",
    "jul juli juil juillet julio lug luglio julho lip lipca tem temmuz july",
    "aug august aou aout ago agosto augustus sie sierpnia agu agustos",
    "sep sept september septembre septiembre set settembre setembro wrz wrzesnia eyl eylul",
    "oct okt oktober octobre octubre ott ottobre out outubro paz pazdziernika eki ekim october",
    "nov november novembre noviembre novembro lis listopada kas kasim",
    "dec dez dezember december decembre dic diciembre dicembre dezembro gru grudnia ara aralik",
)
_MONTH = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_ENGLISH = "january february march april may june july august september october november december".split()
_MONTH |= {name: month for month, name in enumerate(_ENGLISH, 1)}


def sight(text: str) -> Sight:
    """Say what a cell shows of the order of day and month."""
    if blank(text) or without_end(text):
        return "none"
    text = " ".join(text.split())
    found = _LAST.fullmatch(text)
    if not found:
        return "sure" if read_day(text, None) else "bad"
    first, second = int(found[1]), int(found[3])
    if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
        return "bad"
    if first > 12 or second > 12:
        return "day" if first > 12 else "month"
    return "sure" if found[2] == "." or first == second else "either"


def read_day(text: str, order: Order | None) -> date | None:
    """Read a day; None where the cell has none, or could be read in two ways."""
    text = " ".join(text.split())[:60]
    for form in (_ISO, _COMPACT):
        if found := form.fullmatch(text):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), found[4], "day" if found[2] == "." else order)
    if found := _NAMED.fullmatch(text):
        return _day(int(found[3]), _MONTH.get(plain(found[2]), 0), int(found[1]))
    if found := _NAMED_FIRST.fullmatch(text):
        return _day(int(found[3]), _MONTH.get(plain(found[1]), 0), int(found[2]))
    if _SERIAL.fullmatch(text):
        return _EXCEL + timedelta(days=int(text.split(".")[0]))
    if _SINCE.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).date()
    return None


def _year_last(first: int, second: int, year: str, order: Order | None) -> date | None:
    if first > 12 or second > 12:
        order = "day" if first > 12 else "month"
    if order is None and first != second:
        return None
    day, month = (first, second) if order == "day" else (second, first)
    return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
