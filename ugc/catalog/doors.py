"""The doors of the catalog: what belongs together is asked for together, each part by its own class."""

from ugc.catalog.by_hand import ByHand
from ugc.catalog.campaign_log import CampaignLog
from ugc.catalog.care import Care
from ugc.catalog.database import Database
from ugc.catalog.fingerprints import Fingerprints
from ugc.catalog.hashes import Hashes
from ugc.catalog.intake import Intake
from ugc.catalog.links import Links
from ugc.catalog.lookups import Lookups
from ugc.catalog.overview import Overview
from ugc.catalog.products import Products
from ugc.catalog.profiles import Profiles
from ugc.catalog.sealed import SealedCodes
from ugc.catalog.seen import SeenParts
from ugc.catalog.sheet_changes import SheetChanges
from ugc.catalog.sheets import Sheets


class Doors:
    """The parts of a catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.care = Care(database)
        self.overview = Overview(database)
        """Many records at once."""
        self.fingerprints = Fingerprints(database)
        """What originals and creatives look like."""
        self.seen = SeenParts(database)
        self.intake = Intake(database)
        """Many posts at once."""
        self.hashes = Hashes(database)
        """Short hashes of originals."""
        self.links = Links(database)
        """Where files of posts can be fetched."""
        self.lookups = Lookups(database)
        """Names by the thousand."""
        self.products = Products(database)
        """What the brand sells, and which posts show it."""
        self.sealed = SealedCodes(database)
        """Codes of ad platforms, sealed."""
        self.by_hand = ByHand(database)
        """Posts that people joined, and files that they tied to posts."""
        self.profiles = Profiles(database)
        """What is written down of creators, and how many follow them."""
        self.campaign_log = CampaignLog(database)
        """What happened in campaigns."""
        self.sheets = Sheets(database)
        """Sheets that were given out."""
        self.sheet_changes = SheetChanges(database)
        """Sheets that came back."""
