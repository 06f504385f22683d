"""How permissions of platforms read to people."""

from typing import TYPE_CHECKING

from ugc.cli import say, words
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.workspace.advertising.codes import CodeShown
    from ugc.workspace.advertising.codes_adding import CodesAdded
    from ugc.workspace.advertising.codes_checking import CodesChecked, PostChecked

_SIGNS = {"overdue": "OVERDUE", "fault": "FAULT", "not_yet": "not yet", "replaced": "replaced"}


def tell_added(told: "CodesAdded") -> None:
    """Say what became of what was given, and print the document."""
    verb = "Would record" if told.dry else "Recorded"
    for item in told.recorded:
        made = item.permission
        last4 = f" …{made.code_last4}" if made.code_last4 else ""
        end = words.until(made.end) if made.end else "with no end on record"
        kept = " Its code is sealed." if item.sealed else ""
        what = f"{made.id}: {made.kind.replace('_', ' ')}{last4} on {made.platform}, {made.status}, {end}."
        say.out(f"{'Already on record' if item.outcome == 'same' else verb} {what}{kept}")
        for note in item.notes:
            say.note(f"  {note}")
    for passed in told.passed_over:
        what = f" {one_line(passed.what)[:80]}:" if passed.what else ""
        say.out(f"Not recorded: {passed.file}, {passed.place}:{what} {one_line(passed.why)}.")
    if len(told.recorded) + len(told.passed_over) > 1:
        made_new = [
            sum(item.outcome == each for item in told.recorded) for each in ("new", "changed", "same")
        ]
        say.out(
            f"{made_new[0]} new, {made_new[1]} changed, {made_new[2]} as before; "
            f"{len(told.passed_over)} not recorded."
        )
    for note in told.notes:
        say.note(note)
    say.document(told.model_dump(mode="json"))


def row(item: "CodeShown") -> tuple[str, ...]:
    """A permission as a row of a table: id, kind, code, post, creator, window, how it stands, what runs on it."""
    code = f"…{item.last4}{'' if 'code' in item.sealed else ' (not sealed)'}" if item.last4 else "-"
    whose = f"@{item.creator}" if item.creator else "-"
    runs = "; ".join(one_line(run) for run in item.runs) or "-"
    return item.id, item.kind, code, item.post or "the account", whose, _window(item), _state(item), runs


def _window(item: "CodeShown") -> str:
    says = {"platform": "platform", "creator_asserted": "creator", "contract": "contract"}[item.expiry_source]
    first = f"{item.start} " if item.start else ""
    return f"{first}to {item.end} ({says})" if item.end else f"{first or '-'}".strip()


def _state(item: "CodeShown") -> str:
    if item.state in ("over", "waiting"):
        return item.status
    if item.state == "active" and item.days_left is not None:
        return f"{counted(item.days_left, 'day')} left" if item.days_left else "last day"
    return _SIGNS.get(item.state, "")


def tell_checked(told: "CodesChecked") -> None:
    """Say how each post's permissions stand against the flight."""
    say.out(f"For an ad from {told.flight[0]} to {told.flight[1]}:")
    for post in told.posts:
        _tell_post(post)
    say.out(f"{counted(told.fine, 'post')} fine, {told.failed} not.")


def _tell_post(post: "PostChecked") -> None:
    whose = f" by @{post.creator}" if post.creator else ""
    say.out(f"{'ok ' if post.fine else 'NO '} {post.post or 'the account'}{whose}")
    for fault in post.faults:
        say.out(f"     {fault.text}")
        say.out(f"       {fault.help}")
    for code in post.codes:
        shown = code.permission
        last4 = f" …{shown.last4}" if shown.last4 else ""
        end = words.until(shown.end) if shown.end else "with no end on record"
        say.out(
            f"     {'ok ' if code.fine else 'no '} {shown.id} {shown.kind.replace('_', ' ')}{last4}, {end}"
        )
        for fault in code.faults:
            say.out(f"         {one_line(fault.text)}")
            say.out(f"           {fault.help}")
        for note in code.notes:
            say.out(f"         {note}")
