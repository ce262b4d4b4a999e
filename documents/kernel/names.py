"""Names as callers spell them: what is snake_case inside is camelCase in GraphQL."""

import re


def camel(path: str) -> str:
    """Return the GraphQL spelling of a stored path or of an operation: `publications.author_handle` →
    `publications.authorHandle`."""
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), path)
