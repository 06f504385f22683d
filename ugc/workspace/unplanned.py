"""Why posts cannot be planned at all, and the words of a creative as one text."""

from ugc.errors import UgcError
from ugc.model.creatives import Copy, NotPlanned
from ugc.model.formats import Format
from ugc.model.posts import Post

_WHY = {
    "no_media": ("It has no media on file.", "Import a folder that holds the post's picture."),
    "author_unknown": (
        "No source says who made it, so it cannot be credited.",
        "Import a record that names the creator, or grant it with --licensor NAME.",
    ),
    "clip": (
        "It is a clip, and the format takes pictures alone.",
        "Take a format that takes clips: `ugc formats`.",
    ),
    "too_few": (
        "It has fewer pictures than the template shows.",
        "Add pictures of the same creator to the selection, or take another template.",
    ),
}


def all_text(words: Copy) -> str:
    """Return all that a creative says, a text a line: what its fonts must be able to draw."""
    said = (words.credit, words.platform, words.headline, words.cta, words.disclosure, *words.texts.values())
    return "\n".join(text for text in said if text)


def unplanned(post: Post, chosen: Format, code: str) -> NotPlanned:
    """Return why a post is not planned for a format, by the reason's code."""
    why, hint = _WHY[code]
    return NotPlanned(post=post.id, format=chosen.id, code=code, why=why, hint=hint)


def refused(post: Post, chosen: Format, code: str, error: UgcError) -> NotPlanned:
    """Return why a post is not planned for a format, by a fault that was found."""
    return NotPlanned(post=post.id, format=chosen.id, code=code, why=error.message, hint=error.hint or "")
