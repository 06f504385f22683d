"""What figures are grouped by: concept, creators, hook, template, format and copy of what an ad shows."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.errors import InputError
from ugc.identity import CONCEPT_DIGITS
from ugc.model.auditing import JoinedRow, Match
from ugc.model.creatives import Copy, Creative, Source
from ugc.model.phrases import listed
from ugc.model.posts import Account, Post
from ugc.results.figures import AXIS, not_known
from ugc.results.rows import Key, Placed, Shown
from ugc.text import fold, one_line

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_LONGEST = 80
_AS_IT_IS = Key("as-it-is", "Post as it is", "the creator's post itself runs as the ad")
_NO_HOOK = not_known("no clip is joined before it, and its copy has no headline to choose from")
_GONE = not_known("the catalog has no row of the creative")

Keys = tuple[Key, ...]


class Traits:
    """Finds the groups of what ads show; what was looked up once is kept."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._shown: dict[tuple[object, ...], Shown] = {}
        self._posts: dict[str, Post | None] = {}
        self._creatives: dict[str, MadeCreative | None] = {}

    def placed(self, joined: JoinedRow) -> Placed:
        """Return a row with the groups of what it shows."""
        match = joined.match
        if match is None:
            return Placed(joined.row, None)
        key = (match.variant, match.variants, match.concept, match.posts, match.certain)
        if key not in self._shown:
            self._shown[key] = self._found(match)
        return Placed(joined.row, self._shown[key])

    def _found(self, match: Match) -> Shown:
        names = match.variants or ((match.variant,) if match.variant else ())
        known = [row for name in names if (row := self._creative(name))]
        made = [row.creative for row in known if row.creative]
        posts = tuple(dict.fromkeys(post for row in known for post in row.posts)) or match.posts
        people = self._people(posts, [account for creative in made for account in creative.creators])
        keys: dict[str, Keys] = {"creator": tuple(people)}
        if made:
            keys |= self._of_creatives(made)
        elif match.concept or match.variant:
            short = f"c{match.concept[:CONCEPT_DIGITS]}" if match.concept else ""
            keys["concept"] = (Key(short, short, _handles(people)) if short else _GONE,)
            keys |= dict.fromkeys(("hook", "template", "format"), (_GONE,))
        else:
            keys |= self._as_it_is(posts, people)
        return Shown(
            keys=tuple((by, found) for by, found in keys.items() if found),
            posts=posts,
            handles=tuple(sorted(self._handles(people))),
            variant=match.variant,
            concept=match.concept or (made[0].concept if made else None),
            still=bool(made) and all(creative.type != "mp4" for creative in made),
            certain=match.certain,
        )

    def _of_creatives(self, made: Sequence[Creative]) -> dict[str, Keys]:
        keys: dict[str, Keys] = {
            "concept": (_together([_concept(creative) for creative in made]),),
            "hook": (_together([self._hook(creative) for creative in made]),),
            "template": (_together([Key(creative.template, creative.template) for creative in made]),),
            "format": (_together([Key(creative.format, creative.format) for creative in made]),),
        }
        for axis in sorted({axis for creative in made for axis in creative.axes}):
            on = [_on_axis(creative, axis) for creative in made if axis in creative.axes]
            keys[f"{AXIS}{axis}"] = (_together(on),)
        return keys

    def _as_it_is(self, posts: Sequence[str], people: Sequence[Key]) -> dict[str, Keys]:
        shown = [Key(post, post, f"{_handles(people)}, the post as it is") for post in posts]
        return {
            "concept": (_together(shown),) if shown else (),
            "hook": (_AS_IT_IS,),
            "template": (_AS_IT_IS,),
            "format": (_AS_IT_IS,),
        }

    def _hook(self, creative: Creative) -> Key:
        """The first clip of a joined one; of others the headline that was chosen."""
        first = next((source for source in creative.sources if source.role == "hook"), None)
        if first:
            post = self._post(first.post)
            name = post.id if post else first.post
            named = f"{_handles(self._people([name], []))}{_span(first)}"
            return Key(f"{name}:{first.sha256[:12]}{_span(first)}", named, f"clip of {name}")
        return _on_axis(creative, "headline") if "headline" in creative.axes else _NO_HOOK

    def _people(self, posts: Sequence[str], told: Sequence[Account]) -> Keys:
        """Everybody whose posts they are; where no post is known any more, whom the creative names."""
        found: dict[str, Key] = {}
        for name in posts:
            post = self._post(name)
            if post and post.author:
                own = post.creator or _own(post.author)
                found.setdefault(own, Key(own, f"@{one_line(post.author.handle)}"))
                for other in post.coauthors:
                    found.setdefault(_own(other), Key(_own(other), f"@{one_line(other.handle)}"))
        if not found:
            found = {_own(account): Key(_own(account), f"@{one_line(account.handle)}") for account in told}
        return tuple(found.values())

    def _handles(self, people: Sequence[Key]) -> set[tuple[str, str]]:
        """Every handle of these people, folded, with their group."""
        found = {(fold(person.label.removeprefix("@")), person.id) for person in people}
        for person in people:
            accounts = self._workspace.catalog.accounts(person.id)
            found |= {(fold(account.handle), person.id) for account in accounts}
        return found

    def _post(self, name: str) -> Post | None:
        if name not in self._posts:
            try:
                self._posts[name] = self._workspace.catalog.post(name)
            except InputError:
                self._posts[name] = None
        return self._posts[name]

    def _creative(self, variant: str) -> MadeCreative | None:
        if variant not in self._creatives:
            self._creatives[variant] = self._workspace.catalog.creative_by_variant(variant)
        return self._creatives[variant]


def _own(account: Account) -> str:
    return f"{account.platform}:{fold(account.handle)}"


def _handles(people: Sequence[Key]) -> str:
    return listed(person.label for person in people) if people else "no known creator"


def _span(source: Source) -> str:
    if source.start is None and source.end is None:
        return ""
    end = f"{source.end:.1f}" if source.end is not None else "its end"
    return f", {source.start or 0:.1f} to {end} s"


def _concept(creative: Creative) -> Key:
    short = f"c{creative.concept[:CONCEPT_DIGITS]}"
    whom = listed(dict.fromkeys(f"@{one_line(account.handle)}" for account in creative.creators))
    label = _headline(creative.words) or f"{whom}, {listed(creative.posts)}"
    return Key(short, label, f"{short} · {creative.template} · {whom}")


def _headline(words: Copy) -> str:
    """What tells a concept from others to a reader; a call to action is much the same on all of them."""
    text = one_line(words.headline or "")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _on_axis(creative: Creative, axis: str) -> Key:
    """Where a creative stands on an axis, with the words that stand there."""
    at = one_line(creative.axes[axis])
    said = one_line(creative.words.said(axis) or "")
    said = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
    return Key(f"{at} {said}".strip(), f"{at}: {said}" if said else at)


def _together(keys: Sequence[Key]) -> Key:
    """One group for what an ad shows together, as the cards of a carousel do: a row cannot be split among them."""
    each = sorted({key.id: key for key in keys}.values())
    if len(each) == 1:
        return each[0]
    labels = list(_few([key.label for key in each]))
    return Key("+".join(key.id for key in each), " + ".join(labels), "together in one ad")


def _few(labels: Sequence[str], most: int = 3) -> Iterator[str]:
    yield from labels[:most]
    if len(labels) > most:
        yield f"{len(labels) - most} more"
