"""A schema with one field for each thing that the cost of an operation tells apart."""

from graphql import OperationDefinitionNode, build_schema, parse

from schema.engine.cost import CostFunction
from schema.engine.cost_compiler import compile_cost
from schema.engine.weights import Weights

SMALL = build_schema(
    """
    interface Node { id: ID! }
    interface Paper implements Node { id: ID! title: String owner: Person notes: [Note!]! may: [Act!]! }
    type Letter implements Paper & Node {
        id: ID! title: String owner: Person notes: [Note!]! may: [Act!]! to: Person stamps: [Note!]!
        log(first: Int! = 20, after: String): LogConnection!
    }
    type Bill implements Paper & Node {
        id: ID! title: String owner: Person notes: [Note!]! may: [Act!]! lines: [Note!]!
    }
    type Note { text: String author: Person }
    type Act { name: String reasons: [Note!]! }
    type Person implements Node { id: ID! name: String boss: Person friends: [Person!]! tags: [String!]! }
    type PageInfo { hasNextPage: Boolean! }
    type Total { value: Int! }
    type PaperConnection { edges: [PaperEdge!]! nodes: [Paper!]! pageInfo: PageInfo! totalCount: Total! }
    type PaperEdge { cursor: String! node: Paper! }
    type LogConnection { edges: [LogEdge!]! nodes: [Note!]! pageInfo: PageInfo! }
    type LogEdge { cursor: String! node: Note! }
    type Key { code: String }
    type Group { count: Int keys: [Key!]! }
    type Tally { total: Total! groups: [Group!]! }
    type Query {
        version: String
        me: Person
        paper(id: ID): Paper
        letter: Letter
        papers(first: Int, last: Int, after: String): PaperConnection
        people: [Person!]
        forgotten: [Note!]
        node(id: ID): Node
        nodes(ids: [ID!]!): [Node]
        tally: Tally
    }
    type Payload { paper: Paper errors: [Note!]! }
    type Mutation { touch(input: String): Payload sign(input: String): Payload }
    """
)
"""A note is assumed 3 times in `notes`, 2 times in `stamps`, 5 times in `lines`; Letter and Bill are papers."""

WEIGHTS = Weights(
    limit=2_000,
    mutation=10,
    whole={"totalCount": 20, "tally": 200, "may": 1},
    assumed={
        "notes": 3,
        "stamps": 2,
        "lines": 5,
        "friends": 4,
        "people": 50,
        "groups": 100,
        "keys": 2,
        "errors": 3,
        "may": 10,
        "reasons": 2,
    },
    sized_by={"Query.nodes": "ids"},
    undeclared=20,
)


def cost_of(text: str, name: str | None = None) -> CostFunction:
    """The cost function of the operation of this name, by default of the first."""
    document = parse(text)
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    chosen = next(one for one in operations if name is None or (one.name and one.name.value == name))
    return compile_cost(SMALL, document, chosen, WEIGHTS)
