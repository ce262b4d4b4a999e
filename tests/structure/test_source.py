"""Holds the rules of the house against this repository."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.structure import checks, kernel_words

ROOT = Path(__file__).resolve().parents[2]

HOUSE_RULES: tuple[Callable[[Path], list[str]], ...] = (
    checks.writes_outside_the_kernel,
    checks.reads_outside_the_kernel,
    checks.administration_outside_the_connection,
    checks.seals_beside_the_declaration,
    checks.impurities,
    kernel_words.domain_words_in_the_kernel,
    kernel_words.needless_exceptions_of_the_kernel,
    checks.waits_by_the_clock,
    checks.long_files,
    checks.long_functions,
    checks.vague_names,
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


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_takes_no_import_name_of_ours(name: str) -> None:
    assert checks.refused_distributions((ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-tools.lock"])
def test_a_lock_holds_pins_and_digests_and_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "--hash=sha256:" in text
    assert checks.unpinned_lines(text) == []


def test_what_runs_in_production_is_what_was_tested() -> None:
    run, dev = (_pins(ROOT / name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert run <= dev


def _pins(lock: Path) -> set[str]:
    return {line.split()[0] for line in lock.read_text().splitlines() if "==" in line}
