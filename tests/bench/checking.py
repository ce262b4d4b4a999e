"""Before anything is measured: the servers must tell the same, and write the same."""

from collections.abc import Mapping
from typing import Any

import orjson

from documents.kernel.store.connection import Store
from tests.bench.servers import BEFORE
from tests.bench.work import without

Row = dict[str, Any]

OF_ITS_OWN = frozenset(
    {
        "_id",
        "number",
        "at",
        "routed_at",
        "updated_at",
        "received_at",
        "registered_at",
        "started_at",
        "done_at",
        "sort_received",
        "sort_routed",
        "sort_due",
        "sort_number",
        "sort_updated",
        "sort_priority",
        "search_terms",
        "due_at",
        "soon_at",
        "due_soon_at",
        "overdue_at",
        "due_steps",
        "legal_due_on",
        "control_due_on",
        "object_id",
        "transaction_id",
        "before",
        "after",
    }
)
"""What differs between two messages that were routed alike: ids, numbers, moments."""


OF_A_RELEASE = frozenset({"cursor", "startCursor", "endCursor", "allowedActions", "groups"})
"""What another release may answer otherwise: cursors, which are opaque to callers, which operations there are, and which
states it counts by."""


class Different(AssertionError):
    """Two servers answer or write something else."""


def same_answers(name: str, answers: Mapping[str, bytes], *, beyond_floor: frozenset[str]) -> None:
    """Compare the data of all answers with Pult's. Raises: Different, with the first place."""
    pult = orjson.loads(answers["pult"])["data"]
    for server, body in answers.items():
        reduced = {"floor": beyond_floor, BEFORE: OF_A_RELEASE}.get(server, frozenset())
        found = difference(without(pult, reduced), without(orjson.loads(body)["data"], reduced))
        if found is not None:
            raise Different(f"{name}: pult and {server} differ at {found}")


async def same_writes(store: Store, routed: Mapping[str, str], *, unknown_before: frozenset[str]) -> None:
    """Compare the cases under these ids (server → case) and their last events with Pult's; what the release before does not
    know is left out where it wrote. Raises: Different.
    """
    written: dict[str, tuple[Any, Any]] = {}
    for server, case_id in routed.items():
        case = await store.collection("cases").find_one({"_id": case_id})
        assert case is not None
        last = f"cases:{case_id}:{case['revision']}"
        event = await store.collection("events").find_one({"_id": last})
        written[server] = (without(case, OF_ITS_OWN), without(event, OF_ITS_OWN))
    for server, rows in written.items():
        unknown = unknown_before if server == BEFORE else frozenset()
        found = difference(without(list(written["pult"]), unknown), without(list(rows), unknown))
        if found is not None:
            raise Different(f"W5: pult and {server} write something else at {found}")


def difference(one: Any, other: Any, path: str = "$") -> str | None:
    """The first place where two trees differ, in words; None where they do not."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return f"{path}: {sorted(one.keys() ^ other.keys())}"
        return next(filter(None, (difference(one[key], other[key], f"{path}.{key}") for key in one)), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path}: {len(one)} and {len(other)} items"
        pairs = enumerate(zip(one, other, strict=True))
        return next(filter(None, (difference(a, b, f"{path}[{at}]") for at, (a, b) in pairs)), None)
    return None if one == other else f"{path}: {one!r} and {other!r}"
