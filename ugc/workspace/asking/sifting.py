"""Who is to be asked, and what of it need not or must not be asked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc.catalog.dealings import Dealings, asked
from ugc.model.base import Value
from ugc.model.dealings import Reply, Request, Scope
from ugc.model.phrases import written
from ugc.model.posts import Post
from ugc.model.records import Perpetual
from ugc.model.rights import Case, Use
from ugc.model.territories import expand_territories
from ugc.rights.licence import licensed
from ugc.workspace.asking.asked import LeftOut
from ugc.workspace.asking.scopes import FOREVER, last_day, within

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Party(Value):
    """One creator, and the posts of theirs that are asked for."""

    key: str
    handle: str
    posts: tuple[Post, ...] = ()
    """None: everything of theirs."""


def parties(workspace: "Workspace", targets: Iterable[str]) -> tuple[list[Party], list[LeftOut]]:
    """Group posts by their creators. Raises UsageError for a name that is not known."""
    catalog = workspace.catalog
    found: dict[tuple[str, bool], Party] = {}
    left: list[LeftOut] = []
    for target in dict.fromkeys(targets):
        if target.startswith("@"):
            key = catalog.resolve_creator(target)
            lasting = catalog.care.lasting_key(key)
            found.setdefault((lasting, True), Party(key=lasting, handle=_handle(workspace, key, target)))
            continue
        post = catalog.post(catalog.resolve(target))
        if post.creator is None or post.author is None:
            left.append(_nobody(post))
            continue
        lasting = catalog.care.lasting_key(post.creator)
        known = found.get((lasting, False), Party(key=lasting, handle=post.author.handle))
        if post.id not in {each.id for each in known.posts}:
            found[lasting, False] = known.model_copy(update={"posts": (*known.posts, post)})
    return list(found.values()), left


def sifted(
    workspace: "Workspace",
    everyone: Iterable[Party],
    *,
    scope: Scope,
    licensee: str,
    again: bool,
    on: date,
) -> tuple[list[Party], list[LeftOut]]:
    """Take out what is open, allowed already, or declined; what was declined stays in with `again`."""
    found: list[Party] = []
    left: list[LeftOut] = []
    for party in everyone:
        if not party.posts:
            why = _why_not_everything(workspace, party, scope, again=again)
            left += [why] if why else []
            found += [] if why else [party]
            continue
        cases = workspace.catalog.cases([post.id for post in party.posts])
        reasons = {
            id: why
            for id, case in cases.items()
            if (why := _why_not(workspace, case, scope, licensee=licensee, again=again, on=on))
        }
        left += reasons.values()
        posts = tuple(post for post in party.posts if post.id not in reasons)
        found += [party.model_copy(update={"posts": posts})] if posts else []
    return found, left


def _why_not(
    workspace: "Workspace", case: Case, scope: Scope, *, licensee: str, again: bool, on: date
) -> LeftOut | None:
    allowed = _allowed(workspace, case, scope, licensee=licensee, on=on)
    if allowed:
        grants, until = allowed
        return LeftOut(
            target=case.post.id,
            code="allowed_already",
            why=f"all of this is allowed already, {_until(until)}, under {', '.join(grants)}.",
            hint="Ask for something else, or for longer.",
            record=grants[0],
        )
    return _open_or_declined(case.post.id, case.requests, case.refusals, scope, again=again)


def _why_not_everything(workspace: "Workspace", party: Party, scope: Scope, *, again: bool) -> LeftOut | None:
    person = workspace.catalog.care.person(party.key)
    filed = workspace.catalog.overview.about({*person.keys})
    requests, refusals = asked(
        [item.record for item in filed], Dealings(filed), names=set(), keys=frozenset(person.keys)
    )
    return _open_or_declined(f"@{party.handle}", requests, refusals, scope, again=again)


def _open_or_declined(
    target: str, requests: Sequence[Request], refusals: Sequence[Reply], scope: Scope, *, again: bool
) -> LeftOut | None:
    if refusals and not again:
        last = refusals[-1]
        return LeftOut(
            target=target,
            code="declined",
            why=f"they said no on {written(last.on)} ({last.id}).",
            hint="Leave it there, or say --again if they asked you to ask.",
            record=last.id,
        )
    for each in requests:
        if within(scope, each.asked):
            return LeftOut(
                target=target,
                code="asked_already",
                why=f"@{each.licensor} was asked for this on {written(each.on)} ({each.id}) and has not answered.",
                hint="A reminder is written with --remind.",
                record=each.id,
            )
    return None


def _allowed(
    workspace: "Workspace", case: Case, scope: Scope, *, licensee: str, on: date
) -> tuple[tuple[str, ...], date | Perpetual] | None:
    """The grants under which all that is asked for is allowed for as long as it is asked for."""
    end = last_day(scope, on)
    used: dict[str, None] = {}
    until: list[date | Perpetual] = []
    for use in _uses(scope, licensee, first=on, last=FOREVER if end == "perpetual" else end):
        grants, last = licensed(case, use, workspace.settings.rights, [])
        if not grants:
            return None
        used |= dict.fromkeys(grant.id for grant in grants)
        until.append(last)
    ends = [day for day in until if day != "perpetual"]
    return tuple(used), min(ends) if ends else "perpetual"


def _uses(scope: Scope, licensee: str, *, first: date, last: date) -> Iterator[Use]:
    for purpose in sorted(scope.purposes):
        for channel in sorted(scope.channels):
            for identity in sorted(scope.identities):
                yield Use(
                    licensee=licensee,
                    purpose=purpose,
                    channel=channel,
                    identity=identity,
                    territories=expand_territories(scope.territories),
                    first=first,
                    last=last,
                    edits=scope.edits,
                )


def _nobody(post: Post) -> LeftOut:
    return LeftOut(
        target=post.id,
        code="author_unknown",
        why="no source says who made it, so there is nobody to ask.",
        hint="Import it again from a source that names its creator.",
    )


def _handle(workspace: "Workspace", key: str, typed: str) -> str:
    accounts = workspace.catalog.accounts(key)
    return accounts[0].handle if accounts else typed.lstrip("@")


def _until(day: date | Perpetual) -> str:
    return "without end" if day == "perpetual" else f"until {written(day)}"
