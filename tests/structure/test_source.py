"""Holds the rules of the house against this repository."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.structure import checks, kernel_words

ROOT = Path(__file__).resolve().parents[2]

HOUSE_RULES: tuple[Callable[[Path], list[str]], ...] = (
    checks.exemptions_in_vain,
    checks.writes_outside_the_kernel,
    checks.reads_outside_the_kernel,
    checks.administration_outside_the_connection,
    checks.seals_beside_the_declaration,
    checks.operations_out_of_place,
    checks.offices_beside_the_process,
    checks.impurities,
    kernel_words.domain_words_in_the_kernel,
    kernel_words.needless_exceptions_of_the_kernel,
    checks.waits_by_the_clock,
    checks.questions_of_a_client_each,
    checks.long_files,
    checks.long_functions,
    checks.vague_names,
    checks.other_spellings,
    checks.modules_without_purpose,
    checks.relative_or_late_imports,
)


@pytest.mark.parametrize("rule", HOUSE_RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def test_the_exceptions_of_the_kernel_are_files_of_it() -> None:
    assert [path for path, _ in kernel_words.GENERAL_IN_THE_KERNEL if not (ROOT / path).is_file()] == []


def test_the_source_is_looked_at_at_all() -> None:
    seen = {module.path.split("/")[0] for module in checks.modules(ROOT)}
    assert seen == {*checks.PACKAGES, "tests"}


def test_the_top_of_the_repository_holds_only_what_the_layout_names() -> None:
    # Tracked and new files, without what .gitignore names.
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert checks.strangers_at_the_top([line.split("/")[0] for line in listed.splitlines()]) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-next.lock"])
def test_a_lock_takes_no_import_name_of_ours(name: str) -> None:
    assert checks.refused_distributions((ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_a_lock_holds_pins_and_digests_and_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "--hash=sha256:" in text
    assert checks.unpinned_lines(text) == []


def test_what_runs_in_production_is_what_was_tested() -> None:
    run, dev = (_pins(ROOT / name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert run <= dev


def _pins(lock: Path) -> set[str]:
    return {line.split()[0] for line in lock.read_text().splitlines() if "==" in line}


RUFF = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]


def test_no_rule_is_switched_off_that_would_be_silent_anyway() -> None:
    assert _silent(RUFF, _said_without_ignores()) == []


def test_a_rule_that_is_switched_off_for_nothing_is_told() -> None:
    lint = {"ignore": ["S311", "DTZ006"], "per-file-ignores": {"tests/**": ["S", "PLR0904"]}}
    said = {("tests/rules/test_x.py", "S101"), ("seed/brief.py", "S311"), ("seed/brief.py", "PLR0904")}
    assert _silent(lint, said) == ["DTZ006", "tests/**: PLR0904"]


def _silent(lint: Mapping[str, Any], said: Collection[tuple[str, str]]) -> list[str]:
    """The codes that are switched off, everywhere or for some files, where nothing was said."""
    everywhere = [code for code in lint["ignore"] if code not in {found for _, found in said}]
    by_file = [
        f"{pattern}: {code}"
        for pattern, codes in lint["per-file-ignores"].items()
        for code in codes
        if not any(path.startswith(pattern.rstrip("*")) and found.startswith(code) for path, found in said)
    ]
    return everywhere + by_file


def _said_without_ignores() -> set[tuple[str, str]]:
    """What ruff says where nothing is switched off: path below the root and code."""
    command = [sys.executable, "-m", "ruff", "check", "--exit-zero", "--output-format", "json"]
    # What is selected on the command line is not switched off by the file.
    command += ["--select", ",".join(RUFF["select"]), "--config", "lint.per-file-ignores={}", "."]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {(str(Path(one["filename"]).relative_to(ROOT)), one["code"]) for one in json.loads(told)}
