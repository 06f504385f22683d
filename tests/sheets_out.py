"""A small programme as it is given out, and workbooks that people edited."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from ugc.model.programme_sheet import Programme, TabName
from ugc.sheet.reading import read
from ugc.sheet.returned import Returned
from ugc.sheet.writing import xlsx

AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0 _x0041_ +1"
PROGRAMME = Programme(
    id="s-1",
    at=AT,
    campaign="spring",
    tabs={
        "creators": {
            "k1": {
                "creator": "@ana",
                "accounts": "instagram:ana, tiktok:ana.tt",
                "niches": "running, skincare",
                "followers": 12_000,
                "followers_day": date(2026, 3, 1),
                "engagement": Decimal("0.0345"),
            },
            "k2": {"creator": "@bo", "accounts": "tiktok:bo", "audience": HOSTILE},
        },
        "deliverables": {
            f"spring/ana-reel-{number}": {
                "deliverable": f"ana-reel-{number}",
                "campaign": "spring",
                "creator": "@ana",
                "kind": "reel",
                "platform": "instagram",
                "due": date(2026, 3, 10 + number),
                "state": "promised",
                "late": 5 if number == 1 else None,
                "fee": "250.00 USD",
                "code": "00123",
            }
            for number in (1, 2, 3)
        },
        "posts": {
            "ig:one": {"post": "ig:one", "creator": "@ana", "caption": HOSTILE, "tags": "hero"},
            "1922949326347663701": {"post": "1922949326347663701", "creator": "@bo"},
        },
        "rights": {
            "g-0001": {
                "record": "g-0001",
                "subject": "ig:one",
                "method": "dm_yes",
                "first": date(2026, 1, 1),
                "last": "perpetual",
                "status": "granted",
            }
        },
        "codes": {"a-1": {"record": "a-1", "last4": "0012", "last": date(2026, 6, 1)}},
        "results": {"ig:one": {"post": "ig:one", "likes": 400, "rate": Decimal("0.0346")}},
    },
)


def written(**pictures: bytes) -> bytes:
    return xlsx(PROGRAMME, pictures=pictures, about={"For": "Sunday Glow"}, brand="Sunday Glow")


def edited(edit: Callable[[Any], Any], data: bytes | None = None) -> bytes:
    """The workbook as a person saves it who did something to it."""
    book = load_workbook(io.BytesIO(data or written()))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: Any, heading: str, row: int) -> Any:
    """The cell of a column, by its heading."""
    return next(one for one in sheet[1] if one.value == heading).offset(row=row - 1)


def back(edit: Callable[[Any], Any]) -> Returned:
    return read(edited(edit), "x.xlsx")


def put(tab: str, heading: str, row: int, value: Any) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        cell(book[tab], heading, row).value = value

    return edit


def assert_whole(returned: Returned) -> None:
    """Everything is as it was given out."""
    assert set(returned.tabs) == set(PROGRAMME.tabs)
    for name, rows in PROGRAMME.tabs.items():
        told = {id: {key: one for key, one in row.items() if one is not None} for id, row in rows.items()}
        assert without_empty(returned, name) == told, name


def without_empty(returned: Returned, name: TabName) -> dict[str, dict[str, Any]]:
    return {
        id: {key: value for key, value in row.items() if value is not None}
        for id, row in returned.tabs[name].rows.items()
    }
