"""Answers of Meta's Marketing API: content that may be advertised, and permissions of whole accounts.

The fields are those of `<business>/partnership-ads-advertisable-content` and `<ig user>/branded_content_ad_permissions`
(https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/partnership-ads). No end of a
permission is documented, so none is read.
"""

from collections.abc import Collection, Iterator
from typing import Any

from ugc.model.posts import Platform
from ugc.model.vocab import AuthorizationKind, AuthorizationStatus
from ugc.permissions._values import FoundPermission, PassedOver
from ugc.permissions._words import secret, verbatim, word

_STATUS: dict[str, AuthorizationStatus] = {
    "APPROVED": "active",
    "ACTIVE": "active",
    "GRANTED": "active",
    "AUTHORIZED": "active",
    "PENDING": "pending",
    "REQUESTED": "requested",
    "REVOKED": "revoked",
    "REJECTED": "revoked",
    "DECLINED": "revoked",
    "EXPIRED": "expired",
}
_PLATFORMS: dict[str, Platform] = {"INSTAGRAM": "instagram", "FACEBOOK": "facebook"}
_NONE = ("", "NONE", "NOT_REQUESTED", "NO_PERMISSION")


def of_content(
    node: dict[str, Any], place: str, own: Collection[str]
) -> Iterator[FoundPermission | PassedOver]:
    """Read an element of partnership-ads-advertisable-content: what was allowed to us, of all tagged partners."""
    content, link = word(node.get("content_id")), word(node.get("permalink"))
    what = link or content
    partners = node.get("partnership_info")
    if not isinstance(partners, list):
        yield PassedOver(place=place, what=what, why="it has no partnership_info: ask for that field too")
        return
    if not own:
        why = "which partner you are is not known: set instagram_user_id or page_id under [ads.meta] in ugc.toml"
        yield PassedOver(place=place, what=what, why=why)
        return
    ours = [each for each in partners if isinstance(each, dict) and _partner(each) & set(own)]
    if not ours:
        others = "it names no partner" if not partners else "none of the partners that it names is you"
        yield PassedOver(place=place, what=what, why=f"{others}: nothing was allowed to you")
    for info in ours:
        yield _of_partner(node, info, place=place, what=what)


def _partner(info: dict[str, Any]) -> set[str]:
    """The ids of whom an element of partnership_info is about."""
    tagged = info.get("tagged_partner")
    if isinstance(tagged, dict):
        return {word(tagged.get(name)) for name in ("ig_user_id", "fb_page_id", "id")} - {""}
    return {word(tagged)} - {""}


def _of_partner(
    node: dict[str, Any], info: dict[str, Any], *, place: str, what: str
) -> FoundPermission | PassedOver:
    code, said = secret(info.get("ad_code")), word(info.get("permission_status")).upper()
    kind = _kind(word(info.get("permission_type")).upper(), code=code is not None)
    platform = _PLATFORMS.get(word(node.get("platform")).upper())
    if said in _NONE and code is None:
        return PassedOver(place=place, what=what, why="no permission is given: ask the creator")
    if kind is None:
        return PassedOver(
            place=place, what=what, why="what kind of permission it is has a word that is not known"
        )
    if platform is None:
        return PassedOver(
            place=place, what=what, why="it names neither INSTAGRAM nor FACEBOOK as its platform"
        )
    status = _STATUS.get(said)
    strange = said not in _NONE and status is None
    author = node.get("author") if isinstance(node.get("author"), dict) else {}
    ids = {
        "content_id": word(node.get("content_id")),
        "creator_ig_user_id": word(author.get("ig_user_id")) if author else "",
        "creator_fb_page_id": word(author.get("fb_page_id")) if author else "",
    }
    errors = _errors(node, info) + ((f"permission_status: {said}",) if strange else ())
    return FoundPermission(
        place=place,
        posts=tuple(filter(None, (word(node.get("permalink")), _id(platform, ids["content_id"])))),
        kind=kind,
        platform=platform,
        code=code,
        status="error" if strange else status or "active",
        native_ids={name: value for name, value in ids.items() if value},
        eligibility_errors=errors,
        checked=True,
    )


def _id(platform: Platform, content: str) -> str:
    return f"{'ig' if platform == 'instagram' else 'fb'}:{content}" if content else ""


def _kind(type: str, *, code: bool) -> AuthorizationKind | None:
    if code or "CODE" in type:
        return "meta_ad_code"
    if "ACCOUNT" in type:
        return "meta_account_permission"
    return (
        "meta_boost_toggle" if any(part in type for part in ("POST", "MEDIA", "CONTENT", "BOOST")) else None
    )


def _errors(node: dict[str, Any], info: dict[str, Any]) -> tuple[str, ...]:
    """Why it may not be advertised, in Meta's words."""
    said = verbatim(info.get("eligibility_errors")) + verbatim(node.get("eligibility_errors"))
    eligibility = word(info.get("ad_eligibility") or node.get("ad_eligibility"))
    fine = eligibility.upper() in ("", "AD_READY", "ELIGIBLE")
    return said if said or fine else (f"ad_eligibility: {eligibility}",)


def account_permission(node: dict[str, Any], place: str) -> FoundPermission | PassedOver:
    """Read an element of branded_content_ad_permissions: a creator allowed everything that names the brand."""
    name, said = word(node.get("creator_username")), word(node.get("permission_status")).upper()
    if not name:
        why = "it has no creator_username: ask for that field too"
        return PassedOver(place=place, what=word(node.get("creator_id")), why=why)
    status = _STATUS.get(said)
    ids = {
        "permission_id": word(node.get("id")),
        "creator_ig_user_id": word(node.get("creator_id")),
        "creator_fb_page_id": _page(node.get("creator_fb_page")),
    }
    return FoundPermission(
        place=place,
        creator=name,
        kind="meta_account_permission",
        platform="instagram",
        status=status or "error",
        native_ids={key: value for key, value in ids.items() if value},
        eligibility_errors=() if status else (f"permission_status: {said}",),
        checked=True,
    )


def _page(value: Any) -> str:
    return word(value.get("id")) if isinstance(value, dict) else word(value)
