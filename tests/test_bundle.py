"""The bundle for a lawyer: what goes in and what does not, and that whoever has Python can check it without ugc."""

import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from browser import asked, picture
from conftest import NOON, Shop, collected, photo, sidecar

from ugc.reports.bundle import PROVES, PROVES_NOT, shown
from ugc.workspace.proving.enclosing import plain

POST, SECOND, BENS = "ig:BqvsDleB3lV", "ig:Bqvs0000001", "ig:Xother00001"
ANSWER = {
    "id": "aWdfZAG1faXRlb",
    "created_time": "2026-11-22T11:12:44+0000",
    "from": {"username": "ana", "id": "178414"},
    "message": "Yes, I agree to terms v3 ✨ نعم <b>&amp;",
}
ASKED = "--terms terms-v3.txt --purpose paid_social --channel instagram --edits standard --days 180 --by Mo"
GRANTED = (
    "--method comment_yes --purpose organic_repost --channel instagram --territory worldwide "
    "--from 2026-11-01 --until perpetual --edits technical --by Kim"
)
RECORDED = """
request {post} --via dm {asked}
reply {post} --yes --evidence dm.json --by Mo
request {ben} --via dm {asked}
reply {ben} --no --words 'no thanks, says Ben' --by Mo
grant {post} {second} {granted} --evidence yes-from-ana.png --notes 'by phone' --also compensation=fee \
  --also amount=457.25 --also currency=USD
grant {ben} {granted} --evidence yes-from-ana.png --notes 'the note about Ben'
grant {second} {granted} --evidence page.html --notes 'of the second post alone'
release {post} --minor girl-left --guardian mother --guardian-evidence page.html --evidence page.html --by Kim
hold @ana --why 'she <i>asked</i>' --by Kim
hold @ana --lift --why settled --by Kim
revoke {second} --why 'the second only' --by Kim
""".replace("\\\n", "")


class Page(HTMLParser):
    """An independent reader of the statement: its words and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._skipped = False
        self.feed(text)
        self.close()
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skipped = tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        self.words += "" if self._skipped else f" {data}"


class Heard:
    """Stands for pytest's capture where that does not last long enough: what a command prints is not wanted."""

    def readouterr(self) -> tuple[str, str]:
        return "", ""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two posts by @ana and one by @ben, asked, answered, granted, stopped and rendered."""
    folder = tmp_path_factory.mktemp("built")
    shop = Shop(folder / "glow", Heard())  # type: ignore[arg-type]
    quiet = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(quiet), redirect_stderr(quiet):
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
        patch.chdir(folder)
        shop("init", "glow", "--brand", "Sunday Glow", "--hashtag", "GlowRun", "--market", "US")
        patch.chdir(shop.root)
        fill(shop, folder)
    return shop.root


def fill(shop: Shop, folder: Path) -> None:
    shop("import", collected(folder / "collected"))
    more = folder / "more"
    more.mkdir()
    for number, (code, name) in enumerate(((SECOND[3:], "ana"), (BENS[3:], "ben"))):
        path = more / f"{number}.jpg"
        path.write_bytes(photo(seed=40 + number))
        told = sidecar(code, username=name, media_id=str(number))
        path.with_name(f"{path.name}.json").write_text(json.dumps(told), "utf-8")
    shop("import", more)
    (shop.root / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
    (shop.root / "yes-from-ana.png").write_bytes(photo((320, 640), seed=9, type="PNG"))
    (shop.root / "dm.json").write_text(json.dumps(ANSWER), "utf-8")
    (shop.root / "page.html").write_text("<script>alert(1)</script>", "utf-8")
    for line in RECORDED.strip().splitlines():
        shop(
            "rights",
            *shlex.split(line.format(post=POST, second=SECOND, ben=BENS, asked=ASKED, granted=GRANTED)),
        )
    shop("render", "--format", "story")


@pytest.fixture
def case(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """A copy of it, as the current folder."""
    root = Path(shutil.copytree(built, tmp_path / "glow"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.chdir(root)
    return Shop(root, capsys)


def unpacked(shop: Shop, folder: Path, *more: str, post: str = POST) -> dict[str, Any]:
    told = shop("rights", "bundle", post, "--out", folder.with_suffix(".zip"), *more, "--json")
    with zipfile.ZipFile(told["bundle"]) as archive:
        archive.extractall(folder)
    return told


def checked(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run the program that the bundle brings, in an empty folder, with nothing but Python."""
    away = folder.parent / "away"
    away.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", *arguments], cwd=away, capture_output=True, timeout=60
    )
    assert done.returncode == code, done.stdout.decode() + done.stderr.decode()
    assert not done.stderr
    return done.stdout.decode()


def records(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "records.json").read_text("ascii"))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def statement(folder: Path) -> Page:
    return Page((folder / "statement.html").read_text("utf-8"))


def test_what_is_in_it(case: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    told = unpacked(case, folder)
    names = set(contents(folder))
    assert {"statement.html", "records.json", "SHA256SUMS", "VERIFY.txt", "verify.py"} < names
    for what in ("evidence", "terms", "original", "sidecar"):
        assert any(file["what"] == what for file in told["files"]), what
    assert (folder / "terms" / "e-0001-terms-v3.txt").read_text("utf-8").startswith("You let Sunday Glow")
    assert json.loads((folder / "evidence" / "e-0002-dm.json").read_text("utf-8")) == ANSWER
    assert hashlib.sha256(Path(told["bundle"]).read_bytes()).hexdigest() == told["sha256"]
    for name, data in contents(folder).items():
        sums = (folder / "SHA256SUMS").read_text("ascii")
        assert name == "SHA256SUMS" or f"{hashlib.sha256(data).hexdigest()}  {name}\n" in sums


def test_which_records_are_in_it(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "b")
    found = records(tmp_path / "b")
    kinds = sorted({(entry["kind"], entry["id"]) for entry in found["entries"]})
    assert kinds == [
        ("evidence", "e-0001"),  # the terms
        ("evidence", "e-0002"),  # the answer
        ("evidence", "e-0003"),  # the screenshot
        ("evidence", "e-0006"),  # the guardian's consent
        ("grant", "g-0001"),
        ("grant", "g-0002"),
        ("hold", "h-0001"),
        ("lift", "l-0001"),
        ("release", "rel-0001"),
        ("reply", "y-0001"),
        ("request", "q-0001"),
    ], kinds
    assert len(found["chain"]) > len(found["entries"])
    assert found["head"] == found["chain"][-1] == case("rights", "verify", "--json")["head"]


def test_nothing_about_others_is_in_it(case: Shop, tmp_path: Path) -> None:
    """Neither the other creator nor what concerns the second post alone; its id stands in the grant over both."""
    told = unpacked(case, tmp_path / "b")
    everything = b"\0".join(contents(tmp_path / "b").values())
    for words in (b"Ben", b"ben", BENS[3:].encode(), b"the second only", b"of the second post alone"):
        assert words not in everything, words
    assert SECOND.encode() in everything
    assert told["shared"] == [
        "The file of e-0003 proves grant g-0003 too: it may show what concerns others.",
        "The file of e-0006 proves grant g-0004 too: it may show what concerns others.",
    ]
    words = case("rights", "bundle", POST)
    assert "Look at it first: The file of e-0003" in case.err and "Confidential" in case.err
    assert f"sha256 {case('rights', 'bundle', POST, '--json')['sha256']}" in words


def test_each_hash_can_be_made_again_as_verify_txt_says(case: Shop, tmp_path: Path) -> None:
    """By the words of VERIFY.txt alone, written down here a second time."""
    unpacked(case, tmp_path / "b")
    found = records(tmp_path / "b")

    def canonical(value: Any) -> str:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def sha256(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    for entry in found["entries"]:
        for name, value in entry["body"].items():
            assert sha256(entry["salts"][name] + canonical(value)) == entry["digests"][name]
        told = {name: entry[name] for name in ("at", "id", "kind", "previous", "seq", "subjects")}
        assert sha256(canonical(told | {"fields": entry["digests"]})) == entry["hash"]
        assert found["chain"][entry["seq"] - 1] == entry["hash"]


def test_the_program_in_it_says_that_all_is_well(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "b")
    words = checked(tmp_path / "b")
    assert words.endswith("Every file and every record here is as its hashes say.\n")
    assert re.search(r"Here are 11 of \d+ entries, and \d+ files\.", words)
    assert "Entries about others: " in words


def test_a_head_is_found_and_said_what_it_vouches_for(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "b")
    found = records(tmp_path / "b")
    here = {entry["seq"]: entry for entry in found["entries"]}
    words = checked(tmp_path / "b", found["chain"][3])
    assert (
        "It is the hash of entry 4. Recomputed here, it vouches for evidence e-0001, request q-0001" in words
    )
    missing = next(seq for seq in range(1, len(found["chain"]) + 1) if seq not in here)
    words = checked(tmp_path / "b", found["chain"][missing - 1])
    assert (
        f"It is the hash of entry {missing}, which is about others: named here, and not recomputed." in words
    )
    after = next(seq for seq in sorted(here) if seq > missing)
    assert "the entries in between are needed" in checked(tmp_path / "b", found["chain"][after - 1].upper())
    assert "NOT FOUND" in checked(tmp_path / "b", "0" * 64, code=1)


def test_one_byte_changed_in_any_file_is_found(case: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    unpacked(case, folder)
    for name, data in contents(folder).items():
        for place in sorted({0, len(data) // 3, len(data) // 2, len(data) - 1}):
            now = bytearray(data)
            now[place] ^= 1
            (folder / name).write_bytes(now)
            if name == "verify.py":  # a changed program may say anything: the list of hashes tells
                assert not sums_hold(folder), place
            else:
                assert "This bundle does NOT hold." in checked(folder, code=1) or "BROKEN" in checked(
                    folder, code=1
                )
        (folder / name).write_bytes(data)
    checked(folder)


def sums_hold(folder: Path) -> bool:
    program = shutil.which("sha256sum")
    if program:
        return subprocess.run([program, "-c", "SHA256SUMS"], cwd=folder, capture_output=True).returncode == 0
    listed = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    return all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha for name, sha in listed.items()
    )


def resealed(folder: Path, found: dict[str, Any]) -> None:
    """What somebody does who knows of SHA256SUMS: the records changed, and the list made to fit."""
    (folder / "records.json").write_text(json.dumps(found), "ascii")
    files = {name: data for name, data in contents(folder).items() if name != "SHA256SUMS"}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    (folder / "SHA256SUMS").write_text(sums, "ascii")


FORGED: list[tuple[str, str]] = [
    ("entry['body']['end'] = '2099-01-01'", "the value of 'end' does not give its hash"),
    ("entry['subjects'] = []", "it does not give its hash"),
    ("entry['at'] = '2020-01-01T00:00:00+00:00'", "it does not give its hash"),
    ("entry['salts']['end'] = ''", "the value of 'end' does not give its hash"),
    ("entry['salts'].pop('end')", "the value of 'end' does not give its hash"),
    ("entry['digests'].pop('end')", "it does not give its hash"),
    ("entry['previous'] = '0' * 64", "it does not give its hash"),
    ("entry['hash'] = '0' * 64", "the chain names another hash at its place"),
    ("entry['seq'] += 1", "it does not give its hash"),
    ("found['chain'].pop(0)", "the chain names another hash"),
    ("found['chain'].pop()", "The head is not the last hash of the chain"),
    ("found['chain'][0] = 'x'", "something that is no hash"),
    ("found['chain'].append('0' * 64)", "The head is not the last"),
    ("found['entries'].reverse()", "The entries are not in order"),
    ("found['entries'].append(entry)", "The entries are not in order"),
    ("found['files'][0]['sha256'] = '0' * 64", "is not a file that a record states"),
    ("found['entries'] = 7", "cannot be read"),
    ("found.pop('chain')", "cannot be read"),
    ("entry['body'] = None", "cannot be read"),
]


@pytest.mark.parametrize(("forge", "words"), FORGED)
def test_a_forgery_that_fits_its_list_is_found_by_the_records(
    case: Shop, tmp_path: Path, forge: str, words: str
) -> None:
    folder = tmp_path / "b"
    unpacked(case, folder)
    found = records(folder)
    entry = next(entry for entry in found["entries"] if entry["kind"] == "grant")
    exec(forge, {"found": found, "entry": entry})
    resealed(folder, found)
    assert sums_hold(folder)
    assert words in checked(folder, code=1)


def test_evidence_that_was_exchanged_with_its_list_is_found_by_its_record(case: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    unpacked(case, folder)
    path = folder / "evidence" / "e-0002-dm.json"
    path.write_bytes(path.read_bytes().replace(b"I agree", b"I AGREE"))
    found = records(folder)
    resealed(folder, found)
    assert "e-0002-dm.json is not a file that a record states" in checked(folder, code=1)
    for file in found["files"]:
        file["sha256"] = hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest()
    resealed(folder, found)
    assert "e-0002-dm.json is not a file that a record states" in checked(folder, code=1)


@pytest.mark.parametrize("act", ["lost", "added", "emptied list"])
def test_files_that_are_lost_or_added(case: Shop, tmp_path: Path, act: str) -> None:
    folder = tmp_path / "b"
    unpacked(case, folder)
    if act == "lost":
        next((folder / "evidence").iterdir()).unlink()
        words = "is not there"
    elif act == "added":
        (folder / "evidence" / "more.txt").write_text("more")
        words = "evidence/more.txt is not in SHA256SUMS"
    else:
        (folder / "SHA256SUMS").write_text("")
        words = "records.json is not in SHA256SUMS"
    assert words in checked(folder, code=1)


def test_the_same_gives_the_same_bytes(case: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = unpacked(case, tmp_path / "one")
    other = unpacked(case, tmp_path / "other")
    assert one["sha256"] == other["sha256"]
    assert Path(one["bundle"]).read_bytes() == Path(other["bundle"]).read_bytes()
    with zipfile.ZipFile(one["bundle"]) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 12, 0, 0)}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 86400))
    assert unpacked(case, tmp_path / "later")["sha256"] != one["sha256"]


# --- what is left out ------------------------------------------------------------------------------------------------


def test_fees_stand_in_it_unless_they_are_left_out(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "with")
    assert "457.25" in statement(tmp_path / "with").words and "457.25" in json.dumps(
        records(tmp_path / "with")
    )
    told = unpacked(case, tmp_path / "without", "--without-fees")
    assert told["left_out"] == ["compensation"]
    assert b"457.25" not in b"".join(contents(tmp_path / "without").values())
    page = statement(tmp_path / "without")
    assert "Fees left out" in page.words and "compensation; the hashes are left" in page.words
    words = checked(tmp_path / "without")
    assert "Fields redacted or left out: 2." in words
    hashes = [
        [entry["hash"] for entry in records(tmp_path / name)["entries"]] for name in ("with", "without")
    ]
    assert hashes[0] == hashes[1]


def test_originals_can_stay_at_home(case: Shop, tmp_path: Path) -> None:
    told = unpacked(case, tmp_path / "b", "--no-originals")
    assert not any(file["what"] == "original" for file in told["files"])
    assert not (tmp_path / "b" / "originals").exists()
    assert not any(tag == "img" for tag, _ in statement(tmp_path / "b").tags)
    checked(tmp_path / "b")


def test_lost_and_changed_files_are_said_and_not_enclosed(case: Shop, tmp_path: Path) -> None:
    stored = [path for path in (case.root / ".ugc" / "evidence").rglob("*") if path.is_file()]
    next(path for path in stored if path.suffix == ".json").unlink()
    next(path for path in stored if path.suffix == ".png").write_bytes(b"another")
    next(path for path in (case.root / ".ugc" / "media").rglob("*.jpg")).write_bytes(b"x")
    told = unpacked(case, tmp_path / "b")
    assert "The file of e-0002 is not there: it was lost or taken away." in told["missing"]
    assert "The file of e-0003 is not what was recorded: it was changed or replaced." in told["missing"]
    page = statement(tmp_path / "b").words
    assert "Not enclosed" in page and "e-0002 is not there" in page
    assert "Files that records state and that are not here: 2." in checked(tmp_path / "b")


def test_a_post_with_nothing_on_record(shop: Shop) -> None:
    shop("rights", "bundle", POST, code=2)
    assert "nothing to bundle" in shop.err
    shop("rights", "bundle", "ig:nobody", code=2)


def test_records_that_do_not_hold_are_not_bundled(case: Shop, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(case.root / ".ugc" / "catalog.db") as connection:
        connection.execute("DROP TRIGGER entries_stay")
        connection.execute(
            "UPDATE entries SET body = replace(body, '2026-11-01', '2025-11-01') WHERE id = 'g-0003'"
        )
    connection.close()
    case("rights", "bundle", POST, "--out", tmp_path / "b.zip", code=4)
    assert "nothing is bundled: grant g-0003 The value of 'start' was changed." in case.err
    assert not (tmp_path / "b.zip").exists()


def test_it_goes_below_the_output_folder(case: Shop) -> None:
    words = case("rights", "bundle", POST)
    (path,) = (case.root / "out" / "bundles").iterdir()
    assert path.name == "rights-ig-BqvsDleB3lV-2026-11-22.zip"
    assert "out/bundles/rights-ig-BqvsDleB3lV-2026-11-22.zip" in words.replace("\\", "/")


# --- hostile names and words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..", "file"),
        ("", "file"),
        ("C:\\x\\y", "C-x-y"),
        ("Ünï cødé", "Uni-cde"),
        ("\u202egnp.exe", "gnp-exe"),
        ("x" * 300, "x" * 48),
        ("🌞🌞", "file"),
    ],
)
def test_names_lead_nowhere(name: str, made: str) -> None:
    assert plain(name) == made


def test_what_could_run_is_enclosed_as_text(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "b")
    assert (tmp_path / "b" / "evidence" / "e-0006-page.html.txt").read_text() == "<script>alert(1)</script>"


def test_hostile_names_of_evidence(shop: Shop, tmp_path: Path) -> None:
    for number, name in enumerate(
        ["a\u202egnp.js", "CON.png", "-rf *.png", "x\ny'\"<img>.png", "same.PNG", "Same!.png"]
    ):
        (shop.root / name).write_bytes(photo((60, 90), seed=number + 60, type="PNG"))
        shop.grant(POST, "--evidence", name)
    told = unpacked(shop, tmp_path / "b")
    paths = [file["path"] for file in told["files"]]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(re.fullmatch(r"[a-z]+/[A-Za-z0-9-]+(\.[a-z0-9]+){1,2}", path) for path in paths), paths
    assert not any(path.endswith(".js") for path in paths)
    checked(tmp_path / "b")
    assert "\u202e" not in (tmp_path / "b" / "statement.html").read_text("utf-8")


def test_no_words_become_markup(case: Shop, tmp_path: Path) -> None:
    unpacked(case, tmp_path / "b")
    page = statement(tmp_path / "b")
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "i", "b", "iframe", "form", "link"}
    assert "she <i>asked</i>" in page.words and "Yes, I agree to terms v3 ✨ نعم <b>&amp;" in page.words
    assert {value for _, given in page.tags for name, value in given.items() if name == "href"} <= {
        file["path"] for file in records(tmp_path / "b")["files"]
    }
    policy = next(given["content"] for tag, given in page.tags if given.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert not re.search(
        r"(src|href)=\"(?!data:)[a-z]+:", (tmp_path / "b" / "statement.html").read_text("utf-8")
    )


def test_what_no_reader_sees_is_shown() -> None:
    assert shown("a\u202eb\x00c\ud800\n") == "a\\u202eb\\u0000c\\ud800\n"
    assert shown("Ünï ✨ نعم 👩🏽‍🍳") == "Ünï ✨ نعم 👩🏽‍🍳"


# --- the statement ---------------------------------------------------------------------------------------------------


def test_the_statement_says_what_a_lawyer_looks_for(case: Shop, tmp_path: Path) -> None:
    told = unpacked(case, tmp_path / "b")
    words = statement(tmp_path / "b").words
    for part in (
        "Confidential",
        "Statement of rights",
        "@ana",
        "account id 178414",
        "Morning light and the new serum",
        "Request q-0001 Answered yes",
        "180 days from the answer",
        "Grant g-0001",
        "Proof: strong",
        "from the account that made the post, by its lasting id (e-0002)",
        "Proof: weak",
        "A lone screenshot (e-0003)",
        "fee, 457.25 USD",
        "A minor shown rel-0001",
        "mother, on the evidence e-0006",
        "Stopped everything of this creator's, on 22 November 2026 by Kim",
        "Lifted h-0001, on 22 November 2026 by Kim",
        "aWdfZAG1faXRlb",
        "entries about others, not in this bundle",
        f"Head of the ledger when this was made: {told['head']}",
        *PROVES,
        *PROVES_NOT,
        "Names, accounts and signatures: none was looked up.",
        "1 creative was made of it",
    ):
        assert part in words, part
    assert "never answered" not in words


def test_silence_and_no_look_different_and_like_no_yes(shop: Shop, tmp_path: Path) -> None:
    shop("rights", "request", POST, "--via", "dm", *ASKED.split())
    unpacked(shop, tmp_path / "silent")
    silent = statement(tmp_path / "silent").words
    assert "Request q-0001 Never answered" in silent and "1 request was never answered." in silent
    assert "Nothing: no grant is on record." in silent and "Proof:" not in silent
    shop("rights", "reply", POST, "--no", "--words", "please do not", "--by", "Mo")
    unpacked(shop, tmp_path / "declined")
    declined = statement(tmp_path / "declined").words
    assert "Request q-0001 Answered no" in declined and "1 request was answered with no." in declined
    assert "please do not" in declined and "Never answered" not in declined and "Proof:" not in declined


def test_what_was_erased_and_revoked_is_said(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    shop("rights", "revoke", "g-0001", "--why", "she wants it back", "--on", "2026-12-15", "--by", "Kim")
    unpacked(shop, tmp_path / "b")
    words = statement(tmp_path / "b").words
    assert "Grant g-0001 Revoked from 15 December 2026 on" in words
    assert "Revoked from 15 December 2026 on. Proof: weak." in words
    assert "g-0001, from 15 December 2026 on" in words and "she wants it back" in words


@pytest.mark.parametrize("evidence", [False, True])
def test_a_post_whose_creator_was_erased(shop: Shop, tmp_path: Path, evidence: bool) -> None:
    """What the law needs was kept, and can still be handed to a lawyer: without a name."""
    shop.grant()
    shop(
        "rights",
        "grant",
        "@ana",
        *GRANTED.split(),
        "--evidence",
        "yes-from-ana.png",
        "--notes",
        "all of hers",
    )
    more = ["--evidence-too"] if evidence else []
    shop("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes", *more)
    told = unpacked(shop, tmp_path / "b")
    page = statement(tmp_path / "b").words
    assert "this person's data was erased on request" in page and "@ana" not in page
    assert "Erasure x-0001" in page and "Grant g-0002" in page
    assert re.search(r"Erased [a-z, ]*licensor[a-z, ]* on request; the hashes are left", page)
    assert ("The file of e-0001: it was erased on request." in told["missing"]) == evidence
    assert ("evidence/e-0001.png" in {file["path"] for file in told["files"]}) == (not evidence)
    checked(tmp_path / "b")


def test_a_renewed_grant_stands_with_its_older_version(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    shop("rights", "renew", "g-0001", "--until", "2028-05-01", "--evidence", "yes-from-ana.png", "--by", "Mo")
    unpacked(shop, tmp_path / "b")
    words = statement(tmp_path / "b").words
    assert "Grant g-0001, version 1 Replaced by version 2" in words
    assert "Grant g-0001, version 2 Stands on 22 November 2026" in words


def test_what_verify_txt_says(case: Shop, tmp_path: Path) -> None:
    told = unpacked(case, tmp_path / "b")
    text = (tmp_path / "b" / "VERIFY.txt").read_text("utf-8")
    for part in ("sha256sum -c SHA256SUMS", "python3 verify.py", told["head"], "openssl ts -verify", POST):
        assert part in text
    assert "{" not in text


# --- as a reader sees it ---------------------------------------------------------------------------------------------

WIDE = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth];"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(case: Shop, tmp_path: Path, width: int) -> None:
    unpacked(case, tmp_path / "b")
    page = (tmp_path / "b" / "statement.html").read_text("utf-8")
    wide, room = asked(page, WIDE, folder=tmp_path, width=width)
    assert wide <= room


CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const solid = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const found = [];
for (const element of document.querySelectorAll('body *')) {
  if (![...element.childNodes].some(n => n.nodeType == 3 && n.data.trim())) continue;
  let behind = element, ground = [0, 0, 0, 0];
  while (behind && ground[3] < 255) { ground = solid(view.getComputedStyle(behind).backgroundColor);
    behind = behind.parentElement; }
  const ink = solid(view.getComputedStyle(element).color);
  const [a, b] = [light(ink.slice(0, 3)), light(ground.slice(0, 3))].sort((x, y) => y - x);
  found.push([(a + .05) / (b + .05), element.tagName + '.' + element.className]);
}
return found;
"""


@pytest.mark.parametrize("dark", [False, True])
def test_words_are_read_in_the_light_and_in_the_dark(case: Shop, tmp_path: Path, dark: bool) -> None:
    unpacked(case, tmp_path / "b")
    page = (tmp_path / "b" / "statement.html").read_text("utf-8")
    found = asked(page, CONTRAST, folder=tmp_path, width=1280, dark=dark)
    assert len(found) > 100
    assert min(found)[0] >= 4.5, min(found)


def test_the_style_gets_past_the_pages_own_policy(case: Shop, tmp_path: Path) -> None:
    """As it is opened, policy and all: the picture of the post stands at the right, on the page's own ground."""
    unpacked(case, tmp_path / "b")
    page = (tmp_path / "b" / "statement.html").read_text("utf-8")
    script = "const b = document.querySelector('img').getBoundingClientRect(); return [b.x, b.y, b.width, b.height];"
    left, top, width, height = asked(page, script, folder=tmp_path, width=1000)
    assert left > 700 and 150 < width < 200 and height > width
    shot = picture(page, folder=tmp_path, size=(1000, round(top + height) + 20))
    middle = shot.getpixel((round(left + width / 2), round(top + height / 2)))
    ground = shot.getpixel((5, 5))
    assert max(abs(a - b) for a, b in zip(middle, ground, strict=True)) > 40
    assert min(ground) > 240


def test_it_prints_on_a4(case: Shop, tmp_path: Path) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("Chromium is not installed")
    unpacked(case, tmp_path / "b")
    flags = (
        f"--headless --no-sandbox --disable-gpu --user-data-dir={tmp_path / 'profile'} --no-pdf-header-footer"
    )
    pdf = tmp_path / "statement.pdf"
    page = (tmp_path / "b" / "statement.html").as_uri()
    subprocess.run([program, *flags.split(), f"--print-to-pdf={pdf}", page], capture_output=True, timeout=120)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes())
    assert 3 <= len(boxes) <= 20
    assert all(abs(float(w) - 595) < 2 and abs(float(h) - 842) < 2 for w, h in boxes)
