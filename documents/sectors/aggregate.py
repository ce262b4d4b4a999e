"""The directions and what orders them as an aggregate."""

from documents.kernel.aggregate import Aggregate, ObjectType
from documents.sectors.document import Channel, Sector, Settlement, Topic, TopicGroup
from documents.sectors.resource import CHANNELS, SECTORS, SETTLEMENTS, TOPICS

AGGREGATE = Aggregate(
    records=(Channel, Sector, Settlement, Topic, TopicGroup),
    resources=(CHANNELS, SECTORS, SETTLEMENTS, TOPICS),
    object_types=(
        ObjectType("Channel", CHANNELS),
        ObjectType("Sector", SECTORS),
        ObjectType("Settlement", SETTLEMENTS),
        ObjectType("Topic", TOPICS),
    ),
    loaded={
        Channel: "Канал поступления загружен",
        Sector: "Отраслевое направление загружено",
        Settlement: "Населённый пункт загружен",
        Topic: "Тема загружена",
        TopicGroup: "Группа тем загружена",
    },
)
