"""The vocabularies as a person says them, in English."""

from collections.abc import Iterable
from datetime import date

from ugc.model.records import Grant, Perpetual
from ugc.model.vocab import Channel, CreditPlace, Edit, Identity, Method, Purpose, ReviewCode

PURPOSES: dict[Purpose, str] = {
    "editorial": "editorial pieces",
    "organic_repost": "reposts that are not paid for",
    "paid_social": "paid ads on social media",
    "allowlisting": "ads that run from the creator's own account",
    "display_programmatic": "display ads on websites",
    "ctv_video": "ads on connected TV",
    "broadcast": "television and radio",
    "ooh": "posters and screens outdoors",
    "print": "print",
    "packaging": "packaging",
    "retail_listing": "product pages of retailers",
    "onsite": "the brand's own website",
    "email_crm": "e-mails and messages to customers",
    "pr": "press work",
    "internal": "use inside the company",
    "research": "research",
}
AD_PLATFORMS: dict[str, str] = {
    "meta": "Meta",
    "tiktok": "TikTok",
    "snapchat": "Snapchat",
    "pinterest": "Pinterest",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
}
CHANNELS: dict[Channel, str] = {
    "instagram": "Instagram",
    "facebook": "Facebook",
    "threads": "Threads",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "snapchat": "Snapchat",
    "pinterest": "Pinterest",
    "linkedin": "LinkedIn",
    "x": "X",
    "reddit": "Reddit",
    "web": "the web",
    "brand_site": "the brand's website",
    "retailer_site": "retailers' websites",
    "marketplace": "marketplaces",
    "app_store": "app stores",
    "email": "e-mail",
    "sms": "text messages",
    "instore_screen": "screens in shops",
    "tv": "television",
    "cinema": "cinema",
    "ooh": "outdoor advertising",
    "print": "print",
    "pitch": "pitches",
    "other": "other places",
}
IDENTITIES: dict[Identity, str] = {
    "brand_handle": "the brand's account",
    "creator_handle": "the creator's account",
    "both": "both accounts together",
    "third_party_handle": "somebody else's account",
}
METHODS: dict[Method, str] = {
    "none": "nobody said yes",
    "implied_tag": "a tag or hashtag, which is no consent",
    "hashtag_reply": "a reply with a hashtag",
    "comment_yes": "a yes in a comment",
    "dm_yes": "a yes in a direct message or e-mail",
    "web_form": "a form on a website",
    "esign_form": "a form signed electronically",
    "contract": "a contract",
    "marketplace_order": "an order on a creator marketplace",
    "work_for_hire": "work made for the brand",
    "own_content": "the brand's own content",
    "public_licence": "a public licence",
}
EDITS: dict[Edit, str] = {
    "resize": "resizing",
    "crop": "cropping",
    "reframe": "reframing",
    "trim": "shortening",
    "reorder": "changing the order of scenes",
    "subtitle": "subtitles",
    "translate": "translation",
    "text_overlay": "text on the picture",
    "logo_overlay": "a logo on the picture",
    "sticker_overlay": "stickers",
    "colour": "changing colours",
    "stabilise": "steadying",
    "denoise": "removing noise",
    "speed": "changing the speed",
    "mute_audio": "muting the sound",
    "replace_audio": "replacing the sound",
    "voiceover": "a voice over it",
    "end_card": "an end card",
    "mashup": "mixing it with other creators' posts",
    "background_replace": "replacing the background",
    "retouch_person": "retouching people",
    "format_transcode": "changing the file type",
    "thumbnail": "a thumbnail",
    "generative_extend": "extending it by AI",
    "generative_edit": "changing it by AI",
    "likeness_synthesis": "making a likeness by AI",
}
CREDIT_PLACES: dict[CreditPlace, str] = {
    "none": "no credit is asked for",
    "on_media": "on the picture",
    "adjacent": "beside the picture",
    "caption": "in the caption",
    "credits_page": "on a page of credits",
}
REVIEWS: dict[ReviewCode, str] = {
    "release_unknown": "who is shown",
    "music_unknown": "what is heard",
    "consent_deleted": "whether the yes outlives the post",
}


def listed(phrases: Iterable[str], last: str = "and") -> str:
    """Write phrases as a sentence does: a, b and c; "nothing" for none."""
    every = list(phrases)
    return f" {last} ".join(part for part in (", ".join(every[:-1]), *every[-1:]) if part) or "nothing"


def written(day: date | Perpetual) -> str:
    """Write a day out: 1 May 2027; `perpetual` is "without end"."""
    return "without end" if day == "perpetual" else f"{day.day} {day:%B %Y}"


def term(grant: Grant) -> str:
    """Say how long a grant runs, its clock included."""
    if grant.end_basis == "platform_code":
        end = "for as long as the platform's code stands"
    elif grant.days is not None:
        clock = "its first use" if grant.end_basis == "from_first_use" else "delivery"
        since = f" on {written(grant.delivered)}" if grant.delivered else ""
        end = f"for {grant.days} days from {clock}{since}"
    elif grant.end == "perpetual":
        return f"from {written(grant.start)} on, without end"
    else:
        return f"{written(grant.start)} to {written(grant.end)}"
    latest = "" if grant.end == "perpetual" else f", at the latest until {written(grant.end)}"
    return f"from {written(grant.start)}, {end}{latest}"
