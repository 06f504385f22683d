"""Which imported posts may be what creators owe: proposed with every reason, and said where it is not sure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ugc.model.campaign_questions import Candidate, Proposal
from ugc.model.campaigns import Campaign, Deliverable, Progress
from ugc.model.phrases import written
from ugc.text import fold

_MOVING = ("reel", "video", "short")
_LOOSELY: Mapping[str, tuple[str, ...]] = {
    "feed": ("carousel",),
    "carousel": ("feed",),
    "reel": _MOVING,
    "video": _MOVING,
    "short": _MOVING,
    "story": ("snap",),
    "pin": (),
}
"""What a post may be called that fits too: each platform and importer has its own word for a clip."""
_OWN, _CODE, _LABEL, _SHARED, _MENTION, _KIND = 8, 8, 8, 4, 2, 1
"""How much each thing speaks for a post; only their order tells, and none is shown."""


@dataclass
class _Pair:
    """A piece and a post that fit."""

    piece: Deliverable
    candidate: Candidate
    order: int
    """Of the piece: by due day, then as the file has it."""
    points: int = 0
    named: bool = False
    """Whether the post names the campaign."""
    reasons: list[str] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, date, int, str]:
        """The strongest first; then posts by day onto pieces by due day."""
        return -self.points, self.candidate.day or date.max, self.order, self.candidate.post.id

    def count(self, points: int, reason: str, *, named: bool = True) -> None:
        """Let something speak for it."""
        self.points += points
        self.named = self.named or named
        self.reasons.append(reason)


def proposals(
    campaign: Campaign,
    progress: Sequence[Progress],
    candidates: Iterable[Candidate],
    *,
    mentions: Sequence[str],
    within: int,
) -> tuple[Proposal, ...]:
    """Return the post that each open deliverable may be, in the file's order; what nothing fits is left out.

    `candidates` are posts that stand for no deliverable yet; `mentions` are the folded handles by which posts name
    the brand where the campaign says none; `within` is how many days before and after the flight count. Of the posts
    of a creator the strongest pair is taken first, and each post and each piece once. Pieces that differ in nothing
    but their due day are filled in its order by the posts in theirs.
    """
    several = sorted(
        (one for one in progress if one.creator is not None and one.state != "posted"),
        key=lambda one: one.deliverable.due or date.max,
    )
    posts: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda each: each.post.id):
        posts.setdefault(candidate.post.creator or "", []).append(candidate)
    pairs = [
        pair
        for order, one in enumerate(several)
        for candidate in posts.get(one.creator or "", ())
        if (pair := _pair(campaign, one.deliverable, candidate, order, mentions=mentions, within=within))
    ]
    taken = _assigned(pairs)
    doubted = {pair.piece.id: _doubts(pair, pairs, taken) for pair in taken}
    by_piece = {pair.piece.id: pair for pair in taken}
    return tuple(
        _proposal(by_piece[one.deliverable.id], doubted[one.deliverable.id])
        for one in progress
        if one.deliverable.id in by_piece
    )


def _assigned(pairs: Sequence[_Pair]) -> list[_Pair]:
    pieces: set[str] = set()
    posts: set[str] = set()
    taken = []
    for pair in sorted(pairs, key=lambda each: each.rank):
        if pair.piece.id not in pieces and pair.candidate.post.id not in posts:
            taken.append(pair)
            pieces.add(pair.piece.id)
            posts.add(pair.candidate.post.id)
    return _in_order(taken, pairs)


def _in_order(taken: Sequence[_Pair], pairs: Sequence[_Pair]) -> list[_Pair]:
    """The same posts on the same pieces, but of alike pieces the one due first has the post of the first day."""
    known = {(pair.piece.id, pair.candidate.post.id): pair for pair in pairs}
    alike: dict[tuple[object, ...], list[_Pair]] = {}
    for pair in taken:
        alike.setdefault(_told_by(pair.piece), []).append(pair)
    ordered: list[_Pair] = []
    for group in alike.values():
        pieces = sorted(group, key=lambda pair: pair.order)
        posts = sorted(group, key=lambda pair: (pair.candidate.day or date.max, pair.candidate.post.id))
        wanted = [
            known.get((one.piece.id, other.candidate.post.id))
            for one, other in zip(pieces, posts, strict=True)
        ]
        ordered += [pair for pair in wanted if pair] if all(wanted) else group
    return ordered


def _proposal(pair: _Pair, doubts: Sequence[str]) -> Proposal:
    post = pair.candidate.post
    return Proposal(
        deliverable=pair.piece,
        post=post.id,
        day=pair.candidate.day,
        permalink=post.permalink,
        reasons=tuple(pair.reasons),
        sure=not doubts,
        doubts=tuple(doubts),
    )


# --- what fits -----------------------------------------------------------------------------------------------------


def _pair(
    campaign: Campaign,
    piece: Deliverable,
    candidate: Candidate,
    order: int,
    *,
    mentions: Sequence[str],
    within: int,
) -> _Pair | None:
    """A piece and a post of its creator with what speaks for it; None where the post cannot be it."""
    post, day = candidate.post, candidate.day
    if piece.platform and post.platform != piece.platform:
        return None
    pair = _Pair(piece, candidate, order)
    pair.reasons.append(f"It is by {piece.creator}.")
    if not _fits(pair) or not _in_time(pair, campaign, within):
        return None
    tags = {*post.hashtags}
    if piece.hashtag and piece.hashtag in tags:
        pair.count(_OWN, f"It bears #{piece.hashtag}, the deliverable's own.")
    shared = [tag for tag in campaign.hashtags if tag in tags]
    if shared:
        pair.count(_SHARED, f"It bears #{', #'.join(shared)}, of the campaign.")
    named = [each for each in campaign.mentions or mentions if each in post.mentions]
    if named:
        pair.count(_MENTION, f"It names @{', @'.join(named)}.")
    if any(fold(name) in (campaign.name, fold(campaign.name)) for name in post.campaigns):
        pair.count(_LABEL, "It is labelled with the campaign.")
    _name_own(pair, campaign)
    if day and piece.due and day > piece.due:
        pair.reasons.append(f"It came after its due day, {written(piece.due)}.")
    return pair


def _fits(pair: _Pair) -> bool:
    promised, kind = pair.piece.kind, pair.candidate.post.kind
    where = pair.candidate.post.platform
    if promised == kind:
        pair.count(_KIND, f"It is a {kind} on {where}, as promised.", named=False)
    elif kind == "unknown":
        pair.reasons.append("What kind of post it is, is not known.")
    elif kind in _LOOSELY.get(promised, ()) or promised == "other":
        pair.reasons.append(f"It is a {kind} on {where}, where a {promised} is promised.")
    else:
        return False
    return True


def _in_time(pair: _Pair, campaign: Campaign, within: int) -> bool:
    day, wider = pair.candidate.day, timedelta(days=within)
    if day is None:
        pair.reasons.append("Its day is not known.")
        return True
    if (campaign.first and day < campaign.first - wider) or (campaign.last and day > campaign.last + wider):
        return False
    before = campaign.first is not None and day < campaign.first
    outside = before or (campaign.last is not None and day > campaign.last)
    flight = campaign.first is not None or campaign.last is not None
    place = (
        f", {'before' if before else 'after'} the flight" if outside else ", in the flight" if flight else ""
    )
    pair.reasons.append(f"It was posted on {written(day)}{place}.")
    return True


def _name_own(pair: _Pair, campaign: Campaign) -> None:
    """The code and the link that were given to its creator alone."""
    invited = campaign.invited(pair.piece)
    words = fold(pair.candidate.post.caption or "")
    if invited.code and fold(invited.code) in _words(words):
        pair.count(_CODE, f"It has the code {invited.code}, which is theirs.")
    if invited.link and fold(invited.link).rstrip("/") in words:
        pair.count(_CODE, "It has the link that was given to them.")


def _words(text: str) -> set[str]:
    return {"".join(part) for part in _runs(text)}


def _runs(text: str) -> Iterable[str]:
    return "".join(each if each.isalnum() or each in "_-" else " " for each in text).split()


# --- what is not sure ----------------------------------------------------------------------------------------------


def _doubts(pair: _Pair, pairs: Sequence[_Pair], taken: Sequence[_Pair]) -> list[str]:
    doubts = [] if pair.named else ["Nothing in it names the campaign."]
    used = {each.candidate.post.id: each for each in taken}
    filled = {each.piece.id: each for each in taken}
    points = {(each.piece.id, each.candidate.post.id): each.points for each in pairs}
    for other in pairs:
        if other.points < pair.points and other.candidate.post.id not in used:
            continue
        if other.piece.id == pair.piece.id and other.candidate.post.id not in used:
            doubts.append(f"It could as well be {other.candidate.post.id}.")
        elif other.candidate.post.id == pair.candidate.post.id and not _alike(other.piece, pair.piece):
            holder = filled.get(other.piece.id)
            if holder is None:
                if other.points >= pair.points:
                    doubts.append(f"The post could as well be {other.piece.id}.")
                continue
            turned = points.get((pair.piece.id, holder.candidate.post.id))
            if turned is not None and turned + other.points >= pair.points + holder.points:
                doubts.append(f"It could be the other way round with {other.piece.id}.")
    return list(dict.fromkeys(doubts))


def _alike(one: Deliverable, other: Deliverable) -> bool:
    """Whether two pieces differ in nothing by which a post is told to be one of them."""
    return _told_by(one) == _told_by(other)


def _told_by(piece: Deliverable) -> tuple[object, ...]:
    return piece.creator, piece.kind, piece.platform, piece.hashtag
