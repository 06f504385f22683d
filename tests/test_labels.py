"""What a label may say: the narrowest answer of several records, never more than was recorded, nothing private."""

import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import NOON, Shop
from test_provenance import LABEL, PLUS, RDF, saved, with_

from ugc import plan, rights
from ugc.model.creatives import Copy, Draft, Label, Source
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.posts import Account, Media, Post
from ugc.model.records import Grant, Release, Terms
from ugc.model.rights import Case, Cleared, Policy, Use
from ugc.model.vocab import AI_USES, EDITS
from ugc.provenance import names, plus, xmp_packet
from ugc.workspace import Workspace
from ugc.workspace.granting.evidence import append

WHOLE = Box(x0=0, y0=0, x1=1, y1=1)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
SPOT = "meta.instagram_stories.image"
ANA = Account(platform="instagram", handle="ana", display_name="Ana Díaz")
BO = Account(platform="instagram", handle="bo")


def a_post(name: str = "A", author: Account | None = ANA, day: int = 5) -> Post:
    media = Media(sha256=name.lower() * 64, kind="image", ext="jpg", size=9, width=1200, height=1500)
    posted = datetime(2026, 10, day, 23, tzinfo=UTC)
    return Post(id=f"ig:{name}", platform="instagram", author=author, media=(media,), posted_at=posted)


def a_grant(**changes: Any) -> Grant:
    told: dict[str, Any] = {
        "id": "g-1",
        "licensor": "ana",
        "licensee": "Sunday Glow",
        "posts": ("ig:A",),
        "method": "dm_yes",
        "purposes": {"paid_social"},
        "channels": {"instagram", "facebook"},
        "identities": {"brand_handle"},
        "territories": {"US"},
        "start": date(2026, 11, 1),
        "end": date(2027, 5, 1),
        "edits": {"resize", "crop", "mashup"},
        "terms": Terms(sha256="0f" * 32),
        "evidence": ("e-1",),
    }
    return Grant(**(told | changes))


def a_draft(*posts: Post, edits: Iterable[str] = ("resize",)) -> Draft:
    return Draft(
        sources=tuple(Source(post=post.id, sha256=post.media[0].sha256) for post in posts),
        framings=tuple(Framing(mode="cover", box=WHOLE, kept=1, scale=1, why="") for _ in posts),
        format="story",
        pixels=(1080, 1920),
        scale=1,
        safe=WHOLE,
        placements=(SPOT,),
        template="credit",
        copy_text=Copy(credit="@ana"),
        credit_line="@ana",
        edits=frozenset(edits),
        credit_place="on_media",
    )


def sealed(*cases: Case, markets: Iterable[str] = ("US",), releases: Any = None) -> Label:
    """The label of one creative that shows a post of each case; the real rights answer for each."""
    draft = a_draft(*(case.post for case in cases))
    use = Use(
        licensee="Sunday Glow",
        purpose="paid_social",
        channel="instagram",
        territories=frozenset(markets),
        first=FIRST,
        last=LAST,
        edits=draft.edits,
        disclosure="",
        placement=SPOT,
    )
    answers = [rights.clear(case, use, Policy()) for case in cases]
    cleared = [answer for answer in answers if isinstance(answer, Cleared)]
    assert len(cleared) == len(cases), answers
    return plan.seal(
        draft,
        cleared,
        posts={case.post.id: case.post for case in cases},
        grants={grant.id: grant for case in cases for grant in case.grants},
        releases=releases or {case.post.id: case.releases for case in cases},
        name=lambda draft: "x",
    ).label


def of_two(left: dict[str, Any], right: dict[str, Any]) -> Label:
    """The label of a creative with two posts, each under a grant of its own."""
    first, second = a_post("A"), a_post("B", BO)
    return sealed(
        Case(post=first, grants=(a_grant(**left),)),
        Case(post=second, grants=(a_grant(**({"id": "g-2", "licensor": "bo", "posts": ("ig:B",)} | right)),)),
    )


# The narrowest answer ---------------------------------------------------------------------------------------

NARROWEST: list[tuple[str, dict[str, Any], dict[str, Any], Any]] = [
    # field of the label, what the first grant says, what the second says, what the file may say
    ("start", {}, {"start": date(2026, 11, 20)}, date(2026, 11, 20)),
    ("end", {}, {"end": date(2027, 1, 31)}, date(2027, 1, 31)),
    ("end", {"end": "perpetual"}, {}, date(2027, 5, 1)),
    ("end", {"end": "perpetual"}, {"end": "perpetual"}, "perpetual"),
    ("credit_required", {"credit": {"required": "credits_page"}}, {}, "on_media"),
    (
        "credit_required",
        {"credit": {"required": "credits_page"}},
        {"credit": {"required": "caption"}},
        "caption",
    ),
    ("credit_required", {"credit": {"required": "none"}}, {"credit": {"required": "none"}}, "none"),
    ("sublicence", {"sublicence": {"agencies", "press"}}, {"sublicence": {"press", "platforms"}}, ("press",)),
    ("sublicence", {"sublicence": {"agencies"}}, {}, ()),  # silence grants nothing
    ("sublicence", {"sublicence": {"none"}}, {"sublicence": {"none"}}, ()),  # nobody is called "none"
    ("ai", {"ai": {"voice_clone": "denied"}}, {"ai": {"voice_clone": "allowed"}}, {"voice_clone": "denied"}),
    (
        "ai",
        {"ai": {"voice_clone": "denied"}},
        {"ai": {"voice_clone": "constrained"}},
        {"voice_clone": "denied"},
    ),
    ("ai", {"ai": {"voice_clone": "constrained"}}, {}, {"voice_clone": "constrained"}),
    ("ai", {"ai": {"voice_clone": "allowed"}}, {}, {}),  # the other creator said nothing
    (
        "ai",
        {"ai": {"voice_clone": "allowed"}},
        {"ai": {"voice_clone": "allowed"}},
        {"voice_clone": "allowed"},
    ),
    ("licensors", {}, {}, ("ana", "bo")),
    ("grants", {}, {}, ("g-1", "g-2")),
    ("owners", {}, {}, ("Ana Díaz", "bo")),
    ("owners", {}, {"capacity": "employer", "licensor": "Bo's Bakery"}, ("Ana Díaz", "Bo's Bakery")),
    ("owners", {}, {"capacity": "agent"}, ()),  # an agent may speak for whoever it is
    ("owners", {}, {"capacity": "unknown"}, ()),
    ("owners", {}, {"method": "work_for_hire"}, ()),  # then it may belong to whoever ordered it
]


@pytest.mark.parametrize(("field", "left", "right", "said"), NARROWEST)
def test_of_two_grants_the_narrower_answer_stands(
    field: str, left: dict[str, Any], right: dict[str, Any], said: Any
) -> None:
    assert getattr(of_two(left, right), field) == said


def test_an_edit_that_one_grant_leaves_out_is_denied() -> None:
    label = of_two({"edits": set(EDITS)}, {"edits": set(EDITS) - {"colour", "mashup"}})
    assert label.denied_edits == ("colour", "mashup")
    assert of_two({"edits": set(EDITS)}, {"edits": set(EDITS)}).denied_edits == ()


def test_grants_that_follow_each_other_begin_with_the_first() -> None:
    """The second takes over in the middle of the flight: the file may run from the first one's start."""
    early = a_grant(end=date(2026, 12, 15))
    late = a_grant(id="g-2", start=date(2026, 12, 10), end=date(2027, 3, 1))
    label = sealed(Case(post=a_post(), grants=(early, late)))
    assert label.grants == ("g-1", "g-2")
    assert (label.start, label.end) == (date(2026, 11, 1), date(2027, 3, 1))


def test_grants_of_different_markets_begin_with_the_last_market() -> None:
    grants = (
        a_grant(),
        a_grant(id="g-2", territories={"CA"}, start=date(2026, 11, 20), end=date(2027, 1, 9)),
    )
    label = sealed(Case(post=a_post(), grants=grants), markets=("US", "CA"))
    assert (label.start, label.end, label.territories) == (date(2026, 11, 20), date(2027, 1, 9), ("CA", "US"))


def test_what_is_said_of_the_posts() -> None:
    first, second = a_post("A", day=7), a_post("B", BO, day=5)
    label = sealed(
        Case(post=first, grants=(a_grant(),)),
        Case(post=second, grants=(a_grant(id="g-2", licensor="bo", posts=("ig:B",)),)),
    )
    assert label.posted == date(2026, 10, 5)
    assert label.copyright == "© 2026 Ana Díaz, bo"
    assert label.usage_terms == (
        "May be used for paid social on instagram in US until 2027-05-01 under g-1, g-2. Credit: @ana. "
        "Any other use needs the creator's permission."
    )


def test_which_terms_were_agreed_to_is_said_by_hash_and_by_version_only_of_public_ones() -> None:
    public = Terms(url="https://glow.example/terms", version="3", language="en", sha256="0f" * 32)
    label = of_two({"terms": public}, {"terms": Terms(version="Contract with Bo, 500 EUR", sha256="1e" * 32)})
    assert label.terms_url == "https://glow.example/terms"
    assert label.license_info == (
        f"Terms agreed to: version 3, en, sha256 {'0f' * 32}. Terms agreed to: sha256 {'1e' * 32}. "
        "This is what the records said when it was written: a permission can be withdrawn before it ends."
    )


# Releases ---------------------------------------------------------------------------------------------------

LIMITED = {"status": "limited", "purposes": {"paid_social"}, "territories": {"US"}}
RELEASES: list[tuple[Sequence[dict[str, Any]], Sequence[dict[str, Any]], str | None, str]] = [
    # releases of the first post, of the second, what the file says, the code
    ((), (), None, ""),  # nothing recorded is not "not applicable"
    ([{"status": "unlimited"}], (), None, ""),  # of the second post nobody knows
    ([{"status": "unlimited"}], [{"status": "unlimited"}], "unlimited", "MR-UMR"),
    ([{"status": "unlimited"}], [LIMITED], "limited", "MR-LMR"),
    ([{"status": "unlimited"}, LIMITED], [{"status": "unlimited"}], "limited", "MR-LMR"),
    ([{"status": "unlimited", "end": date(2027, 1, 1)}], [{"status": "unlimited"}], "limited", "MR-LMR"),
    ([{"status": "unlimited", "end": "perpetual"}], [{"status": "unlimited"}], "unlimited", "MR-UMR"),
    ([{"status": "not_applicable"}], [{"status": "not_applicable"}], "not_applicable", "MR-NAP"),
    ([{"status": "not_applicable"}], [{"status": "unlimited"}], "unlimited", "MR-UMR"),
    ([{"status": "unknown"}], [{"status": "unlimited"}], None, ""),
    ([{"status": "none"}], [{"status": "unlimited"}], "none", "MR-NON"),
    ([{"status": "none"}], [{"status": "unknown"}], "none", "MR-NON"),
    ([{"status": "unlimited", "kind": "minor_model"}], [{"status": "unlimited"}], "unlimited", "MR-UMR"),
    (
        [{"status": "unlimited", "kind": "voice"}],
        [{"status": "unlimited"}],
        None,
        "",
    ),  # not a person to be seen
]


@pytest.mark.parametrize(("left", "right", "said", "code"), RELEASES)
def test_of_several_releases_the_least_stands(
    left: Sequence[dict[str, Any]], right: Sequence[dict[str, Any]], said: str | None, code: str
) -> None:
    count = itertools.count(1)
    releases = {
        post: [
            Release(**({"id": f"r-{next(count)}", "post": post, "kind": "model"} | told), age_band="AG-U14")
            for told in each
        ]
        for post, each in (("ig:A", left), ("ig:B", right))
    }
    cases = [
        Case(post=a_post("A"), grants=(a_grant(),)),
        Case(post=a_post("B", BO), grants=(a_grant(id="g-2", posts=("ig:B",)),)),
    ]
    label = sealed(*cases, releases=releases)
    assert label.model_release == said
    assert label.property_release is None
    assert plus.model_code(label) == (PLUS + code if code else "")
    people = [release for each in releases.values() for release in each if release.kind != "voice"]
    assert label.model_releases == tuple(release.id for release in people)
    assert b"AG-U14" not in xmp_packet(label)  # a child's age is nobody's business who finds the file


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("property", "unlimited", "PR-UPR"),
        ("trademark", "limited", "PR-LPR"),
        ("property", "not_applicable", "PR-NAP"),
        ("property", "none", "PR-NON"),
        ("property", "unknown", ""),
    ],
)
def test_property_releases_have_codes_of_their_own(kind: str, status: str, code: str) -> None:
    release = Release.model_validate({"id": "r-1", "post": "ig:A", "kind": kind, "status": status})
    label = sealed(Case(post=a_post(), grants=(a_grant(),)), releases={"ig:A": [release]})
    assert plus.property_code(label) == (PLUS + code if code else "")
    assert (label.model_release, label.property_releases) == (None, ("r-1",))


# The codes of PLUS ------------------------------------------------------------------------------------------

GEN, OTHER, MINE, ASK = (
    "generative_training",
    "non_generative_training",
    "text_data_mining",
    "inference_analysis",
)
NO, SOME, YES = "denied", "constrained", "allowed"
MINING: list[tuple[dict[str, str], str]] = [
    ({}, ""),  # the creator said nothing
    ({GEN: NO}, "DMI-PROHIBITED-GENAIMLTRAINING"),
    ({GEN: NO, OTHER: YES}, "DMI-PROHIBITED-GENAIMLTRAINING"),
    ({GEN: NO, OTHER: NO}, "DMI-PROHIBITED-AIMLTRAINING"),
    ({GEN: NO, OTHER: NO, ASK: NO}, "DMI-PROHIBITED-AIMLTRAINING"),  # the rest stands in words
    ({GEN: NO, OTHER: NO, MINE: NO}, "DMI-PROHIBITED"),
    ({GEN: NO, OTHER: NO, MINE: NO, ASK: NO}, "DMI-PROHIBITED"),
    ({GEN: NO, OTHER: NO, MINE: NO, ASK: YES}, "DMI-PROHIBITED-AIMLTRAINING"),  # not everything is prohibited
    ({GEN: NO, OTHER: NO, MINE: NO, ASK: SOME}, "DMI-PROHIBITED-SEECONSTRAINT"),
    ({GEN: SOME}, "DMI-PROHIBITED-SEECONSTRAINT"),
    ({GEN: NO, OTHER: SOME}, "DMI-PROHIBITED-SEECONSTRAINT"),
    ({OTHER: NO}, "DMI-PROHIBITED-SEECONSTRAINT"),  # there is no code for it
    ({MINE: NO}, "DMI-PROHIBITED-SEECONSTRAINT"),
    ({GEN: YES, OTHER: YES, MINE: YES, ASK: YES}, ""),  # allowed to the licensee, not to the finder
    ({"voice_clone": NO, "synthetic_likeness": SOME}, ""),  # no mining
]


@pytest.mark.parametrize(("ai", "code"), MINING)
def test_data_mining_is_the_strongest_statement_that_is_true(ai: dict[str, str], code: str) -> None:
    label = Label.model_validate(with_(ai={}).model_dump() | {"ai": ai})
    assert plus.mining_code(label) == (PLUS + code if code else "")


def test_whatever_the_answers_a_code_is_never_stronger_than_what_was_said() -> None:
    """Each code says that some uses are prohibited: none of them may be one that a grant allows."""
    prohibits = {
        "DMI-PROHIBITED": {GEN, OTHER, MINE, ASK},
        "DMI-PROHIBITED-AIMLTRAINING": {GEN, OTHER},
        "DMI-PROHIBITED-GENAIMLTRAINING": {GEN},
    }
    for answers in itertools.product((None, NO, SOME, YES), repeat=4):
        ai = {use: answer for use, answer in zip((GEN, OTHER, MINE, ASK), answers, strict=True) if answer}
        label = Label.model_validate(with_(ai={}).model_dump() | {"ai": ai})
        code = plus.mining_code(label).removeprefix(PLUS)
        for use in prohibits.get(code, ()):
            assert ai.get(use) in (NO, None), (ai, code)
        if code in prohibits:
            assert ai[GEN] == NO
        words = plus.constraint_words(label)
        said = {"denied": words.partition("Not allowed: ")[2].partition(".")[0]}
        assert len([use for use in ai.values() if use == NO]) == len(
            [w for w in said["denied"].split(", ") if w]
        )
        if code.endswith("SEECONSTRAINT"):
            assert "Not allowed: " in words or "Only as the terms say: " in words


def test_every_use_by_ai_has_words() -> None:
    label = Label.model_validate(with_().model_dump() | {"ai": dict.fromkeys(AI_USES, NO), "sublicence": ()})
    assert plus.constraint_words(label) == (
        "No sublicences. Not allowed: data mining, analysis by AI, training of AI that does not generate, "
        "training of generative AI, generative edits, synthetic likeness, clone of the voice."
    )


ALTERATIONS: list[tuple[set[str], list[str], str]] = [
    (set(), ["AL-FLP"], "Not granted: flip."),  # no word of ours grants a flip
    ({"crop"}, ["AL-CRP", "AL-FLP"], "Not granted: crop, flip."),
    ({"colour"}, ["AL-CLR", "AL-DCL", "AL-FLP"], "Not granted: colour, flip."),
    ({"retouch_person"}, ["AL-FLP", "AL-RET"], "Not granted: flip, retouch person."),
    ({"mashup"}, ["AL-FLP", "AL-MRG"], "Not granted: flip, mashup."),
    ({"voiceover"}, ["AL-FLP"], "Not granted: flip, voiceover."),
]


@pytest.mark.parametrize(("denied", "codes", "words"), ALTERATIONS)
def test_denied_edits_are_codes_where_there_are_any_and_words(
    denied: set[str], codes: list[str], words: str
) -> None:
    label = sealed(Case(post=a_post(), grants=(a_grant(edits=set(EDITS) - denied),)))
    assert plus.alteration_codes(label) == [PLUS + code for code in codes]
    assert plus.denied_words(label) == words


def test_a_proof_says_nothing_about_a_licence() -> None:
    post = a_post()
    made = plan.proof(a_draft(post), posts={post.id: post}, licensee="Sunday Glow", name=lambda draft: "x")
    root = ElementTree.fromstring(xmp_packet(made.label))
    found = {element.tag.partition("}")[2] for element in root.iter()}
    assert not found & {
        *("LicenseID", "Licensor", "LicenseStartDate", "ImageAlterationConstraints", "OtherConstraints"),
        *("Owner", "CopyrightOwner", "ModelReleaseStatus", "CreditLineRequired", "OtherLicenseInfo"),
    }
    assert {"creator", "Credit", "rights", "Instructions", "UsageTerms"} <= found


PAGES: list[tuple[str, str, str | None]] = [
    ("instagram", "ana.runs", "https://www.instagram.com/ana.runs/"),
    ("tiktok", "ana", "https://www.tiktok.com/@ana"),
    ("x", "ana", "https://x.com/ana"),
    ("youtube", "ana", None),  # a handle, an old user name, or a channel's
    ("linkedin", "ana", None),  # a person or a company
    ("instagram", "ana/../x?y", None),
    ("instagram", "\u202eana", None),
    ("web", "ana", None),
]


@pytest.mark.parametrize(("platform", "handle", "page"), PAGES)
def test_the_page_of_a_creator_follows_from_the_handle_where_nothing_else_is_known(
    platform: str, handle: str, page: str | None
) -> None:
    post = a_post(author=Account.model_validate({"platform": platform, "handle": handle}))
    (maker,) = sealed(Case(post=post, grants=(a_grant(),))).creators
    assert maker.profile_url == page
    told = post.model_copy(
        update={"author": maker.model_copy(update={"profile_url": "https://ana.example/"})}
    )
    assert sealed(Case(post=told, grants=(a_grant(),))).creators[0].profile_url == "https://ana.example/"


# As RDF, and as others look for it --------------------------------------------------------------------------


def longest() -> Label:
    """A label with as much in each field as there can be."""
    many = tuple(f"{a}{b}" for a in "ABCDEFGHIJKLM" for b in "ABCDEFGHIJKLMNOPQRS")
    return Label.model_validate(
        with_().model_dump()
        | {
            "usage_terms": "&" * 5000,
            "license_info": "<" * 5000,
            "credit_line": "&" * 900,
            "copyright": "&" * 900,
            "owners": ("&" * 900,) * 3,
            "licensors": ("&" * 900,) * 3,
            "grants": tuple(f"g-{n:04d}" for n in range(60)),
            "territories": many,
            "denied_edits": EDITS,
            "ai": dict.fromkeys(AI_USES, "constrained"),
            "model_releases": tuple(f"r-{n:04d}" for n in range(60)),
            "property_releases": tuple(f"r-{n:04d}" for n in range(60, 99)),
            "description": "&" * 30_000,
        }
    )


@pytest.mark.parametrize(
    "label", [LABEL, longest(), with_(proof=True, grants=(), end=None)], ids=["usual", "longest", "proof"]
)
def test_the_packet_is_plain_rdf(label: Label) -> None:
    """RDF/XML as the XMP specification, part 1, section 7 allows it: one description, each property once."""
    packet = xmp_packet(label)
    assert len(packet) % 4096 == 0
    assert len(packet) <= 61_440
    root = ElementTree.fromstring(packet)
    (graph,) = root
    (description,) = graph
    assert description.attrib == {f"{RDF}about": ""}
    known = set(names.NAMESPACES.values())
    assert len({element.tag for element in description}) == len(description)
    for element in description:
        assert element.tag[1:].partition("}")[0] in known
        children = [child.tag for child in element]
        if element.get(f"{RDF}parseType") == "Resource":
            assert children
            assert not any(len(child) for child in element)
        elif children:
            assert children in ([f"{RDF}Alt"], [f"{RDF}Seq"], [f"{RDF}Bag"])
            assert {item.tag for item in element[0]} == {f"{RDF}li"}
            assert all("".join(item.itertext()).strip() for item in element[0])
        else:
            assert (element.text or "").strip()
            assert not element.attrib


def test_codes_are_whole_addresses() -> None:
    """A bare code is read by nobody; ExifTool would hide the difference."""
    root = ElementTree.fromstring(xmp_packet(LABEL))
    prefix = "{http://ns.useplus.org/ldf/xmp/1.0/}"
    codes = {
        element.tag.removeprefix(prefix): [
            "".join(part.split()) for part in element.itertext() if part.strip()
        ]
        for element in root.iter()
        if element.tag in {f"{prefix}{name}" for name in CODED}
    }
    assert codes == {name: [PLUS + code for code in values] for name, values in CODED.items()}


CODED = {
    "CopyrightStatus": ["CS-PRO"],
    "CreditLineRequired": ["CR-COI"],
    "ImageAlterationConstraints": ["AL-CLR", "AL-CRP", "AL-DCL", "AL-FLP", "AL-MRG", "AL-RET"],
    "ImageFileConstraints": ["IF-MMD"],
    "DataMining": ["DMI-PROHIBITED-GENAIMLTRAINING"],
    "ModelReleaseStatus": ["MR-LMR"],
    "PropertyReleaseStatus": ["PR-UPR"],
}


def test_the_page_about_labels_names_every_property_and_no_other() -> None:
    prefixes = {uri: prefix for prefix, uri in names.NAMESPACES.items()}
    written = set()
    for label in (longest(), with_(proof=True), with_(posts=("ig:A",), creators=LABEL.creators[:1])):
        for element in ElementTree.fromstring(xmp_packet(label)).iter():
            uri, _, name = element.tag[1:].partition("}")
            prefix = prefixes.get(uri, "rdf")
            if not name.startswith(("ImageCreator", "CopyrightOwner", "Licensor")) or len(element):
                written.add(f"{prefix}:{name}")
    fields = {"Iptc4xmpCore:CiUrlWork", "Iptc4xmpExt:RegOrgId", "Iptc4xmpExt:RegItemId", "stRef:documentID"}
    written = {name for name in written - fields if not name.startswith(("rdf:", "x:"))}
    page = (Path(__file__).parent.parent / "docs" / "labels.md").read_text("utf-8")
    table = page.partition("## Field by field")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| ")][1:]
    assert set(re.findall(r"`(\w+:\w+)`", "".join(row[1] for row in rows))) == written
    told = set(re.findall(r"`(\w+)`", "".join(row[0] for row in rows)))
    assert set(Label.model_fields) - told == {"licensee", "placements", "edits", "credit_place"}


LICENSORS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["https://www.instagram.com/ana/", ""]),  # @ana and bo.runs, who has no page
    ({"licensors": ("Ana Díaz",)}, ["https://www.instagram.com/ana/"]),
    # The only creator gave it as the owner, under a name that is not on the profile.
    (
        {"licensors": ("A. M. Díaz",), "creators": LABEL.creators[:1], "owners": ("Ana Díaz",)},
        ["https://www.instagram.com/ana/"],
    ),
    ({"licensors": ("Agency",), "creators": LABEL.creators[:1], "owners": ()}, [""]),
    ({"licensors": ("Studio",), "creators": LABEL.creators[:1], "owners": ("Studio",)}, [""]),
]


@pytest.mark.parametrize(("changes", "pages"), LICENSORS)
def test_a_licensor_has_the_page_of_the_creator_who_it_is(changes: dict[str, Any], pages: list[str]) -> None:
    root = ElementTree.fromstring(xmp_packet(with_(**changes)))
    found = root.find(".//{http://ns.useplus.org/ldf/xmp/1.0/}Licensor")
    assert found is not None
    items = found.findall(f".//{RDF}li")
    assert [item.findtext("{http://ns.useplus.org/ldf/xmp/1.0/}LicensorURL", "") for item in items] == pages


def test_image_search_finds_the_licence_of_a_rendered_creative(shop: Shop, exiftool: Any) -> None:
    """Google Images takes WebStatement as the licence, and a licensor's URL as the page to acquire one.

    https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata
    """
    shop.grant("ig:BqvsDleB3lV", "--terms", "https://glow.example/terms")
    shop("render", "--format", "story", "--json")
    (picture,) = shop.creatives
    (said,) = exiftool(picture)
    assert said["XMP-xmpRights:WebStatement"] == "https://glow.example/terms"
    (licensor,) = said["XMP-plus:Licensor"]
    assert licensor["LicensorURL"] == "https://www.instagram.com/ana/"
    assert said["XMP-dc:Creator"] == ["Ana"]
    assert said["XMP-photoshop:Credit"]
    assert said["XMP-dc:Rights"] == "© 2018 Ana"


# Nothing private --------------------------------------------------------------------------------------------

MARK = "ZQMARKERQZ"


def private_records() -> list[Grant | Release]:
    """A grant and releases with the mark in every field that is nobody's business."""
    grant = a_grant(
        posts=("ig:BqvsDleB3lV",),
        edits=set(EDITS),
        compensation={
            "kind": "fee",
            "amount": f"{MARK}1",
            "currency": f"{MARK}2",
            "paid_at": date(1987, 1, 2),
            "invoice_ref": f"{MARK}3",
        },
        notes=f"{MARK}4",
        exclusivity="category",
        exclusivity_detail=f"{MARK}5",
        recorded_by=f"{MARK}6",
        recorded_at=datetime(1987, 1, 2, tzinfo=UTC),
        evidence=(f"{MARK}7",),
        request=f"{MARK}8",
        supersedes=f"{MARK}9",
        creator=None,
        terms=Terms(version=f"{MARK}10", language=f"{MARK}11", sha256="0f" * 32),
        impressions=19_870_102,
        ai={"voice_clone": "constrained"},
        ai_terms={"voice_clone": f"{MARK}20"},
        tags=(f"{MARK}21",),
    )
    told = {"post": "ig:BqvsDleB3lV", "status": "unlimited", "evidence": (f"{MARK}13",), "notes": f"{MARK}14"}
    told |= {
        "subject": f"{MARK}15",
        "guardian": f"{MARK}16",
        "recorded_by": f"{MARK}17",
        "track": f"{MARK}18",
    }
    told |= {"guardian_evidence": f"{MARK}19", "age_band": "AG-U14"}
    kinds = ("model", "minor_model", "property", "music", "voice")
    return [grant, *(Release.model_validate(told | {"id": f"r-{kind}", "kind": kind}) for kind in kinds)]


def test_every_text_of_a_grant_and_a_release_is_weighed() -> None:
    """A new field must be given the mark above, or be put among those that a file may say."""
    public = {
        "id",
        "licensor",
        "licensee",
        "version",
        "status",
        "capacity",
        "method",
        "kind",
        "post",
        "posts",
    }
    public |= {"purposes", "channels", "identities", "territories", "excluded", "start", "end", "edits"}
    public |= {"affiliates", "agencies", "meaning_change_forbidden", "sublicence", "ai", "likeness", "music"}
    public |= {
        "credit",
        "end_basis",
        "days",
        "delivered",
        "tail",
        "sell_off_days",
        "exclusivity",
        "exclusivity_until",
        "likeness_until",
        "covers",
        "check",
    }
    public |= {"revocable_by_licensor", "notice_days", "takedown_hours", "material_connection", "creator"}
    for record in private_records():
        marked = {name for name, value in record.model_dump(mode="json").items() if MARK in str(value)}
        dated = {"recorded_at", "impressions", "age_band"}
        assert set(type(record).model_fields) - public <= marked | dated, type(record)


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_nothing_private_gets_into_a_picture_its_sidecar_or_the_manifest(shop: Shop, kind: str) -> None:
    with Workspace.open(shop.root) as here:
        for record in private_records():
            append(here, record, subjects=["ig:BqvsDleB3lV"], at=NOON)
    made = shop("render", "--format", "story", "--type", kind, "--json")
    assert [Path(line["file"]).suffix for line in made["creatives"]] == [f".{kind}"]
    (picture,) = shop.creatives
    data = picture.read_bytes()
    beside = [path.read_bytes() for path in picture.parent.iterdir() if path != picture]
    assert len(beside) == 2
    for words in (data, *beside):
        assert MARK.encode() not in words
        for private in (b"1987-01-02", b"19870102", b"AG-U14"):
            assert private not in words
    assert b"g-1" in data
    assert b"Sunday Glow" not in data  # the licensee stands beside the picture, not in it
    assert all(b"Sunday Glow" in words for words in beside)


def test_the_mark_would_be_found(tmp_path: Path) -> None:
    """The search above sees what stands in a label of any type."""
    for kind in ("jpg", "png", "webp", "avif"):
        assert MARK.encode() in saved(tmp_path, kind, xmp_packet(with_(credit_line=MARK))).read_bytes()
