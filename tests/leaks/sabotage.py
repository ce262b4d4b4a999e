"""Leaks made on purpose: each breaks the product in one place, and names what the leak check must say about it."""

import base64
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.http import health, recipient
from api.http.answers import json_answer
from api.leaks.findings import CheckKind, Finding, Tally
from auth.actions import Action
from auth.errors import BadRequest
from auth.policy import decide
from documents.accounts.resource import ACCOUNTS
from documents.cases import free_text
from documents.cases import resource as case_resource
from documents.disclosures.resource import ACCESSES
from documents.kernel.read import access as kernel
from documents.kernel.read import history, narrowing, presenter, readable, visible_reference
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Count
from documents.statistics import rounding
from schema import connections, enforcing, labels, loading, lookup
from schema.access.asking import AccessTarget
from schema.assignments import types as assignment_types
from schema.cases import counts as count_queries
from schema.cases import filters as case_filters
from schema.cases import queries as case_queries
from schema.cursors import Cursors
from tests.leaks.house import House
from tests.support.notes import notes

Patch = pytest.MonkeyPatch

CAUGHT = notes("planted leaks and what caught each")
"""Planted leak → the door and the words with which the check of the product named it."""


@dataclass(frozen=True)
class Said:
    """One thing that must be said of a planted leak: the check, its words, and at which door and of which role, if named."""

    check: CheckKind
    words: str
    door: str | None = None
    role: str | None = None

    def fits(self, finding: Finding) -> bool:
        """Whether a finding says it."""
        return (
            finding.check is self.check
            and self.words in finding.place
            and self.door in (None, finding.door)
            and self.role in (None, finding.role)
        )


@dataclass(frozen=True)
class Sabotage:
    """One planted leak, as whom and at which doors it is looked for, and all that must be said of it.

    `changes` where rows are changed by it, or the log is written: it gets a house of its own. `unsaid` must not be said.
    Without `reads` its doors are asked by what leaves a trace alone.
    """

    name: str
    plant: Callable[[Patch, House], Awaitable[None]]
    roles: tuple[str, ...]
    doors: tuple[str, ...]
    said: tuple[Said, ...]
    changes: bool = False
    unsaid: str = ""
    reads: bool = True

    def missed(self, found: Collection[Finding]) -> list[Said]:
        """What of all that must be said was not."""
        return [one for one in self.said if not any(map(one.fits, found))]

    def is_caught(self, tally: Tally, door: str, role: str) -> bool:
        """Whether all that must be said of it at a door and of a role is among what was found."""
        found = tally.findings.values()
        here = (one for one in self.said if one.door in (None, door) and one.role in (None, role))
        return all(any(map(one.fits, found)) for one in here)


def a_name(house: House) -> str:
    """A value that no door may tell anybody: a word of an applicant's data."""
    return next(word for word, place in house.words.places.items() if place == "applicant.full_name")


def around_the_plan(self: Access, resource: Any, who: Any, now: Any, row: Any, fields: Any = None) -> Any:
    """Whatever was read, as if the asker might see it."""
    return self._show(resource, who, now, [dict(row)], fields)[0]


async def _stored(info: Any, resource: Any, where: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first row as it is stored, whoever asks."""
    found = await info.context.container.store.find(kernel._collection(resource), where, at_most=1)
    return dict(found[0]) if found else None


def hide(patch: Patch, hidden: Callable[..., frozenset[str]]) -> None:
    """Let rows be shown with other fields withheld, each row asked for itself, and nothing remembered."""
    for module in (presenter, visible_reference):
        patch.setattr(module, "hidden", hidden)
        patch.setattr(
            module, "withholding", lambda who, name: decide.AuthorizationInputs(frozenset(), ("_id",))
        )
    patch.setattr(kernel, "presenter_of", presenter.Presenter)


def open_declared(patch: Patch) -> None:
    """Let everybody come to what stands behind a root field, whatever it declares."""
    patch.setattr(enforcing.Declared, "opens_to", lambda self, who, arguments: True)


async def resolver_without_rights(patch: Patch, house: House) -> None:
    """A single object is read from the store and shown, whatever its field declares."""
    open_declared(patch)
    patch.setattr(Access, "reads", lambda self, resource, who: True)
    patch.setattr(Access, "present", around_the_plan)


async def page_without_plan(patch: Patch, house: House) -> None:
    """A list forgets the condition of the plan, and its field what it declares."""
    open_declared(patch)
    patch.setattr(kernel, "_merged", lambda plan, where: dict(where or {}))


async def count_without_plan(patch: Patch, house: House) -> None:
    """The total counts what the list does not show, and its field forgets what it declares."""
    open_declared(patch)

    async def counted(self: Access, resource: Any, who: Any, **asked: Any) -> Count:
        return Count(
            await self._store.count(kernel._collection(resource), asked["where"] or {}, at_most=10_001),
            exact=True,
        )

    patch.setattr(Access, "count", counted)


async def filter_drops_plan(patch: Patch, house: House) -> None:
    """One filter overwrites the keys of the plan."""
    merged = kernel._merged

    def forgetful(plan: Any, where: Mapping[str, Any] | None) -> Any:
        found = merged(plan, where)
        if found is not None and where and "status" in where:
            found.pop(kernel.KEYS, None)
        return found

    patch.setattr(kernel, "_merged", forgetful)


def without_narrowing(patch: Patch) -> None:
    """Let conditions on withheld fields narrow no list; by themselves they would."""
    patch.setattr(narrowing, "touched", lambda resource, keys: ())


async def filter_by_hidden_field(patch: Patch, house: House) -> None:
    """A filter looks at the author's handle, which is withheld."""
    known = case_filters.condition

    def looking(info: Any, given: Any, kinds: Any) -> dict[str, Any]:
        found = known(info, given, kinds)
        if given is not None and given.was_returned is not None:
            found.pop("was_returned")
            found["publications.author_handle"] = {"$ne": None} if given.was_returned else None
        return found

    without_narrowing(patch)
    patch.setattr(case_queries, "condition", looking)


async def sort_by_hidden_field(patch: Patch, house: House) -> None:
    """The order by deadline is one by the text, which is withheld."""
    orders = {**case_resource.CASES.orders, "DUE_AT": "text_redacted"}
    patch.setitem(case_resource.CASES.__dict__, "orders", orders)


async def lookup_around_the_rule(patch: Patch, house: House) -> None:
    """`node` and `nodes` read by id alone."""

    async def many(self: Access, resource: Any, who: Any, now: Any, *, ids: Any, fields: Any = None) -> Any:
        rows = await self._store.find(kernel._collection(resource), {"_id": {"$in": list(ids)}})
        return {row["_id"]: row for row in self._show(resource, who, now, rows, fields)}

    async def one(info: Any, resource: Any, *, where: Any) -> Any:
        context = info.context
        found = await _stored(info, resource, where)
        return (
            around_the_plan(context.container.access, resource, context.principal, context.now, found)
            if found
            else None
        )

    patch.setattr(Access, "many", many)
    patch.setattr(lookup, "load_one", one)


async def error_with_a_name(patch: Patch, house: House) -> None:
    """A refusal quotes what stands in the row."""

    def quoting(*arguments: Any, **named: Any) -> Any:
        raise BadRequest("wrong_type", path=("id",), found=a_name(house))

    patch.setattr(case_queries, "decoded", quoting)


async def plan_for_everybody(patch: Patch, house: House) -> None:
    """The plan is remembered by action, without who it was made for."""
    known, kept = decide.plan, dict[Any, Any]()

    def plan(who: Any, action: Any, **more: Any) -> Any:
        return kept.setdefault(action, known(who, action, **more))

    patch.setattr(readable, "plan", plan)


async def stale_keys(patch: Patch, house: House) -> None:
    """A case is routed to another organization and keeps the keys of the first."""
    rows = house.store.collection("cases")
    row = await rows.find_one({"access_keys": "org:road-repair"})
    assert row is not None
    facts: dict[str, Any] = {
        "recipient_id": "schools",
        "assignee_id": None,
        "co_assignee_ids": [],
        "sector_id": "EDUCATION",
    }
    await rows.update_one({"_id": row["_id"]}, {"$set": facts})


async def withheld_through_the_interface(patch: Patch, house: House) -> None:
    """What is found by its global id is shown with its text, whatever the row withholds."""
    known = loading.load_one

    async def loaded(info: Any, resource: Any, *, where: Any) -> Any:
        found = await known(info, resource, where=where)
        if found is not None:
            stored = await _stored(info, resource, where) or {}
            found.update({name: stored[name] for name in ("text", "location") if name in stored})
        return found

    patch.setattr(lookup, "load_one", loaded)


async def history_with_values(patch: Patch, house: House) -> None:
    """The history forgets what is withheld on the object."""
    patch.setattr(history, "hidden", lambda who, name, row: frozenset())


async def history_for_everybody(patch: Patch, house: House) -> None:
    """Who recorded an appointment is told to everybody who sees it."""
    patch.setattr(history, "tells_history", lambda who, name, row, *, read: True)


async def ballots_for_everybody(patch: Patch, house: House) -> None:
    """Votes are read like the meeting before they are counted."""
    patch.setattr(presenter, "ITEMS_OF", {})


async def empty_hidden_fields(patch: Patch, house: House) -> None:
    """Withheld fields are null, and nobody says so."""
    known = presenter.Presenter._withheld_on

    def silent(self: presenter.Presenter, row: Any, standing: Any) -> presenter.WithheldPaths:
        return replace(known(self, row, standing), told=presenter.NOTHING.told)

    patch.setattr(presenter.Presenter, "_withheld_on", silent)


async def nothing_withheld(patch: Patch, house: House) -> None:
    """No field is withheld from anybody."""
    hide(patch, lambda who, name, row: frozenset())


async def too_much_withheld(patch: Patch, house: House) -> None:
    """A field is withheld from who may see it."""
    known = decide.hidden
    hide(patch, lambda who, name, row: known(who, name, row) | {"location.flat"})


async def text_not_redacted(patch: Patch, house: House) -> None:
    """Everybody reads texts as they were written."""
    patch.setattr(case_resource, "text_mode", lambda who, row: "PLAIN")


async def search_in_plain_text(patch: Patch, house: House) -> None:
    """The search looks into texts that are withheld."""

    def everywhere(where: dict[str, Any], text: str) -> None:
        where["$or"] = [
            {name: {"$regex": text}} for name in ("text", "location.flat", "publications.author_handle")
        ]

    without_narrowing(patch)
    patch.setattr(case_filters, "add_search", everywhere)


async def free_cuts(patch: Patch, house: House) -> None:
    """Who cannot list cases counts them by whatever he likes."""
    for name in ("counts_freely", "lists_freely"):
        patch.setattr(count_queries, name, lambda who, where: True)


async def small_counts(patch: Patch, house: House) -> None:
    """Protected figures are the true numbers."""
    patch.setattr(rounding, "rounded", lambda cases, draw: cases.count)


async def readable_cursor(patch: Patch, house: House) -> None:
    """A cursor is the sort value in base64."""
    patch.setattr(
        Cursors,
        "seal",
        lambda self, value, *, order: base64.urlsafe_b64encode(value.encode()).decode().rstrip("="),
    )


async def hidden_relation(patch: Patch, house: House) -> None:
    """An assignment shows its protocol to who may not see protocols."""

    async def loaded(info: Any, resource: Any, record_id: str | None) -> Any:
        access, context = info.context.container.access, info.context
        row = await _stored(info, resource, {"_id": record_id})
        return access._show(resource, context.principal, context.now, [row], None)[0] if row else None

    patch.setattr(assignment_types, "loaded", loaded)


async def label_with_a_name(patch: Patch, house: House) -> None:
    """The label of an enumeration tells about somebody."""
    told = [labels.EnumLabel(enum="Kind", value="MESSAGE", label=a_name(house), order=0)]
    patch.setattr(labels, "labels", lambda types, names: told)


async def page_size_with_a_name(patch: Patch, house: House) -> None:
    """The refusal of an impossible page tells about somebody."""

    def refusing(*asked: Any, **more: Any) -> Any:
        raise BadRequest("page_size", path=("first",), limit=a_name(house))

    patch.setattr(connections, "window_of", refusing)


async def talkative_address(patch: Patch, house: House) -> None:
    """An address without a sign-in tells about somebody."""

    patch.setattr(
        health, "json_answer", lambda told, *more: json_answer({**told, "last": a_name(house)}, *more)
    )


async def talkative_link(patch: Patch, house: House) -> None:
    """The page for who follows a link tells about somebody whatever the link."""

    patch.setattr(recipient, "nothing_page", lambda: a_name(house))


async def token_told(patch: Patch, house: House) -> None:
    """What the link of a body is known by is told with its routing."""
    shown = case_resource.CASES.nested["routings"]

    def telling(routings: list[Any], seen: Any) -> list[Any]:
        links = [one.get("link") or {"digest": None} for one in routings]
        told = shown(routings, seen)
        return [{**one, "reason": link["digest"]} for one, link in zip(told, links, strict=True)]

    patch.setitem(case_resource.CASES.__dict__, "nested", {**case_resource.CASES.nested, "routings": telling})


async def log_for_everybody(patch: Patch, house: House) -> None:
    """The log of access to personal data is read like reference data."""
    open_declared(patch)
    patch.setitem(ACCESSES.__dict__, "read", Action.DIRECTORY_READ)


async def explanation_of_the_hidden(patch: Patch, house: House) -> None:
    """An explanation reads the object that is asked about, whoever asks."""

    async def found(self: AccessTarget, info: Any) -> Any:
        return await _stored(info, case_resource.CASES, {"_id": self.record_id})

    patch.setattr(AccessTarget, "row", found)


async def remarks_as_written(patch: Patch, house: House) -> None:
    """What officials remark on a case is shown to everybody as they wrote it."""
    rows = house.store.collection("cases")
    await rows.update_many(
        {},
        {
            "$set": {
                "rejection": {
                    "comment": "Звонил Иванов, +7 913 555-44-33",
                    "reason": "OBSCENE_OR_THREATENING",
                }
            }
        },
    )
    only_texts = {
        place: tuple(name for name in names if name == "text") for place, names in free_text.FREE_TEXT.items()
    }
    patch.setattr(free_text, "FREE_TEXT", only_texts)


async def applicant_unmasked(patch: Patch, house: House) -> None:
    """The case shows whole what it keeps masked of the applicant."""
    finisher = case_resource.CASES.finisher
    assert finisher is not None

    def telling_finisher(keys: Any) -> Any:
        finish = finisher(keys)

        def telling(row: Any, who: Any) -> None:
            finish(row, who)
            if row.get("applicant"):
                row["applicant"] = {**row["applicant"], "full_name": a_name(house)}

        return telling

    patch.setitem(case_resource.CASES.__dict__, "finisher", telling_finisher)


async def accounts_for_everybody(patch: Patch, house: House) -> None:
    """The list of accounts asks nobody for the permission."""
    open_declared(patch)
    patch.setitem(ACCOUNTS.__dict__, "read", Action.DIRECTORY_READ)
