"""Proves the import contracts: each breaks on a tree that violates it, none on a clean one."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LINT = """
import contextlib, importlib, io, json, os, sys
from importlinter.cli import lint_imports
for root in sys.argv[1:]:
    os.chdir(root)
    importlib.invalidate_caches()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = lint_imports(no_cache=True, no_logo=True)
    print(json.dumps([code, said.getvalue()]))
"""
"""Lints each tree that is named, in one process: one that has imported our packages would look at them instead."""

CLEAN = {
    **{f"api/cli/{name}.py": "" for name in ("appointing", "commands", "policy", "resealing", "seed")},
    "api/dev/demo.py": "import schema.build",
    "api/http/app.py": "",
    "api/settings.py": "",
    "api/doors.py": "import schema.build\nimport seed.demo",
    "auth/policy/table.py": "",
    "auth/crypto/tokens.py": "import jose",
    "documents/cases/document.py": "import beanie",
    "documents/cases/operations.py": "import documents.kernel.write.runner\nimport auth.policy.table",
    "documents/cases/rules.py": "",
    "documents/kernel/write/runner.py": "import documents.kernel.store.connection",
    "documents/kernel/store/connection.py": "import motor",
    "documents/meetings/rules.py": "import documents.cases.operations",
    "schema/build.py": "import documents.cases.operations\nimport schema.engine.executor",
    "schema/engine/executor.py": "import schema.engine.rows",
    "schema/engine/rows.py": "",
    "schema/cases/types.py": "import schema.nodes",
    "schema/nodes.py": "",
    "seed/demo.py": "import documents.cases.operations",
}

VIOLATIONS = [
    ("schema reaches up", "schema/build.py", "import api.doors", "Imports run one way"),
    ("documents reaches up", "documents/cases/rules.py", "import schema.build", "Imports run one way"),
    (
        "auth reaches up",
        "auth/policy/table.py",
        "import documents.kernel.write.runner",
        "Imports run one way",
    ),
    (
        "documents knows the seed",
        "documents/cases/rules.py",
        "import seed.demo",
        "The seed stands on documents",
    ),
    ("the seed knows the schema", "seed/demo.py", "import schema.build", "The seed knows no schema"),
    ("the schema knows the seed", "schema/build.py", "import seed.demo", "The schema does not know the seed"),
    ("jose at a door", "api/doors.py", "import jose", "python-jose is called"),
    ("motor in access", "documents/kernel/read/access.py", "import motor", "Motor stands"),
    ("motor in the store", "documents/kernel/store/database.py", "import motor", "Motor stands"),
    ("beanie in the schema", "schema/build.py", "import beanie", "Only documents knows Beanie"),
    (
        "a document class at a door",
        "api/doors.py",
        "import documents.cases.document",
        "import no Beanie document",
    ),
    ("a driver in auth", "auth/policy/table.py", "import bson", "auth imports no database"),
    ("the embedded server inside", "api/doors.py", "import secantus", "The embedded server"),
    ("the page's wheel", "api/doors.py", "import graphene_django_graphiql_static", "The embedded server"),
    (
        "a refusal of ours in the engine",
        "schema/engine/rows.py",
        "import auth.policy.table",
        "The engine knows",
    ),
    ("a row class of ours", "schema/engine/rows.py", "import documents.cases.rules", "The engine knows"),
    ("a type of ours", "schema/engine/executor.py", "import schema.nodes", "The engine knows"),
    ("a list that loads", "api/cli/commands.py", "import documents.cases.rules", "The list of commands"),
    (
        "a web framework in a command",
        "api/cli/resealing.py",
        "import starlette",
        "A command that answers no GraphQL",
    ),
    ("a schema in a command", "api/cli/seed.py", "import schema.nodes", "A command that answers no GraphQL"),
    (
        "a cycle of aggregates",
        "documents/cases/rules.py",
        "import documents.meetings.rules",
        "aggregates form no import cycle",
    ),
    (
        "a cycle in the schema",
        "schema/nodes.py",
        "import schema.cases.types",
        "schema form no import cycle",
    ),
]


def write(root: Path, tree: Mapping[str, str]) -> Path:
    """Write `tree` below `root`, beside our contracts."""
    root.mkdir()
    shutil.copy(ROOT / "pyproject.toml", root)
    for path, source in tree.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        for package in [
            parent for parent in target.parents if parent.is_relative_to(root) and parent != root
        ]:
            (package / "__init__.py").touch()
        target.write_text(source)
    return root


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[int, str]]:
    """What import-linter answers to each tree, and says of it; the clean one is called `clean`."""
    trees = {
        case: {**CLEAN, path: f"{CLEAN.get(path, '')}\n{source}"} for case, path, source, _ in VIOLATIONS
    }
    place = tmp_path_factory.mktemp("trees")
    named = {case: write(place / case, tree) for case, tree in {"clean": CLEAN, **trees}.items()}
    done = subprocess.run(
        [sys.executable, "-c", LINT, *map(str, named.values())], capture_output=True, text=True, check=True
    )
    answers = (json.loads(line) for line in done.stdout.splitlines())
    return {case: (code, said) for case, (code, said) in zip(named, answers, strict=True)}


def test_a_clean_tree_keeps_all_contracts(found: Mapping[str, tuple[int, str]]) -> None:
    code, said = found["clean"]
    assert code == 0, said
    assert "KEPT" in said
    assert "BROKEN" not in said


@pytest.mark.parametrize(("case", "contract"), [(case[0], case[3]) for case in VIOLATIONS])
def test_a_violating_import_breaks_its_contract(
    case: str, contract: str, found: Mapping[str, tuple[int, str]]
) -> None:
    code, said = found[case]
    assert code == 1, said
    assert any("BROKEN" in line for line in said.splitlines() if contract in line), said
