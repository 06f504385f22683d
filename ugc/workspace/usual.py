"""What a render with the workspace's own template does to a picture, before it is known which format is wanted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ugc import templates
from ugc.model.base import Value
from ugc.model.posts import Post
from ugc.model.rights import Case
from ugc.model.vocab import SILENCING, CreditPlace, Edit, Identity, Purpose
from ugc.workspace.disclosing import label_for

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Usual(Value):
    """The edits of a template, where it shows the credit line, and whether it draws the label of an ad."""

    template: str
    edits: frozenset[Edit]
    credit: CreditPlace
    labels: frozenset[Edit] | None = None
    """The edits that drawing the label makes; None where the template draws none."""


def keeps_sound(post: Post, edits: Iterable[str]) -> bool:
    """Whether a post's own sound is heard after these edits: a clip's is, unless it has none or loses it to them."""
    clip = any(media.kind == "video" and media.sound is not False for media in post.media)
    return clip and SILENCING.isdisjoint(edits)


def usual(workspace: "Workspace", post: Post) -> Usual:
    """Say what the default template would do to a post's pictures.

    A crop is counted in wherever the template makes one: only a picture of the canvas's own shape goes without.
    """
    settings = workspace.settings
    template = templates.load(settings.render.template, [workspace.root / "templates"])
    drawn = [field for field in ("headline", "cta") if getattr(settings.words, field).strip()]
    used = ["credit", *(field for field in drawn if field in template.words)]
    made: set[Edit] = {"resize"} if template.fit == "fit" else {"resize", "crop"}
    # A clip is always encoded anew, and its frames look as they did.
    if any(media.kind == "video" or media.ext != settings.output.type for media in post.media):
        made.add("format_transcode")
    return Usual(
        template=template.name,
        edits=frozenset(made) | templates.edits_of(template, used=used, options={}),
        credit=template.credit_place,
        labels=template.words["disclosure"].edits if "disclosure" in template.words else None,
    )


def told_of(
    workspace: "Workspace",
    case: Case,
    own: Usual,
    *,
    purpose: Purpose,
    identity: Identity,
    territories: frozenset[str],
) -> dict[str, Any]:
    """Return what a question says of a usual creative: edits, credit, sound, and label where one is asked for."""
    language = workspace.settings.words.language
    label = label_for(
        workspace,
        [case],
        purposes=[purpose],
        identity=identity,
        territories=territories,
        language=language,
    )
    drawn = label if own.labels is not None else None
    edits = own.edits | (own.labels or frozenset() if drawn else frozenset())
    return {
        "edits": edits,
        "credit": own.credit,
        "sound": keeps_sound(case.post, edits),
        "disclosure": drawn or "",
        "language": language,
    }
