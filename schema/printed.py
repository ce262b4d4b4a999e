"""A schema as text, printed once in a process: it takes a third of a second."""

from functools import cache

import strawberry


@cache
def printed(schema: strawberry.Schema) -> str:
    """Return a schema in the schema definition language, ended by one line break."""
    converter = schema.schema_converter
    # Else it is worked out anew wherever a directive stands, thousands of times, which takes longer than all the rest.
    converter.from_schema_directive = cache(converter.from_schema_directive)  # type: ignore[method-assign]
    return schema.as_str().rstrip() + "\n"
