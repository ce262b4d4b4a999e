"""The test of the test: leaks are made on purpose, and the checks must name each of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from auth.errors import Problem
from auth.policy import decide
from auth.principal import Principal
from documents.cases import resource as case_resource
from documents.disclosures import operations as disclosures
from documents.kernel.ids import global_id
from documents.kernel.read import access as kernel
from documents.kernel.read import history, narrowing, paging, presenter, visible_reference
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Count
from documents.kernel.write.runner import Runner
from schema.access.asking import AccessTarget
from schema.cases import contacts as contact_filters
from schema.cases import counts as count_queries
from schema.cases import filters as case_filters
from tests.leaks import checks, doors, explaining, filtering, revealing
from tests.leaks.calls import MOVING
from tests.leaks.sabotage import open_declared
from tests.leaks.world import World
from tests.support.watching import WATCH

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def unwatched() -> Iterator[None]:
    """What is asked here is wrong on purpose: no index has to serve it."""
    with WATCH.aside():
        yield


async def test_rows_shown_without_the_plan_are_reported(world: World, monkeypatch: Patch) -> None:
    def shown(self: Access, resource: Any, who: Any, now: Any, row: Any, fields: Any = None) -> Any:
        return self._show(resource, who, now, [dict(row)], fields)[0]

    async def many(
        self: Access, resource: Any, who: Any, now: Any, *, ids: Any, fields: Any = None
    ) -> dict[str, Any]:
        rows = await self._store.find(kernel._collection(resource), {"_id": {"$in": list(ids)}})
        return {row["_id"]: row for row in self._show(resource, who, now, rows, fields)}

    monkeypatch.setattr(Access, "present", shown)
    monkeypatch.setattr(Access, "many", many)
    open_declared(monkeypatch)
    monkeypatch.setattr(Access, "reads", lambda self, resource, who: True)
    for door in ("message", "incident", "protocol", "meeting", "assignment", "node", "nodes"):
        assert _about(await checks.reads(world, "RC", [door]), ".id of"), door


async def test_an_object_found_around_the_rights_is_reported(world: World, monkeypatch: Patch) -> None:
    async def found(
        self: Access, resource: Any, who: Any, now: Any, *, where: Any, fields: Any = None
    ) -> Any:
        row = next(iter(await self._store.find(kernel._collection(resource), where, at_most=1)), None)
        return self._show(resource, who, now, [row], fields)[0] if row else None

    monkeypatch.setattr(Access, "one", found)
    assert _about(await checks.reads(world, "AS", ["case"]), "case.summary of far-message-ordinary")
    assert _about(await checks.mutations(world, "SL"), "case.summary of far-")


def _hide(monkeypatch: Patch, hidden: Callable[..., frozenset[str]]) -> None:
    """Let rows be shown with other fields withheld, each row asked for itself."""
    for module in (presenter, visible_reference):
        monkeypatch.setattr(module, "hidden", hidden)
        monkeypatch.setattr(
            module, "withholding", lambda who, name: decide.AuthorizationInputs(frozenset(), ("_id",))
        )
    # What is worked out once for a viewer is worked out anew.
    monkeypatch.setattr(kernel, "presenter_of", presenter.Presenter)


async def test_nothing_hidden_is_reported_field_by_field(world: World, monkeypatch: Patch) -> None:
    _hide(monkeypatch, lambda who, name, row: frozenset())
    wrong = await checks.reads(world, "IP", ["cases"])
    for place in (
        "case.applicant.phone of",
        "case.location.flat of",
        "case.text of pos-message-sensitive",
        "case.responses.text of pos-appeal-sensitive",
        "case.publications.url of",
        "case.publications.author_handle of",
        "case.publications.text of social-incident-sensitive",
        "hiddenFields of",
    ):
        assert _about(wrong, place), place
    assert _about(await checks.reads(world, "IN", ["person"]), "person.work_phone of")


async def test_a_field_hidden_from_who_may_see_it_is_reported(world: World, monkeypatch: Patch) -> None:
    known = decide.hidden
    _hide(monkeypatch, lambda who, name, row: known(who, name, row) | {"location.flat"})
    assert _about(await checks.reads(world, "HD", ["messages"]), "hiddenFields of")
    assert _about(await checks.words_shown(world, "HD"), "HD is not shown case.location.flat")


async def test_text_that_nobody_redacted_is_reported(world: World, monkeypatch: Patch) -> None:
    monkeypatch.setattr(case_resource, "text_mode", lambda who, row: "PLAIN")
    wrong = await checks.reads(world, "PO", ["cases"])
    for place in ("case.text (plain)", "case.responses.text (plain)", "case.publications.text (plain)"):
        assert _about(wrong, place), place


async def test_a_history_that_tells_what_is_withheld_is_reported(world: World, monkeypatch: Patch) -> None:
    monkeypatch.setattr(history, "hidden", lambda who, name, row: frozenset())
    wrong = await checks.reads(world, "CU", ["message", "incident"])
    assert _about(wrong, "case.location.flat in the history of")
    assert _about(wrong, "case.publications.url in the history of")
    assert _about(wrong, "case.text in the history of pos-message-sensitive")
    assert _about(wrong, "the history of")


async def test_a_count_without_the_plan_is_reported(world: World, monkeypatch: Patch) -> None:
    async def counted(self: Access, resource: Any, who: Any, **asked: Any) -> Count:
        return Count(
            await self._store.count(kernel._collection(resource), asked["where"] or {}, at_most=10_001),
            exact=True,
        )

    monkeypatch.setattr(Access, "count", counted)
    open_declared(monkeypatch)
    assert _about(await checks.counts(world, "RH"), "counts 72 cases")
    assert _about(await checks.counts(world, "AS"), "protocols")


async def test_free_counts_for_everybody_are_reported(world: World, monkeypatch: Patch) -> None:
    monkeypatch.setattr(count_queries, "counts_freely", lambda who, where: True)
    wrong = await checks.case_counts(world, "LD")
    assert _about(wrong, "is told small counts")
    assert _about(wrong, "may count with search")


async def test_a_search_in_plain_text_is_reported(world: World, monkeypatch: Patch) -> None:
    def everywhere(where: dict[str, Any], text: str | None) -> None:
        if text is not None:
            where["$or"] = [
                {name: {"$regex": text}} for name in ("text", "publications.text", "location.flat")
            ]

    # Conditions on withheld fields narrow by themselves: that is undone as well.
    monkeypatch.setattr(narrowing, "touched", lambda resource, keys: ())
    monkeypatch.setattr(case_filters, "_search", everywhere)
    wrong = await checks.searches(world, "IP")
    assert _about(wrong, "a word of ('case.text', 'Message', True, True)")
    assert _about(wrong, "a word of ('case.text (plain)', 'Appeal', False, True)")
    assert _about(wrong, "a word of ('case.location.flat'")


async def test_a_filter_that_forgets_the_rights_is_reported(world: World, monkeypatch: Patch) -> None:
    merged = kernel._merged

    def forgetful(plan: Any, where: Mapping[str, Any] | None) -> Any:
        found = merged(plan, where)
        if found is not None and where and "status" in where:
            found.pop(kernel.KEYS, None)
        return found

    monkeypatch.setattr(kernel, "_merged", forgetful)
    wrong = await filtering.filters(world, "SL")
    assert _about(wrong, "cases filter: {status: [NEW]}")
    assert _about(wrong, "meetings filter: {status: [DRAFT]}")
    assert not _about(wrong, "isOverdue")


async def test_an_order_that_looks_past_the_rights_is_reported(world: World, monkeypatch: Patch) -> None:
    ranged = paging.sort_range

    def tilted(window: Any, order: Any) -> Any:
        return {"$gt": "2026-05-25"} if order.key == "sort_due" else ranged(window, order)

    await filtering.sorting(world, "RC")  # the head's lists as they are
    monkeypatch.setattr(kernel, "sort_range", tilted)
    assert _about(await filtering.sorting(world, "RC"), "cases orderBy: {field: DUE_AT")


@pytest.mark.parametrize("login", ["PO", "RG"])
async def test_an_error_that_quotes_the_row_is_reported(world: World, monkeypatch: Patch, login: str) -> None:
    monkeypatch.setattr(Runner, "run", _quoting(Runner.run, lambda row: {"text": str(row)}))
    wrong = await checks.mutations(world, login)
    assert _about(wrong, "case.text (plain) of")
    assert _about(await checks.unseen_are_refused_as_unknown(world, "RG"), "is not")


async def test_a_refusal_that_tells_that_something_is_there_is_reported(
    world: World, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(Runner, "run", _quoting(Runner.run, lambda row: {"revision": row["revision"]}))
    assert _about(await checks.unseen_are_refused_as_unknown(world, "AS"), "is not")


async def test_a_double_that_names_a_case_out_of_sight_is_reported(world: World, monkeypatch: Patch) -> None:
    there = global_id("Message", "far-message-ordinary")
    monkeypatch.setattr(Runner, "run", _quoting(Runner.run, lambda row: {}, id=there))
    assert _about(await checks.mutations(world, "IN"), "registerSubmission: case.id of far-message-ordinary")


async def test_an_explanation_that_looks_past_the_rights_is_reported(
    world: World, monkeypatch: Patch
) -> None:
    async def found(self: AccessTarget, info: Any) -> Any:
        return await world.town.store.collection("cases").find_one({"_id": self.record_id})

    monkeypatch.setattr(AccessTarget, "row", found)
    assert _about(await explaining.unseen_are_explained_as_unknown(world, "AD"), "accessExplain")
    assert _about(await explaining.unseen_are_explained_as_unknown(world, "AD"), "whoCan")
    assert _about(await explaining.unseen_are_explained_as_unknown(world, "SL"), "accessExplain")


async def test_revealing_without_looking_at_the_text_mark_is_reported(
    world: World, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(disclosures, "_demand", lambda change, case, fields, reason: None)
    wrong = await revealing.reveals(world, "CU")
    assert _about(
        wrong, "CU is shown ['FULL_NAME', 'PHONE', 'EMAIL', 'ADDRESS'] of pos-message-ordinary, None"
    )
    assert _about(wrong, "CU is shown ['TEXT'] of social-incident-sensitive, None")


async def test_a_search_by_contacts_that_forgets_the_narrowing_is_reported(
    world: World, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(narrowing, "searchable", lambda who, name: {})
    assert _about(await revealing.contacts(world, "PO"), "PO finds 48 by applicantPhone")
    monkeypatch.setattr(
        contact_filters, "searchable", lambda who, name: defaultdict(lambda: decide.Plan(everything=True))
    )
    assert _about(await revealing.contacts(world, "IP"), "IP may seek by applicantEmail")


def test_a_root_field_and_a_filter_without_a_door_are_named(monkeypatch: Patch) -> None:
    monkeypatch.setattr(
        doors, "QUERIES", {name: one for name, one in doors.QUERIES.items() if name != "meeting"}
    )
    monkeypatch.setattr(doors, "MOVING", {name: one for name, one in MOVING.items() if name != "startWork"})
    assert doors.uncovered() == ["meeting", "startWork"]
    known = {name: one for name, one in filtering.FILTERS["CaseFilter"].items() if name != "search"}
    monkeypatch.setattr(filtering, "FILTERS", {**filtering.FILTERS, "CaseFilter": known})
    assert filtering.unfiltered() == ["CaseFilter.search"]


def _about(wrong: list[str], words: str) -> list[str]:
    return [one for one in wrong if words in one]


def _quoting(run: Any, told: Callable[[Mapping[str, Any]], Mapping[str, Any]], **always: Any) -> Any:
    """Changes as they are, but that a refusal carries something of the stored row."""

    async def quoting(
        self: Runner, who: Principal, now: Any, operation: Any, target_id: str | None = None, **facts: Any
    ) -> Any:
        try:
            return await run(self, who, now, operation, target_id, **facts)
        except Problem as problem:
            name = operation.record.collection_name()
            row = await self.store.collection(name).find_one({"_id": target_id})
            problem.facts = {**problem.facts, **(told(row) if row else {}), **always}
            raise

    return quoting
