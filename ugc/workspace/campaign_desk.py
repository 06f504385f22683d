"""Campaigns of a workspace: one short method a task. `Workspace.campaigns` is one of these."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.model.campaigns import Campaign, Event

if TYPE_CHECKING:
    from ugc.model.campaign_report import CampaignReport
    from ugc.model.delivery import Sales
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.results import Taken
    from ugc.workspace.campaigns.hearing import CampaignsDue
    from ugc.workspace.campaigns.listing import CampaignsListed
    from ugc.workspace.campaigns.matching import CampaignMatched
    from ugc.workspace.campaigns.noting import CampaignLogged, Note
    from ugc.workspace.campaigns.questions import LateList, UnlicensedList, WaitingList
    from ugc.workspace.campaigns.showing import CampaignShown
    from ugc.workspace.campaigns.starting import CampaignForm, CampaignStarted


class CampaignDesk:
    """Where campaigns are read and their log is kept."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def names(self) -> tuple[str, ...]:
        """Return the names of all campaigns that have a file."""
        return campaigns.names(self._workspace.root)

    def read(self, name: str) -> Campaign:
        """Return what a campaign's file says. Raises UsageError and InputError as `campaigns.read` does."""
        return campaigns.read(name, self._workspace.root)

    def events(self, name: str) -> list[Event]:
        """Return what happened in a campaign, by day."""
        return self._workspace.catalog.campaign_log.of(name)

    def listed(self, *, today: date) -> "CampaignsListed":
        """Return every campaign in a line, those without a file too; see `listing.listed`."""
        from ugc.workspace.campaigns import listing

        return listing.listed(self._workspace, today=today)

    def start(
        self, form: "CampaignForm", *, sheet: Path | None = None, anyway: bool = False, dry: bool = False
    ) -> "CampaignStarted":
        """Write the file of a new campaign, with the creators of a sheet; see `starting.start`."""
        from ugc.workspace.campaigns import starting

        return starting.start(self._workspace, form, sheet=sheet, anyway=anyway, dry=dry)

    def shown(self, name: str, *, today: date) -> "CampaignShown":
        """Return a campaign with its money, states and rights; see `showing.shown`."""
        from ugc.workspace.campaigns import showing

        return showing.shown(self._workspace, name, today=today)

    # --- the log -------------------------------------------------------------------------------------------------

    def log(self, name: str, creators: Sequence[str] = (), *, today: date) -> "CampaignLogged":
        """Return the log of a campaign, with what the ledger says of its creators; see `noting.shown`."""
        from ugc.workspace.campaigns import noting

        return noting.shown(self._workspace, name, creators, today=today)

    def note(self, said: "Note", *, by: str, at: datetime, dry: bool = False) -> "CampaignLogged":
        """Write down what happened; see `noting.note`."""
        from ugc.workspace.campaigns import noting

        return noting.note(self._workspace, said, by=by, at=at, dry=dry)

    def remove_events(
        self, name: str, numbers: Sequence[int], *, today: date, dry: bool = False
    ) -> "CampaignLogged":
        """Take out of a campaign's log what was written down wrongly; see `noting.remove`."""
        from ugc.workspace.campaigns import noting

        return noting.remove(self._workspace, name, numbers, today=today, dry=dry)

    # --- questions -----------------------------------------------------------------------------------------------

    def match(
        self,
        name: str,
        *,
        accept: Mapping[str, str] | None = None,
        accept_all: bool = False,
        by: str = "",
        at: datetime,
        dry: bool = False,
    ) -> "CampaignMatched":
        """Propose posts for what creators owe, and write down those that are accepted; see `matching.match`."""
        from ugc.workspace.campaigns import matching

        return matching.match(
            self._workspace, name, accept=accept, accept_all=accept_all, by=by, at=at, dry=dry
        )

    def late(self, name: str | None = None, *, today: date) -> "LateList":
        """Return what is due and not posted, of one campaign or all."""
        from ugc.workspace.campaigns import questions

        return questions.late(self._workspace, name, today=today)

    def waiting(self, name: str | None = None, *, today: date) -> "WaitingList":
        """Return who has the product and has not posted all, of one campaign or all."""
        from ugc.workspace.campaigns import questions

        return questions.waiting(self._workspace, name, today=today)

    def unlicensed(self, name: str | None = None, *, today: date) -> "UnlicensedList":
        """Return whose posts lack rights that are asked for, of one campaign or all."""
        from ugc.workspace.campaigns import questions

        return questions.unlicensed(self._workspace, name, today=today)

    def due(self, name: str | None = None, *, today: date) -> "CampaignsDue":
        """Return who should hear from the brand today, of one campaign or all; see `hearing.due`."""
        from ugc.workspace.campaigns import hearing

        return hearing.due(self._workspace, name, today=today)

    def report(
        self,
        name: str,
        *,
        today: date,
        sales: "Sales | None" = None,
        ads: "Taken | None" = None,
        compare: str | None = None,
    ) -> "CampaignReport":
        """Return what a campaign brought; see `reporting.report`."""
        from ugc.workspace.campaigns import reporting

        return reporting.report(self._workspace, name, today=today, sales=sales, ads=ads, compare=compare)
