"""Operations on webhooks: a client registers its own, or the administrator does for it (III.6)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid, LimitReached, Problem
from documents.accounts.checks import overlap_within, text_given
from documents.accounts.clients import end_of_overlap, registered_actions
from documents.accounts.document import CLIENT, Account
from documents.cases.resource import CASES
from documents.directory.fields import TITLE_LIMIT
from documents.kernel.write.change import Change
from documents.kernel.write.events import event, event_kinds
from documents.kernel.write.operation import Effect, operation
from documents.privacy.sealing import opened_values, sealed_values
from documents.webhooks import keeping
from documents.webhooks.addresses import is_receiver
from documents.webhooks.document import Webhook
from documents.webhooks.keeping import DELIVERIES

MOST_OF_CLIENT = 10
"""Webhooks of one client."""

REPLAYED_AT_ONCE = 200
"""Deliveries that are sent again by one call."""

REGISTERED = event("webhook.registered", "webhooks", "Веб-хук зарегистрирован")
CHANGED = event("webhook.changed", "webhooks", "Веб-хук изменён")
SECRET_ROTATED = event("webhook.secret_rotated", "webhooks", "Ключ подписи веб-хука заменён")
TESTED = event("webhook.tested", "webhooks", "Запрошена пробная доставка")
REPLAYED = event("webhook.deliveries_replayed", "webhooks", "Доставки отправлены повторно")
DISABLED = event("webhook.disabled", "webhooks", "Веб-хук отключён: получателя больше нет")

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _fields(facts: Facts) -> Iterable[Problem]:
    """What is wrong with what is said of a webhook, of that which is given; its selection was looked at already."""
    fields = facts["fields"]
    if "title" in fields:
        yield from text_given("title", TITLE_LIMIT)({"title": fields["title"] or ""})
    if "url" in fields and not is_receiver(fields["url"] or ""):
        yield Invalid("malformed_receiver", path=("url",))
    known = {one.name for one in event_kinds() if one.aggregate == CASES.record.collection_name()}
    for index, name in enumerate(fields.get("event_names") or ()):
        if name not in known:
            yield Invalid("unknown_event", path=("events", str(index)))
    yield from facts["faults"]


def _changed(facts: Facts) -> Iterable[Problem]:
    if not facts["fields"]:
        yield Invalid("nothing_to_change", path=())
    yield from _fields(facts)


def _ranged(facts: Facts) -> Iterable[Problem]:
    if (facts["delivery_ids"] is None) is (facts["rows"] is None):
        yield Invalid("exactly_one_range", path=("deliveryIds",))


def _refuse_unopened(client: Account, opens: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Refuse a selection with a field that the client's actions do not open. Raises: INVALID."""
    held = {action.value for action in registered_actions(client.to_row())}
    for name, actions in opens:
        if not held & set(actions):
            raise Invalid("document_not_for_client", path=("selection",), field=name)


async def _client(change: Change, login: str | None) -> Account:
    """The client of a webhook: whoever asks, or the one that the administrator names. Raises: INVALID, FORBIDDEN."""
    who = change.who
    is_client = who is not None and who.person_id is None
    if is_client and who is not None:
        if login is not None and login != who.login:
            # Whether there is another of this name is not for a client to know.
            raise Forbidden(action=Action.WEBHOOK_MANAGE.value)
        login = who.login
    if login is None:
        raise Invalid("required", path=("clientId",))
    found = await change.find(Account, {"login": login, "kind": CLIENT}, at_most=1)
    if not found:
        raise Invalid("unknown_client", path=("clientId",))
    if Action.EVENT_READ not in registered_actions(found[0].to_row()):
        raise Invalid("client_without_events", path=("clientId",))
    return found[0]


def _stored(fields: Facts) -> dict[str, Any]:
    """What is stored of the fields that are given."""
    found = dict(fields)
    if "event_names" in found:
        found["event_names"] = sorted(set(found["event_names"] or ()))
    return found


@operation(
    title="Зарегистрировать веб-хук",
    action=Action.WEBHOOK_MANAGE,
    record=Webhook,
    effect=Effect.CREATES,
    read=Action.WEBHOOK_MANAGE,
    checks=(_fields,),
)
async def register_webhook(
    change: Change,
    *,
    client_login: str | None,
    fields: Facts,
    secret: str,
    opens: Sequence[tuple[str, Sequence[str]]],
    faults: Sequence[Problem] = (),
    is_demo: bool = False,
) -> Webhook:
    """Have a client be told of events by its own selection; the key of the signatures is told once, to the client alone.

    `opens` are the root fields of the selection with the codes that open each, `faults` what was found in it.
    Raises: INVALID, LIMIT_REACHED.
    """
    assert not faults, "otherwise its checks have refused"
    client = await _client(change, client_login)
    _refuse_unopened(client, opens)
    if len(await change.find(Webhook, {"access_keys": f"client:{client.id}"})) >= MOST_OF_CLIENT:
        raise LimitReached("webhooksPerClient")
    row_id = await change.new_id()
    webhook = Webhook(
        id=row_id,
        updated_at=change.now,
        client_id=client.id,
        client_login=client.login,
        is_demo=is_demo,
        **_stored(fields),
        **sealed_values(change.vault, Webhook, row_id, {"secret": secret}),
    )
    return await change.create(webhook, REGISTERED)


@operation(
    title="Изменить веб-хук",
    action=Action.WEBHOOK_MANAGE,
    record=Webhook,
    read=Action.WEBHOOK_MANAGE,
    checks=(_changed,),
)
async def update_webhook(
    change: Change,
    webhook: Webhook,
    *,
    fields: Facts,
    opens: Sequence[tuple[str, Sequence[str]]],
    faults: Sequence[Problem] = (),
) -> Webhook:
    """Change what is sent where, pause it or let it go on; what waits is kept and sent later. Letting it go on enables it
    again after its receiver had disabled it. Raises: INVALID."""
    assert not faults, "otherwise its checks have refused"
    if opens:
        client = await change.get(Account, webhook.client_id)
        assert client is not None, "accounts are never removed"
        _refuse_unopened(client, opens)
    goes_on = {"disabled_at": None} if fields.get("is_paused") is False else {}
    return await change.save(webhook, CHANGED, **_stored(fields), **goes_on)


@operation(
    title="Заменить ключ подписи веб-хука",
    action=Action.WEBHOOK_MANAGE,
    record=Webhook,
    read=Action.WEBHOOK_MANAGE,
    checks=(overlap_within,),
)
async def rotate_webhook_secret(
    change: Change, webhook: Webhook, *, secret: str, overlap_hours: int
) -> Webhook:
    """Draw another key, told once, to the client alone. The present one signs beside it for some hours; 0 ends it at once.

    Raises: INVALID."""
    kept = {"secret": webhook.secret if overlap_hours else None}
    previous = opened_values(change.vault, Webhook, webhook.id, kept)["secret"]
    sealed: dict[str, Any] = sealed_values(
        change.vault, Webhook, webhook.id, {"secret": secret, "previous_secret": previous}
    )
    until = end_of_overlap(change.now, overlap_hours) if overlap_hours else None
    return await change.save(webhook, SECRET_ROTATED, previous_secret_until=until, **sealed)


@operation(
    title="Отправить пробную доставку",
    action=Action.WEBHOOK_MANAGE,
    record=Webhook,
    read=Action.WEBHOOK_MANAGE,
)
async def test_webhook(change: Change, webhook: Webhook, *, position: int) -> Webhook:
    """Have a delivery sent that tells of nothing, at the end of what waits. `position` is that of the last event."""
    row = keeping.trial_row(webhook.id, f"msg_{await change.new_id()}", position, change.now)
    await change.change_kept(DELIVERIES, {"_id": row["_id"]}, {"$setOnInsert": row}, upsert=True)
    return await change.save(webhook, TESTED)


@operation(
    title="Отправить доставки повторно",
    action=Action.WEBHOOK_MANAGE,
    record=Webhook,
    read=Action.WEBHOOK_MANAGE,
    checks=(_ranged,),
)
async def replay_deliveries(
    change: Change,
    webhook: Webhook,
    *,
    delivery_ids: Sequence[str] | None,
    rows: Sequence[Row] | None,
    is_dry: bool,
) -> Webhook:
    """Have deliveries be sent again under the ids that they have: those of these ids, or the `rows` that were made of a
    range of events. A dry run looks that they are there, and does no more. Raises: INVALID."""
    wanted = [*dict.fromkeys(delivery_ids or ())]
    for index, one in enumerate(wanted):
        if await change.kept_row(DELIVERIES, {"_id": one, "webhook_id": webhook.id}) is None:
            raise Invalid("unknown_delivery", path=("deliveryIds", str(index)))
    anew = keeping.waits_anew(change.now)
    if is_dry or not (wanted or rows):
        return webhook
    for one in wanted:
        await change.change_kept(DELIVERIES, {"_id": one, "webhook_id": webhook.id}, {"$set": anew})
    for row in rows or ():
        fresh = {name: value for name, value in row.items() if name not in anew and name != "_id"}
        update = {"$set": anew, "$setOnInsert": fresh}
        await change.change_kept(DELIVERIES, {"_id": row["_id"]}, update, upsert=True)
    return await change.save(webhook, REPLAYED)


@operation(title="Отключить веб-хук", action=Action.WEBHOOK_MANAGE, record=Webhook, by_system=True)
async def disable_webhook(change: Change, webhook: Webhook) -> Webhook:
    """Send nothing more, since the receiver said that it is gone; what waits is kept."""
    return await change.save(webhook, DISABLED, disabled_at=change.now)
