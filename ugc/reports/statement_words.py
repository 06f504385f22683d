"""Rights records as a lawyer reads them: each as labelled lines, with nothing added and nothing left out."""

from collections.abc import Mapping
from typing import NamedTuple

from ugc.model.dealings import Decision, Reply, Request, Running
from ugc.model.entries import RightsRecord
from ugc.model.evidence import Erasure
from ugc.model.phrases import CHANNELS, IDENTITIES, PURPOSES, REVIEWS, listed, written
from ugc.model.records import Authorization, Grant, Hold, Lift, Release, Revocation
from ugc.model.sounds import SoundLicence
from ugc.reports.statement_grants import (
    How,
    Lines,
    grant_lines,
    moment,
    places,
    recorded,
    reply_lines,
    request_lines,
    scope,
    spoken,
    until,
)

_EMPTY = ("nothing", "")


class Row(NamedTuple):
    """One labelled line."""

    label: str
    text: str
    how: How = "text"


def rows_of(record: RightsRecord, files: Mapping[str, str]) -> tuple[Row, ...]:
    """Return what a record says, line by line; `files` leads from a sha256 to a path in the bundle."""
    rows = [Row(*line) for line in _lines(record) if line[1] not in _EMPTY]
    return tuple(_resolved(row, files) for row in rows)


def _resolved(row: Row, files: Mapping[str, str]) -> Row:
    if row.how != "file":
        return row
    path = files.get(row.text)
    return row._replace(text=path) if path else Row(row.label, "not in this bundle")


def _lines(record: RightsRecord) -> Lines:
    if isinstance(record, Grant):
        return grant_lines(record)
    if isinstance(record, Request):
        return request_lines(record)
    if isinstance(record, Reply):
        return reply_lines(record)
    if isinstance(record, Release):
        return _release(record)
    if isinstance(record, Authorization):
        return _authorization(record)
    if isinstance(record, Decision):
        return _decision(record)
    if isinstance(record, Running):
        return _use(record)
    if isinstance(record, Erasure):
        return _erasure(record)
    if isinstance(record, SoundLicence):
        return _sound(record)
    if isinstance(record, Hold | Lift | Revocation):
        return _stop(record)
    return ((spoken(name).capitalize(), str(value)) for name, value in record if value not in (None, ()))


def _release(release: Release) -> Lines:
    yield "For", spoken(release.kind)
    yield "Whom", release.subject or release.track or ""
    yield "Status", spoken(release.status)
    yield "Age", release.age_band or ""
    guardian = f", on the evidence {release.guardian_evidence}" if release.guardian_evidence else ""
    yield "Guardian", f"{release.guardian or 'not named'}{guardian}" if release.guardian or guardian else ""
    yield "Music", spoken(release.music) if release.music else ""
    yield "Reaches", listed(sorted(release.covers))
    yield "Limited to", listed(PURPOSES[name] for name in sorted(release.purposes))
    yield "In", places(release.territories)
    yield "Until", until(release.end)
    if release.check:
        check = release.check
        yield "Checked", f"{check.api} on {moment(check.checked_at)} answered: “{check.result}”"
    yield "Evidence", listed(release.evidence) if release.evidence else "none"
    yield "Notes", release.notes or "", "quote"
    yield "Recorded", recorded(release.recorded_at, release.recorded_by)


def _authorization(item: Authorization) -> Lines:
    yield "Permission", f"{spoken(item.kind)} on {CHANNELS.get(item.platform, item.platform)}"
    yield "Covers", item.post or "this creator's account"
    yield "Status", item.status
    yield "From", written(item.start) if item.start else ""
    yield (
        "Until",
        f"{until(item.end)} (as the {spoken(item.expiry_source)} says)"
        if item.end
        else "no end is on record",
    )
    yield "Code", f"ends in {item.code_last4}" if item.code_last4 else ""
    for name, value in sorted(item.native_ids.items()):
        yield spoken(name).capitalize(), value, "code"
    yield "The platform lets change", listed(spoken(name) for name in sorted(item.supports))
    for words in item.eligibility_errors:
        yield "The platform said", words, "quote"
    yield "The original too", "authorised" if item.second_authorization else ""
    yield "Evidence", listed(item.evidence)
    yield "Recorded", recorded(item.recorded_at, item.recorded_by)


def _sound(licence: SoundLicence) -> Lines:
    yield "Sound", f"“{licence.title}”, {licence.seconds:.1f} seconds"
    yield "Licensed by", licence.licensor
    yield "Licensed to", licence.licensee
    yield from scope(licence.purposes, licence.channels, (), licence.territories)
    yield "From", written(licence.start)
    yield "Until", until(licence.end)
    yield "Terms", licence.terms.url or ""
    yield "Terms", licence.terms.sha256 or "", "file"
    yield "File", licence.sha256, "file"
    yield "Evidence", listed(licence.evidence)
    yield "Notes", licence.notes or "", "quote"
    yield "Recorded", recorded(licence.recorded_at, licence.recorded_by)


def _decision(decision: Decision) -> Lines:
    yield (
        "Decided",
        f"{'allowed' if decision.allow else 'refused'} on {written(decision.on)} by {decision.by}",
    )
    yield "About", listed(REVIEWS.get(code, spoken(code)) for code in sorted(decision.about))
    yield "For", decision.licensee
    yield from scope(decision.purposes, decision.channels, (), decision.territories)
    yield "Until", until(decision.until)
    yield "Why", decision.why, "quote"


def _use(run: Running) -> Lines:
    yield "Used for", PURPOSES[run.purpose]
    place = f" ({run.placement})" if run.placement else ""
    yield "Where", f"{CHANNELS[run.channel]}{place}, from {IDENTITIES[run.identity]}"
    yield "In", places(run.territories)
    yield "When", f"{written(run.first)} to {written(run.last) if run.last else 'no end that is planned'}"
    yield "Posts", listed(run.posts)
    yield "Creative", run.variant or "", "code"
    yield "Ads", listed([*run.ad_names, *run.ad_ids])
    yield "Shown", f"{run.impressions:,} times" if run.impressions is not None else ""
    said = run.disclosure
    yield (
        "Says that it is an ad",
        f"“{said.text}” ({spoken(said.placement or 'no place given')})" if said.text else "",
    )
    yield "For the good of", run.beneficiary or ""
    yield "Paid for by", run.payer or ""
    yield "The records said", spoken(run.verdict or "")
    yield "Under", listed(run.grants)
    yield "Recorded", recorded(run.recorded_at, run.recorded_by)


def _stop(record: Hold | Lift | Revocation) -> Lines:
    if isinstance(record, Revocation):
        what = record.grant or record.sound or record.post or "everything of this creator's"
        part = f", for {record.post} alone" if record.grant and record.post else ""
        yield "Ended", f"{what}{part}, from {written(record.effective)} on"
        yield "Written down by", record.by
    else:
        what = record.hold if isinstance(record, Lift) else record.post or "everything of this creator's"
        verb = "Lifted" if isinstance(record, Lift) else "Stopped"
        yield verb, f"{what}, on {written(record.on)} by {record.by}"
    yield "Why", record.why, "quote"


def _erasure(record: Erasure) -> Lines:
    yield "Erased", f"the data of {record.creator}, on {written(record.on)} by {record.by}"
    yield "Records that lost fields", listed(record.redacted)
    yield "Evidence files", record.evidence
    yield "Why", record.why, "quote"
