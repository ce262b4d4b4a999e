"""What is logged names no one: no planted word stands in any line, under any key, whatever is asked and whatever fails."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from api.leaks.mutations import MUTATIONS
from api.leaks.revealing import REVEAL
from api.leaks.run import ADDRESSES, REFUSALS
from api.logging import configure_logging
from documents.kernel.read.access import Access
from tests.leaks.conftest import Opens
from tests.leaks.house import House
from tests.leaks.remembering import Memory
from tests.support.watching import WATCH

READS = (REFUSALS, ADDRESSES, "messages", "incidents", "members", "accounts", "clients", "node")
EACH = 3
"""Where some of the doors of the demo are asked, each third mutation is called."""

WHO = ("CENTER_HEAD",)
"""Who may most, and so reads, writes and is refused most."""

Log = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def everything_is_logged(quiet: None) -> Iterator[None]:
    """Logs as in production, down to the last line; afterwards as before."""
    root = logging.getLogger()
    known, level, handlers = structlog.get_config(), root.level, root.handlers
    configure_logging(as_json=True, level="DEBUG")
    root.setLevel(logging.DEBUG)
    with WATCH.aside():
        yield
    structlog.configure(**known)
    root.handlers = handlers
    root.setLevel(level)


async def test_no_line_has_a_word_that_somebody_wrote(
    own_house: Opens, capsys: Log, request: pytest.FixtureRequest
) -> None:
    called = [*MUTATIONS][:: EACH if request.config.getoption("--doors") == "some" else 1]
    async with own_house() as house:
        Memory(house.store)
        await house.ask([*READS, *called, REVEAL], WHO, spreads=True)
        log = capsys.readouterr().err
        assert log.count("\n") > 100
        assert house.words.places_in(log) == []


async def test_no_line_on_a_failure_quotes_the_row_that_failed(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Log
) -> None:
    def failing(self: Access, resource: Any, who: Any, now: Any, rows: Any, *more: Any) -> Any:
        raise ValueError(f"cannot show {rows}")

    monkeypatch.setattr(Access, "_show", failing)
    house.forget_principals()
    await house.ask(("messages", "message", "node"), WHO, writes=False, spreads=True)
    log = capsys.readouterr().err
    house.forget_principals()
    assert log.count("ValueError") > 1
    assert house.words.places_in(log) == []


async def test_a_line_that_quotes_a_row_under_a_key_of_its_own_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: Log
) -> None:
    show = Access._show

    def talkative(self: Access, resource: Any, who: Any, now: Any, rows: Any, *more: Any) -> Any:
        structlog.get_logger().info("shown", subject=[row.get("summary") for row in rows])
        return show(self, resource, who, now, rows, *more)

    monkeypatch.setattr(Access, "_show", talkative)
    await house.ask(("messages",), WHO, writes=False)
    assert any("summary" in place for place in house.words.places_in(capsys.readouterr().err))
