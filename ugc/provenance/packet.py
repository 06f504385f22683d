"""The XMP packet of a label: standard fields where there are any, our own namespace for the rest.

A packet is padded with white space to a size class, so that a renewed grant can be written over the old packet
in a finished file. The class follows from the label alone: a rewritten file and a fresh one are the same bytes.
"""

from collections.abc import Iterator

from ugc.errors import InputError
from ugc.model.base import digest
from ugc.model.creatives import Label
from ugc.model.posts import Account
from ugc.provenance import names, plus, xml

LAYOUT = 2
"""Part of every label's hash: raised when the packet's form changes, so that standing files are relabelled."""

CLASS = 4096
"""Packets are a multiple of this many bytes long."""

RIGHTS_ROOM = 8192
"""Bytes kept for all but the caption: while they suffice, a renewal cannot change the size class."""

CAPTION_MAX = 20_480
"""Bytes of a caption that are embedded: 5,000 characters of four bytes, as much as any platform allows."""

PACKET_MAX = 61_440
"""The last size class below the 65,502 bytes that one JPEG segment holds."""

_NAME, _LINE, _TERMS = 200, 500, 2000
"""Characters after which a name, a line and the usage terms are cut. Ids are never cut."""

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
_TAIL = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
_END = b'<?xpacket end="w"?>'
_PADDING_LINE = b" " * 99 + b"\n"


def xmp_packet(label: Label) -> bytes:
    """Return the whole packet, UTF-8, its `<?xpacket` marks and padding included.

    The licensee, fees and contacts never stand in it. Raises InputError when the ids alone do not fit.
    """
    fields = "".join((_HEAD, _opening(), *_work(label), *_licence(label), *_file(label)))
    frame = len((fields + xml.alternative("dc:description", "-") + _TAIL).encode()) + len(_END)
    if frame > PACKET_MAX:
        raise InputError(
            f"The label of variant {label.variant} is too long for a picture: {len(label.posts)} posts, "
            f"{len(label.grants)} grants, {len(label.creators)} creators.",
            hint="Use fewer posts in one creative.",
        )
    caption = xml.cut(xml.legal(label.description or ""), room=min(CAPTION_MAX, PACKET_MAX - frame))
    body = (fields + xml.alternative("dc:description", caption) + _TAIL).encode()
    wanted = max(frame, RIGHTS_ROOM) + xml.weight(caption)
    size = -(-wanted // CLASS) * CLASS
    return body + _padding(size - len(body) - len(_END)) + _END


def label_hash(label: Label) -> str:
    """Return the hex sha256 of all that a label says and of the form in which it is embedded."""
    unsaid = set() if label.sounds else {"sounds"}  # labels did not always have them
    return digest({"layout": LAYOUT, "label": label.model_dump(mode="json", exclude=unsaid)})


def _opening() -> str:
    declared = "".join(
        f' xmlns:{prefix}="{uri}"' for prefix, uri in names.NAMESPACES.items() if prefix != "rdf"
    )
    return f'<rdf:RDF xmlns:rdf="{names.NAMESPACES["rdf"]}">\n<rdf:Description rdf:about=""{declared}>\n'


def _work(label: Label) -> Iterator[str]:
    """Yield who made it, whose it is and where it comes from."""
    people = [_name(account) for account in label.creators]
    pages = [xml.link(account.profile_url) for account in label.creators]
    rows = list(zip(people, pages, strict=True))
    yield xml.array("dc:creator", "Seq", people)
    yield xml.structures("plus:ImageCreator", "Seq", (_party("ImageCreator", *row) for row in rows))
    if len(pages) == 1:
        yield xml.structure("Iptc4xmpCore:CreatorContactInfo", {"Iptc4xmpCore:CiUrlWork": pages[0]})
    yield xml.alternative("dc:rights", xml.line(label.copyright, longest=_LINE))
    yield xml.element("xmpRights:Marked", "True")
    yield xml.element("plus:CopyrightStatus", names.PLUS_VOCABULARY + "CS-PRO")
    owners = [(xml.line(name, longest=_NAME), _page(name, label)) for name in label.owners]
    yield xml.array("xmpRights:Owner", "Bag", (name for name, _ in owners))
    yield xml.structures("plus:CopyrightOwner", "Seq", (_party("CopyrightOwner", *row) for row in owners))
    yield xml.element("photoshop:Credit", xml.line(label.credit_line, longest=_LINE))
    yield xml.element("plus:CreditLineRequired", plus.credit_code(label))
    yield xml.element("dc:source", next(filter(None, map(xml.link, label.links)), ""))
    yield xml.element("plus:ImageSupplierImageID", _native(label))
    yield xml.array("dc:date", "Seq", [_day(label.posted)])


def _licence(label: Label) -> Iterator[str]:
    """Yield under which grants it may be used, where, and until when; and, for a proof, that it may not."""
    terms = xml.link(label.terms_url)
    proof = f"{names.NOT_CLEARED}: a proof, to be looked at. It may not be published."
    yield xml.element("photoshop:Instructions", proof if label.proof else plus.denied_words(label))
    yield xml.alternative("xmpRights:UsageTerms", xml.line(label.usage_terms, longest=_TERMS))
    yield xml.alternative("plus:OtherLicenseInfo", xml.line(label.license_info or "", longest=_TERMS))
    yield xml.element("xmpRights:WebStatement", terms)
    yield xml.element("plus:TermsAndConditionsURL", terms)
    yield xml.structures("plus:Licensor", "Seq", (_licensor(name, label) for name in label.licensors))
    yield xml.element("plus:LicenseID", ", ".join(map(_id, (*label.grants, *label.sounds))))
    registered = (
        {"Iptc4xmpExt:RegOrgId": names.REGISTRY, "Iptc4xmpExt:RegItemId": _id(g)} for g in label.grants
    )
    yield xml.structures("Iptc4xmpExt:RegistryId", "Bag", registered)
    yield xml.element("plus:LicenseStartDate", _day(label.start))
    yield xml.element("plus:LicenseEndDate", "" if label.end == "perpetual" else _day(label.end))
    yield xml.alternative("plus:RegionConstraints", ", ".join(map(_id, label.territories)))
    yield xml.alternative("plus:MediaConstraints", _media(label))
    yield from _conditions(label)


def _conditions(label: Label) -> Iterator[str]:
    """Yield what may not be done with it, and which releases there are."""
    yield xml.array("plus:ImageAlterationConstraints", "Bag", plus.alteration_codes(label))
    yield xml.array("plus:ImageFileConstraints", "Bag", [names.PLUS_VOCABULARY + "IF-MMD"])
    yield xml.alternative("plus:OtherConstraints", plus.constraint_words(label))
    yield xml.element("plus:DataMining", plus.mining_code(label))
    yield xml.element("plus:ModelReleaseStatus", plus.model_code(label))
    yield xml.array("plus:ModelReleaseID", "Bag", map(_id, label.model_releases))
    yield xml.element("plus:PropertyReleaseStatus", plus.property_code(label))
    yield xml.array("plus:PropertyReleaseID", "Bag", map(_id, label.property_releases))


def _file(label: Label) -> Iterator[str]:
    """Yield which rendering this is, and what has no standard field."""
    yield xml.element("xmpMM:DocumentID", names.VARIANT + _id(label.variant))
    yield xml.element("xmpMM:InstanceID", names.LABEL + label_hash(label))
    yield xml.structure("xmpMM:DerivedFrom", {"stRef:documentID": names.CONCEPT + _id(label.concept)})
    yield xml.element("ugc:variant", _id(label.variant))
    yield xml.element("ugc:concept", _id(label.concept))
    yield xml.array("ugc:posts", "Seq", map(_id, label.posts))
    yield xml.array("ugc:grants", "Seq", map(_id, label.grants))
    yield xml.array(
        "ugc:accounts", "Seq", (f"{account.platform}:{_handle(account)}" for account in label.creators)
    )
    yield xml.array("ugc:links", "Seq", map(xml.link, label.links))
    yield xml.element("ugc:validUntil", _day(label.end))
    yield xml.element("ugc:proof", "True" if label.proof else "")


def _party(kind: str, name: str, page: str) -> dict[str, str]:
    return {f"plus:{kind}Name": name, f"plus:{kind}ID": page}


def _licensor(name: str, label: Label) -> dict[str, str]:
    """Return a licensor's fields; the address is where a further licence is asked for."""
    return {"plus:LicensorName": xml.line(name, longest=_NAME), "plus:LicensorURL": _page(name, label)}


def _page(name: str, label: Label) -> str:
    """Return the profile of the creator who goes by a name; or of the only one, who gave the licence as the owner."""
    said = xml.line(name, longest=_NAME).lstrip("@")
    known = [account for account in label.creators if said in (_handle(account), _shown(account))]
    if len(label.creators) == len(label.licensors) == len(label.owners) == 1:
        owner, only = xml.line(label.owners[0], longest=_NAME), label.creators[0]
        known = [only] if owner in (_handle(only), _shown(only)) else known
    return next(filter(None, (xml.link(account.profile_url) for account in known)), "")


def _native(label: Label) -> str:
    """Return what the platform calls the post; nothing where there are several, or where none of them is known."""
    kind, _, name = label.posts[0].partition(":") if len(label.posts) == 1 else ("file", "", "")
    return "" if kind == "file" else _id(name)


def _name(account: Account) -> str:
    handle = _handle(account)
    return _shown(account) or (f"@{handle}" if handle else "")


def _shown(account: Account) -> str:
    return xml.line(account.display_name or "", longest=_NAME)


def _handle(account: Account) -> str:
    return xml.line(account.handle, longest=_NAME)


def _media(label: Label) -> str:
    parts = (("Purposes", label.purposes), ("channels", label.channels))
    return "; ".join(
        f"{word}: {', '.join(token.replace('_', ' ') for token in tokens)}"
        for word, tokens in parts
        if tokens
    )


def _id(value: str) -> str:
    return "".join(xml.legal(value).split())


def _day(value: object) -> str:
    return "" if value is None else str(value)


def _padding(size: int) -> bytes:
    lines = size // len(_PADDING_LINE) + 1
    return (_PADDING_LINE * lines)[-size:] if size else b""
