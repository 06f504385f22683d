"""`ugc rights show`: a post's rights on a page that needs no lawyer."""

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption, now

if TYPE_CHECKING:
    from datetime import date

    from ugc.model.records import Grant, Perpetual
    from ugc.model.rights import Answer
    from ugc.workspace.granting.showing import GrantShown, RightsShown

_LABEL, _WIDTH = 10, 100
"""Columns of a label, and of the page."""


def show(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    *,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Show on one page what may be done with a post, under which grants, and how well each is proved."""
    at = now()
    with all_opened(workspace) as brands:
        found = brands.ask(lambda here: here.records.show(name, at=at))
    documents = []
    for here, shown in found:
        brands.head(here)
        _tell(shown)
        documents.append(brands.document(here, shown.model_dump(mode="json")))
    say.document(documents if brands.several else documents[0])


def _tell(shown: "RightsShown") -> None:
    from ugc.model.phrases import written

    post = shown.case.post
    maker = f"@{post.author.handle}" if post.author else "an unknown creator"
    _put(f"{words.post_name(post.id, post)}, by {maker}{f': {post.permalink}' if post.permalink else ''}")
    _gap()
    _put(f"Today, {written(shown.day)}, for {shown.brand}")
    if shown.case.holds:
        for hold in shown.case.holds:
            _put(f"  STOPPED by {hold.by} on {written(hold.on)}: {hold.why}")
    for line in _answer_lines(shown.answers):
        _put(f"  {line}")
    _put(f"  Asked for every day to {written(shown.flight[1])}.")
    for item in shown.grants:
        _tell_grant(item, shown)
    _tell_asked(shown)
    _tell_others(shown)
    _tell_made(shown)
    open_points = dict.fromkeys(point for answer in shown.answers for point in answer.not_checked)
    _section("Not checked by these records", open_points)
    _gap()
    _put("This says what the records allow. It is no legal advice.")


def _answer_lines(answers: "Iterable[Answer]") -> list[str]:
    from ugc.model.phrases import CHANNELS, IDENTITIES, PURPOSES

    lines = []
    for answer in answers:
        use = answer.use
        what = f"{PURPOSES[use.purpose]}, {CHANNELS[use.channel]}, from {IDENTITIES[use.identity]}"
        where = f"{what[0].upper()}{what[1:]}, in {words.countries(use.territories)}"
        if answer.verdict == "cleared":
            lines.append(f"YES  {where}: {_until(answer.valid_until)}.")
            continue
        verdict = "ASK " if answer.verdict == "needs_review" else "NO  "
        lines.append(f"{verdict} {where}:")
        lines += [f"       {reason.text}" for reason in dict.fromkeys(answer.reasons)]
    return lines


def _until(end: "date | Perpetual") -> str:
    from ugc.model.phrases import written

    return "without end" if end == "perpetual" else f"until {written(end)}"


def _tell_grant(item: "GrantShown", shown: "RightsShown") -> None:
    from ugc.model.phrases import CHANNELS, IDENTITIES, PURPOSES, listed, term

    grant = item.grant
    version = f", version {grant.version}" if grant.version > 1 else ""
    _gap()
    _put(f"Grant {grant.id}{version}: {grant.licensor} to {grant.licensee}{_standing(grant, shown)}")
    if not grant.posts:
        _line("Covers", f"everything by {grant.licensor}")
    _line("For", listed(PURPOSES[name] for name in sorted(grant.purposes)))
    _line("On", listed(CHANNELS[name] for name in sorted(grant.channels)))
    _line("From", listed(IDENTITIES[name] for name in sorted(grant.identities)))
    out = f", not {', '.join(sorted(grant.excluded))}" if grant.excluded else ""
    _line("In", f"{', '.join(sorted(grant.territories)) or 'nowhere'}{out}")
    _line("When", term(grant))
    _line("Changes", _edits(grant))
    _line("Credit", _credit(grant))
    for label, text in _conditions(grant):
        _line(label, text)
    _line("Proof", item.strength.level.upper())
    for why in item.strength.why:
        _line("", why)
    for proof in item.evidence:
        said = f' "{say.cut(proof.words, 100)}"' if proof.words else ""
        _line("", f"{proof.id} {proof.name} ({proof.kind.replace('_', ' ')}){said}")
    terms = grant.terms
    named = " ".join(filter(None, (terms.version, terms.url)))
    kept = f"on file, sha256 {terms.sha256[:12]}…" if terms.sha256 else "no document on file"
    _line("Terms", f"{named}: {kept}" if named else kept)
    for old in item.versions:
        _line("Before", f"version {old.version}: {term(old)}")


def _standing(grant: "Grant", shown: "RightsShown") -> str:
    from ugc.model.phrases import written

    ended = [item for item in shown.case.revocations if item.grant == grant.id]
    if ended:
        return f" (REVOKED from {written(ended[0].effective)} by {ended[0].by}: {ended[0].why})"
    if grant.status != "granted":
        return f" ({grant.status.upper()})"
    return " (ENDED)" if grant.end != "perpetual" and grant.end < shown.day else ""


def _edits(grant: "Grant") -> str:
    from ugc.model.phrases import EDITS, listed
    from ugc.model.vocab import EDIT_PROFILES

    for name in ("full", "standard", "technical"):
        if EDIT_PROFILES[name] <= grant.edits:
            more = sorted(grant.edits - EDIT_PROFILES[name])
            own = listed(EDITS[edit] for edit in sorted(EDIT_PROFILES[name]))
            return f"{name} edits, which are {own}{f'; and {listed(EDITS[e] for e in more)}' if more else ''}"
    return listed(EDITS[edit] for edit in sorted(grant.edits)) if grant.edits else "none"


def _credit(grant: "Grant") -> str:
    from ugc.model.phrases import CREDIT_PLACES

    text = f", as {grant.credit.text!r}" if grant.credit.text else ""
    return CREDIT_PLACES[grant.credit.required] + text + (", with a tag" if grant.credit.must_tag else "")


def _conditions(grant: "Grant") -> list[tuple[str, str]]:
    """What few grants say, each in a line of its own."""
    return [*_limits(grant), *_further(grant)]


def _limits(grant: "Grant") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if grant.capacity != "author":
        found.append(("Given by", f"{grant.licensor} as {grant.capacity}"))
    if grant.notice_days is not None:
        found.append(("Notice", f"{grant.notice_days} days"))
    if grant.takedown_hours is not None:
        found.append(("Takedown", f"within {grant.takedown_hours} hours"))
    if grant.impressions is not None:
        found.append(("Cap", f"{grant.impressions:,} impressions"))
    if grant.tail != "stop_at_end":
        found.append(("Afterwards", grant.tail.replace("_", " ")))
    return found


def _further(grant: "Grant") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    denied = sorted(use.replace("_", " ") for use, answer in grant.ai.items() if answer == "denied")
    if denied:
        found.append(("Not by AI", ", ".join(denied)))
    for use, terms in sorted(grant.ai_terms.items()):
        found.append(("By AI", f"{use.replace('_', ' ')} only so: {say.cut(terms, 200)}"))
    if grant.likeness_until:
        found.append(("Likeness", _until(grant.likeness_until)))
    if grant.exclusivity != "none":
        end = f", {_until(grant.exclusivity_until)}" if grant.exclusivity_until else ""
        found.append(("Exclusive", f"{grant.exclusivity} {grant.exclusivity_detail or ''}".strip() + end))
    if grant.material_connection not in ("none", "unknown"):
        found.append(("Paid with", f"{grant.material_connection.replace('_', ' ')}: the ad must say so"))
    if grant.tags:
        found.append(("Labels", ", ".join(grant.tags)))
    if grant.notes:
        found.append(("Notes", say.cut(grant.notes, 200)))
    return found


def _tell_asked(shown: "RightsShown") -> None:
    from ugc.model.phrases import written

    lines = [
        f"{request.id}: asked by {request.via} on {written(request.on)}; no answer yet."
        for request in shown.case.requests
    ]
    for request, reply in shown.answered:
        said = f': "{say.cut(reply.words, 100)}"' if reply.words else "."
        verb = "said YES" if reply.answer == "yes" else "said NO"
        lines.append(
            f"{request.id}: asked by {request.via} on {written(request.on)}; "
            f"{verb} on {written(reply.on)} ({reply.id}){said}"
        )
    _section("Asked and answered", lines)


def _tell_others(shown: "RightsShown") -> None:
    from ugc.model.phrases import REVIEWS, listed, written

    case = shown.case
    lines = []
    for item in case.releases:
        what = f"{item.music or 'unknown'} music" if item.kind == "music" else item.kind.replace("_", " ")
        proof = f", proved by {', '.join(item.evidence)}" if item.evidence else ""
        guardian = f", guardian's consent {item.guardian_evidence}" if item.guardian_evidence else ""
        end = f", {_until(item.end)}" if item.end else ""
        who = f" {item.subject or item.track or ''}".rstrip()
        lines.append(f"{item.id} {what}{who}: {item.status.replace('_', ' ')}{end}{proof}{guardian}")
    _section("Other people, places and music", lines)
    _section(
        "Permissions of platforms",
        [
            f"{item.id} {item.kind.replace('_', ' ')} on {item.platform}: {item.status}, "
            f"{_until(item.end) if item.end else 'with no end on record'}"
            f"{f', code …{item.code_last4}' if item.code_last4 else ''}"
            for item in case.authorizations
        ],
    )
    _section(
        "Decided",
        [
            f"{item.id} {item.by} on {written(item.on)}: {'allowed' if item.allow else 'refused'}, "
            f"as to {listed(REVIEWS[point] for point in sorted(item.about))}: {item.why}"
            for item in case.decisions
        ],
    )


def _tell_made(shown: "RightsShown") -> None:
    from ugc.model.phrases import CHANNELS, written

    lines = [
        f"{run.id} on {CHANNELS[run.channel]} from {written(run.first)}"
        f"{f' to {written(run.last)}' if run.last else ''}{f', {words.listed(run.ad_names)}' if run.ad_names else ''}"
        for run in shown.case.running
    ]
    _section("In use", lines)
    _section("Made of it", shown.creatives)


def _gap() -> None:
    say.out()


def _put(text: str) -> None:
    """Print one line: what a person wrote cannot begin another."""
    say.out(text.replace("\n", " ").replace("\r", " "))


def _section(head: str, lines: "Iterable[str]") -> None:
    every = list(lines)
    if every:
        _gap()
        _put(head)
    for line in every:
        for part in textwrap.wrap(
            line, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False
        ):
            _put(part)


def _line(label: str, text: str) -> None:
    head = f"  {label:<{_LABEL}}  "
    for part in textwrap.wrap(text, _WIDTH - len(head), break_long_words=False, break_on_hyphens=False):
        _put(f"{head}{part}")
        head = " " * len(head)
