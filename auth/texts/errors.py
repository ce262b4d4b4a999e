"""What the refusals say, in Russian and in English: by code, and by rule where a code has several."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.invalid import INVALID
from auth.texts.wording import Text

__all__ = ["BAD_REQUEST", "BY_CODE", "BY_RULE", "DEADLINE", "INACTIVE", "INVALID", "TOO_COSTLY", "Text"]

BY_CODE: Mapping[str, Text] = MappingProxyType(
    {
        "NOT_FOUND": Text("Объект не найден.", "The object was not found."),
        "FORBIDDEN": Text(
            "Действие не разрешено вашей роли: {action}.", "Your role does not allow this: {action}."
        ),
        "INVALID": Text("Недопустимое значение.", "The value is not acceptable."),
        "STALE": Text(
            "Данные уже изменены другим пользователем, текущая редакция: {revision}.",
            "Somebody else has changed this; the current revision is {revision}.",
        ),
        "INVALID_TRANSITION": Text(
            "В состоянии {status} это действие невозможно. Возможны: {allowed}.",
            "This is not possible in the state {status}. Possible are: {allowed}.",
        ),
        "DUPLICATE_EXTERNAL_ID": Text(
            "Запись с таким внешним идентификатором уже есть.",
            "There is a record with this external id already.",
        ),
        "DEADLINE_RULE": Text(
            "Правило о сроках этого не допускает.", "A rule about deadlines does not allow this."
        ),
        "NOT_EFFECTIVE_CURATOR": Text(
            "Это вправе сделать только действующий куратор МЦУ.",
            "Only the effective curator of the centre may do this.",
        ),
        "SIGNED_IMMUTABLE": Text(
            "Подписанный протокол не изменяется.", "A signed protocol cannot be changed."
        ),
        "FOUR_EYES": Text("Нельзя утверждать собственную работу.", "Nobody approves his own work."),
        "INACTIVE_TARGET": Text(
            "Получатель не принимает новую работу.", "The recipient does not take new work any more."
        ),
        "IDEMPOTENCY_KEY_REUSED": Text(
            "Ключ идемпотентности уже использован с другими данными.",
            "The idempotency key was used with another input already.",
        ),
        "LIMIT_REACHED": Text("Достигнуто ограничение: {limit}.", "A limit is reached: {limit}."),
        "UNAUTHENTICATED": Text("Требуется вход в систему.", "Please sign in."),
        "BAD_REQUEST": Text("Запрос составлен неверно.", "The request is not well-formed."),
        "FILTER_FORBIDDEN": Text(
            "Отбор и сортировка по полю {field} вам недоступны.", "You may not filter or order by {field}."
        ),
        "QUERY_TOO_COSTLY": Text("Запрос слишком объёмный.", "The query asks for too much."),
        "RATE_LIMITED": Text(
            "Слишком много запросов, повторите позже.", "Too many requests; try again later."
        ),
        "TIMEOUT": Text(
            "Система не успела ответить, повторите запрос.", "The system took too long; try again."
        ),
        "INTERNAL": Text(
            "Внутренняя ошибка. Она записана и будет разобрана.", "An internal error; it was recorded."
        ),
    }
)

BAD_REQUEST: Mapping[str, Text] = MappingProxyType(
    {
        "malformed_id": INVALID["malformed_id"],
        "wrong_type": INVALID["wrong_type"],
        "malformed_cursor": Text("Курсор записан неверно.", "The cursor is malformed."),
        "exactly_one": Text("Укажите ровно один из аргументов.", "Give exactly one of the arguments."),
        "malformed_phone": INVALID["malformed_phone"],
        "malformed_email": INVALID["malformed_email"],
        "page_size": Text("Укажите first или last от 0 до 100.", "Give first or last, from 0 to 100."),
        "first_or_last": Text("Укажите first либо last.", "Give either first or last."),
        "too_many": Text("Слишком много значений, не более {limit}.", "Too many values: at most {limit}."),
        "too_few": Text("Слишком мало значений, не менее {limit}.", "Too few values: at least {limit}."),
        "too_short": Text("Строка поиска слишком коротка.", "The search text is too short."),
        "too_long": Text("Строка слишком длинна.", "The text is too long."),
        "out_of_range": INVALID["out_of_range"],
        "unknown_value": INVALID["unknown_value"],
        "empty_range": Text("Начало периода должно быть раньше конца.", "A range must begin before it ends."),
        "operation_name": Text("Укажите operationName.", "Name the operation to run."),
    }
)

DEADLINE: Mapping[str, Text] = MappingProxyType(
    {
        "already_due": Text("Срок уже истёк: {dueAt}.", "The deadline has passed: {dueAt}."),
        "beyond_maximum": Text(
            "Превышен предельный срок: {dueAt}.", "That lies beyond the latest date: {dueAt}."
        ),
        "extended_once": Text("Срок уже продлевался.", "The deadline was extended already."),
        "forwarding_term": Text(
            "Срок переадресации истёк: {dueAt}.", "The term for forwarding has passed: {dueAt}."
        ),
        "registration_term": Text(
            "Срок регистрации истёк: {dueAt}.", "The term for registering has passed: {dueAt}."
        ),
    }
)

INACTIVE: Mapping[str, Text] = MappingProxyType(
    {
        "open_work": Text(
            "На этом лице незавершённая работа: сначала передайте её другому.",
            "There is open work on this person: hand it over first.",
        ),
    }
)

TOO_COSTLY: Mapping[str, Text] = MappingProxyType(
    {
        "points": Text(
            "Запрос стоит {cost} баллов, допустимо {limit}. Уменьшите first у списков из facts.dearest, выберите меньше "
            "вложенных объектов или разделите запрос.",
            "The operation costs {cost} points; the limit is {limit}. Lower `first` of the lists named in facts.dearest, "
            "select fewer nested objects, or split the operation.",
        ),
    }
)

BY_RULE: Mapping[tuple[str, str], Text] = MappingProxyType(
    {
        (code, rule): text
        for code, texts in (
            ("INVALID", INVALID),
            ("BAD_REQUEST", BAD_REQUEST),
            ("DEADLINE_RULE", DEADLINE),
            ("QUERY_TOO_COSTLY", TOO_COSTLY),
            ("INACTIVE_TARGET", INACTIVE),
        )
        for rule, text in texts.items()
    }
)
