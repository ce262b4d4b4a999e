"""The directions and what orders them as an aggregate."""

from documents.kernel.aggregate import Aggregate, Enumeration, ObjectType
from documents.sectors.document import Channel, Sector, Settlement, Topic, TopicGroup
from documents.sectors.resource import CHANNELS, SECTORS, SETTLEMENTS, TOPICS
from documents.sectors.vocabulary import DESKS, Desk, SettlementKind
from documents.sectors.vocabulary import SETTLEMENTS as SETTLEMENT_KINDS

AGGREGATE = Aggregate(
    records=(Channel, Sector, Settlement, Topic, TopicGroup),
    resources=(CHANNELS, SECTORS, SETTLEMENTS, TOPICS),
    object_types=(
        ObjectType("Channel", CHANNELS),
        ObjectType("Sector", SECTORS),
        ObjectType("Settlement", SETTLEMENTS),
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
    ),
    loaded={
        Channel: "Канал поступления загружен",
        Sector: "Отраслевое направление загружено",
        Settlement: "Населённый пункт загружен",
        Topic: "Тема загружена",
        TopicGroup: "Группа тем загружена",
    },
)
