"""What travels inside a picture about whose it is: written, read back, and rewritten without touching pixels.

The sidecar and the manifest stand in `ugc.manifest`. An embedded label is a claim: anyone can write one, and the
records decide.
"""

from ugc.provenance.embedded import Embedded
from ugc.provenance.packet import label_hash, xmp_packet
from ugc.provenance.read import read_label
from ugc.provenance.relabel import relabel

__all__ = ["Embedded", "label_hash", "read_label", "relabel", "xmp_packet"]
