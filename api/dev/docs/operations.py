"""docs/operations.md: what each operation asks for and does, and the transitions that have none yet."""

import inspect
from collections.abc import Iterable, Iterator, Mapping

from api.dev.docs.declarations import (
    declared_operations,
    events_of,
    has_mutation,
    is_served,
)
from api.dev.docs.markdown import BREAK, code, opening, page, table
from api.dev.docs.states import made_by
from auth.policy.matrix import matrix
from documents.aggregates import MACHINES
from documents.kernel.machine import Machine
from documents.kernel.names import camel
from documents.kernel.write.operation import Effect, Operation, StateGuard

HEAD = ("Mutation", "Permission", "Clause", "Leaves → becomes", "Guards", "Events")
REACHED_BY: Mapping[str, str] = {
    "accept_invitation": "`POST /auth/invitation`",
    "appoint_first_head": "`python -m api appoint-head`",
    "ask_outcome": "the job `close_unobjected_submissions`",
    "disable_webhook": "the job `deliver_webhooks`",
    "end_details_term": "the job `end_details_terms`",
    "recount_deadline": "the job `recount_open_deadlines`",
    "finish_recount": "the job `recount_open_deadlines`",
    "export_applicant": "the job `make_exports`",
    "begin_period": "the job `begin_periods`",
    "escalate_assignment": "the job `escalate_late`",
    "escalate_incident": "the job `escalate_late`",
    "escalate_submission": "the job `escalate_late`",
    "import_case": "the loading of the demo",
    "invite_first_administrator": "`python -m api init`",
    "invite_first_administrator_again": "`python -m api init --new-link`",
    "take_record": "`POST /intake/pos`, `POST /intake/incidents`, `python -m api import-pos`, `import-incidents`",
    "load_rows": "`python -m api init`, the loading of the demo",
    "note_mailing": "the job `send_answers`",
    "note_contact_search": "a filter by `applicantPhone` or `applicantEmail`",
    "note_late_reopening": "the job `note_late_reopenings`",
    "rate_by_link": "`POST /rating/{token}`",
    "answer_by_link": "`POST /recipient/{token}`",
    "open_by_link": "`GET /recipient/{token}`",
    "reply_by_link": "`POST /recipient/{token}`",
    "open_incident_by_link": "`GET /recipient/{token}`",
    "note_extract": "the job `send_extracts`",
    "acknowledge_by_link": "`POST /acknowledgement/{token}`",
    "note_link_sent": "the job `send_recipient_links`",
    "note_unopened_link": "the job `note_unopened_links`",
    "note_incident_link_sent": "the job `send_recipient_links`",
    "note_unopened_incident_link": "the job `note_unopened_links`",
}
"""What runs the operations that have no mutation."""

LEGEND = (
    (
        "The same declaration guards the mutation and answers `allowedActions`. Refusals come in the order of "
        "`errors.md`: what is not visible is `NOT_FOUND`, what no rule allows `FORBIDDEN`, then the input (`INVALID`), the "
        "revision (`STALE`), the state (`INVALID_TRANSITION`), and the guards. Who may do what: `permissions.md`."
    ),
    "`expectedRevision` is optional save where it says «must».",
)


def to_markdown() -> str:
    """Write the operations by machine, those without one, those without a mutation, and the transitions to come."""
    found = declared_operations()
    lines = opening("Operations", "the declarations in `documents/`", *LEGEND)
    for title, machine in MACHINES.items():
        lines += _section(title, [one for one in found if one.machine is machine and has_mutation(one.name)])
    others = [one for one in found if one.machine is None and has_mutation(one.name)]
    lines += _section("Without a machine", others)
    lines += ["## Without a mutation", ""]
    lines += table(
        ("Operation", "Reached by", "Events"),
        (_reached(one) for one in found if not has_mutation(one.name)),
    )
    to_come = list(_to_come())
    if to_come:
        lines += ["## Transitions whose operations come with later issues", ""]
        lines += table(("Object", "Transition", "From", "To", "Until then"), to_come)
    return page(lines)


def _section(title: str, found: Iterable[Operation]) -> list[str]:
    rows = [_row(one) for one in found]
    if not rows:
        return [
            f"## {title}",
            "",
            "None yet: the table of states stands, its operations come with later issues.",
            "",
        ]
    return [f"## {title}", "", *table(HEAD, rows)]


def _reached(declared: Operation) -> tuple[str, ...]:
    shown = f"{code(declared.name)}{BREAK}{_first_sentences(declared)}"
    return shown, REACHED_BY[declared.name], _events(declared)


def _row(declared: Operation) -> tuple[str, ...]:
    shown = f"{code(camel(declared.name))}{BREAK}{_first_sentences(declared)}"
    if declared.replaces_text:
        shown += f"{BREAK}`expectedRevision`: must"
    return (
        shown,
        code(declared.permission),
        next(row.clause for row in matrix() if row.action is declared.action),
        BREAK.join(_moves(declared)),
        BREAK.join(_guards(declared)),
        _events(declared),
    )


def _first_sentences(declared: Operation) -> str:
    told = (inspect.getdoc(declared.body) or "").partition("\n\n")[0]
    return told.partition(" Raises:")[0].replace("\n", " ")


def _events(declared: Operation) -> str:
    return BREAK.join(code(name) for name in events_of(declared)) or "that of each step"


def _moves(declared: Operation) -> Iterator[str]:
    machine = declared.machine
    if machine is None:
        yield "begins" if declared.effect is Effect.CREATES else "any → stays"
        return
    for move in machine.moves:
        if move.event == declared.name:
            yield f"{_from(machine, move.sources)} → {code(move.target) if move.target else 'stays'}"


def _from(machine: Machine, sources: frozenset[str]) -> str:
    return code(*(status for status in machine.labels if status in sources)) or "begins"


def _guards(declared: Operation) -> Iterator[str]:
    for guard in declared.guards:
        asked = guard.guard if isinstance(guard, StateGuard) else guard
        words = (inspect.getdoc(asked) or "").partition("\n\n")[0].replace("\n", " ")
        yield words.removeprefix("Require that ")
    if declared.refusal is not None:
        yield "only the effective curator, else `NOT_EFFECTIVE_CURATOR`"


def _to_come() -> Iterator[tuple[str, ...]]:
    for title, machine in MACHINES.items():
        for move in machine.moves:
            if not is_served(machine, move.event):
                target = code(move.target) if move.target else "stays"
                until = made_by(machine, move.event).removeprefix("later").removeprefix("; ")
                yield title, code(camel(move.event)), _from(machine, move.sources), target, until
