"""The rules of the house as functions over a source tree: each returns what breaks it, in words."""

import ast
import functools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.garbage import kept_for_good

PACKAGES = ("api", "auth", "documents", "schema", "seed")
PURE_PACKAGES = ("auth", "documents", "schema")

MAX_FILE_LINES = 350
# Longer by name, and why: a cut made only for length is worse than a long file.
SECTOR_TEXTS = "invented messages of one sector, topic by topic: data that is looked up, not read through"
LONGER: Mapping[str, str] = {
    "tests/leaks/sabotage.py": "planted leaks, one function each",
    "tests/leaks/sabotage_table.py": "the one table of planted leaks, a row each",
    "tests/structure/checks.py": "the house rules, each beside the table that it holds",
    **{
        f"seed/municipality/texts/{sector}.py": SECTOR_TEXTS
        for sector in ("education", "housing", "roads", "social", "waste")
    },
}
MAX_FUNCTION_STATEMENTS = 30
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "misc"})

WRITES = frozenset(
    "insert_one insert_many replace_one update_one update_many delete_one delete_many bulk_write "
    "find_one_and_update find_one_and_replace find_one_and_delete insert_all delete_all "
    "update_all save_changes".split()
)
# The store's own words for it, which other things use too: looked for where they are said to a store.
STORE_WRITES = frozenset("insert raised transaction update".split())
STORES = frozenset({"store", "_store"})
# The seam to the driver: what the others call stands here.
STORE = frozenset(
    f"documents/kernel/store/{name}.py" for name in ("bucket", "database", "maintenance", "snapshots")
)
# `runner` runs the unit of work, `unit` holds its transaction, `counters` its numbers, `stamping` the order of events,
# `announcing` the rows that tell of bookkeeping.
WRITERS = frozenset(
    {
        *(
            f"documents/kernel/write/{name}.py"
            for name in ("announcing", "runner", "unit", "counters", "ledger", "stamping")
        ),
        "documents/privacy/resealing.py",
        "documents/canonicalizing.py",
        "documents/cases/past_clocks.py",
        "documents/cases/terms_anew.py",
        # Looks after the server itself, beside the application's store.
        "api/dev/supervising.py",
    }
)

# An operation reads what its guards need through the handle of its transaction, which `runner` gives it.
HANDLE = frozenset({"change"})

# `find` is also a method of strings: there, `in` or `partition` say it as well.
READS = frozenset(
    "find find_one find_many find_all get_motor_collection aggregate count_documents "
    "estimated_document_count distinct stream".split()
)
READERS = frozenset(
    {
        *(f"documents/kernel/read/{name}.py" for name in ("access", "doubting", "reference")),
        *(
            f"documents/kernel/write/{name}.py"
            for name in ("change", "counters", "unit", "ledger", "stamping")
        ),
        "documents/privacy/resealing.py",
        "documents/canonicalizing.py",
        "documents/cases/past_clocks.py",
        "documents/cases/terms_anew.py",
        "documents/invariants.py",
        "documents/files_integrity.py",
    }
)
READING_FILE_NAME = "pipelines.py"

# Whatever else reaches the server: stands beside the client.
ADMINISTRATION = frozenset(
    "command create_index create_indexes drop_index drop_database drop_collection watch".split()
)
ADMINISTRATORS = frozenset(
    f"documents/kernel/store/{name}.py" for name in ("bucket", "connection", "database", "server", "streams")
)

# A value is sealed where its document is asked whether it says so: what only that knows is sealed again with a new key.
SEALS = frozenset({"seal"})
SEALERS = frozenset({"documents/privacy/sealing.py"})

OTHER_SPELLINGS = re.compile(
    r"cent(re|red|ring)|(recogn|organ|author|normal|summar|central)is(e[ds]?|ing|ation)|colou[r]|behaviou[r]",
    re.IGNORECASE,
)

OPERATIONS_PLACE = re.compile(r"documents/\w+/operations(/\w+)?\.py")

OPENERS = frozenset({"open_store", "open_office"})
PROCESS = "api/process.py"

CLOCKS = frozenset(
    "datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today time.time "
    "time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns time.localtime "
    "time.gmtime time.sleep".split()
)
RANDOMNESS = frozenset(
    "random secrets os.urandom uuid.uuid1 uuid.uuid4 numpy.random bson.ObjectId bson.objectid.ObjectId "
    "beanie.PydanticObjectId".split()
)
ENVIRONMENT = frozenset("os.environ os.getenv os.environb pydantic_settings dotenv sys.argv".split())
NOT_BELOW_THE_DOORS = CLOCKS | RANDOMNESS | ENVIRONMENT

# Who may, and why. Only the named things: nobody here may look at the clock.
EXCEPTIONS: Mapping[str, frozenset[str]] = {
    "auth/crypto/passwords.py": RANDOMNESS,  # salts
    "auth/crypto/tokens.py": RANDOMNESS,  # token ids and key material
}

TOP_LEVEL = frozenset(
    ".ci .dockerignore .editorconfig .gitattributes .gitignore .python-version api auth documents schema "
    "seed tests docs CHANGELOG.md CONTRIBUTING.md Dockerfile LICENSE Makefile README.md docker-compose.yml "
    "pyproject.toml requirements.lock requirements-dev.lock requirements-next.lock requirements-tools.lock "
    "requirements-page.lock".split()
)
REFUSED = frozenset({*PACKAGES, "secantusdb", "graphene-django-graphiql-static"})
"""Distributions that no environment of ours installs: they take a name of ours, or are kept beside it."""
NOT_OURS = frozenset({".venv", ".tools", ".secrets", ".git", "var", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its path below the root (with slashes), text, syntax tree, and all nodes of that, walked once."""

    path: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]


TOLD_BY_THE_NODE = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "kind", "type_comment"})
"""Fields under which no node stands that is looked for."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

ASKED_BY_ONE = frozenset(
    f"httpx.{word}" for word in ("get", "post", "put", "head", "delete", "request", "stream")
)
GIVEN_NO_AUTHORITIES = frozenset({"httpx.Client", "httpx.AsyncClient"})
OF_A_CLIENT = frozenset(name.removeprefix("httpx.") for name in ASKED_BY_ONE | GIVEN_NO_AUTHORITIES)


def modules(root: Path, packages: tuple[str, ...] = (*PACKAGES, "tests")) -> Iterator[Module]:
    """Yield every Python file of `packages` below `root`, in order."""
    for package in packages:
        yield from _parsed(root, package)


@functools.cache
def _parsed(root: Path, package: str) -> tuple[Module, ...]:
    """The files of one package, read once a process: a tree that was looked at is not changed any more."""
    relatives = [path.relative_to(root) for path in sorted((root / package).rglob("*.py"))]
    ours = [one for one in relatives if NOT_OURS.isdisjoint(one.parts)]
    with kept_for_good():
        return tuple(module_of(one.as_posix(), (root / one).read_text(encoding="utf-8")) for one in ours)


def module_of(path: str, text: str) -> Module:
    """Parse one source."""
    tree = ast.parse(text)
    return Module(path, text, tree, walked(tree))


def walked(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes in the order of `ast.walk`, in a third of its time; without those that only say how a name is used."""
    found = [tree]
    for node in found:
        for name in _fields_of(node.__class__.__name__):
            value = getattr(node, name, None)
            if isinstance(value, list):
                found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
    return tuple(found)


@functools.cache
def _fields_of(kind: str) -> tuple[str, ...]:
    return tuple(one for one in getattr(ast, kind)._fields if one not in TOLD_BY_THE_NODE)


def writes_outside_the_kernel(root: Path) -> list[str]:
    """Every change is one transaction with its audit: only `runner` and `ledger` write."""
    return [
        *_calls(root, WRITES, allowed=WRITERS | STORE),
        *_calls(root, STORE_WRITES, allowed=WRITERS | STORE, on=STORES),
    ]


def reads_outside_the_kernel(root: Path) -> list[str]:
    """A right is a filter: only `access`, the write side, the reference data and pipelines files query."""
    return [
        found
        for found in _calls(root, READS, allowed=READERS | STORE, through=HANDLE)
        if not found.split(":", 1)[0].endswith(f"/{READING_FILE_NAME}")
    ]


def administration_outside_the_connection(root: Path) -> list[str]:
    """Raw commands, indexes and change streams differ between drivers: they stand in the driver seam."""
    return _calls(root, ADMINISTRATION, allowed=ADMINISTRATORS, through=STORES)


def seals_beside_the_declaration(root: Path) -> list[str]:
    """A sealed field is declared by its document: `reseal` would pass over any other."""
    # The doors seal cursors, which are stored nowhere.
    return [one for one in _calls(root, SEALS, allowed=SEALERS) if one.startswith("documents/")]


def operations_out_of_place(root: Path) -> list[str]:
    """Whoever looks for what may happen to an aggregate finds it in the module or the package `operations`."""
    return [
        f"{module.path}:{node.lineno}: {node.name}"
        for module in modules(root, PACKAGES)
        if not OPERATIONS_PLACE.fullmatch(module.path)
        for node in module.nodes
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] == "operation"
    ]


def offices_beside_the_process(root: Path) -> list[str]:
    """Whatever works on documents opens keys, store and office in one order, and closes what it opened."""
    return [
        f"{module.path}:{node.lineno}: {node.func.id}()"
        for module in modules(root, ("api", "schema", "seed"))
        if module.path != PROCESS
        for node in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPENERS
    ]


def impurities(root: Path) -> list[str]:
    """No clock, randomness or environment below the doors: they come in as arguments."""
    return [
        f"{module.path}:{line}: {name}"
        for module in modules(root, PURE_PACKAGES)
        for line, name in _uses(module, NOT_BELOW_THE_DOORS)
        if not _is_within(name, EXCEPTIONS.get(module.path, frozenset()))
    ]


def waits_by_the_clock(root: Path) -> list[str]:
    """A test waits for what it expects, never for a while."""
    return [
        f"{module.path}:{line}: {name}"
        for module in modules(root, ("tests",))
        for line, name in _uses(module, frozenset({"time.sleep"}))
    ]


def questions_of_a_client_each(root: Path) -> list[str]:
    """httpx reads all authorities for each client it makes, 40 ms of CPU: one asks for all tests, others are given none."""
    return [
        f"{module.path}:{node.lineno}: {ast.unparse(node.func)}"
        for module in modules(root, ("tests",))
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in OF_A_CLIENT
        if ast.unparse(node.func) in ASKED_BY_ONE | GIVEN_NO_AUTHORITIES
        if ast.unparse(node.func) in ASKED_BY_ONE or "verify" not in {one.arg for one in node.keywords}
    ]


def long_files(root: Path) -> list[str]:
    """A file that needs more than 350 lines has two subjects, or stands in `LONGER`; there stands none that needs not."""
    return [
        f"{module.path}: {lines} lines"
        for module in modules(root)
        if ((lines := len(module.text.splitlines())) > MAX_FILE_LINES) is not (module.path in LONGER)
    ]


def long_functions(root: Path) -> list[str]:
    """A function that needs more than 30 statements does more than one level of work."""
    return [
        f"{module.path}:{node.lineno}: {node.name} has {count} statements"
        for module in modules(root)
        for node in module.nodes
        if isinstance(node, FUNCTIONS) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_STATEMENTS
        if (count := _statements(node)) > MAX_FUNCTION_STATEMENTS
    ]


def vague_names(root: Path) -> list[str]:
    """A module is named for what it does."""
    return [
        module.path
        for module in modules(root)
        if not VAGUE_NAMES.isdisjoint(part.removesuffix(".py") for part in module.path.split("/"))
    ]


def other_spellings(root: Path) -> list[str]:
    """A word is spelled one way, as the API spells it; line 0 is the name of the file."""
    return [
        f"{module.path}:{number}: {found[0]}"
        for module in modules(root)
        if OTHER_SPELLINGS.search(f"{module.path}\n{module.text}")
        for number, line in enumerate((module.path, *module.text.splitlines()))
        for found in OTHER_SPELLINGS.finditer(line)
    ]


def modules_without_purpose(root: Path) -> list[str]:
    """A module opens with one sentence of purpose; an empty `__init__` has none."""
    return [
        module.path for module in modules(root) if module.tree.body and not ast.get_docstring(module.tree)
    ]


def relative_or_late_imports(root: Path) -> list[str]:
    """Imports are absolute and stand at the top, where a reader and the import contracts see them."""
    return [
        f"{module.path}:{node.lineno}"
        for module in modules(root, PACKAGES)
        for scope in module.nodes
        for node in (scope.body if isinstance(scope, FUNCTIONS) else (scope,))
        if (isinstance(node, ast.ImportFrom) and node.level > 0)
        or (isinstance(node, ast.Import | ast.ImportFrom) and isinstance(scope, FUNCTIONS))
    ]


def exemptions_in_vain(root: Path) -> list[str]:
    """Return the files that a rule names as its exceptions and that are not there, or do nothing of the kind."""
    kinds: tuple[tuple[Collection[str], frozenset[str], frozenset[str]], ...] = (
        (WRITERS, WRITES, frozenset()),
        (WRITERS, STORE_WRITES, STORES),
        (READERS, READS, frozenset()),
        (ADMINISTRATORS, ADMINISTRATION, frozenset()),
        (SEALERS, SEALS, frozenset()),
    )
    needed = {
        (files, found.partition(":")[0])
        for files, names, on in kinds
        for found in _calls(root, names, allowed=frozenset(), on=on)
    }
    named = [(files, path) for files in dict.fromkeys(kind[0] for kind in kinds) for path in sorted(files)]
    impure = {module.path for module in modules(root) if [*_uses(module, NOT_BELOW_THE_DOORS)]}
    return [path for files, path in named if (files, path) not in needed] + sorted(EXCEPTIONS.keys() - impure)


def strangers_at_the_top(names: list[str]) -> list[str]:
    """Return the top-level entries among `names` (files and folders) that the layout does not know."""
    return sorted(set(names) - TOP_LEVEL)


def refused_distributions(lock_text: str) -> list[str]:
    """Return the pins that would take an import name of ours, or bring inside what is kept beside the environment."""
    names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", lock_text, flags=re.MULTILINE)
    return [name for name in names if re.sub(r"[-_.]+", "-", name).lower() in REFUSED]


def unpinned_lines(lock_text: str) -> list[str]:
    """Return the lines of a lock that are neither a pin nor a SHA-256: addresses, options, ranges."""
    pin = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[A-Za-z0-9.!+]+( ; [^/:]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    return [line for line in lock_text.splitlines() if not (pin.fullmatch(line) or digest.fullmatch(line))]


def _calls(
    root: Path,
    names: frozenset[str],
    *,
    allowed: Collection[str],
    through: Collection[str] = frozenset(),
    on: Collection[str] = frozenset(),
) -> list[str]:
    """Name the calls of methods called `names` outside the `allowed` files, save those on what is named in
    `through`; with `on` only those on what is named so."""
    return [
        f"{module.path}:{node.lineno}: .{node.func.attr}()"
        for module in modules(root, PACKAGES)
        if module.path not in allowed
        for node in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
        if (owner := ast.unparse(node.func.value).rpartition(".")[2]) not in through
        and (not on or owner in on)
    ]


def _uses(module: Module, banned: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield line and full name of each use of a banned name, through whatever alias it was imported."""
    origins: dict[str, str] = {}
    for node in module.nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for local, origin in _imported(node):
                origins[local] = origin
                if _is_within(origin, banned):
                    yield node.lineno, origin
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            name = _dotted(node, origins)
            if name in banned:
                yield node.lineno, name


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"
        elif alias.asname:
            yield alias.asname, alias.name
        else:
            yield alias.name.split(".")[0], alias.name.split(".")[0]


def _dotted(node: ast.expr, origins: Mapping[str, str]) -> str:
    """Return the full dotted name an attribute chain stands for, empty when it starts from no import."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in origins:
        return ""
    return ".".join([origins[node.id], *reversed(parts)])


def _is_within(name: str, allowed: frozenset[str]) -> bool:
    return any(name == entry or name.startswith(f"{entry}.") for entry in allowed)


def _statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the statements of a body with all that is nested in them; the docstring is none."""
    found = sum(isinstance(node, ast.stmt) for node in walked(function)) - 1
    return found - (ast.get_docstring(function) is not None)
