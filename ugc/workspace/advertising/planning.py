"""Ads planned: every file, placement and text of them asked for and checked; what may not run is blocked, and said."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.files import md5_of, sha256_of
from ugc.identity import with_ids
from ugc.model.ads import AD_CHANNELS, AdCode, AdFile, PlannedAd
from ugc.model.creatives import Creative
from ugc.model.rights import Case, Reason
from ugc.model.vocab import Channel
from ugc.wording import file_name
from ugc.workspace.advertising import parties
from ugc.workspace.advertising.choosing import Choice, best, spots
from ugc.workspace.advertising.gates import Question, Verdict, wanted
from ugc.workspace.advertising.making import AdMaker
from ugc.workspace.advertising.orders import AdOrder
from ugc.workspace.advertising.texts import as_reason
from ugc.workspace.checking import Checking

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FILES = "files"
"""Folder of a package in which pictures and clips lie."""


class Served(NamedTuple):
    """A creative and the placements that it may serve, with what the records say of each."""

    creative: Creative
    verdicts: dict[str, Verdict]
    """By placement."""


class Stop(NamedTuple):
    """Why a creative cannot run in a placement."""

    reasons: tuple[Reason, ...]
    fixes: tuple[str, ...] = ()
    """What to do about it; none: as the reasons' codes say."""


class Planner:
    """Plans the ads of one order. What is blocked is collected on the way."""

    def __init__(self, workspace: "Workspace", order: AdOrder, folder: Path | None) -> None:
        """`folder` is that of the creatives, where ads are made of some."""
        self._order = order
        self._folder = folder
        self._tables = workspace.tables
        self._maker = AdMaker(workspace, order)
        self._gates = self._maker.gates
        self._sealed = workspace.catalog.sealed.all()
        self.blocked = self._maker.blocked
        self.sources: dict[str, Path] = {}
        """Path in the package to the file that is to lie there."""

    # --- new ads, of rendered files ------------------------------------------------------------------------------

    def of_creatives(self, choice: Choice) -> PlannedAd | None:
        """Plan the ad of some creatives; None when nothing of it may run."""
        served = [each for made in choice.creatives if (each := self._served(made, choice.carousel))]
        if choice.carousel and len(served) < len(choice.creatives):
            return None  # a card that is missing makes it another ad; why is listed
        if not choice.carousel:
            served = self._each_placement_once(served)
        if not served:
            return None
        files = tuple(self._file(each) for each in served)
        verdicts = [verdict for each in served for verdict in each.verdicts.values()]
        main = served[0].creative
        case = self._gates.case(main.posts[0])
        stem = self._maker.stem(case, template=main.template)
        return self._maker.ad(
            case,
            name=with_ids(stem, main.concept, main.variant),
            verdicts=verdicts,
            creative=main,
            files=() if choice.carousel else files,
            cards=files if choice.carousel else (),
            spots=[spot for each in served for spot in each.verdicts],
        )

    def _served(self, made: Creative, carousel: bool) -> Served | None:
        """Ask for every placement of a creative, and check the file for those that it may run in."""
        found: dict[str, Verdict] = {}
        stopped: list[tuple[str, Stop]] = []
        asked = Question(self._maker.identity, self._order.markets, *self._order.flight)
        for answer, row in spots(made, self._tables, self._order.platform, carousel=carousel):
            if not wanted(row, self._order.placements):
                continue
            verdict = self._gates.creative(made, answer, asked)
            if verdict.allowed:
                found[row.id] = verdict
            else:
                stopped.append((row.id, Stop(verdict.reasons)))
        broken = self._broken(made, found) if found else {}
        for placement, stop in (*stopped, *broken.items()):
            channel = self._tables.placements[placement].channel
            self._maker.block(
                made.posts,
                stop.reasons,
                creative=made,
                placement=placement,
                channel=channel,
                fixes=stop.fixes,
            )
        found = {id: verdict for id, verdict in found.items() if id not in broken}
        return Served(made, found) if found else None

    def _broken(self, made: Creative, verdicts: dict[str, Verdict]) -> dict[str, Stop]:
        """What `ugc check` has against a creative's file, by placement; a file that is gone or changed serves none."""
        path = self._path(made)
        if not path.is_file() or sha256_of(path) != made.sha256:
            state = "is not there" if not path.is_file() else "is not the one that was rendered"
            gone = Reason(code="check:file", text=f"{made.file} {state}.")
            return dict.fromkeys(verdicts, Stop((gone,), ("Render it again: ugc render.",)))
        checking = Checking(list(verdicts), tables=self._tables, known=lambda _: made)
        found: dict[str, Stop] = {}
        for checked, placement in zip(checking.run([path]).files, verdicts, strict=True):
            name = self._tables.placements[placement].name
            errors = [each for each in checked.problems if each.severity == "error"]
            if errors:
                reasons = tuple(as_reason(name, each) for each in errors)
                found[placement] = Stop(reasons, tuple(dict.fromkeys(each.fix for each in errors)))
        return found

    def _each_placement_once(self, served: Sequence[Served]) -> list[Served]:
        rows = {
            each.creative.variant: [self._tables.placements[id] for id in each.verdicts] for each in served
        }
        chosen = best(rows, {each.creative.variant: each.creative for each in served})
        kept = [
            Served(each.creative, {id: each.verdicts[id] for id in chosen[each.creative.variant]})
            for each in served
            if chosen[each.creative.variant]
        ]
        return sorted(kept, key=lambda each: min(each.verdicts))

    def _file(self, served: Served) -> AdFile:
        made = served.creative
        place = f"{FILES}/{Path(made.file).name}"
        path = self._path(made)
        self.sources[place] = path
        return AdFile(
            **made.model_dump(
                include={
                    "variant",
                    "concept",
                    "sha256",
                    "size",
                    "width",
                    "height",
                    "type",
                    "seconds",
                    "format",
                }
            ),
            file=place,
            md5=md5_of(path),
            placements=tuple(sorted(served.verdicts)),
            edits=made.edits,
            sound=made.keeps_sound,
        )

    def _path(self, made: Creative) -> Path:
        assert self._folder is not None
        return self._folder / made.file

    # --- posts that run as they are ------------------------------------------------------------------------------

    def of_post(self, case: Case) -> PlannedAd | None:
        """Plan the ad of a post that is published already; None when it may not run."""
        channels = self._channels(case)
        asked = Question(self._maker.identity, self._order.markets, *self._order.flight)
        verdicts: dict[Channel, Verdict] = {}
        for channel in channels:
            verdict = self._gates.as_it_is(case.post.id, channel, asked)
            if verdict.allowed:
                verdicts[channel] = verdict
            else:
                self._maker.block([case.post.id], verdict.reasons, channel=channel)
        if not verdicts:
            return None
        code = self._code(case)
        if code is None:
            return None
        stem, own = self._maker.stem(case, template="post"), case.post.id.partition(":")[2][:24]
        name = stem if own in stem else file_name(f"{stem}_{own}")
        return self._maker.ad(
            case, name=name, verdicts=list(verdicts.values()), channels=tuple(verdicts), code=code
        )

    def _channels(self, case: Case) -> list[Channel]:
        """Where a post of this platform can run; those of Instagram run on Facebook too, where a permission says so."""
        all_of_it = AD_CHANNELS[self._order.platform]
        if case.post.platform in all_of_it:
            told = {item.platform for item in case.authorizations if item.status == "active"}
            return [each for each in all_of_it if each == case.post.platform or each in told]
        reason = Reason(
            code="platform_auth_missing",
            text=f"It is a post on {case.post.platform}, and no ad on {self._order.platform} can run it as it is.",
        )
        self._maker.block([case.post.id], (reason,), fixes=("Make a new ad of it: --way new.",))
        return []

    def _code(self, case: Case) -> AdCode | None:
        secret = self._order.way == "code"
        first, last = self._order.flight
        code = parties.code(
            case, self._order.platform, first=first, last=last, secret=secret, sealed=self._sealed
        )
        if code is None:
            what = "code" if secret else "permission without a code"
            text = f"No {what} of the creator's spans the flight to {last}."
            self._maker.block([case.post.id], (Reason(code="platform_auth_missing", text=text),))
        elif secret and "code" not in self._sealed.get(code.id, {}):
            text = f"Of the code …{code.last4 or '?'} ({code.id}) only the end is kept: it cannot be sent."
            reason = Reason(code="platform_auth_missing", text=text)
            self._maker.block(
                [case.post.id],
                (reason,),
                fixes=(f"Add it again, to be sealed: ugc ads codes add {code.id}.",),
            )
            return None
        return code
