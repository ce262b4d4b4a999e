"""THE policy: every rule on who may do what, and every field that is withheld. What no rule allows is denied.

The rules stand in `policy_cases.py` and `policy_centre.py`, in the order of the matrix of rights.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from auth.actions import Action
from auth.policy.grammar import AFTER, BEFORE, BOTH, Moment, Note, Rule, Withheld, withheld
from auth.policy.rules.cases import CASES
from auth.policy.rules.center import CENTRE
from auth.roles import Role

__all__ = [
    "AFTER",
    "BEFORE",
    "BOTH",
    "BY_ROLE",
    "FIELDS",
    "LOOKED_AT",
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


def by_resource(fields: Iterable[Withheld]) -> Mapping[str, tuple[Withheld, ...]]:
    """Gather the withheld fields under the resources that have them."""
    gathered: dict[str, tuple[Withheld, ...]] = {}
    for line in fields:
        gathered[line.resource] = (*gathered.get(line.resource, ()), line)
    return MappingProxyType(gathered)


def looked_at(fields: Iterable[Withheld]) -> frozenset[str]:
    """Name what of a row decides which of these fields are withheld: its access keys, and what they read or depend on."""
    names = {name for one in fields for name in (*one.reads, *(("kind",) if one.kinds is not None else ()))}
    return frozenset(names | {"access_keys"})


BY_ROLE = by_role(RULES)
WITHHELD = by_resource(FIELDS)
SEARCHED = by_resource(SEARCHED_FIELDS)
LOOKED_AT = MappingProxyType({resource: looked_at(fields) for resource, fields in WITHHELD.items()})
"""Resource → what of a row decides which of its fields are withheld; it comes with every row that is read."""
