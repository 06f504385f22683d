"""Which posts of a selection a gallery may show, asked of the records for every day on which it will stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ugc import rights
from ugc.model.base import Value
from ugc.model.galleries import ShownFor, ShownOn
from ugc.model.posts import Media
from ugc.model.rights import Answer, Case, Cleared, Reason, Use
from ugc.model.vocab import CreditPlace, Edit
from ugc.workspace.clearing import a_use
from ugc.workspace.disclosing import label_for
from ugc.workspace.gathering import is_shown

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_ALWAYS: frozenset[Edit] = frozenset({"resize", "format_transcode"})
"""What is done to every picture: several sizes and types are made of it."""
_OF_CLIPS: frozenset[Edit] = frozenset({"thumbnail"})
CROP: frozenset[Edit] = frozenset({"crop"})
PREVIEW: frozenset[Edit] = frozenset({"trim", "mute_audio"})
MASHUP: frozenset[Edit] = frozenset({"mashup"})
"""To stand in one picture with those of others, as in the picture that a gallery is shared by."""
_MUTE: frozenset[Edit] = frozenset({"mute_audio"})


class Terms(Value):
    """What a gallery asks of the records for each of its posts."""

    purpose: ShownFor
    channel: ShownOn
    territories: frozenset[str]
    first: date
    last: date
    language: str


class NotShown(Value):
    """A post that a gallery leaves out, with all reasons."""

    post: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Showable:
    """A post that the records let a gallery show, and how."""

    case: Case
    cleared: Cleared
    media: tuple[Media, ...]
    """Its own pictures and clips, in order."""
    label: str | None
    """The words that say it is an ad, where they are asked for."""
    muted: bool
    """Whether it may be shown only without its sound."""

    @property
    def credit_on_picture(self) -> bool:
        """Whether the credit line has to stand on the picture itself."""
        return self.cleared.use.credit == "on_media"


class Asker:
    """Puts a gallery's question for post after post."""

    def __init__(self, workspace: "Workspace", terms: Terms) -> None:
        self._workspace, self._terms = workspace, terms
        self._uses: dict[tuple[object, ...], Use] = {}

    def ask(self, case: Case, *, wanted: Iterable[frozenset[Edit]] = ()) -> Showable | NotShown:
        """Say whether a gallery may show a post, and how.

        `wanted` are edits that would be good to have, such as a crop: what the records do not allow is left out, and
        the post is shown without. A clip whose sound may not be used is shown without it, where that may be done.
        """
        media = tuple(one for one in case.post.media if is_shown(one))
        if not media:
            return _left_out(case, "no_media", "It has no picture and no clip.")
        if not case.post.author:
            return _left_out(case, "author_unknown", "Who made it is not known, so nobody can be credited.")
        clips = [one for one in media if one.kind == "video"]
        label = self._label(case)
        edits = _ALWAYS | (_OF_CLIPS if clips else frozenset())
        first = self._put(case, edits, label=label, sound=any(one.sound is not False for one in clips))
        found = first if isinstance(first, Cleared) else None
        if not found and first.use.sound:
            silent = self._put(case, edits | _MUTE, label=label, sound=False)
            found = silent if isinstance(silent, Cleared) else None
        if not found:
            assert not isinstance(first, Cleared)
            return NotShown(post=case.post.id, reasons=first.reasons)
        for more in wanted:
            better = self._put(case, found.use.edits | more, label=label, sound=found.use.sound)
            found = better if isinstance(better, Cleared) else found
        muted = first.use.sound and not found.use.sound
        return Showable(case, found, media, label, muted)

    def _put(self, case: Case, edits: frozenset[Edit], *, label: str | None, sound: bool) -> Answer:
        """Ask; where the place of the credit line stands in the way, it is put on the picture."""
        answer = self._asked(case, edits, label=label, sound=sound, credit="adjacent")
        if isinstance(answer, Cleared) or all(reason.code != "credit_missing" for reason in answer.reasons):
            return answer
        return self._asked(case, edits, label=label, sound=sound, credit="on_media")

    def _asked(
        self, case: Case, edits: frozenset[Edit], *, label: str | None, sound: bool, credit: CreditPlace
    ) -> Answer:
        terms, key = self._terms, (edits, label, sound, credit)
        if key not in self._uses:
            self._uses[key] = a_use(
                self._workspace,
                purpose=terms.purpose,
                channel=terms.channel,
                territories=terms.territories,
                first=terms.first,
                last=terms.last,
                edits=edits,
                sound=sound,
                credit=credit,
                disclosure=label or "",
                language=terms.language,
            )
        return rights.clear(case, self._uses[key], self._workspace.settings.rights)

    def _label(self, case: Case) -> str | None:
        return label_for(
            self._workspace,
            [case],
            purposes={self._terms.purpose},
            identity="brand_handle",
            territories=self._terms.territories,
            language=self._terms.language,
        )


def _left_out(case: Case, code: str, text: str) -> NotShown:
    return NotShown(post=case.post.id, reasons=(Reason(code=code, text=text),))
