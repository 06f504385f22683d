"""One placement with everything its rows say, and problems made in its name."""

from dataclasses import dataclass
from typing import Any

from ugc.formats.resolving import bytes_limit, file_types
from ugc.formats.tables import DEFAULT_PROFILE, Tables
from ugc.model.formats import Box, Format, Limits, Medium, Placement, Ratio, SafeZone, VideoProfile
from ugc.model.probes import Problem, Severity

_ORDER = ("error", "warning", "note")


@dataclass(frozen=True)
class Against:
    """A placement of a format in one medium, with its video profile and safe zones at hand."""

    placement: Placement
    format: Format
    tables: Tables

    @property
    def medium(self) -> Medium:
        return self.format.medium

    @property
    def profile(self) -> VideoProfile | None:
        return self.tables.profiles[self.placement.video] if self.placement.video else None

    @property
    def default(self) -> VideoProfile:
        """What satisfies every platform: the measure of good practice where a platform states nothing."""
        return self.tables.profiles[DEFAULT_PROFILE]

    @property
    def types(self) -> tuple[str, ...]:
        return file_types(self.placement, self.medium, self.tables.profiles)

    @property
    def max_bytes(self) -> int | str:
        return bytes_limit(self.placement, self.medium)

    def shape(self, width: int, height: int) -> Ratio:
        """Return the accepted shape that a file is nearest to; of equally near ones the format's own."""
        ratio = width / height
        own = self.format.ratio
        return min(self.placement.ratios, key=lambda shape: (_off(ratio, shape.value), shape.name != own))

    def zone(self, shape: Ratio) -> SafeZone | None:
        return self.tables.zones[shape.safe_zone] if shape.safe_zone else None

    def asks(self, *rules: str) -> bool:
        """Whether the platform's reviewers are known to hold a file to one of these rules."""
        return any(rule in self.placement.creative_rules for rule in rules)

    def problem(
        self,
        code: str,
        severity: Severity,
        text: str,
        *,
        measured: str,
        required: str,
        fix: str,
        source: str | None = None,
        boxes: tuple[Box, ...] = (),
        at: float | None = None,
    ) -> Problem:
        """Build a problem of this placement; its source is the placement's page unless another is named."""
        return Problem(
            code=code,
            severity=severity,
            placement=self.placement.id,
            text=text,
            measured=measured,
            required=required,
            source=source or self.placement.source,
            fix=fix,
            boxes=boxes,
            at=at,
        )


def stated(value: Any) -> Any:
    """Return a figure, or None where the platform states nothing."""
    return None if value == "unstated" else value


def target(limits: Limits) -> float | None:
    """Return the recommended figure of some limits, the upper one of a range; None where none is stated."""
    wanted: float | tuple[float, float] | None = stated(limits.recommended)
    return wanted[1] if isinstance(wanted, tuple) else wanted


def by_severity(problem: Problem) -> int:
    """Sort key: errors first, then warnings, then notes."""
    return _ORDER.index(problem.severity)


def _off(ratio: float, wanted: float) -> float:
    return round(abs(ratio / wanted - 1.0), 4)
