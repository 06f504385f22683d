"""What was done to a picture, in the words of C2PA 2.4 (https://spec.c2pa.org, section Actions)."""

from typing import Any

from ugc.model.creatives import Draft
from ugc.model.layout import Backdrop
from ugc.model.vocab import Edit

ORIGINAL = "original"
"""Name under which the opened picture is known among the ingredients."""

OF_EDITS: dict[Edit, str] = {
    "trim": "c2pa.trimmed",
    "crop": "c2pa.cropped",
    "reframe": "c2pa.cropped",
    "resize": "c2pa.resized",
    "thumbnail": "c2pa.resized",
    "colour": "c2pa.adjustedColor",
    "denoise": "c2pa.enhanced",
    "stabilise": "c2pa.enhanced",
    "speed": "c2pa.changedSpeed",
    "reorder": "c2pa.edited",
    "mashup": "c2pa.edited",
    "retouch_person": "c2pa.edited",
    "background_replace": "c2pa.edited",
    "generative_extend": "c2pa.edited",
    "generative_edit": "c2pa.edited",
    "likeness_synthesis": "c2pa.edited",
    "mute_audio": "c2pa.edited",
    "replace_audio": "c2pa.edited",
    "voiceover": "c2pa.edited",
    "end_card": "c2pa.edited",
    "logo_overlay": "c2pa.edited",
    "sticker_overlay": "c2pa.edited",
    "text_overlay": "c2pa.addedText",
    "subtitle": "c2pa.addedText",
    "translate": "c2pa.translated",
    "format_transcode": "c2pa.transcoded",
}
"""Each edit of the rights model. In this order they are told, once the picture was opened."""

_GENERATIVE: frozenset[Edit] = frozenset({"generative_extend", "generative_edit", "likeness_synthesis"})
_TECHNICAL = {"c2pa.transcoded", "c2pa.enhanced", "c2pa.edited.metadata"}
"""Actions that change nothing to be seen; of the others the conformance rubric of C2PA asks how they were done
(https://github.com/c2pa-org/conformance-public, asset-rubrics)."""

_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_ORDERED = f"{_SOURCES}humanEdits"
"""Edits that a person ordered, made with tools that generate nothing."""
_GENERATED = f"{_SOURCES}compositeWithTrainedAlgorithmicMedia"
_TEXTS = {"credit": "credit line", "platform": "platform", "headline": "headline", "cta": "call to action"}
_BACKDROPS: dict[Backdrop, str] = {
    "blur": "the whole picture stands on a blurred backdrop made from it",
    "extend": "the whole picture stands on a backdrop of its own drawn-out edges",
    "colour": "the whole picture stands on a ground of one colour",
}
_LABELLED = "its own metadata was left out, and the label of its rights written in"


def actions(draft: Draft) -> list[dict[str, Any]]:
    """Return what a draft does to its original, the opening of it first."""
    told: dict[str, list[str]] = {name: [] for edit, name in OF_EDITS.items() if edit in draft.edits}
    for backdrop in dict.fromkeys(framing.backdrop for framing in draft.framings if framing.mode == "fit"):
        told.setdefault("c2pa.edited", []).append(_BACKDROPS[backdrop])
    for edit, name in OF_EDITS.items():
        if edit in draft.edits and name == "c2pa.edited":  # the action's word alone says little
            told[name].append(edit.replace("_", " "))
    texts = [name for field, name in _TEXTS.items() if getattr(draft.copy_text, field)]
    if texts:
        told.setdefault("c2pa.addedText", []).append(", ".join(texts))
    told["c2pa.edited.metadata"] = [_LABELLED]
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [ORIGINAL]}}
    return [opened, *(_action(name, words, draft) for name, words in told.items())]


def _action(name: str, words: list[str], draft: Draft) -> dict[str, Any]:
    action: dict[str, Any] = {"action": name}
    if words:
        action["description"] = "; ".join(words)
    if name not in _TECHNICAL:
        generated = name == "c2pa.edited" and draft.edits & _GENERATIVE
        action["digitalSourceType"] = _GENERATED if generated else _ORDERED
    return action
