"""A package looked over: every way in which it can go wrong between preparing it and putting it in."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop
from test_ads_prepare import CODE, FLIGHT, PACKAGE, POST, authorized, base, glow

__all__ = ["base", "glow"]

DAY = 86_400


@pytest.fixture
def package(glow: Shop) -> Path:
    glow("ads", "prepare", "meta", *FLIGHT)
    return glow.root / PACKAGE


def looked(shop: Shop, *, code: int) -> Any:
    return shop("ads", "validate", PACKAGE, "--json", code=code)


def edited(path: Path, change: Callable[[Any], None]) -> None:
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), "utf-8")


def test_what_was_just_prepared_holds(glow: Shop, package: Path) -> None:
    found = looked(glow, code=0)
    assert (found["faults"], found["ads"], found["valid_until"]) == ([], 1, "2027-05-01")
    assert found["requests"] == len(
        json.loads((package / "package.json").read_text("utf-8"))["ads"][0]["requests"]
    )
    assert "meta.page_id" in {each["name"] for each in found["placeholders"]}


def one_file(package: Path) -> Path:
    return next(package.glob("files/*_story_*"))


def requests(package: Path) -> Path:
    return next(package.glob("requests/*.json"))


def first_body(told: Any) -> Any:
    return next(each["body"] for each in told["ads"][0]["requests"] if each["step"] == "creative")


WRONG: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a picture was exchanged": (
        lambda p: one_file(p).write_bytes(b"another"),
        "file",
        "not the file that was packed",
    ),
    "a picture is gone": (lambda p: one_file(p).unlink(), "file", "not there"),
    "a sheet was changed": (
        lambda p: (p / "handoff.csv").write_text("x"),
        "file",
        "not the file that was packed",
    ),
    "a field that no body has": (
        lambda p: edited(p / "package.json", lambda told: first_body(told).update(sponsor="x")),
        "body",
        "sponsor",
    ),
    "an ad that would start by itself": (
        lambda p: edited(
            p / "package.json", lambda t: t["ads"][0]["requests"][-1]["body"].update(status="ACTIVE")
        ),
        "body",
        "PAUSED",
    ),
    "a schema that is not shipped": (
        lambda p: edited(
            p / "package.json", lambda t: t["ads"][0]["requests"][-1].update(schema_id="../../error")
        ),
        "body",
        "no schema",
    ),
    "other requests than the package's": (
        lambda p: edited(requests(p), lambda told: told["requests"].pop()),
        "body",
        "not those of the package",
    ),
}


@pytest.mark.parametrize(("change", "kind", "said"), WRONG.values(), ids=WRONG)
def test_what_was_changed_is_found(
    glow: Shop, package: Path, change: Callable[[Path], object], kind: str, said: str
) -> None:
    change(package)
    found = looked(glow, code=3)
    assert any(each["kind"] == kind and said in each["text"] for each in found["faults"]), found["faults"]


ENDED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a hold": (("rights", "hold", POST, "--by", "Mo", "--why", "asked"), 0, "held"),
    "a revocation": (("rights", "revoke", POST, "--by", "Mo", "--why", "asked"), 0, "revoked"),
}


@pytest.mark.parametrize(("command", "days", "why"), ENDED.values(), ids=ENDED)
def test_rights_that_ended_since_are_found(
    glow: Shop, package: Path, command: tuple[str, ...], days: int, why: str
) -> None:
    glow(*command)
    found = looked(glow, code=4)
    assert why in {reason["code"] for each in found["faults"] for reason in each["reasons"]}
    assert all(each["unblock"] for each in found["faults"])


def test_after_the_grants_end_it_may_not_run(
    glow: Shop, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 200 * DAY))
    found = looked(glow, code=4)
    assert "expired" in {reason["code"] for each in found["faults"] for reason in each["reasons"]}
    assert any("was over" in note for note in found["notes"])


def test_a_creative_that_was_labelled_again_is_packed_again(
    glow: Shop, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    glow("rights", "renew", "g-0001", "--until", "2027-10-01", "--evidence", "yes-from-ana.png")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 60))
    glow("render", "--format", "story", "--format", "feed", "--market", "US", "--market", "CA")
    found = looked(glow, code=4)
    assert "labelled again" in found["faults"][0]["text"]
    glow("ads", "prepare", "meta", *FLIGHT)
    assert looked(glow, code=0)["valid_until"] == "2027-10-01"


def test_a_code_that_was_taken_back_is_found(glow: Shop) -> None:
    authorized(glow, "--code", CODE)
    glow("ads", "prepare", "meta", "--way", "code", POST, *FLIGHT)
    assert looked(glow, code=0)["valid_until"] == "2026-12-31"
    glow("rights", "authorize", "a-0001", "--status", "deleted")
    found = looked(glow, code=4)
    assert "platform_auth_missing" in {
        reason["code"] for each in found["faults"] for reason in each["reasons"]
    }


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "not finished"),
        (lambda path: path.write_text("{"), "no package"),
        (lambda path: path.write_text("[]"), "no package"),
        (lambda path: path.write_text('{"version": "9.0"}'), "no package"),
        (lambda path: path.write_bytes(b"\xff\xfe" * 500), "no package"),
        (lambda path: path.write_text("[" * 100_000), "no package"),
    ],
    ids=["gone", "torn", "a list", "another version", "no text", "too deep"],
)
def test_what_is_no_package_is_said(
    glow: Shop, package: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(package / "package.json")
    glow("ads", "validate", PACKAGE, code=3)
    assert said in glow.err


def test_a_path_that_leads_out_is_not_followed(glow: Shop, package: Path) -> None:
    outside = glow.root / "secret.txt"
    outside.write_text("x", "utf-8")

    def lead_out(told: Any) -> None:
        told["files"].append({"file": "../../../secret.txt", "sha256": "0" * 64, "size": 1})

    edited(package / "package.json", lead_out)
    found = looked(glow, code=3)
    assert "outside" in found["faults"][0]["text"]


def test_a_copy_elsewhere_is_looked_over_too(glow: Shop, package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "handed over")
    assert glow("ads", "validate", tmp_path / "handed over", "--json")["faults"] == []
