"""The words of a chain: its links, and what a decision led to."""

from collections.abc import Mapping
from enum import StrEnum


class ChainLink(StrEnum):
    """A link of the chain from a problem to its solution."""

    CASES = "CASES"
    MEETING = "MEETING"
    PROTOCOL = "PROTOCOL"
    ASSIGNMENTS = "ASSIGNMENTS"
    EFFECT = "EFFECT"


LINKS: Mapping[ChainLink, str] = {
    ChainLink.CASES: "Обращения",
    ChainLink.MEETING: "Заседание",
    ChainLink.PROTOCOL: "Протокол",
    ChainLink.ASSIGNMENTS: "Поручения",
    ChainLink.EFFECT: "Результат",
}


class EffectVerdict(StrEnum):
    """What the numbers before a decision and after its execution say."""

    PENDING = "PENDING"
    TOO_FEW = "TOO_FEW"
    FEWER = "FEWER"
    AS_MANY = "AS_MANY"
    MORE = "MORE"


VERDICTS: Mapping[EffectVerdict, str] = {
    EffectVerdict.PENDING: "Ещё не видно",
    EffectVerdict.TOO_FEW: "Слишком мало",
    EffectVerdict.FEWER: "Стало меньше",
    EffectVerdict.AS_MANY: "Столько же",
    EffectVerdict.MORE: "Стало больше",
}
