"""THE tables of titles: what ПОС and «Инцидент Менеджмент» call the fields of their records (§7 of the domain)."""

from collections.abc import Mapping
from types import MappingProxyType

from documents.cases.vocabulary import ExternalSystem
from documents.intake.records import RecordLayout

NEVER_KEPT = (
    "snils",
    "СНИЛС",
    "omsPolicy",
    "oms_policy",
    "Полис",
    "Полис ОМС",
    "Номер полиса",
    "ЕНП",
    "policy",
)
"""Numbers that are dropped at the door (§5.6)."""

POS = RecordLayout(
    system=ExternalSystem.POS.value,
    key="id",
    titles={
        "id": ("posId", "Номер", "Номер сообщения", "Номер обращения", "Идентификатор", "№"),
        "text": ("description", "Текст", "Текст сообщения", "Текст обращения", "Описание", "Суть"),
        "subject": ("subject.name", "Категория"),
        "subsubject": ("subsubject.name", "Подкатегория"),
        "fact": ("fact.name", "Факт", "Тема"),
        "created_at": ("createdAt", "Дата создания", "Дата поступления", "Дата регистрации", "Дата подачи"),
        "answer_at": ("answerAt", "Срок ответа", "Срок", "Срок рассмотрения", "Ответить до"),
        "is_confidential": ("confidential", "Конфиденциально"),
        "settlement": ("Населенный пункт", "city"),
        "street": ("Улица",),
        "house": ("Дом",),
        "address": ("address.text", "Адрес", "Адрес проблемы", "Место"),
        "coordinates": ("Координаты",),
        "latitude": ("coordinates.lat", "coordinates.latitude", "Широта"),
        "longitude": ("coordinates.lon", "coordinates.lng", "coordinates.longitude", "Долгота"),
        "department": ("opa_name", "opaName", "Отдел", "Орган", "Организация", "Ведомство"),
        "executor": ("Исполнитель",),
        "full_name": ("applicant.fullName", "ФИО", "Заявитель", "ФИО заявителя"),
        "surname": ("applicant.surname", "Фамилия"),
        "name": ("applicant.name", "Имя"),
        "patronymic": ("applicant.patronymic", "Отчество"),
        "email": ("applicant.email", "Электронная почта", "Почта", "Эл. почта"),
        "phone": ("applicant.phone", "Телефон"),
        "post_address": ("applicant.post_address", "applicant.postAddress", "Почтовый адрес"),
        "flat": ("applicant.flat", "Квартира"),
        "history": ("История",),
        "status": ("status.code", "status.name", "Статус", "Состояние"),
        "status_at": ("statusAt", "Дата статуса", "Дата изменения статуса"),
        "accepted_at": ("acceptedAt", "Дата принятия"),
        "declined_at": ("declinedAt", "Дата отклонения"),
        "given_at": ("Дата назначения исполнителя",),
        "taken_at": ("takenAt", "Дата взятия в работу"),
        "answered_at": ("answeredAt", "Дата ответа"),
    },
    dropped=NEVER_KEPT,
)

INCIDENTS = RecordLayout(
    system=ExternalSystem.INCIDENT_MANAGEMENT.value,
    key="id",
    titles={
        "id": ("Номер инцидента", "Номер", "Идентификатор", "№"),
        "created_at": ("Дата создания", "Дата регистрации", "Дата"),
        "group": ("Группа тем",),
        "topic": ("Тема",),
        "settlement": ("Населенный пункт",),
        "street": ("Улица",),
        "house": ("Дом",),
        "kind": ("Тип инцидента", "Тип"),
        "tags": ("Теги",),
        "text": ("Текст инцидента", "Текст", "Текст сообщения"),
        "department": ("Отдел",),
        "executor": ("Исполнитель",),
        "url": ("Ссылка", "Ссылка на публикацию", "Ссылка на сообщение"),
        "author": ("Автор",),
        "result": ("Итог",),
        "answered_at": ("Время ответа", "Время первого ответа", "Дата ответа"),
        "closed_at": ("Дата закрытия", "Дата окончания"),
    },
    dropped=NEVER_KEPT,
)

LAYOUTS: Mapping[str, RecordLayout] = MappingProxyType({"pos": POS, "incidents": INCIDENTS})
"""The last step of the address, and of the command → what stands in the file."""
