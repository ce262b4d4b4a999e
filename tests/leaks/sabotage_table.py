"""THE table of planted leaks: how each is called, as whom and where it is looked for, and what must be said of it."""

from api.leaks.findings import CheckKind
from api.leaks.run import ADDRESSES, REFUSALS
from tests.leaks.sabotage import (
    Sabotage,
    Said,
    accounts_for_everybody,
    applicant_unmasked,
    ballots_for_everybody,
    count_without_plan,
    empty_hidden_fields,
    error_with_a_name,
    explanation_of_the_hidden,
    filter_by_hidden_field,
    filter_drops_plan,
    free_cuts,
    hidden_relation,
    history_for_everybody,
    history_with_values,
    label_with_a_name,
    log_for_everybody,
    lookup_around_the_rule,
    nothing_withheld,
    page_size_with_a_name,
    page_without_plan,
    plan_for_everybody,
    readable_cursor,
    remarks_as_written,
    resolver_without_rights,
    search_in_plain_text,
    small_counts,
    sort_by_hidden_field,
    stale_keys,
    talkative_address,
    talkative_link,
    text_not_redacted,
    token_told,
    too_much_withheld,
    withheld_through_the_interface,
)
from tests.leaks.sabotage_asked import (
    house_as_it_was_written,
    number_of_another_refused,
    number_with_neighbors,
    period_for_everybody,
    period_forgotten,
    period_with_its_end,
    protocol_of_others_refused,
    waiting_in_any_state,
    waiting_left_out,
    waiting_not_counted_by,
    waiting_without_limits,
    waiting_without_rights,
)
from tests.leaks.sabotage_clients import CLIENTS
from tests.leaks.sabotage_files import FILES
from tests.leaks.sabotage_live import (
    change_untold,
    inbox_of_everybody,
    lost_though_never_theirs,
    notification_untold,
    notifications_told_to_everybody,
    stream_around_the_rights,
    stream_untold,
    told_around_the_rights,
    told_with_nothing_withheld,
)
from tests.leaks.sabotage_notes import NOTES
from tests.leaks.sabotage_open311 import OPEN311
from tests.leaks.sabotage_webhooks import WEBHOOKS
from tests.leaks.sabotage_written import (
    contact_without_narrowing,
    contacts_for_everybody,
    double_with_its_id,
    found_around_the_rights,
    order_past_the_rights,
    refusal_with_the_revision,
    refusal_with_the_row,
    reveal_without_asking,
)

(
    AD,
    AS,
    CU,
    HD,
    IN,
    IP,
    LD,
    MB,
    PO,
    RC,
    RG,
    RH,
    SL,
) = """SYSTEM_ADMINISTRATOR ASSIGNEE CURATOR CENTER_HEAD INTEGRATION
    INFORMATION_POLICY_OFFICER LEADERSHIP MEMBER POS_OFFICER RECIPIENT_COORDINATOR REGISTRAR RECIPIENT_HEAD
    SECTOR_LEAD""".split()
C = CheckKind


def _at(doors: str, check: CheckKind, words: str) -> tuple[Said, ...]:
    """The same words at each of some doors."""
    return tuple(Said(check, words, door) for door in doors.split())


SINGLE = "message incident protocol meeting assignment"

ALL: tuple[Sabotage, ...] = (
    Sabotage(
        "резолвер в обход прав",
        resolver_without_rights,
        (RC,),
        ("message", "incident", "protocol", "meeting", "assignment"),
        (*_at(SINGLE, C.OBJECTS, "целиком"), *_at(SINGLE, C.LOOKUPS, "показан по id")),
    ),
    Sabotage(
        "node в обход правила",
        lookup_around_the_rule,
        (AS, RC),
        ("node", "nodes"),
        (
            *_at("node", C.LOOKUPS, "показан по id"),
            *_at("nodes", C.LOOKUPS, "показан по ids"),
            Said(C.OBJECTS, "Message целиком", "node", RC),
            Said(C.OBJECTS, "Meeting целиком", "nodes", RC),
            Said(C.OBJECTS, "Protocol целиком", "nodes", AS),
        ),
    ),
    Sabotage(
        "найдено в обход прав",
        found_around_the_rights,
        (AS, SL),
        ("case", "acceptSubmission", "routeIncident"),
        (
            Said(C.LOOKUPS, "Message показан по number", "case", AS),
            Said(C.TEXTS, "Message.summary", "case", AS),
            Said(C.OBJECTS, "Message целиком", "acceptSubmission", SL),
            Said(C.TEXTS, "Incident.summary", "routeIncident", SL),
        ),
    ),
    Sabotage("список без плана", page_without_plan, (RC,), ("meetings",), (Said(C.LISTS, "лишняя строка"),)),
    Sabotage(
        "счёт без плана",
        count_without_plan,
        (RH, AS),
        ("cases", "incidents", "protocols"),
        (
            Said(C.TOTALS, "totalCount", "cases", RH),
            Said(C.TOTALS, "totalCount", "incidents", RH),
            Said(C.TOTALS, "totalCount", "protocols", AS),
        ),
    ),
    Sabotage(
        "фильтр стирает план",
        filter_drops_plan,
        (SL,),
        ("cases", "incidents", "meetings"),
        _at("cases incidents meetings", C.FILTERS, "filter.status"),
        unsaid="isOverdue",
    ),
    Sabotage(
        "фильтр по скрытому полю",
        filter_by_hidden_field,
        (IP,),
        ("incidents",),
        (Said(C.FILTERS, "wasReturned"),),
    ),
    Sabotage(
        "сортировка по скрытому полю",
        sort_by_hidden_field,
        (IP,),
        ("messages",),
        (Said(C.ORDERS, "orderBy.DUE_AT"),),
    ),
    Sabotage(
        "сортировка теряет строки",
        order_past_the_rights,
        (RC,),
        ("cases",),
        (Said(C.ORDERS, "orderBy.DUE_AT: другой"),),
    ),
    Sabotage(
        "ошибка с именем заявителя", error_with_a_name, (RC,), (REFUSALS,), (Said(C.TEXTS, "full_name"),)
    ),
    Sabotage(
        "план на всех один", plan_for_everybody, (HD, RC), ("messages",), (Said(C.LISTS, "лишняя строка"),)
    ),
    Sabotage(
        "ключи после перенаправления",
        stale_keys,
        (RC,),
        ("cases",),
        (Said(C.LISTS, "лишняя строка"), Said(C.FILTERS, "лишняя строка")),
        changes=True,
    ),
    Sabotage(
        "скрытое через интерфейс",
        withheld_through_the_interface,
        (CU,),
        ("node",),
        (Said(C.FIELDS, "Message.text"),),
    ),
    Sabotage(
        "история со скрытыми полями",
        history_with_values,
        (CU,),
        ("message", "incident"),
        (
            Said(C.HISTORY, "Message.history: text", "message"),
            Said(C.HISTORY, "Message.history: location", "message"),
            Said(C.HISTORY, "Incident.history: publications", "incident"),
        ),
    ),
    Sabotage(
        "пустые hiddenFields",
        empty_hidden_fields,
        (IP,),
        ("messages",),
        (Said(C.HIDDEN_NAMES, "без applicant"),),
    ),
    Sabotage(
        "ничего не скрыто",
        nothing_withheld,
        (IP, IN, CU),
        ("cases", "incidents", "person"),
        (
            *(
                Said(C.FIELDS, f".{path}", "cases", IP)
                for path in "applicant location.flat text responses.text".split()
            ),
            *(
                Said(C.TEXTS, path, "cases", IP)
                for path in "Message.applicant.phone Message.text Appeal.responses.text".split()
            ),
            *(
                Said(C.FIELDS, f".publications.{path}", "cases", CU)
                for path in ("url", "replyUrl", "authorHandle")
            ),
            *(
                Said(C.TEXTS, f"Incident.publications.{path}", "cases", CU)
                for path in ("url", "reply_url", "author_handle")
            ),
            # Of sensitive incidents alone, which stand further back than a first page of all cases.
            Said(C.FIELDS, "Incident.publications.text", "incidents", IP),
            Said(C.TEXTS, "Incident.publications.text", "incidents", IP),
            Said(C.HIDDEN_NAMES, "hiddenFields без", "cases", IP),
            Said(C.FIELDS, "Person.workPhone", "person", IN),
            Said(C.TEXTS, "Person.work_email", "person", IN),
        ),
    ),
    Sabotage(
        "скрыто лишнее",
        too_much_withheld,
        (HD,),
        ("messages",),
        (Said(C.FIELDS, "location.flat"), Said(C.HIDDEN_NAMES, "hiddenFields с location.flat")),
    ),
    Sabotage(
        "текст без обезличивания",
        text_not_redacted,
        (CU, PO),
        ("cases",),
        (
            Said(C.FIELDS, "Message.text", role=CU),
            *(
                Said(C.FIELDS, path, role=PO)
                for path in ("Message.text", "responses.text", "publications.text")
            ),
            *(
                Said(C.TEXTS, f"{path} (без обезличивания)", role=PO)
                for path in ("text", "responses.text", "publications.text")
            ),
        ),
    ),
    Sabotage(
        "поиск по скрытому тексту",
        search_in_plain_text,
        (IP,),
        ("cases",),
        tuple(
            Said(C.SEARCH, f"по скрытому тексту: {place}")
            for place in ("text", "text (без обезличивания)", "publications.author_handle", "location.flat")
        ),
    ),
    Sabotage(
        "свободные сводки",
        free_cuts,
        (MB,),
        ("caseCounts",),
        (Said(C.COUNTS, "отбор search сосчитан"),),
    ),
    Sabotage("малые числа", small_counts, (MB,), ("caseCounts",), (Said(C.COUNTS, "неокруглённое"),)),
    Sabotage("курсор со значением", readable_cursor, (HD,), ("meetings",), (Said(C.CURSORS, "курсор"),)),
    Sabotage(
        "связь с невидимым", hidden_relation, (AS,), ("assignment",), (Said(C.OBJECTS, "Protocol целиком"),)
    ),
    Sabotage(
        "подпись перечисления", label_with_a_name, (LD,), ("enumLabels",), (Said(C.TEXTS, "full_name"),)
    ),
    Sabotage(
        "отказ страницы с именем", page_size_with_a_name, (LD,), (REFUSALS,), (Said(C.TEXTS, "full_name"),)
    ),
    Sabotage("болтливый адрес", talkative_address, (LD,), (ADDRESSES,), (Said(C.TEXTS, "full_name"),)),
    Sabotage("болтливая ссылка", talkative_link, (LD,), (ADDRESSES,), (Said(C.TEXTS, "full_name"),)),
    Sabotage(
        "чем открывается ссылка",
        token_told,
        (HD,),
        ("messages",),
        (Said(C.FIELDS, "Message.routings.reason"),),
    ),
    Sabotage(
        "журнал доступа всем",
        log_for_everybody,
        (LD,),
        ("personalDataAccessLog",),
        (Said(C.TOTALS, "число строк журнала"), Said(C.TEXTS, "PersonalDataAccess.reason")),
    ),
    Sabotage(
        "поиск по контакту всем",
        contacts_for_everybody,
        (IP,),
        ("cases",),
        (Said(C.SEARCH, "applicantPhone: поиск"), Said(C.SEARCH, "applicantEmail: поиск")),
        changes=True,
    ),
    Sabotage(
        "контакт без пределов",
        contact_without_narrowing,
        (PO,),
        ("cases", "submissions"),
        (
            *_at("cases submissions", C.SEARCH, "applicantPhone: найдено чужое"),
            *_at("cases submissions", C.SEARCH, "applicantEmail: найдено чужое"),
        ),
        changes=True,
        reads=False,
    ),
    Sabotage(
        "объяснение скрытого",
        explanation_of_the_hidden,
        (SL, AD),
        ("accessExplain", "whoCan"),
        (
            Said(C.LOOKUPS, "не то, что о неизвестном", "accessExplain", SL),
            Said(C.LOOKUPS, "не то, что о неизвестном", "accessExplain", AD),
            Said(C.LOOKUPS, "не то, что о неизвестном", "whoCan", AD),
        ),
    ),
    Sabotage(
        "пометки без обезличивания",
        remarks_as_written,
        (CU,),
        ("messages",),
        (Said(C.FIELDS, "rejection.comment"),),
        changes=True,
    ),
    Sabotage("заявитель без маски", applicant_unmasked, (HD,), ("messages",), (Said(C.FIELDS, "applicant"),)),
    Sabotage(
        "учётные записи всем", accounts_for_everybody, (LD,), ("accounts",), (Said(C.LISTS, "лишняя строка"),)
    ),
    Sabotage(
        "ждёт всех без права",
        waiting_without_rights,
        (CU,),
        ("incidents",),
        (Said(C.WAITING, "filter.allowedAction"),),
    ),
    Sabotage(
        "ждёт в любом состоянии",
        waiting_in_any_state,
        (HD,),
        ("messages",),
        (Said(C.WAITING, "filter.allowedAction"),),
    ),
    Sabotage(
        "ждёт без пределов правила",
        waiting_without_limits,
        (HD,),
        ("cases",),
        (Said(C.WAITING, "REJECT_SUBMISSION: лишняя строка"),),
    ),
    Sabotage(
        "не ждёт никого", waiting_left_out, (RC,), ("cases",), (Said(C.WAITING, "RETURN_ROUTING: другой"),)
    ),
    Sabotage(
        "сводка не знает, что ждёт",
        waiting_not_counted_by,
        (HD,),
        ("caseCounts",),
        (Said(C.WAITING, "сосчитано не столько"),),
    ),
    Sabotage(
        "срок журнала забыт",
        period_forgotten,
        (HD,),
        ("personalDataAccessLog",),
        (Said(C.FILTERS, "вне отбора"),),
    ),
    Sabotage(
        "срок журнала с концом",
        period_with_its_end,
        (HD,),
        ("personalDataAccessLog",),
        (Said(C.FILTERS, "вне отбора"),),
    ),
    Sabotage(
        "журнал за срок всем",
        period_for_everybody,
        (LD,),
        ("personalDataAccessLog",),
        (Said(C.FILTERS, "вне отбора"),),
    ),
    Sabotage(
        "чужой номер отклонён",
        number_of_another_refused,
        (RC,),
        ("message",),
        (Said(C.LOOKUPS, "о чужом номере"),),
    ),
    Sabotage(
        "чужой протокол отклонён",
        protocol_of_others_refused,
        (AS,),
        ("protocol",),
        (Said(C.LOOKUPS, "о чужом номере"),),
    ),
    Sabotage(
        "дом, как он записан",
        house_as_it_was_written,
        (IP,),
        ("incidents",),
        (Said(C.FILTERS, "filter.house"),),
    ),
    Sabotage("номер с соседями", number_with_neighbors, (RC,), ("cases",), (Said(C.SEARCH, "по номеру"),)),
    Sabotage(
        "отказ со строкой",
        refusal_with_the_row,
        (PO, RG),
        ("startWork", "rejectSubmission", "closeIncident"),
        (
            Said(C.TEXTS, "text (без обезличивания)", role=PO),
            Said(C.TEXTS, "text (без обезличивания)", role=RG),
            Said(C.REFUSALS, "не то, что о несуществующем", role=RG),
        ),
    ),
    Sabotage(
        "отказ с версией",
        refusal_with_the_revision,
        (AS,),
        ("acceptSubmission", "signProtocol", "closeIncident"),
        _at("acceptSubmission signProtocol closeIncident", C.REFUSALS, "не то, что о несуществующем"),
    ),
    Sabotage(
        "двойник с номером",
        double_with_its_id,
        (IN,),
        ("registerSubmission",),
        (Said(C.TEXTS, "Message.id", "registerSubmission"),),
    ),
    Sabotage(
        "раскрытие без причины",
        reveal_without_asking,
        (CU,),
        ("revealApplicant",),
        (
            Said(C.REVEALS, "FULL_NAME PHONE EMAIL ADDRESS Message без причины: раскрыто"),
            Said(C.REVEALS, "TEXT Incident без причины: раскрыто"),
        ),
        changes=True,
        reads=False,
    ),
    Sabotage(
        "бюллетени до подсчёта",
        ballots_for_everybody,
        (HD,),
        ("meetings",),
        (Said(C.FIELDS, "Meeting.ballots"),),
    ),
    Sabotage(
        "подписка в обход прав",
        told_around_the_rights,
        (AS, RC),
        ("caseChanged", "meetingChanged", "protocolChanged", "assignmentChanged"),
        (
            Said(C.OBJECTS, "Message целиком", "caseChanged", AS),
            Said(C.OBJECTS, "Incident целиком", "caseChanged", RC),
            Said(C.OBJECTS, "Meeting целиком", "meetingChanged", RC),
            Said(C.OBJECTS, "Protocol целиком", "protocolChanged", AS),
            Said(C.OBJECTS, "Assignment целиком", "assignmentChanged", AS),
            # Of the type that is shown first: the last is told again as often as there are pieces of the others.
            Said(C.TEXTS, "Appeal.summary", "caseChanged", AS),
        ),
    ),
    Sabotage(
        "подписка без сокрытия",
        told_with_nothing_withheld,
        (IP,),
        ("caseChanged",),
        (
            Said(C.FIELDS, "Appeal.applicant", "caseChanged", IP),
            Said(C.TEXTS, "Appeal.applicant.phone", "caseChanged", IP),
        ),
    ),
    Sabotage(
        "потеря чужого",
        lost_though_never_theirs,
        (AS,),
        ("caseChanged", "meetingChanged"),
        (
            Said(C.LIVE, "AccessRevoked: Message", "caseChanged"),
            Said(C.LIVE, "AccessRevoked: Meeting", "meetingChanged"),
        ),
    ),
    Sabotage(
        "изменение не рассказано",
        change_untold,
        (HD,),
        ("caseChanged",),
        (Said(C.LIVE, "изменение не рассказано", "caseChanged"),),
    ),
    Sabotage(
        "поток событий мимо прав",
        stream_around_the_rights,
        (IN,),
        ("events",),
        (Said(C.LIVE, "событие: Message", "events", IN),),
    ),
    Sabotage(
        "событие не рассказано",
        stream_untold,
        (IN,),
        ("events",),
        (Said(C.LIVE, "событие: Message не рассказано", "events", IN),),
    ),
    Sabotage(
        "чужие уведомления в списке",
        inbox_of_everybody,
        (AS,),
        ("notifications",),
        (Said(C.TEXTS, "Notification.id", "notifications"),),
    ),
    Sabotage(
        "чужие уведомления вживую",
        notifications_told_to_everybody,
        (AS,),
        ("notificationReceived",),
        (Said(C.TEXTS, "Notification.id", "notificationReceived"),),
    ),
    Sabotage(
        "уведомление не рассказано",
        notification_untold,
        (AS,),
        ("notificationReceived",),
        (Said(C.LIVE, "не рассказано своё", "notificationReceived"),),
    ),
    Sabotage(
        "кто записал назначение",
        history_for_everybody,
        (LD,),
        ("members",),
        (Said(C.HISTORY, "Membership.history"),),
    ),
    *FILES,
    *NOTES,
    *OPEN311,
    *WEBHOOKS,
    *CLIENTS,
)
"""Every leak that is planted. What the registers do not know is planted in test_coverage.py."""
