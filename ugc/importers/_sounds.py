"""What a source says of a post's sound: its kind where that is said, and the piece that it names. Nothing is guessed.

A song that is named is somebody's; whether it is cleared for anything, a title does not say. `original` means that
the post's own creator made the sound: platforms call "original" whatever was uploaded with a clip, by whomever, so
their word counts only where they also name the creator of the post as the one it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ugc.importers._fields import part, words
from ugc.model.posts import Account, SoundKind, Track
from ugc.text import clean, fold, handle, one_line

_LONGEST = 200
_KINDS: dict[SoundKind, str] = {
    "none": "none; no sound; no audio; without sound; silent; muted; mute; sound off",
    "speech": "speech; voice; voiceover; voice over; voice only; talking; talking head; spoken; spoken word; dialogue",
    "original": "original; original sound; original audio; own sound; own audio; creator's own; creators own",
    "library_song": """library song; platform song; platform music; licensed platform; trending; trending sound;
        trending audio; trending song; popular song; popular music; in app music""",
    "commercial_library": """commercial library; commercial music library; cml; commercial sound; commercial sounds;
        commercial music; commercial audio; sound collection; meta sound collection""",
    "licensed": "licensed; licenced; licensed music; licensed track; licensed song; licensed sound",
    "unknown": "unknown; not known; n a; na; tbd; tbc",
}
_BY_WORDS = {words.strip(): kind for kind, listed in _KINDS.items() for words in listed.split(";")}
_MUSIC_ALONE = {"none", "no", "no music", "without music"}
"""Said under a heading of music: that there is none, which is not to say that nothing is heard."""
_ORIGINAL = re.compile(r"(?i)original (?:sound|audio)\s*(?:[-–—:|·]|\bby\b)\s*(?P<whose>.+)")
_NAMED = re.compile(r"(?i)(?P<title>.+?)\s+(?:[-–—·|]|by)\s+(?P<artist>.+)")


class Heard(NamedTuple):
    """What is heard, as far as a source says so."""

    kind: SoundKind = "unknown"
    track: Track | None = None
    note: str | None = None
    """Why the kind was left unknown, in words."""

    @property
    def fields(self) -> dict[str, Any]:
        """As fields of a FoundPost."""
        return {"sound": self.kind, "track": self.track}


def of_cells(cells: Mapping[str, Sequence[str]], *, source: str, author: Account | None) -> Heard:
    """Read the columns `audio`, `music`, `song` and `artist` of a row."""
    heard = Heard()
    for column in ("audio", "music"):
        cell = clean(next(iter(cells.get(column, ())), "")).strip()
        if cell:
            heard = _said(cell, source=source, author=author, music=column == "music")
            break
    named = {name: next(iter(cells.get(name, ())), None) for name in ("song", "artist")}
    if any(named.values()):
        return heard._replace(track=_track(source, named["song"], named["artist"]))
    return heard


def of_tiktok(record: Any, *, source: str, author: Account | None) -> Heard:
    """Read the `music` of TikTok's own records: {id, title, authorName, original}.

    `authorName` is a display name, which anybody can take; `ownerHandle`, where a record has it, is an account.
    """
    music = part(record, "music")
    track = _track(source, words(music, "title"), words(music, "authorName"), words(music, "id"))
    if music.get("original") is False:
        return Heard("library_song", track)
    if music.get("original") is not True:
        return Heard("unknown", track)
    return Heard("original" if _is(author, words(music, "ownerHandle")) else "unknown", track)


def of_instagram(record: Any, *, source: str, author: Account | None) -> Heard:
    """Read `clips_metadata` or `music_metadata` of Instagram's own records, the web's short form, and the API's field.

    The API's `media_audio_type` says MUSIC, or ORIGINAL_SOUND whoever that is by.
    """
    for holder in (part(record, "clips_metadata"), part(record, "music_metadata")):
        song = part(part(holder, "music_info"), "music_asset_info")
        if words(song, "title") or words(song, "display_artist"):
            native = words(song, "audio_cluster_id") or words(song, "audio_asset_id")
            return Heard(
                "library_song", _track(source, words(song, "title"), words(song, "display_artist"), native)
            )
        own = part(holder, "original_sound_info")
        if own:
            whose = words(part(own, "ig_artist"), "username")
            title, native = words(own, "original_audio_title"), words(own, "audio_asset_id")
            kind: SoundKind = "original" if _is(author, whose) else "unknown"
            return Heard(kind, _track(source, title, whose, native))
    told = part(record, "clips_music_attribution_info")
    if told:
        return _attributed(told, source=source, author=author)
    return Heard("library_song" if words(record, "media_audio_type") == "MUSIC" else "unknown")


def _attributed(told: dict[str, Any], *, source: str, author: Account | None) -> Heard:
    """Read the web's short form: {song_name, artist_name, audio_id, uses_original_audio}; the artist of a sound that
    somebody uploaded is their handle."""
    artist = words(told, "artist_name")
    track = _track(source, words(told, "song_name"), artist, words(told, "audio_id"))
    if told.get("uses_original_audio") is False:
        return Heard("library_song", track)
    own = told.get("uses_original_audio") is True and _is(author, artist)
    return Heard("original" if own else "unknown", track)


def _said(cell: str, *, source: str, author: Account | None, music: bool) -> Heard:
    text = one_line(cell)[: 2 * _LONGEST]
    plain = " ".join(re.sub(r"[^\w']+", " ", text.replace("_", " ").casefold()).split())
    if music and plain in _MUSIC_ALONE:
        return Heard(
            note="the sheet says that there is no music, and not what is heard; the sound is left unknown"
        )
    if plain in _BY_WORDS:
        return Heard(_BY_WORDS[plain])
    original = _ORIGINAL.fullmatch(text)
    if original:
        track = _track(source, text, original["whose"])
        if _is(author, original["whose"]):
            return Heard("original", track)
        return Heard(track=track, note=f"{text[:60]!r} is not by the creator; the sound is left unknown")
    named = _NAMED.fullmatch(text)
    track = _track(source, named["title"], named["artist"]) if named else _track(source, text, None)
    return Heard(track=track, note=f"{text[:60]!r} names a piece and not what it is cleared for")


def _track(source: str, title: str | None, artist: str | None, native_id: str | None = None) -> Track | None:
    called = {
        "title": one_line(title or "")[:_LONGEST] or None,
        "artist": one_line(artist or "")[:_LONGEST] or None,
        "native_id": one_line(native_id or "")[:_LONGEST] or None,
    }
    return Track(**called, source=source) if called["title"] or called["artist"] else None


def _is(author: Account | None, name: str | None) -> bool:
    """Whether a name is the author's handle. A display name is not enough: anybody can call themselves anything."""
    return bool(author and name) and fold(handle(name or "")) == fold(author.handle)  # type: ignore[union-attr]
