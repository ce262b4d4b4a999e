"""The administrator registers the operations that a partner's client may ask for by their hashes, all at once (III.6)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from documents.accounts.checks import Facts
from documents.accounts.clients import MOST_CHARACTERS, registered_actions
from documents.accounts.document import CLIENT, Account, ClientDocument
from documents.accounts.operations.registering import ACCOUNTS
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import operation

REPLACED = event("client.documents_replaced", ACCOUNTS, "Операции клиента зарегистрированы")


def _sound(facts: Facts) -> Iterable[Problem]:
    """What is wrong with the documents themselves, as who knows the schema has found, and with all of them together."""
    yield from facts["faults"]
    documents = facts["documents"]
    if facts["documents_only"] and not documents:
        yield Invalid("required", path=("documents",))
    if sum(len(one["text"]) for one in documents) > MOST_CHARACTERS:
        yield Invalid("too_long", path=("documents",), limit=MOST_CHARACTERS)
    hashes = [one["hash"] for one in documents]
    for index, one in enumerate(hashes):
        if one in hashes[:index]:
            yield Invalid("duplicate", path=("documents", str(index), "text"))


@operation(
    title="Зарегистрировать операции клиента",
    action=Action.CLIENT_MANAGE,
    record=Account,
    kinds=(CLIENT,),
    read=Action.CLIENT_MANAGE,
    checks=(_sound,),
)
async def replace_client_documents(
    change: Change,
    client: Account,
    *,
    documents: Sequence[Mapping[str, Any]],
    documents_only: bool,
    faults: Sequence[Problem],
) -> Account:
    """Put documents in the place of all that the client had registered, and say whether it may send anything else.

    Each has its `hash`, `name` and `text`, and the codes of which one `opens` each of its root fields; `faults` were found
    in them already. Raises: INVALID for a document with a field that the client's actions do not open.
    """
    assert not faults, "otherwise its checks have refused"
    held = {action.value for action in registered_actions(client.to_row())}
    refused = [
        Invalid("document_not_for_client", path=("documents", str(index), "text"), field=name)
        for index, one in enumerate(documents)
        for name, actions in one["opens"]
        if not held & set(actions)
    ]
    if refused:
        raise Problems(refused)
    return await change.save(
        client,
        REPLACED,
        client_documents=[ClientDocument(hash=one["hash"], name=one["name"]) for one in documents],
        client_texts=[one["text"] for one in documents],
        client_documents_only=documents_only,
    )
