"""What documents end with is read, validated and compiled once, and each is still refused what it is refused as a whole."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, execute, print_ast

from api.leaks.selection import CORE
from schema.engine.counters import figures, forget
from schema.engine.guard import OverLimit
from schema.engine.prepared import PreparedDocument, PreparedDocuments
from tests.engine.comparing import AtOnce
from tests.engine.drawing import good
from tests.engine.planted import CORE as PLANTED
from tests.engine.planted import context
from tests.leaks.fragments import DocumentsOfFragments

ENDING = "fragment All on Message { __typename id ... on Message { Message_number: number } }"


def prepared(documents: PreparedDocuments, *texts: str) -> list[PreparedDocument]:
    """The documents, validated."""
    found = [documents.prepare(text) for text in texts]
    for one in found:
        documents.validation_errors(one)
    return found


def test_a_document_whose_ending_is_known_is_the_one_that_was_sent() -> None:
    first, second = prepared(
        DocumentsOfFragments(CORE),
        f'{{ a0: message(id: "x") {{ ...All }} }} {ENDING}',
        f'{{ a0: message(id: "y") {{ ...All }} a1: message(id: "z") {{ ...All }} }} {ENDING}',
    )
    (whole,) = prepared(PreparedDocuments(CORE), print_ast(second.document))
    assert print_ast(whole.document) == print_ast(second.document)
    assert (whole.figures, whole.errors) == (second.figures, second.errors)
    assert second.document.definitions[-1] is first.document.definitions[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        "{ a0: meeting(id: 1) { ...All } }",
        "{ a0: message(id: 1, size: 2) { ...All } }",
        "query($v: ID!) { a0: message(id: 1) { ...All } }",
        "{ a0: message(id: 1) { __typename } }",
    ],
)
def test_what_is_wrong_with_an_operation_is_told(wrong: str) -> None:
    _, second = prepared(
        DocumentsOfFragments(CORE), f"{{ a0: message(id: 1) {{ ...All }} }} {ENDING}", f"{wrong} {ENDING}"
    )
    (whole,) = prepared(PreparedDocuments(CORE), f"{wrong} {ENDING}")
    assert whole.errors
    assert [one.message for one in second.errors or ()] == [one.message for one in whole.errors]


def test_an_ending_that_is_wrong_is_wrong_each_time() -> None:
    wrong = ENDING.replace("Message_number: number", "nothing")
    texts = [f"{{ a{number}: message(id: 1) {{ ...All }} }} {wrong}" for number in range(2)]
    assert all(one.errors for one in prepared(DocumentsOfFragments(CORE), *texts))


def test_a_document_is_held_to_its_limit_as_a_whole() -> None:
    documents, fields = DocumentsOfFragments(CORE), " ".join(f"f{number}: number" for number in range(49))
    ending = f"fragment All on Message {{ {fields} }}"
    prepared(documents, f"{{ message(id: 1) {{ ...All }} }} {ending}")
    calls = " ".join(f"a{number}: message(id: 1) {{ ...All }}" for number in range(5))
    with pytest.raises(OverLimit, match="aliases"):
        documents.prepare(f"{{ {calls} }} {ending}")
    with pytest.raises(OverLimit, match="tokens"):
        documents.prepare(f"{{ message(id: [{'1 ' * 900}]) {{ ...All }} }} {ending}")


def test_an_ending_is_compiled_once_and_answers_as_before() -> None:
    documents = DocumentsOfFragments(PLANTED)
    texts = [f"{{ {call} {{ ...All }} }} {ENDING}" for call in ("message", "a1: message", "a2: message")]
    forget()
    for text in texts:
        for found in (documents, PreparedDocuments(PLANTED)):
            assert answered(found, text) == {"id", "__typename", "Message_number"}
    # Once for all of these, and each time where every document is taken for itself.
    assert figures()["plans"] == 1 + len(texts)


def answered(documents: PreparedDocuments, text: str) -> set[str]:
    """The keys of what is answered."""
    operation = documents.choose(documents.prepare(text), None)
    assert isinstance(operation.node, OperationDefinitionNode)
    value = good(PLANTED.type_map["Message"])
    result: Any = execute(
        PLANTED,
        operation.prepared.document,
        context_value=context(value),
        executor_class=AtOnce,
        plans=operation.plans,
    )
    assert not result.errors
    (shown,) = result.data.values()
    return set(shown)
