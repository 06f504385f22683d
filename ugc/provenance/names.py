"""The namespaces and values of an XMP label that its writer and its reader share.

The property names are those of IPTC Photo Metadata 2025.1, PLUS LDF 1.2 and the XMP specification, part 1.
"""

RIGHTS = "urn:ugc-toolkit:rights:1.0#"
"""Our own namespace, for what no standard has a field for. It never changes: files in the field carry it."""

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "ugc": RIGHTS,
}
PLUS_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
"""PLUS wants its codes as full addresses; a bare code is read by nobody."""

VARIANT = "urn:ugc-toolkit:variant:"
CONCEPT = "urn:ugc-toolkit:concept:"
LABEL = "urn:ugc-toolkit:label:"
REGISTRY = "urn:ugc-toolkit:grants"
"""The organisation id under which grant ids stand in the IPTC registry field."""

NOT_CLEARED = "NOT CLEARED"
"""The instructions of a proof begin with this."""

COMMENT = "[ugc-label:1 "
"""How the ids in the comment of a clip begin. It never changes: files in the field carry it."""
TERMS = "Usage terms: "
"""How the words before them begin."""
