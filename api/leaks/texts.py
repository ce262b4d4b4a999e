"""THE table of words: every text that a type shows, where it is stored, and which texts are open to everybody.

To cover a new field of type String, add a line to `WORDS` where somebody wrote it, to `CODES` where the code did. What
stands in `WORDS` is compared with the row wherever an object is shown; what belongs to papers and accounts is looked for
in every answer of those who do not see the object.
"""

from collections.abc import Mapping

from documents.kernel.names import camel

_CASE = "number external_system external_id"
_DEADLINE = frozenset(
    {"deadline.policy", "deadline.policyCode", "deadline.steps.rule", "deadline.steps.note"}
)
_NAMED = {"mergedInto.number", "mergedCases.number", "splitFrom.number", "splitInto.number"}
_HIGHLIGHTS = {"highlights.field", "highlights.fragments"}
"""Empty where nothing was searched for; what a search shows is judged by the text that it is a piece of (searching.py)."""

_LETTERS = {"responses.letter.docxUrl", "responses.letter.pdfUrl"}
"""Addresses made of ids; who follows one is asked for the right."""

_STATES = {"sourceState.words", "sourceStates.words"}

_CASE_CODES = (
    _DEADLINE | _NAMED | _HIGHLIGHTS | _LETTERS | _STATES | {"responses.returnCriteria", "hiddenFields"}
)
_REPLACED = {"replacedBy.number", "replaces.number", "satisfaction.mergedCase.number"}


def _same(paths: str, **named: str) -> Mapping[str, str]:
    """Return shown path → stored path, for paths that differ in spelling alone and for some that do not."""
    return {**{camel(path): path for path in paths.split()}, **named}


WORDS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(
        ("Message", "Appeal", "Incident"),
        _same(f"{_CASE} deliveries.number source_states.code", **{"sourceState.code": "source_code"}),
    ),
    "Meeting": _same(
        """number title place participants.full_name participants.absence_reason agenda.title agenda.draft_decision
        agenda.heard.full_name agenda.heard.summary cancellation_reason move_reason not_held_reason materials.note
        materials.remarks.text""",
        **{f"materials.attachments.{one}": f"materials.files.{one}" for one in ("name", "caption", "mime")},
    ),
    "MemberProposal": _same("number title text draft_decision answer"),
    "Conference": _same(
        "host title outcome", **{f"attachments.{one}": f"files.{one}" for one in ("name", "caption", "mime")}
    ),
    "Protocol": _same(
        """meeting_number place items.title items.heard items.spoke items.decisions.text items.decisions.assignments.text
        items.decisions.assignments.recurrence send_back_reason dispatches.full_name dispatches.via
        dispatches.acknowledged_via comments.text dissents.text dissents.full_name
        publication.items.title publication.items.decisions attachments.name attachments.caption attachments.mime"""
    ),
    "Assignment": _same(
        "number text recurrence acknowledged_via reports.text reports.evidence reports.comment extensions.reason",
        **{f"reports.attachments.{one}": f"reports.files.{one}" for one in ("name", "caption", "mime")},
    ),
    "CuratorAbsence": _same("reason"),
    "UserAccount": _same("login block_reason"),
    "Client": _same(
        "block_reason",
        clientId="login",
        name="client_name",
        system="client_system",
        owner="client_owner",
        addresses="client_addresses",
        **{"documents.name": "client_documents.name"},
    ),
    "Webhook": _same("title url selection", clientId="client_login"),
    "UnmatchedReference": _same("name system"),
    "IntakeConflict": _same(
        "system external_id differences.says.text differences.holds.text differences.reason"
    ),
    "LegalAct": _same(
        "number title url", **{f"attachments.{one}": f"files.{one}" for one in ("name", "caption", "mime")}
    ),
    "DeadlinePolicy": _same("title note clause"),
    "RoutingRule": _same("title words reason"),
    "ResponseTemplate": _same("title text"),
    "Person": _same("full_name position"),
    "Membership": _same("system"),
    "Organization": _same("name short_name work_email"),
    "Topic": _same("title"),
    "Sector": _same("title"),
    "Reason": _same("title"),
    "Channel": _same("title"),
    "Settlement": _same("title division"),
    "Street": _same("title name"),
}
"""Type → shown path → stored path of what somebody wrote. What may be withheld stands in `RESTRICTED` (truth.py)."""

CODES: Mapping[str, frozenset[str]] = {
    "Message": _CASE_CODES | _REPLACED,
    "Appeal": _CASE_CODES | _REPLACED | {"reception.number"},
    "Incident": _CASE_CODES,
    "Meeting": frozenset(
        {
            "calendarUrl",
            "hiddenFields",
            "materials.attachments.url",
            "materials.attachments.duplicates.number",
        }
    ),
    "MemberProposal": frozenset({"hiddenFields"}),
    "Conference": frozenset({"attachments.url", "attachments.duplicates.number"}),
    "Protocol": frozenset(
        """items.decisions.no items.decisions.cancels.number contentHash previousHash chainHash hiddenFields
        warnings.rule warnings.message warnings.path attachments.url attachments.duplicates.number""".split()
    ),
    "Assignment": frozenset(
        """decisionNo cancellingDecisionNo hiddenFields reports.attachments.url
        reports.attachments.duplicates.number""".split()
    ),
    "LegalAct": frozenset({"attachments.url", "attachments.duplicates.number"}),
    "Client": frozenset({"actions", "documents.hash"}),
    "Webhook": frozenset(
        """events deliveries.edges.cursor deliveries.pageInfo.startCursor deliveries.pageInfo.endCursor
        parkedDeliveries.edges.cursor parkedDeliveries.pageInfo.startCursor
        parkedDeliveries.pageInfo.endCursor""".split()
    ),
    "DeadlinePolicy": frozenset({"code", "conditions.values"}),
    "ResponseTemplate": frozenset({"places"}),
    "Person": frozenset({"hiddenFields"}),
    "Topic": frozenset({"group"}),  # the title of a row of the classifier, open to all
    "Sector": frozenset({"letter"}),
    "Reason": frozenset({"code"}),
    "Channel": frozenset({"code", "policyCode"}),
}
"""Type → shown paths of codes and of sentences that the code makes: nothing in them that somebody wrote."""

OPEN = frozenset(
    {
        "Meeting.agenda.heard.fullName",
        "Meeting.participants.fullName",  # officials stand in the directory
        "Protocol.dispatches.fullName",
        "Protocol.dissents.fullName",
        "UserAccount.login",  # everybody is told his own
        "Client.clientId",
        "Client.system",
        "Webhook.clientId",
        "UnmatchedReference.system",
        "IntakeConflict.system",
        # The number and the text stand in the case, where they are judged.
        "IntakeConflict.externalId",
        "IntakeConflict.differences.holds.text",
        "Client.addresses",
        "DeadlinePolicy.title",  # stands in the steps of every deadline that it governs
        "DeadlinePolicy.clause",
        "LegalAct.number",
        # How something recurs is also a word of an enumeration.
        "Protocol.items.decisions.assignments.recurrence",
        "Assignment.recurrence",
        # The kind of a file is no secret of any.
        "LegalAct.attachments.mime",
        "Meeting.materials.attachments.mime",
        "Assignment.reports.attachments.mime",
        "Conference.attachments.mime",
        "Protocol.attachments.mime",
    }
)
"""Words of papers and accounts that stand elsewhere too, so that finding one of them proves nothing."""

WITHOUT_ID: Mapping[str, str] = {
    "AccessExplanation": "объяснение прав: о скрытом то же, что о несуществующем (gates.py)",
    "WhoCan": "то же",
    "Permitted": "то же",
    "ActionForm": "форма действия: о скрытом то же, что о несуществующем (gates.py)",
    **dict.fromkeys(("FormField", "FieldShape", "FieldRule"), "слова объявлений"),
    "FieldChoice": "термины перечислений и справочники, открытые читающему",
    "ConsideredRule": "слова правил",
    "MatrixCell": "слова правил",
    "PastRight": "по праву audit.read",
    "RightGround": "по праву audit.read",
    "CalendarChangePreview": "по праву reference.manage",
    "ReferenceChangePreview": "по праву reference.manage",
    "SettingChangePreview": "по праву reference.manage",
    "TouchedCount": "число",
    "DeadlinePolicyPreview": "по праву policy.manage; дела в нём сверяются как везде",
    "MovedDeadline": "то же",
    "DeadlineRecount": "показывает только изменение: кто и зачем поручил",
    "RatingLink": "дело в нём сверяется как везде; ссылку получает тот, кто отправляет ответы",
    "ProtocolVerification": "хеши и номера; подписанный протокол виден всему центру",
    "BrokenLink": "номер и вид нарушения",
    "ProblemChain": "объекты в ней сверяются как везде (test_problem_chain.py)",
    "ChainQuestion": "то же: слова заседания и протокола, видимых спрашивающему",
    "ChainEffect": "числа, только тем, кто считает точно (test_problem_chain.py)",
    "SimilarCase": "дела в нём сверяются как везде (test_similar_cases.py)",
    "RenderedTemplate": "слова шаблона и дела, видимого спрашивающему (tests/graphql/test_response_templates.py)",
    "RoutingPreview": "по праву policy.manage; дела в нём сверяются как везде",
    "RoutingDifference": "по праву policy.manage",
    "RoutingLoad": "по праву policy.manage",
    "RoutingDraftFault": "по праву policy.manage",
    "TotalCount": "число; сверяется у каждого списка",
    "CaseCounts": "сводка (counting.py)",
    "CountGroup": "сводка",
    "CountKey": "сводка",
    "QualityCounts": "сводка (quality_counting.py)",
    "QualityGroup": "сводка",
    "QualityKey": "сводка",
    "CountTotal": "сводка",
    "SatisfactionCounts": "сводка оценок (rating_counts.py)",
    **dict.fromkeys(("RatingCountGroup", "RatingKey", "RatingTotal"), "сводка оценок"),
    "DeadlineControl": "числа о том, что и так видно (tests/graphql/test_deadline_control.py)",
    "ControlGroup": "то же",
    "ControlCounts": "то же",
    "DecisionExecution": "числа о том, что и так видно (tests/graphql/test_decision_execution.py)",
    **dict.fromkeys(("ProtocolExecution", "ExecutionCounts"), "то же"),
    "MemberWorkload": "числа о том, что и так видно (tests/graphql/test_member_workload.py)",
    **dict.fromkeys(("WorkloadGroup", "WorkloadCounts"), "то же"),
    "PersonalDataAccess": "журнал доступа (gates.py)",
    "PersonalDataAccessCount": "по праву access_log.read",
    "Notification": "только свои: чужие ищутся во всём ответе; номер объекта, пока он виден",
    "NotificationSettings": "только свои: слова объявлений",
    "NotificationChoice": "только свои: слова объявлений",
    "Job": "по праву job.read; слова объявлений",
    **dict.fromkeys(("Event", "EventObject", "EventPage"), "поток событий (streaming.py)"),
    "CalendarLink": "только своя: ссылка календаря того, кто спрашивает",
    "Export": "только свои: чужие ищутся во всём ответе; файл сверяется со списком (tests/graphql/test_exports.py)",
    "ExportColumn": "слова кода",
    "SavedFilter": "только свои и открытые своей роли: чужие ищутся во всём ответе",
    "Session": "только свои; чужие ищутся во всём ответе",
    "Viewer": "о самом себе",
    "Center": "о центре: открыто всем, кто вошёл",
    "EffectiveCurator": "кто куратор сейчас: открыто всем, кто вошёл",
    "CalendarDay": "календарь: открыт всем, кто вошёл",
    "DueDatePreview": "считает код",
    "DueStep": "считает код",
    "EnumLabel": "слова кода",
    "Setting": "по праву policy.read",
    # Shown by mutations alone.
    "CaseResult": "показывает только изменение: номера, как они были даны; отказы сверяются (mutating.py)",
    "ClientSecret": "показывает только изменение: новый секрет",
    "ClientKey": "то же",
    "WebhookSecret": "показывает только изменение: новый ключ, и только самому клиенту",
    "DeliveryReplay": "показывает только изменение: число",
    "ReadNotifications": "показывает только изменение: числа",
    "Invitation": "показывает только изменение: приглашение",
    "RevealedApplicant": "раскрытие (revealing.py)",
    "HandedOver": "показывает только изменение: числа",
    "OrganizationHandover": "показывает только изменение: числа",
    "WorkCount": "показывает только изменение: числа",
    "Problem": "отказ: сверяется с отказом о несуществующем (mutating.py)",
}
"""Type of objects without an id of their own → why what it shows is judged all the same."""
