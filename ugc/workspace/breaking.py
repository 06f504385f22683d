"""Which rules of its placements one of our own creatives breaks, by what its row in the manifest says."""

from ugc.formats import Tables, check
from ugc.model.creatives import Creative, seen_text
from ugc.model.formats import Format
from ugc.model.probes import Measured, Probe


def errors_of(creative: Creative, chosen: Format, tables: Tables) -> tuple[str, ...]:
    """Return the codes of all errors, each once. The file itself is not opened: it is as it was made."""
    size = creative.width, creative.height
    probe = Probe(
        kind="image", type=creative.type, size=creative.size, width=size[0], height=size[1], mode="RGB"
    )
    words = tuple(seen_text(placed, size) for placed in creative.text)
    found = check(Measured(probe=probe, words=words), chosen, tables=tables)
    return tuple(dict.fromkeys(problem.code for problem in found if problem.severity == "error"))
