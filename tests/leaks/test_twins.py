"""The test of asking twice: what the engine says otherwise than the stock executor is noticed, and each is really asked."""

from typing import Any

import pytest

from schema.engine.executor import FastExecutor
from tests.leaks.house import House
from tests.leaks.twins import asked_twice

AS = ("CURATOR",)


async def test_what_the_engine_alone_leaves_out_is_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete = FastExecutor.complete_iterable_value

    def shortened(self: FastExecutor, item_type: Any, *given: Any) -> Any:
        return complete(self, item_type, *given) if self._shape is None else []

    monkeypatch.setattr(FastExecutor, "complete_iterable_value", shortened)
    twice, differing = asked_twice(house, monkeypatch)

    await twice.ask(["conferences"], AS, writes=False, spreads=True)

    assert differing != []


async def test_what_both_say_alike_is_asked_once_of_each(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    made = FastExecutor.__init__

    def noted(self: FastExecutor, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        asked.append(self._shape is None)

    monkeypatch.setattr(FastExecutor, "__init__", noted)
    twice, differing = asked_twice(house, monkeypatch)

    for _ in range(2):
        await twice.installation.client.ask(house.asker(*AS).token, "{ viewer { login roles } }")

    assert differing == []
    assert asked == [False, True, False]
