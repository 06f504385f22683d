"""The benchmark of the crops counts right: three made pictures, hand-made boxes, every count worked by hand."""

import csv
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ugc.model.formats import Box

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "benchmarks" / "crops.py"
PICTURES = {"wide.png": (400, 200), "tall.jpg": (200, 400), "goods.png": (300, 200)}
BOXES = """\
file,kind,x0,y0,x1,y1,note
wide.png,face,0.05,0.30,0.15,0.60,"left of the middle square, which goes from 0.25 to 0.75"
wide.png,head,0.04,0.20,0.16,0.62,
wide.png,head,0.80,0.20,0.90,0.62,no face in it: not counted
wide.png,body,0.00,0.20,0.20,1.00,
tall.jpg,face,0.40,0.45,0.60,0.55,in the middle square and its safe zone
tall.jpg,head,0.38,0.40,0.62,0.56,
tall.jpg,face,0.40,0.20,0.60,0.28,"across its upper edge, its middle above"
tall.jpg,head,0.38,0.16,0.62,0.29,
tall.jpg,face,0.10,0.68,0.30,0.74,"in the square, but lower than its safe zone, which ends at 0.90"
tall.jpg,head,0.08,0.66,0.32,0.76,cut by the lower edge
goods.png,product,0.10,0.40,0.30,0.60,"two thirds of it: the square goes from 1/6 to 5/6"
goods.png,words,0.40,0.10,0.60,0.20,
goods.png,words,0.70,0.10,0.90,0.20,cut
"""
COUNTS = ("faces", "whole", "centred", "cut", "safe", "heads", "heads_whole", "words", "words_whole")
CENTRE = {
    "wide.png": (1, 0, 0, 0, 0, 1, 0, 0, 0),
    "tall.jpg": (3, 2, 2, 1, 1, 3, 1, 0, 0),
    "goods.png": (0, 0, 0, 0, 0, 0, 0, 2, 1),
}
POSSIBLE = {"wide.png": 1, "tall.jpg": 2, "goods.png": 0}
"""The faces of tall.jpg go from 0.20 to 0.74, and the window is 0.5 long: it holds two of them at most."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boxes.csv").write_text(BOXES, "utf-8")
    (tmp_path / "split.csv").write_text("file,set\nwide.png,held\ntall.jpg,tune\ngoods.png,tune\n", "utf-8")
    (tmp_path / "marked_by.txt").write_text("by hand, in this test\n", "utf-8")
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#8899AA").save(tmp_path / name)
    return tmp_path


def crops(folder: Path, *more: str | Path, boxes: str = "boxes.csv") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), str(folder), str(folder / boxes), *map(str, more)]
    return subprocess.run(command, capture_output=True, text=True)


def test_counts_are_those_worked_by_hand(folder: Path) -> None:
    done = crops(folder, "--ratios", "1:1", "--csv", folder / "rows.csv", "--sheet", folder / "sheet.png")
    assert done.returncode == 0, done.stderr
    with (folder / "rows.csv").open(newline="") as file:
        rows = {(row["method"], row["file"]): row for row in csv.DictReader(file)}
    for name, counts in CENTRE.items():
        assert tuple(int(rows["centre", name][column]) for column in COUNTS) == counts, name
    assert float(rows["centre", "goods.png"]["products_kept"]) == pytest.approx(2 / 3)
    for name, faces in POSSIBLE.items():
        assert int(rows["most possible", name]["whole"]) == faces, name
    assert int(rows["true boxes", "wide.png"]["whole"]) == 1
    stands = {key for key, row in rows.items() if row["stands"] == "True"}
    assert stands == {("true boxes, as shipped", "tall.jpg")}, (
        "no crop holds its three faces, once they are told"
    )

    lines = {line.split("|")[1].strip(): line.split("|") for line in done.stdout.splitlines() if "|" in line}
    # 2 of 4 faces with Wilson's interval as tables have it; a photo: 0 and 2/3; heads 1 of 4; middles 2 of 4;
    # any: 1 of 2; none cut: wide's, which is wholly out; safe 1 of 4; product 2/3; words 1 of 2
    told = [cell.strip() for cell in lines["centre"][2:12]]
    assert told == ["50.0", "15 to 85", "33.3", "25.0", "50.0", "50.0", "50.0", "25.0", "66.7", "50.0"]
    assert "3 photographs: 4 faces in 2 of them, 1 product, 2 texts." in done.stdout
    assert "Marked: by hand, in this test" in done.stdout
    for package, way in (("pyvips", "pyvips attention"), ("smartcrop", "smartcrop.py")):
        assert (f"{way} is left out" in done.stderr) == (find_spec(package) is None)
        assert (way in lines) == (find_spec(package) is not None)
    with Image.open(folder / "sheet-square-01.png") as sheet:
        assert sheet.width > 1000


def test_a_picture_that_stands_whole_loses_nothing_and_that_is_said(folder: Path) -> None:
    """A quarter of the wide picture would be left at 1:2, less than the half that the settings ask for."""
    done = crops(folder, "--ratios", "1:2", "--split", folder / "split.csv", "--set", "held")
    assert done.returncode == 0, done.stderr
    assert "1 photograph of the set held: 1 face in 1 of them" in done.stdout
    rows = {line.split("|")[1].strip(): line for line in done.stdout.splitlines() if "|" in line}
    assert "1 of 1" in rows["ours, as shipped"]
    assert rows["ours, as shipped"].split("|")[2].strip() == "100.0"
    assert rows["centre"].split("|")[2].strip() == "0.0"


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ("file,kind,x0,y0,x1\n", "has no column y1"),
        ("file,kind,x0,y0,x1,y1\nwide.png,face,0,0,1,a\n", "line 2: a box is four numbers"),
        ("file,kind,x0,y0,x1,y1\nwide.png,face,0,0,40,20\n", "line 2: a box lies in 0..1"),
        ("file,kind,x0,y0,x1,y1\nwide.png,face,0,0,nan,1\n", "line 2: a box lies in 0..1"),
        ("file,kind,x0,y0,x1,y1\nwide.png,nose,0,0,1,1\n", "line 2: a kind is one of face, head"),
        ("file,kind,x0,y0,x1,y1\nother.png,face,0,0,1,1\n", "None of 1 marked photographs is in"),
    ],
)
def test_what_cannot_be_judged_is_said(folder: Path, boxes: str, said: str) -> None:
    (folder / "bad.csv").write_text(boxes, "utf-8")
    done = crops(folder, boxes="bad.csv")
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_set_needs_a_split_that_knows_it(folder: Path) -> None:
    assert "--set needs --split" in crops(folder, "--set", "held").stderr
    done = crops(folder, "--set", "other", "--split", folder / "split.csv")
    assert "puts no marked photograph into the set other" in done.stderr


def test_what_a_detector_found_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A box that shares half of a face finds it. Of those left, one lies on a head without a face, one on nothing."""
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    judge, methods = import_module("crops_judge"), import_module("crops_methods")
    (tmp_path / "boxes.csv").write_text(BOXES, "utf-8")
    kinds = judge.read_marks(tmp_path / "boxes.csv")["wide.png"]
    assert len(kinds["head"]) == len(kinds["hidden"]) == 1
    photo = methods.Photo("wide.png", np.zeros((200, 400, 3), np.uint8), kinds, {})
    half = Box(x0=0.05, y0=0.30, x1=0.15, y1=0.45)  # half of their union
    corner = Box(x0=0.05, y0=0.30, x1=0.10, y1=0.45)  # a quarter of it, and wholly on the head
    hidden, nothing = Box(x0=0.8, y0=0.3, x1=0.9, y1=0.6), Box(x0=0.4, y0=0.3, x1=0.5, y1=0.6)
    assert judge.found(photo, [half, hidden, nothing]) == (1, 1)
    assert judge.found(photo, [corner]) == (0, 0)
    assert judge.found(photo, []) == (0, 0)
