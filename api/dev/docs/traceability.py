"""docs/traceability.md: from each clause of the decree to what serves it, with the permissions that name the clause."""

from collections.abc import Collection, Iterable

from api.dev.docs.clauses import CLAUSES
from api.dev.docs.clauses.clause import Clause, Part
from api.dev.docs.declarations import actions_in_use
from api.dev.docs.markdown import BREAK, code, opening, page, table
from auth.policy.matrix import Row, matrix
from seed.decree.roles import ROLES

LEGEND = (
    (
        "Decree № 0302-п of 07.04.2026. `P` is the operative part; `III.4.5/2` the second indent of part III, point 4.5; "
        "III.5.7 (other rights) asks for nothing of its own. The words are kept by hand in `api/dev/docs/clauses/`, the "
        "permissions come from the policy."
    ),
    (
        "What serves a clause now is named as callers find it: fields of the schema, doors, commands. Permissions «in use» "
        "are those that a field, a mutation or a withheld field asks for now; the others wait for theirs, their rules stand "
        "already."
    ),
)


def to_markdown() -> str:
    """Write the clauses in the order of the decree."""
    lines = opening("From the decree to the software", "`api/dev/docs/clauses/` and the policy", *LEGEND)
    head = ("Clause", "Asks", "Serves it now", "Comes later", "Permissions in use", "Permissions to come")
    used, rows = actions_in_use(), matrix()
    lines += table(head, (_row(clause, used, rows) for clause in CLAUSES))
    lines += ["## Roles of the decree", ""]
    lines += table(
        ("Role", "Title", "Duties in the words of the decree"),
        (
            (
                code(role["id"]),
                role["title"],
                BREAK.join(f"{clause} {words}" for clause, words in role["duties"]),
            )
            for role in ROLES
        ),
    )
    return page(lines)


def _row(clause: Clause, used: Collection[str], rows: Iterable[Row]) -> tuple[str, ...]:
    named = [row.action.value for row in rows if clause.number in row.clause.split(", ")]
    return (
        clause.number,
        clause.asks,
        _told(clause.now),
        _told(clause.later),
        code(*(action for action in named if action in used)),
        code(*(action for action in named if action not in used)),
    )


def _told(parts: Iterable[Part]) -> str:
    return BREAK.join(f"{words}: {code(*names)}" if names else words for words, names in parts)
