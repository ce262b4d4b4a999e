"""What a follower is told of an event: by the rights of now, and by the object as it is now."""

from typing import Any

import pytest

from auth.policy.decide import Plan
from documents.kernel.read.following import Verdict, concerns, verdict
from documents.kernel.read.readable import Readable

ROADS, SCHOOLS = "org:roads", "org:schools"
SEEN = Readable(Plan(keys=frozenset({ROADS})))
ONLY_MESSAGES = Readable(Plan(keys=frozenset({ROADS})), closed=frozenset({"INCIDENT"}))


def event(before: list[str], after: list[str]) -> dict[str, Any]:
    return {"keys_before": before, "keys_after": after}


def row(*keys: str, kind: str = "MESSAGE") -> dict[str, Any]:
    return {"_id": "1", "kind": kind, "access_keys": list(keys)}


@pytest.mark.parametrize(
    ("happened", "stored", "matches", "was_told", "told"),
    [
        pytest.param(event([], [ROADS]), row(ROADS), True, False, Verdict.SHOWN, id="what came"),
        pytest.param(event([ROADS], [ROADS]), row(ROADS), False, False, Verdict.UNTOLD, id="filtered out"),
        pytest.param(event([ROADS], [ROADS]), row(ROADS), False, True, Verdict.SHOWN, id="matches no more"),
        pytest.param(
            event([SCHOOLS], [SCHOOLS]), row(SCHOOLS), True, False, Verdict.UNTOLD, id="never theirs"
        ),
        pytest.param(event([ROADS], [SCHOOLS]), row(SCHOOLS), True, False, Verdict.LOST, id="taken by this"),
        pytest.param(
            event([ROADS], [ROADS]), row(SCHOOLS), True, False, Verdict.UNTOLD, id="taken by a later"
        ),
        pytest.param(event([ROADS], [SCHOOLS]), row(ROADS), True, False, Verdict.SHOWN, id="come back since"),
        pytest.param(
            event([SCHOOLS], [SCHOOLS]), row(SCHOOLS), True, True, Verdict.LOST, id="told, and rights gone"
        ),
        pytest.param(event([ROADS], [SCHOOLS]), None, True, True, Verdict.UNTOLD, id="gone altogether"),
    ],
)
def test_a_follower_is_told(
    happened: dict[str, Any], stored: dict[str, Any] | None, matches: bool, was_told: bool, told: Verdict
) -> None:
    assert verdict(SEEN, happened, stored, matches=matches, was_told=was_told) is told


def test_an_object_of_a_kind_that_is_closed_is_neither_shown_nor_lost() -> None:
    there, gone = row(ROADS, kind="INCIDENT"), row(SCHOOLS, kind="INCIDENT")
    assert verdict(ONLY_MESSAGES, event([], [ROADS]), there, matches=True, was_told=False) is Verdict.UNTOLD
    assert (
        verdict(ONLY_MESSAGES, event([ROADS], [SCHOOLS]), gone, matches=True, was_told=False)
        is Verdict.UNTOLD
    )


def test_an_event_concerns_who_could_see_before_or_after_it() -> None:
    assert concerns(SEEN, event([ROADS], [SCHOOLS]))
    assert concerns(SEEN, event([SCHOOLS], [ROADS]))
    assert not concerns(SEEN, event([SCHOOLS], [SCHOOLS]))
