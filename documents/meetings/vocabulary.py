"""The words of meetings in Russian: rules of the quorum, outcomes of votes and their grounds."""

from collections.abc import Mapping

from documents.meetings.rules import QuorumRule, VoteGround, VoteOutcome

QUORUM_RULES: Mapping[QuorumRule, str] = {
    QuorumRule.MORE_THAN_HALF: "Больше половины состава",
    QuorumRule.HALF: "Не меньше половины состава",
    QuorumRule.TWO_THIRDS: "Не меньше двух третей состава",
    QuorumRule.NONE: "Кворум не требуется",
}

OUTCOMES: Mapping[VoteOutcome, str] = {
    VoteOutcome.ADOPTED: "Принято",
    VoteOutcome.REJECTED: "Не принято",
}

GROUNDS: Mapping[VoteGround, str] = {
    VoteGround.UNANIMOUS: "Единогласно",
    VoteGround.MAJORITY: "Большинством голосов участвовавших",
    VoteGround.NO_MAJORITY: "Большинство не набрано",
    VoteGround.CHAIR_DECIDED: "Голоса разделились поровну, решил голос председательствующего",
    VoteGround.CHAIR_UNDECIDED: "Голоса разделились поровну, председательствующий не голосовал",
}
