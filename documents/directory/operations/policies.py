"""Operations on deadline policies: add, change from a day on, archive, and have open deadlines counted anew (III.4.3/1)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import product
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deadlines import TERM, choose_policy
from documents.cases.vocabulary import CaseKind, ChannelKind, ClockKind, Importance, Regime
from documents.center.calendars import calendar_of
from documents.center.document import DeadlinePolicy, DeadlineRecount, EarlierTerm
from documents.directory.fields import NAME_LIMIT, FieldRule, fields_within, title
from documents.kernel.calendar import LONGEST, DeadlineUnit
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

POLICIES = "deadline_policies"

POLICY_CREATED = event("deadline_policy.created", POLICIES, "Правило срока добавлено")
POLICY_CHANGED = event("deadline_policy.changed", POLICIES, "Правило срока изменено")
RECOUNT_ASKED = event("deadline_recount.asked", "deadline_recounts", "Поручен пересчёт открытых сроков")
RECOUNT_DONE = event("deadline_recount.done", "deadline_recounts", "Открытые сроки пересчитаны")

CODE = re.compile(r"[A-Z][A-Z0-9_]{1,59}")
"""How a policy is called; its code stands beside every deadline that it rules."""

STARTS = frozenset({"RECEIVED", "REGISTERED"})
STAGES = frozenset({*ClockKind, "NO_ANSWER"})
CONDITIONS: Mapping[str, frozenset[str]] = {
    "kind": frozenset(CaseKind),
    "regime": frozenset(Regime),
    "channel_kind": frozenset(ChannelKind),
    "fast_track": frozenset({"true", "false"}),
    "importance": frozenset(Importance),
    "stage": STAGES,
}
"""Fact that a policy may name → its values."""

WORDS: Mapping[str, FieldRule] = {
    "title": title(),
    "unit": FieldRule(is_required=True, values=frozenset(DeadlineUnit)),
    "amount": FieldRule(is_required=True, least=1, most=max(LONGEST.values())),
    "counted_from": FieldRule(is_required=True, values=STARTS),
    "note": FieldRule(limit=NAME_LIMIT),
    "clause": FieldRule(limit=NAME_LIMIT),
}
CHANGED: Mapping[str, FieldRule] = {**WORDS, "is_active": FieldRule(is_required=True)}

Facts = Mapping[str, Any]


def _term_within(facts: Facts) -> Iterable[Problem]:
    """Check the amount against the unit where both are given; the change looks at the stored one otherwise."""
    fields = facts["fields"]
    unit, amount = fields.get("unit"), fields.get("amount")
    if unit in LONGEST and amount is not None and amount > LONGEST[DeadlineUnit(unit)]:
        yield Invalid("out_of_range", path=("amount",), least=1, most=LONGEST[DeadlineUnit(unit)])


def _conditions_given(facts: Facts) -> Iterable[Problem]:
    applies = facts["applies"]
    if not CODE.fullmatch(facts["code"]):
        yield Invalid("malformed_code", path=("code",))
    if not applies.get("kind"):
        yield Invalid("required", path=("conditions",))
    elif any(one not in CONDITIONS[name] for name, values in applies.items() for one in values):
        yield Invalid("unknown_value", path=("conditions",))


@operation(
    title="Добавить правило срока",
    action=Action.POLICY_MANAGE,
    record=DeadlinePolicy,
    effect=Effect.CREATES,
    checks=(fields_within(WORDS, creates=True), _term_within, _conditions_given),
)
async def create_deadline_policy(
    change: Change,
    *,
    code: str,
    fields: Facts,
    applies: Mapping[str, list[str]],
    apply_to_open: bool = False,
) -> DeadlinePolicy:
    """Add a policy for what its conditions name; it rules what is registered from now on, and with `apply_to_open` what is
    open as well. Raises: INVALID (`duplicate` for a code that there is)."""
    if change.reference.row(POLICIES, code) is not None:
        raise Invalid("duplicate", path=("code",))
    policy = DeadlinePolicy(id=code, updated_at=change.now, applies=dict(applies), **fields)
    created = await change.create(policy, POLICY_CREATED)
    if apply_to_open:
        await _ask(change, f"Добавлено правило {code}")
    return created


@operation(
    title="Изменить правило срока",
    action=Action.POLICY_MANAGE,
    record=DeadlinePolicy,
    read=Action.POLICY_READ,
    checks=(fields_within(CHANGED, creates=False), _term_within),
)
async def update_deadline_policy(
    change: Change,
    policy: DeadlinePolicy,
    *,
    fields: Facts,
    valid_from: date | None = None,
    apply_to_open: bool = False,
) -> DeadlinePolicy:
    """Change a policy, or archive it. Another term rules what is registered from a day on (today, where none is given), and
    what was registered before keeps the earlier one; with `apply_to_open` it rules whatever is open too, counted anew.

    Raises: INVALID (`exactly_one`, `out_of_range`, `leaves_no_policy`).
    """
    if valid_from is not None and apply_to_open:
        raise Invalid("exactly_one", path=("validFrom",))
    sets = changed_policy(policy, fields, _begins(change, valid_from), is_for_all=apply_to_open)
    if sets.get("is_active") is False:
        refuse_nothing_left(change.reference, policy.id)
    saved = await change.save(policy, POLICY_CHANGED, **sets)
    if apply_to_open:
        await _ask(change, f"Изменено правило {policy.id}")
    return saved


def _begins(change: Change, valid_from: date | None) -> datetime:
    calendar = calendar_of(change.reference)
    return calendar.start_of(valid_from or calendar.day_of(change.now))


def changed_policy(
    policy: DeadlinePolicy, fields: Facts, begins: datetime, *, is_for_all: bool
) -> dict[str, Any]:
    """Return what a change writes on a policy: its fields, and the term that held before `begins`; none where the new one is
    for all. Raises: INVALID (`out_of_range`) for more than the unit may count, or a day before an earlier change."""
    row = policy.to_row()
    term = {name: fields.get(name, row[name]) for name in TERM}
    longest = LONGEST[DeadlineUnit(term["unit"])]
    if term["amount"] > longest:
        raise Invalid("out_of_range", path=("amount",), least=1, most=longest)
    if is_for_all:
        return {**fields, "earlier_terms": []}
    if all(term[name] == row[name] for name in TERM):
        return dict(fields)
    if any(one.until > begins for one in policy.earlier_terms):
        raise Invalid("out_of_range", path=("validFrom",))
    kept = [one.model_dump() for one in policy.earlier_terms if one.until < begins]
    earlier = EarlierTerm(until=begins, **{name: row[name] for name in TERM})
    return {**fields, "earlier_terms": [*kept, earlier.model_dump()]}


def refuse_nothing_left(snapshot: Snapshot, code: str) -> None:
    """Refuse to archive the last policy of some cases: every case has a deadline. Raises: INVALID (`leaves_no_policy`)."""
    rows = {row["_id"]: row for row in snapshot.rows(POLICIES) if row["_id"] != code}
    channels = [None, *snapshot.rows("channels")]
    topics = [{"fast_track": False}, {"fast_track": True}]
    for kind, channel, topic, importance in product(CaseKind, channels, topics, Importance):
        is_incident = kind is CaseKind.INCIDENT
        regime = {CaseKind.APPEAL: Regime.APPEAL_59FZ, CaseKind.MESSAGE: Regime.MESSAGE}.get(kind)
        try:
            choose_policy(
                rows,
                kind=kind,
                regime=regime,
                channel=channel,
                topic=topic,
                importance=importance if is_incident else None,
            )
        except LookupError as error:
            raise Invalid("leaves_no_policy", path=("isActive",)) from error


@operation(
    title="Пересчитать открытые сроки",
    action=Action.POLICY_MANAGE,
    record=DeadlineRecount,
    effect=Effect.CREATES,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def recount_deadlines(change: Change, *, reason: str) -> DeadlineRecount:
    """Have the deadlines of all open cases counted anew by the policies and the calendar as they stand: a job does so, each
    change in the history of its case. Raises: INVALID (`recount_waits`)."""
    if await change.find(DeadlineRecount, {"done_at": None}, at_most=1):
        raise Invalid("recount_waits")
    return await _ask(change, reason)


async def _ask(change: Change, reason: str) -> DeadlineRecount:
    recount = DeadlineRecount(
        id=await change.new_id(), updated_at=change.now, asked_by_id=change.subject, reason=reason
    )
    return await change.create(recount, RECOUNT_ASKED)


@operation(
    title="Закончить пересчёт сроков", action=Action.POLICY_MANAGE, record=DeadlineRecount, by_system=True
)
async def finish_recount(change: Change, recount: DeadlineRecount) -> DeadlineRecount:
    """Note that nothing is left to be counted anew."""
    return await change.save(recount, RECOUNT_DONE, done_at=change.now)
