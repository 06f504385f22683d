"""`ugc ads codes check`: each permission held against the days of a flight."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from ugc import identity
from ugc.model.base import Value
from ugc.model.posts import Post
from ugc.model.records import Authorization
from ugc.model.vocab import CODE_KINDS
from ugc.workspace.advertising.codes import Codes, CodeShown
from ugc.workspace.advertising.windows import window_notes

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FaultCode = Literal[
    "no_permission",
    "not_active",
    "starts_after",
    "ends_before",
    "wrong_post",
    "ineligible",
    "no_second_authorization",
    "derived_twice",
    "not_sealed",
    "cannot_be_opened",
]
_NATIVE = {"item_id": "tt", "video_id": "yt", "media_id": "ig", "content_id": "ig", "shortcode": "ig"}
"""Native ids that name a post, and how ours begin."""
_WHOLE = ("tt", "yt")
"""Platforms whose posts we know by just these ids."""
_ASKING = {
    "instagram": "Ask the creator for a partnership ad code, or to approve you as a partner.",
    "facebook": "Ask the creator for a partnership ad code, or to approve you as a partner.",
    "tiktok": "Ask the creator for a code: in the post's ad settings they switch the authorization on.",
    "snapchat": "Ask the creator for an ad code, or for a brand partnership.",
    "youtube": "Request a link to the video in Google Ads; the creator has to approve it.",
    "pinterest": "Ask the creator to tag you as paid partner, and approve the tag.",
    "linkedin": "Request to sponsor the post in Campaign Manager; its author has to approve it.",
}


class CodeFault(Value):
    """Why an ad cannot rest on a permission, and what would help."""

    code: FaultCode
    text: str
    help: str


class CodeChecked(Value):
    """A permission, held against the flight."""

    permission: CodeShown
    fine: bool
    faults: tuple[CodeFault, ...]
    notes: tuple[str, ...]


class PostChecked(Value):
    """A post, and every permission that an ad of it could rest on. One that is fine is enough."""

    post: str | None
    """None where a permission was named that is for a whole account."""
    creator: str | None
    fine: bool
    faults: tuple[CodeFault, ...]
    """Of the post itself: that there is no permission at all."""
    codes: tuple[CodeChecked, ...]


class CodesChecked(Value):
    """A selection's permissions, held against a flight."""

    flight: tuple[date, date]
    fine: int
    failed: int
    posts: tuple[PostChecked, ...]


def check(workspace: "Workspace", name: str, *, flight: tuple[date, date], today: date) -> CodesChecked:
    """Hold permissions against a flight: those of a selection's posts, or the one of an id as a-0001.

    Raises UsageError for an id or a word that is not known.
    """
    from ugc.workspace.granting.authorizing import known_as

    known = Codes(workspace, today=today)
    one = known_as(workspace, name.strip()) if " " not in name.strip() else None
    checker = _Checker(workspace, known, flight)
    posts = (
        [checker.of_permission(one)] if one else list(checker.of_posts(workspace.select(name, today=today)))
    )
    fine = sum(post.fine for post in posts)
    return CodesChecked(flight=flight, fine=fine, failed=len(posts) - fine, posts=tuple(posts))


class _Checker:
    def __init__(self, workspace: "Workspace", known: Codes, flight: tuple[date, date]) -> None:
        from ugc.workspace.advertising.sealing import vault

        self._workspace = workspace
        self._known = known
        self._flight = flight
        self._vault = vault(workspace)

    def of_permission(self, item: Authorization) -> PostChecked:
        post = self._workspace.catalog.post(item.post) if item.post else None
        return self._post(post, [item])

    def of_posts(self, posts: Sequence[Post]) -> Iterator[PostChecked]:
        cases = self._workspace.catalog.cases([post.id for post in posts])
        for case in cases.values():
            yield self._post(case.post, case.authorizations)

    def _post(self, post: Post | None, items: Sequence[Authorization]) -> PostChecked:
        codes = tuple(self._code(post, item) for item in items)
        platform = post.platform if post else ""
        none = CodeFault(
            code="no_permission",
            text="No permission to run ads of it from its creator's account is on record.",
            help=_ASKING.get(platform, "Ask the creator.") + " Then: ugc ads codes add",
        )
        handle = post.author.handle if post and post.author else None
        return PostChecked(
            post=post.id if post else None,
            creator=handle or next((code.permission.creator for code in codes), None),
            fine=any(code.fine for code in codes),
            faults=() if codes else (none,),
            codes=codes,
        )

    def _code(self, post: Post | None, item: Authorization) -> CodeChecked:
        faults = (
            *self._standing(item),
            *self._days(item),
            *(self._of_post(post, item) if post else ()),
            *self._sealed(item),
        )
        return CodeChecked(
            permission=self._known.shown(item), fine=not faults, faults=faults, notes=window_notes(item)
        )

    def _standing(self, item: Authorization) -> Iterator[CodeFault]:
        if item.status != "active":
            help = {
                "expired": "Ask the creator to extend it, or for a new code.",
                "deleted": "A deleted code does not come back: ask the creator for a new one.",
                "revoked": "The creator took it back: take down what runs, and ask.",
            }.get(item.status, f"When it is given: ugc ads codes add {item.id} --status active")
            yield CodeFault(code="not_active", text=f"It is on record as {item.status}.", help=help)
        for words in item.eligibility_errors:
            help = f"Have the creator mend it; when the platform accepts it: ugc ads codes add {item.id} --eligible"
            yield CodeFault(code="ineligible", text=f"The platform says: {words}", help=help)

    def _days(self, item: Authorization) -> Iterator[CodeFault]:
        first, last = self._flight
        if item.start and item.start > first:
            yield CodeFault(
                code="starts_after",
                text=f"It starts on {item.start}, after the ad does on {first}.",
                help=f"Let the ad start on {item.start}.",
            )
        if isinstance(item.end, date) and item.end < last:
            yield CodeFault(
                code="ends_before",
                text=f"It ends on {item.end}, before the ad does on {last}: the platform stops the ad then.",
                help=f"Ask the creator to extend it, then: ugc ads codes add {item.id} --until DATE. "
                f"Or let the ad end on {item.end}.",
            )

    def _of_post(self, post: Post, item: Authorization) -> Iterator[CodeFault]:
        for name, value in item.native_ids.items():
            other = self._other(post, name, value) if item.post else None
            if other:
                yield CodeFault(
                    code="wrong_post",
                    text=f"Its {name} is {value}: that is {other}, not {post.id}.",
                    help="Ask for the code of this post; record that one for the post that it is of.",
                )
        if item.native_ids.get("is_multi_duet_stitch") == "true":
            yield CodeFault(
                code="derived_twice",
                text="The post is a duet or stitch of a duet or stitch: TikTok takes none of these as an ad.",
                help="Choose another post.",
            )
        derived = post.derived_from or item.made_of
        if derived and not item.second_authorization:
            yield CodeFault(
                code="no_second_authorization",
                text=f"The post is made of {derived}, and the code of that one is not on record.",
                help=f"Ask the original's creator for a code, then: ugc ads codes add {item.id} --original-code -",
            )

    def _other(self, post: Post, name: str, value: str) -> str | None:
        """What a native id names, when that is another post."""
        prefix = _NATIVE.get(name)
        if prefix is None:
            return None
        names = {post.id, *post.aliases}
        keys = [f"{prefix}:{value}"]
        keys += filter(None, [identity.instagram_key_from_pk(value)]) if prefix == "ig" else []
        if names.intersection(keys):
            return None
        for key in keys:
            if (
                self._workspace.catalog.knows(key)
                and (found := self._workspace.catalog.post(key).id) != post.id
            ):
                return found
        ours = any(own.startswith(f"{prefix}:") for own in names)
        return f"post {keys[0]}" if prefix in _WHOLE and ours else None

    def _sealed(self, item: Authorization) -> Iterator[CodeFault]:
        if item.kind not in CODE_KINDS:
            return
        sealed = self._known.sealed.get(item.id, {})
        if "code" not in sealed:
            last4 = f" …{item.code_last4}" if item.code_last4 else ""
            yield CodeFault(
                code="not_sealed",
                text=f"The code{last4} is not kept here, so it cannot be put into a package.",
                help=f"Give it again: ugc ads codes add {item.id} --code -",
            )
        elif not self._vault.opens(sealed["code"], name=item.id):
            yield CodeFault(
                code="cannot_be_opened",
                text="The code is sealed, and no key that is here opens it.",
                help="Set UGC_SECRET_KEY to the passphrase that it was sealed with.",
            )
