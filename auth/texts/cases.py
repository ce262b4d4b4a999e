"""What INVALID says of decisions on a case, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

CASES: Mapping[str, Text] = MappingProxyType(
    {
        "outcome_of_no_answer": Text(
            "С итогом «оставлено без ответа» закрывается обращение, на которое ответа не было.",
            "This outcome belongs to an appeal that was left unanswered, not to what was answered.",
        ),
        "complained_of": Text(
            "Жалобу нельзя направить тому, чьи решения или действия обжалуются.",
            "A complaint may not be sent to the body that it is about.",
        ),
        "is_a_recipient": Text(
            "Эта организация — ответственный получатель: ей направляют, а не пересылают.",
            "This organization is a responsible recipient: cases are routed to it, not forwarded.",
        ),
        "notice_required": Text(
            "Напишите, что сообщается заявителю: на этом основании его уведомляют.",
            "Write what the applicant is told: on this ground they must be notified.",
        ),
        "deciding_official_required": Text(
            "Укажите, кто уполномоченный принял решение.",
            "Name the official who decided it with authority.",
        ),
        "delivery_way_required": Text(
            "Укажите, каким способом ответ доставляется заявителю: из канала это не следует.",
            "Say how the answer reaches the applicant: the channel does not tell.",
        ),
        "no_email_address": Text(
            "Заявитель не указал адрес электронной почты.", "The applicant left no e-mail address."
        ),
        "queued_by_mail_alone": Text(
            "Ожидает отправки только то, что уходит по электронной почте.",
            "Only what goes by e-mail waits to be sent.",
        ),
        "number_of_the_post": Text(
            "Почтовый номер есть только у почтового отправления.",
            "Only what goes by post has a tracking number.",
        ),
        "malformed_postal_number": Text(
            "Почтовый номер — это 14 цифр или две латинские буквы, девять цифр и ещё две буквы.",
            "A tracking number has 14 digits, or two Latin letters, nine digits and two letters.",
        ),
        "before_it_was_sent": Text(
            "Ответ тогда ещё не был отправлен.", "The answer had not been sent by then."
        ),
        "nothing_sent": Text("Заявителю ещё ничего не отправлено.", "Nothing was sent to the applicant yet."),
        "not_queued": Text(
            "Письмо уже не ожидает отправки.", "The letter does not wait to be sent any more."
        ),
        "unknown_place": Text(
            "В шаблоне нет места «{value}».", "There is no place called “{value}” in templates."
        ),
        "place_missing": Text(
            "Место «{value}» заполнить нечем: в деле этого нет.",
            "The case does not say what fills the place “{value}”.",
        ),
        "nothing_proposed": Text(
            "Отложить никто не предлагает: решать нечего.", "Nobody proposes to put this off."
        ),
        "already_rated": Text("Этот ответ уже оценён.", "This answer has been rated already."),
        "not_answered": Text("Ответ ещё не дан: оценивать нечего.", "There is no answer to rate yet."),
        "nothing_to_examine": Text(
            "Низкой оценки с пояснением нет, или она уже разобрана.",
            "There is no low rating with a comment, or it has been examined already.",
        ),
        "nothing_to_check": Text(
            "Проверять нечего: ответ не представлен и не направлен.",
            "There is nothing to check: no answer is under review or was sent.",
        ),
        "already_checked": Text("Вы уже проверили этот ответ.", "You have checked this answer already."),
        "reopening_not_asked": Text(
            "Заявитель не просит открыть повторно: решать нечего.",
            "The applicant does not ask to have it reopened.",
        ),
        "not_with_a_body": Text(
            "Сейчас ответа от органа не ждут: ссылка не нужна.",
            "No body is to answer it now, so no link is needed.",
        ),
        "no_open_link": Text(
            "Действующей ссылки для ответа нет.", "There is no link by which a body could answer."
        ),
        "no_address_of_body": Text(
            "У организации не указана рабочая почта: ссылку отправить некуда.",
            "The organization has no work e-mail, so the link cannot be sent.",
        ),
        "body_signs_in": Text(
            "У органа есть пользователи: он отвечает в программе, а не по ссылке.",
            "Somebody of the body signs in: it answers there and not by a link.",
        ),
        "nothing_awaited": Text(
            "Сведения у заявителя не запрошены.", "The applicant was not asked for any details."
        ),
        "already_finished": Text("Дело уже завершено.", "The case is already finished."),
        "unknown_case": Text("Такого сообщения, обращения или инцидента нет.", "There is no such case."),
        "not_open": Text(
            "Указанное дело уже завершено: укажите то, по которому ещё дадут ответ.",
            "The case named is finished: name one that is still to be answered.",
        ),
        "replaces_another": Text(
            "Указанное уже зарегистрировано взамен другого.", "The case named already replaces another one."
        ),
        "split_apart": Text(
            "Это части одного дела: они разделены, чтобы ответить на каждый вопрос, и снова не объединяются.",
            "These are parts of one case: they were split so that each question is answered, and are not merged again.",
        ),
        "unknown_publication": Text(
            "В инциденте нет такой публикации.", "The incident has no such publication."
        ),
        "nothing_left": Text(
            "Оставьте в инциденте хотя бы одну публикацию.", "Leave at least one publication in the incident."
        ),
        "before_receipt": Text(
            "Срок внешней системы не может закончиться раньше поступления.",
            "The term of the other system cannot end before the receipt.",
        ),
        "not_of_a_reception": Text(
            "Обращение поступило не на личном приёме.", "The appeal was not made at a personal reception."
        ),
        "no_card": Text(
            "Сначала запишите карточку личного приёма.", "Record the card of the reception first."
        ),
        "consent_required": Text(
            "Устный ответ даётся только с согласия заявителя, иначе отвечают письменно.",
            "An oral answer needs the consent of the applicant; otherwise the answer is in writing.",
        ),
        "leaves_no_policy": Text(
            "Без этого правила для части дел не останется срока: сначала добавьте другое.",
            "Without this policy some cases would have no deadline: add another one first.",
        ),
        "recount_waits": Text(
            "Пересчёт сроков уже поручен и ещё идёт.",
            "A recount was asked for already and is still going on.",
        ),
        "personal_data": Text(
            "Здесь персональные данные: отбор хранится, поэтому их в нём не бывает.",
            "This holds personal data, which a filter that is kept never does.",
        ),
        "not_yours": Text(
            "Это чужой отбор: изменить его может только владелец.", "Only its owner may change this filter."
        ),
        "not_your_role": Text("У вас нет этой роли.", "You do not hold this role."),
        "gathers_others": Text(
            "К этому присоединены другие: их заявители ждут ответа. Сначала присоедините их к другому.",
            "Others were merged into this case, and their applicants await an answer: merge them elsewhere first.",
        ),
    }
)
