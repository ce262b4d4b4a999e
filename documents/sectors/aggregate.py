"""The directions and what orders them as an aggregate."""

from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.sectors.document import Channel, Sector, Settlement, Street, Topic, TopicGroup
from documents.sectors.resource import CHANNELS, SECTORS, SETTLEMENTS, STREETS, TOPICS
from documents.sectors.vocabulary import DESKS, Desk, SettlementKind, StreetKind
from documents.sectors.vocabulary import SETTLEMENTS as SETTLEMENT_KINDS
from documents.sectors.vocabulary import STREETS as STREET_KINDS

AGGREGATE = Aggregate(
    records=(Channel, Sector, Settlement, Street, Topic, TopicGroup),
    resources=(CHANNELS, SECTORS, SETTLEMENTS, STREETS, TOPICS),
    object_types=(
        ObjectType("Channel", CHANNELS),
        ObjectType("Sector", SECTORS),
        ObjectType("Settlement", SETTLEMENTS),
        ObjectType("Street", STREETS),
        ObjectType("Topic", TOPICS),
    ),
    enumerations=(
        Enumeration(
            Desk,
            "Desk",
            "Рабочее место: who handles what arrives by a channel; no role handles OTHER.",
            DESKS,
            otherwise=Desk.OTHER,
        ),
        Enumeration(
            SettlementKind,
            "SettlementKind",
            "Вид населённого пункта: what kind of place it is.",
            SETTLEMENT_KINDS,
            otherwise=SettlementKind.OTHER,
        ),
        Enumeration(
            StreetKind,
            "StreetKind",
            "Вид улицы: what kind of street it is; of one name and another kind it is another street.",
            STREET_KINDS,
            otherwise=StreetKind.STREET,
        ),
    ),
    loaded={
        Channel: "Канал поступления загружен",
        Sector: "Отраслевое направление загружено",
        Settlement: "Населённый пункт загружен",
        Street: "Улица загружена",
        Topic: "Тема загружена",
        TopicGroup: "Группа тем загружена",
    },
)
