"""What is left out of the rules of validation can say nothing of a document."""

import pytest
from graphql import parse, specified_rules, validate

from tests.support.asking import CORE
from tests.support.validating import rules_for

BROKEN = (
    "{ helo }",
    "{ cases(helo: 1) { nodes { id } } }",
    "{ cases(first: $first) { nodes { id } } }",
    "query($first: Int) { viewer { __typename } }",
    "query($a: Helo!, $a: Int!) { cases(first: $a) { nodes { id } } }",
    "query($a: String!) { cases(first: $a) { nodes { id } } }",
    "{ viewer @helo { __typename } }",
    "{ viewer @skip(if: true) @skip(if: true) { __typename } }",
    "{ ...F } fragment G on Query { viewer { __typename } }",
    '{ case(id: "$") { helo } }',
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_document_is_told_the_same_mistakes_by_the_rules_that_it_can_break(text: str) -> None:
    document = parse(text)
    told = [str(one) for one in validate(CORE, document, rules_for(text))]
    assert told == [str(one) for one in validate(CORE, document)] != []


def test_a_document_with_variables_and_directives_is_held_to_all_rules() -> None:
    assert rules_for("query($a: Int) { viewer @skip(if: true) { __typename } }") == tuple(specified_rules)
    assert len(rules_for("{ viewer { __typename } }")) == len(specified_rules) - 7
