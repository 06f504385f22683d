"""Print the page of templates: `python docs/templates_page.py > docs/templates.md`. A test compares the two.

`python docs/templates_page.py --pictures` draws the small picture of each into docs/pictures/templates/.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ugc import samples, templates
from ugc.model.templates import Template

PICTURES = Path(__file__).resolve().parent / "pictures" / "templates"
FORMATS = ("story", "feed")
HEIGHT = 440
MOST_BYTES = 60_000


class Advice(NamedTuple):
    """What a producer wants to know before choosing."""

    have: str
    """What one must have for it, as the table of choices says."""
    take: str
    leave: str


ADVICE = {
    "credit": Advice(
        "a picture that says it all",
        "The picture already tells the story, or the grant allows no text: the creator's handle alone is no edit.",
        "The picture needs explaining.",
    ),
    "quote": Advice(
        "one good sentence of the creator's",
        "The creator said something short and specific, and it is the argument. Draw it word for word.",
        "The sentence is the brand's, or there is a rating: then `review`.",
    ),
    "review": Advice(
        "a rating with a source",
        "A shop or a post has stars, words and a name that can be looked up.",
        "There is no rating, or nobody could find the review again: then `quote`.",
    ),
    "hook": Advice(
        "an opening line",
        "It must stop a thumb: one line of the creator's, large, on a picture with calm room.",
        "The picture is busy, or the line needs a second one to be understood.",
    ),
    "minimal-frame": Advice(
        "a note in the creator's own voice",
        "The audience distrusts polish: it looks like the creator's own post, in the type of the apps.",
        "The brand must be seen at once, or the words sound like a brand's.",
    ),
    "product-card": Advice(
        "a product and its price",
        "The goods are in the picture and people ask what they are and what they cost.",
        "A saving is the news: then `offer`.",
    ),
    "offer": Advice(
        "a price, a saving or a code",
        "There is a figure to lead with, and its terms fit in a line.",
        "There is nothing to save. It adds no urgency of its own: without an end date it names none.",
    ),
    "compare": Advice(
        "two pictures that belong together",
        "There is a before and an after, or what was bought and what came, by one creator and in like light.",
        "The two are of different people, or the claim that they make needs proof that you do not have.",
    ),
    "steps": Advice(
        "a routine or a recipe",
        "There are three to five short steps that somebody could follow from the picture alone.",
        "There are two steps, or each needs a picture of its own.",
    ),
    "unboxing-grid": Advice(
        "three or four pictures of one post",
        "A carousel tells a small story: the parcel, what was in it, the result.",
        "The pictures repeat each other: one of them, alone and large, is stronger.",
    ),
    "offer-badge": Advice(
        "a saving that needs no words beside it",
        "The picture sells and the saving is short: a figure and two or three words on a small disc.",
        "There is a code, a deadline or small print: then `offer`. Never both on one creative.",
    ),
    "lower-third": Advice(
        "somebody who speaks or shows",
        "Viewers should know who this is, and what makes the person worth listening to.",
        "Nobody is seen or heard: then `credit` is smaller and says the same.",
    ),
    "end-card": Advice(
        "something to do next",
        "It closes a series of stories or carousel cards: the brand, one line, where to go.",
        "It would run alone: it opens nothing.",
    ),
}
HEAD = """# Templates

How creatives can look: what each template is for, the texts that it takes and what it does to a picture. `ugc
templates` lists them with those of your own; `ugc templates show NAME` draws one in every format, with your brand. This
page is made by `python docs/templates_page.py`.

| you have | take |
|---|---|"""
BODY = """
Templates refuse words that do not fit rather than cutting them, and say about how many characters would. Draw one with
your own words before you order a hundred:

```sh
ugc templates show quote --format story --format square --kit dark --text quote="The bottle that stayed."
ugc render --format story --template quote --text quote="{{ caption }}" --dry-run
```

```text
1 would be made in out/creatives:
```

`--text` stands before the words of `ugc.toml` ([Render](render.md#how-they-look)), `--option NAME=CHOICE` chooses among
what a template offers, `--kit light` or `dark` sets its panels. *Needed* fields must have words. A template asks the
rights records for the edits that it makes: where a grant lacks one, the creative is refused with the reason. The
samples below are invented, as is the brand.

To change one, start from it: `ugc templates new NAME --from TEMPLATE`, then [Add a template](add-a-template.md)."""


def page() -> Iterator[str]:
    """Yield the page, line by line."""
    yield HEAD
    known = [name for name in ADVICE if name in templates.names()]
    lacking = set(templates.names()) - set(known)
    assert not lacking, f"say in ADVICE what these are for: {lacking}"
    for name in known:
        yield f"| {ADVICE[name].have} | [`{name}`](#{name}) |"
    yield BODY
    for name in known:
        yield from _section(templates.load(name), ADVICE[name])


def _section(template: Template, advice: Advice) -> Iterator[str]:
    yield f"\n## {template.name}\n"
    yield f"{template.purpose}\n"
    yield f"![{template.name} as a story and in the feed](pictures/templates/{template.name}.jpg)\n"
    yield f"**Take it when** {_lower(advice.take)} **Leave it when** {_lower(advice.leave)}\n"
    least, most = template.sources.min, template.sources.max
    if most > 1:
        yield f"It takes {most if least == most else f'{least} to {most}'} pictures.\n"
    yield "| words | at most | |\n|---|---|---|"
    for field, spec in template.words.items():
        edits = ", ".join(f"`{edit}`" for edit in sorted(spec.edits))
        said = "; ".join(filter(None, ("needed" if spec.needed else "", f"makes {edits}" if edits else "")))
        yield f"| `{field}` | {spec.limit} | {said} |"
    if template.options:
        yield "\n| option | choices, the usual one first | |\n|---|---|---|"
    for option, choice in template.options.items():
        others = [each for each in choice.choices if each != choice.default]
        choices = ", ".join(f"`{each}`" for each in (choice.default, *others))
        edits = [
            f"{each} makes `{edit}`" for each in choice.choices for edit in sorted(choice.edits.get(each, ()))
        ]
        yield f"| `{option}` | {choices} | {' '.join([choice.says, *[f'{edit}.' for edit in edits]])} |"
    if template.motion:
        yield (
            "\nOver clips it [moves](add-a-template.md#words-that-move), with the extra `motion`; what the law asks "
            "for stands still."
        )
    if template.edits:
        always = ", ".join(f"`{edit}`" for edit in sorted(template.edits))
        yield f"\nAlways makes {always}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def pictures() -> None:
    """Draw a small picture of every template, as a story and in the feed, with the demo's brand."""
    from ugc import formats
    from ugc.config import load
    from ugc.media.look import Looker
    from ugc.resources import ASSETS
    from ugc.typeset import Typesetter
    from ugc.workspace.overlaying import brand_data
    from ugc.workspace.sampling import Sampler

    brand = load(ASSETS / "demo" / "ugc.toml").brand
    sampler = Sampler(Looker(words=False), Typesetter(), brand=brand_data(brand))
    tables = formats.load()
    for name in templates.names():
        template = templates.load(name)
        shown = samples.load(template)
        drawn = [
            sampler.draw(template, shown.pictures, shown.words["short"], format=tables.format(each)).canvas
            for each in FORMATS
        ]
        data = _beside(drawn)
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.jpg").write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


def _beside(drawn: list) -> bytes:
    """Set pictures beside each other, at one height, in a file that a page loads at once."""
    from io import BytesIO

    from PIL import Image

    small = [Image.fromarray(each) for each in drawn]
    small = [
        each.resize((round(each.width * HEIGHT / each.height), HEIGHT), Image.Resampling.LANCZOS)
        for each in small
    ]
    sheet = Image.new("RGB", (sum(each.width for each in small) + 16 * (len(small) - 1), HEIGHT), "white")
    left = 0
    for each in small:
        sheet.paste(each, (left, 0))
        left += each.width + 16
    for quality in range(88, 40, -4):
        out = BytesIO()
        sheet.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() < MOST_BYTES:
            break
    return out.getvalue()


if __name__ == "__main__":
    if "--pictures" in sys.argv[1:]:
        pictures()
    else:
        print("\n".join(page()))
