"""Officials of the demo municipality, what each is appointed to, and who may sign in; all names are invented."""

from datetime import datetime
from typing import Any

from auth.roles import DECREE_ROLES, Role
from seed.municipality.orders import COMPOSITION_ID
from seed.municipality.organizations import ORGANIZATIONS

APPOINTED_AT = datetime(2026, 4, 6, 17)
"""Midnight of 2026-04-07 in Asia/Krasnoyarsk, as naive UTC: the day of the composition order."""

PersonEntry = tuple[str, Role, str, str, str, tuple[str, ...]]
"""Login, role, organization, full name, position, directions led."""

_SIGNING_IN: tuple[PersonEntry, ...] = (
    (
        "coordinator",
        Role.CENTER_COORDINATOR,
        "cur",
        "Ломакина Вероника Игоревна",
        "Руководитель проектов отдела по взаимодействию с муниципалитетами",
        (),
    ),
    (
        "curator",
        Role.CURATOR,
        "admin",
        "Торопов Геннадий Аркадьевич",
        "Заместитель Главы округа по общественно-политической работе",
        (),
    ),
    (
        "head",
        Role.CENTER_HEAD,
        "dept-social-policy",
        "Ведерникова Марина Олеговна",
        "Начальник отдела по общественно-политической работе и социальной политике",
        (),
    ),
    (
        "pos",
        Role.POS_OFFICER,
        "dept-social-policy",
        "Зырянова Ксения Павловна",
        "Главный специалист по работе с обращениями",
        (),
    ),
    (
        "incident",
        Role.INCIDENT_OFFICER,
        "dept-social-policy",
        "Потехин Артём Валерьевич",
        "Ведущий специалист по работе с социальными сетями",
        (),
    ),
    (
        "info",
        Role.INFORMATION_POLICY_OFFICER,
        "dept-social-policy",
        "Шмакова Дарья Евгеньевна",
        "Главный специалист по информационной политике",
        (),
    ),
    (
        "lead.education",
        Role.SECTOR_LEAD,
        "dept-education",
        "Кайгородова Наталья Степановна",
        "Начальник управления образования",
        ("EDUCATION",),
    ),
    (
        "lead.social",
        Role.SECTOR_LEAD,
        "dept-social-policy",
        "Терских Ольга Леонидовна",
        "Заместитель начальника отдела по социальным вопросам",
        ("SOCIAL_PROTECTION",),
    ),
    (
        "lead.housing",
        Role.SECTOR_LEAD,
        "dept-housing",
        "Мингалёв Сергей Иннокентьевич",
        "Начальник отдела ЖКХ и жизнеобеспечения",
        ("HOUSING_AND_UTILITIES",),
    ),
    (
        "lead.waste",
        Role.SECTOR_LEAD,
        "dept-housing",
        "Усольцева Лидия Романовна",
        "Главный специалист по обращению с отходами",
        ("SOLID_WASTE",),
    ),
    (
        "lead.roads",
        Role.SECTOR_LEAD,
        "dept-roads",
        "Черкашин Олег Тимофеевич",
        "Начальник отдела дорожной деятельности и транспорта",
        ("ROADS",),
    ),
    (
        "lead.transport",
        Role.SECTOR_LEAD,
        "dept-roads",
        "Пономаренко Инна Юрьевна",
        "Главный специалист по пассажирским перевозкам",
        ("TRANSPORT",),
    ),
    (
        "lead.energy",
        Role.SECTOR_LEAD,
        "dept-housing",
        "Распопин Виктор Захарович",
        "Ведущий инженер по энергетике",
        ("ENERGY",),
    ),
    ("member", Role.MEMBER, "edds", "Казанцев Роман Фёдорович", "Директор МКУ «ЕДДС»", ()),
    (
        "recipient.coordinator",
        Role.RECIPIENT_COORDINATOR,
        "dept-roads",
        "Бочкарёва Алёна Витальевна",
        "Специалист 1 категории, делопроизводитель",
        (),
    ),
    (
        "recipient.head",
        Role.RECIPIENT_HEAD,
        "dept-roads",
        "Стародубцев Павел Ильич",
        "Заместитель начальника отдела дорожной деятельности",
        (),
    ),
    (
        "assignee",
        Role.ASSIGNEE,
        "dept-roads",
        "Дружинин Максим Андреевич",
        "Ведущий специалист по содержанию дорог",
        (),
    ),
    (
        "recipient2.coordinator",
        Role.RECIPIENT_COORDINATOR,
        "dept-housing",
        "Чупрова Светлана Борисовна",
        "Специалист 1 категории, делопроизводитель",
        (),
    ),
    (
        "recipient2.head",
        Role.RECIPIENT_HEAD,
        "dept-housing",
        "Овсянников Леонид Маркович",
        "Заместитель начальника отдела ЖКХ и жизнеобеспечения",
        (),
    ),
    (
        "assignee2",
        Role.ASSIGNEE,
        "dept-housing",
        "Худоногова Елена Викторовна",
        "Ведущий специалист по жилищному фонду",
        (),
    ),
    (
        "leadership",
        Role.LEADERSHIP,
        "admin",
        "Безруких Андрей Константинович",
        "Первый заместитель Главы округа",
        (),
    ),
    (
        "registrar",
        Role.REGISTRAR,
        "admin",
        "Подкорытова Галина Никитична",
        "Специалист приёмной, регистрация обращений",
        (),
    ),
    ("admin", Role.SYSTEM_ADMINISTRATOR, "admin", "Сысоев Денис Эдуардович", "Системный администратор", ()),
)

# One executor for every organization that answers; these do not sign in.
_ASSIGNEES: dict[str, tuple[str, str]] = {
    "admin": ("Рукосуева Тамара Яковлевна", "Ведущий специалист"),
    "dept-housing": ("Неупокоев Игорь Данилович", "Инженер по жизнеобеспечению"),
    "dept-roads": ("Анциферов Кирилл Петрович", "Инженер по дорожной деятельности"),
    "dept-social-policy": ("Брюханова Юлия Сергеевна", "Специалист по социальным вопросам"),
    "dept-economy": ("Колмогорова Вера Антоновна", "Ведущий специалист по связи и торговле"),
    "dept-architecture": ("Верхотуров Степан Львович", "Ведущий специалист по градостроительству"),
    "dept-emergency": ("Суворин Николай Глебович", "Специалист по защите населения"),
    "dept-education": ("Плотникова Анна Геннадьевна", "Методист"),
    "dept-culture": ("Зуева Полина Аркадьевна", "Ведущий специалист"),
    "edds": ("Мальцев Егор Русланович", "Старший оперативный дежурный"),
    "school-1": ("Лапшина Ирина Матвеевна", "Заместитель директора"),
    "school-2": ("Гончаренко Людмила Фёдоровна", "Заместитель директора"),
    "school-kritovo": ("Тюменцева Оксана Денисовна", "Заместитель директора"),
    "school-vagino": ("Юшков Вадим Семёнович", "Заместитель директора"),
    "school-yuryevka": ("Карелина Татьяна Ефимовна", "Заместитель директора"),
    "kinder-1": ("Осколкова Надежда Ивановна", "Старший воспитатель"),
    "kinder-3": ("Парфёнова Любовь Михайловна", "Старший воспитатель"),
    "youth-center": ("Ковригин Антон Станиславович", "Специалист по работе с молодёжью"),
    "landscaping": ("Шадрин Борис Алексеевич", "Мастер участка"),
    "terr-aleksandrovka": ("Быстрых Зинаида Павловна", "Специалист территориального отдела"),
    "terr-bogotol-selo": ("Хомутов Юрий Васильевич", "Специалист территориального отдела"),
    "terr-bolshaya-kosul": ("Петрушина Нина Григорьевна", "Специалист территориального отдела"),
    "terr-vagino": ("Лалетина Раиса Кузьминична", "Специалист территориального отдела"),
    "terr-krasny-zavod": ("Сизых Валерий Прохорович", "Специалист территориального отдела"),
    "terr-kritovo": ("Ярлыкова Екатерина Олеговна", "Специалист территориального отдела"),
    "terr-chaykovsky": ("Дорогов Илья Артёмович", "Специалист территориального отдела"),
    "terr-yuryevka": ("Фоминых Алла Родионовна", "Специалист территориального отдела"),
}

# Plain members who do not sign in: one who has left, and who came after.
_CHANGING: tuple[tuple[str, str, str, str], ...] = (
    ("former-member", "dept-culture", "Горбунова Елизавета Тихоновна", "Заместитель начальника отдела"),
    ("next-member", "dept-culture", "Сотников Фёдор Германович", "Заместитель начальника отдела"),
)

_DASHES = str.maketrans(".", "-")


def _person_id(login: str) -> str:
    return f"person-{login.translate(_DASHES)}"


def _person(number: int, one: str, organization_id: str, full_name: str, position: str) -> dict[str, Any]:
    return {
        "id": one,
        "full_name": full_name,
        "position": position,
        "organization_id": organization_id,
        # No local number begins with 0, and `.example` is nobody's: neither reaches a real person.
        "work_phone": f"+7 (39157) 0-00-{number:02d}",
        "work_email": f"{one.removeprefix('person-')}@bogotol.example",
        "is_demo": True,
    }


def _membership(
    one: str, person_id: str, role: Role, organization_id: str, sectors: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "id": one,
        "person_id": person_id,
        "role": role.value,
        "sector_ids": list(sectors),
        "organization_id": organization_id,
        # The order names the members of the center (III.1); the technical roles are not the decree's.
        "legal_act_id": COMPOSITION_ID if role in DECREE_ROLES else None,
        "valid_from": APPOINTED_AT,
        "is_demo": True,
    }


_ANSWERING: tuple[str, ...] = tuple(row["id"] for row in ORGANIZATIONS if row["is_responsible_recipient"])

PERSONS: tuple[dict[str, Any], ...] = (
    *(
        _person(number, _person_id(login), organization_id, full_name, position)
        for number, (login, _, organization_id, full_name, position, _) in enumerate(_SIGNING_IN, start=1)
    ),
    *(
        _person(number, f"person-as-{one}", one, *_ASSIGNEES[one])
        for number, one in enumerate(_ANSWERING, start=len(_SIGNING_IN) + 1)
    ),
    *(
        _person(number, f"person-{one}", *facts)
        for number, (one, *facts) in enumerate(_CHANGING, start=len(_SIGNING_IN) + len(_ANSWERING) + 1)
    ),
)
"""Rows of `persons`: those who sign in, one executor for each organization that answers, and two members who came and
went."""

MEMBERSHIPS: tuple[dict[str, Any], ...] = (
    *(
        _membership(
            f"membership-{login.translate(_DASHES)}", _person_id(login), role, organization_id, sectors
        )
        for login, role, organization_id, _, _, sectors in _SIGNING_IN
    ),
    *(_membership(f"membership-as-{one}", f"person-as-{one}", Role.ASSIGNEE, one, ()) for one in _ANSWERING),
    _membership("membership-former-member", "person-former-member", Role.MEMBER, "dept-culture", ()),
)
"""Rows of `memberships`, as the first order made them; what changed later is told by the plans."""

LOGINS: dict[str, dict[str, Any]] = {
    login: {"person_id": _person_id(login), "roles": (role.value,), "full_name": full_name}
    for login, role, _, full_name, _, _ in _SIGNING_IN
}
"""Login → whose it is, the roles he holds, his name; the loader makes the accounts and draws the passwords."""
