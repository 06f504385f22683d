"""The JSON Schema of every document that a command prints with `--json`.

They are shipped in `assets/schemas/`, and `make docs` writes them. Where a command reads several brands, each element
of its document then begins with `workspace` and `brand`.
"""

import re
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from ugc.cli.documents import (
    CredentialsShown,
    DrawnSheet,
    ErrorDocument,
    FormatShown,
    FormatsListed,
    GalleriesVerified,
    GalleryServed,
    KnownPost,
    NewWorkspace,
    Played,
    PostsCounted,
    RightsEnded,
    RightsHeld,
    SavedSearch,
    Tagged,
    TemplatesListed,
    ThemesListed,
    TrialMade,
    Unread,
)
from ugc.cli.sheet_documents import SHEET
from ugc.files import write_bytes
from ugc.model.auditing import Audit
from ugc.model.campaign_report import CampaignReport
from ugc.model.checks import CheckOutcome
from ugc.model.creator_figures import Benchmark
from ugc.model.dealings import Decision
from ugc.model.due import DueList
from ugc.model.posts import Post
from ugc.model.ranking import Ranking
from ugc.model.records import Authorization, Grant, Lift, Release
from ugc.model.results import Results
from ugc.model.rights import Answer, Cleared, NeedsReview, Refused
from ugc.model.schemas import Schema, WrittenOut, as_text, schema
from ugc.model.sounds import SoundLicence
from ugc.reports.checks import Examined
from ugc.workspace import Archived, Forgotten, Found, Held, Outcome, Report, Swept
from ugc.workspace.advertising.codes_adding import CodesAdded
from ugc.workspace.advertising.codes_checking import CodesChecked
from ugc.workspace.advertising.codes_listing import CodesListed
from ugc.workspace.advertising.orders import AdsPrepared
from ugc.workspace.advertising.validating import AdsValidated
from ugc.workspace.asking.asked import Asked
from ugc.workspace.asking.replies import Answered
from ugc.workspace.attaching import Attached
from ugc.workspace.brand_checking import BrandChecked
from ugc.workspace.bulk.running import BulkDone
from ugc.workspace.campaigns.hearing import CampaignsDue
from ugc.workspace.campaigns.listing import CampaignsListed
from ugc.workspace.campaigns.matching import CampaignMatched
from ugc.workspace.campaigns.noting import CampaignLogged
from ugc.workspace.campaigns.questions import LateList, UnlicensedList, WaitingList
from ugc.workspace.campaigns.showing import CampaignShown
from ugc.workspace.campaigns.starting import CampaignStarted
from ugc.workspace.creators.counting import FollowersTaken
from ugc.workspace.creators.joining import CreatorsJoined
from ugc.workspace.creators.listing import CreatorsListed
from ugc.workspace.creators.showing import CreatorShown
from ugc.workspace.creators.writing import CreatorWritten
from ugc.workspace.describing import AltsShown
from ugc.workspace.duplicates import Duplicates
from ugc.workspace.ending.uses import UseRecorded
from ugc.workspace.exporting.posts import PostsExported
from ugc.workspace.exporting.writing import Exported
from ugc.workspace.fetching import FetchReport
from ugc.workspace.focusing import FocusShown
from ugc.workspace.granting.music import MusicRecorded
from ugc.workspace.granting.showing import RightsShown
from ugc.workspace.granting.sounds import SoundRevoked, SoundsListed
from ugc.workspace.merging import PostsMerged, PostsSplit
from ugc.workspace.proving.bundling import Bundled
from ugc.workspace.proving.verifying import Proved
from ugc.workspace.shop import ProductsListed, ProductsRemoved
from ugc.workspace.shop_feeds import ProductsTaken
from ugc.workspace.showing.built import GalleryBuilt
from ugc.workspace.template_sampling import TemplateShown
from ugc.workspace.template_starting import TemplateStarted

VERSION = "1.0"
ERROR = "error"
"""Name of the document that any command prints in place of its own when it could not do what was asked."""


class _Headed:
    """Puts `workspace` and `brand` before the fields of a value, in its schema."""

    def __init__(self, type: str) -> None:
        self._type = type

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        own = handler.resolve_ref_schema(handler(core))
        head = {name: {"title": name.title(), "type": self._type} for name in ("workspace", "brand")}
        return own | {
            "title": f"{own['title']} of {'a brand' if self._type == 'string' else 'no brand'}",
            "properties": head | own["properties"],
            "required": list(dict.fromkeys([*head, *own["required"]])),
        }


T = TypeVar("T")
OfBrand = Annotated[T, _Headed("string")]
OfNobody = Annotated[T, _Headed("null")]


class Posts(RootModel[tuple[Post, ...] | tuple[OfBrand[Post], ...]]):
    """The posts of a selection."""


class DuplicatesShown(RootModel[Duplicates | tuple[OfBrand[Duplicates], ...]]):
    """The posts that look alike; of several brands, one element for each, which is compared with itself alone."""


class SavedSearches(RootModel[tuple[SavedSearch, ...] | tuple[OfBrand[SavedSearch], ...]]):
    """The searches saved in `ugc.toml`."""


class PostShown(RootModel[KnownPost | tuple[OfBrand[KnownPost], ...]]):
    """All that is known of a post; of several brands, one element for each that knows it."""


class PersonShown(RootModel[Held | tuple[OfBrand[Held], ...]]):
    """Everything held about a person; of several brands, one element for each that knows them."""


class Grants(RootModel[tuple[Grant, ...]]):
    """The grants that were recorded, one for each creator."""


class Answers(
    RootModel[tuple[Answer, ...] | tuple[OfBrand[Cleared] | OfBrand[NeedsReview] | OfBrand[Refused], ...]]
):
    """What the records say of a post, one answer for each channel."""


class RightsShownOf(RootModel[RightsShown | tuple[OfBrand[RightsShown], ...]]):
    """A post's rights as they stand; of several brands, one element for each that knows it."""


class ReleaseRecorded(RootModel[Release | MusicRecorded]):
    """The release that was recorded; of a selection, one for each clip and what was passed over."""


class Lifts(RootModel[tuple[Lift, ...]]):
    """One record for each hold that was lifted."""


class FilesInspected(
    RootModel[tuple[Found | Unread, ...] | tuple[OfBrand[Found] | OfNobody[Found] | OfNobody[Unread], ...]]
):
    """What is known of each file; of several brands, an element for each that is asked about it."""


class DueShown(RootModel[DueList | tuple[OfBrand[DueList], ...]]):
    """What is due; of several brands, one element for each."""


class ResultsShown(RootModel[Results | tuple[OfBrand[Results], ...]]):
    """What ads did; of several brands, one element for each."""


class CodesShown(RootModel[CodesListed | tuple[OfBrand[CodesListed], ...]]):
    """Codes and permissions by the day on which they end; of several brands, one element for each."""


class CreatorsListedOf(RootModel[CreatorsListed | tuple[OfBrand[CreatorsListed], ...]]):
    """The creators of a query; of several brands, one element for each."""


class CreatorShownOf(RootModel[CreatorShown | tuple[OfBrand[CreatorShown], ...]]):
    """A creator as a person; of several brands, one element for each that knows them."""


DOCUMENTS: dict[str, type[BaseModel]] = {
    "init": NewWorkspace,
    "import": Report,
    "import --into": Archived,
    "fetch": FetchReport,
    "posts": Posts,
    "posts --duplicates": DuplicatesShown,
    "posts --count": PostsCounted,
    "posts --saved": SavedSearches,
    "show": PostShown,
    "show --person": PersonShown,
    "tag": Tagged,
    "focus": FocusShown,
    "alt": AltsShown,
    "attach": Attached,
    "merge": PostsMerged,
    "split": PostsSplit,
    "bulk": BulkDone,
    "products import": ProductsTaken,
    "products list": ProductsListed,
    "products remove": ProductsRemoved,
    **SHEET,
    "rights request": Asked,
    "rights reply": Answered,
    "rights due": DueShown,
    "rights grant": Grants,
    "rights renew": Grant,
    "rights release": ReleaseRecorded,
    "rights authorize": Authorization,
    "rights sound add": SoundLicence,
    "rights sound list": SoundsListed,
    "rights sound revoke": SoundRevoked,
    "rights show": RightsShownOf,
    "rights check": Answers,
    "rights decide": Decision,
    "rights use": UseRecorded,
    "rights hold": RightsHeld,
    "rights hold --lift": Lifts,
    "rights revoke": RightsEnded,
    "rights verify": Proved,
    "rights bundle": Bundled,
    "rights export": Exported,
    "render": Outcome,
    "check": CheckOutcome,
    "formats": FormatsListed,
    "formats show": FormatShown,
    "templates": TemplatesListed,
    "templates show": TemplateShown,
    "templates new": TemplateStarted,
    "brand check": BrandChecked,
    "gallery build": GalleryBuilt,
    "gallery verify": GalleriesVerified,
    "gallery serve": GalleryServed,
    "gallery themes": ThemesListed,
    "campaigns": CampaignsListed,
    "campaigns list": CampaignsListed,
    "campaigns new": CampaignStarted,
    "campaigns show": CampaignShown,
    "campaigns log": CampaignLogged,
    "campaigns match": CampaignMatched,
    "campaigns late": LateList,
    "campaigns waiting": WaitingList,
    "campaigns unlicensed": UnlicensedList,
    "campaigns due": CampaignsDue,
    "ads prepare": AdsPrepared,
    "ads validate": AdsValidated,
    "ads audit": Audit,
    "ads results": ResultsShown,
    "ads codes add": CodesAdded,
    "ads codes list": CodesShown,
    "ads codes check": CodesChecked,
    "creators list": CreatorsListedOf,
    "creators show": CreatorShownOf,
    "creators note": CreatorWritten,
    "creators join": CreatorsJoined,
    "creators followers": FollowersTaken,
    "creators benchmark": Benchmark,
    "creators rank": Ranking,
    "campaigns report": CampaignReport,
    "inspect": FilesInspected,
    "credentials new": TrialMade,
    "credentials show": CredentialsShown,
    "contact-sheet": DrawnSheet,
    "doctor": Examined,
    "sweep": Swept,
    "export": Archived,
    "export --to": PostsExported,
    "forget": Forgotten,
    "forget --lift": Lift,
    "demo": Played,
}
"""A command as it is typed, with the option that changes its document, to what it prints."""


def name(command: str) -> str:
    """Return the name of a command's document: its words joined by hyphens."""
    return re.sub(r"[ -]+", "-", command)


def schemas() -> dict[str, Schema]:
    """Return the JSON Schema (draft 2020-12) of each document, by its name."""
    documents = {name(command): document for command, document in DOCUMENTS.items()} | {ERROR: ErrorDocument}
    return {
        each: schema(document, each, version=VERSION, generator=WrittenOut)
        for each, document in documents.items()
    }


def write_schemas(folder: Path) -> None:
    """Write each schema to `<folder>/<name>.schema.json`; run after a change of the model or of a command."""
    for each, made in schemas().items():
        write_bytes(folder / f"{each}.schema.json", as_text(made).encode())
