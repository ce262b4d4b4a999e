"""THE table of planted leaks: how each is called, as whom and where it is looked for, and what must be said of it."""

from api.leaks.findings import Check
from api.leaks.run import ADDRESSES, REFUSALS
from tests.leaks.sabotage import (
    Sabotage,
    accounts_for_everybody,
    applicant_unmasked,
    ballots_for_everybody,
    contacts_for_everybody,
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
    text_not_redacted,
    too_much_withheld,
    withheld_through_the_interface,
)
from tests.leaks.sabotage_asked import (
    number_of_another_refused,
    number_with_neighbours,
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

RC, SL, IP, LD, HD = (
    "RECIPIENT_COORDINATOR",
    "SECTOR_LEAD",
    "INFORMATION_POLICY_OFFICER",
    "LEADERSHIP",
    "CENTER_HEAD",
)
ASSIGNEE, CURATOR = "ASSIGNEE", "CURATOR"

ALL: tuple[Sabotage, ...] = (
    Sabotage(
        "резолвер в обход прав",
        resolver_without_rights,
        (RC,),
        ("message",),
        Check.OBJECTS,
        "Message целиком",
    ),
    Sabotage("список без плана", page_without_plan, (RC,), ("meetings",), Check.LISTS, "лишняя строка"),
    Sabotage("счёт без плана", count_without_plan, (RC,), ("incidents",), Check.TOTALS, "totalCount"),
    Sabotage("фильтр стирает план", filter_drops_plan, (SL,), ("incidents",), Check.FILTERS, "filter.status"),
    Sabotage(
        "фильтр по скрытому полю", filter_by_hidden_field, (IP,), ("incidents",), Check.FILTERS, "wasReturned"
    ),
    Sabotage(
        "сортировка по скрытому полю",
        sort_by_hidden_field,
        (IP,),
        ("messages",),
        Check.ORDERS,
        "orderBy.DUE_AT",
    ),
    Sabotage(
        "node в обход правила",
        lookup_around_the_rule,
        (ASSIGNEE,),
        ("nodes",),
        Check.LOOKUPS,
        "показан по ids",
    ),
    Sabotage("ошибка с именем заявителя", error_with_a_name, (RC,), (REFUSALS,), Check.TEXTS, "full_name"),
    Sabotage("план на всех один", plan_for_everybody, (HD, RC), ("messages",), Check.LISTS, "лишняя строка"),
    Sabotage("ключи после перенаправления", stale_keys, (RC,), ("cases",), Check.FILTERS, "лишняя строка"),
    Sabotage(
        "скрытое через интерфейс",
        withheld_through_the_interface,
        (CURATOR,),
        ("node",),
        Check.FIELDS,
        "Message.text",
    ),
    Sabotage(
        "история со скрытыми полями", history_with_values, (CURATOR,), ("message",), Check.HISTORY, "history"
    ),
    Sabotage(
        "пустые hiddenFields", empty_hidden_fields, (IP,), ("messages",), Check.HIDDEN_NAMES, "без applicant"
    ),
    Sabotage("ничего не скрыто", nothing_withheld, (IP,), ("incidents",), Check.FIELDS, "publications.text"),
    Sabotage("скрыто лишнее", too_much_withheld, (HD,), ("messages",), Check.FIELDS, "location.flat"),
    Sabotage(
        "текст без обезличивания", text_not_redacted, (CURATOR,), ("messages",), Check.FIELDS, "Message.text"
    ),
    Sabotage(
        "поиск по скрытому тексту",
        search_in_plain_text,
        (IP,),
        ("cases",),
        Check.SEARCH,
        "по скрытому тексту",
    ),
    Sabotage("свободные сводки", free_cuts, (LD,), ("caseCounts",), Check.COUNTS, "сосчитан"),
    Sabotage("малые числа", small_counts, (LD,), ("caseCounts",), Check.COUNTS, "меньше трёх"),
    Sabotage("курсор со значением", readable_cursor, (HD,), ("meetings",), Check.CURSORS, "курсор"),
    Sabotage(
        "связь с невидимым", hidden_relation, (ASSIGNEE,), ("assignment",), Check.OBJECTS, "Protocol целиком"
    ),
    Sabotage("подпись перечисления", label_with_a_name, (LD,), ("enumLabels",), Check.TEXTS, "full_name"),
    Sabotage("отказ страницы с именем", page_size_with_a_name, (LD,), (REFUSALS,), Check.TEXTS, "full_name"),
    Sabotage("болтливый адрес", talkative_address, (LD,), (ADDRESSES,), Check.TEXTS, "full_name"),
    Sabotage(
        "журнал доступа всем",
        log_for_everybody,
        (LD,),
        ("personalDataAccessLog",),
        Check.TOTALS,
        "число строк журнала",
    ),
    Sabotage(
        "поиск по контакту всем", contacts_for_everybody, (IP,), ("cases",), Check.SEARCH, "applicantPhone"
    ),
    Sabotage(
        "объяснение скрытого",
        explanation_of_the_hidden,
        (SL,),
        ("accessExplain",),
        Check.LOOKUPS,
        "не то, что о неизвестном",
    ),
    Sabotage(
        "пометки без обезличивания",
        remarks_as_written,
        (CURATOR,),
        ("messages",),
        Check.FIELDS,
        "rejection.comment",
    ),
    Sabotage("заявитель без маски", applicant_unmasked, (HD,), ("messages",), Check.FIELDS, "applicant"),
    Sabotage(
        "учётные записи всем", accounts_for_everybody, (LD,), ("accounts",), Check.LISTS, "лишняя строка"
    ),
    Sabotage(
        "ждёт всех без права",
        waiting_without_rights,
        (CURATOR,),
        ("incidents",),
        Check.WAITING,
        "filter.allowedAction",
    ),
    Sabotage(
        "ждёт в любом состоянии",
        waiting_in_any_state,
        (HD,),
        ("messages",),
        Check.WAITING,
        "filter.allowedAction",
    ),
    Sabotage(
        "ждёт без пределов правила",
        waiting_without_limits,
        (HD,),
        ("cases",),
        Check.WAITING,
        "REJECT_SUBMISSION: лишняя строка",
    ),
    Sabotage(
        "срок журнала забыт",
        period_forgotten,
        (HD,),
        ("personalDataAccessLog",),
        Check.FILTERS,
        "вне отбора",
    ),
    Sabotage("не ждёт никого", waiting_left_out, (RC,), ("cases",), Check.WAITING, "RETURN_ROUTING: другой"),
    Sabotage(
        "сводка не знает, что ждёт",
        waiting_not_counted_by,
        (HD,),
        ("caseCounts",),
        Check.WAITING,
        "сосчитано не столько",
    ),
    Sabotage(
        "чужой номер отклонён",
        number_of_another_refused,
        (RC,),
        ("message",),
        Check.LOOKUPS,
        "о чужом номере",
    ),
    Sabotage(
        "срок журнала с концом",
        period_with_its_end,
        (HD,),
        ("personalDataAccessLog",),
        Check.FILTERS,
        "вне отбора",
    ),
    Sabotage(
        "журнал за срок всем",
        period_for_everybody,
        (LD,),
        ("personalDataAccessLog",),
        Check.FILTERS,
        "вне отбора",
    ),
    Sabotage(
        "чужой протокол отклонён",
        protocol_of_others_refused,
        (ASSIGNEE,),
        ("protocol",),
        Check.LOOKUPS,
        "о чужом номере",
    ),
    Sabotage("номер с соседями", number_with_neighbours, (RC,), ("cases",), Check.SEARCH, "по номеру"),
    Sabotage(
        "бюллетени до подсчёта", ballots_for_everybody, (HD,), ("meetings",), Check.FIELDS, "Meeting.ballots"
    ),
    Sabotage(
        "кто записал назначение",
        history_for_everybody,
        (LD,),
        ("members",),
        Check.HISTORY,
        "Membership.history",
    ),
)
