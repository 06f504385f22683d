"""The calendar of end dates, read by a small reader of RFC 5545 that knows nothing of the library that wrote it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop
from icalendar import Calendar

from ugc.exports import calendar as days
from ugc.exports.licences import Licence
from ugc.model.ad_packages import AdPackage
from ugc.model.ads import AdParty, AdPost, PackedAd, PlannedAd
from ugc.model.dealings import Decision, Running
from ugc.model.posts import Account, Post
from ugc.model.records import Authorization, Grant, Release, Revocation
from ugc.model.vocab import AuthorizationStatus
from ugc.workspace import Workspace
from ugc.workspace.granting.evidence import append

TODAY = date(2026, 11, 22)
LEDGER = "0123456789abcdef" * 4
SHELF = Post(id="ig:BqvsDleB3lV", platform="instagram", author=Account(platform="instagram", handle="ana"))
GYM = SHELF.model_copy(update={"id": "ig:Bqvs0000001"})

Component = dict[str, Any]


def read(data: bytes) -> Component:
    """A calendar as nested components: properties by name with their parameters, parts under `parts`."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b""), "lines end in CR LF"
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "3.1: lines are folded at 75 octets"
    text = re.sub(rb"\r\n[ \t]", b"", data).decode("utf-8")
    top: Component = {"parts": []}
    stack = [top]
    for line in filter(None, text.split("\r\n")):
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        if name == "BEGIN":
            stack.append({"kind": value, "parts": []})
        elif name == "END":
            done = stack.pop()
            assert done["kind"] == value
            stack[-1]["parts"].append(done)
        else:
            assert name not in stack[-1], f"{name} stands twice"
            stack[-1][name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
            stack[-1][f"{name};"] = parameters
    (found,) = top["parts"]
    return found


def day(event: Component, name: str) -> date:
    """A property that is a whole day."""
    assert event[f"{name};"] == ["VALUE=DATE"]
    assert re.fullmatch(r"\d{8}", event[name])
    return date.fromisoformat(event[name])


def lead(trigger: str) -> timedelta:
    """A duration such as -P29DT15H."""
    match = re.fullmatch(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?)?", trigger)
    assert match, trigger
    size = timedelta(days=int(match[2] or 0), hours=int(match[3] or 0))
    return -size if match[1] else size


def written(*entries: days.Entry | None, sequence: int = 7, today: date = TODAY) -> Component:
    found = [entry for entry in entries if entry]
    return read(
        days.calendar(found, brand="Sunday Glow", ledger=LEDGER, sequence=sequence, at=NOON, today=today)
    )


def a_grant(**told: Any) -> Grant:
    usual: dict[str, Any] = {
        "id": "g-0001",
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "posts": (SHELF.id, GYM.id),
        "method": "dm_yes",
        "purposes": {"paid_social"},
        "channels": {"instagram"},
        "territories": {"US"},
        "start": date(2026, 11, 1),
        "end": date(2027, 5, 1),
    }
    return Grant.model_validate(usual | told)


def held(grant: Grant | None = None, **told: Any) -> Licence:
    return Licence(grant=grant or a_grant(), posts=(SHELF, GYM), **told)


def revoked(on: date, **told: Any) -> Revocation:
    return Revocation(id="r-0001", grant="g-0001", effective=on, why="no", by="Mo", **told)


def test_the_last_day_of_a_grant_as_a_person_reads_it() -> None:
    found = written(days.of_licence(held(), today=TODAY))
    assert found["kind"] == "VCALENDAR"
    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    (event,) = found["parts"]
    assert event["SUMMARY"] == "@ana: rights to 2 posts end (g-0001)"
    assert day(event, "DTSTART") == date(2027, 5, 1)
    assert day(event, "DTEND") == date(2027, 5, 2), "the end is exclusive: one whole day"
    assert event["UID"] == "g-0001@0123456789abcdef.ugc-toolkit"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"] == "20261122T120000Z"
    assert "paid social on instagram in US" in event["DESCRIPTION"]


def test_reminders_forty_five_thirty_fourteen_days_before_and_on_the_day_at_nine() -> None:
    (event,) = written(days.of_licence(held(), today=TODAY))["parts"]
    midnight = datetime(2027, 5, 1)  # noqa: DTZ001  a whole day floats: it begins at each reader's own midnight
    rings = {midnight + lead(alarm["TRIGGER"]) for alarm in event["parts"]}
    assert rings == {datetime(2027, *d, 9) for d in ((3, 17), (4, 1), (4, 17), (5, 1))}  # noqa: DTZ001
    assert {alarm["ACTION"] for alarm in event["parts"]} == {"DISPLAY"}
    assert [alarm["DESCRIPTION"].split(":")[0] for alarm in event["parts"]] == [
        "In 45 days",
        "In 30 days",
        "In 14 days",
        "Today",
    ]


@pytest.mark.parametrize(
    ("end", "left"),
    [
        (date(2027, 1, 6), 4),  # forty-five days from today
        (date(2027, 1, 5), 3),
        (date(2026, 12, 21), 2),
        (date(2026, 11, 23), 1),  # tomorrow
        (date(2026, 11, 22), 1),  # today
        (date(2026, 11, 10), 0),  # over
    ],
)
def test_no_reminder_rings_in_the_past(end: date, left: int) -> None:
    (event,) = written(days.of_licence(held(a_grant(end=end)), today=TODAY))["parts"]
    assert len(event["parts"]) == left
    assert day(event, "DTSTART") == end


@pytest.mark.parametrize(
    ("licence", "last", "status", "words"),
    [
        (held(whole=(revoked(date(2026, 11, 20)),)), "2026-11-19", "CANCELLED", "Revoked: @ana"),
        (
            held(whole=(revoked(date(2026, 12, 24)),)),
            "2026-12-23",
            "CONFIRMED",
            "@ana: rights",
        ),  # still to come
        (held(successor="g-0002"), "2027-05-01", "CANCELLED", "Renewed as g-0002: @ana"),
        (held(a_grant(status="disputed")), "2027-05-01", "CONFIRMED", "Disputed: @ana"),
        (
            held(a_grant(end="perpetual", version=2)),
            "2026-11-01",
            "CANCELLED",
            "@ana",
        ),  # it had an end before
        (
            held(a_grant(posts=(), creator="creator:aa")),
            "2027-05-01",
            "CONFIRMED",
            "@ana: rights to all their posts end",
        ),
    ],
    ids=["revoked", "to be revoked", "replaced", "disputed", "perpetual now", "all posts"],
)
def test_what_became_of_a_grant(licence: Licence, last: str, status: str, words: str) -> None:
    (event,) = written(days.of_licence(licence, today=TODAY))["parts"]
    assert day(event, "DTSTART") == date.fromisoformat(last)
    assert event["STATUS"] == status
    assert event["SUMMARY"].startswith(words)
    assert event["UID"] == "g-0001@0123456789abcdef.ugc-toolkit", "the same event as before"
    assert status == "CONFIRMED" or not event["parts"], "what is cancelled does not ring"


@pytest.mark.parametrize(
    "grant", [a_grant(end="perpetual"), a_grant(status="requested"), a_grant(status="declined")]
)
def test_no_event_where_there_is_no_end(grant: Grant) -> None:
    assert days.of_licence(held(grant), today=TODAY) is None


def test_a_post_that_leaves_a_grant_has_its_own_day() -> None:
    licence = held(
        parts={
            GYM.id: (revoked(date(2027, 1, 10), post=GYM.id),),
            SHELF.id: (revoked(date(2026, 11, 1), post=SHELF.id),),
        }
    )
    (event,) = written(*days.of_partial(licence, today=TODAY))["parts"]
    assert event["SUMMARY"] == "@ana: rights to ig:Bqvs0000001 end, revoked (g-0001)"
    assert day(event, "DTSTART") == date(2027, 1, 9)


def an_authorization(status: AuthorizationStatus) -> Authorization:
    return Authorization(
        id="a-0001",
        platform="tiktok",
        kind="tiktok_auth_code",
        post=SHELF.id,
        status=status,
        end=date(2027, 1, 31),
        code_last4="9f2c",
        native_ids={"ad_account_id": "777"},
    )


RELEASE = Release(
    id="rel-0001", post=SHELF.id, kind="model", status="limited", subject="person-2", end=date(2027, 3, 1)
)
DECISION = Decision(
    id="d-0001",
    post=SHELF.id,
    about=frozenset({"release_unknown"}),
    allow=True,
    licensee="Sunday Glow",
    purposes=frozenset({"paid_social"}),
    channels=frozenset({"instagram"}),
    territories=frozenset({"US"}),
    until=date(2027, 2, 1),
    why="nobody can be told",
    by="Mo",
    on=TODAY,
)


@pytest.mark.parametrize(
    ("entry", "key", "last", "status", "words"),
    [
        (
            days.of_release(RELEASE, who="@ana"),
            "rel-0001",
            "2027-03-01",
            "CONFIRMED",
            "@ana: model release for ig:BqvsDleB3lV ends",
        ),
        (
            days.of_authorization(an_authorization("active"), who="@ana"),
            "a-0001",
            "2027-01-31",
            "CONFIRMED",
            "@ana: tiktok auth code …9f2c for ig:BqvsDleB3lV ends",
        ),
        (
            days.of_authorization(an_authorization("revoked"), who="@ana"),
            "a-0001",
            "2027-01-31",
            "CANCELLED",
            "@ana",
        ),
        (
            days.of_decision(DECISION, who="@ana"),
            "d-0001",
            "2027-02-01",
            "CONFIRMED",
            "@ana: decision on release unknown in ig:BqvsDleB3lV ends",
        ),
        (
            days.of_placement(
                "meta.instagram_feed.image", who="ana", grants="g-0001", day=date(2027, 2, 2), files=3
            ),
            "g-0001-meta.instagram_feed.image",
            "2027-02-02",
            "CONFIRMED",
            "ana: 3 creatives may run in meta.instagram_feed.image",
        ),
    ],
    ids=["release", "authorization", "authorization revoked", "decision", "placement"],
)
def test_every_kind_of_end(entry: days.Entry, key: str, last: str, status: str, words: str) -> None:
    (event,) = written(entry)["parts"]
    assert event["UID"] == f"{key}@0123456789abcdef.ugc-toolkit"
    assert day(event, "DTSTART") == date.fromisoformat(last)
    assert event["STATUS"] == status
    assert event["SUMMARY"].startswith(words)
    assert "777" not in str(event), "the platform's own ids are nobody's business"


def a_use(**told: Any) -> Running:
    usual: dict[str, Any] = {
        "id": "u-0001",
        "posts": (SHELF.id,),
        "purpose": "paid_social",
        "channel": "instagram",
        "territories": {"US"},
        "first": date(2026, 12, 1),
        "last": date(2026, 12, 31),
        "ad_names": ("ana_glow_v1",),
    }
    return Running.model_validate(usual | told)


def test_a_flight_is_one_event_over_its_days_and_does_not_ring() -> None:
    (event,) = written(days.of_use(a_use(), who="@ana"))["parts"]
    assert (day(event, "DTSTART"), day(event, "DTEND")) == (date(2026, 12, 1), date(2027, 1, 1))
    assert event["SUMMARY"] == "@ana: ad ana_glow_v1 on instagram (u-0001)"
    assert not event["parts"], "what it rests on rings"
    assert days.of_use(a_use(last=None), who="@ana") is None, "an end that is not planned is no day"


def a_package(**told: Any) -> AdPackage:
    ad = PlannedAd(
        name="ana_BqvsDleB3lV",
        way="post",
        identity="creator_handle",
        platform="meta",
        channels=("instagram",),
        post=AdPost(id=SHELF.id, platform="instagram"),
        creator=AdParty(handle="ana"),
        brand=AdParty(handle="sundayglow"),
        markets=("US",),
        starts=date(2026, 12, 1),
        ends=date(2026, 12, 31),
        valid_until=date(2027, 1, 31),
    )
    usual: dict[str, Any] = {
        "platform": "meta",
        "brand": "Sunday Glow",
        "made_on": TODAY,
        "flight": (date(2026, 12, 1), date(2026, 12, 31)),
        "markets": ("US",),
        "valid_until": date(2027, 1, 31),
        "ads": (PackedAd(ad=ad),),
    }
    return AdPackage.model_validate(usual | told)


def test_packages_of_ads_are_flights_too(shop: Shop) -> None:
    """And one that is prepared again for other days moves its event."""
    shop.grant()
    path = shop.root / "out" / "ads" / "meta-2026-12-01" / "package.json"
    path.parent.mkdir(parents=True)
    path.write_text(a_package().model_dump_json(), "utf-8")
    shop("rights", "export", "calendar", "--out", "a.ics")
    first = events(Path("a.ics"))["ads-meta-2026-12-01"]
    assert first["SUMMARY"] == "Flight on meta: 1 ad of the package meta-2026-12-01"
    assert (day(first, "DTSTART"), day(first, "DTEND")) == (date(2026, 12, 1), date(2027, 1, 1))
    path.write_text(a_package(flight=(date(2026, 12, 1), date(2026, 12, 24))).model_dump_json(), "utf-8")
    shop("rights", "export", "calendar", "--out", "a.ics")
    again = events(Path("a.ics"))["ads-meta-2026-12-01"]
    assert (again["UID"], day(again, "DTEND")) == (first["UID"], date(2026, 12, 25))
    path.write_text("{}", "utf-8")
    told = shop("rights", "export", "calendar", "--out", "a.ics", "--json")
    assert "ads-meta-2026-12-01" not in events(Path("a.ics"))
    assert told["left_out"][0]["what"] == "out/ads/meta-2026-12-01/package.json"


def test_another_reader_sees_the_same_windows(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read back by the library's own parser: every window there is, each once, codes by their last four alone."""
    monkeypatch.setenv("UGC_SECRET_KEY", "quiet lakes at dawn")
    shop.grant()
    code = "SPARK-9f8e7d6c5b4a"
    shop("ads", "codes", "add", SHELF.id, "--kind", "meta_ad_code", "--code", code, "--until", "2026-12-20")
    shop("rights", "use", SHELF.id, "--channel", "instagram", "--flight", "2026-12-01..2026-12-31")
    shop("rights", "export", "calendar", "--out", "a.ics")
    data = Path("a.ics").read_bytes()
    assert code.encode() not in data
    found = {str(event["uid"]).split("@")[0]: event for event in Calendar.from_ical(data).walk("VEVENT")}
    assert {name: (event.start, event.end) for name, event in found.items()} == {
        "g-0001": (date(2027, 5, 1), date(2027, 5, 2)),
        "a-0001": (date(2026, 12, 20), date(2026, 12, 21)),
        "u-0001": (date(2026, 12, 1), date(2027, 1, 1)),
    }
    assert "…5b4a" in str(found["a-0001"]["summary"])
    rings = [alarm["trigger"].dt for alarm in found["a-0001"].walk("VALARM")]
    assert rings == [timedelta(days=-14, hours=9), timedelta(hours=9)], "28 days are left"


@pytest.mark.parametrize(
    "handle", ["évé🌸" * 60, "a\r\nBEGIN:VEVENT\r\nSUMMARY:evil", 'x;y,z\\n:"', "‮evil\x00\x07", "م" * 500]
)
def test_hostile_names_are_one_line_of_one_event(handle: str) -> None:
    found = written(days.of_licence(held(a_grant(licensor=handle)), today=TODAY))
    (event,) = found["parts"]
    assert len(event["SUMMARY"]) <= 200
    assert "\n" not in event["SUMMARY"]
    assert "\x00" not in event["SUMMARY"]


# --- the command -------------------------------------------------------------------------------------------------


def events(path: Path) -> dict[str, Component]:
    return {event["UID"].split("@")[0]: event for event in read(path.read_bytes())["parts"]}


def test_one_import_after_another_moves_the_event_and_then_cancels_it(shop: Shop) -> None:
    shop.grant()
    path = shop.root / "out" / "rights" / "rights.ics"
    shop("rights", "export", "calendar")
    before = events(path)["g-0001"]
    again = path.read_bytes()
    shop("rights", "export", "calendar")
    assert path.read_bytes() == again, "the same records at the same instant give the same bytes"
    shop("rights", "revoke", "g-0001", "--why", "she asked", "--on", "2026-12-01")
    shop("rights", "export", "calendar")
    moved = events(path)["g-0001"]
    assert (day(before, "DTSTART"), day(moved, "DTSTART")) == (date(2027, 5, 1), date(2026, 11, 30))
    assert moved["UID"] == before["UID"]
    assert int(moved["SEQUENCE"]) > int(before["SEQUENCE"])
    shop("rights", "revoke", "g-0001", "--why", "at once", "--on", "2026-11-22")
    shop("rights", "export", "calendar")
    gone = events(path)["g-0001"]
    assert gone["STATUS"] == "CANCELLED"
    assert int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])


def test_creatives_that_end_before_their_grant_are_told_by_placement(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    shop("rights", "export", "calendar", "--out", "a.ics")
    assert set(events(Path("a.ics"))) == {"g-0001"}, "nothing ends earlier"
    with Workspace.open(shop.root) as glow, glow.catalog.transaction():
        release = RELEASE.model_copy(update={"status": "unlimited"})
        append(glow, release, subjects=[SHELF.id], at=NOON)
    shop("rights", "export", "calendar", "--out", "a.ics")
    found = events(Path("a.ics"))
    assert day(found["rel-0001"], "DTSTART") == date(2027, 3, 1)
    placements = {name for name in found if name.startswith("g-0001-")}
    assert len(placements) == 2, "Instagram and Facebook Stories"
    assert {day(found[name], "DTSTART") for name in placements} == {date(2027, 3, 1)}


def test_the_day_is_that_of_the_workspace(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """At noon in UTC it is the next day already on Kiritimati: a revocation from that day has come into force."""
    settings = shop.root / "ugc.toml"
    shop.grant()
    shop("rights", "revoke", "g-0001", "--why", "no", "--on", "2026-11-23")
    shop("rights", "export", "calendar", "--out", "a.ics")
    assert events(Path("a.ics"))["g-0001"]["STATUS"] == "CONFIRMED"
    settings.write_text(
        settings.read_text("utf-8").replace('timezone = "UTC"', 'timezone = "Pacific/Kiritimati"'), "utf-8"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())))
    shop("rights", "export", "calendar", "--out", "a.ics")
    assert events(Path("a.ics"))["g-0001"]["STATUS"] == "CANCELLED"
