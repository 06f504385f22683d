"""Permissions to run ads from creators' handles, read from sheets and from answers of platforms that were saved.

Pure reading: nothing is stored. A file is hostile data; a row that cannot be understood costs that row, and no message
repeats what stands where a code could be.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from ugc.errors import InputError, json_fault
from ugc.files import open_regular
from ugc.permissions._meta import account_permission, of_content
from ugc.permissions._tiktok import of_identity, of_status, of_video
from ugc.permissions._values import Form, FoundPermission, PassedOver, PermissionFile

__all__ = ["COLUMNS", "Form", "FoundPermission", "PassedOver", "PermissionFile", "read"]

MOST_BYTES = 64 << 20
_DEEPEST = 40
_HINT = (
    "It may be a CSV or XLSX sheet with the columns of docs/ad-codes.md, or a saved answer of tt_video/info, "
    "tt_video/list, business/post/authorize/status, identity/get, partnership-ads-advertisable-content or "
    "branded_content_ad_permissions."
)
_Item = FoundPermission | PassedOver

COLUMNS: tuple[str, ...] = (
    "post",
    "creator",
    "kind",
    "platform",
    "code",
    "original_code",
    "from",
    "until",
    "source",
    "status",
    "ineligible",
    "second",
    "native",
)
"""Of a sheet, beside one for each native id under the platform's own name for it."""


def read(path: Path, *, own: Collection[str] = ()) -> PermissionFile:
    """Read a file; what it is shows from its content. `own` are the brand's ids at Meta: pages and Instagram accounts.

    Raises InputError when it cannot be read, is too large, or is nothing that tells of permissions.
    """
    from ugc.permissions._sheets import read_text, read_workbook

    with open_regular(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{path.name} is larger than {MOST_BYTES >> 20} MiB.", hint="Split it into several files."
        )
    if data.startswith(b"PK\x03\x04"):
        return read_workbook(data, path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _answers(data, path, frozenset(own))
    return read_text(data, path)


def _answers(data: bytes, path: Path, own: frozenset[str]) -> PermissionFile:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else json_fault(error)
        raise InputError(f"{path.name} is not valid JSON: {why}.", hint=_HINT) from None
    forms: dict[Form, None] = {}
    items: list[_Item] = []
    for form, more in _parts(told, "", own, 0):
        forms[form] = None
        items += more
    if not forms:
        raise _nothing(path, told)
    return PermissionFile(
        path=path,
        forms=tuple(forms),
        found=tuple(item for item in items if isinstance(item, FoundPermission)),
        passed_over=tuple(item for item in items if isinstance(item, PassedOver)),
    )


def _parts(node: Any, place: str, own: frozenset[str], depth: int) -> Iterator[tuple[Form, list[_Item]]]:
    """Every part of an answer that has a shape we know, wherever it stands."""
    if depth > _DEEPEST:
        return
    if isinstance(node, dict):
        known = _known(node, place or "the answer", own)
        if known:
            yield known
            return
        inside: Iterable[tuple[Any, Any]] = node.items()
    elif isinstance(node, list):
        inside = enumerate(node)
    else:
        return
    for name, each in inside:
        yield from _parts(each, f"{place}.{str(name)[:40]}".lstrip("."), own, depth + 1)


def _known(node: dict[str, Any], place: str, own: frozenset[str]) -> tuple[Form, list[_Item]] | None:
    if isinstance(node.get("item_info"), dict):
        return "tt_video", [of_video(node, place)]
    if "auth_code_status" in node:
        return "business/post/authorize", [of_status(node, place)]
    if "identity_type" in node and ({"available_status", "can_pull_video", "can_push_video"} & node.keys()):
        return "identity/get", [of_identity(node, place)]
    if "content_id" in node:
        return "partnership-ads-advertisable-content", list(of_content(node, place, own))
    if "permission_status" in node and ({"creator_username", "creator_id"} & node.keys()):
        return "branded_content_ad_permissions", [account_permission(node, place)]
    return None


def _nothing(path: Path, told: Any) -> InputError:
    """The platform's own refusal, by its number alone: its words may repeat a code."""
    if isinstance(told, dict):
        error = told.get("error")
        number = error.get("code") if isinstance(error, dict) else told.get("code")
        if isinstance(number, int) and number:
            return InputError(
                f"{path.name} is a refusal of the platform, number {number}, and tells of no permission.",
                hint="Ask it again, and save the answer.",
            )
        if told.get("data") in ([], {}, None) and ("data" in told):
            return InputError(f"{path.name} is an answer with nothing in it.", hint=_HINT)
    return InputError(f"{path.name} tells of no permission.", hint=_HINT)
