"""Which rules a document can break at all: without a variable none of variables, without a directive none of directives."""

from collections.abc import Iterable, Mapping

from graphql import (
    KnownDirectivesRule,
    NoUndefinedVariablesRule,
    NoUnusedVariablesRule,
    UniqueDirectivesPerLocationRule,
    UniqueVariableNamesRule,
    VariablesAreInputTypesRule,
    VariablesInAllowedPositionRule,
    specified_rules,
)
from graphql.validation import ASTValidationRule

Rule = type[ASTValidationRule]

ABOUT: Mapping[str, frozenset[Rule]] = {
    "$": frozenset(
        {
            NoUndefinedVariablesRule,
            NoUnusedVariablesRule,
            UniqueVariableNamesRule,
            VariablesAreInputTypesRule,
            VariablesInAllowedPositionRule,
        }
    ),
    "@": frozenset({KnownDirectivesRule, UniqueDirectivesPerLocationRule}),
}
"""The sign without which there is none in a text → the rules about them, each of which goes through all of a document."""


def rules_for(text: str, rules: Iterable[Rule] = specified_rules) -> tuple[Rule, ...]:
    """Return those of the rules that a document can break, in their order."""
    without = {rule for sign, about in ABOUT.items() if sign not in text for rule in about}
    return tuple(one for one in rules if one not in without)
