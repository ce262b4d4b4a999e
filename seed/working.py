"""The people of the demo at work: each planned step is done by whoever does it, with the rights of that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from auth.principal import Principal
from documents.accounts.reading import account_by_id
from documents.cases.numbers import series_of
from documents.cases.pipelines import links_of_case
from documents.cases.routed import present_link
from documents.container import Container
from documents.imports.operations import PastStep, import_case
from documents.kernel.write.events import GUEST, SYSTEM
from documents.kernel.write.operation import operations
from documents.kernel.write.runner import Request
from documents.links.rules import LinkPurpose
from documents.members.principals import build_principal
from documents.privacy.contacts import PHONE, normal_phone
from seed.municipality.people import LOGINS, MEMBERSHIPS
from seed.municipality.plans.attachments import DRAWING
from seed.municipality.plans.hands import PARTNER as PARTNERS_HAND
from seed.municipality.plans.linked import MERGED_KEY
from seed.municipality.plans.notes import OTHER_KEY
from seed.municipality.plans.rated_by_link import RATING
from seed.municipality.uploads import upload
from seed.shapes import INTO_KEY, Affair, CasePlan, PlannedStep

FOUNDED = datetime(2026, 4, 6, 17)
"""Midnight of 2026-04-07 in Asia/Krasnoyarsk, as naive UTC: the decree is in force, the center exists."""

PARTNER = "demo-partner"
REGISTERING = ("register_submission", "register_incident")
BY_THE_WORKER = frozenset({"note_link_sent"})
"""What nobody with an account does is done by who followed the link of the case, but for this."""


class People:
    """Does planned steps. `ids` tells what the keys of plans became."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.ids: dict[str, str] = {}
        self._principals: dict[str, tuple[datetime, Principal]] = {}
        self._accounts: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._links: dict[str, str] = {}
        self._files: dict[int, str] = {}
        self._roles = {row["person_id"]: row["role"] for row in MEMBERSHIPS}

    async def cases(self, plans: Sequence[CasePlan]) -> None:
        """Tell cases of which none names another: as of before the center, or step by step."""
        begun = [await self._begun(plan) for plan in plans]
        outcomes = await self._container.runner.run_together(begun)
        for plan, outcome in zip(plans, outcomes, strict=True):
            assert outcome.record is not None
            self.ids[plan.key] = outcome.record.id
        later = [
            await self._request(step, self.ids[plan.key])
            for plan in plans
            if plan.via == "operations"
            for step in plan.steps[1:]
        ]
        if later:
            await self._container.runner.run_together(later)

    async def _begun(self, plan: CasePlan) -> Request:
        """What stores a case: as its past made it, or as it was registered."""
        repeated = self.ids.get(plan.repeat_of or "")
        first = plan.steps[0]
        if plan.via == "operations":
            request = await self._request(first, None, repeated)
        else:
            steps = [self._past(step, repeated) for step in plan.steps]
            request = Request(import_case, None, plan.steps[-1].at, facts={"steps": steps})
        kind = "INCIDENT" if first.event == "register_incident" else first.facts["kind"]
        return replace(request, numbered=series_of(kind, first.at))

    async def affair(self, affair: Affair) -> None:
        """Do what is done beside the cases of the plan."""
        target_id = self.ids[affair.on_key] if affair.on_key is not None else affair.target_id
        step = await self._with_file(affair.step)
        by_link = step.person_id is None and target_id is not None
        record = await (self._by_link(step, target_id or "") if by_link else self.act(step, target_id))
        if affair.key is not None:
            self.ids[affair.key] = record.id
        # Cases alone are routed.
        link = present_link(getattr(record, "routings", ()))
        if link is not None:
            self._links[record.id] = link.digest

    async def _by_link(self, step: PlannedStep, target_id: str) -> Any:
        """What is done with the link of a case where nobody with an account acts."""
        runner = self._container.runner.in_the_name_of(SYSTEM if step.event in BY_THE_WORKER else GUEST)
        facts = {**step.facts, "digest": await self._digest(step, target_id)}
        request = Request(operations()[step.event], None, step.at, target_id, facts=facts)
        return (await runner.run_together([request]))[0].record

    async def _digest(self, step: PlannedStep, target_id: str) -> str:
        """By what the link is found: that by which the applicant rates the answer, or that of the body."""
        if step.event != RATING:
            return self._links[target_id]
        stored = await links_of_case(self._container.store, target_id)
        of_rating = (one for one in stored if one["purpose"] == LinkPurpose.SATISFACTION)
        return next(str(one["digest"]) for one in of_rating if step.at < one["ends_at"])

    async def _with_file(self, step: PlannedStep) -> PlannedStep:
        """The step with the file that its drawing became: uploaded by who attaches it, when it is first named."""
        number = step.facts.get(DRAWING)
        if number is None:
            return step
        assert step.person_id is not None
        if number not in self._files:
            who = await self.principal(step.person_id, step.at)
            self._files[number] = await upload(self._container, who, number, step.at)
        given = {key: value for key, value in step.facts.items() if key != DRAWING}
        file_id = self._files[number]
        held = {"file_ids": [file_id]} if step.event == "record_delivery" else {"file_id": file_id}
        return replace(step, facts={**given, **held})

    def _past(self, step: PlannedStep, repeated: str | None) -> PastStep:
        # Before the center there were no roles of it; the person acted as what he was.
        role = self._roles.get(step.person_id or "", "NONE") if step.at >= FOUNDED else "NONE"
        return PastStep(step.event, step.at, step.person_id, role, self._facts(step, repeated))

    async def act(self, step: PlannedStep, target_id: str | None, repeated: str | None = None) -> Any:
        """Do one step and return the record that it left."""
        request = await self._request(step, target_id, repeated)
        return (await self._container.runner.run_together([request]))[0].record

    async def _request(
        self, step: PlannedStep, target_id: str | None, repeated: str | None = None
    ) -> Request:
        assert step.person_id is not None
        who = await self.principal(step.person_id, step.at)
        return Request(operations()[step.event], who, step.at, target_id, facts=self._facts(step, repeated))

    async def principal(self, person_id: str, now: datetime) -> Principal:
        """Return the principal that a person was at a moment; kept while neither time nor reference data moved on."""
        known, snapshot = self._principals.get(person_id), self._container.reference.snapshot
        if (
            known is not None
            and known[0] <= now < known[1].expires_at
            and known[1].version == snapshot.version
        ):
            return known[1]
        who = build_principal(await self._account(login_of(person_id)), snapshot, now)
        self._principals[person_id] = (now, who)
        return who

    async def _account(self, login: str) -> Mapping[str, Any]:
        """An account as it is stored; what changes one moves the reference data on."""
        version = self._container.reference.snapshot.version
        known = self._accounts.get(login)
        if known is None or known[0] != version:
            row = await account_by_id(self._container.store, f"account-{login}")
            assert row is not None
            known = self._accounts[login] = version, row
        return known[1]

    def _facts(self, step: PlannedStep, repeated: str | None) -> dict[str, Any]:
        """Facts of a step with the keys of other plans replaced by the ids that those became."""
        found = dict(step.facts)
        if INTO_KEY in found:
            found["into_id"] = self.ids[found.pop(INTO_KEY)]
        if OTHER_KEY in found:
            found["other_id"] = self.ids[found.pop(OTHER_KEY)]
        if MERGED_KEY in found:
            found["merged_case_id"] = self.ids[found.pop(MERGED_KEY)]
        if "phone" in found:
            # A search is noted by its mark; the vault alone can make that.
            assert self._container.vault is not None
            found["marks"] = [self._container.vault.mark(PHONE, normal_phone(found.pop("phone")) or "")]
        if step.event in REGISTERING:
            found |= {"is_demo": True, "repeat_of_id": repeated}
        return found


def login_of(hand: str) -> str:
    return (
        PARTNER
        if hand == PARTNERS_HAND
        else next(name for name, row in LOGINS.items() if row["person_id"] == hand)
    )
