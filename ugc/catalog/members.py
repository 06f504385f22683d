"""The posts that words of a selection mean, as one whole number: its byte at a post's place says whether it is meant.

So wholes of a million posts are joined, taken from each other and counted in a millisecond, and a statement looks a
post up in them many times quicker than in a list of its own. A negative number means all posts but some.
"""

import json
from collections.abc import Iterator, Sequence

from ugc.catalog.clauses import Clause, Condition
from ugc.catalog.database import Database

ALL = -1
NONE = 0


class Members:
    """Fetches the members of conditions, of few posts alone once it is known that no others can be meant."""

    def __init__(self, database: Database, few: int) -> None:
        self._database = database
        self._few = few

    def are(self, condition: Condition) -> bool:
        """Whether a condition is answered by members alone, without a look at the posts' rows."""
        if isinstance(condition, Clause):
            return condition.members
        return all(self.are(part) for part in condition.parts)

    def of_all(self, conditions: Sequence[Condition]) -> int:
        """Return the posts of which all of these hold; those that few have are asked for first."""
        found = ALL
        for one in sorted(conditions, key=self._rank) if len(conditions) > 1 else conditions:
            found &= self.of(one, among=found)
            if found == NONE:
                break
        return found

    def of(self, condition: Condition, *, among: int = ALL) -> int:
        """Return the posts of which a condition holds; it need be right for posts in `among` alone."""
        if isinstance(condition, Clause):
            return self._fetched(condition, among)
        parts = (self.of(part, among=among) for part in condition.parts)
        if condition.how == "all":
            found = ALL
            for part in parts:
                found &= part
            return found
        found = NONE
        for part in parts:
            found |= part
        return found if condition.how == "any" else ~found

    def _fetched(self, clause: Clause, among: int) -> int:
        where, values = "TRUE", clause.values
        if is_few(among, self._few):
            where = "+post IN (SELECT value FROM json_each(?))"
            where = where if clause.whole else where[1:]
            values = (*values, listed(among))
        sql = f"WITH m (post) AS ({clause.sql}) SELECT group_concat(post) FROM m WHERE {where}"  # noqa: S608
        (text,) = self._database.one(sql, values) or (None,)
        return bits(json.loads(f"[{text or ''}]"))

    def _rank(self, condition: Condition) -> int:
        """How many posts must be asked for, up to a few."""
        if not isinstance(condition, Clause):
            return max((self._rank(part) for part in condition.parts), default=0) + self._few
        if condition.slow:
            return 3 * self._few + 3
        sql = f"WITH m (post) AS ({condition.sql}) SELECT count(*) FROM (SELECT 1 FROM m LIMIT ?)"  # noqa: S608
        (number,) = self._database.one(sql, (*condition.values, self._few + 1)) or (0,)
        return int(number)


def bits(numbers: Sequence[int]) -> int:
    """Return posts by their numbers, which begin at 1, as one number."""
    held = bytearray(max(numbers, default=0))
    for number in numbers:
        held[number - 1] = 1
    return int.from_bytes(held, "little")


def held(found: int) -> bytes:
    """Return a byte for each post, 1 for those that are meant; of a negative number, for those that are not."""
    found = ~found if found < 0 else found
    return found.to_bytes((found.bit_length() + 7) // 8, "little")


def is_few(found: int, most: int) -> bool:
    """Whether at most so many posts are meant."""
    return found >= 0 and found.bit_count() <= most


def numbers(found: int, *, last_first: bool = False, newest: int = 0) -> Iterator[int]:
    """Yield the numbers of posts; of a negative number, those up to the newest that are not left out."""
    kept = held(found)
    sign = b"\x01"
    if found < 0:
        kept, sign = kept[:newest].ljust(newest, b"\x00"), b"\x00"
    at = kept.rfind(sign) if last_first else kept.find(sign)
    while at >= 0:
        yield at + 1
        at = kept.rfind(sign, 0, at) if last_first else kept.find(sign, at + 1)


def listed(found: int) -> str:
    """Return posts as a statement takes them for `json_each`."""
    return json.dumps(list(numbers(found)))


def looked_up(found: int) -> tuple[str, bytes]:
    """Return a condition on the row `p` that it is one of these posts, and its parameter."""
    sign = "<>" if found < 0 else "="
    return f"(substr(?, p.id, 1) {sign} x'01')", held(found)
