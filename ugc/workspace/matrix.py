"""The matrix of a run: template x alternatives of texts x language, from a campaign's copy, and how large it may be."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from ugc import config, copydeck, templates
from ugc.copydeck import CopyDeck, LanguageCopy
from ugc.errors import UgcError, UsageError
from ugc.model.templates import Template
from ugc.model.territories import expand_territories
from ugc.text import counted
from ugc.workspace.copywriting import Copywriter, Wording

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order


class Matrix:
    """What a campaign's copy makes of an order: the languages of its markets, and every wording of each template."""

    def __init__(self, workspace: "Workspace", order: "Order") -> None:
        """Read the order's copy, if it names one. Raises UsageError where no language is for any of its markets."""
        if order.ab and not order.copy_deck:
            raise UsageError(
                "--ab makes a matrix of a campaign's copy, and none is named.", hint="Say --copy NAME."
            )
        self._order = order
        self._most = order.most or workspace.settings.render.most_variants
        self.notes: list[str] = []
        """What the person should know of the copy as a whole."""
        self.deck: CopyDeck | None = None
        self._spoken: tuple[tuple[LanguageCopy, tuple[str, ...]], ...] = ()
        if order.copy_deck:
            self.deck = copydeck.read(order.copy_deck, workspace.root, fields=_fields(workspace))
            self._spoken = self._languages(self.deck, _asked(workspace, order))

    def wordings(self, template: Template, writer: Copywriter) -> tuple[Wording, ...]:
        """Return every wording that a template is to be drawn with; the usual one where there is no campaign's copy."""
        if self.deck is None:
            return (writer.usual,)
        return tuple(
            wording
            for copy, markets in self._spoken
            for wording in self._of_language(self.deck, copy, markets, template, writer)
        )

    def check_size(self, made: Sequence[tuple[Template, Sequence[Wording]]]) -> None:
        """Raise UsageError, with the numbers of each axis, for a matrix that is larger than was knowingly allowed."""
        formats = len(self._order.formats)
        count = formats * sum(len(wordings) for _, wordings in made)
        if not self._order.ab or count <= self._most:
            return
        axes = {"template": len(made), "language": len(self._spoken)}
        for template, _ in made:
            for copy, _ in self._spoken:
                for field, texts in self._choices(copy, template).items():
                    axes[field] = max(axes.get(field, 1), len(texts))
        said = " x ".join(counted(number, name) for name, number in {**axes, "format": formats}.items())
        uneven = ", not all of them with each other" if count != formats * prod(axes.values()) else ""
        raise UsageError(
            f"The matrix has {count:,} variants of each picture: {said}{uneven}. {self._most} are allowed.",
            hint=f"Ask for fewer, or allow it with --most {count}, or with most_variants under [render].",
        )

    def undrawn(self, template: Template) -> Iterator[str]:
        """Say which alternatives make no picture of their own, since the template does not draw them."""
        left: dict[str, int] = {}
        for copy, _ in self._spoken:
            for field, texts in copy.fields.items():
                if field not in template.words and len(texts) > 1:
                    left[field] = max(left.get(field, 0), len(texts))
        for field, number in left.items():
            yield f"Template {template.name} draws no {field}: its {number} alternatives are one picture."

    def _languages(
        self, deck: CopyDeck, asked: frozenset[str] | None
    ) -> tuple[tuple[LanguageCopy, tuple[str, ...]], ...]:
        """The languages of the markets that are asked for, each with its countries; None asks for all."""
        named = {copy.language: _countries(deck, copy) for copy in deck.languages}
        taken = frozenset[str]().union(*named.values())
        if asked is None:
            return tuple((copy, ()) for copy in deck.languages)
        found: list[tuple[LanguageCopy, tuple[str, ...]]] = []
        served: dict[str, list[str]] = {}
        for copy in deck.languages:
            here = asked & named[copy.language] if copy.markets else asked - taken
            for country in here:
                served.setdefault(country, []).append(copy.language)
            if here:
                found.append((copy, () if here == asked else tuple(sorted(here))))
            else:
                whose = ", ".join(copy.markets) or "left over for it"
                self.notes.append(
                    f"{deck.file}: {copy.language} is left out: no market of this run is {whose}."
                )
        self._say_markets(deck, asked, served)
        return tuple(found)

    def _say_markets(
        self, deck: CopyDeck, asked: frozenset[str], served: Mapping[str, Sequence[str]]
    ) -> None:
        shared: dict[tuple[str, ...], list[str]] = {}
        for country, languages in served.items():
            if len(languages) > 1:
                shared.setdefault(tuple(languages), []).append(country)
        for pair, countries in shared.items():
            self.notes.append(
                f"{deck.file}: {' and '.join(pair)} both take {_listed(countries)}: both are made."
            )
        without = asked - set(served)
        if without and not served:
            raise UsageError(
                f"{deck.file} has no language for {_listed(without)}.",
                hint="Add one of these to the markets of a language, or ask for others with --market.",
            )
        if without:
            self.notes.append(
                f"{deck.file} has no language for {_listed(without)}: nothing is made for there."
            )

    def _of_language(
        self,
        deck: CopyDeck,
        copy: LanguageCopy,
        markets: tuple[str, ...],
        template: Template,
        writer: Copywriter,
    ) -> Iterator[Wording]:
        choices = self._choices(copy, template)
        numbers = [range(len(texts)) if self._order.ab else (0,) for texts in choices.values()]
        axes = {"copy": deck.name, "template": template.name, "language": copy.language}
        primary = tuple(
            (text, f"{deck.file}: {copy.key('primary', n)}") for n, text in enumerate(copy.primary)
        )
        for row in product(*numbers):
            chosen = dict(zip(choices, row, strict=True))
            texts = {field: texts[chosen.get(field, 0)] for field, texts in copy.fields.items()}
            places = {field: f"{deck.file}: {copy.key(field, chosen.get(field, 0))}" for field in texts}
            yield replace(
                writer.wording(texts, places, language=copy.language),
                axes=axes | {field: f"{field[0]}{number + 1}" for field, number in chosen.items()},
                markets=markets,
                primary=primary,
            )

    def _choices(self, copy: LanguageCopy, template: Template) -> dict[str, tuple[str, ...]]:
        """The texts with alternatives that a template draws, unless the order says its own."""
        return {
            field: texts
            for field, texts in copy.fields.items()
            if len(texts) > 1 and field in template.words and field not in self._order.texts
        }


def _fields(workspace: "Workspace") -> frozenset[str]:
    """The texts that the templates of a workspace draw; one that is broken says so when it is asked for."""
    own = [workspace.root / "templates"]
    found: set[str] = set()
    for name in templates.names(own):
        with suppress(UgcError):
            found |= set(templates.load(name, own).words)
    return frozenset(found)


def _asked(workspace: "Workspace", order: "Order") -> frozenset[str] | None:
    """The countries of a run; None for proofs of a workspace without markets, which may show every language."""
    from ugc.workspace.clearing import markets

    if order.proof and not (order.markets or workspace.settings.markets):
        return None
    return markets(workspace, order.markets)


def _countries(deck: CopyDeck, copy: LanguageCopy) -> frozenset[str]:
    try:
        return expand_territories(frozenset(config.territory(name) for name in copy.markets))
    except ValueError as error:
        raise UsageError(f"{deck.file}: {copy.language}.markets: {error}.") from error


def _listed(countries: "frozenset[str] | Sequence[str]") -> str:
    names = sorted(countries)
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
