"""What a label says in the codes of PLUS LDF 1.2 (http://ns.useplus.org/LDF/ldf-XMPSpecification), and in words.

Each code is written as a full address. A code is a claim that strangers act upon, so there is one only where a record
says as much; what no code says exactly is said in words.
"""

from collections.abc import Iterator

from ugc.model.creatives import Label
from ugc.model.vocab import AiAnswer, AiUse, CreditPlace, Edit, ReleaseStatus
from ugc.provenance import names

_CREDIT: dict[CreditPlace, str] = {
    "none": "CR-NRQ",
    "on_media": "CR-COI",
    "adjacent": "CR-CAI",
    "caption": "CR-CAI",
    "credits_page": "CR-CCA",
}
_MODELS: dict[ReleaseStatus, str] = {
    "none": "MR-NON",
    "not_applicable": "MR-NAP",
    "unlimited": "MR-UMR",
    "limited": "MR-LMR",
}
_PROPERTY: dict[ReleaseStatus, str] = {
    "none": "PR-NON",
    "not_applicable": "PR-NAP",
    "unlimited": "PR-UPR",
    "limited": "PR-LPR",
}
_ALTERATIONS: dict[Edit, tuple[str, ...]] = {
    "crop": ("AL-CRP",),
    "retouch_person": ("AL-RET",),
    "colour": ("AL-CLR", "AL-DCL"),
    "mashup": ("AL-MRG",),
}
_FLIP = "AL-FLP"
"""No word of the rights model grants a flip, and what a grant does not say is not granted: every grant denies it."""

_TRAININGS: tuple[AiUse, ...] = ("generative_training", "non_generative_training")
_MINING: tuple[AiUse, ...] = ("text_data_mining", "inference_analysis", *_TRAININGS)
_AI_WORDS: dict[AiUse, str] = {
    "text_data_mining": "data mining",
    "inference_analysis": "analysis by AI",
    "non_generative_training": "training of AI that does not generate",
    "generative_training": "training of generative AI",
    "generative_edit_of_asset": "generative edits",
    "synthetic_likeness": "synthetic likeness",
    "voice_clone": "clone of the voice",
}


def credit_code(label: Label) -> str:
    """Return where the grants want the credit line; empty where no grant stands behind the file."""
    return _code(_CREDIT[label.credit_required]) if label.credit_required else ""


def model_code(label: Label) -> str:
    """Return the state of the model releases; empty where it is not known."""
    return _code(_MODELS[label.model_release]) if label.model_release in _MODELS else ""


def property_code(label: Label) -> str:
    """Return the state of the property releases; empty where it is not known."""
    return _code(_PROPERTY[label.property_release]) if label.property_release in _PROPERTY else ""


def alteration_codes(label: Label) -> list[str]:
    """Return what may not be done to the picture. PLUS states denials, a grant what it allows."""
    denied = [code for edit, codes in _ALTERATIONS.items() if edit in label.denied_edits for code in codes]
    return [_code(code) for code in sorted((*denied, _FLIP))] if label.grants else []


def denied_words(label: Label) -> str:
    """Return all edits that are not granted, in words; a flip is one of them."""
    if not label.grants:
        return ""
    return f"Not granted: {', '.join(sorted((*map(_spaced, label.denied_edits), 'flip')))}."


def mining_code(label: Label) -> str:
    """Return the strongest true value of plus:DataMining, which takes one alone; empty where nothing was denied.

    DMI-ALLOWED is never written: what a grant allows, it allows the licensee, and not whoever finds the file.
    """
    said = {use: label.ai[use] for use in _MINING if use in label.ai}
    denied = {use for use, answer in said.items() if answer == "denied"}
    if {"text_data_mining", *_TRAININGS} <= denied and said.get("inference_analysis", "denied") == "denied":
        return _code("DMI-PROHIBITED")
    if "constrained" in said.values():
        return _code("DMI-PROHIBITED-SEECONSTRAINT")
    if denied.issuperset(_TRAININGS):
        return _code("DMI-PROHIBITED-AIMLTRAINING")
    if "generative_training" in denied:
        return _code("DMI-PROHIBITED-GENAIMLTRAINING")
    return _code("DMI-PROHIBITED-SEECONSTRAINT") if denied else ""


def constraint_words(label: Label) -> str:
    """Return what has no field of its own, in words: sublicences, and each use by AI that is denied or limited."""
    return " ".join(_constraints(label)) if label.grants else ""


def _constraints(label: Label) -> Iterator[str]:
    allowed = ", ".join(map(_spaced, label.sublicence))
    yield f"Sublicences: to {allowed} only." if allowed else "No sublicences."
    if denied := _ai_words(label, "denied"):
        yield f"Not allowed: {denied}."
    if limited := _ai_words(label, "constrained"):
        yield f"Only as the terms say: {limited}."


def _ai_words(label: Label, answer: AiAnswer) -> str:
    return ", ".join(words for use, words in _AI_WORDS.items() if label.ai.get(use) == answer)


def _code(code: str) -> str:
    return names.PLUS_VOCABULARY + code


def _spaced(token: str) -> str:
    return token.replace("_", " ")
