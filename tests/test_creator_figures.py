"""Figures of creators through a workspace: bulk reads, comparison, who engages, and what is printed."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop

from ugc.cli.creator_figures import tell_figures
from ugc.errors import UgcError
from ugc.model.campaigns import Campaign, Engages
from ugc.model.creators import BY_HAND, Followers, Profile
from ugc.model.posts import Account, Counts, FoundPost
from ugc.workspace import Workspace

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA = Account(platform="instagram", handle="ana")
ANA_TT = Account(platform="tiktok", handle="ana.tt")


def save(workspace: Workspace, name: str, author: Account, day: int = 0, **told: Any) -> None:
    """Save a post of the day so many days after 1 June 2026."""
    known: dict[str, Any] = {
        "source": "csv",
        "kind": "reel",
        "posted_at": NOW.replace(month=6, day=1),
        **told,
    }
    found = FoundPost(
        origin=name,
        ids=(name,),
        platform=author.platform,
        author=author,
        **{**known, "posted_at": known["posted_at"] + timedelta(day)},
    )
    batch = workspace.catalog.start_import("a test", NOW)
    workspace.catalog.save(found, [], at=NOW, batch=batch)


def follow(workspace: Workspace, account: Account, *told: tuple[date, int]) -> None:
    workspace.catalog.profiles.note_followers(
        Followers(account=account, day=day, count=count, source=BY_HAND) for day, count in told
    )


def fill(workspace: Workspace) -> None:
    """Six creators of the tier micro on Instagram, one of nano, and Ana on TikTok too, where nothing is counted."""
    for place, handle in enumerate(("ana", "bo", "cy", "di", "ed", "fe", "gil")):
        account = Account(platform="instagram", handle=handle)
        followers = 5_000 if handle == "gil" else 10_000
        follow(
            workspace,
            account,
            (date(2026, 1, 1), followers),
            (date(2026, 6, 1), followers + 1000 * (place == 0)),
        )
        for day in range(6):
            counts = Counts(likes=300 + 50 * place + 10 * day, comments=30)
            save(workspace, f"ig:{handle}{day}", account, day, counts=counts)
        key = workspace.catalog.resolve_creator(f"instagram:{handle}")
        workspace.catalog.profiles.keep_profile(key, Profile(niches=("Running", "skincare")[: place + 1]))
    save(workspace, "tt:7000000000000000001", ANA_TT)
    resolve = workspace.catalog.resolve_creator
    workspace.catalog.same_creator(resolve("instagram:ana"), resolve("tiktok:ana.tt"))


@pytest.fixture
def workspace(tmp_path: Path) -> Any:
    text = '[brand]\nname = "Sunday Glow"\nhandle = "@SundayGlow"\n'
    with Workspace.settle(
        tmp_path / "glow", 'hashtags = ["GlowRun"]\nmarkets = ["US"]\n' + text
    ) as workspace:
        yield workspace


def test_the_figures_of_a_creator_as_they_are_printed(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(workspace)
    key = workspace.catalog.resolve_creator("tiktok:ana.tt")
    found = workspace.creators.figures([key], today=TODAY)[key]
    assert (found.tier, [one.posts for one in found.accounts]) == ("micro", [6, 1])
    tell_figures(found)
    assert capsys.readouterr().out.splitlines() == [
        "instagram @ana  micro  11,000 followers on 1 Jun 2026 (+10.0 % since 1 Jan)",
        "  engagement 3.2 % (middle half 3.1–3.3 %), likes + comments / followers, 6 of 6 posts; "
        "newer half 3.4 % (n 3), older half 3.1 % (n 3)",
        "tiktok @ana.tt  tier —  followers not known",
        "  engagement —: none of 1 post has known likes and something to divide by",
    ]


def test_a_key_of_before_is_answered_and_one_of_nobody_refused(workspace: Workspace) -> None:
    save(workspace, "ig:one", ANA)
    save(workspace, "tt:7000000000000000001", ANA_TT)
    one, other = (workspace.catalog.resolve_creator(name) for name in ("instagram:ana", "tiktok:ana.tt"))
    workspace.catalog.same_creator(one, other)
    found = workspace.creators.figures([one, other], today=TODAY)
    assert found[one] == found[other]
    for ask in (workspace.creators.engaging, lambda keys: workspace.creators.figures(keys, today=TODAY)):
        with pytest.raises(UgcError, match="No creator has the key c-nobody"):
            ask([one, "c-nobody"])


def test_a_snapshot_of_a_day_to_come_is_not_told(workspace: Workspace) -> None:
    save(workspace, "ig:one", ANA)
    follow(workspace, ANA, (date(2026, 6, 1), 3000), (date(2062, 6, 1), 9_000_000))
    key = workspace.catalog.resolve_creator("instagram:ana")
    (account,) = workspace.creators.figures([key], today=TODAY)[key].accounts
    assert (account.followers, account.tier, account.growth) == (3000, "nano", None)


def test_the_post_of_a_coauthor_is_its_authors(workspace: Workspace) -> None:
    bo = Account(platform="instagram", handle="bo")
    save(workspace, "ig:one", ANA, coauthors=(bo,))
    save(workspace, "ig:two", bo)
    keys = [workspace.catalog.resolve_creator(f"instagram:{handle}") for handle in ("ana", "bo")]
    found = workspace.creators.figures(keys, today=TODAY)
    assert [found[key].accounts[0].posts for key in keys] == [1, 1]


def test_repeated_comments_are_told_of_the_record_with_most(workspace: Workspace) -> None:
    comments = [
        {"username": f"fan{number}", "text": f"Nice pic {'🔥' * (number % 3)}"} for number in range(20)
    ]
    for told in (comments, comments[:9]):
        save(workspace, "ig:one", ANA, source="instagram-graph", raw=json.dumps({"comments": {"data": told}}))
    key = workspace.catalog.resolve_creator("instagram:ana")
    (hint,) = workspace.creators.figures([key], today=TODAY)[key].hints
    assert hint.kind == "comments_repeated"
    assert "Of 20 known comments with words on posts of instagram @ana, 20 (100.0 %)" in hint.words


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("tier", [("nano", 1, 6), ("micro", 6, 36)]),
        ("niche", [("running", 7, 42), ("skincare", 6, 36)]),
        ("platform", [("all", 7, 42)]),
    ],
)
def test_creators_are_compared_with_n_and_spread(workspace: Workspace, by: Any, rows: Any) -> None:
    fill(workspace)
    found = workspace.creators.benchmark(by=by, base="followers", today=TODAY)
    assert [(row.group, row.creators, row.posts) for row in found.rows] == rows
    assert [row.median is None for row in found.rows] == [row.creators < 5 for row in found.rows]
    assert (found.of, found.compared, found.left_out) == (7, 7, ())


def test_who_is_not_compared_is_counted_with_the_reason(workspace: Workspace) -> None:
    fill(workspace)
    hal = Account(platform="instagram", handle="hal")
    save(workspace, "ig:hal", hal, counts=Counts(likes=9, views=99))
    follow(workspace, Account(platform="instagram", handle="ida"), (date(2026, 6, 1), 9000))
    save(workspace, "ig:own", Account(platform="instagram", handle="SundayGlow"))  # the brand is no creator
    told = workspace.creators.benchmark(by="tier", base="followers", today=TODAY)
    assert (told.of, told.compared) == (9, 7)
    assert {(one.why, one.creators) for one in told.left_out} == {
        ("no count of their followers is known", 1),
        ("no post of theirs is known", 1),
    }
    views = workspace.creators.benchmark(by="platform", base="views", today=TODAY)
    assert views.rows == ()
    assert {(one.why, one.creators) for one in views.left_out} == {
        ("fewer than 3 of their posts have a rate over views", 1),
        ("no post of theirs has a rate over views", 7),
        ("no post of theirs is known", 1),
    }


def test_who_has_shown_the_brand_by_themselves(workspace: Workspace) -> None:
    brand = Account(platform="instagram", handle="sundayglow")
    save(workspace, "ig:named", ANA, 1, caption="With @SundayGlow.")
    save(workspace, "ig:tag", ANA, 2, caption="Quiet miles #glowrun")
    save(workspace, "ig:spring", ANA, 3, caption="#spring with @glow.uk")
    save(workspace, "ig:mail", ANA, caption="hello@sundayglow.example")
    tags = {"node": {"iphone_struct": {"usertags": {"in": [{"user": {"username": "SundayGlow"}}]}}}}
    save(workspace, "ig:pictured", ANA, source="instaloader", raw=json.dumps(tags))
    said = [{"username": "Ana", "text": "Lovely"}, {"username": "sundayglow", "text": "Thanks"}]
    save(workspace, "ig:own", brand, source="instagram-graph", raw=json.dumps({"comments": {"data": said}}))
    key = workspace.catalog.resolve_creator("instagram:ana")
    own = workspace.catalog.resolve_creator("instagram:sundayglow")
    found = workspace.creators.engaging([key, own])
    assert found[key] == Engages(
        mentioned=("ig:tag", "ig:named"), tagged=("ig:pictured",), commented=("ig:own",)
    )
    assert found[own] == Engages()
    campaign = Campaign(
        name="s", file="campaigns/s.toml", title="S", hashtags=("spring",), mentions=("glow.uk",)
    )
    with_campaign = workspace.creators.engaging([key], campaign=campaign)[key]
    assert with_campaign.mentioned == ("ig:spring", "ig:tag", "ig:named")


def test_the_command_prints_a_table_and_a_document(empty_shop: Shop) -> None:
    with Workspace.open(empty_shop.root) as workspace:
        fill(workspace)
    out = empty_shop("creators", "benchmark")
    assert out.splitlines() == [
        "Tier   Platform   Creators  Posts  Median  Middle half  Range      What was added up",
        "nano   instagram  1         6      —       —            —          fewer than 5 creators",
        "micro  instagram  6         36     4.8 %   4.2–5.4 %    3.2–6.0 %  likes + comments / followers",
        "",
        "Compared: 7 of 7 creators, by the median of each creator's posts over followers; on each platform a creator "
        "counts once.",
    ]
    document = empty_shop("creators", "benchmark", "--by", "niche", "--base", "views", "--json")
    assert document["rows"] == []
    assert document["left_out"] == [{"why": "no post of theirs has a rate over views", "creators": 7}]
    empty_shop("creators", "benchmark", "--by", "tiers", code=2)
    assert "Did you mean 'tier'" in empty_shop.err
    empty_shop("creators", "benchmark", "--base", "likes", code=2)
    assert "base 'likes' is not known" in empty_shop.err.casefold()
