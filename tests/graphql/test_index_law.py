"""The watch over queries notices one that no index serves, and lets pass what has an index or a reason.

The run itself ends with the check of everything that was sent: `every_query_has_its_index` in `tests/conftest.py`.
"""

import pytest

from documents.aggregates import STORED
from documents.cases.resource import CASES
from documents.kernel.read.access import KEYS
from documents.kernel.read.paging import Direction, Order, Window
from tests.graphql.test_indexes import RESIDUAL
from tests.support.asking import ask
from tests.support.shapes import LAW, Shape, breaches
from tests.support.town import Town
from tests.support.watching import WATCH

NEWEST = Order("sort_received", Direction.DESC)


async def test_a_query_that_no_index_serves_is_noticed(town: Town) -> None:
    with WATCH.aside() as seen:
        for login, where in (("head", {"summary": "Яма"}), ("lead.roads", {"postponed_until": None})):
            await town.container.access.page(
                CASES,
                await town.who(login),
                town.now,
                order=NEWEST,
                window=Window(first=5),
                where=where,
            )

    found = breaches(LAW, seen)
    assert [one.partition(" — ")[0] for one in found] == [
        "cases: access_keys, postponed_until named, by sort_received",
        "cases: summary named, by sort_received",
    ]
    assert all("test_a_query_that_no_index_serves_is_noticed" in one for one in found)


async def test_what_is_asked_through_the_schema_is_watched_and_what_a_test_asks_is_not(town: Town) -> None:
    with WATCH.aside() as seen:
        await ask(town, "lead.roads", "{ cases(first: 5, filter: {status: [NEW]}) { totalCount { value } } }")
        await town.store.collection("cases").find({"summary": "Яма"}).to_list(length=None)

    of_cases = {shape for shape in seen if shape.collection == "cases"}
    assert {(one.bound, one.sort) for one in of_cases} == {
        ((KEYS, "status"), ("sort_received",)),
        ((KEYS, "status"), ()),
    }
    assert breaches(LAW, seen) == []


@pytest.mark.parametrize(
    ("bound", "loose", "sort", "is_served"),
    [
        (("_id", "summary"), (), (), True),
        ((), (), (), True),  # a count of everything
        ((KEYS,), (), (), True),
        ((KEYS, "kind"), (), (), True),  # a residual that has its reason
        (("status",), (), (), True),
        (("summary",), (), (), False),
        (("status", "summary"), (), (), False),  # found by an index, yet looked at without a reason
        ((), (), ("sort_received",), True),
        ((KEYS, "status"), (), ("sort_received",), True),
        (("sector_id", "status"), ("overdue_at",), ("sort_due",), True),
        ((), ("overdue_at",), ("sort_number",), True),
        (("status",), ("overdue_at",), (), True),
        (("assignee_id",), ("overdue_at",), ("sort_routed",), True),
        (("external_system",), ("overdue_at",), ("sort_due",), False),
        (("status",), ("received_at",), ("sort_received",), True),
        ((), (), ("summary",), False),  # an order that no index has
        ((), (), ("sort_received", "sort_due"), False),
        ((KEYS,), ("search_terms",), ("sort_received",), True),
        ((KEYS, "sector_id"), ("number",), ("sort_due",), True),
        ((), ("$or",), ("sort_due",), False),
    ],
)
def test_a_shape_of_cases_is_served_or_not(
    bound: tuple[str, ...], loose: tuple[str, ...], sort: tuple[str, ...], *, is_served: bool
) -> None:
    assert (LAW.breach(Shape("cases", bound, loose, sort)) is None) is is_served


def test_a_collection_that_nobody_counts_through_is_not_read_whole() -> None:
    assert LAW.breach(Shape("applicants", (), (), ())) is not None
    assert LAW.breach(Shape("protocols", (), (), (), is_capped=True)) is None
    assert LAW.breach(Shape("topics", (), (), ())) is None


LISTS = {
    "cases": "CaseFilter",
    "meetings": "MeetingFilter",
    "protocols": "ProtocolFilter",
    "assignments": "AssignmentFilter",
}


@pytest.mark.parametrize("collection", LISTS)
def test_what_is_let_pass_are_the_filters_that_have_a_reason(collection: str) -> None:
    named = {one for names in LAW.residual[collection].values() for one in names.split(", ")}
    by_index = {"search", "meetingIds", "protocolIds", "applicantPhone", "applicantEmail"}
    by_index |= {"street", "streetIds", "house", "near", "within", "tags", "externalId"}

    assert named == set(RESIDUAL[LISTS[collection]]) - by_index


def test_every_reason_is_about_a_key_that_is_stored() -> None:
    fields = {
        record.Settings.name: {
            name
            for kind in (record, *record.__subclasses__())
            for name in (*kind.model_fields, *getattr(kind, "SORTS", ()))
        }
        for record in STORED
    }
    for reasons in (LAW.few, LAW.residual, LAW.counting):
        for collection, keys in reasons.items():
            assert {key.partition(".")[0] for key in keys if not key.startswith("$")} <= fields[collection], (
                collection
            )
            assert all(reason.strip() for reason in keys.values())
