"""What INVALID says of a value, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.cases import CASES
from auth.texts.documents import DOCUMENTS
from auth.texts.files import FILES
from auth.texts.intake import INTAKE
from auth.texts.meetings import MEETINGS
from auth.texts.notes import NOTES
from auth.texts.webhooks import WEBHOOKS
from auth.texts.wording import Text

INVALID: Mapping[str, Text] = MappingProxyType(
    {
        # Form of a value
        "required": Text("Поле обязательно для заполнения.", "This field is required."),
        "too_long": Text(
            "Слишком длинное значение: допускается не более {limit} знаков.",
            "The value is too long: at most {limit} characters are allowed.",
        ),
        "too_short": Text(
            "Слишком короткое значение: требуется не менее {limit} знаков.",
            "The value is too short: at least {limit} characters are required.",
        ),
        "too_many": Text(
            "Слишком много значений: допускается не более {limit}.",
            "Too many values: the maximum is {limit}.",
        ),
        "too_few": Text(
            "Слишком мало значений: требуется не менее {limit}.",
            "Too few values: the minimum is {limit}.",
        ),
        "out_of_range": Text(
            "Значение вне допустимых пределов{bounds}.", "The value is out of range{bounds}."
        ),
        "malformed_id": Text("Неверный формат идентификатора.", "The id is malformed."),
        "malformed_key": Text(
            "Ключ состоит из видимых символов ASCII, от {least} до {most}.",
            "A key consists of {least} to {most} visible ASCII characters.",
        ),
        "wrong_type": Text(
            "Идентификатор принадлежит объекту другого типа.", "The id belongs to a different kind of object."
        ),
        "malformed_email": Text(
            "Неверный формат адреса электронной почты.", "The e-mail address is malformed."
        ),
        "malformed_phone": Text("Неверный формат номера телефона.", "The phone number is malformed."),
        "malformed_network": Text(
            "Укажите адрес или сеть, например 10.1.0.0/16.",
            "Specify an address or network, e.g. 10.1.0.0/16.",
        ),
        "malformed_url": Text("Неверный формат ссылки.", "The link is malformed."),
        "malformed_number": Text("Неверный формат номера.", "The number is malformed."),
        "forbidden_number": Text(
            "Номера СНИЛС и медицинских полисов здесь не хранятся: удалите номер.",
            "SNILS and health insurance policy numbers are not stored here: remove the number.",
        ),
        "unknown_value": Text("Такого значения нет в перечне.", "This value is not in the list."),
        "duplicate": Text(
            "Значение повторяется: такое уже указано или уже есть, а быть оно может одно.",
            "The value is a duplicate: it is given twice or there already, and may be there once.",
        ),
        "exactly_one": Text("Укажите ровно одно из полей.", "Specify exactly one of the fields."),
        "nothing_to_change": Text("Не указано, что изменить.", "There is nothing to change."),
        "expected_revision_required": Text(
            "Укажите редакцию, с которой вы работали.", "Specify the revision you were working on."
        ),
        # What a value refers to
        "unknown_id": Text("Такого объекта нет.", "There is no such object."),
        "unknown_topic": Text("Такой темы нет.", "There is no such topic."),
        "unknown_sector": Text("Такого отраслевого направления нет.", "There is no such sector."),
        "unknown_settlement": Text("Такого населённого пункта нет.", "There is no such settlement."),
        "unknown_street": Text(
            "Такой улицы в этом населённом пункте нет.", "There is no such street in this settlement."
        ),
        "unknown_channel": Text("Такого канала поступления нет.", "There is no such intake channel."),
        "unknown_organization": Text("Такой организации нет.", "There is no such organization."),
        "unknown_person": Text("Такого должностного лица нет.", "There is no such official."),
        "unknown_legal_act": Text("Такого правового акта нет.", "There is no such legal act."),
        "unknown_meeting": Text("Такого заседания нет.", "There is no such meeting."),
        "unknown_response": Text("Такого ответа нет.", "There is no such response."),
        "unknown_reason": Text("Такой причины нет в перечне.", "This reason is not in the list."),
        "unknown_policy": Text("Такого правила исчисления сроков нет.", "There is no such deadline policy."),
        "not_a_recipient": Text(
            "Организация не является ответственным получателем: в неё не направляют, а пересылают по компетенции.",
            "The organization is not a responsible recipient: cases are not routed to it but forwarded.",
        ),
        "not_in_organization": Text(
            "Исполнитель не работает в этой организации.",
            "The assignee does not work in this organization.",
        ),
        "not_a_member": Text(
            "Это лицо не является членом МЦУ.", "This person is not a member of the center."
        ),
        "not_the_curator": Text("Это лицо не является куратором МЦУ.", "This person is not the curator."),
        "not_your_system": Text(
            "Клиент может регистрировать записи только своей системы.",
            "A client may only register records of its own system.",
        ),
        "wrong_kind": Text(
            "К объекту этого вида действие неприменимо.", "This does not apply to this kind of case."
        ),
        "not_for_this_kind": Text(
            "Для обращения этого вида поле не заполняется.", "This field does not apply to this kind of case."
        ),
        "wrong_channel": Text(
            "Канал не подходит для объекта этого вида.", "This channel cannot be used for this kind of case."
        ),
        "wrong_regime": Text(
            "Правовой режим не подходит для этого случая.", "The legal regime does not fit this case."
        ),
        # Accounts and clients
        "malformed_login": Text(
            "Логин состоит из 2–64 знаков: строчных латинских букв, цифр, точек, дефисов и подчёркиваний.",
            "A login has 2 to 64 characters: lowercase Latin letters, digits, dots, hyphens and underscores.",
        ),
        "login_taken": Text("Этот логин уже занят.", "This login is already taken."),
        "has_account": Text("У этого лица уже есть учётная запись.", "This person already has an account."),
        "common_password": Text(
            "Этот пароль слишком распространён: составьте пароль из необычных слов.",
            "This password is too common: make one up from unusual words.",
        ),
        "personal_password": Text(
            "Пароль не должен состоять из вашего логина или имени.",
            "The password must not be made up of your login or name.",
        ),
        "same_password": Text(
            "Новый пароль совпадает с текущим.", "The new password is the same as the current one."
        ),
        "wrong_password": Text("Текущий пароль указан неверно.", "The current password is incorrect."),
        "no_person": Text(
            "За этой учётной записью никто не стоит: уведомления есть только у людей.",
            "There is no person behind this account: only people have notifications.",
        ),
        "no_password": Text("Для этой учётной записи пароль не задан.", "This account has no password."),
        "unknown_session": Text("Такого сеанса нет.", "There is no such session."),
        "no_session": Text(
            "Это действие доступно только в сеансе пользователя.",
            "This action is only available in a user session.",
        ),
        "own_account": Text(
            "Свою учётную запись заблокировать нельзя: это может сделать только другой администратор.",
            "You cannot block your own account: another administrator has to do it.",
        ),
        "last_administrator": Text(
            "После этого не останется ни одного администратора, который может войти в систему.",
            "This would leave no administrator who can sign in.",
        ),
        "already_blocked": Text("Учётная запись уже заблокирована.", "The account is already blocked."),
        "not_blocked": Text("Учётная запись не заблокирована.", "The account is not blocked."),
        "is_blocked": Text("Учётная запись заблокирована.", "The account is blocked."),
        "malformed_system": Text(
            "Код системы состоит из 2–64 знаков: заглавных латинских букв, цифр и подчёркиваний.",
            "A system code has 2 to 64 characters: uppercase Latin letters, digits and underscores.",
        ),
        "action_not_offered": Text(
            "Роль клиента не даёт этого права.", "The client's role does not include this permission."
        ),
        # Cases
        "not_formalized": Text(
            "Сначала выполните формализацию: укажите тему и отраслевое направление.",
            "Formalize the case first: specify its topic and sector.",
        ),
        "sector_or_outside": Text(
            "Укажите направление либо отметьте, что вопрос не относится к направлениям.",
            "Specify the sector, or mark the case as outside the sectors.",
        ),
        "outcome_of_forwarding": Text(
            "С итогом «направлено по компетенции» закрывается то, что переслано, а не то, на что дан ответ.",
            "This outcome belongs to what was forwarded, not to what was answered.",
        ),
        "reason_required": Text("Укажите причину.", "State the reason."),
        "comment_required": Text("Поясните решение.", "Explain the decision."),
        "same_recipient": Text(
            "Этому получателю уже направлено.", "This has already been routed to this recipient."
        ),
        "no_assignee": Text("Исполнитель не назначен.", "No assignee has been named."),
        "no_words": Text("В значении нет ни одного слова.", "The value contains no word."),
        "no_draft": Text("Проекта ответа нет.", "There is no draft response."),
        "empty_draft": Text("Проект ответа пуст.", "The draft response is empty."),
        "not_in_review": Text("Ответ не находится на согласовании.", "The response is not under review."),
        "not_approved": Text(
            "Ответ ещё не согласован: сначала его согласует руководитель органа или отраслевого направления.",
            "The response has not been approved yet: the head of the organization or the sector lead does that first.",
        ),
        "already_approved": Text("Ответ уже согласован.", "The response has already been approved."),
        "outcome_required": Text("Укажите итог рассмотрения.", "Specify the outcome."),
        "no_publications": Text("Укажите хотя бы одну публикацию.", "Specify at least one publication."),
        "reply_url_missing": Text(
            "Укажите ссылку на ответ для каждой публикации.", "Specify a reply link for each publication."
        ),
        "applicant_required": Text("Укажите заявителя.", "Specify the applicant."),
        "in_the_future": Text("Указанное время ещё не наступило.", "The time must not be in the future."),
        "too_old": Text(
            "Поступило слишком давно: регистрируется то, что поступило не раньше чем {limit} дней назад.",
            "It was received too long ago: at most {limit} days before it is registered.",
        ),
        "in_the_past": Text("Указанное время уже прошло.", "The time must not be in the past."),
        # Reference data
        "malformed_code": Text(
            "Код состоит из заглавных латинских букв, цифр и подчёркиваний.",
            "A code consists of uppercase Latin letters, digits and underscores.",
        ),
        "incomplete_year": Text(
            "Дни {year} года внесены не полностью: сначала внесите праздники и переносы.",
            "The days of {year} are incomplete: enter its holidays and transfers first.",
        ),
        "malformed_hours": Text(
            "Неверный формат часов, пример: 08:00-12:00.",
            "The hours are malformed; an example is 08:00-12:00.",
        ),
        "wrong_value": Text("Значение другого типа.", "The value is of the wrong type."),
        "fixed_list": Text(
            "Перечень закрыт: причины можно только переименовывать и отключать.",
            "The list is closed: its reasons can only be reworded or switched off.",
        ),
        "cycle": Text(
            "Организация не может входить в состав самой себя.", "An organization cannot belong to itself."
        ),
        "not_closing": Text(
            "Закрытие организации не объявлено.", "The closing of the organization has not been announced."
        ),
        "organization_closed": Text("Организация закрыта.", "The organization is closed."),
        "same_organization": Text(
            "Преемник должен быть другой организацией.", "The successor must be a different organization."
        ),
        "closing_too_fresh": Text(
            "Закрытие объявлено только что. Повторите попытку после {notBefore}.",
            "The closing has only just been announced. Please try again after {notBefore}.",
        ),
        # Meetings, protocols, assignments, absences
        "ends_before_start": Text(
            "Окончание не может быть раньше начала.", "The end must not be before the start."
        ),
        "empty_range": Text("Начало должно быть раньше конца.", "The start must be before the end."),
        "shared_text": Text(
            "Эту часть текста уже забирает другой вопрос.",
            "Another question takes this part of the text already.",
        ),
        "overlapping": Text(
            "Период пересекается с другим периодом.", "The period overlaps with another one."
        ),
        "backdated": Text("Запись задним числом не допускается.", "This cannot be backdated."),
        "already_ended": Text("Период уже завершён.", "The period has already ended."),
        "legal_act_required": Text("Укажите правовой акт с файлом.", "Specify the legal act and its file."),
        "act_source_required": Text(
            "Приложите файл акта или укажите, где он опубликован.",
            "Attach the file of the act, or state where it is published.",
        ),
        "head_in_office": Text(
            "Руководитель центра уже назначен.", "A head of the center has already been appointed."
        ),
        "administrator_appointed": Text(
            "Администратор уже назначен и входит в систему: новых приглашает он.",
            "There is an administrator already, who signs in: new people are invited by him.",
        ),
        "forbidden_pair": Text(
            "Куратором и руководителем МЦУ не может быть одно и то же лицо: руководитель замещает куратора.",
            "The curator and the head must be different people: the head stands in for the curator.",
        ),
        "sector_required": Text("Укажите отраслевое направление.", "Specify the sector."),
        "not_in_administration": Text(
            "Ответственным за направление может быть только должностное лицо Администрации (III.4.7).",
            "A sector lead must be an official of the Administration (III.4.7).",
        ),
        "not_for_this_role": Text(
            "Для этой роли поле не заполняется.", "This field does not apply to the role."
        ),
        "not_substituted": Text(
            "Замещение этой роли не предусмотрено: куратора замещает руководитель, а руководителя назначают.",
            "This role has no substitutes: the head stands in for the curator, and a head is appointed.",
        ),
        "unknown_membership": Text("Такого назначения нет.", "There is no such appointment."),
        "another_role": Text(
            "Замещать можно только в той же роли и не в более широком объёме.",
            "A substitute takes on the same role with no wider scope.",
        ),
        "outside_substituted": Text(
            "Начало и окончание замещения должны лежать в пределах замещаемого назначения.",
            "A substitution must begin and end within the appointment it covers.",
        ),
        "substitutes_oneself": Text(
            "Нельзя замещать самого себя.", "A person cannot substitute for themselves."
        ),
        "same_person": Text(
            "Передать работу можно только другому лицу.", "Work can only be handed over to another person."
        ),
        "already_inactive": Text("Это лицо уже неактивно.", "This person is already inactive."),
        "oneself": Text(
            "Это действие нельзя выполнить в отношении самого себя.", "You cannot do this to yourself."
        ),
        "holds_a_role": Text(
            "Сначала прекратите назначения этого лица правовым актом.",
            "First end this person's appointments by a legal act.",
        ),
        "meeting_not_held": Text("Заседание ещё не проведено.", "The meeting has not been held yet."),
        "protocol_exists": Text("У заседания уже есть протокол.", "The meeting already has a protocol."),
        "assignment_required": Text(
            "В решении что-то поручается: добавьте поручение.",
            "The decision orders something to be done: add an assignment.",
        ),
        "responsible_required": Text(
            "У поручения не указан ответственный.", "The assignment has no responsible official."
        ),
        "one_responsible": Text(
            "У поручения должен быть ровно один ответственный.",
            "An assignment must have exactly one responsible official.",
        ),
        "due_required": Text(
            "У поручения не указаны ни срок, ни периодичность.",
            "The assignment has neither a due date nor a recurrence.",
        ),
        "no_decisions": Text("В протоколе нет решений.", "The protocol contains no decisions."),
        "no_responsible": Text(
            "У поручения не указан ответственный.", "The assignment has no responsible official."
        ),
        "no_due_date": Text(
            "У поручения не указан срок.", "The assignment has neither a due date nor a recurrence."
        ),
        "more_votes_than_members": Text(
            "Голосов больше, чем членов, присутствовавших на заседании.",
            "There are more votes than members who were present at the meeting.",
        ),
        "not_carried": Text(
            "Решение, которое что-то поручает, должно быть принято: голосов «за» больше, чем «против».",
            "A decision that orders something must have been carried: more votes for than against.",
        ),
        "due_before_protocol": Text(
            "Срок не может быть раньше даты протокола.",
            "The due date must not be before the date of the protocol.",
        ),
        **MEETINGS,
        "officials_not_covered": Text(
            "Протокол нужно направить каждому ответственному.",
            "The protocol must be sent to every responsible official.",
        ),
        "evidence_required": Text("Приложите подтверждение исполнения.", "Attach evidence of completion."),
        "nothing_reported": Text("Отчёта об исполнении нет.", "There is no report awaiting a decision."),
        **CASES,
        **DOCUMENTS,
        **FILES,
        **INTAKE,
        **NOTES,
        **WEBHOOKS,
    }
)
