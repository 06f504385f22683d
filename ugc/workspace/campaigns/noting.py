"""The log of a campaign: what happened is written down, taken out, and shown with what the ledger says of it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ugc.catalog.campaign_log import Happened
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.campaigns import EVENT_KINDS, Amount, Event, EventKind, Invited, Progress
from ugc.model.posts import PLATFORMS, Account, Platform
from ugc.text import fold, one_line
from ugc.workspace.asking.pending import Thread
from ugc.workspace.campaigns.hearing import own_keys, threads_of
from ugc.workspace.campaigns.standing import Standing, standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_OF_A_PIECE = ("drafted", "posted", "missing")
"""What happens to a deliverable, and never to a creator as a whole."""


class Note(Value):
    """What a person says happened."""

    campaign: str
    creators: tuple[str, ...]
    """As the file names them, or as they are known; none with `everybody`."""
    what: EventKind
    everybody: bool = False
    """Every creator of the file."""
    deliverables: tuple[str, ...] = ()
    post: str | None = None
    on: date | None = None
    """None: the day of the post, else today."""
    amount: Amount | None = None
    words: str = ""
    anyway: bool = False
    """Also of a creator that the file does not name, and a post by somebody else."""
    platform: Platform | None = None
    """Where the creators are whom the catalog does not know yet."""


class LogLine(Value):
    """A line of a log."""

    day: date
    creator: str
    """As the file names them, else their key."""
    what: EventKind
    deliverable: str | None = None
    post: str | None = None
    amount: Amount | None = None
    words: str = ""
    by: str
    number: int | None = None
    """By which it is taken out; None for what the ledger says."""
    record: str | None = None
    """The ledger's record; None for what was written down here."""


class CampaignLogged(Value):
    """What was written down, or is in the log."""

    campaign: str
    today: date
    lines: tuple[LogLine, ...]
    removed: tuple[int, ...] = ()
    put_in_campaign: tuple[str, ...] = ()
    """Posts that now bear the campaign's label."""
    dry: bool = False


def event_kind(words: str) -> EventKind:
    """Return what is meant by words such as `product sent`. Raises UsageError with the nearest one."""
    said = "_".join(fold(words).replace("-", " ").replace("_", " ").split())
    for known in EVENT_KINDS:
        if known == said:
            return known
    raise unknown("What happened,", words.replace("_", " "), [each.replace("_", "-") for each in EVENT_KINDS])


def shown(workspace: "Workspace", name: str, creators: Sequence[str] = (), *, today: date) -> CampaignLogged:
    """Return the log of a campaign, of all or some creators, by day, with the requests and answers of the ledger."""
    stands = standing(workspace, name, today=today)
    lines = [_line(stands, event) for event in stands.events]
    now = own_keys(workspace, stands.creators.values())
    for thread in threads_of(workspace, stands):
        lines += _asked(stands, thread, now.get(thread.request.creator or ""))
    if creators:
        wanted = {_invited(stands, creator).creator for creator in creators}
        lines = [line for line in lines if line.creator in wanted]
    return CampaignLogged(
        campaign=stands.campaign.name,
        today=today,
        lines=tuple(sorted(lines, key=lambda line: line.day)),
    )


def note(workspace: "Workspace", said: Note, *, by: str, at: datetime, dry: bool = False) -> CampaignLogged:
    """Write down what happened, all or nothing. Raises UsageError for what the file or the catalog does not know."""
    today = workspace.day(at)
    stands = standing(workspace, said.campaign, today=today)
    with workspace.rehearsed(dry), workspace.catalog.transaction():
        happened = [*_happened(workspace, stands, said)]
        numbers = set(workspace.catalog.campaign_log.record(happened, by=one_line(by), at=at))
        posts = list(dict.fromkeys(each.post for each in happened if each.post))
        workspace.catalog.put_in_campaign(posts, add=[stands.campaign.name])
        after = standing(workspace, said.campaign, today=today)
        lines = [_line(after, event) for event in after.events if event.id in numbers]
    return CampaignLogged(
        campaign=stands.campaign.name, today=today, lines=tuple(lines), put_in_campaign=tuple(posts), dry=dry
    )


def remove(
    workspace: "Workspace", name: str, numbers: Sequence[int], *, today: date, dry: bool = False
) -> CampaignLogged:
    """Take events out of a campaign's log. Raises UsageError for a number that is not in it."""
    stands = standing(workspace, name, today=today)
    known = {event.id: event for event in stands.events}
    for number in numbers:
        if number not in known:
            raise UsageError(
                f"The log of {stands.campaign.name} has no number {number}.",
                hint=f"See them: ugc campaigns log {stands.campaign.name}",
            )
    if not dry:
        workspace.catalog.campaign_log.remove(numbers)
    return CampaignLogged(
        campaign=stands.campaign.name,
        today=today,
        lines=tuple(_line(stands, known[number]) for number in numbers),
        removed=tuple(numbers),
        dry=dry,
    )


# --- what is shown -------------------------------------------------------------------------------------------------


def _line(stands: Standing, event: Event) -> LogLine:
    return LogLine(
        day=event.day,
        creator=stands.named(event.creator) or event.creator,
        what=event.what,
        deliverable=event.deliverable,
        post=event.post,
        amount=event.amount,
        words=event.words,
        by=event.by,
        number=event.id,
    )


def _asked(stands: Standing, thread: Thread, key: str | None) -> Iterator[LogLine]:
    creator = (key and stands.named(key)) or f"@{thread.request.licensor}"
    for request in (thread.request, *thread.reminders):
        yield LogLine(
            day=request.on,
            creator=creator,
            what="reminded" if request.reminds else "asked",
            words="for usage rights",
            by=request.by,
            record=request.id,
        )
    for reply in thread.replies:
        yield LogLine(
            day=reply.on,
            creator=creator,
            what="answered",
            words=f"{reply.answer}, about usage rights",
            by=reply.by,
            record=reply.id,
        )


# --- what is written down ------------------------------------------------------------------------------------------


def _happened(workspace: "Workspace", stands: Standing, said: Note) -> Iterator[Happened]:
    post = workspace.catalog.post(workspace.catalog.resolve(said.post)) if said.post else None
    _makes_sense(stands, said)
    day = said.on
    if day is None and post and post.posted_at:
        day = workspace.day(post.posted_at)
    day = day or stands.today
    for invited in _meant(stands, said):
        key = stands.creators.get(invited.creator) or _known(workspace, invited, said)
        if post and post.creator != key and not said.anyway:
            raise UsageError(
                f"{post.id} is not by {invited.creator}, as far as the catalog knows.",
                hint="Name another post, or say --anyway.",
            )
        own = [piece.id for piece in invited.deliverables]
        pieces: Sequence[str | None] = [each for each in said.deliverables if each in own]
        if said.what in _OF_A_PIECE and not pieces:
            pieces = [_only_open(stands.of(invited), said.what)]
        for piece in pieces or ([None] if not said.deliverables else []):
            yield Happened(
                campaign=stands.campaign.name,
                creator=key,
                what=said.what,
                day=day,
                deliverable=piece,
                post=post.id if post else None,
                amount=said.amount,
                words=said.words,
            )


def _makes_sense(stands: Standing, said: Note) -> None:
    known = {piece.id: piece.creator for piece in stands.campaign.deliverables}
    meant = {invited.creator for invited in _meant(stands, said)}
    for piece in said.deliverables:
        if piece not in known:
            raise unknown("Deliverable", piece, known)
        if known[piece] not in meant:
            raise UsageError(f"{piece} is owed by {known[piece]}, who is not named here.")
    if said.on and said.on > stands.today:
        raise UsageError(f"--on: {said.on} is still to come.", hint="Write down what happened once it has.")
    if said.post and said.what != "posted":
        raise UsageError("--post goes with `posted` alone.", hint="Leave it out.")
    if said.amount and said.what != "paid":
        raise UsageError("--amount goes with `paid` alone.", hint="Leave it out.")
    if said.post and (len(meant) > 1 or len(said.deliverables) > 1):
        raise UsageError("One post is one deliverable of one creator.", hint="Write each down by itself.")


def _meant(stands: Standing, said: Note) -> list[Invited]:
    if said.everybody:
        return list(stands.campaign.creators)
    found = []
    for creator in said.creators:
        try:
            found.append(_invited(stands, creator))
        except UsageError:
            if not said.anyway:
                raise
            found.append(Invited(creator=creator))
    return list({invited.creator: invited for invited in found}.values())


def _invited(stands: Standing, creator: str) -> Invited:
    """The entry of the file that a name means, by the name itself or the creator whom it leads to."""
    bare = fold(creator).lstrip("@")
    for invited in stands.campaign.creators:
        names = {fold(invited.creator).lstrip("@"), stands.creators.get(invited.creator, "")}
        if bare in names or creator in names:
            return invited
    raise unknown("Creator", creator, [invited.creator for invited in stands.campaign.creators])


def _known(workspace: "Workspace", invited: Invited, said: Note) -> str:
    """The key of a creator of the file; the account is noted where it is told which one is meant."""
    try:
        return workspace.catalog.resolve_creator(invited.creator)
    except UsageError as error:
        if "could be any" in error.message:
            raise
        account = _account(invited, said.platform)
        if account is None:
            raise UsageError(
                f"The catalog does not know {invited.creator} yet, and not on which platform they are.",
                hint=f"Say --platform instagram, or write them as instagram:{invited.creator.lstrip('@')} in the file.",
            ) from error
        return workspace.catalog.profiles.know(account)


def _account(invited: Invited, platform: Platform | None) -> Account | None:
    named, colon, handle = invited.creator.partition(":")
    if colon and handle.strip("@ "):
        known = next((each for each in PLATFORMS if each == fold(named)), None)
        return Account(platform=known, handle=handle.strip("@ ")) if known else None
    own = {piece.platform for piece in invited.deliverables}
    where = platform or (own.pop() if len(own) == 1 else None)
    handle = invited.creator.strip("@ ")
    return Account(platform=where, handle=handle) if where and handle else None


def _only_open(pieces: Sequence[Progress], what: str) -> str:
    waiting = [one.deliverable.id for one in pieces if one.state != "posted"]
    if len(waiting) == 1:
        return waiting[0]
    if not waiting:
        raise UsageError(
            "Nothing is open of this creator.", hint="Name the piece with --deliverable ID, to say it again."
        )
    raise UsageError(
        f"Which piece was {what} is not said.", hint=f"Name it with --deliverable: {', '.join(waiting)}."
    )
