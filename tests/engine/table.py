"""Documents over the small schema, and what each costs, reckoned by hand."""

from typing import Any

from schema.engine.cost import SATURATED

# document, variables, points; each figure is the sum beside it
TABLE: dict[str, tuple[str, dict[str, Any], int]] = {
    "a scalar": ("{ version }", {}, 0),
    "__typename": ("{ __typename }", {}, 0),
    "introspection": ("{ __schema { types { fields { type { name } } } } }", {}, 0),
    "an object": ("{ me { id name } }", {}, 1),
    "an object in an object": ("{ me { boss { boss { id } } } }", {}, 1 + 1 + 1),
    "a list of scalars": ("{ me { tags } }", {}, 1),
    "two aliases": ("{ a: me { id } b: me { id } }", {}, 1 + 1),
    "the same field twice": ("{ me { id } me { name } }", {}, 1 + 1),
    "a plain list": ("{ people { id } }", {}, 50),
    "a plain list in a plain list": ("{ people { friends { id } } }", {}, 50 * (1 + 4)),
    "a list that nobody declared": ("{ forgotten { text } }", {}, 20),
    "a page": ("{ papers(first: 100) { nodes { title } } }", {}, 100),
    "a page by edges": ("{ papers(first: 100) { edges { cursor node { title } } } }", {}, 100),
    "edges without nodes": ("{ papers(first: 100) { edges { cursor } } }", {}, 0),
    "nodes and edges": ("{ papers(first: 10) { nodes { id } edges { node { id } } } }", {}, 10 + 10),
    "a page from the end": ("{ papers(last: 7) { nodes { id } } }", {}, 7),
    "both ends count as the larger": ("{ papers(first: 3, last: 7) { nodes { id } } }", {}, 7),
    "neither end": ("{ papers { nodes { id } } }", {}, 1),
    "an empty page": ("{ papers(first: 0) { nodes { id } pageInfo { hasNextPage } } }", {}, 1),
    "a negative page": ("{ papers(first: -5) { nodes { owner { id } } } }", {}, 0),
    "the page itself": ("{ papers(first: 50) { pageInfo { hasNextPage } } }", {}, 1),
    "the total is once a page": ("{ papers(first: 50) { totalCount { value } } }", {}, 20),
    "100 rows of 4 relations": (
        """{ papers(first: 100) { nodes { ...O a: owner { id } ...O b: owner { id } } } }
        fragment O on Node { ... on Paper { owner { id } } }""",
        {},
        100 * (1 + 4),
    ),
    "a page in a page": (
        "{ papers(first: 10) { nodes { ... on Letter { log(first: 5) { nodes { author { id } } } } } } }",
        {},
        10 * (1 + 5 * (1 + 1)),
    ),
    "the default size of an argument": ("{ letter { log { nodes { text } } } }", {}, 1 + 20),
    "a price for all beneath": ("{ tally { total { value } groups { count keys { code } } } }", {}, 200),
    "aliases beneath a price cost again": (
        "{ tally { groups { a: keys { code } b: keys { code } } } }",
        {},
        200 + 100 * (2 + 2),
    ),
    "a price for each row": (
        "{ papers(first: 100) { nodes { may { name reasons { text } } } } }",
        {},
        100 * (1 + 1),
    ),
    "a mutation": ('mutation { touch(input: "") { __typename } }', {}, 10),
    "two mutations with their payloads": (
        "mutation { touch { paper { id } errors { text } } sign { errors { text } } }",
        {},
        10 + 1 + 3 + 10 + 3,
    ),
    "an interface": ("{ paper { owner { id } } }", {}, 1 + 1),
    "the dearest type of an interface": (
        "{ paper { ... on Letter { stamps { text } } ... on Bill { lines { text } } } }",
        {},
        1 + max(2, 5),
    ),
    "shared and own fields of types": (
        "{ paper { owner { id } ... on Letter { stamps { text } } ... on Bill { title } } }",
        {},
        1 + max(1 + 2, 1),
    ),
    "interfaces in interfaces": (
        "{ node { ... on Paper { notes { text } ... on Letter { to { id } } } ... on Person { friends { id } } } }",
        {},
        1 + max(3 + 1, 3, 4),
    ),
    "a fragment on another type": ("{ letter { ... on Bill { lines { text } } } }", {}, 1),
    "a fragment on an interface": (
        "{ letter { ...F } } fragment F on Node { ... on Paper { notes { text } } }",
        {},
        1 + 3,
    ),
    "a fragment on a page": (
        "{ papers(first: 8) { ...P } } fragment P on PaperConnection { totalCount { value } nodes { owner { id } } }",
        {},
        20 + 8 * 2,
    ),
    "one fragment in two pages": (
        "{ a: papers(first: 8) { ...P } b: papers(first: 2) { ...P } } fragment P on PaperConnection { nodes { id } }",
        {},
        8 + 2,
    ),
    "an unused fragment": ("{ me { id } } fragment F on Query { people { id } }", {}, 1),
    "nodes by their ids": ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3),
    "nodes of a type": ('{ nodes(ids: ["a", "b"]) { ... on Person { boss { id } } } }', {}, 2 * (1 + 1)),
    "a single id is a list of one": ('{ nodes(ids: "a") { id } }', {}, 1),
    "no ids": ("{ nodes(ids: []) { id } }", {}, 0),
    "ids in a variable": ("query ($i: [ID!]!) { nodes(ids: $i) { id } }", {"i": ["a"] * 70}, 70),
    "one id in a variable": ("query ($i: [ID!]!) { nodes(ids: $i) { id } }", {"i": "a"}, 1),
    "a variable in a list of ids": ("query ($i: ID!) { nodes(ids: [$i, $i]) { id } }", {"i": "a"}, 2),
    "a size in a variable": ("query ($n: Int) { papers(first: $n) { nodes { id } } }", {"n": 40}, 40),
    "a default of a variable": ("query ($n: Int = 30) { papers(first: $n) { nodes { id } } }", {}, 30),
    "a variable before its default": (
        "query ($n: Int = 30) { papers(first: $n) { nodes { id } } }",
        {"n": 2},
        2,
    ),
    "a variable that is null": (
        "query ($n: Int, $m: Int) { papers(first: $n, last: $m) { nodes { id } } }",
        {"n": None, "m": 9},
        9,
    ),
    "an absent variable leaves the argument's default": (
        "query ($n: Int!) { letter { log(first: $n) { nodes { text } } } }",
        {},
        1 + 20,
    ),
    "a number with a point": ("query ($n: Int) { papers(first: $n) { nodes { id } } }", {"n": 12.0}, 12),
    "a variable of a wrong type": ("query ($n: Int) { papers(first: $n) { nodes { id } } }", {"n": "50"}, 1),
    "one variable in two places": (
        "query ($n: Int) { papers(first: $n) { nodes { ... on Letter { log(first: $n) { nodes { text } } } } } }",
        {"n": 10},
        10 * (1 + 10),
    ),
    "@include(if: false)": ("{ me { id } people @include(if: false) { id } }", {}, 1),
    "@skip(if: true) on a fragment": (
        "{ me { id } ...F @skip(if: true) } fragment F on Query { people { id } }",
        {},
        1,
    ),
    "@skip(if: false)": ("{ people @skip(if: false) { id } }", {}, 50),
    "@include with a variable, true": (
        "query ($v: Boolean!) { people @include(if: $v) { id } }",
        {"v": True},
        50,
    ),
    "@include with a variable, false": (
        "query ($v: Boolean!) { people @include(if: $v) { id } }",
        {"v": False},
        0,
    ),
    "@skip with a variable, true": (
        "query ($v: Boolean!) { ... @skip(if: $v) { people { id } } }",
        {"v": True},
        0,
    ),
    "@include by default": ("query ($v: Boolean = false) { people @include(if: $v) { id } }", {}, 0),
    "a condition of a wrong type counts": (
        "query ($v: Boolean!) { people @include(if: $v) { id } }",
        {"v": "no"},
        50,
    ),
    "@skip and @include": (
        "query ($v: Boolean!) { people @skip(if: $v) @include(if: $v) { id } }",
        {"v": True},
        0,
    ),
    "a fragment whose variable chooses the dearest type": (
        "query ($v: Boolean!) { paper { ... on Letter { stamps { id } } ... on Bill @include(if: $v) { lines { id } } } }",
        {"v": False},
        1 + 2,
    ),
    "unknown names": ("{ me { id strange { deep { id } } } ...Nowhere ... on Nothing { a } }", {}, 1),
    "a cycle": ("{ me { ...F } } fragment F on Person { boss { ...F } }", {}, 1 + 1),
    "saturated": (
        "query ($n: Int) { papers(first: $n) { nodes { owner { id } } } }",
        {"n": 10**18},
        SATURATED,
    ),
}
