"""The pieces that an ODRL policy in JSON-LD is put together from: names of things, parties, posts, values, conditions.

Names are URNs, since a workspace has no address of its own: what they name is the same in every export of it.
"""

import re
from datetime import date, datetime, time, tzinfo
from typing import Any
from urllib.parse import quote

from ugc.model.entries import REDACTED
from ugc.model.posts import Account
from ugc.text import one_line

PROFILE = "urn:ugc-toolkit:odrl-profile:1.0"
TERMS = "urn:ugc-toolkit:odrl:1.0#"
COUNTRY = "https://www.omg.org/spec/LCC/Countries/ISO3166-1-CountryCodes/"
"""The ISO 3166-1 alpha-2 codes as addresses, published by the OMG: ODRL wants a place named by an address."""

CONTEXT: list[Any] = [
    "http://www.w3.org/ns/odrl.jsonld",
    {
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "ugc": TERMS,
        "dct": "http://purl.org/dc/terms/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "schema": "http://schema.org/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "uid": "@id",
        "obligation": {"@id": "odrl:obligation", "@type": "@id"},
        "refinement": {"@id": "odrl:refinement", "@type": "@id"},
    },
]
"""W3C's context, and what older copies of it, which readers keep, do not have or have otherwise."""

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

Node = dict[str, Any]


def policy_id(grant: str, ledger: str) -> str:
    """Return the lasting name of a grant's policy; the ledger's first hash tells workspaces apart."""
    return f"urn:ugc-toolkit:grant:{ledger[:16]}:{quote(grant, safe='')}"


def post_id(post: str) -> str:
    """Return the lasting name of a post, by its id."""
    return f"urn:ugc-toolkit:post:{quote(post, safe=':')}"


def account(of: Account) -> Node:
    """Return a creator as a party, by their account: by its stable id where one is known."""
    known = one_line(of.native_id or f"@{of.handle}")
    found = named(
        f"urn:ugc-toolkit:account:{of.platform}:{quote(known, safe='')}",
        of.display_name or f"@{of.handle}",
        "Person",
    )
    return found | ({"schema:url": {"@id": link}} if (link := web(of.profile_url)) else {})


def party(name: str, *, kind: str) -> Node:
    """Return somebody of whom only a name is known."""
    return named(f"urn:ugc-toolkit:party:{quote(shown(name) or 'unnamed', safe='')}", name, kind)


def named(uid: str, name: str, kind: str) -> Node:
    """Return a party; `kind` is schema.org's Person or Organization."""
    found: Node = {"@type": ["Party", f"schema:{kind}"], "uid": uid}
    return found | ({"schema:name": known} if (known := shown(name)) else {})


def shown(name: str) -> str:
    """Return a name to be shown; nothing where it was erased, or is an address to write to."""
    line = one_line(name)
    return "" if line == REDACTED or _EMAIL.search(line) else line


def asset(post: str, permalink: str | None = None) -> Node:
    """Return a post as an asset."""
    found: Node = {"@type": "Asset", "uid": post_id(post)}
    return found | ({"schema:url": {"@id": link}} if (link := web(permalink)) else {})


def constraint(left: str, operator: str, right: Any) -> Node:
    """Return a condition."""
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def term(kind: str, token: str) -> Node:
    """Return a term of the profile: it is called by its kind and by the word of the records."""
    return {"@id": f"ugc:{kind}-{token}"}


def typed(value: object, type: str) -> Node:
    """Return a value with its XML Schema type."""
    return {"@value": str(value), "@type": f"xsd:{type}"}


def instant(day: date, zone: tzinfo, *, closing: bool = False) -> Node:
    """Return the first second of a day, or with `closing` its last: days are whole, and both ends are included."""
    moment = datetime.combine(day, time(23, 59, 59) if closing else time(), zone).replace(fold=int(closing))
    return typed(moment.isoformat(), "dateTime")


def web(address: str | None) -> str | None:
    """Return an address of the web as it is; nothing for what would not be safe to follow."""
    plain = (address or "").strip()
    known = plain.lower().startswith(("https://", "http://")) and one_line(plain) == plain
    return plain if known and not set(plain) & set(' "<>\\^`{|}') else None
