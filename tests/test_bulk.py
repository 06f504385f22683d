"""Work done by a sheet: each kind as its one command does it, all or nothing, every fault with its row."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from openpyxl import Workbook

from ugc.workspace.bulk.kinds import KINDS

POST = "ig:BqvsDleB3lV"
GRANTS = (
    "Post,Method,Purposes,Channels,Territories,Edits,From,Until,Terms,Evidence\n"
    f'{POST},dm_yes,paid_social,"instagram, facebook",US;CA,standard,2026-11-01,2027-05-01,'
    "terms-v3.txt,yes-from-ana.png\n"
)


def sheet(shop: Shop, text: str, name: str = "work.csv") -> str:
    (shop.root / name).write_text(text, "utf-8")
    return str(shop.root / name)


def done(shop: Shop, kind: str, path: str, *more: str, code: int = 0) -> dict[str, Any]:
    return dict(shop("bulk", kind, path, "--by", "Mo", "--json", *more, code=code))


def test_grants_are_what_the_command_records(shop: Shop) -> None:
    told = done(shop, "grants", sheet(shop, GRANTS))
    assert (told["rows"], told["faults"], told["done"][0]["row"]) == (1, [], 2)
    (grant,) = shop("rights", "show", POST, "--json")["case"]["grants"]
    assert (grant["territories"], grant["channels"]) == (["CA", "US"], ["facebook", "instagram"])
    assert grant["evidence"] and grant["recorded_by"] == "Mo"
    assert shop("rights", "verify", "--json")["ok"]


def test_a_fault_in_any_row_leaves_nothing_done(shop: Shop) -> None:
    text = f"post,add,remove\n{POST},hero,\nig:nobody,hero,\n{POST},,\n{POST},late,\n"
    told = done(shop, "tags", sheet(shop, text), code=2)
    assert [fault["row"] for fault in told["faults"]] == [3, 4]
    assert told["done"] == []
    assert shop("show", POST, "--json")["case"]["post"]["tags"] == []


def test_a_rehearsal_does_nothing(shop: Shop) -> None:
    path = sheet(shop, f"post,tags\n{POST},hero; spring\n")
    assert len(done(shop, "tags", path, "--dry-run")["done"]) == 1
    assert shop("show", POST, "--json")["case"]["post"]["tags"] == []
    done(shop, "tags", path)
    assert shop("show", POST, "--json")["case"]["post"]["tags"] == ["hero", "spring"]


def test_replies_answer_what_was_asked_and_a_no_makes_no_grant(shop: Shop) -> None:
    shop("rights", "request", POST, "--via", "dm", "--by", "Mo")
    told = done(shop, "replies", sheet(shop, f"post,answer,words\n{POST},no,Rather not\n"))
    assert "no to q-0001" in told["done"][0]["what"]
    assert shop("rights", "show", POST, "--json")["case"]["grants"] == []


def test_a_yes_without_evidence_is_refused_as_it_is_by_hand(shop: Shop) -> None:
    shop("rights", "request", POST, "--via", "dm", "--by", "Mo")
    told = done(shop, "replies", sheet(shop, f"post,answer\n{POST},yes\n"), code=2)
    assert "evidence" in f"{told['faults'][0]['what']} {told['faults'][0]['hint']}"


def test_releases_focus_notes_and_events(shop: Shop) -> None:
    done(shop, "releases", sheet(shop, f"post,kind,music\n{POST},music,platform_only\n"))
    assert shop("rights", "show", POST, "--json")["case"]["releases"][0]["music"] == "platform_only"
    done(shop, "focus", sheet(shop, f'post,where,keep\n{POST},"0.4,0.3","0,0,0.5,0.5; 0.2,0.2,0.1,0.1"\n'))
    focus = shop("focus", POST, "--json")["pictures"][0]["focus"]
    assert (focus["point"], len(focus["keep"])) == ({"x": 0.4, "y": 0.3}, 2)
    done(shop, "notes", sheet(shop, "handle,note,on\n@ana,Prefers mornings,2026-10-01\n"))
    (shop.root / "campaigns").mkdir()
    (shop.root / "campaigns" / "spring.toml").write_text(
        '[[creators]]\ncreator = "@ana"\ndeliverables = [{ kind = "reel" }]\n', "utf-8"
    )
    text = "campaign,creator,what,deliverable,amount\nSpring,@ana,product sent,ana-reel-1,\nspring,@ana,paid,,250 USD\n"
    told = done(shop, "events", sheet(shop, text))
    assert [row["what"].partition(":")[0] for row in told["done"]] == ["logged product sent", "logged paid"]


@pytest.mark.parametrize(
    ("kind", "text", "code", "said"),
    [
        ("poems", "post\nx\n", 2, "Kind of work 'poems' is not known."),
        ("tags", "post,ad\nx,y\n", 3, "the column 'ad' is not known"),
        ("tags", "add\nx\n", 3, "has no column 'post'"),
        ("tags", "post,add,Tags\nx,y,z\n", 3, "the column 'add' stands there twice"),
        ("tags", "post,add\n", 3, "has no row below its header"),
        ("tags", "", 3, "is empty"),
    ],
)
def test_a_sheet_that_cannot_be_meant_is_refused_whole(
    shop: Shop, kind: str, text: str, code: int, said: str
) -> None:
    assert said in done(shop, kind, sheet(shop, text), code=code)["error"]["message"]


def test_a_workbook_and_a_sheet_with_semicolons_do_too(shop: Shop) -> None:
    book = Workbook()
    book.active.append(["Post", "Add"])  # type: ignore[union-attr]
    book.active.append([POST, "hero"])  # type: ignore[union-attr]
    book.save(shop.root / "work.xlsx")
    assert done(shop, "tags", str(shop.root / "work.xlsx"))["rows"] == 1
    assert done(shop, "tags", sheet(shop, f"post;add\n{POST};a, b\n"))["rows"] == 1
    assert shop("show", POST, "--json")["case"]["post"]["tags"] == ["a", "b", "hero"]


def test_words_of_a_sheet_are_never_shown_as_anything_else(shop: Shop) -> None:
    told = done(shop, "tags", sheet(shop, f"post,add\n{POST},\x1b[31mred\n"))
    assert "\x1b" not in json.dumps(told)


def test_every_kind_names_its_columns_in_the_page() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "bulk.md").read_text("utf-8")
    for kind in KINDS.values():
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{kind.name}` |"))
        assert kind.like in row
        for name in kind.columns.names:
            assert name in row, (kind.name, name)
