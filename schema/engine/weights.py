"""What a cost is made of: declared by the schema, read by the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Named = Mapping[str, int]
"""By the name of a field, or as `Type.field` where the name alone would mean several."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Scalars, connections and edges cost nothing, an object 1, a list its size times what one item costs."""

    limit: int = 2_000
    mutation: int = 10
    whole: Named = field(default_factory=dict)
    """Fields with one price for all that stands beneath; only aliased objects beneath cost their points again."""

    assumed: Named = field(default_factory=dict)
    """Plain lists of objects → how many items are reckoned with."""

    sized_by: Mapping[str, str] = field(default_factory=dict)
    """`Type.field` of lists with as many items as an argument has → that argument."""

    done_for_each: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """`Type.field` of mutations that are done once for each item of a list → the argument, and the key of the list in it."""

    undeclared: int = 20
    """Size of a plain list that nobody declared."""

    page_sizes: tuple[str, ...] = ("first", "last")
    """Arguments that say how many rows a connection gives."""

    page_rows: frozenset[str] = frozenset({"nodes", "edges"})
    """Fields of a connection that hold its rows."""


def look_up(named: Named, type_name: str, field_name: str) -> int | None:
    """Return what is declared for a field, by its full name before its short one."""
    return named.get(f"{type_name}.{field_name}", named.get(field_name))
