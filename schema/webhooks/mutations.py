"""Mutations on webhooks; their keys are drawn here, and told once, to the client alone."""

from collections.abc import Sequence
from typing import Any

import strawberry

from auth.actions import Action
from auth.crypto.tokens import new_webhook_secret
from auth.errors import Problem
from documents.accounts.clients import OVERLAP_HOURS
from documents.kernel.write.operation import Operation
from documents.kernel.write.stamping import head
from documents.webhooks import operations
from documents.webhooks.replaying import replayed_rows
from documents.webhooks.resource import WEBHOOKS
from schema.accounts.client_mutations import is_entitled
from schema.accounts.mutations import ONCE
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run
from schema.webhooks.inputs import (
    RegisterWebhookInput,
    ReplayDeliveriesInput,
    RotateWebhookSecretInput,
    TestWebhookInput,
    UpdateWebhookInput,
)
from schema.webhooks.selections import Opens, analyzed_selection
from schema.webhooks.types import Webhook

NAME, SHOWN_AS = "Webhook", "webhook"

FIELDS = {
    "title": "title",
    "url": "url",
    "selection": "selection",
    "events": "event_names",
    "merges": "merges",
    "is_paused": "is_paused",
}
"""Field of an input → where it is stored."""

NEVER_NULL = frozenset({"merges", "is_paused"})


@strawberry.type(description="The result of a mutation on a webhook.")
class WebhookPayload:
    webhook: Webhook | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="The key by which a webhook's deliveries are signed, shown once.")
class WebhookSecret:
    webhook: Webhook = strawberry.field(description="The webhook.")
    secret: str | None = strawberry.field(
        description=(
            "`whsec_` and the key in base64, as libraries of Standard Webhooks take it. Null for administrators: the client "
            "draws its own by `rotateWebhookSecret`."
        )
    )


@strawberry.type(description="The result of drawing a webhook's key.")
class WebhookSecretPayload:
    webhook_secret: WebhookSecret | None = strawberry.field(
        description=(
            f"The webhook and its key; null if the mutation was refused. {ONCE} `rotateWebhookSecret` draws another one."
        )
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="What is sent again.")
class DeliveryReplay:
    webhook: Webhook = strawberry.field(description="The webhook.")
    count: int = strawberry.field(description="How many deliveries: those that are, or would be, sent again.")
    next_position: int | None = strawberry.field(
        description="Where to go on with `fromPosition`, since one call takes 200 deliveries; null at the end."
    )


@strawberry.type(description="The result of a replay.")
class ReplayPayload:
    replay: DeliveryReplay | None = strawberry.field(
        description="What is sent again; null if the mutation was refused, and in a repeat of the call."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class WebhookMutations:
    @mutation(
        Action.WEBHOOK_MANAGE,
        WebhookSecretPayload,
        "Register a webhook of a client: from now on it is told what happens to the cases that it may see.",
    )
    async def register_webhook(self, info: GraphInfo, input: RegisterWebhookInput) -> Any:
        operation, secret, fields = operations.register_webhook, new_webhook_secret(), _given(input)
        opens, faults = await _analyzed(info, operation, fields)
        facts = {
            "client_login": input.client_id,
            "fields": fields,
            "secret": secret,
            "opens": opens,
            "faults": faults,
        }
        return await run(
            info,
            operation,
            WEBHOOKS,
            shown_as="webhook_secret",
            within=SHOWN_AS,
            answered=_with_secret(info, secret),
            ids=Ids(),
            facts=facts,
        )

    @mutation(
        Action.WEBHOOK_MANAGE,
        WebhookPayload,
        "Change a webhook, pause it, or let it go on. Deliveries that wait are kept, and sent as the webhook is then.",
    )
    async def update_webhook(self, info: GraphInfo, input: UpdateWebhookInput) -> Any:
        operation, fields = operations.update_webhook, _given(input)
        opens, faults = await _analyzed(info, operation, fields)
        facts = {"fields": fields, "opens": opens, "faults": faults}
        return await _on_webhook(info, operation, input, facts)

    @mutation(
        Action.WEBHOOK_MANAGE,
        WebhookSecretPayload,
        "Draw a new key for the signatures; the present one signs beside it for `overlapHours`, so that the receiver can "
        "change over without a pause.",
    )
    async def rotate_webhook_secret(self, info: GraphInfo, input: RotateWebhookSecretInput) -> Any:
        secret = new_webhook_secret()
        hours = input.overlap_hours if input.overlap_hours is not None else OVERLAP_HOURS
        ids = Ids()
        return await run(
            info,
            operations.rotate_webhook_secret,
            WEBHOOKS,
            shown_as="webhook_secret",
            within=SHOWN_AS,
            answered=_with_secret(info, secret),
            ids=ids,
            target_id=ids.one(input.id, NAME, path="id"),
            expected_revision=input.expected_revision,
            facts={"secret": secret, "overlap_hours": hours},
        )

    @mutation(
        Action.WEBHOOK_MANAGE,
        WebhookPayload,
        "Have a delivery sent that tells of nothing (`webhook.test`), signed like every other; `deliveries` shows what "
        "became of it.",
    )
    async def test_webhook(self, info: GraphInfo, input: TestWebhookInput) -> Any:
        operation, position = operations.test_webhook, 0
        if await is_entitled(info, operation):
            position = await head(info.context.container.store)
        return await _on_webhook(info, operation, input, {"position": position})

    @mutation(
        Action.WEBHOOK_MANAGE,
        ReplayPayload,
        "Have deliveries sent again, or events of a range: under the ids that they have, so that a receiver knows them.",
    )
    async def replay_deliveries(self, info: GraphInfo, input: ReplayDeliveriesInput) -> Any:
        ids, container = Ids(), info.context.container
        target_id = ids.one(input.id, NAME, path="id")
        wanted = [*dict.fromkeys(input.delivery_ids)] if input.delivery_ids is not None else None
        rows: Sequence[Any] | None = None
        next_position: int | None = None
        if input.from_position is not None:
            rows = ()
        if input.from_position is not None and await is_entitled(info, operations.replay_deliveries):
            found = await replayed_rows(
                container.store,
                container.access,
                container.reference,
                info.context.principal,
                target_id,
                first=input.from_position,
                last=input.to_position,
                now=info.context.now,
            )
            rows, next_position = found.rows, found.next_position
        facts = {
            "delivery_ids": wanted,
            "rows": rows,
            "is_dry": input.is_dry_run,
        }
        count = len(wanted or rows or ())

        def answered(row: Any, _webhook: Any) -> Any:
            return {"webhook": row, "count": count, "next_position": next_position}

        return await run(
            info,
            operations.replay_deliveries,
            WEBHOOKS,
            shown_as="replay",
            within=SHOWN_AS,
            answered=answered,
            ids=ids,
            target_id=target_id,
            expected_revision=input.expected_revision,
            facts=facts,
        )


def _given(input: Any) -> dict[str, Any]:
    """The fields that an input names, as they are stored; absent ones are left as they are."""
    named = {name: getattr(input, name) for name in FIELDS}
    return {
        FIELDS[name]: bool(value) if name in NEVER_NULL else value
        for name, value in named.items()
        if value is not strawberry.UNSET
    }


async def _analyzed(
    info: GraphInfo, operation: Operation, fields: dict[str, Any]
) -> tuple[Opens, list[Problem]]:
    if "selection" not in fields or not await is_entitled(info, operation):
        return [], []
    core = info._raw_info.schema  # noqa: SLF001  # Strawberry hides the built schema
    return analyzed_selection(core, fields["selection"] or "")


def _with_secret(info: GraphInfo, secret: str) -> Any:
    def answered(row: Any, webhook: Any) -> Any:
        is_own = info.context.principal.account_id == webhook.client_id
        return {"webhook": row, "secret": secret if is_own else None}

    return answered


async def _on_webhook(
    info: GraphInfo, operation: Operation, input: Any, facts: dict[str, Any]
) -> dict[str, Any]:
    ids = Ids()
    return await run(
        info,
        operation,
        WEBHOOKS,
        shown_as=SHOWN_AS,
        ids=ids,
        target_id=ids.one(input.id, NAME, path="id"),
        expected_revision=input.expected_revision,
        facts=facts,
    )
