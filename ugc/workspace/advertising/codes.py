"""Permissions of platforms, with what is known beside each: whose it is, whether it is sealed, what runs on it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from ugc.catalog.sealed import Part
from ugc.model.ad_packages import AdPackage
from ugc.model.base import Value
from ugc.model.dealings import Running
from ugc.model.records import Authorization, Perpetual
from ugc.model.vocab import AuthorizationKind
from ugc.rights.words import OWN_HANDLES
from ugc.workspace.advertising.packed import package_files
from ugc.workspace.ending import places

if TYPE_CHECKING:
    from ugc.workspace import Workspace

OVER = frozenset({"expired", "revoked", "deleted"})

CodeState = Literal["over", "replaced", "overdue", "fault", "waiting", "not_yet", "active"]
"""over: on record as expired, revoked or deleted. replaced: its days are past, and another one goes on. overdue: its
days are past, and nobody said what became of it. fault: the platform said so. waiting: asked for. not_yet: begins
later."""


class CodeShown(Value):
    """A permission as it stands today; never the code itself."""

    id: str
    kind: AuthorizationKind
    platform: str
    post: str | None
    creator: str | None
    """Handle of whose account it is; None where nobody is known any more."""
    last4: str | None
    start: date | None
    end: date | Perpetual | None
    """The last day; None where the platform documents none."""
    expiry_source: Literal["platform", "creator_asserted", "contract"]
    status: str
    state: CodeState
    days_left: int | None
    """From today to its last day; negative when that is past, None where there is none."""
    sealed: tuple[Part, ...]
    second_authorization: bool
    eligibility_errors: tuple[str, ...]
    native_ids: dict[str, str]
    runs: tuple[str, ...]
    """What runs on it, or will: uses on record and ads in packages, as sentences."""


class Codes:
    """Every permission of a workspace in its newest version, read once."""

    def __init__(self, workspace: "Workspace", *, today: date) -> None:
        overview = workspace.catalog.overview
        self.today = today
        self.newest = overview.newest("authorization", Authorization)
        self.sealed = workspace.catalog.sealed.all()
        self.packages, self.unread = packages(workspace)
        posts = {item.post for item in self.newest.values() if item.post}
        uses = running(workspace)
        self.numbers = overview.numbers(posts | {post for use in uses for post in use.posts})
        self._uses = uses
        self._authors = overview.authors(self.numbers.values())
        owners = {item.creator for item in self.newest.values() if item.creator}
        self._handles = overview.handles(owners | {key for keys in self._authors.values() for key in keys})
        self._beside: dict[tuple[str, str | int], list[Authorization]] = defaultdict(list)
        for item in self.newest.values():
            self._beside[self._place(item)].append(item)

    def shown(self, item: Authorization) -> CodeShown:
        """Return what is known of a permission."""
        return CodeShown(
            id=item.id,
            kind=item.kind,
            platform=item.platform,
            post=item.post,
            creator=self._handle(item),
            last4=item.code_last4,
            start=item.start,
            end=item.end,
            expiry_source=item.expiry_source,
            status=item.status,
            state=self._state(item),
            days_left=(item.end - self.today).days if isinstance(item.end, date) else None,
            sealed=tuple(sorted(self.sealed.get(item.id, {}))),
            second_authorization=item.second_authorization,
            eligibility_errors=item.eligibility_errors,
            native_ids=item.native_ids,
            runs=tuple(self._runs(item)),
        )

    def _state(self, item: Authorization) -> CodeState:
        if item.status in OVER:
            return "over"
        if item.status == "error":
            return "fault"
        if item.status in ("requested", "pending"):
            return "waiting"
        if isinstance(item.end, date) and item.end < self.today:
            others = (
                other for place in self._places(item) for other in self._beside[place] if other.id != item.id
            )
            goes_on = any(
                other.status == "active" and other.spans(self.today, self.today) for other in others
            )
            return "replaced" if goes_on else "overdue"
        return "not_yet" if item.start and item.start > self.today else "active"

    def _place(self, item: Authorization) -> tuple[str, str | int]:
        """The platform, with the post's number or the creator's key."""
        return item.platform, self.numbers.get(item.post, item.post) if item.post else item.creator or ""

    def _places(self, item: Authorization) -> Iterable[tuple[str, str | int]]:
        """Where a permission stands that goes on in its place: for the same post, or for the creator's account."""
        yield self._place(item)
        number = self.numbers.get(item.post) if item.post else None
        for key in self._authors.get(number or 0, ()):
            yield item.platform, key

    def _handle(self, item: Authorization) -> str | None:
        number = self.numbers.get(item.post) if item.post else None
        keys = {item.creator} if item.creator else self._authors.get(number or 0, frozenset())
        return next((self._handles[key] for key in sorted(filter(None, keys)) if key in self._handles), None)

    def _runs(self, item: Authorization) -> Iterable[str]:
        for use in self._uses:
            lasts = use.last is None or use.last >= self.today
            own = use.channel == item.platform and use.identity in OWN_HANDLES
            if lasts and own and self._concerns(item, use):
                end = f"to {use.last}" if use.last else "without end"
                yield f"{use.id}: {use.ad_names[0] if use.ad_names else 'a use'}, {end}"
        for folder, package in self.packages.items():
            for packed in package.ads:
                if packed.ad.code and packed.ad.code.id == item.id and packed.ad.ends >= self.today:
                    yield f"{folder}: {packed.ad.name}, to {packed.ad.ends}"

    def _concerns(self, item: Authorization, use: Running) -> bool:
        numbers = {self.numbers.get(post) for post in use.posts} - {None}
        if item.post:
            return self.numbers.get(item.post) in numbers or item.post in use.posts
        return any(item.creator in self._authors.get(number or 0, ()) for number in numbers)


def packages(workspace: "Workspace") -> tuple[dict[str, AdPackage], tuple[str, ...]]:
    """Return the packages of ads in the output folder, by their folders' names, and the files that cannot be read."""
    found: dict[str, AdPackage] = {}
    unread: list[str] = []
    for path in package_files(workspace):
        try:
            found[path.parent.name] = AdPackage.model_validate_json(path.read_bytes())
        except (ValueError, OSError):
            unread.append(places.key(workspace, path))
    return found, tuple(unread)


def running(workspace: "Workspace") -> list[Running]:
    """Return the newest version of every use on record."""
    return list(workspace.catalog.overview.newest("use", Running).values())
