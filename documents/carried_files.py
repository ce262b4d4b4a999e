"""Files through the objects that carry them: a file is somebody's to read where its object shows it to them now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.principal import Principal
from documents.aggregates import RESOURCES
from documents.files.vocabulary import FileState
from documents.kernel.read.access import Access
from documents.kernel.read.resource import Resource

Row = Mapping[str, Any]

CARRIERS: Mapping[str, Resource] = {
    one.record.collection_name(): one for one in RESOURCES.values() if one.carries
}
"""Collection → how objects are read that carry files."""


async def seen_file(access: Access, who: Principal, now: datetime, stored: Row) -> Row | None:
    """Return a file as the viewer may see it (`name` is what they read as its name); None where it is not theirs to see.

    One that waits to be attached is seen by who uploaded it. What is hidden costs the commands that what is shown costs.
    """
    if stored["state"] == FileState.WAITING:
        return stored if stored["account_id"] == who.account_id else None
    resource = CARRIERS.get(stored["object_collection"] or "")
    if resource is None:
        return None
    shown = await _object(access, resource, who, now, stored["object_id"])
    for field, files in resource.carries.items() if shown is not None else ():
        for one in files(shown[field]) if shown is not None and shown.get(field) else ():
            if one["file_id"] == stored["_id"]:
                return one
    return None


async def _object(
    access: Access, resource: Resource, who: Principal, now: datetime, record_id: str
) -> Row | None:
    if resource.record.is_reference:
        return access.kept(resource, who, record_id)
    fields = frozenset(resource.carries)
    return await access.one(resource, who, now, where={"_id": record_id}, fields=fields)
