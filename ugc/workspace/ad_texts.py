"""What stands beside a picture in an ad: texts held against the limits of placements, and the link with its UTM."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

from ugc.copydeck import CopyDeck
from ugc.formats import Tables, check_copy
from ugc.model.creatives import Copy, NotPlanned
from ugc.model.formats import Format
from ugc.model.posts import Post
from ugc.model.probes import Problem
from ugc.wording import fill
from ugc.workspace.copywriting import Wording, quoted

_CALLED = {
    "primary": ("primary", "intro", "post", "caption"),
    "headline": ("long_headline", "headline", "card_headline", "title"),
    "description": ("description",),
}
"""Our fields, and what platforms call them: the first that a placement has is meant."""


class AdTexts:
    """Holds the texts of ads against the placements of formats; what it has once seen it knows."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[tuple[str, str, str], tuple[tuple[str, Problem], ...]] = {}
        self.warnings: dict[str, None] = {}
        """What is longer than a placement shows, each with where it would be cut, in the order found."""

    def refused(
        self, post: Post, chosen: Format, wording: Wording, words: Copy, primary: Sequence[tuple[str, str]]
    ) -> NotPlanned | None:
        """Return why the texts cannot run in a format, if so; what is only too long to be shown is a warning."""
        said = [("primary", text, where) for text, where in primary]
        if words.headline and wording.axes:
            said.append(("headline", words.headline, wording.places["headline"]))
        errors: list[tuple[str, str, Problem]] = []
        for field, text, where in said:
            for name, problem in self._problems(field, text, chosen):
                if problem.severity == "error":
                    errors.append((where, name, problem))
                elif problem.severity == "warning":
                    self.warnings[
                        f"{where} on {name}: {problem.measured}, {problem.required}. {problem.fix}"
                    ] = None
        if not errors:
            return None
        where, name, problem = errors[0]
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        why = f"{where} on {name}: {problem.text} {problem.measured}, {problem.required}.{more}"
        return NotPlanned(post=post.id, format=chosen.id, code=problem.code, why=why, hint=problem.fix)

    def _problems(self, field: str, text: str, chosen: Format) -> tuple[tuple[str, Problem], ...]:
        key = (field, text, chosen.id)
        if key not in self._known:
            self._known[key] = tuple(problems_of(field, text, chosen, self._tables))
        return self._known[key]


def problems_of(field: str, text: str, chosen: Format, tables: Tables) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with a text in each placement of a format, with the placement's name.

    `field` is one of ours: primary, headline, description.
    """
    for placement in chosen.placements:
        called = next((name for name in _CALLED[field] if name in placement.text), None)
        if called:
            alone = chosen.model_copy(update={"placements": (placement,)})
            for problem in check_copy({called: text}, alone, tables=tables):
                yield placement.name, problem


def link_of(
    deck: CopyDeck | None, values: Mapping[str, object], chosen: Format, *, concept: str
) -> str | None:
    """Return where an ad leads to: the deck's address with its UTM parameters; None where it has no link.

    Its templates know what texts know, `campaign`, `copy`, `format`, the short `concept`, and as `platform` where the
    ad runs. A query that the address has is kept, and every value is escaped.
    """
    if deck is None or deck.link is None:
        return None
    platforms = dict.fromkeys(placement.platform for placement in chosen.placements)
    known = dict(values) | {
        "campaign": deck.campaign,
        "copy": deck.name,
        "format": chosen.id,
        "concept": concept,
        "platform": "-".join(platforms),
    }
    url = fill(deck.link.url, quoted(known), where=f"{deck.file}: link.url")
    added = urlencode(
        [
            (f"utm_{name}", fill(text, known, where=f"{deck.file}: link.utm.{name}"))
            for name, text in deck.link.utm.items()
        ]
    )
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))
