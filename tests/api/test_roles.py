"""The same question asked by every role of the demo over HTTP: each gets what the decree allows, counted from the store."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.support.demo import Demo

Row = Mapping[str, Any]

ROADS_TREE = {"dept-roads", "landscaping"}

MINE: Mapping[str, Callable[[Row], bool]] = {
    "head": lambda row: True,
    "curator": lambda row: True,
    "pos": lambda row: True,
    "incident": lambda row: True,
    "info": lambda row: True,
    "lead.roads": lambda row: row["sector_id"] == "ROADS",
    "lead.energy": lambda row: row["sector_id"] == "ENERGY",
    "recipient.coordinator": lambda row: row["recipient_id"] in ROADS_TREE,
    "recipient.head": lambda row: row["recipient_id"] in ROADS_TREE,
    "assignee": lambda row: "person-assignee" in (row["assignee_id"], *row["co_assignee_ids"]),
    "registrar": lambda row: row["creator_id"] == "person-registrar",
    "coordinator": lambda row: False,
    "member": lambda row: False,
    "leadership": lambda row: False,
    "admin": lambda row: False,
}
"""Login → which of the stored cases it may list, in plain words over stored fields."""

COUNTS_ALL = {"leadership"}
COUNTS_ROUNDED = {"coordinator", "member", "lead.roads", "lead.energy"}
BASE = 5
COUNTS_NOTHING = {"admin"}


@pytest.mark.parametrize("login", sorted(MINE))
def test_each_role_lists_and_counts_its_own_cases(demo: Demo, login: str) -> None:
    expected = sum(MINE[login](row) for row in demo.rows)
    data = demo.data(login, "{ cases(first: 100) { totalCount { value precision } nodes { number } } }")
    assert data["cases"]["totalCount"] == {"value": expected, "precision": "EXACT"}
    numbers = {row["number"] for row in demo.rows if MINE[login](row)}
    assert {node["number"] for node in data["cases"]["nodes"]} <= numbers
    # Wrong registrations are listed, and are no messages that are counted.
    counts = [row for row in demo.rows if row["status"] != "CANCELLED"]
    own = sum(MINE[login](row) for row in counts)
    counted = demo.ask(login, "{ caseCounts { total { count } isRounded } }")["data"]["caseCounts"]
    if login in COUNTS_ALL:
        assert counted == {"total": {"count": len(counts)}, "isRounded": False}
    elif login in COUNTS_ROUNDED:
        # What one may list is told as it is, and the rest in steps.
        assert counted["isRounded"]
        assert (counted["total"]["count"] - own) % BASE == 0
        assert abs(counted["total"]["count"] - len(counts)) < BASE
    elif login in COUNTS_NOTHING:
        assert counted is None or counted["total"]["count"] == 0
    else:
        assert counted["total"]["count"] == own


@pytest.mark.parametrize("login", ["lead.roads", "recipient.coordinator", "assignee", "registrar", "member"])
def test_a_case_of_others_is_not_there_by_number_nor_by_id(demo: Demo, login: str) -> None:
    hidden = next(row for row in demo.rows if not MINE[login](row) and row["kind"] == "MESSAGE")
    known = demo.data("head", "query($n: String) { message(number: $n) { id } }", n=hidden["number"])
    node_id = known["message"]["id"]
    found = demo.data(
        login,
        "query($n: String, $i: ID!) { message(number: $n) { id } byId: message(id: $i) { id } node(id: $i) { id } }",
        n=hidden["number"],
        i=node_id,
    )
    assert found == {"message": None, "byId": None, "node": None}


def test_the_same_page_hides_from_each_what_is_not_theirs(demo: Demo) -> None:
    query = """{ incidents(first: 5, filter: {sector: [ROADS]}) { nodes {
        number hiddenFields publications { url authorHandle text } } } }"""
    head = demo.data("head", query)["incidents"]["nodes"]
    lead = demo.data("lead.roads", query)["incidents"]["nodes"]
    assert [node["number"] for node in head] == [node["number"] for node in lead]
    assert all(node["hiddenFields"] == [] for node in head)
    for node in lead:
        assert {"publications.authorHandle", "publications.url"} <= set(node["hiddenFields"])
        assert all(one["url"] is None and one["authorHandle"] is None for one in node["publications"])
        assert all(one["text"] for one in node["publications"])


def test_no_list_gives_a_plain_phone_or_name_of_an_applicant(demo: Demo) -> None:
    query = "{ submissions(first: 100) { nodes { text applicant { fullName phone email address } } } }"
    for login in ("curator", "lead.roads", "recipient.coordinator", "info"):
        nodes = demo.data(login, query)["submissions"]["nodes"]
        assert nodes
        for node in nodes:
            applicant = node["applicant"] or {}
            assert "*" in (applicant.get("phone") or "*")
            assert len((applicant.get("fullName") or "И. И.").replace(" ", "")) <= 4
            assert (applicant.get("address") or "адрес скрыт") == "адрес скрыт"
    assert all(node["applicant"] is None for node in demo.data("info", query)["submissions"]["nodes"])


def test_pages_follow_one_another_to_the_end(demo: Demo) -> None:
    query = """query($after: String) { cases(first: 100, after: $after, orderBy: {field: DUE_AT, direction: ASC},
        filter: {sector: [ROADS], status: [CLOSED]}) { nodes { number dueAt } pageInfo { hasNextPage endCursor } } }"""
    seen: list[tuple[str, str]] = []
    after = None
    while True:
        page = demo.data("lead.roads", query, after=after)["cases"]
        seen += [(node["dueAt"], node["number"]) for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    expected = [row for row in demo.rows if row["sector_id"] == "ROADS" and row["status"] == "CLOSED"]
    assert len(seen) == len(set(seen)) == len(expected)
    assert [due for due, _ in seen] == sorted(due for due, _ in seen)
