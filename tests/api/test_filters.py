"""Every condition of a filter is kept: two of them together give what both have that one alone gives, in every list."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    get_named_type,
    get_nullable_type,
)

from auth.roles import DECREE_ROLES
from documents.kernel.ids import global_id
from schema.build import schema
from tests.support.demo import Demo, serving_demo
from tests.support.watching import WATCH

SCHEMA = schema._schema
QUERY = SCHEMA.query_type
LISTS = sorted(
    name
    for name, field in (QUERY.fields if QUERY is not None else {}).items()
    if "filter" in field.args and "first" in field.args
)
ONE_OF_EACH = [name for name in LISTS if name not in {"cases", "submissions", "messages", "incidents"}]
"""One list for each kind of filter: those of cases share theirs, and appeals are the fewest."""

LOGINS = {"accounts": "admin", "clients": "admin", "personalDataAccessLog": "curator"}
NEVER_TOGETHER = {"applicantPhone", "applicantEmail"}
"""Each use of these is logged, and the head may not use them at all."""

OF_THE_ASSIGNEE = {"assignedToMe", "unassigned"}
"""These look at one stored field, as `assigneeIds` does: they are asked both ways."""

AT_ONCE = 10
"""So many fields may one operation ask at its root."""

NOW = datetime.now(UTC).replace(microsecond=0)
MIDDLE = "2026-03-01"
WORDS = {
    "cases": "дорог",
    "topics": "до",
    "settlements": "ский",
    "organizations": "отдел",
    "people": "началь",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Demo]:
    """A demo of its own, in a plain run with few cases: the store looks at all there are for each pair of conditions. Its
    queries are not held against the indexes: any two filters are asked for together here, for what they give, as no screen
    asks."""
    folder, few = tmp_path_factory.mktemp("var-filters"), not request.config.getoption("--all-differences")
    with WATCH.aside(), serving_demo("filters-demo", folder, few=few) as served:
        yield served


@pytest.fixture(scope="module")
def people(demo: Demo) -> list[str]:
    """Ids of some people who are named on cases."""
    found = sorted({row["assignee_id"] for row in demo.rows if row["assignee_id"]})
    return [global_id("Person", one) for one in found]


def input_fields(name: str) -> dict[str, GraphQLInputType]:
    """The fields of a list's filter."""
    assert QUERY is not None
    given = get_named_type(QUERY.fields[name].args["filter"].type)
    assert isinstance(given, GraphQLInputObjectType)
    return {key: field.type for key, field in given.fields.items()}


class Asked:
    """One list of the demo, asked with filters."""

    def __init__(self, demo: Demo, name: str, people: list[str]) -> None:
        self.demo, self.name, self.people = demo, name, people
        self.login = LOGINS.get(name, "head")
        assert QUERY is not None
        self.kind = get_named_type(QUERY.fields[name].args["filter"].type).name

    def ids(self, **given: Any) -> set[str]:
        """All that the list holds under a filter, page by page."""
        query = (
            f"query($f: {self.kind}, $a: String) {{ {self.name}(first: 100, after: $a, filter: $f) "
            "{ edges { cursor } pageInfo { hasNextPage endCursor } } }"
        )
        found: set[str] = set()
        after = None
        while True:
            page = self.demo.data(self.login, query, f=given, a=after)[self.name]
            # Not every row has an id; a row has one cursor in its list.
            fresh = {edge["cursor"] for edge in page["edges"]}
            assert not fresh & found, "a page repeats what an earlier one showed"
            found |= fresh
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    def counts(self, filters: Sequence[Mapping[str, Any]]) -> list[int]:
        """How many it holds under each filter, as many at once as may be."""
        found: list[int] = []
        for at in range(0, len(filters), AT_ONCE):
            part = filters[at : at + AT_ONCE]
            given = ", ".join(f"$f{place}: {self.kind}" for place in range(len(part)))
            fields = " ".join(
                f"f{place}: {self.name}(first: 0, filter: $f{place}) {{ totalCount {{ value }} }}"
                for place in range(len(part))
            )
            variables = {f"f{place}": one for place, one in enumerate(part)}
            told = self.demo.data(self.login, f"query({given}) {{ {fields} }}", **variables)
            found += [told[f"f{place}"]["totalCount"]["value"] for place in range(len(part))]
        return found

    def candidates(self) -> Iterator[tuple[str, Any]]:
        """A value or two for each field of the filter. Raises: AssertionError for a field of a kind unknown here."""
        for field, kind in input_fields(self.name).items():
            if field not in NEVER_TOGETHER:
                values = self._values(field, kind)
                assert values, f"no value for {self.name}(filter: {{{field}}})"
                for value in values:
                    yield field, value

    def _values(self, field: str, kind: GraphQLInputType) -> list[Any]:
        named = get_named_type(kind)
        if isinstance(named, GraphQLEnumType):
            every = [one for one in named.values if field != "role" or one in {*map(str, DECREE_ROLES)}]
            half = len(every) // 2
            return [every[half:]] if _is_list(kind) else every[:1]
        known: dict[str, Callable[[], list[Any]]] = {
            "Boolean": lambda: [True, False] if field in OF_THE_ASSIGNEE else [True],
            "ID": lambda: self._ids(field, is_list=_is_list(kind)),
            "String": lambda: self._texts(field, is_list=_is_list(kind)),
            "Int": lambda: [NOW.year],
            "Date": lambda: [NOW.date().isoformat()],
            "DateTime": lambda: [NOW.isoformat()],
            "DateTimeRange": lambda: [{"from": f"{MIDDLE}T00:00:00Z"}],
            "DateRange": lambda: [{"from": MIDDLE}],
            "GeoCircle": lambda: [{"latitude": 56.2, "longitude": 89.53, "meters": 1_200}],
            "GeoBox": lambda: [{"south": 56.2, "west": 89.5, "north": 56.215, "east": 89.53}],
        }
        return known[named.name]()

    def _ids(self, field: str, *, is_list: bool) -> list[Any]:
        lists = {
            "topic": "topics",
            "settlement": "settlements",
            "street": "streets",
            "recipient": "organizations",
            "organization": "organizations",
            "parent": "organizations",
            "protocol": "protocols",
            "meeting": "meetings",
            "case": "cases",
        }
        stem = field.removesuffix("Ids").removesuffix("Id")
        if stem in lists:
            nodes = self.demo.data("head", f"{{ {lists[stem]}(first: 60) {{ nodes {{ id }} }} }}")[
                lists[stem]
            ]
            every = [one["id"] for one in nodes["nodes"]]
        else:
            every = self.people
        return [every[: len(every) // 2]] if is_list else every[:1]

    def _texts(self, field: str, *, is_list: bool) -> list[Any]:
        stored = {
            "street": [row["location"]["street"] for row in self.demo.rows],
            "house": [row["location"]["house"] for row in self.demo.rows],
            "tags": [tag for row in self.demo.rows for tag in row["tags"]] or ["зима"],
            "externalId": [row["external_id"] for row in self.demo.rows],
        }
        if field in stored:
            common = [one for one, _ in Counter(one for one in stored[field] if one).most_common(40)]
            return [common] if is_list else common[:1]
        if not is_list:
            return [WORDS.get(self.name, "дорог")]
        known = {
            "channel": ["POS", "PHONE", "VK"],
            "login": ["head", "pos", "admin", "nobody"],
            "clientId": ["demo-partner", "another"],
        }
        if field in known:
            return [known[field]]
        shown = self.demo.data("head", f"{{ {self.name}(first: 100) {{ nodes {{ {field} }} }} }}")[self.name]
        every = sorted({node[field] for node in shown["nodes"] if node[field] is not None})
        return [every[: len(every) // 2 + 1]]


def _is_list(kind: GraphQLInputType) -> bool:
    return isinstance(get_nullable_type(kind), GraphQLList)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_two_conditions_together_are_what_both_have_alone(
    demo: Demo, people: list[str], name: str, request: pytest.FixtureRequest
) -> None:
    asked = Asked(demo, name, people)
    alone = [(field, value, asked.ids(**{field: value})) for field, value in asked.candidates()]
    # In a plain run each with about half of the others.
    step = 1 if request.config.getoption("--all-differences") else 2
    pairs = [
        ({one: left, other: right}, len(first & second))
        for (one, left, first), (other, right, second) in itertools.combinations(alone, 2)
        if one != other
    ][::step]
    counted = asked.counts([given for given, _ in pairs])
    wrong = [
        f"{given}: {found} instead of {expected}"
        for (given, expected), found in zip(pairs, counted, strict=True)
        if found != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_what_looks_at_one_field_narrows_what_the_others_leave(demo: Demo, people: list[str]) -> None:
    asked = Asked(demo, "cases", people)
    given = asked.ids(assigneeIds=people[:3])
    assert given
    assert asked.ids(assigneeIds=people[:3], unassigned=False) == given
    assert asked.ids(assigneeIds=people[:3], unassigned=True) == set()
    assert asked.ids(assigneeIds=people[:3], assignedToMe=False) == given
    assert asked.ids(assigneeIds=people[:3], assignedToMe=False, unassigned=False) == given


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_a_filter_by_what_the_list_is_sorted_by_holds_on_every_page(demo: Demo, direction: str) -> None:
    wanted = ["admin", "assignee", "curator", "head", "pos"]
    query = f"""query($a: String, $l: [String!]) {{
        accounts(first: 2, after: $a, direction: {direction}, filter: {{login: $l}})
        {{ nodes {{ login }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    found: list[str] = []
    after = None
    while True:
        page = demo.data("admin", query, a=after, l=wanted)["accounts"]
        found += [one["login"] for one in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert found == sorted(wanted, reverse=direction == "DESC")


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_no_rows_tells_whether_the_list_goes_on(demo: Demo, name: str) -> None:
    login = LOGINS.get(name, "head")
    query = f"""{{ first: {name}(first: 0) {{ pageInfo {{ hasNextPage hasPreviousPage }} totalCount {{ value }} }}
        last: {name}(last: 0) {{ pageInfo {{ hasNextPage hasPreviousPage }} edges {{ cursor }} }} }}"""
    told = demo.data(login, query)
    there_are_some = told["first"]["totalCount"]["value"] > 0
    assert told["first"]["pageInfo"] == {"hasNextPage": there_are_some, "hasPreviousPage": False}
    assert told["last"] == {
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": there_are_some},
        "edges": [],
    }


def test_a_history_of_no_entries_tells_that_there_are_some(demo: Demo) -> None:
    told = demo.data(
        "head",
        "{ cases(first: 2) { nodes { history(first: 0) { nodes { name } pageInfo { hasNextPage } } } } }",
    )
    assert [one["history"] for one in told["cases"]["nodes"]] == [
        {"nodes": [], "pageInfo": {"hasNextPage": True}}
    ] * 2


def test_a_cursor_belongs_to_its_list(demo: Demo) -> None:
    ends = {
        name: demo.data("head", f"{{ {name}(first: 1) {{ pageInfo {{ endCursor }} }} }}")[name]["pageInfo"][
            "endCursor"
        ]
        for name in LISTS
        if name not in LOGINS
    }
    # The demo tells the head of nothing by itself: there is no cursor of his notifications.
    assert {name for name, end in ends.items() if end is None} <= {"notifications"}
    for owner, name in itertools.permutations(ends, 2):
        if ends[owner] is None:
            continue
        body = demo.ask(
            "head", f"query($a: String) {{ {name}(first: 1, after: $a) {{ nodes {{ id }} }} }}", a=ends[owner]
        )
        refused = [one["extensions"] for one in body.get("errors", ())]
        assert refused == [
            {"code": "BAD_REQUEST", "facts": {"rule": "malformed_cursor"}, "path": ["after"]}
        ], f"{owner} in {name}"


def test_a_cursor_of_one_history_opens_no_other(demo: Demo) -> None:
    nodes = demo.data(
        "head", "{ cases(first: 2) { nodes { id history(first: 1) { pageInfo { endCursor } } } } }"
    )["cases"]["nodes"]
    query = "query($i: ID!, $a: String) { case(id: $i) { history(first: 5, after: $a) { nodes { name } } } }"
    own = nodes[0]["history"]["pageInfo"]["endCursor"]
    assert "errors" not in demo.ask("head", query, i=nodes[0]["id"], a=own)
    foreign = demo.ask("head", query, i=nodes[1]["id"], a=own)
    assert [one["extensions"]["code"] for one in foreign["errors"]] == ["BAD_REQUEST"]
