"""Fetching: files of catalogued posts that are not there yet, from where their sources say that they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from ugc.addresses import bare_url, signature_ends
from ugc.catalog.links import MediaLink
from ugc.errors import InputError, MachineError, MissingError, UsageError
from ugc.fetching import Parts, Policy, Refusal, fetch, refusal_of
from ugc.importers import read_any
from ugc.model.base import Value
from ugc.model.posts import FoundFile, FoundPost, Media, MediaRole, Post
from ugc.text import one_line
from ugc.workspace import beginning, clearing
from ugc.workspace.arrivals import Arrivals
from ugc.workspace.originals import taken_over

if TYPE_CHECKING:
    from ugc.workspace import Workspace

SOURCE = "fetch"
"""What the records of posts call what was fetched."""
_OWN = ("original", "raw")
Told = Callable[[str, int, int | None], None]
"""Is told the name of a file, how many bytes of it are there, and of how many, where that is known."""


class FetchedFile(Value):
    """A file that came, or with a dry run would be asked for."""

    post: str
    name: str
    host: str
    """The machine that is named in its address."""
    sha256: str | None = None
    size: int | None = None
    """Bytes; None where nothing was asked yet."""


class NotFetched(Value):
    """A file that did not come."""

    post: str
    name: str
    host: str
    code: str
    """One of those of the network room, or: signature, where the address is not whole without what is never kept;
    lapsed, where it says itself that its time is over; not_media and too_large; erased."""
    why: str


class FetchReport(Value):
    """What a fetching did."""

    fetched: tuple[FetchedFile, ...]
    failed: tuple[NotFetched, ...]
    there: int
    """Links of these posts whose files were there already."""
    batch: int | None
    """Number of the import that the files came with; None where none came."""

    @property
    def worst(self) -> int:
        """The exit code: no machine could be reached at all, or some file did not come."""
        if not self.failed:
            return 0
        unreached = not self.fetched and all(item.code == "network" for item in self.failed)
        return MachineError.code if unreached else InputError.code


@dataclass
class _Run:
    workspace: "Workspace"
    policy: Policy
    at: datetime
    most_bytes: int
    told: Told
    parts: Parts
    arrivals: Arrivals
    fetched: list[FetchedFile] = field(default_factory=list)
    failed: list[NotFetched] = field(default_factory=list)
    batch: int | None = None


def fetch_missing(
    workspace: "Workspace",
    query: str,
    *,
    today: date,
    at: datetime,
    sources: Sequence[Path] = (),
    most_megabytes: int | None = None,
    policy: Policy | None = None,
    told: Told = lambda *_: None,
    dry: bool = False,
) -> FetchReport:
    """Fetch the files of a selection that are not there; one that does not come costs that file.

    `sources` are read again for whole addresses, which are used and never kept. Only media are asked for, never a
    post's page, and nothing else of a post is learnt from the network. Raises UsageError for a selection or path that
    is none, MachineError when what comes cannot be written.
    """
    limit = workspace.settings.storage.most_megabytes
    run = _Run(
        workspace,
        policy or Policy(),
        at,
        most_bytes=min(most_megabytes or limit, limit) * 1_000_000,
        told=told,
        parts=Parts(workspace.root / beginning.INSIDE / "cache" / "fetch"),
        arrivals=Arrivals(workspace, dry=dry),
    )
    with workspace.rehearsed(dry):
        whole = _whole_addresses(workspace, sources)
        links = _of_selection(workspace, query, today=today)
    wanted = [link for link in links if not link.there]
    asked = [link for link in wanted if _may_be_asked(run, link, whole.get((link.post, link.name)))]
    if dry:
        run.fetched += [FetchedFile(post=link.post, name=link.name, host=_host(link.url)) for link in asked]
    elif asked:
        with run.parts.held():
            for link in asked:
                _one(run, link, whole.get((link.post, link.name), link.url))
            run.arrivals.keep(at_least=1)
        if run.batch is not None:
            workspace.catalog.finish_import(run.batch, _counts(run))
    return FetchReport(
        fetched=tuple(run.fetched),
        failed=tuple(run.failed),
        there=len(links) - len(wanted),
        batch=run.batch,
    )


def _of_selection(workspace: "Workspace", query: str, *, today: date) -> list[MediaLink]:
    """The links of the posts that a selection means; it is asked even where there are none, as it may be wrong."""
    meant = {case.post.id for case in clearing.selected(workspace, query, today=today)}
    return [link for link in workspace.catalog.links.all() if link.post in meant]


def _whole_addresses(workspace: "Workspace", sources: Sequence[Path]) -> dict[tuple[str, str], str]:
    """The addresses that sources have of files of catalogued posts, by post and name; their links are kept bare."""
    found: dict[tuple[str, str], str] = {}
    for path in sources:
        if not path.exists():
            raise UsageError(f"--from: {path} does not exist.", hint="Name a file or folder that is there.")
        for item in _posts(path):
            post = workspace.catalog.links.post_of(item)
            if post:
                workspace.catalog.links.keep(post, item)
                found |= {(post, link.name): link.url for link in item.links}
    return found


def _posts(path: Path) -> Iterator[FoundPost]:
    for item in read_any(path):
        if isinstance(item, FoundPost) and item.links:
            yield item


def _may_be_asked(run: _Run, link: MediaLink, whole: str | None) -> bool:
    """Whether there is any sense in asking; where there is none, that is told, and no machine hears of it."""
    url = whole or link.url
    ends = signature_ends(url)
    if refusal := refusal_of(url, run.policy):
        _fail(run, link, refusal.code, refusal.why)
    elif whole is None and link.signed:
        why = "its address is signed, and signatures are never kept: name its source with --from"
        _fail(run, link, "signature", why)
    elif ends and ends <= run.at:
        why = f"its address has expired on {ends:%Y-%m-%d at %H:%M} UTC: ask the API anew"
        _fail(run, link, "lapsed", why)
    else:
        return True
    return False


def _one(run: _Run, link: MediaLink, url: str) -> None:
    """Fetch one file, and tie it to its post."""
    part = run.parts.of(bare_url(url))

    def told(size: int, whole: int | None) -> None:
        run.told(link.name, size, whole)

    got = fetch(url, part, most_bytes=run.most_bytes, policy=run.policy, told=told)
    if isinstance(got, Refusal):
        _fail(run, link, got.code, got.why)
        return
    try:
        media = taken_over(
            run.workspace,
            FoundFile(path=got.path, role=cast(MediaRole, link.role)),
            run.arrivals,
            dry=False,
        )
    except MissingError as error:
        _fail(run, link, "not_media", _lower(f"{error.message} {error.hint or ''}"))
        return
    except InputError:
        part.drop()
        _fail(run, link, "not_media", "what came is no whole picture or clip")
        return
    _tie(run, link, media.model_copy(update={"name": one_line(link.name)}))
    part.drop()


def _tie(run: _Run, link: MediaLink, media: Media) -> None:
    """Save the file as one of its post's, through the same door as every source; or take it out again if it was
    erased on request."""
    catalog = run.workspace.catalog
    if catalog.post_of_media(media.sha256) is None:
        erasure = catalog.care.erasure_of_files([media.sha256])
        if erasure:
            run.workspace.media.path(media.sha256, media.ext).unlink(missing_ok=True)
            _fail(run, link, "erased", f"it was erased on request ({erasure})")
            return
    post = catalog.post(link.post)
    if run.batch is None:
        run.batch = catalog.start_import(SOURCE, run.at)
    found = FoundPost(source=SOURCE, origin=bare_url(link.url), ids=(post.id,), platform=post.platform)
    with catalog.transaction():
        saved = catalog.save(
            found, _in_place(catalog.links.all_of(post.id), post, link, media), at=run.at, batch=run.batch
        )
        catalog.links.came(saved.post, link.name, media.sha256)
    run.arrivals.keep()
    run.fetched.append(
        FetchedFile(
            post=saved.post, name=link.name, host=_host(link.url), sha256=media.sha256, size=media.size
        )
    )


def _in_place(links: Sequence[MediaLink], post: Post, link: MediaLink, media: Media) -> list[Media]:
    """The post's files with the new one among them: behind those of the places before its own that are there."""
    known = [item for item in post.media if item.sha256 != media.sha256]
    if media.role not in _OWN:
        return [*known, media]
    lacking = sum(not other.there and other.role == link.role and other.place < link.place for other in links)
    own = [index for index, item in enumerate(known) if item.role in _OWN]
    behind = max(link.place - lacking, 0)
    at = own[behind] if behind < len(own) else own[-1] + 1 if own else 0
    return [*known[:at], media, *known[at:]]


def _fail(run: _Run, link: MediaLink, code: str, why: str) -> None:
    run.failed.append(NotFetched(post=link.post, name=link.name, host=_host(link.url), code=code, why=why))


def _host(url: str) -> str:
    try:
        return one_line(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _lower(words: str) -> str:
    said = words.strip().rstrip(".")
    return said[:1].lower() + said[1:]


def _counts(run: _Run) -> dict[str, int]:
    return {
        "new": 0,
        "changed": len({item.post for item in run.fetched}),
        "same": 0,
        "skipped": len(run.failed),
    }
