"""Webhooks in a test: registered as the partner, and sent by a bench whose worker speaks to receivers."""

import ssl
from datetime import datetime
from functools import cache
from typing import Any

from api.worker.outgoing import PinnedSender
from documents.cases.document import Case
from documents.kernel.ids import read_global_id
from documents.submissions.operations import intake
from schema.webhooks.selections import SelectionReader
from tests.support.asking import CORE, CURSORS, ask
from tests.support.cases import of_partner
from tests.support.receiving import NETWORKS, ReceiverHere
from tests.support.runs import Bench, stamped
from tests.support.town import Town

SELECTION = "query Case($id: ID!) { node(id: $id) { ... on Case { number status } } }"
SHOWN = """id clientId title url selection events merges state disabledAt previousSecretEndsAt revision
    problems { kind times statusCode }"""
DELIVERIES = """deliveries(first: 100) { nodes { id status isTest objectId position sequence attempts
    lastAttemptAt nextAttemptAt endedAt problem statusCode } }"""
REGISTER = f"""mutation($input: RegisterWebhookInput!) {{ registerWebhook(input: $input) {{
    webhookSecret {{ secret webhook {{ {SHOWN} }} }} errors {{ code path facts }} }} }}"""
UPDATE = f"""mutation($input: UpdateWebhookInput!) {{ updateWebhook(input: $input) {{
    webhook {{ {SHOWN} }} errors {{ code path facts }} }} }}"""
ROTATE = """mutation($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) {
    webhookSecret { secret webhook { previousSecretEndsAt } } errors { code path facts } } }"""
TEST = """mutation($input: TestWebhookInput!) { testWebhook(input: $input) {
    webhook { id } errors { code path facts } } }"""
REPLAY = """mutation($input: ReplayDeliveriesInput!) { replayDeliveries(input: $input) {
    replay { count nextPosition webhook { id } } errors { code path facts } } }"""
LIST = f"{{ webhooks(first: 20) {{ nodes {{ {SHOWN} {DELIVERIES} }} }} }}"

_KEYS = iter(range(10_000))


@cache
def _authorities() -> ssl.SSLContext:
    """Those of this machine, read once."""
    return ssl.create_default_context()


def sending(town: Town, **sender: Any) -> Bench:
    """A bench whose worker sends webhooks, to this machine too."""
    bench = Bench(town)
    bench.running.outgoing = PinnedSender(NETWORKS, tls=_authorities(), **sender)
    bench.running.selections = SelectionReader(CORE, town.container, CURSORS)
    return bench


async def register(town: Town, url: str, login: str = "partner", **given: Any) -> Any:
    """The payload of registering a webhook."""
    usual = {"title": "Район", "selection": SELECTION, "idempotencyKey": f"webhook-key-{next(_KEYS):06d}"}
    return (await ask(town, login, REGISTER, input={**usual, "url": url, **given}))["registerWebhook"]


async def registered_webhook(town: Town, url: str, **given: Any) -> tuple[str, str]:
    """The id and the key of a webhook that the partner has registered."""
    payload = await register(town, url, **given)
    assert payload["errors"] == []
    found = payload["webhookSecret"]
    return found["webhook"]["id"], found["secret"]


async def the_webhook(town: Town, login: str = "partner") -> Any:
    """The one webhook that somebody sees, with its deliveries."""
    (found,) = (await ask(town, login, LIST))["webhooks"]["nodes"]
    return found


async def deliveries(town: Town) -> list[Any]:
    """The deliveries of the one webhook, in the order of their events."""
    found = (await the_webhook(town))["deliveries"]["nodes"]
    return list(reversed(found))


async def queued(bench: Bench) -> None:
    """Make deliveries of all that has happened."""
    await stamped(bench)
    await bench.run("queue_deliveries")


async def sent(bench: Bench, at: datetime | None = None) -> None:
    """Make deliveries of all that has happened, and send what is due at a moment."""
    await queued(bench)
    await bench.run("deliver_webhooks", at)


async def changed(town: Town, mutation: str, given: str, login: str = "partner", **more: Any) -> Any:
    """The payload of another mutation on a webhook."""
    return (await ask(town, login, given, input=more))[mutation]


async def row_of_webhook(town: Town, webhook_id: str) -> dict[str, Any]:
    """A webhook as it is stored."""
    found = await town.store.collection("webhooks").find_one({"_id": read_global_id(webhook_id)[1]})
    assert found is not None
    return dict(found)


async def formalized(town: Town, case_id: str) -> None:
    """Formalize it."""
    await town.do("pos", intake.formalize_submission, case_id, topic_id="holes", summary="Яма на дороге")


async def with_case(bench: Bench, receiver: ReceiverHere, **given: Any) -> tuple[str, str, Case]:
    """The id and key of a webhook, and a case of the partner's, whose registration was told."""
    webhook_id, secret = await registered_webhook(bench.town, receiver.url, **given)
    case = await of_partner(bench.town, "one")
    await sent(bench)
    assert len(receiver.taken) == 1
    receiver.taken.clear()
    return webhook_id, secret, case
