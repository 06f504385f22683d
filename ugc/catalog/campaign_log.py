"""What happened between the brand and the creators of its campaigns: a dated log."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from ugc import text
from ugc.catalog.database import Database
from ugc.errors import UgcError
from ugc.model.base import Value
from ugc.model.campaigns import Amount, Event, EventKind

_SELECT = """
SELECT e.id, e.campaign, c.key, e.what, e.day, e.deliverable, p.name, e.amount, e.currency, e.words, e.by, e.recorded_at
FROM campaign_log e JOIN creators c ON c.id = e.creator LEFT JOIN posts p ON p.id = e.post
"""


class Happened(Value):
    """Something that happened, as it is to be written down."""

    campaign: str
    creator: str
    """The creator's key."""
    what: EventKind
    day: date
    deliverable: str | None = None
    post: str | None = None
    """Any id that the post was ever known by."""
    amount: Amount | None = None
    words: str = ""


class CampaignLog:
    """The part of the catalog's door that the log of campaigns goes through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, happened: Iterable[Happened], *, by: str, at: datetime) -> list[int]:
        """Write down what happened, all or nothing; return the numbers of the events.

        Raises UgcError for a creator or post that the catalog does not know.
        """
        stamp = at.astimezone(UTC).isoformat()
        with self._database.transaction():
            return [self._record(one, by=by, stamp=stamp) for one in happened]

    def remove(self, events: Iterable[int]) -> int:
        """Take events out that were written down wrongly; return how many there were."""
        with self._database.transaction():
            rows = self._database.run(
                "DELETE FROM campaign_log WHERE id IN (SELECT value FROM json_each(?)) RETURNING 1",
                (json.dumps(list(events)),),
            )
        return len(rows)

    def of(self, campaign: str) -> list[Event]:
        """Return what happened in a campaign, by day."""
        return self._events("WHERE e.campaign = ?", (text.fold(campaign),))

    def of_creator(self, key: str) -> list[Event]:
        """Return what happened with a creator in all campaigns, by day."""
        where = "JOIN creator_keys k ON k.creator = e.creator WHERE k.key = ?"
        return self._events(where, (key,))

    def all(self) -> list[Event]:
        """Return what happened in every campaign, by day."""
        return self._events("", ())

    def campaigns(self) -> set[str]:
        """Return the folded name of every campaign in which something happened."""
        return {name for (name,) in self._database.run("SELECT DISTINCT campaign FROM campaign_log")}

    def campaigns_by_creator(self) -> dict[str, set[str]]:
        """Return creator's key to the folded names of the campaigns in which something happened with them."""
        query = "SELECT DISTINCT c.key, e.campaign FROM campaign_log e JOIN creators c ON c.id = e.creator"
        found: dict[str, set[str]] = {}
        for key, campaign in self._database.run(query):
            found.setdefault(key, set()).add(campaign)
        return found

    def _events(self, where: str, values: Sequence[object]) -> list[Event]:
        rows = self._database.run(f"{_SELECT} {where} ORDER BY e.day, e.id", values)
        return [
            Event(
                id=id,
                campaign=campaign,
                creator=creator,
                what=what,
                day=day,
                deliverable=deliverable,
                post=post,
                amount=Amount(value=amount, currency=currency) if amount is not None else None,
                words=words,
                by=by,
                recorded_at=recorded_at,
            )
            for id, campaign, creator, what, day, deliverable, post, amount, currency, words, by, recorded_at in rows
        ]

    def _record(self, one: Happened, *, by: str, stamp: str) -> int:
        creator = self._known("SELECT creator FROM creator_keys WHERE key = ?", one.creator, "creator")
        post = self._known("SELECT post FROM post_ids WHERE name = ?", one.post, "post") if one.post else None
        return self._database.insert(
            "INSERT INTO campaign_log (campaign, creator, what, day, deliverable, post, amount, currency, words,"
            " by, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                text.fold(one.campaign),
                creator,
                one.what,
                one.day.isoformat(),
                one.deliverable,
                post,
                str(one.amount.value) if one.amount else None,
                one.amount.currency if one.amount else None,
                text.clean(one.words),
                text.one_line(by),
                stamp,
            ),
        )

    def _known(self, query: str, name: str, what: str) -> int:
        row = self._database.one(query, (name,))
        if row is None:
            raise UgcError(f"No {what} is known as {name}.")
        return int(row[0])
