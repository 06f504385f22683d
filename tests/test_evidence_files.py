"""Files of evidence: what is read from them, that hostile ones do no harm, and who said it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo

from ugc import proofs
from ugc.errors import InputError
from ugc.proofs import Reading
from ugc.workspace.granting.evidence import LARGEST

NINE = "2026-11-20T09:00:00+00:00"
"""1795165200 in seconds since 1970, as `date -u -d 2026-11-20T09:00:00Z +%s` says."""
SECONDS = 1795165200

FORMS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "Instagram comment (Graph API)",
        {
            "id": "17900001",
            "text": "Yes ✨",
            "timestamp": "2026-11-20T09:00:00+0000",
            "username": "Ana",
            "from": {"id": "998877", "username": "Ana"},
        },
        "comment",
        {
            "platform": "instagram",
            "actor": "Ana",
            "ids": ("998877",),
            "scoped": True,
            "native_id": "17900001",
            "words": "Yes ✨",
        },
    ),
    (
        "Instagram comment (webhook)",
        {
            "object": "instagram",
            "entry": [
                {
                    "id": "178414",
                    "time": SECONDS,
                    "changes": [
                        {
                            "field": "comments",
                            "value": {
                                "id": "17900002",
                                "text": "#YesGlow",
                                "timestamp": SECONDS,
                                "from": {"id": "998877", "username": "ana"},
                                "media": {"id": "1801", "media_product_type": "FEED"},
                            },
                        }
                    ],
                }
            ],
        },
        "comment",
        {"actor": "ana", "ids": ("998877",), "scoped": True, "native_id": "17900002", "words": "#YesGlow"},
    ),
    (
        "Instagram message (Graph API)",
        {
            "id": "aWdfZAG1faXRlbToxOklHTW",
            "created_time": "2026-11-20T09:00:00+0000",
            "from": {"username": "ana", "id": "6677"},
            "to": {"data": [{"username": "sundayglow", "id": "1"}]},
            "message": "Yes, I agree",
        },
        "dm",
        {
            "platform": "instagram",
            "actor": "ana",
            "native_id": "aWdfZAG1faXRlbToxOklHTW",
            "words": "Yes, I agree",
        },
    ),
    (
        "Instagram message (webhook)",
        {
            "sender": {"id": "6677"},
            "recipient": {"id": "1"},
            "timestamp": SECONDS * 1000,
            "message": {"mid": "m_1", "text": "ok!"},
        },
        "dm",
        {"actor": None, "ids": ("6677",), "scoped": True, "native_id": "m_1", "words": "ok!"},
    ),
    (
        "message of a download from Instagram or Facebook",
        {
            "participants": [{"name": "Ana Rivera"}],
            "messages": [
                {
                    "sender_name": "Ana Rivera",
                    "timestamp_ms": SECONDS * 1000,
                    "content": "S\u00c3\u00ad, de acuerdo",
                }
            ],
        },
        "dm",
        {"platform": None, "actor": None, "name": "Ana Rivera", "words": "Sí, de acuerdo", "native_id": None},
    ),
    (
        "Facebook comment (Graph API)",
        {
            "id": "12_34",
            "message": "Sure",
            "created_time": "2026-11-20T09:00:00+0000",
            "from": {"name": "Ana Rivera", "id": "10001"},
            "permalink_url": "https://www.facebook.com/12/posts/34",
        },
        "comment",
        {"platform": "facebook", "name": "Ana Rivera", "permalink": "https://www.facebook.com/12/posts/34"},
    ),
    (
        "TikTok comment",
        {
            "cid": "7300000000000000001",
            "text": "yes please",
            "create_time": SECONDS,
            "aweme_id": "6748451240264420610",
            "user": {"uid": "6655", "unique_id": "ana.tt", "sec_uid": "MS4w", "nickname": "Ana"},
        },
        "comment",
        {
            "platform": "tiktok",
            "actor": "ana.tt",
            "name": "Ana",
            "ids": ("6655", "MS4w"),
            "scoped": False,
            "native_id": "7300000000000000001",
        },
    ),
    (
        "Instagram comment (instaloader)",
        {"id": 17900003, "created_at": SECONDS, "text": "yes", "owner": {"id": "178414", "username": "ana"}},
        "comment",
        {"actor": "ana", "ids": ("178414",), "scoped": False, "native_id": "17900003"},
    ),
    (
        "Instagram comment (web)",
        {"pk": "17900004", "created_at": SECONDS, "text": "yes", "user": {"pk": 178414, "username": "ana"}},
        "comment",
        {"actor": "ana", "ids": ("178414",), "native_id": "17900004"},
    ),
    (
        "YouTube comment (Data API)",
        {
            "id": "UgzX",
            "snippet": {
                "textOriginal": "yes",
                "authorDisplayName": "@ana",
                "authorChannelId": {"value": "UC123"},
                "publishedAt": "2026-11-20T09:00:00Z",
            },
        },
        "comment",
        {"platform": "youtube", "actor": "ana", "ids": ("UC123",), "native_id": "UgzX"},
    ),
]


def read(folder: Path, content: object, name: str = "answer.json") -> Reading:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return proofs.read(path)


@pytest.mark.parametrize(
    ("form", "record", "kind", "said"), FORMS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_form_is_read(
    tmp_path: Path, form: str, record: dict[str, Any], kind: str, said: dict[str, Any]
) -> None:
    reading = read(tmp_path, record)
    assert (reading.form, reading.kind, reading.note) == (form, kind, None)
    (found,) = reading.said
    assert found.at is not None
    assert found.at.isoformat() == NINE
    assert {name: getattr(found, name) for name in said} == said


def test_a_thread_is_read_whole_in_the_order_of_the_file(tmp_path: Path) -> None:
    comment = FORMS[0][1]
    reading = read(
        tmp_path,
        {
            "data": [
                comment,
                {**comment, "id": "2", "text": "No!", "replies": {"data": [{**comment, "id": "3"}]}},
            ]
        },
    )
    assert [said.native_id for said in reading.said] == ["17900001", "2", "3"]


MAIL = b"""From: "Ana Rivera" <ana@example.com>\r
To: hello@sundayglow.example\r
Date: Fri, 20 Nov 2026 10:00:00 +0100\r
Message-ID: <abc@example.com>\r
Subject: Re: May we?\r
%s\r
\r
%s"""
PLAIN = MAIL % (b"Content-Type: text/plain; charset=utf-8", "Sí, I agree.\r\n".encode())
PAGE = MAIL % (
    b'Content-Type: text/html; charset="utf-8"',
    b"<html><head><style>p{}</style></head><body><p>Yes, I &amp; mine agree</p><script>x()</script></body></html>",
)


@pytest.mark.parametrize(
    ("data", "words"), [(PLAIN, "Sí, I agree."), (PAGE, "Yes, I & mine agree")], ids=["plain", "page"]
)
@pytest.mark.parametrize("name", ["yes.eml", "yes.txt", "yes"])
def test_an_e_mail_is_read_by_what_it_is(tmp_path: Path, data: bytes, words: str, name: str) -> None:
    reading = read(tmp_path, data, name)
    (said,) = reading.said
    assert reading.kind == "email"
    assert (said.platform, said.actor, said.name) == ("email", "ana@example.com", "Ana Rivera")
    assert (said.native_id, said.words) == ("<abc@example.com>", words)
    assert said.at is not None
    assert said.at.isoformat() == NINE


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def boxes(depth: int) -> bytes:
    """An e-mail in an e-mail in an e-mail."""
    head = b"From: a@example.com\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@e>\r\n"
    parts = (
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        for number in range(depth)
    )
    return head + b"".join(parts) + b"\r\nyes"


HOSTILE: list[tuple[str, bytes, str]] = [
    ("a bomb of brackets", nested(100_000), "answer.json"),
    ("a bomb of objects", b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "answer.json"),
    (
        "which text counts cannot be known",
        b'{"id":"1","text":"yes","text":"no","timestamp":1795165200}',
        "answer.json",
    ),
    ("not JSON at all", b"{'yes': True}", "answer.json"),
    ("not text", b'{"text": "\xff\xfe"}', "answer.json"),
    ("a number without end", b'{"id":' + b"9" * 100_000 + b',"text":"yes","timestamp":1}', "answer.json"),
    ("an e-mail of boxes", boxes(3_000), "answer.eml"),
    (
        "an e-mail in no known alphabet",
        MAIL % (b"Content-Type: text/plain; charset=klingon", b"\xff yes"),
        "answer.eml",
    ),
    (
        "an address that is none",
        b'From: "<<>>"@@,;:<\r\nDate: never\r\nMessage-ID: \r\n\r\nyes',
        "answer.eml",
    ),
    ("an e-mail of noise", os.urandom(5_000), "answer.eml"),
]


@pytest.mark.parametrize(("why", "data", "name"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_kept_and_said_to_be_unread(
    tmp_path: Path, why: str, data: bytes, name: str
) -> None:
    reading = read(tmp_path, data, name)
    assert reading.note or not reading.said, why
    assert not any(said.actor and said.words and said.words.startswith("yes") for said in reading.said), why


def test_what_is_read_can_be_stored_and_shown(tmp_path: Path) -> None:
    """Control characters, halves of characters and endless words would break the ledger or a terminal."""
    comment = {
        **FORMS[0][1],
        "text": "y\x00es\x1b[2J \ud800 " + "x" * 50_000,
        "username": "ana\n\u0007b",
        "from": None,
    }
    (said,) = read(tmp_path, comment).said
    assert said.words is not None
    assert said.words.startswith("yes[2J \ufffd xxx")
    assert len(said.words) == 20_000
    assert said.actor == "ana b"
    json.dumps(said.model_dump(mode="json"), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("data", "name", "kind", "document"),
    [
        (photo((64, 64), type="PNG"), "screen.png", "screenshot", False),
        (photo((64, 64)), "screen", "screenshot", False),
        (photo((64, 64), type="WEBP"), "yes.json", "screenshot", False),  # by content, not by name
        (b"%PDF-1.7\n...", "contract.pdf", None, True),
        (b"we talked on the phone", "call.txt", None, False),
        (b"[20.11.2026] Ana: yes", "chat.txt", None, False),  # begins as JSON does, and is none
        (b'{"hello": "world"}', "export.json", "api_json", False),
    ],
)
def test_other_files_are_told_apart(
    tmp_path: Path, data: bytes, name: str, kind: str | None, document: bool
) -> None:
    reading = read(tmp_path, data, name)
    assert (reading.kind, reading.document, reading.said) == (kind, document, ())


# --- in a workspace ------------------------------------------------------------------------------------------------


def evidence(shop: Shop) -> list[dict[str, Any]]:
    """The evidence on record, as it lies in the ledger."""
    from ugc.workspace import Workspace

    with Workspace.open(shop.root) as here:
        return [entry.body for entry in here.catalog.entries() if entry.kind == "evidence"]


def records(shop: Shop) -> int:
    from ugc.workspace import Workspace

    with Workspace.open(shop.root) as here:
        return len(list(here.catalog.entries()))


def write(shop: Shop, record: object, name: str = "answer.json") -> Path:
    path = shop.root / name
    path.write_text(json.dumps(record), "utf-8")
    return path


def test_a_grant_keeps_what_its_evidence_says(shop: Shop) -> None:
    write(shop, FORMS[0][1])
    shop.grant("ig:BqvsDleB3lV", "--evidence", "answer.json")
    kinds = {item["name"]: item for item in evidence(shop)}
    said = kinds["answer.json"]
    assert {name: said[name] for name in ("kind", "platform", "actor", "actor_id", "native_id", "words")} == {
        "kind": "comment",
        "platform": "instagram",
        "actor": "Ana",
        "actor_id": "998877",
        "native_id": "17900001",
        "words": "Yes ✨",
    }
    assert said["occurred_at"].startswith("2026-11-20T09:00:00")
    assert said["tool"].startswith("ugc ")
    assert kinds["yes-from-ana.png"]["kind"] == "screenshot"
    assert kinds["terms-v3.txt"]["kind"] == "terms_snapshot"


def sized(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: sized(folder / "big.bin", LARGEST + 1), "evidence may have 50,000,000"),
        (lambda folder: sized(folder / "nothing.png", 0), "is empty, so it proves nothing"),
        (lambda folder: folder, "is not a file"),
        (lambda folder: folder / "lost.png", "is not a file"),
    ],
    ids=["one byte over the limit", "empty", "a folder", "missing"],
)
@pytest.mark.parametrize("command", ["grant", "reply"])
def test_evidence_that_cannot_be_kept_records_nothing(
    shop: Shop, tmp_path: Path, make: Any, words: str, command: str
) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    before = records(shop)
    path = make(tmp_path)
    if command == "grant":
        shop.grant("ig:BqvsDleB3lV", "--evidence", str(path), code=3)
    else:
        shop("rights", "reply", "q-0001", "--yes", "--evidence", path, "--by", "Mo", code=3)
    assert words in shop.err
    assert records(shop) == before


def test_a_file_of_exactly_the_limit_is_kept(shop: Shop, tmp_path: Path) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    shop(
        "rights", "reply", "q-0001", "--yes", "--evidence", sized(tmp_path / "big.bin", LARGEST), "--by", "Mo"
    )
    assert evidence(shop)[-1]["size"] == LARGEST


BY: dict[str, dict[str, Any]] = {
    "handle": {"id": "1", "text": "yes", "timestamp": "2026-11-22T09:00:00+0000", "username": "Ana"},
    "number": {
        "id": 1,
        "text": "yes",
        "created_at": SECONDS + 200_000,
        "owner": {"id": "178414", "username": "ana.new"},
    },
    "scoped": {
        "id": "1",
        "text": "yes",
        "timestamp": "2026-11-22T09:00:00+0000",
        "from": {"id": "55", "username": "ana"},
    },
    "another": {"id": "1", "text": "yes", "timestamp": "2026-11-22T09:00:00+0000", "username": "bo"},
    "taken over": {
        "id": 1,
        "text": "yes",
        "created_at": SECONDS + 200_000,
        "owner": {"id": "666", "username": "ana"},
    },
    "brand": {"id": "1", "text": "yes", "timestamp": "2026-11-22T09:00:00+0000", "username": "sundayglow"},
    "elsewhere": {
        "cid": "1",
        "text": "yes",
        "create_time": SECONDS + 200_000,
        "user": {"uid": "5", "unique_id": "bo.tt"},
    },
}


@pytest.mark.parametrize(
    ("by", "theirs"),
    [
        ("handle", True),  # whatever the case
        ("number", True),  # the account was renamed since
        ("scoped", True),  # an id that Instagram makes for one app says nothing against them
        ("another", False),
        ("taken over", False),  # the handle is hers no more: the account has another number
        ("brand", False),  # our own question is no answer
        ("elsewhere", False),  # nothing shows that she is that person on TikTok
    ],
)
def test_an_answer_counts_only_from_the_creator(shop: Shop, by: str, theirs: bool) -> None:
    text = (shop.root / "ugc.toml").read_text("utf-8")
    (shop.root / "ugc.toml").write_text(text.replace('handle = ""', 'handle = "@SundayGlow"'), "utf-8")
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    before = records(shop)
    path = write(shop, BY[by])
    shop("rights", "reply", "q-0001", "--yes", "--evidence", path, "--by", "Mo", code=0 if theirs else 3)
    if theirs:
        assert shop.err.count("Make sure") == 0
        return
    assert "was said by" in shop.err
    assert "--licensor NAME --capacity agent" in shop.err
    assert records(shop) == before


def test_a_former_handle_is_theirs(shop: Shop, tmp_path: Path) -> None:
    from conftest import collected, sidecar

    folder = collected(tmp_path / "later")
    for path in folder.glob("*.json"):
        path.write_text(json.dumps(sidecar("BqvsDleB3lV", username="ana.new", owner_id="178414")), "utf-8")
    shop("import", folder)
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    shop("rights", "reply", "q-0001", "--yes", "--evidence", write(shop, BY["handle"]), "--by", "Mo")
    assert evidence(shop)[-1]["actor"] == "Ana"


def test_somebody_may_answer_for_them_if_it_is_said(shop: Shop) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    told = shop(
        *("rights reply q-0001 --yes --capacity agent --by Mo --json".split()),
        *("--licensor", "Bo Agency", "--evidence", write(shop, BY["another"])),
    )
    assert (told["grant"]["licensor"], told["grant"]["capacity"]) == ("Bo Agency", "agent")
    assert told["evidence"][0]["actor"] == "bo"


def test_an_e_mail_address_is_not_taken_for_a_handle(shop: Shop) -> None:
    """Nobody can tell from the file whose address it is: it is recorded, and said."""
    shop("rights", "request", "ig:BqvsDleB3lV", "--via", "email", "--terms", "terms-v3.txt", "--by", "Mo")
    mail = shop.root / "yes.eml"
    mail.write_bytes(PLAIN.replace(b"20 Nov", b"22 Nov"))
    told = shop("rights", "reply", "q-0001", "--yes", "--evidence", mail, "--by", "Mo", "--json")
    assert told["grant"]["method"] == "dm_yes"
    assert told["evidence"][0]["kind"] == "email"
    assert "nothing in it shows that ana@example.com is @ana" in told["notes"][0]


def test_of_a_thread_the_newest_of_theirs_counts_and_words_choose_another(shop: Shop) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    thread = {
        "messages": {
            "data": [
                {
                    "id": f"m{number}",
                    "message": words,
                    "from": {"username": who, "id": who},
                    "created_time": f"2026-11-22T0{number}:00:00+0000",
                }
                for number, (who, words) in enumerate(
                    [
                        ("sundayglow", "May we?"),
                        ("ana", "What do you pay?"),
                        ("ana", "Yes, I agree"),
                        ("ana", "have fun"),
                    ]
                )
            ]
        }
    }
    path = write(shop, thread)
    dry = shop("rights", "reply", "q-0001", "--yes", "--evidence", path, "--by", "Mo", "--dry-run", "--json")
    assert dry["reply"]["words"] == "have fun"
    assert "holds 3 messages of theirs" in dry["notes"][0]
    told = shop(
        "rights",
        "reply",
        "q-0001",
        "--yes",
        "--evidence",
        path,
        "--words",
        "yes, i agree",
        "--by",
        "Mo",
        "--json",
    )
    assert told["evidence"][0]["native_id"] == "m2"
    assert told["evidence"][0]["words"] == "Yes, I agree"


@pytest.mark.parametrize(
    ("method", "kind"),
    [("contract", "contract"), ("esign_form", "esign"), ("web_form", "form"), ("dm_yes", "file")],
)
def test_a_document_is_what_the_method_says(shop: Shop, method: str, kind: str) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", "terms-v3.txt", "--by", "Mo")
    paper = shop.root / "signed.pdf"
    paper.write_bytes(b"%PDF-1.7\n%\xe2\xe3\n")
    told = shop(
        "rights", "reply", "q-0001", "--yes", "--evidence", paper, "--method", method, "--by", "Mo", "--json"
    )
    assert told["evidence"][0]["kind"] == kind
    assert told["grant"]["method"] == method


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(InputError):
        proofs.read(tmp_path / "pipe.json")
