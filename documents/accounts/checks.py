"""What is asked of the input about accounts: logins, reasons, systems."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.accounts.clients import LONGEST_OVERLAP_HOURS
from documents.kernel.write.operation import GuardContext, of_state

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
SYSTEM = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
REASON_LIMIT = 1_000
NAME_LIMIT = 200

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def login_named(path: str) -> Callable[[Facts], Iterable[Problem]]:
    """Check that the login is well-formed; problems name the input field `path`."""

    def check(facts: Facts) -> Iterable[Problem]:
        if not LOGIN.fullmatch(facts["login"]):
            yield Invalid("malformed_login", path=(path,))

    return check


def overlap_within(facts: Facts) -> Iterable[Problem]:
    """Check for how many hours a secret holds beside the one that takes its place."""
    if not 0 <= facts["overlap_hours"] <= LONGEST_OVERLAP_HOURS:
        yield Invalid("out_of_range", path=("overlapHours",), least=0, most=LONGEST_OVERLAP_HOURS)


def text_given(name: str, limit: int) -> Callable[[Facts], Iterable[Problem]]:
    """Check that a text is there and at most `limit` characters long."""

    def check(facts: Facts) -> Iterable[Problem]:
        if not facts[name].strip():
            yield Invalid("required", path=(name,))
        elif len(facts[name]) > limit:
            yield Invalid("too_long", path=(name,), limit=limit)

    return check


def not_own(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that nobody blocks himself."""
    return Invalid("own_account", path=("id",)) if row["_id"] == guard_context.who.account_id else None


@of_state("is_active")
def active(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the account is not blocked."""
    return None if row["is_active"] else Invalid("is_blocked", path=("id",))


@of_state("is_active")
def not_blocked_yet(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who is blocked is not blocked again."""
    return None if row["is_active"] else Invalid("already_blocked", path=("id",))


@of_state("is_active")
def blocked(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that only who is blocked is let in again."""
    return Invalid("not_blocked", path=("id",)) if row["is_active"] else None
