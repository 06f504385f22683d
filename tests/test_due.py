"""What is due: who has not answered, what ends, and which permissions end before their ads do. Days worked by hand."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected

from ugc.model.dealings import Running
from ugc.workspace import Workspace
from ugc.workspace.granting.evidence import append

TODAY = date(2026, 11, 22)
POST = "ig:BqvsDleB3lV"


def due(shop: Shop, *options: str, code: int = 0) -> list[dict[str, Any]]:
    return list(shop("rights", "due", *options, "--json", code=code)["due"])


def of(items: list[dict[str, Any]], kind: str) -> list[tuple[str, str, bool]]:
    """Record, day and whether it is overdue, of one kind."""
    return [(each["record"], each["day"], each["overdue"]) for each in items if each["kind"] == kind]


def day(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days pass since 22 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795348800 + days * 86_400))


def keep(shop: Shop, record: Running) -> None:
    """Write a use into the ledger as it stands."""
    with Workspace.open(shop.root) as here, here.catalog.transaction():
        append(here, record, subjects=[], at=NOON)


def ask(shop: Shop, *targets: str) -> None:
    shop("rights", "request", *targets, "--terms", "terms-v3.txt", "--by", "Mo")


def test_nothing_is_due_in_a_new_workspace(shop: Shop) -> None:
    assert due(shop, "--strict") == []
    assert shop("rights", "due").strip() == "Nothing is due within 30 days."


# --- questions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "overdue"),
    [(0, False), (4, False), (5, True), (40, True)],  # `remind_after_days` is 5
)
def test_a_question_is_open_until_it_is_answered(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, days: int, overdue: bool
) -> None:
    ask(shop, POST)
    day(monkeypatch, days)
    assert of(due(shop), "unanswered") == [("q-0001", "2026-11-22", overdue)]
    due(shop, "--strict", code=4 if overdue else 0)


def test_a_reminder_starts_the_waiting_anew(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(shop, POST)
    day(monkeypatch, 6)
    shop("rights", "request", "--remind", "--by", "Mo")
    (item,) = due(shop)
    assert (item["record"], item["day"], item["overdue"]) == ("q-0001", "2026-11-28", False)
    assert "1 reminder, today" in item["what"]
    day(monkeypatch, 11)
    assert of(due(shop), "unanswered") == [("q-0001", "2026-11-28", True)]


@pytest.mark.parametrize("answer", ["--yes", "--no"])
def test_an_answer_ends_it(shop: Shop, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    ask(shop, POST)
    shop("rights", "reply", "q-0001", answer, "--evidence", "yes-from-ana.png", "--by", "Mo")
    day(monkeypatch, 9)
    assert of(due(shop), "unanswered") == []


def test_a_grant_that_was_recorded_otherwise_ends_it_too(shop: Shop) -> None:
    shop.grant(POST, "--until", "2027-06-01")  # before the question: no answer to it
    ask_more = ("--channel", "tiktok", "--terms", "terms-v3.txt", "--by", "Mo")
    shop("rights", "request", POST, *ask_more)
    assert of(due(shop), "unanswered") == [("q-0001", "2026-11-22", False)]
    shop.grant(POST, "--channel", "tiktok", "--until", "2027-06-01")
    assert of(due(shop), "unanswered") == []


def test_a_post_that_got_another_id_is_the_same(empty_shop: Shop, tmp_path: Path) -> None:
    """A post is asked for while only its file is known; the answer is about the id that it has got since."""
    folder = collected(tmp_path / "collected")
    (picture,) = folder.glob("*.jpg")
    (folder / "sheet.csv").write_text(f"platform,handle,media\ninstagram,ana,{picture.name}\n", "utf-8")
    empty_shop("import", folder / "sheet.csv")
    ((name,),) = ([post["id"]] for post in empty_shop("posts", "--json"))
    assert name.startswith("file:")
    ask(empty_shop, name)
    empty_shop("import", picture, picture.with_name(f"{picture.name}.json"))
    assert [post["id"] for post in empty_shop("posts", "--json")] == [POST]
    assert of(due(empty_shop), "unanswered") == [("q-0001", "2026-11-22", False)]
    told = empty_shop("rights", "reply", POST, "--no", "--by", "Mo", "--json")
    assert told["reply"]["request"] == "q-0001"
    assert due(empty_shop) == []


# --- grants --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "within", "listed"),
    [
        ("2026-12-22", "30", True),  # 30 days from 22 November
        ("2026-12-23", "30", False),
        ("2026-11-22", "0", True),  # its last day is today
        ("2026-11-23", "0", False),
        ("2027-05-01", "365", True),
        ("perpetual", "3000", False),
    ],
)
def test_a_grant_is_listed_when_it_ends_within_the_days(
    shop: Shop, until: str, within: str, listed: bool
) -> None:
    shop.grant(POST, "--until", until)
    assert of(due(shop, "--within", within), "grant_ends") == ([("g-0001", until, False)] if listed else [])


def test_an_ended_grant_is_overdue_while_creatives_stand_on_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.grant(POST, "--until", "2026-12-01")
    shop("render", "--format", "story", "--flight", "2026-11-22..2026-12-01")
    (item,) = due(shop)
    assert (item["creatives"], item["overdue"]) == (1, False)
    day(monkeypatch, 10)
    (item,) = due(shop, "--strict", code=4)
    assert (item["day"], item["overdue"]) == ("2026-12-01", True)
    assert "ugc sweep" in item["to_do"]
    shop("sweep")
    assert due(shop, "--strict") == [], "nothing stands on it any more"


@pytest.mark.parametrize("how", ["renewed", "followed", "revoked"])
def test_what_goes_on_or_is_over_is_not_chased(shop: Shop, how: str) -> None:
    shop.grant(POST, "--until", "2026-12-01")
    if how == "renewed":
        shop(*"rights renew g-0001 --until 2027-12-01 --evidence yes-from-ana.png --by Mo".split())
        assert of(due(shop), "grant_ends") == []
    elif how == "followed":
        shop.grant(POST, "--from", "2026-12-02", "--until", "2027-12-01")
        (item,) = due(shop)
        assert "g-0002 goes on" in item["to_do"]
    elif how == "revoked":
        shop("rights", "revoke", "g-0001", "--why", "asked", "--by", "Mo")
        assert due(shop) == []


def test_a_clock_from_first_use_counts_from_the_use_on_record(shop: Shop) -> None:
    shop.grant(POST, "--until", "perpetual", "--also", "clock=from_first_use", "--also", "days=30")
    assert of(due(shop), "grant_ends") == [], "it has not begun"
    keep(shop, a_use(first=date(2026, 11, 10)))
    # 10 November is the first of 30 days: 21 in November, 9 in December
    assert of(due(shop), "grant_ends") == [("g-0001", "2026-12-09", False)]


def test_a_cap_on_impressions_is_told_before_it_is_reached(shop: Shop) -> None:
    shop.grant(POST, "--until", "2027-05-01", "--also", "impressions=1000")
    keep(shop, a_use(id="u-1", impressions=500))
    assert of(due(shop), "cap_near") == []
    keep(shop, a_use(id="u-1", version=2, impressions=800))
    assert of(due(shop), "cap_near") == [("g-0001", "2026-11-22", False)]
    keep(shop, a_use(id="u-2", impressions=200))
    assert of(due(shop, "--strict", code=4), "cap_near") == [("g-0001", "2026-11-22", True)]


# --- releases and permissions --------------------------------------------------------------------------------------


def test_a_release_that_ends_is_listed_with_what_was_made(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(
        *f"rights release {POST} --person woman-left --until 2026-12-05 --evidence yes-from-ana.png --by Mo".split()
    )
    items = due(shop)
    assert [(each["kind"], each["day"], each["posts"]) for each in items] == [
        ("release_ends", "2026-12-05", [POST])
    ]
    assert due(shop, "--within", "5") == []
    day(monkeypatch, 20)
    assert due(shop) == [], "it is over, and nothing was made of the post"


def a_use(**told: Any) -> Running:
    usual = {
        "id": "u-1",
        "posts": (POST,),
        "purpose": "paid_social",
        "channel": "instagram",
        "identity": "brand_handle",
        "territories": {"US"},
        "first": date(2026, 11, 20),
        "last": date(2026, 12, 31),
        "ad_names": ("spring-1",),
    }
    return Running.model_validate(usual | told)


def authorize(shop: Shop, *options: str, target: str = POST) -> str:
    told = shop(
        *("rights", "authorize", target, "--kind", "meta_ad_code", "--platform", "instagram"),
        *options,
        *("--by", "Mo", "--json"),
    )
    return str(told["id"])


PERMISSIONS: list[tuple[str, list[str], dict[str, Any], tuple[str, bool] | None]] = [
    ("it ends before the ad", ["--until", "2026-12-15"], {}, ("2026-12-15", False)),
    ("it ended already", ["--from", "2026-11-01", "--until", "2026-11-20"], {}, ("2026-11-20", True)),
    ("it holds to the last day", ["--until", "2026-12-31"], {}, None),
    ("it has no end", [], {}, None),
    ("the ad has no end", ["--until", "2026-12-15"], {"last": None}, ("2026-12-15", False)),
    ("the ad is over", ["--until", "2026-11-20"], {"last": date(2026, 11, 21)}, None),
    (
        "from the brand's account none is needed",
        ["--until", "2026-12-15"],
        {"identity": "brand_handle"},
        None,
    ),
    ("it is for another platform", ["--until", "2026-12-31"], {"channel": "tiktok"}, ("2026-11-22", True)),
]


@pytest.mark.parametrize(
    ("why", "options", "told", "expected"), PERMISSIONS, ids=[row[0] for row in PERMISSIONS]
)
def test_a_permission_that_ends_before_its_ad(
    shop: Shop, why: str, options: list[str], told: dict[str, Any], expected: tuple[str, bool] | None
) -> None:
    authorize(shop, *options)
    keep(shop, a_use(**({"identity": "creator_handle"} | told)))
    found = [(day, late) for _, day, late in of(due(shop, "--within", "0"), "permission_too_short")]
    assert found == ([expected] if expected else []), why


def test_a_permission_for_everything_of_theirs_serves_each_post(shop: Shop) -> None:
    keep(shop, a_use(identity="both"))
    assert of(due(shop), "permission_too_short") == [("u-1", "2026-11-22", True)], "none is on record"
    authorize(shop, "--until", "2026-12-20", target="@ana")
    items = due(shop)
    assert of(items, "permission_too_short") == [("a-0001", "2026-12-20", False)]
    assert of(items, "permission_ends") == [("a-0001", "2026-12-20", False)]
    authorize(shop, "--until", "2027-01-31")
    assert of(due(shop), "permission_too_short") == [], "a longer one for the post serves it"


def test_creatives_made_for_the_creators_account_need_their_code(shop: Shop) -> None:
    shop.grant(POST, "--identity", "creator_handle", "--purpose", "allowlisting")
    authorize(shop, "--until", "2026-12-31")
    flight = ("--flight", "2026-12-01..2026-12-20")
    shop("render", "--format", "story", "--identity", "creator_handle", *flight)
    assert of(due(shop), "permission_too_short") == []
    shop("rights", "authorize", "a-0001", "--until", "2026-12-10", "--by", "Mo")
    items = [each for each in due(shop) if each["kind"] == "permission_too_short"]
    assert [(each["record"], each["day"]) for each in items] == [("a-0001", "2026-12-10")]
    assert "out/creatives/" in items[0]["what"]
    assert "runs to 20 December 2026 on Instagram" in items[0]["what"]


# --- as a whole ----------------------------------------------------------------------------------------------------


def test_it_is_sorted_by_day_and_several_brands_are_asked(shop: Shop, tmp_path: Path) -> None:
    shop.grant(POST, "--until", "2026-12-20")
    shop.grant(POST, "--channel", "tiktok", "--until", "2026-12-01")
    ask_tiktok = ("--channel", "youtube", "--terms", "terms-v3.txt", "--by", "Mo")
    shop("rights", "request", POST, *ask_tiktok)
    assert [each["day"] for each in due(shop)] == ["2026-11-22", "2026-12-01", "2026-12-20"]
    shop("init", tmp_path / "dew", "--brand", "Dew", "--market", "US")
    told = shop("rights", "due", "-w", shop.root, "-w", tmp_path / "dew", "--json")
    assert [(each["brand"], len(each["due"])) for each in told] == [("Sunday Glow", 3), ("Dew", 0)]
    shop("rights", "due", "-w", shop.root, "-w", tmp_path / "dew")
    assert "Dew, " in shop.out


def test_days_are_those_of_the_workspace(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 23:30 UTC it is the next day in Auckland already."""
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat("2026-11-22T23:30:00+00:00").timestamp()))
    )
    text = (shop.root / "ugc.toml").read_text("utf-8")
    (shop.root / "ugc.toml").write_text(
        text.replace('timezone = "UTC"', 'timezone = "Pacific/Auckland"'), "utf-8"
    )
    told = shop("rights", "due", "--json")
    assert (told["today"], told["within"]) == ("2026-11-23", 30)


def test_a_number_of_days_that_cannot_be_is_refused(shop: Shop) -> None:
    shop("rights", "due", "--within", "-1", code=2)
    shop("rights", "due", "--within", "soon", code=2)
