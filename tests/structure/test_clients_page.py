"""What docs/clients.md says of the SDL is so; its blocks are tried by `make contract`."""

from graphql import GraphQLObjectType, GraphQLScalarType, is_specified_scalar_type

from schema.build import schema
from tests.support.pasted import BLOCKS, CODEGEN, PAGE, RELAY

TYPES = schema._schema.type_map


def test_the_generated_types_know_every_scalar_of_the_schema() -> None:
    ours = {
        name
        for name, type_ in TYPES.items()
        if isinstance(type_, GraphQLScalarType) and not is_specified_scalar_type(type_)
    }
    assert set(CODEGEN["config"]["scalars"]) == ours
    assert CODEGEN["config"]["strictScalars"] is True
    assert RELAY["customScalarTypes"] == CODEGEN["config"]["scalars"]
    assert RELAY["requireCustomScalarTypes"] is True


def test_what_the_page_calls_a_part_has_no_id_and_what_has_one_is_a_node() -> None:
    objects = [type_ for type_ in TYPES.values() if isinstance(type_, GraphQLObjectType)]
    nodes = {type_.name for type_ in objects if TYPES["Node"] in type_.interfaces}
    # A file is kept by its id as well, and looked up through what carries it, a notification and a saved filter in one's
    # own list; of what one may not see any more only its id is left, and what came of one of several cases bears its id, as
    # an event of the stream does.
    others = {"AccessRevoked", "CaseResult", "File", "Note", "Notification", "SavedFilter"}
    others |= {"Export", "Event", "EventObject", "WebhookDelivery"}
    assert {type_.name for type_ in objects if "id" in type_.fields} == nodes | others
    assert nodes & {"Deadline", "Location", "TotalCount", "Applicant", "CaseConnection"} == set()


def test_the_blocks_have_names_and_are_all_tried() -> None:
    assert set(BLOCKS) == {
        "derive.mjs",
        "apollo.mjs",
        "urql.mjs",
        "session.mjs",
        "partner.py",
        "libraries.py",
        "CaseList.js",
        "codegen.json",
        "relay.config.json",
    }
    assert PAGE.count("```") == 2 * len(BLOCKS)
