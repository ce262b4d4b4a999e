"""What the refusals say, in Russian and in English: by code, and by rule where a code has several."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages; names in braces are facts."""

    ru: str
    en: str


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

INVALID: Mapping[str, Text] = MappingProxyType(
    {
        # Form of a value
        "required": Text("Поле обязательно для заполнения.", "This field is required."),
        "too_long": Text(
            "Слишком длинное значение, не более {limit} знаков.", "Too long: at most {limit} characters."
        ),
        "too_short": Text(
            "Слишком короткое значение, не менее {limit} знаков.", "Too short: at least {limit} characters."
        ),
        "too_many": Text("Слишком много значений, не более {limit}.", "Too many values: at most {limit}."),
        "too_few": Text("Слишком мало значений, не менее {limit}.", "Too few values: at least {limit}."),
        "out_of_range": Text("Значение вне допустимых пределов.", "The value is out of range."),
        "malformed_id": Text("Идентификатор записан неверно.", "The id is malformed."),
        "wrong_type": Text(
            "Идентификатор принадлежит объекту другого вида.", "The id belongs to another kind of object."
        ),
        "malformed_email": Text(
            "Адрес электронной почты записан неверно.", "The e-mail address is malformed."
        ),
        "malformed_phone": Text("Номер телефона записан неверно.", "The phone number is malformed."),
        "malformed_url": Text("Ссылка записана неверно.", "The link is malformed."),
        "malformed_number": Text("Номер записан неверно.", "The number is malformed."),
        "unknown_value": Text("Такого значения нет в перечне.", "This value is not on the list."),
        "duplicate": Text("Значение повторяется.", "The value occurs twice."),
        "exactly_one": Text("Укажите ровно одно из полей.", "Give exactly one of the fields."),
        "nothing_to_change": Text("Нечего изменять.", "There is nothing to change."),
        "expected_revision_required": Text(
            "Укажите редакцию, с которой вы работали.", "Say which revision you were working on."
        ),
        # What a value refers to
        "unknown_id": Text("Такого объекта нет.", "There is no such object."),
        "unknown_topic": Text("Такой темы нет.", "There is no such topic."),
        "unknown_sector": Text("Такого отраслевого направления нет.", "There is no such sector."),
        "unknown_settlement": Text("Такого населённого пункта нет.", "There is no such settlement."),
        "unknown_channel": Text("Такого канала поступления нет.", "There is no such intake channel."),
        "unknown_organization": Text("Такой организации нет.", "There is no such organization."),
        "unknown_person": Text("Такого должностного лица нет.", "There is no such official."),
        "unknown_legal_act": Text("Такого правового акта нет.", "There is no such legal act."),
        "unknown_meeting": Text("Такого заседания нет.", "There is no such meeting."),
        "unknown_response": Text("Такого ответа нет.", "There is no such response."),
        "unknown_reason": Text("Такой причины нет в перечне.", "This reason is not on the list."),
        "unknown_policy": Text("Такого правила сроков нет.", "There is no such deadline policy."),
        "not_a_recipient": Text(
            "Организация не является ответственным получателем.",
            "The organization is no responsible recipient.",
        ),
        "not_in_organization": Text(
            "Исполнитель не работает в этой организации.",
            "The assignee does not belong to this organization.",
        ),
        "not_a_member": Text("Это лицо не является членом МЦУ.", "This person is no member of the centre."),
        "not_the_curator": Text("Это лицо не является куратором МЦУ.", "This person is not the curator."),
        "not_your_system": Text(
            "Клиент регистрирует записи только своей системы.",
            "A client registers records of its own system only.",
        ),
        "wrong_kind": Text(
            "К этому виду обращения действие не относится.", "This does not apply to this kind of case."
        ),
        "wrong_channel": Text(
            "Канал не подходит для этого вида.", "The channel does not fit this kind of case."
        ),
        "wrong_regime": Text("Порядок рассмотрения не подходит.", "The regime does not fit this case."),
        # Accounts and clients
        "malformed_login": Text(
            "Логин: от 2 до 64 строчных латинских букв, цифр, точек, дефисов и подчёркиваний.",
            "A login has 2 to 64 small Latin letters, digits, dots, hyphens and underscores.",
        ),
        "login_taken": Text("Такой логин уже занят.", "This login is taken."),
        "has_account": Text("У этого лица уже есть учётная запись.", "This person has an account already."),
        "common_password": Text(
            "Такие пароли подбирают первыми: составьте его из необычных слов.",
            "Such passwords are tried first: make one of unusual words.",
        ),
        "personal_password": Text(
            "Пароль составлен из вашего логина или имени.",
            "The password is made of your login or your name.",
        ),
        "same_password": Text("Новый пароль совпадает с прежним.", "The new password is the present one."),
        "wrong_password": Text("Действующий пароль указан неверно.", "The present password does not hold."),
        "no_password": Text("Для этой учётной записи пароль не задан.", "This account has no password."),
        "unknown_session": Text("Такого сеанса нет.", "There is no such session."),
        "no_session": Text("Действие возможно только в сеансе.", "This needs a session of one's own."),
        "own_account": Text(
            "Собственную учётную запись блокирует другой администратор.",
            "One's own account is blocked by another administrator.",
        ),
        "last_administrator": Text(
            "Это последняя действующая учётная запись администратора.",
            "This is the last active account of an administrator.",
        ),
        "already_blocked": Text("Учётная запись уже заблокирована.", "The account is blocked already."),
        "not_blocked": Text("Учётная запись не заблокирована.", "The account is not blocked."),
        "is_blocked": Text("Учётная запись заблокирована.", "The account is blocked."),
        "malformed_system": Text(
            "Код системы: от 2 до 64 заглавных латинских букв, цифр и подчёркиваний.",
            "The code of a system has 2 to 64 capital Latin letters, digits and underscores.",
        ),
        "action_not_offered": Text(
            "Роль клиента не даёт этого права.", "The role of a client does not have this permission."
        ),
        # Cases
        "not_formalized": Text(
            "Сначала формализуйте суть: тема и отраслевое направление.",
            "Formalise it first: topic and sector.",
        ),
        "sector_or_outside": Text(
            "Укажите направление либо отметьте, что вопрос вне направлений.",
            "Name the sector or mark the case as outside the sectors.",
        ),
        "reason_required": Text("Укажите причину.", "State the reason."),
        "comment_required": Text("Поясните решение.", "Explain the decision."),
        "same_recipient": Text(
            "Обращение уже направлено этому получателю.", "It is with this recipient already."
        ),
        "no_assignee": Text("Исполнитель не назначен.", "There is no assignee."),
        "no_draft": Text("Проекта ответа нет.", "There is no draft response."),
        "empty_draft": Text("Проект ответа пуст.", "The draft response is empty."),
        "not_in_review": Text("Ответ не находится на согласовании.", "The response is not in review."),
        "not_approved": Text("Ответ ещё не утверждён.", "The response is not approved yet."),
        "already_approved": Text("Ответ уже утверждён.", "The response is approved already."),
        "outcome_required": Text("Укажите итог рассмотрения.", "State the outcome."),
        "no_publications": Text("Укажите хотя бы одну публикацию.", "Name at least one publication."),
        "reply_url_missing": Text(
            "Укажите ссылку на ответ для каждой публикации.", "Give each publication its reply link."
        ),
        "applicant_required": Text("Укажите заявителя.", "Name the applicant."),
        "in_the_future": Text("Время ещё не наступило.", "The moment lies in the future."),
        "in_the_past": Text("Время уже прошло.", "The moment has passed."),
        # Meetings, protocols, assignments, absences
        "ends_before_start": Text("Окончание раньше начала.", "The end lies before the start."),
        "overlapping": Text("Период пересекается с другим.", "The period overlaps another one."),
        "backdated": Text("Запись задним числом не допускается.", "This cannot be recorded for the past."),
        "already_ended": Text("Период уже завершён.", "The period has ended already."),
        "legal_act_required": Text("Укажите правовой акт с файлом.", "Name the legal act with its file."),
        "meeting_not_held": Text("Заседание ещё не проведено.", "The meeting has not been held yet."),
        "protocol_exists": Text("У заседания уже есть протокол.", "The meeting has a protocol already."),
        "assignment_required": Text(
            "Решение что-то поручает: добавьте поручение.",
            "The decision orders something: add an assignment.",
        ),
        "responsible_required": Text(
            "У поручения нет ответственного.", "An assignment has nobody responsible."
        ),
        "one_responsible": Text(
            "У поручения ровно один ответственный.", "An assignment has exactly one official responsible."
        ),
        "due_required": Text(
            "У поручения нет ни срока, ни периодичности.",
            "An assignment has neither due date nor recurrence.",
        ),
        "no_decisions": Text("В протоколе нет решений.", "The protocol holds no decision."),
        "no_responsible": Text("У поручения нет ответственного.", "An assignment has nobody responsible."),
        "no_due_date": Text("У поручения нет срока.", "An assignment has neither due date nor recurrence."),
        "due_before_protocol": Text(
            "Срок раньше даты протокола.", "The due date lies before the protocol's date."
        ),
        "not_a_participant": Text(
            "Это лицо не участвует в заседании.", "This person takes no part in the meeting."
        ),
        "officials_not_covered": Text(
            "Протокол должен получить каждый ответственный.",
            "Every responsible official must receive the protocol.",
        ),
        "evidence_required": Text("Приложите подтверждение исполнения.", "Add evidence of the result."),
        "nothing_reported": Text("Отчёта об исполнении нет.", "There is no report to decide on."),
    }
)

BAD_REQUEST: Mapping[str, Text] = MappingProxyType(
    {
        "malformed_id": INVALID["malformed_id"],
        "wrong_type": INVALID["wrong_type"],
        "malformed_cursor": Text("Курсор записан неверно.", "The cursor is malformed."),
        "exactly_one": Text("Укажите ровно один из аргументов.", "Give exactly one of the arguments."),
        "page_size": Text("Укажите first или last от 0 до 100.", "Give first or last, from 0 to 100."),
        "first_or_last": Text("Укажите first либо last.", "Give either first or last."),
        "too_many": Text("Слишком много значений, не более {limit}.", "Too many values: at most {limit}."),
        "too_few": Text("Слишком мало значений, не менее {limit}.", "Too few values: at least {limit}."),
        "too_short": Text("Строка поиска слишком коротка.", "The search text is too short."),
        "too_long": Text("Строка слишком длинна.", "The text is too long."),
        "out_of_range": INVALID["out_of_range"],
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
        )
        for rule, text in texts.items()
    }
)
