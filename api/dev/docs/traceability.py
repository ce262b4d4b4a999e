"""docs/traceability.md: from each clause of the decree to what serves it, with the permissions that name the clause."""

from collections.abc import Collection, Iterable

from api.dev.docs.clauses import CLAUSE_OF, CLAUSES, Clause
from api.dev.docs.declarations import actions_in_use
from api.dev.docs.markdown import code, opening, page, table
from auth.policy.matrix import Row, matrix
from schema.words import ROLES

LEGEND = (
    (
        "Decree № 0302-п of 07.04.2026. `P` is the operative part; `III.4.5/2` the second indent of part III, point 4.5. "
        "The words are kept by hand in `api/dev/docs/clauses.py`, the permissions come from the policy. «In use» are those "
        "that a field, an operation or a withheld field asks for now; the others wait for theirs, their rules stand already."
    ),
)


def to_markdown() -> str:
    """Write the clauses in the order of the decree."""
    lines = opening("From the decree to the software", "`api/dev/docs/clauses.py` and the policy", *LEGEND)
    head = ("Clause", "Asks", "Serves it now", "Comes later", "Permissions in use", "Permissions to come")
    used, rows = actions_in_use(), matrix()
    lines += table(head, (_row(clause, used, rows) for clause in CLAUSES))
    lines += ["## Roles of the decree", ""]
    lines += table(
        ("Role", "Term", "Clause"),
        ((code(role.value), ROLES[role], clause) for role, clause in CLAUSE_OF.items()),
    )
    return page(lines)


def clauses_of_the_policy() -> frozenset[str]:
    """Every clause that a row of the matrix of rights names."""
    return frozenset(clause for row in matrix() for clause in row.clause.split(", "))


def _row(clause: Clause, used: Collection[str], rows: Iterable[Row]) -> tuple[str, ...]:
    named = [row.action.value for row in rows if clause.number in row.clause.split(", ")]
    return (
        clause.number,
        clause.asks,
        clause.now,
        clause.later,
        code(*(action for action in named if action in used)),
        code(*(action for action in named if action not in used)),
    )
