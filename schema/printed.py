"""A schema as text, printed once in a process: it takes half a second."""

from functools import cache

import strawberry


@cache
def printed(schema: strawberry.Schema) -> str:
    """Return a schema in the schema definition language, ended by one line break."""
    return schema.as_str().rstrip() + "\n"
