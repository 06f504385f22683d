"""What of ours each ad shows, by the surest thing that its row says: numbers and bytes before names, pictures last."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog.lookups import ShortCreative
from ugc.identity import CONCEPT_DIGITS
from ugc.model.auditing import FoundBy, JoinedRow, Match
from ugc.model.dealings import Running
from ugc.model.delivery import AdRow
from ugc.workspace.advertising.known import Known
from ugc.workspace.advertising.naming import Named, creatives_named, packed_name
from ugc.workspace.advertising.packed import PackagedAd
from ugc.workspace.advertising.pictured import Pictures

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 2000
"""Rows whose names are looked up at a time."""
_KEPT = 20_000
"""Answers that are kept for further rows of the same ads."""
_MD5, _SHA256 = 32, 64
"""Hex digits."""

_OTHER_BYTES = (
    "The hash of its file is none of ours: it was encoded anew, or changed after it was made. What was asked about is "
    "the creative that its name says."
)

Answer = tuple[Match | None, tuple[str, ...]]


def join(
    workspace: "Workspace",
    rows: Iterable[AdRow],
    *,
    pictures: Path | None = None,
    at: datetime | None = None,
) -> Iterator[JoinedRow]:
    """Yield each row with what of the workspace's it shows, in the rows' order, some thousand looked up at a time.

    From the surest to the least: the ad's number on a use or in a package; the id or address of a post; the hash of a
    file; the short ids in a file's or the ad's name, or the name as a use or package has it; and, with `pictures`, a
    folder of the account's files by the names that rows give them, and the instant `at`, what a file is or is like.
    """
    joiner = Joiner(workspace, pictures=pictures, at=at)
    waiting = iter(rows)
    while chunk := list(islice(waiting, _AT_ONCE)):
        yield from joiner.joined(chunk)


class Joiner:
    """Finds what of ours rows show. `notes` is what a person should know of what could not be looked at."""

    def __init__(
        self, workspace: "Workspace", *, pictures: Path | None = None, at: datetime | None = None
    ) -> None:
        self._known = Known(workspace)
        self._pictures = Pictures(workspace, pictures, at=at) if pictures and at else None
        self._kept: dict[tuple[object, ...], Answer] = {}
        self.notes = list(self._known.notes)

    def joined(self, rows: list[AdRow]) -> Iterator[JoinedRow]:
        """Yield some rows with what they show."""
        self._known.prepare(rows)
        for row in rows:
            match, notes = self._answer(row)
            yield JoinedRow.model_construct(row=row, match=match, notes=notes)

    def of(self, concept: str) -> list[str]:
        """Return the variants of a concept that creatives were made of."""
        same = self._known.by_concept.get(concept[:CONCEPT_DIGITS], ())
        return [each.variant for each in same if each.concept == concept]

    def _answer(self, row: AdRow) -> Answer:
        key = (row.platform, row.ad_id, row.ad_name, row.native_ids, row.links, row.file_names, row.hashes)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[key] = self._find(row)
        return found

    def _find(self, row: AdRow) -> Answer:
        notes: list[str] = []
        sure = list(self._by_number(row))
        named = list(self._by_names(row, notes))
        found = _chosen([*sure, *named])
        if self._pictures and (found is None or not found.certain):
            seen, doubt = self._pictures.match(row)
            notes += [doubt] if doubt else []
            if seen and (found is None or seen.certain or not set(seen.posts) & set(found.posts)):
                notes += _contradicted(seen, named)
                found = seen
        elif found and found.certain:
            notes += _contradicted(found, named)
        if found and found.variant and not found.certain and row.hashes:
            notes.append(_OTHER_BYTES)
        return (self._told(found, row), tuple(notes)) if found else (None, tuple(notes))

    def _by_number(self, row: AdRow) -> Iterator[Match]:
        """What nobody can rename."""
        known = self._known
        run = known.use_of_id.get(row.ad_id or "")
        if run:
            yield _of_use(run, known, by="ad_id", certain=True)
        packaged = known.packaged_of_id.get(row.ad_id or "")
        if packaged and (found := _of_packaged(packaged, known, by="ad_id", certain=True)):
            yield found
        for by, posts in (
            ("native_id", (known.post_of_native(id, row) for id in row.native_ids)),
            ("link", (known.post_of_link(link) for link in row.links)),
        ):
            shown = tuple(dict.fromkeys(filter(None, posts)))
            if shown:
                yield Match(by=by, certain=True, posts=shown)
        yield from self._by_hash(row)

    def _by_hash(self, row: AdRow) -> Iterator[Match]:
        known = self._known
        made: list[ShortCreative] = []
        originals: list[str] = []
        for each in (digits.strip().lower() for digits in row.hashes):
            if len(each) == _MD5 and (packaged := known.packaged_of_md5.get(each)):
                at = packaged.md5s.index(next(md5 for md5 in packaged.md5s if md5.lower() == each))
                variants = packaged.variants
                one = variants[at : at + 1] if len(variants) == len(packaged.md5s) else variants
                made += filter(None, map(known.by_variant.get, one))
            elif len(each) == _MD5:
                made += filter(None, [known.creative_of_md5(each)])
            elif len(each) == _SHA256 and each in known.by_sha256:
                made.append(known.by_sha256[each])
            elif len(each) == _SHA256:
                originals += known.posts_of_original(each)
        if made:
            yield _of_creatives(made, by="hash", certain=True)
        elif originals:
            yield Match(by="hash", certain=True, posts=tuple(dict.fromkeys(originals)))

    def _by_names(self, row: AdRow, notes: list[str]) -> Iterator[Match]:
        """What anybody can write."""
        named = [found for name in row.file_names if (found := creatives_named(self._known, name))]
        yield from _of_names(named, by="file_name", notes=notes)
        if not row.ad_name:
            return
        # A package knows every file of an ad; the ids at the end of its name are those of the first alone.
        packaged = self._known.packaged_of_name.get(packed_name(row.ad_name))
        if packaged and len({each.variants for each in packaged}) == 1:
            match = _of_packaged(packaged[0], self._known, by="ad_name", certain=False)
            yield from [match] if match and match.variant else []
        found = creatives_named(self._known, row.ad_name)
        yield from _of_names([found] if found else [], by="ad_name", notes=notes)
        yield from self._verbatim(row.ad_name.strip(), notes)

    def _verbatim(self, name: str, notes: list[str]) -> Iterator[Match]:
        """By the name of an ad as a use or a package has it; not where it is the name of several different ads."""
        known = self._known
        found: list[Match] = [
            _of_use(run, known, by="ad_name", certain=False) for run in known.uses_of_name.get(name, ())
        ]
        for ad in known.packaged_of_name.get(name, ()):
            if match := _of_packaged(ad, known, by="ad_name", certain=False):
                found.append(match)
        if len({(match.posts, match.variant) for match in found}) > 1:
            notes.append("Several ads of that name are on record, which show different things.")
        elif found:
            yield found[0]

    def _told(self, match: Match, row: AdRow) -> Match:
        """A match with what a use or package says the ad is for, where one is known by what it shows or is called."""
        if match.use or match.package:
            return match
        known = self._known
        name = (row.ad_name or "").strip()
        runs = [*known.uses_of_name.get(name, ()), *known.uses_of_variant.get(match.variant or "", ())]
        run = next((run for run in runs if set(run.posts) & set(match.posts)), None)
        ads = known.packaged_of_name.get(name, ())
        ad = next((ad for ad in ads if ad.post in match.posts or match.variant in ad.variants), None)
        if run:
            told = {"use": run.id, "purpose": run.purpose, "identity": run.identity}
            return match.model_copy(update=told)
        return match.model_copy(update={"package": ad.package, "identity": ad.identity}) if ad else match


def _chosen(found: list[Match]) -> Match | None:
    """The surest; where that is a post alone, a certain creative made of it says more."""
    if not found:
        return None
    first = found[0]
    if first.variant is None and first.by in ("native_id", "link"):
        made = [
            each for each in found if each.certain and each.variant and set(each.posts) & set(first.posts)
        ]
        return made[0] if made else first
    return first


def _contradicted(found: Match, named: list[Match]) -> Iterator[str]:
    for other in named:
        if other is not found and not set(other.posts) & set(found.posts):
            yield (
                f"Its name is that of a creative of {', '.join(other.posts)}; what it runs is of "
                f"{', '.join(found.posts)}."
            )


def _of_use(run: Running, known: Known, *, by: FoundBy, certain: bool) -> Match:
    row = known.by_variant.get(run.variant or "")
    return Match(
        by=by,
        certain=certain,
        variant=run.variant,
        concept=row.concept if row else None,
        path=row.path if row else None,
        posts=run.posts,
        use=run.id,
        purpose=run.purpose,
        identity=run.identity,
    )


def _of_packaged(ad: PackagedAd, known: Known, *, by: FoundBy, certain: bool) -> Match | None:
    made = [row for variant in ad.variants if (row := known.by_variant.get(variant))]
    told = {"package": ad.package, "identity": ad.identity}
    if made and not ad.as_posted:
        return _of_creatives(made, by=by, certain=certain).model_copy(update=told)
    if ad.post is None:
        return None
    return Match(by=by, certain=certain, posts=(ad.post,)).model_copy(update=told)


def _of_creatives(made: list[ShortCreative], *, by: FoundBy, certain: bool, note: str | None = None) -> Match:
    variants = tuple(dict.fromkeys(row.variant for row in made))
    first = made[0]
    if first.proof:
        proof = "It is a proof: nothing cleared it."
        note = f"{note} {proof}" if note else proof
    return Match(
        by=by,
        certain=certain,
        variant=first.variant,
        concept=first.concept,
        path=first.path,
        posts=tuple(dict.fromkeys(post for row in made for post in row.posts)),
        variants=variants if len(variants) > 1 else (),
        note=note,
    )


def _of_names(found: list[Named], *, by: FoundBy, notes: list[str]) -> Iterator[Match]:
    made = [row for named in found for row in named.creatives]
    said = list(dict.fromkeys(named.note for named in found if named.note))
    if made:
        yield _of_creatives(made, by=by, certain=False, note=" ".join(said) or None)
        return
    known = next((named for named in found if named.posts), None)
    if known:
        yield Match(by=by, certain=False, concept=known.concept, posts=known.posts, note=known.note)
    else:
        notes += said
