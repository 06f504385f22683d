"""What was done to a picture, in the words of C2PA 2.4 (https://spec.c2pa.org, section Actions)."""

from typing import Any

from ugc.model.creatives import Draft
from ugc.model.layout import Backdrop
from ugc.model.vocab import Edit

ORIGINAL = "original"
"""Name under which the opened picture is known among the ingredients; of several, the beginning of their names."""

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
_COMPOSITE = f"{_SOURCES}composite"
"""Of several pictures, whatever each of them is: their own credentials tell."""
_ORDERED = f"{_SOURCES}humanEdits"
"""Edits that a person ordered, made with tools that generate nothing."""
_GENERATED = f"{_SOURCES}compositeWithTrainedAlgorithmicMedia"
_TEXTS = {
    "credit": "credit line",
    "platform": "platform",
    "headline": "headline",
    "cta": "call to action",
    "disclosure": "disclosure",
}
_BACKDROPS: dict[Backdrop, str] = {
    "blur": "the whole picture stands on a blurred backdrop made from it",
    "extend": "the whole picture stands on a backdrop of its own drawn-out edges",
    "colour": "the whole picture stands on a ground of one colour",
}
_LABELLED = "its own metadata was left out, and the label of its rights written in"


def originals(draft: Draft) -> tuple[str, ...]:
    """Return the names of a draft's originals among the ingredients, in their order."""
    count = len(draft.sources)
    return (ORIGINAL,) if count == 1 else tuple(f"{ORIGINAL}-{number}" for number in range(1, count + 1))


def actions(draft: Draft) -> list[dict[str, Any]]:
    """Return what a draft does to its originals: the opening of one, or the putting together of several, first."""
    told: dict[str, list[str]] = {name: [] for edit, name in OF_EDITS.items() if edit in draft.edits}
    for backdrop in dict.fromkeys(framing.backdrop for framing in draft.framings if framing.mode == "fit"):
        told.setdefault("c2pa.edited", []).append(_BACKDROPS[backdrop])
    for edit, name in OF_EDITS.items():
        if edit in draft.edits and name == "c2pa.edited":  # the action's word alone says little
            told[name].append(edit.replace("_", " "))
    texts = [name for field, name in _TEXTS.items() if draft.copy_text.said(field)]
    texts += [field.replace("_", " ") for field in draft.copy_text.texts]
    if texts:
        told.setdefault("c2pa.addedText", []).append(", ".join(texts))
    told["c2pa.edited.metadata"] = [_LABELLED]
    return [*_begun(draft), *(_action(name, words, draft) for name, words in told.items())]


def _begun(draft: Draft) -> list[dict[str, Any]]:
    names = originals(draft)
    if len(names) == 1:
        return [{"action": "c2pa.opened", "parameters": {"ingredientIds": [ORIGINAL]}}]
    created = {"action": "c2pa.created", "digitalSourceType": _COMPOSITE}
    placed = ({"action": "c2pa.placed", "parameters": {"ingredientIds": [name]}} for name in names)
    return [created, *({**action, "digitalSourceType": _ORDERED} for action in placed)]


def _action(name: str, words: list[str], draft: Draft) -> dict[str, Any]:
    action: dict[str, Any] = {"action": name}
    if words:
        action["description"] = "; ".join(words)
    if name not in _TECHNICAL:
        generated = name == "c2pa.edited" and draft.edits & _GENERATIVE
        action["digitalSourceType"] = _GENERATED if generated else _ORDERED
    return action
