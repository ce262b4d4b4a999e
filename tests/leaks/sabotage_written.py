"""More leaks made on purpose: in what mutations answer and refuse, in reveals, in searches by a contact, in orders."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from auth.errors import Problem
from auth.policy.decide import Plan
from auth.principal import Principal
from documents.disclosures import operations as disclosures
from documents.kernel.ids import global_id
from documents.kernel.read import access as kernel
from documents.kernel.read import narrowing, paging
from documents.kernel.read.access import Access
from documents.kernel.write.runner import Runner
from schema.cases import contacts as contact_filters
from tests.leaks.house import House
from tests.leaks.sabotage import Patch


async def found_around_the_rights(patch: Patch, house: House) -> None:
    """One object is looked for among all that there are, by queries and by the payloads of mutations."""

    async def found(
        self: Access, resource: Any, who: Any, now: Any, *, where: Any, fields: Any = None
    ) -> Any:
        row = next(iter(await self._store.find(kernel._collection(resource), where, at_most=1)), None)
        return self._show(resource, who, now, [row], fields)[0] if row else None

    patch.setattr(Access, "one", found)


async def order_past_the_rights(patch: Patch, house: House) -> None:
    """The order by deadline leaves rows out, by a value that nobody asked for."""
    ranged = paging.sort_range

    def tilted(window: Any, order: Any) -> Any:
        return {"$gt": "2026-05-25"} if order.key == "sort_due" else ranged(window, order)

    patch.setattr(kernel, "sort_range", tilted)


async def refusal_with_the_row(patch: Patch, house: House) -> None:
    """A refusal carries what stands in the row."""
    _quote(patch, lambda row: {"text": str(row)})


async def refusal_with_the_revision(patch: Patch, house: House) -> None:
    """A refusal tells the revision of whatever is there, and so that it is."""
    _quote(patch, lambda row: {"revision": row["revision"]})


async def double_with_its_id(patch: Patch, house: House) -> None:
    """Whoever registers what is there already is told what it is, whether they see it or not."""
    _quote(patch, lambda row: {}, id=global_id("Message", "far-message-ordinary"))


async def reveal_without_asking(patch: Patch, house: House) -> None:
    """Plain data are revealed without a reason, and the text whatever it is marked as."""
    patch.setattr(disclosures, "_demand", lambda change, case, fields, reason: None)


async def contact_without_narrowing(patch: Patch, house: House) -> None:
    """Who may seek by a contact somewhere finds by it everywhere."""
    patch.setattr(narrowing, "searchable", lambda who, name: {})


async def contacts_for_everybody(patch: Patch, house: House) -> None:
    """Everybody may seek a case by an applicant's phone."""
    everything: dict[str, Plan] = defaultdict(lambda: Plan(everything=True))
    patch.setattr(contact_filters, "searchable", lambda who, name: everything)


def _quote(patch: Patch, told: Callable[[Mapping[str, Any]], Mapping[str, Any]], **always: Any) -> None:
    """Changes as they are, but that a refusal carries something of the stored row."""
    run = Runner.run

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

    patch.setattr(Runner, "run", quoting)
