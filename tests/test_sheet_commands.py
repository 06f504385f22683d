"""`ugc sheet in`, `undo` and `log`: workbooks that come back, sheets of one's own, and kills at every step."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from processes import Ended, ran
from sheets_in import REEL, SPRING, ana, made, today

from ugc import campaigns
from ugc.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path / "glow")


def written(root: Path, name: str = "out.xlsx") -> Path:
    """Give the programme out as a workbook."""
    ran(root, "sheet", "out", name)
    return root / name


def edit(path: Path, tab: str, row: str, **cells: Any) -> int:
    """Write into the row of a workbook that shows an id, under headings; return its number."""
    book = load_workbook(path)
    sheet = book[tab]
    head = next(
        line
        for line in sheet.iter_rows()
        if any(cell.value == "Note" for cell in line) or tab != "Deliverables"
    )
    columns = {str(cell.value): cell.column for cell in head}
    number = next(line[0].row for line in sheet.iter_rows() if any(cell.value == row for cell in line))
    for heading, value in cells.items():
        sheet.cell(number, columns[heading.replace("_", " ")]).value = value
    book.save(path)
    return int(number)


def told(root: Path, *words: Any, code: int = 0) -> Ended:
    return ran(root, "sheet", *words, "--by", "Kim", code=code)


def plan(root: Path) -> Any:
    return campaigns.read("spring", root)


def test_a_workbook_that_nobody_touched_says_nothing(root: Path) -> None:
    path = written(root)
    document = told(root, "in", path, "--json").document
    assert (document["done"], document["number"]) == (True, None)
    assert not any(document[name] for name in ("changes", "ignored", "again", "left", "notes", "conflicts"))
    load_workbook(path).save(path)
    assert "Nothing in out.xlsx is new." in told(root, "in", path).out
    assert "Nothing in out.xlsx is new." in told(root, "in", path, "--dry-run").out


def test_a_workbook_comes_back(root: Path) -> None:
    path = written(root)
    number = edit(path, "Deliverables", REEL.partition("/")[2], Due=date(2026, 3, 18), State="drafted")
    rehearsed = told(root, "in", path, "--dry-run")
    assert "Would take in 2 changes of out.xlsx." in rehearsed.out
    assert (root / "campaigns" / "spring.toml").read_text("utf-8") == SPRING
    done = told(root, "in", path)
    assert done.out == (
        "Deliverables: 2 changes\n"
        f"  Deliverables, row {number}, Due: 2026-03-15 → 2026-03-18\n"
        f"  Deliverables, row {number}, State: promised → drafted\n"
        "Took in 2 changes of out.xlsx. Written: campaigns/spring.toml. Undo: ugc sheet undo 1\n"
    )
    assert plan(root).deliverables[0].due == date(2026, 3, 18)
    assert "Nothing in out.xlsx is new." in told(root, "in", path).out
    log = ran(root, "sheet", "log").out
    assert "out.xlsx by Kim" in log
    assert "2 in deliverables" in log
    assert "Undid sheet 1, out.xlsx: 2 things." in told(root, "undo").out
    assert plan(root).deliverables[0].due == date(2026, 3, 15)


def test_conflicts_are_shown_with_all_three_values_and_stop_everything(root: Path) -> None:
    one = written(root)
    other = Path(shutil.copy(one, root / "other.xlsx"))
    edit(one, "Deliverables", "ana-reel-1", Note="Kim's")
    number = edit(other, "Deliverables", "ana-reel-1", Note="Lee's", Due=date(2026, 3, 19))
    told(root, "in", one)
    stopped = told(root, "in", other, code=3)
    assert f"  c1  Deliverables, row {number}, Note: not decided\n" in stopped.out
    for line in ("given out —", "sheet     Lee's", "catalog   Kim's"):
        assert line in stopped.out
    assert "Nothing was done: 1 conflict to decide." in stopped.out
    assert plan(root).deliverables[0].due == date(2026, 3, 15)
    assert "Conflict 'c2' is not known" in told(root, "in", other, "--decide", "c2=sheet", code=2).err
    assert "side 'mine' is not known" in told(root, "in", other, "--take", "mine", code=2).err
    document = told(root, "in", other, "--decide", "c1=sheet", "--json").document
    assert (document["done"], document["number"], document["open"]) == (True, 2, [])
    assert plan(root).deliverables[0].note == "Lee's"
    refused = told(root, "undo", "1", code=3)
    assert "campaigns/spring.toml says of ana-reel-1 something else since." in refused.out


def test_faults_are_listed_by_place(root: Path) -> None:
    path = written(root)
    number = edit(path, "Deliverables", "finale", Post="ig:nine")
    said = told(root, "in", path, code=3)
    assert f"  ! Deliverables, row {number}, Post: " in said.out
    assert "Nothing was done: 1 thing to mend in out.xlsx." in said.out


# --- sheets of one's own -----------------------------------------------------------------------------------------


OURS = """Glow tracker;;;;
Handle;What;Deadline;Agreed;Remarks;Mood
@ana;Reel;15.03.2026;€ 300,50;first;good
@ana;reel;15.03.2026;;second;
ana;Story;;;the last;bad
tiktok:bo;video;02.05.2026;1.250,00 €;new;
Total;;;1.550,50 €;;
"""
MAP = ("--map", "Handle=creator", "--map", "what=kind", "--map", "Deadline=due", "--map", "Agreed=fee")


def own(root: Path, words: str | bytes = OURS, name: str = "ours.csv") -> Path:
    path = root / name
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    return path


def test_a_sheet_of_ones_own_comes_in_by_a_map_that_is_learned(root: Path) -> None:
    path = own(root)
    done = told(root, "in", path, "--tab", "deliverables", *MAP, "--map", "Remarks=note")
    assert "1 row of totals, not read." in done.err
    assert "1 column not read: Mood." in done.err
    spring = plan(root)
    assert [(one.id, one.note, str(one.fee.value) if one.fee else None) for one in spring.deliverables] == [
        ("ana-reel-1", "first", "300.50"),
        ("ana-reel-2", "second", None),
        ("finale", "the last", None),
        ("tiktok-bo-video-1", "", None),
        ("tiktok-bo-video-2", "new", "1250"),
    ]
    assert spring.deliverables[-1].due == date(2026, 5, 2)
    assert "Nothing in ours.csv is new." in told(root, "in", path, "--tab", "deliverables").out
    own(root, OURS.replace("first", "changed"))
    assert "Note: first → changed" in told(root, "in", path, "--tab", "deliverables").out
    assert plan(root).deliverables[0].note == "changed"


def test_the_map_stands_beside_that_of_imports_and_is_changed_where_it_stands(root: Path) -> None:
    kept = '# Ours\n[columns]\n"Live URL" = "url"\n\n# Of the tracker\n[sheet.posts]\n"Which" = "post"\n'
    (root / "columns.toml").write_text(kept, "utf-8")
    path = own(root)
    told(root, "in", path, "--tab", "deliverables", *MAP)
    told(root, "in", path, "--tab", "deliverables", "--map", "Remarks=note")
    told(root, "in", path, "--tab", "deliverables", "--map", "Remarks=ignore")
    assert (root / "columns.toml").read_text("utf-8") == kept + (
        '\n[sheet.deliverables]\n"Handle" = "creator"\n"what" = "kind"\n"Deadline" = "due"\n"Agreed" = "fee"\n'
        '"Remarks" = "ignore"\n'
    )
    (root / "posts.csv").write_text("Address,caption\nhttps://www.instagram.com/p/Bqx/,Hi\n", "utf-8")
    ran(root, "import", root / "posts.csv", "--map", "Address=url")
    assert '"Live URL" = "url"\n"Address" = "url"\n' in (root / "columns.toml").read_text("utf-8")
    assert "[sheet.posts]" in (root / "columns.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "options", "code", "said"),
    [
        (OURS, (*MAP[2:], "--map", "Handel=creator"), 2, "Did you mean 'Handle'?"),
        (OURS, ("--map", "Handle=creater"), 2, "Did you mean 'creator'?"),
        (OURS, ("--map", "Handle"), 2, "is not written as HEADING=COLUMN"),
        (OURS, (*MAP, "--map", "Remarks=due"), 3, "both mean due"),
        ("a;b\n1;2\n", (), 3, "no row of headings of which two mean something here"),
        ("Who;When\nana;1.3.2026\n@ana;late\n", (), 3, "no row of headings of which two mean something here"),
        ("", (), 3, "no row of headings of which two mean something here"),
        ("creator,kind,due\n@ana,poem,soon\n@ana,reel,31/31/2026\n", (), 3, "3 things to mend"),
        ("creator,kind\n@nobody,reel\n,reel\n", (), 3, "2 things to mend"),
        ("creator,kind,campaign\n@ana,reel,sprung\n", (), 3, "Row 2: "),
        ("deliverable,note\nnone-such,x\n", (), 3, "spring has no deliverable 'none-such'"),
        (
            "deliverable,note\nfinale,x\nfinale,y\n",
            (),
            3,
            "it speaks of spring/finale, as row 2 does already",
        ),
        ('creator,kind\n"@ana,reel\n', (), 3, "to mend"),
    ],
)
def test_a_messy_sheet_is_refused_with_its_rows(
    root: Path, words: str, options: tuple[str, ...], code: int, said: str
) -> None:
    ended = told(root, "in", own(root, words), "--tab", "deliverables", *options, code=code)
    assert said in ended.err
    assert (root / "campaigns" / "spring.toml").read_text("utf-8") == SPRING
    assert not (root / "columns.toml").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--tab", "codes"), 2, "Nothing of the tab codes comes in"),
        (("--tab", "creator"), 2, "Did you mean 'creators'?"),
        (("--map", "a=b"), 2, "--map and --campaign are of sheets of your own"),
        (
            ("--tab", "deliverables", "--map", "Handle=creator", "--map", "Handle=note"),
            2,
            "given two columns",
        ),
        (("--tab", "deliverables", "--map", "Handle"), 2, "is not written as HEADING=COLUMN"),
        ((), 3, "is not an XLSX workbook"),
    ],
)
def test_what_cannot_be_asked_is_said(root: Path, words: tuple[str, ...], code: int, said: str) -> None:
    assert said in told(root, "in", own(root), *words, code=code).err


def test_creators_posts_and_rights_of_ones_own(root: Path) -> None:
    own(root, "Creator,Country,New note\n@ana,us,Tall\ntiktok:bo,,\n", "people.csv")
    own(root, 'Post,Tags\nhttps://example.org/one,"sunny, warm"\n', "posts.csv")
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["Rights of spring"])
    sheet.append(
        ["Post or creator", "Method", "Purposes", "Channels", "Territories", "Edits", "From", "Until"]
    )
    sheet.append(
        ["ig:one", "contract", "paid_social", "instagram", "US", "standard", date(2026, 3, 1), "perpetual"]
    )
    book.save(root / "rights.xlsx")
    for name, tab in (("people.csv", "creators"), ("posts.csv", "posts"), ("rights.xlsx", "rights")):
        for again in (False, True):
            ended = told(root, "in", root / name, "--tab", tab)
            assert ("is new" in ended.out) is again, ended.out
            if tab == "rights" and not again:
                assert "asserted, which clears nothing: it lacks terms, evidence" in ended.out
    with Workspace.open(root) as here:
        assert today(here).tabs["creators"][ana(here)]["country"] == "US"
        assert len(here.catalog.profiles.notes(ana(here))) == 1
        assert set(here.catalog.post("ig:one").tags) == {"sunny", "warm"}
        (grant,) = here.case("ig:one").grants
        assert grant.status == "asserted"


# --- kills -------------------------------------------------------------------------------------------------------


def test_killed_at_any_step_it_is_done_whole_or_not_and_the_next_command_finishes(
    root: Path, tmp_path: Path
) -> None:
    (root / "campaigns" / "other.toml").write_text(SPRING.replace("Spring run", "Other"), "utf-8")
    path = written(root)
    book = load_workbook(path)
    sheet = book["Deliverables"]
    for line in sheet.iter_rows():
        words = [cell.value for cell in line]
        if "Due" in words:
            due, state = words.index("Due"), words.index("State")
        elif "ana-reel-1" in words:
            line[due].value = date(2026, 3, 18)
            line[state].value = "drafted"
    book.save(path)
    before = (root / "campaigns" / "spring.toml").read_bytes()
    die_at, code, half = 0, -9, 0
    while code == -9:
        die_at += 1
        here = Path(shutil.copytree(root, tmp_path / f"at-{die_at}"))
        code = ran(here, "sheet", "in", here / "out.xlsx", "--by", "Kim", code=None, die_at=die_at).code
        files = [(here / "campaigns" / f"{name}.toml").read_bytes() for name in ("spring", "other")]
        with Workspace.open(here) as opened:
            events = opened.catalog.campaign_log.all()
            awaited = opened.catalog.sheet_changes.awaited()
        changed = [
            file != other
            for file, other in zip(files, (before, before.replace(b"Spring run", b"Other")), strict=True)
        ]
        if events:
            half += bool(awaited)
            assert len(events) == 2
            assert sum(not each for each in changed) <= len(awaited)
            ran(here, "sheet", "log")
            for name in ("spring", "other"):
                assert campaigns.read(name, here).deliverables[0].due == date(2026, 3, 18)
        else:
            assert changed == [False, False]
            ran(here, "sheet", "in", here / "out.xlsx", "--by", "Kim")
        with Workspace.open(here) as opened:
            assert opened.catalog.sheet_changes.awaited() == []
            assert len(opened.sheet.log().came_in) == 1
            assert len(opened.catalog.campaign_log.all()) == 2
    assert half >= 2, "killed between the catalog and each of the files"
    assert die_at > 4


def half_done(root: Path, tmp_path: Path) -> Iterator[Path]:
    """Workspaces in which a sheet was killed with everything in the catalog, and a campaign's file not in place."""
    path = written(root)
    edit(path, "Deliverables", "ana-reel-1", Due=date(2026, 3, 18))
    die_at, code, seen = 0, -9, 0
    while code == -9:
        die_at += 1
        here = Path(shutil.copytree(root, tmp_path / f"at-{die_at}"))
        code = ran(here, "sheet", "in", here / "out.xlsx", "--by", "Kim", code=None, die_at=die_at).code
        with Workspace.open(here) as opened:
            awaited = opened.catalog.sheet_changes.awaited()
        if awaited:
            seen += 1
            yield here
    assert seen


def test_what_somebody_writes_between_a_kill_and_the_next_command_stays(root: Path, tmp_path: Path) -> None:
    for here in half_done(root, tmp_path):
        plan = here / "campaigns" / "spring.toml"
        plan.write_text(plan.read_text("utf-8").replace("# Ours", "# All ours"), "utf-8")
        with Workspace.open(here) as opened:
            assert opened.campaigns.read("spring").deliverables[0].due == date(2026, 3, 18)
        assert "# All ours" in plan.read_text("utf-8")


def test_forgetting_somebody_first_finishes_what_a_killed_sheet_began(root: Path, tmp_path: Path) -> None:
    for here in half_done(root, tmp_path):
        ran(here, "forget", "tiktok:bo", "--by", "Kim", "--why", "asked by mail", "--yes")
        assert campaigns.read("spring", here).deliverables[0].due == date(2026, 3, 18)
