"""The words in a bundle for a lawyer: the statement as a page, how to check it, and the program that does.

Pure: they say what the records say. Where the two differ, the records count, and the statement says so.
"""

from ugc.model.phrases import CHANNELS
from ugc.reports.html import HERE, rendered, webp_uri
from ugc.reports.statement import sections, summary
from ugc.reports.statement_grants import moment
from ugc.reports.told import Told, not_checked, spans
from ugc.text import counted

NAME = "bundle"
VERIFIER = "verify.py"
PROVES = (
    "Each record here is as it was sealed: its fields give their hashes, and these give the hash of its entry.",
    "Each file of evidence and terms is the one that was recorded, by its sha256 and its size.",
    "Entries with neighbouring numbers follow from one another: nothing was changed, added or taken out between.",
    "With a head of the ledger that was kept elsewhere, or stamped by a time-stamping authority: nothing that leads up "
    "to it was changed since. A stamp also shows that it existed at that time.",
)
PROVES_NOT = (
    "That the evidence is true. A screenshot can be made; a message can be written by another.",
    "That whoever answered is the person who made the post, and may give these rights.",
    "That the times are true: they are those of the computer that recorded, unless a stamp says more.",
    "That nothing is missing. What was never recorded does not stand here.",
    "That the ledger, or this bundle, was not made up as a whole. It shows only against a head that was kept elsewhere "
    "or stamped before.",
    "What stands between entries about others: they are named by their hashes, in order, and not recomputed.",
    "What the law says. This is a statement of records, and no legal opinion.",
)


def statement(told: Told) -> str:
    """Return the page: self-contained, without a script, the same for the same records."""
    return rendered(
        NAME,
        accent=told.accent,
        filters={
            "channel": lambda platform: dict(CHANNELS).get(platform, platform),
            "counted": counted,
            "moment": moment,
            "shown": shown,
            "webp_uri": webp_uri,
        },
        told=told,
        summary=summary(told),
        sections=sections(told),
        spans=spans(told),
        not_checked=not_checked(told),
        proves=PROVES,
        proves_not=PROVES_NOT,
    )


def how_to_verify(told: Told) -> str:
    """Return the text that tells how to check the bundle without ugc."""
    here = {item.seq for item in told.items}
    text = (HERE / "bundle-verify.txt").read_text("utf-8")
    return text.format(
        brand=shown(told.brand),
        post=shown(told.post.id),
        made=moment(told.made),
        program=told.program,
        head=told.head,
        entries=told.entries,
        here=len(here),
        others=told.entries - len(here),
    )


def verifier() -> bytes:
    """Return the program in the bundle that checks it: Python alone, nothing of ugc's."""
    return (HERE / "bundle-verify.py").read_bytes()


def shown(text: str) -> str:
    """Return collected words with what no reader sees made visible: controls and changes of direction as codes."""
    return "".join(c if c in "\n\t" or not _hidden(c) else f"\\u{ord(c):04x}" for c in text)


def _hidden(character: str) -> bool:
    point = ord(character)
    return (
        point < 0x20
        or 0x7F <= point < 0xA0
        or point in (0x200E, 0x200F, 0x061C, 0xFEFF)
        or 0x202A <= point <= 0x202E
        or 0x2066 <= point <= 0x2069
        or 0xD800 <= point <= 0xDFFF
    )
