"""The words of the policy in Russian: roles, scopes and limits, beside the English that the rules carry themselves."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.policy.grammar import Rule
from auth.policy.limits import Limit
from auth.policy.scopes import Scope
from auth.texts.errors import Text

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "everything": "всё",
        "the channels of one's own desks": "каналы своего рабочего места",
        "the sectors one leads": "направления, за которые отвечает",
        "one's own organization and those below it": "своя организация и подведомственные ей",
        "what one is responsible or co-responsible for": "то, где он исполнитель или соисполнитель",
        "what one registered or created": "то, что он зарегистрировал или создал",
        "one's own absence, whoever recorded it": "собственное отсутствие, кто бы его ни внёс",
        "what belongs to one's own client": "принадлежащее самому клиенту",
        "the partner's own system": "своя система партнёра",
        "the partner's own system, within the sectors and organizations that its client is narrowed to": (
            "своя система партнёра, в пределах направлений и организаций, которыми ограничен клиент"
        ),
        "what is open to all members, and what one takes part in or writes": (
            "открытое всем членам МЦУ, а также то, в чём он участвует или что ведёт"
        ),
        "what one takes part in": "то, в чём он участвует",
        "what one writes as the secretary": "то, что он ведёт как секретарь",
        "one's own ballot": "собственный бюллетень",
        "ballots of meetings one writes for as the secretary, and one's own": (
            "бюллетени заседаний, которые он ведёт как секретарь, и собственный"
        ),
    }
)
"""The words of a scope → the same in Russian."""

LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "acts_as_curator": "только как действующий куратор",
        "acts_as_curator_or_voted": "только как действующий куратор, иначе только собственный бюллетень",
        "messages_only": "только сообщения",
        "appeals_only": "только обращения",
        "inside_own_organization": "только внутри своей организации и подведомственных ей",
        "on_own_desk": "только каналы своего рабочего места",
        "new_on_own_desk": "только новые, по каналам своего рабочего места",
        "seven_working_days": "не более 7 рабочих дней",
        "not_for_the_center": "только то, что не предназначено одному центру",
        "nowhere_else": "только то, что не относится к другим направлениям и организациям, чем даны клиенту",
        "decree_role_of_another": "только роли постановления и никогда не собственная",
        "technical_role_of_another": "только технические роли и никогда не собственная",
    }
)
"""Name of a limit → its words in Russian."""


def scope_text(scope: Scope) -> Text:
    """Tell a scope in both languages. Raises: KeyError for one without Russian words."""
    return Text(SCOPES[scope.words], scope.words)


def limit_text(limit: Limit) -> Text:
    """Tell a limit in both languages. Raises: KeyError for one without Russian words."""
    return Text(LIMITS[limit.name], limit.words)


def rule_text(rule: Rule) -> Text:
    """Tell a rule in both languages: its scope, then what narrows it."""
    parts = [scope_text(rule.scope)]
    if rule.limit is not None:
        parts.append(limit_text(rule.limit))
    if rule.asks_reason:
        parts.append(Text("с указанием причины", "after stating a reason"))
    if rule.proposes:
        parts.append(
            Text(
                "как предложение, решение по которому принимает другой",
                "as a proposal that someone else decides on",
            ),
        )
    return Text(", ".join(one.ru for one in parts), ", ".join(one.en for one in parts))
