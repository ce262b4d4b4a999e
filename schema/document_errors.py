"""What is wrong with a document or its variables, in our words: in Russian, or in English for `en`.

The library under the schema words its errors for programmers, in English, and quotes the values that were sent. Each
of its sentences is known here by its beginning; what stands in none of the tables is told in general words.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import GraphQLError

from auth.texts.errors import Text


class ValueRefused(ValueError):  # as the refusals are called
    """A scalar does not take a value; `text` says why in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _sentences(table: Iterable[tuple[str, str, str]]) -> tuple[tuple[re.Pattern[str], Text], ...]:
    # A name is what stands between quotes; it is none of the values, which are not repeated.
    return tuple(
        (re.compile(re.sub(r"(?<!\?P)<(\w+)>", r"'(?P<\1>[^']+)'", pattern)), Text(russian, english))
        for pattern, russian, english in table
    )


PLACES = _sentences(
    (
        (
            r"Variable <name> has invalid (?:default )?value(?: at (?P<at>\S+))?: ",
            "Переменная {name}{at}: ",
            "Variable {name}{at}: ",
        ),
        (
            r"Argument <name> has invalid (?:default )?value(?: at (?P<at>\S+))?: ",
            "Аргумент {name}{at}: ",
            "Argument {name}{at}: ",
        ),
    )
)
"""Whose value it is, before what is wrong with it."""

SENTENCES = _sentences(
    (
        (
            r"Cannot query field <field> on type <type>",
            "В типе {type} нет поля {field}.",
            "Type {type} has no field {field}.",
        ),
        (
            r"Unknown argument <argument> on field <field>",
            "У поля {field} нет аргумента {argument}.",
            "Field {field} has no argument {argument}.",
        ),
        (
            r"Unknown argument <argument> on directive <directive>",
            "У директивы {directive} нет аргумента {argument}.",
            "Directive {directive} has no argument {argument}.",
        ),
        (r"Unknown type <type>", "Нет типа {type}.", "There is no type {type}."),
        (
            r"Unknown directive <directive>",
            "Нет директивы {directive}.",
            "There is no directive {directive}.",
        ),
        (r"Unknown fragment <name>", "Нет фрагмента {name}.", "There is no fragment {name}."),
        (
            r"Directive <directive> may not be used on",
            "Директива {directive} здесь не применяется.",
            "Directive {directive} cannot be used here.",
        ),
        (
            r"Argument <argument> of type <type> is required",
            "Не указан обязательный аргумент {argument} (тип {type}).",
            "The required argument {argument} of type {type} is missing.",
        ),
        (
            r"Argument <argument> of required type <type> was not provided",
            "Не указан обязательный аргумент {argument} (тип {type}).",
            "The required argument {argument} of type {type} is missing.",
        ),
        (
            r"Expected value of type <type> to include required field <field>",
            "Не заполнено обязательное поле {field} (тип {type}).",
            "The required field {field} of {type} is missing.",
        ),
        (
            r"Expected value of type <type> not to include unknown field <field>",
            "В типе {type} нет поля {field}.",
            "Type {type} has no field {field}.",
        ),
        (
            r"Expected value of type <type> to be an object",
            "Здесь нужен объект типа {type}.",
            "An object of type {type} is expected here.",
        ),
        (
            r"Expected (?:a )?value of non-null type <type>",
            "Здесь нужно значение типа {type}, null недопустим.",
            "A value of type {type} is expected here, not null.",
        ),
        (
            r"Expected variable <name> provided to (?:non-null )?(?:type|field) <type>",
            "Переменная {name} должна иметь значение.",
            "Variable {name} must have a value.",
        ),
        (
            r"Within OneOf Input Object type <type>",
            "В объекте типа {type} нужно заполнить ровно одно поле.",
            "Exactly one field of {type} must be given.",
        ),
        (
            r"(?s:Value '.*?') does not exist in <type> enum",
            "Такого значения нет в перечне {type}.",
            "There is no such value in {type}.",
        ),
        (
            r"Enum <type> cannot represent",
            "Такого значения нет в перечне {type}.",
            "There is no such value in {type}.",
        ),
        (
            r"Int cannot represent non 32-bit",
            "Число слишком велико: допустимы целые от −2147483648 до 2147483647.",
            "The number is too large: whole numbers from −2147483648 to 2147483647 are accepted.",
        ),
        (r"Int cannot represent", "Здесь нужно целое число.", "A whole number is expected here."),
        (r"Float cannot represent", "Здесь нужно число.", "A number is expected here."),
        (r"String cannot represent", "Здесь нужна строка.", "A string is expected here."),
        (r"Boolean cannot represent", "Здесь нужно true или false.", "true or false is expected here."),
        (r"ID cannot represent", "Здесь нужен идентификатор: строка.", "An id, a string, is expected here."),
        (
            r"Expected value of type <type>",
            "Значение не подходит к типу {type}.",
            "The value does not fit the type {type}.",
        ),
        (
            r"Field <field> must not have a selection",
            "У поля {field} нет вложенных полей: уберите фигурные скобки.",
            "Field {field} has no subfields: leave out the braces.",
        ),
        (
            r"Field <field> of type <type> must have",
            "У поля {field} (тип {type}) нужно выбрать вложенные поля.",
            "Select subfields of {field}, which is of type {type}.",
        ),
        (
            r"Fields <field> conflict",
            "Поле {field} запрошено дважды по-разному: дайте разные псевдонимы.",
            "Field {field} is selected twice in different ways: use different aliases.",
        ),
        (
            r"Variable <name> is not defined",
            "Переменная {name} не объявлена в операции.",
            "Variable {name} is not defined by the operation.",
        ),
        (
            r"Variable <name> is never used",
            "Переменная {name} нигде не используется.",
            "Variable {name} is never used.",
        ),
        (
            r"Variable <name> of required type <type> was not provided",
            "Не задана обязательная переменная {name} (тип {type}).",
            "The required variable {name} of type {type} is missing.",
        ),
        (
            r"Variable <name> of type <type> used in position expecting type <wanted>",
            "Переменная {name} объявлена с типом {type}, а здесь нужен тип {wanted}.",
            "Variable {name} is of type {type}; {wanted} is expected here.",
        ),
        (
            r"Variable <name> (?:is of type <type> but must be non-nullable|cannot be non-input type)",
            "Переменная {name} объявлена с неподходящим типом.",
            "Variable {name} is declared with a type that does not fit.",
        ),
        (
            r"Fragment <name> is never used",
            "Фрагмент {name} не используется.",
            "Fragment {name} is never used.",
        ),
        (
            r"Fragment (?:<name> )?cannot be spread here as objects of type <type> can never be of type <other>",
            "Фрагмент типа {other} здесь невозможен: объекты имеют тип {type}.",
            "A fragment on {other} does not fit here: objects are of type {type}.",
        ),
        (
            r"Fragment (?:<name> )?cannot condition on non composite type <type>",
            "Фрагмент на типе {type} невозможен: у него нет полей.",
            "A fragment on {type} is not possible: it has no fields.",
        ),
        (
            r"Cannot spread fragment <name> within itself",
            "Фрагмент {name} вложен сам в себя.",
            "Fragment {name} is spread within itself.",
        ),
        (
            r"There can be only one (?:[\w ]+) named <name>",
            "Имя {name} указано дважды.",
            "The name {name} is given twice.",
        ),
        (
            r"The directive <directive> can only be used once",
            "Директива {directive} указана дважды.",
            "Directive {directive} is used twice.",
        ),
        (
            r"This anonymous operation must be the only",
            "Если операций несколько, у каждой должно быть имя.",
            "Where there are several operations, each needs a name.",
        ),
        (
            r"The <name> definition is not executable",
            "Определение {name} выполнить нельзя.",
            "The definition {name} cannot be executed.",
        ),
        (
            r"The (?P<name>\w+) operation is not supported",
            "Операции {name} здесь не поддерживаются.",
            "Operations of the kind {name} are not supported.",
        ),
        (
            r"Syntax Error: Expected (?P<wanted>.+), found (?P<found>.+)\.$",
            "Синтаксическая ошибка: ожидалось {wanted}, а стоит {found}.",
            "Syntax error: expected {wanted}, found {found}.",
        ),
        (
            r"Syntax Error: (?:Unexpected|Invalid) character: (?P<found>\S+?)\.",
            "Синтаксическая ошибка: недопустимый символ {found}.",
            "Syntax error: invalid character {found}.",
        ),
        (
            r"Syntax Error: Unexpected (?P<found>.+)\.$",
            "Синтаксическая ошибка: неожиданно {found}.",
            "Syntax error: unexpected {found}.",
        ),
        (
            r"Syntax Error: Unterminated string",
            "Синтаксическая ошибка: строка не закрыта кавычкой.",
            "Syntax error: the string is not closed.",
        ),
        (
            r"Syntax Error: Invalid number",
            "Синтаксическая ошибка: число записано неверно.",
            "Syntax error: the number is malformed.",
        ),
        (
            r"Syntax Error: Invalid (?:character|Unicode) ",
            "Синтаксическая ошибка: недопустимый символ или обозначение символа.",
            "Syntax error: an invalid character or escape.",
        ),
        (r"Syntax Error", "Синтаксическая ошибка.", "There is a syntax error."),
    )
)
"""How the library begins each sentence, and ours; the first that fits is the one."""

SUGGESTED = re.compile(
    r"\bDid you mean (?:the enum value |to use an inline fragment on )?(?P<names>'[^?{}]+')\?"
)
SUGGESTION = Text(" Возможно, имелось в виду: {names}.", " Did you mean {names}?")
OTHERWISE = Text("Документ не соответствует схеме.", "The document does not fit the schema.")
LONGEST_QUOTED_CHARACTERS = 80


def worded(error: GraphQLError, locale: str) -> str:
    """Return what an error says, in our words; names of the schema and of the document stay, values do not."""
    message, place = error.message, ""
    for pattern, text in PLACES:
        found = pattern.match(message)
        if found is not None:
            place, message = _told(text, found.groupdict(), locale), message[found.end() :]
            break
    reason = _reason(error, message, locale)
    return f"{place}{_lowered(reason) if place else reason}"


def _reason(error: GraphQLError, message: str, locale: str) -> str:
    cause = original_cause(error)
    if isinstance(cause, ValueRefused):
        return _told(cause.text, {}, locale)
    for pattern, text in SENTENCES:
        found = pattern.match(message)
        if found is not None:
            return _told(text, found.groupdict(), locale) + _suggested(message, locale)
    return _told(OTHERWISE, {}, locale)


def original_cause(error: GraphQLError) -> Exception | None:
    """Return what an error of the library was raised for, through all that it was wrapped in; None for none of ours."""
    cause: Exception | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _suggested(message: str, locale: str) -> str:
    found = SUGGESTED.search(message)
    if found is None:
        return ""
    names = ", ".join(re.findall(r"'([^']+)'", found["names"]))
    return _told(SUGGESTION, {"names": names}, locale)


def _told(text: Text, names: Mapping[str, Any], locale: str) -> str:
    shown = {name: (value or "")[:LONGEST_QUOTED_CHARACTERS] for name, value in names.items()}
    return (text.en if locale == "en" else text.ru).format_map(shown)


def _lowered(sentence: str) -> str:
    """A sentence behind a colon; what begins with a name or an abbreviation keeps its capital."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
