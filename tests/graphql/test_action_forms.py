"""Forms of actions: of each mutation what its SDL says, and what the operation behind it demands."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from graphql import (
    DefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    TypeNode,
    parse,
    print_ast,
)

from documents.kernel.ids import global_id
from documents.sectors.document import Settlement
from schema.access.forms import NAMED, OF_KIND
from schema.build import schema, sdl
from tests.support.asking import ask
from tests.support.cases import routed
from tests.support.town import FOUNDED, Town

CORE = schema._schema
assert CORE.mutation_type is not None
MUTATIONS = sorted(CORE.mutation_type.fields)
FORM = """query($action: String!, $id: ID) { actionForm(action: $action, id: $id) {
  action title allowed reasons { code message rule facts }
  fields { path takes description allowed required shape { kind rules { rule limit least most } }
    choices { value label } choicesFrom } } }"""


async def form(town: Town, login: str, action: str, target: str | None = None) -> Any:
    return (await ask(town, login, FORM, action=action, id=target))["actionForm"]


def field(told: Any, *path: str) -> Any:
    return next(one for one in told["fields"] if one["path"] == list(path))


@cache
def written_inputs() -> dict[str, tuple[InputValueDefinitionNode, ...]]:
    """Fields of each input type, as the text of the SDL has them."""
    definitions: tuple[DefinitionNode, ...] = tuple(parse(sdl()).definitions)
    found = [one for one in definitions if isinstance(one, InputObjectTypeDefinitionNode)]
    return {one.name.value: tuple(one.fields or ()) for one in found}


def named(type_: TypeNode) -> tuple[str, bool]:
    """The name within a type, and whether it is a list of it."""
    if isinstance(type_, NonNullTypeNode):
        return named(type_.type)
    if isinstance(type_, ListTypeNode):
        return named(type_.type)[0], True
    assert isinstance(type_, NamedTypeNode)
    return type_.name.value, False


def written(name: str, path: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Path, type, and what `@shape` says of each field of an input."""
    for one in written_inputs()[name]:
        here = (*path, one.name.value)
        told = [
            {
                argument.name.value: getattr(argument.value, "value", None)
                for argument in directive.arguments or ()
            }
            for directive in one.directives or ()
            if directive.name.value == "shape"
        ]
        kind = next((shape["kind"] for shape in told if "kind" in shape), None)
        rules = [
            {
                "rule": shape["rule"],
                "limit": int(str(shape["limit"])) if "limit" in shape else None,
                "least": shape.get("least"),
                "most": shape.get("most"),
            }
            for shape in told
            if "rule" in shape
        ]
        shape = {"kind": kind, "rules": rules} if told else None
        yield list(here), print_ast(one.type), shape
        inner, is_list = named(one.type)
        if inner in written_inputs() and inner not in above:
            yield from written(inner, (*here, *(("*",) if is_list else ())), (*above, name, inner))


async def test_every_mutation_has_the_form_that_its_sdl_says(town: Town) -> None:
    assert CORE.mutation_type is not None
    for action in MUTATIONS:
        told = await form(town, "head", action)
        given = str(CORE.mutation_type.fields[action].args["input"].type).rstrip("!")
        shown = [(one["path"], one["takes"], one["shape"]) for one in told["fields"]]
        assert shown == list(written(given)), action
        for one in told["fields"]:
            assert one["required"] or not one["takes"].endswith("!"), (action, one["path"])
            assert one["allowed"] is told["allowed"]
        assert told["allowed"] is (told["reasons"] == []), action


async def test_every_enumeration_is_a_choice_with_its_terms(town: Town) -> None:
    told = await form(town, "registrar", "registerSubmission")
    labels = '{ enumLabels(names: ["LegalRegime"]) { value label } }'
    expected = (await ask(town, "registrar", labels))["enumLabels"]
    assert field(told, "regime")["choices"] == expected
    assert field(told, "applicant", "phone")["shape"]["kind"] == "phone"
    assert field(told, "text")["choices"] is None


async def test_short_lists_are_choices_and_long_ones_are_named(town: Town) -> None:
    told = await form(town, "pos", "formalizeSubmission")
    assert global_id("Sector", "ROADS") in [one["value"] for one in field(told, "sectorId")["choices"]]
    assert field(told, "sectorId")["choicesFrom"] == "sectors"
    places = [
        Settlement(id=f"place-{one}", title=f"Место {one:02}", kind="SETTLEMENT", updated_at=FOUNDED)
        for one in range(41)
    ]
    await town.load(places)
    longer = field(await form(town, "pos", "formalizeSubmission"), "settlementId")
    assert (longer["choices"], longer["choicesFrom"]) == (None, "settlements")
    bodies = field(await form(town, "pos", "routeSubmission"), "recipientId")["choices"]
    assert global_id("Organization", "roads") in [one["value"] for one in bodies]


async def test_a_form_demands_what_the_operation_demands(town: Town) -> None:
    case = await routed(town)
    target = global_id("Message", case.id)
    told = await form(town, "pos", "formalizeSubmission", target)
    assert field(told, "expectedRevision")["required"]
    assert field(told, "messageKind")["allowed"] is told["allowed"] is True
    assert not field(told, "appealKind")["allowed"]
    assert not field(told, "idempotencyKey")["required"]
    assert field(await form(town, "head", "reopenSubmission"), "reason")["required"]
    assert not field(await form(town, "head", "routeSubmission"), "reason")["required"]
    assert field(await form(town, "partner", "registerSubmission"), "idempotencyKey")["required"]


async def test_who_may_never_is_told_so_in_russian(town: Town) -> None:
    told = await form(town, "registrar", "signProtocol")
    assert (told["title"], told["allowed"]) == ("Подписать протокол", False)
    assert [one["code"] for one in told["reasons"]] == ["FORBIDDEN"]
    assert {one["allowed"] for one in told["fields"]} == {False}
    for name in ("watchCase", "changePassword", "markMany"):
        assert (await form(town, "pos", name))["allowed"], name
    assert [one["code"] for one in (await form(town, "member", "routeMany"))["reasons"]] == ["FORBIDDEN"]


async def test_what_is_not_there_and_what_is_not_seen_have_no_form(town: Town) -> None:
    case = await routed(town)
    for target in (global_id("Message", case.id), global_id("Message", "0" * 24)):
        assert await form(town, "lead.education", "closeSubmission", target) is None


@pytest.mark.parametrize(
    ("action", "target", "rule", "path"),
    [
        ("fly", None, "unknown_value", "action"),
        ("submission.read", None, "unknown_value", "action"),
        ("closeSubmission", "?", "malformed_id", "id"),
        ("closeSubmission", global_id("Incident", "one"), "wrong_type", "id"),
        ("closeSubmission", global_id("Topic", "holes"), "wrong_type", "id"),
        ("registerSubmission", global_id("Message", "one"), "wrong_type", "id"),
        ("watchCase", global_id("Message", "one"), "wrong_type", "id"),
    ],
)
async def test_a_form_that_there_is_none_of_is_a_bad_request(
    town: Town, action: str, target: str | None, rule: str, path: str
) -> None:
    answer = await ask(town, "head", FORM, action=action, id=target)
    assert answer.codes == ["BAD_REQUEST"]
    original: Any = answer.errors[0].original_error
    assert (original.facts["rule"], list(original.path)) == (rule, [path])


def test_what_names_something_and_what_is_of_one_kind_are_fields_of_inputs() -> None:
    ids = {
        one.name.value for fields in written_inputs().values() for one in fields if named(one.type)[0] == "ID"
    }
    fields = {one.name.value for fields in written_inputs().values() for one in fields}
    assert CORE.query_type is not None
    assert set(NAMED) <= ids
    assert {one.query for one in NAMED.values()} <= set(CORE.query_type.fields)
    assert set(OF_KIND) <= fields
