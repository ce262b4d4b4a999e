"""What callers are told where a write meets a unique index."""

from collections.abc import Callable

from pymongo.errors import BulkWriteError, DuplicateKeyError

from auth.errors import Problem


def unique_problem(error: DuplicateKeyError | BulkWriteError) -> Exception:
    """Return what a caller is told of a write that met a unique index."""
    # The index tells what was double; it is named in `UNIQUE_PROBLEMS` where a caller can bring it about.
    details = error.details or {}
    told = [str(one.get("errmsg")) for one in details.get("writeErrors", ())] or [str(details.get("errmsg"))]
    for name, problem in UNIQUE_PROBLEMS.items():
        if any(name in text for text in told):
            return problem()
    return RuntimeError(f"a write was refused by the store, code {error.code}")


UNIQUE_PROBLEMS: dict[str, Callable[[], Problem]] = {}
"""Index name → the problem that a caller is told when a write meets it; filled where the index is declared."""
