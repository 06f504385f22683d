"""What all model values share: frozen, strict about unknown fields, and hashable by their JSON."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def canonical(data: Any) -> str:
    """Return the one JSON text of some plain data: sorted keys, no spaces, real characters."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(data: Any) -> str:
    """Return the hex sha256 of some plain data's canonical JSON."""
    return hashlib.sha256(canonical(data).encode("utf-8", "surrogatepass")).hexdigest()
