"""The pictures and clips there are: final sizes in pixels, shared by render.py, finish.py and build.py."""

SIZES = {
    "bathroom_shelf": (1200, 1500),
    "brunch": (1500, 844),
    "desk": (1500, 1125),
    "flat_lay": (1200, 1500),
    "gym_bench": (1125, 1500),
    "mug_cake": (1125, 1500),
    "night_flash": (320, 400),
    "open_jar": (1200, 1200),
    "parcel": (1125, 1500),
    "plant_book": (1200, 1500),
    "slow_turn": (540, 960),
    "sneakers": (1200, 1500),
    "towel_stack": (1200, 1500),
    "window_sill": (844, 1500),
}
CLIPS = ("slow_turn",)
STILLS = tuple(name for name in SIZES if name not in CLIPS)
