"""Single calls to Meta's API: addresses, uploads, the ad set's names of who pays, and the ad itself."""

from typing import Literal

from ugc.model.ad_settings import MetaAds
from ugc.model.ads import AdCode, AdFile, AdRequest, PlannedAd
from ugc.platforms.contract import Blanks

GUIDE = "https://developers.facebook.com/documentation/ads-commerce/marketing-api/"
BOOST = GUIDE + "ad-creative/partnership-ads/ads-creation/boost-existing-post"
_THUMBNAILS = "https://developers.facebook.com/docs/graph-api/reference/video/thumbnails/"
_LONGEST_TITLE = 254
"""Characters (https://developers.facebook.com/docs/marketing-api/reference/ad-account/advideos)."""


class Calls:
    """Makes requests of one ad: what they share is the version, the account and its blanks."""

    def __init__(self, settings: MetaAds, blanks: Blanks) -> None:
        self._root = f"https://graph.facebook.com/{settings.api_version}/"
        self._settings = settings
        self._blanks = blanks

    def account(self, edge: str) -> str:
        """Return the address of an edge of the ad account."""
        meaning = "The ad account's id, digits without act_: Ads Manager, account menu at the top left."
        account = self._blanks.known_or(self._settings.ad_account_id, "meta.ad_account_id", meaning)
        return f"{self._root}act_{account}/{edge}"

    def adset(self) -> str:
        """Return the id of the ad set that takes the ad."""
        meaning = "The id of the ad set that takes the ad: Ads Manager, Ad sets, column Ad set ID."
        return self._blanks.known_or(self._settings.adset_id, "meta.adset_id", meaning)

    def upload(self, file: AdFile, step: str) -> AdRequest:
        """Return the upload of a picture (`hash` is taken from the answer) or of a clip (`id`)."""
        if file.clip:
            return AdRequest(
                step=step,
                what=f"Upload the clip {file.file}.",
                url=self.account("advideos"),
                encoding="multipart",
                body={"name": _name(file), "title": _name(file)[-_LONGEST_TITLE:]},
                files={"source": file.file},
                gives={"id": "/id"},
                schema_id="meta/advideos",
                docs=GUIDE + "reference/ad-account/advideos",
            )
        return AdRequest(
            step=step,
            what=f"Upload the picture {file.file}.",
            url=self.account("adimages"),
            encoding="multipart",
            body={},
            files={"filename": file.file},
            gives={"hash": "/images/*/hash"},
            schema_id="meta/adimages",
            docs=GUIDE + "reference/ad-image",
        )

    def thumbnail(self, upload: str, step: str) -> AdRequest:
        """Return the question for a still of an uploaded clip: `uri` is taken from the answer."""
        return AdRequest(
            step=step,
            what="Ask for a still of the clip, once Meta has read it.",
            method="GET",
            url=f"{self._root}{{{{step:{upload}.id}}}}/thumbnails",
            encoding="form",
            body={"fields": "uri,is_preferred"},
            gives={"uri": "/data/0/uri"},
            schema_id="meta/video-thumbnails",
            docs=_THUMBNAILS,
        )

    def instagram_clip(self, ad: PlannedAd) -> AdRequest:
        """Return the call that fetches an Instagram clip into the ad account, which Meta asks for now and then."""
        body: dict[str, object] = {"source_instagram_media_id": ad.post.native_id}
        if ad.code and ad.way == "code":
            body["partnership_ad_ad_code"] = self.code(ad.code)
        body["is_partnership_ad"] = True
        return AdRequest(
            step="video",
            what="Fetch the Instagram clip into the ad account.",
            only_if=(
                'Meta answers the step "creative" with "Instagram Video Must Be Uploaded To Facebook"; send that step '
                "again afterwards."
            ),
            url=self.account("advideos"),
            body=body,
            gives={"id": "/id"},
            schema_id="meta/advideos-instagram",
            docs=BOOST,
        )

    def code(self, code: AdCode) -> str:
        """Return the placeholder of a sealed ad code."""
        meaning = f"The creator's partnership ad code, sealed as {code.id}: a secret."
        return self._blanks.blank(f"code:{code.id}", meaning, secret=True)

    def creative(self, body: dict[str, object], schema_id: str, docs: str) -> AdRequest:
        """Return the call that makes the creative."""
        return AdRequest(
            step="creative",
            what="Make the creative.",
            url=self.account("adcreatives"),
            body=body,
            gives={"id": "/id"},
            schema_id=schema_id,
            docs=docs,
        )

    def dsa(self, ad: PlannedAd) -> AdRequest:
        """Return the call that tells the ad set for whom and by whom its ads are paid."""
        return AdRequest(
            step="adset",
            what="Tell the ad set for whom and by whom its ads are paid.",
            url=f"{self._root}{self.adset()}",
            body={
                "dsa_beneficiary": self._dsa(ad.beneficiary, "beneficiary", "For whom the ads are"),
                "dsa_payor": self._dsa(ad.payer, "payer", "Who pays for the ads"),
            },
            schema_id="meta/adset-dsa",
            docs=GUIDE + "reference/ad-campaign",
        )

    def _dsa(self, value: str, name: Literal["beneficiary", "payer"], meaning: str) -> str:
        return self._blanks.known_or(
            value,
            f"meta.{name}",
            f"{meaning}, by legal name: set `{name}` under [ads]; `GET /act_ID/dsa_recommendations` suggests names.",
        )

    def ad(self, ad: PlannedAd) -> AdRequest:
        """Return the call that makes the ad, paused."""
        body: dict[str, object] = {
            "name": ad.name,
            "adset_id": self.adset(),
            "creative": {"creative_id": "{{step:creative.id}}"},
            "status": "PAUSED",
        }
        if self._settings.ad_schedule:
            offset = self._blanks.blank(
                "meta.utc_offset",
                "The ad account's offset from UTC, as -0800: Ads Manager, Settings, Time zone.",
            )
            body["ad_schedule_start_time"] = f"{ad.starts.isoformat()}T00:00:00{offset}"
            body["ad_schedule_end_time"] = f"{ad.ends.isoformat()}T23:59:59{offset}"
        return AdRequest(
            step="ad",
            what="Make the ad, paused.",
            url=self.account("ads"),
            body=body,
            gives={"id": "/id"},
            schema_id="meta/ad",
            docs=GUIDE + "reference/adgroup",
        )


def _name(file: AdFile) -> str:
    return file.file.rpartition("/")[2]
