"""Who fits a campaign: creators in an order, each criterion with its weight, its value and what it rests on."""

from datetime import date

from ugc.model.base import Value
from ugc.model.campaigns import Amount, CriterionName, Engages
from ugc.model.creator_figures import CreatorFigures
from ugc.model.creators import Creator


class Candidate(Value):
    """A creator with all that criteria ask for. None is unknown."""

    creator: Creator
    figures: CreatorFigures
    engages: Engages = Engages()
    posts_with_rights: int = 0
    """Of their posts in the catalog, how many the records allow today for what the campaign asks."""
    campaigns: int = 0
    """Campaigns in which they posted."""
    last_worked: date | None = None
    """The day of the newest event with them in any campaign."""
    engagements: tuple[int, ...] = ()
    """Of each of their posts in campaigns, as far as known."""
    cost: Amount | None = None
    """What they were last paid or offered for a post."""


class Scored(Value):
    """One criterion of one creator."""

    name: CriterionName
    weight: float
    value: float | None
    """0..1; None where it is not known, which counts as nothing."""
    why: str
    """What the value rests on, in words."""

    @property
    def points(self) -> float:
        """weight x value."""
        return self.weight * (self.value or 0.0)


class Ranked(Value):
    """A creator in the order."""

    place: int
    creator: str
    """Key."""
    handle: str
    points: float
    most: float
    """The sum of all weights."""
    known: float
    """The sum of the weights of what is known."""
    criteria: tuple[Scored, ...]
    engages: Engages = Engages()


class Ranking(Value):
    """All candidates for a campaign."""

    campaign: str
    candidates: tuple[Ranked, ...]
