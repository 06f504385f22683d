"""`ugc.toml` read into settings: found by walking up, extended by another file, strict about unknown keys."""

import json
import tomllib
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from ugc.errors import InputError, UsageError, nearest
from ugc.model.ad_settings import AdSettings
from ugc.model.base import Value
from ugc.model.campaign_settings import CampaignSettings
from ugc.model.captions import CaptionSettings, SpeechSettings
from ugc.model.creatives import ImageType
from ugc.model.creator_settings import CreatorSettings
from ugc.model.galleries import GallerySettings
from ugc.model.layout import Backdrop
from ugc.model.rights import Policy
from ugc.model.territories import COUNTRIES, TERRITORY_ALIASES
from ugc.model.vocab import EDIT_PROFILES, EDITS, Channel, CreditPlace, Identity, Purpose, Via
from ugc.palette import faults
from ugc.resources import ASSETS

NAME = "ugc.toml"
STARTER = ASSETS / "starter" / NAME
_COLOUR = r"^#[0-9A-Fa-f]{6}$"

SigningAlgorithm = Literal["es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519"]


class BrandFonts(Value):
    """The brand's own fonts by role: each the path of a font file, or of a folder that holds one family."""

    text: str = ""
    display: str = ""
    licence: str = ""


class BrandSettings(Value):
    """Who the licensee is, and its kit: colours as #RRGGBB, logos and fonts by their paths."""

    name: str = Field(min_length=1)
    handle: str = ""
    accent: str = Field("#1F6F5C", pattern=_COLOUR)
    second: str = Field("", pattern=rf"^$|{_COLOUR}")
    ink: str = Field("#0C121A", pattern=_COLOUR)
    paper: str = Field("#FBFAF7", pattern=_COLOUR)
    kit: Literal["light", "dark"] = "light"
    scrim: Literal["black", "ink"] = "black"
    radius: int = Field(28, ge=0, le=64)
    """Of the corners of panels, in pixels of a canvas of the usual width."""
    logo: str = ""
    logo_dark: str = ""
    ctas: dict[str, str] = {}
    fonts: BrandFonts = BrandFonts()

    @model_validator(mode="after")
    def _legible(self) -> "BrandSettings":
        wrong = faults(ink=self.ink, paper=self.paper)
        if wrong:
            raise ValueError(wrong[0])
        return self


class CopySettings(Value):
    """Words drawn on creatives; an empty one is left out."""

    credit: str = "@{{ creator }}"
    headline: str = ""
    cta: str = ""
    language: str = "en"
    texts: dict[str, str] = {}


class NamingSettings(Value):
    """Jinja2 templates of file names."""

    creative: str = "{{ creator }}_{{ post }}_{{ format }}_{{ template }}"


class OutputSettings(Value):
    """Where creatives go and how they are encoded."""

    folder: str = "out"
    type: ImageType = "jpg"
    quality: int = Field(0, ge=0, le=100)
    flight_days: int = Field(30, ge=1, le=3660)


class RenderSettings(Value):
    """How pictures are framed and drawn."""

    template: str = "credit"
    least_kept: float = Field(0.5, ge=0.0, le=1.0)
    most_enlarged: float = Field(3.0, gt=0.0)
    cut_faces: Literal["fit", "crop"] = "fit"
    backdrop: Backdrop = "blur"
    fonts: tuple[str, ...] = ()
    workers: int = Field(0, ge=0, le=256)
    most_variants: int = Field(50, ge=1)


class LookingSettings(Value):
    """How pictures are looked at for faces and words."""

    faces: str = ""
    words: bool = True


class StorageSettings(Value):
    """What is too large to take in."""

    most_megapixels: int = Field(200, ge=1)
    most_megabytes: int = Field(2000, ge=1)


class CredentialsSettings(Value):
    """Whether creatives are signed, and with what."""

    sign: bool = False
    certificate: str = ""
    key: str = ""
    algorithm: SigningAlgorithm = "es256"
    timestamp_url: str = Field("", pattern=r"^(https?://\S+)?$")


class AskingSettings(Value):
    """How creators are asked, unless the command says otherwise."""

    via: Via = "dm"
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    purposes: tuple[Purpose, ...] = ("paid_social",)
    channels: tuple[Channel, ...] = ("instagram", "facebook")
    identities: tuple[Identity, ...] = ("brand_handle",)
    edits: tuple[str, ...] = ("standard",)
    credit: CreditPlace = "on_media"
    days: int = Field(180, ge=1, le=36_500)
    terms: tuple[str, ...] = ()
    hashtag: str = ""
    remind_after_days: int = Field(5, ge=1, le=3660)
    due_within_days: int = Field(30, ge=0, le=3660)

    @field_validator("edits")
    @classmethod
    def _known_edits(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = (*EDIT_PROFILES, *EDITS)
        for name in names:
            if name not in known:
                close = nearest(name, known)
                raise ValueError(f"{name!r} is not an edit" + (f"; did you mean {close!r}?" if close else ""))
        return names


class Settings(Value):
    """Everything that `ugc.toml` can say."""

    brand: BrandSettings
    hashtags: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    timezone: str = "UTC"
    searches: dict[str, str] = {}
    """Selections by the names that `saved:NAME` takes them by."""
    rights: Policy = Policy()
    words: CopySettings = Field(CopySettings(), alias="copy")
    naming: NamingSettings = NamingSettings()
    output: OutputSettings = OutputSettings()
    render: RenderSettings = RenderSettings()
    captions: CaptionSettings = CaptionSettings()
    speech: SpeechSettings = SpeechSettings()
    looking: LookingSettings = LookingSettings()
    storage: StorageSettings = StorageSettings()
    credentials: CredentialsSettings = CredentialsSettings()
    asking: AskingSettings = AskingSettings()
    gallery: GallerySettings = GallerySettings()
    ads: AdSettings = AdSettings()
    creators: CreatorSettings = CreatorSettings()
    campaigns: CampaignSettings = CampaignSettings()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is not a time zone; write it as in Europe/Berlin") from error
        return name

    @field_validator("markets")
    @classmethod
    def _known_markets(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(territory(name) for name in names)

    @field_validator("hashtags")
    @classmethod
    def _bare(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(tag.lstrip("#＃") for tag in tags)


def territory(name: str) -> str:
    """Return a territory as the records write it. Raises ValueError suggesting the right one."""
    code = name.strip()
    for known in (code.upper(), code.casefold()):
        if known in COUNTRIES or known in ("EEA", "worldwide"):
            return known
    meant = TERRITORY_ALIASES.get(code.upper())
    if code.upper() == "EU":
        raise ValueError(
            "'EU' is not a territory: EEA is the EU with Iceland, Liechtenstein and Norway; "
            "where the EU alone was meant, name its countries"
        )
    raise ValueError(
        f"{name!r} is not a territory: use an ISO 3166-1 code such as US, or EEA, or worldwide"
        + (f" (did you mean {meant}?)" if meant else "")
    )


def find(start: Path) -> Path:
    """Return the `ugc.toml` of a folder or of the nearest folder above it. Raises UsageError when there is none."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
    raise UsageError(
        f"No workspace here: there is no {NAME} in {start} or above it.",
        hint="Make one with `ugc init DIR --brand NAME --market US`, or name one with -w DIR.",
    )


def load(path: Path) -> Settings:
    """Read a settings file and what it extends. Raises UsageError naming the file, the key and the nearest key."""
    try:
        return Settings.model_validate(_document(path, seen=()))
    except ValidationError as error:
        raise _explained(path, error) from error


def starter(brand: str, *, hashtags: tuple[str, ...], markets: tuple[str, ...]) -> str:
    """Return the text of a new workspace's `ugc.toml`, every key explained."""
    values = {
        "@BRAND@": json.dumps(brand, ensure_ascii=False),
        "@HASHTAGS@": json.dumps([tag.lstrip("#＃") for tag in hashtags], ensure_ascii=False),
        "@MARKETS@": json.dumps(list(markets)),
    }
    text = STARTER.read_text("utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value.replace("\x7f", "\\u007f"))
    return text


def _document(path: Path, *, seen: tuple[Path, ...]) -> dict[str, Any]:
    here = path.resolve()
    if here in seen:
        raise UsageError(f"{path} extends itself, by way of {seen[-1]}.")
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}.") from error
    parent = document.pop("extends", None)
    if parent is None:
        return document
    if not isinstance(parent, str):
        raise UsageError(f"{path}: extends must be the path of a file.")
    return _merged(_document(path.parent / parent, seen=(*seen, here)), document)


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What `own` says wins; tables are merged key by key, lists replaced."""
    merged = dict(base)
    for key, value in own.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _explained(path: Path, error: ValidationError) -> UsageError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        close = nearest(str(first["loc"][-1]), _keys(first["loc"][:-1]))
        hint = (
            f"Did you mean {close!r}?" if close else f"Known: {', '.join(sorted(_keys(first['loc'][:-1])))}."
        )
        return UsageError(f"{path}: the key {where!r} is not known.", hint=hint)
    if first["type"] == "missing":
        return UsageError(f"{path}: {where!r} is missing.", hint="`ugc init` writes a file with every key.")
    reason = str(first.get("ctx", {}).get("error", first["msg"]))
    return UsageError(f"{path}: {where}: {reason}.")


def _keys(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that a table of `ugc.toml` knows."""
    model: Any = Settings
    for part in loc:
        field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
        model = field.annotation if field else Settings
    names = [field.alias or name for name, field in model.model_fields.items()]
    return [*names, "extends"] if model is Settings else names
