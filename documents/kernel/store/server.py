"""What the server behind a database says of itself, for whoever looks after an installation."""

from collections.abc import Mapping
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from documents.kernel.store.commands import Row


async def server_of(database: AsyncDatabase[Row]) -> Mapping[str, Any]:
    """Return `version`, `setName`, the server's time `now`, and of its disk `total` and `used` bytes, which the embedded
    server does not know (None)."""
    admin = database.client.admin
    hello, build = await admin.command("hello"), await admin.command("buildInfo")
    sizes = await database.command("dbStats")
    return {
        "version": build["version"],
        "setName": hello["setName"],
        "now": hello["localTime"],
        "total": sizes.get("fsTotalSize"),
        "used": sizes.get("fsUsedSize"),
    }
