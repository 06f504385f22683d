"""The words of a request, written from a wording. What was collected is only ever a value in it."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc import text
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.dealings import Scope
from ugc.model.posts import Post
from ugc.model.records import Terms
from ugc.model.vocab import Via
from ugc.wording import fill
from ugc.workspace.asking.spoken import Tongue, scope_in_words, terms_in_words, what_in_words
from ugc.workspace.asking.wordings import Wording, in_turn, wordings

if TYPE_CHECKING:
    from ugc.workspace import Workspace

LONGEST_COMMENT = 300
"""Characters of a comment: longer ones are neither read nor welcome."""
_LONGEST = 10_000
_LONGEST_HANDLE = 60
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Question(Value):
    """What one message asks of one creator."""

    handle: str
    posts: tuple[Post, ...]
    """None: everything of theirs."""
    scope: Scope
    via: Via
    terms: Terms
    file: str | None = None
    """Name of the terms' document, which goes along with the message."""
    hashtag: str | None = None
    asked_on: date | None = None
    """When it was asked before; the message is then a reminder."""

    @property
    def kind(self) -> str:
        """Of which kind its wordings are."""
        return f"remind-{self.via}" if self.asked_on else self.via


class Message(Value):
    """The words, and the wording that they were made from."""

    text: str
    wording: Wording


class Writer:
    """Writes messages in one language, each from the wording that comes after the one used last."""

    def __init__(self, workspace: "Workspace", language: str) -> None:
        self._workspace = workspace
        self.language = language
        self._tongue = Tongue.load(workspace.root, language)
        self._found: dict[str, list[Wording]] = {}
        self._last: dict[str, str | None] = {}

    def count(self, kind: str) -> int:
        """How many wordings there are of a kind."""
        return len(self._of(kind))

    def write(self, question: Question) -> Message:
        """Write one message. Raises UsageError for a wording that is broken, or a comment that none fits into."""
        kind = question.kind
        values = self._values(question)
        tried: list[int] = []
        for wording in in_turn(self._of(kind), self._last[kind]):
            message = fill(wording.text, values, where=wording.place)
            if not message:
                raise UsageError(f"{wording.place} says nothing.", hint="Write the question into it.")
            if len(message) > _LONGEST:
                raise UsageError(
                    f"{wording.place} gives {len(message):,} characters; a message may have {_LONGEST:,}."
                )
            if question.via != "comment" or len(message) <= LONGEST_COMMENT:
                self._last[kind] = wording.name
                return Message(text=message, wording=wording)
            tried.append(len(message))
        raise UsageError(
            f"A comment may have {LONGEST_COMMENT} characters; the shortest of these would have {min(tried)}.",
            hint="Ask for less, give a shorter link, or ask by direct message: --via dm.",
        )

    def _of(self, kind: str) -> list[Wording]:
        if kind not in self._found:
            self._found[kind] = wordings(self._workspace.root, self.language, kind)
            self._last[kind] = self._workspace.catalog.overview.last_wording(kind, self.language)
        return self._found[kind]

    def _values(self, question: Question) -> dict[str, object]:
        """What a wording can name. All of it may stand in public: a comment is read by strangers."""
        brand = self._workspace.settings.brand
        what, it = what_in_words(self._tongue, question.posts)
        said = scope_in_words(self._tongue, question.scope, short=question.via == "comment")
        asked_on = {"asked_on": self._tongue.day(question.asked_on)} if question.asked_on else {}
        return {
            **said,
            **asked_on,
            "creator": plain(question.handle.lstrip("@"))[:_LONGEST_HANDLE],
            "brand": brand.name,
            "brand_handle": f"@{brand.handle.lstrip('@')}" if brand.handle else brand.name,
            "what": what,
            "it": it,
            "posts": self._posts(question.posts),
            "terms": terms_in_words(self._tongue, question.terms, question.file),
            "link": question.terms.url or "",
            "file": question.file or "",
            "hashtag": question.hashtag or "",
            "language": self.language,
        }

    def _posts(self, posts: Sequence[Post]) -> list[str]:
        if not posts:
            return [self._tongue.say("what", "everything")]
        return [_known_as(post, lambda name: self._tongue.say("what", "file", name=name)) for post in posts]


def plain(words: str) -> str:
    """Return collected words as one line without characters that hide or turn others round."""
    return text.one_line(_HIDDEN.sub("", words))


def _known_as(post: Post, named: Callable[[str], str]) -> str:
    """What a creator knows a post by: its address, else the name of its file."""
    if post.permalink and post.permalink.startswith(("https://", "http://")):
        return "".join(plain(post.permalink).split())
    names = [media.name for media in post.media if media.name]
    return named(plain(names[0])[:200]) if names else post.id
