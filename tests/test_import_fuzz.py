"""Every importer, over its own samples broken in every way: it reads or says, and fails with no error but ours."""

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.errors import UgcError
from ugc.importers import importers, read_any
from ugc.model.posts import FoundPost, Skipped

SAMPLES = Path(__file__).resolve().parent / "samples"
TEXTS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt")
NAMES = sorted(name for name in importers() if (SAMPLES / name / "input").is_dir())

quickly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "..",
            "CON",
            "@a",
            "https://",
            "//[",
            "https://[::1",
            "https://www.tiktok.com/@/video/",
            "\ud83d",
            "\x00",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def records(name: str) -> list[Path]:
    """The sample's files that are text: records, sheets, notes."""
    paths = sorted((SAMPLES / name / "input").rglob("*"))
    return [path for path in paths if path.is_file() and path.suffix in TEXTS]


FILED = [name for name in NAMES if records(name)]


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a document, as what holds it and under which key."""
    inside = (
        list(data.items())
        if isinstance(data, dict)
        else list(enumerate(data))
        if isinstance(data, list)
        else []
    )
    for key, value in inside:
        yield data, key
        yield from places(value)


@st.composite
def broken(draw: st.DrawFn, documents: list[Any]) -> list[Any]:
    """Documents with a few values replaced, taken out or repeated."""
    told = copy.deepcopy(documents)
    for _ in range(draw(st.integers(1, 4))):
        found = list(places(told))
        if not found:
            break
        holder, key = draw(st.sampled_from(found))
        what = draw(st.sampled_from(["replace", "delete", "repeat", "wrap"]))
        if what == "replace":
            holder[key] = draw(values)
        elif what == "delete":
            del holder[key]
        elif what == "repeat" and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            holder[key] = [holder[key]]
    return told


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes cut short, with some of them changed."""
    told = bytearray(content)
    for place in draw(st.lists(st.integers(0, max(0, len(told) - 1)), max_size=4)):
        told[place] = draw(st.integers(0, 255))
    return bytes(told[: draw(st.integers(0, len(told)))] if draw(st.booleans()) else told)


def check(item: FoundPost | Skipped) -> None:
    item.model_dump_json().encode()
    if isinstance(item, Skipped):
        assert item.why.strip()
        return
    assert item.ids or item.files or item.permalink
    assert item.author is None or item.author.handle or item.author.native_id
    assert {link.name for link in item.links} <= set(item.missing)
    if item.raw:
        assert isinstance(json.loads(item.raw), dict | list)
        item.raw.encode()


def read_all(name: str, folder: Path, file: Path) -> None:
    for item in read_any(folder):
        check(item)
    for path in (file, folder):
        try:
            for item in importers()[name].read(path):
                check(item)
        except UgcError:
            continue


def written(folder: Path, name: str, record: Path, content: bytes) -> tuple[Path, Path]:
    """A fresh copy of a sample with one file broken."""
    root = folder / "input"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(SAMPLES / name / "input", root)
    file = root / record.relative_to(SAMPLES / name / "input")
    file.write_bytes(content)
    return file.parent, file


@pytest.mark.parametrize("name", FILED)
@quickly
@given(data=st.data())
def test_a_record_with_any_value_anywhere_is_read_or_said(
    name: str, tmp_path: Path, data: st.DataObject
) -> None:
    jsons = [path for path in records(name) if path.suffix in (".json", ".jsonl", ".ndjson")]
    if not jsons:
        return
    record = data.draw(st.sampled_from(jsons))
    text = record.read_text("utf-8")
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = [json.loads(line) for line in text.splitlines() if line.strip()]
    told = data.draw(broken(documents))
    content = "\n".join(json.dumps(each) for each in told).encode()
    read_all(name, *written(tmp_path, name, record, content))


@pytest.mark.parametrize("name", FILED)
@quickly
@given(data=st.data())
def test_a_record_with_broken_bytes_is_read_or_said(name: str, tmp_path: Path, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(records(name)))
    read_all(name, *written(tmp_path, name, record, data.draw(damaged(record.read_bytes()))))
