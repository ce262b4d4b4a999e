"""Mutations on partners' clients; their secrets are drawn here and told once."""

from typing import Any

import strawberry

from auth.actions import Action
from auth.crypto.tokens import new_client_secret, refresh_digest
from auth.errors import Forbidden, Problem
from documents.accounts.clients import OVERLAP_HOURS, secret_mark
from documents.accounts.operations import registering, trusting
from documents.accounts.resource import CLIENTS
from documents.accounts.vocabulary import ClientRate
from documents.kernel.write.operation import Operation
from schema.accounts.inputs import (
    BlockClientInput,
    ClientInput,
    RegisterClientInput,
    ReplaceClientDocumentsInput,
    UpdateClientInput,
)
from schema.accounts.manifests import analyzed
from schema.accounts.mutations import ONCE, Answered, run_on
from schema.accounts.types import Client
from schema.context import GraphInfo
from schema.problems import Ids, ProblemType, mutation, run

FIELDS = ("name", "actions", "owner", "expires_at", "addresses", "rate")
"""What is said of a client when it is registered, and later."""


@strawberry.type(description="The result of a mutation on a partner's client.")
class ClientPayload:
    client: Client | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="A client's secret, shown once: it can never be read again.")
class ClientSecret:
    client: Client = strawberry.field(description="The client.")
    secret: str = strawberry.field(
        description="For `client_secret_basic` at `/auth/token`; 64 letters and digits."
    )


@strawberry.type(description="The result of issuing a client's secret.")
class ClientSecretPayload:
    client_secret: ClientSecret | None = strawberry.field(
        description=(
            f"The client and its secret; null if the mutation was refused. {ONCE} `rotateClientSecret` issues another one."
        )
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="A client's key for Open311, shown once: it can never be read again.")
class ClientKey:
    client: Client = strawberry.field(description="The client.")
    key: str = strawberry.field(
        description="The `api_key` of `/open311/v2`, which opens nothing else; 64 letters and digits."
    )


@strawberry.type(description="The result of issuing a client's key for Open311.")
class ClientKeyPayload:
    client_key: ClientKey | None = strawberry.field(
        description=(
            f"The client and its key; null if the mutation was refused. {ONCE} `rotateClientKey` issues another one."
        )
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class ClientMutations:
    @mutation(
        Action.CLIENT_MANAGE,
        ClientSecretPayload,
        "Register a partner's client for one system and some permissions.",
    )
    async def register_client(self, info: GraphInfo, input: RegisterClientInput) -> Any:
        ids = Ids()
        secret, stored = await _secret(info, registering.register_client)
        facts = {
            "login": input.client_id,
            "system": input.system,
            "fields": _given(input, ids),
            "secret_hash": stored,
        }
        return await run(
            info,
            registering.register_client,
            CLIENTS,
            shown_as="client_secret",
            within="client",
            answered=_with_secret(secret),
            ids=ids,
            facts=facts,
        )

    @mutation(
        Action.CLIENT_MANAGE,
        ClientPayload,
        "Change what a client may do, from where and until when: it holds within two seconds. Places in the stream of "
        "`events` that were taken under other permissions expire.",
    )
    async def update_client(self, info: GraphInfo, input: UpdateClientInput) -> Any:
        ids = Ids()
        facts = {"fields": _given(input, ids)}
        return await _on_client(info, registering.update_client, input, facts, ids)

    @mutation(
        Action.CLIENT_MANAGE,
        ClientSecretPayload,
        "Issue a new secret for a client; the present one works beside it for `overlapHours`, so that the partner can "
        "change over without a pause.",
    )
    async def rotate_client_secret(self, info: GraphInfo, input: ClientInput) -> Any:
        secret, stored = await _secret(info, registering.rotate_client_secret)
        hours = input.overlap_hours if input.overlap_hours is not None else OVERLAP_HOURS
        facts = {"secret_hash": stored, "mark": secret_mark(secret), "overlap_hours": hours}
        return await run_on(
            info,
            registering.rotate_client_secret,
            CLIENTS,
            input,
            facts,
            type_name="Client",
            shown_as="client_secret",
            within="client",
            answered=_with_secret(secret),
        )

    @mutation(
        Action.CLIENT_MANAGE,
        ClientKeyPayload,
        "Issue a new key with which a client opens Open311, the first one too; the present one works beside it for "
        "`overlapHours`.",
    )
    async def rotate_client_key(self, info: GraphInfo, input: ClientInput) -> Any:
        key = new_client_secret()
        hours = input.overlap_hours if input.overlap_hours is not None else OVERLAP_HOURS
        return await run_on(
            info,
            registering.rotate_client_key,
            CLIENTS,
            input,
            {"key_digest": refresh_digest(key), "overlap_hours": hours},
            type_name="Client",
            shown_as="client_key",
            within="client",
            answered=lambda row, _client: {"client": row, "key": key},
        )

    @mutation(
        Action.CLIENT_MANAGE,
        ClientPayload,
        "Register the operations that a client may send by their hashes, in the place of all those before; each is "
        "validated and priced now. It holds within two seconds.",
    )
    async def replace_client_documents(self, info: GraphInfo, input: ReplaceClientDocumentsInput) -> Any:
        operation = trusting.replace_client_documents
        documents: list[dict[str, Any]] = []
        faults: list[Problem] = []
        if await is_entitled(info, operation):
            core = info._raw_info.schema  # noqa: SLF001  # Strawberry hides the built schema
            documents, faults = await analyzed(core, input.documents)
        facts = {"documents": documents, "documents_only": input.documents_only, "faults": faults}
        return await _on_client(info, operation, input, facts)

    @mutation(
        Action.CLIENT_MANAGE, ClientPayload, "Block a client: its tokens stop working within two seconds."
    )
    async def block_client(self, info: GraphInfo, input: BlockClientInput) -> Any:
        return await _on_client(info, registering.block_client, input, {"reason": input.reason})

    @mutation(Action.CLIENT_MANAGE, ClientPayload, "Unblock a client.")
    async def unblock_client(self, info: GraphInfo, input: ClientInput) -> Any:
        return await _on_client(info, registering.unblock_client, input, {})


def _given(input: Any, ids: Ids) -> dict[str, Any]:
    """The fields that an input names; absent ones are left as they are."""
    named = {name: getattr(input, name) for name in FIELDS}
    found = {name: value for name, value in named.items() if value is not strawberry.UNSET}
    if "rate" in found:
        found["rate"] = ClientRate(found["rate"] or ClientRate.STANDARD).value
    if input.sectors is not strawberry.UNSET:
        found["sectors"] = [one.value for one in input.sectors or ()]
    if input.organization_ids is not strawberry.UNSET:
        found["organizations"] = ids.many(input.organization_ids, "Organization", path="organizationIds")
    return found


async def _on_client(
    info: GraphInfo, operation: Operation, input: Any, facts: dict[str, Any], ids: Ids | None = None
) -> dict[str, Any]:
    return await run_on(
        info, operation, CLIENTS, input, facts, type_name="Client", shown_as="client", ids=ids
    )


def _with_secret(secret: str) -> Answered:
    return lambda row, _client: {"client": row, "secret": secret}


async def _secret(info: GraphInfo, operation: Operation) -> tuple[str, str]:
    """A client's secret and what is stored of it; hashed only for who may, since that costs a tenth of a second."""
    secret, credentials = new_client_secret(), info.context.credentials
    no_hash = ""  # nothing that anybody presents will ever fit
    if not await is_entitled(info, operation) or credentials is None:
        return secret, no_hash
    return secret, await credentials.hashed(secret)


async def is_entitled(info: GraphInfo, operation: Operation) -> bool:
    """Return whether the operation will come to what was prepared for it: work of a moment is done for nobody else."""
    context = info.context
    if context.earlier is not None:
        return False  # nothing is stored: the answer was told to the first call
    try:
        await context.runner.entitled(await context.renewed(), context.now, operation)
    except Forbidden:
        return False  # the operation says so in its turn
    return True
