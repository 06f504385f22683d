"""The tabs of the sheet and their columns."""

from typing import Any

from ugc.model.campaigns import DELIVERABLE_KINDS, DELIVERABLE_STATES
from ugc.model.posts import PLATFORMS
from ugc.model.programme_sheet import SheetColumn, Tab, TabName
from ugc.model.vocab import CHANNELS, METHODS, PURPOSES


def _told(key: str, heading: str, meaning: str, **more: Any) -> SheetColumn:
    return SheetColumn(key=key, heading=heading, meaning=meaning, **more)


def _edited(key: str, heading: str, meaning: str, **more: Any) -> SheetColumn:
    return SheetColumn(key=key, heading=heading, meaning=meaning, editable=True, **more)


def _new(key: str, heading: str, meaning: str, **more: Any) -> SheetColumn:
    return SheetColumn(key=key, heading=heading, meaning=meaning, editable=True, only_new=True, **more)


CREATORS = Tab(
    name="creators",
    title="Creators",
    columns=(
        _told("creator", "Creator", "Their handle.", width=22),
        _told("accounts", "Accounts", "Every account, as in instagram:ana.", width=34, many=True),
        _edited("name", "Name", "What they are called, where it is not their handle.", width=22),
        _edited("niches", "Niches", "What they are about; commas between several.", width=24, many=True),
        _edited("tags", "Tags", "Labels of your own; commas between several.", width=20, many=True),
        _edited("languages", "Languages", "As in en, pt-BR; commas between several.", width=12, many=True),
        _edited("country", "Country", "Where they live, as in US.", width=9),
        _edited("audience", "Audience", "Who follows them, in words.", width=28),
        _told("followers", "Followers", "Of the account that most follow.", kind="number", width=12),
        _told("followers_day", "Counted on", "The day of that count.", kind="date", width=12),
        _edited(
            "followers_now",
            "Followers today",
            "A new count of that account; it is kept with the day on which the sheet comes in.",
            kind="number",
            width=14,
        ),
        _told("tier", "Tier", "By that count; the bounds are in ugc.toml.", width=9),
        _told(
            "engagement", "Engagement", "Median of (likes + comments + …) / followers.", kind="rate", width=12
        ),
        _told("engagement_n", "Of posts", "How many posts that median rests on.", kind="number", width=9),
        _told("posts", "Posts", "How many the catalog has.", kind="number", width=8),
        _edited("note", "New note", "Is added to the notes on them, with the day.", width=30),
    ),
)

DELIVERABLES = Tab(
    name="deliverables",
    title="Deliverables",
    adds=True,
    removes=True,
    columns=(
        _told("deliverable", "Deliverable", "Its id in the campaign's file.", kind="id", width=20),
        _new("campaign", "Campaign", "The name of its file.", width=18),
        _new("creator", "Creator", "As the campaign's file names them.", width=22),
        _edited("kind", "Kind", "What is owed.", kind="choice", choices=DELIVERABLE_KINDS, width=11),
        _edited("platform", "Platform", "Where it is to stand.", kind="choice", choices=PLATFORMS, width=12),
        _edited("due", "Due", "The day by which it is to be posted.", kind="date", width=12),
        _edited("state", "State", "How far it is.", kind="choice", choices=DELIVERABLE_STATES, width=17),
        _told("since", "Since", "The day on which it got that far.", kind="date", width=12),
        _told("late", "Days late", "Since the due day, while it is not posted.", kind="number", width=10),
        _edited("post", "Post", "Its post, by id or link.", width=26),
        _edited(
            "fee", "Fee", "What was agreed for it, where not the campaign's own.", kind="money", width=12
        ),
        _edited("paid_on", "Paid on", "The day on which the creator was paid for it.", kind="date", width=12),
        _edited("code", "Promo code", "The creator's.", kind="id", width=14),
        _edited("note", "Note", "Anything.", width=30),
    ),
)

POSTS = Tab(
    name="posts",
    title="Posts",
    columns=(
        _told("picture", "Picture", "Its first picture, small.", kind="picture", width=12),
        _told("post", "Post", "Its id.", kind="id", width=20),
        _told("creator", "Creator", "Who made it.", width=20),
        _told("posted", "Posted", "The day.", kind="date", width=12),
        _told("kind", "Kind", "Feed, reel, story …", width=10),
        _told("caption", "Caption", "Its beginning.", width=48),
        _told("link", "Link", "Where it stands.", kind="link", width=46),
        _edited("tags", "Tags", "Labels of your own; commas between several.", width=20, many=True),
        _edited("campaigns", "Campaigns", "Commas between several.", width=20, many=True),
        _told("rights", "Rights", "What is on record: granted until when, asked, none.", width=30),
    ),
)

RIGHTS = Tab(
    name="rights",
    title="Rights",
    adds=True,
    columns=(
        _told("record", "Record", "The grant's id; of a new row nothing.", kind="id", width=10),
        _new(
            "subject",
            "Post or creator",
            "A post by id or link, or @creator for everything of theirs.",
            width=24,
        ),
        _new("method", "Method", "How they said yes.", kind="choice", choices=METHODS, width=16),
        _new("purposes", "Purposes", "What for.", kind="choice", choices=PURPOSES, many=True, width=26),
        _new("channels", "Channels", "Where.", kind="choice", choices=CHANNELS, many=True, width=26),
        _new("territories", "Territories", "ISO codes, EEA or worldwide.", many=True, width=16),
        _new("edits", "Edits", "standard, full, or names.", many=True, width=18),
        _new("first", "From", "First day.", kind="date", width=12),
        _new("last", "Until", "Last day, or perpetual.", kind="date", choices=("perpetual",), width=12),
        _new("terms", "Terms", "File or address of what was agreed to.", width=28),
        _new("evidence", "Evidence", "The file that proves it, beside the sheet.", width=28),
        _told(
            "status",
            "Status",
            "granted; asserted: written down without proof, which clears nothing.",
            width=11,
        ),
    ),
)

CODES = Tab(
    name="codes",
    title="Codes",
    columns=(
        _told("record", "Record", "The permission's id.", kind="id", width=10),
        _told("creator", "Creator", "Whose it is.", width=20),
        _told("post", "Post", "For which post.", kind="id", width=20),
        _told("platform", "Platform", "Where it counts.", width=12),
        _told("kind", "Kind", "Spark code, partnership code, account permission.", width=22),
        _told("last4", "Ends in", "The last four characters; the code itself is sealed.", kind="id", width=9),
        _told("first", "From", "First day.", kind="date", width=12),
        _told("last", "Until", "Last day, or perpetual.", kind="date", choices=("perpetual",), width=12),
    ),
)

RESULTS = Tab(
    name="results",
    title="Results",
    columns=(
        _told("post", "Post", "Its id.", kind="id", width=20),
        _told("creator", "Creator", "Who made it.", width=20),
        _told("counted_on", "Counted on", "The day of the newest count.", kind="date", width=12),
        *(
            _told(
                name, name.capitalize(), "The newest known number; empty: unknown.", kind="number", width=11
            )
            for name in ("reach", "views", "likes", "comments", "shares", "saves")
        ),
        _told(
            "engagements", "Engagements", "Likes, comments, shares and saves, as far as known.", kind="number"
        ),
        _told("rate", "Rate", "Engagements / followers.", kind="rate", width=9),
    ),
)

TABS: dict[TabName, Tab] = {tab.name: tab for tab in (CREATORS, DELIVERABLES, POSTS, RIGHTS, CODES, RESULTS)}
