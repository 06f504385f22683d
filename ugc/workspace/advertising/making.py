"""One planned ad put together: whose names, words, days and permissions are on it; and what is blocked instead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ugc.model.ad_packages import BlockedAd
from ugc.model.ads import AD_CHANNELS, AdCode, AdFile, PlannedAd, Testimonial
from ugc.model.creatives import Creative
from ugc.model.posts import Account
from ugc.model.rights import Case, Reason
from ugc.model.vocab import Channel, Edit, Identity
from ugc.rights.windows import earliest
from ugc.wording import file_name, fill
from ugc.workspace.advertising import parties
from ugc.workspace.advertising.gates import Gates, Verdict, unblock
from ugc.workspace.advertising.orders import AdOrder
from ugc.workspace.advertising.texts import as_reason, problems, said
from ugc.workspace.clearing import markets
from ugc.workspace.copywriting import Copywriter

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class AdMaker:
    """Makes the planned ads of one order. What is blocked is collected on the way."""

    def __init__(self, workspace: "Workspace", order: AdOrder) -> None:
        self._workspace = workspace
        self._order = order
        self._tables = workspace.tables
        self._writer = Copywriter(workspace.settings, {})
        self._brand = parties.brand(workspace, order.platform)
        self.gates = Gates(workspace)
        self.identity: Identity = order.identity or _usual_identity(order)
        self.blocked: list[BlockedAd] = []

    def ad(
        self,
        case: Case,
        *,
        name: str,
        verdicts: Sequence[Verdict],
        creative: Creative | None = None,
        files: tuple[AdFile, ...] = (),
        cards: tuple[AdFile, ...] = (),
        spots: Sequence[str] = (),
        channels: tuple[Channel, ...] = (),
        code: AdCode | None = None,
    ) -> PlannedAd | None:
        order, ads = self._order, self._workspace.settings.ads
        until = earliest([verdict.valid_until for verdict in verdicts])
        grants = tuple(dict.fromkeys(grant for verdict in verdicts for grant in verdict.grants))
        primary = order.primary or (creative.primary if creative else ())
        headline = order.headline or (creative.words.headline if creative else None)
        texts = {
            "primary": primary,
            "headline": (headline,) if headline else (),
            "description": (order.description,) if order.description else (),
        }
        notes = self._texts_fit(case, spots, texts, creative)
        if notes is None:
            return None
        own = self._workspace.settings.brand.name
        where = tuple(
            sorted(markets(self._workspace, order.markets or (creative.markets if creative else None)))
        )
        return PlannedAd(
            name=name,
            way=order.way,
            identity=self.identity,
            first=order.first,
            platform=order.platform,
            channels=channels or self._channels_of(spots),
            post=parties.post(self._workspace, case, order.platform),
            more_posts=creative.posts[1:] if creative else (),
            creator=parties.creator(case, order.platform),
            creators=creative.creators if creative else _authors(case),
            brand=self._brand,
            files=files,
            cards=cards,
            code=code or (self._code_of_new(case) if self.identity != "brand_handle" else None),
            primary=primary,
            headline=headline,
            description=order.description,
            cta=ads.cta if order.cta is None else order.cta,
            link=order.link or (creative.link if creative else None) or ads.link or None,
            credit_line=creative.credit_line if creative else "",
            disclosure=creative.disclosure if creative else None,
            language=creative.words.language if creative else "en",
            testimonial=Testimonial(**order.testimonial.model_dump()) if order.testimonial else None,
            markets=where,
            starts=order.flight[0],
            ends=order.flight[1] if until == "perpetual" else min(order.flight[1], until),
            valid_until=until,
            beneficiary=order.beneficiary or ads.beneficiary or own,
            payer=order.payer or ads.payer or own,
            granted_edits=_granted(case, grants),
            grants=grants,
            not_checked=tuple(dict.fromkeys(line for verdict in verdicts for line in verdict.not_checked)),
            notes=notes,
        )

    def _code_of_new(self, case: Case) -> AdCode | None:
        """The permission that lets the creator's name stand on a new ad."""
        first, last = self._order.flight
        found = (
            parties.code(case, self._order.platform, first=first, last=last, secret=each)
            for each in (False, True)
        )
        return next(filter(None, found), None)

    def _texts_fit(
        self, case: Case, spots: Sequence[str], texts: dict[str, tuple[str, ...]], creative: Creative | None
    ) -> tuple[str, ...] | None:
        """Return what is worth knowing of the texts; None when one of them breaks a rule, which is then listed."""
        found = list(problems(self._tables, sorted(set(spots)), texts))
        reasons = {as_reason(*each): None for each in found if each[1].severity == "error"}
        if reasons:
            self.block(creative.posts if creative else [case.post.id], tuple(reasons), creative=creative)
            return None
        return tuple(dict.fromkeys(said(*each) for each in found if each[1].severity == "warning"))

    def _channels_of(self, spots: Sequence[str]) -> tuple[Channel, ...]:
        told = {self._tables.placements[spot].channel for spot in spots}
        return tuple(each for each in AD_CHANNELS[self._order.platform] if each in told)

    def stem(self, case: Case, *, template: str) -> str:
        known = self._writer.values(case.post) | {"template": template, "way": self._order.way}
        return file_name(fill(self._workspace.settings.ads.naming, known, where="ads.naming"))

    def block(
        self,
        posts: Sequence[str],
        reasons: tuple[Reason, ...],
        *,
        creative: Creative | None = None,
        placement: str | None = None,
        channel: Channel | None = None,
        hint: str = "",
    ) -> None:
        authors = [each for post in posts for each in _authors(self.gates.case(post))]
        self.blocked.append(
            BlockedAd(
                posts=tuple(posts),
                creators=tuple(dict.fromkeys(author.handle for author in authors)),
                variant=creative.variant if creative else None,
                placement=placement,
                channel=channel,
                reasons=reasons,
                unblock=(hint,) if hint else unblock(reasons),
            )
        )


def _usual_identity(order: AdOrder) -> Identity:
    if order.way == "new":
        return "brand_handle"
    return "both" if order.platform == "meta" else "creator_handle"


def _authors(case: Case) -> tuple[Account, ...]:
    return (case.post.author,) if case.post.author else ()


def _granted(case: Case, grants: Sequence[str]) -> frozenset[Edit]:
    """What all of some grants allow to be done to the picture."""
    own = [grant.edits for grant in case.grants if grant.id in grants]
    return frozenset.intersection(*own) if own and len(own) == len(grants) else frozenset()
