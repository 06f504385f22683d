"""What all model values share: frozen, strict about unknown fields, and hashable by their JSON."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core.core_schema import (
    CoreSchema,
    SerializerFunctionWrapHandler,
    wrap_serializer_function_ser_schema,
)

_DATA = {"default", "metadata"}
"""Keys of a schema under which no schema stands."""
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _order_sets(schema: Any) -> None:
    if isinstance(schema, dict):
        if schema.get("type") in ("set", "frozenset"):
            schema.setdefault(
                "serialization", wrap_serializer_function_ser_schema(_in_order, when_used="json")
            )
        for key, part in schema.items():
            if key not in _DATA:
                _order_sets(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            _order_sets(part)


def _in_order(items: Any, plain: SerializerFunctionWrapHandler) -> list[Any]:
    return sorted(plain(items))


class Value(BaseModel):
    """A frozen value; an unknown field is an error. In JSON its sets are sorted: Python has no order for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema as pydantic makes it, with every set written in order."""
        made = handler(source)
        _order_sets(made)
        return made


def canonical(data: Any) -> str:
    """Return the one JSON text of some plain data: sorted keys, no spaces, real characters."""
    return _CANONICAL.encode(data)


def digest(data: Any) -> str:
    """Return the hex sha256 of some plain data's canonical JSON."""
    return hashlib.sha256(canonical(data).encode("utf-8", "surrogatepass")).hexdigest()
