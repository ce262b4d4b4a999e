"""What INVALID says of meetings, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

MEETINGS: Mapping[str, Text] = MappingProxyType(
    {
        "not_a_participant": Text(
            "Это лицо не участвует в заседании.", "This person is not a participant in the meeting."
        ),
        "not_later": Text(
            "Новый срок должен быть позже прежнего.", "The new due day must be later than the present one."
        ),
        "not_a_controller": Text(
            "Контролирует поручение руководитель или куратор центра.",
            "An assignment is overseen by the head or the curator of the center.",
        ),
        "period_not_begun": Text("Следующий период ещё не начался.", "The next period has not begun yet."),
        "unknown_assignment": Text("Такого поручения нет.", "There is no such assignment."),
        "not_cancellable": Text(
            "Поручение уже исполнено или отменено.",
            "The assignment is completed or cancelled already.",
        ),
        "ordered_later": Text(
            "Поручение дано позже, чем принято решение: отменить его может только более поздний протокол.",
            "The assignment was given after this decision: only a later protocol cancels it.",
        ),
        "not_dispatched": Text(
            "Протокол ещё не направлен исполнителям.", "The protocol has not been sent out yet."
        ),
        "not_sent_to": Text(
            "Этому лицу протокол не направляли.", "The protocol was not sent to this person."
        ),
        "already_acknowledged": Text(
            "Ознакомление уже отмечено.", "The acknowledgement has been recorded already."
        ),
        "no_link_to_acknowledge": Text(
            "Действующей ссылки для ознакомления нет.",
            "There is no link by which the official could acknowledge.",
        ),
        "no_address_of_official": Text(
            "У должностного лица не указана рабочая почта: выписку отправить некуда.",
            "The official has no work e-mail, so the extract cannot be sent.",
        ),
        "beyond_calendar": Text(
            "Производственный календарь на год этого срока не загружен.",
            "The working calendar for the year of this date is not loaded.",
        ),
        "attachment_required": Text(
            "В тексте названо приложение, а к протоколу ничего не приложено.",
            "The text names an attachment, and nothing is attached to the protocol.",
        ),
        "attachment_missing": Text(
            "Приложенного файла больше нет: приложите его снова.",
            "The attached file is not there any more: attach it again.",
        ),
        "acknowledged_with_protocol": Text(
            "Поручение дано протоколом: отметьте ознакомление с протоколом.",
            "A protocol gave the assignment: record that the protocol was acknowledged.",
        ),
        "before_dispatch": Text(
            "Ознакомление не может быть раньше направления.",
            "It cannot have been acknowledged before it was sent.",
        ),
        "not_responsible": Text(
            "В протоколе этому лицу ничего не поручено.", "The protocol gives this person nothing to do."
        ),
        "still_in_office": Text(
            "Это лицо не выбыло: направьте протокол ему самому.",
            "This person is still in office: send the protocol to them.",
        ),
        "wrong_form": Text(
            "К заседанию этой формы действие неприменимо.", "This does not apply to a meeting of this form."
        ),
        "not_for_this_form": Text(
            "Для заседания этой формы поле не заполняется.",
            "This field does not apply to a meeting of this form.",
        ),
        "moved_with_a_reason": Text(
            "Назначенное заседание переносится отдельным действием, с указанием причины.",
            "A scheduled meeting is moved by an action of its own, with a reason.",
        ),
        "voting_too_short": Text(
            "На заочное голосование отводится не меньше одного рабочего дня.",
            "An absentee vote lasts at least one working day.",
        ),
        "not_its_day": Text(
            "День, на который назначено заседание, ещё не наступил.",
            "The day for which the meeting is planned has not come yet.",
        ),
        "chair_not_participant": Text(
            "Председательствующий должен быть в составе участников: его указывает руководитель.",
            "The chair must be among the participants, who are set by the head.",
        ),
        "no_quorum": Text("Кворума нет.", "There is no quorum."),
        "quorum_reached": Text("Кворум есть.", "There is a quorum."),
        "quorum_not_mandatory": Text(
            "По настройкам центра заседание проводится и без кворума.",
            "By the settings of the center a meeting is held without a quorum too.",
        ),
        "attendance_required": Text("Явка участника не отмечена.", "The attendance is not recorded."),
        "unknown_protocol": Text("Такого протокола нет.", "There is no such protocol."),
        "protocol_not_signed": Text(
            "Протокол ещё не подписан: измените его проект.",
            "The protocol has not been signed yet: change its draft.",
        ),
        "erratum_of_erratum": Text(
            "Исправление составляется к протоколу, а не к другому исправлению.",
            "An erratum corrects a protocol, not another erratum.",
        ),
        "nothing_to_publish": Text(
            "Оставьте в копии хотя бы один вопрос.", "Leave at least one item in the copy."
        ),
        "unknown_question": Text("Такого вопроса в протоколе нет.", "There is no such item in the protocol."),
        "not_a_voter": Text(
            "Особое мнение приобщает член МЦУ, участвовавший в заседании с правом голоса.",
            "A dissenting opinion is added by a member who took part with a vote.",
        ),
        "unknown_item": Text("Такого вопроса в повестке нет.", "There is no such item on the agenda."),
        "chair_choice_required": Text(
            "Голоса разделились поровну: укажите голос председательствующего.",
            "The votes are equal: specify that of the chair.",
        ),
        "votes_not_equal": Text(
            "Голос председательствующего решает только при равенстве голосов.",
            "The vote of the chair decides only where votes are equal.",
        ),
        "meeting_begun": Text(
            "Заседание уже началось: материалы добавляют руководитель и куратор.",
            "The meeting has begun: the head and the curator add materials.",
        ),
        "unknown_material": Text("Таких материалов нет.", "There are no such materials."),
        "added_by_another": Text(
            "Материалы отзывает тот, кто их добавил.", "Materials are taken back by whoever added them."
        ),
        "not_on_agenda": Text(
            "Принять можно предложение, которое включено в повестку заседания.",
            "A proposal is accepted once it is on the agenda of a meeting.",
        ),
        "no_ballot": Text(
            "Голосуют только члены МЦУ из состава участников.", "Only members among the participants vote."
        ),
        "abstention_forbidden": Text(
            "По настройкам центра в заочном голосовании нельзя воздержаться.",
            "By the settings of the center nobody abstains in an absentee vote.",
        ),
        "voting_over": Text("Время голосования истекло.", "The time to vote is over."),
        "voting_goes_on": Text(
            "Голосование завершается в назначенный срок или когда проголосовали все.",
            "Voting ends at its time, or once everybody has voted.",
        ),
    }
)
"""Rule → what is said."""
