"""What is logged names no one: no planted word stands in any line, under any key, whatever fails.

`test_leaks` looks at what is logged in production, door by door; here the libraries say everything as well.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from api.leaks.mutations import MUTATIONS
from api.leaks.run import REFUSALS
from documents.kernel.read.access import Access
from tests.leaks.house import House
from tests.support.watching import WATCH

WHO = ("CENTER_HEAD",)
"""Who may most, and so reads, writes and is refused most."""

Log = pytest.CaptureFixture[str]

READS = (REFUSALS, "messages", "accounts", "node")
SOME = 25
"""Of mutations each so many-th is called."""
FEW = 2
"""Objects of a kind that are asked for: of each of the others the same is logged."""


@pytest.fixture(autouse=True)
def everything_is_logged(is_logged: logging.Logger) -> Iterator[None]:
    """Whatever anybody says, the libraries below as well."""
    is_logged.setLevel(logging.DEBUG)
    # Some of it fails on purpose: no index has to serve it.
    with WATCH.aside():
        yield


async def test_no_library_says_a_word_that_somebody_wrote(house: House, capsys: Log) -> None:
    house.forget_principals()
    await house.ask([*READS, *[*MUTATIONS][::SOME]], WHO, sample=FEW, spreads=True)
    log = capsys.readouterr().err
    assert log.count("\n") > 100
    assert house.words.places_in(log) == []


async def test_no_line_on_a_failure_quotes_the_row_that_failed(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Log
) -> None:
    def failing(self: Access, resource: Any, who: Any, now: Any, rows: Any, *more: Any, **named: Any) -> Any:
        raise ValueError(f"cannot show {rows}")

    monkeypatch.setattr(Access, "_show", failing)
    house.forget_principals()
    await house.ask(("messages", "message", "node"), WHO, writes=False, sample=FEW, spreads=True)
    log = capsys.readouterr().err
    house.forget_principals()
    assert log.count("ValueError") > 1
    assert house.words.places_in(log) == []


async def test_a_line_that_quotes_a_row_under_a_key_of_its_own_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Log
) -> None:
    show = Access._show

    def talkative(
        self: Access, resource: Any, who: Any, now: Any, rows: Any, *more: Any, **named: Any
    ) -> Any:
        structlog.get_logger().info("shown", subject=[row.get("summary") for row in rows])
        return show(self, resource, who, now, rows, *more, **named)

    monkeypatch.setattr(Access, "_show", talkative)
    await house.ask(("messages",), WHO, writes=False, sample=FEW)
    assert any("summary" in place for place in house.words.places_in(capsys.readouterr().err))
