"""Words that stand in a picture, as the extra `ocr` reads them."""

from ugc.media.look.detectors import method
from ugc.media.look.picture import View
from ugc.media.read_text import Reader, reader
from ugc.model.probes import SeenText
from ugc.model.seen import Part, Seen, Sight

_MOST = 40
_LONGEST = 120
"""Characters of one text. A screenshot full of words is known by its largest ones."""


class Words:
    """Reads words; only what is recognised surely counts, since finding alone takes much for words that is none."""

    part: Part = "words"

    def __init__(self, engine: Reader) -> None:
        self._engine = engine
        self.method = method(engine.by, _MOST, _LONGEST)

    def see(self, view: View) -> Seen:
        """Say where words stand and what they say."""
        texts = sorted(self._engine.read_picture(view.pixels).texts, key=_area, reverse=True)[:_MOST]
        sights = tuple(
            Sight(kind="words", box=text.box, by="words", score=text.score, text=text.text[:_LONGEST])
            for text in texts
        )
        return Seen(detectors={"words": self.method}, sights=sights, words_read=True)


def words_detector() -> Words | None:
    """Return what reads words; None without the extra."""
    engine = reader()
    return Words(engine) if engine else None


def _area(text: SeenText) -> float:
    return text.box.width * text.box.height
