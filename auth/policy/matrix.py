"""The policy as a table for people: the matrix of rights, generated from the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from auth.actions import Action
from auth.policy.limits import acts_as_curator
from auth.policy.scopes import ALL
from auth.policy.table import BY_ROLE, FIELDS, HISTORIES, ITEMS, NOTES, RULES, Rule
from auth.roles import COLUMN, Role

CONDITIONS = (
    f"`Acting`: {acts_as_curator.words}; `Reason`: after stating a reason, which is logged; "
    "`Propose`: may ask for it, somebody with the right decides."
)


@dataclass(frozen=True)
class Row:
    """One action: a word for each column of the matrix (empty: nothing), the clause and the remark."""

    action: Action
    words: Mapping[str, str]
    clause: str
    note: str


def matrix() -> tuple[Row, ...]:
    """Return a row for every action, in the order of the matrix of rights."""
    return tuple(_row(action) for action in Action)


def to_markdown() -> str:
    """Write matrix, words, limits, and what is withheld of what may be read, as a Markdown page."""
    withheld = [*_field_lines(), "", *_item_lines(), "", *_history_lines(), ""]
    return "\n".join([*_opening(), *_matrix_lines(), "", *_limit_lines(), "", *withheld])


def _row(action: Action) -> Row:
    words = {column: word_of(BY_ROLE.get((action, role)), role) for column, role in COLUMN.items()}
    remark = NOTES.get(action)
    clauses = dict.fromkeys(rule.clause for rule in RULES if rule.action is action)
    if remark is not None and remark.clause is not None:
        clauses[remark.clause] = None
    return Row(action, words, ", ".join(clauses), remark.text if remark is not None else "")


def word_of(rule: Rule | None, role: Role) -> str:
    """Return the word of one cell of the matrix; empty for no rule."""
    if rule is None:
        return ""
    word = rule.scope.word
    # The curator may by office, so his cell says All; anybody else only while acting for him.
    lends = rule.limit is not None and rule.limit.acts_for is not None
    if lends and role is not Role.CURATOR:
        word = "Acting"
    if rule.asks_reason:
        word = "Reason" if rule.scope is ALL else f"Reason:{word}"
    return f"Propose:{word}" if rule.proposes else word


def _opening() -> list[str]:
    columns = ", ".join(f"**{column}** {role.value}" for column, role in COLUMN.items())
    scopes = dict.fromkeys(rule.scope for rule in RULES)
    words = "; ".join(f"`{scope.word}`: {scope.words}" for scope in scopes)
    return [
        "# Who may do what",
        "",
        "Generated from `auth/policy/table.py`; change the policy, not this page.",
        "",
        f"Columns: {columns}.",
        "",
        f"Words: {words}. {CONDITIONS} Empty: nothing.",
        "",
    ]


def _matrix_lines() -> list[str]:
    head = ["Action", *COLUMN, "Clause", "Remark"]
    lines = [_line(head), _line(["---"] * len(head))]
    return lines + [
        _line([f"`{row.action.value}`", *row.words.values(), row.clause, row.note]) for row in matrix()
    ]


def _limit_lines() -> list[str]:
    head = ["Action", "Roles", "Limit", "Tested"]
    limited = [rule for rule in RULES if rule.limit is not None]
    return [
        "## Limits",
        "",
        "What a word cannot say: a condition of the document, before or after the change.",
        "",
        _line(head),
        _line(["---"] * len(head)),
        *(
            _line([f"`{rule.action.value}`", _columns(rule), rule.limit.words, str(rule.on.name).lower()])
            for rule in limited
            if rule.limit is not None
        ),
    ]


def _field_lines() -> list[str]:
    head = ["Field", "Kinds", "Shown to whoever has"]
    return [
        "## Withheld fields",
        "",
        "On the rows where the action is not allowed these are null and named in `hiddenFields`.",
        "",
        _line(head),
        _line(["---"] * len(head)),
        *(
            _line(
                [
                    f"`{field.resource}.{field.path}`"
                    + (" (sensitive cases)" if field.when is not None else ""),
                    ", ".join(sorted(field.kinds)) if field.kinds is not None else "all",
                    f"`{field.action.value}`" + (" without a reason" if field.without_reason else ""),
                ]
            )
            for field in FIELDS
        ),
    ]


def _item_lines() -> list[str]:
    return [
        "## Withheld items",
        "",
        "Of these lists each item is shown where the action is allowed on it; how many there are is not told.",
        "",
        _line(["List", "Rows", "Shown to whoever has"]),
        _line(["---"] * 3),
        *(
            _line(
                [
                    f"`{one.resource}.{one.path}`",
                    one.words,
                    f"`{one.action.value}`" + (" without a reason" if one.without_reason else ""),
                ]
            )
            for one in ITEMS
        ),
    ]


def _history_lines() -> list[str]:
    return [
        "## Histories",
        "",
        "Told to whoever may read the object, but for these.",
        "",
        _line(["History of", "Told to whoever has"]),
        _line(["---"] * 2),
        *(
            _line(
                [
                    f"`{one.resource}`",
                    f"`{one.action.value}`" + (f", or is its `{one.oneself}`" if one.oneself else ""),
                ]
            )
            for one in HISTORIES
        ),
    ]


def _columns(rule: Rule) -> str:
    return ", ".join(column for column, role in COLUMN.items() if role in rule.roles)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
