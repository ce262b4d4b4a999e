"""Cases as an aggregate: what messages, appeals and incidents share."""

from enum import StrEnum

from documents.cases import statuses
from documents.cases import vocabulary as words
from documents.cases.addresses import REMARKS, PlaceRemark
from documents.cases.document import Case
from documents.cases.labels import LABELS
from documents.cases.quality import CRITERIA, VERDICTS, QualityCriterion, QualityVerdict
from documents.cases.quality_signals import SIGNALS, QualitySignal
from documents.cases.resource import CASES
from documents.cases.satisfaction import LABELS as SOURCES
from documents.cases.satisfaction import SatisfactionSource
from documents.cases.similar import LABELS as SIMILARITIES
from documents.cases.similar import SimilarityReason
from documents.kernel.aggregate import Aggregate, Enumeration

ABOUT_ANY_CASE = ("case", "intake", "applicant", "author", "satisfaction", "quality")
"""First words of the permissions that are about cases of every kind."""


def _worded(enum: type[StrEnum], name: str, description: str) -> Enumeration:
    return Enumeration(enum, name, description, LABELS[enum])


AGGREGATE = Aggregate(
    records=(Case,),
    resources=(CASES,),
    enumerations=(
        Enumeration(
            statuses.CaseStatus,
            "CaseStatus",
            "Состояние: the state of a case; each kind of case uses some of the values.",
            statuses.LABELS,
        ),
        _worded(
            words.CaseKind, "CaseKind", "Вид: the kind of a case, by how it was filed (I.2.2, I.2.4, I.2.5)."
        ),
        _worded(words.Regime, "LegalRegime", "Правовой режим: whether 59-ФЗ governs a submission."),
        _worded(words.Priority, "Priority", "Приоритет: how urgent a case is."),
        _worded(words.Importance, "Importance", "Важность: how important an incident is."),
        _worded(words.Outcome, "Outcome", "Итог: the outcome with which a case was closed."),
        _worded(words.RejectionReason, "RejectionReason", "Причина отклонения: why a message was rejected."),
        _worded(
            words.DismissalReason,
            "DismissalReason",
            "Почему ответ не требуется: why an incident gets no answer.",
        ),
        _worded(words.ChannelKind, "ChannelKind", "Вид канала: the means by which a case arrived."),
        _worded(
            words.ExternalSystem, "ExternalSystem", "Внешняя система: the system that a number comes from."
        ),
        Enumeration(
            PlaceRemark,
            "PlaceRemark",
            "Замечание к адресу: what of a place was not recognized, and is kept as it was written.",
            REMARKS,
        ),
        _worded(words.Form, "SubmissionForm", "Форма: in which form a submission was made (I.2.4)."),
        _worded(words.MessageKind, "MessageKind", "Вид сообщения: what the author of a message wants."),
        _worded(words.AppealKind, "AppealKind", "Вид обращения: the kinds of 59-ФЗ (I.2.5)."),
        _worded(words.ApplicantKind, "ApplicantKind", "Вид заявителя: who files a submission."),
        _worded(words.DeadlineUnit, "DeadlineUnit", "Единица срока: what a deadline counts."),
        _worded(
            words.ClockKind, "ClockKind", "Вид срока: what a clock of a case measures (II.2.1, III.4.5/2)."
        ),
        _worded(words.ResponseKind, "ResponseKind", "Вид ответа: final or intermediate."),
        _worded(
            words.CaseDecisionKind,
            "CaseDecisionKind",
            "Вид решения: what was decided about a case beside its answer.",
        ),
        _worded(
            words.UnansweredGround,
            "UnansweredGround",
            "Основание оставить без ответа: grounds of 59-ФЗ, art. 11; for all but the first the applicant is told.",
        ),
        _worded(words.ResponseStatus, "ResponseStatus", "Состояние ответа."),
        _worded(
            words.DeliveryWay,
            "DeliveryWay",
            "Способ доставки: how an answer or a notice goes to the applicant.",
        ),
        _worded(words.DeliveryStatus, "DeliveryStatus", "Доставка: what came of delivering an answer."),
        _worded(words.DeliveryFault, "DeliveryFault", "Причина возврата: why a letter by e-mail came back."),
        Enumeration(
            SatisfactionSource,
            "SatisfactionSource",
            "Источник оценки: how a rating of an answer came.",
            SOURCES,
        ),
        Enumeration(
            QualityCriterion,
            "QualityCriterion",
            "Критерий качества: what an answer is checked for (II.2.1/3).",
            CRITERIA,
        ),
        Enumeration(
            QualityVerdict, "QualityVerdict", "Вердикт: what a check of an answer comes to.", VERDICTS
        ),
        Enumeration(
            QualitySignal,
            "QualitySignal",
            "Признак: what is noticed about an answer before people judge it.",
            SIGNALS,
        ),
        Enumeration(
            SimilarityReason, "SimilarityReason", "Сходство: why a case is like another.", SIMILARITIES
        ),
    ),
)
