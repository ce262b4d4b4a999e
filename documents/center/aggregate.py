"""The center itself as an aggregate: what it rests on, its days, its settings and its usual words."""

from documents.center.document import CalendarDay, DeadlinePolicy, DeadlineRecount, Reason, Setting
from documents.center.reasons import LABELS as REASON_KINDS
from documents.center.reasons import ReasonKind
from documents.center.resource import CALENDAR_DAYS, DEADLINE_POLICIES, DEADLINE_RECOUNTS, REASONS, SETTINGS
from documents.center.settings import LABELS as SETTING_KINDS
from documents.center.settings import SettingKind
from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.kernel.calendar import DayKind

AGGREGATE = Aggregate(
    records=(CalendarDay, DeadlinePolicy, DeadlineRecount, Reason, Setting),
    resources=(CALENDAR_DAYS, DEADLINE_POLICIES, DEADLINE_RECOUNTS, REASONS, SETTINGS),
    object_types=(
        ObjectType("DeadlinePolicy", DEADLINE_POLICIES),
        ObjectType("Reason", REASONS),
    ),
    enumerations=(
        Enumeration(
            DayKind,
            "DayKind",
            "Вид дня: how a day differs from its weekday.",
            {
                DayKind.DAY_OFF: "Нерабочий день",
                DayKind.WORKING: "Рабочий день",
                DayKind.SHORTENED: "Сокращённый рабочий день",
            },
        ),
        Enumeration(ReasonKind, "ReasonKind", "Вид причины: what a reason is for.", REASON_KINDS),
        Enumeration(SettingKind, "SettingKind", "Вид настройки: what a setting holds.", SETTING_KINDS),
    ),
    loaded={
        CalendarDay: "День календаря загружен",
        DeadlinePolicy: "Правило срока загружено",
        Reason: "Причина загружена",
        Setting: "Настройка загружена",
    },
)
