"""JSON Schemas (draft 2020-12), made from the model."""

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core.core_schema import WithDefaultSchema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


class WrittenOut(GenerateJsonSchema):
    """For documents that are always written whole: every field is required, and none has a default."""

    def field_is_required(self, field: Any, total: bool) -> bool:  # noqa: ARG002
        """Return that it is, whether or not the model has a default for it."""
        return True

    def default_schema(self, schema: WithDefaultSchema) -> Schema:
        """Return the schema of the value alone."""
        return self.generate_inner(schema["schema"])


def schema(
    document: type[BaseModel],
    name: str,
    *,
    version: str,
    generator: type[GenerateJsonSchema] = GenerateJsonSchema,
    mode: JsonSchemaMode = "serialization",
) -> Schema:
    """Return the JSON Schema of a document as it is written; in the mode `validation`, as others may write it."""
    made = document.model_json_schema(mode=mode, schema_generator=generator)
    return {"$schema": _DIALECT, "$id": f"urn:ugc-toolkit:schema:{name}:{version}"} | made


def as_text(data: Schema) -> str:
    """Return a schema as it stands on disk."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
