"""Pinterest: an ad of a pin that is there, or of a pin made from a rendered file.

No field of the API tells a paid partnership: its creator tags the brand on the pin, and the brand approves the tag.
Sources: https://github.com/pinterest/api-description (v5) and
https://help.pinterest.com/en/business/article/idea-ads-with-paid-partnerships.
"""

from ugc.model.ad_settings import AdSettings, PinterestAds
from ugc.model.ads import AdFault, AdRequest, AdWay, PackedAd, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import (
    ends_early,
    first,
    flight_steps,
    look_step,
    no_picture,
    plain,
    too_long,
    unfit,
)
from ugc.platforms.pinterest_pin import API, call, make_pin
from ugc.text import one_line

WAYS: tuple[AdWay, ...] = ("new", "post")
TITLE_MOST, DESCRIPTION_MOST, NAME_MOST, LINK_MOST = 100, 800, 255, 2048
CARDS_LEAST, CARDS_MOST = 2, 5
CTAS = frozenset(
    "LEARN_MORE SHOP_NOW BOOK_NOW SIGN_UP VISIT_SITE BUY_NOW GET_OFFER ORDER_NOW ADD_TO_CART".split()
)


def api_version(settings: AdSettings) -> str:  # noqa: ARG001 - the contract's form
    """Return the version of the API that bodies are made for: there is one."""
    return "v5"


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return what Pinterest has to be told, in order, or why it would not take the ad."""
    fault = _fault(ad)
    if fault is not None:
        return fault
    blanks = Blanks()
    requests: list[AdRequest] = []
    notes: tuple[str, ...] = ()
    if ad.way == "post":
        meaning = "The id of the pin: the digits in its address."
        pin = blanks.known_or(ad.post.native_id or "", f"pinterest.pin_id.{plain(ad.post.id)}", meaning)
        kind = _kind(ad, blanks)
    elif ad.identity != "brand_handle":
        return _by_creator(ad)
    else:
        requests, kind, notes = make_pin(ad, settings.pinterest, blanks)
        pin = blanks.blank("step:pin.pin_id", "")
    requests.append(_ad(ad, settings.pinterest, pin=pin, kind=kind, blanks=blanks))
    return PackedAd(
        ad=ad,
        requests=tuple(requests),
        by_hand=_by_hand(ad),
        placeholders=blanks.listed(),
        notes=notes + _notes(ad),
    )


def _fault(ad: PlannedAd) -> AdFault | None:
    instead = "Make a new ad of the rendered files, on the brand's board."
    return first(
        unfit(ad, WAYS, platform="pinterest", name="Pinterest", instead=instead),
        ends_early(ad),
        _pin_fault(ad),
        no_picture((*ad.files, *ad.cards), platform="Pinterest"),
        _cards_fault(ad),
        too_long(ad.name, what="name of the ad", most=NAME_MOST),
        too_long(ad.headline or "", what="title", most=TITLE_MOST),
        too_long(ad.primary[0] if ad.primary else "", what="description", most=DESCRIPTION_MOST),
        too_long(ad.link or "", what="link", most=LINK_MOST),
    )


def _pin_fault(ad: PlannedAd) -> AdFault | None:
    native = ad.post.native_id or "0"
    if ad.way == "new" or (native.isascii() and native.isdigit()):
        return None
    return AdFault(
        code="post-id",
        text=f"“{one_line(native)}” is no id of a pin: those are digits alone.",
        hint="Take it from the pin's address; a spreadsheet may have rounded it.",
    )


def _cards_fault(ad: PlannedAd) -> AdFault | None:
    if not ad.cards or (
        CARDS_LEAST <= len(ad.cards) <= CARDS_MOST and not any(card.clip for card in ad.cards)
    ):
        return None
    return AdFault(
        code="cards",
        text=f"A carousel on Pinterest takes {CARDS_LEAST} to {CARDS_MOST} pictures and no clips; "
        f"the ad has {len(ad.cards)} cards.",
        hint="Leave some out.",
    )


def _kind(ad: PlannedAd, blanks: Blanks) -> str:
    known = {"image": "REGULAR", "video": "VIDEO", "carousel": "CAROUSEL"}.get(ad.post.medium or "", "")
    meaning = "What the pin is: REGULAR for a picture, VIDEO, CAROUSEL or IDEA."
    return blanks.known_or(known, f"pinterest.creative_type.{plain(ad.post.id)}", meaning)


def _ad(ad: PlannedAd, settings: PinterestAds, *, pin: str, kind: str, blanks: Blanks) -> AdRequest:
    group = blanks.known_or(
        settings.ad_group_id,
        "pinterest.ad_group_id",
        "The ad group that the ad goes into: its id in Ads Manager.",
    )
    account = blanks.known_or(
        settings.ad_account_id, "pinterest.ad_account_id", "The id of your ad account, in Ads Manager."
    )
    body: dict[str, object] = {"ad_group_id": group, "pin_id": pin, "creative_type": kind, "name": ad.name}
    if ad.link:
        body["destination_url"] = ad.link
    if ad.cta in CTAS:
        body["customizable_cta_type"] = ad.cta
    return call(
        "ad",
        "Makes the ad, paused. The body is sent as a list of one.",
        url=f"{API}ad_accounts/{account}/ads",
        body=body | {"status": "PAUSED"},
        schema="ad-create",
        docs="ads-create",
        gives={"ad_id": "/items/0/data/id"},
        listed=True,
    )


def _by_creator(ad: PlannedAd) -> PackedAd:
    files = ", ".join(file.file for file in (*ad.files, *ad.cards))
    return PackedAd(
        ad=ad,
        by_hand=(
            f"Send the creator these files: {files}. They publish them as a pin of their own: the API makes pins for "
            "the account alone that it is called for.",
            *_tag_steps(),
            "Then plan the pin as a post that runs as it is, by its id.",
        ),
        notes=("No interface of Pinterest publishes in a creator's name: this goes in by hand.",),
    )


def _tag_steps() -> tuple[str, ...]:
    return (
        "The creator tags the brand as paid partner on the pin; approve the tag on a computer, in your own account.",
        "A tag that is taken away archives the ad, and can never be put on again.",
    )


def _by_hand(ad: PlannedAd) -> tuple[str, ...]:
    tags = _tag_steps() if ad.way == "post" and ad.identity != "brand_handle" else ()
    return (*tags, *flight_steps(ad, group="ad group"), look_step(ad))


def _notes(ad: PlannedAd) -> tuple[str, ...]:
    notes = []
    if ad.way == "post" and ad.identity != "brand_handle":
        notes.append(
            "No field of the API tells a paid partnership; pins with mentions or affiliate links are refused."
        )
        if ad.post.paid_label is not True:
            notes.append("The pin is not known to bear a paid partnership tag: without one do not run it.")
    if ad.way == "new":
        notes.append(
            "A pin on an ordinary board is public, and can be saved: an ad-only board keeps it to ads."
        )
        if len(ad.primary) > 1:
            notes.append(f"A pin has one description: the first of {len(ad.primary)} texts is in it.")
    if ad.cta and ad.cta not in CTAS:
        notes.append(f"{ad.cta} is no call to action of Pinterest: left out.")
    return tuple(notes)
