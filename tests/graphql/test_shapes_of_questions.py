"""Questions are held to what their arguments declare; and no mutation at all runs on a broken form."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLNonNull, get_named_type

from documents.kernel.ids import global_id
from schema.build import schema
from tests.support.asking import Answer, ask
from tests.support.forms import CHANNEL, FAR, MESSAGE, REGISTER, mutation, registered, told
from tests.support.town import Town


def codes(answer: Answer) -> list[tuple[str, str]]:
    """Return code and rule of each top-level refusal."""
    return [(error.original_error.code, error.original_error.facts["rule"]) for error in answer.errors]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ("{ assignments(first: 1, filter: {responsibleIds: IDS}) { nodes { id } } }", "too_many"),
        ("{ assignments(first: 1, filter: {protocolIds: IDS}) { nodes { id } } }", "too_many"),
        ("{ cases(first: 1, filter: {channel: IDS}) { nodes { id } } }", "too_many"),
        ("{ organizations(first: 1, filter: {parentIds: IDS}) { nodes { id } } }", "too_many"),
        ("{ members(first: 1, filter: {personIds: IDS}) { nodes { id } } }", "too_many"),
        ("{ nodes(ids: IDS) { id } }", "too_many"),
        (
            f'{{ cases(first: 1, filter: {{receivedAt: {{from: "{FAR}"}}}}) {{ nodes {{ id }} }} }}',
            "out_of_range",
        ),
        (
            f'{{ caseCounts(filter: {{receivedAt: {{from: "{FAR}"}}}}) {{ total {{ count }} }} }}',
            "out_of_range",
        ),
        (f'{{ effectiveCurator(at: "{FAR}") {{ acting }} }}', "out_of_range"),
        ('{ calendar(from: "9999-12-30", to: "9999-12-31") { date } }', "out_of_range"),
        (
            '{ dueDatePreview(from: "0001-01-01T00:00:00Z", unit: CLOCK_HOURS, amount: 1) { dueAt } }',
            "out_of_range",
        ),
        (f'{{ cases(first: 1, filter: {{search: "{"я" * 201}"}}) {{ nodes {{ id }} }} }}', "too_long"),
        ("{ cases(first: 101) { nodes { id } } }", "page_size"),
        ('{ case(id: "x") { id } }', "malformed_id"),
    ],
)
async def test_refuses_a_question_beyond_its_limits(town: Town, document: str, rule: str) -> None:
    ids = json.dumps([global_id("Person", f"person-{number}") for number in range(101)])
    assert codes(await ask(town, "head", document.replace("IDS", ids))) == [("BAD_REQUEST", rule)]


async def test_a_preview_reaches_as_far_as_it_says(town: Town) -> None:
    for unit, amount in (
        ("CALENDAR_DAYS", 400),
        ("WORKING_DAYS", 400),
        ("WORKING_HOURS", 2_000),
        ("WORKING_MINUTES", 6_000),
        ("CLOCK_HOURS", 10_000),
    ):
        document = (
            '{ dueDatePreview(from: "2026-03-02T03:00:00Z", unit: UNIT, amount: AMOUNT) { dueAt } }'.replace(
                "UNIT", unit
            )
        )
        assert (await ask(town, "head", document.replace("AMOUNT", str(amount))))["dueDatePreview"]["dueAt"]
        beyond = await ask(town, "head", document.replace("AMOUNT", str(amount + 1)))
        assert codes(beyond) == [("BAD_REQUEST", "out_of_range")]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e999"])
async def test_a_number_beyond_double_precision_is_none(town: Town, number: str) -> None:
    document = (
        f'mutation {{ registerSubmission(input: {{regime: MESSAGE, channelId: "{CHANNEL}", text: "Яма", '
        f"location: {{latitude: {number}}}}}) {{ errors {{ code }} }} }}"
    )
    before = await town.event_count()
    (error,) = (await ask(town, "pos", document)).errors
    assert error.original_error is None or "double precision" in error.message
    assert await town.event_count() == before


async def test_no_coordinate_of_a_place_in_the_district_is_refused(town: Town) -> None:
    box = [88.4, 55.5, 90.6, 57.3]
    document = 'mutation($v: JSON!) { updateSetting(input: {name: "districtBox", value: $v}) { errors { code facts } } }'
    assert (await ask(town, "admin", document, v=box))["updateSetting"]["errors"] == []
    await registered(town, location={"latitude": 56.21, "longitude": 89.53})
    swapped = await told(
        town, "registerSubmission", REGISTER, {**MESSAGE, "location": {"latitude": 89.53, "longitude": 56.21}}
    )
    assert swapped == [
        ("INVALID", "out_of_range", "location.latitude"),
        ("INVALID", "out_of_range", "location.longitude"),
    ]


async def test_a_protocol_names_no_day_that_is_never_computed(town: Town) -> None:
    document = mutation("draftProtocol", "DraftProtocolInput", "protocol { id }")
    ordered = {"text": "Убрать", "responsibleId": global_id("Person", "person-head"), "dueOn": "9999-12-31"}
    items = [{"title": "О дорогах", "decisions": [{"text": "Поручить", "assignments": [ordered]}]}]
    given = {"meetingId": global_id("Meeting", "nobody"), "items": items}
    assert await told(town, "draftProtocol", document, given, login="head") == [
        ("INVALID", "out_of_range", "items.0.decisions.0.assignments.0.dueOn")
    ]


MUTATION = schema._schema.mutation_type
assert MUTATION is not None


@pytest.mark.parametrize("field", sorted(MUTATION.fields))
async def test_no_mutation_runs_on_a_broken_form(town: Town, field: str) -> None:
    """Each mutation is sent a form in which every value that can break a rule breaks one."""
    assert MUTATION is not None
    input_type = get_named_type(MUTATION.fields[field].args["input"].type)
    assert isinstance(input_type, GraphQLInputObjectType)
    before = await town.event_count()
    document = f"mutation($i: {input_type.name}!) {{ {field}(input: $i) {{ errors {{ code path facts }} }} }}"
    answer = await ask(town, "admin", document, i=broken(input_type))
    payload = answer[field]
    assert {one["code"] for one in payload["errors"]} <= {"INVALID", "FORBIDDEN", "NOT_FOUND"}
    assert payload["errors"]
    assert await town.event_count() == before


BROKEN: Mapping[str, Any] = {
    "ID": "x" * 300,
    "String": "я" * 30_000,
    "Int": -5,
    "Float": 1e300,
    "Date": "9999-12-31",
    "DateTime": FAR,
    "JSON": [1] * 500,
    # Either is a value; left out it would be no form at all.
    "Boolean": True,
}


def broken(type_: GraphQLInputObjectType) -> dict[str, Any]:
    """Return an input of the type in which each required value, and each optional text and number, breaks a rule."""
    found: dict[str, Any] = {}
    for name, one in type_.fields.items():
        inner = get_named_type(one.type)
        if isinstance(inner, GraphQLInputObjectType):
            value: Any = broken(inner)
        elif inner.name in BROKEN:
            value = BROKEN[inner.name]
        elif isinstance(one.type, GraphQLNonNull) and hasattr(inner, "values"):
            value = next(iter(inner.values))
        else:
            continue
        found[name] = [value] if "[" in str(one.type) else value
    return found
