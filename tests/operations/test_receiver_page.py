"""The receiver that docs/webhooks.md shows, run as it stands there against what is really sent."""

import re
from pathlib import Path
from typing import Any

from api.clock import utc_now
from documents.accounts.operations.registering import update_client
from documents.kernel.ids import global_id
from documents.submissions.operations import intake
from tests.support.cases import of_partner
from tests.support.receiving import ReceiverHere, Taken
from tests.support.runs import Bench
from tests.support.town import Town
from tests.support.webhooks import TEST, changed, formalized, queued, registered_webhook

PAGE = Path(__file__).parents[2] / "docs/webhooks.md"


class ShownReceiver:
    """The code of the page with a key, and what it answered."""

    def __init__(self, key: str) -> None:
        [block] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        self.names: dict[str, Any] = {}
        exec(compile(block, str(PAGE), "exec"), self.names)
        self.names["KEY"] = key
        self.answered: list[int] = []

    def take(self, taken: Taken, *, body: bytes | None = None, **headers: str) -> int:
        """Hand over what came, or something else in its place."""
        named = {**taken.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.answered.append(self.names["take"](named, taken.body if body is None else body))
        return self.answered[-1]


async def shown_receiver(town: Town, receiver: ReceiverHere) -> tuple[str, ShownReceiver]:
    """A webhook, and the receiver of the page behind its address."""
    webhook_id, key = await registered_webhook(town, receiver.url)
    shown = ShownReceiver(key)
    receiver.answers = lambda taken: (shown.take(taken), {})
    return webhook_id, shown


async def sent_now(bench: Bench) -> None:
    """Send what waits at the time of this machine: signatures are refused that are older than five minutes."""
    await queued(bench)
    await bench.run("deliver_webhooks", utc_now())


async def test_the_receiver_of_the_page_takes_each_delivery_once_and_nothing_that_we_have_not_signed(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    town = sending_bench.town
    webhook_id, shown = await shown_receiver(town, receiver)
    await changed(town, "testWebhook", TEST, id=webhook_id)
    case = await of_partner(town, "page")
    await formalized(town, case.id)
    await sent_now(sending_bench)

    assert shown.answered == [204, 204, 204]
    known = {global_id("Message", case.id): 2}
    assert shown.names["known"] == known
    _, first, last = receiver.taken
    # The same delivery again, and one that is not ours.
    assert [shown.take(one) for one in (last, first)] == [204, 204]
    assert shown.take(last, body=last.body.replace(b"2", b"3")) == 401
    assert shown.take(last, webhook_id="msg_of_somebody_else") == 401
    assert shown.take(last, webhook_signature="v1,AAAA") == 401
    assert shown.names["known"] == known
    assert len(shown.names["seen"]) == 3


async def test_the_receiver_of_the_page_keeps_nothing_of_what_has_gone_out_of_sight(
    sending_bench: Bench, receiver: ReceiverHere
) -> None:
    town = sending_bench.town
    _, shown = await shown_receiver(town, receiver)
    await town.do("admin", update_client, "account-partner", fields={"sectors": ["ROADS"]})
    case = await of_partner(town, "page")
    await formalized(town, case.id)
    await sent_now(sending_bench)
    assert shown.names["known"] == {global_id("Message", case.id): 2}
    await town.do("pos", intake.formalize_submission, case.id, topic_id="meals", summary="Питание")
    await sent_now(sending_bench)
    assert receiver.payloads[-1] == {"id": global_id("Message", case.id)}
    assert (shown.names["known"], set(shown.answered)) == ({}, {204})
