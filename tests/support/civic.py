"""A civic tool that speaks Open311 to a served town, with a key of the partner's client."""

from collections.abc import Mapping
from typing import Any

import httpx

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.served_town import ServedTown

HOLES, PARTNER = global_id("Topic", "holes"), global_id("Client", "account-partner")
ROTATE = (
    "mutation($input: ClientInput!) { rotateClientKey(input: $input) { clientKey { key } errors { code } } }"
)
FORM = {
    "service_code": HOLES,
    "lat": "56.21",
    "long": "89.53",
    "address_string": "у школы",
    "description": "Яма. Звоните Анне Петровой, 8 391 234-56-78",
    "first_name": "Анна",
    "last_name": "Петрова",
    "phone": "+7 391 234-56-78",
    "attribute[kind]": "PROBLEM",
}


class Civic:
    """A civic tool with a key of the partner's client."""

    def __init__(self, town: ServedTown) -> None:
        self.town = town
        self.key = self.rotated()

    def rotated(self, **more: Any) -> str:
        """Draw another key; it is told once."""
        answer = self.town.data("admin", ROTATE, input={"id": PARTNER, **more})["rotateClientKey"]
        assert answer["errors"] == []
        return str(answer["clientKey"]["key"])

    def get(self, path: str, key: str | None = None, /, **given: str) -> httpx.Response:
        """The answer to a question."""
        headers = {"X-Api-Key": key if key is not None else self.key}
        return web.get(f"{self.town.url}/open311/v2/{path}", params=given, headers=headers, timeout=20)

    def told(self, path: str, /, **given: str) -> Any:
        """What is told as JSON."""
        return self.get(f"{path}.json", **given).raise_for_status().json()

    def post(self, form: Mapping[str, str], path: str = "requests.json", **headers: str) -> httpx.Response:
        """The answer to a form that is sent, with the key in it as the specification says."""
        body = {"api_key": self.key, **form}
        return web.post(f"{self.town.url}/open311/v2/{path}", data=body, headers=headers, timeout=20)

    def registered(self, **more: str) -> str:
        """The number of a request that is registered."""
        answer = self.post({**FORM, **more})
        assert answer.status_code == 201, answer.text
        return str(answer.json()[0]["service_request_id"])

    def allow(self, *channels: str) -> None:
        """Let the center name the channels."""
        query = "mutation($i: UpdateSettingInput!) { updateSetting(input: $i) { errors { code } } }"
        given = {"name": "open311Channels", "value": [*channels]}
        assert self.town.data("admin", query, i=given)["updateSetting"] == {"errors": []}
