"""Who should hear from the brand today, and why: worked out from the file, the log, the ledger and the day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ugc.campaigns.paying import named, owed
from ugc.model.campaign_questions import CreatorDue, FollowUp, RightsAsked
from ugc.model.campaign_settings import CampaignSettings
from ugc.model.campaigns import Campaign, Event, Invited, Offer, Progress
from ugc.model.phrases import written
from ugc.text import counted

_ANSWERS = (
    "answered",
    "agreed",
    "declined",
    "product_sent",
    "product_received",
    "drafted",
    "posted",
    "thanked",
    "paid",
)
"""What shows that a question does not stand open any more."""
_HEARD = ("answered", "product_received", "drafted", "posted")
"""What comes from the creator once they have the product."""


@dataclass(frozen=True)
class Rules:
    """How long each thing may take, and the day."""

    settings: CampaignSettings
    remind_after: int
    """Days without an answer."""
    today: date


def follow_ups(
    campaign: Campaign,
    progress: Sequence[Progress],
    events: Sequence[Event],
    *,
    rules: Rules,
    creators: Mapping[str, str],
    requests: Iterable[RightsAsked] = (),
) -> tuple[CreatorDue, ...]:
    """Return the creators who should hear from the brand, in the file's order, each with every reason.

    `creators` are the keys of those that the file names, by their names there; `events` are the campaign's, by day;
    `requests` are the questions for rights that nobody has answered. What was done and written down is not asked
    again: a reminder puts off what it reminds of.
    """
    open_requests = list(requests)
    found = []
    for invited in campaign.creators:
        key = creators.get(invited.creator)
        mine = [event for event in events if key and event.creator == key and event.day <= rules.today]
        theirs = [one for one in progress if one.deliverable in invited.deliverables]
        person = _Person(campaign, invited, tuple(theirs), tuple(mine), rules)
        asked = [one for one in open_requests if key and one.creator == key]
        reasons = (*person.reasons(), *(_rights(one, rules) for one in asked if _old(one.day, rules)))
        if reasons:
            found.append(
                CreatorDue(campaign=campaign.name, creator=invited.creator, key=key, follow_ups=reasons)
            )
    return tuple(found)


def _rights(asked: RightsAsked, rules: Rules) -> FollowUp:
    what = counted(len(asked.posts), "post") if asked.posts else "everything of theirs"
    return FollowUp(
        kind="rights_unanswered",
        since=asked.day,
        what=f"was asked for the rights to {what} {_ago(asked.day, rules.today)} and has not answered "
        f"({asked.record})",
        command=f"ugc rights request {asked.record} --remind",
    )


def _old(day: date, rules: Rules) -> bool:
    return (rules.today - day).days >= rules.remind_after


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return f"on {written(day)} ({counted(days, 'day')} ago)" if days else "today"


@dataclass(frozen=True)
class _Person:
    """A creator of a campaign, with what is owed and what happened until today."""

    campaign: Campaign
    invited: Invited
    pieces: tuple[Progress, ...]
    events: tuple[Event, ...]
    rules: Rules

    def reasons(self) -> tuple[FollowUp, ...]:
        """Every reason, in the order in which things happen in a campaign."""
        working = () if self.declined else (*self._unanswered(), *self._product(), *self._pieces())
        return (*working, *self._thanks(), *self._payment())

    @property
    def declined(self) -> bool:
        """Whether they said no, and were not asked again."""
        last = self._last("asked", "agreed", "declined")
        return last is not None and last.what == "declined"

    @property
    def _today(self) -> date:
        return self.rules.today

    @property
    def _open(self) -> list[Progress]:
        return [one for one in self.pieces if one.state not in ("posted", "missing")]

    @property
    def _posted(self) -> list[Progress]:
        return [one for one in self.pieces if one.state == "posted"]

    @property
    def _offer(self) -> Offer | None:
        return self.invited.offer or self.campaign.offer

    def _last(self, *kinds: str) -> Event | None:
        return max(
            (event for event in self.events if event.what in kinds),
            key=lambda event: (event.day, event.id),
            default=None,
        )

    def _since(self, event: Event, *kinds: str) -> bool:
        """Whether something of these kinds came after an event."""
        mark = (event.day, event.id)
        return any((each.day, each.id) > mark for each in self.events if each.what in kinds)

    def _log(self, what: str) -> str:
        return (
            f"ugc campaigns log {quoted(self.campaign.name)} {self.invited.creator} {what.replace('_', '-')}"
        )

    # --- before the post -----------------------------------------------------------------------------------------

    def _unanswered(self) -> Iterator[FollowUp]:
        asked, newest = self._last("asked"), self._last("asked", "reminded")
        if (
            asked is None
            or newest is None
            or self._since(asked, *_ANSWERS)
            or not _old(newest.day, self.rules)
        ):
            return
        reminded = f", reminded {_ago(newest.day, self._today)}" if newest.what == "reminded" else ""
        yield FollowUp(
            kind="unanswered",
            since=newest.day,
            what=f"was asked {_ago(asked.day, self._today)}{reminded} and has not answered",
            command=self._log("reminded"),
        )

    def _product(self) -> Iterator[FollowUp]:
        product = (self._offer.product if self._offer else None) or self.campaign.product
        promised = bool(product) or (self._offer is not None and self._offer.kind == "product_only")
        agreed, sent = self._last("agreed"), self._last("product_sent")
        if not self._open:
            return
        if sent is None:
            waited = agreed and (self._today - agreed.day).days >= self.rules.settings.product_within_days
            if agreed and promised and waited and not self._last("product_received", "drafted"):
                yield FollowUp(
                    kind="product_to_send",
                    since=agreed.day,
                    what=f"agreed {_ago(agreed.day, self._today)}, and {product or 'the product'} was not sent",
                    command=self._log("product_sent"),
                )
            return
        last = self._last("product_sent", "reminded") or sent
        if self._since(sent, *_HEARD):
            return
        if (self._today - last.day).days >= self.rules.settings.heard_within_days:
            reminded = f", reminded {_ago(last.day, self._today)}" if last.what == "reminded" else ""
            yield FollowUp(
                kind="nothing_heard",
                since=last.day,
                what=f"was sent the product {_ago(sent.day, self._today)}{reminded}, and nothing was heard since",
                command=self._log("reminded"),
            )

    def _pieces(self) -> Iterator[FollowUp]:
        reminded = self._last("reminded")
        ahead = timedelta(days=self.rules.settings.due_soon_days)
        soon, late = [], []
        for one in self._open:
            due = one.deliverable.due
            if due is None:
                continue
            if due < self._today:
                if reminded is None or reminded.day <= due or _old(reminded.day, self.rules):
                    late.append((due, one.deliverable.id))
            elif due - ahead <= self._today and (reminded is None or reminded.day < due - ahead):
                soon.append((due, one.deliverable.id))
        for kind, several, verb in (("late", late, "was"), ("due_soon", soon, "is")):
            if several:
                since = min(several)[0]
                yield FollowUp.model_validate(
                    {
                        "kind": kind,
                        "since": since,
                        "deliverables": tuple(id for _, id in several),
                        "what": "owes "
                        + ", ".join(
                            f"{id}, which {verb} due {_near(day, self._today)}" for day, id in several
                        ),
                        "command": self._log("reminded"),
                    }
                )

    # --- after the post ------------------------------------------------------------------------------------------

    def _thanks(self) -> Iterator[FollowUp]:
        waiting = []
        for one in self._posted:
            thanked = any(
                event.what == "thanked"
                and event.deliverable in (None, one.deliverable.id)
                and (one.since is None or event.day >= one.since)
                for event in self.events
            )
            days = (self._today - one.since).days if one.since else None
            if not thanked and (days is None or days >= self.rules.settings.thank_within_days):
                waiting.append(one)
        if waiting:
            yield FollowUp(
                kind="to_thank",
                since=min((one.since for one in waiting if one.since), default=self._today),
                deliverables=tuple(one.deliverable.id for one in waiting),
                what=f"posted {named(waiting)}, and was not thanked",
                command=self._log("thanked"),
            )

    def _payment(self) -> Iterator[FollowUp]:
        offer = self._offer
        patience = timedelta(days=self.rules.settings.pay_within_days)
        ripe = [one for one in self._posted if one.since is None or one.since + patience <= self._today]
        if not ripe:
            return
        paid = [event for event in self.events if event.what == "paid"]
        what = owed(offer, ripe, paid, finished=not self._open)
        if what:
            yield FollowUp(
                kind="to_pay",
                since=min((one.since for one in ripe if one.since), default=self._today),
                deliverables=tuple(one.deliverable.id for one in ripe),
                what=what,
                command=self._log("paid"),
            )


def quoted(name: str) -> str:
    """A campaign's name as a shell takes it."""
    return f'"{name}"' if " " in name else name


def _near(day: date, today: date) -> str:
    days = (day - today).days
    if days == 0:
        return "today"
    far = f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"
    return f"on {written(day)} ({far})"
