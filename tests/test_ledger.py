"""The chain shows what was flipped, dropped, moved, cut or rewritten, and survives a redaction."""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc import ledger
from ugc.errors import InputError, UsageError
from ugc.model.dealings import Decision, Reply, Request, Running, Scope
from ugc.model.entries import KINDS, PERSONAL, RECORDS, Entry, RightsRecord
from ugc.model.evidence import Erasure, Evidence
from ugc.model.records import (
    Authorization,
    Compensation,
    Grant,
    Hold,
    Lift,
    Release,
    Revocation,
    Terms,
)
from ugc.model.sounds import SoundLicence

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
GRANT = Grant(
    id="g-0001",
    licensor="ana",
    licensee="Sunday Glow",
    posts=("ig:BqvsDleB3lV",),
    method="dm_yes",
    purposes={"paid_social", "organic_repost"},
    channels={"instagram", "facebook", "tiktok"},
    territories={"US", "CA", "GB"},
    start=date(2026, 11, 1),
    end=date(2027, 5, 1),
    edits={"crop", "resize", "text_overlay"},
    compensation=Compensation(kind="fee", amount="250"),
    terms=Terms(sha256="ab" * 32),
    recorded_at=NOW,
    notes="Said yes on the phone first 🌞 \u2028 then wrote",
)
RECORD_OF_EACH_KIND: list[RightsRecord] = [
    GRANT,
    Release(id="rel-1", post="ig:BqvsDleB3lV", kind="music", covers={"instagram"}),
    Authorization(
        id="a-1", platform="tiktok", kind="tiktok_auth_code", status="active", native_ids={"item": "7"}
    ),
    Hold(id="h-1", post="ig:BqvsDleB3lV", why="complaint", by="Kim", on=date(2026, 11, 2)),
    Lift(id="l-1", hold="h-1", why="settled", by="Kim", on=date(2026, 11, 3)),
    Revocation(id="r-1", grant="g-0001", effective=date(2026, 12, 1), why="asked us to stop", by="Kim"),
    Evidence(id="e-1", kind="screenshot", sha256="cd" * 32, size=10, name="yes.png"),
    Erasure(
        id="x-1",
        creator="creator:0f",
        on=date(2026, 12, 2),
        by="Kim",
        why="asked by e-mail",
        redacted=("e-1",),
    ),
    Request(
        id="q-1",
        posts=("ig:BqvsDleB3lV",),
        licensor="ana",
        licensee="Sunday Glow",
        via="dm",
        asked=Scope(
            purposes={"paid_social"},
            channels={"instagram"},
            identities={"brand_handle"},
            territories={"US"},
            edits={"crop"},
            days=180,
        ),
        message="May we?",
        wording="en/dm-1",
        language="en",
        on=date(2026, 11, 1),
        by="Kim",
    ),
    Reply(id="y-1", request="q-1", answer="yes", words="Yes!", on=date(2026, 11, 2), by="Kim"),
    Decision(
        id="d-1",
        post="ig:BqvsDleB3lV",
        about={"music_unknown"},
        allow=True,
        licensee="Sunday Glow",
        purposes={"paid_social"},
        channels={"instagram"},
        territories={"US"},
        until="perpetual",
        why="it is her own whistling",
        by="Kim",
        on=date(2026, 11, 3),
    ),
    Running(
        id="u-1",
        posts=("ig:BqvsDleB3lV",),
        purpose="paid_social",
        channel="instagram",
        first=date(2026, 12, 1),
    ),
    SoundLicence(
        id="s-1",
        title="Slow Morning",
        licensor="Kettle & Reed",
        licensee="Sunday Glow",
        sha256="ef" * 32,
        size=10,
        name="slow-morning.wav",
        ext="wav",
        seconds=12.5,
        purposes={"paid_social"},
        channels={"instagram"},
        territories={"US"},
        start=date(2026, 11, 1),
        end="perpetual",
    ),
]


def counting_salts() -> Callable[[], str]:
    numbers: Iterator[int] = itertools.count(1)
    return lambda: f"{next(numbers):032x}"


def sealed(records: list[RightsRecord]) -> list[Entry]:
    salts = counting_salts()
    chain: list[Entry] = []
    for number, record in enumerate(records):
        previous = chain[-1] if chain else None
        at = NOW + timedelta(minutes=number)
        chain.append(ledger.seal(previous, record, subjects=["ig:BqvsDleB3lV"], at=at, salts=salts))
    return chain


def changed(entry: Entry, **update: Any) -> Entry:
    return entry.model_copy(update=update)


def test_a_chain_of_every_kind_holds_and_gives_its_records_back() -> None:
    chain = sealed(RECORD_OF_EACH_KIND)
    assert {entry.kind for entry in chain} == set(RECORDS)
    assert ledger.verify(chain, head=chain[-1].hash) == []
    assert [ledger.record_of(entry) for entry in chain] == RECORD_OF_EACH_KIND
    stored = [Entry.model_validate_json(entry.model_dump_json()) for entry in chain]
    assert stored == chain
    assert ledger.verify(stored, head=chain[-1].hash) == []


def test_the_hash_is_what_the_documentation_says() -> None:
    """Recomputed here from the words of the docstring alone, by another way through JSON and sha256."""

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    def plain(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    first, second = sealed([GRANT, RECORD_OF_EACH_KIND[3]])
    assert second.digests["why"] == sha(second.salts["why"] + '"complaint"')
    assert second.hash == sha(
        plain(
            {
                "at": "2026-11-22T09:31:00+00:00",
                "fields": second.digests,
                "id": "h-1",
                "kind": "hold",
                "previous": first.hash,
                "seq": 2,
                "subjects": ["ig:BqvsDleB3lV"],
            }
        )
    )


def test_sets_are_written_in_order_so_that_the_same_record_gives_the_same_digests() -> None:
    assert sealed([GRANT])[0].body["territories"] == ["CA", "GB", "US"]
    assert sealed([GRANT])[0] == sealed([GRANT.model_copy()])[0]


def test_every_field_of_a_record_is_sealed_and_salted_apart() -> None:
    for entry, record in zip(sealed(RECORD_OF_EACH_KIND), RECORD_OF_EACH_KIND, strict=True):
        fields = set(type(record).model_fields)
        assert set(entry.body) == set(entry.salts) == set(entry.digests) == fields
        assert len(set(entry.salts.values())) == len(fields)


TAMPERINGS: list[tuple[str, Callable[[list[Entry]], list[Entry]], int, str]] = [
    (
        "flip a value",
        lambda c: [*c[:2], changed(c[2], body=c[2].body | {"status": "expired"}), *c[3:]],
        3,
        "'status'",
    ),
    ("drop one", lambda c: c[:2] + c[3:], 4, "Number 3 was expected"),
    ("drop the first", lambda c: c[1:], 2, "Number 1 was expected"),
    ("swap two", lambda c: [c[0], c[2], c[1], *c[3:]], 3, "Number 2 was expected"),
    ("twice the same", lambda c: [c[0], c[0], *c[1:]], 1, "Number 2 was expected"),
    ("backdate", lambda c: [c[0], changed(c[1], at=NOW - timedelta(days=9)), *c[2:]], 2, "its hash"),
    ("other subject", lambda c: [c[0], changed(c[1], subjects=("ig:other",)), *c[2:]], 2, "its hash"),
    ("other kind", lambda c: [changed(c[0], kind="hold"), *c[1:]], 1, "its hash"),
    ("other id", lambda c: [changed(c[0], id="g-0009"), *c[1:]], 1, "another id"),
    ("added field", lambda c: [changed(c[0], body=c[0].body | {"extra": 1}), *c[1:]], 1, "'extra'"),
    ("emptied field", lambda c: [changed(c[0], body=c[0].body | {"end": None}), *c[1:]], 1, "'end'"),
]


@pytest.mark.parametrize(("what", "tamper", "seq", "words"), TAMPERINGS, ids=[case[0] for case in TAMPERINGS])
def test_tampering_is_found_and_the_first_broken_link_named(
    what: str, tamper: Callable[[list[Entry]], list[Entry]], seq: int, words: str
) -> None:
    broken = ledger.verify(tamper(sealed(RECORD_OF_EACH_KIND)))
    assert broken, what
    assert broken[0].seq == seq
    assert any(words in item.text for item in broken if item.seq == seq)


def test_a_field_that_decides_something_cannot_be_taken_away_unseen() -> None:
    chain = sealed([GRANT])
    body = {name: value for name, value in chain[0].body.items() if name != "excluded"}
    tampered = [changed(chain[0], body=body)]
    assert "'excluded' is gone" in ledger.verify(tampered)[0].text
    with pytest.raises(InputError, match="'excluded' is gone"):
        ledger.record_of(tampered[0])


def test_resealing_one_entry_breaks_the_next() -> None:
    chain = sealed(RECORD_OF_EACH_KIND)
    forged = ledger.seal(
        chain[0], chain_record(chain[1], status="unlimited"), subjects=["x"], at=NOW, salts=counting_salts()
    )
    broken = ledger.verify([chain[0], forged, *chain[2:]])
    assert [item.seq for item in broken] == [3]


def chain_record(entry: Entry, **update: Any) -> RightsRecord:
    return ledger.record_of(entry).model_copy(update=update)


def test_a_cut_tail_and_a_rewritten_ledger_show_only_against_a_kept_head() -> None:
    chain = sealed(RECORD_OF_EACH_KIND)
    head = chain[-1].hash
    assert ledger.verify(chain[:4]) == [], "a shorter chain is whole in itself"
    cut = ledger.verify(chain[:4], head=head)
    assert [item.seq for item in cut] == [4]
    assert "cut off, or it was rewritten" in cut[0].text
    rewritten = sealed([GRANT.model_copy(update={"licensor": "eve"}), *RECORD_OF_EACH_KIND[1:]])
    assert ledger.verify(rewritten) == []
    assert ledger.verify(rewritten, head=head)
    assert ledger.verify([], head=head)[0].seq == 0
    assert ledger.verify(chain, head=chain[2].hash) == [], "it has grown since the head was kept"


def test_a_value_cannot_be_changed_by_moving_digits_between_salt_and_value() -> None:
    """sha256(salt + value) alone would let salt '…1' with value 2 pass for salt '…' with value 12."""
    (entry,) = sealed([RECORD_OF_EACH_KIND[6]])
    assert entry.body["size"] == 10
    shifted = changed(
        entry, body=entry.body | {"size": 0}, salts=entry.salts | {"size": entry.salts["size"] + "1"}
    )
    assert any("'size'" in item.text for item in ledger.verify([shifted]))


def test_redacting_keeps_the_chain_and_the_meaning() -> None:
    chain = sealed(RECORD_OF_EACH_KIND)
    redacted = [ledger.redact(chain[0], ["licensor", "notes", "compensation"]), *chain[1:]]
    redacted[3] = ledger.redact(chain[3], ["why", "by"])
    assert ledger.verify(redacted, head=chain[-1].hash) == []
    text = "".join(entry.model_dump_json() for entry in redacted)
    for gone in ("on the phone", '"250"', "complaint", chain[0].salts["notes"]):
        assert gone not in text
    grant = ledger.record_of(redacted[0])
    assert isinstance(grant, Grant)
    assert grant.licensor == "(redacted)"
    assert grant.notes is None
    told = {"licensor": "ana", "notes": GRANT.notes, "compensation": GRANT.compensation}
    assert grant.model_copy(update=told) == GRANT, "nothing else is lost"
    hold = ledger.record_of(redacted[3])
    assert isinstance(hold, Hold)
    assert hold.post == "ig:BqvsDleB3lV", "a redacted hold still holds"


@pytest.mark.parametrize(
    "field", ["posts", "excluded", "end", "status", "method", "id", "licensor_", "territories"]
)
def test_what_decides_cannot_be_redacted(field: str) -> None:
    with pytest.raises(UsageError, match="can be redacted"):
        ledger.redact(sealed([GRANT])[0], [field])


def test_the_fields_that_may_be_redacted_exist() -> None:
    for kind, fields in PERSONAL.items():
        assert fields <= set(RECORDS[kind].model_fields)
    assert set(KINDS.values()) == set(RECORDS)


def test_a_time_without_a_zone_is_refused_and_others_become_utc() -> None:
    with pytest.raises(UsageError, match="time zone"):
        ledger.seal(None, GRANT, subjects=[], at=datetime(2026, 1, 1), salts=counting_salts())  # noqa: DTZ001
    east = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    entry = ledger.seal(None, GRANT, subjects=[], at=east, salts=counting_salts())
    assert entry.at == datetime(2025, 12, 31, 23, tzinfo=UTC)


def test_what_is_no_record_is_an_error_that_names_the_entry() -> None:
    entry = sealed([GRANT])[0]
    with pytest.raises(InputError, match="Entry 1 of the ledger, grant g-0001"):
        ledger.record_of(changed(entry, body=entry.body | {"method": "telepathy"}))


holds = st.builds(
    Hold,
    id=st.uuids().map(str),
    post=st.none() | st.text(max_size=8),
    why=st.text(max_size=12),
    by=st.text(max_size=4),
    on=st.dates(),
)


@given(st.lists(holds, min_size=1, max_size=6), st.data())
def test_any_one_change_to_any_chain_is_found(records: list[RightsRecord], data: st.DataObject) -> None:
    chain = sealed(records)
    head = chain[-1].hash
    assert ledger.verify(chain, head=head) == []
    place = data.draw(st.integers(0, len(chain) - 1))
    entry = chain[place]
    how = data.draw(st.sampled_from(["drop", "value", "salt", "digest", "previous", "seq", "hash"]))
    if how == "drop":
        tampered = chain[:place] + chain[place + 1 :]
    else:
        field = data.draw(st.sampled_from(sorted(entry.body)))
        update: dict[str, Any] = {
            "value": {"body": entry.body | {field: [entry.body[field]]}},
            "salt": {"salts": entry.salts | {field: "f" * 32}},
            "digest": {"digests": entry.digests | {field: "0" * 64}},
            "previous": {"previous": "0" * 64},
            "seq": {"seq": entry.seq + 1},
            "hash": {"hash": "0" * 64},
        }[how]
        tampered = [*chain[:place], changed(entry, **update), *chain[place + 1 :]]
    assert ledger.verify(tampered, head=head)


@given(holds, st.sets(st.sampled_from(["why", "by"])))
def test_redaction_never_breaks_a_link(record: Hold, fields: set[str]) -> None:
    chain = sealed([record, GRANT])
    assert ledger.verify([ledger.redact(chain[0], fields), chain[1]], head=chain[1].hash) == []
