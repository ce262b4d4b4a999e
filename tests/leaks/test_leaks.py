"""No door tells anybody what is not for them, and each tells what is: every field, every address, every role."""

import logging
from typing import Any

import pytest

from api.leaks import lists, rights, run
from api.leaks.asking import ROOT_FIELDS
from api.leaks.delivering import DOOR as OF_CLIENTS
from api.leaks.filters import ORDERS
from api.leaks.findings import CheckKind
from api.leaks.mutations import MUTATIONS
from api.leaks.people import Asker
from api.leaks.run import NOT_SIGNED_IN, WEBHOOKS
from api.leaks.searching import lists_with_search
from api.leaks.truth import CASE_TYPES, STORED
from api.leaks.waiting import STEPS
from auth.policy.table import FIELDS
from documents.kernel.names import camel
from schema.engine import counters
from tests.leaks.conftest import Opens
from tests.leaks.house import EVERY_DOOR, SINGLY, House
from tests.leaks.remembering import Memory
from tests.leaks.test_selections import driver_of
from tests.leaks.town_planted import LOGINS
from tests.leaks.twins import asked_twice
from tests.leaks.words_planted import IN_THE_HISTORY

LOGGED = frozenset({"revealApplicant", *list(lists_with_search())[:2]})
"""Doors that write a line into the log of access to personal data."""

OF_NO_ROW = "fell.object"
"""How often the engine met an object that is no row (`schema/engine/counters.py`)."""

ADMINISTRATOR, ALL_SEEING = "SYSTEM_ADMINISTRATOR", "CENTER_HEAD"

EACH = 5
"""In a run that asks some of the doors of the demo, each door of the town is asked as each fifth of its people, the next one
as others."""

FEW = 8
"""Objects of a kind whose contacts and texts are revealed in such a run."""


@pytest.mark.parametrize("door", EVERY_DOOR)
async def test_a_door_tells_each_role_what_the_rights_allow_and_no_more(
    house: House,
    own_house: Opens,
    monkeypatch: pytest.MonkeyPatch,
    is_logged: logging.Logger,
    capsys: pytest.CaptureFixture[str],
    door: str,
    request: pytest.FixtureRequest,
) -> None:
    asked = request.config.getoption("--doors")
    roles = _some(house, door) if asked == "some" else None
    spreads = asked != "whole"
    differing: list[str] = []
    words = house.words
    fell = counters.figures().get(OF_NO_ROW, 0)
    if door in LOGGED:
        async with own_house() as another:
            words, another.memory = another.words, Memory(another.store)
            tally = await another.ask([door], roles, spreads=spreads)
    else:
        before = await house.event_count()
        twice, differing = asked_twice(house, monkeypatch) if asked == "every" else (house, [])
        tally = await twice.ask([door], roles, spreads=spreads)
        assert await house.event_count() == before

    assert list(tally.findings.values()) == []
    assert differing == []
    # What is shown is read by the engine, and left to the slower executor for its selection alone.
    assert counters.figures().get(OF_NO_ROW, 0) == fell
    # Nothing that somebody wrote stands in what was logged of it.
    log = capsys.readouterr().err
    assert '"event":"request"' in log or door == WEBHOOKS
    assert words.places_in(log) == []
    compared = {role for check, _, role in tally.compared if check is not CheckKind.COVER}
    expected = {one.label for one in house.survey.askers if roles is None or one.label in roles}
    assert compared >= (expected if door != OF_CLIENTS else expected & {"INTEGRATION"})
    if door in MUTATIONS:
        assert tally.total(CheckKind.REFUSALS) >= len(LOGINS) // EACH


def _some(house: House, door: str) -> frozenset[str]:
    """Each fifth of those who ask, beginning with another one at the next door; and who has no token."""
    labels = [one.label for one in house.survey.askers]
    return frozenset({*labels[EVERY_DOOR.index(door) % EACH :: EACH], NOT_SIGNED_IN})


def test_some_of_the_doors_are_asked_as_everybody_in_turn(house: House) -> None:
    turns = [_some(house, door) for door in EVERY_DOOR[:EACH]]
    assert frozenset().union(*turns) == {*(one.label for one in house.survey.askers), NOT_SIGNED_IN}


def test_some_ask_the_lists_of_cases_for_every_order(house: House) -> None:
    """Each fifth of the people at a list; that all of them ask each list for all, `test_selections` shows."""
    turns = {one.account_id: turn for turn, one in enumerate((*house.survey.askers, run.NOBODY))}
    driver = driver_of(turns)
    asked = [
        order
        for door in ("cases", "submissions", "messages", "appeals", "incidents")
        for one in house.survey.askers
        if one.label in _some(house, door)
        for order in lists.orders_of(driver, one, door, lists.OF_CASES)
    ]
    assert {*asked} == {*ORDERS[lists.OF_CASES]}


async def test_a_search_by_a_contact_and_a_reveal_find_what_they_should(
    own_house: Opens, request: pytest.FixtureRequest
) -> None:
    """In a run that asks some of the doors a few messages and incidents are revealed, sensitive ones among them."""
    most = FEW if request.config.getoption("--doors") == "some" else SINGLY
    async with own_house() as another:
        lines = await another.installation.log_lines()
        tally = await another.ask(["revealApplicant"], [ALL_SEEING, "CURATOR"], sample=most)
        # The contacts and the texts of messages, and the texts of incidents. The head needs no reason; the curator gives
        # one, and is shown nothing without it.
        assert tally.total(CheckKind.REVEALS) == 2 * 2 * 3 * most
        assert await another.installation.log_lines() - lines == 3 * most * 2 + 3 * most


def test_everybody_of_the_town_asks(house: House) -> None:
    assert len(house.survey.askers) == len(LOGINS)


def test_every_planted_word_is_known_to_the_judge(house: House) -> None:
    known = "\n".join(house.survey.restricted.owners)
    words = house.words.places.items()
    assert [place for word, place in words if word not in known and not place.endswith(IN_THE_HISTORY)] == []


def test_every_withheld_field_carries_planted_words(house: House) -> None:
    places = set(house.words.places.values())

    bare = [
        f"{one.resource}.{one.path}"
        for one in FIELDS
        if not any(place.startswith(f"{one.resource}.{one.path}") for place in places)
    ]
    # Codes alone: no word can be planted there; they are compared field by field.
    assert bare == ["case.responses.signals"]


def test_whatever_is_withheld_is_withheld_from_somebody_and_shown_to_somebody(house: House) -> None:
    truth = house.survey.truth
    for one in FIELDS:
        types = CASE_TYPES if one.resource == "case" else ("Person",)
        told = {
            one.path in truth.withheld(asker, type_name, row)
            for type_name, row in truth.rows(*types)
            for asker in house.survey.askers
        }
        assert told == {True, False}, one.path


def test_the_administrator_sees_no_contents_and_every_word_of_them_is_looked_for(house: House) -> None:
    administrator, head = house.asker(ADMINISTRATOR), house.asker(ALL_SEEING)
    truth, restricted = house.survey.truth, house.survey.restricted
    assert [one for one in STORED if truth.visible(administrator, one)] == []
    assert all(truth.visible(head, one) for one in STORED)
    sought = {text for texts in restricted.forbidden(administrator).values() for text in texts}
    of_contents = {text for text, owners in restricted.owners.items() if owners[0].type_name in STORED}
    assert of_contents <= sought
    assert len(of_contents) > 1_000


async def test_no_list_and_no_count_has_a_row_for_the_administrator(house: House) -> None:
    lists = "cases submissions messages appeals incidents meetings protocols assignments".split()
    fields = " ".join(f"{name}(first: 100) {{ totalCount {{ value }} edges {{ cursor }} }}" for name in lists)
    token = house.asker(ADMINISTRATOR).token
    answer = await house.installation.client.ask(token, f"{{ {fields} }}")
    assert [answer.data[name] for name in lists] == [{"totalCount": {"value": 0}, "edges": []}] * len(lists)
    counted = await house.installation.client.ask(
        token, "{ caseCounts(by: [STATUS, SECTOR]) { total { count } groups { count } } }"
    )
    assert not rights.ever(house.asker(ADMINISTRATOR).person, "case.count")
    assert not any(digit in str(counted.data["caseCounts"]) for digit in "123456789")


async def test_what_waits_for_somebody_is_what_is_offered_to_them(house: House) -> None:
    """The other half of what the judge compares: in this town no guard of an object takes an offer back."""
    calls = [
        f"{one}: cases(first: 100, filter: {{allowedAction: [{one}]}}) {{ nodes {{ id }} }}" for one in STEPS
    ]
    asked = [
        f"{{ {' '.join(calls[start : start + ROOT_FIELDS])} }}" for start in range(0, len(calls), ROOT_FIELDS)
    ]
    for asker in house.survey.askers:
        offered = await _offers(house, asker)
        for document in asked:
            answer = await house.installation.client.ask(asker.token, document)
            for action, page in answer.data.items():
                expected = [one["id"] for one in offered if camel(action.lower()) in one["offered"]]
                assert [one["id"] for one in page["nodes"]] == expected, (asker.label, action)


async def _offers(house: House, asker: Asker) -> list[dict[str, Any]]:
    """All cases that somebody sees, in their order, with what each offers."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await house.installation.client.ask(
            asker.token,
            f"{{ cases(first: 40{after}) {{ nodes {{ id allowedActions {{ action allowed }} }} "
            "pageInfo { hasNextPage endCursor } } }",
        )
        assert not page.errors, page.errors
        for one in page.data["cases"]["nodes"]:
            offered = {each["action"] for each in one["allowedActions"] if each["allowed"]}
            found.append({"id": one["id"], "offered": offered})
        info = page.data["cases"]["pageInfo"]
        if not info["hasNextPage"]:
            return found
        after = f', after: "{info["endCursor"]}"'
