"""What travels inside a file about whose it is: written, read back, and rewritten without touching pixels.

The sidecar and the manifest stand in `ugc.manifest`. An embedded label is a claim: anyone can write one, and the
records decide.
"""

from ugc.provenance.credentials import Credentials, Signer, read_credentials
from ugc.provenance.embedded import Embedded
from ugc.provenance.mp4 import mp4_tags, packet_tags
from ugc.provenance.packet import label_hash, xmp_packet
from ugc.provenance.read import read_label, read_packet
from ugc.provenance.relabel import relabel

__all__ = [
    "Credentials",
    "Embedded",
    "Signer",
    "label_hash",
    "mp4_tags",
    "packet_tags",
    "read_credentials",
    "read_label",
    "read_packet",
    "relabel",
    "xmp_packet",
]
