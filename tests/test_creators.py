"""Creators as people, typed as a person would: listed, shown, written down, joined, counted."""

import shlex
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from openpyxl import Workbook

from ugc.catalog import Catalog
from ugc.errors import UsageError
from ugc.workspace.creators.checking import a_country, a_language, an_email
from ugc.workspace.creators.writing import a_count

TODAY = "2026-11-22"
POSTS = """url,handle,caption,posted_at
https://www.instagram.com/p/AAAAAAAAA01/,ana,hello #GlowRun,2026-05-01
https://www.instagram.com/p/AAAAAAAAA02/,ben,hi #GlowRun,2026-06-01
https://www.instagram.com/p/AAAAAAAAA04/,ben,again #GlowRun,2026-06-09
https://www.tiktok.com/@ana.tt/video/7300000000000000001,ana.tt,yo,2023-11-11
https://www.instagram.com/p/AAAAAAAAA03/,cleo,yo,2026-06-04
"""


@pytest.fixture
def known(empty_shop: Shop) -> Shop:
    """With posts of four accounts."""
    (empty_shop.root / "posts.csv").write_text(POSTS, "utf-8")
    empty_shop("import", "posts.csv")
    return empty_shop


def note(shop: Shop, name: str, more: str, code: int = 0) -> Any:
    return shop("creators", "note", name, *shlex.split(more), "--by", "Kim", "--json", code=code)


def listed(shop: Shop, *query: str) -> list[str]:
    return [line["creator"]["key"] for line in shop("creators", *query, "--json")["creators"]]


def written(shop: Shop, name: str) -> Any:
    return shop("creators", "show", name, "--contact", "--json")


# --- listed ------------------------------------------------------------------------------------------------------


def test_those_that_most_follow_come_first_and_the_unknown_last(known: Shop) -> None:
    assert listed(known) == ["instagram:ana", "tiktok:ana.tt", "instagram:ben", "instagram:cleo"]
    note(known, "@cleo", "--followers 900")
    note(known, "@ben", "--followers 12.3k --on 2026-06-01 --niche running")
    assert listed(known) == ["instagram:ben", "instagram:cleo", "instagram:ana", "tiktok:ana.tt"]
    out = known("creators", "niche:running")
    assert out.splitlines()[1].split() == [
        *("@ben", "instagram:ben", "micro", "12,300", "2026-06-01", "2", "2026-06-09", "running", "—")
    ], out


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("creators", 4),
        ("creators list", 4),
        ("creators platform:instagram", 3),
        ("creators list platform:instagram ana", 1),
        ("creators --limit=2", 2),
        ("creators list show", 0),  # the word, not the command
        ("creators 'ana -platform:instagram'", 1),
        ("creators list -- -platform:instagram ana", 1),
    ],
)
def test_a_first_word_that_is_no_command_is_the_query(known: Shop, typed: str, found: int) -> None:
    command, *query = shlex.split(typed)
    assert len(known(command, *query[:1], "--json", *query[1:])["creators"]) == found


def test_a_command_that_was_misspelt_is_pointed_out(known: Shop) -> None:
    known("creators", "shwo", "@ana")
    assert "The command is: ugc creators show" in known.err


def test_a_limit_says_how_many_there_are(known: Shop) -> None:
    told = known("creators", "--limit", "2", "--json")
    assert (len(told["creators"]), told["found"], told["of"]) == (2, 4, 4)
    known("creators", "--limit", "2")
    assert "The first 2 of 4 creators." in known.err


def test_a_campaign_is_that_of_a_file_or_of_the_log(known: Shop) -> None:
    from conftest import NOON

    from ugc.catalog.campaign_log import Happened

    (known.root / "campaigns").mkdir()
    (known.root / "campaigns" / "Spring.toml").write_text(
        '[[creators]]\ncreator = "@ana"\n[[creators]]\ncreator = "@whom-nobody-knows"\n', "utf-8"
    )
    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        for campaign, key in (("spring", "instagram:ben"), ("old", "instagram:cleo")):
            happened = Happened(campaign=campaign, creator=key, what="asked", day=NOON.date())
            catalog.campaign_log.record([happened], by="Kim", at=NOON)
    assert listed(known, "campaign:spring") == ["instagram:ana", "instagram:ben"]
    assert listed(known, "campaign:OLD") == ["instagram:cleo"], "one whose file is gone"
    known("creators", "ana", "campaign:sprng", code=2)
    assert "at character 5: there is no campaign 'sprng'" in known.err
    assert "Did you mean campaign:spring?" in known.err


def test_several_brands_are_listed_with_their_names(known: Shop) -> None:
    known("init", "../dew", "--brand", "Dew", "--market", "US")
    out = known("creators", "ben", "-w", ".", "-w", "../dew")
    assert "Sunday Glow" in out
    assert out.startswith("brand")


# --- written down ------------------------------------------------------------------------------------------------


def test_what_is_written_down_is_shown(known: Shop) -> None:
    note(
        known, "@ana", "Likes early mornings. --name Ana --niche running,trails --tag vip --language PT-br,en"
    )
    note(
        known,
        "@ana",
        "--country us --audience 'Women of 25 to 40' --email ana@example.org --address 'Hill 1'",
    )
    told = written(known, "@ana")
    assert told["creator"]["profile"] == {
        "name": "Ana",
        "niches": ["running", "trails"],
        "tags": ["vip"],
        "languages": ["pt-BR", "en"],
        "country": "US",
        "audience": "Women of 25 to 40",
    }
    assert told["contact"] == {"email": "ana@example.org", "phone": None, "address": "Hill 1", "agent": None}
    assert [(one["day"], one["words"], one["by"]) for one in told["notes"]] == [
        (TODAY, "Likes early mornings.", "Kim")
    ]


def test_what_stands_is_taken_out_again(known: Shop) -> None:
    note(
        known,
        "@ana",
        "--niche Running,food --tag vip --name Ana --country US --email a@example.org --phone 1",
    )
    done = note(
        known, "@ana", "--no-niche running --niche FOOD --no-tag vip --name '' --country '' --email ''"
    )
    assert done["creator"]["profile"]["niches"] == ["food"], "in any case it is the same label"
    told = written(known, "@ana")
    assert (told["creator"]["profile"]["name"], told["creator"]["profile"]["country"]) == (None, None)
    assert (told["contact"]["email"], told["contact"]["phone"]) == (None, "1")
    assert note(known, "@ana", "--no-niche running", code=2)["error"] == {
        "message": "'running' is not a niche of theirs.",
        "hint": "There: food.",
        "exit_code": 2,
    }


def test_a_note_is_taken_out_by_its_number_and_only_theirs(known: Shop) -> None:
    first, second = note(known, "@ana", "One")["note"], note(known, "@ben", "Two")["note"]
    assert "They have no note 2." in note(known, "@ana", f"--remove {second}", code=2)["error"]["message"]
    note(known, "@ana", f"--remove {first} --on 2026-01-02 Three")
    assert [(one["words"], one["day"]) for one in written(known, "@ana")["notes"]] == [
        ("Three", "2026-01-02")
    ]
    assert len(written(known, "@ben")["notes"]) == 1


def test_a_rehearsal_writes_nothing(known: Shop) -> None:
    before = written(known, "@ana"), listed(known)
    note(known, "@ana", "Tall. --niche running --email a@example.org --followers 5 --dry-run")
    note(known, "tiktok:zoe", "Tall. --new --dry-run")
    assert (written(known, "@ana"), listed(known)) == before


@pytest.mark.parametrize(
    ("name", "more", "message", "hint"),
    [
        ("@ana", "", "It is not said what to write down of @ana.", "ugc creators note @ana"),
        ("@ana", "--country Germany", "'Germany' is not the code of a country.", "Did you mean DE?"),
        ("@ana", "--country UK", "'UK' is not the code of a country.", "Did you mean GB?"),
        ("@ana", "--language german", "'german' is not the code of a language.", "Did you mean de?"),
        ("@ana", "--email ana", "The e-mail address is not one.", "ana@example.org"),
        ("@ana", "--followers many", "'many' is not a number of followers.", "12.3k"),
        ("@ana", "--followers 1.5", "'1.5' is not a number of followers.", "12.3k"),
        (
            "@ana",
            "--followers 10 --account @ben",
            "'@ben' is not an account of theirs.",
            "Theirs: instagram:ana.",
        ),
        (
            "@ana",
            "--account instagram:ana x",
            "--account says whose followers were counted.",
            "--followers N",
        ),
        ("@ana", "x --on 2026-11-23", "2026-11-23 has not come yet.", "Today is 2026-11-22."),
        (
            "@anna",
            "x",
            "No creator is known as '@anna'.",
            "Did you mean @ana? Someone new is added with --new.",
        ),
        ("@zoe", "x --new", "It is not said on which platform '@zoe' is.", "instagram:ana"),
        ("tiktok:z(oe", "x --new", "'z(oe' is not a handle.", "tiktok:ana"),
    ],
)
def test_what_cannot_be_written_down_is_refused_whole(
    known: Shop, name: str, more: str, message: str, hint: str
) -> None:
    error = note(known, name, f"{more} --niche kept" if more else "", code=2)["error"]
    assert message in error["message"]
    assert hint in error["hint"]
    assert listed(known, "niche:kept") == []


def test_someone_new_is_a_creator_before_the_first_post(known: Shop) -> None:
    assert note(known, "tiktok:zoe", "Met at the fair. --new")["made"]
    assert not note(known, "tiktok:zoe", "Again. --new")["made"]
    assert listed(known, "posts:0") == ["tiktok:zoe"]


def test_a_count_of_several_accounts_says_whose_it_is(known: Shop) -> None:
    known("creators", "join", "@ana", "@ana.tt", "--why", "bio", "--by", "Kim")
    error = note(known, "@ana", "--followers 5", code=2)["error"]
    assert error["hint"] == "Say --account with one of: instagram:ana, tiktok:ana.tt."
    note(known, "@ana", "--followers 500 --account tiktok:ana.tt --on 2026-10-23")
    note(known, "@ana", "--followers 600 --account @ana.tt")
    counts = [
        (one["account"]["handle"], one["count"], one["more"], one["days"])
        for one in written(known, "@ana")["followers"]
    ]
    assert counts == [("ana.tt", 500, None, None), ("ana.tt", 600, 100, 30)]
    assert "+100, +20.0% in 30 days" in known("creators", "show", "@ana")


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("EN", "en"),
        ("pt_br", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("es-419", "es-419"),
        ("gsw", "gsw"),
        ("sr-latn-rs", "sr-Latn-RS"),
    ],
)
def test_a_language_is_kept_as_bcp_47_writes_it(said: str, language: str) -> None:
    assert a_language(said) == language


@pytest.mark.parametrize("said", ["", "q", "qq", "english", "en-", "en-x", "e1"])
def test_what_is_no_language_is_refused(said: str) -> None:
    with pytest.raises(UsageError):
        a_language(said)


@pytest.mark.parametrize(
    "said",
    ["", "a", "a@b", "a@b.c", "a b@c.org", "a@@b.org", "a@b.org,c@d.org", "<a@b.org>", f"{'a' * 250}@b.org"],
)
def test_what_can_be_no_address_is_refused(said: str) -> None:
    with pytest.raises(UsageError) as error:
        an_email(said)
    assert "@b" not in error.value.message, "an address is not repeated where it may be logged"


def test_addresses_and_countries_are_taken_as_they_are_meant() -> None:
    assert an_email(" Ana+glow@Mail.Example.org ") == "Ana+glow@Mail.Example.org"
    assert a_country(" de ") == "DE"


@pytest.mark.parametrize(
    ("said", "count"),
    [("12300", 12300), ("12,300", 12300), (" 12.3K ", 12300), ("1.2m", 1_200_000), ("٣٠٠", 300), ("0", 0)],
)
def test_counts_are_read_as_people_write_them(said: str, count: int) -> None:
    assert a_count(said) == count


@pytest.mark.parametrize("said", ["", "-5", ">10", "10..20", "1.2345k", "12 300", "1,23", "10k-20k", "1e5"])
def test_what_can_be_read_in_two_ways_is_no_count(said: str) -> None:
    with pytest.raises(UsageError):
        a_count(said)


# --- joined ------------------------------------------------------------------------------------------------------


def join(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("creators", "join", *more, "--why", "her bio says so", "--by", "Kim", "--json", code=code)


def test_both_keys_mean_the_person_and_a_note_says_who_and_why(known: Shop) -> None:
    note(known, "@ana", "--niche running --country US")
    note(known, "@ana.tt", "Talks fast. --niche food,running --country DE --email a@example.org")
    done = join(known, "@ana", "https://www.tiktok.com/@ana.tt")
    assert done["joined"][0]["joined"] == ["tiktok:ana.tt"]
    one, other = written(known, "instagram:ana"), written(known, "tiktok:ana.tt")
    assert one == other
    assert (one["creator"]["posts"], len(one["creator"]["accounts"])) == (2, 2)
    assert one["creator"]["profile"]["niches"] == ["running", "food"]
    assert one["creator"]["profile"]["country"] == "US", "what the first has stays"
    assert one["contact"]["email"] == "a@example.org"
    assert [item["words"] for item in one["notes"]] == [
        "Talks fast.",
        "Joined as one person: instagram:ana; tiktok:ana.tt. Why: her bio says so",
    ]
    again = join(known, "@ana.tt", "@ana")
    assert (again["joined"][0]["joined"], len(written(known, "@ana")["notes"])) == ([], 2)


def test_two_accounts_of_one_platform_and_rights_that_reach_further_are_said(known: Shop) -> None:
    known.grant("@ana")
    known("rights", "hold", "@ben", "--by", "Kim", "--why", "a complaint")
    done = join(known, "@ana", "@ben", "--dry-run")
    assert done["dry"]
    assert done["joined"][0]["notes"] == [
        "They have 2 accounts on instagram: instagram:ana, instagram:ben.",
        "g-0001 covers everything of instagram:ana, and so the 2 posts of instagram:ben too."
        " See that this is what was granted.",
        "h-0001 stops everything of theirs, and so the 1 post of instagram:ana too.",
    ]
    assert len(listed(known)) == 4, "a rehearsal joins nobody"


def test_three_at_once_are_one(known: Shop) -> None:
    join(known, "@cleo", "@ben", "tiktok:zoe", "--new")
    (person,) = known("creators", "@zoe", "--json")["creators"]
    assert [account["handle"] for account in person["creator"]["accounts"]] == ["ben", "cleo", "zoe"]
    assert person["creator"]["key"] == "instagram:cleo"


@pytest.mark.parametrize(
    ("sheet", "people"),
    [
        ("@ana,tiktok:ana.tt\n", [["ana", "ana.tt"]]),
        ("@ana;ana.tt;\n\n@ben;@cleo\n", [["ana", "ana.tt"], ["ben", "cleo"]]),
        ("Instagram handle,TikTok,E-mail\nana,@ana.tt,a@example.org\n", [["ana", "ana.tt"]]),
        ("handle 1,handle 2,name\n@ben,@cleo,Ben & Cleo\n", [["ben", "cleo"]]),
        ("Our people\n\nInstagram,Tiktok\nana,ana.tt\n", [["ana", "ana.tt"]]),
        ("instagram,tiktok,email\nana,ana.tt,a@example.org\n", [["ana", "ana.tt"]]),
        ("https://www.instagram.com/ana/\thttps://www.tiktok.com/@ana.tt\n", [["ana", "ana.tt"]]),
    ],
    ids=["bare", "semicolons", "by platform", "numbered", "titled", "with e-mail", "links"],
)
def test_a_list_is_read_with_and_without_headings(known: Shop, sheet: str, people: list[list[str]]) -> None:
    (known.root / "people.csv").write_text(sheet, "utf-8")
    done = join(known, "--from", "people.csv", "--yes")
    assert [[account["handle"] for account in one["creator"]["accounts"]] for one in done["joined"]] == people
    assert "a@example.org" not in known.out


def test_a_list_with_a_bad_row_joins_nobody_and_names_every_line(known: Shop) -> None:
    (known.root / "people.csv").write_text("@ana,tiktok:ana.tt\n@ben,@whoever\n@cleo\n", "utf-8")
    error = join(known, "--from", "people.csv", "--yes", code=3)["error"]
    assert "2 of 3 lines cannot be joined" in error["message"]
    assert "line 2: No creator is known as '@whoever'." in error["message"]
    assert "line 3: It names one account alone." in error["message"]
    assert len(listed(known)) == 4


def test_a_list_is_looked_at_before_it_is_joined(known: Shop) -> None:
    (known.root / "people.csv").write_text("@ana,tiktok:ana.tt\n@ana.tt,@ben\n", "utf-8")
    done = join(known, "--from", "people.csv", "--dry-run")
    assert (
        "They stand in line 1 too: all accounts of both lines are one person." in done["joined"][1]["notes"]
    )
    error = join(known, "--from", "people.csv", code=2)["error"]
    assert error["hint"] == "Look first with --dry-run, then say --yes."
    assert len(listed(known)) == 4
    join(known, "--from", "people.csv", "--yes")
    assert len(listed(known)) == 2


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("creators join --why x", 2, "Say which accounts are one person's, or a list with --from."),
        ("creators join @ana --why x", 2, "It names one account alone."),
        ("creators join @ana @ana --why x", 0, ""),
        ("creators join @ana @nobody --why x", 2, "No creator is known as '@nobody'."),
        ("creators join --from nowhere.csv --why x", 3, "nowhere.csv could not be read"),
        ("creators join --from ugc.toml --why x --yes", 3, ""),
        ("creators join @ana @ben", 2, "--why"),
        ("creators part @ana", 2, "Joined creators cannot be parted"),
    ],
)
def test_wrong_joins_are_refused_in_words(known: Shop, typed: str, code: int, message: str) -> None:
    known(*shlex.split(typed), code=code)
    assert message in known.err
    assert "Traceback" not in known.err
    assert len(listed(known)) == 4


# --- counted -----------------------------------------------------------------------------------------------------


def test_a_row_that_is_not_understood_costs_itself_alone(known: Shop) -> None:
    (known.root / "followers.csv").write_text(
        "Handle;Platform;Followers;Date;Remark\n"
        "@ana;instagram;16,100;2026-08-01;x\n"
        "ana.tt;;4.5k;;\n"
        "nia;tiktok;100;2026-08-01;\n"
        "cleo;instagram;many;2026-08-01;\n"
        "cleo;instagram;5;01/02/2026;\n"
        "cleo;instagram;5;2027-01-01;\n"
        "cleo;insta;5;;\n"
        ";instagram;5;;\n"
        "ben;instagram;;;\n"
        "@ana;instagram;16,200;2026-08-01;later in the list\n",
        "utf-8",
    )
    told = known("creators", "followers", "followers.csv", "--json", code=3)
    kept = [(one["account"]["handle"], one["count"], one["day"], one["source"]) for one in told["snapshots"]]
    assert kept == [("ana", 16_200, "2026-08-01", "followers.csv"), ("ana.tt", 4_500, TODAY, "followers.csv")]
    assert [(one["origin"].partition(", ")[2], one["why"]) for one in told["skipped"]] == [
        (
            "line 4",
            "No creator is known as 'tiktok:nia'. `ugc creators` lists everyone. Someone new is added with --new.",
        ),
        ("line 5", "'many' is not a number of followers. Write it as 12300, 12,300 or 12.3k."),
        ("line 6", "'01/02/2026' is not a day written as 2026-12-31."),
        ("line 7", "2027-01-01 has not come yet."),
        ("line 8", "The platform 'insta' is not known. Did you mean instagram?"),
        ("line 9", "It names no account."),
        ("line 10", "It says no number of followers."),
    ]
    assert told["unread"] == ["remark"]
    known("creators", "followers", "followers.csv", "--json", code=3)
    assert len(written(known, "@ana")["followers"]) == 1, "the same list again changes nothing"
    told = known("creators", "followers", "followers.csv", "--new", "--json", code=3)
    assert told["new"] == ["tiktok:nia"]
    assert listed(known, "followers:100") == ["tiktok:nia"]


def test_a_workbook_is_read_with_its_days_and_numbers(known: Shop, tmp_path: Path) -> None:
    from datetime import datetime

    book = Workbook()
    book.active.append(["Profile", "Subscribers", "As of"])
    book.active.append(["https://www.instagram.com/ana/", 16100, datetime(2026, 8, 1)])  # noqa: DTZ001
    book.active.append(["instagram:ben", 950.0, 46235])
    book.active.append(["instagram:cleo", "=1+1", None])
    book.save(tmp_path / "followers.xlsx")
    told = known("creators", "followers", tmp_path / "followers.xlsx", "--json", code=3)
    assert [(one["account"]["handle"], one["count"], one["day"]) for one in told["snapshots"]] == [
        ("ana", 16_100, "2026-08-01"),
        ("ben", 950, "2026-08-01"),
    ]
    assert [one["why"] for one in told["skipped"]] == ["It says no number of followers."], (
        "no formula is worked out"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no row that names the columns `handle` and `followers`"),
        ("handle,likes\nana,5\n", "no row that names the columns `handle` and `followers`"),
        ("PK\x03\x04", "is not a workbook that can be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused(known: Shop, content: str, message: str) -> None:
    (known.root / "f.csv").write_text(content, "utf-8")
    known("creators", "followers", "f.csv", code=3)
    assert message in known.err


def test_handles_without_a_platform_take_the_one_that_is_said(known: Shop) -> None:
    (known.root / "f.csv").write_text("handle,followers\nzoe,7\n", "utf-8")
    told = known(
        "creators", "followers", "f.csv", "--platform", "tiktok", "--new", "--on", "2026-01-02", "--json"
    )
    assert [(one["account"]["platform"], one["day"]) for one in told["snapshots"]] == [
        ("tiktok", "2026-01-02")
    ]
    known("creators", "followers", "f.csv", "--platform", "tikok", code=3)
    assert "Did you mean tiktok?" in known.err


# --- accounts that turn out to be one ----------------------------------------------------------------------------


def test_an_account_that_gets_its_number_keeps_what_was_written_down(known: Shop) -> None:
    """A handle of a sheet is numbered by a later import: two accounts become one, and with them two creators."""
    from conftest import NOON

    from ugc.model.creators import Followers
    from ugc.model.posts import Account, FoundPost

    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        old = Account(platform="instagram", handle="ana.before", native_id="77")
        day = NOON.date()
        catalog.profiles.note_followers([Followers(account=old, day=day, count=5, source="a list")])
    note(known, "@ana.before", "Was called otherwise. --phone 12")
    note(known, "@ana", "Likes early mornings. --niche running --followers 70")
    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        found = FoundPost(
            source="test",
            origin="a",
            ids=("ig:AAAAAAAAA09",),
            platform="instagram",
            author=Account(platform="instagram", handle="ana", native_id="77"),
        )
        catalog.save(found, [], at=NOON, batch=catalog.start_import("test", NOON))
    told = written(known, "@ana")
    assert told == written(known, "@ana.before")
    assert len(told["creator"]["accounts"]) == 1
    assert sorted(item["words"] for item in told["notes"]) == [
        "Likes early mornings.",
        "Was called otherwise.",
    ]
    assert sorted(item["count"] for item in told["followers"]) == [5, 70]
    assert (told["creator"]["profile"]["niches"], told["contact"]["phone"]) == (["running"], "12")
