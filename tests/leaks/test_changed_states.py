"""Rights are asked of the row and of the person as they are now: after each change, and for each of two people of one
role."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.leaks.asking import Until
from api.leaks.findings import Finding, Sort, Tally
from auth.policy import decide
from documents.cases.document import Case
from documents.kernel.read import readable
from tests.leaks import town_planted
from tests.leaks.conftest import Opens
from tests.leaks.house import SINGLY, House
from tests.leaks.remembering import Memory
from tests.leaks.sabotage import hide
from tests.support.notes import notes
from tests.support.watching import WATCH

DOORS = ("messages", "incidents", "message")
OF_CASES = (*DOORS, "case", "nodes")
"""Doors that tell of cases alone, and one that tells of anything which of it there is."""

BOUND_ROLES = ("SECTOR_LEAD", "RECIPIENT_COORDINATOR")
READERS = (*BOUND_ROLES, "CURATOR", "CENTER_COORDINATOR")
CAUGHT = notes("leaks through what is remembered, and what caught each")


@pytest.fixture
async def street(own_house: Opens) -> AsyncIterator[House]:
    """A house with a second lead and a second coordinator, all of whom ask; what its doors have read once is kept until
    something is moved."""
    async with own_house(town_planted.twins) as house:
        house.memory = Memory(house.store)
        await house.read_again(all_accounts=True)
        yield house


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> int | None:
    """All objects; in a run that asks some of the doors half of them, without all the filters of a list: what changes is who
    sees the row, and that a filter narrows what somebody sees, `test_leaks` asks."""
    return SINGLY // 2 if request.config.getoption("--doors") == "some" else None


async def told(
    house: House,
    roles: tuple[str, ...] = READERS,
    *,
    doors: tuple[str, ...] = DOORS,
    sample: int | None = None,
    until: Until | None = None,
) -> list[Finding]:
    """What the check finds at the doors of cases, or until enough was found."""
    with WATCH.aside():
        tally = await house.ask(doors, roles, writes=False, spreads=True, sample=sample, until=until)
        return list(tally.findings.values())


def leaks(tally: Tally, door: str, role: str) -> bool:
    """Whether something leaks at a door."""
    return any(one.door == door and one.sort is Sort.LEAK for one in tally.findings.values())


def tells_texts(tally: Tally, door: str, role: str) -> bool:
    """Whether a text leaks, at whatever door."""
    return any(one.sort is Sort.LEAK and one.place == "Message.text" for one in tally.findings.values())


async def move_cases(house: House) -> int:
    """Turn half of the cases into sensitive ones or back, and hand the other half to another body and sector."""
    rows = house.store.collection("cases")
    stored = await rows.find({}).sort("_id", 1).to_list(length=None)
    for place, row in enumerate(stored):
        case = Case.from_row(row)
        if place // 2 % 2:
            case.is_sensitive = not case.is_sensitive
        elif case.recipient_id is not None:
            is_of_schools = case.recipient_id == "schools"
            case.recipient_id = "road-repair" if is_of_schools else "schools"
            case.sector_id = "ROADS" if is_of_schools else "EDUCATION"
            case.assignee_id, case.co_assignee_ids = None, []
        case.revision += 1
        case.derive()
        await rows.replace_one({"_id": row["_id"]}, case.to_row())
    return len(stored)


def test_two_of_one_role_see_other_rows(house: House) -> None:
    bound = {login: dict(where) for login, (_, where) in town_planted.TWINS.items()}
    assert all(bound[f"{login}2"] != town_planted.BOUND[login] for login in ("SL", "RC"))


async def test_rights_follow_the_row_as_it_changes_and_each_person_has_their_own(
    street: House, sample: int | None
) -> None:
    assert len([one for one in street.survey.askers if one.label in BOUND_ROLES]) == 4
    assert await told(street, doors=OF_CASES, sample=sample) == []
    before = [frozenset(street.survey.truth.visible(one, "Message")) for one in street.survey.askers]

    assert await move_cases(street) > 20
    await street.read_again(all_accounts=True)

    after = [frozenset(street.survey.truth.visible(one, "Message")) for one in street.survey.askers]
    assert before != after
    assert await told(street, doors=OF_CASES, sample=sample) == []


async def test_a_plan_that_is_remembered_by_the_role_alone_is_caught(
    street: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, kept = decide.plan, dict[Any, Any]()

    def plan(who: Any, action: Any, **more: Any) -> Any:
        roles = tuple(sorted(one.role.value for one in who.grants))
        return kept.setdefault((roles, action), known(who, action, **more))

    monkeypatch.setattr(readable, "plan", plan)
    street.forget_principals()

    found = [one for one in await told(street, BOUND_ROLES, until=leaks) if one.sort is Sort.LEAK]

    assert {one.role for one in found} <= set(BOUND_ROLES)
    assert {"messages", "incidents"} <= {one.door for one in found}
    CAUGHT["план помнится по роли"] = f"{found[0].door}: {found[0].place}"


async def test_what_was_withheld_of_a_row_once_and_is_remembered_so_is_caught(
    street: House, monkeypatch: pytest.MonkeyPatch, sample: int | None
) -> None:
    known, kept = decide.hidden, dict[Any, frozenset[str]]()

    def hidden(who: Any, name: str, row: Any) -> frozenset[str]:
        return kept.setdefault((who.account_id, row["_id"]), known(who, name, row))

    hide(monkeypatch, hidden)
    street.forget_principals()
    assert await told(street, READERS[-2:], sample=sample) == []

    await move_cases(street)
    await street.read_again(all_accounts=True)

    found = await told(street, READERS[-2:], until=tells_texts)
    first = next(one for one in found if one.sort is Sort.LEAK and one.place == "Message.text")
    CAUGHT["скрытое помнится по строке"] = f"{first.door}: {first.place}"
