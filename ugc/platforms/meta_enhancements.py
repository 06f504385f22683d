"""What Meta may do to a picture by itself: every feature is answered one by one, and out unless the grants allow it."""

from ugc.errors import UsageError, unknown
from ugc.model.vocab import Edit

_Edits = frozenset[Edit] | None
_WORDS: _Edits = frozenset()
_UNKNOWN: _Edits = None

FEATURES: dict[str, _Edits] = {
    "adapt_to_placement": frozenset({"resize", "crop", "reframe"}),
    "add_text_overlay": frozenset({"text_overlay"}),
    "ads_with_benefits": _UNKNOWN,
    "advantage_plus_creative": _UNKNOWN,
    "app_highlights": _UNKNOWN,
    "audio": frozenset({"replace_audio"}),
    "biz_ai": _UNKNOWN,
    "carousel_to_video": frozenset({"crop", "reframe", "reorder", "format_transcode", "replace_audio"}),
    "catalog_feed_tag": _UNKNOWN,
    "creative_stickers": frozenset({"sticker_overlay"}),
    "customize_product_recommendation": _UNKNOWN,
    "cv_transformation": _UNKNOWN,
    "description_automation": _WORDS,
    "dha_optimization": _UNKNOWN,
    "dynamic_partner_content": _UNKNOWN,
    "enhance_cta": _WORDS,
    "fb_feed_tag": _UNKNOWN,
    "fb_reels_tag": _UNKNOWN,
    "fb_story_tag": _UNKNOWN,
    "feed_caption_optimization": _UNKNOWN,
    "generate_cta": _UNKNOWN,
    "hide_price": _UNKNOWN,
    "ig_feed_tag": _UNKNOWN,
    "ig_glados_feed": _UNKNOWN,
    "ig_reels_tag": _UNKNOWN,
    "ig_stream_tag": _UNKNOWN,
    "image_animation": frozenset({"reframe", "format_transcode", "generative_edit"}),
    "image_auto_crop": frozenset({"crop", "reframe"}),
    "image_background_gen": frozenset({"background_replace", "generative_edit"}),
    "image_brightness_and_contrast": frozenset({"colour"}),
    "image_enhancement": frozenset({"colour", "denoise"}),
    "image_templates": frozenset({"resize", "reframe", "text_overlay"}),
    "image_touchups": frozenset({"crop", "reframe", "colour"}),
    "image_uncrop": frozenset({"reframe", "generative_extend"}),
    "inline_comment": _WORDS,
    "local_store_extension": _WORDS,
    "media_liquidity_animated_image": _UNKNOWN,
    "media_order": frozenset({"reorder"}),
    "media_type_automation": _UNKNOWN,
    "multi_photo_to_video": frozenset({"crop", "reframe", "reorder", "mashup", "format_transcode"}),
    "music_generation": frozenset({"replace_audio"}),
    "pac_relaxation": _UNKNOWN,
    "product_extensions": _WORDS,
    "product_metadata_automation": _UNKNOWN,
    "product_tags": _UNKNOWN,
    "profile_card": _WORDS,
    "profile_extension": _WORDS,
    "replace_media_text": frozenset({"text_overlay", "generative_edit"}),
    "reveal_details_over_time": _UNKNOWN,
    "show_destination_blurbs": _WORDS,
    "show_summary": _WORDS,
    "site_extensions": _WORDS,
    "text_extraction_for_headline": _UNKNOWN,
    "text_extraction_for_tap_target": _UNKNOWN,
    "text_generation": frozenset({"text_overlay", "generative_edit"}),
    "text_optimizations": _WORDS,
    "text_overlay_translation": frozenset({"translate", "text_overlay", "generative_edit"}),
    "text_translation": frozenset({"translate"}),
    "translate_voiceover": frozenset({"translate", "voiceover", "likeness_synthesis"}),
    "video_auto_crop": frozenset({"crop", "reframe"}),
    "video_filtering": frozenset({"colour"}),
    "video_highlight": frozenset({"trim"}),
    "video_highlights": frozenset({"trim"}),
    "video_to_image": frozenset({"trim", "thumbnail", "format_transcode"}),
    "video_uncrop": frozenset({"reframe", "generative_extend"}),
    "wa_mm_image_filtering": _UNKNOWN,
    "wa_mm_text_truncation_length": _UNKNOWN,
}
"""Features by Meta's own names, and the edits that each makes, as far as its name and pages tell. Empty: words and
panels around the picture alone. None: nobody says what it does, so no grant can allow it. Together they are the fields
of https://developers.facebook.com/docs/marketing-api/reference/ad-creative-features-spec (as of 2026-09-19) and of
AdCreativeFeaturesSpec in https://github.com/facebook/facebook-python-business-sdk, without the bundles that cannot be
opted out of from v22.0 (https://developers.facebook.com/documentation/ads-commerce/marketing-api/advantage-catalog-ads/standard-enhancements).
"""
BUNDLES = frozenset({"standard_enhancements", "standard_enhancements_catalog"})


def enhancements(
    wanted: tuple[str, ...], granted: frozenset[Edit]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return `degrees_of_freedom_spec` and why wanted features stay out.

    A feature is opted in only where it is wanted and every edit that it makes is granted; all others are opted out by
    name, because Meta's default for many is in. Raises UsageError for a name that Meta does not have.
    """
    notes = tuple(note for name in dict.fromkeys(wanted) if (note := _why_out(name, granted)))
    inside = {name for name in wanted if not _why_out(name, granted)}
    answers = {name: {"enroll_status": "OPT_IN" if name in inside else "OPT_OUT"} for name in FEATURES}
    return {"creative_features_spec": answers}, notes


def _why_out(name: str, granted: frozenset[Edit]) -> str:
    if name in BUNDLES:
        raise UsageError(
            f"{name} is a bundle that Meta's API does not take since v22.0.",
            hint="Name the features one by one under [ads.meta] enhancements, as image_touchups.",
        )
    if name not in FEATURES:
        raise unknown("enhancement of Meta", name, FEATURES)
    edits = FEATURES[name]
    if edits is None:
        return f"{name} stays out: Meta does not say what it does to a picture, so no grant can allow it."
    missing = sorted(edits - granted)
    if missing:
        return f"{name} stays out: no grant allows what it does ({', '.join(missing)})."
    return ""
