"""What INVALID says of webhooks, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

WEBHOOKS: Mapping[str, Text] = MappingProxyType(
    {
        "malformed_receiver": Text(
            "Укажите адрес вида https://host/path: без имени пользователя, пароля и части после #.",
            "Give an address like https://host/path: without a user name, a password, or anything after #.",
        ),
        "unknown_client": Text("Такого клиента нет.", "There is no such client."),
        "client_without_events": Text(
            "Клиент не зарегистрирован для потока событий: нужно право event.read.",
            "The client is not registered for the stream of events: it needs the permission event.read.",
        ),
        "unknown_event": Text(
            "Такого события у случаев нет: имена перечислены в docs/events.md.",
            "Cases have no such event: the names are listed in docs/events.md.",
        ),
        "selection_unfit": Text(
            "Выборка – один запрос (query) с единственной переменной $id типа ID!.",
            "A selection is one query with the single variable $id of type ID!.",
        ),
        "exactly_one_range": Text(
            "Укажите либо доставки, либо начало диапазона.", "Give either deliveries or the start of a range."
        ),
        "unknown_delivery": Text(
            "У этого веб-хука нет такой доставки.", "This webhook has no such delivery."
        ),
    }
)
