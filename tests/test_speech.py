"""Speech written down: what is said without the extra or a model; and with both, what a real voice says."""

import importlib.machinery
import os
import socket
import sys
import types
from pathlib import Path

import pytest
from clips import clip

from ugc.errors import InputError, MissingError
from ugc.media import speech

FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were there: enough to be asked for its model."""
    if "faster_whisper" not in sys.modules:
        module = types.ModuleType("faster_whisper")
        module.__spec__ = importlib.machinery.ModuleSpec("faster_whisper", None)
        monkeypatch.setitem(sys.modules, "faster_whisper", module)


@pytest.fixture
def model() -> Path:
    """A real model; its folder is named by UGC_SPEECH_MODEL."""
    pytest.importorskip("faster_whisper", reason="the extra speech is not installed")
    if not (named := os.environ.get("UGC_SPEECH_MODEL")):
        pytest.skip("UGC_SPEECH_MODEL names no model")
    return Path(named)


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(MissingError, match="not installed") as caught:
        speech.transcribe(clip(tmp_path / "clip.mp4"), tmp_path)
    assert "ugc-toolkit[speech]" in (caught.value.hint or "")
    assert caught.value.code == 6


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "not there"),
        ((), "lacks config.json, model.bin, tokenizer.json, vocabulary"),
        (FILES[:2] + FILES[3:], "lacks tokenizer.json"),
        (FILES[:3], "lacks vocabulary.txt or vocabulary.json"),
    ],
)
def test_a_model_that_is_not_whole_is_never_fetched(
    installed: None, tmp_path: Path, files: tuple[str, ...] | None, said: str
) -> None:
    """The library gets what is missing from the network: it is not asked."""
    folder = tmp_path / "model"
    if files is not None:
        folder.mkdir()
        for name in files:
            (folder / name).write_bytes(b"{}")
    with pytest.raises(MissingError, match=said) as caught:
        speech.check(folder)
    assert "[speech]" in (caught.value.hint or "")


def test_no_model_is_named(installed: None) -> None:
    with pytest.raises(MissingError, match="no model is named"):
        speech.check(None)


def test_a_whole_folder_is_taken(installed: None, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"{}")
    assert speech.check(tmp_path) == tmp_path


def test_what_a_voice_says_is_written_down(model: Path, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    heard: list[float] = []
    found = speech.transcribe(media / "example.mp4", model, heard=heard.append)
    text = " ".join(cue.text for cue in found.cues).casefold()
    assert "this is an example video for your convenience and pleasure" in text
    assert "commercial use" in text
    assert found.language == "en"
    last = found.cues[-1]
    assert "banana" in last.text.casefold() and 39.0 < last.start < 41.0, "as the clip itself says beforehand"
    for cue in found.cues:
        assert "".join(word.text for word in cue.words) == cue.text
    assert heard and heard == sorted(heard)
    assert "machine" in found.notes[0]


def test_a_clip_without_sound_or_speech_is_said(model: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no sound"):
        speech.transcribe(clip(tmp_path / "silent.mp4"), model)
    with pytest.raises(InputError, match="Nobody was heard"):
        speech.transcribe(clip(tmp_path / "tone.mp4", sound="tone", seconds=3), model)


def test_what_is_no_model_is_said(model: Path, media: Path, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(InputError, match="could not be read"):
        speech.transcribe(media / "example.mp4", tmp_path)


def test_a_language_that_is_not_known(model: Path, media: Path) -> None:
    with pytest.raises(InputError, match="does not know the language"):
        speech.transcribe(media / "example.mp4", model, language="tlh")
