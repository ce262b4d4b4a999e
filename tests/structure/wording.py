"""The rules of the house about words: docstrings begin with a verb, a name means one thing, the glossary is true."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.structure.checks import PACKAGES, Module, modules

VERBS = frozenset(
    "Accept Add Announce Answer Appoint Approve Ask Attach Begin Bind Block Build Call Cancel Change Check Choose Classify "
    "Close Commit Compare Compile Complete Confirm Connect Count Decide Declare Decrypt Digest Do Draw Drop "
    "Drive Encrypt End Exchange Fill Find Follow Forget Forward Gather Give Go Grant Hand Hash Have Import Invite "
    "Issue Join Keep Leave Let Link List Load Look Make Measure Merge Name Note Null Open Prepare Print Prolong "
    "Propose Put Raise Re-route Read Reckon Record Refuse Register Remove Replace Report Require Resolve Return Reveal "
    "Revoke Restore Reword Rewrite Run Say Seal Search See Seek Send Serve Set Shorten Show Sign Sort Spell Spend Start "
    "Split State Store Take Tell Translate Turn Wait Wake Withhold Work Wrap Write Yield".split()
)
"""The verbs with which a public docstring may begin; a new one is added here, and read by somebody."""

VALUES = frozenset({"property", "cached_property", "setter"})
"""Decorators that make a value of a method: its docstring names the value."""

SAME: Mapping[str, str] = {
    "Row": "a stored row: a mapping where it is only read, a dict where it is filled",
    "Facts": "the facts of an operation, as a mapping or as the dict that a check fills",
    "Path": "the steps to a value: one step may be written as a text, and not where there are several",
    "Client": "the driver's client, beside the partner's of GraphQL: only the driver seam sees the first",
    "Session": "the driver's session, beside the stored one: only the kernel sees the first",
}
"""Name → why it may be defined more than once although the definitions differ."""

GLOSSARY = Path("docs/glossary.md")
OWN_WORDS = 20
STANDARD_TERMS = frozenset(
    {
        "dependency container",
        "presenter",
        "lock row",
        "endpoint",
        "organization",
        "outbox",
        "audit entry",
    }
)


class Entry(NamedTuple):
    """A row of the glossary: the word, what it is called in the code, and what it says."""

    word: str
    code: tuple[str, ...]
    text: str


def docstrings_without_a_verb(root: Path) -> list[str]:
    """A public docstring says what to do: it begins with a verb in the imperative."""
    return [
        f"{module.path}:{function.lineno}: {function.name} begins with «{word}»"
        for module in modules(root, PACKAGES)
        for function in _public_functions(module.tree.body)
        if (text := ast.get_docstring(function))
        and (word := text.split(maxsplit=1)[0].rstrip(",.;")) not in VERBS
    ]


def names_with_two_meanings(root: Path) -> list[str]:
    """A class or a type has its name for itself. What is stored and what GraphQL shows of it may share one."""
    homes: dict[str, list[tuple[Module, ast.stmt]]] = {}
    for module in modules(root, PACKAGES):
        for name, node in _types(module.tree):
            homes.setdefault(name, []).append((module, node))
    return [
        f"{name}: {', '.join(sorted(module.path for module, _ in found))}"
        for name, found in sorted(homes.items())
        if name not in SAME and len({_meaning(module, node) for module, node in found}) > 1
    ]


def own_words(text: str) -> list[Entry]:
    """Read the first table of the glossary."""
    return _entries(text.partition("\n## ")[0])


def standard_terms(text: str) -> list[Entry]:
    """Read the second table of the glossary."""
    return _entries(text.partition("\n## Standard terms")[2])


def sentences(text: str) -> int:
    """Count the sentences of a text; a semicolon joins two, so it counts as an end."""
    ends = re.findall(r"(?<!e\.g)(?<!i\.e)[.!?](?=\s+[A-ZА-ЯЁ«`]|$)|;", text)
    return len(ends) if text.endswith((".", "!", "?")) else 0


def words_of_the_code(root: Path) -> frozenset[str]:
    """Gather every name that is defined in the code: modules, classes, functions, variables, attributes, fields."""
    found: set[str] = set()
    for module in modules(root):
        path = Path(module.path)
        found |= {path.stem, module.path, f"{path.parent}/"}
        for node in module.nodes:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return frozenset(found)


def _entries(table: str) -> list[Entry]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("| ")
    ]
    return [
        Entry(word, tuple(re.findall(r"`([^`]+)`", code)), text)
        for word, code, text in rows
        if set(word) != {"-"} and word not in {"Word", "Term"}
    ]


def _public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public_functions(node.body)
        elif (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not node.name.startswith("_")
            and VALUES.isdisjoint(_name(one) for one in node.decorator_list)
        ):
            yield node


def _name(decorator: ast.expr) -> str:
    if isinstance(decorator, ast.Call):
        return _name(decorator.func)
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")


def _types(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            # CamelCase: a type; CAPITALS are constants.
            if isinstance(target, ast.Name) and re.fullmatch(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*", target.id):
                yield target.id, node


def _meaning(module: Module, node: ast.stmt) -> str:
    """What a definition stands for: aliases of the same type, and what GraphQL shows of something stored, are alike."""
    if isinstance(node, ast.Assign):
        return ast.dump(node.value)
    shown = isinstance(node, ast.ClassDef) and any(
        "strawberry" in ast.dump(one) for one in node.decorator_list
    )
    return "stored and shown" if shown or module.path.startswith("documents/") else module.path
