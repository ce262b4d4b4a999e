"""The chain from a problem to its solution as an aggregate: its words. Nothing is stored of it."""

from documents.chains.vocabulary import LINKS, VERDICTS, ChainLink, EffectVerdict
from documents.kernel.aggregate import Aggregate, Enumeration

AGGREGATE = Aggregate(
    enumerations=(
        Enumeration(
            ChainLink,
            "ChainLink",
            "Звено цепочки: a link of the way from a problem to its solution.",
            LINKS,
        ),
        Enumeration(
            EffectVerdict,
            "EffectVerdict",
            "Вывод о результате: what the numbers before a decision and after its execution say.",
            VERDICTS,
        ),
    ),
)
