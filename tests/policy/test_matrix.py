"""The generated matrix is the matrix of rights, cell for cell."""

import csv

import pytest

from auth.actions import Action
from auth.policy.grammar import note, rule
from auth.policy.matrix import matrix, to_markdown
from auth.policy.scopes import ALL, SECTOR
from auth.policy.table import BY_ROLE, RULES, by_role
from auth.roles import COLUMN, DECREE_ROLES, DESKS_OF, TECHNICAL_ROLES, Role
from tests.policy.oracle import COLUMNS, KEPT, MATRIX_FILE


def rows() -> list[dict[str, str]]:
    with MATRIX_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_cell_clause_and_remark_is_the_one_of_the_matrix_of_rights() -> None:
    generated = [
        {"action": row.action.value, **row.words, "clause": row.clause, "note": row.note} for row in matrix()
    ]
    assert generated == rows()


def test_every_action_of_the_matrix_has_its_name_in_the_code_and_no_other() -> None:
    assert [action.value for action in Action] == [row["action"] for row in rows()]


def test_every_rule_names_its_clause() -> None:
    assert all(rule.clause for rule in RULES)


def test_a_role_has_one_rule_on_an_action() -> None:
    double = [
        rule(Action.SUBMISSION_READ, {Role.CURATOR}, ALL, clause="II.1.1"),
        rule(Action.SUBMISSION_READ, {Role.CURATOR, Role.MEMBER}, SECTOR, clause="II.1.1"),
    ]
    with pytest.raises(ValueError, match="two rules"):
        by_role(double)


def test_the_rules_of_the_index_speak_of_one_role_each() -> None:
    assert all(line.roles == {role} for (_, role), line in BY_ROLE.items())


def test_the_columns_are_the_roles_in_the_order_of_the_matrix() -> None:
    assert tuple(COLUMN) == COLUMNS
    assert set(COLUMN.values()) == set(Role) == DECREE_ROLES | TECHNICAL_ROLES
    assert not DECREE_ROLES & TECHNICAL_ROLES


def test_the_desks_are_kept_by_the_roles_that_the_matrix_means() -> None:
    assert {COLUMN[column]: frozenset(desks) for column, desks in KEPT.items()} == DESKS_OF


def test_only_officers_with_a_desk_have_the_word_desk() -> None:
    officers = {column for column, role in COLUMN.items() if role in DESKS_OF}
    assert {column for row in matrix() for column, word in row.words.items() if word == "Desk"} == officers


def test_a_remark_can_carry_the_clause_of_a_row_without_rules() -> None:
    assert note(Action.CASE_IMPORT, "by hand", clause="II.1.1").clause == "II.1.1"
    assert next(row for row in matrix() if row.action is Action.CASE_IMPORT).clause == "II.1.1"


def test_the_page_for_people_holds_every_action_and_every_withheld_field() -> None:
    page = to_markdown()
    assert all(f"| `{action.value}` |" in page for action in Action)
    assert "| `case.publications.author_handle` | INCIDENT | `author.read` |" in page
    assert (
        "| `submission.route` | RC | only inside one's own organization and those below it | both |" in page
    )
    assert page.endswith("|\n")
