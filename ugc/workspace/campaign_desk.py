"""Campaigns of a workspace: one short method a task. `Workspace.campaigns` is one of these."""

from datetime import date
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.model.campaigns import Campaign, Event

if TYPE_CHECKING:
    from ugc.model.campaign_report import CampaignReport
    from ugc.model.delivery import Sales
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.results import Taken


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
