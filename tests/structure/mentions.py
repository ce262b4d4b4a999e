"""What pages, comments and docstrings name in backticks, held against the tree: files, modules, words of the code."""

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath

from tests.structure.checks import PACKAGES, Module, modules, walked

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
DRAWN = re.compile(rf"(?<![\w./<-])(?:{'|'.join((*PACKAGES, 'tests'))})/[\w/]*\w(?:\.py)?")
"""A path of ours in a drawing or a command; a module may stand there without its ending."""

QUOTED = re.compile(r"`([^`]+)`")
PATH = re.compile(r"\.?[\w<][\w.<>*-]*(/[\w.<>*-]+)+/?|[\w<>-]+/")
FILE = re.compile(r"[\w.-]+\.(css|csv|graphql|html|js|json|lock|md|py|svg|toml|yml)")
INSIDE = re.compile(r"`([\w/]+\.py)`\s\(((?:`\w+`(?:,\s)?)+)\)")
IDENTIFIER = re.compile(r"@?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\(.*\))?", re.DOTALL)
WORD = re.compile(r"[A-Za-z_]\w*")
NAMING = re.compile(r"#.*[`@]")
"""What a line looks like whose comment may name something; reading the tokens of a source is slow."""

NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
USED = (ast.Name, ast.Attribute)
SPEAKING: Mapping[type[ast.AST], str] = {
    **dict.fromkeys(NAMED, "name"),
    ast.Name: "id",
    ast.Attribute: "attr",
    ast.Constant: "value",
    ast.arg: "arg",
    ast.alias: "name",
    ast.ImportFrom: "module",
    ast.keyword: "arg",
}
"""Nodes that hold words, and under which name; most of a tree is of others."""

MADE_AT_RUN_TIME = ("var/", ".tools/")
"""Folders that an installation makes."""

FOREIGN = frozenset(
    # of GraphQL, MongoDB and pytest-xdist
    "deprecated minSnapshotHistoryWindowInSeconds mongorestore "
    "transactionLifetimeLimitSeconds execute_fields gw0 gw1 cursor_command mongofiles "
    # of browsers, Apollo and the code generator
    "fetch fetchMore resetStore strictScalars "
    # distributions that are not installed, or bring another import name
    "ecdsa rsa pyasn1 joserfc "
    # what the contract has and nothing answers yet, told as such
    "available restoreRate".split()
)
"""What is no name of ours and may be named."""


@dataclass(frozen=True)
class Known:
    """What there is to name: paths, the words of each module, what modules and classes define, and every word."""

    paths: frozenset[str]
    words_of: Mapping[str, Collection[str]]
    modules: Mapping[str, Collection[str]]
    classes: Mapping[str, Collection[str]]
    words: Collection[str]

    @cached_property
    def tops(self) -> frozenset[str]:
        """What the paths begin with."""
        return frozenset(one.partition("/")[0] for one in self.paths)

    def matching(self, pattern: str) -> Iterator[str]:
        """Yield the paths of a pattern; most patterns are paths themselves."""
        if "*" in pattern:
            yield from (one for one in self.paths if fnmatch(one, pattern))
        elif pattern in self.paths:
            yield pattern


def known_in(root: Path, files: Collection[str], callers: Collection[str]) -> Known:
    """Read what a tree has: `files` below `root`, and the names that callers use (`cases`, `Role.CURATOR`)."""
    folders = {str(parent) for one in files for parent in PurePosixPath(one).parents}
    # What the tests of this folder quote as wrong is no word of the code.
    sources = [one for one in modules(root) if not one.path.startswith("tests/structure/test_")]
    classes: dict[str, set[str]] = {}
    for owner, _, member in (one.partition(".") for one in callers if "." in one):
        classes.setdefault(owner, set()).add(member)
    for node in (node for source in sources for node in source.nodes if type(node) is ast.ClassDef):
        classes.setdefault(node.name, set()).update(_defined(walked(node)))
    words_of = {source.path: frozenset(_words(source)) for source in sources}
    return Known(
        paths=frozenset({*files, *folders}),
        words_of=words_of,
        modules={_dotted(source.path): frozenset(_defined(source.nodes)) for source in sources},
        classes=classes,
        words=frozenset().union(*words_of.values(), *(WORD.findall(one) for one in callers)),
    )


def remarks_of(source: Module) -> str:
    """Return the docstrings and comments of a source, a line apart from each other; no comments where none of them can
    name anything."""
    told = [one.value for one in source.nodes if type(one) is ast.Expr]
    docstrings = [one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if NAMING.search(source.text) is None:
        return "\n".join(docstrings)
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    return "\n".join([*docstrings, *(one.string for one in tokens if one.type == tokenize.COMMENT)])


def unknown_names(page: str, text: str, known: Known) -> list[str]:
    """Tell what a page below the root names in backticks and the tree does not have.

    A path counts from the root, and `<…>` in it stands for any name. A bare file stands at the root, beside the page, or
    in a folder that the page names, itself or by another file in it. Names in brackets behind a module are words of that
    module. A name with dots is followed through our packages, or from a class to its members; any other identifier is a
    word of the code. What holds spaces or signs is no name. Of fenced blocks the paths of our packages are held to that.
    """
    prose = FENCED.sub("", text)
    quoted = list(dict.fromkeys(one.replace("\n", " ") for one in QUOTED.findall(prose)))
    near = _folders(quoted, page, known)
    found = [one for one in quoted if one not in FOREIGN and not _stands(one, near, known)]
    for path, names in INSIDE.findall(prose):
        said = _words_of(path, near, known)
        found += [f"{name} in {path}" for name in WORD.findall(names) if name not in said]
    drawn = dict.fromkeys(one for block in FENCED.findall(text) for one in DRAWN.findall(block))
    found += [one for one in drawn if known.paths.isdisjoint({one, f"{one}.py"})]
    return [f"{page}: {one}" for one in found]


def _folders(quoted: Collection[str], page: str, known: Known) -> frozenset[str]:
    """The folders in which bare file names are looked for."""
    paths = [_pattern(one) for one in quoted if _is_path(one, known)]
    named = {str(PurePosixPath(one).parent) if FILE.search(one) else one for one in paths}
    there = {one for pattern in named for one in known.matching(pattern)}
    return frozenset({".", str(PurePosixPath(page).parent)} | there)


def _is_path(quoted: str, known: Known) -> bool:
    if PATH.fullmatch(quoted) is None:
        return False
    return quoted.partition("/")[0] in known.tops or bool(FILE.search(quoted))


def _pattern(path: str) -> str:
    return re.sub(r"<[^>]*>", "*", path).rstrip("/")


def _stands(quoted: str, near: Collection[str], known: Known) -> bool:
    if _is_path(quoted, known):
        pattern = _pattern(quoted)
        return quoted.startswith(MADE_AT_RUN_TIME) or any(known.matching(pattern))
    if FILE.fullmatch(quoted):
        return any(str(PurePosixPath(folder) / quoted) in known.paths for folder in near)
    match = IDENTIFIER.fullmatch(quoted)
    return match is None or match.group(1) in FOREIGN or _is_known(match.group(1), known)


def _words_of(path: str, near: Collection[str], known: Known) -> Collection[str]:
    """The words of a module; none for one that is not there, which is told by itself."""
    found = (known.words_of.get(str(PurePosixPath(folder) / path)) for folder in near)
    return next((one for one in found if one is not None), frozenset())


def _is_known(name: str, known: Known) -> bool:
    first, _, rest = name.partition(".")
    if first in PACKAGES and rest:
        module, _, last = name.rpartition(".")
        return name in known.modules or last in known.modules.get(module, ())
    if first in known.classes and rest:
        return rest.partition(".")[0] in known.classes[first]
    return all(part in known.words for part in name.split("."))


def _defined(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that the nodes of a module or a class give to what stands in it, those set on `self` among them."""
    for one in nodes:
        if isinstance(one, NAMED):
            yield one.name
        elif isinstance(one, USED) and type(one.ctx) is ast.Store:
            yield one.id if isinstance(one, ast.Name) else one.attr


def _words(source: Module) -> Iterator[str]:
    """Yield the words that code is written in, and those of its texts; comments and docstrings say nothing."""
    told = {id(one.value) for one in source.nodes if type(one) is ast.Expr}
    for node in source.nodes:
        field = SPEAKING.get(type(node))
        said = None if field is None or id(node) in told else getattr(node, field)
        if not isinstance(said, str):
            continue
        if field == "value":
            yield from WORD.findall(said)
        else:
            yield from said.split(".")
    yield from source.path.removesuffix(".py").split("/")


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
