"""THE policy: every rule on who may do what, and all that is withheld of what may be read. What no rule allows is denied.

The rules stand in `cases.py` and `center.py`, in the order of the matrix of rights.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from auth.actions import Action
from auth.policy.cases import CASES
from auth.policy.center import CENTRE
from auth.policy.grammar import (
    AFTER,
    BEFORE,
    BOTH,
    History,
    Items,
    Moment,
    Note,
    Rule,
    Withheld,
    history,
    items,
    withheld,
)
from auth.roles import Role

__all__ = [
    "AFTER",
    "BEFORE",
    "BOTH",
    "BY_ROLE",
    "FIELDS",
    "HISTORIES",
    "HISTORY_OF",
    "ITEMS",
    "ITEMS_OF",
    "NOTES",
    "RULES",
    "SEARCHED",
    "WITHHELD",
    "Moment",
    "Rule",
    "is_sensitive",
]

SUBMISSIONS = frozenset({"MESSAGE", "APPEAL"})
INCIDENTS = frozenset({"INCIDENT"})


def is_sensitive(document: Mapping[str, Any]) -> bool:
    """Whether the case is sensitive (III.6: health, children); one read without its mark is taken to be."""
    return document.get("is_sensitive") is not False


def is_uncounted(document: Mapping[str, Any]) -> bool:
    """Whether the ballots of a meeting are not counted (III.2, invariant 7), be it that they never are; of a meeting read
    without its state they are taken not to be."""
    return document.get("status") != "HELD"


def keys_of_ballot(ballot: Mapping[str, Any]) -> frozenset[str]:
    """Whose ballot it is, as an access key."""
    return frozenset({f"voter:{ballot['person_id']}"})


SENSITIVE_TEXT = Action.CASE_READ_SENSITIVE_TEXT
MARK = ("is_sensitive",)

FIELDS = (
    # Whoever may read the applicant in any form sees the masked text; plain values come through another door.
    withheld("case", "applicant", Action.APPLICANT_READ, kinds=SUBMISSIONS),
    withheld("case", "location.flat", Action.APPLICANT_READ, without_reason=True),
    withheld(
        "case", "text", SENSITIVE_TEXT, without_reason=True, kinds=SUBMISSIONS, when=is_sensitive, reads=MARK
    ),
    withheld("case", "responses.text", SENSITIVE_TEXT, without_reason=True, when=is_sensitive, reads=MARK),
    # A personal page names its author, so the link is withheld with the name.
    withheld("case", "publications.url", Action.AUTHOR_READ, kinds=INCIDENTS),
    withheld("case", "publications.author_handle", Action.AUTHOR_READ, kinds=INCIDENTS),
    withheld(
        "case",
        "publications.text",
        SENSITIVE_TEXT,
        without_reason=True,
        kinds=INCIDENTS,
        when=is_sensitive,
        reads=MARK,
    ),
    withheld("person", "work_phone", Action.PERSON_READ_CONTACTS),
    withheld("person", "work_email", Action.PERSON_READ_CONTACTS),
)

SEARCHED_FIELDS = (
    # Exact contacts of applicants: sought only where they could be seen without a reason.
    withheld("case", "applicant_phone", Action.APPLICANT_READ, without_reason=True, kinds=SUBMISSIONS),
    withheld("case", "applicant_email", Action.APPLICANT_READ, without_reason=True, kinds=SUBMISSIONS),
)
"""What a filter may look at though no read shows it."""

ITEMS = (
    # Once they are counted, ballots are read as the meeting.
    items(
        "meeting",
        "ballots",
        Action.BALLOT_READ,
        keys=keys_of_ballot,
        words="until they are counted",
        when=is_uncounted,
        reads=("status",),
    ),
)

HISTORIES = (
    history("case", Action.CASE_HISTORY),
    # The directory shows appointments to everybody; who recorded them when is for control, and for oneself.
    history("member", Action.AUDIT_READ, oneself="person_id"),
)

RULES: tuple[Rule, ...] = tuple(line for line in (*CASES, *CENTRE) if isinstance(line, Rule))
NOTES: Mapping[Action, Note] = MappingProxyType(
    {line.action: line for line in (*CASES, *CENTRE) if isinstance(line, Note)}
)


def by_role(rules: Iterable[Rule]) -> Mapping[tuple[Action, Role], Rule]:
    """Return the one rule that a role has on an action, narrowed to that role.

    Raises: ValueError where a role has two rules on an action: a cell of the matrix holds one word.
    """
    cells: dict[tuple[Action, Role], Rule] = {}
    for line in rules:
        for role in line.roles:
            if (line.action, role) in cells:
                raise ValueError(f"{role} has two rules on {line.action}")
            cells[line.action, role] = line.narrowed_to(role)
    return MappingProxyType(cells)


T = TypeVar("T", Withheld, Items)


def by_resource(fields: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    """Gather what is withheld under the resources that have it."""
    gathered: dict[str, list[T]] = {}
    for line in fields:
        gathered.setdefault(line.resource, []).append(line)
    return MappingProxyType({resource: tuple(lines) for resource, lines in gathered.items()})


BY_ROLE = by_role(RULES)
WITHHELD = by_resource(FIELDS)
SEARCHED = by_resource(SEARCHED_FIELDS)
ITEMS_OF = by_resource(ITEMS)
HISTORY_OF: Mapping[str, History] = MappingProxyType({line.resource: line for line in HISTORIES})
