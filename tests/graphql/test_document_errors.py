"""What is wrong with a document or its variables is told in our words, in both languages, and repeats no value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from graphql import GraphQLError, GraphQLSyntaxError, OperationDefinitionNode, parse, validate
from graphql.execution.values import get_variable_values

from schema.build import schema
from schema.document_errors import OTHERWISE, worded
from schema.errors import shown_execution_errors, shown_syntax_error, shown_validation_errors
from schema.scalars import NO_MOMENT, read_moment

SECRET = "Котова 89135550142"

DOCUMENTS = [
    ("{ helo }", "В типе Query нет поля helo."),
    ("{ viewer { logn } }", "В типе Viewer нет поля logn. Возможно, имелось в виду: login."),
    (
        "{ cases(first: 1, frst: 1) { nodes { id } } }",
        "У поля Query.cases нет аргумента frst. Возможно, имелось в виду: first, last.",
    ),
    ("{ viewer @skp { login } }", "Нет директивы @skp."),
    (
        "{ viewer @skip(if: true, iff: 1) { login } }",
        "У директивы @skip нет аргумента iff. Возможно, имелось в виду: if.",
    ),
    ("{ viewer @skip { login } }", "Не указан обязательный аргумент @skip(if:) (тип Boolean!)."),
    ("query($x: Mesage) { message(id: $x) { id } }", "Нет типа Mesage. Возможно, имелось в виду: Message."),
    ("{ ...F }", "Нет фрагмента F."),
    ("{ viewer }", "У поля viewer (тип Viewer) нужно выбрать вложенные поля."),
    ("{ viewer { login { a } } }", "У поля login нет вложенных полей: уберите фигурные скобки."),
    ("query($x: Int) { viewer { login } }", "Переменная $x нигде не используется."),
    ("{ cases(first: $x) { nodes { id } } }", "Переменная $x не объявлена в операции."),
    (
        "query($x: String) { cases(first: $x) { nodes { id } } }",
        "Переменная $x объявлена с типом String, а здесь нужен тип Int.",
    ),
    (f'{{ cases(first: "{SECRET}") {{ nodes {{ id }} }} }}', "Здесь нужно целое число."),
    (
        "{ cases(first: 99999999999) { nodes { id } } }",
        "Число слишком велико: допустимы целые от −2147483648 до 2147483647.",
    ),
    ("{ cases(first: 1, filter: {search: 5}) { nodes { id } } }", "Здесь нужна строка."),
    ("{ cases(first: 1, filter: {isOverdue: 5}) { nodes { id } } }", "Здесь нужно true или false."),
    ("{ message(id: 1.5) { id } }", "Здесь нужен идентификатор: строка."),
    (
        "{ cases(first: 1, filter: {kind: [MESAGE]}) { nodes { id } } }",
        "Такого значения нет в перечне CaseKind. Возможно, имелось в виду: MESSAGE.",
    ),
    (
        f'{{ cases(first: 1, filter: {{kind: ["{SECRET}"]}}) {{ nodes {{ id }} }} }}',
        "Такого значения нет в перечне CaseKind.",
    ),
    ("{ cases(first: 1, filter: 5) { nodes { id } } }", "Здесь нужен объект типа CaseFilter."),
    (
        "{ cases(first: 1, filter: {isOverdu: true}) { nodes { id } } }",
        "В типе CaseFilter нет поля isOverdu. Возможно, имелось в виду: isOverdue, isOpen.",
    ),
    (
        "{ cases(first: 1, orderBy: {direction: ASC}) { nodes { id } } }",
        "Не заполнено обязательное поле field (тип CaseOrder).",
    ),
    (
        "mutation { routeSubmission { errors { code } } }",
        "Не указан обязательный аргумент Mutation.routeSubmission(input:) (тип RouteInput!).",
    ),
    (
        "mutation { routeSubmission(input: null) { errors { code } } }",
        "Здесь нужно значение типа RouteInput!, null недопустим.",
    ),
    (
        f'{{ cases(first: 1, filter: {{receivedAt: {{from: "{SECRET}"}}}}) {{ nodes {{ id }} }} }}',
        "Нужен момент времени по RFC 3339 со смещением, например 2026-04-07T10:00:00+07:00.",
    ),
    (
        '{ cases(first: 1, filter: {receivedAt: {from: "2026-01-01T10:00:00+24:00"}}) { nodes { id } } }',
        "Такой даты, такого времени или смещения не бывает.",
    ),
    ('{ calendar(from: "2026-13-01", to: "2026-12-31") { day } }', "Такого дня в календаре нет."),
    (
        '{ a: viewer { login } a: message(id: "x") { id } }',
        "Поле a запрошено дважды по-разному: дайте разные псевдонимы.",
    ),
    ("query A { viewer { login } } query A { viewer { login } }", "Имя A указано дважды."),
    (
        "query A { viewer { login } } { viewer { login } }",
        "Если операций несколько, у каждой должно быть имя.",
    ),
    ("fragment F on Message { id } { viewer { login } }", "Фрагмент F не используется."),
    (
        "{ viewer { ... on Message { id } } }",
        "Фрагмент типа Message здесь невозможен: объекты имеют тип Viewer.",
    ),
    ("{ viewer { ... on Int { id } } }", "Фрагмент на типе Int невозможен: у него нет полей."),
    ("{ cases(first: 1, first: 2) { nodes { id } } }", "Имя first указано дважды."),
    ("{ viewer { login @skip(if: true) @skip(if: true) } }", "Директива @skip указана дважды."),
    ("type A { a: Int } { viewer { login } }", "Определение A выполнить нельзя."),
]

VARIABLES: list[tuple[dict[str, Any], str]] = [
    ({}, "Переменная $x: здесь нужно значение типа CaseFilter!, null недопустим."),
    ({"x": None}, "Переменная $x: здесь нужно значение типа CaseFilter!, null недопустим."),
    ({"x": SECRET}, "Переменная $x: здесь нужен объект типа CaseFilter."),
    ({"x": {"kind": [SECRET]}}, "Переменная $x.kind[0]: такого значения нет в перечне CaseKind."),
    ({"x": {"kind": [None]}}, "Переменная $x.kind[0]: здесь нужно значение типа CaseKind!, null недопустим."),
    (
        {"x": {"isOverdu": SECRET}},
        "Переменная $x: в типе CaseFilter нет поля isOverdu. Возможно, имелось в виду: isOverdue, isOpen.",
    ),
    ({"x": {"search": [1]}}, "Переменная $x.search: здесь нужна строка."),
    (
        {"x": {"receivedAt": {"from": SECRET}}},
        f"Переменная $x.receivedAt.from: {NO_MOMENT.ru[:1].lower()}{NO_MOMENT.ru[1:]}",
    ),
    ({"x": {}, "n": SECRET}, "Переменная $n: здесь нужно целое число."),
]

UNREADABLE = [
    ("{ viewer { login }", "Синтаксическая ошибка: ожидалось Name, а стоит <EOF>."),
    ("qery { a }", "Синтаксическая ошибка: неожиданно Name 'qery'."),
    ('{ a(b: "x }', "Синтаксическая ошибка: строка не закрыта кавычкой."),
    ("{ a(b: 01) }", "Синтаксическая ошибка: число записано неверно."),
    ("{ \x07 }", "Синтаксическая ошибка: недопустимый символ U+0007."),
    ('{ a(b: "\\q") }', "Синтаксическая ошибка: недопустимый символ или обозначение символа."),
]


def is_ours(error: GraphQLError) -> None:
    """It stands in one of the tables, says something else in English, and repeats nothing."""
    english = worded(error, "en")
    assert english != OTHERWISE.en, error.message
    assert english != error.message
    assert not {*"абвгдеёжзийклмнопрстуфхцчшщъыьэюя"} & {*english.lower()}
    assert SECRET not in english


@pytest.mark.parametrize(("document", "told"), DOCUMENTS)
def test_what_is_wrong_with_a_document_is_told_in_our_words(document: str, told: str) -> None:
    errors = validate(schema._schema, parse(document))
    assert told in [one["message"] for one in shown_validation_errors(errors, "ru")]
    for error in errors:
        is_ours(error)


@pytest.mark.parametrize(("given", "told"), VARIABLES)
def test_what_is_wrong_with_a_variable_is_told_with_its_place(given: Mapping[str, Any], told: str) -> None:
    document = parse("query($x: CaseFilter!, $n: Int) { cases(first: $n, filter: $x) { nodes { id } } }")
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    errors = get_variable_values(schema._schema, operation.variable_definitions or (), dict(given))
    assert isinstance(errors, list)
    shown = shown_execution_errors(errors, "ru", request_id="x")
    assert [one["message"] for one in shown] == [told]
    assert [one["extensions"] for one in shown] == [{"code": "BAD_REQUEST", "facts": {"rule": "coercion"}}]
    for error in errors:
        is_ours(error)


@pytest.mark.parametrize(("document", "told"), UNREADABLE)
def test_what_cannot_be_read_is_told_in_our_words(document: str, told: str) -> None:
    with pytest.raises(GraphQLSyntaxError) as unreadable:
        parse(document)
    assert shown_syntax_error(unreadable.value, "ru")["message"] == told
    is_ours(unreadable.value)


def test_what_no_table_knows_is_told_in_general_words() -> None:
    error = GraphQLError(f"Something new about {SECRET}.")
    assert (worded(error, "ru"), worded(error, "en")) == (OTHERWISE.ru, OTHERWISE.en)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59)),
        ("2017-01-01T06:59:60+07:00", datetime(2016, 12, 31, 23, 59, 59)),
        ("2016-12-31T23:59:60.5Z", datetime(2016, 12, 31, 23, 59, 59, 500_000)),
    ],
)
def test_a_leap_second_is_the_second_before_it(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01T10:00:60Z",
        "2026-01-01T24:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-01-01T10:00:61Z",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_a_moment_that_there_is_not_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"^There is no such date, time or offset\.$"):
        read_moment(text)


@pytest.mark.parametrize("text", ["2026-04-07T10:00:00+07:00\n", "２０２６-04-07T10:00:00Z"])
def test_only_the_digits_and_the_end_of_the_standard_make_a_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A moment in RFC 3339"):
        read_moment(text)
