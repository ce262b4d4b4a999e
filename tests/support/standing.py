"""A town that stands in a database for servers and commands to work on: founded once in a process of tests, and put back
for whoever comes next, over the indexes that the first to work on it has made."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from pymongo import DeleteMany

from tests.support.town import open_town

Rows = dict[str, list[dict[str, Any]]]
Database = pymongo.database.Database[dict[str, Any]]

_FOUNDED: Rows = {}
"""Collection → the rows of a town that nobody has worked on."""


@contextmanager
def standing_town(store_url: str, name: str) -> Iterator[Database]:
    """The database of a town as it was founded, whatever was done in it before."""
    with pymongo.MongoClient[dict[str, Any]](store_url) as client:
        database = client[name]
        put_town_back(database, store_url)
        yield database


def put_town_back(database: Database, store_url: str) -> None:
    """Have a database of a server hold the town as it was founded, and nothing else."""
    if not _FOUNDED:
        asyncio.run(_found(store_url, database.name))
        _FOUNDED.update({one: list(database[one].find({})) for one in database.list_collection_names()})
        return
    names = {*database.list_collection_names(), *_FOUNDED}
    database.client.bulk_write([DeleteMany({}, namespace=f"{database.name}.{one}") for one in names])
    for one, rows in _FOUNDED.items():
        if rows:
            database[one].insert_many(rows)


async def _found(store_url: str, name: str) -> None:
    town = await open_town(store_url, name, makes_indexes=False)
    await town.store.close()
