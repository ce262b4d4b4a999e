"""Proves the import contracts: each breaks on a tree that violates it, none on a clean one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CLEAN = {
    "api/doors.py": "import schema.build\nimport seed.demo",
    "auth/policy.py": "",
    "auth/tokens.py": "import jose",
    "documents/cases/document.py": "import beanie",
    "documents/cases/operations.py": "import documents.kernel.changes\nimport auth.policy",
    "documents/kernel/changes.py": "import documents.kernel.connection",
    "documents/kernel/connection.py": "import motor",
    "documents/meetings/rules.py": "import documents.cases.operations",
    "schema/build.py": "import documents.cases.operations",
    "seed/demo.py": "import documents.cases.operations",
}

VIOLATIONS = [
    ("schema reaches up", "schema/build.py", "import api.doors", "Imports run one way"),
    ("documents reaches up", "documents/cases/rules.py", "import schema.build", "Imports run one way"),
    ("auth reaches up", "auth/policy.py", "import documents.kernel.changes", "Imports run one way"),
    (
        "documents knows the seed",
        "documents/cases/rules.py",
        "import seed.demo",
        "The seed stands on documents",
    ),
    ("the seed knows the schema", "seed/demo.py", "import schema.build", "The seed knows no schema"),
    ("the schema knows the seed", "schema/build.py", "import seed.demo", "The schema does not know the seed"),
    ("jose at a door", "api/doors.py", "import jose", "python-jose is called"),
    ("motor in access", "documents/kernel/access.py", "import motor", "Motor stands"),
    ("motor in the store", "documents/kernel/store.py", "import motor", "Motor stands"),
    ("beanie in the schema", "schema/build.py", "import beanie", "Only documents knows Beanie"),
    (
        "a document class at a door",
        "api/doors.py",
        "import documents.cases.document",
        "import no Beanie document",
    ),
    ("a driver in auth", "auth/policy.py", "import bson", "auth imports no database"),
    ("the embedded server inside", "api/doors.py", "import secantus", "The embedded server"),
    (
        "a cycle of aggregates",
        "documents/cases/rules.py",
        "import documents.meetings.rules",
        "no import cycle",
    ),
]


def lint(root: Path, tree: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Write `tree` below `root` beside our contracts and run import-linter there."""
    shutil.copy(ROOT / "pyproject.toml", root)
    for path, source in tree.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        for package in [
            parent for parent in target.parents if parent.is_relative_to(root) and parent != root
        ]:
            (package / "__init__.py").touch()
        target.write_text(source)
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )


def test_a_clean_tree_keeps_all_contracts(tmp_path: Path) -> None:
    result = lint(tmp_path, CLEAN)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "BROKEN" not in result.stdout


@pytest.mark.parametrize(
    ("path", "source", "contract"), [case[1:] for case in VIOLATIONS], ids=[case[0] for case in VIOLATIONS]
)
def test_a_violating_import_breaks_its_contract(
    path: str, source: str, contract: str, tmp_path: Path
) -> None:
    result = lint(tmp_path, {**CLEAN, path: f"{CLEAN.get(path, '')}\n{source}"})
    assert result.returncode == 1, result.stdout + result.stderr
    assert any("BROKEN" in line for line in result.stdout.splitlines() if contract in line), result.stdout
