"""The points of an answer: objects that came back, with the weights of the cost before execution."""

from typing import Any

import pytest
from graphql import build_schema

from schema.engine.prepared import PreparedDocuments
from schema.engine.settings import EngineSettings, declare
from schema.engine.weights import Weights

SCHEMA = build_schema(
    """
    interface Row { id: ID owner: Person tags: [Tag] }
    type Letter implements Row { id: ID owner: Person tags: [Tag] sender: Person offers: [Offer] }
    type Call implements Row { id: ID owner: Person tags: [Tag] caller: Person x: Tag }
    type Person { id: ID chief: Person }
    type Tag { id: ID }
    type Offer { id: ID by: Person }
    type Total { value: Int }
    type RowEdge { node: Row }
    type RowConnection { nodes: [Row] edges: [RowEdge] total: Total }
    type Query { rows(first: Int): RowConnection row: Row grid: [[Tag]] }
    type Payload { row: Row }
    type Mutation { write: Payload }
    """
)
declare(SCHEMA, EngineSettings(weights=Weights(whole={"total": 20, "offers": 3}, mutation=10)))
PERSON = {"id": "1"}


def worth(text: str, data: dict[str, Any] | None) -> int:
    operations = PreparedDocuments(SCHEMA)
    return operations.actual_points(operations.choose(operations.prepare(text), None), data)


@pytest.mark.parametrize(
    ("text", "data", "points"),
    [
        ("{ row { id } }", None, 0),
        ("{ row { id } }", {"row": None}, 0),
        ("{ row { id } }", {"row": {"id": "1"}}, 1),
        ("{ row { owner { chief { id } } } }", {"row": {"owner": {"chief": PERSON}}}, 3),
        ("{ row { owner { chief { id } } } }", {"row": {"owner": {"chief": None}}}, 2),
        ("{ row { tags { id } } }", {"row": {"tags": [{"id": "1"}, None, {"id": "2"}]}}, 3),
        ("{ grid { id } }", {"grid": [[{"id": "1"}], [], [{"id": "2"}, {"id": "3"}]]}, 3),
        ("{ a: row { id } b: row { id } }", {"a": {"id": "1"}, "b": {"id": "1"}}, 2),
        ("{ row { id } row { owner { id } } }", {"row": {"id": "1", "owner": PERSON}}, 2),
        ("{ rows(first: 9) { nodes { id } } }", {"rows": {"nodes": [{"id": "1"}, {"id": "2"}]}}, 2),
        ("{ rows { edges { node { id } } } }", {"rows": {"edges": [{"node": {"id": "1"}}]}}, 1),
        ("{ rows { total { value } } }", {"rows": {"total": {"value": 5}}}, 20),
        ("{ rows { total { value } } }", {"rows": {"total": None}}, 0),
        ("mutation { write { row { id } } }", {"write": {"row": {"id": "1"}}}, 11),
        ("{ __schema { types { name } } }", {"__schema": {"types": [{"name": "A"}]}}, 0),
        ("{ row { id @skip(if: true) owner @skip(if: true) { id } } }", {"row": {}}, 1),
    ],
)
def test_objects_count_and_nothing_else(text: str, data: dict[str, Any] | None, points: int) -> None:
    assert worth(text, data) == points


def test_fields_through_fragments_count_once() -> None:
    text = """
    { row { owner { id } ...Both ... on Letter { owner { chief { id } } sender { id } } } }
    fragment Both on Row { owner { id } ... on Call { caller { id } } }
    """
    letter = {"row": {"owner": {"id": "1", "chief": PERSON}, "sender": PERSON}}
    assert worth(text, letter) == 4
    assert worth(text, {"row": {"owner": PERSON, "caller": PERSON}}) == 3


def test_beneath_a_price_for_all_only_what_has_an_alias_costs_again() -> None:
    offers = [{"by": PERSON}, {"by": PERSON}]
    assert worth("{ row { ... on Letter { offers { by { id } } } } }", {"row": {"offers": offers}}) == 4
    aliased = [{"a": PERSON}, {"a": PERSON}]
    assert worth("{ row { ... on Letter { offers { a: by { id } } } } }", {"row": {"offers": aliased}}) == 6


def test_a_key_that_means_several_fields_counts_as_the_dearest() -> None:
    text = "{ row { ... on Letter { x: offers { id } } ... on Call { x { id } } } }"
    assert worth(text, {"row": {"x": {"id": "1"}}}) == 4
