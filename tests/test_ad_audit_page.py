"""The audit for people: the page, the table, the calendar and the command, each read by another reader than ours."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ads import (
    CODED,
    FINE,
    HELD,
    NARROW,
    REVOKED,
    SHOWN,
    STOPPED,
    ad,
    audited,
    brand,
    creatives,
    name_of,
    reader,
    spent,
)
from browser import asked
from conftest import NOON
from icalendar import Calendar
from processes import ran
from test_check_page import Page

from ugc.exports.delimited import BOM, csv_bytes
from ugc.model.auditing import Audit
from ugc.model.delivery import AdRow, Damaged
from ugc.reports.audit_page import page
from ugc.reports.audit_table import COLUMNS, entries, rows
from ugc.reports.audit_words import headline, sentences
from ugc.workspace import Workspace
from ugc.workspace.advertising.audit_files import small_pictures, write
from ugc.workspace.advertising.auditing import audit

EVIL = '=HYPERLINK("http://x")</style><script>alert(1)</script><img src=http://x onerror=alert(1)>\u202e'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return brand(tmp_path_factory.mktemp("page"))


def exported(root: Path) -> list[AdRow]:
    """Ads of every verdict; the names of some are hostile."""
    made = creatives(root)

    def named(post: str, **more: Any) -> dict[str, Any]:
        return {"ad_name": name_of(made[post], **more), "campaign": EVIL, "account": "Sunday Glow US"}

    lost = Damaged(column="Ad ID", text="1.20E+17", why="a spreadsheet rounded it")
    return [
        ad(1, **named(REVOKED), **spent("1240.00", "2026-11-21")),
        ad(2, **named(FINE, before=EVIL), markets=frozenset({"US", "CA"}), spend=Decimal("5.5")),
        ad(3, ad_name="Boost", links=(f"https://www.instagram.com/p/{CODED[3:]}/",)),
        ad(4, **named(HELD)),
        ad(5, **named(STOPPED)),
        ad(6, **named(FINE), spend=Decimal("12.25")),
        ad(7, **named(NARROW)),
        ad(8, **named(REVOKED), state="off", **spent("7", "2026-11-22")),
        ad(9, **named(FINE), state="off"),
        ad(10, ad_id=None, ad_name=EVIL, damaged=(lost,), spend=Decimal("99")),
        ad(11, **named(SHOWN)),
    ]


@pytest.fixture(scope="module")
def told(root: Path) -> Audit:
    return audited(root, exported(root))


@pytest.fixture(scope="module")
def shown(root: Path, told: Audit) -> str:
    with Workspace.open(root) as here:
        return page(told, pictures=small_pictures(told, [here]))


# --- in words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("live", "refused", "counts", "said"),
    [
        (41, 3, {"refused": 3}, "3 of 41 live ads may not run"),
        (1, 1, {"refused": 1}, "The one live ad may not run"),
        (1, 0, {"fine": 1}, "The one live ad may run"),
        (12, 0, {"fine": 12}, "All 12 live ads may run"),
        (12, 0, {"fine": 11, "review": 1}, "None of 12 live ads is known to break its rights"),
        (12, 0, {"fine": 11, "unknown": 1}, "None of 12 live ads is known to break its rights"),
        (12, 0, {"unknown": 12}, "No record is about any of 12 live ads"),
        (0, 0, {"off": 3}, "No ad runs"),
        (0, 0, {}, "No ad was found in the exports"),
    ],
)
def test_the_answer_in_one_sentence(
    told: Audit, live: int, refused: int, counts: dict[str, int], said: str
) -> None:
    state = "live" if live else "off"
    ads = [
        told.ads[0].model_copy(update={"verdict": v, "state": state})
        for v, n in counts.items()
        for _ in range(n)
    ]
    changed = {"ads": tuple(ads), "running": live, "refused_running": refused}
    assert headline(told.model_copy(update=changed)) == said


def test_money_and_counts_in_words(told: Audit) -> None:
    assert sentences(told) == (
        "1,252.50 EUR was spent outside of what the records allow.",
        "1 ad is off now, and ran when the records did not allow it.",
        "1 ad is for a person to decide.",
        "Of 1 ad no record is known, with 99.00 EUR spent.",
    )


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_loads_nothing_and_runs_nothing(shown: str) -> None:
    read = Page(shown)
    assert not {"script", "link", "iframe", "form", "object", "base"} & {tag for tag, _ in read.tags}
    sources = [image["src"] or "" for image in read.all("img")]
    assert len(sources) == 7 and all(source.startswith("data:image/webp;base64,") for source in sources)
    assert all((link["href"] or "").startswith("https://www.instagram.com/p/") for link in read.all("a"))
    assert not any(name.startswith("on") for _, attributes in read.tags for name in attributes)
    assert "alert(1)" in read.words and "\u202e" not in shown, "hostile words are words"
    assert len(shown.encode()) < 200_000


def test_what_the_page_says(shown: str) -> None:
    words = Page(shown).words
    for said in (
        "5 of 9 live ads may not run",
        "1,252.50 EUR was spent outside",
        "Instagram, in US, not since 21 November 2026",
        "Revoked for this post from 2026-11-21 by Mo: she asked us to stop",
        "Instagram, in CA, not on any day, as far as the records tell",
        "The grant does not cover CA.",
        "Take Instagram in CA out of it, or switch it off.",
        "Stopped by Mo on 2026-11-22: a complaint",
        "from the creator's account",
        "It is off now; it ran until 22 November 2026.",
        "Ad ID reads 1.20E+17: a spreadsheet rounded it",
        "marked as stopped (r-0002)",
        "its name, which is not certain",
        "it is no legal opinion",
        "1 May 2027",
        "@ana",
    ):
        assert said in words, said
    assert re.search(r"sha256 [0-9a-f]{64}", words)


def test_links_that_are_no_web_address_are_not_followed(root: Path, told: Audit) -> None:
    bad = told.ads[0].model_copy(update={"links": ("javascript:alert(1)", "data:text/html,x", "http://x")})
    assert not Page(page(told.model_copy(update={"ads": (bad,)}), pictures={})).all("a")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_fits_every_width(shown: str, tmp_path: Path, width: int) -> None:
    found = asked(
        shown,
        "return {wide: document.documentElement.scrollWidth, h1: document.querySelector('h1').textContent,"
        " out: [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > "
        f"{width} + 1 && view.getComputedStyle(e).position !== 'absolute').length}}",
        folder=tmp_path,
        width=width,
    )
    assert found == {"wide": width, "h1": "5 of 9 live ads may not run", "out": 0}


def test_the_same_audit_is_the_same_page(root: Path, told: Audit, shown: str) -> None:
    with Workspace.open(root) as here:
        assert page(audited(root, exported(root)), pictures=small_pictures(told, [here])) == shown


def test_thousands_are_cut_and_said(told: Audit) -> None:
    many = tuple(told.ads[-1].model_copy(update={"ad_id": str(number)}) for number in range(2000))
    assert "And 1,800 more" in Page(page(told.model_copy(update={"ads": many}), pictures={})).words


def test_two_brands_and_an_export_that_cannot_be_read(root: Path, tmp_path: Path) -> None:
    other = brand(tmp_path / "second", "North <i>Pine")
    told = audited([root, other], exported(root))
    broken = told.exports[0].model_copy(update={"read": None, "fault": "It is <b>empty</b>."})
    words = Page(page(told.model_copy(update={"exports": (broken,)}), pictures={})).words
    assert "for Sunday Glow" in words and "North <i>Pine" in words
    assert "It could not be read: It is <b>empty</b>." in words


# --- the table ----------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_ad_and_no_formula(told: Audit) -> None:
    data = csv_bytes(COLUMNS, rows(told), excel=True).decode("utf-8")
    read = list(csv.DictReader(io.StringIO(data.removeprefix(BOM))))
    assert len(read) == len(told.ads) and list(read[0]) == [column.heading for column in COLUMNS]
    assert (
        len({column.heading for column in COLUMNS}) == len({column.key for column in COLUMNS}) == len(COLUMNS)
    )
    assert all(column.meaning.endswith(".") for column in COLUMNS)
    assert not [cell for row in read for cell in row.values() if cell[:1] in "=+-@\t\r" and cell]
    first = read[0]
    assert (first["Verdict"], first["Spend"], first["Spent outside its rights"]) == (
        "refused",
        "1240.00",
        "1240.00",
    )
    assert (first["May not run since"], first["Certain"], first["Creators"]) == ("2026-11-21", "no", "ana")
    assert (
        "Instagram, in US, not since 21 November 2026" in first["Reasons"]
        and "[revoked g-0002]" in first["Reasons"]
    )
    assert read[-1]["Verdict"] == "unknown" and read[-1]["Damaged"].startswith("Ad ID: 1.20E+17")


# --- the calendar -------------------------------------------------------------------------------------------------


def test_the_calendar_has_last_days_and_keeps_its_ids(root: Path, told: Audit, tmp_path: Path) -> None:
    def events(day: str) -> dict[str, Any]:
        found = audited(root, exported(root), day=day)
        with Workspace.open(root) as here:
            (path,) = write(found, [here], at=NOON, ics=tmp_path / f"{day}.ics")
        return {str(event["uid"]): event for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")}

    now, later = events("2026-11-22"), events("2027-05-10")
    days = sorted(event["dtstart"].dt for event in now.values())
    assert days == [
        date(2026, 11, 15),
        *[date(2026, 11, 20)] * 2,
        date(2026, 11, 21),
        *[date(2027, 5, 1)] * 2,
    ]
    assert set(now) <= set(later), "an event is moved, not added"
    over = [event for event in now.values() if "should have ended" in event["summary"]]
    assert len(over) == 4 and sum(event["status"] == "CANCELLED" for event in over) == 1, "one is off by now"
    assert len({entry.key for entry in entries(told)}) == len(now)


# --- the command --------------------------------------------------------------------------------------------------

_HEADS = "Reporting starts,Reporting ends,Ad name,Ad ID,Ad delivery,Country,Platform,Amount spent (EUR)"


def export(root: Path, *lines: tuple[str, str, str]) -> Path:
    """What Meta's Ads Manager exports: an ad's name, whether it is delivered, its country."""
    path = root / "ads.csv"
    days = "2026-11-22,2026-11-22"
    text = [
        f"{days},{name},{120210000000000001 + n},{state},{place},Instagram,1.50"
        for n, (name, state, place) in enumerate(lines)
    ]
    path.write_text("\n".join([_HEADS, *text]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("post", "state", "place", "more", "code", "reason"),
    [
        (REVOKED, "active", "US", (), 4, "it runs and may not"),
        (REVOKED, "active", "US", ("nowhere.csv",), 4, "the worse of two faults"),
        (FINE, "active", "US", (), 0, "it may"),
        (FINE, "active", "CA", (), 4, "not in Canada"),
        (FINE, "active", "US", ("nowhere.csv",), 3, "an export could not be read, and the rest was"),
        (STOPPED, "active", "US", (), 0, "a person decides"),
        (STOPPED, "active", "US", ("--strict",), 4, "nobody has decided yet"),
        (REVOKED, "inactive", "US", (), 0, "it is off by now, though it ran too long"),
        (REVOKED, "inactive", "US", ("--strict",), 4, "it ran too long"),
    ],
)
def test_exit_codes(
    root: Path, post: str, state: str, place: str, more: tuple[str, ...], code: int, reason: str
) -> None:
    path = export(root, (name_of(creatives(root)[post]), state, place))
    done = ran(root, "ads", "audit", path, *more, "--json", code=None)
    assert done.code == code, reason
    assert done.document["ads"][0]["ad_name"] == name_of(creatives(root)[post])


def test_the_command_writes_all_files_and_says_it_shortly(root: Path, tmp_path: Path) -> None:
    made = creatives(root)
    lines = [(name_of(made[REVOKED]), "active", "US")] * 30 + [(name_of(made[FINE]), "active", "US")]
    done = ran(root, "ads", "audit", export(root, *lines), "--out", tmp_path, "--within", "200d", code=4)
    assert done.out.splitlines()[0] == "30 of 31 live ads may not run."
    assert "… and 10 more" in done.out and "ENDS WITHIN 200 DAYS" in done.out and "1 May 2027" in done.out
    names = [f"audit-2026-11-22.{end}" for end in ("csv", "html", "ics", "json")]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    document = json.loads((tmp_path / names[-1]).read_text("utf-8"))
    assert document["counts"]["refused"] == 30 and Audit.model_validate(document).within == 200


@pytest.mark.parametrize("within", ["soon", "-3", "1w", "14dd", ""])
def test_days_that_are_none(root: Path, within: str) -> None:
    done = ran(root, "ads", "audit", export(root), f"--within={within}", code=2)
    assert "is not a number of days" in done.err


def test_a_fault_while_rows_are_read_costs_that_export_alone(root: Path) -> None:
    from ugc.errors import InputError

    good, bad = [ad(1, ad_name=name_of(creatives(root)[FINE]))], [ad(2)]
    paths, read = reader(good, bad)

    def broken(path: Path) -> Any:
        found = read(path)
        if path == paths[1]:

            def rows() -> Any:
                yield from found.rows
                raise InputError("Row 3 cannot be read.", hint="Export it anew.")

            return found._replace(rows=rows())
        return found

    with Workspace.open(root) as here:
        told = audit([here], paths, read=broken, at=NOON)
    assert [export.fault for export in told.exports] == [None, "Row 3 cannot be read."]
    assert [each.verdict for each in told.ads] == ["fine", "unknown"], "what was read before it stays"
