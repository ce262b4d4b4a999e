"""Rules and keys in sentences for people, in Russian and in English, with names that the asker may read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from auth.policy.explaining import ExplainedRule, RuleOutcome
from auth.principal import Grant
from auth.roles import Role
from auth.texts.errors import Text
from auth.texts.policy import limit_text
from documents.aggregates import OBJECT_TYPES
from schema.context import GraphInfo
from schema.memory import related
from schema.words import ROLES

COLLECTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "sector": ("sectors", "title"),
        "channel": ("channels", "title"),
        "org": ("organizations", "short_name"),
        "person": ("persons", "full_name"),
        "participant": ("persons", "full_name"),
        "secretary": ("persons", "full_name"),
        "voter": ("persons", "full_name"),
    }
)
"""Kind of key → the reference data that it names, and the field to call it by; of the others no value is told."""

THING = Text("объект", "the object")

FOUND: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "channel": (
            Text("{noun}: канал {names}", "{noun} arrived through {names}"),
            Text("{noun}: канал не указан", "{noun} has no channel"),
        ),
        "sector": (
            Text("{noun}: направление {names}", "{noun} is in {names}"),
            Text("{noun}: направление не определено", "{noun} is not in any sector"),
        ),
        "org": (
            Text("{noun}: получатель {names}", "{noun} is with {names}"),
            Text("{noun}: получателя нет", "{noun} is not with any organization yet"),
        ),
        "person": (
            Text("{noun}: отвечает {names}", "{names} is responsible for {noun}"),
            Text("{noun}: ответственного нет", "nobody is responsible for {noun}"),
        ),
        "creator": (
            Text("{noun}: зарегистрировано или создано", "{noun} was registered or created"),
            Text("{noun}: не зарегистрировано", "{noun} was not registered by anyone"),
        ),
        "system": (
            Text("{noun}: из системы партнёра", "{noun} came from a partner's system"),
            Text("{noun}: не из системы партнёра", "{noun} did not come from a partner's system"),
        ),
        "center": (
            Text("{noun}: открыто всем членам МЦУ", "{noun} is open to all members"),
            Text("{noun}: ещё не открыто всем членам МЦУ", "{noun} is not open to all members yet"),
        ),
        "participant": (
            Text("{noun}: участвует {names}", "{names} take part in {noun}"),
            Text("{noun}: участников нет", "nobody takes part in {noun}"),
        ),
        "secretary": (
            Text("{noun}: секретарь {names}", "{names} is the secretary of {noun}"),
            Text("{noun}: секретаря нет", "{noun} has no secretary"),
        ),
        "voter": (
            Text("{noun}: бюллетень {names}", "{noun}: the ballot of {names}"),
            Text("{noun}: речь не об одном бюллетене", "{noun} is not a single ballot"),
        ),
    }
)
"""Kind of key → what the object says of it: with a key, and without one."""

HELD: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "channel": (
            Text("сотрудник ведёт каналы {names}", "the person handles {names}"),
            Text("сотрудник не ведёт каналов", "the person handles no channel"),
        ),
        "sector": (
            Text("сотрудник отвечает за {names}", "the person leads {names}"),
            Text("сотрудник не отвечает ни за одно направление", "the person leads no sector"),
        ),
        "org": (
            Text(
                "сотрудник действует за {names} и подведомственных",
                "the person acts for {names} and those below",
            ),
            Text("роль не привязана к организации", "the role is not bound to any organization"),
        ),
    }
)
"""Kind of key → what the member's role is bound to: with a key, and without one."""

YES: Mapping[str, Text] = MappingProxyType(
    {
        "person": Text("это сотрудник", "that is the person in question"),
        "creator": Text("это сделал сам сотрудник", "the person did that"),
        "system": Text("это своя система", "that is the client's own"),
        "participant": Text("сотрудник среди них", "the person is one of them"),
        "secretary": Text("это сотрудник", "that is the person in question"),
        "voter": Text("это сотрудник", "that is the person in question"),
    }
)
NO: Mapping[str, Text] = MappingProxyType(
    {
        "person": Text("это не сотрудник", "that is not the person in question"),
        "creator": Text("это сделал другой", "someone else did that"),
        "system": Text("это не своя система", "that is not the client's own"),
        "participant": Text("сотрудника среди них нет", "the person is not one of them"),
        "secretary": Text("это не сотрудник", "that is not the person in question"),
        "voter": Text("это не сотрудник", "that is not the person in question"),
    }
)

HELD_BY_YOU: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "channel": (
            Text("вы ведёте каналы {names}", "you handle {names}"),
            Text("вы не ведёте каналов", "you handle no channel"),
        ),
        "sector": (
            Text("вы отвечаете за {names}", "you lead {names}"),
            Text("вы не отвечаете ни за одно направление", "you lead no sector"),
        ),
        "org": (
            Text("вы действуете за {names} и подведомственных", "you act for {names} and those below"),
            Text("ваша роль не привязана к организации", "your role is not bound to any organization"),
        ),
    }
)
"""The same as `HELD`, said to the person."""

YOU: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "person": (Text("это вы", "that is you"), Text("это не вы", "that is not you")),
        "creator": (Text("это сделали вы", "you did that"), Text("это сделали не вы", "you did not do that")),
        "system": (YES["system"], NO["system"]),
        "participant": (
            Text("вы среди них", "you are one of them"),
            Text("вас среди них нет", "you are not"),
        ),
        "secretary": (Text("это вы", "that is you"), Text("это не вы", "that is not you")),
        "voter": (Text("это вы", "that is you"), Text("это не вы", "that is not you")),
    }
)
"""Kind of key → the same as `YES` and `NO`, said to the person."""

WOULD: Mapping[str, Text] = MappingProxyType(
    {
        "channel": Text("если бы канал был {names}", "if it had arrived through {names}"),
        "sector": Text("если бы направление было {names}", "if it were in {names}"),
        "org": Text(
            "если бы получателем была организация {names} или подведомственная ей",
            "if it were with {names} or an organization below",
        ),
        "person": Text("если бы отвечал сам сотрудник", "if the person were responsible for it"),
        "creator": Text(
            "если бы его зарегистрировал или создал сам сотрудник",
            "if the person had registered or created it",
        ),
        "system": Text(
            "если бы объект поступил из своей системы", "if it had come from the client's own system"
        ),
        "center": Text("если бы объект был открыт всем членам МЦУ", "if it were open to all members"),
        "participant": Text("если бы сотрудник в нём участвовал", "if the person took part in it"),
        "secretary": Text("если бы сотрудник был его секретарём", "if the person were its secretary"),
        "voter": Text("если бы это был бюллетень самого сотрудника", "if it were the person's own ballot"),
    }
)

OUTCOMES: Mapping[RuleOutcome, Text] = MappingProxyType(
    {
        RuleOutcome.ALLOWS: Text("{key}", "{key}"),
        RuleOutcome.OUT_OF_SCOPE: Text("{key}", "{key}"),
        RuleOutcome.LIMITED: Text("{key}; не выполнено: {limit}", "{key}; the limit is not met: {limit}"),
        RuleOutcome.PROPOSES: Text(
            "{key}; можно предложить, решает другой", "{key}; may only propose it, someone else decides"
        ),
        RuleOutcome.ASKS_REASON: Text(
            "{key}; только с указанием причины, она записывается",
            "{key}; only after stating a reason, which is logged",
        ),
        RuleOutcome.DEPENDS: Text("зависит от объекта; {key}", "depends on the object; {key}"),
    }
)
EVERYTHING = Text("правило охватывает всё", "the rule covers everything")
BOUND_TO_NOTHING = Text("роль ни к чему не привязана", "the role is not bound to anything")


class Speaker:
    """Says rules in the asker's language about one object, or about none."""

    def __init__(self, info: GraphInfo, type_name: str, *, of_asker: bool = False) -> None:
        """Speak about objects of a type; to the person whose rights these are with `of_asker`, else about them."""
        self._info = info
        self._of_asker = of_asker
        shown = OBJECT_TYPES.get(type_name)
        self._noun = (shown.noun if shown is not None else None) or THING
        self._locale = info.context.locale

    def say(self, text: Text, **facts: str) -> str:
        """Return one text in the asker's language."""
        english = self._locale == "en"
        return (text.en if english else text.ru).format(
            noun=self._noun.en if english else self._noun.ru, **facts
        )

    def why(self, one: ExplainedRule) -> str:
        """Return what came of one rule, with the key that decided."""
        limit = self.say(limit_text(one.rule.limit)) if one.rule.limit is not None else ""
        return self.say(OUTCOMES[one.outcome], key=self.key(one), limit=limit)

    def key(self, one: ExplainedRule) -> str:
        """Return what the object is about and what the member's role is bound to, one kind of key after the other."""
        if one.rule.scope.keys is None:
            return self.say(EVERYTHING)
        kinds = list(dict.fromkeys(_kind(key) for key in one.wanted))
        if not kinds:
            return self.say(BOUND_TO_NOTHING)
        with_object = one.outcome is not RuleOutcome.DEPENDS
        return "; ".join(text for kind in kinds for text in self._about(one, kind, with_object=with_object))

    def would(self, one: ExplainedRule) -> Iterable[str]:
        """Yield what of the object would have to be otherwise for this rule to allow."""
        if one.outcome is RuleOutcome.LIMITED and one.rule.limit is not None:
            limit = self.say(limit_text(one.rule.limit))
            yield self.say(
                Text("если бы выполнялось: {limit}", "if the limit were met: {limit}"), limit=limit
            )
        if one.outcome is RuleOutcome.ASKS_REASON:
            yield self.say(
                Text("если указать причину (revealApplicant)", "after stating a reason (revealApplicant)")
            )
        if one.outcome is RuleOutcome.OUT_OF_SCOPE:
            for kind in dict.fromkeys(_kind(key) for key in one.wanted):
                yield self.say(WOULD[kind], names=self.names(kind, one.wanted))

    def with_role(self, grant: Grant) -> str:
        """Return a role that would allow it, with what it would have to be bound to."""
        bound = [
            *(self.names("sector", [f"sector:{one}" for one in sorted(grant.sectors)]),),
            *(self.names("org", [f"org:{one}" for one in sorted(grant.organizations)]),),
        ]
        role = self.role(grant.role)
        kept = bound[0] if grant.role is Role.SECTOR_LEAD else bound[1] if grant.role in _OF_A_BODY else ""
        shown = f"{role} ({kept})" if kept else role
        return self.say(
            Text("если бы у сотрудника была роль {role}", "if the person had the role {role}"), role=shown
        )

    def role(self, role: Role) -> str:
        """Return a role: its code in English, its Russian term else."""
        return role.value if self._locale == "en" else ROLES[role]

    def names(self, kind: str, keys: Iterable[str]) -> str:
        """Return what the keys of one kind name, in the order of their names; organizations without those below them."""
        values = [key.partition(":")[2] for key in keys if _kind(key) == kind]
        if kind not in COLLECTIONS:
            return ""
        if kind == "org":
            values = [one for one in values if self._parent(one) not in values]
        return ", ".join(sorted(self._name(kind, one) for one in values))

    def _about(self, one: ExplainedRule, kind: str, *, with_object: bool) -> Iterable[str]:
        if with_object:
            yield self.say(FOUND[kind][not self._has(one.found, kind)], names=self.names(kind, one.found))
        if kind in HELD:
            # Of many channels and organizations the one that met says it all.
            held = set(one.wanted).intersection(one.found) or one.wanted
            said = (HELD_BY_YOU if self._of_asker else HELD)[kind]
            yield self.say(said[not self._has(held, kind)], names=self.names(kind, held))
        elif with_object and kind in YES and self._has(one.found, kind):
            met = any(key in one.wanted for key in one.found if _kind(key) == kind)
            yield self.say(YOU[kind][not met] if self._of_asker else (YES if met else NO)[kind])

    @staticmethod
    def _has(keys: Iterable[str], kind: str) -> bool:
        return any(_kind(key) == kind for key in keys)

    def _name(self, kind: str, record_id: str) -> str:
        collection, called = COLLECTIONS[kind]
        # Codes are the English names of sectors; everything else has but one name.
        row = related(self._info, collection, record_id)
        if row is None or (kind == "sector" and self._locale == "en"):
            return record_id
        return f"«{row[called]}»" if kind == "sector" else str(row[called])

    def _parent(self, organization_id: str) -> str | None:
        row = related(self._info, "organizations", organization_id)
        return row["parent_id"] if row is not None else None


_OF_A_BODY = frozenset({Role.RECIPIENT_COORDINATOR, Role.RECIPIENT_HEAD})


def _kind(key: str) -> str:
    return key.partition(":")[0]
