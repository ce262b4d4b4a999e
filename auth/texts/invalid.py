"""What INVALID says of a value, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

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
        "forbidden_number": Text(
            "Номера СНИЛС и полисов здесь не хранятся: уберите номер.",
            "Numbers of СНИЛС and medical policies are not kept here: take the number out.",
        ),
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
            "Не останется ни одного администратора, который может войти.",
            "No administrator who can sign in would be left.",
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
        # Reference data
        "malformed_code": Text(
            "Код: заглавные латинские буквы, цифры и подчёркивание.",
            "A code is made of capital Latin letters, digits and underscores.",
        ),
        "malformed_hours": Text(
            "Часы записаны неверно, например 08:00-12:00.", "The hours are malformed; write 08:00-12:00."
        ),
        "wrong_value": Text("Значение не того вида.", "The value is of another kind."),
        "fixed_list": Text(
            "Перечень закрыт: причины переименовывают и отключают.",
            "The list is closed: its reasons can be worded anew and switched off.",
        ),
        "cycle": Text(
            "Организация не может входить в саму себя.", "An organization cannot belong to itself."
        ),
        "not_closing": Text("Закрытие организации не объявлено.", "The organization is not closing."),
        "organization_closed": Text("Организация закрыта.", "The organization is closed."),
        "same_organization": Text(
            "Преемник должен быть другой организацией.", "The successor must be another organization."
        ),
        "closing_too_fresh": Text(
            "Закрытие объявлено только что, повторите после {notBefore}.",
            "The closing was announced a moment ago; try again after {notBefore}.",
        ),
        # Meetings, protocols, assignments, absences
        "ends_before_start": Text("Окончание раньше начала.", "The end lies before the start."),
        "overlapping": Text("Период пересекается с другим.", "The period overlaps another one."),
        "backdated": Text("Запись задним числом не допускается.", "This cannot be recorded for the past."),
        "already_ended": Text("Период уже завершён.", "The period has ended already."),
        "legal_act_required": Text("Укажите правовой акт с файлом.", "Name the legal act with its file."),
        "act_source_required": Text(
            "Приложите файл акта или укажите, где он опубликован.",
            "Attach the file of the act or say where it is published.",
        ),
        "head_in_office": Text(
            "Руководитель центра уже назначен.", "A head of the centre is in office, or is going to be."
        ),
        "forbidden_pair": Text(
            "Куратор и руководитель МЦУ — разные лица: руководитель замещает куратора.",
            "The curator and the head are two people: the head stands in for the curator.",
        ),
        "sector_required": Text("Укажите отраслевое направление.", "Name the sector that is led."),
        "not_in_administration": Text(
            "Ответственный за направление — должностное лицо Администрации (III.4.7).",
            "A sector lead is an official of the Administration (III.4.7).",
        ),
        "not_for_this_role": Text(
            "К этой роли поле не относится.", "This field does not belong to the role."
        ),
        "not_substituted": Text(
            "Эту роль не замещают: куратора замещает руководитель, руководителя назначают.",
            "This role has no substitutes: the head stands in for the curator, a head is appointed.",
        ),
        "unknown_membership": Text("Такого назначения нет.", "There is no such appointment."),
        "another_role": Text(
            "Замещают в той же роли и не шире замещаемого.",
            "One stands in for somebody in his own role and no wider.",
        ),
        "outside_substituted": Text(
            "Замещение имеет начало и конец внутри замещаемого назначения.",
            "Standing in has a start and an end within the appointment that it is for.",
        ),
        "substitutes_oneself": Text("Нельзя замещать самого себя.", "Nobody stands in for himself."),
        "same_person": Text("Передать работу можно только другому лицу.", "Work goes to somebody else."),
        "already_inactive": Text("Это лицо уже неактивно.", "This person is inactive already."),
        "oneself": Text("Это нельзя сделать с самим собой.", "Nobody does this to himself."),
        "holds_a_role": Text(
            "Сначала прекратите назначения этого лица правовым актом.",
            "End the appointments of this person by a legal act first.",
        ),
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
