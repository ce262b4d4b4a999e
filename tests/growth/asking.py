"""The requests of one house: who asks has signed in there, and the same case is compared everywhere."""

import orjson

from tests.bench.client import ask_once, request
from tests.bench.servers import Running
from tests.bench.work import HEAD, LEAD
from tests.growth.work import BEFOREHAND, SIMILAR, SOME_CASES, Asked
from tests.support import web
from tests.support.prepared import demo_passwords

SIGNING_IN_SECONDS = 60


class Asker:
    """Makes the requests to one server."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self._tokens: dict[str, str] = {}

    def wanted(self, asked: Asked, case_id: str) -> bytes:
        """Return a question as it is sent; `case_id` is the case of those that are about one."""
        variables = {**asked.variables, "id": case_id} if asked.of_a_case else dict(asked.variables)
        return self._request(asked.login, {"query": asked.query, "variables": variables})

    def beforehand(self, asked: Asked) -> bytes:
        """Return what the same person asks before a question."""
        return self._request(asked.login, {"query": BEFOREHAND})

    async def case_with_likenesses(self) -> str:
        """Return the id of the case with the most that are like it, among those that both see: a page that is full with the
        demo grows with nothing."""
        nodes = (await self._data(HEAD, SOME_CASES, {}))["messages"]["nodes"]
        alike = {one["id"]: await self._alike(one["id"]) for one in nodes if not one["isSensitive"]}
        return max(alike, key=lambda case_id: alike[case_id])

    async def _alike(self, case_id: str) -> int:
        """To how many cases one is alike, as who sees fewer is told."""
        told = [await self._data(login, SIMILAR, {"id": case_id}) for login in (HEAD, LEAD)]
        return min(len(one["similarCases"] or ()) for one in told)

    async def _data(
        self, login: str, query: str, variables: dict[str, str]
    ) -> dict[str, dict[str, list[dict[str, str]]]]:
        body = self._request(login, {"query": query, "variables": variables})
        data: dict[str, dict[str, list[dict[str, str]]]] = orjson.loads(await ask_once(self.server, body))[
            "data"
        ]
        return data

    def _request(self, login: str, body: dict[str, object]) -> bytes:
        return request("/graphql", self._token(login), body)

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            form = {"grant_type": "password", "username": login, "password": demo_passwords()[login]}
            url = f"http://127.0.0.1:{self.server.port}/auth/token"
            answer = web.post(url, data=form, timeout=SIGNING_IN_SECONDS).raise_for_status()
            self._tokens[login] = answer.json()["access_token"]
        return self._tokens[login]
