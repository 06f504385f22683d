"""What `ugc.toml` says of ads, under [ads]: accounts by the platforms' own names, and the versions of their APIs."""

from typing import Literal

from pydantic import Field

from ugc.model.base import Value


class MetaAds(Value):
    """The brand's ids at Meta. An empty one is left as a placeholder."""

    api_version: str = Field("v25.0", pattern=r"^v[0-9]+\.[0-9]+$")
    ad_account_id: str = Field("", pattern=r"^[0-9]*$")
    adset_id: str = Field("", pattern=r"^[0-9]*$")
    page_id: str = Field("", pattern=r"^[0-9]*$")
    instagram_user_id: str = Field("", pattern=r"^[0-9]*$")
    ad_format: Literal[1, 2, 3] = 1
    ad_schedule: bool = False
    """Whether its campaign is for sales or app promotion: only there an ad can have first and last days of its own."""
    enhancements: tuple[str, ...] = ()


class TikTokAds(Value):
    """The brand's ids at TikTok."""

    api_version: str = Field("v1.3", pattern=r"^v[0-9]+\.[0-9]+$")
    advertiser_id: str = Field("", pattern=r"^[0-9]*$")
    adgroup_id: str = Field("", pattern=r"^[0-9]*$")
    identity_id: str = ""
    identity_type: Literal["", "TT_USER", "BC_AUTH_TT"] = ""
    identity_authorized_bc_id: str = ""
    dark_post_status: Literal["ON", "OFF"] = "ON"
    enhancements: tuple[str, ...] = ()


class SnapchatAds(Value):
    """The brand's ids at Snapchat."""

    ad_account_id: str = ""
    ad_squad_id: str = ""
    profile_id: str = ""


class PinterestAds(Value):
    """The brand's ids at Pinterest."""

    ad_account_id: str = ""
    ad_group_id: str = ""
    board_id: str = ""


class YouTubeAds(Value):
    """The brand's ids at Google Ads and YouTube."""

    api_version: str = Field("v24", pattern=r"^v[0-9]+$")
    customer_id: str = Field("", pattern=r"^[0-9]*$")
    brand_channel_id: str = ""


class LinkedInAds(Value):
    """The brand's ids at LinkedIn."""

    api_version: str = Field("202510", pattern=r"^[0-9]{6}$")
    ad_account_id: str = Field("", pattern=r"^[0-9]*$")
    campaign_id: str = Field("", pattern=r"^[0-9]*$")
    organization_id: str = Field("", pattern=r"^[0-9]*$")


class AdSettings(Value):
    """What `ugc.toml` says of ads, under [ads]."""

    link: str = Field("", pattern=r"^(https?://\S+)?$")
    call_to_action: str = Field("", pattern=r"^[A-Z_]*$")
    beneficiary: str = ""
    payer: str = ""
    naming: str = "{{ creator }}_{{ post }}_{{ template }}"
    ending_days: int = Field(14, ge=0, le=3660)
    least_impressions: int = Field(1000, ge=0)
    least_conversions: int = Field(10, ge=0)
    meta: MetaAds = MetaAds()
    tiktok: TikTokAds = TikTokAds()
    snapchat: SnapchatAds = SnapchatAds()
    pinterest: PinterestAds = PinterestAds()
    youtube: YouTubeAds = YouTubeAds()
    linkedin: LinkedInAds = LinkedInAds()
