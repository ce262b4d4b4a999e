"""Forms on objects in each of their states: what a form says of an action is what `allowedActions` of the object says."""

import itertools
from collections.abc import Iterator, Mapping

import pytest

from documents.aggregates import OBJECT_TYPES
from documents.kernel.ids import global_id
from documents.kernel.record import Record
from documents.kernel.write.operation import Effect, Operation, operations
from documents.members.document import CuratorAbsence
from schema.build import schema
from tests.support.asking import ask
from tests.support.numbered import numbered_records
from tests.support.town import FOUNDED, Town

CORE = schema._schema
assert CORE.mutation_type is not None
MOVES = [
    one
    for one in operations().values()
    if one.effect is Effect.MOVES and one.shown_name in CORE.mutation_type.fields
]
TOLD = "allowed reasons { code message rule facts }"
ASKERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Message", "Appeal", "Incident"), ("head", "recipient.coordinator")),
    "Meeting": ("head", "pos"),
    "MemberProposal": ("head", "pos"),
    "Protocol": ("head", "curator"),
    "Assignment": ("curator", "recipient.coordinator"),
    "Membership": ("head", "admin"),
    "CuratorAbsence": ("curator",),
    **dict.fromkeys(("UserAccount", "Client"), ("admin",)),
    "Webhook": ("partner", "admin"),
}
"""Type → who is offered each of its actions in one state or another, between them."""

FOUNDED_WITH = {
    "Membership": "membership-pos",
    "CuratorAbsence": "away",
    "UserAccount": "account-pos",
    "Client": "account-partner",
}
"""Type → the one object of it, of those that go through no states."""

NOT_THEIRS: Mapping[str, set[str]] = {"Incident": {"takeIncident"}}
"""Type → actions that are for others."""

KINDS = {"UserAccount": "PERSON"}
"""Type → how it is stored as a kind, where that is not its name."""

A_FEW = 30
"""So many records of the numbered town that there is one of each type."""


def moved(type_name: str) -> list[Operation]:
    """The operations that have a form on an object of the type."""
    found = (one for one in MOVES if one.record is OBJECT_TYPES[type_name].resource.record)
    return [one for one in found if not one.kinds or KINDS.get(type_name, type_name.upper()) in one.kinds]


def in_each_state() -> Iterator[Record]:
    """Yield the first case of each kind and the first paper of each once for each state that it may be in."""
    number = 0
    first: dict[str, Record] = {}
    for record in itertools.islice(numbered_records(), A_FEW):
        first.setdefault(record.type_name(record.to_row()), record)
    for type_name, record in first.items():
        if type_name not in ASKERS:
            continue
        machine = next((one.machine for one in moved(type_name) if one.machine is not None), None)
        if machine is None:
            yield record
            continue
        for status in machine.labels:
            number += 1
            name = f"{type_name}-{status}"
            given = {"id": name, "number": number if type_name == "Protocol" else name, "status": status}
            if type_name == "Protocol":
                given["meeting_id"] = name
            yield type(record)(**record.model_dump() | given)


@pytest.fixture(scope="module")
async def objects(town: Town) -> dict[str, list[str]]:
    """Type → the ids of the objects of it that the town has now."""
    away = CuratorAbsence(
        id="away",
        updated_at=FOUNDED,
        curator_id="person-curator",
        starts_at=FOUNDED,
        reason="Отпуск",
        recorded_by_id="person-head",
    )
    await town.load([away])
    found = {name: [one] for name, one in FOUNDED_WITH.items()}
    for record in in_each_state():
        record.derive()
        row = record.to_row()
        await town.store.collection(record.collection_name()).insert_one(row)
        found.setdefault(record.type_name(row), []).append(record.id)
    return found


def asked_of(type_name: str) -> str:
    """Everything that is offered on an object of the type, and the form of each of its actions, in one document."""
    forms = (f'{one}: actionForm(action: "{one}", id: $id) {{ {TOLD} }}' for one in names_of(type_name))
    offered = f"node(id: $id) {{ ... on {type_name} {{ allowedActions {{ action {TOLD} }} }} }}"
    return f"query($id: ID!) {{ {offered} {' '.join(forms)} }}"


def names_of(type_name: str) -> list[str]:
    """The mutations that have a form on an object of the type."""
    return sorted(one.shown_name for one in moved(type_name))


@pytest.mark.parametrize("type_name", ASKERS)
async def test_a_form_on_an_object_says_what_is_offered_on_it(
    town: Town, objects: dict[str, list[str]], type_name: str
) -> None:
    document, offered = asked_of(type_name), set[str]()
    for login in ASKERS[type_name]:
        for one in objects[type_name]:
            answer = await ask(town, login, document, id=global_id(type_name, one))
            seen = answer["node"]
            forms = {name: answer[name] for name in names_of(type_name)}
            if seen is None:
                assert set(map(str, forms.values())) == {"None"}, (login, one)
                continue
            told = {each.pop("action"): each for each in seen["allowedActions"]}
            assert {name: forms[name] for name in told} == told, (login, one)
            # What is not offered is refused, and says why.
            others = [form for name, form in forms.items() if name not in told]
            assert all(not form["allowed"] and form["reasons"] for form in others), (login, one)
            offered |= set(told)
    assert set(names_of(type_name)) - offered == NOT_THEIRS.get(type_name, set())


def test_every_type_that_offers_actions_is_asked() -> None:
    assert CORE.type_map is not None
    offering = {
        name for name in OBJECT_TYPES if "allowedActions" in getattr(CORE.type_map[name], "fields", {})
    }
    assert set(ASKERS) == offering
