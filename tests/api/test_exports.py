"""The door of exports: the file for who asked for it, by token or by link, while the rights hold that it was made under."""

import asyncio
import json
import secrets
from typing import Any

import httpx
import pytest

from api.clock import utc_now
from documents.kernel.ids import global_id
from tests.support import web
from tests.support.exports import exporting
from tests.support.served_town import ServedTown
from tests.support.town import reopen_town

SHOWN = "export { id status url }"


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town whose lists the tests of this module export."""
    return shared_town


def get(town: ServedTown, path: str, login: str | None = None, **headers: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}{path}", headers={**token, **headers}, timeout=30)


def asked_for(town: ServedTown, login: str, **given: Any) -> str:
    payload = town.act(login, "createExport", SHOWN, **{"list": "TOPICS", "format": "JSONL", **given})
    assert payload["errors"] == []
    return str(payload["export"]["id"])


def look(town: ServedTown, login: str, export_id: str) -> Any:
    return town.data(login, "query($id: ID!) { export(id: $id) { status url } }", id=export_id)["export"]


async def _make(address: str, name: str) -> None:
    there = await reopen_town(address, name)
    there.container.runner.new_id = lambda: secrets.token_hex(12)
    await exporting(there).run("make_exports", utc_now())
    await there.store.close()


@pytest.fixture
def finished(town: ServedTown) -> str:
    """An export of the officer of the portal that is ready."""
    export_id = asked_for(town, "pos")
    assert get(town, f"/exports/{export_id}", "pos").status_code == 404
    asyncio.run(_make(town.store_address, town.database.name))
    assert look(town, "pos", export_id)["status"] == "READY"
    return export_id


def test_a_file_is_given_to_who_asked_by_token_and_by_link(town: ServedTown, finished: str) -> None:
    answer = get(town, f"/exports/{finished}", "pos")
    titles = {json.loads(line)["title"] for line in answer.text.splitlines()}
    shown = town.data("pos", "{ topics(first: 100) { nodes { title } } }")["topics"]["nodes"]
    assert titles == {one["title"] for one in shown}
    assert answer.headers["content-disposition"].startswith('attachment; filename="topics-')
    assert answer.headers["x-content-type-options"] == "nosniff"
    link = look(town, "pos", finished)["url"]
    assert get(town, link).content == answer.content
    part = get(town, link, Range="bytes=0-9")
    assert (part.status_code, part.content) == (206, answer.content[:10])
    assert get(town, link, **{"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_nobody_else_is_told_that_it_is_there(town: ServedTown, finished: str) -> None:
    unknown = get(town, f"/exports/{global_id('Export', '0' * 24)}", "pos")
    for answer in (
        get(town, f"/exports/{finished}", "head"),
        get(town, f"/exports/{finished}", "admin"),
        get(town, f"/exports/{global_id('File', 'x')}", "pos"),
        get(town, "/exports/nothing", "pos"),
    ):
        assert (answer.status_code, answer.json()) == (404, unknown.json())
    assert get(town, f"/exports/{finished}").status_code == 401
    link = look(town, "pos", finished)["url"]
    assert get(town, link[:-4] + "AAAA").status_code == 401
    assert get(town, link.replace("/exports/", "/files/")).status_code == 401
    other = global_id("Export", "0" * 24)
    assert get(town, link.replace(finished, other)).status_code == 401


def test_a_file_of_other_rights_is_given_to_nobody(town: ServedTown, finished: str) -> None:
    exports = town.database["exports"]
    row = exports.find_one({"status": "READY"}, sort=[("asked_at", -1)])
    assert row is not None
    exports.update_one({"_id": row["_id"]}, {"$set": {"rights": "those of before"}})
    assert get(town, f"/exports/{finished}", "pos").status_code == 404
