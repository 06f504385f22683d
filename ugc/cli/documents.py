"""What commands print with `--json` where no other room has a value for it.

Imported by the command that prints it: `ugc --help` has no need of the model.
"""

from typing import Literal

from pydantic import RootModel

from ugc.catalog import MadeCreative
from ugc.model.base import Value
from ugc.model.formats import Format, Medium, Placement, VideoProfile
from ugc.model.posts import CaptionFile, MediaKind
from ugc.model.records import Hold, Revocation
from ugc.model.rights import Case
from ugc.model.templates import Count
from ugc.model.vocab import Edit
from ugc.provenance import Credentials
from ugc.reports.sheet import Sheet
from ugc.workspace import Outcome
from ugc.workspace.ending.marking import Marked
from ugc.workspace.ending.reach import Reach
from ugc.workspace.ending.revoking import Deadline, Notice
from ugc.workspace.ending.takedown import TakenDown
from ugc.workspace.shop import ProductShown
from ugc.workspace.showing.built import GalleryBuilt
from ugc.workspace.showing.verifying import GalleryVerified


class NewWorkspace(Value):
    """A workspace that was made."""

    workspace: str
    brand: str
    markets: tuple[str, ...]


class Tagged(Value):
    """The posts of a selection, and the labels and products that were put on them and taken off."""

    posts: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    products: tuple[str, ...]
    """Ids of products that they show."""
    products_removed: tuple[str, ...]


class BrandCount(Value):
    """How many posts of a brand a selection means."""

    workspace: str
    brand: str
    posts: int


class PostsCounted(Value):
    """How many posts a selection means."""

    posts: int
    """Of all brands together."""
    brands: tuple[BrandCount, ...]


class SavedSearch(Value):
    """A search of `ugc.toml`, and how many posts it means today."""

    name: str
    selection: str
    posts: int | None
    fault: str | None
    """Why it could not be read."""


class KnownPost(Value):
    """All that is known of a post: its records, what was made of it, and the products that it shows."""

    case: Case
    creatives: tuple[MadeCreative, ...]
    products: tuple[ProductShown, ...]
    captions: tuple[CaptionFile, ...] = ()
    """Caption files that somebody tied to it."""


class RightsEnded(Reach):
    """Rights that ended, and everything that they reach."""

    revocations: tuple[Revocation, ...]
    """Those that were recorded now."""
    already: tuple[Revocation, ...]
    """Those that stood, from the same day or an earlier one."""
    notices: tuple[Notice, ...]
    deadlines: tuple[Deadline, ...]
    irrevocable: tuple[str, ...]
    """Grants that say that their licensor may not end them."""
    still_allowed: tuple[str, ...]
    """Of the creatives' paths, those that other records still allow somewhere."""
    marks: Marked
    takedown: TakenDown | None
    """None unless it was asked for."""


class RightsHeld(Reach):
    """A hold, and everything that could run without it."""

    hold: Hold


class FormatLine(Value):
    """One format in the list; where pictures and clips differ, the numbers are those of `takes`' first."""

    id: str
    name: str
    pixels: tuple[int, int]
    ratio: str
    takes: tuple[Medium, ...]
    safe: tuple[int, int, int, int]
    """The safe zone in pixels of the canvas: left, top, right, bottom."""
    placements: tuple[str, ...]


class FormatsListed(Value):
    """Every format, and every placement with its numbers and their sources."""

    formats: tuple[FormatLine, ...]
    placements: tuple[Placement, ...]


class FormatShown(Value):
    """The numbers of a format, one element for each medium that it takes."""

    formats: tuple[Format, ...]
    video_profiles: dict[str, VideoProfile]
    overlay: str | None
    """The picture that was written."""


class FieldLine(Value):
    """One text that a template draws."""

    name: str
    needed: bool
    limit: int
    """The most characters, counted as a reader counts them."""
    edits: frozenset[Edit]
    """What drawing it does to the picture, in the words of the rights model."""


class ChoiceLine(Value):
    """One choice of an option, and what it does to the picture."""

    choice: str
    edits: frozenset[Edit]


class OptionLine(Value):
    """One choice that a template offers."""

    name: str
    says: str
    default: str
    choices: tuple[ChoiceLine, ...]


class TemplateLine(Value):
    """One template in the list."""

    name: str
    source: Literal["workspace", "shipped"]
    folder: str
    purpose: str
    media: tuple[MediaKind, ...]
    pictures: Count
    """How many it takes."""
    words: tuple[FieldLine, ...]
    options: tuple[OptionLine, ...]
    edits: frozenset[Edit]
    """What it always does to the picture."""
    samples: tuple[str, ...]
    """What `ugc templates show --sample` can draw it with."""


class UnreadTemplate(Value):
    """A template whose files have a fault."""

    template: str
    error: str


class TemplatesListed(Value):
    """Every template, the workspace's own first."""

    templates: tuple[TemplateLine, ...]
    unread: tuple[UnreadTemplate, ...]


class Unread(Value):
    """A file that could not be read."""

    file: str
    error: str


class _Place(Value):
    html: str
    png: tuple[str, ...]
    unread: tuple[str, ...]
    """Pictures that could not be shown, with why."""


class DrawnSheet(Sheet, _Place):
    """A contact sheet, and where it was written."""


class ThemeLine(Value):
    """One theme of galleries."""

    name: str
    title: str
    sentence: str
    crop: Literal["4:5", "9:16", "none"]
    """The shape that tiles are cropped to, width to height."""
    extends: str | None
    """The theme that it takes everything else from."""


class ThemesListed(Value):
    """Every theme that galleries can have."""

    themes: tuple[ThemeLine, ...]


class GalleryServed(Value):
    """Where a gallery is shown on this machine."""

    folder: str
    address: str
    rebuilds: bool
    """Whether it is built again when something changes."""


class TrialMade(Value):
    """A certificate for trying out, which nobody vouches for, and its key."""

    certificate: str
    key: str
    settings: dict[str, str | bool]
    """What to set under [credentials] in ugc.toml to sign with it."""


class CredentialsShown(Value):
    """What a file's content credentials say."""

    file: str
    verdict: str
    """What they are worth, in words."""
    credentials: Credentials | None
    """None when it carries none."""


class Played(Value):
    """What the demo made."""

    workspace: str
    contact_sheet: str
    imported: int
    """Posts."""
    render: Outcome
    gallery: GalleryBuilt


class KnownFault(Value):
    """What went wrong and why, and what to do about it."""

    message: str
    hint: str | None
    exit_code: Literal[1, 2, 3, 4, 5, 6, 7]


class ErrorDocument(Value):
    """What a command prints in place of its own document when it could not do what was asked."""

    error: KnownFault


class GalleriesVerified(RootModel[tuple[GalleryVerified, ...]]):
    """What was found in each gallery."""
