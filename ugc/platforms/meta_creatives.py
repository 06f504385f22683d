"""The bodies of Meta's creatives: a post that runs as it is, a code, one file, a carousel, or a file per placement."""

from ugc.model.ad_settings import MetaAds
from ugc.model.ads import AdFile, AdRequest, PlannedAd
from ugc.platforms.meta_actions import USUAL, action
from ugc.platforms.meta_calls import BOOST, GUIDE, Calls
from ugc.platforms.meta_identities import Names
from ugc.platforms.meta_placements import Shown, customization_spec, share_out

LONGEST_NAME = 100
"""Characters of a creative's name (https://developers.facebook.com/docs/marketing-api/reference/ad-creative)."""
MOST_TEXTS = 5
"""Of each kind in a feed of assets
(https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/asset-feed-spec/options)."""
_BOOST_FACEBOOK = GUIDE + "ad-creative/partnership-ads/ads-creation/boost-existing-fb-post"
_NEW = GUIDE + "ad-creative/partnership-ads/ads-creation/use-new-creative"
_PLACEMENTS = GUIDE + "dynamic-creative/placement-asset-customization"
_CAROUSEL = GUIDE + "guides/videoads"
_PLAIN = GUIDE + "creative"

Body = dict[str, object]


def creative_name(ad: PlannedAd) -> str:
    """Return the ad's name, shortened at its beginning: it ends in the ids by which it is found again."""
    return ad.name[-LONGEST_NAME:]


def boost(ad: PlannedAd, settings: MetaAds, who: Names, calls: Calls) -> AdRequest:
    """Return the creative of a post that runs as it is, by its id or by its creator's code."""
    facebook = ad.post.platform == "facebook"
    branded: Body = {}
    body: Body = {"name": creative_name(ad)}
    if not facebook:
        body["object_id"] = who.page_id
    if ad.way == "code" and ad.code:
        branded[f"{'facebook' if facebook else 'instagram'}_boost_post_access_token"] = calls.code(ad.code)
    else:
        body["object_story_id" if facebook else "source_instagram_media_id"] = ad.post.native_id
    branded["ad_format"] = settings.ad_format
    body |= _sponsors(who) | {"branded_content": branded | _testimonial(ad)}
    button = action(ad)
    if button:
        body["call_to_action"] = button
    schema = "meta/adcreative-code" if ad.way == "code" else "meta/adcreative-post"
    return calls.creative(body, schema, _BOOST_FACEBOOK if facebook else BOOST)


def new(ad: PlannedAd, settings: MetaAds, who: Names, calls: Calls) -> list[AdRequest]:
    """Return the uploads of an ad's files and its creative."""
    story: Body = {"page_id": who.page_id}
    if who.instagram_user_id:
        story["instagram_user_id"] = who.instagram_user_id
    body: Body = {"name": creative_name(ad), "object_story_spec": story}
    if ad.cards:
        requests, docs = _carousel(ad, story, calls), _CAROUSEL
    else:
        shown = share_out(ad.files)
        if len(shown) == 1:
            requests, docs = _single(ad, shown[0].file, story, calls), _NEW if _sponsors(who) else _PLAIN
        else:
            requests, docs = (
                [calls.upload(part.file, f"upload-{n}") for n, part in _numbered(shown)],
                _PLACEMENTS,
            )
            body["asset_feed_spec"] = _asset_feed_spec(ad, shown)
    sponsors = _sponsors(who)
    branded = _testimonial(ad) | ({"ad_format": settings.ad_format} if settings.ad_format != 1 else {})
    body |= sponsors
    if sponsors and branded:
        body["branded_content"] = branded
    return [*requests, calls.creative(body, "meta/adcreative-new", docs)]


def with_features(request: AdRequest, spec: Body) -> AdRequest:
    """Return a creative with the answer for every feature of Meta's."""
    return request.model_copy(update={"body": request.body | {"degrees_of_freedom_spec": spec}})


def _sponsors(who: Names) -> Body:
    found: Body = {}
    if who.sponsor_page_id:
        found["facebook_branded_content"] = {"sponsor_page_id": who.sponsor_page_id}
    if who.sponsor_id:
        found["instagram_branded_content"] = {"sponsor_id": who.sponsor_id}
    return found


def _testimonial(ad: PlannedAd) -> Body:
    if not ad.testimonial:
        return {}
    found: Body = {"testimonial": ad.testimonial.text}
    return found | ({"testimonial_locale": ad.testimonial.locale} if ad.testimonial.locale else {})


def _words(**texts: str | None) -> Body:
    return {key: text for key, text in texts.items() if text}


def _single(ad: PlannedAd, file: AdFile, story: Body, calls: Calls) -> list[AdRequest]:
    message = ad.primary[0] if ad.primary else None
    button = action(ad)
    last: Body = {"call_to_action": button} if button else {}
    requests = [calls.upload(file, "upload-1")]
    if file.clip:
        requests.append(calls.thumbnail("upload-1", "thumbnail-1"))
        story["video_data"] = {
            "video_id": "{{step:upload-1.id}}",
            "image_url": "{{step:thumbnail-1.uri}}",
            **_words(message=message, title=ad.headline, link_description=ad.description if button else None),
            **last,
        }
    else:
        words = _words(message=message, name=ad.headline, description=ad.description)
        story["link_data"] = {"link": ad.link, **words, "image_hash": "{{step:upload-1.hash}}", **last}
    return requests


def _carousel(ad: PlannedAd, story: Body, calls: Calls) -> list[AdRequest]:
    requests: list[AdRequest] = []
    cards: list[Body] = []
    button = action(ad)
    for number, file in enumerate(ad.cards, 1):
        step = f"upload-{number}"
        requests.append(calls.upload(file, step))
        card: Body = {"link": ad.link, **_words(name=ad.headline, description=ad.description)}
        if file.clip:
            requests.append(calls.thumbnail(step, f"thumbnail-{number}"))
            card["video_id"] = f"{{{{step:{step}.id}}}}"
            card["picture"] = f"{{{{step:thumbnail-{number}.uri}}}}"
        else:
            card["image_hash"] = f"{{{{step:{step}.hash}}}}"
        cards.append(card | ({"call_to_action": button} if button else {}))
    story["link_data"] = {
        "link": ad.link,
        **_words(message=ad.primary[0] if ad.primary else None),
        "child_attachments": cards,
        "multi_share_optimized": False,
        "multi_share_end_card": False,
    }
    return requests


def _asset_feed_spec(ad: PlannedAd, shown: tuple[Shown, ...]) -> Body:
    clips = shown[0].file.clip
    kind = "video" if clips else "image"
    assets = []
    for number, _ in _numbered(shown):
        step = f"upload-{number}"
        given = {"video_id": f"{{{{step:{step}.id}}}}"} if clips else {"hash": f"{{{{step:{step}.hash}}}}"}
        assets.append({**given, "adlabels": [{"name": step}]})
    rules = [
        {"customization_spec": customization_spec(part.spots), f"{kind}_label": {"name": f"upload-{number}"}}
        for number, part in _numbered(shown)
    ]
    feed: Body = {
        "optimization_type": "PLACEMENT",
        "ad_formats": ["SINGLE_VIDEO" if clips else "SINGLE_IMAGE"],
        f"{kind}s": assets,
    }
    for field, texts in (
        ("bodies", ad.primary[:MOST_TEXTS]),
        ("titles", (ad.headline,)),
        ("descriptions", (ad.description,)),
    ):
        if any(texts):
            feed[field] = [{"text": text} for text in texts if text]
    feed["link_urls"] = [{"website_url": ad.link}]
    feed["call_to_action_types"] = [ad.cta or USUAL]
    feed["asset_customization_rules"] = rules
    return feed


def _numbered(shown: tuple[Shown, ...]) -> list[tuple[int, Shown]]:
    return list(enumerate(shown, 1))
