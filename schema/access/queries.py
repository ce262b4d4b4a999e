"""Queries of rights: why somebody may do something, who may, and what a role may."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import strawberry

from auth.actions import Action
from auth.policy.explaining import ExplainedRule, RuleOutcome, explained_rules
from auth.policy.matrix import word_of
from auth.policy.table import BY_ROLE, NOTES
from auth.roles import Role
from auth.texts.policy import limit_text, rule_text, scope_text
from documents.accounts.reading import active_accounts
from documents.kernel.text.matching import name_key
from documents.members.principals import build_principal
from documents.members.rules import active_on
from schema.access.asking import AccessTarget, access_target, actor
from schema.access.explaining import AccessQuestion, explained, reading_of
from schema.access.types import AccessExplanation, MatrixCell, Permitted, WhoCan
from schema.context import GraphInfo
from schema.memory import related
from schema.nodes import FORBIDDEN, query
from schema.sentences import Speaker
from schema.shapes.kinds import Code, Id

MOST_PEOPLE = 100

AccountRow = Mapping[str, Any]


@strawberry.type
class AccessQueries:
    @query(
        Action.AUDIT_READ,
        AccessExplanation,
        "Why a person may or may not do something to an object. `actor` is yourself, or anyone if you have "
        "`audit.read` (otherwise FORBIDDEN). `action` is a mutation's field name, for which state and "
        "guards are explained too, or a permission. `field` asks about a path of `hiddenFields`; `action` "
        "is then the permission to read the object. For an object that does not exist or is not visible to "
        "you, only the rules are given; null if there is no such person.",
        otherwise=FORBIDDEN,
        unless_oneself="actor",
    )
    async def access_explain(
        self,
        info: GraphInfo,
        actor: Id,
        action: Code,
        id: Id,
        field: Code | None = None,
    ) -> Any:
        who = person_asked_about(info, actor)
        question = access_target(action, id, field)
        row = await question.row(info)
        if who is None:
            return None
        return explained(
            AccessQuestion(
                info=info,
                actor=who,
                action=question.action,
                type_name=question.type_name,
                resource=question.resource,
                row=row,
                operation=question.operation,
                field=question.field,
            )
        )

    @query(
        Action.AUDIT_READ,
        WhoCan,
        "Who may do something to an object by rights, among those who can sign in: at most 100 people and clients. "
        "`action` is a mutation's field name or a permission.",
        otherwise=FORBIDDEN,
    )
    async def who_can(self, info: GraphInfo, action: Code, id: Id) -> Any:
        question, container = access_target(action, id), info.context.container
        row, accounts = await asyncio.gather(question.row(info), active_accounts(container.store))
        found = sorted(_permitted(info, question, row, accounts), key=lambda pair: pair[0])
        return WhoCan(
            permission=question.action.value,
            decided_on_object=row is not None,
            people=[one for _, one in found[:MOST_PEOPLE]],
            has_more=len(found) > MOST_PEOPLE,
        )

    @query(
        Action.POLICY_READ,
        list[MatrixCell],
        "What a role may do, in the order of the permission matrix.",
    )
    async def access_matrix(self, info: GraphInfo, role: Role) -> Any:
        speaker = Speaker(info, "")
        return [_cell(speaker, action, Role(role)) for action in Action if (action, Role(role)) in BY_ROLE]


person_asked_about = actor
"""The argument of the query has the same name."""


def _cell(speaker: Speaker, action: Action, role: Role) -> MatrixCell:
    rule, note = BY_ROLE[action, role], NOTES.get(action)
    return MatrixCell(
        permission=action.value,
        scope=word_of(rule, role),
        words=speaker.say(rule_text(rule)),
        clause=rule.clause,
        limit=speaker.say(limit_text(rule.limit)) if rule.limit is not None else None,
        asks_reason=rule.asks_reason,
        proposes=rule.proposes,
        note=note.text if note is not None else None,
    )


def _permitted(
    info: GraphInfo, question: AccessTarget, row: Any, accounts: Iterable[AccountRow]
) -> Iterator[tuple[str, Permitted]]:
    """Those whom a rule allows it, each once, with the name to sort by."""
    speaker, seen = Speaker(info, question.type_name), set[str]()
    for account in _candidates(info, question.action, accounts):
        who = build_principal(account, info.context.container.reference.snapshot, info.context.now)
        rule = _allowing(explained_rules(who, question.action, row, reading=reading_of(question.operation)))
        if rule is None or who.subject in seen:
            continue
        seen.add(who.subject)
        person = related(info, "persons", who.person_id)
        client = None if person is not None else account.get("client_name") or ""
        shown = Permitted(
            person=person,  # type: ignore[arg-type]  # rows are read by key
            client=client,
            role=rule.role,
            scope_words=speaker.say(scope_text(rule.rule.scope)),
            clause=rule.rule.clause,
            why=speaker.why(rule),
            asks_reason=rule.rule.asks_reason,
        )
        yield name_key(str(person["full_name"]) if person is not None else client or ""), shown


def _candidates(info: GraphInfo, action: Action, accounts: Iterable[AccountRow]) -> Iterator[AccountRow]:
    """Accounts whose roles have a rule on the action: the others need no principal."""
    roles = {role for one, role in BY_ROLE if one is action}
    held = active_on(info.context.container.reference.snapshot.rows("memberships"), info.context.now)
    people = {row["person_id"] for row in held if row["role"] in roles}
    for account in sorted(accounts, key=lambda one: str(one["login"])):
        is_client = account.get("person_id") is None
        if Role.INTEGRATION in roles if is_client else account["person_id"] in people:
            yield account


def _allowing(rules: Iterable[ExplainedRule]) -> ExplainedRule | None:
    wanted = (RuleOutcome.ALLOWS, RuleOutcome.DEPENDS)
    return next((one for one in rules if one.outcome in wanted and not one.rule.proposes), None)
