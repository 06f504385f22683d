"""What a file must be to run in a placement. Every problem carries its measure, the rule and the rule's source."""

from ugc.model.formats import Placement, Probe, Problem, Ratio, Severity


def check(probe: Probe, placement: Placement) -> tuple[Problem, ...]:
    """Return every problem that a file has in a placement, the platform's errors first."""
    found = [*_type(probe, placement), *_bytes(probe, placement), *_shape(probe, placement)]
    return tuple(sorted(found, key=lambda problem: ("error", "warning", "note").index(problem.severity)))


def _type(probe: Probe, placement: Placement) -> list[Problem]:
    found = []
    if probe.type not in placement.types:
        takes = " or ".join(placement.types)
        found.append(
            _problem(
                placement,
                "type_not_accepted",
                "error",
                text=f"{placement.name} does not take {probe.type} files.",
                measured=probe.type,
                required=takes,
                fix=f"Render it as {placement.types[0]}.",
            )
        )
    if placement.medium == "image" and probe.frames > 1:
        found.append(
            _problem(
                placement,
                "animated",
                "error",
                text="An animation is shown as a still, or refused.",
                measured=f"{probe.frames} frames",
                required="1 frame",
                fix="Use its first frame, or make a video of it.",
            )
        )
    return found


def _bytes(probe: Probe, placement: Placement) -> list[Problem]:
    if placement.max_bytes == "unstated" or probe.size <= placement.max_bytes:
        return []
    return [
        _problem(
            placement,
            "too_many_bytes",
            "error",
            text="The file is larger than the platform takes.",
            measured=f"{probe.size:,} bytes",
            required=f"at most {placement.max_bytes:,} bytes",
            fix="Lower the quality.",
        )
    ]


def _shape(probe: Probe, placement: Placement) -> list[Problem]:
    ratio = probe.width / probe.height
    shape = min(placement.ratios, key=lambda shape: abs(shape.value - ratio))
    off = abs(ratio / shape.value - 1.0)
    tolerance = 0.01 if placement.ratio_tolerance == "unstated" else placement.ratio_tolerance
    if off > tolerance:
        severity: Severity = "warning" if _within(ratio, placement, tolerance) else "error"
        return [
            _problem(
                placement,
                "ratio_off",
                severity,
                text="The platform crops or pads a file of this shape.",
                measured=f"{probe.width}x{probe.height} ({ratio:.4f})",
                required=" or ".join(shape.name for shape in placement.ratios),
                fix=f"Render it for {shape.name}.",
            )
        ]
    return _size(probe, placement, shape)


def _size(probe: Probe, placement: Placement, shape: Ratio) -> list[Problem]:
    least = shape.minimum
    measured = f"{probe.width}x{probe.height}"
    if least and (probe.width < least[0] or probe.height < least[1]):
        return [
            _problem(
                placement,
                "too_small",
                "error",
                text="The file has fewer pixels than the platform takes.",
                measured=measured,
                required=f"at least {least[0]}x{least[1]}",
                fix="Ask the creator for the original file.",
            )
        ]
    if probe.width < shape.recommended[0]:
        return [
            _problem(
                placement,
                "below_recommended",
                "note",
                text="The platform recommends more pixels; enlarging would not add any detail.",
                measured=measured,
                required=f"{shape.recommended[0]}x{shape.recommended[1]} recommended",
                fix="Nothing, unless a larger original can be had.",
            )
        ]
    return []


def _within(ratio: float, placement: Placement, tolerance: float) -> bool:
    low, high = placement.ratio_min, placement.ratio_max
    if low == "unstated" or high == "unstated":
        return False
    return low * (1 - tolerance) <= ratio <= high * (1 + tolerance)


def _problem(
    placement: Placement, code: str, severity: Severity, *, text: str, measured: str, required: str, fix: str
) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        placement=placement.id,
        text=text,
        measured=measured,
        required=required,
        source=placement.source,
        fix=fix,
    )
