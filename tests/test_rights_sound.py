"""The sound of a clip as a right: kind x purpose x what is done to it x what the grant allows, with the reasons."""

from datetime import date
from typing import Any

import pytest
from test_rights import POST, a_grant, a_use, codes

from ugc.model.posts import Media
from ugc.model.records import Release, Revocation, Terms
from ugc.model.rights import Case, Cleared, NeedsReview, Policy, Refused, Use
from ugc.model.sounds import LaidSound, SoundLicence
from ugc.model.takes import KEEP, MUTE, AudioChoice
from ugc.model.vocab import EDIT_PROFILES, PURPOSES
from ugc.plan.sounds import FATES, fate, keeps_own, sound_edits, sound_note
from ugc.rights import clear

LAID = LaidSound(licence="s-0001", title="Slow Morning", sha256="b" * 64, ext="wav", until=date(2027, 3, 1))
REPLACE = AudioChoice(way="replace", sound=LAID)
UNDER = AudioChoice(way="under", sound=LAID)
WAYS = {"keep": KEEP, "mute": MUTE, "replace": REPLACE, "under": UNDER}
STANDARD = EDIT_PROFILES["standard"]
GRANTS = {
    "both": STANDARD,
    "no mute": STANDARD - {"mute_audio"},
    "no replace": STANDARD - {"replace_audio"},
    "neither": STANDARD - {"mute_audio", "replace_audio"},
}
NO_MUTE, NO_REPLACE = "edit_not_granted:mute_audio", "edit_not_granted:replace_audio"


def a_licence(**changes: Any) -> SoundLicence:
    told: dict[str, Any] = {
        "id": "s-0001",
        "title": "Slow Morning",
        "licensor": "Kettle & Reed",
        "licensee": "Sunday Glow",
        "sha256": "b" * 64,
        "size": 10,
        "name": "slow-morning.wav",
        "ext": "wav",
        "seconds": 12.5,
        "purposes": {"paid_social"},
        "channels": {"instagram", "facebook"},
        "territories": {"US", "CA"},
        "start": date(2026, 11, 1),
        "end": date(2027, 3, 1),
        "terms": Terms(sha256="c" * 64),
    }
    return SoundLicence(**(told | changes))


def asked(
    kind: str,
    way: str,
    *,
    purpose: str = "paid_social",
    edits: frozenset[str] = STANDARD,
    licence: SoundLicence | None = None,
    silent: bool = False,
    **more: Any,
) -> Any:
    """The answer for a clip whose sound is of a kind, when something is done to it as planning does it."""
    choice = WAYS[way]
    made = frozenset({"crop", "resize", "format_transcode"}) | sound_edits(choice, silent=silent)
    use = a_use(
        purpose=purpose,
        edits=made,
        sound=keeps_own(choice, silent=silent),
        laid_sound=choice.sound.licence if choice.sound else None,
        **more,
    )
    grant = a_grant(edits=edits, purposes={"paid_social", "organic_repost"})
    case = Case(
        post=POST.model_copy(update={"sound": kind}),
        grants=(grant,),
        sounds=(licence or a_licence(purposes={"paid_social", "organic_repost"}),),
    )
    return clear(case, use, Policy())


KINDS: list[tuple[str, type, str, str]] = [
    ("none", Cleared, "", "somebody said that nothing is heard"),
    ("speech", Cleared, "", "her own words are hers to give"),
    ("original", Cleared, "", "what she made herself is too, and nobody checked that it is"),
    ("library_song", Refused, "music_not_cleared", "a song of the platform's is for people, not for ads"),
    ("commercial_library", Cleared, "", "on the platform whose library it is"),
    ("licensed", NeedsReview, "music_unknown", "said, and no licence on file"),
    ("unknown", NeedsReview, "music_unknown", "nobody said what it is"),
]


@pytest.mark.parametrize(("kind", "verdict", "code", "why"), KINDS, ids=[row[0] for row in KINDS])
def test_a_sound_that_is_kept(kind: str, verdict: type, code: str, why: str) -> None:
    """In an ad its kind decides; in a repost that nobody pays for it does not."""
    for way in ("keep", "under"):
        answer = asked(kind, way)
        assert isinstance(answer, verdict) and codes(answer) == ({code} if code else set()), why
        assert isinstance(asked(kind, way, purpose="organic_repost"), Cleared), "a repost is no ad"
        narrow = asked(kind, way, edits=GRANTS["neither"])
        expected = ({code} if code else set()) | ({NO_REPLACE} if way == "under" else set())
        assert codes(narrow) == expected, "keeping it is no edit, laying another one under it is"


ROWS: list[tuple[str, str, set[str], str]] = [
    ("mute", "both", set(), "what is not heard needs no licence"),
    ("mute", "no replace", set(), "muting is an edit of its own"),
    ("mute", "no mute", {NO_MUTE}, "she did not allow silence"),
    ("mute", "neither", {NO_MUTE}, "nor that"),
    ("replace", "both", set(), "the licence of the new sound stands in for its own"),
    ("replace", "no mute", set(), "replacing is not muting"),
    ("replace", "no replace", {NO_REPLACE}, "she did not allow another's sound"),
    ("replace", "neither", {NO_REPLACE}, "nor that"),
]


@pytest.mark.parametrize("purpose", ["paid_social", "organic_repost"])
@pytest.mark.parametrize("kind", [row[0] for row in KINDS])
@pytest.mark.parametrize(("way", "grant", "expected", "why"), ROWS)
def test_a_sound_that_is_not_heard(
    kind: str, way: str, grant: str, expected: set[str], why: str, purpose: str
) -> None:
    """Whatever it is: what decides is the edit, for ads and reposts alike."""
    answer = asked(kind, way, edits=GRANTS[grant], purpose=purpose)
    assert codes(answer) == expected, why
    assert isinstance(answer, Refused if expected else Cleared), why
    if way == "replace" and not expected:
        assert answer.sounds == ("s-0001",) and answer.valid_until == date(2027, 3, 1)


LICENCES: list[tuple[dict[str, Any], dict[str, Any], set[str], str]] = [
    ({}, {}, set(), "it covers all that is asked"),
    ({"end": date(2026, 12, 31)}, {}, set(), "the last day counts"),
    ({"end": date(2026, 12, 30)}, {}, {"sound_licence_ended"}, "it ends within the flight"),
    ({"end": "perpetual"}, {}, set(), "it has no end"),
    ({"start": date(2026, 12, 1)}, {}, set(), "the first day counts"),
    ({"start": date(2026, 12, 2)}, {}, {"sound_not_licensed"}, "it starts within the flight"),
    ({"purposes": {"onsite"}}, {}, {"sound_not_licensed"}, "for the website, not for ads"),
    ({"purposes": set()}, {}, {"sound_not_licensed"}, "silence is not any purpose"),
    ({"channels": {"tiktok"}}, {}, {"sound_not_licensed"}, "for another platform"),
    ({"channels": set()}, {}, {"sound_not_licensed"}, "silence is not any channel"),
    ({"territories": {"CA"}}, {}, {"sound_not_licensed"}, "for another market"),
    ({"territories": set()}, {}, {"sound_not_licensed"}, "silence is not the world"),
    ({}, {"territories": {"US", "CA"}}, set(), "both markets are covered"),
    ({"territories": {"US"}}, {"territories": {"US", "CA"}}, {"sound_not_licensed"}, "one of two is not"),
    ({"territories": {"worldwide"}}, {}, set(), "the world has them all"),
    ({"licensee": "Other Brand"}, {}, {"sound_not_licensed"}, "it was given to another brand"),
    ({"licensee": " sunday  GLOW "}, {}, set(), "how a name is written is not who it names"),
    ({"id": "s-0002"}, {}, {"sound_not_licensed"}, "the one that is asked about is not on record"),
]


@pytest.mark.parametrize(("changes", "use", "expected", "why"), LICENCES)
def test_the_licence_of_a_laid_sound(
    changes: dict[str, Any], use: dict[str, Any], expected: set[str], why: str
) -> None:
    answer = asked("unknown", "replace", licence=a_licence(**changes), **use)
    assert codes(answer) == expected, why
    assert isinstance(answer, Refused if expected else Cleared), why


def ended(**changes: Any) -> Revocation:
    told = {"id": "r-1", "sound": "s-0001", "effective": date(2026, 12, 10), "why": "taken back", "by": "Mo"}
    return Revocation(**(told | changes))


REVOKED: list[tuple[dict[str, Any], set[str], date | None, str]] = [
    ({}, {"sound_licence_revoked"}, None, "within the flight"),
    ({"effective": date(2026, 12, 31)}, {"sound_licence_revoked"}, None, "on its last day"),
    ({"effective": date(2027, 1, 1)}, set(), date(2026, 12, 31), "after it: until the day before"),
    ({"sound": "s-0002"}, set(), date(2027, 3, 1), "of another sound"),
]


@pytest.mark.parametrize(("changes", "expected", "until", "why"), REVOKED)
def test_a_licence_that_was_revoked(
    changes: dict[str, Any], expected: set[str], until: date | None, why: str
) -> None:
    case = Case(post=POST, grants=(a_grant(),), sounds=(a_licence(),), sounds_ended=(ended(**changes),))
    use = a_use(edits={"replace_audio"}, laid_sound="s-0001")
    answer = clear(case, use, Policy())
    assert codes(answer) == expected, why
    assert getattr(answer, "valid_until", None) == until, why


def test_a_revoked_sound_ends_no_grant() -> None:
    """What ended the licence of a sound says nothing of the post that it was laid on."""
    case = Case(post=POST, grants=(a_grant(),), sounds=(a_licence(),), sounds_ended=(ended(),))
    assert isinstance(clear(case, a_use(), Policy()), Cleared)


def test_the_licence_of_a_sound_is_no_licence_of_the_picture() -> None:
    case = Case(post=POST, sounds=(a_licence(),))
    assert "no_grant" in codes(clear(case, a_use(edits={"replace_audio"}, laid_sound="s-0001"), Policy()))


def test_from_the_creators_handle_the_sound_needs_that_purpose_too() -> None:
    use = a_use(edits={"replace_audio"}, laid_sound="s-0001", identity="creator_handle")
    case = Case(post=POST, grants=(a_grant(),), sounds=(a_licence(),))
    texts = [why.text for why in getattr(clear(case, use, Policy()), "reasons", ())]
    assert any("s-0001" in text and "allowlisting" in text for text in texts)


def test_laying_a_sound_on_is_an_edit() -> None:
    with pytest.raises(ValueError, match="replace_audio"):
        a_use(laid_sound="s-0001")


def test_what_is_not_vouched_for() -> None:
    bare = a_licence(terms=Terms(url="https://lib.example/terms"))
    said = asked("unknown", "replace", licence=bare).not_checked
    assert any("no document of it is on file (s-0001)" in text for text in said)
    use = a_use(edits={"replace_audio"}, sound=False)
    named = clear(Case(post=POST, grants=(a_grant(),)), use, Policy()).not_checked
    assert "What takes the place of its sound: no licence was named." in named


def a_clip(sound: bool | None) -> Media:
    return Media(
        sha256="d" * 64, kind="video", ext="mp4", size=1, width=9, height=16, duration=3.0, sound=sound
    )


SILENT: list[tuple[tuple[bool | None, ...], type, str]] = [
    ((False,), Cleared, "it has no sound track: there is nothing to ask about"),
    ((False, False), Cleared, "none of them has"),
    ((False, True), NeedsReview, "one of them has"),
    ((None,), NeedsReview, "nobody looked"),
    ((), NeedsReview, "no clip is on file"),
]


@pytest.mark.parametrize(("clips", "verdict", "why"), SILENT)
def test_a_clip_without_sound_is_not_asked_about_it(
    clips: tuple[bool | None, ...], verdict: type, why: str
) -> None:
    post = POST.model_copy(update={"sound": "unknown", "media": tuple(map(a_clip, clips))})
    assert isinstance(clear(Case(post=post, grants=(a_grant(),)), a_use(sound=True), Policy()), verdict), why


def test_a_release_of_the_music_settles_it_for_keeping_and_for_laying_under() -> None:
    release = Release(id="rel-1", post=POST.id, kind="music", music="original", status="unlimited")
    case = Case(
        post=POST.model_copy(update={"sound": "library_song"}),
        grants=(a_grant(),),
        releases=(release,),
        sounds=(a_licence(),),
    )
    for choice in (KEEP, UNDER):
        use: Use = a_use(
            edits=sound_edits(choice, silent=False),
            sound=True,
            laid_sound=choice.sound.licence if choice.sound else None,
        )
        assert isinstance(clear(case, use, Policy()), Cleared)


NOTES: list[tuple[str, bool, float | None, str, str, set[str]]] = [
    ("keep", False, -23.42, "kept", "Its own sound is kept, and levelled from -23.4 to -16 LUFS.", set()),
    ("keep", False, None, "kept", "Its own sound is kept, and levelled to -16 LUFS.", set()),
    ("keep", True, None, "none", "It has no sound; a silent track is added.", set()),
    ("mute", False, None, "muted", "Its sound is left out; a silent track takes its place.", {"mute_audio"}),
    ("mute", True, None, "none", "It has no sound; a silent track is added.", set()),
    (
        "replace",
        False,
        None,
        "replaced",
        "Its sound is replaced by “Slow Morning”, under licence s-0001 until 2027-03-01.",
        {"replace_audio"},
    ),
    (
        "under",
        False,
        None,
        "under",
        "“Slow Morning” lies under its own sound, lower while that is heard, "
        "under licence s-0001 until 2027-03-01.",
        {"replace_audio"},
    ),
    (
        "under",
        True,
        None,
        "added",
        "It has no sound of its own; “Slow Morning” is added, under licence s-0001 until 2027-03-01.",
        {"replace_audio"},
    ),
]


@pytest.mark.parametrize(("way", "silent", "loudness", "done", "said", "edits"), NOTES)
def test_what_is_said_of_a_clips_sound(
    way: str, silent: bool, loudness: float | None, done: str, said: str, edits: set[str]
) -> None:
    choice = WAYS[way]
    assert fate(choice, silent=silent) == done
    assert sound_note(choice, silent=silent, loudness=loudness) == said
    assert sound_edits(choice, silent=silent) == edits


def test_every_fate_is_told() -> None:
    from ugc.cli.rendered import _SOUNDS

    assert {row[3] for row in NOTES} == set(FATES) == set(_SOUNDS)


def test_every_purpose_is_asked_of_the_licence() -> None:
    for purpose in PURPOSES:
        answer = asked("unknown", "replace", purpose=purpose, licence=a_licence(purposes={purpose}))
        assert not any("s-0001" in why.text for why in getattr(answer, "reasons", ())), purpose
        answer = asked(
            "unknown", "replace", purpose=purpose, licence=a_licence(purposes=set(PURPOSES) - {purpose})
        )
        assert any("s-0001" in why.text for why in getattr(answer, "reasons", ())), purpose


@pytest.mark.parametrize(
    ("kind", "channel", "music", "expected", "reason"),
    [
        ("library_song", "brand_site", None, "music_not_cleared", "the platform's licence ends at its door"),
        ("commercial_library", "web", None, "music_not_cleared", "so does that of its commercial library"),
        ("library_song", "instagram", None, "", "at home the platform's own licence stands"),
        ("unknown", "brand_site", None, "", "nobody said that it is a song: it is listed as not checked"),
        ("speech", "brand_site", None, "", "no song"),
        ("unknown", "brand_site", "platform_only", "music_not_cleared", "a person said that it is one"),
        ("library_song", "web", "licensed", "", "a licence for the web is on file"),
        ("library_song", "brand_site", "licensed", "", "a brand's site is on the web"),
        (
            "library_song",
            "retailer_site",
            "licensed",
            "music_not_cleared",
            "a shop of another's is not named in it",
        ),
    ],
)
def test_a_platforms_song_does_not_come_along_to_the_brands_own_pages(
    kind: str, channel: str, music: str | None, expected: str, reason: str
) -> None:
    release = Release(
        id="rel-1",
        post=POST.id,
        kind="music",
        subject="the track",
        status="limited" if music == "licensed" else "unlimited",
        music=music,
        covers={"web"},
        territories={"US", "CA"},
        purposes={"organic_repost"},
        recorded_by="Mo",
    )
    case = Case(
        post=POST.model_copy(update={"sound": kind}),
        grants=(
            a_grant(
                purposes={"organic_repost"}, channels={"brand_site", "web", "instagram", "retailer_site"}
            ),
        ),
        releases=(release,) if music else (),
    )
    use = a_use(purpose="organic_repost", channel=channel, sound=True)
    answer = clear(case, use, Policy())
    assert (expected in codes(answer)) if expected else isinstance(answer, Cleared), reason
    silent = clear(case, use.model_copy(update={"sound": False}), Policy())
    assert isinstance(silent, Cleared), "without its sound there is nothing to ask"
    unsaid = any("comes from" in line for line in answer.not_checked)
    assert unsaid is (kind == "unknown" and music is None)
