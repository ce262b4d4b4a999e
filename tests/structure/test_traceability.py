"""The page on the decree promises only what a caller can do, and shows all of it; and the decree is covered."""

import pytest
import typer

from api.cli.commands import app
from api.dev.docs.clauses import CLAUSES
from api.dev.docs.clauses.clause import Clause, Part, by, later
from api.leaks.addresses import ADDRESSES
from auth.policy.matrix import matrix
from auth.roles import DECREE_ROLES
from schema.build import schema
from seed.decree.roles import ROLES
from tests.structure.promises import (
    commands_of,
    empty_promises,
    names_of,
    overtaken_promises,
    root_fields,
    untold,
)

CORE = schema._schema
THERE = names_of(CORE) | commands_of(app) | ADDRESSES.keys()
NUMBERS = [clause.number for clause in CLAUSES]


def test_what_serves_a_clause_now_is_there() -> None:
    assert empty_promises(CLAUSES, THERE) == []


def test_what_comes_later_is_not_there_yet() -> None:
    assert overtaken_promises(CLAUSES, THERE) == []


def test_every_query_and_mutation_serves_a_clause() -> None:
    assert untold(CLAUSES, root_fields(CORE)) == []


def test_every_clause_that_a_right_names_is_traced() -> None:
    named = {clause for row in matrix() for clause in row.clause.split(", ")}
    assert named - set(NUMBERS) == set()


def test_every_role_of_the_decree_and_each_of_its_duties_is_traced() -> None:
    assert {role["role"] for role in ROLES} == DECREE_ROLES
    duties = {clause for role in ROLES for clause, _ in role["duties"]}
    assert duties - set(NUMBERS) == set()


def test_a_clause_is_traced_once_and_says_what_serves_it_or_will() -> None:
    assert len(NUMBERS) == len(set(NUMBERS))
    assert [clause.number for clause in CLAUSES if not (clause.now or clause.later)] == []


@pytest.mark.parametrize(
    "name",
    [
        "routeIncident",
        "cases",
        "Message",
        "Role.CURATOR",
        "CaseFilter.isOverdue",
        "Case.deadline",
        "/auth/token",
    ],
)
def test_a_name_that_callers_use_is_known(name: str) -> None:
    assert name in THERE


@pytest.mark.parametrize("name", ["python -m api reseal", "python -m api seed check"])
def test_a_command_is_known_by_what_is_typed(name: str) -> None:
    assert name in THERE


@pytest.mark.parametrize(
    "promised",
    [
        by("import of other systems' cases"),
        by("import of other systems' cases", "importCases"),
        by("registration", "registerSubmission", "registerPetition"),
        by("a role that nobody has", "Role.SECRETARY"),
        by("a command of tomorrow", "python -m api export-news"),
        by("a door of tomorrow", "/open311/v2/services.json"),
    ],
)
def test_a_promise_without_a_name_or_under_the_name_of_nothing_is_told(promised: Part) -> None:
    clause = Clause("II.1.1", "all kinds of messages", now=(by("one register", "cases"), promised))
    [found] = empty_promises([clause], THERE)
    assert found.startswith(f"II.1.1: {clause.now[1].words}: ")


def test_a_promise_that_was_kept_is_told() -> None:
    clause = Clause(
        "III.4.5/1", "routes", later=(later("routing, parting", "routeIncident", "archiveIncident"),)
    )
    assert overtaken_promises([clause], THERE) == ["III.4.5/1: routing, parting: routeIncident"]


def test_a_field_that_no_clause_names_is_told() -> None:
    clause = Clause("II.1.1", "all kinds of messages", now=(by("one register", "cases", "Message"),))
    assert untold([clause], {"cases", "routeIncident"}) == ["routeIncident"]


def test_a_program_of_one_command_and_one_of_groups_are_walked() -> None:
    single, nested, group = typer.Typer(), typer.Typer(), typer.Typer()
    single.command()(_nothing)
    group.command("check")(_nothing)
    nested.add_typer(group, name="seed")
    nested.command("serve")(_nothing)
    assert commands_of(single) == {"python -m api"}
    assert commands_of(nested) == {"python -m api seed check", "python -m api serve"}


def _nothing() -> None:
    """A command that does nothing."""
