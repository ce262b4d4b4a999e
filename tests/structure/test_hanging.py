"""The watch over tests that hang: it waits as long as a test may take by its own word."""

from typing import Any

import pytest

from tests.support.hanging import HANGING_SECONDS, Watchdog


def test_a_test_with_a_longer_time_of_its_own_is_given_it(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []

    def later(seconds: float, **_: Any) -> None:
        given.append(seconds)

    monkeypatch.setattr("faulthandler.dump_traceback_later", later)
    watch = Watchdog()
    watch.renew(request.node)
    watch.renew(request.node)
    request.node.add_marker(pytest.mark.timeout(2 * HANGING_SECONDS))
    watch.renew(request.node)
    assert given == [HANGING_SECONDS, 2 * HANGING_SECONDS]
