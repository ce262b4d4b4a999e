"""The kernel knows no word of the domain: the rule of the house as functions over a source tree."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.structure.checks import modules

# What things are called in the center. What the kernel has to know of them comes in as declarations.
DOMAIN_WORDS = frozenset(
    """absence account agenda appeal applicant appointment assignee assignment ballot case center center channel citizen
    coordinator curator decree department directory disclosure handover incident meeting member membership message
    municipality officer official organization participant person protocol publication recipient registrar resident
    response routing secretary sector settlement submission topic voter""".split()
)
_ACTOR = "who acts, whatever is done: a person, or a client with its account alone"
GENERAL_IN_THE_KERNEL: Mapping[tuple[str, str], str] = {
    ("documents/kernel/write/events.py", "person_id"): _ACTOR,
    ("documents/kernel/write/events.py", "account_id"): _ACTOR,
    ("documents/kernel/write/change.py", "person_id"): _ACTOR,
    ("documents/kernel/write/change.py", "account_id"): _ACTOR,
    ("documents/kernel/write/asking.py", "person_id"): _ACTOR,
    ("documents/kernel/write/runner.py", "account_id"): _ACTOR,
    ("documents/kernel/read/history.py", "person_id"): _ACTOR,
    ("documents/kernel/write/runner.py", "Protocol"): "of `typing`",
    ("documents/kernel/store/timers.py", "Protocol"): "of `typing`",
    ("documents/kernel/write/jobs.py", "Protocol"): "of `typing`",
    ("documents/kernel/write/letters.py", "Protocol"): "of `typing`",
    ("documents/kernel/write/lists.py", "Protocol"): "of `typing`",
    ("documents/kernel/write/outgoing.py", "Protocol"): "of `typing`",
    ("documents/kernel/store/streams.py", "Protocol"): "of `typing`",
    ("documents/kernel/record.py", "validate_assignment"): "an option of Pydantic",
    **{
        ("documents/kernel/store/wire.py", name): "of the driver"
        for name in "ProtocolError PyMongoProtocol send_message receive_message max_message_size".split()
    },
    (
        "documents/kernel/write/offering.py",
        "reasons",
    ): "why something is not offered, no usual words of the center",
}
"""File and name → why it stands there all the same."""


def domain_words_in_the_kernel(root: Path) -> list[str]:
    """The kernel serves any aggregate, so it names none: no word of the domain, and no collection of one."""
    collections = _collections_of_aggregates(root)
    return [
        f"{module.path}:{line}: {text}"
        for module in modules(root, ("documents",))
        if module.path.startswith("documents/kernel/")
        for line, text, is_literal in _named(module.tree)
        if (not DOMAIN_WORDS.isdisjoint(_words(text)) or (is_literal and text in collections))
        and (module.path, text) not in GENERAL_IN_THE_KERNEL
    ]


def needless_exceptions_of_the_kernel(root: Path) -> list[str]:
    """An exception that nothing needs any more is no exception."""
    trees = {module.path: module.tree for module in modules(root, ("documents",))}
    return [
        f"{path}: {name}"
        for path, name in GENERAL_IN_THE_KERNEL
        if path in trees and name not in {text for _, text, _ in _named(trees[path])}
    ]


def _collections_of_aggregates(root: Path) -> frozenset[str]:
    """Gather the names of the collections that the documents of the aggregates declare."""
    return frozenset(
        name
        for module in modules(root, ("documents",))
        if not module.path.startswith("documents/kernel/")
        for name in re.findall(r"^ +class Settings:\n +name = \"(\w+)\"", module.text, flags=re.MULTILINE)
    )


def _named(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Yield line and text of each name and each literal, and whether it is a literal; docstrings are neither."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value, True
        for field in ("id", "attr", "arg", "name", "asname"):
            text = getattr(node, field, None)
            if isinstance(text, str):
                yield getattr(node, "lineno", 0), text, False


def _words(text: str) -> set[str]:
    """Take a name or text apart: `topic_ids`, `topicIds` and «Topic ids» have the words topic, id, ids."""
    found = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)}
    return found | {word.removesuffix("s") for word in found}
