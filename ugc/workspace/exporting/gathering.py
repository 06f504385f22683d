"""What exports rest on, gathered in bulk: one pass over the ledger, one question for all cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc.errors import InputError, UgcError
from ugc.exports.licences import Licence
from ugc.model.entries import Entry, RightsRecord, record_of
from ugc.model.evidence import Evidence
from ugc.model.posts import Post
from ugc.model.records import Authorization, Grant, Hold, Revocation
from ugc.model.rights import Case

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Past:
    """What the ledger's entries say of each other, read once from the first to the newest."""

    def __init__(self, workspace: "Workspace") -> None:
        self.first = self.head = ""
        """Hashes of the first and of the newest entry; empty for an empty ledger."""
        self.length = 0
        self.successor: dict[str, str] = {}
        """Grant's id to the one that took its place."""
        self.whole: dict[str, list[Revocation]] = defaultdict(list)
        """Grant's id to the revocations of all of it."""
        self.evidence: dict[str, Evidence] = {}
        self.asked: dict[str, date] = {}
        """Request's or grant's id to the day on which the creator was asked."""
        self.answered: dict[str, date] = {}
        """Grant's id to the day on which they said yes."""
        self._grants: dict[str, Entry] = {}
        self._said: dict[str, date] = {}
        for entry in workspace.catalog.entries():
            self._take(workspace, entry)
        self.grants = {name: self._grant(entry) for name, entry in self._grants.items()}
        """Every grant's newest version, by id."""

    def _take(self, workspace: "Workspace", entry: Entry) -> None:
        self.first = self.first or entry.hash
        self.head, self.length = entry.hash, entry.seq
        body = entry.body
        if entry.kind == "grant":
            self._grants[entry.id] = entry
            older = body.get("supersedes")
            if older and older != entry.id and body.get("status") == "granted":
                self.successor[older] = entry.id
        elif entry.kind == "evidence":
            record = _record(entry)
            assert isinstance(record, Evidence)
            self.evidence[entry.id] = record
            if record.occurred_at:
                self._said[entry.id] = workspace.day(record.occurred_at)
        elif entry.kind == "request":
            self.asked[entry.id] = date.fromisoformat(body["on"])
        elif entry.kind == "reply" and body.get("grant"):
            self.answered[body["grant"]] = date.fromisoformat(body["on"])
        elif entry.kind == "revocation" and body.get("grant") and not body.get("post"):
            record = _record(entry)
            assert isinstance(record, Revocation)
            self.whole[body["grant"]].append(record)

    def _grant(self, entry: Entry) -> Grant:
        grant = _record(entry)
        assert isinstance(grant, Grant)
        if grant.request in self.asked:
            self.asked[grant.id] = self.asked[grant.request]
        said = [self._said[name] for name in grant.evidence if name in self._said]
        if said:
            self.answered.setdefault(grant.id, min(said))
        return grant


class Gathered:
    """The posts of an export with their records, and the grants that bear on them."""

    def __init__(
        self, workspace: "Workspace", cases: Sequence[Case] = (), *, grants: Sequence[str] = ()
    ) -> None:
        """Gather what bears on posts, or on what some grants cover."""
        self.past = Past(workspace)
        catalog = workspace.catalog
        self.cases = {case.post.id: case for case in cases}
        """The posts that were asked for, or that the grants cover."""
        if grants:
            covered = self._posts_of(workspace, grants, set())
            self.cases = {case.post.id: case for case in catalog.cases(sorted(covered)).values()}
        self.made = [row for row in catalog.creatives(posts=list(self.cases)) if row.creative]
        """The creatives that show any of them, proofs left out, by path."""
        around = dict.fromkeys(post for row in self.made for post in row.posts if post not in self.cases)
        self.known: dict[str, Case] = self.cases | catalog.cases(list(around))
        """These posts, and those that are shown together with them."""
        ids = set(grants) or self._with_replaced(
            {grant.id for case in self.cases.values() for grant in case.grants}
        )
        self.ids = sorted(ids)
        """The grants that bear on the posts asked for; those that others took the place of are among them."""
        beside = {grant.id for case in self.known.values() for grant in case.grants}
        names = {name for case in self.known.values() for name in (case.post.id, *case.post.aliases)}
        further = self._posts_of(workspace, ids | beside, names)
        self.licences = _licences(self.past, self.known | catalog.cases(sorted(further)), ids | beside)
        """Every grant that bears on any of them, by id."""

    def _with_replaced(self, named: set[str]) -> set[str]:
        names = {name for case in self.cases.values() for name in (case.post.id, *case.post.aliases)}
        found = named | {id for id, grant in self.past.grants.items() if not names.isdisjoint(grant.posts)}
        wanted = found
        while wanted:
            wanted = {old for old, new in self.past.successor.items() if new in found} - found
            found = found | wanted
        return found & self.past.grants.keys()

    def _posts_of(self, workspace: "Workspace", ids: Iterable[str], known: set[str]) -> set[str]:
        """The further posts that grants cover, as far as the catalog holds them."""
        catalog, found = workspace.catalog, set[str]()
        grants = [self.past.grants[name] for name in ids]
        for owner in {grant.creator for grant in grants if grant.creator and not grant.posts}:
            found |= set(_made_by(workspace, owner))
        for name in {name for grant in grants for name in grant.posts} - known:
            found |= {name} if catalog.knows(name) else set()
        return found - known

    def covering(self, case: Case) -> list[Licence]:
        """The grants that cover a post, as its case has them."""
        return [self.licences[grant.id] for grant in case.grants if grant.id in self.licences]


def _made_by(workspace: "Workspace", creator: str) -> tuple[str, ...]:
    """The posts of a creator; none when they were erased."""
    try:
        return workspace.catalog.care.person(creator).posts
    except UgcError:
        return ()


def _licences(past: Past, cases: Mapping[str, Case], ids: Iterable[str]) -> dict[str, Licence]:
    under: dict[str, list[Case]] = defaultdict(list)
    wanted = set(ids)
    for case in cases.values():
        for grant in case.grants:
            if grant.id in wanted:
                under[grant.id].append(case)
    by_name = {name: case.post for case in cases.values() for name in (case.post.id, *case.post.aliases)}
    return {name: _licence(past, name, under.get(name, ()), by_name) for name in sorted(wanted)}


def _licence(past: Past, name: str, cases: Sequence[Case], by_name: Mapping[str, Post]) -> Licence:
    grant = past.grants[name]
    whole = {item.id: item for item in past.whole.get(name, ())}
    parts: dict[str, tuple[Revocation, ...]] = {}
    holds: dict[str, tuple[Hold, ...]] = {}
    codes: dict[str, Authorization] = {}
    runs: list[date] = []
    for case in cases:
        post = case.post.id
        ended = [item for item in case.revocations if item.grant in (None, name)]
        general = [item for item in ended if _of_all(item, grant)]
        whole |= {item.id: item for item in general}
        if len(general) < len(ended):
            parts[post] = tuple(item for item in ended if item not in general)
        if case.holds:
            holds[post] = case.holds
        runs += [run.first for run in case.running if post in run.posts or name in run.grants]
        codes |= {
            item.id: item
            for item in case.authorizations
            if item.status == "active" and item.platform in grant.channels
        }
    told = (by_name[post] for post in grant.posts if post in by_name)
    posts = {post.id: post for post in (*(case.post for case in cases), *told)}
    return Licence.model_construct(
        grant=grant,
        posts=tuple(posts.values()),
        whole=tuple(whole.values()),
        parts=parts,
        holds=holds,
        first_use=min(runs, default=None),
        codes=tuple(codes.values()),
        successor=past.successor.get(name),
    )


def _record(entry: Entry) -> RightsRecord:
    try:
        return record_of(entry)
    except ValueError as error:
        raise InputError(
            f"The rights record {entry.id} cannot be read, so nothing is exported: {error}",
            hint="`ugc doctor` shows whether the ledger was changed.",
        ) from error


def _of_all(item: Revocation, grant: Grant) -> bool:
    """Whether a revocation ends all of a grant, and not only what it says of one post."""
    if item.post:
        return False
    return item.creator is None or item.creator == grant.creator
