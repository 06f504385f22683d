"""What an XMP packet says, in any of the forms that RDF allows and other tools rewrite it to."""

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ugc import text
from ugc.model.base import Value
from ugc.model.records import Perpetual
from ugc.provenance import names


class Embedded(Value):
    """What a file says of itself. A claim, not a record: anyone can write it."""

    variant: str | None
    concept: str | None
    posts: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    """Names as people read them."""
    accounts: tuple[str, ...] = ()
    """`<platform>:<handle>`."""
    copyright: str | None = None
    credit: str | None = None
    usage_terms: str | None = None
    terms_url: str | None = None
    links: tuple[str, ...] = ()
    posted: date | None = None
    description: str | None = None
    end: date | Perpetual | None = None
    proof: bool = False
    label_hash: str | None = None
    """Of the label as it was written; None once another tool has given the file an identity of its own."""


_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Properties = dict[str, list[str]]
"""Full property name to its values; a text in several languages counts as its default alone."""


def understand(packet: bytes) -> Embedded | None:
    """Return what a packet says, or None when it is none of ours. Raises ValueError with the reason."""
    if b"<!" in packet:
        raise ValueError("it declares things, which metadata has no need of")
    try:
        # Nothing can be declared in it, and the reader bounds its length.
        root = ElementTree.fromstring(packet.decode("utf-8"))  # noqa: S314
    except ElementTree.ParseError as error:
        raise ValueError(f"its XML is broken: {error}") from error
    found = _properties(root)
    ids = [*found.get(_name("xmpMM:DocumentID"), ()), *_fields(root, "stRef:documentID")]
    variant = _one(found, "ugc:variant") or _after(names.VARIANT, ids)
    grants = _many(found, "ugc:grants") or tuple(_registered(root))
    if variant is None and not grants:
        return None
    instructions = _one(found, "photoshop:Instructions") or ""
    return Embedded(
        variant=variant,
        concept=_one(found, "ugc:concept") or _after(names.CONCEPT, ids),
        posts=_many(found, "ugc:posts"),
        grants=grants,
        creators=_many(found, "dc:creator"),
        accounts=_many(found, "ugc:accounts"),
        copyright=_one(found, "dc:rights"),
        credit=_one(found, "photoshop:Credit"),
        usage_terms=_one(found, "xmpRights:UsageTerms"),
        terms_url=_one(found, "xmpRights:WebStatement"),
        links=_many(found, "ugc:links"),
        posted=_day(_one(found, "dc:date")),
        description=_one(found, "dc:description"),
        end=last_day(_one(found, "ugc:validUntil") or _one(found, "plus:LicenseEndDate")),
        label_hash=_after(names.LABEL, list(_many(found, "xmpMM:InstanceID"))),
        proof=_one(found, "ugc:proof") == "True" or instructions.startswith(names.NOT_CLEARED),
    )


def _properties(root: Element) -> Properties:
    found: Properties = {}
    for graph in root.iter(_name("rdf:RDF")):
        for description in graph.findall(_name("rdf:Description")):
            for name, value in description.items():
                found.setdefault(name, []).append(value)
            for child in description:
                found.setdefault(child.tag, []).extend(_values(child))
    return found


def _values(element: Element) -> list[str]:
    """Return the texts of a property: simple, a link, an array, or the default one of several languages."""
    languages = element.find(_name("rdf:Alt"))
    if languages is not None:
        items = languages.findall(_name("rdf:li"))
        items.sort(key=lambda item: item.get(_LANGUAGE, "").casefold() != "x-default")
        return [_own(item) for item in items[:1]]
    for kind in ("rdf:Seq", "rdf:Bag"):
        array = element.find(_name(kind))
        if array is not None:
            return [_own(item) for item in array.findall(_name("rdf:li"))]
    return [_own(element)]


def _own(element: Element) -> str:
    """Return an element's own text, which RDF also allows to stand as a link or, qualified, as a value."""
    value = element.find(_name("rdf:value"))
    words = element.text if value is None else value.text
    return text.clean(element.get(_name("rdf:resource")) or words or "")


def _registered(root: Element) -> Iterator[str]:
    """Yield the grant ids of the IPTC registry field, which outlives our own namespace in some tools."""
    organisation, item = _name("Iptc4xmpExt:RegOrgId"), _name("Iptc4xmpExt:RegItemId")
    for element in root.iter():
        fields = dict(element.items()) | {child.tag: _own(child) for child in element}
        if fields.get(organisation) == names.REGISTRY and fields.get(item):
            yield text.clean(fields[item])


def _fields(root: Element, name: str) -> Iterator[str]:
    """Yield the values of a field wherever it stands, as an attribute or an element."""
    full = _name(name)
    for element in root.iter():
        if element.tag == full:
            yield _own(element)
        elif full in element.attrib:
            yield element.attrib[full]


def _one(found: Properties, name: str) -> str | None:
    return next(filter(None, _many(found, name)), None)


def _many(found: Properties, name: str) -> tuple[str, ...]:
    return tuple(text.clean(value) for value in found.get(_name(name), ()) if value.strip())


def _after(prefix: str, ids: list[str]) -> str | None:
    return next((text.clean(value.removeprefix(prefix)) for value in ids if value.startswith(prefix)), None)


def last_day(words: str | None) -> date | Perpetual | None:
    """Return the day that some words mean, if they mean one."""
    return "perpetual" if words == "perpetual" else _day(words)


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat((words or "")[:10].replace(":", "-"))
    except ValueError:
        return None


def _name(prefixed: str) -> str:
    prefix, _, name = prefixed.partition(":")
    return f"{{{names.NAMESPACES[prefix]}}}{name}"
