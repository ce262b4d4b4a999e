"""Operations on personal data: reveal plain values of one case, and note that a list was searched by a contact (III.6).

Both write their line into the log in the transaction that answers: nothing plain leaves without one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid, NotFound, Problem
from auth.policy.decide import allows, plan
from auth.policy.explaining import refusal
from auth.policy.table import BY_ROLE
from auth.principal import Principal
from auth.roles import Role
from documents.applicants.document import Applicant
from documents.applicants.storing import opened
from documents.cases.document import Case
from documents.center.calendars import calendar_of
from documents.disclosures.document import PersonalDataAccess
from documents.disclosures.vocabulary import STORED_FIELDS, AccessKind, RevealField
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

ACCESSES = "personal_data_accesses"

REVEALED = event("personal_data.revealed", ACCESSES, "Персональные данные раскрыты")
EXPORTED = event("personal_data.exported", ACCESSES, "Персональные данные выгружены")
SEARCHED = event("personal_data.searched", ACCESSES, "Выполнен поиск по контактам заявителя")

REASON_LEAST_LETTERS, REASON_LIMIT = 10, 1_000
"""A reason of fewer letters explains nothing to whoever reads the log."""

Facts = Mapping[str, Any]


def _fields(facts: Facts) -> Iterable[Problem]:
    if not facts["fields"]:
        yield Invalid("too_few", path="fields", limit=1)
    elif len(set(facts["fields"])) != len(facts["fields"]):
        yield Invalid("duplicate", path="fields")


def _reason(facts: Facts) -> Iterable[Problem]:
    reason = str(facts.get("reason") or "")
    if len(reason) > REASON_LIMIT:
        yield Invalid("too_long", path="reason", limit=REASON_LIMIT)


@operation(
    title="Раскрыть данные заявителя",
    action=Action.APPLICANT_READ,
    record=Case,
    read=Action.SUBMISSION_READ,
    checks=(_fields, _reason),
)
async def reveal_applicant(
    change: Change, case: Case, *, fields: Sequence[str], reason: str | None = None
) -> dict[str, str | None]:
    """Show plain values of the applicant, or the text as it is, once; the log keeps who, what, of which case and why.

    A role whose right says Reason must give one of at least ten letters. The text of a sensitive case asks for
    `case.read_sensitive_text` as well. Raises: FORBIDDEN; INVALID (`required`, `too_short`).
    """
    _demand(change, case, fields, reason)
    shown: dict[str, str | None] = dict.fromkeys((*STORED_FIELDS.values(), "text"))
    wanted = [STORED_FIELDS[RevealField(name)] for name in fields if name != RevealField.TEXT]
    applicant = await change.get(Applicant, case.applicant_id) if wanted and case.applicant_id else None
    if applicant is not None:
        shown |= opened(change.vault, applicant.to_row(), wanted)
    if RevealField.TEXT in fields:
        shown["text"] = case.text or "\n\n".join(one.text for one in case.publications)
    line = await _line(change, AccessKind.REVEAL, fields, case_id=case.id, reason=reason)
    await change.create(line, REVEALED)
    return shown


@operation(
    title="Искать по контактам заявителя", action=Action.APPLICANT_READ, record=Case, effect=Effect.CREATES
)
async def note_contact_search(change: Change, *, fields: Sequence[str], marks: Sequence[str]) -> None:
    """Note that a list is about to be searched by exact contacts; the log keeps their keyed hashes, not the values."""
    await change.create(await _line(change, AccessKind.SEARCH, fields, marks=marks), SEARCHED)


def _contacts(facts: Facts) -> Iterable[Problem]:
    """Refuse the text: a list shows it as it shows it."""
    for index, name in enumerate(facts["fields"]):
        if name == RevealField.TEXT:
            yield Invalid("unknown_value", path=("fields", str(index)))


def refused_reason(reason: str | None) -> Problem | None:
    """Return what is wrong with a reason that has to be given; None for nothing."""
    letters = sum(letter.isalpha() for letter in reason or "")
    if not letters:
        return Invalid("required", path="reason")
    return (
        Invalid("too_short", path="reason", limit=REASON_LEAST_LETTERS)
        if letters < REASON_LEAST_LETTERS
        else None
    )


def _stated(facts: Facts) -> Iterable[Problem]:
    problem = refused_reason(facts.get("reason"))
    if problem is not None:
        yield problem


@operation(
    title="Выгрузить данные заявителя",
    action=Action.EXPORT_PERSONAL_DATA,
    record=Case,
    effect=Effect.CREATES,
    checks=(_fields, _contacts, _reason, _stated),
)
async def export_applicant(
    change: Change, *, case_id: str, fields: Sequence[str], reason: str, line_id: str
) -> dict[str, str | None]:
    """Show plain values of the applicant to an export, a row at a time. The log has one line for a row of an export, however
    often it is begun anew: the id of the line says which. Raises: NOT_FOUND, FORBIDDEN."""
    case = await change.get(Case, case_id)
    who = change.who
    if case is None or who is None or not plan(who, Action.SUBMISSION_READ).admits(case.keys()):
        raise NotFound
    if not allows(who, Action.EXPORT_PERSONAL_DATA, case.to_row()).allowed:
        raise Forbidden(action=Action.EXPORT_PERSONAL_DATA.value)
    wanted = [STORED_FIELDS[RevealField(name)] for name in fields]
    applicant = await change.get(Applicant, case.applicant_id) if case.applicant_id else None
    known = opened(change.vault, applicant.to_row(), wanted) if applicant is not None else {}
    if await change.get(PersonalDataAccess, line_id) is None:
        line = await _line(change, AccessKind.EXPORT, fields, case_id=case.id, reason=reason)
        line.id = line_id
        await change.create(line, EXPORTED)
    return {**dict.fromkeys(wanted), **known}


def _demand(change: Change, case: Case, fields: Collection[str], reason: str | None) -> None:
    """Refuse what the caller's rules do not cover. Raises: Forbidden, Invalid."""
    who = change.who
    if who is None:
        raise Forbidden(action=change.operation.action.value)
    actions = {Action.APPLICANT_READ}
    if RevealField.TEXT in fields and case.is_sensitive:
        actions.add(Action.CASE_READ_SENSITIVE_TEXT)
        action, row = Action.CASE_READ_SENSITIVE_TEXT, case.to_row()
        if not allows(who, action, row).allowed:
            raise refusal(who, action, row, about=Case.type_name(row), step=change.operation.words)
    if all(plan(who, action, without_reason=True).admits(case.access_keys) for action in actions):
        return
    problem = refused_reason(reason)
    if problem is not None:
        raise problem


def _role(change: Change, who: Principal) -> Role:
    """Under which role the data were reached: that of the deciding rule, of a search the first that needs no reason."""
    for rule in change.authorization.rules if change.authorization else ():
        if role := rule.role_for(who):
            return role
    serving = (BY_ROLE.get((Action.APPLICANT_READ, grant.role)) for grant in who.grants)
    found = next((rule.role_for(who) for rule in serving if rule is not None and not rule.asks_reason), None)
    if found is None:
        raise Forbidden(action=change.operation.action.value)
    return found


async def _line(
    change: Change,
    kind: AccessKind,
    fields: Sequence[str],
    *,
    case_id: str | None = None,
    marks: Sequence[str] = (),
    reason: str | None = None,
) -> PersonalDataAccess:
    who = change.who
    if who is None:
        raise Forbidden(action=change.operation.action.value)
    return PersonalDataAccess(
        id=await change.new_id(),
        updated_at=change.now,
        kind=kind.value,
        at=change.now,
        day=calendar_of(change.reference).day_of(change.now).isoformat(),
        account_id=who.account_id,
        person_id=who.person_id,
        role=_role(change, who).value,
        case_id=case_id,
        fields=[str(one) for one in fields],
        marks=list(marks),
        reason=(reason or "").strip() or None,
    )
