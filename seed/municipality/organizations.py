"""Organizations of the demo municipality: the Administration and its units, its institutions, and partners; names
invented."""

from collections.abc import Iterable
from typing import Any

EDUCATION, SOCIAL, HOUSING = "EDUCATION", "SOCIAL_PROTECTION", "HOUSING_AND_UTILITIES"
WASTE, ROADS, TRANSPORT, ENERGY = "SOLID_WASTE", "ROADS", "TRANSPORT", "ENERGY"

UNIT, INSTITUTION, STATE = "STRUCTURAL_UNIT", "MUNICIPAL_INSTITUTION", "STATE_BODY"

OrganizationEntry = tuple[str, str, str, str, str | None, tuple[str, ...]]
"""Id, name, short name, kind, parent, sectors."""

_RECIPIENTS: tuple[OrganizationEntry, ...] = (
    (
        "admin",
        "Администрация Боготольского муниципального округа",
        "Администрация",
        "ADMINISTRATION",
        None,
        (),
    ),
    (
        "dept-housing",
        "Отдел жилищно-коммунального хозяйства и жизнеобеспечения",
        "Отдел ЖКХ",
        UNIT,
        "admin",
        (HOUSING, WASTE, ENERGY),
    ),
    (
        "dept-roads",
        "Отдел дорожной деятельности и транспорта",
        "Отдел дорог и транспорта",
        UNIT,
        "admin",
        (ROADS, TRANSPORT),
    ),
    (
        "dept-social-policy",
        "Отдел по общественно-политической работе и социальной политике",
        "Отдел социальной политики",
        UNIT,
        "admin",
        (SOCIAL,),
    ),
    ("dept-economy", "Отдел экономики", "Отдел экономики", UNIT, "admin", ()),
    (
        "dept-architecture",
        "Отдел архитектуры и градостроительства",
        "Отдел архитектуры",
        UNIT,
        "admin",
        (SOCIAL,),
    ),
    (
        "dept-emergency",
        "Отдел по делам гражданской обороны и чрезвычайных ситуаций",
        "Отдел ГО и ЧС",
        UNIT,
        "admin",
        (),
    ),
    ("dept-education", "Управление образования", "Управление образования", UNIT, "admin", (EDUCATION,)),
    ("dept-culture", "Отдел культуры", "Отдел культуры", UNIT, "admin", ()),
    (
        "edds",
        "МКУ «Единая дежурно-диспетчерская служба»",
        "ЕДДС",
        "EMERGENCY_DISPATCH",
        "dept-emergency",
        (),
    ),
    (
        "school-1",
        "МБОУ «Средняя общеобразовательная школа № 1»",
        "СОШ № 1",
        INSTITUTION,
        "dept-education",
        (EDUCATION,),
    ),
    (
        "school-2",
        "МБОУ «Средняя общеобразовательная школа № 2»",
        "СОШ № 2",
        INSTITUTION,
        "dept-education",
        (EDUCATION,),
    ),
    (
        "school-kritovo",
        "МБОУ «Критовская СОШ»",
        "Критовская СОШ",
        INSTITUTION,
        "dept-education",
        (EDUCATION,),
    ),
    ("school-vagino", "МБОУ «Вагинская СОШ»", "Вагинская СОШ", INSTITUTION, "dept-education", (EDUCATION,)),
    ("school-yuryevka", "МБОУ «Юрьевская СОШ»", "Юрьевская СОШ", INSTITUTION, "dept-education", (EDUCATION,)),
    ("kinder-1", "МБДОУ «Детский сад № 1»", "Детский сад № 1", INSTITUTION, "dept-education", (EDUCATION,)),
    ("kinder-3", "МБДОУ «Детский сад № 3»", "Детский сад № 3", INSTITUTION, "dept-education", (EDUCATION,)),
    ("youth-center", "МБУ «Молодёжный центр»", "Молодёжный центр", INSTITUTION, "dept-culture", (EDUCATION,)),
    ("landscaping", "МБУ «Благоустройство»", "Благоустройство", INSTITUTION, "dept-roads", (ROADS, ENERGY)),
)

# The division of each seat of a former village council; the settlement's id follows "terr-".
_DIVISIONS: tuple[tuple[str, str], ...] = (
    ("aleksandrovka", "Александровский"),
    ("bogotol-selo", "Боготольский"),
    ("bolshaya-kosul", "Большекосульский"),
    ("vagino", "Вагинский"),
    ("krasny-zavod", "Краснозаводской"),
    ("kritovo", "Критовский"),
    ("chaykovsky", "Чайковский"),
    ("yuryevka", "Юрьевский"),
)

_TERRITORIAL: tuple[OrganizationEntry, ...] = tuple(
    (
        f"terr-{settlement}",
        f"{name} территориальный отдел",
        f"{name} отдел",
        UNIT,
        "admin",
        (HOUSING, WASTE, ROADS),
    )
    for settlement, name in _DIVISIONS
)

_PARTNERS: tuple[OrganizationEntry, ...] = (
    (
        "mup-kommunalshchik",
        "МУП «Коммунальщик»",
        "МУП «Коммунальщик»",
        "MUNICIPAL_ENTERPRISE",
        None,
        (HOUSING,),
    ),
    (
        "mup-bus",
        "МУП «Пассажирские перевозки»",
        "Пассажирские перевозки",
        "MUNICIPAL_ENTERPRISE",
        None,
        (TRANSPORT,),
    ),
    (
        "management-company",
        "Управляющая компания «Наш дом» (демо)",
        "УК «Наш дом»",
        "MANAGEMENT_COMPANY",
        None,
        (HOUSING,),
    ),
    (
        "heat-supplier",
        "Теплоснабжающая организация (демо)",
        "Теплосети",
        "UTILITY_SUPPLIER",
        None,
        (HOUSING,),
    ),
    ("water-supplier", "Водоканал (демо)", "Водоканал", "UTILITY_SUPPLIER", None, (HOUSING,)),
    (
        "waste-operator",
        "Региональный оператор по обращению с ТКО (демо)",
        "Регоператор ТКО",
        "REGIONAL_WASTE_OPERATOR",
        None,
        (WASTE,),
    ),
    ("power-grid", "Районные электрические сети (демо)", "РЭС", "UTILITY_SUPPLIER", None, (ENERGY,)),
    (
        "krai-roads",
        "Краевое управление автомобильных дорог (демо)",
        "Краевые дороги",
        "STATE_INSTITUTION",
        None,
        (ROADS,),
    ),
    (
        "uszn",
        "КГКУ «Управление социальной защиты населения», территориальное отделение (демо)",
        "УСЗН",
        "STATE_INSTITUTION",
        None,
        (SOCIAL,),
    ),
    ("hospital", "Районная больница (демо)", "Районная больница", "STATE_INSTITUTION", None, ()),
    ("gibdd", "Отделение Госавтоинспекции (демо)", "ГИБДД", STATE, None, (ROADS, TRANSPORT)),
    ("prosecutor", "Межрайонная прокуратура (демо)", "Прокуратура", STATE, None, ()),
    (
        "cur",
        "Центр управления регионом по Красноярскому краю",
        "ЦУР",
        "REGIONAL_CONTROL_CENTER",
        None,
        (),
    ),
)


ANSWERING_BY_LINK = frozenset({"terr-kritovo", "terr-vagino", "youth-center"})
"""Organizations that nobody signs in for: they get links by e-mail, and answer by them."""


def _rows(entries: Iterable[OrganizationEntry], *, answers: bool) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "id": one,
            "name": name,
            "short_name": short_name,
            "kind": kind,
            "parent_id": parent_id,
            "is_responsible_recipient": answers,
            "sector_ids": list(sector_ids),
            "work_email": f"{one}@bogotol.example" if one in ANSWERING_BY_LINK else None,
            "is_demo": True,
        }
        for one, name, short_name, kind, parent_id, sector_ids in entries
    )


ORGANIZATIONS: tuple[dict[str, Any], ...] = (
    # Organizations and institutions of the municipality answer (I.2.3); enterprises and organizations of others only help
    # (III.5.4).
    *_rows((*_RECIPIENTS, *_TERRITORIAL), answers=True),
    *_rows(_PARTNERS, answers=False),
)
"""Rows of `organizations`, parents before children."""

CLOSED_ID, SUCCESSOR_ID = "road-service", "landscaping"

CLOSED: tuple[dict[str, Any], ...] = _rows(
    ((CLOSED_ID, "МБУ «Дорожная служба»", "Дорожная служба", INSTITUTION, "dept-roads", (ROADS,)),),
    answers=True,
)
"""An organization that closed in the first months of the center; its work went to the successor, and no case of later days
to it."""
