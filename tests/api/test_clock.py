"""The clock is cut where it enters: what a payload tells is what is read again."""

from api.clock import utc_now


def test_the_clock_knows_no_more_than_the_store_keeps() -> None:
    assert {utc_now().microsecond % 1000 for _ in range(1_000)} == {0}
