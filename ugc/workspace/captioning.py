"""Where the captions of a run's clips come from: a file, the clip's own track, or its speech, written down once."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ugc.errors import InputError, MissingError, UsageError, unknown
from ugc.files import write_bytes
from ugc.model.base import digest
from ugc.model.captions import Captions
from ugc.model.posts import CaptionFile, Media
from ugc.text import one_line

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order

_SOURCES = ("off", "own", "speech")


class Captioner:
    """Reads what is said in clips, each once a run."""

    def __init__(self, workspace: "Workspace", order: "Order") -> None:
        """Raises UsageError for a source that is not known, MissingError where speech cannot be written down."""
        self._workspace = workspace
        asked = order.captions or workspace.settings.captions.show
        self._source = asked if asked in _SOURCES else "file"
        self._read: dict[str, Captions | None] = {}
        self._model: Path | None = None
        if self._source == "file":
            self._file = _file(Path(asked))
        if self._source == "speech":
            from ugc.media import speech

            named = workspace.settings.speech.model
            self._model = speech.check(workspace.root / Path(named).expanduser() if named else None)

    def check(self, clips: int) -> None:
        """Raise UsageError where a file would be drawn over several clips: its times are those of one."""
        if self._source == "file" and clips > 1:
            raise UsageError(
                f"One caption file is for one clip, and {clips} are selected.",
                hint="Name the post of the clip that it belongs to.",
            )

    def of(self, media: Media) -> Captions | None:
        """Return what is said in a clip; None where nothing is to be drawn, or nothing is known.

        Raises InputError for captions that cannot be read.
        """
        if self._source == "off" or media.kind != "video":
            return None
        if self._source == "file":
            return self._file
        if media.sha256 not in self._read:
            self._read[media.sha256] = self._own(media) if self._source == "own" else self._spoken(media)
        return self._read[media.sha256]

    def _own(self, media: Media) -> Captions | None:
        from ugc.media import captions

        language = self._workspace.settings.words.language
        file = self._attached(media, language)
        if file is None:
            return captions.own(self._path(media), language=language)
        found = captions.read(self._workspace.media.path(file.sha256, file.ext))
        return found.model_copy(
            update={"source": one_line(file.name), "language": file.language or found.language}
        )

    def _attached(self, media: Media, language: str | None) -> CaptionFile | None:
        """The caption file that was tied to the clip's post: one in the language of the words, else the first.

        Of a post with several clips, one that bears the clip's name.
        """
        catalog = self._workspace.catalog
        files = catalog.by_hand.captions_of_clip(media.sha256)
        if not files:
            return None
        post = catalog.post(catalog.post_of_media(media.sha256) or "")
        clips = {one.stands_for or one.sha256 for one in post.media if one.kind == "video"}
        if len(clips) > 1:
            names = {one.name for one in post.media if media.sha256 in (one.sha256, one.stands_for)} | {
                media.name
            }
            stems = {Path(name).stem.casefold() for name in names}
            files = tuple(file for file in files if file.name.casefold().partition(".")[0] in stems)
        wanted = (language or "").partition("-")[0].casefold()
        same = [file for file in files if (file.language or "").partition("-")[0].casefold() == wanted]
        return next(iter([*same, *files]), None)

    def _spoken(self, media: Media) -> Captions | None:
        """What a model hears; kept, for it takes as long as the clip lasts."""
        from ugc.media import speech

        language = self._workspace.settings.speech.language or None
        key = digest([media.sha256, str(self._model), language])[:32]
        kept = self._workspace.root / ".ugc" / "cache" / "speech" / f"{key}.json"
        try:
            return Captions.model_validate_json(kept.read_bytes())
        except (OSError, ValidationError):
            pass
        found = speech.transcribe(self._path(media), self._model, language=language)
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(kept, found.model_dump_json().encode())
        return found

    def _path(self, media: Media) -> Path:
        path = self._workspace.media.path(media.sha256, media.ext)
        if not path.is_file():
            raise MissingError("The clip is gone from the store.", hint="Import the post's file again.")
        return path


def _file(path: Path) -> Captions:
    from ugc.media import captions

    if not path.exists():
        if path.suffix:
            raise InputError(f"The caption file {path} is not there.")
        raise unknown("Captions", str(path), (*_SOURCES, "FILE.srt"))
    return captions.read(path)
