"""docs/states.md: the state machines as diagrams and tables."""

from collections.abc import Iterator

from api.dev.docs.declarations import BROUGHT_ABOUT, is_served
from api.dev.docs.markdown import code, opening, page, table
from documents.aggregates import MACHINES
from documents.imports.past import PAST
from documents.kernel.machine import Machine, Move
from documents.kernel.names import camel

LEGEND = (
    (
        "Each diagram is a table of `documents/*/rules.py`. An arrow carries the name of its mutation; «позже» marks a "
        "transition whose operation comes with a later issue: no caller can make it yet. A status that stays what it is "
        "has an arrow to itself."
    ),
)
LATER = "позже"


def to_markdown() -> str:
    """Write a diagram, the labels and the transitions of every machine."""
    lines = opening("States", "the machines in `documents/*/rules.py`", *LEGEND)
    for title, machine in MACHINES.items():
        lines += [f"## {title}", "", "```mermaid", *_diagram(machine), "```", ""]
        lines += table(("Status", "Label", "Kind"), _statuses(machine))
        lines += table(("Transition", "From", "To", "Made by"), _moves(machine))
    return page(lines)


def made_by(machine: Machine, event: str) -> str:
    """Return what makes a transition, in words: a mutation, another operation, the command line, or nothing yet."""
    if is_served(machine, event):
        other = BROUGHT_ABOUT.get(event)
        name = camel(other or event)
        return f"within `{name}`" if other else f"`{name}`"
    return "later; pasts of the demo tell of it" if event in PAST else "later"


def _diagram(machine: Machine) -> Iterator[str]:
    yield "stateDiagram-v2"
    for status, label in machine.labels.items():
        yield f'    state "{label}" as {status}'
    if not any(move.is_creation for move in machine.moves):
        yield f"    [*] --> {machine.initial}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in machine.moves:
        for source in _sources(machine, move):
            arrows.setdefault((source, move.target or source), []).append(_shown(machine, move))
    for (source, target), words in arrows.items():
        yield f"    {source} --> {target}: {' / '.join(words)}"
    for status in machine.labels:
        if status in machine.final:
            yield f"    {status} --> [*]"


def _sources(machine: Machine, move: Move) -> list[str]:
    return ["[*]"] if move.is_creation else [status for status in machine.labels if status in move.sources]


def _shown(machine: Machine, move: Move) -> str:
    name = camel(move.event)
    return name if is_served(machine, move.event) else f"{name} ({LATER})"


def _statuses(machine: Machine) -> Iterator[tuple[str, str, str]]:
    for status, label in machine.labels.items():
        if status in machine.final:
            kind = "final"
        elif status in machine.terminal:
            kind = "terminal, can be re-opened"
        else:
            kind = "first" if status == machine.initial else ""
        yield code(status), label, kind


def _moves(machine: Machine) -> Iterator[tuple[str, str, str, str]]:
    for move in machine.moves:
        sources = "begins" if move.is_creation else code(*_sources(machine, move))
        target = code(move.target) if move.target else "stays"
        maker = made_by(machine, move.event)
        if move.condition is not None:
            maker = f"{maker}, where `{move.condition}` is given"
        yield code(camel(move.event)), sources, target, maker
