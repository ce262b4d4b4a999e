"""What the refusals say, in Russian and in English: by code, and by rule where a code has several."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.invalid import INVALID
from auth.texts.wording import Text

__all__ = [
    "BAD_REQUEST",
    "BY_CODE",
    "BY_RULE",
    "DEADLINE",
    "INACTIVE",
    "INVALID",
    "NO_WAY",
    "TOO_COSTLY",
    "WAYS",
    "Text",
]

WAYS = Text("Вам сейчас доступно: {ways}.", "You may now use: {ways}.")
NO_WAY = Text("Других доступных вам действий сейчас нет.", "There is nothing else you may do now.")
"""How a refused transition ends: with what the caller may do instead, or that there is nothing."""

BY_CODE: Mapping[str, Text] = MappingProxyType(
    {
        "NOT_FOUND": Text("Объект не найден.", "The object was not found."),
        "FORBIDDEN": Text(
            "Ни одна из ваших ролей не даёт права на это действие: {step}.",
            "None of your roles allows this: {step}.",
        ),
        "INVALID": Text("Недопустимое значение.", "The value is not valid."),
        "STALE": Text(
            "Данные уже изменил другой пользователь. Текущая редакция: {revision}. Прочитайте её и повторите.",
            "Someone else has already changed this. The current revision is {revision}: read it and try again.",
        ),
        "INVALID_TRANSITION": Text(
            "В состоянии «{state}» действие «{step}» невозможно. {ways}",
            "{step} is not possible in the state {state}. {ways}",
        ),
        "DUPLICATE_EXTERNAL_ID": Text(
            "Запись с таким внешним идентификатором уже существует.",
            "A record with this external id already exists.",
        ),
        "DEADLINE_RULE": Text(
            "Это противоречит правилам о сроках.", "The rules on deadlines do not allow this."
        ),
        "NOT_EFFECTIVE_CURATOR": Text(
            "Это вправе сделать только действующий куратор МЦУ.",
            "Only the effective curator of the center may do this.",
        ),
        "SIGNED_IMMUTABLE": Text(
            "Подписанный протокол изменить нельзя.", "A signed protocol cannot be changed."
        ),
        "FOUR_EYES": Text(
            "Собственную работу нельзя согласовать, принять, проверить или оценить: это делает другой сотрудник.",
            "You cannot approve, accept, check or rate your own work: somebody else does.",
        ),
        "INACTIVE_TARGET": Text(
            "Этот получатель больше не принимает новую работу.", "This recipient no longer accepts new work."
        ),
        "IDEMPOTENCY_KEY_REUSED": Text(
            "Ключ идемпотентности уже использован с другими данными.",
            "This idempotency key has already been used with different input.",
        ),
        "LIMIT_REACHED": Text("Достигнут предел: {limit}.", "The limit has been reached: {limit}."),
        "UNAUTHENTICATED": Text("Требуется вход в систему.", "Please sign in."),
        "BAD_REQUEST": Text("Запрос составлен неверно.", "The request is malformed."),
        "CURSOR_EXPIRED": Text(
            "С этого места продолжить уже нельзя. Запросите данные заново и подпишитесь без after.",
            "It is too late to go on from there. Fetch the data again and subscribe without after.",
        ),
        "FILTER_FORBIDDEN": Text(
            "Отбор и сортировка по полю {field} вам недоступны: ни одна из ваших ролей не видит его без указания причины.",
            "You may not filter or sort by {field}: none of your roles shows it without a stated reason.",
        ),
        "QUERY_TOO_COSTLY": Text("Запрос слишком объёмный.", "The query asks for too much."),
        "RATE_LIMITED": Text(
            "Слишком много запросов. Повторите попытку позже.", "Too many requests. Please try again later."
        ),
        "TIMEOUT": Text(
            "Система не успела ответить. Повторите запрос; если вы что-то меняли, сначала проверьте, не сохранено ли "
            "изменение.",
            "The system took too long to respond. Try again; if you were changing something, check first "
            "whether it was saved.",
        ),
        "INTERNAL": Text(
            "Произошла внутренняя ошибка. Она зафиксирована и будет разобрана.",
            "An internal error occurred. It has been recorded.",
        ),
    }
)

BAD_REQUEST: Mapping[str, Text] = MappingProxyType(
    {
        "malformed_id": INVALID["malformed_id"],
        "wrong_type": INVALID["wrong_type"],
        "required": INVALID["required"],
        "malformed_network": INVALID["malformed_network"],
        "malformed_url": INVALID["malformed_url"],
        "wrong_value": INVALID["wrong_value"],
        "malformed_cursor": Text("Неверный формат курсора.", "The cursor is malformed."),
        "exactly_one": Text("Укажите ровно один из аргументов.", "Specify exactly one of the arguments."),
        "leaves_no_policy": INVALID["leaves_no_policy"],
        "malformed_phone": INVALID["malformed_phone"],
        "malformed_email": INVALID["malformed_email"],
        "page_size": Text(
            "Укажите размер страницы от 0 до {most}.", "Specify a page size between 0 and {most}."
        ),
        "first_or_last": Text("Укажите либо first, либо last.", "Specify either first or last, not both."),
        "too_many": Text(
            "Слишком много значений: допускается не более {limit}.",
            "Too many values: the maximum is {limit}.",
        ),
        "too_few": Text(
            "Слишком мало значений: требуется не менее {limit}.",
            "Too few values: the minimum is {limit}.",
        ),
        "too_short": Text("Строка поиска слишком короткая.", "The search text is too short."),
        "too_long": Text("Строка слишком длинная.", "The text is too long."),
        "out_of_range": INVALID["out_of_range"],
        "unknown_value": INVALID["unknown_value"],
        "empty_range": Text(
            "Начало периода должно быть раньше его окончания.", "The range must start before it ends."
        ),
        "operation_name": Text(
            "Укажите в operationName, какую операцию выполнить.",
            "Specify in operationName which operation to run.",
        ),
    }
)

DEADLINE: Mapping[str, Text] = MappingProxyType(
    {
        "already_due": Text("Срок уже истёк: {dueAt}.", "The deadline has already passed: {dueAt}."),
        "beyond_maximum": Text(
            "Слишком поздно: укажите срок не позднее {dueAt}.",
            "This is too late: the latest possible moment is {dueAt}.",
        ),
        "extended_once": Text("Срок уже продлевался.", "The deadline has already been extended."),
        "forwarding_term": Text(
            "Срок переадресации истёк: {dueAt}.", "The time limit for forwarding has passed: {dueAt}."
        ),
        "registration_term": Text(
            "Срок регистрации истёк: {dueAt}.", "The time limit for registration has passed: {dueAt}."
        ),
    }
)

INACTIVE: Mapping[str, Text] = MappingProxyType(
    {
        "left_since_signing": Text(
            "Это лицо выбыло после подписания: укажите, кто принимает его поручения (insteadOfId).",
            "This person has left since the signing: name who takes over the assignments (insteadOfId).",
        ),
        "open_work": Text(
            "У этого лица есть незавершённая работа: сначала передайте её другому.",
            "This person still has open work: hand it over first.",
        ),
    }
)

FORBIDDEN_FILTERS: Mapping[str, Text] = MappingProxyType(
    {
        "protected_figures": Text(
            "Защищённые показатели нельзя отобрать по полю {field} так. Можно: целые месяцы, кварталы или годы по местному "
            "времени либо всё время, и одно значение одного из полей kind, status, sector, channel.",
            "Protected figures cannot be filtered by {field} like this. Allowed: whole local months, quarters or years, or "
            "all time, and one value of one of kind, status, sector and channel.",
        ),
        "exact_figures": Text(
            "Показатели по делам, которые вам не видны, нельзя отобрать по тому, что в них написано ({field}); доступны "
            "отборы кроме search, street, streetIds, house, tags и externalId.",
            "Counts of cases that you cannot see cannot be filtered by what is written in them ({field}); all filters but "
            "search, street, streetIds, house, tags and externalId are available.",
        ),
    }
)

TOO_COSTLY: Mapping[str, Text] = MappingProxyType(
    {
        "points": Text(
            "Стоимость запроса в баллах: {cost}, допустимо не более {limit}. Уменьшите first у списков, "
            "названных в facts.dearest, выберите меньше вложенных объектов или разделите запрос.",
            "The operation costs {cost} points; the limit is {limit}. Lower `first` on the lists named in "
            "facts.dearest, select fewer nested objects, or split the operation.",
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
            ("FILTER_FORBIDDEN", FORBIDDEN_FILTERS),
            ("QUERY_TOO_COSTLY", TOO_COSTLY),
            ("INACTIVE_TARGET", INACTIVE),
        )
        for rule, text in texts.items()
    }
)
