"""The XMP label as JSON-LD, for the assertion `cawg.metadata`: the same fields, read from the packet itself.

So both say the same, whatever fields a label gets (CAWG metadata assertion 1.1, https://cawg.io/metadata/1.1/). Texts
in several languages become the default one, arrays become lists, structures objects. The caption stays out, being
nobody's right, and so does what our own assertion says.
"""

from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ugc.provenance import names

_PREFIXES = {uri: prefix for prefix, uri in names.NAMESPACES.items()}
_ELSEWHERE = {"xmpMM", "stRef", "ugc"}
"""Namespaces of which rendering it is: our own assertion says so."""
_LEFT_OUT = {"dc:description"}
_RDF = f"{{{names.NAMESPACES['rdf']}}}"


def json_ld(packet: bytes) -> dict[str, Any]:
    """Return the rights fields of a packet that `ugc.provenance.packet` wrote."""
    root = ElementTree.fromstring(packet.decode("utf-8"))  # noqa: S314  our own packet, just written
    fields: dict[str, Any] = {}
    for element in root.iterfind(f".//{_RDF}Description/*"):
        name = _name(element)
        if name not in _LEFT_OUT and name.partition(":")[0] not in _ELSEWHERE:
            fields[name] = _value(element)
    used = {prefix for name in _names(fields) if (prefix := name.partition(":")[0]) in names.NAMESPACES}
    return {"@context": {prefix: names.NAMESPACES[prefix] for prefix in sorted(used)}} | fields


def _value(element: Element) -> Any:
    for kind in ("Seq", "Bag"):
        array = element.find(_RDF + kind)
        if array is not None:
            return [_value(item) for item in array]
    languages = element.find(_RDF + "Alt")
    if languages is not None:
        return languages[0].text or ""
    if len(element):
        return {_name(field): _value(field) for field in element}
    return element.text or ""


def _names(value: Any) -> list[str]:
    """Every field's name, those of structures too."""
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in (name, *_names(item))]
    return []


def _name(element: Element) -> str:
    uri, _, name = element.tag[1:].partition("}")
    return f"{_PREFIXES[uri]}:{name}"
