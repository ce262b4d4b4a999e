"""The pauses after wrong passwords, without waiting for them or through them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pymongo

from documents.accounts.rules import FORGOTTEN_AFTER_SECONDS, FREE_ATTEMPTS, delay_seconds
from documents.kernel.store.connection import Store


def lengthened(row: Mapping[str, Any]) -> dict[str, Any]:
    """A counter of failures whose pause goes on until it is forgotten: a slow machine would sit out a second.

    Raises: AssertionError where it does not stand at the first pause, and at no more than that.
    """
    began = row["expires_at"] - timedelta(seconds=FORGOTTEN_AFTER_SECONDS)
    assert row["failures"] == FREE_ATTEMPTS + 1
    assert row["locked_until"] - began == timedelta(seconds=delay_seconds(row["failures"]))
    return {**row, "locked_until": row["expires_at"]}


async def paused_for_long(store: Store) -> None:
    """Let the one pause of a store go on for a day."""
    [row] = await store.collection("lockouts").find({}).to_list(length=None)
    await store.collection("lockouts").replace_one({"_id": row["_id"]}, lengthened(row))


def pause_for_long(database: pymongo.database.Database[dict[str, Any]]) -> None:
    """The same in a database that another process serves."""
    [row] = database["lockouts"].find({}).to_list()
    database["lockouts"].replace_one({"_id": row["_id"]}, lengthened(row))
