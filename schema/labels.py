"""Enumerations: each value is described by its Russian term, and the terms can be asked for."""

from collections.abc import Mapping
from enum import EnumMeta
from typing import Any

import strawberry
from graphql import GraphQLEnumType, is_introspection_type

from auth.actions import Action
from auth.roles import Role
from auth.texts.errors import BY_CODE
from documents.assignments.rules import MACHINE as ASSIGNMENT
from documents.assignments.rules import AssignmentStatus
from documents.cases import statuses, vocabulary
from documents.center.reasons import LABELS as REASON_KINDS
from documents.center.reasons import ReasonKind
from documents.center.settings import LABELS as SETTING_KINDS
from documents.center.settings import SettingKind
from documents.directory.previews import LABELS as REFERENCE_KINDS
from documents.directory.previews import ReferenceKind
from documents.disclosures import vocabulary as disclosures
from documents.kernel.calendar import DayKind
from documents.kernel.read.paging import Direction
from documents.meetings.rules import MACHINE as MEETING
from documents.meetings.rules import MeetingStatus
from documents.protocols.rules import MACHINE as PROTOCOL
from documents.protocols.rules import ProtocolStatus
from documents.statistics.pipelines import Dimension
from schema.context import GraphInfo
from schema.nodes import query
from schema.problems import ProblemCode
from schema.terms import describe
from schema.words import DAY_KINDS, DIMENSIONS, DIRECTIONS, ROLES

V = vocabulary

ENUMS: tuple[tuple[EnumMeta, str, str, Mapping[Any, str]], ...] = (
    (
        V.Kind,
        "CaseKind",
        "Вид: what a case is, by the way of filing (I.2.2, I.2.4, I.2.5).",
        V.LABELS[V.Kind],
    ),
    (V.Regime, "LegalRegime", "Правовой режим: whether 59-ФЗ governs a submission.", V.LABELS[V.Regime]),
    (V.Priority, "Priority", "Приоритет: how urgent a case is.", V.LABELS[V.Priority]),
    (V.Importance, "Importance", "Важность: how important an incident is.", V.LABELS[V.Importance]),
    (V.Outcome, "Outcome", "Итог: with what a case was taken off control.", V.LABELS[V.Outcome]),
    (
        V.RejectionReason,
        "RejectionReason",
        "Причина отклонения: why a message was turned down.",
        V.LABELS[V.RejectionReason],
    ),
    (
        V.DismissalReason,
        "DismissalReason",
        "Почему ответ не требуется: why an incident gets no answer.",
        V.LABELS[V.DismissalReason],
    ),
    (ReasonKind, "ReasonKind", "Вид причины: what a reason is for.", REASON_KINDS),
    (SettingKind, "SettingKind", "Вид настройки: what a setting holds.", SETTING_KINDS),
    (ReferenceKind, "ReferenceKind", "Вид справочника: what a preview is of.", REFERENCE_KINDS),
    (V.ChannelKind, "ChannelKind", "Вид канала: by what means a case came in.", V.LABELS[V.ChannelKind]),
    (V.ExternalSystem, "ExternalSystem", "Внешняя система: whose number it is.", V.LABELS[V.ExternalSystem]),
    (V.Form, "SubmissionForm", "Форма: in which form a submission was made (I.2.4).", V.LABELS[V.Form]),
    (V.MessageKind, "MessageKind", "Вид сообщения: what a message wants.", V.LABELS[V.MessageKind]),
    (V.AppealKind, "AppealKind", "Вид обращения: the kinds of 59-ФЗ (I.2.5).", V.LABELS[V.AppealKind]),
    (V.DeadlineUnit, "DeadlineUnit", "Единица срока: what a deadline counts.", V.LABELS[V.DeadlineUnit]),
    (V.ResponseKind, "ResponseKind", "Вид ответа: final or intermediate.", V.LABELS[V.ResponseKind]),
    (V.ResponseStatus, "ResponseStatus", "Состояние ответа.", V.LABELS[V.ResponseStatus]),
    (statuses.CaseStatus, "CaseStatus", "Состояние: each kind of case uses its part of it.", statuses.LABELS),
    (MeetingStatus, "MeetingStatus", "Состояние заседания: where a meeting stands.", MEETING.labels),
    (ProtocolStatus, "ProtocolStatus", "Состояние протокола: where a protocol stands.", PROTOCOL.labels),
    (
        AssignmentStatus,
        "AssignmentStatus",
        "Состояние поручения: where an assignment stands.",
        ASSIGNMENT.labels,
    ),
    (DayKind, "DayKind", "Вид дня: how a day differs from its weekday.", DAY_KINDS),
    (Dimension, "CountDimension", "Разрез: what cases can be counted by.", DIMENSIONS),
    (Direction, "OrderDirection", "Направление сортировки: which way a list runs.", DIRECTIONS),
    (Role, "Role", "Роль: a role of the decree or a technical one.", ROLES),
    (
        disclosures.RevealField,
        "RevealField",
        "Что раскрыть: what may be shown in plain.",
        disclosures.LABELS[disclosures.RevealField],
    ),
    (
        disclosures.AccessKind,
        "PersonalDataAccessKind",
        "Вид доступа: in which way somebody came to personal data.",
        disclosures.LABELS[disclosures.AccessKind],
    ),
    (
        ProblemCode,
        "ProblemCode",
        "Код отказа: why something was refused. Values may be added: treat an unknown one as unknown.",
        {code: text.ru for code, text in BY_CODE.items()},
    ),
)
"""Enumerations that stand below the schema: class, public name, description, and the Russian term of each value."""


for _enum, _name, _description, _terms in ENUMS:
    describe(_enum, _name, _description, _terms)


@strawberry.type(description="Подпись: the Russian term of one value of an enumeration.")
class EnumLabel:
    enum: str = strawberry.field(description="Name of the enumeration.")
    value: str = strawberry.field(description="The code.")
    label: str = strawberry.field(description="The term in Russian.")
    order: int = strawberry.field(description="Place among the values of its enumeration, from 0.")


def labels(types: Mapping[str, Any], names: list[str] | None) -> list[EnumLabel]:
    """The labels of the enumerations of these types: all, or those named; unknown names give nothing."""
    wanted = sorted(types) if names is None else list(dict.fromkeys(names))
    return [
        EnumLabel(enum=name, value=value, label=described.description or value, order=order)
        for name in wanted
        if isinstance(shown := types.get(name), GraphQLEnumType) and not is_introspection_type(shown)
        for order, (value, described) in enumerate(shown.values.items())
    ]


@strawberry.type
class LabelQueries:
    @query(
        Action.DIRECTORY_READ,
        list[EnumLabel],
        "Russian terms of the values of enumerations: of all, or of those named.",
    )
    def enum_labels(self, info: GraphInfo, names: list[str] | None = None) -> Any:
        return labels(info._raw_info.schema.type_map, names)  # noqa: SLF001  # Strawberry hides the built schema


__all__ = ["ENUMS", "EnumLabel", "LabelQueries", "labels"]
