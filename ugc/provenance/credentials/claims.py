"""What a creative's credentials say, as the library takes it: pure, from its label and its draft.

Labels of assertions: C2PA 2.4 (https://spec.c2pa.org), CAWG metadata 1.1 (https://cawg.io/metadata/1.1/), CAWG training
and data mining 1.1 (https://cawg.io/training-and-data-mining/1.1/).
"""

from collections.abc import Sequence
from typing import Any

from ugc import __version__
from ugc.model.creatives import Draft, Label
from ugc.model.vocab import AiUse
from ugc.provenance.credentials.actions import actions, originals
from ugc.provenance.credentials.engine import MIME
from ugc.provenance.credentials.metadata import json_ld
from ugc.provenance.packet import label_hash

RIGHTS = "org.ugc-toolkit.rights"
"""Label of our own assertion: ids under which the records are found, and what no standard has a field for."""

SPECIFICATION = "2.4.0"
"""Version of C2PA by which it is written."""

CONTENT = "urn:ugc-toolkit:sha256:"
"""How an ingredient says which bytes it was: the library keeps no hash of one that has no credentials."""

_MINING: dict[AiUse, str] = {
    "text_data_mining": "cawg.data_mining",
    "inference_analysis": "cawg.ai_inference",
    "non_generative_training": "cawg.ai_training",
    "generative_training": "cawg.ai_generative_training",
}

LAYOUT = 1
"""Part of every signed creative's label hash: raised when its credentials say things in another form."""


def definition(label: Label, draft: Draft, *, packet: bytes, title: str, mark: str) -> dict[str, Any]:
    """Return what is signed, all of it public. `packet` is the label's XMP, `title` the file's name.

    What was done and our own assertion are the signer's word; rights metadata, which people typed, is gathered.
    """
    done = {"actions": actions(draft), "allActionsIncluded": False}  # turning upright and to sRGB is not told
    assertions: list[dict[str, Any]] = [
        {"label": "c2pa.actions.v2", "data": done, "created": True},
        {"label": RIGHTS, "data": _own(label, draft, mark), "created": True},
        {"label": "cawg.metadata", "data": json_ld(packet), "kind": "Json"},
    ]
    entries = _training(label)
    if entries:
        assertions.append({"label": "cawg.training-mining", "data": {"entries": entries}})
    return {
        "title": title,
        "format": MIME[draft.type],
        "claim_generator_info": [{"name": "ugc", "version": __version__, "specVersion": SPECIFICATION}],
        "assertions": assertions,
    }


def ingredients(draft: Draft, *, mimes: Sequence[str]) -> list[dict[str, Any]]:
    """Return the originals as ingredients, by their posts and the hashes of their bytes.

    One is the parent. Several are components: a file has at most one parent (C2PA 2.4, Ingredients).
    """
    relationship = "parentOf" if len(draft.sources) == 1 else "componentOf"
    return [
        {
            "title": source.post,
            "format": mime,
            "relationship": relationship,
            "label": name,
            "instance_id": CONTENT + source.sha256,
        }
        for source, mime, name in zip(draft.sources, mimes, originals(draft), strict=True)
    ]


def _own(label: Label, draft: Draft, mark: str) -> dict[str, Any]:
    return {
        "version": "1.0",
        "variant": label.variant,
        "concept": label.concept,
        "posts": list(label.posts),
        "grants": list(label.grants),
        "accounts": [f"{account.platform}:{account.handle}" for account in label.creators],
        "links": list(label.links),
        "valid_until": None if label.end is None else str(label.end),
        "sources": [{"post": source.post, "sha256": source.sha256} for source in draft.sources],
        "label": label_hash(label),
        "mark": mark,
    }


def _training(label: Label) -> dict[str, dict[str, str]]:
    """Say what a grant denies or limits. What it allows, it allows the licensee, and not whoever finds the file."""
    terms = label.terms_url or f"Only as the terms of {', '.join(label.grants)} say: ask the licensor."
    said = {
        "denied": {"use": "notAllowed"},
        "constrained": {"use": "constrained", "constraint_info": terms},
    }
    return {entry: said[answer] for use, entry in _MINING.items() if (answer := label.ai.get(use)) in said}
