"""`ugc alt`: the words that stand for a picture. A source's are kept, a person's stand above them, and where there are
none a draft says what is known and nothing else."""

import json
import re
import shlex
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo, sidecar
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ugc.cli import schemas
from ugc.model.formats import Box
from ugc.model.posts import Account, Media, Post
from ugc.model.seen import Seen, Sight
from ugc.workspace.describing import alt_of, draft

ANA = "ig:BqvsDleB3lV"
OF_ANA = "Picture by Ana on Instagram, 29 November 2018, captioned “Morning light and the new serum ✨ … @sundayglow”."

WRONG = [
    # what is typed, words that must be there, words of the hint
    ("alt", "Say which post", "--missing"),
    ("alt ig:BqvsDleB3lX", "No post is known", ANA),
    (f"alt {ANA} a woman running", "3 words, not as one text", "quotation marks"),
    (f"alt {ANA} ''", "There are no words", "--clear"),
    (f"alt {ANA} '\t \n'", "There are no words", "--clear"),
    (f"alt {ANA} '\x07'", "There are no words", "--clear"),
    (f"alt {ANA} {'x' * 1001}", "These words have 1,001 characters; a picture takes 1,000", "sentence"),
    (f"alt {ANA} {'😀' * 10_000}", "These words have 10,000 characters", "sentence"),
    (f"alt {ANA} run --accept", "one of them", None),
    (f"alt {ANA} run --clear", "one of them", None),
    (f"alt {ANA} --accept --clear", "one of them", None),
    (f"alt {ANA} run --by ''", "--by: a name has", None),
    (f"alt {ANA} run --by {'x' * 101}", "--by: a name has", None),
    (f"alt {ANA} run --media 2", "--media 2: ig:BqvsDleB3lV has one picture", "#1 image 1200x1500"),
    (f"alt {ANA} run --media 0", "--media 0", "#1 image 1200x1500"),
    ("alt --missing --accept", "--missing only lists", "one picture at a time"),
    ("alt --missing --clear", "--missing only lists", None),
    ("alt --missing --media 1", "--missing only lists", None),
    ("alt --missing kidn:image", "kidn", "kind"),
    ("alt --missing creator:@nobody", "nobody", None),
]  # fmt: skip


def media_of(shop: Shop, post: str = ANA, media: int = 1) -> dict[str, Any]:
    """A picture as another command tells it."""
    return shop("posts", post, "--json")[0]["media"][media - 1]


def alt(shop: Shop, *typed: str) -> dict[str, Any]:
    """The words for the first picture that a command tells of; the document is held to its schema."""
    told = shop("alt", *typed, "--json")
    Draft202012Validator(schemas.schemas()["alt"]).validate(told)
    return told["pictures"][0]["alt"]


def described(shop: Shop, folder: Path, alt: str | None = "A shelf with three jars") -> str:
    """A post of a sheet that says words for its picture."""
    folder.mkdir(exist_ok=True)
    (folder / "jars.jpg").write_bytes(photo((600, 800), seed=77))
    row = f'https://www.instagram.com/p/B8gnQeuCp-8/,@cara,Jars,jars.jpg,"{alt or ""}"'
    (folder / "posts.csv").write_text(f"url,handle,caption,media,alt\n{row}\n", "utf-8")
    shop("import", folder)
    return "ig:B8gnQeuCp-8"


@pytest.mark.parametrize(("typed", "words", "hint"), WRONG, ids=[row[0][:40] for row in WRONG])
def test_wrong_usage_is_told_and_nothing_is_recorded(
    shop: Shop, typed: str, words: str, hint: str | None
) -> None:
    shop(*shlex.split(typed), code=2)
    assert words in shop.err
    assert (hint or "") in shop.err
    assert "Traceback" not in shop.err
    assert len(shop.err) < 1000
    assert media_of(shop)["alt"] is None


# --- whose words they are ----------------------------------------------------------------------------------------


def test_a_sources_words_a_persons_and_back(shop: Shop, tmp_path: Path) -> None:
    post = described(shop, tmp_path / "sheet")
    source = {"text": "A shelf with three jars", "origin": "source", "by": None, "at": None}
    assert alt(shop, post) == source
    written = alt(shop, post, "Three jars on a  white\nshelf", "--by", "Mo")
    assert written == {
        "text": "Three jars on a white shelf",
        "origin": "person",
        "by": "Mo",
        "at": "2026-11-22T12:00:00Z",
    }
    assert alt(shop, post) == written
    assert alt(shop, post, "--clear") == source
    assert alt(shop, post) == source
    assert (media_of(shop, post)["alt"], media_of(shop, post)["alt_by"]) == ("A shelf with three jars", None)


def test_without_a_source_a_draft_stands_and_is_never_stored(shop: Shop) -> None:
    drafted = {"text": OF_ANA, "origin": "draft", "by": None, "at": None}
    assert alt(shop, ANA) == drafted
    assert alt(shop, "--missing") == drafted
    shop("show", ANA)
    assert "alt    draft: Picture by Ana on Instagram" in shop.out
    sheet = shop("contact-sheet", "--json")
    assert sheet["rows"][0]["strips"][0]["original"]["tile"]["alt"] == OF_ANA
    assert media_of(shop)["alt"] is None
    assert alt(shop, ANA, "--clear") == drafted
    assert media_of(shop)["alt"] is None


def test_a_draft_is_taken_over_by_a_person(shop: Shop) -> None:
    would = alt(shop, ANA, "--accept", "--by", "Mo", "--dry-run")
    assert (would["origin"], media_of(shop)["alt"]) == ("person", None)
    taken = alt(shop, ANA, "--accept", "--by", "Mo")
    assert taken == {"text": OF_ANA, "origin": "person", "by": "Mo", "at": "2026-11-22T12:00:00Z"}
    assert (media_of(shop)["alt"], media_of(shop)["alt_by"]) == (OF_ANA, "Mo")
    shop("alt", ANA, "--accept", code=2)
    assert "has words already" in shop.err
    assert alt(shop, ANA, "--clear")["origin"] == "draft"


def test_a_source_that_says_nothing_leaves_a_draft(shop: Shop, tmp_path: Path) -> None:
    post = described(shop, tmp_path / "sheet", alt="  ")
    assert alt(shop, post) | {"at": None} == {
        "text": "Picture by @cara on Instagram, 13 February 2020, captioned “Jars”.",  # the day is in the id
        "origin": "draft",
        "by": None,
        "at": None,
    }
    shop("alt", post, "Three jars")
    assert alt(shop, post, "--clear")["origin"] == "draft"


def test_what_is_told_names_who_said_it(shop: Shop, tmp_path: Path) -> None:
    post = described(shop, tmp_path / "sheet")
    assert "    source: A shelf with three jars\n" in shop("alt", post)
    assert "    draft: Picture by Ana" in shop("alt", ANA)
    assert "--accept" in shop.err
    shop("alt", post, "Three jars", "--by", "Mo")
    assert shop.out.startswith("Stands now:")
    assert "    Mo, 2026-11-22: Three jars\n" in shop.out
    assert "alt    Mo, 2026-11-22: Three jars" in shop("show", post)
    assert shop("alt", post, "Two jars", "--dry-run").startswith("Would stand then:")
    assert media_of(shop, post)["alt"] == "Three jars"


def test_long_words_are_taken_and_noted(shop: Shop) -> None:
    for length, notes in ((250, 0), (251, 1), (1000, 1)):
        told = shop("alt", ANA, "x" * length, "--json")
        assert len(told["notes"]) == notes, length
        assert media_of(shop)["alt"] == "x" * length


def test_missing_lists_what_nobody_has_written(shop: Shop, tmp_path: Path) -> None:
    """Pictures of the post's own; not those that a source, or a person, has described."""
    described(shop, tmp_path / "sheet")
    folder = tmp_path / "more"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.jpg").write_bytes(photo(seed=80 + number))
        told = sidecar("Dqvs0000002", username="ben", num=number, count=2, media_id=str(number))
        (folder / f"{number}.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    every = [(ANA, 1), ("ig:Dqvs0000002", 1), ("ig:Dqvs0000002", 2)]

    def left(*query: str) -> list[tuple[str, int]]:
        pictures = shop("alt", "--missing", *query, "--json")["pictures"]
        assert {item["alt"]["origin"] for item in pictures} <= {"draft"}
        return sorted((item["post"], item["media"]) for item in pictures)

    assert left() == every
    assert left("creator:@ben", "kind:image") == every[1:]
    assert left("creator:@cara") == []
    shop("alt", "ig:Dqvs0000002", "a run", code=2)
    assert "#1 image 1200x1500 1.jpg, #2 image 1200x1500 2.jpg" in shop.err
    shop("alt", "ig:Dqvs0000002", "--clear", code=2)
    shop("alt", "ig:Dqvs0000002", "--accept", code=2)
    shop("alt", "ig:Dqvs0000002", "--accept", "--media", "2")
    assert left() == every[:2]
    shop("alt", "--missing")
    assert "Nobody has written words for 2 pictures." in shop.err
    assert len(shop("alt", "ig:Dqvs0000002", "--json")["pictures"]) == 2


# --- it survives -------------------------------------------------------------------------------------------------


def test_a_persons_words_survive_every_source(shop: Shop, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet"
    post = described(shop, sheet)
    shop("alt", post, "Three jars", "--by", "Mo")
    shop("import", sheet)
    assert alt(shop, post)["text"] == "Three jars"
    described(shop, sheet, alt="Jars, by the agency")  # the sheet says something else now
    assert alt(shop, post)["text"] == "Three jars"
    assert alt(shop, post, "--clear")["text"] == "A shelf with three jars", "what was said first"


def test_each_picture_goes_back_to_its_own_words(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    for number, words in ((1, "A run"), (2, "A rest")):
        (folder / f"{number}.jpg").write_bytes(photo(seed=60 + number))
        row = f"https://www.instagram.com/p/B8gnQeuCp-8/,@cara,{number}.jpg,{words}"
        (folder / f"{number}.csv").write_text(f"url,handle,media,alt\n{row}\n", "utf-8")
        shop("import", folder / f"{number}.csv")
    post = "ig:B8gnQeuCp-8"
    for number, words in (("2", "A rest"), ("1", "A run")):
        assert alt(shop, post, "mine", "--media", number)["origin"] == "person"
        assert alt(shop, post, "--clear", "--media", number)["text"] == words


def test_what_was_cleared_does_not_come_back(shop: Shop, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet"
    post = described(shop, sheet)
    shop("alt", post, "Three jars")
    shop("alt", post, "--clear")
    shop("import", sheet)
    described(shop, sheet, alt="Jars, by the agency")
    assert alt(shop, post) == {"text": "A shelf with three jars", "origin": "source", "by": None, "at": None}


def test_words_of_a_source_that_comes_later_are_what_clearing_goes_back_to(
    shop: Shop, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet"
    post = described(shop, sheet, alt=None)
    shop("alt", post, "Three jars", "--by", "Mo")
    described(shop, sheet, alt="A shelf with three jars")
    assert alt(shop, post)["by"] == "Mo"
    assert alt(shop, post, "--clear")["text"] == "A shelf with three jars"


def test_words_survive_two_posts_that_turn_out_to_be_one(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "shelf.jpg").write_bytes(photo((800, 800), seed=23))
    shop("import", folder)
    (loose,) = [post["id"] for post in shop("posts", "--json") if post["id"].startswith("file:")]
    shop("alt", loose, "A shelf", "--by", "Kim")
    shop("alt", ANA, "A run", "--by", "Mo")
    row = "https://www.instagram.com/p/BqvsDleB3lV/,@ana,shelf.jpg,Said by the sheet"
    (folder / "posts.csv").write_text(f"url,handle,media,alt\n{row}\n", "utf-8")
    shop("import", folder / "posts.csv")
    assert len(shop("posts", "--json")) == 1
    told = shop("alt", ANA, "--json")["pictures"]
    assert {item["alt"]["text"]: item["alt"]["by"] for item in told} == {"A shelf": "Kim", "A run": "Mo"}
    number = next(str(item["media"]) for item in told if item["name"] == "shelf.jpg")
    assert alt(shop, ANA, "--clear", "--media", number)["text"] == "Said by the sheet"


def test_words_survive_an_archive(shop: Shop, tmp_path: Path) -> None:
    post = described(shop, tmp_path / "sheet")
    written = alt(shop, post, "Three jars", "--by", "Mo")
    shop("export", "--archive", tmp_path / "glow.zip")
    shop("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    assert alt(shop, post, "-w", str(tmp_path / "again")) == written
    assert alt(shop, post, "--clear", "-w", str(tmp_path / "again"))["text"] == "A shelf with three jars"


# --- the draft ---------------------------------------------------------------------------------------------------

_UPPER, _LOWER = Box(x0=0.1, y0=0.1, x1=0.3, y1=0.3), Box(x0=0.1, y0=0.5, x1=0.9, y1=0.9)


def seen(*, faces: int = 0, people: int = 0, words: tuple[str, ...] = (), big: tuple[str, ...] = ()) -> Seen:
    """What a detector saw; `big` words are written larger."""
    sights = [Sight(kind="face", box=_UPPER, by="f")] * faces + [
        Sight(kind="person", box=_LOWER, by="p")
    ] * people
    sights += [
        Sight(kind="words", box=_LOWER if word in big else _UPPER, by="w", text=word) for word in words
    ]
    return Seen(sights=tuple(sights))


def post(**told: Any) -> Post:
    return Post(**({"id": "ig:A", "platform": "instagram"} | told))


def picture(kind: str = "image", **told: Any) -> Media:
    return Media(sha256="0" * 64, kind=kind, ext="jpg", size=1, width=4, height=5, **told)


def by(handle: str, name: str | None = None) -> Account:
    return Account(platform="instagram", handle=handle, display_name=name)


DAY = datetime(2026, 7, 1, 23, 59, tzinfo=UTC)
DRAFTS = [
    # what is known, what was seen, the draft
    (post(platform="other"), None, "Picture."),
    (post(), None, "Picture on Instagram."),
    (post(platform="x"), None, "Picture on X."),
    (post(platform="web", author=by("ana")), None, "Picture by @ana."),
    (post(author=by("ana")), None, "Picture by @ana on Instagram."),
    (post(author=by("ana", "Ana Ruiz")), None, "Picture by Ana Ruiz on Instagram."),
    (post(author=by("ana", " \n")), None, "Picture by @ana on Instagram."),
    (post(author=by("", "Ana")), None, "Picture by Ana on Instagram."),
    (post(posted_at=DAY), None, "Picture on Instagram, 1 July 2026."),
    (post(platform="other", posted_at=DAY), None, "Picture, 1 July 2026."),
    (post(caption="Sun"), None, "Picture on Instagram, captioned “Sun”."),
    (post(), seen(), "Picture on Instagram."),
    (post(), seen(faces=1), "Picture of one person, on Instagram."),
    (post(), seen(faces=1, people=1), "Picture of one person, on Instagram."),  # the face is the person's
    (post(), seen(people=2), "Picture on Instagram."),  # they may be bottles
    (post(), seen(faces=12), "Picture of 12 people, on Instagram."),
    (post(), seen(words=("GLOW",)), "Picture with the words “GLOW”, on Instagram."),
    (post(), seen(words=("GLOW", "GLOW")), "Picture with the words “GLOW”, on Instagram."),
    (post(), seen(words=("A", "B", "C")), "Picture with the words “A”, “B” and “C”, on Instagram."),
    (
        post(),
        seen(words=("A", "B", "C", "D"), big=("B", "D")),
        "Picture with the words “A”, “B” and “D”, on Instagram.",  # the largest, and as they were read
    ),
    (post(), seen(words=("", " ", "\x07")), "Picture on Instagram."),
    (post(), seen(words=("a “b” c",)), "Picture with the words “a ‘b’ c”, on Instagram."),
    (
        post(author=by("ana", "Ana"), posted_at=DAY, caption="Sun"),
        seen(faces=2, words=("GLOW",)),
        "Picture of 2 people with the words “GLOW”, by Ana on Instagram, 1 July 2026, captioned “Sun”.",
    ),
]


@pytest.mark.parametrize(("known", "sight", "words"), DRAFTS, ids=[row[2][:60] for row in DRAFTS])
def test_a_draft_says_what_is_known_and_nothing_else(known: Post, sight: Seen | None, words: str) -> None:
    assert draft(known, picture(), sight) == words
    assert draft(known, picture("video"), sight) == words.replace("Picture", "Clip")


CAPTIONS = [
    # caption, what is quoted of it; None: nothing
    ("Morning light #GlowRun @sundayglow", "Morning light … @sundayglow"),
    ("#GlowRun #söndag", None),
    ("#GlowRun Morning light", "Morning light"),
    ("Morning #GlowRun light", "Morning … light"),
    ("Morning #a #b #c light", "Morning … light"),
    ("Morning ＃朝 light", "Morning … light"),
    ("Morning #GlowRun, light", "Morning …, light"),
    ("We are #1!", "We are #1!"),  # figures alone are no hashtag
    ("Look: https://bit.ly/x?a=b#c now", "Look: … now"),
    ("www.glow.example", None),
    ("glow.example/shop", None),
    ("at glow.example/shop today", "at … today"),
    ("v1.5 of it", "v1.5 of it"),
    ("✨🌿", None),  # nothing that can be read out
    ("a\n\nb\tc", "a b c"),
    ('Say “hi” "you"', "Say ‘hi’ ’you’"),
    ("\u202edlrow\u202c \x1b[2J\u2066x\u2069", "dlrow [2Jx"),
    ("朝の光と新しい美容液", "朝の光と新しい美容液"),
    ("word " * 40, " ".join(["word"] * 23) + "…"),  # 119 characters, and the word is whole
    ("ab " * 60, " ".join(["ab"] * 39) + "…"),
    ("x" * 500, "x" * 119 + "…"),
    ("朝" * 500, "朝" * 119 + "…"),
    ("a" + "👩‍👩‍👧‍👦" * 100, "a" + "👩‍👩‍👧‍👦" * 16 + "…"),  # 7 code points each; none is torn
    ("x" * 120, "x" * 120),
]


@pytest.mark.parametrize(("caption", "quoted"), CAPTIONS, ids=[repr(row[0])[:40] for row in CAPTIONS])
def test_a_caption_is_quoted_short_and_without_tags_and_links(caption: str, quoted: str | None) -> None:
    words = draft(post(platform="other", caption=caption), picture(), None)
    assert words == ("Picture." if quoted is None else f"Picture, captioned “{quoted}”.")


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(
    ["\u202e" * 99, "😀" * 999, "#" * 300, "http://" * 50, "“”" * 90, "a\x1b[2J", "\u2028\u2029x", "Z̸̛" * 200]
)


@given(caption=HOSTILE, name=HOSTILE, handle=HOSTILE, read=HOSTILE)
def test_whatever_was_collected_a_draft_is_one_plain_sentence(
    caption: str, name: str, handle: str, read: str
) -> None:
    known = post(author=by(handle, name), caption=caption, posted_at=DAY)
    words = draft(known, picture(), seen(faces=1, words=(read, read[::-1])))
    assert words.startswith("Picture of one person")
    assert words.endswith(".")
    assert "1 July 2026" in words
    assert len(words) < 450
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", words)
    assert not [c for c in words if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert words == alt_of(known, picture(alt=" "), seen(faces=1, words=(read, read[::-1]))).text


def test_of_a_real_photograph_it_says_what_was_seen(shop: Shop, media: Path) -> None:
    """Three people by eye, and three faces in the detector's."""
    shop("import", media / "three_people.jpg")
    (post,) = [item["id"] for item in shop("posts", "--json") if item["id"] != ANA]
    assert alt(shop, post)["text"] == "Picture."
    shop("contact-sheet", post, "--looking", "--format", "story")
    assert alt(shop, post) == {"text": "Picture of 3 people.", "origin": "draft", "by": None, "at": None}
    assert "alt    draft: Picture of 3 people." in shop("show", post)
    sheet = shop("contact-sheet", post, "--json")
    assert sheet["rows"][0]["strips"][0]["original"]["tile"]["alt"] == "Picture of 3 people."


def test_it_does_not_guess_who_they_are() -> None:
    """Of what a detector saw nothing but numbers and letters goes into a draft."""
    known = post(author=by("mrs.smith", "Mrs Smith"), caption="me and my little girl")
    told = draft(known, picture(), seen(faces=2))
    assert told == "Picture of 2 people, by Mrs Smith on Instagram, captioned “me and my little girl”."


def test_hostile_words_stay_words(shop: Shop, tmp_path: Path) -> None:
    """Of a source and of a person: whole in the document, harmless on a terminal."""
    nasty = "\x1b[2J\u202eevil\u2028 " + "😀" * 10_000
    folder = tmp_path / "nasty"
    folder.mkdir()
    (folder / "n.jpg").write_bytes(photo(seed=91))
    told = {
        "url": "https://www.instagram.com/p/Nasty000001/",
        "handle": "@eve",
        "caption": nasty,
        "alt": nasty,
    }
    (folder / "n.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    text = alt(shop, "ig:Nasty000001")["text"]
    assert text == "[2J\u202eevil " + "😀" * 10_000
    pages = [shop("alt", "ig:Nasty000001"), shop("show", "ig:Nasty000001")]
    shop("alt", "ig:Nasty000001", "\x1b[2J\u202eback\u2066 👩‍🚀", "--by", "M\x1bo\n\u202e")
    pages += [shop.out, shop("alt", "ig:Nasty000001")]
    for page in pages:
        assert len(page) < 2500
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2066-\u2069]", page)
    assert media_of(shop, "ig:Nasty000001")["alt"] == "[2J\u202eback\u2066 👩‍🚀"
    assert alt(shop, "ig:Nasty000001", "--clear")["text"] == text


def test_what_a_restored_catalog_says_its_sources_said_is_not_believed(shop: Shop, tmp_path: Path) -> None:
    """Rows that no importer wrote: clearing passes over them."""
    import sqlite3

    post = described(shop, tmp_path / "sheet")
    sha256 = media_of(shop, post)["sha256"]
    odd = ["", "[]", "null", '{"media": 7}', '{"media": [7, [], ["a"], null]}', "[" * 100_000]
    odd += [json.dumps({"media": [[sha256, "original", value, "n"]]}) for value in (None, 7, [], " ")]
    shop("alt", post, "Three jars")
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        ((number, first),) = database.execute(
            "SELECT post, min(id) FROM sources WHERE said LIKE '%three jars%'"
        )
        database.execute("UPDATE sources SET id = 1000 WHERE id = ?", (first,))
        for place, said in enumerate(odd):
            database.execute(
                "INSERT INTO sources (id, post, digest, importer, origin, fetched_at, import, said)"
                " VALUES (?, ?, ?, 'x', 'x', '2026-11-22T12:00:00Z', 1, ?)",
                (100 + place, number, f"odd{place}", said),
            )
    database.close()
    assert alt(shop, post, "--clear")["text"] == "A shelf with three jars"
