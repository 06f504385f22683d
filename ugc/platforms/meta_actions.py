"""The buttons of Meta's ads: what each is called, and where it leads."""

from ugc.errors import nearest
from ugc.model.ads import AdFault, PlannedAd

ACTIONS: tuple[str, ...] = tuple(
    (
        "ADD_TO_CART APPLY_NOW ASK_ABOUT_SERVICES ASK_A_QUESTION ASK_FOR_MORE_INFO ASK_US AUDIO_CALL "
        "BOOK_A_CONSULTATION BOOK_NOW BOOK_TRAVEL BROWSE_SHOP BUY BUY_NOW BUY_TICKETS BUY_VIA_MESSAGE CALL "
        "CALL_ME CALL_NOW CHAT_NOW CHAT_WITH_US CONFIRM CONTACT CONTACT_US DONATE DONATE_NOW DOWNLOAD "
        "EVENT_RSVP FIND_A_GROUP FIND_OUT_MORE FIND_YOUR_GROUPS FOLLOW_NEWS_STORYLINE FOLLOW_PAGE "
        "FOLLOW_USER GET_A_QUOTE GET_DETAILS GET_DIRECTIONS GET_IN_TOUCH GET_OFFER GET_OFFER_VIEW "
        "GET_PROMOTIONS GET_QUOTE GET_SHOWTIMES GET_STARTED INQUIRE_NOW INSTALL_APP INSTALL_MOBILE_APP "
        "JOIN_CHANNEL JOIN_LIVE_VIDEO LEARN_MORE LIKE_PAGE LISTEN_MUSIC LISTEN_NOW MAKE_AN_APPOINTMENT "
        "MESSAGE_PAGE MOBILE_DOWNLOAD NO_BUTTON OPEN_INSTANT_APP OPEN_LINK ORDER_NOW PAY_TO_ACCESS PLAY_GAME "
        "PLAY_GAME_ON_FACEBOOK PURCHASE_GIFT_CARDS RAISE_MONEY RECORD_NOW REFER_FRIENDS REQUEST_TIME "
        "SAY_THANKS SEE_MORE SEE_SHOP SELL_NOW SEND_A_GIFT SEND_GIFT_MONEY SEND_UPDATES SHARE SHOP_NOW "
        "SHOP_WITH_AI SIGN_UP SOTTO_SUBSCRIBE START_A_CHAT START_ORDER SUBSCRIBE SWIPE_UP_PRODUCT "
        "SWIPE_UP_SHOP TRY_DEMO TRY_ON_WITH_AI UPDATE_APP USE_APP USE_MOBILE_APP VIDEO_ANNOTATION VIDEO_CALL "
        "VIEW_CART VIEW_CHANNEL VIEW_IN_CART VIEW_PRODUCT VISIT_PAGES_FEED VISIT_WEBSITE WATCH_LIVE_VIDEO "
        "WATCH_MORE WATCH_VIDEO WHATSAPP_MESSAGE WOODHENGE_SUPPORT"
    ).split()
)
"""Types of a call to action, in order of the alphabet
(https://developers.facebook.com/docs/marketing-api/reference/ad-asset-feed-spec, as of 2026-09-19)."""
USUAL = "LEARN_MORE"
"""The button that Instagram puts on a card which names none
(https://developers.facebook.com/docs/marketing-api/reference/ad-creative-link-data-child-attachment/)."""


def action(ad: PlannedAd) -> dict[str, object] | None:
    """Return the call to action of a body, leading where the ad leads; None where it names none."""
    if not ad.cta:
        return None
    return {"type": ad.cta, "value": {"link": ad.link}} if ad.link else {"type": ad.cta}


def action_fault(ad: PlannedAd) -> AdFault | None:
    """Say what is wrong with an ad's button."""
    if not ad.cta:
        return None
    if ad.cta not in ACTIONS:
        close = nearest(ad.cta, ACTIONS)
        return AdFault(
            code="cta_unknown",
            text=f"Meta has no button {ad.cta}.",
            hint=f"Did you mean {close}?"
            if close
            else "Take one of Meta's own names, as SHOP_NOW or LEARN_MORE.",
        )
    if not ad.link and ad.cta != "NO_BUTTON":
        return AdFault(
            code="link_missing",
            text=f"The button {ad.cta} leads nowhere: the ad has no link.",
            hint="Set `link` under [ads], or leave the button out.",
        )
    return None
