"""Which rules of its placements one of our own creatives breaks, by what its row in the manifest says."""

from ugc.formats import Tables, check
from ugc.model.creatives import Creative
from ugc.model.formats import Format
from ugc.model.measuring import as_measured


def errors_of(creative: Creative, chosen: Format, tables: Tables) -> tuple[str, ...]:
    """Return the codes of all errors, each once. The file itself is not opened: it is as it was made.

    Nothing is said of clips, of which a row tells too little: `ugc check` measures them.
    """
    if creative.type == "mp4":
        return ()
    pixels = (creative.width, creative.height)
    measured = as_measured(
        creative.type,
        size=creative.size,
        pixels=pixels,
        placed=creative.text,
        disclosure=creative.words.disclosure,
    )
    found = check(measured, chosen, tables=tables)
    return tuple(dict.fromkeys(problem.code for problem in found if problem.severity == "error"))
