"""What the engine refuses, in our codes and in words for the caller."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.errors import Problem, QueryTooCostly
from auth.texts.errors import Text
from schema.engine import guard
from schema.engine.cost import TooCostly
from schema.engine.guard import DocumentLimit, OverLimit
from schema.engine.prepared import NotChosen, Unclear
from schema.errors import RequestRefused

LIMITS: Mapping[DocumentLimit, Text] = MappingProxyType(
    {
        guard.TOKENS: Text(
            "Запрос слишком длинный, лексем: {found}. Разделите его на несколько запросов.",
            "The document is too long: {found} tokens. Split it into several requests.",
        ),
        guard.DEPTH: Text(
            "Слишком глубокая вложенность, уровней: {found}. Запросите вложенные объекты отдельно, по id.",
            "The query is nested too deeply: {found} levels. Request the inner objects separately, by id.",
        ),
        guard.INTROSPECTION_DEPTH: Text(
            "Слишком глубокая интроспекция, уровней: {found}. Возьмите схему по адресу /graphql/schema.graphql.",
            "Introspection is nested too deeply: {found} levels. Get the schema from /graphql/schema.graphql.",
        ),
        guard.INTROSPECTION_NESTING: Text(
            "В интроспекции слишком много вложенных друг в друга списков: {found}. Возьмите схему по адресу "
            "/graphql/schema.graphql.",
            "Introspection nests lists {found} levels deep. Get the schema from /graphql/schema.graphql.",
        ),
        guard.ALIASES: Text(
            "Слишком много псевдонимов: {found}. Вместо псевдонимов используйте списки с отбором.",
            "Too many aliases: {found}. Use a filtered list instead of an alias for each object.",
        ),
        guard.ROOT_FIELDS: Text(
            "Слишком много полей верхнего уровня: {found}. Разделите запрос на несколько.",
            "Too many top-level fields: {found}. Split the operation into several requests.",
        ),
        guard.DIRECTIVES: Text(
            "Слишком много директив: {found}. Уберите лишние @skip и @include.",
            "Too many directives: {found}. Leave out needless @skip and @include.",
        ),
        guard.FIELDS: Text(
            "После раскрытия фрагментов выбрано слишком много полей: {found}. Не повторяйте фрагменты друг в друге.",
            "Too many fields after expanding fragments: {found}. Do not nest fragments within each other.",
        ),
        guard.REPEATS: Text(
            "Одно и то же поле выбрано слишком много раз: {found}. Уберите повторы.",
            "The same field is selected too many times: {found}. Remove the repetitions.",
        ),
        guard.VALUE_DEPTH: Text(
            "Слишком глубокая вложенность значения аргумента, уровней: {found}. Упростите его структуру.",
            "An argument value is nested too deeply: {found} levels. Make it flatter.",
        ),
    }
)
"""The figures of the contract (§4): which is passed, and how to get under it."""

UNCLEAR: Mapping[Unclear, Text] = MappingProxyType(
    {
        Unclear.NONE_THERE: Text("В документе нет операции.", "The document holds no operation."),
        Unclear.SEVERAL: Text(
            "В документе несколько операций: укажите operationName.",
            "The document holds several operations: name one in operationName.",
        ),
        Unclear.UNKNOWN: Text(
            "В документе нет операции с именем из operationName.",
            "The document holds no operation of the name in operationName.",
        ),
    }
)


def limit_text(limit: DocumentLimit) -> Text:
    """Return the words for a document over a limit; `found` is to be put in."""
    ru, en = LIMITS[limit]
    return Text(f"{ru} Допустимо: {limit.allowed}.", f"{en} Allowed: {limit.allowed}.")


class DocumentTooLarge(QueryTooCostly):
    """The document passes a limit; the facts name it, the figure found (where it was still counted) and allowed."""

    def __init__(self, limit: DocumentLimit, found: int | str) -> None:
        super().__init__(limit=limit.name, found=found, allowed=limit.allowed)
        self._text = limit_text(limit)

    def message(self, locale: str = "ru") -> str:
        """Say which limit, the figure, and how to get under it."""
        text = self._text.en if locale == "en" else self._text.ru
        return text.format(found=self.facts["found"])


def problem_of(refused: OverLimit | TooCostly | NotChosen) -> Problem:
    """Translate what the engine refused."""
    if isinstance(refused, OverLimit):
        return DocumentTooLarge(refused.limit, refused.found)
    if isinstance(refused, TooCostly):
        return QueryTooCostly(rule="points", cost=refused.cost, limit=refused.limit, dearest=refused.dearest)
    return RequestRefused(refused.reason.value, UNCLEAR[refused.reason])
