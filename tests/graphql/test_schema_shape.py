"""The shape of the schema: what every caller may rely on, whatever the field."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    ObjectTypeDefinitionNode,
    StringValueNode,
    get_named_type,
    is_introspection_type,
    parse,
)

from api.dev.docs.declarations import declared_operations
from api.dev.docs.operations import REACHED_BY
from auth.actions import Action
from auth.policy.table import WITHHELD
from documents.kernel.names import camel
from documents.kernel.write.operation import NO_PERMISSION, operations
from schema.build import schema, sdl
from schema.cases.many import MANY
from schema.graphs import NODES
from schema.lookup import KEPT, STORED
from schema.withholding import types_withholding

ROOT = Path(__file__).parents[2]
CORE = schema._schema
TYPES = {name: one for name, one in CORE.type_map.items() if not is_introspection_type(one)}
OUTPUTS = {
    name: one for name, one in TYPES.items() if isinstance(one, GraphQLObjectType | GraphQLInterfaceType)
}
ENUMS = {name: one for name, one in TYPES.items() if isinstance(one, GraphQLEnumType)}
INPUTS = {name: one for name, one in TYPES.items() if isinstance(one, GraphQLInputObjectType)}
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# What the contract promises by name (§7), and what the issues add.
PROMISED = """
    viewer cases submissions messages appeals incidents meetings protocols assignments members organizations topics
    settlements sectors caseCounts node nodes case submission message appeal incident meeting protocol assignment center
    effectiveCurator dueDatePreview enumLabels legalActs calendar deadlinePolicies curatorAbsences
    accessExplain whoCan accessMatrix actionForm
""".split()


def root_fields() -> Iterator[tuple[str, GraphQLField]]:
    for root in (CORE.query_type, CORE.mutation_type):
        assert root is not None
        yield from root.fields.items()


def requires(name: str) -> tuple[str, ...]:
    """The permissions that the SDL names at a root field, of which any one opens it."""
    return tuple(action for field, action in named_permissions() if field == name)


@cache
def named_permissions() -> tuple[tuple[str, str], ...]:
    return tuple(_named_permissions())


def _named_permissions() -> Iterator[tuple[str, str]]:
    for definition in parse(sdl()).definitions:
        if isinstance(definition, ObjectTypeDefinitionNode) and definition.name.value in (
            "Query",
            "Mutation",
        ):
            for field in definition.fields or ():
                for directive in field.directives or ():
                    if directive.name.value == "listSize":
                        continue
                    value = (directive.arguments or ())[0].value
                    assert directive.name.value == "requires"
                    assert isinstance(value, StringValueNode)
                    yield field.name.value, value.value


@pytest.mark.parametrize("name", [name for name, _ in root_fields()])
def test_a_root_field_is_nullable_and_names_its_permission(name: str) -> None:
    field = dict(root_fields())[name]

    assert not isinstance(field.type, GraphQLNonNull)
    assert requires(name)
    assert set(requires(name)) <= {action.value for action in Action} | {NO_PERMISSION}
    assert NO_PERMISSION not in requires(name) or len(requires(name)) == 1


def test_only_ones_own_matters_and_objects_by_their_ids_need_no_permission() -> None:
    own = {"viewer", "sessions", "changePassword", "revokeSession", "revokeOtherSessions"}
    own |= {"notifications", "notificationSettings", "markNotificationsRead"}
    own |= {"setNotification", "setNotificationTimes", "watchCase", "unwatchCase", "watchedCases"}
    own |= {"savedFilters", "saveFilter", "updateSavedFilter", "removeSavedFilter"}
    own |= {"calendarLink", "makeCalendarLink", "revokeCalendarLink"}
    # Of an export the right of its list is asked.
    own |= {"createExport", "export", "exports", "exportColumns"}
    # Of each object its own type's right is asked.
    of_any_type = {"node", "nodes", "actionForm"}

    assert {name for name, _ in root_fields() if requires(name) == (NO_PERMISSION,)} == own | of_any_type


def test_what_serves_several_kinds_is_opened_by_the_right_on_any_of_them() -> None:
    either = ("submission.read", "incident.read")

    several = {"case", "cases", "deadlineControl", "problemChain", "similarCases"}
    # What is done to several cases is opened by any of the rights on which the single mutations rest.
    moving = {name for name, form in MANY.items() if len({one.action for one in form.steps.values()}) > 1}
    assert moving == {"routeMany", "closeMany"}
    assert {name for name, _ in root_fields() if len(requires(name)) > 1} == several | moving
    papers = ("meeting.read", "protocol.read", "assignment.read")
    assert {requires(name) for name in several} == {either, either + papers}
    for name, form in MANY.items():
        assert set(requires(name)) == {one.action.value for one in form.steps.values()}


def test_what_the_contract_names_is_there() -> None:
    assert CORE.query_type is not None
    assert set(PROMISED) <= set(CORE.query_type.fields)


def test_every_operation_has_its_mutation_and_every_mutation_its_operation() -> None:
    assert CORE.mutation_type is not None
    fields = CORE.mutation_type.fields
    declared = {one.name for one in declared_operations()}

    # Notifications and watches are rows of one's own, which leave no history: no operation is told of there.
    own = {"markNotificationsRead", "setNotification", "setNotificationTimes", "watchCase", "unwatchCase"}
    own |= {"saveFilter", "updateSavedFilter", "removeSavedFilter", "makeCalendarLink", "revokeCalendarLink"}
    own |= {"createExport"}

    # Mutations of several cases are made of single ones, whose operations they run.
    own |= MANY.keys()
    assert {one.name for form in MANY.values() for one in form.steps.values()} <= declared

    assert {camel(name) for name in declared - REACHED_BY.keys()} == set(fields) - own
    assert REACHED_BY.keys() <= declared
    assert {
        name for name in fields.keys() - own if requires(name) != (operations()[_snake(name)].permission,)
    } == set()


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda match: "_" + match.group(0).lower(), name)


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_a_type_and_each_of_its_fields_are_described_and_written_in_camel_case(name: str) -> None:
    shown = OUTPUTS[name]

    assert shown.description
    assert [field for field, one in shown.fields.items() if not one.description] == []
    assert [field for field in shown.fields if "_" in field] == []
    assert [argument for field in shown.fields.values() for argument in field.args if "_" in argument] == []


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_an_input_and_each_of_its_fields_are_described_and_written_in_camel_case(name: str) -> None:
    shown = INPUTS[name]

    assert shown.description
    assert [field for field, one in shown.fields.items() if not one.description] == []
    assert [field for field in shown.fields if "_" in field] == []


@pytest.mark.parametrize("name", sorted(ENUMS))
def test_the_values_of_an_enumeration_have_their_russian_terms(name: str) -> None:
    shown = ENUMS[name]
    terms = {value: one.description or "" for value, one in shown.values.items()}

    assert shown.description
    # Names of services («Telegram») are the same in Russian.
    latin = {value for value, term in terms.items() if not CYRILLIC.search(term)}
    assert latin <= {"TELEGRAM", "MAX"}
    assert all(terms.values())


def test_every_list_takes_first_after_last_and_before() -> None:
    assert CORE.query_type is not None
    connections = {
        name: field
        for name, field in CORE.query_type.fields.items()
        if get_named_type(field.type).name.endswith("Connection")
    }

    assert len(connections) >= 14
    for field in connections.values():
        assert {"first", "after", "last", "before"} <= set(field.args)
        connection = get_named_type(field.type)
        assert isinstance(connection, GraphQLObjectType)
        # One's own notifications tell how many are unread as well.
        assert set(connection.fields) - {"unreadCount"} == {"edges", "nodes", "pageInfo", "totalCount"}


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name.endswith("Payload")])
def test_a_payload_holds_one_nullable_object_and_the_errors(name: str) -> None:
    fields = dict(OUTPUTS[name].fields)
    errors = fields.pop("errors")

    assert str(errors.type) == "[Problem!]!"
    assert len(fields) == 1
    assert not isinstance(next(iter(fields.values())).type, GraphQLNonNull)


def test_every_mutation_takes_one_input_and_answers_a_payload() -> None:
    assert CORE.mutation_type is not None
    for field in CORE.mutation_type.fields.values():
        assert list(field.args) == ["input"]
        assert isinstance(field.args["input"].type, GraphQLNonNull)
        assert get_named_type(field.type).name.endswith("Payload")


def test_every_type_with_an_id_is_a_node_that_can_be_looked_up() -> None:
    node = TYPES["Node"]
    with_ids = {
        name for name, one in OUTPUTS.items() if "id" in one.fields and isinstance(one, GraphQLObjectType)
    }

    # A file has no rights of its own to be looked up under: it is found through the object that carries it. Of what one
    # may not see any more only its id is left. A notification is a row of one's own, read in one's own list alone, and so
    # is a saved filter, and an export; a note is read in its case. What came of one of several cases bears the id that was
    # given. An event of the stream is read there alone, and names its object, which may not be seen any more; a delivery is
    # read with its webhook.
    looked_up = with_ids - {"File", "AccessRevoked", "Notification", "SavedFilter", "Note", "CaseResult"}
    looked_up -= {"Export", "Event", "EventObject", "WebhookDelivery"}
    assert looked_up == {one.__name__ for one in NODES} == set(KEPT) | set(STORED)
    assert all(node in OUTPUTS[name].interfaces for name in looked_up)


def test_what_may_be_withheld_is_nullable_and_its_type_names_what_is_hidden() -> None:
    assert set(types_withholding("case")) == {"Message", "Appeal", "Incident"}
    for resource, fields in WITHHELD.items():
        for type_name in types_withholding(resource):
            assert "hiddenFields" in OUTPUTS[type_name].fields
            for one in fields:
                assert not isinstance(_field_type(type_name, one.path), GraphQLNonNull), one.path


def _field_type(type_name: str, path: str) -> object:
    """The type at a stored path; None where this kind of object does not have it."""
    shown = OUTPUTS[type_name]
    *inner, last = path.split(".")
    for name in inner:
        if camel(name) not in shown.fields:
            return None
        shown = OUTPUTS[get_named_type(shown.fields[camel(name)].type).name]
    return shown.fields[camel(last)].type if camel(last) in shown.fields else None


def test_items_of_lists_are_never_null_but_in_nodes_by_id() -> None:
    nullable = [
        f"{name}.{field}"
        for name, shown in OUTPUTS.items()
        for field, one in shown.fields.items()
        if _has_nullable_items(one.type)
    ]

    assert nullable == ["Query.nodes"]


def _has_nullable_items(shown: object) -> bool:
    inner = shown.of_type if isinstance(shown, GraphQLNonNull) else shown
    return isinstance(inner, GraphQLList) and not isinstance(inner.of_type, GraphQLNonNull)


def test_the_published_schema_is_this_one() -> None:
    assert (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8") == sdl()
