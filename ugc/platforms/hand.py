"""What people do by hand with an ad on any platform, and what keeps an ad from being packed for any of them."""

import re
from collections.abc import Iterator
from datetime import date

from ugc.model.ads import AdFault, AdFile, AdWay, PlannedAd
from ugc.model.posts import Platform
from ugc.text import one_line

_KEPT = re.compile(r"[^A-Za-z0-9._-]+")


def flight_steps(ad: PlannedAd, *, group: str) -> tuple[str, ...]:
    """Return the steps that set the days and markets of an ad, where they belong to the group of ads it lies in."""
    return (
        f"Let the {group} run from {ad.starts} to {ad.ends} and no day longer: the ad itself has no last day.",
        f"Target with the {group} these markets only: {', '.join(ad.markets)}.",
    )


def look_step(ad: PlannedAd) -> str:
    """Return the last step before an ad runs: a look at what it says of itself."""
    if ad.disclosure:
        return f"Look at the preview, see that it bears “{one_line(ad.disclosure)}”, then switch the ad on."
    return "Look at the preview, see that it says that it is an ad, then switch the ad on."


def braces(ad: PlannedAd) -> AdFault | None:
    """Return the fault of words in which {{ or }} stands: whoever fills the blanks in might put a secret there."""
    told = ad.model_dump(mode="json", exclude={"notes": True, "not_checked": True, "post": {"caption"}})
    found = next((word for word in _words(told) if "{{" in word or "}}" in word), None)
    if found is None:
        return None
    return AdFault(
        code="braces",
        text=f"“{one_line(found)}” has double braces, which stand for a blank in request bodies.",
        hint="Write it without them: a blank that words bring along could be filled with a code.",
    )


def _words(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from _words([*node, *node.values()])
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _words(each)


def locked(ad: PlannedAd, *, platform: str, instead: str) -> AdFault | None:
    """Return the refusal of a published post that is to run with rendered files: nothing can be put on it."""
    shown = len(ad.files) + len(ad.cards)
    if ad.way == "new" or not shown:
        return None
    return AdFault(
        code="locked",
        text=f"{platform} runs a published post as it is: its pictures, sound, cover and caption are locked, so "
        f"nothing rendered can be put on it, and {shown} rendered file(s) were named for it.",
        hint=instead,
    )


def empty(ad: PlannedAd, *, platform: str) -> AdFault | None:
    """Return the fault of a new ad that has nothing to show."""
    if ad.way != "new" or ad.files or ad.cards:
        return None
    return AdFault(
        code="nothing-to-show",
        text=f"A new ad on {platform} needs a rendered file, and none was cleared for it.",
        hint="Render the post for a placement of the platform, or let the published post run as it is.",
    )


def other_way(ad: PlannedAd, ways: tuple[AdWay, ...], *, platform: str) -> AdFault | None:
    """Return the fault of an ad that is to be made in a way that the platform does not have."""
    if ad.way in ways:
        return None
    return AdFault(
        code="way",
        text=f"{platform} has no ads of the kind “{ad.way}”.",
        hint=f"It has these: {', '.join(ways)}.",
    )


def third_party(ad: PlannedAd, *, platform: str) -> AdFault | None:
    """Return the fault of an ad in the name of somebody who is neither the brand nor its creator."""
    if ad.identity != "third_party_handle":
        return None
    return AdFault(
        code="identity",
        text=f"An ad on {platform} runs in the name of the brand or of the creator, not of somebody else.",
        hint="Plan it for brand_handle, creator_handle or both.",
    )


def elsewhere(ad: PlannedAd, *, platform: Platform, name: str) -> AdFault | None:
    """Return the fault of a post that is to run as it is on a platform where it was not published."""
    if ad.way == "new" or ad.post.platform == platform:
        return None
    return AdFault(
        code="other-platform",
        text=f"{one_line(ad.post.id)} was not published on {name}.",
        hint="Make a new ad of its files.",
    )


def ends_early(ad: PlannedAd) -> AdFault | None:
    """Return the fault of a permission that ends before its ad does."""
    if ad.code is None or not isinstance(ad.code.end, date) or ad.code.end >= ad.ends:
        return None
    return AdFault(
        code="code-ends",
        text=f"The permission {ad.code.id} ends on {ad.code.end}, before the ad does on {ad.ends}; the ad would stop.",
        hint="Ask its creator to extend it, or end the flight earlier.",
    )


def unfit(
    ad: PlannedAd, ways: tuple[AdWay, ...], *, platform: Platform, name: str, instead: str
) -> AdFault | None:
    """Return the first fault that an ad would have on any platform that takes posts as they are.

    `name` is what the platform is called, `instead` what to do with files that cannot be put on a published post.
    """
    return first(
        other_way(ad, ways, platform=name),
        braces(ad),
        third_party(ad, platform=name),
        elsewhere(ad, platform=platform, name=name),
        locked(ad, platform=name, instead=instead),
        empty(ad, platform=name),
    )


def no_picture(files: tuple[AdFile, ...], *, platform: str) -> AdFault | None:
    """Return the fault of pictures in a format that a platform's uploads do not take."""
    odd = [f"{file.file} ({file.type})" for file in files if file.type not in ("jpg", "png", "mp4")]
    if not odd:
        return None
    return AdFault(
        code="file",
        text=f"{platform} takes JPEG and PNG pictures, and these are not: {', '.join(odd)}.",
        hint="Render them as jpg or png.",
    )


def first(*faults: AdFault | None) -> AdFault | None:
    """Return the first fault of some, or None."""
    return next((fault for fault in faults if fault is not None), None)


def too_long(text: str, *, what: str, most: int, measured: int | None = None) -> AdFault | None:
    """Return the fault of a text that is longer than an API takes: told with both lengths, never shortened."""
    length = len(text) if measured is None else measured
    if length <= most:
        return None
    return AdFault(
        code="text",
        text=f"The {what} measures {length} characters, and at most {most} are taken: “{one_line(text)}”.",
        hint="Shorten it: nothing is cut by itself.",
    )


def plain(text: str) -> str:
    """Return a collected word with nothing in it but letters, digits, dots, dashes and lines, for a blank's name."""
    return _KEPT.sub("", text)


def upright(files: tuple[AdFile, ...]) -> AdFile | None:
    """Return the tallest of some shapes, and of equals the first by name; None where there are none."""
    return min(files, key=lambda file: (file.width / file.height, file.file), default=None)


def unused(files: tuple[AdFile, ...], used: tuple[AdFile, ...], *, platform: str) -> tuple[str, ...]:
    """Return the note on files that one ad has no room for."""
    left = [file.file for file in files if file not in used]
    if not left:
        return ()
    return (f"One ad on {platform} takes one shape: not used here are {', '.join(left)}.",)
