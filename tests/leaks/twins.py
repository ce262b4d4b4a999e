"""Each document of the leak check once more, on the stock executor: both give the same bytes to whoever asks it first."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from api.leaks.asgi import AsgiClient, Reply
from schema.engine.executor import FastExecutor
from tests.leaks.house import House

ON_STOCK: ContextVar[bool] = ContextVar("on_stock", default=False)
"""Whether what is asked now is asked of the stock executor."""


@dataclass(frozen=True)
class TwinClient(AsgiClient):
    """Asks a document that is new twice, and keeps what the two executors say differently."""

    asked: set[str] = field(default_factory=set)
    differing: list[str] = field(default_factory=list)

    async def ask(
        self, token: str | None, document: str, variables: Mapping[str, Any] | None = None
    ) -> Reply:
        """Ask GraphQL; a document that is new of the stock executor too, but of a mutation the first one alone."""
        reply = await super().ask(token, document, variables)
        # What a mutation shows is completed as what a query shows.
        key = "mutation" if document.startswith("mutation") else document
        if key in self.asked:
            return reply
        self.asked.add(key)
        stock = ON_STOCK.set(True)
        try:
            again = await super().ask(token, document, variables)
        finally:
            ON_STOCK.reset(stock)
        if (again.status, again.text) != (reply.status, reply.text):
            self.differing.append(f"{document}\nengine {reply.text}\nstock  {again.text}")
        return reply


def asked_twice(house: House, patch: pytest.MonkeyPatch) -> tuple[House, list[str]]:
    """The same house, asked by a twin client, and where the executors will differ; until the patch is undone."""
    is_on = FastExecutor.is_on
    patch.setattr(FastExecutor, "is_on", property(lambda executor: is_on and not ON_STOCK.get()))
    known = house.installation.client
    twin = TwinClient(known.app, known.host)
    installation = replace(house.installation, client=twin)
    return House(house.words, replace(house.survey, installation=installation)), twin.differing
