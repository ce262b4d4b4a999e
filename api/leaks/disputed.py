"""What other systems say otherwise, in plain for the judge alone: sealed values opened, and what the cases hold beside."""

import json
from collections.abc import Mapping
from typing import Any

from api.leaks.pipelines import Row, StoredRows
from auth.crypto.sealing import Vault

COLLECTION = "intake_conflicts"
WRITTEN = ("TEXT", "LOCATION")
"""The fields whose values are words; the others name objects, moments, or say yes or no."""


def with_conflicts(data: StoredRows, vault: Vault) -> StoredRows:
    """Return the data with what is said in conflicts beside what is held. Raises: SealBroken."""
    found = {row["_id"]: _plain(data, vault, row) for row in data.rows(COLLECTION)}
    return StoredRows({**data.collections, COLLECTION: found})


def _plain(data: StoredRows, vault: Vault, row: Row) -> Row:
    said = json.loads(vault.open(row["said"], place=f"{COLLECTION}:{row['_id']}:said"))
    case = data.row("cases", row["case_id"]) or {}
    differences = []
    for one, values in zip(row["differences"], said, strict=True):
        name = one["field"]
        held = _held(case, name) if one["decision"] is None else values.get("ours")
        shown = {"says": values["theirs"], "holds": held}
        words = {whose: {"text": _words(name, value)} for whose, value in shown.items()}
        differences.append({**one, **words})
    return {**{key: value for key, value in row.items() if key != "said"}, "differences": differences}


def _held(case: Row, name: str) -> Any:
    if name == "LOCATION":
        return case.get("location")
    posts = case.get("publications") or ()
    return posts[0]["text"] if posts else case.get("text")


def _words(name: str, value: Any) -> str | None:
    if name not in WRITTEN or value is None:
        return None
    if not isinstance(value, Mapping):
        return str(value)
    parts = [value.get(one) for one in ("street", "house", "description", "latitude", "longitude")]
    return ", ".join(str(one) for one in parts if one not in (None, "")) or None
