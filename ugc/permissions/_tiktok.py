"""Answers of TikTok's API for Business, v1.3: codes of posts, their status, and identities.

The fields are those of tt_video/info and tt_video/list, business/post/authorize/status and identity/get
(https://business-api.tiktok.com/portal/docs, "Spark Ads" and "Identities"). Moments are in UTC.
"""

from typing import Any

from ugc.model.vocab import AuthorizationKind, AuthorizationStatus
from ugc.permissions._values import FoundPermission, PassedOver
from ugc.permissions._words import instant, secret, word

_CODE_STATUS: dict[str, AuthorizationStatus] = {
    "NOT_USED": "active",
    "IN_USE": "active",
    "EXPIRED": "expired",
    "DELETED": "deleted",
}
_AUTH_STATUS: dict[str, AuthorizationStatus] = _CODE_STATUS | {
    "AUTHORIZED": "active",
    "UNAUTHORIZED": "revoked",
    "CANCELED": "revoked",
    "CANCELLED": "revoked",
    "REVOKED": "revoked",
    "PENDING": "pending",
}
"""Its words for `ad_auth_status` are not documented: any other one is recorded as a fault, and stays for a person."""
_IDENTITIES: dict[str, AuthorizationKind] = {
    "BC_AUTH_TT": "tiktok_bc_account",
    "TT_USER": "tiktok_linked_account",
}
_UNREADABLE = "a moment in it is not written as 2026-12-01 08:30:00"


def of_video(node: dict[str, Any], place: str) -> FoundPermission | PassedOver:
    """Read an element of tt_video/list, or the data of tt_video/info."""
    item = node["item_info"]
    auth = node.get("auth_info") or item.get("auth_info") or {}
    user = node.get("user_info") or {}
    item_id = word(item.get("item_id"))
    if not item_id:
        return PassedOver(place=place, why="it names no item_id, so it is not known of which post it is")
    if not isinstance(auth, dict) or not isinstance(user, dict):
        return PassedOver(
            place=place, what=f"tt:{item_id}", why="its auth_info is not as TikTok documents it"
        )
    said = word(auth.get("ad_auth_status")).upper()
    status = _AUTH_STATUS.get(said) if said else None
    try:
        start, end = instant(auth.get("auth_start_time")), instant(auth.get("auth_end_time"))
    except (ValueError, OverflowError, OSError):
        return PassedOver(place=place, what=f"tt:{item_id}", why=_UNREADABLE)
    strange = bool(said) and status is None
    ids = {name: word(user.get(name)) for name in ("identity_id", "identity_type")}
    return FoundPermission(
        place=place,
        posts=(f"tt:{item_id}",),
        kind="tiktok_auth_code",
        platform="tiktok",
        code=secret(item.get("auth_code")),
        status="error" if strange else status,
        start=start,
        end=end,
        expiry_source="platform" if end else None,
        native_ids={name: value for name, value in (ids | _ids(item, item_id)).items() if value},
        eligibility_errors=(f"ad_auth_status: {said}",) if strange else (),
        checked=True,
    )


def _ids(item: dict[str, Any], item_id: str) -> dict[str, str]:
    """The post's own id, and those of posts that it duets, stitches or mentions."""
    mentioned = item.get("mentioned_item_ids")
    listed = [word(each) for each in mentioned] if isinstance(mentioned, list) else []
    return {
        "item_id": item_id,
        "duet_original_item_id": _id(item.get("duet_original_item_id")),
        "stitch_original_item_id": _id(item.get("stitch_original_item_id")),
        "mentioned_item_ids": ",".join(filter(None, listed))[:500],
        "is_multi_duet_stitch": "true" if item.get("is_multi_duet_stitch") is True else "",
    }


def _id(value: Any) -> str:
    found = word(value)
    return "" if found == "0" else found


def of_status(node: dict[str, Any], place: str) -> FoundPermission | PassedOver:
    """Read the data of business/post/authorize/status. Where it names no item_id, the caller has to say the post."""
    item_id = word(node.get("item_id") or node.get("video_id"))
    said = word(node.get("auth_code_status")).upper()
    status = _CODE_STATUS.get(said)
    try:
        start, end = instant(node.get("auth_code_start_time")), instant(node.get("auth_code_end_time"))
    except (ValueError, OverflowError, OSError):
        return PassedOver(place=place, what=f"tt:{item_id}" if item_id else "", why=_UNREADABLE)
    strange = bool(said) and status is None
    return FoundPermission(
        place=place,
        posts=(f"tt:{item_id}",) if item_id else (),
        kind="tiktok_auth_code",
        platform="tiktok",
        code=secret(node.get("auth_code")),
        status="error" if strange else status,
        start=start,
        end=end,
        expiry_source="platform" if end else None,
        native_ids={"item_id": item_id} if item_id else {},
        eligibility_errors=(f"auth_code_status: {said}",) if strange else (),
        checked=True,
    )


def of_identity(node: dict[str, Any], place: str) -> FoundPermission | PassedOver:
    """Read an element of identity/get: an account that a Business Center or the advertiser may act for."""
    type, name = word(node.get("identity_type")), word(node.get("user_name") or node.get("username"))
    shown = f"@{name}" if name else word(node.get("display_name"))
    kind = _IDENTITIES.get(type)
    if kind is None:
        why = "an identity of a code comes with its code, from tt_video/info" if type == "AUTH_CODE" else ""
        return PassedOver(
            place=place, what=shown, why=why or "this type of identity is no permission of a creator's"
        )
    if not name:
        return PassedOver(
            place=place, what=shown, why="it has no user_name, so it is not known whose account it is"
        )
    said = word(node.get("available_status"))
    usable = said in ("", "AVAILABLE")
    told = {
        each: word(node.get(each)) for each in ("identity_id", "identity_type", "identity_authorized_bc_id")
    }
    can = {
        each: str(node[each]).lower()
        for each in ("can_pull_video", "can_push_video")
        if isinstance(node.get(each), bool)
    }
    return FoundPermission(
        place=place,
        creator=name,
        kind=kind,
        platform="tiktok",
        status="active" if usable else "error",
        native_ids={key: value for key, value in (told | can).items() if value},
        eligibility_errors=() if usable else (f"available_status: {said}",),
        render_variants=node.get("can_push_video") is True,
        checked=True,
    )
