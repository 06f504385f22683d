"""The doors of a workspace: what belongs together is done by one desk, loaded when it is asked for."""

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.ad_desk import AdDesk
    from ugc.workspace.campaign_desk import CampaignDesk
    from ugc.workspace.creator_desk import CreatorDesk
    from ugc.workspace.galleries import Galleries
    from ugc.workspace.rights_desk import RightsDesk
    from ugc.workspace.sheet_desk import SheetDesk


class Doors:
    """The desks of a workspace."""

    @property
    def _here(self) -> "Workspace":
        return cast("Workspace", self)

    @property
    def records(self) -> "RightsDesk":
        """The rights records; loaded when it is asked for."""
        from ugc.workspace.rights_desk import RightsDesk

        return RightsDesk(self._here)

    @property
    def galleries(self) -> "Galleries":
        """Pages of posts that may be shown; loaded when it is asked for."""
        from ugc.workspace.galleries import Galleries

        return Galleries(self._here)

    @property
    def ads(self) -> "AdDesk":
        """Codes, packages of ads, and what runs; loaded when it is asked for."""
        from ugc.workspace.ad_desk import AdDesk

        return AdDesk(self._here)

    @property
    def creators(self) -> "CreatorDesk":
        """Creators as people, and their figures; loaded when it is asked for."""
        from ugc.workspace.creator_desk import CreatorDesk

        return CreatorDesk(self._here)

    @property
    def campaigns(self) -> "CampaignDesk":
        """Campaigns: what was agreed, what happened, what is due; loaded when it is asked for."""
        from ugc.workspace.campaign_desk import CampaignDesk

        self.finish_sheets()
        return CampaignDesk(self._here)

    @property
    def sheet(self) -> "SheetDesk":
        """The programme as a workbook, out and in; loaded when it is asked for."""
        from ugc.workspace.sheet_desk import SheetDesk

        self.finish_sheets()
        return SheetDesk(self._here)

    def finish_sheets(self) -> None:
        """Put campaign files in place that a sheet changed before it was killed; nothing in a rehearsal."""
        if self._here.catalog.sheet_changes.awaited() and not self._here.rehearsing:
            from ugc.workspace.sheet import placing

            placing.finish(self._here)
