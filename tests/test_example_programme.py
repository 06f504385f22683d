"""The example programme: every question that was answered by hand, put to the program."""

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from openpyxl import load_workbook

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "programme"
ANSWERS = tomllib.loads((EXAMPLE / "answers.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme") / "glow"
    runpy.run_path(str(EXAMPLE / "build.py"))["build"](folder)
    return folder


@pytest.fixture
def spring(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> Shop:
    shutil.copytree(built, tmp_path / "glow")
    monkeypatch.chdir(tmp_path / "glow")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774440000")  # noon on 25 March 2026
    return Shop(tmp_path / "glow", capfd)


def groups(rows: list[dict[str, Any]], name: str = "creator") -> Counter[str]:
    """How many rows each group has, by its letter."""
    return Counter(row[name].rpartition(".")[2][0] for row in rows)


def matched(shop: Shop) -> Shop:
    shop("campaigns", "match", "spring", "--accept-all", "--by", "Mo")
    return shop


def test_it_is_as_large_as_it_says(spring: Shop) -> None:
    assert spring("posts", "--count", "--json")["posts"] == ANSWERS["posts"]
    told = spring("campaigns", "list", "--json")["campaigns"][0]
    assert (told["creators"], told["deliverables"]) == (ANSWERS["creators"], ANSWERS["deliverables"])
    assert told["posted"] == ANSWERS["posted"]["noted"]


def test_the_pieces_of_one_group_are_proposed_and_nothing_else(spring: Shop) -> None:
    told = [one for one in spring("campaigns", "match", "spring", "--json")["proposals"] if one["sure"]]
    assert len(told) == ANSWERS["posted"]["proposed"]
    assert set(groups([one["deliverable"] for one in told])) == {"k"}
    for one in told:
        kind, number = one["deliverable"]["id"].rsplit("-", 2)[1:]
        piece = {"reel1": 0, "feed1": 1, "reel2": 2, "story1": 3}[kind + number]
        letter = one["deliverable"]["creator"].rpartition(".")[2]
        assert one["post"] == f"ig:Spring{letter.upper()}{piece}"


def test_who_is_late(spring: Shop) -> None:
    told = spring("campaigns", "late", "spring", "--json")["late"]
    assert groups(told) == ANSWERS["late"]["before_matching"]
    assert max(one["days"] for one in told) == ANSWERS["late"]["most_days"]
    after = matched(spring)("campaigns", "late", "spring", "--json")["late"]
    assert groups(after) == ANSWERS["late"]["after_matching"]


def test_who_has_product_and_no_post(spring: Shop) -> None:
    told = spring("campaigns", "waiting", "spring", "--json")["waiting"]
    assert groups(told) == dict.fromkeys(ANSWERS["waiting"]["before_matching"], 5)
    after = matched(spring)("campaigns", "waiting", "spring", "--json")["waiting"]
    assert groups(after) == dict.fromkeys(ANSWERS["waiting"]["after_matching"], 5)


def test_who_posted_and_gave_no_rights(spring: Shop) -> None:
    told = spring("campaigns", "unlicensed", "spring", "--json")["unlicensed"]
    assert groups(told) == ANSWERS["unlicensed"]["before_matching"]
    after = matched(spring)("campaigns", "unlicensed", "spring", "--json")["unlicensed"]
    assert groups(after) == ANSWERS["unlicensed"]["after_matching"]


def test_who_should_hear_from_us(spring: Shop) -> None:
    found = set(groups(spring("campaigns", "due", "spring", "--json")["due"]))
    assert set(ANSWERS["due"]["must"]) <= found
    assert not found & set(ANSWERS["due"]["never"])


def test_what_it_brought(spring: Shop) -> None:
    told = spring("campaigns", "report", "spring", "--sales", "sales.csv", "--json")
    expected = ANSWERS["report"]
    total = told["total"]
    assert total["posts"] == ANSWERS["posted"]["noted"]
    assert Decimal(total["orders"]["value"]) == expected["orders"]
    assert [Decimal(one["value"]) for one in total["revenue"]] == [Decimal(expected["revenue"])]
    assert [Decimal(one["value"]) for one in total["paid"]] == [Decimal(expected["paid"])]
    assert total["rights"]["value"] == 85
    (growth,) = told["growth"]
    assert [growth["before"]["count"], growth["after"]["count"]] == expected["brand_followers"]
    assert expected["large"] in str(told["sides"]["large"]["label"])


def test_its_page_and_workbook_are_written(spring: Shop) -> None:
    spring("campaigns", "report", "spring", "--html", "report.html", "--xlsx", "report.xlsx")
    page = (spring.root / "report.html").read_text("utf-8")
    assert "<svg" in page and not re.search(r"(?:src|href)=[\"']https?://", page)
    book = load_workbook(spring.root / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert cells and not any(cell.data_type == "f" for cell in cells)


def test_creators_are_compared(spring: Shop) -> None:
    rows = spring("creators", "benchmark", "--json")["rows"]
    assert {row["group"] for row in rows} >= {"nano", "micro", "macro"}
    assert sum(row["creators"] for row in rows) == ANSWERS["creators"]


def test_a_stranger_can_try_it(tmp_path: Path) -> None:
    shell = shutil.which("sh") or pytest.skip("there is no shell to type into")
    shutil.copytree(EXAMPLE, tmp_path / "programme")
    binaries = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shell, "try.sh"],
        cwd=tmp_path / "programme",
        env=os.environ | {"PATH": binaries},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
