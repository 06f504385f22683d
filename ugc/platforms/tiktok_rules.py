"""What TikTok takes and refuses: texts, files, enhancements, and posts that cannot run as they are.

Sources: TikTok API for Business, Create Spark Ads (https://business-api.tiktok.com/portal/docs?id=1739470744631298),
Create Carousel Ads (?id=1766217791987713), Upload a video (?id=1737587322856449) and an image (?id=1739067433456642);
the error codes of Spark ads (https://ads.tiktok.com/help/article/about-spark-ads-code-error-notifications-in-tiktok-ads-manager).
"""

import re
import unicodedata

from ugc.model.ads import AdFault, AdFile, PlannedAd
from ugc.model.vocab import Edit
from ugc.platforms.hand import elsewhere, ends_early, first, locked, too_long
from ugc.text import one_line

TEXT_MOST = 100
NAME_MOST = 512
"""Characters; one of Chinese or Japanese counts as two."""
CARDS_MOST = 35
IMAGE_BYTES = 50_000_000
IMAGE_PIXELS = 1440 * 2560
VIDEO_BYTES = 500_000_000
"""MB are taken as 1,000,000 bytes, the more careful reading."""
CARD_SHORT, CARD_LONG = 1242, 2340
"""Pixels of the shorter and longer side of a picture in a carousel, at most."""
IMAGE_TYPES = ("jpg", "png")

ENHANCEMENTS: dict[str, frozenset[Edit]] = {
    "VIDEO_QUALITY": frozenset({"resize", "denoise", "colour"}),
    "IMAGE_QUALITY": frozenset({"resize", "denoise", "colour"}),
    "IMAGE_RESIZE": frozenset({"resize", "reframe"}),
    "MUSIC_REFRESH": frozenset({"replace_audio"}),
}
"""What TikTok may do to an ad by itself, and the edits that a licence has to allow for it: our reading of its words."""

_EMOJI = re.compile(
    "[\u2600-\u27bf\ufe0f\u20e3\u231a\u231b\u23e9-\u23fa\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)


def measured(text: str) -> int:
    """Return how many characters TikTok counts: a wide one, as of Chinese or Japanese, is two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def text_fault(text: str, *, what: str, most: int) -> AdFault | None:
    """Return why TikTok would not take a text: too long, or with an emoji in it."""
    if _EMOJI.search(text):
        return AdFault(
            code="emoji",
            text=f"The {what} has an emoji or a symbol, which TikTok refuses there: “{one_line(text)}”.",
            hint="Write it without: on TikTok only the caption of a published post may have emoji.",
        )
    return too_long(text, what=what, most=most, measured=measured(text))


def video_fault(file: AdFile) -> AdFault | None:
    """Return why TikTok would not take a clip as an upload."""
    if file.size <= VIDEO_BYTES:
        return None
    return _heavy(file, most=VIDEO_BYTES)


def image_fault(file: AdFile, *, card: bool = False) -> AdFault | None:
    """Return why TikTok would not take a picture as an upload, or as one of a carousel."""
    if file.type not in IMAGE_TYPES:
        return AdFault(
            code="file",
            text=f"TikTok takes JPEG and PNG pictures, and {file.file} is {file.type}.",
            hint="Render it as jpg or png.",
        )
    if file.size > IMAGE_BYTES:
        return _heavy(file, most=IMAGE_BYTES)
    if file.width * file.height > IMAGE_PIXELS:
        return _large(file, f"at most {IMAGE_PIXELS} pixels in all, as 1440x2560")
    sides = sorted((file.width, file.height))
    if card and (sides[0] > CARD_SHORT or sides[1] > CARD_LONG):
        return _large(file, f"at most {CARD_SHORT}x{CARD_LONG} in a carousel")
    if card and sides[0] * 20 < sides[1] * 9:
        return _large(file, "between 9:20 and 20:9 in a carousel")
    return None


def _heavy(file: AdFile, *, most: int) -> AdFault:
    return AdFault(
        code="file",
        text=f"{file.file} has {file.size} bytes, and TikTok takes at most {most}.",
        hint="Render it smaller.",
    )


def _large(file: AdFile, required: str) -> AdFault:
    return AdFault(
        code="file",
        text=f"{file.file} measures {file.width}x{file.height} pixels, and TikTok takes {required}.",
        hint="Render it in another shape.",
    )


def enhancements(asked: tuple[str, ...], granted: frozenset[Edit]) -> tuple[list[str], tuple[str, ...]]:
    """Return the enhancements to ask for by name, and notes on those that are left out.

    The list is always sent, even empty: left out, TikTok may switch them on by itself.
    """
    wanted, notes = [], []
    for name in sorted(set(asked)):
        needed = ENHANCEMENTS.get(name)
        if needed is None:
            notes.append(f"The enhancement {one_line(name)} is not one that ad/create/ documents: left out.")
        elif missing := sorted(needed - granted):
            notes.append(f"{name} is left out: the licence does not allow {', '.join(missing)}.")
        else:
            wanted.append(name)
    return wanted, tuple(notes)


def pull_fault(ad: PlannedAd) -> AdFault | None:
    """Return why a published post cannot run as a Spark ad (pull)."""
    instead = (
        "Push it instead: make a new ad of the rendered files, on an identity that lets you push videos."
    )
    return first(
        elsewhere(ad, platform="tiktok", name="TikTok"),
        locked(ad, platform="TikTok", instead=instead),
        _post_fault(ad),
        _code_fault(ad),
        ends_early(ad),
    )


def _post_fault(ad: PlannedAd) -> AdFault | None:
    post = ad.post
    if post.platform != "tiktok":
        return _fault(
            "other-platform", f"{post.id} was not published on TikTok.", "Make a new ad of its files."
        )
    native = post.native_id or "0"
    if not (native.isascii() and native.isdigit()):
        return _fault(
            "post-id",
            f"“{one_line(native)}” is no id of a TikTok post: those are digits alone.",
            "Take it from the post's address; a spreadsheet may have rounded it.",
        )
    if post.kind == "story":
        return _fault(
            "story",
            "TikTok takes no story as a Spark ad (error 4027).",
            "Ask for it to be published as a video.",
        )
    if post.paid_label is False and not (ad.way == "post" and ad.identity == "brand_handle"):
        return _fault(
            "paid-label",
            "The post bears no Paid partnership label, and nothing can be rendered on a post that runs as it is.",
            "Ask its creator to switch on Disclose commercial content, Branded content, in the app; then "
            "import it again.",
        )
    if post.sound == "library_song":
        return _fault(
            "music",
            "The post plays a song of the general music library, which is cleared for no ad: Spark ads need music of "
            "the Commercial Music Library, own sound, or a licence of your own. The sound of a post cannot be changed.",
            "Ask its creator for a version with other sound, or record the licence with `ugc rights sound add`.",
        )
    return _derived_fault(ad)


def _derived_fault(ad: PlannedAd) -> AdFault | None:
    if ad.post.derived_from is None:
        return None
    if still(ad):
        return _fault(
            "derived",
            "TikTok takes no photo post that is made of another post (error 4042).",
            "Choose another post.",
        )
    if ad.code is not None and ad.code.second:
        return None
    return _fault(
        "derived",
        f"The post is a duet or a stitch of {one_line(ad.post.derived_from)}, and the owner of that one has to "
        "authorize it too.",
        "Ask for the authorization code of the original, and seal it beside the first with `ugc ads codes add`.",
    )


def _code_fault(ad: PlannedAd) -> AdFault | None:
    if ad.way != "code":
        return None
    if ad.code is None or ad.code.kind != "tiktok_auth_code":
        return _fault(
            "no-code",
            "The ad rests on an authorization code, and the records have none for this post.",
            "Ask its creator for one, and seal it with `ugc ads codes add`.",
        )
    return None


def still(ad: PlannedAd) -> bool:
    """Return whether a post is one of photos."""
    return ad.post.medium in ("image", "carousel") or ad.post.kind == "carousel"


def _fault(code: str, text: str, hint: str) -> AdFault:
    return AdFault(code=code, text=text, hint=hint)
