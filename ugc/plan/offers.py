"""What one file could do in place of several, said to the person and not done unasked."""

from collections.abc import Iterable, Sequence

from ugc.model.formats import Format


def offers(asked: Sequence[Format], known: Iterable[Format]) -> tuple[str, ...]:
    """Return where one of the known formats, whose words keep inside its crops, serves several that were asked for.

    Laying the words out anew for each shape looks better; one file is less to upload and to keep track of.
    """
    names = {chosen.id for chosen in asked}
    spots = {chosen.id: {place.id for place in chosen.placements} for chosen in asked}
    found = []
    for master in known:
        if not master.within_crops or master.id in names:
            continue
        crops = {crop.format: crop for crop in master.crops if crop.format in names}
        own = {place.id for place in master.placements}
        served = [name for name in names if spots[name] <= own]
        if crops and served:
            places = " and ".join(
                f"{name} from y {round(crop.box.y0 * master.pixels[1])}" for name, crop in crops.items()
            )
            found.append(
                f"One {master.id} would serve {', '.join(sorted(served))} and crop to {places} with every word inside: "
                f"--format {master.id}."
            )
    return tuple(found)
