"""Sending what waits: one receiver after the other's pace, each object's events in their order, every answer noted.

What is sent is made when it is sent, under the rights of that moment. An attempt is noted after its answer: a worker that
is killed in between leaves a delivery that waits, and whoever gets it twice knows it by its id.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.crypto.sealing import Vault
from auth.errors import Unauthenticated
from auth.principal import Principal
from documents.cases.resource import CASES
from documents.cases.statuses import CaseStatus
from documents.kernel.ids import global_id
from documents.kernel.read.access import Access
from documents.kernel.read.following import stored
from documents.kernel.read.history import changed_fields
from documents.kernel.store.connection import Session
from documents.kernel.write.jobs import JobRun
from documents.kernel.write.outgoing import Outgoing, Selections, SendOutcome
from documents.members.principals import Principals
from documents.privacy.sealing import opened_values
from documents.webhooks import keeping, rules
from documents.webhooks.document import Webhook
from documents.webhooks.operations import disable_webhook
from documents.webhooks.queueing import seen_in_the_stream
from documents.webhooks.signing import signed_headers
from documents.webhooks.vocabulary import WebhookDeliveryStatus, WebhookProblemKind, WebhookState

MOST_AT_ONCE = 50
"""Deliveries of one webhook in one run."""

MOST_MILLISECONDS = 5_000
"""A receiver that has taken so long in one run comes last: the others wait for it no longer."""

TEST = "webhook.test"
"""What a test bears as the name of its event."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ToldPayload:
    """What goes over the wire; `is_whole` is false where a part of the selection failed."""

    payload: Row
    is_whole: bool = True


async def told_to(
    who: Principal,
    access: Access,
    selections: Selections,
    webhook: Row,
    together: Sequence[Row],
    previous: int | None,
    *,
    now: datetime,
) -> ToldPayload:
    """Return what a client is told by deliveries that go out as one, by its rights of this moment: of what it may not see,
    or what was merged into another, the id alone."""
    last = together[-1]
    if last["object_id"] is None:
        return ToldPayload({"event": TEST, "occurredAt": last["occurred_at"], "data": None})
    object_id = global_id(last["object_type"], last["object_id"])
    row = (await stored(access, CASES, [last["object_id"]])).get(last["object_id"])
    is_seen = row is not None and seen_in_the_stream(who).admits(row)
    if row is None or not is_seen or row["status"] == CaseStatus.MERGED:
        return ToldPayload({"id": object_id})
    changed = {"changed": list(dict.fromkeys(name for one in together for name in one["changed"]))}
    found = await selections.select(who, webhook["selection"], object_id, now)
    payload = {
        "event": last["event_name"],
        "id": object_id,
        "sequence": last["sequence"],
        "previousSequence": previous,
        "position": last["position"],
        "occurredAt": last["occurred_at"],
        "changedFields": changed_fields(who, CASES, row, changed),
        "data": found.values,
    }
    return ToldPayload(payload, found.is_whole)


class Deliverer:
    """One run over what waits."""

    def __init__(self, run: JobRun, outgoing: Outgoing, selections: Selections, vault: Vault) -> None:
        self._run = run
        self._outgoing = outgoing
        self._selections = selections
        self._vault = vault
        self._principals = Principals(run.store, run.reference)
        # Every transaction touches the row of the lease: side by side they would only make each other look again.
        self._writing = asyncio.Lock()

    async def send_waiting(self, webhook_id: str) -> None:
        """Send what waits for one receiver until nothing is due, something fails, or its time is over."""
        run, spent = self._run, 0
        for _ in range(MOST_AT_ONCE):
            # It may have been paused meanwhile, or sent elsewhere.
            webhook = await keeping.webhook_row(run.store, webhook_id)
            if webhook is None or run.is_stopping() or rules.state_of(webhook) is not WebhookState.ACTIVE:
                return
            together = await keeping.next_due(run.store, webhook, run.now)
            if not together:
                return
            received = await self._attempt(webhook, together)
            if received is None:
                return
            spent += received.milliseconds
            if spent > MOST_MILLISECONDS:
                return

    async def _attempt(self, webhook: Row, together: Sequence[Row]) -> SendOutcome | None:
        """Send deliveries as one, under the id of the last; None where the receiver is to be left alone."""
        last = together[-1]
        previous = await keeping.last_sent(self._run.store, last)
        try:
            who = await self._principals.of(webhook["client_id"], self._run.now)
        except Unauthenticated:
            await self._put_off(webhook, WebhookProblemKind.CLIENT_CLOSED)
            return None
        told = await told_to(
            who, self._run.access, self._selections, webhook, together, previous, now=self._run.now
        )
        if not told.is_whole:
            await self._note(webhook, WebhookProblemKind.SELECTION_FAILED)
        body = self._outgoing.written(told.payload)
        signed = signed_headers(self._secrets(webhook), last["_id"], body, self._run.now)
        received = await self._outgoing.send(webhook["url"], signed, body)
        problem = _problem_of(received)
        if problem is None:
            await self._delivered(webhook, together, received, previous)
            return received
        if problem is WebhookProblemKind.GONE:
            await self._gone(webhook)
        else:
            await self._failed(webhook, together, received, previous, problem)
        return None

    def _secrets(self, webhook: Row) -> list[str]:
        until = webhook["previous_secret_until"]
        names = ["secret", *(["previous_secret"] if until is not None and until > self._run.now else [])]
        values = opened_values(self._vault, Webhook, webhook["_id"], {name: webhook[name] for name in names})
        return [one for one in values.values() if one is not None]

    async def _delivered(
        self, webhook: Row, together: Sequence[Row], received: SendOutcome, previous: int | None
    ) -> None:
        run, now, last = self._run, self._run.now, together[-1]
        ended = {"ended_at": now, "removable_at": now + rules.KEPT_DELIVERED}
        taken = {
            **_tried(last, received, previous, now),
            **ended,
            "status": WebhookDeliveryStatus.DELIVERED.value,
            "problem": None,
        }
        failures = await keeping.failures_in_a_row(run.store, webhook["_id"])

        async def body(session: Session) -> None:
            await keeping.note_within(run.store, session, last, taken)
            for one in together[:-1]:
                merged = {**ended, "status": WebhookDeliveryStatus.MERGED.value}
                await keeping.note_within(run.store, session, one, merged)
            await keeping.note_sent_within(run.store, session, last)
            if failures:
                await keeping.note_standing_within(run.store, session, webhook["_id"], failures=0, until=None)

        await self._write(body)
        run.count("delivered")

    async def _failed(
        self,
        webhook: Row,
        together: Sequence[Row],
        received: SendOutcome,
        previous: int | None,
        problem: WebhookProblemKind,
    ) -> None:
        run, now, last = self._run, self._run.now, together[-1]
        tried = _tried(last, received, previous, now)
        asked = rules.asked_for(received.retry_after_seconds)
        draw = rules.drawn(last["_id"], tried["attempts"])
        again = rules.tried_again_at(
            tried["first_at"], now, failures=tried["attempts"], draw=draw, asked=asked
        )
        failures = 1 + await keeping.failures_in_a_row(run.store, webhook["_id"])
        until = rules.held_until(now, failures=failures, draw=draw, asked=asked)
        parked = {
            "status": WebhookDeliveryStatus.PARKED.value,
            "ended_at": now,
            "removable_at": now + rules.KEPT_PARKED,
        }
        noted = {**tried, "problem": problem.value, **({"due_at": again} if again is not None else parked)}

        async def body(session: Session) -> None:
            await keeping.note_within(run.store, session, last, noted)
            for one in together[:-1] if again is None else ():
                merged = {**parked, "status": WebhookDeliveryStatus.MERGED.value}
                await keeping.note_within(run.store, session, one, merged)
            await keeping.note_standing_within(
                run.store, session, webhook["_id"], failures=failures, until=until
            )
            kinds = [problem, *([WebhookProblemKind.PARKED] if again is None else [])]
            for kind in kinds:
                await keeping.note_problem_within(
                    run.store, session, webhook["_id"], kind, now, status=received.status
                )

        await self._write(body)
        if again is not None:
            await keeping.hold_back(run.store, last, again)
        run.count("parked" if again is None else "put_off")

    async def _gone(self, webhook: Row) -> None:
        """The receiver says that it is no more: nothing is sent, and nothing is lost, until people say otherwise."""
        await self._note(webhook, WebhookProblemKind.GONE, status=rules.GONE)
        async with self._writing:
            await self._run.apply(disable_webhook, webhook["_id"])
        self._run.count("disabled")

    async def _write(self, body: Callable[[Session], Coroutine[Any, Any, None]]) -> None:
        async with self._writing:
            await self._run.write(body)

    async def _put_off(self, webhook: Row, problem: WebhookProblemKind) -> None:
        run, until = self._run, self._run.now + rules.HELD_AT_MOST

        async def body(session: Session) -> None:
            await keeping.note_standing_within(run.store, session, webhook["_id"], failures=0, until=until)
            await keeping.note_problem_within(run.store, session, webhook["_id"], problem, run.now)

        await self._write(body)

    async def _note(self, webhook: Row, problem: WebhookProblemKind, *, status: int | None = None) -> None:
        run = self._run

        async def body(session: Session) -> None:
            await keeping.note_problem_within(
                run.store, session, webhook["_id"], problem, run.now, status=status
            )

        await self._write(body)


def _problem_of(received: SendOutcome) -> WebhookProblemKind | None:
    if received.status is None:
        return WebhookProblemKind(received.problem or WebhookProblemKind.UNREACHABLE)
    return rules.problem_of_status(received.status)


def _tried(row: Row, received: SendOutcome, previous: int | None, now: datetime) -> dict[str, Any]:
    """What is noted of any attempt."""
    return {
        "attempts": row["attempts"] + 1,
        "first_at": row["first_at"] or now,
        "last_at": now,
        "previous_sequence": previous,
        "status_code": received.status,
    }
