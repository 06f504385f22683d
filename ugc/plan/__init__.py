"""Plans as plain values: what would be made, and, once its rights are cleared, what will be.

`draft` takes every decision about a picture before a pixel is touched. `seal` turns a draft into a variant and takes
only `Cleared`, which only `ugc.rights.clear` makes: an uncleared post cannot reach a renderer.
"""

from ugc.plan.drafts import Closing, draft, drawn
from ugc.plan.framing import Look
from ugc.plan.offers import offers
from ugc.plan.regions import Shot
from ugc.plan.sealing import Namer, concept_hash, proof, seal

__all__ = ["Closing", "Look", "Namer", "Shot", "concept_hash", "draft", "drawn", "offers", "proof", "seal"]
