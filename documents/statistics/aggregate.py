"""Counts as an aggregate: what cases can be counted by."""

from documents.kernel.aggregate import Aggregate, Enumeration
from documents.statistics.control import SCOPES, ControlScope
from documents.statistics.pipelines import Dimension, QualityDimension
from documents.statistics.ratings import DIMENSIONS as RATING_DIMENSIONS
from documents.statistics.ratings import RatingDimension

AGGREGATE = Aggregate(
    enumerations=(
        Enumeration(
            Dimension,
            "CountDimension",
            "Разрез: what cases can be counted by.",
            {
                Dimension.STATUS: "Состояние",
                Dimension.KIND: "Вид",
                Dimension.SECTOR: "Отраслевое направление",
                Dimension.RECIPIENT: "Ответственный получатель",
                Dimension.TOPIC: "Тема",
                Dimension.SETTLEMENT: "Населённый пункт",
                Dimension.CHANNEL: "Канал поступления",
                Dimension.OVERDUE: "Просрочено",
            },
        ),
        Enumeration(
            RatingDimension,
            "RatingDimension",
            "Разрез оценок: what ratings of answers can be counted by.",
            RATING_DIMENSIONS,
        ),
        Enumeration(
            QualityDimension,
            "QualityDimension",
            "Разрез качества: what cases with a checked answer can be counted by.",
            {
                QualityDimension.VERDICT: "Вердикт последней проверки",
                QualityDimension.UNMET_CRITERION: "Критерий, который не соблюдён",
                QualityDimension.SECTOR: "Отраслевое направление",
                QualityDimension.RECIPIENT: "Ответственный получатель",
                QualityDimension.TOPIC: "Тема",
                QualityDimension.CHANNEL: "Канал поступления",
            },
        ),
        Enumeration(
            ControlScope,
            "ControlScope",
            "Охват контроля: whose open cases a board of deadlines is about.",
            SCOPES,
        ),
    ),
)
