"""The small label of a picture on a web page: what anyone may know, and nothing of the permission's terms.

A picture that is saved from a page goes on without it. So it says by itself whose it is, where it was published,
and where a licence is asked for, in the fields that image search reads
(https://developers.google.com/search/docs/appearance/structured-data/image-license-metadata). It names no grant,
licensee, fee or day: those are the records', and pages are public. It is not padded, for it is never rewritten.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ugc.provenance import names, xml

LAYOUT = 1
"""Raised when the packet's form changes."""

_NAME, _LINE, _TERMS = 120, 200, 300
"""Characters after which a name, a line and the usage terms are cut."""
_PREFIXES = ("dc", "photoshop", "xmpRights", "plus", "ugc")


class WebLabel(NamedTuple):
    """What the pictures of a post say of themselves. All of it is collected, and is escaped."""

    post: str
    """The post's id."""
    creator: str
    """As people read it: a name or `@handle`."""
    credit: str
    """The credit line that must stand with the picture."""
    copyright: str | None = None
    licensor: str | None = None
    """Who gives licences; None is the creator."""
    page: str | None = None
    """The creator's page, where a licence is asked for."""
    source: str | None = None
    """Address of the live post."""
    terms_url: str | None = None
    usage_terms: str | None = None
    """In words that are fit for the public."""


def web_label(label: WebLabel) -> bytes:
    """Return the XMP packet, UTF-8, about 1 kB. Addresses that are not http or https are left out."""
    declared = "".join(f' xmlns:{prefix}="{names.NAMESPACES[prefix]}"' for prefix in _PREFIXES)
    head = f'<rdf:RDF xmlns:rdf="{names.NAMESPACES["rdf"]}"><rdf:Description rdf:about=""{declared}>\n'
    body = "".join(_fields(label))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'{head}{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def web_tags(label: WebLabel) -> dict[str, str]:
    """Return what a clip's own tags say of the same, by the names that ffmpeg has for them."""
    told = {
        "artist": xml.line(label.creator, longest=_NAME),
        "copyright": xml.line(label.copyright or "", longest=_LINE),
        "comment": " ".join(filter(None, (xml.line(label.credit, longest=_LINE), xml.link(label.source)))),
    }
    return {name: words for name, words in told.items() if words}


def _fields(label: WebLabel) -> Iterator[str]:
    creator = xml.line(label.creator, longest=_NAME)
    yield xml.array("dc:creator", "Seq", [creator])
    if label.copyright:
        yield xml.alternative("dc:rights", xml.line(label.copyright, longest=_LINE))
        yield xml.element("xmpRights:Marked", "True")
    yield xml.element("photoshop:Credit", xml.line(label.credit, longest=_LINE))
    yield xml.element("dc:source", xml.link(label.source))
    yield xml.element("xmpRights:WebStatement", xml.link(label.terms_url))
    yield xml.alternative("xmpRights:UsageTerms", xml.line(label.usage_terms or "", longest=_TERMS))
    name = xml.line(label.licensor or "", longest=_NAME) or creator
    licensor = {"plus:LicensorName": name, "plus:LicensorURL": xml.link(label.page)}
    yield xml.structures("plus:Licensor", "Seq", [licensor])
    yield xml.array("ugc:posts", "Seq", ["".join(xml.legal(label.post).split())])
