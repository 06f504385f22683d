"""Clips that are joined: each hook with the same bodies, of posts that are named one by one."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ugc import plan
from ugc.errors import UsageError
from ugc.model.creatives import SourceRole
from ugc.model.rights import Case
from ugc.model.seen import Seen
from ugc.text import counted
from ugc.workspace.gathering import best, is_shown, shown, with_carried

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order

_NAMED = re.compile(r"(?P<post>.+?)(?:#(?P<number>\d+))?(?:@(?P<start>[\d.]+)-(?P<end>[\d.]*))?")


class Scene(NamedTuple):
    """One clip or picture of a creative that is joined of several."""

    case: Case
    number: int
    """Position among the post's media, from 0."""
    role: SourceRole
    within: tuple[float, float | None] | None


def assembled(workspace: "Workspace", order: "Order") -> tuple[tuple[Scene, ...], ...]:
    """Return what is joined to what: one row a hook, each with all bodies behind it.

    Raises UsageError for a post or a media that is not there, and where something is named that cannot be meant.
    """
    if not order.bodies and len(order.hooks) < 1:
        return ()
    if not order.bodies and order.closing is None:
        raise UsageError("A hook alone is no creative.", hint="Say what follows it: --body POST.")
    bodies = tuple(_scene(workspace, said, "body") for said in order.bodies)
    if not order.hooks:
        return (bodies,)
    return tuple((_scene(workspace, said, "hook"), *bodies) for said in order.hooks)


def shots_of(scenes: Sequence[Scene], seen: Mapping[str, Seen]) -> list[plan.Shot]:
    """Return what is planned of some scenes, with what was seen in them."""
    return [
        plan.Shot(
            scene.case.post,
            scene.number,
            seen.get(scene.case.post.media[scene.number].sha256),
            role=scene.role,
            within=scene.within,
        )
        for scene in scenes
    ]


def each_case(*rows: Sequence[Scene]) -> list[Case]:
    """Return the posts of some scenes, each once, in order."""
    return list({scene.case.post.id: scene.case for scenes in rows for scene in scenes}.values())


def clips_of(cases: Sequence[Case], joined: Sequence[Sequence[Scene]]) -> int:
    """Return how many clips a run shows."""
    if joined:
        return len({scene.case.post.media[scene.number].sha256 for scenes in joined for scene in scenes})
    return sum(case.post.media[n].kind == "video" for case in cases for n in shown(case.post))


def _scene(workspace: "Workspace", said: str, role: SourceRole) -> Scene:
    """One scene as it was typed: POST, POST#2, POST@3-8 or POST#2@3-."""
    told = _NAMED.fullmatch(said)
    if told is None:
        raise UsageError(
            f"--{role} {said}: that names no post.", hint="As in ig:C1a, ig:C1a#2 or ig:C1a@0-3."
        )
    case = workspace.case(told["post"])
    media = case.post.media
    if told["number"]:
        number = int(told["number"]) - 1
        if not 0 <= number < len(media):
            raise UsageError(f"--{role} {said}: the post has {counted(len(media), 'media file')}.")
    else:
        own = [place for place, one in enumerate(media) if is_shown(one)]
        moving = [place for place in own if media[place].kind == "video"] or own
        if len(moving) != 1:
            raise UsageError(
                f"--{role} {said}: the post has {counted(len(own), 'picture or clip', 'pictures and clips')}.",
                hint=f"Say which one: {said.partition('@')[0]}#1.",
            )
        number = moving[0]
    number = best(case.post, number)
    case = case.model_copy(update={"post": with_carried(case.post)})
    return Scene(case, number, role, _within(said, told["start"], told["end"], role))


def _within(said: str, start: str | None, end: str | None, role: str) -> tuple[float, float | None] | None:
    if start is None:
        return None
    try:
        times = float(start), (float(end) if end else None)
    except ValueError:
        raise UsageError(f"--{role} {said}: those are no seconds.", hint="As in POST@0-3.5.") from None
    if times[1] is not None and times[1] <= times[0]:
        raise UsageError(f"--{role} {said}: it would end before it begins.")
    return times
