"""One planned ad put together: whose names, words, days and permissions are on it; and what is blocked instead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ugc.model.ad_packages import BlockedAd
from ugc.model.ads import AD_CHANNELS, AdCode, AdFile, PlannedAd
from ugc.model.creatives import Creative
from ugc.model.posts import Account
from ugc.model.rights import Case, Reason
from ugc.model.vocab import Channel, Edit, Identity
from ugc.rights.windows import earliest
from ugc.text import clean, one_line
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
        words = self._words(creative)
        notes = self._texts_fit(case, spots, words, creative)
        if notes is None:
            return None
        order = self._order
        named = order.markets or (creative.markets if creative else None)
        return PlannedAd(
            **words,
            **self._terms(verdicts),
            **order.model_dump(include={"way", "first", "platform"}),
            name=name,
            identity=self.identity,
            channels=channels or self._channels_of(spots),
            post=parties.post(self._workspace, case, order.platform),
            more_posts=creative.posts[1:] if creative else (),
            creator=parties.creator(case, order.platform),
            creators=creative.creators if creative else _authors(case),
            brand=self._brand,
            files=files,
            cards=cards,
            code=code or (self._code_of_new(case) if self.identity != "brand_handle" else None),
            markets=tuple(sorted(markets(self._workspace, named))),
            granted_edits=_granted(case, verdicts),
            notes=notes,
        )

    def _words(self, creative: Creative | None) -> dict[str, Any]:
        """What is said on and beside an ad, and for whom: as ordered, else as the creative has it, else as ugc.toml."""
        order, ads, brand = self._order, self._workspace.settings.ads, self._workspace.settings.brand.name
        told: dict[str, Any] = {
            "primary": tuple(map(clean, order.primary)) or (creative.primary if creative else ()),
            "headline": one_line(order.headline or "") or (creative.words.headline if creative else None),
            "description": one_line(order.description or "") or None,
            "cta": ads.call_to_action if order.cta is None else order.cta,
            "link": order.link or (creative.link if creative else None) or ads.link or None,
            "testimonial": order.testimonial.model_dump() if order.testimonial else None,
            "beneficiary": order.beneficiary or ads.beneficiary or brand,
            "payer": order.payer or ads.payer or brand,
        }
        if creative:
            told |= {"credit_line": creative.credit_line, "disclosure": creative.disclosure}
            told["language"] = creative.words.language
        return told

    def _terms(self, verdicts: Sequence[Verdict]) -> dict[str, Any]:
        """From when until when it may run, and what that rests on."""
        first, last = self._order.flight
        until = earliest([verdict.valid_until for verdict in verdicts])
        return {
            "starts": first,
            "ends": last if until == "perpetual" else min(last, until),
            "valid_until": until,
            "grants": _grants(verdicts),
            "not_checked": tuple(dict.fromkeys(line for verdict in verdicts for line in verdict.not_checked)),
        }

    def _code_of_new(self, case: Case) -> AdCode | None:
        """The permission that lets the creator's name stand on a new ad."""
        first, last = self._order.flight
        found = (
            parties.code(case, self._order.platform, first=first, last=last, secret=each)
            for each in (False, True)
        )
        return next(filter(None, found), None)

    def _texts_fit(
        self, case: Case, spots: Sequence[str], words: dict[str, Any], creative: Creative | None
    ) -> tuple[str, ...] | None:
        """Return what is worth knowing of the texts; None when one of them breaks a rule, which is then listed."""
        texts = {name: (words[name],) for name in ("headline", "description") if words[name]}
        found = list(problems(self._tables, sorted(set(spots)), texts | {"primary": words["primary"]}))
        broken = [each for each in found if each[1].severity == "error"]
        if broken:
            fixes = dict.fromkeys(problem.fix for _, problem in broken)
            reasons = tuple(dict.fromkeys(as_reason(*each) for each in broken))
            posts = creative.posts if creative else [case.post.id]
            self.block(posts, reasons, creative=creative, fixes=tuple(fixes))
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
        fixes: tuple[str, ...] = (),
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
                unblock=fixes or unblock(reasons),
            )
        )


def _usual_identity(order: AdOrder) -> Identity:
    if order.way == "new":
        return "brand_handle"
    return "both" if order.platform == "meta" else "creator_handle"


def _authors(case: Case) -> tuple[Account, ...]:
    return (case.post.author,) if case.post.author else ()


def _grants(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(grant for verdict in verdicts for grant in verdict.grants))


def _granted(case: Case, verdicts: Sequence[Verdict]) -> frozenset[Edit]:
    """What all grants that an ad rests on allow to be done to the picture; nothing, where it shows other posts too."""
    grants = _grants(verdicts)
    own = [grant.edits for grant in case.grants if grant.id in grants]
    return frozenset.intersection(*own) if own and len(own) == len(grants) else frozenset()
