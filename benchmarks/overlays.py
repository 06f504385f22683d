"""Measure what an overlay costs: CPU milliseconds at 1080x1920 for each template and sample, after the first of each.

Typesetting, decoding and compositing count; what is under them does not. The handle is another one each time, so that
nothing is taken from before. Run with `python benchmarks/overlays.py [--rounds N] [TEMPLATE ...]`.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
GOAL = 60
FORMAT = "story"


def main() -> None:
    """Read the options, measure, and print the slowest last."""
    sys.path.insert(0, str(ROOT))
    from ugc import formats, samples, templates
    from ugc.config import BrandSettings
    from ugc.media.look import Looker
    from ugc.render.still import Overlays, lay_over
    from ugc.typeset import Typesetter, system_cjk_fonts
    from ugc.workspace.overlaying import brand_data, overlay_data
    from ugc.workspace.sampling import Sampler

    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("templates", nargs="*", help="all of them, if left out")
    options.add_argument("--rounds", type=int, default=9)
    told = options.parse_args()
    typesetter = Typesetter(sorted({path.parent for path in system_cjk_fonts()}))
    brand = brand_data(BrandSettings(name="Sunday Glow"))
    sampler = Sampler(Looker(words=False), typesetter, brand=brand)
    format = formats.load().format(FORMAT)
    overlays, rows = Overlays(typesetter), []
    for name in told.templates or templates.names():
        template = templates.load(name)
        shown = samples.load(template)
        for sample, words in shown.words.items():
            if sample == "japanese" and not system_cjk_fonts():
                continue
            draft = sampler.draw(template, shown.pictures, words, format=format).draft
            times = []
            for number in range(told.rounds + 1):
                said = draft.copy_text.model_copy(update={"credit": f"@ana{number:03}"})
                data = overlay_data(draft.model_copy(update={"copy_text": said}), format=format, brand=brand)
                canvas = np.zeros((1920, 1080, 3), np.uint8)
                start = time.process_time()
                lay_over(canvas, overlays.drawn(template, data, pixels=draft.pixels, scale=draft.scale))
                times.append(1000 * (time.process_time() - start))
            rows.append((statistics.median(times[1:]), f"{name} {sample}"))
    for cost, what in sorted(rows):
        print(f"{cost:5.0f} ms  {what}")
    print(f"{sum(cost <= GOAL for cost, _ in rows)} of {len(rows)} within the goal of {GOAL} ms")


if __name__ == "__main__":
    main()
