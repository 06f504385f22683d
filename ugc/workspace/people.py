"""One person: everything held about them, shown."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ugc import text
from ugc.catalog import MadeCreative, Person, SourceRecord, naming
from ugc.errors import InputError, MissingError
from ugc.model.base import Value
from ugc.model.campaigns import Event
from ugc.model.creators import Contact, CreatorNote, Followers, Profile
from ugc.model.entries import Entry
from ugc.model.posts import Counts, Post
from ugc.workspace.ending.places import key

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class HeldPost(Value):
    """A post of theirs, with all that every source said of it."""

    post: Post
    originals: tuple[str, ...]
    """Where its files lie."""
    numbers: tuple[Counts, ...]
    sources: tuple[SourceRecord, ...]


class HeldRecord(Value):
    """A rights record that concerns them."""

    seq: int
    kind: str
    id: str
    at: datetime
    says: dict[str, Any]
    redacted: tuple[str, ...]
    """Fields that were erased."""
    file: str | None = None
    """Where the evidence lies."""


class HeldNote(Value):
    """A note on another creator that names them."""

    creator: str
    """That creator's key."""
    note: CreatorNote


class Held(Value):
    """Everything that a workspace holds about one person."""

    brand: str
    person: Person
    posts: tuple[HeldPost, ...]
    coauthored: tuple[Post, ...]
    """Other people's posts that name them as coauthor."""
    mentioned_in: tuple[str, ...]
    """Ids of other people's posts of which some source names them."""
    records: tuple[HeldRecord, ...]
    creatives: tuple[MadeCreative, ...]
    profile: Profile
    contact: Contact
    notes: tuple[CreatorNote, ...]
    noted_in: tuple[HeldNote, ...]
    """Notes on other creators that name them."""
    followers: tuple[Followers, ...]
    """Every count of their followers, oldest first."""
    events: tuple[Event, ...]
    """What happened with them in campaigns, by day."""


def held(workspace: "Workspace", name: str) -> Held:
    """Return everything held about a creator. Raises UsageError for one that is not known."""
    catalog = workspace.catalog
    person = catalog.care.person(catalog.resolve_creator(name))
    made = {item.path: item for post in person.posts for item in catalog.creatives(post=post)}
    return Held(
        brand=workspace.settings.brand.name,
        person=person,
        posts=tuple(_post(workspace, post) for post in catalog.posts(person.posts)),
        coauthored=tuple(catalog.posts(person.shared)),
        mentioned_in=tuple(name for name in catalog.care.mentions(person) if name not in person.shared),
        records=tuple(_record(workspace, entry) for entry in catalog.care.entries_about(person)),
        creatives=tuple(made[path] for path in sorted(made)),
        profile=catalog.profiles.creators([person.key])[person.key].profile,
        contact=catalog.profiles.contact(person.key),
        notes=tuple(catalog.profiles.notes(person.key)),
        noted_in=tuple(noted_in(workspace, person)),
        followers=tuple(catalog.profiles.followers(person.key)),
        events=tuple(catalog.campaign_log.of_creator(person.key)),
    )


def noted_in(workspace: "Workspace", person: Person) -> list[HeldNote]:
    """Return the notes on other creators that name a person."""
    named, profiles = naming(person.words), workspace.catalog.profiles
    return [
        HeldNote(creator=key, note=note)
        for key in sorted(profiles.noted() - {person.key})
        for note in profiles.notes(key)
        if named.search(text.fold(note.words))
    ]


def evidence_file(workspace: "Workspace", entry: Entry) -> str | None:
    """Return where the file of an evidence record lies, or None when it is another record or the file is gone."""
    if entry.kind != "evidence":
        return None
    sha256 = str(entry.body.get("sha256"))
    try:
        folder = workspace.evidence.path(sha256, "bin").parent  # a hash that is none would lead anywhere
    except InputError:
        return None
    found = sorted(folder.glob(f"{sha256}.*"))
    return key(workspace, found[0]) if found else None


def _post(workspace: "Workspace", post: Post) -> HeldPost:
    originals = []
    for media in post.media:
        try:
            workspace.media.stamp(media.sha256, media.ext)
        except (MissingError, InputError):
            continue
        originals.append(key(workspace, workspace.media.path(media.sha256, media.ext)))
    return HeldPost(
        post=post,
        originals=tuple(originals),
        numbers=tuple(workspace.catalog.snapshots(post.id)),
        sources=tuple(workspace.catalog.sources(post.id)),
    )


def _record(workspace: "Workspace", entry: Entry) -> HeldRecord:
    return HeldRecord(
        seq=entry.seq,
        kind=entry.kind,
        id=entry.id,
        at=entry.at,
        says=entry.body,
        redacted=tuple(sorted(set(entry.digests) - set(entry.body))),
        file=evidence_file(workspace, entry),
    )
