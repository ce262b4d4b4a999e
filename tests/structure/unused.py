"""What nothing of ours reaches: definitions that only a test calls, found by following names from module to module."""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tests.structure.checks import PACKAGES, Module, modules, walked

# A decorator registers what stands below it, and so uses it; these hand it to nobody.
PLAIN_DECORATORS = frozenset(
    "abstractmethod asynccontextmanager cache cached_property classmethod contextmanager dataclass "
    "lru_cache property staticmethod wraps strawberry.enum strawberry.input strawberry.interface "
    "strawberry.type".split()
)
# Bases that call nothing of a class by themselves; any other that is not ours may call what overrides its own.
PLAIN_BASES = frozenset("Enum Exception Generic IntEnum NamedTuple Protocol StrEnum TypedDict object".split())

# Functions that reach an attribute by its name as a text.
BY_NAME = frozenset("attrgetter getattr methodcaller".split())

Function = ast.FunctionDef | ast.AsyncFunctionDef
Place = tuple[str, str]
"""A module with dots, and a definition in it: `is_late`, or `Clock.now` for a method and for a field of a value."""


@dataclass(slots=True)
class Source:
    """One module: its definitions with their lines, the bases of its classes, its imports, what runs at its import."""

    path: str
    definitions: dict[str, list[ast.AST]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    bases: dict[str, list[str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    running: list[ast.AST] = field(default_factory=list)

    def define(self, name: str, line: int, *said: ast.AST) -> None:
        """Note a definition and the code that is followed once something reaches it."""
        self.definitions.setdefault(name, []).extend(said)
        self.lines.setdefault(name, line)


@dataclass(slots=True)
class Walk:
    """The sources, what has been reached in them so far, and the code that is still to be followed."""

    sources: Mapping[str, Source]
    by_last_name: Mapping[str, list[Place]]
    reached: set[Place] = field(default_factory=set)
    waiting: list[tuple[str, ast.AST]] = field(default_factory=list)

    def reach(self, module: str, name: str) -> None:
        """Reach what a name stands for in a module: its own definition, or what it imported."""
        source = self.sources.get(module)
        if source is None or (module, name) in self.reached:
            return
        if name in source.definitions:
            self.reached.add((module, name))
            self.waiting.extend((module, node) for node in source.definitions[name])
        elif name in source.imports:
            self.reach(*_split(source.imports[name]))

    def reach_member(self, name: str) -> None:
        """Reach every method and field of that name: whose it is, the text alone does not say."""
        for module, known in self.by_last_name.get(name, ()):
            if "." in known:
                self.reach(module, known)

    def reach_attribute(self, module: str, node: ast.Attribute) -> None:
        """Reach a member; and what an imported module defines, or where modules come out of a loop, every constant."""
        self.reach_member(node.attr)
        origin = _origin(self.sources[module], node)
        if origin:
            self.reach(*_split(origin))
        elif node.attr.isupper():
            for place in self.by_last_name.get(node.attr, ()):
                self.reach(*place)

    def follow_all(self) -> None:
        """Follow the code that waits, and what that reaches."""
        while self.waiting:
            self.follow(*self.waiting.pop())

    def follow(self, module: str, tree: ast.AST) -> None:
        """Reach what stands in a piece of code."""
        for node in walked(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.reach(module, node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                self.reach_attribute(module, node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.reach(module, node.value)  # an annotation in quotes
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BY_NAME:
                for name in (one.value for one in node.args if isinstance(one, ast.Constant)):
                    self.reach_member(str(name))


# What only tests reach, and why it is there all the same.

_IMPORTED = "its modules declare themselves when they are imported here"
_COUNTED = "a test counts with it"
_STARTED = "tests look after the servers that they start"
_ASKED = "tests ask for all that a type shows"
_FILES = "a seam of the store: files come with the second process"

_SHOWN = "read by its name where it is shown"

ALLOWED: Mapping[str, str] = {
    "documents.kernel.store.bucket.OpenFile.stored_at": _FILES,
    "documents.kernel.store.bucket.OpenFile.more": _FILES,
    **{
        f"documents.jobs.standing.JobStanding.{name}": _SHOWN
        for name in ("last_duration_ms", "last_error", "next_due_at")
    },
    "documents.imports.operations.RETOLD": _IMPORTED,
    "auth.crypto.passwords.verifications": _COUNTED,
    "schema.engine.counters.forget": _COUNTED,
    "api.leaks.selection.everything": _ASKED,
    "api.dev.embedded.EmbeddedStore.is_running": _STARTED,
}


def unused_definitions(root: Path, allowed: Collection[str] = frozenset()) -> dict[str, str]:
    """Return each function, class, method, field of a dataclass and constant that nothing reaches: its full name, and
    `path:line` where it stands.

    Followed is what runs when the modules are imported, what is `allowed`, and what the definitions so reached say in
    turn: a rule that calls itself, or that only an unused one calls, is unused. What a decorator registers is used.
    """
    plain = _reached_at_import(root)
    walk = replace(plain, reached={*plain.reached}, waiting=[])
    for module, source in walk.sources.items():
        for name in source.definitions:
            if f"{module}.{name}" in allowed:
                walk.reach(module, name)
    walk.follow_all()
    return {
        f"{module}.{name}": f"{source.path}:{line}"
        for module, source in walk.sources.items()
        for name, line in source.lines.items()
        if (module, name) not in walk.reached
    }


@cache
def _reached_at_import(root: Path) -> Walk:
    """What is reached when the modules are imported; a tree that was looked at is not changed any more."""
    sources = {_dotted(module.path): _source(module) for module in modules(root, PACKAGES)}
    _let_strangers_call(sources)
    by_last_name: dict[str, list[Place]] = defaultdict(list)
    for module, source in sources.items():
        for name in source.definitions:
            by_last_name[name.rpartition(".")[2]].append((module, name))
    walk = Walk(sources, by_last_name)
    walk.waiting.extend((module, node) for module, source in sources.items() for node in source.running)
    walk.follow_all()
    return walk


def _source(module: Module) -> Source:
    source = Source(module.path)
    for statement in _statements(module.tree.body):
        match statement:
            case ast.Import() | ast.ImportFrom():
                source.imports.update(_imported(statement))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                source.define(statement.name, statement.lineno, statement)
                source.running.extend(_registering(statement))
            case ast.ClassDef():
                _define_class(source, statement)
            case ast.Assign() | ast.AnnAssign():
                _define_constants(source, statement)
            case _:
                source.running.append(statement)
    return source


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those under a condition among them."""
    for statement in body:
        if isinstance(statement, ast.If | ast.Try):
            yield from _statements([*statement.body, *statement.orelse])
        else:
            yield statement


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        origin = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        yield alias.asname or alias.name, origin


def _registering(node: Function | ast.ClassDef) -> list[ast.AST]:
    """Return the name as a use of itself where a decorator registers the definition."""
    return [] if _is_plain(node) else [ast.Name(node.name, ast.Load())]


def _is_plain(node: Function | ast.ClassDef) -> bool:
    called = (one.func if isinstance(one, ast.Call) else one for one in node.decorator_list)
    return all(ast.unparse(one) in PLAIN_DECORATORS for one in called)


def _define_class(source: Source, node: ast.ClassDef) -> None:
    """Note a class, and by themselves the methods and fields that only who names them uses."""
    source.running.extend(_registering(node))
    source.bases[node.name] = [ast.unparse(base).partition("[")[0] for base in node.bases]
    is_value = any(ast.unparse(one).startswith("dataclass") for one in node.decorator_list)
    said: list[ast.AST] = [*node.bases, *node.keywords, *node.decorator_list]
    for member in node.body:
        if isinstance(member, Function) and _is_plain(member) and not member.name.startswith("__"):
            source.define(f"{node.name}.{member.name}", member.lineno, member)
        else:
            said.append(member)
            if is_value and isinstance(member, ast.AnnAssign):
                source.define(f"{node.name}.{ast.unparse(member.target)}", member.lineno)
    source.define(node.name, node.lineno, *said)


def _let_strangers_call(sources: Mapping[str, Source]) -> None:
    """Have whoever reaches a class that extends one of a library reach its methods with it."""
    for module, source in sources.items():
        for name in source.bases:
            if _extends_a_stranger(sources, module, name):
                members = [one for one in source.definitions if one.startswith(f"{name}.")]
                source.definitions[name].extend(ast.Name(one, ast.Load()) for one in members)


def _extends_a_stranger(sources: Mapping[str, Source], module: str, name: str) -> bool:
    if module not in sources or name not in sources[module].bases:
        return name not in PLAIN_BASES
    imports = sources[module].imports
    return any(
        _extends_a_stranger(sources, *(_split(imports[base]) if base in imports else (module, base)))
        for base in sources[module].bases[name]
    )


def _define_constants(source: Source, node: ast.Assign | ast.AnnAssign) -> None:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if not all(isinstance(target, ast.Name | ast.Tuple) for target in targets):
        source.running.append(node)
        return
    names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
    for name in names if "__all__" not in names else ():
        source.define(name, node.lineno, *filter(None, [node.value, getattr(node, "annotation", None)]))


def _origin(source: Source, node: ast.expr) -> str:
    """Return what a chain of attributes stands for, with dots, where it starts from an import; else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    start = source.imports.get(node.id, "") if isinstance(node, ast.Name) else ""
    return ".".join([start, *reversed(parts)]) if start else ""


def _split(dotted: str) -> Place:
    module, _, name = dotted.rpartition(".")
    return module, name


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
